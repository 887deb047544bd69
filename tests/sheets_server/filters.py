"""Data filters and developer metadata: what they find, and the messages they are told in."""

from __future__ import annotations

from tests.sheets_server.grid import COLUMNS, ROWS
from tests.sheets_server.ranges import Area, grid_area, named_area
from tests.sheets_server.refusals import Json, invalid
from tests.sheets_server.spreadsheet import Metadata, Spreadsheet


def filtered_areas(spreadsheet: Spreadsheet, data_filter: Json) -> list[Area]:
    """The rectangles a filter finds: one for a range, one for each line or sheet that carries the metadata."""
    match data_filter:
        case {"a1Range": str(text)}:
            return [named_area(spreadsheet, text)]
        case {"gridRange": dict(message)}:
            return [grid_area(spreadsheet, message)]
        case {"developerMetadataLookup": dict(lookup)}:
            found = looked_up(spreadsheet, lookup)
            return [area for entry in found if (area := _area_of(spreadsheet, entry)) is not None]
    raise invalid("Must specify at least one filter.")


def matched_metadata(spreadsheet: Spreadsheet, data_filter: Json) -> list[Metadata]:
    """The metadata a filter finds: by lookup, or by where it hangs for a range."""
    if "developerMetadataLookup" in data_filter:
        return looked_up(spreadsheet, data_filter["developerMetadataLookup"])
    [area] = filtered_areas(spreadsheet, data_filter)
    inside = {line.uid for line in area.sheet.rows[area.top : area.bottom]}
    inside |= {line.uid for line in area.sheet.columns[area.left : area.right]}
    return [
        entry
        for entry in spreadsheet.metadata.values()
        if entry.sheet_id == area.sheet.id and (entry.line is None or entry.line in inside)
    ]


def looked_up(spreadsheet: Spreadsheet, lookup: Json) -> list[Metadata]:
    """By id, key, value, visibility, kind of place and place, all of them together; in the order of their ids."""
    if not lookup:
        raise invalid("Must specify at least one field in DeveloperMetadataLookup.")
    found = sorted(spreadsheet.metadata.values(), key=lambda entry: entry.id)
    if "metadataId" in lookup:
        found = [entry for entry in found if entry.id == lookup["metadataId"]]
    if "metadataKey" in lookup:
        found = [entry for entry in found if entry.key == lookup["metadataKey"]]
    if "metadataValue" in lookup:
        found = [entry for entry in found if entry.value == lookup["metadataValue"]]
    if "visibility" in lookup:
        found = [entry for entry in found if entry.visibility == lookup["visibility"]]
    if "locationType" in lookup:
        found = [entry for entry in found if entry.location_type == lookup["locationType"]]
    if "metadataLocation" in lookup:
        found = _at_location(spreadsheet, found, lookup)
    return found


def metadata_message(spreadsheet: Spreadsheet, entry: Metadata) -> Json:
    """An entry as `DeveloperMetadata`, its line told by the number it has now."""
    location: Json = {"locationType": entry.location_type}
    if entry.sheet_id is None:
        location["spreadsheet"] = True
    elif entry.line is None:
        location["sheetId"] = entry.sheet_id
    else:
        at = spreadsheet.line_number(entry)
        location["dimensionRange"] = {
            "sheetId": entry.sheet_id,
            "dimension": entry.dimension,
            "startIndex": at,
            "endIndex": at + 1,
        }
    message: Json = {"metadataId": entry.id, "metadataKey": entry.key}
    if entry.value is not None:
        message["metadataValue"] = entry.value
    return message | {"location": location, "visibility": entry.visibility}


def search(spreadsheet: Spreadsheet, body: Json) -> Json:
    """developerMetadata:search: each entry once, with the filters it matched."""
    found: dict[int, tuple[Metadata, list[Json]]] = {}
    for data_filter in body.get("dataFilters", []):
        for entry in matched_metadata(spreadsheet, data_filter):
            found.setdefault(entry.id, (entry, []))[1].append(data_filter)
    matched = [
        {"developerMetadata": metadata_message(spreadsheet, entry), "dataFilters": filters}
        for entry, filters in found.values()
    ]
    return {"matchedDeveloperMetadata": matched} if matched else {}


def metadata_at(spreadsheet: Spreadsheet, location: Json) -> tuple[int | None, str | None, int | None]:
    """The place a `DeveloperMetadataLocation` names: sheet id, dimension, and the line's own number."""
    if location.get("spreadsheet"):
        return None, None, None
    if "dimensionRange" in location:
        message = location["dimensionRange"]
        sheet, dimension = spreadsheet.sheet(message.get("sheetId", 0)), message.get("dimension")
        start, end = message.get("startIndex", 0), message.get("endIndex")
        if dimension not in (ROWS, COLUMNS) or end is None or end - start != 1:
            raise invalid("The dimension range must represent a single row or column.")
        lines = sheet.lines(dimension)
        if start >= len(lines):
            raise invalid(f"dimensionRange.startIndex must be less than the grid size ({len(lines)})")
        return sheet.id, dimension, lines[start].uid
    if "sheetId" in location:
        return spreadsheet.sheet(location["sheetId"]).id, None, None
    raise invalid("A location must be specified.")


def _at_location(spreadsheet: Spreadsheet, entries: list[Metadata], lookup: Json) -> list[Metadata]:
    sheet_id, dimension, line = metadata_at(spreadsheet, lookup["metadataLocation"])
    exact = [e for e in entries if (e.sheet_id, e.dimension, e.line) == (sheet_id, dimension, line)]
    if lookup.get("locationMatchingStrategy") != "INTERSECTING_LOCATION" or line is not None:
        return exact
    return entries if sheet_id is None else [entry for entry in entries if entry.sheet_id == sheet_id]


def _area_of(spreadsheet: Spreadsheet, entry: Metadata) -> Area | None:
    """Metadata of the spreadsheet names no cells."""
    if entry.sheet_id is None:
        return None
    sheet = spreadsheet.sheet(entry.sheet_id)
    height, width = len(sheet.rows), len(sheet.columns)
    if entry.line is None:
        return Area(sheet, 0, 0, height, width, bounded=False)
    at = spreadsheet.line_number(entry)
    if entry.dimension == ROWS:
        return Area(sheet, at, 0, at + 1, width, bounded=False)
    return Area(sheet, 0, at, height, at + 1, bounded=False)
