"""Where leads and deals stand: each check finds its own fault, and a sound book has none."""

from __future__ import annotations

import datetime as dt

import pytest

from leadsorted_sheets.core import quality
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.lifecycle.standing import CHECKS, standing
from tests.context import a_context
from tests.core.lifecycle.books import BANT, LAST_WEEK, NOON, TODAY, a_book, a_deal, a_lead

TOMORROW = dt.date(2026, 3, 11)
YEAR_AGO = dt.date(2025, 3, 1)


def lead(**cells: Cell) -> Book:
    return a_book(a_lead(**cells))


def deal(**cells: Cell) -> Book:
    return a_book(a_lead(Status="Converted", Deal_ID="D-1"), a_deal(**cells))


def activity(**cells: Cell) -> Book:
    row: dict[str, Cell] = {"Activity ID": "A-1", "Lead ID": "L-1", "Type": "Call", "Done": "yes", "When": LAST_WEEK}
    given = {name.replace("_", " "): cell for name, cell in cells.items()}
    return a_book(a_lead(), activities={"A-1": row | given})


FAULTS: tuple[tuple[str, Book], ...] = (
    ("Leads no-status", lead(Status=None)),
    ("Leads two-statuses", lead(Status="New / Contacted")),
    ("Leads two-statuses", lead(Status="qualified; nurture", **BANT)),
    ("Leads unknown-status", lead(Status="Warm")),
    ("Leads no-deal", lead(Status="Converted", Deal_ID="D-9")),
    ("Leads qualified-without", lead(Status="Qualified", Budget=1)),
    ("Leads reason", lead(Status="Unqualified")),
    ("Leads reason-while-open", lead(Lost_reason="Price")),
    ("Leads unknown-reason", lead(Status="Unqualified", Lost_reason="Boring")),
    ("Leads created-later", lead(Created=TOMORROW)),
    ("Leads contacted-later", lead(First_contacted=dt.datetime(2026, 3, 10, 12, 1))),
    ("Leads contacted-before", lead(First_contacted=YEAR_AGO)),
    ("Leads activity-later", lead(Last_activity=TOMORROW)),
    ("Leads qualified-later", lead(Qualified_on=TOMORROW)),
    ("Leads qualified-before", lead(Qualified_on=YEAR_AGO)),
    ("Pipeline no-stage", deal(Stage=None)),
    ("Pipeline two-stages", deal(Stage="Negotiation and Proposal Sent")),
    ("Pipeline unknown-stage", deal(Stage="Nearly")),
    ("Pipeline other-company", deal(Company="Globex")),
    ("Pipeline lost-reason", deal(Stage="Closed Lost", Closed_on=TODAY)),
    ("Pipeline not-closed", deal(Stage="Closed Won")),
    ("Pipeline closed-while-open", deal(Closed_on=TODAY)),
    ("Pipeline closed-later", deal(Stage="Closed Won", Closed_on=TOMORROW)),
    ("Pipeline closed-before", deal(Stage="Closed Won", Closed_on=YEAR_AGO)),
    ("Pipeline opened-later", deal(Opened=TOMORROW)),
    ("Activities stray", activity(Lead_ID="L-9")),
    ("Activities done-later", activity(When=TOMORROW)),
    ("Leads deal-while-open", a_book(a_lead(Deal_ID="D-1"), a_deal())),
    ("Pipeline no-lead", a_book({}, a_deal())),
    ("Pipeline one-way", a_book(a_lead(Status="Converted"), a_deal())),
    ("Pipeline second-deal", a_book(a_lead(Status="Converted", Deal_ID="D-1"), a_deal() | a_deal("D-2"))),
)


def named(book: Book) -> list[str]:
    return [f"{finding.tab} {finding.rule.removeprefix('lifecycle.')}" for finding in standing(book, NOON)]


@pytest.mark.parametrize(("name", "book"), FAULTS, ids=[name for name, _ in FAULTS])
def test_a_fault_is_found_and_nothing_else(name: str, book: Book) -> None:
    assert named(book) == [name]


def test_every_check_has_its_fault_in_the_table() -> None:
    assert {f"{check.tab} {check.rule}" for check in CHECKS} == {name for name, _ in FAULTS}


@pytest.mark.parametrize(
    "book",
    [
        a_book(),
        lead(),
        lead(Status="contacted ", First_contacted=LAST_WEEK, Last_activity=NOON),
        lead(Status="Qualified", Qualified_on=TODAY, **BANT),
        lead(Status="Unqualified", Lost_reason="price"),
        lead(Created=TODAY, First_contacted=TODAY),
        deal(),
        deal(Company="ACME Limited"),
        deal(Stage="Closed Won", Closed_on=TODAY),
        deal(Stage="Closed Lost", Closed_on=NOON, Lost_reason="Price"),
        activity(When=TOMORROW, Done=None, Due=TOMORROW),
    ],
)
def test_a_sound_book_has_no_findings(book: Book) -> None:
    assert named(book) == []


def test_a_finding_names_the_cell_all_rows_and_the_mend() -> None:
    (finding,) = standing(a_book(a_lead(Status=None) | a_lead("L-2", Status=None)), NOON)
    assert (finding.tab, finding.key, finding.field, finding.others) == ("Leads", "L-1", "Status", ("L-2",))
    assert finding.message == "In no status: 2 leads. Choose one in the cell; until then they count as new."


def test_quality_names_what_its_own_checks_do_not_say() -> None:
    book = a_book(a_lead(Created=TOMORROW, Status="Unqualified"))
    said = {finding.rule for finding in quality.plan(book, quality.Options(), a_context()).findings}
    assert {rule for rule in said if rule.startswith("lifecycle.")} == {"lifecycle.created-later"}
