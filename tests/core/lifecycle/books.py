"""A small book with a team of three, for tests of what happens to one lead or deal."""

from __future__ import annotations

import datetime as dt

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Row, row_of
from leadsorted_sheets.core.cell import Cell

NOON = dt.datetime(2026, 3, 10, 12, 0)
"""Now, as the book writes it (London, winter)."""
TODAY = NOON.date()
LAST_WEEK = dt.datetime(2026, 3, 3, 9, 30)
BANT: dict[str, Cell] = {"Budget": 12000, "Authority": "The CFO", "Need": "Fewer tools", "Timeline": "Q3"}


def a_lead(key: str = "L-1", **cells: Cell) -> dict[str, Row]:
    """Ann Ng of Acme, new, whose Created is last week. A keyword's underscore is a space: Lost_reason."""
    given = {name.replace("_", " "): cell for name, cell in cells.items()}
    ann: dict[str, Cell] = {
        "Lead ID": key,
        "First name": "Ann",
        "Last name": "Ng",
        "Company": "Acme Ltd",
        "Email": "ann@acme.example",
        "Status": "New",
        "Owner": "Bob",
        "Created": LAST_WEEK,
    }
    return {key: row_of(ann | given)}


def a_deal(key: str = "D-1", **cells: Cell) -> dict[str, Row]:
    """Acme's deal of lead L-1, in its first stage since last week."""
    given = {name.replace("_", " "): cell for name, cell in cells.items()}
    acme: dict[str, Cell] = {
        "Deal ID": key,
        "Lead ID": "L-1",
        "Deal": "Acme, 20 seats",
        "Company": "Acme Ltd",
        "Value": 12000,
        "Currency": "GBP",
        "Stage": "Qualified",
        "Probability": 0.2,
        "Owner": "Bob",
        "Opened": LAST_WEEK,
        "Stage since": LAST_WEEK,
    }
    return {key: row_of(acme | given)}


def a_book(
    leads: dict[str, Row] | None = None, deals: dict[str, Row] | None = None, activities: dict[str, Row] | None = None
) -> Book:
    """Our tabs as a new book has them, the team Ann, Bob and Cy (who left), and these rows."""
    book = {tab.name: schema.table_of(tab) for tab in schema.TABS}
    team = {
        "Ann": {"Owner": "Ann", "Email": "ann@us.example", "Active": "yes", "Weight": 1},
        "Bob": {"Owner": "Bob", "Email": "bob@us.example", "Active": "yes", "Weight": 1},
        "Cy": {"Owner": "Cy", "Active": "no", "Weight": 1},
    }
    preferences = {**book["Preferences"], "Country": {**book["Preferences"]["Country"], "Value": "GB"}}
    return {
        **book,
        "Owners": team,
        "Preferences": preferences,
        "Leads": leads or {},
        "Pipeline": deals or {},
        "Activities": activities or {},
    }
