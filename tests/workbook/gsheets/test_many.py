"""More than one request can take: several commits, rows that are appended, and what happens in between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from leadsorted_sheets.core.changes import Change, apply
from leadsorted_sheets.workbook.gsheets import GoogleWorkbook
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.port import Batch
from tests.sheets_server import SheetsServer
from tests.sheets_server.doubts import Doubts
from tests.workbook.gsheets.sheets import client_of, made
from tests.workbook.gsheets.test_requests import MANY, edits, new

COMMITS = "sheets.spreadsheets.batchUpdate"


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


@pytest.fixture
def client(server: SheetsServer) -> Iterator[Client]:
    connecting = client_of(server)
    yield connecting
    connecting.close()


@pytest.mark.parametrize("act", ["sort", "insert_rows", "move_column", "rename_tab"])
def test_what_people_move_between_two_commits_is_found_again(server: SheetsServer, client: Client, act: str) -> None:
    key = made(server, MANY)
    person = server.human(key)
    how: dict[str, dict[str, Any]] = {
        "sort": {"column": "B"}, "insert_rows": {"above": 2, "count": 3},
        "move_column": {"column": "K", "before": "B"}, "rename_tab": {"title": "Kunden"},
    }  # fmt: skip
    server.faults.interlude("before", COMMITS, lambda: person.move(act, tab="Leads", **how[act]), skip=2)
    workbook = GoogleWorkbook(key, client)
    changes = edits(1400)
    hidden = {"_leadsorted_journal": "once"}
    written = workbook.write(Batch(changes, hidden=hidden), expect=workbook.read().revision)
    assert (list(written.applied), list(written.clashed)) == (changes, [])
    assert workbook.read().book == apply(MANY, changes)
    assert workbook.read().hidden["_leadsorted_journal"] == "once"


def test_fewer_rows_go_at_once_where_google_keeps_fewer_tags() -> None:
    with SheetsServer(doubts=Doubts(metadata_lines_per_sheet=300)) as server:
        client = client_of(server)
        workbook = GoogleWorkbook(made(server, MANY), client)
        changes = edits(500)
        written = workbook.write(Batch(changes), expect=workbook.read().revision)
        assert (list(written.applied), list(written.clashed)) == (changes, [])
        assert workbook.read().book == apply(MANY, changes)
        client.close()


@pytest.mark.parametrize("kind", ["lost request", "lost response", "503", "429"])
def test_appended_rows_are_never_appended_twice(server: SheetsServer, client: Client, kind: str) -> None:
    workbook = GoogleWorkbook(made(server, MANY), client)
    changes: list[Change] = new(1000)
    reading = workbook.read()
    server.faults.add(kind, on=COMMITS, times=2)
    written = workbook.write(Batch(changes), expect=reading.revision)
    assert (list(written.applied), list(written.clashed)) == (changes, [])
    assert workbook.read().book == apply(MANY, changes)


@pytest.mark.parametrize(("column", "before"), [("K", "B"), ("A", "T"), ("C", "A")])
def test_appended_rows_come_right_though_a_column_was_moved(
    server: SheetsServer, client: Client, column: str, before: str
) -> None:
    key = made(server, MANY)
    workbook = GoogleWorkbook(key, client)
    changes: list[Change] = new(1000)
    reading = workbook.read()
    server.faults.interlude("before", COMMITS, lambda: server.human(key).move_column("Leads", column, before))
    workbook.write(Batch(changes), expect=reading.revision)
    assert workbook.read().book == apply(MANY, changes)
