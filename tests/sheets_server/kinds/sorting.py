"""Sorting and shuffling rows."""

from __future__ import annotations

from typing import Any

from tests.sheets_server.doubts import Doubts
from tests.sheets_server.formulas import cell_value, copied
from tests.sheets_server.grid import BLANK, Cell, ErrorValue, Formula
from tests.sheets_server.ranges import Area, grid_area
from tests.sheets_server.refusals import Json, invalid
from tests.sheets_server.spreadsheet import Spreadsheet


def sort_range(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """Stable, by one column after the other; blanks last either way, and a hidden row stays where it is."""
    area = grid_area(draft, request.get("range", {}))
    if not request.get("sortSpecs"):
        raise invalid("At least one sortSpec must be specified.")
    sort_area(draft, area, request["sortSpecs"])


def sort_area(draft: Spreadsheet, area: Area, specs: list[Json]) -> None:
    for merge in area.sheet.objects.get("merges", []):
        tall = merge["endRowIndex"] - merge["startRowIndex"] > 1
        if tall and area.top < merge["endRowIndex"] and merge["startRowIndex"] < area.bottom:
            raise invalid("You can't sort a range containing vertical merges. Unmerge the cells and try again.")
    hidden = filtered_rows(area) | {row for row in range(area.top, area.bottom) if area.sheet.rows[row].hidden}
    places = [row for row in range(area.top, area.bottom) if row not in hidden]
    order = list(places)
    for spec in reversed(specs):
        order = _sorted(draft, area, order, spec)
    _permute(area, places, order)


def randomize_range(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    area = grid_area(draft, request.get("range", {}))
    places = list(range(area.top, area.bottom))
    order = list(places)
    draft.chance.shuffle(order)
    _permute(area, places, order)


KINDS = {"sortRange": sort_range, "randomizeRange": randomize_range}


def filtered_rows(area: Area) -> set[int]:
    """The rows that the tab's filter hides because of the values it lists."""
    found = area.sheet.objects.get("basicFilter")
    if not found:
        return set()
    frame, hidden = found.get("range", {}), set()
    for column, criteria in _criteria(found):
        values = set(criteria.get("hiddenValues", []))
        for row in range(frame.get("startRowIndex", 0) + 1, frame.get("endRowIndex", len(area.sheet.rows))):
            value = area.sheet.cell(row, column).value
            if ("" if value is None else str(value)) in values:
                hidden.add(row)
    return hidden


def _criteria(basic_filter: Json) -> list[tuple[int, Json]]:
    listed = [
        (spec.get("columnIndex", 0), spec.get("filterCriteria", {})) for spec in basic_filter.get("filterSpecs", [])
    ]
    return listed + [(int(column), criteria) for column, criteria in basic_filter.get("criteria", {}).items()]


def _sorted(draft: Spreadsheet, area: Area, order: list[int], spec: Json) -> list[int]:
    column, descending = spec.get("dimensionIndex", 0), spec.get("sortOrder") == "DESCENDING"
    if not area.left <= column < area.right:
        raise invalid(f"dimensionIndex[{column}] must be inside of the sorted range.")
    keys = {row: _key(cell_value(draft, area.sheet, row, column)) for row in order}
    blank = [row for row in order if keys[row] is None]
    filled = [row for row in order if keys[row] is not None]
    # Reversed twice around a stable sort, equal rows keep their order in a descending one too.
    ordered = sorted(filled[::-1] if descending else filled, key=lambda row: keys[row] or (0, 0))
    return (ordered[::-1] if descending else ordered) + blank


def _key(value: Any) -> tuple[int, Any] | None:
    """Numbers before texts before truth values before errors; texts without regard to case."""
    match value:
        case None | "":
            return None
        case bool():
            return 2, value
        case int() | float():
            return 0, value
        case ErrorValue():
            return 3, value.text
        case _:
            return 1, str(value).casefold()


def _permute(area: Area, places: list[int], order: list[int]) -> None:
    """Puts the row that was at order[n] to places[n]. What hangs on a row goes with it where all of its cells go."""
    sheet = area.sheet
    whole = all(_nothing_outside(area, row) for row in places)
    moved = [(place, source) for place, source in zip(places, order, strict=True) if place != source]
    cells = {row: [sheet.cell(row, column) for column in range(area.left, area.right)] for _, row in moved}
    uids = {place: sheet.rows[source].uid for place, source in moved}
    for place, source in moved:
        sheet.put_line(place, area.left, [_moved(cell, place - source) for cell in cells[source]])
    if whole:
        sheet.rearrange(uids)


def _moved(cell: Cell, rows: int) -> Cell:
    return cell.with_value(copied(cell.value, rows, 0)) if isinstance(cell.value, Formula) else cell


def _nothing_outside(area: Area, row: int) -> bool:
    cells = area.sheet.rows[row].cells
    return all(cell is BLANK or cell.value is None for cell in cells[: area.left] + cells[area.right :])
