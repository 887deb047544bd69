"""A table on its sheet: header, formats, drop-downs, marks, and the rows a new book starts with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from leadsorted_sheets.core.design.look import HEADER, header_alignment, look_of
from leadsorted_sheets.core.design.places import Place
from leadsorted_sheets.core.design.shared_sheets import REPORT_HEAD
from leadsorted_sheets.core.schema import Column
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.set_up.dropdowns import validation
from leadsorted_sheets.workbook.gsheets.set_up.looks import cell_format, number_format, update_cells, value
from leadsorted_sheets.workbook.gsheets.set_up.sheets import metadata
from leadsorted_sheets.workbook.gsheets.set_up.titles import Sheets

KEEP_IDS = "Ids that Lead Sorted made. They are how a row is known after sorting and syncing."


def table(place: Place, sheets: Sheets) -> Iterator[Json]:
    """All of a table but its highlights and live formulas."""
    tab, sheet_id = place.tab, sheets.ids[place.tab.sheet]
    headers = [header(column, place) for column in tab.columns]
    yield update_cells(sheet_id, place.top, place.left, [headers], "userEnteredValue,userEnteredFormat,note")
    for column in tab.columns:
        cells = sheets.below_header(place, column.name, bounded=tab.sheet == "Report")
        yield dressed(cells, column, place, sheets)
        if tab.sheet != "Report":  # its tables share columns, and are found by their headers
            at = place.column(column.name)
            yield mark(sheet_id, at, f"{tab.name}.{column.name}")
    if tab.rows:
        rows = [[value(cell) for cell in row] for row in tab.rows]
        yield update_cells(sheet_id, place.first, place.left, rows, "userEnteredValue")
    if tab.prefix:
        yield protected(sheets.below_header(place, tab.id))
    if tab.sheet == tab.name:
        yield {
            "setBasicFilter": {"filter": {"range": sheets.area(place, place.top, None, place.left, place.right + 1)}}
        }


def header(column: Column, place: Place) -> Json:
    """A header cell. A hint is a note on it: there when somebody looks for it, never in the way of typing."""
    tab = place.tab
    look: dict[str, Any] = {**(REPORT_HEAD if tab.sheet == "Report" else HEADER), **header_alignment(tab, column)}
    if column.name == "What it means":
        look["text_wrap"] = False  # a sentence, which runs on over the columns to its right
    found = {**value(column.name), "userEnteredFormat": cell_format(look)}
    return found | {"note": column.hint} if column.hint else found


def dressed(cells: Json, column: Column, place: Place, sheets: Sheets) -> Json:
    """A column's format and drop-down."""
    data: Json = {"userEnteredFormat": {**cell_format(_look(column, place)), **number_format(column)}}
    if place.tab.sheet != "Report" and (rule := validation(column, sheets)):
        data["dataValidation"] = rule
    return {"repeatCell": {"range": cells, "cell": data, "fields": "userEnteredFormat,dataValidation"}}


def mark(sheet_id: int, at: int, name: str) -> Json:
    """A column known for good, wherever it is moved and whatever its header is made to say."""
    line = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    return metadata("ls.c", name, {"dimensionRange": line})


def protected(cells: Json) -> Json:
    """Google asks before somebody edits these cells, and lets it be done."""
    return {"addProtectedRange": {"protectedRange": {"range": cells, "description": KEEP_IDS, "warningOnly": True}}}


def _look(column: Column, place: Place) -> dict[str, Any]:
    look: dict[str, Any] = dict(look_of(place.tab, column))
    if place.tab.sheet == "Settings" and "text_wrap" in look:
        look["text_wrap"] = False  # a row is as high as its highest cell, and would stretch the tables beside it
    if place.tab.sheet == "Report":
        look.pop("text_wrap", None)
    return look
