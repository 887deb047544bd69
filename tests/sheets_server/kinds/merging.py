"""Merged cells."""

from __future__ import annotations

from dataclasses import replace

from tests.sheets_server.doubts import Doubts
from tests.sheets_server.ranges import Area, grid_area
from tests.sheets_server.refusals import Json, invalid
from tests.sheets_server.spreadsheet import Spreadsheet


def merge_cells(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """One merge, one a column or one a row. Only the upper left value stays."""
    area, kind = grid_area(draft, request.get("range", {})), request.get("mergeType", "MERGE_ALL")
    merges = area.sheet.objects.setdefault("merges", [])
    for old in merges:
        if _touch(area, old) and not _inside(old, area):
            raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    merges[:] = [old for old in merges if not _touch(area, old)]
    for part in _parts(area, kind):
        if part.height * part.width > 1:
            merges.append(part.grid_range())
            _clear_all_but_first(part)


def unmerge_cells(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    area = grid_area(draft, request.get("range", {}))
    merges = area.sheet.objects.get("merges", [])
    if any(_touch(area, old) and not _inside(old, area) for old in merges):
        raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    merges[:] = [old for old in merges if not _touch(area, old)]


KINDS = {"mergeCells": merge_cells, "unmergeCells": unmerge_cells}


def _parts(area: Area, kind: str) -> list[Area]:
    if kind == "MERGE_COLUMNS":
        return [Area(area.sheet, area.top, at, area.bottom, at + 1) for at in range(area.left, area.right)]
    if kind == "MERGE_ROWS":
        return [Area(area.sheet, at, area.left, at + 1, area.right) for at in range(area.top, area.bottom)]
    return [area]


def _clear_all_but_first(area: Area) -> None:
    for row, column in area.places():
        cell = area.sheet.cell(row, column)
        if (row, column) != (area.top, area.left) and cell.value is not None:
            area.sheet.put(row, column, replace(cell, value=None))


def _touch(area: Area, merge: Json) -> bool:
    rows = area.top < merge["endRowIndex"] and merge["startRowIndex"] < area.bottom
    return bool(rows and area.left < merge["endColumnIndex"] and merge["startColumnIndex"] < area.right)


def _inside(merge: Json, area: Area) -> bool:
    rows = area.top <= merge["startRowIndex"] and merge["endRowIndex"] <= area.bottom
    return bool(rows and area.left <= merge["startColumnIndex"] and merge["endColumnIndex"] <= area.right)
