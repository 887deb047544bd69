"""What a cell offers and expects, as data validation.

None of our rules is strict. A strict rule turns typing away, but it may turn the API away as well (nobody has measured
it), and one refused cell takes its whole batch with it: a word that somebody pasted into a file would stop the sync for
good. So a wrong word is marked in its cell, and the program says what it makes of it.
"""

from __future__ import annotations

from leadsorted_sheets.core.design.dropdowns import Expectation, Offer, offer
from leadsorted_sheets.core.design.letters import letters
from leadsorted_sheets.core.design.places import PLACES
from leadsorted_sheets.core.schema import Column
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.set_up.spelling import quoted
from leadsorted_sheets.workbook.gsheets.set_up.titles import Sheets


def validation(column: Column, sheets: Sheets) -> Json | None:
    """A column's DataValidationRule; None where anything goes."""
    match offer(column):
        case Offer(words, of):
            values = [{"userEnteredValue": word} for word in words] or [{"userEnteredValue": _column_of(of, sheets)}]
            kind = "ONE_OF_LIST" if words else "ONE_OF_RANGE"
            return {"condition": {"type": kind, "values": values}, "strict": False, "showCustomUi": True}
        case Expectation("date"):
            return {"condition": {"type": "DATE_IS_VALID"}, "strict": False}
        case Expectation("decimal", least):
            condition = {"type": "NUMBER_GREATER_THAN_EQ", "values": [{"userEnteredValue": str(least)}]}
            return {"condition": condition, "strict": False}
    return None


def _column_of(tab: str, sheets: Sheets) -> str:
    """The names of a table, to the end of the sheet: it may grow, and nothing else stands below it."""
    place = PLACES[tab]
    name = letters(place.column(place.tab.id) + 1)
    return f"={quoted(sheets.titles[place.tab.sheet])}!${name}${place.first + 1}:${name}"
