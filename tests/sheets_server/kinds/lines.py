"""Rows and columns: insert, delete, append, move, their properties, groups; and ranges that shift their neighbours."""

from __future__ import annotations

from tests.sheets_server import following
from tests.sheets_server.doubts import Doubts
from tests.sheets_server.grid import BLANK, COLUMNS, ROWS, Cell, Sheet
from tests.sheets_server.kinds.fields import request_mask
from tests.sheets_server.protection import check_writable
from tests.sheets_server.ranges import Area, grid_area
from tests.sheets_server.refusals import Json, invalid
from tests.sheets_server.spreadsheet import Spreadsheet


def insert_dimension(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    sheet, dimension, start, end = _lines(draft, request.get("range", {}), bounded=False)
    size, inherit = len(sheet.lines(dimension)), request.get("inheritFromBefore", False)
    if start > size:
        raise invalid(f"range.startIndex is larger than current grid size ({size})")
    if start == size and not inherit:
        raise invalid(
            f"range.startIndex[{start}] must be less than the grid size ({size}) if inheritFromBefore is false."
        )
    if inherit and start == 0:
        raise invalid("inheritFromBefore can only be true when startIndex is greater than 0.")
    draft.check_size((end - start) * _across(sheet, dimension))
    following.insert(draft, sheet, dimension, start, end - start, like=start - 1 if inherit else start)


def delete_dimension(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    sheet, dimension, start, end = _lines(draft, request.get("range", {}))
    size = len(sheet.lines(dimension))
    if end - start >= size:
        raise invalid(f"You can't delete all the {dimension.lower()} on the sheet.")
    frozen = sheet.properties.get("gridProperties", {}).get(_FROZEN[dimension], 0)
    if frozen and size - (end - start) <= frozen and end > frozen:
        raise invalid(f"You can't delete all the non-frozen {dimension.lower()}.")
    whole = (
        Area(sheet, start, 0, end, len(sheet.columns))
        if dimension == ROWS
        else Area(sheet, 0, start, len(sheet.rows), end)
    )
    check_writable(draft, whole)
    following.delete(draft, sheet, dimension, start, end)


def append_dimension(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    sheet, dimension = draft.sheet(request.get("sheetId", 0)), _dimension(request)
    length = request.get("length", 0)
    if length <= 0:
        raise invalid("length must be greater than 0.")
    size = len(sheet.lines(dimension))
    draft.check_size(length * _across(sheet, dimension))
    sheet.insert(dimension, size, length, like=size - 1)


def move_dimension(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    sheet, dimension, start, end = _lines(draft, request.get("source", {}))
    to = request.get("destinationIndex", 0)
    if to > len(sheet.lines(dimension)):
        raise invalid(f"destinationIndex[{to}] is larger than current grid size ({len(sheet.lines(dimension))})")
    if start < to < end:
        raise invalid("destinationIndex must not be inside of the source range.")
    following.move(draft, sheet, dimension, start, end, to=to)


def update_dimension_properties(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    sheet, dimension, start, end = _lines(draft, request.get("range", {}))
    mask, given = request_mask(request, "DimensionProperties"), request.get("properties", {})
    for at in range(start, end):
        line = sheet.own_row(at) if dimension == ROWS else sheet.columns[at]
        if "hiddenByUser" in mask or "*" in mask:
            line.hidden = given.get("hiddenByUser", False)
        if "pixelSize" in mask or "*" in mask:
            line.size = given.get("pixelSize")


def auto_resize(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """Takes the sizes back to the default: nothing is drawn here, so nothing can be measured."""
    sheet, dimension, start, end = _lines(draft, request.get("dimensions", {}))
    for at in range(start, end):
        (sheet.own_row(at) if dimension == ROWS else sheet.columns[at]).size = None


def add_group(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    """A group inside of another is one deeper; the same lines again are a group in a group."""
    sheet, dimension, start, end = _lines(draft, request.get("range", {}))
    groups = sheet.objects.setdefault(_GROUPS[dimension], [])
    message = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": end}
    groups.append({"range": message, "depth": 1})
    _set_depths(groups)
    sheet.properties.setdefault("gridProperties", {})[_CONTROL[dimension]] = True
    return {"dimensionGroups": groups}


def delete_group(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    sheet, dimension, start, end = _lines(draft, request.get("range", {}))
    groups = sheet.objects.get(_GROUPS[dimension], [])
    inside = [g for g in groups if g["range"]["startIndex"] <= start and end <= g["range"]["endIndex"]]
    if not inside:
        raise invalid("There is no group that covers the range.")
    deepest = max(inside, key=lambda group: group["depth"])
    groups.remove(deepest)
    for left, right in ((deepest["range"]["startIndex"], start), (end, deepest["range"]["endIndex"])):
        if left < right:
            groups.append({"range": {**deepest["range"], "startIndex": left, "endIndex": right}, "depth": 1})
    _set_depths(groups)
    return {"dimensionGroups": groups}


def update_group(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    given = request.get("dimensionGroup", {})
    sheet, dimension, start, end = _lines(draft, given.get("range", {}))
    mask = request_mask(request, "DimensionGroup")
    for group in sheet.objects.get(_GROUPS[dimension], []):
        here = (group["range"]["startIndex"], group["range"]["endIndex"], group["depth"])
        if here == (start, end, given.get("depth", 1)):
            if "collapsed" in mask or "*" in mask:
                group["collapsed"] = given.get("collapsed", False)
                for at in range(start, end):
                    (sheet.own_row(at) if dimension == ROWS else sheet.columns[at]).hidden = group["collapsed"]
            return
    raise invalid("There is no such group.")


def insert_range(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """Blank cells; those in their place move down or to the right, and off the edge."""
    area, dimension = grid_area(draft, request.get("range", {})), _dimension(request, "shiftDimension")
    sheet = area.sheet
    if dimension == ROWS:
        for row in range(len(sheet.rows) - 1, area.top - 1, -1):
            for column in range(area.left, area.right):
                sheet.put(row, column, _cell(sheet, row - area.height, column, area.top))
        return
    for row in range(area.top, area.bottom):
        cells = sheet.own_row(row).cells
        cells.extend([BLANK] * (area.left - len(cells)))
        cells[area.left : area.left] = [BLANK] * area.width
        del cells[len(sheet.columns) :]


def delete_range(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """Takes cells out; those below or to the right close up."""
    area, dimension = grid_area(draft, request.get("range", {})), _dimension(request, "shiftDimension")
    sheet = area.sheet
    if dimension == ROWS:
        for row in range(area.top, len(sheet.rows)):
            source = row + area.height
            for column in range(area.left, area.right):
                sheet.put(row, column, sheet.cell(source, column) if source < len(sheet.rows) else BLANK)
        return
    for row in range(area.top, area.bottom):
        del sheet.own_row(row).cells[area.left : area.right]


KINDS = {
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "appendDimension": append_dimension,
    "moveDimension": move_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize,
    "addDimensionGroup": add_group,
    "deleteDimensionGroup": delete_group,
    "updateDimensionGroup": update_group,
    "insertRange": insert_range,
    "deleteRange": delete_range,
}

_GROUPS = {ROWS: "rowGroups", COLUMNS: "columnGroups"}
_CONTROL = {ROWS: "rowGroupControlAfter", COLUMNS: "columnGroupControlAfter"}
_FROZEN = {ROWS: "frozenRowCount", COLUMNS: "frozenColumnCount"}


def _lines(draft: Spreadsheet, message: Json, *, bounded: bool = True) -> tuple[Sheet, str, int, int]:
    """A `DimensionRange`: its sheet, dimension, first and last line. One past the grid is refused where `bounded`."""
    sheet, dimension = draft.sheet(message.get("sheetId", 0)), _dimension(message)
    size = len(sheet.lines(dimension))
    start, end = message.get("startIndex", 0), message.get("endIndex", size)
    if start < 0 or end <= start:
        raise invalid(f"range.endIndex[{end}] must be greater than range.startIndex[{start}].")
    if bounded and start >= size:
        raise invalid(f"Cannot use a {_NAMES[dimension]} that doesn't exist. Tried: {start}, size: {size}")
    if bounded and end > size:
        raise invalid(f"range.endIndex[{end}] is larger than current grid size ({size})")
    return sheet, dimension, start, end


_NAMES = {ROWS: "row", COLUMNS: "column"}


def _dimension(message: Json, name: str = "dimension") -> str:
    found = message.get(name)
    if found not in (ROWS, COLUMNS):
        raise invalid(f"No {name} specified.")
    return str(found)


def _across(sheet: Sheet, dimension: str) -> int:
    """How many cells one more line has."""
    return len(sheet.columns if dimension == ROWS else sheet.rows)


def _set_depths(groups: list[Json]) -> None:
    """Sorts the groups and counts how deep each one lies in the others."""
    groups.sort(key=lambda group: (group["range"]["startIndex"], -group["range"]["endIndex"]))
    for at, group in enumerate(groups):
        start, end = group["range"]["startIndex"], group["range"]["endIndex"]
        around = [g for g in groups[:at] if g["range"]["startIndex"] <= start and end <= g["range"]["endIndex"]]
        group["depth"] = 1 + len(around)


def _cell(sheet: Sheet, row: int, column: int, top: int) -> Cell:
    return sheet.cell(row, column) if row >= top else BLANK
