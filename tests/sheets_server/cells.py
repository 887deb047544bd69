"""Cells as the API tells them: values by render option, `CellData` in both directions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.sheets_server.formulas import cell_value
from tests.sheets_server.grid import BLANK, Cell, ErrorValue, Formula, Sheet, Value
from tests.sheets_server.masks import Mask, written
from tests.sheets_server.refusals import Json, invalid
from tests.sheets_server.shown import DATE_TYPES, shown
from tests.sheets_server.spreadsheet import Spreadsheet
from tests.sheets_server.typed import typed

CELL_CHARACTERS = 50_000

DEFAULT_FORMAT: Json = {
    "backgroundColor": {"red": 1, "green": 1, "blue": 1},
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}},
}


def rendered(spreadsheet: Spreadsheet, sheet: Sheet, row: int, column: int, *, option: str, dates: str) -> Any:
    """A cell's value by `valueRenderOption` and `dateTimeRenderOption`; None where it is blank."""
    cell = sheet.cell(row, column)
    value = cell.value
    if value is None or type(value) is str:
        return value
    if option == "FORMULA" and isinstance(value, Formula):
        return value.text
    if isinstance(value, Formula):
        value = cell_value(spreadsheet, sheet, row, column)
    number_format = number_format_of(cell)
    if option == "FORMATTED_VALUE":
        return shown(value, number_format, spreadsheet.properties["locale"])
    if isinstance(value, ErrorValue):
        return value.text
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    is_date = isinstance(value, int | float) and not isinstance(value, bool) and number_format.get("type") in DATE_TYPES
    if is_date and dates == "FORMATTED_STRING":
        return shown(value, number_format, spreadsheet.properties["locale"])
    return value


def number_format_of(cell: Cell) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (cell.format or {}).get("numberFormat") or {}
    return found


def is_text_cell(cell: Cell) -> bool:
    return number_format_of(cell).get("type") == "TEXT"


def entered(cell: Cell, given: Any, option: str, locale: str) -> Cell:
    """The cell after a value of `values.*` was written to it."""
    if isinstance(given, str):
        if len(given) > CELL_CHARACTERS:
            raise invalid(
                f"Your input contains more than the maximum of {CELL_CHARACTERS} characters in a single cell."
            )
        if option == "USER_ENTERED":
            return user_entered(cell, given, locale)
        return cell.with_value(given or None)
    return cell.with_value(given)


def user_entered(cell: Cell, text: str, locale: str) -> Cell:
    """The cell after somebody typed this into it."""
    value, number_format = typed(text, locale=locale, as_text=is_text_cell(cell))
    new = cell.with_value(value)
    if number_format is not None and not number_format_of(cell):
        new = replace(new, format={**(cell.format or {}), "numberFormat": number_format})
    return new


def cell_data(spreadsheet: Spreadsheet, sheet: Sheet, row: int, column: int) -> Json:
    """A cell as `CellData`, every field that it has."""
    cell = sheet.cell(row, column)
    if cell is BLANK:
        return {}
    data: Json = {}
    if cell.value is not None:
        effective = cell_value(spreadsheet, sheet, row, column)
        data["userEnteredValue"] = extended_value(cell.value)
        data["effectiveValue"] = extended_value(effective)
        data["formattedValue"] = shown(effective, number_format_of(cell), spreadsheet.properties["locale"])
    if cell.format is not None:
        data["userEnteredFormat"] = dict(cell.format)
    if cell.value is not None or cell.format is not None:
        data["effectiveFormat"] = DEFAULT_FORMAT | dict(cell.format or {})
    if cell.note:
        data["note"] = cell.note
    if cell.validation is not None:
        data["dataValidation"] = dict(cell.validation)
    return data | dict(cell.more or {})


def with_cell_data(cell: Cell, data: Json, mask: Mask, locale: str) -> Cell:
    """The cell after `updateCells`, `repeatCell` or `appendCells` wrote the masked fields of a `CellData`."""
    old = {**(cell.more or {})} | _plain(cell)
    new = written(old, data, mask)
    value = cell.value
    if "userEnteredValue" in mask or "*" in mask:
        value = _entered_value(data.get("userEnteredValue"), locale)
    number_format = (new.get("userEnteredFormat") or {}).get("numberFormat")
    if number_format is not None and "type" not in number_format:
        raise invalid("You must specify a number format type.")
    return _dressed(value, new)


def extended_value(value: Value) -> Json:
    match value:
        case Formula():
            return {"formulaValue": value.text}
        case ErrorValue():
            kind = _ERROR_TYPES.get(value.text, "ERROR")
            return {"errorValue": {"type": kind, "message": value.text}}
        case bool():
            return {"boolValue": value}
        case int() | float():
            return {"numberValue": int(value) if float(value).is_integer() else value}
        case _:
            return {"stringValue": value}


_ERROR_TYPES = {
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#N/A": "N_A",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#REF!": "REF",
    "#VALUE!": "VALUE",
}
_FIELDS = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation")
_READ_ONLY = ("effectiveValue", "formattedValue", "effectiveFormat", "hyperlink")


def _plain(cell: Cell) -> Json:
    found: Json = {}
    if cell.format is not None:
        found["userEnteredFormat"] = dict(cell.format)
    if cell.note:
        found["note"] = cell.note
    if cell.validation is not None:
        found["dataValidation"] = dict(cell.validation)
    return found


def _dressed(value: Value, data: Json) -> Cell:
    more = {name: part for name, part in data.items() if name not in _FIELDS + _READ_ONLY and part}
    cell = Cell(
        value,
        data.get("userEnteredFormat") or None,
        data.get("note") or "",
        data.get("dataValidation") or None,
        more or None,
    )
    return BLANK if cell == BLANK else cell


def _entered_value(message: Json | None, locale: str) -> Value:
    """An `ExtendedValue`: a text stays a text whatever it begins with; a formula has to begin with `=`."""
    if not message:
        return None
    match message:
        case {"formulaValue": str(text)}:
            value, _ = typed(text if text.startswith("=") else "=" + text, locale=locale)
            return value
        case {"stringValue": str(text)}:
            if len(text) > CELL_CHARACTERS:
                raise invalid(
                    f"Your input contains more than the maximum of {CELL_CHARACTERS} characters in a single cell."
                )
            return text or None
        case {"numberValue": number}:
            return int(number) if float(number).is_integer() and abs(number) < 2**53 else number
        case {"boolValue": truth}:
            return bool(truth)
        case _:
            raise invalid("errorValue cannot be set.")
