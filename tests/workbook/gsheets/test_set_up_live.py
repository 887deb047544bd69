"""What works by itself in the spreadsheet: the figures of Sources and the colours, worked out by the emulator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import gspread
import pytest

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell as Content
from leadsorted_sheets.core.design.highlights import HIGHLIGHTS
from leadsorted_sheets.core.design.places import PLACES
from leadsorted_sheets.core.report.sources import source_figures
from leadsorted_sheets.core.schema import LEADS
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.workbook.gsheets.set_up import requests_for
from leadsorted_sheets.workbook.port import Setup
from tests.sheets_server import SheetsServer
from tests.sheets_server.formulas import copied, evaluated
from tests.sheets_server.grid import Formula, Sheet
from tests.template.books import filled
from tests.template.lit import LIT
from tests.workbook.gsheets.set_up_listing import connection, created, seen, taken

FIRST_ROW = dt.datetime(1899, 12, 30)
FIGURES = [column.name for column in PLACES["Sources"].tab.columns if column.kind == "formula"]


@pytest.fixture
def here() -> Iterator[tuple[SheetsServer, gspread.Client]]:
    with connection() as both:
        yield both


@pytest.fixture
def server(here: tuple[SheetsServer, gspread.Client]) -> SheetsServer:
    return here[0]


@pytest.fixture
def client(here: tuple[SheetsServer, gspread.Client]) -> gspread.Client:
    return here[1]


def put(sheet: Sheet, row: int, column: int, content: Content) -> None:
    """A cell as a client leaves it there: dates as serial numbers."""
    if isinstance(content, dt.date):
        moment = content if isinstance(content, dt.datetime) else dt.datetime.combine(content, dt.time())
        content = (moment - FIRST_ROW) / dt.timedelta(days=1)
    sheet.put(row, column, sheet.cell(row, column).with_value(content))  # type: ignore[arg-type]  # no formula, no error


def fill(server: SheetsServer, key: str, tab: str, rows: Book | Mapping[str, Any], *, title: str = "") -> None:
    """The rows of a tab in place of those it starts with; its live columns stay."""
    place = PLACES[tab]
    sheet = server.book(key).titled(title or place.tab.sheet)
    assert sheet is not None
    for line, (row_key, row) in enumerate([*rows.items(), *[("", {})] * 20], place.first):
        for column in place.tab.columns:
            if column.kind != "formula":
                content = row_key or None if column.name == place.tab.id else row.get(column.name)
                put(sheet, line, place.column(column.name), content)


def sources_shown(server: SheetsServer, key: str) -> dict[str, dict[str, Any]]:
    lines = server.values(key, "Sources!A2:J61")
    return {line[0]: dict(zip(FIGURES, line[3:], strict=True)) for line in lines if line[0]}


def expected_of(book: Book) -> dict[str, dict[str, Any]]:
    """The core's figures of a book whose rows carry their ids, as those of a workbook do."""
    whole = {tab: {key: {PLACES[tab].tab.id: key, **row} for key, row in table.items()} for tab, table in book.items()}
    figures = source_figures(whole)
    return {key: {name: pytest.approx(value) for name, value in row.items()} for key, row in figures.items()}


def test_sources_comes_to_what_the_core_says(server: SheetsServer, client: gspread.Client) -> None:
    key, book = created(client), filled()
    for tab in ("Leads", "Pipeline", "Sources", "Stages"):
        fill(server, key, tab, book[tab])
    shown = sources_shown(server, key)
    assert shown == expected_of(book)
    assert sum(figures["Won"] for figures in shown.values()) > 3  # the book does put them to the test


def test_a_row_without_a_source_shows_nothing(server: SheetsServer, client: gspread.Client) -> None:
    key = created(client)
    assert server.values(key, "Sources!D12:J61") == [[""] * 7] * 50


def test_a_lead_typed_right_below_the_header_is_counted(server: SheetsServer, client: gspread.Client) -> None:
    key, book = created(client), filled()
    for tab in ("Leads", "Pipeline", "Sources", "Stages"):
        fill(server, key, tab, book[tab])
    server.human(key).insert_rows("Leads", 2)
    sheet = server.book(key).titled("Leads")
    assert sheet is not None
    put(sheet, 1, LEADS.fields.index("Source"), "Referral")
    grown = dict(book, Leads={**book["Leads"], "L-new": {"Source": "Referral"}})
    assert sources_shown(server, key) == expected_of(grown)


def test_sources_reads_the_teams_own_sheet_of_leads(server: SheetsServer, client: gspread.Client) -> None:
    book = filled()
    theirs = client.create("Theirs")
    theirs.sheet1.update_title("Ann's leads")
    fields = ["Company", "Deal ID", "Shoe size", "Source"]
    theirs.sheet1.update([["Customers of 2026"], [], ["Firm", "Deal", "Shoe size", "From"]], "B2")
    layout = Layout("Leads", "Ann's leads", "", 4, 2, tuple(ColumnAt(name, name) for name in fields))
    requests = requests_for(taken(theirs.fetch_sheet_metadata()), Setup(layout), lead_columns=26, lead_used=9)
    theirs.batch_update({"requests": requests})
    sheet = server.book(theirs.id).titled("Ann's leads")
    assert sheet is not None
    headers = {str(sheet.cell(3, column).value): column for column in range(len(sheet.columns))}
    at = {"Company": 1, "Deal ID": 2, "Source": 4, "Qualified on": headers["Qualified on"]}
    for line, row in enumerate(book["Leads"].values(), 4):
        for name, column in at.items():
            put(sheet, line, column, row.get(name))
    for tab in ("Pipeline", "Sources", "Stages"):
        fill(server, theirs.id, tab, book[tab])
    assert sources_shown(server, theirs.id) == expected_of(book)


FINAL = (("Leads", {"Do not contact": "yes", "Company": "Contoso", "Rating": "Hot"}, {"*"}),)
"""Whoever is not to be contacted is nobody's business: no other colour."""


def test_cells_light_up_when_something_is_to_be_done(server: SheetsServer, client: gspread.Client) -> None:
    key = created(client)
    rules = {sheet["properties"]["title"]: sheet.get("conditionalFormats", ()) for sheet in seen(client, key)["sheets"]}
    for tab in dict.fromkeys(tab for tab, _, _ in LIT):
        cases = [(row, lit) for name, row, lit in (*LIT, *FINAL) if name == tab]
        fill(server, key, tab, {f"X-{n}": row for n, (row, _) in enumerate(cases)})
        for number, (row, lit) in enumerate(cases):
            assert lit_fields(server, key, tab, rules[tab], number) == lit, (tab, row)


def lit_fields(server: SheetsServer, key: str, tab: str, rules: list[dict[str, Any]], number: int) -> set[str]:
    """The fields of a row that a rule lights up ("*" for all of them)."""
    found: set[str] = set()
    book, place = server.book(key), PLACES[tab]
    sheet = book.titled(tab)
    assert sheet is not None
    for rule in rules:
        [condition] = rule["booleanRule"]["condition"]["values"]
        here = copied(Formula(condition["userEnteredValue"]), number, 0)
        if evaluated(book, sheet, here, frozenset()) is True:
            fields = {
                place.tab.fields[column]
                for area in rule["ranges"]
                for column in range(area["startColumnIndex"], area["endColumnIndex"])
            }
            found |= {"*"} if fields == set(place.tab.fields) else fields
    return found


def test_a_status_renamed_and_settings_moved_still_light_up(server: SheetsServer, client: gspread.Client) -> None:
    key = created(client)
    rules = {sheet["properties"]["title"]: sheet.get("conditionalFormats", ()) for sheet in seen(client, key)["sheets"]}
    row = {"Owner": "Ann", "Status": "Not for us", "Next action due": dt.date(2000, 1, 1)}
    fill(server, key, "Leads", {"X-0": row, "X-1": {**row, "Status": "New"}})
    statuses = server.book(key).titled("Settings")
    assert statuses is not None
    put(statuses, 9, PLACES["Statuses"].column("Status"), "Not for us")  # it was Unqualified
    server.human(key).rename_tab("Settings", "Our rules")
    assert [lit_fields(server, key, "Leads", rules["Leads"], at) for at in (0, 1)] == [
        set(),
        {"Next action", "Next action due"},
    ]


def test_the_rules_here_are_those_of_the_design(client: gspread.Client) -> None:
    rules = {
        sheet["properties"]["title"]: sheet.get("conditionalFormats", ())
        for sheet in seen(client, created(client))["sheets"]
    }
    for tab in dict.fromkeys(rule.tab for rule in HIGHLIGHTS):
        looks = [rule.look for rule in HIGHLIGHTS if rule.tab == tab]
        bold = [bool(rule["booleanRule"]["format"]["textFormat"].get("bold")) for rule in rules[tab]]
        assert bold == [bool(look.get("bold")) for look in looks]
