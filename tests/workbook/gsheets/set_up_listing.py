"""A spreadsheet as a page of text: what a person would find on each sheet, read from what the API tells.

    python -m tests.workbook.gsheets.set_up_listing > tests/workbook/gsheets/set_up.txt

writes anew what `test_set_up.py` compares with. Read it: these are all the words and looks there are.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import gspread

from leadsorted_sheets.core.design.letters import letters
from leadsorted_sheets.workbook.gsheets.set_up import new_spreadsheet, requests_for
from leadsorted_sheets.workbook.port import Setup
from tests.sheets_server import SheetsServer, connected

Json = dict[str, Any]
URL = "https://sheets.googleapis.com/v4/spreadsheets"

FIELDS = (
    "properties(title,locale,timeZone),namedRanges(name,range),"
    "sheets(properties,developerMetadata,conditionalFormats,basicFilter,charts,columnGroups,protectedRanges,"
    "data(startRow,rowData.values(userEnteredValue,userEnteredFormat,note,dataValidation),"
    "rowMetadata.pixelSize,columnMetadata))"
)
ROWS = {"Start here": 40, "Settings": 25, "Report": 75, "Sources": 3}
"""How many rows of a sheet are looked at; of the others two."""


@contextmanager
def connection() -> Iterator[tuple[SheetsServer, gspread.Client]]:
    """A server and a client of it."""
    with SheetsServer() as server:
        client = connected(server)
        try:
            yield server, client
        finally:
            client.http_client.session.close()


def created(client: gspread.Client) -> str:
    """The key of a new spreadsheet with all that is ours: two requests."""
    body = new_spreadsheet("Our leads", time_zone="Europe/London")
    spreadsheet = client.http_client.request("post", URL, json=body).json()
    key: str = spreadsheet["spreadsheetId"]
    client.http_client.batch_update(key, {"requests": requests_for(taken(spreadsheet), Setup())})
    return key


def taken(spreadsheet: Json) -> dict[str, int]:
    """The titles and ids of its sheets."""
    return {each["properties"]["title"]: each["properties"]["sheetId"] for each in spreadsheet["sheets"]}


def seen(client: gspread.Client, key: str) -> Json:
    """The upper left of every sheet, with all that hangs on it."""
    whole = client.http_client.fetch_sheet_metadata(key)
    told: Json = client.http_client.request(
        "get", f"{URL}/{key}", params={"ranges": ranges(whole), "fields": FIELDS}
    ).json()
    return told


def ranges(spreadsheet: Json) -> list[str]:
    """What to ask for: the upper left of every sheet."""
    return [
        f"'{title}'!1:{min(ROWS.get(title, 2), properties['gridProperties']['rowCount'])}"
        for properties in (sheet["properties"] for sheet in spreadsheet["sheets"])
        for title in [properties["title"].replace("'", "''")]
    ]


def listing(spreadsheet: Json) -> str:
    titles = {sheet["properties"]["sheetId"]: sheet["properties"]["title"] for sheet in spreadsheet["sheets"]}
    lines = [f"{name}: {text}" for name, text in spreadsheet["properties"].items()]
    lines += [f"{each['name']} = {area(each['range'], titles)}" for each in spreadsheet.get("namedRanges", ())]
    for sheet in spreadsheet["sheets"]:
        lines += ["", *_sheet(sheet, titles)]
    return "\n".join(lines) + "\n"


def _sheet(sheet: Json, titles: Mapping[int, str]) -> Iterator[str]:
    properties, grid = sheet["properties"], sheet["properties"]["gridProperties"]
    more = [f"frozen {grid.get('frozenRowCount', 0)} x {grid.get('frozenColumnCount', 0)}"]
    more += ["hidden"] * properties.get("hidden", False) + ["no gridlines"] * grid.get("hideGridlines", False)
    if "tabColorStyle" in properties:
        more.append(f"tab {colour(properties['tabColorStyle'])}")
    size = f"{grid['rowCount']} x {grid['columnCount']}"
    yield f"== {properties['title']} (gid {properties['sheetId']}): {size}, {', '.join(more)}"
    for entry in sheet.get("developerMetadata", ()):
        yield f"   {entry['metadataKey']} {entry['metadataValue']}"
    if "basicFilter" in sheet:
        yield f"   filter {area(sheet['basicFilter']['range'], titles)}"
    for each in sheet.get("protectedRanges", ()):
        yield f"   {'asks before' if each.get('warningOnly') else 'forbids'} {area(each['range'], titles)}: {each['description']}"
    for group in sheet.get("columnGroups", ()):
        lines = group["range"]
        state = "folded" if group.get("collapsed") else "open"
        yield f"   {state} {letters(lines['startIndex'] + 1)}:{letters(lines['endIndex'])}"
    for rule in sheet.get("conditionalFormats", ()):
        where = " ".join(area(each, titles) for each in rule["ranges"])
        [formula] = rule["booleanRule"]["condition"]["values"]
        yield f"   {where} {_look(rule['booleanRule']['format'])} where {formula['userEnteredValue']}"
    for chart in sheet.get("charts", ()):
        yield from _chart(chart, titles)
    [data] = sheet["data"]
    yield "   columns " + " ".join(_columns(data["columnMetadata"]))
    yield "   rows " + " ".join(_repeated([row["pixelSize"] for row in data["rowMetadata"]]))
    yield from _cells(data.get("rowData", []))


def _cells(rows: list[Json]) -> Iterator[str]:
    """Every cell that holds something or looks otherwise than the one above it. "=" is the look of the one before it."""
    above: dict[int, str] = {}
    for row, line in enumerate(rows, 1):
        before = ""
        for column, cell in enumerate(line.get("values", ()), 1):
            value, look = _value(cell), _dress(cell)
            if value or look != above.get(column, ""):
                told = "" if look == above.get(column, "") else "=" if look and look == before else look or "plain"
                yield f"   {letters(column)}{row} {' · '.join(part for part in (value, told, _note(cell)) if part)}"
            above[column] = before = look
        for column in [column for column in above if column > len(line.get("values", ()))]:
            del above[column]


def _columns(columns: list[Json]) -> Iterator[str]:
    for number, column in enumerate(columns, 1):
        marks = [entry["metadataValue"] for entry in column.get("developerMetadata", ())]
        yield f"{letters(number)}{'-' if column.get('hiddenByUser') else ''}={column['pixelSize']}" + "".join(
            f"[{mark}]" for mark in marks
        )


def _repeated(sizes: list[int]) -> Iterator[str]:
    for size, run in itertools.groupby(sizes):
        count = len(list(run))
        yield f"{size} x {count}" if count > 1 else str(size)


def _chart(chart: Json, titles: Mapping[int, str]) -> Iterator[str]:
    spec, place = chart["spec"], chart["position"]["overlayPosition"]
    bars = spec["basicChart"]
    anchor = f"{letters(place['anchorCell']['columnIndex'] + 1)}{place['anchorCell']['rowIndex'] + 1}"
    offset = f"+{place.get('offsetXPixels', 0)}+{place.get('offsetYPixels', 0)}"
    [names] = bars["domains"]
    drawn = [_source(names["domain"], titles), *(_source(each["series"], titles) for each in bars["series"])]
    yield (
        f"   chart {spec['title']!r} {bars['chartType']} {bars['stackedType']} of {' '.join(drawn)}"
        f" at {anchor}{offset}, {place['widthPixels']} x {place['heightPixels']}"
    )


def _source(data: Json, titles: Mapping[int, str]) -> str:
    [source] = data["sourceRange"]["sources"]
    return area(source, titles)


def _value(cell: Json) -> str:
    for kind, value in cell.get("userEnteredValue", {}).items():
        return value if kind == "formulaValue" else repr(value)
    return ""


def _note(cell: Json) -> str:
    return f"note: {cell['note']}" if "note" in cell else ""


def _dress(cell: Json) -> str:
    parts, form = [], cell.get("userEnteredFormat", {})
    if "numberFormat" in form:
        parts.append(f"{form['numberFormat']['type']} {form['numberFormat']['pattern']}")
    parts += [_look(form)] if _look(form) else []
    if rule := cell.get("dataValidation"):
        values = ", ".join(value["userEnteredValue"] for value in rule["condition"].get("values", ()))
        parts.append(f"<{'only ' * rule.get('strict', False)}{rule['condition']['type']} {values}".rstrip() + ">")
    return " · ".join(parts)


def _look(form: Json) -> str:
    text = form.get("textFormat", {})
    words = [name for name in ("bold", "italic", "underline") if text.get(name)]
    words += [str(text["fontSize"])] if "fontSize" in text else []
    words += [text["fontFamily"]] if "fontFamily" in text else []
    if "foregroundColorStyle" in text:
        words.append(colour(text["foregroundColorStyle"]))
    if "backgroundColorStyle" in form:
        words.append("on " + colour(form["backgroundColorStyle"]))
    words += [form[name] for name in ("horizontalAlignment", "verticalAlignment", "wrapStrategy") if name in form]
    words += [f"{side} line" for side in form.get("borders", {})]
    words += [f"-> {text['link']['uri']}"] if "link" in text else []
    return " ".join(words)


def colour(style: Json) -> str:
    rgb = style["rgbColor"]
    return "#" + "".join(f"{round(rgb.get(name, 0) * 255):02X}" for name in ("red", "green", "blue"))


def area(message: Json, titles: Mapping[int, str]) -> str:
    """A GridRange as A1."""
    left, right = message["startColumnIndex"] + 1, message["endColumnIndex"]
    bottom = message.get("endRowIndex", "")
    title = titles[message.get("sheetId", 0)]
    return f"{title}!{letters(left)}{message.get('startRowIndex', 0) + 1}:{letters(right)}{bottom}"


if __name__ == "__main__":
    with connection() as (_, client_here):
        sys.stdout.write(listing(seen(client_here, created(client_here))))
