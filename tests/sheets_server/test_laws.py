"""Laws that hold whatever people do: tags and references stay with their cells, and nothing is applied by half."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import gspread
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sheets_server import Refusal, SheetsServer, connected
from tests.sheets_server.auth import Caller
from tests.sheets_server.cells import rendered
from tests.sheets_server.filters import looked_up
from tests.sheets_server.grid import Cell, Formula, Sheet
from tests.sheets_server.humans import Human
from tests.sheets_server.kinds import apply_requests
from tests.sheets_server.refusals import Json
from tests.sheets_server.service import Service
from tests.sheets_server.spreadsheet import Spreadsheet

ROWS = 8
rows = st.integers(1, ROWS)
moves = st.one_of(
    st.tuples(st.just("insert_rows"), st.fixed_dictionaries({"above": rows, "count": st.integers(1, 2)})),
    st.tuples(st.just("delete_rows"), st.fixed_dictionaries({"first": rows})),
    st.tuples(st.just("move_rows"), st.fixed_dictionaries({"first": rows, "last": rows, "above": rows})),
    st.tuples(st.just("sort"), st.fixed_dictionaries({"column": st.just("A"), "descending": st.booleans()})),
    st.tuples(st.just("hide_rows"), st.fixed_dictionaries({"first": rows, "hidden": st.booleans()})),
    st.tuples(st.just("move_column"), st.fixed_dictionaries({"column": st.just("A"), "before": st.just("D")})),
)


def a_sheet_of_leads() -> tuple[Service, str]:
    """Names in A, a tag with that name on each row, and in E a formula that looks at the name."""
    service = Service(clock=lambda: 0.0)
    file = service.files.create("Leads", Caller("a@example.com", "a", frozenset()))
    draft = file.book.draft()
    sheet = draft.sheets[0] = Sheet.new(0, "Sheet1", rows=30, columns=8)
    for row, name in enumerate("hbgdfcea"):
        sheet.put(row, 0, Cell(name))
        sheet.put(row, 4, Cell(Formula(f"=A{row + 1}")))
        lines = {"dimension": "ROWS", "startIndex": row, "endIndex": row + 1}
        entry = {
            "metadataKey": "t",
            "metadataValue": name,
            "location": {"dimensionRange": lines},
            "visibility": "DOCUMENT",
        }
        apply_requests(draft, [{"createDeveloperMetadata": {"developerMetadata": entry}}], service.doubts)
    service.files.commit(file, draft)
    return service, draft.id


@given(st.lists(moves, max_size=8))
def test_a_tag_stays_with_its_cells_and_a_formula_with_its_row(done: list[tuple[str, dict[str, object]]]) -> None:
    service, key = a_sheet_of_leads()
    ann = Human(service, key)
    for name, how in done:
        with contextlib.suppress(Refusal):
            ann.move(name, tab="Sheet1", **how)
    book = service.files.kept[key].book
    entries = looked_up(book, {"metadataKey": "t"})
    sheet = book.sheets[0]
    for entry in entries:
        row = book.line_number(entry)
        shown = [rendered(book, sheet, row, at, option="FORMATTED_VALUE", dates="SERIAL_NUMBER") for at in range(5)]
        assert [value for value in shown if value is not None] == [entry.value, entry.value]
    assert sum(row.width() > 0 for row in sheet.rows) == len(entries)


@settings(max_examples=20)
@given(st.lists(moves, max_size=4))
def test_a_refused_batch_leaves_everything_as_it_was(done: list[tuple[str, dict[str, object]]]) -> None:
    service, key = a_sheet_of_leads()
    ann = Human(service, key)
    for name, how in done:
        with contextlib.suppress(Refusal):
            ann.move(name, tab="Sheet1", **how)
    book = service.files.kept[key].book
    before = _everything(book)
    draft = book.draft()
    lines = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}
    requests: list[Json] = [
        {"deleteDimension": {"range": lines}},
        {"sortRange": {"range": {"sheetId": 0}, "sortSpecs": [{"dimensionIndex": 0}]}},
        {"mergeCells": {"range": {"sheetId": 0, "endRowIndex": 1}}},
        {"deleteSheet": {"sheetId": 5}},
    ]
    with pytest.raises(Refusal):
        apply_requests(draft, requests, service.doubts)
    assert _everything(book) == before


def _everything(book: Spreadsheet) -> object:
    lines = [[(row.uid, row.hidden, tuple(row.cells)) for row in sheet.rows] for sheet in book.sheets]
    return lines, [dict(sheet.objects) for sheet in book.sheets], dict(book.metadata), list(book.named_ranges)


@pytest.fixture
def colleagues(server: SheetsServer) -> Iterator[list[gspread.Client]]:
    clients = [connected(server) for _ in range(4)]
    yield clients
    for client in clients:
        client.http_client.session.close()


def test_of_writers_that_meet_at_a_guard_exactly_one_commits(
    server: SheetsServer, book: gspread.Spreadsheet, colleagues: list[gspread.Client]
) -> None:
    """What the sync builds on: the id is taken once, and who comes late has written nothing."""
    won: list[int] = []

    def commit(number: int) -> None:
        entry = {"metadataId": 77, "metadataKey": "commit", "location": {"spreadsheet": True}, "visibility": "DOCUMENT"}
        cell = {"values": [{"userEnteredValue": {"numberValue": number}}]}
        start = {"sheetId": 0, "rowIndex": number}
        requests = [
            {"updateCells": {"start": start, "rows": [cell], "fields": "userEnteredValue"}},
            {"createDeveloperMetadata": {"developerMetadata": entry}},
        ]
        try:
            colleagues[number].http_client.batch_update(book.id, {"requests": requests})
        except gspread.exceptions.APIError as late:
            assert "already exists" in str(late)  # noqa: PT017  # a thread's failure would not reach pytest.raises
        else:
            won.append(number)

    threads = [threading.Thread(target=commit, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert server.values(book.id, "A1:A4") == [[]] * won[0] + [[won[0]]]
