"""The values we give the live formulas of Sources are those that a spreadsheet computes."""

from __future__ import annotations

import datetime as dt

import pytest

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.report.sources import source_figures
from tests.core.report.a_quarter import a_quarter

DAY = dt.date(2026, 3, 4)


def test_the_sources_of_a_quarter() -> None:
    found = source_figures(a_quarter())
    assert found["Referral"] == {
        "Leads": 3,
        "Qualified": 3,
        "Won": 2,
        "Revenue": 12000,
        "Cost per lead": 200,
        "Cost per acquisition": 300,
        "ROI": 19,
    }
    assert found["Paid ads"] == {
        "Leads": 3,
        "Qualified": 0,
        "Won": 0,
        "Revenue": 0,
        "Cost per lead": 400,
        "Cost per acquisition": 0,
        "ROI": -1,
    }
    assert set(found["Partner"].values()) == {0}
    assert len(found) == 10


def figures(lead: Row, deal: Row | None = None, *, source: Row, key: str = "X") -> dict[str, Cell]:
    book: Book = {"Leads": {"L-1": lead}, "Pipeline": {"D-1": deal or {}}, "Sources": {key: source}}
    return source_figures(book)[key]


@pytest.mark.parametrize(
    ("source", "written", "counts"),
    [
        ("Referral", "REFERRAL", 1),
        ("Referral", "Referral ", 0),
        ("Ref*", "Referral", 1),
        ("Referr?l", "Referral", 1),
        ("What~?", "What?", 1),
        ("What~?", "Whats", 0),
        ("a.b*", "axb", 0),
        ("7", 7, 1),
        ("Referral", Formula("=A1"), 0),
        ("Referral", None, 0),
    ],
)
def test_a_source_is_matched_as_countifs_does(source: str, written: Cell, counts: int) -> None:
    lead: Row = {"Last name": "Ng"} if written is None else {"Source": written}
    assert figures(lead, source={"Source": source})["Leads"] == counts


@pytest.mark.parametrize("source", [None, ">5", "=x", Formula("=A1")])
def test_a_source_that_a_spreadsheet_reads_as_something_else_is_left_to_it(source: Cell) -> None:
    row: Row = {} if source is None else {"Source": source}
    assert source_figures({"Leads": {"L-1": {"Source": "x"}}, "Sources": {"#2": row}}) == {}


@pytest.mark.parametrize(
    ("qualified_on", "counts"),
    [(DAY, 1), (dt.datetime(2026, 3, 4, 9, 30), 1), (5, 1), (0, 0), ("2026-03-04", 0), (True, 0), (None, 0)],
)
def test_qualified_counts_what_is_greater_than_nought(qualified_on: Cell, counts: int) -> None:
    lead: Row = {"Source": "S"} if qualified_on is None else {"Source": "S", "Qualified on": qualified_on}
    assert figures(lead, source={"Source": "S"})["Qualified"] == counts


@pytest.mark.parametrize(
    ("deal", "won", "revenue"),
    [
        ({"Deal ID": "D-1", "Stage": "closed won", "Value": 50.5}, 1, 50.5),
        ({"Deal ID": "d-1", "Stage": "Closed Won", "Value": "50"}, 1, 0),
        ({"Deal ID": "D-1", "Stage": "Closed Won"}, 1, 0),
        ({"Deal ID": "D-1", "Stage": "Closed Won", "Value": 5, "Currency": "EUR"}, 1, 5),
        ({"Deal ID": "D-1", "Stage": "Closed Lost", "Value": 5}, 0, 0),
        ({"Deal ID": "D-1", "Value": 5}, 0, 0),
        ({"Stage": "Closed Won", "Value": 5}, 0, 0),
        ({"Deal ID": "D-2", "Lead ID": "L-1", "Stage": "Closed Won", "Value": 5}, 0, 0),
    ],
)
def test_a_deal_is_won_by_its_stage_and_belongs_where_a_lead_names_it(deal: Row, won: int, revenue: float) -> None:
    found = figures({"Source": "S", "Deal ID": "D-1"}, deal, source={"Source": "S"})
    assert (found["Won"], found["Revenue"]) == (won, revenue)


@pytest.mark.parametrize(
    ("cost", "per_lead", "per_deal", "roi"),
    [
        (None, 0, 0, 0),
        (0, 0, 0, 0),
        (20, 20, 20, 4),
        ("20", 20, 20, 4),
        (Error("#N/A"), Error("#N/A"), Error("#N/A"), Error("#N/A")),
        ("much", Error("#VALUE!"), Error("#VALUE!"), Error("#VALUE!")),
    ],
)
def test_costs_are_shared_out_as_the_formulas_do(cost: Cell, per_lead: Cell, per_deal: Cell, roi: Cell) -> None:
    source: Row = {"Source": "S"} if cost is None else {"Source": "S", "Cost": cost}
    deal: Row = {"Deal ID": "D-1", "Stage": "Closed Won", "Value": 100}
    found = figures({"Source": "S", "Deal ID": "D-1"}, deal, source=source)
    assert (found["Cost per lead"], found["Cost per acquisition"], found["ROI"]) == (per_lead, per_deal, roi)
