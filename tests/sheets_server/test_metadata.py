"""Developer metadata: identity that follows its line, and the guard two writers meet at."""

from __future__ import annotations

from typing import Any

import gspread
import pytest

from tests.sheets_server import Doubts, SheetsServer, connected

APIError = gspread.exceptions.APIError


def row_place(row: int) -> dict[str, Any]:
    return {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}}


def created(book: gspread.Spreadsheet, location: dict[str, Any], key: str = "k", **more: Any) -> dict[str, Any]:
    entry = {"metadataKey": key, "location": location, "visibility": "DOCUMENT", **more}
    answer = book.batch_update({"requests": [{"createDeveloperMetadata": {"developerMetadata": entry}}]})
    found: dict[str, Any] = answer["replies"][0]["createDeveloperMetadata"]["developerMetadata"]
    return found


def searched(book: gspread.Spreadsheet, **lookup: Any) -> list[dict[str, Any]]:
    address = f"https://sheets.googleapis.com/v4/spreadsheets/{book.id}/developerMetadata:search"
    body = {"dataFilters": [{"developerMetadataLookup": lookup}]}
    answer = book.client.request("post", address, json=body).json()
    return [match["developerMetadata"] for match in answer.get("matchedDeveloperMetadata", [])]


def row_of(book: gspread.Spreadsheet, key: str = "k") -> int | None:
    found = searched(book, metadataKey=key)
    return found[0]["location"]["dimensionRange"]["startIndex"] if found else None


def test_an_entry_is_told_with_where_it_hangs(book: gspread.Spreadsheet) -> None:
    told = created(book, row_place(3), metadataId=7, metadataValue="L-1")
    lines = {"dimension": "ROWS", "startIndex": 3, "endIndex": 4}
    assert told == {
        "metadataId": 7,
        "metadataKey": "k",
        "metadataValue": "L-1",
        "location": {"locationType": "ROW", "dimensionRange": lines},
        "visibility": "DOCUMENT",
    }
    address = f"https://sheets.googleapis.com/v4/spreadsheets/{book.id}/developerMetadata/7"
    assert book.client.request("get", address).json() == told


def test_a_taken_id_refuses_the_whole_batch(server: SheetsServer, book: gspread.Spreadsheet) -> None:
    created(book, {"spreadsheet": True}, metadataId=1001)
    cells = {"updateCells": {"start": {}, "rows": [{"values": [{"note": "late"}]}], "fields": "note"}}
    entry = {"metadataId": 1001, "metadataKey": "k", "location": {"spreadsheet": True}, "visibility": "DOCUMENT"}
    guard = {"createDeveloperMetadata": {"developerMetadata": entry}}
    with pytest.raises(APIError) as refused:
        book.batch_update({"requests": [cells, guard]})
    assert refused.value.response.json()["error"]["message"] == (
        "Invalid requests[1].createDeveloperMetadata: Cannot add developer metadata with ID [1001] "
        "because developer metadata with that ID already exists."
    )
    assert server.book(book.id).sheets[0].cell(0, 0).note == ""


@pytest.mark.parametrize(
    ("change", "lands"),
    [
        ("insert above", 4),
        ("insert below", 3),
        ("delete above", 2),
        ("delete it", None),
        ("move it", 0),
        ("move another", 4),
        ("sort", 1),
        ("cut off", None),
    ],
)
def test_a_row_keeps_its_tag(server: SheetsServer, book: gspread.Spreadsheet, change: str, lands: int | None) -> None:
    book.sheet1.update([["d"], ["c"], ["b"], ["aa"], ["a"]], "A1")
    created(book, row_place(3))
    ann = server.human(book.id)
    match change:
        case "insert above":
            ann.insert_rows("Sheet1", 2)
        case "insert below":
            ann.insert_rows("Sheet1", 5)
        case "delete above":
            ann.delete_rows("Sheet1", 1)
        case "delete it":
            ann.delete_rows("Sheet1", 4)
        case "move it":
            ann.move_rows("Sheet1", 4, 4, above=1)
        case "move another":
            ann.move_rows("Sheet1", 9, 10, above=1)
            ann.delete_rows("Sheet1", 1)
        case "sort":
            ann.sort("Sheet1", "A")
        case "cut off":
            book.sheet1.resize(rows=2)
    assert row_of(book) == lands


def test_a_sort_of_a_few_columns_leaves_the_row_and_its_tag(book: gspread.Spreadsheet) -> None:
    book.sheet1.update([["b", "stays"], ["a", "here"]], "A1")
    created(book, row_place(0))
    book.sheet1.sort((1, "asc"), range="A1:A2")
    assert row_of(book) == 0


def test_a_column_keeps_its_tag(server: SheetsServer, book: gspread.Spreadsheet) -> None:
    book.sheet1.update([["First name", "Email", "Phone"]], "A1")
    place = {"dimensionRange": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}}
    created(book, place, "ls.c", metadataValue="email")
    server.human(book.id).move_column("Sheet1", "B", before="A")
    assert server.values(book.id, "A1:C1") == [["Email", "First name", "Phone"]]
    assert row_of(book, "ls.c") == 0
    server.human(book.id).insert_columns("Sheet1", "A", 2)
    assert row_of(book, "ls.c") == 2
    server.human(book.id).delete_column("Sheet1", "C")
    assert searched(book, metadataKey="ls.c") == []


@pytest.mark.parametrize(("takes", "count"), [(False, 1), (True, 2)])
def test_whether_a_copied_row_takes_the_tag_is_a_doubt(takes: bool, count: int) -> None:
    with SheetsServer(doubts=Doubts(copied_row_takes_metadata=takes)) as server:
        client = connected(server)
        book = client.create("Leads")
        book.sheet1.update([["a"]], "A1")
        created(book, row_place(0))
        server.human(book.id).copy_row("Sheet1", 1, to=5)
        assert server.values(book.id, "A5") == [["a"]]
        assert len(searched(book, metadataKey="k")) == count
        client.http_client.session.close()


def test_entries_are_found_by_every_part_of_a_lookup(book: gspread.Spreadsheet) -> None:
    created(book, {"spreadsheet": True}, "k", metadataId=1)
    created(book, {"sheetId": 0}, "k", metadataId=2, metadataValue="v")
    created(book, row_place(1), "k", metadataId=3, metadataValue="v")
    created(book, row_place(1), "other", metadataId=4)
    found = {
        "id": searched(book, metadataId=2),
        "key": searched(book, metadataKey="k"),
        "value": searched(book, metadataValue="v"),
        "kind": searched(book, locationType="ROW"),
        "place": searched(book, metadataLocation=row_place(1)),
        "inside": searched(book, metadataLocation={"sheetId": 0}, locationMatchingStrategy="INTERSECTING_LOCATION"),
        "nobody": searched(book, metadataKey="gone"),
    }
    assert {name: [each["metadataId"] for each in entries] for name, entries in found.items()} == {
        "id": [2],
        "key": [1, 2, 3],
        "value": [2, 3],
        "kind": [3, 4],
        "place": [3, 4],
        "inside": [2, 3, 4],
        "nobody": [],
    }


def test_entries_are_told_with_the_spreadsheet(book: gspread.Spreadsheet) -> None:
    created(book, {"spreadsheet": True}, metadataId=1)
    created(book, {"sheetId": 0}, metadataId=2)
    created(book, row_place(1), metadataId=3)
    told = book.fetch_sheet_metadata({"fields": "developerMetadata.metadataId,sheets.developerMetadata.metadataId"})
    ids = [{"metadataId": 1}]
    assert told == {"sheets": [{"developerMetadata": [{"metadataId": 2}]}], "developerMetadata": ids}
    mask = "sheets.data.rowMetadata.developerMetadata.metadataId"
    rows = book.fetch_sheet_metadata({"fields": mask, "ranges": "A1:A3"})["sheets"][0]["data"][0]["rowMetadata"]
    assert rows == [{}, {"developerMetadata": [{"metadataId": 3}]}, {}]


def test_entries_are_changed_and_deleted(book: gspread.Spreadsheet) -> None:
    created(book, row_place(1), metadataId=3, metadataValue="v")
    by_id = {"developerMetadataLookup": {"metadataId": 3}}
    change = {"dataFilters": [by_id], "developerMetadata": {"metadataValue": "w"}, "fields": "metadataValue"}
    book.batch_update({"requests": [{"updateDeveloperMetadata": change}]})
    assert searched(book, metadataId=3)[0]["metadataValue"] == "w"
    answer = book.batch_update({"requests": [{"deleteDeveloperMetadata": {"dataFilter": by_id}}]})
    gone = answer["replies"][0]["deleteDeveloperMetadata"]["deletedDeveloperMetadata"]
    assert [entry["metadataId"] for entry in gone] == [3]
    assert searched(book, metadataId=3) == []


def test_storage_is_small() -> None:
    with SheetsServer(doubts=Doubts(metadata_lines_per_sheet=2)) as server:
        client = connected(server)
        book = client.create("Leads")
        created(book, row_place(0))
        created(book, row_place(0))
        full = "Adding the requested developer metadata would exceed the allowed storage limit"
        with pytest.raises(APIError, match=full):
            created(book, row_place(1))
        with pytest.raises(APIError, match=full):
            created(book, {"spreadsheet": True}, metadataValue="x" * 100_000)
        created(book, {"spreadsheet": True}, metadataValue="x" * 20_000)
        client.http_client.session.close()


def test_metadata_wants_one_line(book: gspread.Spreadsheet) -> None:
    lines = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}
    with pytest.raises(APIError, match=r"The dimension range must represent a single row or column."):
        created(book, {"dimensionRange": lines})


def test_entries_are_found_by_where_they_hang_and_moved(book: gspread.Spreadsheet) -> None:
    created(book, row_place(1), metadataId=3)
    created(book, row_place(8), metadataId=4)
    by_range = {"a1Range": "Sheet1!A1:B3"}
    change = {
        "dataFilters": [by_range],
        "developerMetadata": {"metadataKey": "new", "visibility": "PROJECT", "location": row_place(5)},
        "fields": "metadataKey,visibility,location",
    }
    book.batch_update({"requests": [{"updateDeveloperMetadata": change}]})
    [moved] = searched(book, metadataKey="new")
    assert (moved["metadataId"], moved["visibility"]) == (3, "PROJECT")
    assert moved["location"]["dimensionRange"]["startIndex"] == 5
    assert searched(book, visibility="PROJECT") == [moved]
