"""A small team's quarter, small enough to be counted by hand. It is noon on Tuesday, 10 March 2026."""

from __future__ import annotations

import datetime as dt

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.schema import REPORT, SETTINGS, SOURCES, table_of


def at(month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute)


def on(month: int, day: int) -> dt.date:
    return dt.date(2026, month, day)


def _row(**cells: Cell) -> Row:
    """A row, its columns written as Python names."""
    named = {name.replace("_", " ").capitalize().replace(" id", " ID"): cell for name, cell in cells.items()}
    return {name: cell for name, cell in named.items() if cell is not None}


LEADS: dict[str, Row] = {
    "L-1": _row(source="Referral", status="Converted", owner="Ann", created=at(2, 2, 9), first_contacted=at(2, 2, 9, 30), qualified_on=on(2, 5), deal_id="D-1"),
    "L-2": _row(source="referral", status="Converted", owner="Ben", created=at(2, 10, 10), first_contacted=at(2, 11, 9), qualified_on=on(2, 12), deal_id="D-2"),
    "L-3": _row(source="Paid ads", status="Contacted", owner="Ann", created=at(3, 2, 10), first_contacted=at(3, 4, 10), next_action="Call", next_action_due=on(3, 9)),
    "L-4": _row(source="Paid ads", status="New", created=at(3, 1, 10)),
    "L-5": _row(status="New", owner="Ann", created=at(3, 10, 11, 30)),
    "L-6": _row(source="Paid ads", status="Unqualified", owner="Ben", created=on(1, 15), lost_reason="Price"),
    "L-7": _row(source="Referral", status="Qualified", owner="ann", created=on(2, 20), first_contacted=on(2, 20), qualified_on=on(3, 1), next_action="Offer", next_action_due=on(3, 12)),
}  # fmt: skip

PIPELINE: dict[str, Row] = {
    "D-1": _row(lead_id="L-1", stage="Closed Won", value=9000, owner="Ann", opened=on(2, 6), stage_since=on(2, 26), closed_on=on(2, 26)),
    "D-2": _row(lead_id="L-2", stage="Closed Won", value=3000, owner="Ben", opened=on(2, 13), stage_since=on(3, 9), closed_on=on(3, 9)),
    "D-3": _row(stage="Closed Lost", value=5000, opened=on(1, 1), stage_since=on(1, 20), closed_on=on(1, 20), lost_reason="price"),
    "D-4": _row(stage="Proposal Sent", value=8000, currency="EUR", opened=on(3, 3), stage_since=on(3, 3)),
    "D-5": _row(stage="Negotiation", value=4000, currency="gbp", owner="Ann", opened=on(2, 1), stage_since=on(3, 1)),
}  # fmt: skip


def a_quarter() -> Book:
    book: dict[str, dict[str, Row]] = {tab.name: dict(table_of(tab)) for tab in (*SETTINGS, *REPORT, SOURCES)}
    book["Leads"] = {key: {"Lead ID": key, **row} for key, row in LEADS.items()}
    book["Pipeline"] = {key: {"Deal ID": key, **row} for key, row in PIPELINE.items()}
    book["Sources"]["Referral"] = {**book["Sources"]["Referral"], "Cost": 600}
    book["Sources"]["Paid ads"] = {**book["Sources"]["Paid ads"], "Cost": 1200}
    return book
