"""Request kinds that gspread has no method for, sent as a batch; and that none of the schema's is forgotten."""

from __future__ import annotations

from typing import Any

import gspread
import pytest

from tests.sheets_server import SheetsServer
from tests.sheets_server.discovery import document
from tests.sheets_server.kinds import KINDS

FRAME = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2}
TOLD = {name: number for name, number in FRAME.items() if name != "sheetId"}


def does(tab: gspread.Worksheet, *requests: dict[str, Any]) -> list[dict[str, Any]]:
    answer = tab.spreadsheet.batch_update({"requests": list(requests)})
    replies: list[dict[str, Any]] = answer["replies"]
    return replies


def told(tab: gspread.Worksheet, field: str) -> Any:
    return tab.spreadsheet.fetch_sheet_metadata()["sheets"][0].get(field)


def cells(*values: Any) -> list[dict[str, Any]]:
    kinds = {str: "stringValue", int: "numberValue", bool: "boolValue"}
    return [{"values": [{"userEnteredValue": {kinds[type(value)]: value}} for value in values]}]


def test_every_kind_of_the_schema_is_known_or_named_as_not_emulated() -> None:
    schema = set(document("sheets.v4")["schemas"]["Request"]["properties"])
    not_emulated = {name for name in schema if "DataSource" in name or "Comment" in name}
    assert set(KINDS) == schema - not_emulated


def test_cells_are_written_literally_and_formats_left_alone(server: SheetsServer, tab: gspread.Worksheet) -> None:
    tab.format("A1", {"textFormat": {"bold": True}})
    does(tab, {"updateCells": {"start": {"sheetId": 0}, "rows": cells("=1+1", 7, True), "fields": "userEnteredValue"}})
    assert server.values(tab.spreadsheet_id, "A1:C1", "FORMULA") == [["=1+1", 7, True]]
    assert server.values(tab.spreadsheet_id, "A1:C1") == [["=1+1", 7, True]]
    assert server.book(tab.spreadsheet_id).sheets[0].cell(0, 0).format == {"textFormat": {"bold": True}}
    does(tab, {"updateCells": {"start": {"sheetId": 0}, "rows": cells("plain"), "fields": "*"}})
    assert server.book(tab.spreadsheet_id).sheets[0].cell(0, 0).format is None


def test_what_the_rows_of_a_range_do_not_cover_is_cleared(server: SheetsServer, tab: gspread.Worksheet) -> None:
    tab.update([["a", "b"], ["c", "d"], ["e", "f"]], "A1")
    does(tab, {"updateCells": {"range": FRAME, "rows": cells("new"), "fields": "userEnteredValue"}})
    assert server.values(tab.spreadsheet_id, "Sheet1") == [["new"]]


def test_appended_cells_land_after_the_last_row_with_data(server: SheetsServer, tab: gspread.Worksheet) -> None:
    tab.resize(2, 2)
    tab.format("A1:A2", {"numberFormat": {"type": "TEXT"}})
    tab.update([["a"], ["b"]], "A1")
    does(tab, {"appendCells": {"sheetId": 0, "rows": cells("c") + cells("d", 4), "fields": "userEnteredValue"}})
    assert server.values(tab.spreadsheet_id, "Sheet1") == [["a"], ["b"], ["c"], ["d", 4]]
    server.human(tab.spreadsheet_id).type("Sheet1", "A4", "0042")
    assert server.values(tab.spreadsheet_id, "A4") == [["0042"]]


def test_a_repeated_formula_takes_its_references_along(server: SheetsServer, tab: gspread.Worksheet) -> None:
    cell = {"userEnteredValue": {"formulaValue": "=B1*2"}}
    frame = {**FRAME, "endColumnIndex": 1}
    does(tab, {"repeatCell": {"range": frame, "cell": cell, "fields": "userEnteredValue"}})
    assert server.values(tab.spreadsheet_id, "A1:A3", "FORMULA") == [["=B1*2"], ["=B2*2"], ["=B3*2"]]


def test_rows_are_appended_and_moved(server: SheetsServer, tab: gspread.Worksheet) -> None:
    tab.update([["a"], ["b"], ["c"]], "A1")
    lines = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    does(
        tab,
        {"appendDimension": {"sheetId": 0, "dimension": "ROWS", "length": 5}},
        {"moveDimension": {"source": lines, "destinationIndex": 3}},
    )
    assert server.values(tab.spreadsheet_id, "A1:A3") == [["b"], ["c"], ["a"]]
    assert tab.spreadsheet.sheet1.row_count == 1005


@pytest.mark.parametrize(
    ("request_", "left"),
    [
        (
            {"insertRange": {"range": {**FRAME, "endRowIndex": 1}, "shiftDimension": "ROWS"}},
            [[], ["a", "b"], ["c", "d"]],
        ),
        ({"deleteRange": {"range": {**FRAME, "endRowIndex": 1}, "shiftDimension": "ROWS"}}, [["c", "d"]]),
        (
            {"insertRange": {"range": {**FRAME, "endRowIndex": 1}, "shiftDimension": "COLUMNS"}},
            [["", "", "a", "b"], ["c", "d"]],
        ),
        ({"deleteRange": {"range": {**FRAME, "endColumnIndex": 1}, "shiftDimension": "COLUMNS"}}, [["b"], ["d"]]),
    ],
)
def test_ranges_are_inserted_and_deleted(
    server: SheetsServer, tab: gspread.Worksheet, request_: dict[str, Any], left: list[list[str]]
) -> None:
    tab.update([["a", "b"], ["c", "d"]], "A1")
    does(tab, request_)
    assert server.values(tab.spreadsheet_id, "Sheet1") == left


def test_texts_are_replaced_trimmed_split_and_made_unique(server: SheetsServer, tab: gspread.Worksheet) -> None:
    tab.update([["ann lee", "x"], ["  ann   lee ", "x"], ["bob,7", "y"]], "A1")
    column = {**FRAME, "endColumnIndex": 1}
    [trimmed] = does(tab, {"trimWhitespace": {"range": column}})
    assert trimmed == {"trimWhitespace": {"cellsChangedCount": 1}}
    [removed] = does(tab, {"deleteDuplicates": {"range": FRAME}})
    assert removed == {"deleteDuplicates": {"duplicatesRemovedCount": 1}}
    [replaced] = does(tab, {"findReplace": {"find": "ANN", "replacement": "Ann", "allSheets": True}})
    assert replaced["findReplace"] == {
        "valuesChanged": 1,
        "occurrencesChanged": 1,
        "rowsChanged": 1,
        "sheetsChanged": 1,
    }
    second = {**column, "startRowIndex": 1, "endRowIndex": 2}
    does(tab, {"textToColumns": {"source": second, "delimiterType": "COMMA"}})
    assert server.values(tab.spreadsheet_id, "Sheet1") == [["Ann lee", "x"], ["bob", 7]]


def test_text_is_pasted_and_filled_down(server: SheetsServer, tab: gspread.Worksheet) -> None:
    paste = {"coordinate": {"sheetId": 0}, "data": "1\t=A1+1\n", "delimiter": "\t"}
    source = {**FRAME, "endRowIndex": 1}
    fill = {"sourceAndDestination": {"source": source, "dimension": "ROWS", "fillLength": 2}}
    does(tab, {"pasteData": paste}, {"autoFill": fill})
    assert server.values(tab.spreadsheet_id, "A1:B3", "FORMULA") == [[1, "=A1+1"], [1, "=A2+1"], [1, "=A3+1"]]


def test_rows_are_shuffled_and_none_is_lost(server: SheetsServer, tab: gspread.Worksheet) -> None:
    tab.update([[number] for number in range(20)], "A1")
    does(tab, {"randomizeRange": {"range": {"sheetId": 0, "endRowIndex": 20}}})
    found = [row[0] for row in server.values(tab.spreadsheet_id, "A1:A20")]
    assert found != sorted(found)
    assert sorted(found) == list(range(20))


def test_borders_are_stored_with_the_cells(tab: gspread.Worksheet) -> None:
    line = {"style": "SOLID"}
    does(tab, {"updateBorders": {"range": {**FRAME, "endRowIndex": 1}, "top": line, "innerVertical": line}})
    mask = "sheets.data.rowData.values.userEnteredFormat.borders"
    [block] = tab.spreadsheet.fetch_sheet_metadata({"fields": mask})["sheets"][0]["data"]
    borders = [cell["userEnteredFormat"]["borders"] for cell in block["rowData"][0]["values"]]
    assert borders == [{"top": line, "right": line}, {"top": line, "left": line}]


def test_conditional_formats_keep_their_order(tab: gspread.Worksheet) -> None:
    def rule(color: float) -> dict[str, Any]:
        style = {"backgroundColor": {"red": color}}
        return {"ranges": [FRAME], "booleanRule": {"condition": {"type": "NOT_BLANK"}, "format": style}}

    does(
        tab,
        {"addConditionalFormatRule": {"rule": rule(0.1), "index": 0}},
        {"addConditionalFormatRule": {"rule": rule(0.2), "index": 0}},
        {"updateConditionalFormatRule": {"sheetId": 0, "index": 0, "newIndex": 1}},
        {"updateConditionalFormatRule": {"index": 0, "rule": rule(0.3)}},
    )
    formats = told(tab, "conditionalFormats")
    assert [each["booleanRule"]["format"]["backgroundColor"]["red"] for each in formats] == [0.3, 0.2]
    assert formats[0]["ranges"] == [TOLD]
    [gone] = does(tab, {"deleteConditionalFormatRule": {"sheetId": 0, "index": 0}})
    assert gone["deleteConditionalFormatRule"]["rule"]["ranges"] == [TOLD]


def test_charts_are_checked_stored_changed_and_deleted(tab: gspread.Worksheet) -> None:
    source = {"sourceRange": {"sources": [FRAME]}}
    spec = {"title": "Leads", "basicChart": {"chartType": "COLUMN", "series": [{"series": source}]}}
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 1}}}
    [added] = does(tab, {"addChart": {"chart": {"spec": spec, "position": position}}})
    number = added["addChart"]["chart"]["chartId"]
    does(tab, {"updateChartSpec": {"chartId": number, "spec": {**spec, "title": "Won"}}})
    new = {"overlayPosition": {"offsetXPixels": 5}}
    mask = "overlayPosition.offsetXPixels"
    does(tab, {"updateEmbeddedObjectPosition": {"objectId": number, "newPosition": new, "fields": mask}})
    [chart] = told(tab, "charts")
    assert chart["spec"]["title"] == "Won"
    assert chart["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"] == [TOLD]
    assert chart["position"]["overlayPosition"] == {"anchorCell": {"rowIndex": 1}, "offsetXPixels": 5}
    does(tab, {"deleteEmbeddedObject": {"objectId": number}})
    assert told(tab, "charts") is None
    with pytest.raises(gspread.exceptions.APIError, match=r"Unknown name .* at 'requests\[0\].add_chart.chart'"):
        does(tab, {"addChart": {"chart": {"colour": "red"}}})


@pytest.mark.parametrize(
    ("field", "kept", "named"),
    [
        ("bandedRange", "bandedRanges", "Banding"),
        ("filter", "filterViews", "FilterView"),
        ("table", "tables", "Table"),
        ("protectedRange", "protectedRanges", "ProtectedRange"),
    ],
)
def test_what_lies_on_a_range_follows_it(
    server: SheetsServer, tab: gspread.Worksheet, field: str, kept: str, named: str
) -> None:
    add, change, delete = f"add{named}", f"update{named}", f"delete{named}"
    [added] = does(tab, {add: {field: {"range": FRAME}}})
    message = added[add][field]
    id_field, number = next((name, value) for name, value in message.items() if name.endswith("Id"))
    server.human(tab.spreadsheet_id).insert_rows("Sheet1", 2)
    server.human(tab.spreadsheet_id).delete_column("Sheet1", "A")
    grown = {**TOLD, "endRowIndex": 4, "endColumnIndex": 1}
    assert [each["range"] for each in told(tab, kept)] == [grown]
    does(tab, {change: {field: {id_field: number, "range": {**FRAME, "endRowIndex": 9}}, "fields": "range"}})
    assert told(tab, kept)[0]["range"]["endRowIndex"] == 9
    name = "filterId" if field == "filter" else id_field
    does(tab, {delete: {name: number}})
    assert told(tab, kept) is None


def test_a_range_that_loses_all_of_its_rows_is_gone(server: SheetsServer, tab: gspread.Worksheet) -> None:
    tab.merge_cells("A2:B3")
    tab.define_named_range("A2:B3", "owners")
    server.human(tab.spreadsheet_id).delete_rows("Sheet1", 1, 3)
    assert told(tab, "merges") is None
    assert tab.spreadsheet.list_named_ranges() == []


def test_named_ranges_slicers_and_filter_views_are_changed(tab: gspread.Worksheet) -> None:
    [named] = does(tab, {"addNamedRange": {"namedRange": {"name": "old", "range": FRAME}}})
    change = {"namedRangeId": named["addNamedRange"]["namedRange"]["namedRangeId"], "name": "new"}
    does(tab, {"updateNamedRange": {"namedRange": change, "fields": "name"}})
    assert [each["name"] for each in tab.spreadsheet.list_named_ranges()] == ["new"]
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0}}}
    [slicer] = does(tab, {"addSlicer": {"slicer": {"spec": {"dataRange": FRAME, "title": "a"}, "position": position}}})
    number = slicer["addSlicer"]["slicer"]["slicerId"]
    border = {"color": {"red": 1}}
    does(tab, {"updateSlicerSpec": {"slicerId": number, "spec": {"title": "b"}, "fields": "title"}})
    does(tab, {"updateEmbeddedObjectBorder": {"objectId": number, "border": border, "fields": "color"}})
    [kept] = told(tab, "slicers")
    assert (kept["spec"]["title"], kept["spec"]["dataRange"], kept["border"]) == ("b", TOLD, border)
    [view] = does(tab, {"addFilterView": {"filter": {"title": "mine", "range": FRAME}}})
    does(tab, {"duplicateFilterView": {"filterId": view["addFilterView"]["filter"]["filterViewId"]}})
    assert [each["title"] for each in told(tab, "filterViews")] == ["mine", "Copy of mine"]


def test_a_group_is_folded_with_its_rows(tab: gspread.Worksheet) -> None:
    tab.add_dimension_group_rows(1, 3)
    lines = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}
    group = {"range": lines, "depth": 1, "collapsed": True}
    does(tab, {"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}})
    assert told(tab, "rowGroups")[0]["collapsed"] is True
    mask = {"fields": "sheets.data.rowMetadata.hiddenByUser", "ranges": "A1:A4"}
    [block] = tab.spreadsheet.fetch_sheet_metadata({**mask})["sheets"][0]["data"]
    assert block["rowMetadata"] == [{}, {"hiddenByUser": True}, {"hiddenByUser": True}, {}]


def test_the_answer_can_tell_the_spreadsheet_as_it_is_right_after(tab: gspread.Worksheet) -> None:
    body = {
        "requests": [{"updateCells": {"start": {"sheetId": 0}, "rows": cells("a"), "fields": "userEnteredValue"}}],
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["Sheet1!A1:B2"],
        "responseIncludeGridData": True,
    }
    answer = tab.spreadsheet.batch_update(body)
    assert (answer["replies"], answer["commentUpdateState"]) == ([{}], "NO_UPDATES_REQUESTED")
    [block] = answer["updatedSpreadsheet"]["sheets"][0]["data"]
    assert block["rowData"][0]["values"][0]["formattedValue"] == "a"
