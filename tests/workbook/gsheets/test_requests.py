"""How many requests things take, counted from the emulator's log."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from leadsorted_sheets.core.book import Book, row_of
from leadsorted_sheets.core.changes import AddRow, Change, Edit, apply
from leadsorted_sheets.workbook.gsheets import GoogleWorkbook
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.port import Batch
from tests.sheets_server import SheetsServer
from tests.workbook.gsheets.sheets import client_of, made

MANY: Book = {
    "Leads": {f"L-{n}": row_of({"Lead ID": f"L-{n}", "First name": f"N{n}", "Score": n % 100}) for n in range(1500)}
}


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


@pytest.fixture
def client(server: SheetsServer) -> Iterator[Client]:
    connecting = client_of(server)
    yield connecting
    connecting.close()


def edits(count: int, *, step: int = 1) -> list[Change]:
    return [Edit("Leads", f"L-{n}", "Score", n % 100, 101) for n in range(0, count * step, step)]


def new(count: int) -> list[Change]:
    return [
        AddRow("Leads", f"L-N{n}", row_of({"Lead ID": f"L-N{n}", "Last name": f"New {n}", "Score": n % 7}))
        for n in range(count)
    ]


def sheets_requests(server: SheetsServer) -> tuple[int, int]:
    counts = server.counts()
    server.service.log.clear()
    return counts["reads"], counts["writes"]


def test_an_idle_look_spends_no_quota_of_sheets(server: SheetsServer, client: Client) -> None:
    workbook = GoogleWorkbook(made(server, {"Leads": {}}), client)
    assert workbook.peek() == workbook.peek() != ""
    assert server.counts() == {"reads": 0, "writes": 0, "drive": 2}


@pytest.mark.parametrize(
    ("changes", "reads", "writes"),
    [
        ([], 2, 0),
        (edits(1), 2, 3),
        (edits(700, step=2), 2, 3),
        (edits(1400), 2, 6),
        (new(1), 2, 3),
        (new(700), 2, 3),
        # Appended in one request, read back in two.
        (new(1000), 4, 1),
        (edits(1) + new(1000), 4, 4),
    ],
    ids=["nothing", "one cell", "700 scattered rows", "1,400 rows", "a new row", "700 new rows", "1,000 new rows", "both"],
)  # fmt: skip
def test_what_a_run_takes(server: SheetsServer, client: Client, changes: list[Change], reads: int, writes: int) -> None:
    workbook = GoogleWorkbook(made(server, MANY), client)
    reading = workbook.read()
    written = workbook.write(Batch(changes), expect=reading.revision)
    assert sheets_requests(server) == (reads, writes)
    assert (list(written.applied), list(written.clashed)) == (changes, [])
    now = workbook.read()
    assert now.revision == written.revision
    assert now.book == apply(MANY, changes)


def test_the_journal_is_read_only_when_it_is_asked_for(server: SheetsServer, client: Client) -> None:
    workbook = GoogleWorkbook(made(server, {"Leads": {}}), client)
    texts = {"_leadsorted_state": "", "_leadsorted_journal": "x" * 100_000}
    workbook.write(Batch(hidden=texts), expect=workbook.read().revision)
    server.service.log.clear()
    reading = workbook.read()
    assert sheets_requests(server) == (2, 0)
    assert reading.hidden["_leadsorted_journal"] == texts["_leadsorted_journal"]
    assert sheets_requests(server) == (1, 0)


def test_of_a_hidden_text_only_the_pieces_that_differ_are_sent(server: SheetsServer, client: Client) -> None:
    workbook = GoogleWorkbook(made(server, {"Leads": {}}), client)
    text = "".join(f"{n:010}" for n in range(100_000))
    workbook.write(Batch(hidden={"_leadsorted_journal": text}), expect=workbook.read().revision)
    reading = workbook.read()
    assert reading.hidden["_leadsorted_journal"] == text
    server.service.log.clear()
    workbook.write(Batch(hidden={"_leadsorted_journal": text + "more"}), expect=reading.revision)
    assert [entry.sent < 60_000 for entry in server.service.log if entry.call.startswith("sheets.")] == [True] * 3
    assert workbook.read().hidden["_leadsorted_journal"] == text + "more"
