"""What a cell offers and expects: drop-downs, a word of advice, a warning for what is no date or number.

A warning can be overruled, because a team may know better. Only where the program goes by
the exact word (a kind, a decision) nothing else is taken.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from leadsorted_sheets.core.schema import LISTS, Column
from leadsorted_sheets.template.places import PLACES, Place

EXACT: frozenset[str] = frozenset(
    {
        "Decisions",
        "Yes",
        "Yes or no",
        "Status kinds",
        "Stage kinds",
        "Rule kinds",
        "Survivorship rules",
        "Policies",
        "CRM kinds",
    }
)
"""The lists whose words the program goes by."""


def add_dropdowns(sheet: Worksheet, place: Place) -> None:
    """Every column's offer, over every row the table can ever have."""
    for column in place.tab.columns:
        rule = _offer(column) | _advice(column)
        if rule:
            at = place.column(column.name)
            sheet.data_validation(place.first, at, place.reach, at, {"validate": "any"} | rule)


def _offer(column: Column) -> dict[str, Any]:
    if column.pick:
        exact = column.pick in EXACT
        words = LISTS.get(column.pick)
        return {
            "validate": "list",
            "source": list(words) if words else f"={PLACES[column.pick].block(PLACES[column.pick].tab.id)}",
            "error_type": "stop" if exact else "warning",
            "error_title": f"Not a known {column.name.lower()}"[:32],
            "error_message": "Choose one from the list." if exact else _where_from(column),
        }
    match column.kind:
        case "date" | "moment":
            return _at_least("date", "=DATE(1900,1,2)", "This should be a date, such as 2026-03-04.")
        case "number" | "whole" | "money":
            return _at_least("decimal", -(10**15), "This should be a number.")
        case "percent":
            return _at_least("decimal", 0, "This should be a percentage, such as 20%.")
    return {}


def _where_from(column: Column) -> str:
    """Where a new word for this column would be written down."""
    place = PLACES.get(column.pick)
    if place is None:
        return "Keep it anyway? The list offers the usual words."
    if place.tab.sheet == "Settings":
        return f"Keep it anyway? New ones belong in Settings, under {place.tab.name}."
    return f"Keep it anyway? New ones belong on the {place.tab.name} tab."


def _at_least(kind: str, least: str | float, message: str) -> dict[str, Any]:
    return {
        "validate": kind,
        "criteria": ">=",
        "value": least,
        "error_type": "warning",
        "error_title": "Please check",
        "error_message": message,
    }


def _advice(column: Column) -> dict[str, Any]:
    return {"input_title": column.name[:32], "input_message": column.hint} if column.hint else {}
