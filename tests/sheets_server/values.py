"""spreadsheets.values: get, update, append, clear, and their batch forms."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from tests.sheets_server.cells import entered, rendered
from tests.sheets_server.doubts import Doubts
from tests.sheets_server.filters import filtered_areas
from tests.sheets_server.grid import COLUMNS, ROWS, Sheet
from tests.sheets_server.protection import check_writable
from tests.sheets_server.ranges import Area, exceeds_grid, letters, named_area
from tests.sheets_server.refusals import Json, Refusal, invalid
from tests.sheets_server.spreadsheet import Spreadsheet
from tests.sheets_server.tables import table_area

FORMATTED, SERIAL = "FORMATTED_VALUE", "SERIAL_NUMBER"


def value_range(spreadsheet: Spreadsheet, area: Area, options: Json) -> Json:
    """A `ValueRange`: trailing blanks and blank lines fall away, and a blank range has no `values` at all."""
    option = options.get("valueRenderOption", FORMATTED)
    dates = options.get("dateTimeRenderOption", SERIAL)
    major = _dimension(options.get("majorDimension"))
    lines = _columns(spreadsheet, area, option, dates) if major == COLUMNS else _rows(spreadsheet, area, option, dates)
    found = [_trimmed(line) for line in lines]
    while found and not found[-1]:
        found.pop()
    result: Json = {"range": area.a1(), "majorDimension": major}
    return result | {"values": found} if found else result


def get(spreadsheet: Spreadsheet, text: str, options: Json) -> Json:
    return value_range(spreadsheet, named_area(spreadsheet, text), options)


def batch_get(spreadsheet: Spreadsheet, options: Json) -> Json:
    areas = [named_area(spreadsheet, text) for text in options.get("ranges", [])]
    answer: Json = {"spreadsheetId": spreadsheet.id}
    if areas:
        answer["valueRanges"] = [value_range(spreadsheet, area, options) for area in areas]
    return answer


def batch_get_by_data_filter(spreadsheet: Spreadsheet, body: Json) -> Json:
    """Each range once, with the filters it was found by."""
    found: dict[str, tuple[Area, list[Json]]] = {}
    for data_filter in body.get("dataFilters", []):
        for area in filtered_areas(spreadsheet, data_filter):
            found.setdefault(area.a1(), (area, []))[1].append(data_filter)
    matched = [
        {"valueRange": value_range(spreadsheet, area, body), "dataFilters": filters} for area, filters in found.values()
    ]
    return {"spreadsheetId": spreadsheet.id} | ({"valueRanges": matched} if matched else {})


def update(spreadsheet: Spreadsheet, text: str, body: Json, options: Json, doubts: Doubts) -> Json:
    if "range" in body and body["range"] != text and not _same_place(spreadsheet, body["range"], text):
        raise invalid(f"Requested writing within range [{body['range']}], but tried writing to range [{text}]")
    return _update_area(spreadsheet, named_area(spreadsheet, text), body, options, doubts)


def batch_update(spreadsheet: Spreadsheet, body: Json, doubts: Doubts) -> Json:
    """All ranges or none; a refusal says which one it was."""
    responses = []
    for at, entry in enumerate(body.get("data", [])):
        try:
            area = named_area(spreadsheet, entry.get("range", ""))
            responses.append(_update_area(spreadsheet, area, entry, body, doubts))
        except Refusal as refusal:
            raise _numbered(refusal, f"data[{at}]") from None
    return _totals(spreadsheet, responses)


def batch_update_by_data_filter(spreadsheet: Spreadsheet, body: Json, doubts: Doubts) -> Json:
    """Values written to every range a filter finds; a filter that finds none writes nothing and has no response."""
    responses = []
    for at, entry in enumerate(body.get("data", [])):
        try:
            for area in filtered_areas(spreadsheet, entry.get("dataFilter", {})):
                answer = _update_area(spreadsheet, area, entry, body, doubts)
                del answer["spreadsheetId"]
                responses.append(answer | {"dataFilter": entry["dataFilter"]})
        except Refusal as refusal:
            raise _numbered(refusal, f"data[{at}]") from None
    return _totals(spreadsheet, responses)


def clear(spreadsheet: Spreadsheet, text: str) -> Json:
    area = named_area(spreadsheet, text)
    clear_area(area)
    return {"spreadsheetId": spreadsheet.id, "clearedRange": area.a1()}


def batch_clear(spreadsheet: Spreadsheet, ranges: Sequence[str]) -> Json:
    areas = [named_area(spreadsheet, text) for text in ranges]
    return _cleared(spreadsheet, areas)


def batch_clear_by_data_filter(spreadsheet: Spreadsheet, body: Json) -> Json:
    areas = [area for data_filter in body.get("dataFilters", []) for area in filtered_areas(spreadsheet, data_filter)]
    return _cleared(spreadsheet, areas)


def append(spreadsheet: Spreadsheet, text: str, body: Json, options: Json, doubts: Doubts) -> Json:
    """Writes below the last table that touches the range. Where it lands is Google's choice, not the caller's."""
    area = named_area(spreadsheet, text)
    table = table_area(area)
    top, left = (table.bottom, table.left) if table else (area.top, area.left)
    lines = body.get("values") or []
    columns_first = _dimension(body.get("majorDimension")) == COLUMNS
    widest = max((len(line) for line in lines), default=0)
    height, width = (widest, len(lines)) if columns_first else (len(lines), widest)
    sheet = area.sheet
    if options.get("insertDataOption") == "INSERT_ROWS" and table and top < len(sheet.rows):
        sheet.insert(ROWS, top, height, like=top - 1)
    _make_room(sheet, top + height, left + width)
    spreadsheet.check_size()
    target = Area(sheet, top, left, max(top + height, top + 1), max(left + width, left + 1), bounded=False)
    answer: Json = {"spreadsheetId": spreadsheet.id}
    if table:
        answer["tableRange"] = table.a1()
    return answer | {"updates": _update_area(spreadsheet, target, body, options, doubts)}


def clear_area(area: Area) -> None:
    """Values go; formats, notes and validations stay."""
    for row in range(area.top, area.bottom):
        cells = area.sheet.rows[row].cells
        for column in range(area.left, min(area.right, len(cells))):
            if cells[column].value is not None:
                area.sheet.put(row, column, cells[column].with_value(None))


def _update_area(spreadsheet: Spreadsheet, area: Area, body: Json, options: Json, doubts: Doubts) -> Json:
    option = options.get("valueInputOption", "INPUT_VALUE_OPTION_UNSPECIFIED")
    if option == "INPUT_VALUE_OPTION_UNSPECIFIED":
        raise invalid("'valueInputOption' is required but not specified")
    lines = body.get("values") or []
    if _dimension(body.get("majorDimension")) == COLUMNS:
        height = max((len(line) for line in lines), default=0)
        lines = [[line[row] if row < len(line) else None for line in lines] for row in range(height)]
    width = max((len(line) for line in lines), default=0)
    _check_values(lines)
    _check_room(area, len(lines), width, doubts)
    written = _write(spreadsheet, area, lines, option, doubts)
    answer: Json = {"spreadsheetId": spreadsheet.id, "updatedRange": area.sized(max(len(lines), 1), max(width, 1)).a1()}
    if written:
        answer |= {"updatedRows": len(lines), "updatedColumns": width, "updatedCells": written}
    if options.get("includeValuesInResponse"):
        shown = area.sized(max(len(lines), 1), max(width, 1))
        render = {
            "valueRenderOption": options.get("responseValueRenderOption", FORMATTED),
            "dateTimeRenderOption": options.get("responseDateTimeRenderOption", SERIAL),
            "majorDimension": body.get("majorDimension", ROWS),
        }
        answer["updatedData"] = value_range(spreadsheet, shown, render)
    return answer


def _write(spreadsheet: Spreadsheet, area: Area, lines: list[list[Any]], option: str, doubts: Doubts) -> int:
    """Writes the values and says how many cells were touched: null leaves a cell alone, "" clears it."""
    sheet, locale, count = area.sheet, spreadsheet.properties["locale"], 0
    for row, line in enumerate(lines, area.top):
        cells = [sheet.cell(row, column) for column in range(area.left, area.left + len(line))]
        for at, given in enumerate(line):
            if given is not None:
                if sheet.objects.get("protectedRanges"):
                    check_writable(spreadsheet, Area(sheet, row, area.left + at, row + 1, area.left + at + 1))
                if doubts.strict_validation_refuses_writes:
                    check_validation(sheet, row, area.left + at, given)
                cells[at] = entered(cells[at], given, option, locale)
                count += 1
        sheet.put_line(row, area.left, cells)
    return count


def check_validation(sheet: Sheet, row: int, column: int, given: Any) -> None:
    """Refuses what a strict list does not hold, as the sheet refuses it when typed."""
    rule = sheet.cell(row, column).validation
    if rule and rule.get("strict") and rule["condition"]["type"] == "ONE_OF_LIST" and given != "":
        allowed = [value["userEnteredValue"] for value in rule["condition"].get("values", [])]
        if str(given) not in allowed:
            place = f"{letters(column)}{row + 1}"
            raise invalid(
                f"The data you entered in cell {place} violates the data validation rules set on this cell. "
                f"Please enter one of the following values: {', '.join(allowed)}."
            )


def _check_values(lines: Sequence[Sequence[Any]]) -> None:
    for row, line in enumerate(lines):
        for column, given in enumerate(line):
            if isinstance(given, dict | list):
                kind = "struct_value" if isinstance(given, dict) else "list_value"
                raise invalid(f"Invalid values[{row}][{column}]: {kind} {json.dumps(given)}\n")


def _check_room(area: Area, height: int, width: int, doubts: Doubts) -> None:
    """One cell is a corner to write from; a larger range is a frame that must not be left."""
    sheet = area.sheet
    if area.height == 1 and area.width == 1:
        if area.top + height > len(sheet.rows) or area.left + width > len(sheet.columns):
            if not doubts.update_grows_grid:
                raise exceeds_grid(area.sized(max(height, 1), max(width, 1)))
            _make_room(sheet, area.top + height, area.left + width)
        return
    if height > area.height:
        raise invalid(f"Requested writing within range [{area.a1()}], but tried writing to row [{area.bottom + 1}]")
    if width > area.width:
        raise invalid(
            f"Requested writing within range [{area.a1()}], but tried writing to column [{letters(area.right)}]"
        )


def _make_room(sheet: Sheet, rows: int, columns: int) -> None:
    for dimension, wanted in ((ROWS, rows), (COLUMNS, columns)):
        have = len(sheet.lines(dimension))
        if wanted > have:
            sheet.insert(dimension, have, wanted - have, like=have - 1)


def _rows(spreadsheet: Spreadsheet, area: Area, option: str, dates: str) -> Iterator[list[Any]]:
    for row in range(area.top, area.bottom):
        right = min(area.right, len(area.sheet.rows[row].cells))
        yield [
            rendered(spreadsheet, area.sheet, row, column, option=option, dates=dates)
            for column in range(area.left, right)
        ]


def _columns(spreadsheet: Spreadsheet, area: Area, option: str, dates: str) -> Iterator[list[Any]]:
    for column in range(area.left, area.right):
        yield [
            rendered(spreadsheet, area.sheet, row, column, option=option, dates=dates)
            for row in range(area.top, area.bottom)
        ]


def _trimmed(line: list[Any]) -> list[Any]:
    while line and line[-1] is None:
        line.pop()
    return ["" if value is None else value for value in line]


def _dimension(name: str | None) -> str:
    return COLUMNS if name == COLUMNS else ROWS


def _same_place(spreadsheet: Spreadsheet, one: str, other: str) -> bool:
    return named_area(spreadsheet, one) == named_area(spreadsheet, other)


def _numbered(refusal: Refusal, place: str) -> Refusal:
    return Refusal(refusal.code, refusal.status, f"Invalid {place}: {refusal.message}", details=refusal.details)


def _cleared(spreadsheet: Spreadsheet, areas: Sequence[Area]) -> Json:
    for area in areas:
        clear_area(area)
    return {"spreadsheetId": spreadsheet.id} | ({"clearedRanges": [area.a1() for area in areas]} if areas else {})


def _totals(spreadsheet: Spreadsheet, responses: list[Json]) -> Json:
    counted = [answer for answer in responses if answer.get("updatedCells")]
    answer: Json = {"spreadsheetId": spreadsheet.id}
    if counted:
        sheets = {answer["updatedRange"].rsplit("!", 1)[0] for answer in counted}
        answer |= {
            "totalUpdatedRows": sum(answer["updatedRows"] for answer in counted),
            "totalUpdatedColumns": sum(answer["updatedColumns"] for answer in counted),
            "totalUpdatedCells": sum(answer["updatedCells"] for answer in counted),
            "totalUpdatedSheets": len(sheets),
        }
    return answer | ({"responses": responses} if responses else {})
