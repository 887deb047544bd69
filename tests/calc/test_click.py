"""The whole click on a live Calc: a button of the XML, our VBA run by LibreOffice, Python, and the cells that change."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings

from leadsorted_sheets import resources
from leadsorted_sheets.core.book import Book, row_of, same_book
from leadsorted_sheets.core.cell import Formula
from leadsorted_sheets.core.changes import AddRow, diff
from leadsorted_sheets.core.schema import JOURNAL_SHEET, STATE_SHEET
from leadsorted_sheets.core.state import unpack
from leadsorted_sheets.frontends.buttons import Command, command_of, commands
from leadsorted_sheets.frontends.ribbon.commands import options_of
from leadsorted_sheets.journal import Journal
from leadsorted_sheets.operations import BY_NAME
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.verbs import BY_NAME as VERBS
from leadsorted_sheets.session.verbs import act
from leadsorted_sheets.workbook.excel import ExcelWorkbook
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from leadsorted_sheets.workbook.port import Batch, Reading
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.calc.clicking import Ribbon, ribbon
from tests.calc.conftest import Open
from tests.calc.engine import App
from tests.context import NOON

pytestmark = pytest.mark.office

MOST, MORE = 30, 10
"""Blocks read and written by a command on the leads and the history, and for each further tab that it changes."""
MESSY = (
    {"First name": "ANN", "Last name": "berger", "Email": "Ann@ACME.example ", "Phone": "0170 1234567", "Country": "DE"},
    {"First name": "Ann", "Last name": "Berger", "Email": "ann@acme.example", "Company": "Acme", "Source": "Referral"},
    {"First name": "Bob", "Last name": "Ng", "Email": "bob@birch.example", "Company": "Birch", "Postcode": "01234"},
    {"First name": "Cy", "Last name": "Oz", "Email": "cy@cedar.example", "Company": "=cmd()", "Notes": "+49 later"},
    {"First name": "Robert", "Last name": "Ng", "Email": "bob@birch.example", "Phone": "+49 30 1234567"},
)  # fmt: skip
ANSWERS = {
    "normalise_region": "DE", "normalise_date_order": "DMY", "assign_to": "Ann", "add": "Zoë Ö", "log": "Call",
    "move": "Contacted", "close": "won", "register": "me", "find": "ng", "qualify": "", "convert": "",
}  # fmt: skip


@pytest.fixture
def tab(calc: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ribbon]:
    monkeypatch.setenv("LEADSORTED_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("LEADSORTED_ACTOR", "Ann")
    monkeypatch.setattr("leadsorted_sheets.frontends.ribbon.entry.utc_now", lambda: NOON)
    yield from ribbon(calc, tmp_path)


@pytest.fixture
def ids_from(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Begins to count ids at a number: what is done twice gets the same ones twice."""
    counter = [itertools.count(1)]
    monkeypatch.setattr("leadsorted_sheets.session.context.mint", lambda prefix: f"{prefix}-{next(counter[0]):010d}")

    def begin(number: int) -> None:
        counter[0] = itertools.count(number)

    return begin


def a_file(folder: Path, *, name: str = "leads.xlsx", leads: int = 0) -> Path:
    """The template with messy leads in it, and one owner to give them to."""
    path = folder / name
    shutil.copy(resources.template_path(), path)
    closed = XlsxWorkbook(path, backup=False)
    rows = [*MESSY, *({"First name": f"Dee {n}", "Email": f"dee{n}@elm.example"} for n in range(leads))]
    added = [
        AddRow("Leads", key := f"L-{n:010d}", row_of({"Lead ID": key, "Created": dt.datetime(2026, 3, 9), **row}))
        for n, row in enumerate(rows)
    ]
    owner = AddRow("Owners", "Ann", row_of({"Owner": "Ann", "Email": "ann@us.example", "Active": "yes", "Weight": 1}))
    closed.write(Batch([*added, owner]), expect=closed.read().revision)
    return path


@pytest.fixture
def book(open_book: Open, tmp_path: Path) -> xlwings.Book:
    """Messy leads in a workbook of ours, open and in front."""
    opened = open_book(a_file(tmp_path))
    opened.set_mock_caller()
    return opened


def read(book: xlwings.Book) -> Reading:
    return ExcelWorkbook(book.name, book=book).read()


def cells(reading: Reading) -> Book:
    """The book without formulas: a new row has its table's, and a book in memory knows of none."""
    return {
        tab: {
            key: {name: cell for name, cell in row.items() if not isinstance(cell, Formula)}
            for key, row in table.items()
        }
        for tab, table in reading.book.items()
    }


def by_memory(command: Command, reading: Reading, given: dict[str, str | bool]) -> MemoryWorkbook:
    """The same, done to the same book in memory."""
    workbook = MemoryWorkbook(reading.book, reading.hidden)
    if command.verb in BY_NAME:
        options = options_of(BY_NAME[command.verb].options, given)
        Session(workbook, clock=lambda: NOON).run(command.verb, options, apply=True)
    elif command.verb in VERBS:
        act(workbook, command.verb, options_of(VERBS[command.verb].options, given), clock=lambda: NOON)
    else:
        Session(workbook, clock=lambda: NOON).undo(with_later=bool(given.get("with_later")))
    return workbook


DOES = [
    command.name
    for command in commands()
    if not command.preview and (command.verb in BY_NAME or command.verb in VERBS or command.verb == "undo")
]


def test_every_button_does_what_the_same_command_does_in_memory(
    tab: Ribbon, book: xlwings.Book, calc: App, ids_from: Callable[[int], None]
) -> None:
    """One after another on one workbook: the cells, the history, what is remembered, and the calls it took."""
    book.sheets["Leads"].range("A2").select()
    asked_too_often: dict[str, int] = {}
    unlike: dict[str, Any] = {}
    for number, name in enumerate(DOES, 1):
        command, before, answer = command_of(name), read(book), ANSWERS.get(name, "")
        given = dict(command.options) | {question.option: answer for question in command.questions}
        if "lead" in given and not answer:
            given["lead"] = next(key for key, line in before.lines["Leads"].items() if line == 2)
        ids_from(number * 10_000)
        refused = ""
        try:
            expected = by_memory(command, before, given).read()
        except Exception as refusal:  # noqa: BLE001  # whatever it is, the box has to say it
            refused, expected = str(refusal), before
        ids_from(number * 10_000)
        with calc.calls.counted() as counts:
            said = tab.click(name, answer=answer)
        after = read(book)
        tabs = {change.tab for change in diff(before.book, after.book)}
        if counts.total() > MOST + MORE * max(0, len(tabs) - 2):
            asked_too_often[name] = counts.total()
        if not same_book(cells(after), cells(expected)):
            unlike[name] = (said, refused, diff(cells(after), cells(expected))[:4])
        elif unpack(after.hidden[STATE_SHEET]).tables != unpack(expected.hidden[STATE_SHEET]).tables:
            unlike[name] = (said, "the state")
        elif Journal.of(after.hidden[JOURNAL_SHEET]).headings != Journal.of(expected.hidden[JOURNAL_SHEET]).headings:
            unlike[name] = (said, "the journal")
        elif not said or ("nobody foresaw" in said) or (refused and "Nothing" not in said and refused[:20] not in said):
            unlike[name] = (said, refused)
    assert unlike == {}
    assert asked_too_often == {}


def test_what_only_looks_makes_no_write(tab: Ribbon, book: xlwings.Book, calc: App) -> None:
    before = read(book)
    looks = [command.name for command in commands() if command.preview and command.verb in BY_NAME]
    with calc.calls.counted() as counts:
        said = {name: tab.click(name) for name in (*looks[:2], "adopt_preview", "history", "today", "settings")}
    assert counts["write"] == 0
    assert read(book) == before
    assert said["adopt_preview"].startswith("leads.xlsx is ours already.")


def test_rows_that_are_selected_or_that_a_filter_shows_are_worked_on(tab: Ribbon, book: xlwings.Book) -> None:
    def names() -> list[Any]:
        return [row.get("First name") for row in read(book).book["Leads"].values()]

    sheet = book.sheets["Leads"]
    for line, name in ((2, "ANN"), (3, "BEA"), (4, "CY"), (5, "DEE")):
        sheet.range((line, 2)).value = name
    sheet.range("B3").select()
    tab.rows(2)
    assert tab.click("normalise").startswith("Normalise (1 selected lead): ")
    assert names()[:4] == ["ANN", "Bea", "CY", "DEE"]
    tab.rows(1)
    sheet.range("A2:A4").api.Rows.IsVisible = False
    assert tab.click("normalise").startswith("Normalise (2 visible leads): ")
    assert names()[:4] == ["ANN", "Bea", "CY", "Dee"]
    tab.rows(0)


def test_ctrl_z_takes_back_the_click_and_leaves_what_was_typed_since(tab: Ribbon, book: xlwings.Book) -> None:
    before = cells(read(book))["Leads"]
    tab.click("normalise")
    book.sheets["Leads"].range("B4").value = "Bobby"
    said = tab.undo()
    assert said.startswith("Taken back: ")
    assert cells(read(book))["Leads"] == {**before, "L-0000000002": {**before["L-0000000002"], "First name": "Bobby"}}


def test_a_workbook_of_the_users_own_is_adopted_and_comes_back(
    tab: Ribbon, open_book: Open, tmp_path: Path, calc: App
) -> None:
    path = tmp_path / "it's mine (Köln).xlsx"
    saved_list(path)
    opened = open_book(path)
    opened.set_mock_caller()
    assert tab.click("normalise").endswith("To make it ours: Adopt on the Lead Sorted tab.")
    said = tab.click("adopt")
    assert said.startswith(f"{path.name}: the leads are on the tab Fair.")
    again = next(book for book in opened.app.books if book.name == path.name)
    again.set_mock_caller()
    assert {"Fair", "Settings", "History"} <= {sheet.name for sheet in again.sheets}
    assert tab.click("normalise").startswith("Normalise: ")
    assert (tmp_path / "it's mine (Köln).bak.xlsx").is_file()


def saved_list(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Fair")
        for line, row in enumerate([("First name", "Last name", "E-Mail"), ("ANN", "Ng", "ann@acme.example")]):
            sheet.write_row(line, 0, row)


def test_what_stops_a_click_is_said_in_words_and_excel_is_as_it_was(
    tab: Ribbon, book: xlwings.Book, calc: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    switches = (calc.screen_updating, calc.calculation, calc.display_alerts, calc.enable_events)
    before = read(book)
    calc.editing = True
    assert "a cell is being edited" in tab.click("normalise")
    calc.editing = False
    book.sheets["Leads"].impl.protect()
    assert "is protected" in tab.click("normalise")
    book.sheets["Leads"].impl.unprotect()
    with monkeypatch.context() as during:
        during.setattr("leadsorted_sheets.workbook.excel.carrying_out._put", lambda *_: 1 / 0)
        assert "for a reason nobody foresaw" in tab.click("normalise")
    assert (calc.screen_updating, calc.calculation, calc.display_alerts, calc.enable_events) == switches
    assert calc.status_bar is False
    assert cells(read(book))["Leads"] == cells(before)["Leads"]


def test_a_table_without_rows_is_nothing_to_change(tab: Ribbon, open_book: Open, tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    shutil.copy(resources.template_path(), path)
    open_book(path).set_mock_caller()
    assert tab.click("normalise").startswith("Normalise: nothing to change.")
    tab.rows(2)
    assert tab.click("normalise").startswith("Rows says Selected rows, and no lead on the tab Leads is selected.")
    tab.rows(0)
