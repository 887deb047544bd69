"""Every refusal in Google's words. A row is a request and what is answered to it."""

from __future__ import annotations

from typing import Any

import gspread
import pytest

from tests.sheets_server import Doubts, SheetsServer, connected

APIError = gspread.exceptions.APIError
LINES = {"sheetId": 0, "dimension": "ROWS"}


def refused(book: gspread.Spreadsheet, method: str, path: str, body: Any = None, **params: Any) -> dict[str, Any]:
    """The error of a request that has to fail."""
    with pytest.raises(APIError) as wrong:
        book.client.request(method, f"https://sheets.googleapis.com/v4/spreadsheets/{book.id}{path}", params, json=body)
    error: dict[str, Any] = wrong.value.response.json()["error"]
    assert error["status"] == "INVALID_ARGUMENT"
    return error


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        ({"updateCells": {"rows": [], "fields": "note", "start": {"sheetId": 9}}}, ".updateCells: No grid with id: 9"),
        (
            {"repeatCell": {"range": {"sheetId": 0}, "cell": {}}},
            ".repeatCell: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)",
        ),
        ({"repeatCell": {"range": {}, "cell": {}, "fields": "colour"}}, ".repeatCell: Invalid field: colour"),
        (
            {"updateCells": {"start": {"rowIndex": 1000}, "rows": [], "fields": "*"}},
            ".updateCells: GridCoordinate.rowIndex[1000] is after last row in grid[1000]",
        ),
        (
            {"updateCells": {"start": {"columnIndex": 25}, "rows": [{"values": [{}, {}]}], "fields": "*"}},
            ".updateCells: Attempting to write column: 26, beyond the last requested column of: 25",
        ),
        (
            {"appendCells": {"rows": [{"values": [{}] * 27}], "fields": "*"}},
            ".appendCells: Attempting to write column: 26, beyond the last requested column of: 25",
        ),
        (
            {"insertDimension": {"range": {**LINES, "startIndex": 1001, "endIndex": 1002}}},
            ".insertDimension: range.startIndex is larger than current grid size (1000)",
        ),
        (
            {"insertDimension": {"range": {**LINES, "startIndex": 1000, "endIndex": 1001}}},
            ".insertDimension: range.startIndex[1000] must be less than the grid size (1000) if inheritFromBefore is false.",
        ),
        (
            {"deleteDimension": {"range": {**LINES, "startIndex": 0, "endIndex": 1000}}},
            ".deleteDimension: You can't delete all the rows on the sheet.",
        ),
        (
            {"addSheet": {"properties": {"title": "sheet1"}}},
            '.addSheet: A sheet with the name "sheet1" already exists. Please enter another name.',
        ),
        (
            {"addSheet": {"properties": {"sheetId": 0}}},
            ".addSheet: A sheet with ID 0 already exists. Please choose another ID.",
        ),
        (
            {"addSheet": {"properties": {"gridProperties": {"rowCount": 1_000_000, "columnCount": 10}}}},
            ".addSheet: This action would increase the number of cells in the workbook above the limit of 10000000 cells.",
        ),
        (
            {"updateSheetProperties": {"properties": {"hidden": True}, "fields": "hidden"}},
            ".updateSheetProperties: You can't hide all the sheets in a document.",
        ),
        (
            {"updateSheetProperties": {"properties": {"gridProperties": {"frozenRowCount": 1000}}, "fields": "gridProperties/frozenRowCount"}},
            ".updateSheetProperties: You can't freeze all visible rows on the sheet.",
        ),
        ({"deleteNamedRange": {"namedRangeId": "x"}}, ".deleteNamedRange: No named range with id: x"),
        ({"deleteProtectedRange": {"protectedRangeId": 5}}, ".deleteProtectedRange: No protected range with id: 5"),
        (
            {"updateCells": {"start": {}, "rows": [{"values": [{"userEnteredValue": {"stringValue": "x" * 50_001}}]}], "fields": "*"}},
            ".updateCells: Your input contains more than the maximum of 50000 characters in a single cell.",
        ),
        ({"createDeveloperMetadata": {"developerMetadata": {}}}, ".createDeveloperMetadata: A metadata key must be specified."),
        (
            {"createDeveloperMetadata": {"developerMetadata": {"metadataKey": "k"}}},
            ".createDeveloperMetadata: A visibility must be specified.",
        ),
        (
            {"createDeveloperMetadata": {"developerMetadata": {"metadataKey": "k", "visibility": "DOCUMENT"}}},
            ".createDeveloperMetadata: A location must be specified.",
        ),
        ({"deleteDeveloperMetadata": {}}, ".deleteDeveloperMetadata: Must specify at least one data filter."),
        (
            {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {}}}},
            ".deleteDeveloperMetadata: Must specify at least one field in DeveloperMetadataLookup.",
        ),
        ({"updateCells": {"rows": [], "fields": "note"}}, ".updateCells: Must specify one of start or range."),
        ({"appendDimension": {"dimension": "ROWS"}}, ".appendDimension: length must be greater than 0."),
        ({"appendDimension": {"length": 5}}, ".appendDimension: No dimension specified."),
        (
            {"moveDimension": {"source": {**LINES, "startIndex": 0, "endIndex": 3}, "destinationIndex": 2}},
            ".moveDimension: destinationIndex must not be inside of the source range.",
        ),
        (
            {"deleteDimension": {"range": {**LINES, "startIndex": 1000, "endIndex": 1001}}},
            ".deleteDimension: Cannot use a row that doesn't exist. Tried: 1000, size: 1000",
        ),
        (
            {"mergeCells": {"range": {"startRowIndex": 1000}}},
            ".mergeCells: GridRange.startRowIndex[1000] is after last row in grid[1000]",
        ),
        ({"sortRange": {"range": {}}}, ".sortRange: At least one sortSpec must be specified."),
        (
            {"addConditionalFormatRule": {"rule": {}}},
            ".addConditionalFormatRule: ConditionalFormatRule.ranges must not be empty.",
        ),
        (
            {"deleteConditionalFormatRule": {"index": 3}},
            ".deleteConditionalFormatRule: No conditional format on sheet: 0 at index: 3",
        ),
        ({"deleteEmbeddedObject": {"objectId": 9}}, ".deleteEmbeddedObject: No embedded object with id: 9"),
        ({"addChart": {"chart": {}}}, ".addChart: A position must be specified."),
        ({"findReplace": {"find": "a"}}, ".findReplace: One of range, sheetId or allSheets must be set."),
        ({}, ": No request set."),
    ],
)  # fmt: skip
def test_a_request_kind_refuses_in_googles_words(book: gspread.Spreadsheet, request_: Any, message: str) -> None:
    error = refused(book, "post", ":batchUpdate", {"requests": [request_]})
    assert error["message"] == f"Invalid requests[0]{message}"


@pytest.mark.parametrize(
    ("body", "message", "field"),
    [
        (
            {"requests": [{"addSheet": {"colour": 1}}]},
            "Invalid JSON payload received. Unknown name \"colour\" at 'requests[0].add_sheet': Cannot find field.",
            "requests[0].add_sheet",
        ),
        ({"nothing": 1}, 'Invalid JSON payload received. Unknown name "nothing": Cannot find field.', None),
        (
            {"requests": [{"addSheet": {"properties": {"sheetId": "x"}}}]},
            "Invalid value at 'requests[0].add_sheet.properties.sheet_id' (TYPE_INT32), \"x\"",
            "requests[0].add_sheet.properties.sheet_id",
        ),
        (
            {"requests": [{"sortRange": {"sortSpecs": [{"sortOrder": "UP"}]}}]},
            (
                "Invalid value at 'requests[0].sort_range.sort_specs[0].sort_order' "
                '(type.googleapis.com/google.apps.sheets.v4.SortOrder), "UP"'
            ),
            "requests[0].sort_range.sort_specs[0].sort_order",
        ),
        (
            {"requests": [{"mergeCells": {"range": [1]}}]},
            (
                "Invalid JSON payload received. Unknown name \"range\" at 'requests[0].merge_cells': "
                "Proto field is not repeating, cannot start list."
            ),
            "requests[0].merge_cells",
        ),
        (
            {"requests": [{"mergeCells": {"range": 1}}]},
            "Invalid value at 'requests[0].merge_cells.range' (type.googleapis.com/google.apps.sheets.v4.GridRange), 1",
            "requests[0].merge_cells.range",
        ),
        (
            {"requests": [{"deleteSheet": {}, "addSheet": {}}]},
            "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'addSheet'",
            "requests[0]",
        ),
    ],
)
def test_a_body_is_held_against_the_discovery_document(
    book: gspread.Spreadsheet, body: Any, message: str, field: str | None
) -> None:
    error = refused(book, "post", ":batchUpdate", body)
    assert error["message"] == message
    violation = {"description": message} if field is None else {"field": field, "description": message}
    bad_request = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}
    assert error["details"] == [bad_request]


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (("get", "/values/NoSuchTab!A1", None, {}), "Unable to parse range: NoSuchTab!A1"),
        (("get", "/values/Nonsense", None, {}), "Unable to parse range: Nonsense"),
        (
            ("get", "/values/A1:AB2", None, {}),
            "Range (Sheet1!A1:AB2) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        (
            ("get", "/values/A1", None, {"valueRenderOption": "PRETTY"}),
            "Invalid value at 'value_render_option' (type.googleapis.com/google.apps.sheets.v4.ValueRenderOption), \"PRETTY\"",
        ),
        (
            ("get", "/values/A1", None, {"colour": "red"}),
            "Invalid JSON payload received. Unknown name \"colour\": Cannot bind query parameter. Field 'colour' could not be found in request message.",
        ),
        (("put", "/values/A1", {"values": [["a"]]}, {}), "'valueInputOption' is required but not specified"),
        (
            ("put", "/values/A1", {"values": "X"}, {"valueInputOption": "RAW"}),
            "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\"",
        ),
        (
            ("put", "/values/A1", {"values": [["a"], "X"]}, {"valueInputOption": "RAW"}),
            "Invalid value at 'data.values[1]' (type.googleapis.com/google.protobuf.ListValue), \"X\"",
        ),
        (
            ("put", "/values/A1:B1", {"values": [["a"], ["b"]]}, {"valueInputOption": "RAW"}),
            "Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]",
        ),
        (
            ("put", "/values/A1:B1", {"values": [["a", "b", "c"]]}, {"valueInputOption": "RAW"}),
            "Requested writing within range [Sheet1!A1:B1], but tried writing to column [C]",
        ),
        (
            ("put", "/values/Z1", {"values": [["a", "b"]]}, {"valueInputOption": "RAW"}),
            "Range (Sheet1!Z1:AA1) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        (
            ("put", "/values/A1", {"values": [["x" * 50001]]}, {"valueInputOption": "RAW"}),
            "Your input contains more than the maximum of 50000 characters in a single cell.",
        ),
        (("post", ":batchUpdate", {"requests": []}, {}), "Must specify at least one request."),
    ],
)
def test_values_and_parameters_are_refused_in_googles_words(
    book: gspread.Spreadsheet, request_: tuple[str, str, Any, dict[str, str]], message: str
) -> None:
    """The request is method, path, body and query."""
    method, path, body, params = request_
    assert refused(book, method, path, body, **params)["message"] == message


def test_a_mask_that_leads_nowhere_is_refused(book: gspread.Spreadsheet) -> None:
    error = refused(book, "get", "", fields="sheets.colour")
    assert error["message"] == "Request contains an invalid argument."
    text = "Error expanding 'fields' parameter. Cannot find matching fields for path 'sheets.colour'."
    assert error["details"][0]["fieldViolations"] == [{"field": "sheets.colour", "description": text}]


def test_one_bad_request_takes_the_whole_batch_with_it(book: gspread.Spreadsheet) -> None:
    good = {"updateCells": {"start": {}, "rows": [{"values": [{"note": "hello"}]}], "fields": "note"}}
    added = {"addSheet": {"properties": {"title": "Two"}}}
    bad = {"updateCells": {"start": {"sheetId": 999999}, "rows": [], "fields": "note"}}
    error = refused(book, "post", ":batchUpdate", {"requests": [good, added, bad]})
    assert error["message"] == "Invalid requests[2].updateCells: No grid with id: 999999"
    assert [tab.title for tab in book.worksheets()] == ["Sheet1"]
    assert book.sheet1.get_note("A1") == ""


def test_a_kind_that_is_not_emulated_says_so(book: gspread.Spreadsheet) -> None:
    with pytest.raises(APIError, match="this emulator does not know insertComment"):
        book.batch_update({"requests": [{"insertComment": {"content": "hello"}}]})


def test_what_is_no_json_is_refused(book: gspread.Spreadsheet) -> None:
    address = f"https://sheets.googleapis.com/v4/spreadsheets/{book.id}:batchUpdate"
    with pytest.raises(APIError, match=r"Invalid JSON payload received."):
        book.client.request("post", address, data=b"{no json")
    with pytest.raises(APIError, match=r"Root element must be a message."):
        book.client.request("post", address, data=b"[]")


def test_a_strict_list_refuses_writes_where_that_is_doubted() -> None:
    with SheetsServer(doubts=Doubts(strict_validation_refuses_writes=True)) as server:
        client = connected(server)
        tab = client.create("Leads").sheet1
        tab.add_validation("A1", gspread.utils.ValidationConditionType.one_of_list, ["New"], strict=True)
        tab.update([["New"]], "A1")
        with pytest.raises(APIError, match="violates the data validation rules set on this cell"):
            tab.update([["Lost"]], "A1")
        client.http_client.session.close()
