"""What is read from a spreadsheet that people have had their hands on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book, row_of
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.changes import AddRow, Clash, Edit, RemoveRow
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.state import ColumnAt, State, pack
from leadsorted_sheets.workbook.gsheets import GoogleWorkbook
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.typed import day_of, holds, raw, serial, storable, told, too_long
from leadsorted_sheets.workbook.port import Batch
from tests.sheets_server import SheetsServer
from tests.sheets_server.refusals import Json
from tests.workbook.gsheets.sheets import OWN, US, client_of, made

ANN, BOB = (row_of({"Lead ID": f"L-{n}", "First name": name, OWN: "red"}) for n, name in ((1, "Ann"), (2, "Bob")))
TWO: Book = {"Leads": {"L-1": ANN, "L-2": BOB}}


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


@pytest.fixture
def client(server: SheetsServer) -> Iterator[Client]:
    connecting = client_of(server)
    yield connecting
    connecting.close()


def columns(workbook: GoogleWorkbook) -> list[ColumnAt]:
    return list((workbook.read().layout("Leads") or pytest.fail("no layout")).columns)


def of_rule(workbook: GoogleWorkbook, rule: str) -> list[Finding]:
    return [finding for finding in workbook.read().findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("column", "typed", "cell"),
    [
        ("B", "00123", 123),
        ("B", "TRUE", True),
        ("B", "'=1+1", "=1+1"),
        ("B", "=1+1", Formula()),
        ("N", "2026-03-04", dt.date(2026, 3, 4)),
        ("N", "soon", "soon"),
        ("N", "5", dt.date(1900, 1, 4)),
        ("O", "2026-03-04 18:00:00", dt.datetime(2026, 3, 4, 18)),
        ("K", "42", 42),
        ("K", "4.25", 4.25),
        ("K", "=1/0", Formula()),
        ("K", "many", "many"),
        ("AX", "2026-03-04", dt.date(2026, 3, 4)),
        ("AX", "42", 42),
        ("AX", "=A2", Formula()),
        ("AX", "'=A2", "=A2"),
        ("AX", "TRUE", True),
    ],
)
def test_what_a_person_types_is_read_by_the_kind_of_its_column(
    server: SheetsServer, client: Client, column: str, typed: str, cell: Cell
) -> None:
    key = made(server, TWO)
    server.human(key).type("Leads", f"{column}2", typed)
    workbook = GoogleWorkbook(key, client)
    name = next(at.field for n, at in enumerate(columns(workbook), 1) if n == _number(column))
    assert workbook.read().book["Leads"]["L-1"][name] == cell


@pytest.mark.parametrize(
    ("value", "kind", "stored", "written"),
    [
        (None, "text", None, ""),
        ("=1+1", "text", "=1+1", "=1+1"),
        (True, "flag", True, True),
        (42, "whole", 42, 42),
        (42, "date", "42", "42"),
        (10**17, "number", "100000000000000000", "100000000000000000"),
        (dt.date(2026, 3, 4), "date", dt.date(2026, 3, 4), 46085),
        (dt.date(2026, 3, 4), "", dt.date(2026, 3, 4), 46085),
        (dt.date(2026, 3, 4), "text", "2026-03-04", "2026-03-04"),
        (dt.date(2026, 3, 4), "number", "2026-03-04", "2026-03-04"),
        (dt.date(1815, 12, 10), "date", "1815-12-10", "1815-12-10"),
        (dt.datetime(2026, 3, 4, 18), "moment", dt.datetime(2026, 3, 4, 18), 46085.75),
        (dt.time(12), "", dt.time(12), 0.5),
        (dt.time(12), "date", "12:00:00", "12:00:00"),
        ("lone \ud800", "text", "lone \N{REPLACEMENT CHARACTER}", "lone \N{REPLACEMENT CHARACTER}"),
    ],
)
def test_what_is_written_is_what_the_column_gives_back(value: Cell, kind: str, stored: Cell, written: object) -> None:
    assert storable(value, kind) == stored
    assert raw(stored) == written
    number = isinstance(written, int | float) and not isinstance(written, bool)
    message: Json = (
        {"boolValue": written} if isinstance(written, bool) else {"numberValue" if number else "stringValue": written}
    )
    assert holds(stored, message)
    if kind:
        assert told(message, kind) == stored


def test_days_are_counted_as_google_counts_them() -> None:
    moments = [dt.datetime(1990, 1, 1) + dt.timedelta(seconds=n * 86_399 * 7 + n) for n in range(3000)]
    assert [day_of(serial(at)) for at in moments] == [at.date() if at.time() == dt.time() else at for at in moments]


def test_a_text_that_no_cell_can_hold_is_named_and_left_out(server: SheetsServer, client: Client) -> None:
    assert (too_long("x" * 50_000), too_long("x" * 50_001), too_long("😀" * 25_001)) == (False, True, True)
    workbook = GoogleWorkbook(made(server, TWO), client)
    long = Edit("Leads", "L-1", "Notes", None, "x" * 50_001)
    short = Edit("Leads", "L-1", "City", None, "Bath")
    written = workbook.write(Batch([long, short]), expect=workbook.read().revision)
    assert (list(written.applied), list(written.clashed)) == ([short], [Clash(long, None)])
    assert [finding.message for finding in written.findings] == [
        "The text is longer than the 50,000 characters a cell can hold, so it was not written. Shorten it."
    ]


def test_a_formula_is_nobody_s_to_overwrite(server: SheetsServer, client: Client) -> None:
    key = made(server, TWO)
    server.human(key).type("Leads", "D2", '="Acme"&""')
    workbook = GoogleWorkbook(key, client)
    edit = Edit("Leads", "L-1", "Company", None, "Other")
    written = workbook.write(Batch([edit]), expect=workbook.read().revision)
    assert list(written.clashed) == [Clash(edit, Formula())]
    late = Edit("Leads", "L-2", "Company", None, "Other")
    reading = workbook.read()
    server.human(key).type("Leads", "D3", '="Acme"&""')
    assert list(workbook.write(Batch([late]), expect=reading.revision).clashed) == [Clash(late, Formula())]
    assert server.values(key, "Leads!D2:D3", "FORMULA") == [['="Acme"&""'], ['="Acme"&""']]


def test_a_removed_row_leaves_its_formula_and_boxes_and_is_used_again(server: SheetsServer, client: Client) -> None:
    key = made(server, TWO)
    server.human(key).type("Leads", "AX2", '=B2&"!"')
    workbook = GoogleWorkbook(key, client)
    reading = workbook.read()
    gone = RemoveRow("Leads", "L-1", reading.book["Leads"]["L-1"])
    revision = workbook.write(Batch([gone]), expect=reading.revision).revision
    assert workbook.read().book["Leads"] == {"L-2": BOB}
    workbook.write(Batch([AddRow("Leads", "L-3", row_of({"Lead ID": "L-3", "First name": "Cy"}))]), expect=revision)
    now = workbook.read()
    assert now.lines["Leads"] == {"L-3": 2, "L-2": 3}
    assert now.book["Leads"]["L-3"] == {"Lead ID": "L-3", "First name": "Cy", OWN: Formula()}


def test_a_renamed_header_is_still_its_column(server: SheetsServer, client: Client) -> None:
    key = made(server, TWO)
    person = server.human(key)
    person.type("Leads", "B1", "Vorname")
    person.move_column("Leads", "B", "T")
    person.rename_tab("Leads", "Kunden")
    workbook = GoogleWorkbook(key, client)
    assert workbook.read().book == TWO
    assert workbook.read().place("Leads", "L-2", "First name") == "Kunden!S3"
    workbook.write(Batch([Edit("Leads", "L-2", "First name", "Bob", "Rob")]), expect=workbook.read().revision)
    assert server.values(key, "Kunden!S1:S3") == [["Vorname"], ["Ann"], ["Rob"]]


def test_a_column_of_the_team_s_own_keeps_its_field_when_renamed(server: SheetsServer, client: Client) -> None:
    key = made(server, TWO)
    workbook = GoogleWorkbook(key, client)
    workbook.write(Batch([Edit("Leads", "L-1", OWN, "red", "blue")]), expect=workbook.read().revision)
    server.human(key).type("Leads", "AX1", "Favorite color")
    assert columns(workbook)[-1] == ColumnAt(OWN, "Favorite color")
    assert workbook.read().book["Leads"]["L-1"][OWN] == "blue"


def test_a_second_column_with_a_header_of_ours_is_the_team_s(server: SheetsServer, client: Client) -> None:
    key = made(server, TWO)
    server.human(key).insert_columns("Leads", "A")
    server.human(key).type("Leads", "A1", "Email")
    assert columns(GoogleWorkbook(key, client))[0] == ColumnAt("Email (2)", "Email")


def test_a_renamed_header_without_its_mark_is_known_by_what_it_said_last(server: SheetsServer, client: Client) -> None:
    key = made(server, TWO)
    workbook = GoogleWorkbook(key, client)
    server.human(key).type("Leads", "B1", "Vorname")
    workbook.write(Batch(hidden={"_leadsorted_state": pack(State("B-1"))}), expect=workbook.read().revision)
    book = server.book(key)
    book.metadata = {n: entry for n, entry in book.metadata.items() if entry.key != "ls.c"}
    assert workbook.read().book == TWO


def test_a_sheet_that_is_gone_is_said(server: SheetsServer, client: Client) -> None:
    key = made(server, {**TWO, "Activities": {}})
    workbook = GoogleWorkbook(key, client)
    workbook.write(Batch(hidden={"_leadsorted_state": pack(State("B-1"))}), expect=workbook.read().revision)
    server.human(key).delete_tab("Activities")
    [finding] = of_rule(workbook, "workbook.tab-missing")
    assert finding.tab == "Activities"
    assert finding.message == (
        "The sheet 'Activities' is gone. Its rows are not seen. "
        "Bring it back with Google's version history (File > Version history)."
    )
    assert workbook.read().book == TWO


def test_without_drive_the_revision_is_a_digest_and_a_write_leaves_it_open(server: SheetsServer) -> None:
    client = client_of(server, scopes=("https://www.googleapis.com/auth/spreadsheets",))
    workbook = GoogleWorkbook(made(server, TWO), client)
    first = workbook.read().revision
    assert (workbook.peek(), workbook.read().revision) == ("", first)
    written = workbook.write(Batch([Edit("Leads", "L-1", "City", None, "Bath")]), expect=first)
    assert written.revision == ""
    assert workbook.read().revision not in {"", first}
    with pytest.raises(errors.Moved):
        workbook.write(Batch([Edit("Leads", "L-1", "City", "Bath", "York")]), expect=first)
    client.close()


def test_an_old_reading_is_not_written_on(server: SheetsServer, client: Client) -> None:
    now = [0.0]
    key = made(server, TWO)
    workbook = GoogleWorkbook(key, client, clock=lambda: now[0])
    revision = workbook.read().revision
    server.human(key).type("Leads", "B3", "Rob")
    now[0] = 61.0
    with pytest.raises(errors.Moved):
        workbook.write(Batch([Edit("Leads", "L-1", "City", None, "Bath")]), expect=revision)
    assert server.values(key, "Leads!B2:B3") == [["Ann"], ["Rob"]]


def test_rows_above_the_header_do_not_hide_it(server: SheetsServer, client: Client) -> None:
    key = made(server, TWO)
    person = server.human(key)
    person.insert_rows("Leads", 1, 3)
    person.type("Leads", "A1", "Our leads, do not touch")
    workbook = GoogleWorkbook(key, client)
    assert (workbook.read().book, workbook.read().lines) == (TWO, {"Leads": {"L-1": 5, "L-2": 6}})


def test_a_copied_row_is_known_by_its_line_and_said(server: SheetsServer, client: Client) -> None:
    key = made(server, TWO)
    server.human(key).copy_row("Leads", 2, 5)
    workbook = GoogleWorkbook(key, client)
    assert workbook.read().book == {"Leads": {**TWO["Leads"], "#5": ANN}}
    assert of_rule(workbook, "workbook.repeated-id") == [
        Finding(
            "warning", "Leads", "#5", "Lead ID", "workbook.repeated-id",
            "L-1 stands in two rows; the one above keeps it. If this row is a copy, delete it; "
            "if it is another one, clear its id and it gets its own.",
            found="L-1", others=("L-1",),
        )
    ]  # fmt: skip


def test_a_deleted_column_is_missing_and_said(server: SheetsServer, client: Client) -> None:
    key = made(server, TWO)
    workbook = GoogleWorkbook(key, client)
    workbook.write(Batch(hidden={"_leadsorted_state": pack(State("B-1"))}), expect=workbook.read().revision)
    server.human(key).delete_column("Leads", "F")
    assert [finding.message for finding in of_rule(workbook, "workbook.column-missing")] == [
        "The column 'Email' is gone, so it is neither read nor written. Add a column with that header to have it back."
    ]


def test_cells_under_a_merged_one_are_not_written(server: SheetsServer, client: Client) -> None:
    key = made(server, TWO)
    merged = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 3, "endColumnIndex": 5}
    client.batch_update(key, [{"mergeCells": {"range": merged, "mergeType": "MERGE_ALL"}}])
    workbook = GoogleWorkbook(key, client)
    [finding] = of_rule(workbook, "workbook.merged")
    assert finding.message == (
        "D2:E2 is one merged cell, so what belongs into the cells under it cannot be written. "
        "Unmerge it (Format > Merge cells > Unmerge)."
    )
    under, beside = Edit("Leads", "L-1", "Job title", None, "CEO"), Edit("Leads", "L-1", "Company", None, "Acme")
    written = workbook.write(Batch([under, beside]), expect=workbook.read().revision)
    assert (list(written.applied), list(written.clashed)) == ([beside], [Clash(under, None)])


def test_a_protected_range_is_said_before_anything_is_written(server: SheetsServer, client: Client) -> None:
    key = made(server, TWO, email="owner@example.com")
    server.service.files.kept[key].permissions.append(
        {"id": "us", "type": "user", "role": "writer", "emailAddress": US}
    )
    closed = {
        "range": {"sheetId": 0, "startColumnIndex": 3, "endColumnIndex": 4},
        "editors": {"users": ["owner@example.com"]},
    }
    owner = client_of(server, email="owner@example.com")
    owner.batch_update(key, [{"addProtectedRange": {"protectedRange": closed}}])
    owner.close()
    workbook = GoogleWorkbook(key, client)
    edits = [Edit("Leads", "L-1", "City", None, "Bath"), Edit("Leads", "L-2", "Company", None, "Acme")]
    with pytest.raises(errors.ProtectedRange):
        workbook.write(Batch(edits), expect=workbook.read().revision)
    assert workbook.read().book == TWO
    workbook.write(Batch(edits[:1]), expect=workbook.read().revision)
    assert workbook.read().book["Leads"]["L-1"]["City"] == "Bath"


def test_a_grid_that_would_grow_too_large_is_refused_before_anything_is_sent(
    server: SheetsServer, client: Client
) -> None:
    key = made(server, TWO, spare=0)
    big = {"sheetId": 9, "title": "Big", "gridProperties": {"rowCount": 99_990, "columnCount": 100}}
    client.batch_update(key, [{"addSheet": {"properties": big}}])
    workbook = GoogleWorkbook(key, client)
    reading = workbook.read()
    rows = [AddRow("Leads", f"L-{n}", row_of({"Lead ID": f"L-{n}"})) for n in range(100, 140)]
    with pytest.raises(errors.TooManyCells) as refused:
        workbook.write(Batch(rows), expect=reading.revision)
    assert str(refused.value) == (
        f"gsheet:{key} would have 10,001,150 cells; Google allows 10,000,000, empty ones included. "
        "Delete empty rows and columns of large tabs, or split the list, and run the command again."
    )
    assert workbook.read().revision == reading.revision


def test_tags_that_a_crash_left_are_swept(server: SheetsServer, client: Client) -> None:
    key = made(server, TWO)
    workbook = GoogleWorkbook(key, client)
    workbook.write(Batch([Edit("Leads", "L-1", "City", None, "Bath")]), expect=workbook.read().revision)
    book = server.book(key)
    [number] = [n for n, entry in book.metadata.items() if entry.key == "ls.commit"]
    note = {"metadataKey": "ls.r", "metadataValue": "crashed", "visibility": "DOCUMENT"}
    row = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}}
    crashed = {
        "metadataId": number + 1,
        "metadataKey": "ls.commit",
        "metadataValue": "crashed",
        "visibility": "DOCUMENT",
    }
    client.batch_update(key, [
        {"createDeveloperMetadata": {"developerMetadata": crashed | {"location": {"spreadsheet": True}}}},
        {"createDeveloperMetadata": {"developerMetadata": note | {"location": row}}},
    ])  # fmt: skip
    workbook.write(Batch([Edit("Leads", "L-1", "City", "Bath", "York")]), expect=workbook.read().revision)
    assert [entry.key for entry in server.book(key).metadata.values() if entry.key == "ls.r"] == []


def test_commit_notes_do_not_pile_up(server: SheetsServer, client: Client) -> None:
    workbook = GoogleWorkbook(made(server, TWO), client)
    reading = workbook.read()
    for n in range(60):
        edit = Edit("Leads", "L-1", "Score", n - 1 if n else None, n)
        written = workbook.write(Batch([edit]), expect=reading.revision)
        assert list(written.applied) == [edit]
        reading = workbook.read()
    key = workbook.address.removeprefix("gsheet:")
    assert sum(entry.key == "ls.commit" for entry in server.book(key).metadata.values()) == 50


def test_compacting_takes_blank_rows_out_and_nothing_else(server: SheetsServer, client: Client) -> None:
    three: Book = {"Leads": {**TWO["Leads"], "L-3": row_of({"Lead ID": "L-3", "First name": "Cy"})}}
    key = made(server, three)
    workbook = GoogleWorkbook(key, client)
    workbook.write(Batch([RemoveRow("Leads", "L-2", BOB)]), expect=workbook.read().revision)
    assert workbook.read().lines == {"Leads": {"L-1": 2, "L-3": 4}}
    workbook.write(Batch(compact=True), expect=workbook.read().revision)
    assert (workbook.read().lines, workbook.read().findings) == ({"Leads": {"L-1": 2, "L-3": 3}}, ())


def test_a_row_that_moved_into_the_gap_is_put_back_after_compacting(server: SheetsServer, client: Client) -> None:
    three: Book = {"Leads": {**TWO["Leads"], "L-3": row_of({"Lead ID": "L-3", "First name": "Cy"})}}
    key = made(server, three)
    workbook = GoogleWorkbook(key, client)
    workbook.write(Batch([RemoveRow("Leads", "L-2", BOB)]), expect=workbook.read().revision)
    revision = workbook.read().revision
    server.faults.interlude("before", "spreadsheets.batchUpdate", lambda: server.human(key).insert_rows("Leads", 2))
    written = workbook.write(Batch(compact=True), expect=revision)
    assert [(finding.rule, finding.key) for finding in written.findings] == [("workbook.put-back", "L-1")]
    assert workbook.read().book == {"Leads": {"L-1": ANN, "L-3": three["Leads"]["L-3"]}}


def _number(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number
