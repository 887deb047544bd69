"""A column moves in the moment of a write, and while that is being put right somebody moves something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import row_of
from leadsorted_sheets.core.changes import Clash, Edit, apply
from leadsorted_sheets.workbook.gsheets import GoogleWorkbook
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.port import Batch
from tests.sheets_server import SheetsServer
from tests.sheets_server.humans import Human
from tests.sheets_server.kinds import apply_requests
from tests.sheets_server.refusals import Json
from tests.workbook.gsheets.sheets import client_of, made
from tests.workbook.gsheets.test_people import CHANGES, LEADS, typed

COMMIT, WRITE = "sheets.spreadsheets.batchUpdate", "batchUpdateByDataFilter"
FIRST: dict[str, Callable[[Human], None]] = {
    "a column is inserted in front": lambda person: person.insert_columns("Leads", "A"),
    "an edited column is moved to the front": lambda person: person.move_column("Leads", "F", "A"),
    "an edited column is moved to the right": lambda person: person.move_column("Leads", "F", "P"),
}
THEN: dict[str, Callable[[Human], None]] = {
    "nothing": lambda person: None,
    "another column is moved to the front": lambda person: person.move_column("Leads", "E", "A"),
    "another column is moved to the right": lambda person: person.move_column("Leads", "C", "T"),
    "a column is inserted": lambda person: person.insert_columns("Leads", "C"),
    "the rows are sorted": lambda person: person.sort("Leads", "C", descending=True),
    "a row is inserted": lambda person: person.insert_rows("Leads", 2),
    "a row is dragged": lambda person: person.move_rows("Leads", 2, 2, 6),
}
WINDOWS = {
    "before the close": (COMMIT, 1),
    "before the second look": ("sheets.spreadsheets.get", 1),
    "before the second commit": (COMMIT, 2),
    "before the second write": (WRITE, 1),
    "before the second close": (COMMIT, 3),
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


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("then", THEN)
@pytest.mark.parametrize("first", FIRST)
def test_what_landed_beside_its_column_comes_to_its_own_row_and_column(
    server: SheetsServer, client: Client, first: str, then: str, window: str
) -> None:
    key = made(server, LEADS)
    person = server.human(key)
    workbook = GoogleWorkbook(key, client)
    reading = workbook.read()
    on, skip = WINDOWS[window]
    server.faults.interlude("before", WRITE, lambda: FIRST[first](person))
    server.faults.interlude("before", on, lambda: THEN[then](person), skip=skip - (on == "sheets.spreadsheets.get"))
    written = workbook.write(Batch(CHANGES), expect=reading.revision)
    assert all(interlude.times == 0 for interlude in server.faults.interludes)
    assert (list(written.applied), list(written.clashed)) == (CHANGES, [])
    assert workbook.read().book == apply(LEADS, CHANGES)
    assert [entry.key for entry in server.book(key).metadata.values() if entry.key == "ls.r"] == []


@pytest.mark.parametrize("then", [*THEN][:4])
@pytest.mark.parametrize("lost", ["the first", "the second", "both"])
@pytest.mark.parametrize("first", FIRST)
def test_it_does_so_where_the_answer_that_tells_of_it_is_lost(
    server: SheetsServer, client: Client, first: str, lost: str, then: str
) -> None:
    """The tags are gone by then: rows are found by what they hold, columns by their notes."""
    key = made(server, LEADS)
    person = server.human(key)
    workbook = GoogleWorkbook(key, client)
    reading = workbook.read()
    server.faults.interlude("before", WRITE, lambda: FIRST[first](person))
    server.faults.interlude("before", COMMIT, lambda: THEN[then](person), skip=1)
    for close in {"the first": (1,), "the second": (3,), "both": (1, 3)}[lost]:
        server.faults.add("lost response", on=COMMIT, skip=close if lost != "both" else 1)
    written = workbook.write(Batch(CHANGES), expect=reading.revision)
    assert (list(written.applied), list(written.clashed)) == (CHANGES, [])
    assert workbook.read().book == apply(LEADS, CHANGES)
    assert [entry.key for entry in server.book(key).metadata.values() if entry.key == "ls.r"] == []


@pytest.mark.parametrize(("first", "cell"), [*zip(FIRST, ("G2", "A2", "O2"), strict=True)])
def test_what_somebody_types_there_meanwhile_stays_and_ours_is_said_not_to_be_written(
    server: SheetsServer, client: Client, first: str, cell: str
) -> None:
    key = made(server, LEADS)
    person = server.human(key)
    workbook = GoogleWorkbook(key, client)
    reading = workbook.read()

    def acts() -> None:
        FIRST[first](person)
        person.type("Leads", cell, "eve@home.example")

    server.faults.interlude("before", WRITE, acts)
    written = workbook.write(Batch(CHANGES), expect=reading.revision)
    assert (list(written.applied), list(written.clashed)) == (CHANGES[1:], [Clash(CHANGES[0], "eve@home.example")])
    assert workbook.read().book == typed(apply(LEADS, CHANGES[1:]), "L-1", "Email", "eve@home.example")


@pytest.mark.parametrize(("lost", "on"), [("lost request", "batchGetByDataFilter"), ("lost response", WRITE)])
@pytest.mark.parametrize("first", FIRST)
def test_a_blank_that_a_moved_column_shows_does_not_prove_that_a_write_landed(
    server: SheetsServer, client: Client, first: str, lost: str, on: str
) -> None:
    """A lead is removed and a deal edited in one write, whose answer is lost while a column of the leads is moved."""
    book = {**LEADS, "Pipeline": {"D-1": row_of({"Deal ID": "D-1", "Deal": "Roof"})}}
    changes = [CHANGES[4], Edit("Pipeline", "D-1", "Deal", "Roof", "Roof and gutter", "r")]
    key = made(server, book)
    workbook = GoogleWorkbook(key, client)
    reading = workbook.read()
    server.faults.interlude("before", on, lambda: FIRST[first](server.human(key)))
    server.faults.add(lost, on=WRITE)
    written = workbook.write(Batch(changes), expect=reading.revision)
    said = [clash.change for clash in written.clashed]
    assert sorted([*map(str, written.applied), *map(str, said)]) == sorted(map(str, changes))
    assert workbook.read().book == apply(book, list(written.applied))


@pytest.mark.parametrize("late", ["before it is sent again", "before the close"])
@pytest.mark.parametrize("first", FIRST)
def test_a_write_that_was_given_up_and_comes_late_is_put_right_too(
    server: SheetsServer, client: Client, monkeypatch: pytest.MonkeyPatch, first: str, late: str
) -> None:
    """What showed other cells when it was looked for is not sent again; what the first request wrote there goes."""
    key = made(server, LEADS)
    workbook = GoogleWorkbook(key, client)
    reading = workbook.read()
    held: list[list[Json]] = []
    write, update = client.write_by_filter, client.batch_update

    def given_up(key: str, data: list[Json]) -> Json:
        if not held:
            held.append(data)
            FIRST[first](server.human(key))
            raise errors.OutcomeUnknown(key, "no answer came")
        if late == "before it is sent again" and len(held) == 1:
            write(key, held[0])
        held.append(data)
        return write(key, data)

    def closes(key: str, body: Sequence[Json], **options: Any) -> Json:
        if late == "before the close" and held and "deleteDeveloperMetadata" in body[0]:
            write(key, held[0])
        return update(key, body, **options)

    monkeypatch.setattr(client, "write_by_filter", given_up)
    monkeypatch.setattr(client, "batch_update", closes)
    written = workbook.write(Batch(CHANGES), expect=reading.revision)
    assert workbook.read().book == apply(LEADS, written.applied)
    assert len(written.applied) + len(written.clashed) == len(CHANGES)


@pytest.mark.parametrize("ends", [" done", ""])
def test_another_program_that_commits_meanwhile_only_delays_it(server: SheetsServer, client: Client, ends: str) -> None:
    key = made(server, LEADS)
    workbook = GoogleWorkbook(key, client)
    reading = workbook.read()

    def commits() -> None:
        with server.service.lock:
            book = server.book(key)
            last = max(entry.id for entry in book.metadata.values() if entry.key == "ls.commit")
            draft = book.draft()
            guard = {
                "metadataId": last + 1,
                "metadataKey": "ls.commit",
                "metadataValue": f"theirs{ends}",
                "location": {"spreadsheet": True},
            }
            line = {"sheetId": book.sheets[0].id, "dimension": "ROWS", "startIndex": 3, "endIndex": 4}
            tag = {"metadataKey": "ls.r", "metadataValue": "theirs", "location": {"dimensionRange": line}}
            notes = [guard] if ends else [guard, tag]
            requests = [
                {"createDeveloperMetadata": {"developerMetadata": {**note, "visibility": "DOCUMENT"}}} for note in notes
            ]
            apply_requests(draft, requests, server.service.doubts)
            server.service.files.commit(server.service.files.kept[key], draft)

    server.faults.interlude("before", WRITE, lambda: server.human(key).insert_columns("Leads", "A"))
    server.faults.interlude("before", COMMIT, commits, skip=2)
    written = workbook.write(Batch(CHANGES), expect=reading.revision)
    assert (list(written.applied), list(written.clashed)) == (CHANGES, [])
    assert workbook.read().book == apply(LEADS, CHANGES)
    assert [entry.key for entry in server.book(key).metadata.values() if entry.key == "ls.r"] == []


@pytest.mark.parametrize("key", ["L-1", "L-3"])
@pytest.mark.parametrize("window", ["before the write", *WINDOWS])
@pytest.mark.parametrize("first", FIRST)
def test_a_row_whose_id_somebody_overwrites_meanwhile_is_put_right_too(
    server: SheetsServer, client: Client, first: str, window: str, key: str
) -> None:
    book = made(server, LEADS)
    person = server.human(book)
    workbook = GoogleWorkbook(book, client)
    reading = workbook.read()

    def spoils() -> None:
        ids = "A" if window == "before the write" or first == "an edited column is moved to the right" else "B"
        person.type("Leads", f"{ids}{int(key[2:]) + 1}", "L-mine")

    def moves() -> None:
        if window == "before the write":
            spoils()
        FIRST[first](person)

    server.faults.interlude("before", WRITE, moves)
    if window != "before the write":
        on, skip = WINDOWS[window]
        server.faults.interlude("before", on, spoils, skip=skip - (on == "sheets.spreadsheets.get"))
    workbook.write(Batch(CHANGES), expect=reading.revision)
    assert all(interlude.times == 0 for interlude in server.faults.interludes)
    expected = {**apply(LEADS, CHANGES)["Leads"]}
    expected["L-mine"] = {**expected.pop(key), "Lead ID": "L-mine"}
    assert workbook.read().book == {"Leads": expected}
