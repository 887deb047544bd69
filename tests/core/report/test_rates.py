"""Shares, returns, periods, forecast and fairness: each against one counted by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.report import Options, figures, plan
from leadsorted_sheets.core.report.spans import spans
from tests.context import a_context
from tests.core.report.a_quarter import a_quarter, at, on

Rows = tuple[tuple[Cell, ...], ...]


def table(book: Book, name: str, period: str = "month") -> Rows:
    (found,) = [each.rows for each in figures(book, a_context(), period=period) if each.title == f"Report: {name}"]
    return found


def test_every_figure_of_a_month_stands_beside_that_of_the_month_before() -> None:
    # February has L-1 and L-2 until the 10th, March L-3 to L-5; D-2 was won on 9 March, D-1 on 26 February
    assert [row[:5] for row in table(a_quarter(), "Periods")] == [
        ("Days", 10, 10, None, None),
        ("New leads", 3, 2, 1, 0.5),
        ("Contacted within 24 hours (%)", 0, 100, -100, None),
        ("Contacted within 1 hour (%)", 0, 50, -50, None),
        ("Median first response (hours)", 48, 11.8, 36.2, None),
        ("Qualification rate (%)", 0, 100, -100, None),
        ("Lead-to-opportunity rate (%)", 0, 100, -100, None),
        ("Deals opened", 1, 2, -1, -0.5),
        ("Deals won", 1, 0, 1, None),
        ("Win rate (%)", 100, None, None, None),
        ("Average cycle (days)", 24, None, None, None),
        ("Average won deal (GBP)", 3000, None, None, None),
        ("Deals moving per week", 1.4, 0, 1.4, None),
        ("Revenue (GBP)", 3000, 0, 3000, None),
    ]


def test_revenue_grows_by_the_period_that_was_asked_for() -> None:
    last_month = {row[0]: row[1:5] for row in table(a_quarter(), "Periods", "30")}
    assert last_month["Days"] == (30, 30, None, None)  # 9 February to 10 March: both deals; before: none
    assert last_month["Revenue (GBP)"] == (12000, 0, 12000, None)
    twelve_days = {row[0]: row[1:5] for row in table(a_quarter(), "Periods", "12 days")}
    assert twelve_days["Revenue (GBP)"] == (
        3000,
        9000,
        -6000,
        -0.6667,
    )  # D-1 was won on 26 February, the day before them


# what was asked on 10 March 2026, the period, the one before
SPANS = [
    ("month", "1 to 10 March 2026", "1 to 10 February 2026"),
    ("", "1 to 10 March 2026", "1 to 10 February 2026"),
    ("this month", "1 to 10 March 2026", "1 to 10 February 2026"),
    ("Quarter", "1 January to 10 March 2026", "1 October to 8 December 2025"),
    ("year", "1 January to 10 March 2026", "1 January to 10 March 2025"),
    ("last-month", "1 to 28 February 2026", "1 to 31 January 2026"),
    ("last quarter", "1 October to 31 December 2025", "1 July to 30 September 2025"),
    ("last_year", "1 January to 31 December 2025", "1 January to 31 December 2024"),
    ("1 day", "10 March 2026", "9 March 2026"),
    ("30", "9 February to 10 March 2026", "10 January to 8 February 2026"),
    ("90 days", "11 December 2025 to 10 March 2026", "12 September to 10 December 2025"),
]


@pytest.mark.parametrize(("text", "now", "before"), SPANS)
def test_a_period_and_the_one_before_it(text: str, now: str, before: str) -> None:
    found = spans(text, dt.date(2026, 3, 10))
    assert found is not None
    assert tuple(map(str, found)) == (now, before)


@pytest.mark.parametrize("text", ["0", "-3", "fortnight", "99999", "last-", "month ago", "³"])
def test_what_is_no_period_is_said_and_this_month_compared(text: str) -> None:
    outcome = plan(a_quarter(), Options(period=text), a_context())
    told = [finding.message for finding in outcome.findings if finding.rule == "report.period"]
    assert told == [
        f"{text!r} is no period, so this month is compared. Give month, quarter, year, last-month, last-quarter, last-year, or a number of days."
    ]
    assert outcome.figures == plan(a_quarter(), Options(), a_context()).figures


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.sampled_from([each[0] for each in SPANS]))
def test_the_period_before_ends_before_the_period_begins(today: dt.date, text: str) -> None:
    found = spans(text, today)
    assert found is not None
    now, before = found
    assert before.first <= before.last < now.first <= now.last <= today
    assert text.startswith("last") or now.last == today


def test_what_a_source_cost_and_returned() -> None:
    book = a_quarter()
    leads = {
        **book["Leads"],
        "L-1": {**book["Leads"]["L-1"], "Quality": 90},
        "L-2": {**book["Leads"]["L-2"], "Quality": 71},
    }
    assert table({**book, "Leads": leads}, "Source return") == (
        ("Referral", 600, 200, 300, 19, 0.6667, 80.5),  # 12,000 for 600, two of three leads won
        ("Paid ads", 1200, 400, None, -1, 0, None),
        ("No source", None, None, None, None, 0, None),
    )


def test_how_well_each_owner_converts() -> None:
    assert table(a_quarter(), "Conversion") == (
        ("Ann", 0.5, 0.25, 0.25, 1, 0.5, None),  # L-1 of four; L-1 within the hour, L-3 not, the others cannot be told
        ("Ben", 0.5, 0.5, 0.5, 1, 0, None),
        ("Nobody", 0, 0, 0, 0, 0, None),  # D-3 was lost and is nobody's
    )


JANUARY = on(1, 20)


def a_move(key: str, summary: str, when: dt.date = JANUARY) -> Row:
    return {"Activity ID": key, "Deal ID": "D-3", "When": when, "Type": "Status change", "Summary": summary}


def test_a_lost_deal_came_as_far_as_the_diary_says() -> None:
    moves = {
        "A-1": a_move("A-1", "Stage: Qualified → Proposal Sent"),
        "A-2": a_move("A-2", "Stage: Proposal Sent → Closed Lost"),
    }
    book = {**a_quarter(), "Activities": moves}
    rates = {row[0]: row[4] for row in table(book, "Pipeline")}
    assert rates == {
        "Qualified": 0.6667,
        "Proposal Sent": 0.6667,
        "Negotiation": 1,
        "Closed Won": None,
        "Closed Lost": None,
    }
    assert "report.lost-from" not in {finding.rule for finding in plan(book, Options(), a_context()).findings}


def test_a_deal_that_moved_twice_counts_in_both_periods() -> None:
    moves = {
        "A-1": a_move("A-1", "Stage: Qualified → Proposal Sent", at(2, 3, 9)),
        "A-2": a_move("A-2", "Stage: Proposal Sent → Negotiation", at(3, 3, 9)),
    }
    book: Book = {**a_quarter(), "Activities": moves}
    (moving,) = [row for row in table(book, "Periods") if row[0] == "Deals moving per week"]
    assert moving[1:4] == (2.1, 0.7, 1.4)  # D-2, D-5 and D-3 in ten days; D-3 in ten days


def with_deals(*deals: Row) -> Book:
    return {**a_quarter(), "Pipeline": {f"D-{n}": {"Deal ID": f"D-{n}", **deal} for n, deal in enumerate(deals)}}


def test_how_long_open_deals_stand_and_which_for_too_long() -> None:
    book = with_deals(
        {"Stage": "Negotiation", "Stage since": on(2, 1)},  # 37 days
        {"Stage": "negotiation", "Stage since": on(3, 5)},  # 5 days
        {"Stage": "Negotiation", "Opened": on(2, 24)},  # 14 days, as many as it may
        {"Stage": "Negotiation", "Stage since": on(4, 1)},  # not yet
        {"Stage": "Negotiation"},
    )
    assert [row[5:] for row in table(book, "Pipeline") if row[0] == "Negotiation"] == [(18.7, 1)]


def test_the_forecast_has_each_open_deal_once() -> None:
    book = with_deals(
        {"Stage": "Negotiation", "Value": 1000, "Expected close": on(3, 9)},
        {"Stage": "Negotiation", "Value": 1000, "Expected close": on(3, 10)},
        {"Stage": "Proposal Sent", "Value": 500, "Expected close": on(3, 31)},
        {"Stage": "Proposal Sent", "Value": 500, "Expected close": on(11, 30), "Probability": 0.9},
        {"Stage": "Proposal Sent", "Value": 500, "Expected close": on(12, 1)},
        {"Stage": "Proposal Sent", "Value": 700, "Currency": "USD", "Expected close": on(12, 1)},
        {"Stage": "Qualified", "Value": 100},
        {"Stage": "Closed Won", "Value": 4000, "Closed on": on(3, 2), "Expected close": on(3, 2)},
    )
    assert [row for row in table(book, "Forecast") if row[1] or row[4]] == [
        ("Overdue", 1, 1000, 700, None),
        ("2026-03", 2, 1500, 950, 4000),
        ("2026-11", 1, 500, 450, None),
        ("Later", 2, 500, 250, None),
        ("No date", 1, 100, 20, None),
    ]


def given_out(owners: dict[str, Row], leads: list[tuple[str, dt.date]]) -> Book:
    rows: dict[str, Row] = {
        f"L-{n}": {"Last name": f"{n}", "Owner": owner, "Assigned on": day} for n, (owner, day) in enumerate(leads)
    }
    return {**a_quarter(), "Owners": {name: {"Owner": name, **row} for name, row in owners.items()}, "Leads": rows}


def test_got_and_due_of_the_last_thirty_days() -> None:
    owners: dict[str, Row] = {
        "Ann": {"Weight": 1},
        "Bob": {"Weight": 2},
        "Cem": {"Weight": 1, "Away from": on(3, 10)},
        "Dee": {"Weight": 9, "Active": "no"},
    }
    leads = [("Ann", on(3, 9)), ("bob", on(3, 9)), ("Bob", on(3, 9)), ("Bob", on(3, 9))]  # due 1, 2, 1
    leads += [("Ann", on(3, 10)), ("Bob", on(3, 10)), ("Bob", on(3, 10))]  # due 1, 2: Cem is away
    leads += [("Eve", on(3, 9)), ("Dee", on(2, 8)), ("Ann", on(3, 11))]  # Eve is new here; 31 days ago; tomorrow
    assert table(given_out(owners, leads), "Assignment") == (
        ("Bob", 2, 5, 4.5, 0.5, 0.625, 0.5625),
        ("Ann", 1, 2, 2.25, -0.25, 0.25, 0.2812),
        ("Eve", None, 1, 0, 1, 0.125, 0),
        ("Cem", 1, 0, 1.25, -1.25, 0, 0.1562),
    )


def test_what_is_beyond_a_cap_is_due_to_the_others() -> None:
    owners: dict[str, Row] = {
        "Ann": {"Weight": 3, "Daily cap": 1},
        "Bob": {"Weight": 1, "30-day cap": 5},
        "Cem": {"Weight": 1},
    }
    leads = [("Bob", on(3, 9))] * 4 + [("Ann", on(3, 10)), ("Bob", on(3, 10)), ("Cem", on(3, 10)), ("Cem", on(3, 10))]
    due = {row[0]: row[3] for row in table(given_out(owners, leads), "Assignment")}
    assert due == {"Ann": 2, "Bob": 2.5, "Cem": 3.5}  # on the 9th 1, 1.5, 1.5; on the 10th 1, 1 (the fifth), 2
