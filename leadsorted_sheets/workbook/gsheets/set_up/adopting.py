"""The team's own sheet of leads made ours: marks on it and its columns, and behind them the columns of ours it lacks.

What is there stays as it is: no cell, no format, no filter, no width of theirs is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadsorted_sheets.core.design.places import PLACES
from leadsorted_sheets.core.schema import LEADS, Column
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.set_up.columns import dressed, mark, protected
from leadsorted_sheets.workbook.gsheets.set_up.lead_tab import LeadTab
from leadsorted_sheets.workbook.gsheets.set_up.looks import update_cells, value
from leadsorted_sheets.workbook.gsheets.set_up.sheets import metadata
from leadsorted_sheets.workbook.gsheets.set_up.titles import Sheets


def adopted(tab: LeadTab, sheets: Sheets) -> Iterator[Json]:
    yield metadata("ls.t", LEADS.sheet, {"sheetId": tab.sheet_id})
    for number, at in enumerate(tab.layout.columns, tab.layout.first_column - 1):
        if at.field:
            yield mark(tab.sheet_id, number, f"{LEADS.name}.{at.field}")
    if not tab.missing:
        return
    if (short := tab.behind + len(tab.missing) - tab.columns) > 0:
        yield {"appendDimension": {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "length": short}}
    yield from _headers(tab)
    for number, column in enumerate(tab.missing, tab.behind):
        yield dressed(_below_header(tab, number), column, PLACES[LEADS.name], sheets)
        yield mark(tab.sheet_id, number, f"{LEADS.name}.{column.name}")
        if column.name == LEADS.id:
            yield protected(_below_header(tab, number))


def _headers(tab: LeadTab) -> Iterator[Json]:
    """Our headers look like their last one."""
    row = tab.layout.header_row - 1
    last = tab.layout.first_column - 2 + len(tab.layout.columns)
    line: Json = {"sheetId": tab.sheet_id, "startRowIndex": row, "endRowIndex": row + 1}
    yield {
        "copyPaste": {
            "source": line | {"startColumnIndex": last, "endColumnIndex": last + 1},
            "destination": line | {"startColumnIndex": tab.behind, "endColumnIndex": tab.behind + len(tab.missing)},
            "pasteType": "PASTE_FORMAT",
        }
    }
    yield update_cells(
        tab.sheet_id, row, tab.behind, [[_header(column) for column in tab.missing]], "userEnteredValue,note"
    )


def _header(column: Column) -> Json:
    return {**value(column.name), **({"note": column.hint} if column.hint else {})}


def _below_header(tab: LeadTab, at: int) -> Json:
    return {
        "sheetId": tab.sheet_id,
        "startRowIndex": tab.layout.header_row,
        "startColumnIndex": at,
        "endColumnIndex": at + 1,
    }
