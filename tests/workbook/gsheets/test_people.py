"""A colleague acts in the very moment of a write: nothing lands in another row or column, nothing of theirs is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book, Row, row_of
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow, apply, rebase
from leadsorted_sheets.workbook.gsheets import GoogleWorkbook
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.port import Batch, Written
from tests.sheets_server import SheetsServer
from tests.sheets_server.doubts import Doubts
from tests.sheets_server.humans import Human
from tests.workbook.gsheets.sheets import client_of, made

COMMIT, WRITE, CLOSE = "sheets.spreadsheets.batchUpdate", "batchUpdateByDataFilter", "sheets.spreadsheets.batchUpdate"
WINDOWS = {
    "before the commit": (COMMIT, 0),
    "before the write": (WRITE, 0),
    "before the close": (CLOSE, 1),
}
LEADS: Book = {
    "Leads": {
        f"L-{n}": row_of(
            {
                "Lead ID": f"L-{n}", "First name": name, "Email": f"{name.lower()}@acme.example", "Score": n,
                "Next action due": dt.date(2026, 3, n), "Favourite colour": colour,
            }
        )
        for n, (name, colour) in enumerate((("Eve", "red"), ("Bob", "blue"), ("Ann", "green"), ("Dan", "pink")), 1)
    }
}  # fmt: skip
CHANGES: list[Change] = [
    Edit("Leads", "L-1", "Email", "eve@acme.example", "eve@new.example", "r"),
    Edit("Leads", "L-3", "Score", 3, 33, "r"),
    Edit("Leads", "L-3", "Favourite colour", "green", "teal", "r"),
    Edit("Leads", "L-3", "Company", None, "Acme", "r"),
    RemoveRow("Leads", "L-2", LEADS["Leads"]["L-2"], "r"),
    AddRow("Leads", "L-9", row_of({"Lead ID": "L-9", "First name": "Fay", "Email": "fay@acme.example"}), "r"),
]


def without_column(book: Book, name: str) -> Book:
    return {"Leads": {key: {n: c for n, c in row.items() if n != name} for key, row in book["Leads"].items()}}


def without_row(book: Book, key: str) -> Book:
    return {"Leads": {k: row for k, row in book["Leads"].items() if k != key}}


def typed(book: Book, key: str, name: str, value: object) -> Book:
    rows = dict(book["Leads"])
    if key in rows:
        rows[key] = row_of({**rows[key], name: value})  # type: ignore[dict-item]  # a cell
    return {"Leads": rows}


ACTS: dict[str, tuple[Callable[[Human], None], Callable[[Book], Book]]] = {
    "nobody does anything": (lambda person: None, lambda book: book),
    "sorts by first name": (lambda person: person.sort("Leads", "B"), lambda book: book),
    "sorts by it, Z to A": (lambda person: person.sort("Leads", "B", descending=True), lambda book: book),
    "inserts a row above": (lambda person: person.insert_rows("Leads", 2), lambda book: book),
    "inserts a row above the header": (lambda person: person.insert_rows("Leads", 1), lambda book: book),
    "inserts a row in between": (lambda person: person.insert_rows("Leads", 3, 2), lambda book: book),
    "drags a row down": (lambda person: person.move_rows("Leads", 2, 2, 5), lambda book: book),
    "deletes a row that is edited": (lambda person: person.delete_rows("Leads", 4), lambda book: without_row(book, "L-3")),
    "deletes another row": (lambda person: person.delete_rows("Leads", 5), lambda book: without_row(book, "L-4")),
    "deletes blank rows": (lambda person: person.delete_rows("Leads", 7, 9), lambda book: book),
    "inserts a column in front": (lambda person: person.insert_columns("Leads", "A"), lambda book: book),
    "inserts a column in between": (lambda person: person.insert_columns("Leads", "D", 2), lambda book: book),
    "moves an edited column to the front": (lambda person: person.move_column("Leads", "F", "A"), lambda book: book),
    "moves an edited column to the right": (lambda person: person.move_column("Leads", "F", "P"), lambda book: book),
    "moves another column": (lambda person: person.move_column("Leads", "C", "T"), lambda book: book),
    "moves the id column": (lambda person: person.move_column("Leads", "A", "F"), lambda book: book),
    "moves a column of the team's own": (lambda person: person.move_column("Leads", "AX", "B"), lambda book: book),
    "deletes an edited column": (lambda person: person.delete_column("Leads", "F"), lambda book: without_column(book, "Email")),
    "deletes another column": (lambda person: person.delete_column("Leads", "C"), lambda book: without_column(book, "Last name")),
    "types into the same cell": (lambda person: person.type("Leads", "F2", "eve@home.example"), lambda book: typed(book, "L-1", "Email", "eve@home.example")),
    "types into the same row": (lambda person: person.type("Leads", "C4", "Smith"), lambda book: typed(book, "L-3", "Last name", "Smith")),
    "types into the removed row": (lambda person: person.type("Leads", "C3", "Jones"), lambda book: typed(book, "L-2", "Last name", "Jones")),
    "copies a row that is edited": (lambda person: person.copy_row("Leads", 4, 7), lambda book: {"Leads": {**book["Leads"], "#7": book["Leads"]["L-3"]}}),
    "renames the tab": (lambda person: person.rename_tab("Leads", "Kunden"), lambda book: book),
    "renames a header": (lambda person: person.type("Leads", "F1", "E-mail address"), lambda book: book),
    "clears a cell that is edited": (lambda person: person.clear("Leads", "F2"), lambda book: typed(book, "L-1", "Email", None)),
}  # fmt: skip


@pytest.fixture(params=[Doubts(), Doubts(copied_row_takes_metadata=True)], ids=["tag stays", "tag is copied"])
def server(request: pytest.FixtureRequest) -> Iterator[SheetsServer]:
    with SheetsServer(doubts=request.param) as running:
        yield running


@pytest.fixture
def client(server: SheetsServer) -> Iterator[Client]:
    connecting = client_of(server)
    yield connecting
    connecting.close()


def written_with_patience(workbook: GoogleWorkbook, changes: Sequence[Change]) -> Written:
    """As a session writes: where the sheet moved, what still holds on it is written."""
    reading = workbook.read()
    for _ in range(4):
        still = rebase(changes, reading.book)
        try:
            written = workbook.write(Batch(still.valid), expect=reading.revision)
        except errors.Moved:
            reading = workbook.read()
            continue
        return Written(written.applied, [*still.clashes, *written.clashed], written.revision, written.findings)
    raise AssertionError("the sheet moved every time")


def leads(workbook: GoogleWorkbook) -> dict[str, Row]:
    return dict(workbook.read().book["Leads"])


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("act", ACTS)
def test_what_a_person_does_meanwhile_misleads_no_value(
    server: SheetsServer, client: Client, act: str, window: str
) -> None:
    key = made(server, LEADS)
    person = server.human(key)
    acts, effect = ACTS[act]
    on, skip = WINDOWS[window]
    server.faults.interlude("before", on, lambda: acts(person), skip=skip)
    workbook = GoogleWorkbook(key, client)
    written = written_with_patience(workbook, CHANGES)
    assert server.service.faults.interludes[0].times == 0
    if window == "before the close":
        # The values are in already: what a person does then is done to them.
        expected = effect(apply(LEADS, written.applied))
    else:
        # What was written stands on what the person did.
        before = effect(LEADS)
        expected = apply(before, _where_they_apply(written.applied, before))
    if act == "types into the removed row" and window != "before the commit":
        expected = {"Leads": {**expected["Leads"], "#3": row_of({"Last name": "Jones"})}}  # what is typed is never lost
    assert leads(workbook) == expected["Leads"]
    assert _leftovers(server, key) == []
    assert len(written.applied) + len(written.clashed) == len(CHANGES)


def _where_they_apply(changes: Sequence[Change], book: Book) -> list[Change]:
    """A change that was done just before its row or column was deleted left no trace."""
    rows = book["Leads"]
    return [change for change in changes if isinstance(change, AddRow) or change.key in rows]


def _leftovers(server: SheetsServer, key: str) -> list[str]:
    return [entry.key for entry in server.book(key).metadata.values() if entry.key == "ls.r"]
