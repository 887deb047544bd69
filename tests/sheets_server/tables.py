"""Where `values.append` sees a table: the last block of filled cells that touches the range."""

from __future__ import annotations

from tests.sheets_server.grid import Sheet
from tests.sheets_server.ranges import Area


def table_area(area: Area) -> Area | None:
    """The last block with a cell in the area, grown to all cells that adjoin it, corners included.

    So `["x", "", "y"]` in row 1 and the whole sheet as range give C1, and an appended row lands under C: recorded, and
    the reason not to append.
    """
    seed = _last_filled(area)
    if seed is None:
        return None
    sheet = area.sheet
    top, left = seed
    bottom, right = top + 1, left + 1
    grown = True
    while grown:
        grown = False
        while top > 0 and _filled_in_row(sheet, top - 1, left - 1, right + 1):
            top, grown = top - 1, True
        while bottom < len(sheet.rows) and _filled_in_row(sheet, bottom, left - 1, right + 1):
            bottom, grown = bottom + 1, True
        while left > 0 and _filled_in_column(sheet, left - 1, top - 1, bottom + 1):
            left, grown = left - 1, True
        while right < len(sheet.columns) and _filled_in_column(sheet, right, top - 1, bottom + 1):
            right, grown = right + 1, True
    return Area(sheet, top, left, bottom, right)


def _last_filled(area: Area) -> tuple[int, int] | None:
    for row in range(area.bottom - 1, area.top - 1, -1):
        cells = area.sheet.rows[row].cells
        for column in range(min(area.right, len(cells)) - 1, area.left - 1, -1):
            if cells[column].value is not None:
                return row, column
    return None


def _filled_in_row(sheet: Sheet, row: int, left: int, right: int) -> bool:
    # A plain loop: an append to a long table walks all of its rows.
    for cell in sheet.rows[row].cells[max(left, 0) : right]:  # noqa: SIM110
        if cell.value is not None:
            return True
    return False


def _filled_in_column(sheet: Sheet, column: int, top: int, bottom: int) -> bool:
    rows = sheet.rows[max(top, 0) : bottom]
    return any(column < len(row.cells) and row.cells[column].value is not None for row in rows)
