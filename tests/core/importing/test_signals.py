"""Activities that come in: what an event is called, whose it is, and that none is told twice or put on the wrong lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from leadsorted_sheets.core.book import Book, row_of
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import AddRow, Edit, apply
from leadsorted_sheets.core.importing import Imported, Options, plan
from leadsorted_sheets.core.importing.signals import Signal, signal_of
from tests.context import a_context
from tests.core.importing.test_plan import a_book, arriving

# what a list calls it, what it is here
WORDS = (
    ("Email Reply", Signal("Email", "Replied")),
    ("REPLIED", Signal("Email", "Replied")),
    ("Demo Request", Signal("Demo", "Requested")),
    ("requested-a-demo", Signal("Demo", "Requested")),
    ("whitepaper_download", Signal("File", "Downloaded")),
    ("email_opened", Signal("Email", "Opened")),
    ("Unsubscribed", Signal("Email", "Unsubscribed", opted_out=True)),
    ("Phone call", Signal("Call")),
    ("LinkedIn message", Signal("DM")),
    ("Acme Ltd", None),
    ("", None),
)

MARCH: dict[str, Cell] = {
    "When": dt.datetime(2026, 3, 9, 10, 0),
    "Type": "Email",
    "Outcome": "Replied",
    "Summary": "Yes please",
}


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_an_event_is_one_of_our_activities_or_none(text: str, expected: Signal | None) -> None:
    assert signal_of(text) == expected


def a_team() -> Book:
    book = a_book()
    twin = {
        "Lead ID": "L-0000000003",
        "Email": "info@acme.example",
        "Other emails": "sales@acme.example",
        "Phone": "+44207",
    }
    one = {"Lead ID": "L-0000000004", "Email": "info@acme.example", "Other phones": "+4930; +4931"}
    return {**book, "Leads": {**book["Leads"], "L-0000000003": row_of(twin), "L-0000000004": row_of(one)}}


def came(*rows: Mapping[str, Cell], book: Book | None = None) -> Imported:
    return plan(book or a_team(), arriving(*rows, tab="Activities"), Options(), a_context())


# how the row says whose it is, the lead; None where it comes back
WHOSE = (
    ({"Lead ID": "L-0000000001"}, "L-0000000001"),
    ({"Lead ID": "leadsorted.lead_0000000001"}, "L-0000000001"),
    ({"External IDs": "hubspot:101"}, "L-0000000001"),
    ({"Email": "Ana.Ng@acme.example"}, "L-0000000001"),
    ({"Email": "sales@acme.example"}, "L-0000000003"),
    ({"Phone": "+4931"}, "L-0000000004"),
    ({"Email": "nobody@x.example", "Phone": "+44207"}, "L-0000000003"),
    ({"Email": "info@acme.example"}, None),
    ({"Email": "nobody@x.example"}, None),
    ({}, None),
)


@pytest.mark.parametrize(("says", "lead"), WHOSE)
def test_an_activity_goes_to_the_one_lead_that_it_names(says: Mapping[str, Cell], lead: str | None) -> None:
    imported = came({**says, **MARCH})
    rows = [change.row for change in imported.outcome.changes if isinstance(change, AddRow)]
    if lead is None:
        assert rows == []
        assert imported.left.keys() == {"A-N1"}
    else:
        assert rows == [{"Activity ID": "A-N1", "Lead ID": lead, **MARCH}]
        assert imported.became == {"A-N1": lead}


def test_a_row_that_finds_no_lead_comes_back_with_what_it_said() -> None:
    reasons = came({"Email": "info@acme.example", **MARCH}, {"Email": "x@y.example", **MARCH}, MARCH).left
    assert list(reasons.values()) == [
        "is about info@acme.example, and several leads answer to that: L-0000000003, L-0000000004",
        "is about x@y.example, whom no lead answers to",
        "does not say whose it is: no lead id, e-mail or phone",
    ]


def test_the_leads_last_activity_follows_the_latest_that_has_happened() -> None:
    later = {**MARCH, "When": dt.date(2026, 3, 10), "Summary": "again"}
    planned = {**MARCH, "When": dt.date(2027, 1, 1), "Summary": "some day"}
    imported = came(*({"Lead ID": "L-0000000001", **row} for row in (later, MARCH, planned)))
    edits = [change for change in imported.outcome.changes if isinstance(change, Edit)]
    assert edits == [
        Edit("Leads", "L-0000000001", "Last activity", None, dt.date(2026, 3, 10), "import: a later activity came in")
    ]


def test_an_activity_that_is_here_already_does_not_come_in_again() -> None:
    book = a_team()
    row = {"Lead ID": "L-0000000001", **MARCH}
    once = apply(book, came(row, row, book=book).outcome.changes)
    assert len(once["Activities"]) == 1
    again = came(row, book=once)
    assert list(again.outcome.changes) == []
    assert again.outcome.figures[0].rows == (("Activities that are here already", 1),)


def test_whoever_unsubscribed_is_asked_about_and_not_marked_in_silence() -> None:
    imported = came(
        {"Lead ID": "L-0000000001", "Type": "Email", "Outcome": "Unsubscribed", "When": dt.date(2026, 3, 1)}
    )
    (finding,) = imported.outcome.findings
    assert (finding.severity, finding.key, finding.field, finding.suggestion) == (
        "review",
        "L-0000000001",
        "Do not contact",
        "yes",
    )
