"""Small books for the follow-up: Tuesday 10 March 2026, noon, is today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.schema import BY_NAME, table_of

TUESDAY = dt.date(2026, 3, 10)
CALL, MAIL, DM, AGAIN, EXAMPLE, CLOSING = (
    *("Call to introduce ourselves", "Send the introduction e-mail", "Connect and send a short message"),
    *("Call again at another time of day", "Send a useful example", "Send the closing e-mail"),
)


def a_book(
    leads: Mapping[str, Row],
    *,
    deals: Mapping[str, Row] | None = None,
    activities: Mapping[str, Row] | None = None,
    touches: Mapping[str, Row] | None = None,
    owners: Mapping[str, Row] | None = None,
    **preferences: Cell,
) -> Book:
    """A book with the settings of a new one, where nothing else is said."""
    table = table_of(BY_NAME["Preferences"])
    table |= {name.replace("_", " ").capitalize(): {"Value": value} for name, value in preferences.items()}
    book: dict[str, Mapping[str, Row]] = {
        "Leads": {key: {"Lead ID": key, **row} for key, row in leads.items()},
        "Activities": {key: {"Activity ID": key, **row} for key, row in (activities or {}).items()},
        "Pipeline": {key: {"Deal ID": key, **row} for key, row in (deals or {}).items()},
        "Preferences": table,
    }
    if touches is not None:
        book["Follow-up sequences"] = {name: {"Touch": name, **row} for name, row in touches.items()}
    if owners is not None:
        book["Owners"] = {name: {"Owner": name, **row} for name, row in owners.items()}
    return book


def on(day: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{day}")
