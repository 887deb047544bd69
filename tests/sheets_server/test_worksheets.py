"""Every family of methods that gspread's Worksheet has."""

from __future__ import annotations

import re
from typing import Any

import gspread
import pytest
from gspread.utils import MergeType, PasteOrientation, PasteType, ValidationConditionType, ValueRenderOption

from tests.sheets_server import SheetsServer

APIError = gspread.exceptions.APIError


def told(tab: gspread.Worksheet, field: str) -> Any:
    """A field of the sheet as it is told now."""
    sheets = tab.spreadsheet.fetch_sheet_metadata()["sheets"]
    return next(sheet.get(field) for sheet in sheets if sheet["properties"]["sheetId"] == tab.id)


def test_cells_are_read_written_and_found(tab: gspread.Worksheet) -> None:
    tab.update_acell("A1", "=1+1")
    tab.update_cell(1, 2, "0042")
    cells = tab.range("A2:B3")
    for number, cell in enumerate(cells):
        cell.value = f"v{number}"
    tab.update_cells(cells)
    assert tab.acell("A1").value == "2"
    assert tab.acell("A1", value_render_option=ValueRenderOption.formula).value == "=1+1"
    assert tab.row_values(1) == ["2", "42"]
    assert tab.col_values(2) == ["42", "v1", "v3"]
    found = tab.find("v3")
    assert found is not None
    assert (found.row, found.col) == (3, 2)
    assert [cell.address for cell in tab.findall(re.compile("^v"))] == ["A2", "B2", "A3", "B3"]
    assert len(tab.get_all_cells()) == 26_000


def test_records_are_read(tab: gspread.Worksheet) -> None:
    tab.update([["Name", "Phone"], ["Ann", "0042"]], "A1")
    assert tab.get_all_records() == [{"Name": "Ann", "Phone": 42}]
    assert tab.get_all_records(numericise_ignore=["all"]) == [{"Name": "Ann", "Phone": "0042"}]


def test_rows_and_columns_are_inserted_and_deleted(tab: gspread.Worksheet) -> None:
    tab.update([["a"], ["b"]], "A1")
    tab.insert_row(["new"], 2)
    tab.insert_rows([["x"], ["y"]], 1)
    assert tab.col_values(1) == ["x", "y", "a", "new", "b"]
    tab.insert_cols([["left", "below"]], 1)
    assert tab.get("A1:B2") == [["left", "x"], ["below", "y"]]
    tab.delete_rows(2, 4)
    tab.delete_columns(1)
    assert tab.col_values(1) == ["x", "b"]
    assert tab.spreadsheet.sheet1.row_count == 1000


def test_the_grid_is_resized(tab: gspread.Worksheet) -> None:
    tab.update([["a", "b"], ["c", "d"]], "A1")
    tab.resize(1, 1)
    tab.add_rows(2)
    tab.add_cols(1)
    assert tab.get_all_values() == [["a"]]
    again = tab.spreadsheet.sheet1
    assert (again.row_count, again.col_count) == (3, 2)


def test_rows_are_sorted_by_several_columns(tab: gspread.Worksheet) -> None:
    tab.update([["b", 2], ["", 9], ["a", 2], ["c", 10], [5, 2]], "A1")
    tab.sort((2, "asc"), (1, "des"), range="A1:B5")
    assert tab.get("A1:B5") == [["b", "2"], ["a", "2"], ["5", "2"], ["", "9"], ["c", "10"]]
    tab.sort((1, "asc"), range="A1:B5")
    assert tab.col_values(1) == ["5", "a", "b", "c"]
    tab.sort((1, "des"), range="A1:B5")
    assert tab.col_values(1) == ["c", "b", "a", "5"]


def test_a_hidden_row_stays_where_it_is_when_others_are_sorted(tab: gspread.Worksheet) -> None:
    tab.update([["c"], ["a"], ["b"]], "A1")
    tab.hide_rows(0, 1)
    tab.sort((1, "asc"), range="A1:A3")
    assert tab.col_values(1) == ["c", "a", "b"]
    tab.unhide_rows(0, 1)
    tab.sort((1, "asc"), range="A1:A3")
    assert tab.col_values(1) == ["a", "b", "c"]


def test_a_filtered_row_stays_where_it_is_too(tab: gspread.Worksheet) -> None:
    tab.update([["head"], ["c"], ["a"], ["b"]], "A1")
    criteria = {
        "range": {"sheetId": 0, "endRowIndex": 4, "endColumnIndex": 1},
        "criteria": {"0": {"hiddenValues": ["c"]}},
    }
    tab.spreadsheet.batch_update({"requests": [{"setBasicFilter": {"filter": criteria}}]})
    tab.sort((1, "des"), range="A2:A4")
    assert tab.col_values(1) == ["head", "c", "b", "a"]


def test_cells_are_merged_and_unmerged(tab: gspread.Worksheet) -> None:
    tab.update([["a", "b", "x"], ["c", "d", "y"]], "A1")
    tab.merge_cells("A1:B2")
    assert told(tab, "merges") == [{"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}]
    assert tab.get("A1:B2") == [["a"]]
    assert tab.get_values("A1:C2", combine_merged_cells=True) == [["a", "a", "x"], ["a", "a", "y"]]
    with pytest.raises(APIError, match="You must select all cells in a merged range"):
        tab.unmerge_cells("A1:A1")
    with pytest.raises(APIError, match="You can't sort a range containing vertical merges"):
        tab.sort((1, "asc"), range="A1:B3")
    tab.unmerge_cells("A1:B2")
    tab.batch_merge([{"range": "A1:B2", "mergeType": MergeType.merge_rows}])
    assert len(told(tab, "merges")) == 2


def test_formats_are_written_cell_by_cell(tab: gspread.Worksheet) -> None:
    tab.update([["7"]], "A1", raw=False)
    tab.format("A1:B1", {"textFormat": {"bold": True}})
    tab.batch_format([{"range": "A1", "format": {"numberFormat": {"type": "NUMBER", "pattern": "0.00"}}}])
    assert tab.acell("A1").value == "7.00"
    mask = "sheets.data.rowData.values.userEnteredFormat"
    data = tab.spreadsheet.fetch_sheet_metadata({"fields": mask})["sheets"][0]["data"]
    number_format = {"type": "NUMBER", "pattern": "0.00"}
    first = {"textFormat": {"bold": True}, "numberFormat": number_format}
    second = {"textFormat": {"bold": True}}
    assert data == [{"rowData": [{"values": [{"userEnteredFormat": first}, {"userEnteredFormat": second}]}]}]


def test_notes_are_written_read_and_cleared(tab: gspread.Worksheet) -> None:
    assert tab.get_notes() == [[]]
    tab.update_notes({"A1": "one", "C2": "two"})
    tab.insert_note("B1", "three")
    assert tab.get_notes() == [["one", "three"], ["", "", "two"]]
    tab.clear_note("A1")
    tab.clear_notes(["B1"])
    assert tab.get_notes() == [[], ["", "", "two"]]
    assert tab.get_note("A1") == ""


def test_cells_without_notes_tell_an_empty_block(tab: gspread.Worksheet) -> None:
    tab.update([["a"]], "A1")
    answer = tab.client.spreadsheets_get(tab.spreadsheet_id, {"fields": "sheets.data.rowData.values.note"})
    assert answer == {"sheets": [{"data": [{}]}]}


def test_ranges_are_named_and_protected(tab: gspread.Worksheet) -> None:
    assert tab.spreadsheet.list_named_ranges() == []
    named = tab.define_named_range("A1:B2", "owners")["replies"][0]["addNamedRange"]["namedRange"]
    frame = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    assert named == {"namedRangeId": named["namedRangeId"], "name": "owners", "range": frame}
    assert len(tab.spreadsheet.named_range("owners")) == 4
    tab.delete_named_range(named["namedRangeId"])
    assert tab.spreadsheet.list_named_ranges() == []
    reply = tab.add_protected_range("A1:B2", ["ann@example.com"])["replies"][0]["addProtectedRange"]["protectedRange"]
    assert reply == {
        "protectedRangeId": reply["protectedRangeId"],
        "range": frame,
        "requestingUserCanEdit": True,
        "editors": {},
    }
    [kept] = tab.spreadsheet.list_protected_ranges(0)
    assert kept["editors"]["users"] == ["ann@example.com"]
    tab.delete_protected_range(reply["protectedRangeId"])
    assert tab.spreadsheet.list_protected_ranges(0) == []


def test_a_filter_is_set_and_cleared(tab: gspread.Worksheet) -> None:
    tab.set_basic_filter("B1:C2")
    frame = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 3}
    assert told(tab, "basicFilter") == {"range": frame}
    tab.set_basic_filter()
    tab.clear_basic_filter()
    assert told(tab, "basicFilter") is None


def test_rows_and_columns_are_grouped_hidden_and_frozen(tab: gspread.Worksheet) -> None:
    tab.add_dimension_group_rows(0, 5)
    reply = tab.add_dimension_group_rows(1, 3)["replies"][0]["addDimensionGroup"]
    assert reply["dimensionGroups"] == [
        {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 5}, "depth": 1},
        {"range": {"dimension": "ROWS", "startIndex": 1, "endIndex": 3}, "depth": 2},
    ]
    tab.add_dimension_group_columns(2, 4)
    assert tab.list_dimension_group_columns()[0]["range"]["startIndex"] == 2
    assert told(tab, "properties")["gridProperties"]["rowGroupControlAfter"] is True
    tab.delete_dimension_group_rows(1, 3)
    tab.delete_dimension_group_columns(2, 4)
    assert [group["depth"] for group in tab.list_dimension_group_rows()] == [1]
    tab.hide_columns(0, 1)
    tab.unhide_columns(0, 1)
    tab.freeze(rows=1, cols=2)
    tab.columns_auto_resize(0, 2)
    tab.rows_auto_resize(0, 2)
    again = tab.spreadsheet.sheet1
    assert (again.frozen_row_count, again.frozen_col_count) == (1, 2)


def test_a_tab_is_renamed_coloured_moved_hidden_and_shown(book: gspread.Spreadsheet) -> None:
    first, second = book.sheet1, book.add_worksheet("Second", 5, 5)
    third = book.add_worksheet("Third", 5, 5, index=0)
    first.update_title("Leads")
    first.update_tab_color("#FF0000")
    assert book.worksheet("Leads").tab_color == "#FF0000"
    first.clear_tab_color()
    assert book.worksheet("Leads").tab_color is None
    assert [tab.title for tab in book.worksheets()] == ["Third", "Leads", "Second"]
    third.update_index(2)
    assert [tab.title for tab in book.worksheets()] == ["Leads", "Third", "Second"]
    book.reorder_worksheets([second, third, first])
    assert [tab.title for tab in book.worksheets()] == ["Second", "Third", "Leads"]
    third.hide()
    assert [tab.title for tab in book.worksheets(exclude_hidden=True)] == ["Second", "Leads"]
    third.show()
    first.hide_gridlines()
    assert book.worksheet("Leads").is_gridlines_hidden
    first.show_gridlines()
    assert not book.worksheet("Leads").is_gridlines_hidden


def test_a_tab_is_duplicated_with_all_that_is_on_it(server: SheetsServer, tab: gspread.Worksheet) -> None:
    tab.update([["a"]], "A1")
    tab.merge_cells("B1:C1")
    twin = tab.duplicate(new_sheet_name="Twin", insert_sheet_index=1)
    assert twin.acell("A1").value == "a"
    assert told(twin, "merges")[0]["sheetId"] == twin.id
    assert tab.duplicate().title == "Copy of Sheet1"
    tab.update([["changed"]], "A1")
    assert server.values(tab.spreadsheet_id, "Twin!A1") == [["a"]]


def test_a_tab_is_copied_to_another_spreadsheet(client: gspread.Client, tab: gspread.Worksheet) -> None:
    tab.update([["a"]], "A1")
    other = client.create("Other")
    assert tab.copy_to(other.id)["title"] == "Copy of Sheet1"
    assert other.worksheet("Copy of Sheet1").acell("A1").value == "a"
    with pytest.raises(APIError, match=r"\[404\]: Requested entity was not found."):
        tab.copy_to("nowhere")


def test_ranges_are_copied_and_cut(tab: gspread.Worksheet) -> None:
    tab.update([["1", "=A1*2"], ["3", "x"]], "A1", raw=False)
    tab.copy_range("A1:B1", "A5:B6")
    assert tab.get("A5:B6", value_render_option=ValueRenderOption.formula) == [[1, "=A5*2"], [1, "=A6*2"]]
    tab.copy_range("A1:B1", "D1", PasteType.values, PasteOrientation.transpose)
    assert tab.get("D1:D2") == [["1"], ["2"]]
    tab.cut_range("A2:B2", "C9")
    assert tab.get("A2:B2") == [[]]
    assert tab.get("C9:D9") == [["3", "x"]]


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        (PasteType.normal, ("a", True, True)),
        (PasteType.values, ("a", False, False)),
        (PasteType.format, ("old", True, False)),
        (PasteType.data_validation, ("old", False, True)),
        (PasteType.no_borders, ("a", True, True)),
    ],
)
def test_a_paste_takes_what_it_is_told_to(
    server: SheetsServer, tab: gspread.Worksheet, kind: PasteType, left: tuple[str, bool, bool]
) -> None:
    """What is left: the value, whether it is bold, whether it has the rule."""
    tab.update([["a", "old"]], "A1")
    tab.format("A1", {"textFormat": {"bold": True}})
    tab.add_validation("A1", ValidationConditionType.not_blank, [])
    tab.copy_range("A1", "B1", kind)
    cell = server.book(tab.spreadsheet_id).sheets[0].cell(0, 1)
    assert (cell.value, cell.format is not None, cell.validation is not None) == left


def test_columns_are_merged_one_by_one(tab: gspread.Worksheet) -> None:
    tab.merge_cells("A1:B2", MergeType.merge_columns)
    assert [(m["startColumnIndex"], m["endRowIndex"]) for m in told(tab, "merges")] == [(0, 2), (1, 2)]
    with pytest.raises(APIError, match="You must select all cells in a merged range"):
        tab.merge_cells("A1:B1")


def test_a_drop_down_is_stored_and_told(tab: gspread.Worksheet) -> None:
    tab.add_validation("A1", ValidationConditionType.one_of_list, ["New", "Won"], strict=True, showCustomUi=True)
    data = tab.spreadsheet.fetch_sheet_metadata({"fields": "sheets.data.rowData.values.dataValidation"})
    rule = data["sheets"][0]["data"][0]["rowData"][0]["values"][0]["dataValidation"]
    assert rule["condition"]["values"] == [{"userEnteredValue": "New"}, {"userEnteredValue": "Won"}]
    tab.update([["Lost"]], "A1")
    assert tab.acell("A1").value == "Lost"


def test_the_table_around_a_cell_is_found(tab: gspread.Worksheet) -> None:
    tab.update([["a", "b", "", "z"], ["c", "d"]], "A1")
    assert tab.expand("A1") == [["a", "b"], ["c", "d"]]
