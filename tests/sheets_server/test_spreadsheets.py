"""Spreadsheets and their files: gspread's Client and Spreadsheet, and Drive."""

from __future__ import annotations

import io
from collections.abc import Iterator

import gspread
import openpyxl
import pytest
from gspread.utils import ExportFormat

from tests.sheets_server import SheetsServer, connected

APIError = gspread.exceptions.APIError


@pytest.fixture
def colleague(server: SheetsServer) -> Iterator[gspread.Client]:
    other = connected(server, "colleague@leads-test.iam.gserviceaccount.com")
    yield other
    other.http_client.session.close()


def test_a_fresh_spreadsheet_has_one_tab_of_a_thousand_rows(book: gspread.Spreadsheet) -> None:
    told = book.fetch_sheet_metadata()
    assert told["properties"]["title"] == "Leads"
    assert told["properties"]["locale"] == "en_US"
    assert told["sheets"] == [
        {
            "properties": {
                "sheetId": 0,
                "title": "Sheet1",
                "index": 0,
                "sheetType": "GRID",
                "gridProperties": {"rowCount": 1000, "columnCount": 26},
            }
        }
    ]
    assert told["spreadsheetUrl"] == f"https://docs.google.com/spreadsheets/d/{book.id}/edit"


def test_spreadsheets_are_opened_by_key_address_and_title(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    assert client.open("Leads").id == book.id
    assert client.open_by_url(f"https://docs.google.com/spreadsheets/d/{book.id}/edit#gid=0").title == "Leads"
    assert [each.title for each in client.openall()] == ["Leads"]
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key("nowhere")
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open("Nothing of this name")


def test_title_time_zone_and_locale_are_changed(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    book.update_title("Pipeline")
    book.update_timezone("Europe/London")
    book.update_locale("en_GB")
    again = client.open_by_key(book.id)
    assert (again.title, again.timezone, again.locale) == ("Pipeline", "Europe/London", "en_GB")
    assert client.open("Pipeline").id == book.id


def test_tabs_are_added_found_and_deleted(book: gspread.Spreadsheet) -> None:
    added = book.add_worksheet("Two", rows=5, cols=3)
    assert (added.row_count, added.col_count, added.index) == (5, 3, 1)
    assert book.get_worksheet(1).id == book.get_worksheet_by_id(added.id).id == book.worksheet("Two").id
    book.duplicate_sheet(added.id, new_sheet_name="Three")
    book.del_worksheet(added)
    assert sorted(tab.title for tab in book) == ["Sheet1", "Three"]
    book.del_worksheet_by_id(book.worksheet("Three").id)
    with pytest.raises(APIError, match=r"You can't remove all the sheets in a document."):
        book.del_worksheet(book.sheet1)


def test_version_and_modified_time_move_with_every_change(book: gspread.Spreadsheet) -> None:
    def hints() -> tuple[int, str]:
        file = book.client.request(
            "get", f"https://www.googleapis.com/drive/v3/files/{book.id}", params={"fields": "version,modifiedTime"}
        ).json()
        return int(file["version"]), file["modifiedTime"]

    before = hints()
    book.sheet1.get_all_values()
    assert hints() == before
    book.sheet1.update([["a"]], "A1")
    after = hints()
    assert after[0] > before[0]
    assert after[1] > before[1]
    assert book.get_lastUpdateTime() == after[1]


def test_a_spreadsheet_is_copied_with_comments_and_permissions(
    client: gspread.Client, book: gspread.Spreadsheet
) -> None:
    book.sheet1.update([["a"]], "A1")
    book.share("ann@example.com", "user", "writer", notify=False)
    address = f"https://www.googleapis.com/drive/v3/files/{book.id}/comments"
    client.http_client.request("post", address, params={"fields": "id"}, json={"content": "call them"})
    twin = client.copy(book.id, "Twin", copy_permissions=True)
    assert twin.sheet1.acell("A1").value == "a"
    assert {each.get("emailAddress") for each in twin.list_permissions()} >= {"ann@example.com"}
    twin.sheet1.update([["b"]], "A1")
    assert book.sheet1.acell("A1").value == "a"


def test_a_file_is_deleted(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    client.del_spreadsheet(book.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key(book.id)


def test_permissions_are_given_and_taken(book: gspread.Spreadsheet) -> None:
    book.share("ann@example.com", "user", "reader")
    assert book.remove_permissions("ann@example.com", role="reader") != []
    assert [each["role"] for each in book.list_permissions()] == ["owner"]


def test_ownership_is_handed_over(book: gspread.Spreadsheet) -> None:
    book.share("ann@example.com", "user", "writer")
    number = next(each["id"] for each in book.list_permissions() if each.get("emailAddress") == "ann@example.com")
    book.transfer_ownership(str(number))
    book.accept_ownership(str(number))
    roles = {each["emailAddress"]: each["role"] for each in book.list_permissions()}
    assert roles["ann@example.com"] == "owner"


def test_who_was_given_nothing_sees_nothing(colleague: gspread.Client, book: gspread.Spreadsheet) -> None:
    with pytest.raises(PermissionError) as refused:
        colleague.open_by_key(book.id)
    assert "The caller does not have permission" in str(refused.value.__cause__)
    assert colleague.openall() == []


def test_a_reader_reads_and_may_not_write(colleague: gspread.Client, book: gspread.Spreadsheet) -> None:
    book.share("colleague@leads-test.iam.gserviceaccount.com", "user", "reader")
    theirs = colleague.open_by_key(book.id)
    assert theirs.sheet1.get_all_values() == [[]]
    with pytest.raises(APIError, match=r"\[403\]: The caller does not have permission"):
        theirs.sheet1.update([["a"]], "A1")


def test_a_protected_range_holds_up_those_who_may_not_edit_it(
    colleague: gspread.Client, book: gspread.Spreadsheet
) -> None:
    book.share("colleague@leads-test.iam.gserviceaccount.com", "user", "writer")
    book.sheet1.add_protected_range("A1:A5", ["ann@example.com"])
    book.sheet1.add_protected_range("B1:B5", warning_only=True)
    theirs = colleague.open_by_key(book.id).sheet1
    theirs.update([["fine"]], "B1")
    with pytest.raises(APIError, match=r"You are trying to edit a protected cell or object."):
        theirs.update([["no"]], "A1")
    with pytest.raises(APIError, match=r"You are trying to edit a protected cell or object."):
        theirs.delete_rows(2)
    book.sheet1.update([["the owner may"]], "A1")


def test_a_protected_tab_may_leave_a_range_open(colleague: gspread.Client, book: gspread.Spreadsheet) -> None:
    book.share("colleague@leads-test.iam.gserviceaccount.com", "user", "writer")
    frame = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2}
    protected = {"range": {"sheetId": 0}, "unprotectedRanges": [frame]}
    book.batch_update({"requests": [{"addProtectedRange": {"protectedRange": protected}}]})
    theirs = colleague.open_by_key(book.id).sheet1
    theirs.update([["fine"]], "A2")
    with pytest.raises(APIError, match="You are trying to edit a protected cell or object"):
        theirs.update([["no"]], "A3")


def test_a_public_sheet_is_read_with_a_key_alone(server: SheetsServer, book: gspread.Spreadsheet) -> None:
    import requests

    book.sheet1.update([["a"]], "A1")
    address = f"{server.url}/v4/spreadsheets/{book.id}/values/A1"
    assert requests.get(address, timeout=5).status_code == 403
    assert requests.get(f"{address}?key=public", timeout=5).status_code == 403
    book.share("", "anyone", "reader")
    assert requests.get(f"{address}?key=public", timeout=5).json()["values"] == [["a"]]


def test_an_upload_takes_the_place_of_everything(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    book.add_worksheet("Two", 5, 5)
    client.import_csv(book.id, "Name,Phone\nAnn,0042\n")
    [tab] = book.worksheets()
    assert tab.get_all_values() == [["Name", "Phone"], ["Ann", "42"]]


def test_a_spreadsheet_is_exported(book: gspread.Spreadsheet) -> None:
    book.sheet1.update([["a,b", 1.5]], "A1")
    assert book.export(ExportFormat.CSV) == b'"a,b",1.5\r\n'
    assert book.export(ExportFormat.TSV) == b"a,b\t1.5\r\n"
    workbook = openpyxl.load_workbook(io.BytesIO(book.export(ExportFormat.EXCEL)))
    assert [[cell.value for cell in row] for row in workbook["Sheet1"]] == [["a,b", 1.5]]
    with pytest.raises(APIError, match=r"The requested conversion is not supported."):
        book.export(ExportFormat.PDF)


def test_spreadsheets_create_makes_the_tabs_it_is_told(client: gspread.Client) -> None:
    body = {
        "properties": {"title": "Made", "locale": "en_GB"},
        "sheets": [{"properties": {"title": "Leads", "sheetId": 7}}],
    }
    made = client.http_client.request("post", "https://sheets.googleapis.com/v4/spreadsheets", json=body).json()
    assert made["properties"]["locale"] == "en_GB"
    assert [(each["properties"]["title"], each["properties"]["sheetId"]) for each in made["sheets"]] == [("Leads", 7)]


def test_grid_data_comes_where_it_is_asked_for(book: gspread.Spreadsheet) -> None:
    book.sheet1.update([["a", "=1/0"]], "B2", raw=False)
    told = book.fetch_sheet_metadata({"ranges": "Sheet1!B2:D4", "includeGridData": "true"})
    [block] = told["sheets"][0]["data"]
    assert (block["startRow"], block["startColumn"], len(block["rowMetadata"])) == (1, 1, 3)
    first, second = block["rowData"][0]["values"]
    assert first["userEnteredValue"] == {"stringValue": "a"}
    assert second["userEnteredValue"] == {"formulaValue": "=1/0"}
    assert second["effectiveValue"] == {"errorValue": {"type": "DIVIDE_BY_ZERO", "message": "#DIV/0!"}}
    assert second["formattedValue"] == "#DIV/0!"
    masked = book.fetch_sheet_metadata({"fields": "sheets(properties(title),data/rowData/values/formattedValue)"})
    values = [{}, {"values": [{}, {"formattedValue": "a"}, {"formattedValue": "#DIV/0!"}]}]
    assert masked == {"sheets": [{"properties": {"title": "Sheet1"}, "data": [{"rowData": values}]}]}
    by_filter = book.client.request(
        "post",
        f"https://sheets.googleapis.com/v4/spreadsheets/{book.id}:getByDataFilter",
        json={"dataFilters": [{"a1Range": "B2"}], "includeGridData": True},
    ).json()
    assert by_filter["sheets"][0]["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "a"
