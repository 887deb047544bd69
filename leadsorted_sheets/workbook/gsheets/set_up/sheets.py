"""The sheets themselves: grids of the size they need, frozen headers, widths, heights, their mark."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from leadsorted_sheets.core.design.look import HEADER_ROW, LINES_READ, MUTED, TAB_COLOURS, last_in_sight, pixels
from leadsorted_sheets.core.design.places import PLACES, SETTINGS_HEADER, Place
from leadsorted_sheets.core.design.shared_sheets import (
    REPORT_HEADER_PIXELS,
    REPORT_ROW_PIXELS,
    SETTINGS_GAP_WIDTH,
    SETTINGS_TITLE_ROW,
    report_widths,
)
from leadsorted_sheets.core.design.start_here import ROW_PIXELS, TITLE_POINTS, WIDTHS
from leadsorted_sheets.core.schema import SHEETS
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.set_up.heads import ADDRESS, start_here
from leadsorted_sheets.workbook.gsheets.set_up.looks import colour
from leadsorted_sheets.workbook.gsheets.set_up.titles import Sheets

DATA_ROWS = 1_000
HIDDEN_ROWS = 10
_ROOM_BELOW = 20  # rows of Settings and Report beyond the last reserved one
_TITLE_PIXELS, _HEADING_PIXELS, _HEADER_PIXELS, _LINE_PIXELS = 40, 32, HEADER_ROW * 4 // 3, 21


def made(sheets: Sheets) -> Iterator[Json]:
    """Every sheet, last of all behind those of the team's, each marked with our name for it."""
    for name, sheet_id in sheets.ids.items():
        properties: Json = {"sheetId": sheet_id, "title": sheets.titles[name], "gridProperties": _grid(name)}
        if name in SHEETS:
            properties["tabColorStyle"] = colour(TAB_COLOURS.get(name, MUTED))
        else:
            properties["hidden"] = True
        if name in sheets.there:
            yield {"updateSheetProperties": {"properties": properties, "fields": "gridProperties,tabColorStyle"}}
        else:
            yield {"addSheet": {"properties": properties}}
        yield metadata("ls.t", name, {"sheetId": sheet_id})


def metadata(key: str, text: str, location: Json) -> Json:
    """A mark that stays with its sheet or column through every rename and move."""
    entry = {"metadataKey": key, "metadataValue": text, "visibility": "DOCUMENT", "location": location}
    return {"createDeveloperMetadata": {"developerMetadata": entry}}


def sizes(sheets: Sheets, address: str) -> Iterator[Json]:
    """Widths and heights, and the folded columns."""
    for name in (name for name in SHEETS if name in sheets.ids):
        sheet_id, widths = sheets.ids[name], _widths(name, address)
        yield from _lines(sheet_id, "COLUMNS", {at: pixels(width) for at, width in widths.items()})
        yield from _lines(sheet_id, "ROWS", _heights(name, address))
        if name in PLACES:
            yield from _fold(sheet_id, PLACES[name])


def _widths(name: str, address: str) -> Mapping[int, int]:
    """In characters."""
    match name:
        case "Start here":
            return _start_here_widths(address)
        case "Report":
            return report_widths()
        case "Settings":
            return _settings_widths()
        case _:
            place = PLACES[name]
            return {place.column(column.name): column.width for column in place.tab.columns}


def _heights(name: str, address: str) -> Mapping[int, int]:
    """In pixels. A row whose height is said does not grow with a text of several lines; where those are read, none is."""
    match name:
        case "Start here":
            rows = range(1, max(cell.row for cell in start_here(address)) + 1)
            return dict.fromkeys(rows, ROW_PIXELS) | {0: TITLE_POINTS * 4 // 3}
        case "Report":
            return _report_heights()
        case "Settings":
            rows = range(SETTINGS_HEADER + 1, _grid(name)["rowCount"])
            heads = {0: _TITLE_PIXELS, SETTINGS_TITLE_ROW: _HEADING_PIXELS, SETTINGS_HEADER: _HEADER_PIXELS}
            return dict.fromkeys(rows, _LINE_PIXELS) | heads
        case _ if name in LINES_READ:
            return {0: _HEADER_PIXELS}
        case _:
            return dict.fromkeys(range(1, DATA_ROWS), _LINE_PIXELS) | {0: _HEADER_PIXELS}


def _grid(name: str) -> Json:
    place = PLACES.get(name)
    if place is not None:
        # A folded group at the very edge would have no column beside it to carry its sign.
        spare = any(column.folded for column in place.tab.columns)
        sight = place.column(last_in_sight(place.tab)) + 1
        return _size(DATA_ROWS, place.right + 1 + spare, frozenRowCount=place.first, frozenColumnCount=sight)
    match name:
        case "Start here":
            return _size(max(cell.row for cell in start_here(ADDRESS)) + 2, len(WIDTHS), hideGridlines=True)
        case "Settings" | "Report":
            places = [place for place in PLACES.values() if place.tab.sheet == name]
            rows = max(place.reach for place in places) + 1 + _ROOM_BELOW
            columns = max(place.right for place in places) + 2
            more = {"hideGridlines": True} if name == "Report" else {"frozenRowCount": SETTINGS_HEADER + 1}
            return _size(rows, columns, **more)
        case _:
            return _size(HIDDEN_ROWS, 1)


def _size(rows: int, columns: int, **more: int) -> Json:
    return {"rowCount": rows, "columnCount": columns, **more}


def _start_here_widths(address: str) -> dict[int, int]:
    """As in a file; the commands' column is as wide as the longest of them."""
    widths = dict(enumerate(WIDTHS))
    for cell in start_here(address):
        if not cell.to and isinstance(cell.text, str) and cell.text.startswith("leadsorted "):
            widths[cell.column] = max(widths[cell.column], len(cell.text))
    return widths


def _settings_widths() -> dict[int, int]:
    places = [place for place in PLACES.values() if place.tab.sheet == "Settings"]
    widths = {place.column(column.name): column.width for place in places for column in place.tab.columns}
    return widths | {place.right + 1: SETTINGS_GAP_WIDTH for place in places}


def _report_heights() -> dict[int, int]:
    places = [place for place in PLACES.values() if place.tab.sheet == "Report"]
    rows = dict.fromkeys(range(1, max(place.reach for place in places) + 1), REPORT_ROW_PIXELS)
    return rows | {0: _TITLE_PIXELS} | dict.fromkeys((place.top for place in places), REPORT_HEADER_PIXELS)


def _lines(sheet_id: int, dimension: str, measures: Mapping[int, int]) -> Iterator[Json]:
    """Sizes of rows or columns, neighbours of one size together."""
    runs = itertools.groupby(enumerate(sorted(measures.items())), key=lambda each: (each[1][1], each[1][0] - each[0]))
    for (size, _), run in runs:
        numbers = [at for _, (at, _) in run]
        yield {
            "updateDimensionProperties": {
                "range": _dimension(sheet_id, dimension, numbers[0], numbers[-1] + 1),
                "properties": {"pixelSize": size},
                "fields": "pixelSize",
            }
        }


def _fold(sheet_id: int, place: Place) -> Iterator[Json]:
    folded = [place.column(column.name) for column in place.tab.columns if column.folded]
    if folded:
        lines = _dimension(sheet_id, "COLUMNS", folded[0], folded[-1] + 1)
        yield {"addDimensionGroup": {"range": lines}}
        group = {"range": lines, "depth": 1, "collapsed": True}
        yield {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}}


def _dimension(sheet_id: int, dimension: str, start: int, end: int) -> Json:
    return {"sheetId": sheet_id, "dimension": dimension, "startIndex": start, "endIndex": end}
