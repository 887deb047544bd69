"""Cells and their looks in Google's terms."""

from __future__ import annotations

from collections.abc import Sequence

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.design.look import FORMULA_NUMBERS, NUMBERS, Look
from leadsorted_sheets.core.schema import TEXT_KINDS, Column
from leadsorted_sheets.workbook.gsheets.calls import Json

_ACROSS = {"left": "LEFT", "center": "CENTER", "right": "RIGHT"}
_DOWN = {"top": "TOP", "vcenter": "MIDDLE", "bottom": "BOTTOM"}
_LINES = {1: "SOLID", 2: "SOLID_MEDIUM"}
_PLAIN_NUMBERS = {"date": "DATE", "moment": "DATE_TIME", "whole": "NUMBER", "money": "NUMBER", "percent": "PERCENT"}


def colour(code: str) -> Json:
    """A ColorStyle.

    >>> colour("#FF0033")
    {'rgbColor': {'red': 1.0, 'green': 0.0, 'blue': 0.2}}
    """
    parts = (round(int(code[at : at + 2], 16) / 255, 4) for at in (1, 3, 5))
    return {"rgbColor": dict(zip(("red", "green", "blue"), parts, strict=True))}


def text_format(look: Look) -> Json:
    found: Json = {}
    if "font_color" in look:
        found["foregroundColorStyle"] = colour(look["font_color"])
    if "font_name" in look:
        found["fontFamily"] = look["font_name"]
    if "font_size" in look:
        found["fontSize"] = look["font_size"]
    for name in ("bold", "italic"):
        if look.get(name):
            found[name] = True
    if "underline" in look:
        found["underline"] = bool(look["underline"])
    return found


def cell_format(look: Look) -> Json:
    """A CellFormat without its number format. Text that is said not to wrap ends at the cell's edge."""
    found: Json = {}
    if text := text_format(look):
        found["textFormat"] = text
    if "bg_color" in look:
        found["backgroundColorStyle"] = colour(look["bg_color"])
    if "align" in look:
        found["horizontalAlignment"] = _ACROSS[look["align"]]
    if "valign" in look:
        found["verticalAlignment"] = _DOWN[look["valign"]]
    if "text_wrap" in look:
        found["wrapStrategy"] = "WRAP" if look["text_wrap"] else "CLIP"
    if "bottom" in look:
        found["borders"] = {"bottom": {"style": _LINES[look["bottom"]], "colorStyle": colour(look["bottom_color"])}}
    return found


def number_format(column: Column) -> Json:
    """A column's number format; none for numbers of any sort, which Google shows as they are.

    Text columns are of the type TEXT, so what a person types stays as typed: a phone keeps its plus, a postcode its zero.
    """
    if column.kind in TEXT_KINDS:
        return {"numberFormat": {"type": "TEXT", "pattern": "@"}}
    if column.kind == "formula":
        pattern = FORMULA_NUMBERS[column.name]
        return {"numberFormat": {"type": "PERCENT" if "%" in pattern else "NUMBER", "pattern": pattern}}
    if kind := _PLAIN_NUMBERS.get(column.kind):
        return {"numberFormat": {"type": kind, "pattern": NUMBERS[column.kind]}}
    return {}


def value(cell: Cell) -> Json:
    """A cell as what it is. Text is never parsed, so it never becomes a formula or a number."""
    match cell:
        case None | "":
            return {}
        case bool():
            return {"userEnteredValue": {"boolValue": cell}}
        case int() | float():
            return {"userEnteredValue": {"numberValue": cell}}
        case str():
            return {"userEnteredValue": {"stringValue": cell}}
    raise TypeError(f"a new spreadsheet starts with no {type(cell).__name__} cells")


def update_cells(sheet_id: int, row: int, column: int, rows: Sequence[Sequence[Json]], fields: str) -> Json:
    """Cells written from a corner, counted from 0, in those of their fields."""
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": list(line)} for line in rows], "fields": fields}}
