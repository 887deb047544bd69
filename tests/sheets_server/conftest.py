"""A server, a client and a spreadsheet for each test; and a guard: no connection leaves the machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import gspread
import pytest

from tests.sheets_server import SheetsServer, connected


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection but to 127.0.0.1, and any name that would have to be looked up, fails the test."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded(self: socket.socket, address: Any) -> None:
        assert address[0] == "127.0.0.1", f"a request tried to leave the machine: {address}"
        connect(self, address)

    def guarded_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        assert host == "127.0.0.1", f"a name was to be looked up: {host}"
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


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
