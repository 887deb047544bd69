"""Requests that look at texts: find and replace, trim, split, remove duplicates."""

from __future__ import annotations

import re

from tests.sheets_server.cells import user_entered
from tests.sheets_server.doubts import Doubts
from tests.sheets_server.formulas import cell_value
from tests.sheets_server.grid import BLANK, Formula
from tests.sheets_server.ranges import Area, grid_area
from tests.sheets_server.refusals import Json, invalid
from tests.sheets_server.spreadsheet import Spreadsheet

_DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}


def find_replace(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    find, replacement = request.get("find", ""), request.get("replacement", "")
    if not find:
        raise invalid("The find string must not be empty.")
    pattern = find if request.get("searchByRegex") else re.escape(find)
    if request.get("matchEntireCell"):
        pattern = f"^(?:{pattern})$"
    expression = re.compile(pattern, 0 if request.get("matchCase") else re.IGNORECASE)
    literal = replacement if request.get("searchByRegex") else replacement.replace("\\", "\\\\")
    counts = {"valuesChanged": 0, "formulasChanged": 0, "occurrencesChanged": 0}
    rows: set[tuple[int, int]] = set()
    sheets: set[int] = set()
    for area in _searched(draft, request):
        for row, column, cell in list(area.sheet.filled()):
            is_formula = isinstance(cell.value, Formula)
            if not _within(area, row, column) or (is_formula and not request.get("includeFormulas")):
                continue
            text = cell.value.text if isinstance(cell.value, Formula) else cell.value
            if not isinstance(text, str):
                continue
            new, number = expression.subn(literal, text)
            if number:
                area.sheet.put(
                    row, column, cell.with_value(Formula(new)) if is_formula else cell.with_value(new or None)
                )
                counts["formulasChanged" if is_formula else "valuesChanged"] += 1
                counts["occurrencesChanged"] += number
                rows.add((area.sheet.id, row))
                sheets.add(area.sheet.id)
    told = counts | {"rowsChanged": len(rows), "sheetsChanged": len(sheets)}
    return {name: number for name, number in told.items() if number}


def trim_whitespace(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    area, count = grid_area(draft, request.get("range", {})), 0
    for row, column in area.places():
        cell = area.sheet.cell(row, column)
        if isinstance(cell.value, str) and (new := " ".join(cell.value.split())) != cell.value:
            area.sheet.put(row, column, cell.with_value(new or None))
            count += 1
    return {"cellsChangedCount": count} if count else {}


def text_to_columns(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """Splits each cell of one column over those to its right."""
    area, kind = grid_area(draft, request.get("source", {})), request.get("delimiterType", "AUTODETECT")
    if area.width != 1:
        raise invalid("The source data range must span exactly one column.")
    delimiter = request.get("delimiter", "") if kind == "CUSTOM" else _DELIMITERS.get(kind, ",")
    if not delimiter:
        raise invalid("A delimiter must be specified.")
    for row in range(area.top, area.bottom):
        value = area.sheet.cell(row, area.left).value
        if isinstance(value, str):
            for column, text in enumerate(value.split(delimiter), area.left):
                if column >= len(area.sheet.columns):
                    raise invalid("There is not enough room to the right of the source.")
                area.sheet.put(
                    row, column, user_entered(area.sheet.cell(row, column), text, draft.properties["locale"])
                )


def delete_duplicates(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    """Rows of the range that equal an earlier one go; those below close up, inside of the range."""
    area = grid_area(draft, request.get("range", {}))
    compared = [
        at for span in request.get("comparisonColumns", []) for at in range(span["startIndex"], span["endIndex"])
    ]
    seen: set[tuple[str, ...]] = set()
    kept = []
    for row in range(area.top, area.bottom):
        columns = compared or range(area.left, area.right)
        key = tuple(str(cell_value(draft, area.sheet, row, column)).casefold() for column in columns)
        if key not in seen or set(key) == {"none"}:
            kept.append([area.sheet.cell(row, column) for column in range(area.left, area.right)])
            seen.add(key)
    removed = area.height - len(kept)
    blank = [[BLANK] * area.width] * removed
    for row, line in enumerate(kept + blank, area.top):
        for column, cell in enumerate(line, area.left):
            area.sheet.put(row, column, cell)
    return {"duplicatesRemovedCount": removed} if removed else {}


KINDS = {
    "findReplace": find_replace,
    "trimWhitespace": trim_whitespace,
    "textToColumns": text_to_columns,
    "deleteDuplicates": delete_duplicates,
}


def _searched(draft: Spreadsheet, request: Json) -> list[Area]:
    if "range" in request:
        return [grid_area(draft, request["range"])]
    if request.get("allSheets"):
        sheets = draft.sheets
    elif "sheetId" in request:
        sheets = [draft.sheet(request["sheetId"])]
    else:
        raise invalid("One of range, sheetId or allSheets must be set.")
    return [Area(sheet, 0, 0, len(sheet.rows), len(sheet.columns)) for sheet in sheets]


def _within(area: Area, row: int, column: int) -> bool:
    return area.top <= row < area.bottom and area.left <= column < area.right
