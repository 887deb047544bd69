"""What spreadsheets.get tells: properties, the objects on each sheet, and grid data where it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.sheets_server.cells import DEFAULT_FORMAT, cell_data
from tests.sheets_server.filters import metadata_message
from tests.sheets_server.grid import BLANK, Sheet
from tests.sheets_server.masks import Mask
from tests.sheets_server.protection import may_edit
from tests.sheets_server.ranges import Area
from tests.sheets_server.refusals import Json
from tests.sheets_server.spreadsheet import Metadata, Spreadsheet

_THEME_COLOURS = {
    "TEXT": (),
    "BACKGROUND": (1, 1, 1),
    "ACCENT1": (0.25882354, 0.52156866, 0.95686275),
    "ACCENT2": (0.91764706, 0.2627451, 0.20784314),
    "ACCENT3": (0.9843137, 0.7372549, 0.015686275),
    "ACCENT4": (0.20392157, 0.65882355, 0.3254902),
    "ACCENT5": (1, 0.42745098, 0.003921569),
    "ACCENT6": (0.27450982, 0.7411765, 0.7764706),
    "LINK": (0.06666667, 0.33333334, 0.8),
}


def spreadsheet_message(spreadsheet: Spreadsheet, areas: Sequence[Area] | None, *, grid_data: bool, mask: Mask) -> Json:
    """The `Spreadsheet`. With `areas`, only their sheets are told, each with one `data` block an area."""
    sheets = (
        spreadsheet.sheets if areas is None else [s for s in spreadsheet.sheets if any(a.sheet is s for a in areas)]
    )
    wanted = mask.get("sheets", {}) if mask else {}
    with_data = "data" in wanted or "*" in mask or ("sheets" in mask and not wanted) if mask else grid_data
    told = []
    for sheet in sheets:
        message = _sheet_message(spreadsheet, sheet)
        if with_data:
            whole = Area(sheet, 0, 0, len(sheet.rows), len(sheet.columns))
            mine = [whole] if areas is None else [area for area in areas if area.sheet is sheet]
            asked = wanted.get("data", {})
            cells = not asked or "rowData" in asked or "*" in asked
            message["data"] = [grid_data_message(spreadsheet, area, with_cells=cells) for area in mine]
        told.append(message)
    colours = [{"colorType": name, "color": {"rgbColor": _colour(parts)}} for name, parts in _THEME_COLOURS.items()]
    theme = {"primaryFontFamily": "Arial", "themeColors": colours}
    answer: Json = {
        "spreadsheetId": spreadsheet.id,
        "properties": {**spreadsheet.properties, "defaultFormat": DEFAULT_FORMAT, "spreadsheetTheme": theme},
        "sheets": told,
    }
    if spreadsheet.named_ranges:
        answer["namedRanges"] = without_zero_ids(spreadsheet.named_ranges)
    if metadata := _metadata(spreadsheet, None, None):
        answer["developerMetadata"] = metadata
    return answer | {"spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{spreadsheet.id}/edit"}


def sheet_properties(spreadsheet: Spreadsheet, sheet: Sheet) -> Json:
    """`SheetProperties`, with what is false left out, as proto3 does."""
    grid = {"rowCount": len(sheet.rows), "columnCount": len(sheet.columns)}
    grid |= {name: part for name, part in sheet.properties.get("gridProperties", {}).items() if part}
    told: Json = {
        "sheetId": sheet.id,
        "title": sheet.title,
        "index": spreadsheet.sheets.index(sheet),
        "sheetType": sheet.properties["sheetType"],
        "gridProperties": grid,
    }
    rest = {name: part for name, part in sheet.properties.items() if name not in told and part}
    colour = rest.get("tabColorStyle", {}).get("rgbColor") or rest.get("tabColor")
    if colour:
        rest |= {"tabColor": colour, "tabColorStyle": rest.get("tabColorStyle") or {"rgbColor": colour}}
    elif (
        "tabColorStyle" in rest
        and "rgbColor" not in rest["tabColorStyle"]
        and "themeColor" not in rest["tabColorStyle"]
    ):
        del rest["tabColorStyle"]
    return told | rest


def grid_data_message(spreadsheet: Spreadsheet, area: Area, *, with_cells: bool = True) -> Json:
    """`GridData`: trailing blank cells and rows are left out, a corner at zero too. Cells that nobody asked for are not worked out."""
    sheet, rows = area.sheet, []
    for row in range(area.top, area.bottom if with_cells else area.top):
        cells = sheet.rows[row].cells[area.left : area.right]
        while cells and cells[-1] is BLANK:
            cells.pop()
        data = [cell_data(spreadsheet, sheet, row, area.left + at) for at in range(len(cells))]
        rows.append({"values": data} if data else {})
    while rows and not rows[-1]:
        rows.pop()
    message: Json = {}
    if area.top:
        message["startRow"] = area.top
    if area.left:
        message["startColumn"] = area.left
    if rows:
        message["rowData"] = rows
    message["rowMetadata"] = _lines(spreadsheet, sheet, "ROWS", slice(area.top, area.bottom), size=21)
    message["columnMetadata"] = _lines(spreadsheet, sheet, "COLUMNS", slice(area.left, area.right), size=100)
    return message


def without_zero_ids(message: Any) -> Any:
    """Ranges on sheet 0 come without their sheet id, as proto3 does; a start at 0 is told."""
    if isinstance(message, list):
        return [without_zero_ids(item) for item in message]
    if not isinstance(message, dict):
        return message
    is_range = any(name in message for name in _BOUNDS) and message.get("sheetId") == 0
    return {name: without_zero_ids(part) for name, part in message.items() if not (is_range and name == "sheetId")}


_BOUNDS = (
    "startRowIndex",
    "endRowIndex",
    "startColumnIndex",
    "endColumnIndex",
    "startIndex",
    "endIndex",
    "rowIndex",
    "columnIndex",
)


def _sheet_message(spreadsheet: Spreadsheet, sheet: Sheet) -> Json:
    message: Json = {"properties": sheet_properties(spreadsheet, sheet)}
    for name, part in sheet.objects.items():
        if part:
            message[name] = without_zero_ids(part)
    if "protectedRanges" in message:
        message["protectedRanges"] = [_protected(spreadsheet, each) for each in message["protectedRanges"]]
    if metadata := _metadata(spreadsheet, sheet.id, None):
        message["developerMetadata"] = metadata
    return message


def _protected(spreadsheet: Spreadsheet, protected: Json) -> Json:
    told = {name: part for name, part in protected.items() if part not in ("", False)}
    if may_edit(spreadsheet, protected):
        told["requestingUserCanEdit"] = True
    return told


def _metadata(spreadsheet: Spreadsheet, sheet_id: int | None, line: int | None) -> list[Json]:
    return [
        without_zero_ids(metadata_message(spreadsheet, entry))
        for entry in spreadsheet.metadata.values()
        if entry.sheet_id == sheet_id and entry.line == line
    ]


def _lines(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, span: slice, *, size: int) -> list[Json]:
    lines = sheet.lines(dimension)[span]
    carried: dict[int | None, list[Metadata]] = {}
    for entry in spreadsheet.metadata.values():
        if entry.sheet_id == sheet.id and entry.dimension == dimension:
            carried.setdefault(entry.line, []).append(entry)
    told = []
    for line in lines:
        message = line.properties(size)
        if line.uid in carried:
            entries = [metadata_message(spreadsheet, entry) for entry in carried[line.uid]]
            message["developerMetadata"] = without_zero_ids(entries)
        told.append(message)
    return told


def _colour(parts: Sequence[float]) -> Json:
    return dict(zip(("red", "green", "blue"), parts, strict=True)) if parts else {}
