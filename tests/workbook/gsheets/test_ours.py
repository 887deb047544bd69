"""A spreadsheet set up by us: all tabs, those that share a sheet too; and a team's own one that is adopted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, row_of, same_book
from leadsorted_sheets.core.cell import Formula
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow, apply, invert
from leadsorted_sheets.core.design.places import PLACES
from leadsorted_sheets.core.state import ColumnAt, Layout, State, pack, unpack
from leadsorted_sheets.workbook.gsheets import GoogleWorkbook
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.set_up import new_spreadsheet
from leadsorted_sheets.workbook.port import Batch, Setup
from tests.sheets_server import SheetsServer
from tests.workbook.gsheets.sheets import client_of

SCOPES = ("https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive")


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running


@pytest.fixture
def client(server: SheetsServer) -> Iterator[Client]:
    connecting = client_of(server, scopes=SCOPES)
    yield connecting
    connecting.close()


@pytest.fixture
def key(client: Client) -> str:
    made: str = client.create(new_spreadsheet("Leads", time_zone="Europe/London"))["spreadsheetId"]
    return made


@pytest.fixture
def ours(client: Client, key: str) -> GoogleWorkbook:
    workbook = GoogleWorkbook(key, client)
    revision = workbook.read(layouts=()).revision
    workbook.write(Batch(setup=Setup(), hidden={"_leadsorted_state": pack(State("B-1"))}), expect=revision)
    return workbook


def test_what_is_not_ours_yet_is_refused_with_the_way_out(client: Client, key: str) -> None:
    with pytest.raises(errors.NotOurBook) as refused:
        GoogleWorkbook(key, client).read()
    assert str(refused.value) == (
        f"gsheet:{key} has no Lead Sorted tabs. Nothing was written. To make it ours in place: leadsorted adopt gsheet:{key}"
    )


def test_a_new_spreadsheet_has_every_tab_as_the_schema_starts_it(ours: GoogleWorkbook) -> None:
    reading = ours.read()
    expected = {tab.name: {k: row_of(row) for k, row in schema.table_of(tab).items()} for tab in schema.TABS}
    shown = {
        tab: {key: row_of({n: c for n, c in row.items() if not isinstance(c, Formula)}) for key, row in table.items()}
        for tab, table in reading.book.items()
    }
    assert list(reading.book) == list(expected)
    assert {tab: shown[tab] for tab in expected if not same_book({tab: shown[tab]}, {tab: expected[tab]})} == {}
    assert reading.findings == ()
    assert {layout.tab: (layout.header_row - 1, layout.first_column - 1) for layout in reading.layouts} == {
        place.tab.name: (place.top, place.left) for place in PLACES.values()
    }


def test_the_state_remembers_where_the_tabs_are(ours: GoogleWorkbook) -> None:
    reading = ours.read()
    assert unpack(reading.hidden["_leadsorted_state"]) == State("B-1", reading.layouts)


def test_tables_that_share_rows_are_written_together(ours: GoogleWorkbook, server: SheetsServer) -> None:
    reading = ours.read()
    figures = reading.book["Report: Funnel"]["1"]
    changes: list[Change] = [
        Edit("Preferences", "Country", "Value", None, "GB"),
        Edit("Statuses", "New", "Stale after", 1, 2),
        AddRow("Owners", "Ann", row_of({"Owner": "Ann", "Weight": 2, "Away from": dt.date(2026, 3, 4)})),
        AddRow("Owners", "Bob", row_of({"Owner": "Bob", "Active": "yes"})),
        RemoveRow("Segments", "Hot leads", reading.book["Segments"]["Hot leads"]),
        RemoveRow("Report: Funnel", "1", figures),
        AddRow("Report: Funnel", "1", row_of({"#": 1, "Step": "All", "Leads": 9, "Of all": 0.5})),
        Edit("Report: Key figures", "1", "Figure", None, "Leads"),
        AddRow("Sources", "Fair", row_of({"Source": "Fair", "Cost": 12.5})),
    ]
    server.service.log.clear()
    written = ours.write(Batch(changes), expect=reading.revision)
    assert server.counts()["writes"] == 3
    assert list(written.clashed) == []
    now = ours.read()
    assert same_book(_without_formulas(now.book), _without_formulas(apply(reading.book, changes)))
    ours.write(Batch(invert(written.applied)), expect=now.revision)
    assert same_book(_without_formulas(ours.read().book), _without_formulas(reading.book))


def test_a_column_for_a_table_in_the_middle_pushes_the_others_aside(ours: GoogleWorkbook) -> None:
    reading = ours.read()
    changes: list[Change] = [
        AddRow("Owners", "Ann", row_of({"Owner": "Ann", "Shoe size": 43})),
        Edit("Statuses", "New", "Order", 1, 7),
    ]
    ours.write(Batch(changes), expect=reading.revision)
    now = ours.read()
    assert same_book(_without_formulas(now.book), _without_formulas(apply(reading.book, changes)))
    assert now.findings == ()
    state = (now.layout("Owners") or pytest.fail("no layout")).columns[-1]
    assert state == ColumnAt("Shoe size", "Shoe size")


def test_a_lost_mark_is_made_up_for_by_the_header(ours: GoogleWorkbook, server: SheetsServer) -> None:
    reading = ours.read()
    book = server.book(ours.address.removeprefix("gsheet:"))
    book.metadata = {n: entry for n, entry in book.metadata.items() if entry.key == "ls.commit"}
    now = ours.read()
    assert (now.book, now.layouts, now.findings) == (reading.book, reading.layouts, ())


def test_a_team_s_own_sheet_becomes_ours_in_place(client: Client) -> None:
    key: str = client.create({"properties": {"title": "Kunden"}})["spreadsheetId"]
    client.write_ranges(
        key,
        [{"range": "Sheet1!B2", "values": [["Vorname", "Mail", "Schuhe"], ["Ann", "ann@acme.example", 43], ["Bob"]]}],
    )
    workbook = GoogleWorkbook(key, client)
    [sketch] = workbook.sketches()
    assert [row[1:] for row in sketch.rows if any(row)] == [
        ("Vorname", "Mail", "Schuhe"),
        ("Ann", "ann@acme.example", 43),
        ("Bob", None, None),
    ]
    layout = Layout(
        "Leads",
        "Sheet1",
        "",
        2,
        2,
        (ColumnAt("First name", "Vorname"), ColumnAt("Email", "Mail"), ColumnAt("Schuhe", "Schuhe")),
    )
    reading = workbook.read(layouts=(layout,))
    assert reading.book == {
        "Leads": {"#3": {"First name": "Ann", "Email": "ann@acme.example", "Schuhe": 43}, "#4": {"First name": "Bob"}}
    }
    ids = [Edit("Leads", f"#{n}", "Lead ID", None, f"L-{n}", becomes=f"L-{n}") for n in (3, 4)]
    batch = Batch(
        [*ids, AddRow("History", "H-1", row_of({"Entry": "H-1", "What": "adopt"}))],
        setup=Setup(layout),
        hidden={"_leadsorted_state": pack(State("B-1", (layout,)))},
    )
    written = workbook.write(batch, expect=reading.revision)
    assert list(written.clashed) == []
    now = workbook.read()
    assert now.revision == written.revision
    assert now.book["Leads"] == {
        "L-3": {"First name": "Ann", "Email": "ann@acme.example", "Schuhe": 43, "Lead ID": "L-3"},
        "L-4": {"First name": "Bob", "Lead ID": "L-4"},
    }
    assert now.book["History"] == {"H-1": {"Entry": "H-1", "What": "adopt"}}
    assert set(now.book) == set(schema.BY_NAME)
    assert now.findings == ()


def _without_formulas(book: Book) -> Book:
    return {
        tab: {key: {n: c for n, c in row.items() if not isinstance(c, Formula)} for key, row in table.items()}
        for tab, table in book.items()
    }
