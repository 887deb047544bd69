"""A server, a client and a spreadsheet for each test."""

from __future__ import annotations

from collections.abc import Iterator

import gspread
import pytest

from tests.sheets_server import SheetsServer, connected


@pytest.fixture(autouse=True)
def no_question_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Newer google-auth asks Google in the background where a service account may be used from."""
    asks = "google.oauth2.service_account.Credentials._maybe_start_regional_access_boundary_refresh"
    monkeypatch.setattr(asks, lambda *_request: None)


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


@pytest.fixture
def client(server: SheetsServer) -> Iterator[gspread.Client]:
    connecting = connected(server)
    yield connecting
    connecting.http_client.session.close()


@pytest.fixture
def book(client: gspread.Client) -> gspread.Spreadsheet:
    return client.create("Leads")


@pytest.fixture
def tab(book: gspread.Spreadsheet) -> gspread.Worksheet:
    return book.sheet1
