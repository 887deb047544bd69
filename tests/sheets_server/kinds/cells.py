"""Writing cells: updateCells, repeatCell, appendCells, setDataValidation, updateBorders."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.sheets_server.cells import with_cell_data
from tests.sheets_server.doubts import Doubts
from tests.sheets_server.formulas import copied
from tests.sheets_server.grid import BLANK, ROWS, Cell, Formula
from tests.sheets_server.kinds.fields import request_mask
from tests.sheets_server.masks import Mask
from tests.sheets_server.protection import check_writable
from tests.sheets_server.ranges import Area, grid_area
from tests.sheets_server.refusals import Json, invalid
from tests.sheets_server.spreadsheet import Spreadsheet


def update_cells(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """Cells from a corner, or a whole range: what its rows do not cover is cleared in the masked fields."""
    mask = request_mask(request, "CellData")
    rows = [row.get("values", []) for row in request.get("rows", [])]
    if "range" in request:
        area = grid_area(draft, request["range"])
        _check_frame(rows, area)
        rows = [(rows[at] if at < len(rows) else []) for at in range(area.height)]
        rows = [[*row, *[{}] * (area.width - len(row))] for row in rows]
    elif "start" in request:
        area = _from_corner(draft, request["start"])
        _check_frame(rows, area)
    else:
        raise invalid("Must specify one of start or range.")
    _write(draft, area, rows, mask)


def repeat_cell(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """One cell written to a whole range; a formula's references go along."""
    mask = request_mask(request, "CellData")
    area, data, locale = grid_area(draft, request.get("range", {})), request.get("cell", {}), draft.properties["locale"]
    check_writable(draft, area)
    # Equal cells stay one object: a format on a whole column must not cost a cell a row.
    made: dict[int, tuple[Cell, Cell]] = {}
    for row, column in area.places():
        old = area.sheet.cell(row, column)
        known = made.get(id(old))
        if known is None:
            known = made[id(old)] = (old, with_cell_data(old, data, mask, locale))
        cell = known[1]
        if isinstance(cell.value, Formula) and "userEnteredValue" in mask:
            cell = replace(cell, value=copied(cell.value, row - area.top, column - area.left))
        area.sheet.put(row, column, cell)


def append_cells(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """New rows after the last row with data; the grid grows in rows, never in columns."""
    mask = request_mask(request, "CellData")
    sheet = draft.sheet(request.get("sheetId", 0))
    rows = [row.get("values", []) for row in request.get("rows", [])]
    top, width = sheet.height(), len(sheet.columns)
    missing = top + len(rows) - len(sheet.rows)
    if missing > 0:
        draft.check_size(missing * width)
        sheet.insert(ROWS, len(sheet.rows), missing, like=len(sheet.rows) - 1)
    area = Area(sheet, top, 0, top + max(len(rows), 1), width)
    _check_frame(rows, area)
    _write(draft, area, rows, mask)


def set_data_validation(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """Sets the rule, or clears it where none is given."""
    area, rule = grid_area(draft, request.get("range", {})), request.get("rule")
    if rule is not None and not rule.get("condition", {}).get("type"):
        raise invalid("A condition type must be specified.")
    for row, column in area.places():
        cell = replace(area.sheet.cell(row, column), validation=rule)
        area.sheet.put(row, column, BLANK if cell == BLANK else cell)


def update_borders(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    area = grid_area(draft, request.get("range", {}))
    for row, column in area.places():
        cell = area.sheet.cell(row, column)
        borders: dict[str, Any] = dict((cell.format or {}).get("borders") or {})
        for side, source in _sides(area, row, column):
            if source in request:
                borders[side] = request[source]
        area.sheet.put(row, column, replace(cell, format={**(cell.format or {}), "borders": borders}))


KINDS = {
    "updateCells": update_cells,
    "repeatCell": repeat_cell,
    "appendCells": append_cells,
    "setDataValidation": set_data_validation,
    "updateBorders": update_borders,
}


def _from_corner(draft: Spreadsheet, start: Json) -> Area:
    sheet = draft.sheet(start.get("sheetId", 0))
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    if top >= len(sheet.rows):
        raise invalid(f"GridCoordinate.rowIndex[{top}] is after last row in grid[{len(sheet.rows)}]")
    if left >= len(sheet.columns):
        raise invalid(f"GridCoordinate.columnIndex[{left}] is after last column in grid[{len(sheet.columns)}]")
    return Area(sheet, top, left, len(sheet.rows), len(sheet.columns))


def _check_frame(rows: list[list[Json]], area: Area) -> None:
    if len(rows) > area.height:
        raise invalid(f"Attempting to write row: {area.bottom}, beyond the last requested row of: {area.bottom - 1}")
    if any(len(row) > area.width for row in rows):
        raise invalid(
            f"Attempting to write column: {area.right}, beyond the last requested column of: {area.right - 1}"
        )


def _write(draft: Spreadsheet, area: Area, rows: list[list[Json]], mask: Mask) -> None:
    locale = draft.properties["locale"]
    check_writable(draft, area.sized(max(len(rows), 1), max((len(row) for row in rows), default=1) or 1))
    for row, line in enumerate(rows, area.top):
        for column, data in enumerate(line, area.left):
            area.sheet.put(row, column, with_cell_data(area.sheet.cell(row, column), data, mask, locale))


def _sides(area: Area, row: int, column: int) -> list[tuple[str, str]]:
    """Which of the request's borders is which side of this cell."""
    return [
        ("top", "top" if row == area.top else "innerHorizontal"),
        ("bottom", "bottom" if row == area.bottom - 1 else "innerHorizontal"),
        ("left", "left" if column == area.left else "innerVertical"),
        ("right", "right" if column == area.right - 1 else "innerVertical"),
    ]
