"""Spreadsheets for the tests, made in the emulator without a request of ours: what we read here, we did not write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from google.oauth2.credentials import Credentials

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.schema import BY_NAME
from leadsorted_sheets.workbook.gsheets import GoogleWorkbook
from leadsorted_sheets.workbook.gsheets.client import Client
from tests.sheets_server import SheetsServer
from tests.sheets_server.kinds import apply_requests
from tests.sheets_server.people import Clock
from tests.sheets_server.refusals import Json

SCOPES = ("https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive.metadata.readonly")
US = "us@example.com"
OWN = "Favourite colour"


def client_of(server: SheetsServer, *, scopes: tuple[str, ...] = SCOPES, email: str = US, **options: Any) -> Client:
    """Our client, logged in as a person of the server's."""
    info = server.service.accounts.person(email, *scopes)
    names = ("refresh_token", "token_uri", "client_id", "client_secret", "scopes")
    credentials = Credentials(None, account=email, **{name: info[name] for name in names})  # type: ignore[no-untyped-call]  # google-auth is untyped
    clock = Clock()
    return Client(credentials, base=server.url, sleep=clock.sleep, clock=clock.now, **options)


def made(server: SheetsServer, book: Book, *, email: str = US, spare: int = 5) -> str:
    """The key of a spreadsheet with a sheet for each tab of the book, our columns first and noted, one of the team's own."""
    from tests.sheets_server.auth import Caller

    service = server.service
    with service.lock:
        caller = Caller(email, "tests", frozenset(SCOPES))
        file = service.files.create("Leads", caller)
        draft = file.book.draft(actor=email)
        draft.sheets.clear()
        requests: list[Json] = []
        for number, (tab, table) in enumerate(book.items()):
            fields = columns(tab, book)
            rows = [{"values": [_cell(name) for name in fields]}]
            rows += [{"values": [_cell(row.get(name)) for name in fields]} for row in table.values()]
            grid = {"rowCount": len(rows) + spare, "columnCount": len(fields), "frozenRowCount": 1}
            requests.append({"addSheet": {"properties": {"sheetId": number, "title": tab, "gridProperties": grid}}})
            requests.append(_note("ls.t", tab, {"sheetId": number}))
            requests += [
                _note("ls.c", f"{tab}.{name}", _column(number, n))
                for n, name in enumerate(fields)
                if name in BY_NAME[tab].fields
            ]
            start = {"sheetId": number, "rowIndex": 0, "columnIndex": 0}
            fields_written = "userEnteredValue,userEnteredFormat.numberFormat"
            requests.append({"updateCells": {"start": start, "rows": rows, "fields": fields_written}})
        apply_requests(draft, requests, service.doubts)
        service.files.commit(file, draft)
        key: str = file.book.id
        return key


def opened(server: SheetsServer, book: Book, client: Client, **options: Any) -> GoogleWorkbook:
    return GoogleWorkbook(made(server, book, **options), client)


def columns(tab: str, book: Book) -> list[str]:
    """Our columns, then what else the rows hold, and one that is always the team's."""
    ours = BY_NAME[tab].fields
    own = [OWN] if tab == "Leads" else []
    theirs = dict.fromkeys([*own, *(name for row in book[tab].values() for name in row)])
    return [*ours, *(name for name in theirs if name not in ours)]


def _note(key: str, value: str, location: Mapping[str, Any]) -> Json:
    note = {"metadataKey": key, "metadataValue": value, "location": dict(location), "visibility": "DOCUMENT"}
    return {"createDeveloperMetadata": {"developerMetadata": note}}


def _column(sheet: int, at: int) -> Json:
    return {"dimensionRange": {"sheetId": sheet, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}}


def _cell(value: Cell) -> Json:
    match value:
        case None:
            return {}
        case bool():
            return {"userEnteredValue": {"boolValue": value}}
        case str():
            return {"userEnteredValue": {"stringValue": value}}
        case Formula():
            return {"userEnteredValue": {"formulaValue": value.text}}
        case dt.datetime():
            return _day((value - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1), "DATE_TIME", "yyyy-mm-dd hh:mm:ss")
        case dt.date():
            return _day((value - dt.date(1899, 12, 30)).days, "DATE", "yyyy-mm-dd")
        case int() | float():
            return {"userEnteredValue": {"numberValue": value}}
    raise TypeError(f"not for a test sheet: {value!r}")


def _day(number: float, kind: str, pattern: str) -> Json:
    form = {"numberFormat": {"type": kind, "pattern": pattern}}
    return {"userEnteredValue": {"numberValue": number}, "userEnteredFormat": form}
