"""What goes wrong on a lead's way, one test a word: it is shown as a finding with the cell and the mend, and nothing stops."""

from __future__ import annotations

import datetime as dt

import pytest

from leadsorted_sheets.core import assign, quality, report, schema
from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import apply
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.lifecycle import standing
from leadsorted_sheets.core.verbs import move
from leadsorted_sheets.errors import LeadSortedError
from leadsorted_sheets.operations import OPERATIONS
from tests.context import a_context

TODAY = dt.date(2026, 3, 10)
LEAD: Row = {
    "Lead ID": "L-1", "Last name": "Ng", "Company": "Acme", "Email": "ana@acme.example", "Status": "Contacted",
    "Owner": "Ann", "Source": "Referral", "Created": dt.date(2026, 3, 2), "First contacted": dt.date(2026, 3, 3),
    "Last activity": dt.date(2026, 3, 9), "Next action": "Send drawings", "Next action due": dt.date(2026, 3, 12),
}  # fmt: skip


def a_book(
    *leads: Row, deals: tuple[Row, ...] = (), owners: dict[str, Row] | None = None, rules: dict[str, Row] | None = None
) -> Book:
    book: dict[str, dict[str, Row]] = {tab.name: dict(schema.table_of(tab)) for tab in schema.TABS}
    book["Leads"] = {f"L-{n}": {**LEAD, "Lead ID": f"L-{n}", **lead} for n, lead in enumerate(leads, 1)}
    book["Pipeline"] = {f"D-{n}": {"Deal ID": f"D-{n}", **deal} for n, deal in enumerate(deals, 1)}
    book["Owners"] = {name: {"Owner": name, **row} for name, row in ({"Ann": {}} if owners is None else owners).items()}
    book["Assignment rules"] = {name: {"Rule": name, **row} for name, row in (rules or {}).items()}
    return book


def the(rule: str, findings: object) -> Finding:
    (found,) = [each for each in findings if isinstance(each, Finding) and each.rule == rule]  # type: ignore[attr-defined]  # findings are iterated
    return found


def said(finding: Finding) -> tuple[str, Cell, Cell, str]:
    """Where it is and what it says."""
    return finding.tab, finding.key, finding.field, finding.message


def value(book: Book, name: str) -> Cell:
    (row,) = [row for row in report.figures(book, a_context())[0].rows if row[0] == name]
    return row[1]


def test_a_move_that_is_not_allowed_is_refused_with_the_way_to_go() -> None:
    with pytest.raises(LeadSortedError) as refused:
        move.plan(a_book({}), move.Options("L-1", "Converted"), a_context())
    assert "leadsorted convert" in str(refused.value)


def test_a_move_that_is_not_allowed_made_by_hand_in_the_sheet_is_named() -> None:
    found = the("lifecycle.no-deal", standing(a_book({"Status": "Converted"}), dt.datetime(2026, 3, 10, 12)))
    assert said(found)[:3] == ("Leads", "L-1", "Deal ID")
    assert found.message.endswith("Set them back to Qualified, and convert them: leadsorted convert BOOK LEAD")


def test_a_date_in_the_future_is_named_and_counts_in_no_month_that_is_over() -> None:
    book = a_book({"Created": dt.date(2026, 4, 1)}, {})
    found = the("report.created-later", report.plan(book, report.Options(), a_context()).findings)
    assert said(found) == (
        "Leads",
        "L-1",
        "Created",
        "Created is in the future: 1 lead. They count as leads, in no month that is over.",
    )
    assert (value(book, "Leads"), value(book, "New this month")) == (2, 1)
    assert the("lifecycle.created-later", quality.plan(book, quality.Options(), a_context()).findings).key == "L-1"


def test_a_date_before_creation_is_named_and_left_out_of_the_response_times() -> None:
    book = a_book({"First contacted": dt.date(2026, 3, 1)}, {})
    found = the("report.contacted-before", report.plan(book, report.Options(), a_context()).findings)
    assert said(found)[:3] == ("Leads", "L-1", "First contacted")
    (within,) = [row for row in report.figures(book, a_context())[0].rows if row[0] == "Contacted within 24 hours (%)"]
    assert str(within[2]).endswith("Left out, as it cannot be told: 2.")  # the other one knows days only


def test_a_deal_closed_before_it_was_opened_is_left_out_of_the_cycle() -> None:
    won: Row = {
        "Lead ID": "L-1",
        "Stage": "Closed Won",
        "Value": 5,
        "Opened": dt.date(2026, 3, 5),
        "Closed on": dt.date(2026, 3, 4),
    }
    book = a_book({"Deal ID": "D-1", "Status": "Converted"}, deals=(won,))
    found = the("report.closed-before", report.plan(book, report.Options(), a_context()).findings)
    assert said(found)[:3] == ("Pipeline", "D-1", "Closed on")
    assert (value(book, "Average cycle (days)"), value(book, "Revenue (GBP)")) == (None, 5)


def test_an_owner_who_left_is_named_with_the_way_to_hand_over() -> None:
    book = a_book({"Owner": "Ben"}, owners={"Ann": {}, "Ben": {"Active": "no"}})
    found = the("assign.inactive-owner", assign.plan(book, assign.Options(), a_context()).findings)
    assert said(found)[:3] == ("Leads", "L-1", "Owner")
    assert found.message.endswith('To hand over: leadsorted assign BOOK --where "owner=Ben" --to NAME')


def test_caps_that_leave_leads_without_anyone_are_said_with_the_leads() -> None:
    book = a_book(
        *({"Owner": None, "Company": f"C{n}", "Email": f"a@c{n}.example"} for n in range(3)),
        owners={"Ann": {"Daily cap": 1}},
    )
    book = {
        **book,
        "Leads": {key: {k: v for k, v in row.items() if v is not None} for key, row in book["Leads"].items()},
    }
    found = the("assign.waiting", assign.plan(book, assign.Options(), a_context()).findings)
    assert (found.key, found.others) == ("L-2", ("L-3",))
    assert "raise a cap or end an absence" in found.message


# the rules, the rule and cell that is named, what is said of it
RULES: tuple[tuple[dict[str, Row], str, str, str], ...] = (
    ({"A": {"When": "country=DE", "Assign to": "Ann"}, "B": {"When": "country=DE", "Assign to": "Ben"}}, "B", "When",
     "It asks the same as the rule A, which comes first and decides."),
    ({"A": {"Assign to": "Ann"}, "B": {"When": "country=DE", "Assign to": "Ben"}}, "B", "When",
     "The rule A before it takes every lead, so this one is asked only while its owners are away or at a cap. Put it first."),
    ({"A": {"When": "country=DE and country=FR", "Assign to": "Ann"}}, "A", "When",
     "No lead can be in it: it asks for two things of country at once. Write or instead of and, or make two rules."),
    ({"A": {"When": "ownr=Ann", "Assign to": "Ann"}}, "A", "When",
     "The rule A is passed over. The filter names a column that is not there: 'ownr'. Did you mean Owner?"),
)  # fmt: skip


@pytest.mark.parametrize(("rules", "name", "field", "message"), RULES)
def test_rules_that_contradict_or_name_no_column_are_named(
    rules: dict[str, Row], name: str, field: str, message: str
) -> None:
    outcome = assign.plan(a_book({}, owners={"Ann": {}, "Ben": {}}, rules=rules), assign.Options(), a_context())
    assert [said(each) for each in outcome.findings if each.tab == "Assignment rules"] == [
        ("Assignment rules", name, field, message)
    ]


def test_cost_without_leads_is_named_and_counted_in_the_cost_of_all() -> None:
    book = a_book({})
    sources = {**book["Sources"], "Partner": {**book["Sources"]["Partner"], "Cost": 300}}
    book = {**book, "Sources": sources}
    found = the("report.cost-without-leads", report.plan(book, report.Options(), a_context()).findings)
    assert said(found) == ("Sources", "Partner", "Cost", "Partner has a cost, but no lead came from it.")
    assert [row for row in _table(book, "Source return") if row[0] == "Partner"] == []


def test_what_cannot_be_divided_is_blank_and_not_nought() -> None:
    book = a_book({})
    blank = (
        "Win rate (%)",
        "Average cycle (days)",
        "Average won deal (GBP)",
        "Pipeline velocity (GBP a day)",
        "Cost per acquisition (GBP)",
        "Revenue growth (%)",
    )
    assert {name: value(book, name) for name in blank} == dict.fromkeys(blank)


def test_a_pipeline_with_mixed_currencies_says_which_deals_are_no_money() -> None:
    book = a_book(
        {}, deals=({"Stage": "Negotiation", "Value": 100}, {"Stage": "Negotiation", "Value": 900, "Currency": "EUR"})
    )
    found = the("report.currency", report.plan(book, report.Options(), a_context()).findings)
    assert said(found)[:3] == ("Pipeline", "D-2", "Currency")
    assert (value(book, "Open pipeline (GBP)"), value(book, "Weighted pipeline (GBP)")) == (100, 70)
    assert [row[1:4] for row in _table(book, "Forecast") if row[0] == "No date"] == [(2, 100, 70)]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_empty_book_is_no_trouble_for_any_operation(operation: object) -> None:
    book: Book = {tab.name: schema.table_of(tab) for tab in schema.TABS}
    outcome = operation.plan(book, operation.options(), a_context())  # type: ignore[attr-defined]  # an Operation
    after = apply(book, outcome.changes)
    assert all(after[tab] == {} for tab in ("Leads", "Pipeline", "Activities"))
    assert all(finding.message for finding in outcome.findings)


def _table(book: Book, name: str) -> tuple[tuple[Cell, ...], ...]:
    (found,) = [each.rows for each in report.figures(book, a_context()) if each.title == f"Report: {name}"]
    return found
