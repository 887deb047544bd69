"""Whatever goes wrong with whichever request: nothing is lost and nothing is done twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import row_of
from leadsorted_sheets.core.changes import AddRow, Change, Clash, apply, rebase
from leadsorted_sheets.workbook.gsheets import GoogleWorkbook
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.port import Batch
from tests.sheets_server import SheetsServer
from tests.workbook.gsheets.sheets import client_of, made
from tests.workbook.gsheets.test_people import CHANGES, LEADS

KINDS = ("429", "503", "500 html", "401", "lost request", "lost response")
STATE = {"_leadsorted_state": "", "_leadsorted_journal": "the journal"}


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


@pytest.fixture
def client(server: SheetsServer) -> Iterator[Client]:
    connecting = client_of(server)
    yield connecting
    connecting.close()


def run(workbook: GoogleWorkbook, changes: Sequence[Change]) -> None:
    """One command of a user's: what no longer holds, because it is done already, is left out."""
    for _ in range(4):
        reading = workbook.read()
        try:
            workbook.write(Batch(rebase(changes, reading.book).valid, hidden=STATE), expect=reading.revision)
        except errors.Moved:
            continue
        return
    raise AssertionError("the sheet moved every time")


def run_until_done(workbook: GoogleWorkbook, changes: Sequence[Change]) -> int:
    """The user runs the command again where it failed. Answers how often that was."""
    for number in range(4):
        try:
            run(workbook, changes)
        except (errors.OtherSideFailed, errors.LoggedOut):
            continue
        return number
    raise AssertionError("it never came to an end")


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("request_number", range(8))
@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_at_any_request_loses_nothing_and_doubles_nothing(
    server: SheetsServer, client: Client, kind: str, request_number: int, times: int
) -> None:
    key = made(server, LEADS)
    server.faults.add(kind, skip=request_number, times=times)
    workbook = GoogleWorkbook(key, client)
    run_until_done(workbook, CHANGES)
    server.faults.clear()
    reading = workbook.read()
    assert reading.book == apply(LEADS, CHANGES)
    assert reading.hidden["_leadsorted_journal"] == "the journal"
    run(workbook, [AddRow("Leads", "L-10", row_of({"Lead ID": "L-10"}))])
    assert [entry.value for entry in server.book(key).metadata.values() if entry.key == "ls.r"] == []


@pytest.mark.parametrize("method", ["spreadsheets.batchUpdate", "batchUpdateByDataFilter"])
@pytest.mark.parametrize("kind", ["lost request", "lost response"])
def test_an_outage_in_the_middle_is_said_and_the_next_run_finishes(
    server: SheetsServer, client: Client, kind: str, method: str
) -> None:
    key = made(server, LEADS)
    workbook = GoogleWorkbook(key, client)
    reading = workbook.read()
    server.faults.add(kind, on=method, times=1)
    server.faults.add("lost request", times=60)
    with pytest.raises(errors.OtherSideFailed):
        workbook.write(Batch(CHANGES), expect=reading.revision)
    server.faults.clear()
    run(workbook, CHANGES)
    assert workbook.read().book == apply(LEADS, CHANGES)


def test_another_program_of_ours_that_was_first_is_not_overwritten(server: SheetsServer, client: Client) -> None:
    key = made(server, LEADS)
    ours, theirs = GoogleWorkbook(key, client), GoogleWorkbook(key, client)
    reading, other = ours.read(), theirs.read()
    theirs.write(Batch(CHANGES[:1], hidden={"_leadsorted_journal": "theirs"}), expect=other.revision)
    with pytest.raises(errors.Moved):
        ours.write(Batch(CHANGES[1:], hidden={"_leadsorted_journal": "ours"}), expect=reading.revision)
    now = ours.read()
    assert now.book == apply(LEADS, CHANGES[:1])
    assert now.hidden["_leadsorted_journal"] == "theirs"


@pytest.mark.parametrize("step", ["batch_update", "write_by_filter"])
def test_two_programs_that_write_at_once_take_turns(
    server: SheetsServer, client: Client, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The second begins while the first is under way: it sweeps the tags of the first, which then starts again."""
    key = made(server, LEADS)
    second = client_of(server)
    waiting = [lambda: run(GoogleWorkbook(key, second), CHANGES[1:])]
    send = getattr(client, step)

    def sent(*arguments: Any, **options: Any) -> Any:
        if waiting:
            waiting.pop()()
        return send(*arguments, **options)

    monkeypatch.setattr(client, step, sent)
    run(GoogleWorkbook(key, client), CHANGES[:1])
    second.close()
    assert GoogleWorkbook(key, client).read().book == apply(LEADS, CHANGES)


def test_what_somebody_types_before_a_lost_write_is_sent_again_is_named(server: SheetsServer, client: Client) -> None:
    key = made(server, LEADS)
    workbook = GoogleWorkbook(key, client)
    reading = workbook.read()
    server.faults.add("lost request", on="batchUpdateByDataFilter")
    server.faults.interlude(
        "before", "batchGetByDataFilter", lambda: server.human(key).type("Leads", "F2", "eve@home.example")
    )
    written = workbook.write(Batch(CHANGES), expect=reading.revision)
    assert list(written.applied) == CHANGES[1:]
    assert list(written.clashed) == [Clash(CHANGES[0], "eve@home.example")]
    assert workbook.read().book == apply(apply(LEADS, CHANGES[1:]), [replace(CHANGES[0], after="eve@home.example")])


def test_a_lead_typed_into_the_row_of_a_lost_new_one_keeps_its_row(server: SheetsServer, client: Client) -> None:
    key = made(server, LEADS)
    workbook = GoogleWorkbook(key, client)
    reading = workbook.read()
    server.faults.add("lost request", on="batchUpdateByDataFilter")
    server.faults.interlude("before", "batchGetByDataFilter", lambda: server.human(key).type("Leads", "B6", "Gus"))
    written = workbook.write(Batch(CHANGES), expect=reading.revision)
    assert (list(written.applied), [clash.change for clash in written.clashed]) == (CHANGES[:-1], CHANGES[-1:])
    assert workbook.read().book["Leads"]["#6"] == {"First name": "Gus"}


def test_a_hidden_text_that_replaces_another_outlives_a_lost_write(server: SheetsServer, client: Client) -> None:
    workbook = GoogleWorkbook(made(server, LEADS), client)
    workbook.write(Batch(hidden=STATE), expect=workbook.read().revision)
    server.faults.add("lost request", on="batchUpdateByDataFilter")
    workbook.write(Batch(CHANGES, hidden={"_leadsorted_journal": "the next one"}), expect=workbook.read().revision)
    reading = workbook.read()
    assert (reading.book, reading.hidden["_leadsorted_journal"]) == (apply(LEADS, CHANGES), "the next one")
