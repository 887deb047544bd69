"""Drive's own calls, those that gspread does not make."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
import requests

from tests.sheets_server import SheetsServer, connected

APIError = gspread.exceptions.APIError
FILES = "https://www.googleapis.com/drive/v3/files"


def asks(client: gspread.Client, method: str, address: str, body: Any = None, **params: Any) -> Any:
    answer: requests.Response = client.http_client.request(method, address, params=params, json=body)
    return answer.json() if answer.content else None


def test_a_file_is_renamed_moved_and_binned(client: gspread.Client, book: gspread.Spreadsheet) -> None:
    address = f"{FILES}/{book.id}"
    told = asks(
        client,
        "patch",
        address,
        {"name": "Pipeline", "trashed": True},
        addParents="folder",
        fields="name,trashed,parents",
    )
    assert told == {"name": "Pipeline", "trashed": True, "parents": ["folder"]}
    assert client.open_by_key(book.id).title == "Pipeline"
    assert [each["id"] for each in client.list_spreadsheet_files(folder_id="folder")] == [book.id]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("name = 'Leads'", 1),
        ("name contains 'lea'", 1),
        ("name = 'Leads' and trashed = true", 0),
        ("mimeType != 'application/vnd.google-apps.spreadsheet'", 0),
        ("'root' in parents", 1),
        ("", 1),
    ],
)
def test_files_are_found_by_a_query(client: gspread.Client, book: gspread.Spreadsheet, query: str, count: int) -> None:
    assert len(asks(client, "get", FILES, q=query)["files"]) == count


def test_a_query_that_makes_no_sense_is_refused_in_drives_envelope(client: gspread.Client) -> None:
    with pytest.raises(APIError) as refused:
        asks(client, "get", FILES, q="colour = 'red'")
    assert refused.value.response.json() == {
        "error": {
            "errors": [{"message": "Invalid Value", "domain": "global", "reason": "invalid"}],
            "code": 400,
            "message": "Invalid Value",
        }
    }


def test_long_lists_come_in_pages(client: gspread.Client) -> None:
    made = {client.create(f"Book {number}").id for number in range(3)}
    first = asks(client, "get", FILES, pageSize=2, fields="nextPageToken,files(id)")
    second = asks(client, "get", FILES, pageSize=2, fields="nextPageToken,files(id)", pageToken=first["nextPageToken"])
    assert {each["id"] for each in first["files"] + second["files"]} == made
    assert "nextPageToken" not in second


def test_a_missing_file_is_told_in_drives_envelope(client: gspread.Client) -> None:
    with pytest.raises(APIError) as refused:
        asks(client, "get", f"{FILES}/nowhere")
    error = refused.value.response.json()["error"]
    assert error["errors"] == [
        {
            "message": "File not found: nowhere.",
            "domain": "global",
            "reason": "notFound",
            "location": "fileId",
            "locationType": "parameter",
        }
    ]
    assert "status" not in error


def test_only_the_owner_deletes(server: SheetsServer, book: gspread.Spreadsheet) -> None:
    email = "colleague@leads-test.iam.gserviceaccount.com"
    book.share(email, "user", "writer")
    other = connected(server, email)
    with pytest.raises(APIError, match="The user does not have sufficient permissions for this file"):
        other.del_spreadsheet(book.id)
    other.http_client.session.close()


def test_about_tells_who_is_asking(client: gspread.Client) -> None:
    told = asks(client, "get", "https://www.googleapis.com/drive/v3/about", fields="user(emailAddress)")
    assert told == {"user": {"emailAddress": "robot@leads-test.iam.gserviceaccount.com"}}


@pytest.mark.parametrize(
    ("method", "path", "body", "message"),
    [
        ("post", "", {"mimeType": "text/plain"}, "Only spreadsheets can be made here."),
        ("post", "/BOOK/permissions", {"role": "reader"}, "The permission type field is required."),
        ("post", "/BOOK/permissions", {"type": "anyone"}, "The permission role field is required."),
        ("post", "/BOOK/permissions", {"type": "user", "role": "reader"}, "The specified emailAddress is invalid"),
        ("delete", "/BOOK/permissions/5", None, "Permission not found: 5."),
        ("get", "/BOOK/comments", None, "The 'fields' parameter is required for this method."),
        ("post", "/BOOK/comments", {"content": "x"}, "The 'fields' parameter is required for this method."),
    ],
)
def test_drive_refuses_what_it_cannot_use(
    book: gspread.Spreadsheet, method: str, path: str, body: Any, message: str
) -> None:
    with pytest.raises(APIError, match=message):
        book.client.request(method, FILES + path.replace("BOOK", book.id), json=body)


def test_an_address_that_is_no_method_is_a_page(server: SheetsServer) -> None:
    answer = requests.get(f"{server.url}/v4/nothing", timeout=5)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=UTF-8")
