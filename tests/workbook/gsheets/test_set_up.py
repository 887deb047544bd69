"""A new spreadsheet made ours, applied by the emulator and read back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gspread
import pytest

from leadsorted_sheets.core.design.charts import PICTURES
from leadsorted_sheets.core.design.highlights import HIGHLIGHTS
from leadsorted_sheets.core.design.look import FORMULA_NUMBERS, NUMBERS
from leadsorted_sheets.core.design.places import PLACES
from leadsorted_sheets.core.schema import JOURNAL_SHEET, SHEETS, STATE_SHEET, TABS, TEXT_KINDS, Column, Tab
from leadsorted_sheets.workbook.gsheets.set_up import new_spreadsheet, requests_for
from leadsorted_sheets.workbook.gsheets.set_up.live import SOURCE_ROWS
from leadsorted_sheets.workbook.port import Setup
from tests.sheets_server import SheetsServer
from tests.sheets_server.grid import Cell, Formula, Sheet
from tests.workbook.gsheets.set_up_listing import connection, created, listing, seen, taken

LISTING = Path(__file__).with_name("set_up.txt")
COLUMNS = [pytest.param(tab, column, id=f"{tab.name}.{column.name}") for tab in TABS for column in tab.columns]


@pytest.fixture(scope="module")
def here() -> Iterator[tuple[SheetsServer, gspread.Client]]:
    with connection() as both:
        yield both


@pytest.fixture(scope="module")
def server(here: tuple[SheetsServer, gspread.Client]) -> SheetsServer:
    return here[0]


@pytest.fixture(scope="module")
def client(here: tuple[SheetsServer, gspread.Client]) -> gspread.Client:
    return here[1]


@pytest.fixture(scope="module")
def key(client: gspread.Client) -> str:
    return created(client)


@pytest.fixture(scope="module")
def told(client: gspread.Client, key: str) -> dict[str, Any]:
    return seen(client, key)


@pytest.fixture
def sheets(server: SheetsServer, key: str) -> dict[str, Sheet]:
    """Every sheet as it is kept, cells and all, by title."""
    return {sheet.title: sheet for sheet in server.book(key).sheets}


def cell(sheets: dict[str, Sheet], tab: Tab, column: Column, row: int) -> Cell:
    return sheets[tab.sheet].cell(row, PLACES[tab.name].column(column.name))


def test_everything_there_is_to_see_is_as_it_was_when_it_was_last_read_by_a_person(told: dict[str, Any]) -> None:
    again = "python -m tests.workbook.gsheets.set_up_listing > tests/workbook/gsheets/set_up.txt"
    assert listing(told).splitlines() == LISTING.read_text(encoding="utf-8").splitlines(), again


def test_our_sheets_are_the_only_ones_in_order_and_two_are_hidden(told: dict[str, Any]) -> None:
    found = {each["properties"]["title"]: each["properties"].get("hidden", False) for each in told["sheets"]}
    assert list(found.items()) == [
        *((name, False) for name in SHEETS),
        (STATE_SHEET, True),
        (JOURNAL_SHEET, True),
    ]


def test_every_sheet_and_column_carries_its_mark(client: gspread.Client, key: str) -> None:
    url = f"https://sheets.googleapis.com/v4/spreadsheets/{key}/developerMetadata:search"
    body = {"dataFilters": [{"developerMetadataLookup": {"visibility": "DOCUMENT"}}]}
    found = client.http_client.request("post", url, json=body).json()["matchedDeveloperMetadata"]
    marks = [each["developerMetadata"] for each in found]
    named = {each["metadataValue"] for each in marks if each["metadataKey"] == "ls.t"}
    assert named == {*SHEETS, STATE_SHEET, JOURNAL_SHEET}
    columns = {
        each["metadataValue"]: each["location"]["dimensionRange"]["startIndex"]
        for each in marks
        if each["metadataKey"] == "ls.c"
    }
    assert columns == {
        f"{tab.name}.{field}": PLACES[tab.name].column(field)
        for tab in TABS
        if tab.sheet != "Report"
        for field in tab.fields
    }


@pytest.mark.parametrize(("tab", "column"), COLUMNS)
def test_every_column_has_its_number_format_down_to_the_last_row(
    sheets: dict[str, Sheet], tab: Tab, column: Column
) -> None:
    if column.kind in TEXT_KINDS:
        expected = {"type": "TEXT", "pattern": "@"}
    elif column.kind == "number":
        expected = None
    else:
        pattern = FORMULA_NUMBERS[column.name] if column.kind == "formula" else NUMBERS[column.kind]
        kind = {"date": "DATE", "moment": "DATE_TIME"}.get(column.kind, "PERCENT" if "%" in pattern else "NUMBER")
        expected = {"type": kind, "pattern": pattern}
    place = PLACES[tab.name]
    last = place.reach if tab.sheet == "Report" else len(sheets[tab.sheet].rows) - 1
    for row in (place.first, last):
        assert (cell(sheets, tab, column, row).format or {}).get("numberFormat") == expected


@pytest.mark.parametrize(("tab", "column"), COLUMNS)
def test_a_drop_down_never_forbids_and_offers_what_there_is(sheets: dict[str, Sheet], tab: Tab, column: Column) -> None:
    rule = cell(sheets, tab, column, PLACES[tab.name].first).validation
    assert not (rule or {}).get("strict")
    offers = (rule or {}).get("condition", {}).get("type") in {"ONE_OF_LIST", "ONE_OF_RANGE"}
    assert offers == bool(column.pick)
    if column.pick in PLACES:
        [source] = (rule or {})["condition"]["values"]
        place = PLACES[column.pick]
        assert source["userEnteredValue"] == f"={place.block(place.tab.id).rpartition(':')[0]}:" + (
            place.cell(place.tab.id).rstrip("0123456789")
        )


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.name)
def test_every_table_starts_with_the_rows_of_the_schema(server: SheetsServer, key: str, tab: Tab) -> None:
    place = PLACES[tab.name]
    wide = [(*row, *[None] * (len(tab.columns) - len(row))) for row in tab.rows]
    sheet = next(sheet for sheet in server.book(key).sheets if sheet.title == tab.sheet)
    live = [column.kind == "formula" for column in tab.columns]
    found = [
        tuple(None if own else sheet.cell(row, place.left + at).value for at, own in enumerate(live))
        for row in range(place.first, place.first + len(wide) + 1)
        if row <= place.reach
    ]
    blank = (None,) * len(tab.columns)
    assert found == [*wide, blank][: len(found)]
    assert tuple(sheet.cell(place.top, place.left + at).value for at in range(len(tab.columns))) == tab.fields


def test_only_sources_holds_formulas_in_the_rows_it_has_them_for(sheets: dict[str, Sheet]) -> None:
    tab = PLACES["Sources"].tab
    live = {PLACES["Sources"].column(column.name) for column in tab.columns if column.kind == "formula"}
    found = {
        (sheet.title, row, column)
        for sheet in sheets.values()
        for row, column, each in sheet.filled()
        if isinstance(each.value, Formula)
    }
    assert found == {("Sources", row, column) for row in range(1, SOURCE_ROWS + 1) for column in live}


def test_ids_of_ours_ask_before_they_are_edited_and_let_it_be_done(told: dict[str, Any]) -> None:
    protected = {
        sheet["properties"]["title"]: [each["warningOnly"] for each in sheet.get("protectedRanges", ())]
        for sheet in told["sheets"]
    }
    assert protected == {name: [True] if PLACES.get(name) and PLACES[name].tab.prefix else [] for name in protected}


def test_every_highlight_and_chart_is_there(told: dict[str, Any]) -> None:
    by_title = {sheet["properties"]["title"]: sheet for sheet in told["sheets"]}
    for name in SHEETS:
        if name != "Report":
            expected = sum(rule.tab == name for rule in HIGHLIGHTS)
            assert len(by_title[name].get("conditionalFormats", ())) == expected
    charts = [chart["spec"]["title"] for chart in by_title["Report"]["charts"]]
    assert charts == [picture.title for picture in PICTURES]


def test_a_rule_names_no_other_sheet(told: dict[str, Any]) -> None:
    """Google refuses one that does."""
    for sheet in told["sheets"]:
        for rule in sheet.get("conditionalFormats", ()):
            [formula] = rule["booleanRule"]["condition"]["values"]
            assert "!" not in formula["userEnteredValue"]


def test_the_spreadsheet_keeps_the_time_of_its_team(told: dict[str, Any]) -> None:
    assert told["properties"] == {"title": "Our leads", "timeZone": "Europe/London", "locale": "en_GB"}


def test_it_takes_two_requests_of_a_moderate_size(server: SheetsServer, client: gspread.Client) -> None:
    before = server.counts()
    created(client)
    assert {kind: count - before[kind] for kind, count in server.counts().items()} == {
        "reads": 0,
        "writes": 2,
        "drive": 0,
    }
    body = json.dumps({"requests": requests_for({"Start here": 7_100_000}, Setup())})
    assert len(body) < 500_000  # 2 MB is what Google recommends at most


def test_a_spreadsheet_in_use_keeps_its_sheets_and_ours_take_other_names_and_ids(client: gspread.Client) -> None:
    theirs = client.create("Theirs")
    theirs.add_worksheet("report", 10, 5).update([["ours"]], "A1")
    theirs.batch_update({"requests": [{"addSheet": {"properties": {"title": "Leads", "sheetId": 7_100_001}}}]})
    whole = theirs.fetch_sheet_metadata()
    theirs.batch_update({"requests": requests_for(taken(whole), Setup())})
    after = theirs.fetch_sheet_metadata()
    assert [each["properties"]["title"] for each in after["sheets"]] == [
        "Sheet1",
        "report",
        "Leads",
        "Start here",
        "Leads (Lead Sorted)",
        "Activities",
        "Pipeline",
        "Sources",
        "Settings",
        "Report (Lead Sorted)",
        "Review",
        "History",
        STATE_SHEET,
        JOURNAL_SHEET,
    ]
    assert after["sheets"][:3] == whole["sheets"]
    formula = theirs.worksheet("Sources").acell("D2", value_render_option="FORMULA").value
    assert formula == '=IF($A2="";"";COUNTIFS(\'Leads (Lead Sorted)\'!$H$1:$H;$A2))'


def test_commands_on_start_here_name_the_spreadsheet_and_have_room(client: gspread.Client) -> None:
    address = "gsheet:1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefgh"
    book = client.create("Named")
    book.batch_update({"requests": requests_for(taken(book.fetch_sheet_metadata()), Setup(), address=address)})
    texts = [text for row in book.worksheet("Start here").get_all_values() for text in row if "gsheet:" in text]
    assert len(texts) == 7
    assert all(address in text for text in texts)
    assert not any("KEY" in text for row in book.worksheet("Start here").get_all_values() for text in row)
    whole = book.fetch_sheet_metadata({"ranges": "'Start here'!G1", "fields": "sheets.data.columnMetadata.pixelSize"})
    [column] = whole["sheets"][0]["data"][0]["columnMetadata"]
    assert column["pixelSize"] >= max(map(len, texts)) * 7


def test_a_name_in_use_is_not_taken_from_the_range_that_has_it() -> None:
    requests = requests_for({}, Setup(), names=["statusnames"])
    names = [each["addNamedRange"]["namedRange"]["name"] for each in requests if "addNamedRange" in each]
    assert names == ["StatusNames_2", "StatusKinds", "StageNames", "StageKinds"]
    rules = [
        each["addConditionalFormatRule"]["rule"]["booleanRule"]
        for each in requests
        if "addConditionalFormatRule" in each
    ]
    texts = [rule["condition"]["values"][0]["userEnteredValue"] for rule in rules]
    assert any('INDIRECT("StatusNames_2")' in text for text in texts)
    assert not any('INDIRECT("StatusNames")' in text for text in texts)


def test_a_new_spreadsheet_has_one_sheet_that_becomes_start_here() -> None:
    body = new_spreadsheet("Leads", time_zone="Asia/Tokyo", locale="ja_JP")
    assert body == {
        "properties": {"title": "Leads", "timeZone": "Asia/Tokyo", "locale": "ja_JP"},
        "sheets": [{"properties": {"sheetId": 7_100_000, "title": "Start here"}}],
    }
    made = [request for request in requests_for(taken(body), Setup()) if "addSheet" in request]
    assert [each["addSheet"]["properties"]["title"] for each in made] == [*SHEETS[1:], STATE_SHEET, JOURNAL_SHEET]
