"""values.*: through gspread where it has a method, over its own HTTP client where it has none."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from gspread.utils import DateTimeOption, Dimension, InsertDataOption, ValueRenderOption

from tests.sheets_server import Doubts, SheetsServer, connected


def url(book: gspread.Spreadsheet, path: str) -> str:
    return f"https://sheets.googleapis.com/v4/spreadsheets/{book.id}{path}"


def post(book: gspread.Spreadsheet, path: str, body: dict[str, Any]) -> Any:
    return book.client.request("post", url(book, path), json=body).json()


def test_an_empty_range_has_no_values_at_all(book: gspread.Spreadsheet) -> None:
    assert book.values_get("Sheet1") == {"range": "Sheet1!A1:Z1000", "majorDimension": "ROWS"}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("'Sheet1'!A1:1", "Sheet1!A1:Z1"),
        ("A1:A", "Sheet1!A1:A1000"),
        ("D4:A1", "Sheet1!A1:D4"),
        ("Sheet1!B2", "Sheet1!B2"),
        ("Sheet1!$B$2:C3", "Sheet1!B2:C3"),
        ("2:3", "Sheet1!A2:Z3"),
        ("C:B", "Sheet1!B1:C1000"),
        ("A5:A", "Sheet1!A5:A1000"),
    ],
)
def test_the_answer_names_the_whole_range(book: gspread.Spreadsheet, asked: str, told: str) -> None:
    assert book.values_get(asked)["range"] == told


def test_a_title_is_quoted_only_where_it_has_to_be(book: gspread.Spreadsheet) -> None:
    book.add_worksheet("🌵 Ann's list", 10, 2)
    assert book.values_get("'🌵 Ann''s list'!A1:A10")["range"] == "'🌵 Ann''s list'!A1:A10"


def test_trailing_blanks_are_left_out_and_inner_ones_are_empty(tab: gspread.Worksheet) -> None:
    tab.update([["a", "", "c", ""], [], ["", "b"]], "A1")
    assert tab.get("A1:D9") == [["a", "", "c"], [], ["", "b"]]
    assert tab.get("A1:D9", major_dimension=Dimension.cols) == [["a"], ["", "", "b"], ["c"]]


def test_each_render_option_tells_another_truth(tab: gspread.Worksheet) -> None:
    tab.update([["=4/2", "2020-01-01", "string", "53", "TRUE", "12%"]], "A1", raw=False)
    assert tab.get("A1:F1") == [["2", "2020-01-01", "string", "53", "TRUE", "12%"]]
    unformatted = tab.get("A1:F1", value_render_option=ValueRenderOption.unformatted)
    assert unformatted == [[2, 43831, "string", 53, True, 0.12]]
    formula = tab.get("A1:F1", value_render_option=ValueRenderOption.formula)
    assert formula == [["=4/2", 43831, "string", 53, True, 0.12]]
    dates = tab.get(
        "A1:F1",
        value_render_option=ValueRenderOption.unformatted,
        date_time_render_option=DateTimeOption.formatted_string,
    )
    assert dates == [[2, "2020-01-01", "string", 53, True, 0.12]]


def test_raw_stores_what_it_is_given(tab: gspread.Worksheet) -> None:
    tab.update([["0042", "=1+1", "2020-01-01", "TRUE", 7, 1.5, False]], "A1", raw=True)
    stored = tab.get("A1:G1", value_render_option=ValueRenderOption.unformatted)
    assert stored == [["0042", "=1+1", "2020-01-01", "TRUE", 7, 1.5, False]]


def test_typing_into_text_cells_keeps_zeros_and_signs(tab: gspread.Worksheet) -> None:
    tab.format("A1:A3", {"numberFormat": {"type": "TEXT"}})
    tab.update([["0042"], ["+1 555 0100"], ["=1+1"]], "A1", raw=False)
    assert tab.get("A1:A3", value_render_option=ValueRenderOption.formula) == [["0042"], ["+1 555 0100"], ["=1+1"]]


def test_null_skips_a_cell_and_an_empty_text_clears_it(tab: gspread.Worksheet) -> None:
    tab.update([["a", "b"]], "A1")
    answer = tab.update([[None, ""]], "A1")
    assert answer["updatedCells"] == 1
    assert tab.get("A1:B1") == [["a"]]


def test_cleared_cells_count_as_updated(tab: gspread.Worksheet) -> None:
    assert tab.update([[""] * 4] * 2, "A1")["updatedCells"] == 8


def test_the_answer_can_carry_what_was_written(tab: gspread.Worksheet) -> None:
    answer = tab.update([["1", "=A1*2"]], "B2", raw=False, include_values_in_response=True)
    assert answer == {
        "spreadsheetId": tab.spreadsheet_id,
        "updatedRange": "Sheet1!B2:C2",
        "updatedRows": 1,
        "updatedColumns": 2,
        "updatedCells": 2,
        "updatedData": {"range": "Sheet1!B2:C2", "majorDimension": "ROWS", "values": [["1", "0"]]},
    }


def test_columns_first_is_written_columns_first(tab: gspread.Worksheet) -> None:
    tab.update([["a", "b"], ["c"]], "A1", major_dimension=Dimension.cols)
    assert tab.get("A1:B2") == [["a", "c"], ["b"]]


def test_batches_read_write_and_clear(tab: gspread.Worksheet) -> None:
    answer = tab.batch_update([{"range": "A1:B1", "values": [["a", "b"]]}, {"range": "A3", "values": [["c"]]}])
    totals = {name: answer[name] for name in answer if name.startswith("total")}
    assert totals == {
        "totalUpdatedRows": 2,
        "totalUpdatedColumns": 3,
        "totalUpdatedCells": 3,
        "totalUpdatedSheets": 1,
    }
    assert tab.batch_get(["A1:B1", "A3", "D1:E2"]) == [[["a", "b"]], [["c"]], []]
    assert tab.batch_clear(["A1:B1", "A3"])["clearedRanges"] == ["Sheet1!A1:B1", "Sheet1!A3"]
    assert tab.get_all_values() == [[]]


def test_a_batch_with_one_bad_range_writes_nothing(tab: gspread.Worksheet) -> None:
    data = [{"range": "A1", "values": [["a"]]}, {"range": "NoSuchTab!A1", "values": [["b"]]}]
    with pytest.raises(gspread.exceptions.APIError, match=r"Invalid data\[1\]: Unable to parse range: NoSuchTab!A1"):
        tab.spreadsheet.values_batch_update({"valueInputOption": "RAW", "data": data})
    assert tab.get_all_values() == [[]]


def test_clearing_leaves_notes_and_formats(tab: gspread.Worksheet) -> None:
    tab.update([["a"]], "A1")
    tab.update_note("A1", "ask Bob")
    assert tab.clear() == {"spreadsheetId": tab.spreadsheet_id, "clearedRange": "Sheet1!A1:Z1000"}
    assert tab.get_note("A1") == "ask Bob"


def test_append_lands_below_the_last_table_wherever_that_is(tab: gspread.Worksheet) -> None:
    tab.update([["x", "", "y"]], "A1")
    answer = tab.append_row(["1", "2", "3"])
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == ("Sheet1!C1", "Sheet1!C2:E2")


def test_append_to_a_named_corner_lands_below_it(tab: gspread.Worksheet) -> None:
    tab.update([["x", "", "y"]], "A1")
    assert tab.append_row(["1"], table_range="A1")["updates"]["updatedRange"] == "Sheet1!A2"


@pytest.mark.parametrize(
    ("asked", "lands"),
    [("Sheet1", "B7"), ("B4", "B7"), ("C5:D5", "B7"), ("B2:D4", "B7"), ("A3:G10", "B7"), ("A1", "A3"), ("E4", "E4")],
)
def test_append_finds_tables_as_the_guide_shows(tab: gspread.Worksheet, asked: str, lands: str) -> None:
    """The guide's example: one table in A1:C2, one in B4:D6."""
    tab.update(
        [["x", "y", "z"], ["x", "y", "z"], [], ["", "x", "y", "z"], ["", "x", "y", "z"], ["", "x", "y", "z"]], "A1"
    )
    answer = tab.spreadsheet.values_append(asked, {"valueInputOption": "RAW"}, {"values": [["new"]]})
    assert answer["updates"]["updatedRange"] == f"Sheet1!{lands}"


def test_append_makes_room_and_can_insert(tab: gspread.Worksheet) -> None:
    tab.resize(2, 2)
    tab.update([["a", "b"], ["c", "d"]], "A1")
    tab.append_rows([["e", "f", "g"]], insert_data_option=InsertDataOption.insert_rows)
    assert tab.get_all_values() == [["a", "b", ""], ["c", "d", ""], ["e", "f", "g"]]


def test_a_row_is_found_by_its_tag_after_it_moved(server: SheetsServer, tab: gspread.Worksheet) -> None:
    tab.update([["b"], ["a"]], "A1")
    place = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}
    tag = {"metadataKey": "t", "metadataValue": "L-1", "location": place, "visibility": "DOCUMENT"}
    tab.spreadsheet.batch_update({"requests": [{"createDeveloperMetadata": {"developerMetadata": tag}}]})
    server.human(tab.spreadsheet_id).sort("Sheet1", "A")
    server.human(tab.spreadsheet_id).insert_rows("Sheet1", 1)
    lookup = {"developerMetadataLookup": {"metadataKey": "t", "metadataValue": "L-1"}}
    found = post(tab.spreadsheet, "/values:batchGetByDataFilter", {"dataFilters": [lookup]})
    assert found["valueRanges"] == [
        {
            "valueRange": {"range": "Sheet1!A3:Z3", "majorDimension": "ROWS", "values": [["b"]]},
            "dataFilters": [lookup],
        }
    ]
    data = [
        {"dataFilter": lookup, "majorDimension": "ROWS", "values": [[None, "here"]]},
        {"dataFilter": {"developerMetadataLookup": {"metadataKey": "gone"}}, "values": [["nowhere"]]},
    ]
    answer = post(tab.spreadsheet, "/values:batchUpdateByDataFilter", {"valueInputOption": "RAW", "data": data})
    assert [(r["updatedRange"], r["dataFilter"]) for r in answer["responses"]] == [("Sheet1!A3:B3", lookup)]
    assert server.values(tab.spreadsheet_id, "A1:B3") == [[], ["a"], ["b", "here"]]
    cleared = post(tab.spreadsheet, "/values:batchClearByDataFilter", {"dataFilters": [lookup]})
    assert cleared["clearedRanges"] == ["Sheet1!A3:Z3"]


def test_data_filters_take_ranges_too(tab: gspread.Worksheet) -> None:
    tab.update([["a", "b"]], "A1")
    filters = [{"a1Range": "Sheet1!B1"}, {"gridRange": {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1}}]
    found = post(tab.spreadsheet, "/values:batchGetByDataFilter", {"dataFilters": filters})
    assert [each["valueRange"]["range"] for each in found["valueRanges"]] == ["Sheet1!B1", "Sheet1!A1:Z1"]


def test_a_named_range_is_a_range(tab: gspread.Worksheet) -> None:
    tab.update([["a", "b"]], "A1")
    tab.define_named_range("A1:B1", "owners")
    assert tab.spreadsheet.values_get("owners")["values"] == [["a", "b"]]


def test_a_sheet_may_grow_under_an_update_where_that_is_doubted() -> None:
    with SheetsServer(doubts=Doubts(update_grows_grid=True)) as server:
        client = connected(server)
        tab = client.create("Leads").sheet1
        tab.resize(1, 1)
        tab.update([["a", "b"], ["c"]], "A1")
        assert server.values(tab.spreadsheet_id, "Sheet1") == [["a", "b"], ["c"]]
        client.http_client.session.close()
