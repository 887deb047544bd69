"""The two very hidden sheets: what the workbook remembers beside its cells, and its undo journal.

A text stands in column A, in pieces of at most 8,000 characters, because a cell holds no
more than 32,767. A new workbook has no identity yet (`leadsorted new` gives it one) and
nothing to undo.
"""

from __future__ import annotations

import xlsxwriter

from leadsorted_sheets.core.design.places import PLACES, Place
from leadsorted_sheets.core.schema import JOURNAL_SHEET, STATE_SHEET
from leadsorted_sheets.core.state import ColumnAt, Layout, State, pack

PIECE = 8_000


def layouts() -> tuple[Layout, ...]:
    """Where every tab of the template is."""
    return tuple(_layout(place) for place in PLACES.values())


def write_hidden_sheets(workbook: xlsxwriter.Workbook) -> None:
    for name, text in ((STATE_SHEET, pack(State(layouts=layouts()))), (JOURNAL_SHEET, "")):
        sheet = workbook.add_worksheet(name)
        sheet.very_hidden()
        for line, start in enumerate(range(0, len(text), PIECE)):
            sheet.write_string(line, 0, text[start : start + PIECE])


def _layout(place: Place) -> Layout:
    tab = place.tab
    columns = tuple(ColumnAt(name, name, str(number)) for number, name in enumerate(tab.fields, 1))
    return Layout(tab.name, tab.sheet, tab.table, place.top + 1, place.left + 1, columns)
