"""The report: every figure against one counted by hand, and that its tables add up to the book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.changes import AddRow, Edit, apply, invert
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Outcome
from leadsorted_sheets.core.report import Options, figures, plan
from leadsorted_sheets.core.schema import BY_NAME, REPORT, SETTINGS, table_of
from tests.context import NOON, a_context
from tests.core.report.a_quarter import a_quarter, at, on


def tables(book: Book, keys: tuple[str, ...] | None = None) -> dict[str, tuple[tuple[Cell, ...], ...]]:
    return {table.title.removeprefix("Report: "): table.rows for table in figures(book, a_context(), keys=keys)}


def value(book: Book, name: str) -> Cell:
    (found,) = [row for row in tables(book)["Key figures"] if row[0] == name]
    return found[1]


def test_the_key_figures_of_a_quarter() -> None:
    assert tables(a_quarter())["Key figures"] == (
        ("Leads", 7, "All leads in the book."),
        ("Open leads", 4, "Neither dead nor converted."),
        ("Unassigned leads", 1, "Leads without an owner."),
        ("Without a next action", 2, "Open leads without a next action, or without a day for it."),
        ("Overdue", 1, "Open leads whose next action was due before today."),
        ("New this month", 3, "Leads created in March 2026. The month before: 3."),
        ("Contacted within 24 hours (%)", 60, "3 of 5 leads heard from us in time. Left out, as it cannot be told: 1."),
        ("Contacted within 1 hour (%)", 25, "1 of 4 leads heard from us in time. Left out, as it cannot be told: 2."),
        ("Median first response (hours)", 23, "From created to first contacted, where both say the time of day."),
        ("Qualification rate (%)", 42.9, "Leads ever qualified, of all leads."),
        ("Lead-to-opportunity rate (%)", 28.6, "Leads that became a deal, of all leads."),
        ("Conversion rate (%)", 28.6, "Leads with a deal won, of all leads."),
        ("Win rate (%)", 66.7, "Deals won, of all deals closed: 2 of 3."),
        ("Average cycle (days)", 22, "From opening a deal to winning it."),
        ("Average won deal (GBP)", 6000, "Mean value of the deals won."),
        ("Open pipeline (GBP)", 4000, "Value of all open deals."),
        ("Weighted pipeline (GBP)", 2800, "Value of each open deal times its probability."),
        ("Stale deals", 0, "Open deals that are longer in their stage than Settings allow."),
        ("Deals moving per week", 0.8, "Deals that changed stage in the last 28 days, by 4."),
        ("Pipeline velocity (GBP a day)", 363.64, "Open deals x win rate x average won deal / average cycle."),
        ("Cost per acquisition (GBP)", 900, "Cost of all sources, by the number of deals won."),
        ("Revenue (GBP)", 12000, "Value of all deals won. In March 3,000; the month before 9,000."),
        ("Revenue growth (%)", None, "Revenue of 1 to 10 March 2026, against 1 to 10 February 2026."),
    )


def test_the_tables_of_a_quarter() -> None:
    found = tables(a_quarter())
    assert found["Funnel"] == (
        ("All leads", 7, 1, 1),
        ("Contacted", 4, 0.5714, 0.5714),
        ("Qualified", 3, 0.4286, 0.75),
        ("Opportunity", 2, 0.2857, 0.6667),
        ("Proposal Sent", 2, 0.2857, 1),
        ("Negotiation", 2, 0.2857, 1),
        ("Closed Won", 2, 0.2857, 1),
    )
    assert found["By source"] == (("Referral", 3, 3, 2, 12000), ("Paid ads", 3, 0, 0, 0), ("No source", 1, 0, 0, 0))
    assert found["By owner"] == (
        ("Ann", 4, 3, 0.6667, 2, 1, 9000),
        ("Ben", 2, 0, 1, 1, 1, 3000),
        ("Nobody", 1, 1, 0, 0, 0, 0),
    )
    assert found["Pipeline"] == (
        ("Qualified", 0, 0, 0, 0.6667, None, 0),
        ("Proposal Sent", 1, 0, 0, 1, 7, 0),
        ("Negotiation", 1, 4000, 2800, 1, 9, 0),
        ("Closed Won", 2, 12000, 12000, None, None, None),
        ("Closed Lost", 1, 5000, 0, None, None, None),
    )
    assert found["New leads"][-3:] == (
        ("2026-01", 1, 0, 0, 0, None),
        ("2026-02", 3, 2, 1, 9000, None),
        ("2026-03", 3, 1, 1, 3000, -0.6667),
    )
    assert (len(found["New leads"]), found["New leads"][0]) == (12, ("2025-04", 0, 0, 0, 0, None))
    assert found["Lost reasons"] == (("Price", 1, 1),)


def test_an_empty_book_divides_by_nothing_and_leaves_blanks() -> None:
    found = tables({"Leads": {}, "Pipeline": {}})
    counted = ("Leads", "Open leads", "Unassigned leads", "Without a next action", "Overdue", "New this month")
    summed = ("Open pipeline (GBP)", "Weighted pipeline (GBP)", "Deals moving per week", "Revenue (GBP)", "Stale deals")
    assert {row[0]: row[1] for row in found["Key figures"] if row[1] is not None} == dict.fromkeys(counted + summed, 0)
    assert found["By source"] == found["By owner"] == found["Lost reasons"] == ()
    assert found["Source return"] == found["Conversion"] == found["Assignment"] == ()
    assert {row[0]: row[1:5] for row in found["Periods"] if row[1]} == {"Days": (10, 10, None, None)}
    assert all(row[1:] in {(0, 0, 0, None), (0, 0, 0, 0)} for row in found["Forecast"])
    assert found["Funnel"][0] == ("All leads", 0, None, None)


def test_the_report_of_some_leads_counts_these_and_their_deals() -> None:
    found = tables(a_quarter(), keys=("L-1", "L-3"))
    assert found["By owner"] == (("Ann", 2, 1, 0.5, 1, 1, 9000),)
    assert [row[1] for row in found["Pipeline"]] == [0, 0, 0, 1, 0]
    assert dict(row[:2] for row in found["Key figures"])["Cost per acquisition (GBP)"] is None


def test_the_report_tab_is_filled_from_the_top_and_the_rest_is_cleared() -> None:
    book = dict(a_quarter())
    slots: dict[str, Row] = {str(n): {"#": n, "Reason": "old", "Leads": n, "Mine": "x"} for n in range(1, 14)}
    book["Report: Lost reasons"] = slots
    changes = [change for change in plan(book, Options(), a_context()).changes if change.tab == "Report: Lost reasons"]
    after = apply(book, changes)["Report: Lost reasons"]
    assert after["1"] == {"#": 1, "Reason": "Price", "Leads": 1, "Deals": 1, "Mine": "x"}
    assert all(after[str(n)] == {"#": n, "Mine": "x"} for n in range(2, 14))


def test_missing_slots_are_added_formulas_stay_and_a_missing_tab_is_said() -> None:
    book = dict(a_quarter())
    book["Report: Lost reasons"] = {}
    book["Report: New leads"] = {"1": {"#": 1, "Month": Formula("=A1")}}
    del book["Report: Funnel"]
    outcome = plan(book, Options(), a_context())
    added = [change for change in outcome.changes if isinstance(change, AddRow)]
    why = "report: counted anew"
    assert added[-1] == AddRow("Report: Lost reasons", "1", {"#": 1, "Reason": "Price", "Leads": 1, "Deals": 1}, why)
    assert added[0] == AddRow(
        "Report: New leads",
        "2",
        {"#": 2, "Month": "2025-05", "New leads": 0, "Qualified": 0, "Won": 0, "Revenue": 0},
        why,
    )
    assert (added[0].below, added[-1].below) == ("1", "")
    assert not [change for change in outcome.changes if change.tab == "Report: Funnel"]
    message = "A formula stands where the report would write, and stays: 1 row."
    assert Finding("warning", "Report: New leads", "1", None, "report.formula", message) in outcome.findings
    nowhere = plan({"Leads": {}}, Options(), a_context())
    assert nowhere.changes == []
    assert [finding.rule for finding in nowhere.findings] == ["report.no-tab"]
    assert len(nowhere.figures) == len(REPORT)


def with_lead(**cells: Cell) -> Book:
    named = {name.replace("_", " ").capitalize(): cell for name, cell in cells.items()}
    return {"Leads": {"L-1": {"Last name": "Ng", "Created": on(3, 1), **named}}, "Report: Funnel": {}}


def with_deal(**cells: Cell) -> Book:
    named = {name.replace("_", " ").capitalize(): cell for name, cell in cells.items()}
    lead: Row = {"Deal ID": "D-1", "Created": on(1, 1), "Qualified on": on(1, 1)}
    return {"Leads": {"L-1": lead}, "Pipeline": {"D-1": {"Deal": "Big", **named}}, "Report: Funnel": {}}


DOUBTS = [
    (with_lead(status="Limbo"), "'Limbo' is no status on Settings. It counts as open: 1 row."),
    (with_deal(stage="Limbo"), "'Limbo' is no stage on Settings. It counts as open: 1 row."),
    (with_deal(currency="eur", value=5), "The value of 1 deal is in EUR, the report is in GBP. They are counted as deals, not as money. The Sources tab adds them up as they stand."),
    ({**with_deal(stage="Closed Won", closed_on=on(3, 1)), "Leads": {}}, "No lead has the won deal as its Deal ID, so the Sources tab does not count it: 1 row of Pipeline."),
    (with_lead(status="Qualified"), "Qualified or a deal, without Qualified on: 1 lead. They count here as qualified; the Sources tab counts days."),
    (with_lead(created=on(4, 1)), "Created is in the future: 1 lead. They count as leads, in no month that is over."),
    (with_lead(created=on(3, 5), first_contacted=on(3, 4)), "First contacted is before Created: 1 lead. They are left out of the response times."),
    (with_deal(opened=on(3, 5), closed_on=on(3, 4)), "Closed on is before Opened: 1 row. They are left out of the average cycle."),
    ({**with_lead(), "Sources": {"X": {"Source": "X", "Cost": "much"}}}, "The cost is no number, so it is left out."),
    ({**with_lead(), "Sources": {"X": {"Source": "X", "Cost": 5}}}, "X has a cost, but no lead came from it."),
    (with_deal(value="a lot"), "Value is 'a lot', which is not a number. It counts as blank until it is mended."),
    (with_deal(stage="Closed Lost", closed_on=on(3, 1)), "Nobody knows in which stage these deals were lost: 1 row. In the win rate by stage they count for the first one only."),
    (with_deal(stage="Closed Won"), "Closed without a day under Closed on: 1 row of Pipeline. They count in all, but in no period and no month."),
    (with_lead(created=None), "Without a day under Created: 1 lead. They count in all, but in no period and no month."),
]  # fmt: skip


@pytest.mark.parametrize(("book", "message"), DOUBTS)
def test_what_the_figures_leave_out_is_said(book: Book, message: str) -> None:
    assert [finding.message for finding in plan(book, Options(), a_context()).findings] == [message]


def test_a_quarter_in_order_raises_only_the_foreign_currency_and_the_deal_lost_from_nowhere() -> None:
    found = {finding.rule for finding in plan(a_quarter(), Options(), a_context()).findings}
    assert found == {"report.currency", "report.lost-from"}


@pytest.mark.parametrize(
    ("created", "contacted", "status", "within_24", "within_1"),
    [
        (at(3, 9, 9), at(3, 9, 9, 30), "Contacted", 100, 100),
        (at(3, 9, 9), at(3, 9, 10), "Contacted", 100, 100),
        (at(3, 9, 9), at(3, 10, 9), "Contacted", 100, 0),
        (at(3, 9, 9), at(3, 10, 9, 1), "Contacted", 0, 0),
        (at(3, 9, 9), on(3, 9), "Contacted", 100, None),
        (on(3, 9), on(3, 9), "Contacted", 100, None),
        (on(3, 9), on(3, 10), "Contacted", None, None),
        (on(3, 9), on(3, 12), "Contacted", 0, 0),
        (at(3, 9, 9), None, "New", 0, 0),
        (at(3, 9, 13), None, "New", None, 0),
        (at(3, 10, 11, 30), None, None, None, None),
        (at(3, 1, 9), None, "Contacted", None, None),
        (at(3, 1, 9), None, "Unqualified", None, None),
        (at(3, 9, 9), at(3, 8, 9), "Contacted", None, None),
        (None, at(3, 9, 9), "Contacted", None, None),
    ],
)
def test_a_response_is_in_time_late_or_not_known(
    created: Cell, contacted: Cell, status: Cell, within_24: Cell, within_1: Cell
) -> None:
    book = with_lead(created=created, first_contacted=contacted, status=status)
    assert value(book, "Contacted within 24 hours (%)") == within_24
    assert value(book, "Contacted within 1 hour (%)") == within_1


@pytest.mark.parametrize(
    ("cells", "moves"),
    [
        ({"opened": on(1, 1), "stage_since": on(3, 1)}, 0.2),
        ({"opened": on(3, 1), "stage_since": on(3, 1)}, 0),
        ({"opened": on(3, 1), "stage_since": on(3, 1), "closed_on": on(3, 2)}, 0.2),
        ({"stage_since": on(2, 11)}, 0.2),
        ({"stage_since": on(2, 10)}, 0),
        ({"stage_since": on(3, 11)}, 0),
        ({}, 0),
    ],
)
def test_a_deal_moves_when_its_stage_changed_in_the_last_four_weeks(cells: Mapping[str, Cell], moves: float) -> None:
    assert value(with_deal(**cells), "Deals moving per week") == moves


def test_more_than_the_slots_hold_is_summed_up_as_others() -> None:
    leads: dict[str, Row] = {f"L-{n}-{m}": {"Source": f"S{n:02}"} for n in range(20) for m in range(20 - n)}
    rows = tables({"Leads": leads})["By source"]
    assert (len(rows), rows[0], rows[-1]) == (13, ("S00", 20, 0, 0, 0), ("Others", 36, 0, 0, 0))


@pytest.mark.parametrize("tab", ["By source", "By owner", "Source return", "Conversion", "Pipeline", "Lost reasons"])
def test_a_table_is_never_longer_than_its_slots(tab: str) -> None:
    leads: dict[str, Row] = {
        f"L-{n}": {"Source": f"S{n}", "Owner": f"O{n}", "Status": "Unqualified", "Lost reason": f"R{n}"}
        for n in range(30)
    }
    deals: dict[str, Row] = {f"D-{n}": {"Stage": f"Stage {n}", "Value": n} for n in range(30)}
    rows = tables({"Leads": leads, "Pipeline": deals})[tab]
    assert len(rows) == len(BY_NAME[f"Report: {tab}"].rows)
    assert rows[-1][0] == "Others"


def test_a_funnel_with_more_stages_than_slots_keeps_the_first_and_the_last() -> None:
    stages: dict[str, Row] = {f"S{n}": {"Stage": f"S{n}", "Kind": "open", "Order": n} for n in range(9)}
    stages["Won"] = {"Stage": "Won", "Kind": "won", "Order": 0}
    steps = [row[0] for row in tables({"Leads": {}, "Stages": stages})["Funnel"]]
    assert steps == ["All leads", "Contacted", "Qualified", "Opportunity", "S1", "S2", "S3", "Won"]


NAMES = st.none() | st.sampled_from(["Ann", "ann ", "Ben", "Carla"])
DAYS = st.none() | st.dates(dt.date(2025, 12, 1), dt.date(2026, 3, 10))
LEADS = st.fixed_dictionaries(
    {
        "Last name": st.just("Ng"),
        "Source": NAMES,
        "Owner": NAMES,
        "Status": st.sampled_from([None, "New", "Contacted", "Qualified", "Unqualified", "Converted", "Limbo"]),
        "Lost reason": NAMES,
        "Created": DAYS,
        "Deal ID": st.none() | st.sampled_from(["D-0", "D-1", "D-9"]),
    }
)
DEALS = st.fixed_dictionaries(
    {
        "Deal": st.just("Big"),
        "Lead ID": st.none() | st.sampled_from(["L-0", "L-1", "L-9"]),
        "Stage": st.sampled_from([None, "Qualified", "Negotiation", "Closed Won", "Closed Lost", "Limbo"]),
        "Value": st.none() | st.integers(0, 9999),
        "Owner": NAMES,
        "Lost reason": NAMES,
        "Opened": DAYS,
        "Closed on": DAYS,
    }
)


def rows_of(prefix: str, rows: list[dict[str, Cell]]) -> dict[str, Row]:
    return {
        f"{prefix}-{n}": {name: cell for name, cell in row.items() if cell is not None} for n, row in enumerate(rows)
    }


def total(rows: tuple[tuple[Cell, ...], ...], column: int) -> float:
    return sum(row[column] for row in rows)  # type: ignore[misc]  # a column of numbers


@given(st.lists(LEADS, max_size=8), st.lists(DEALS, max_size=5))
def test_tables_add_up_to_the_book_and_a_second_run_changes_nothing(
    leads: list[dict[str, Cell]], deals: list[dict[str, Cell]]
) -> None:
    book: Book = {tab.name: table_of(tab) for tab in (*SETTINGS, *REPORT)}
    book = {**book, "Leads": rows_of("L", leads), "Pipeline": rows_of("D", deals)}
    found = tables(book)
    won = [deal for deal in deals if deal["Stage"] == "Closed Won"]
    revenue = sum(deal["Value"] or 0 for deal in won)  # type: ignore[misc]  # values are numbers
    for tab, (won_at, revenue_at) in {"By source": (3, 4), "By owner": (5, 6)}.items():
        assert total(found[tab], 1) == len(leads)
        assert (total(found[tab], won_at), total(found[tab], revenue_at)) == (len(won), revenue)
    assert total(found["Pipeline"], 1) == len(deals)
    still_open = [deal for deal in deals if deal["Stage"] not in ("Closed Won", "Closed Lost")]
    assert total(found["Forecast"], 1) == len(still_open)
    weighted = next(row[1] for row in found["Key figures"] if row[0] == "Weighted pipeline (GBP)")
    assert total(found["Forecast"], 3) == pytest.approx(weighted)
    assert total(found["Lost reasons"], 1) == sum(lead["Status"] == "Unqualified" for lead in leads)
    assert total(found["Lost reasons"], 2) == sum(deal["Stage"] == "Closed Lost" for deal in deals)
    assert total(found["New leads"], 1) == sum(lead["Created"] is not None for lead in leads)
    steps = [row[1] for row in found["Funnel"]]
    assert steps == sorted(steps, reverse=True)  # type: ignore[type-var]  # numbers
    assert_a_second_run_changes_nothing(book)


def assert_a_second_run_changes_nothing(book: Book) -> None:
    outcome: Outcome = plan(book, Options(), a_context(NOON))
    after = apply(book, outcome.changes)
    assert plan(after, Options(), a_context(NOON)).changes == []
    assert apply(after, invert(outcome.changes)) == book
    assert all(isinstance(change, Edit) for change in outcome.changes)
