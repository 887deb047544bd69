"""Copy, cut, paste and fill."""

from __future__ import annotations

from dataclasses import replace

from tests.sheets_server.cells import user_entered
from tests.sheets_server.doubts import Doubts
from tests.sheets_server.formulas import cell_value, copied
from tests.sheets_server.grid import BLANK, Cell, Formula
from tests.sheets_server.ranges import Area, grid_area
from tests.sheets_server.refusals import Json, invalid
from tests.sheets_server.spreadsheet import Spreadsheet


def copy_paste(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """Copies a range; a destination of several times its size is filled with repetitions."""
    source = grid_area(draft, request.get("source", {}))
    kind, turned = request.get("pasteType", "PASTE_NORMAL"), request.get("pasteOrientation") == "TRANSPOSE"
    block = _taken(draft, source, kind)
    if turned:
        block = [list(line) for line in zip(*block, strict=True)]
    target = _destination(draft, request.get("destination", {}), len(block), len(block[0]))
    for row, column in target.places():
        down, right = row - target.top, column - target.left
        cell = block[down % len(block)][right % len(block[0])]
        if isinstance(cell.value, Formula):
            origin = (
                (right % source.height, down % source.width) if turned else (down % source.height, right % source.width)
            )
            away = row - source.top - origin[0], column - source.left - origin[1]
            cell = replace(cell, value=copied(cell.value, *away))
        target.sheet.put(row, column, _pasted(target.sheet.cell(row, column), cell, kind))


def cut_paste(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """Moves a range: what was there goes, what comes keeps its references."""
    source, kind = grid_area(draft, request.get("source", {})), request.get("pasteType", "PASTE_NORMAL")
    corner = request.get("destination", {})
    block = _taken(draft, source, kind)
    for row, column in source.places():
        source.sheet.put(row, column, _pasted(source.sheet.cell(row, column), BLANK, kind))
    message = {
        "sheetId": corner.get("sheetId", 0),
        "startRowIndex": corner.get("rowIndex", 0),
        "startColumnIndex": corner.get("columnIndex", 0),
    }
    start = grid_area(draft, message)
    if start.height < source.height or start.width < source.width:
        raise invalid("The destination is too small for what is pasted.")
    for down, line in enumerate(block):
        for right, cell in enumerate(line):
            row, column = start.top + down, start.left + right
            start.sheet.put(row, column, _pasted(start.sheet.cell(row, column), cell, kind))


def paste_data(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """Text split by a delimiter and by lines, each piece as if it were typed."""
    if "delimiter" not in request:
        raise invalid("Only delimited data can be pasted here.")
    corner = request.get("coordinate", {})
    sheet = draft.sheet(corner.get("sheetId", 0))
    for row, line in enumerate(request.get("data", "").splitlines(), corner.get("rowIndex", 0)):
        for column, text in enumerate(line.split(request["delimiter"]), corner.get("columnIndex", 0)):
            if row >= len(sheet.rows) or column >= len(sheet.columns):
                raise invalid("The destination is too small for what is pasted.")
            sheet.put(row, column, user_entered(sheet.cell(row, column), text, draft.properties["locale"]))


def auto_fill(draft: Spreadsheet, request: Json, doubts: Doubts) -> None:
    """Repeats the source below or beside it; formulas go along. Series are not continued."""
    if "sourceAndDestination" not in request:
        raise invalid("Only sourceAndDestination is supported here.")
    given = request["sourceAndDestination"]
    source, length = grid_area(draft, given.get("source", {})), given.get("fillLength", 0)
    rows = given.get("dimension") == "ROWS"
    sheet = source.sheet
    size = source.height if rows else source.width
    steps = range(size, size + length) if length > 0 else range(-1, length - 1, -1)
    for step in steps:
        for at in range(source.width if rows else source.height):
            from_row, from_column = (step % size, at) if rows else (at, step % size)
            row = source.top + (step if rows else at)
            column = source.left + (at if rows else step)
            cell = sheet.cell(source.top + from_row, source.left + from_column)
            if isinstance(cell.value, Formula):
                away = row - source.top - from_row, column - source.left - from_column
                cell = replace(cell, value=copied(cell.value, *away))
            sheet.put(row, column, cell)


KINDS = {"copyPaste": copy_paste, "cutPaste": cut_paste, "pasteData": paste_data, "autoFill": auto_fill}


def _taken(draft: Spreadsheet, source: Area, kind: str) -> list[list[Cell]]:
    """The cells of a range as they go into the clipboard."""
    block = []
    for row in range(source.top, source.bottom):
        line = []
        for column in range(source.left, source.right):
            cell = source.sheet.cell(row, column)
            if kind == "PASTE_VALUES" and isinstance(cell.value, Formula):
                cell = replace(cell, value=cell_value(draft, source.sheet, row, column))
            line.append(cell)
        block.append(line)
    return block


def _destination(draft: Spreadsheet, message: Json, height: int, width: int) -> Area:
    """The destination, made a multiple of what is pasted."""
    area = grid_area(draft, message)
    rows = max(height, area.height // height * height) if area.bounded else height
    columns = max(width, area.width // width * width) if area.bounded else width
    if area.top + rows > len(area.sheet.rows) or area.left + columns > len(area.sheet.columns):
        raise invalid("The destination is too small for what is pasted.")
    return area.sized(rows, columns)


def _pasted(old: Cell, new: Cell, kind: str) -> Cell:
    match kind:
        case "PASTE_VALUES" | "PASTE_FORMULA":
            cell = replace(old, value=new.value)
        case "PASTE_FORMAT":
            cell = replace(old, format=new.format)
        case "PASTE_DATA_VALIDATION":
            cell = replace(old, validation=new.validation)
        case "PASTE_NO_BORDERS":
            kept = {name: part for name, part in (new.format or {}).items() if name != "borders"}
            cell = replace(new, format=kept or None)
        case "PASTE_CONDITIONAL_FORMATTING":
            cell = old
        case _:
            cell = new
    return BLANK if cell == BLANK else cell
