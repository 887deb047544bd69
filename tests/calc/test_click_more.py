"""More of the tab, clicked on a live Calc: lists, files for a CRM, history, settings and help."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings

from leadsorted_sheets.core.book import same_book
from leadsorted_sheets.core.changes import diff
from leadsorted_sheets.core.schema import STATE_SHEET
from leadsorted_sheets.core.state import unpack
from leadsorted_sheets.frontends.ribbon import boxes
from leadsorted_sheets.frontends.ribbon_ui import command_of, commands, groups
from leadsorted_sheets.session import exporting
from leadsorted_sheets.session.clean import Wishes as CleanWishes
from leadsorted_sheets.session.clean import clean, owners_of
from leadsorted_sheets.session.importing import Wishes, bring_in
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.calc.clicking import THEN, Ribbon
from tests.calc.engine import App
from tests.calc.test_click import a_file, book, cells, ids_from, read, tab
from tests.context import NOON
from tests.frontends.running import Shell

__all__ = ["book", "ids_from", "tab"]
pytestmark = pytest.mark.office

IMPORTS = ("import", "import_skip", "import_update", "import_create")
EXPORTS = tuple(each.name for each in commands() if each.verb == "export" and each.name != "export_own")


def a_list(folder: Path, name: str = "fair.csv") -> Path:
    """Somebody new, somebody who is there already, and a row that nobody can use."""
    path = folder / name
    path.write_text(
        "First name,Last name,Email,Phone,Company\nDI,EE,di@dune.example,,Dune\n"
        "Bob,Ng,bob@birch.example,+49 30 7654321,Birch\n,,,,\n,,not an address,,\n",
        "utf-8",
    )
    return path


def test_lists_become_a_new_workbook_that_comes_to_the_front(
    tab: Ribbon, book: xlwings.Book, calc: App, ids_from: Callable[[int], None], tmp_path: Path
) -> None:
    before, lists = read(book), [a_list(tmp_path), a_list(tmp_path, "web (Köln).csv")]
    ids_from(1)
    wanted = clean([str(each) for each in lists], str(tmp_path / "by hand.xlsx"), CleanWishes(owners=owners_of("Ann, Bob")), clock=lambda: NOON)  # fmt: skip
    ids_from(1)
    said = tab.click(
        "clean", answer=THEN.join(("\n".join(map(str, lists)), str(tmp_path / "Übersicht 2026"), "Ann, Bob"))
    )
    made = tmp_path / "Übersicht 2026.xlsx"
    assert said.startswith(f"{len(wanted.book['Leads'])} leads in Übersicht 2026.xlsx, out of ")
    assert same_book(XlsxWorkbook(made).read().book, XlsxWorkbook(Path(wanted.to)).read().book)
    opened = next(each for each in book.app.books if each.name == made.name)
    assert same_book(read(opened).book, XlsxWorkbook(made).read().book)
    assert read(book) == before
    again = tab.click("clean", answer=THEN.join((str(lists[0]), str(made), "")))
    assert again == f"{made} exists already. Nothing was written. Choose another name."


def test_a_list_comes_in_as_it_does_into_a_closed_workbook(
    tab: Ribbon, book: xlwings.Book, ids_from: Callable[[int], None], tmp_path: Path
) -> None:
    unlike: dict[str, Any] = {}
    (elsewhere := tmp_path / "elsewhere").mkdir()
    for number, name in enumerate(IMPORTS, 1):
        command, before, fair = command_of(name), read(book), a_list(tmp_path, f"{name}.csv")
        memory = MemoryWorkbook(before.book, before.hidden)
        ids_from(number * 10_000)
        wishes = Wishes(**dict(command.options))  # type: ignore[arg-type]
        brought = bring_in(str(elsewhere / "leads.xlsx"), [str(fair)], wishes, apply=True, clock=lambda: NOON, workbook=memory)  # fmt: skip
        ids_from(number * 10_000)
        said = tab.click(name, answer=str(fair))
        after, expected = read(book), memory.read()
        if not same_book(cells(after), cells(expected)):
            unlike[name] = (said, diff(cells(after), cells(expected))[:4])
        elif unpack(after.hidden[STATE_SHEET]).tables != unpack(expected.hidden[STATE_SHEET]).tables:
            unlike[name] = (said, "the state")
        elif not said.startswith(boxes.done(brought.result, command.label.capitalize()).partition("\n")[0]):
            unlike[name] = (said, "the box")
    assert unlike == {}
    told = {path.name: path.read_text("utf-8") for path in tmp_path.glob("*reject*")}
    assert told == {path.name: path.read_text("utf-8") for path in elsewhere.iterdir()}


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line's exports are made at the same time as the tab's."""
    assert exporting.export.__kwdefaults__
    monkeypatch.setitem(exporting.export.__kwdefaults__, "clock", lambda: NOON)


@pytest.mark.usefixtures("at_noon")
def test_the_files_for_a_crm_are_those_of_the_command_line(
    tab: Ribbon, book: xlwings.Book, calc: App, shell: Shell, tmp_path: Path
) -> None:
    """Where rows would be refused the person is asked, and says yes: `--skip-bad`."""
    (tmp_path / "closed").mkdir()
    closed = a_file(tmp_path / "closed")
    unlike: dict[str, Any] = {}
    calc.answer = "yes"
    for name in EXPORTS:
        crm = str(dict(command_of(name).options)["crm"])
        run = shell("export", closed, "--crm", crm, "--to", tmp_path / "closed" / crm, "--skip-bad")
        said = tab.click(name).rpartition("\n---\n")[2]
        folder = tmp_path / f"leads for {crm}"
        if not said.startswith(f"Written to {folder}:"):
            unlike[name] = (said, run.err)
        elif files_in(folder) != files_in(tmp_path / "closed" / crm) or not files_in(folder):
            unlike[name] = (said, "the files")
    assert unlike == {}


def test_history_is_told_newest_first(tab: Ribbon, book: xlwings.Book) -> None:
    tab.click("normalise")
    tab.click("undo")
    lines = tab.click("history").splitlines()
    assert [line.partition(":")[0] + line[16:].partition(":")[0] for line in lines[:2]] == ["2026-03-10 12" + "  undo", "2026-03-10 12" + "  normalise"]  # fmt: skip
    assert lines[1].endswith(", Ann (taken back)")
    assert lines[-1].startswith("Undo reaches back to")


def test_settings_brings_its_tab_to_the_front(tab: Ribbon, book: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calc's documents are hidden here, so which sheet is asked for is noted instead of looked at."""
    shown: list[tuple[str, str]] = []
    monkeypatch.setattr("tests.calc.sheets.Sheet.activate", lambda self: shown.append((self.book.name, self.name)))
    before = read(book)
    assert (tab.click("settings"), shown) == ("", [("leads.xlsx", "Settings")])
    assert read(book) == before


def test_help_opens_a_page_with_every_button(
    tab: Ribbon, book: xlwings.Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    page = tmp_path / "state" / "help.html"
    assert (tab.click("help"), opened) == ("", [page.as_uri()])
    text = page.read_text("utf-8")
    named = [html.unescape(part.partition("</dt>")[0]) for part in text.split("<dt>")[1:]]
    assert named == [command.label for command in commands()]
    assert [part.partition("</h2>")[0] for part in text.split("<h2>")[1:]] == [html.escape(each.label) for each in groups()]  # fmt: skip
