"""The design's drop-downs and expectations as data validations, with a word of advice where the schema has one."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from leadsorted_sheets.core.design.dropdowns import Expectation, Offer, offer
from leadsorted_sheets.core.design.places import PLACES, Place
from leadsorted_sheets.core.schema import Column


def add_dropdowns(sheet: Worksheet, place: Place) -> None:
    """Every column's offer, over every row the table can ever have."""
    for column in place.tab.columns:
        rule = _validation(column) | _advice(column)
        if rule:
            at = place.column(column.name)
            sheet.data_validation(place.first, at, place.reach, at, {"validate": "any"} | rule)


def _validation(column: Column) -> dict[str, Any]:
    match offer(column):
        case Offer(words, of, exact, otherwise):
            return {
                "validate": "list",
                "source": list(words) if words else f"={PLACES[of].block(PLACES[of].tab.id)}",
                "error_type": "stop" if exact else "warning",
                "error_title": f"Not a known {column.name.lower()}"[:32],
                "error_message": otherwise,
            }
        case Expectation(kind, least, otherwise):
            return {
                "validate": kind,
                "criteria": ">=",
                "value": "=DATE(1900,1,2)" if kind == "date" else least,
                "error_type": "warning",
                "error_title": "Please check",
                "error_message": otherwise,
            }
    return {}


def _advice(column: Column) -> dict[str, Any]:
    return {"input_title": column.name[:32], "input_message": column.hint} if column.hint else {}
