"""Tabs: add, delete, duplicate, rename, reorder, hide, resize; and the spreadsheet's own properties."""

from __future__ import annotations

from collections.abc import Mapping

from tests.sheets_server import following
from tests.sheets_server.doubts import Doubts
from tests.sheets_server.grid import COLUMNS, ROWS, Formula, Sheet
from tests.sheets_server.kinds.fields import request_mask
from tests.sheets_server.masks import Mask, written
from tests.sheets_server.ranges import quoted, walk_ranges
from tests.sheets_server.refusals import Json, invalid
from tests.sheets_server.spreadsheet import Spreadsheet
from tests.sheets_server.told import sheet_properties

_SIZES = {"rowCount": ROWS, "columnCount": COLUMNS}


def add_sheet(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    given = request.get("properties", {})
    title = given.get("title", "")
    if title:
        _check_title(draft, title)
    sheet_id = given.get("sheetId")
    if sheet_id is None:
        sheet_id = draft.fresh_id(sheet.id for sheet in draft.sheets)
    _check_sheet_id(draft, sheet_id)
    grid = given.get("gridProperties", {})
    rows, columns = grid.get("rowCount", 1000), grid.get("columnCount", 26)
    draft.check_size(rows * columns)
    sheet = Sheet.new(sheet_id, title or draft.fresh_title(""), rows, columns)
    _check_frozen(sheet, grid)
    rest = {name: part for name, part in given.items() if name not in ("sheetId", "title", "index", "sheetType")}
    sheet.properties |= rest
    _forget_sizes(sheet)
    draft.sheets.insert(min(given.get("index", len(draft.sheets)), len(draft.sheets)), sheet)
    return {"properties": sheet_properties(draft, sheet)}


def delete_sheet(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """Named ranges and metadata on it go with it; the last visible tab stays."""
    sheet = draft.sheet(request.get("sheetId", 0))
    if len(draft.sheets) == 1:
        raise invalid("You can't remove all the sheets in a document.")
    if all(other.properties.get("hidden") for other in draft.sheets if other is not sheet):
        raise invalid("You can't remove all the visible sheets in a document.")
    draft.sheets.remove(sheet)
    draft.named_ranges = [n for n in draft.named_ranges if n["range"].get("sheetId", 0) != sheet.id]
    draft.metadata = {number: entry for number, entry in draft.metadata.items() if entry.sheet_id != sheet.id}


def duplicate_sheet(draft: Spreadsheet, request: Json, doubts: Doubts) -> Json:
    source = draft.sheet(request.get("sourceSheetId", 0))
    title = request.get("newSheetName") or ""
    if title:
        _check_title(draft, title)
    sheet_id = request.get("newSheetId")
    if sheet_id is None:
        sheet_id = draft.fresh_id(sheet.id for sheet in draft.sheets)
    _check_sheet_id(draft, sheet_id)
    twin = source.duplicate(sheet_id, title or draft.fresh_title(f"Copy of {source.title}"))
    draft.sheets.insert(request.get("insertSheetIndex", 0), rehomed(twin, source.id))
    draft.check_size()
    return {"properties": sheet_properties(draft, twin)}


def update_sheet_properties(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    given = request.get("properties", {})
    sheet, mask = draft.sheet(given.get("sheetId", 0)), request_mask(request, "SheetProperties")
    if "title" in mask and given.get("title", "") != sheet.title:
        _rename(draft, sheet, given.get("title", ""))
    if "index" in mask:
        _reorder(draft, sheet, given.get("index", 0))
    if "gridProperties" in mask:
        _resize(draft, sheet, given.get("gridProperties", {}), mask["gridProperties"])
    rest = {name: below for name, below in mask.items() if name not in ("title", "index", "sheetId")}
    sheet.properties = written(sheet.properties, given, rest)
    _forget_sizes(sheet)
    if all(other.properties.get("hidden") for other in draft.sheets):
        raise invalid("You can't hide all the sheets in a document.")


def update_spreadsheet_properties(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    mask = request_mask(request, "SpreadsheetProperties")
    draft.properties = written(draft.properties, request.get("properties", {}), mask)
    if not draft.properties.get("title"):
        raise invalid("The title must not be empty.")


KINDS = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
}


def rehomed(sheet: Sheet, old_id: int) -> Sheet:
    """A copied sheet, its ranges pointing at itself rather than at the one it was copied from."""

    def change(message: Json) -> Json:
        return {**message, "sheetId": sheet.id} if message.get("sheetId", 0) == old_id else message

    sheet.objects = walk_ranges(sheet.objects, change) or {}
    return sheet


def _check_title(draft: Spreadsheet, title: str) -> None:
    if draft.titled(title) is not None:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _check_sheet_id(draft: Spreadsheet, sheet_id: int) -> None:
    if sheet_id < 0:
        raise invalid("sheetId must be non-negative.")
    if any(sheet.id == sheet_id for sheet in draft.sheets):
        raise invalid(f"A sheet with ID {sheet_id} already exists. Please choose another ID.")


def _rename(draft: Spreadsheet, sheet: Sheet, title: str) -> None:
    """Formulas that name the tab name it by its new title."""
    if not title:
        raise invalid("The sheet title must not be empty.")
    if (other := draft.titled(title)) is not None and other is not sheet:
        _check_title(draft, title)
    old = quoted(sheet.title)
    sheet.properties["title"] = title
    for each in draft.sheets:
        if each.has_formulas:
            for row, column, cell in list(each.filled()):
                if isinstance(cell.value, Formula) and f"{old}!" in cell.value.text:
                    new = Formula(cell.value.text.replace(f"{old}!", f"{quoted(title)}!"))
                    each.put(row, column, cell.with_value(new))


def _reorder(draft: Spreadsheet, sheet: Sheet, to: int) -> None:
    """The place is told as before the move: of three tabs, the first goes ahead of the third with 2."""
    at = draft.sheets.index(sheet)
    if to > len(draft.sheets):
        raise invalid(f"index[{to}] is larger than the number of sheets ({len(draft.sheets)})")
    if to not in (at, at + 1):
        draft.sheets.remove(sheet)
        draft.sheets.insert(to if to < at else to - 1, sheet)


def _resize(draft: Spreadsheet, sheet: Sheet, grid: Mapping[str, int], mask: Mask) -> None:
    for name, dimension in _SIZES.items():
        if name in mask or (not mask and name in grid):
            wanted, have = grid.get(name, 0), len(sheet.lines(dimension))
            if wanted < 1:
                raise invalid(f"gridProperties.{name} must be greater than 0.")
            if wanted > have:
                other = len(sheet.columns if dimension == ROWS else sheet.rows)
                draft.check_size((wanted - have) * other)
                sheet.insert(dimension, have, wanted - have, like=have - 1)
            elif wanted < have:
                following.delete(draft, sheet, dimension, wanted, have)
    _check_frozen(sheet, grid)


def _check_frozen(sheet: Sheet, grid: Mapping[str, int]) -> None:
    for name, dimension in (("frozenRowCount", ROWS), ("frozenColumnCount", COLUMNS)):
        if grid.get(name, 0) >= len(sheet.lines(dimension)):
            raise invalid(f"You can't freeze all visible {dimension.lower()} on the sheet.")


def _forget_sizes(sheet: Sheet) -> None:
    """The lines themselves say how many they are."""
    grid = sheet.properties.get("gridProperties", {})
    sheet.properties["gridProperties"] = {name: part for name, part in grid.items() if name not in _SIZES}
