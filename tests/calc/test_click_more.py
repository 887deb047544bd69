"""The rest of the tab, clicked on a live Calc: lists, files for a CRM, Google, and what only shows something."""

from __future__ import annotations

import datetime as dt
import html
import inspect
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings

from leadsorted_sheets.core.book import same_book
from leadsorted_sheets.core.changes import Edit, diff
from leadsorted_sheets.core.schema import STATE_SHEET
from leadsorted_sheets.core.state import EXPORTED, unpack
from leadsorted_sheets.frontends.buttons import command_of, commands, groups
from leadsorted_sheets.frontends.ribbon import boxes, syncing
from leadsorted_sheets.frontends.ribbon_ui import ribbon_xml
from leadsorted_sheets.operations import BY_NAME
from leadsorted_sheets.session import Session, exporting
from leadsorted_sheets.session.clean import Wishes as CleanWishes
from leadsorted_sheets.session.clean import clean, owners_of
from leadsorted_sheets.session.detached import starting
from leadsorted_sheets.session.google import login
from leadsorted_sheets.session.importing import Wishes, bring_in
from leadsorted_sheets.session.today import Wishes as DayWishes
from leadsorted_sheets.session.today import today as day_of
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from leadsorted_sheets.workbook.resolve import workbook_at
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.calc import test_click
from tests.calc.clicking import THEN, Ribbon
from tests.calc.conftest import Open
from tests.calc.engine import App
from tests.calc.test_click import DOES, a_file, book, cells, ids_from, read, tab
from tests.context import NOON
from tests.frontends.running import Shell
from tests.sheets_server import SheetsServer

__all__ = ["book", "ids_from", "tab"]
pytestmark = pytest.mark.office

IMPORTS = ("import", "import_skip", "import_update", "import_create")
EXPORTS = tuple(each.name for each in commands() if each.verb == "export" and each.name != "export_own")
PREVIEWS = tuple(each.name for each in commands() if each.preview and each.verb in BY_NAME)
CLICKED = {
    "test_every_button_does_what_the_same_command_does_in_memory": DOES,
    "test_a_workbook_of_the_users_own_is_adopted_and_comes_back": ("adopt",),
    "test_what_only_looks_makes_no_write": ("adopt_preview",),
    "test_lists_become_a_new_workbook_that_comes_to_the_front": ("clean",),
    "test_a_list_comes_in_as_it_does_into_a_closed_workbook": IMPORTS,
    "test_a_list_that_is_only_shown_changes_nothing": ("import_preview",),
    "test_the_files_for_a_crm_are_those_of_the_command_line": EXPORTS,
    "test_a_profile_of_the_users_own_is_exported_for": ("export_own",),
    "test_a_preview_says_what_the_operation_would_do": PREVIEWS,
    "test_the_day_is_told_and_nothing_is_changed": ("today", "today_mine"),
    "test_history_is_told_newest_first": ("history",),
    "test_settings_brings_its_tab_to_the_front": ("settings",),
    "test_help_opens_a_page_with_every_button": ("help",),
    "test_a_sync_runs_beside_the_workbook_and_a_later_click_takes_it_over": ("sync", "sync_with"),
    "test_a_sync_that_stopped_goes_on_where_the_person_says_so": ("sync_allow_removals", "sync_allow_changes"),
}  # fmt: skip
"""The test that clicks each button, on a live Calc and from the XML on."""


def test_every_button_of_the_tab_is_clicked() -> None:
    """A test clicks what it names: the button itself, or the table that it goes through."""
    here = {**vars(test_click), **globals()}
    tables = {id(DOES): "DOES", id(IMPORTS): "IMPORTS", id(EXPORTS): "EXPORTS", id(PREVIEWS): "PREVIEWS"}
    for test, buttons in CLICKED.items():
        words = inspect.getsource(here[test])
        assert [
            each for each in buttons if f'"{each}"' not in words and tables.get(id(buttons), '"') not in words
        ] == []
    clicked = sorted(button for buttons in CLICKED.values() for button in buttons)
    assert clicked == sorted(each.name for each in commands())
    assert all(f'id="ls_{name}"' in ribbon_xml() for name in clicked)


def a_list(folder: Path, name: str = "fair.csv") -> Path:
    """Somebody new, somebody who is there already, and a row that nobody can use."""
    path = folder / name
    path.write_text(
        "First name,Last name,Email,Phone,Company\nDI,EE,di@dune.example,,Dune\n"
        "Bob,Ng,bob@birch.example,+49 30 7654321,Birch\n,,,,\nn/a,,,,\n,,not an address,,\n",
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
    assert len(told) == len(IMPORTS)


def test_a_list_that_is_only_shown_changes_nothing(tab: Ribbon, book: xlwings.Book, tmp_path: Path) -> None:
    before = read(book)
    said = tab.click("import_preview", answer=str(a_list(tmp_path)))
    shown = bring_in(str(tmp_path / "leads.xlsx"), [str(tmp_path / "fair.csv")], Wishes(), clock=lambda: NOON, workbook=MemoryWorkbook(before.book, before.hidden))  # fmt: skip
    assert said.partition("\n")[0] == boxes.preview(shown.result, "Import").partition("\n")[0]
    assert read(book) == before


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
    remembered = [unpack(each.hidden[STATE_SHEET]).tables for each in (read(book), XlsxWorkbook(closed).read())]
    assert remembered[0].get(EXPORTED) == remembered[1].get(EXPORTED)


@pytest.mark.usefixtures("at_noon")
def test_a_profile_of_the_users_own_is_exported_for(
    tab: Ribbon, book: xlwings.Book, calc: App, shell: Shell, tmp_path: Path
) -> None:
    profile = tmp_path / "my crm.toml"
    assert shell("crm", "new", profile).code == 0
    (tmp_path / "closed").mkdir()
    closed = a_file(tmp_path / "closed")
    shell("export", closed, "--crm", profile, "--to", tmp_path / "closed" / "mine", "--skip-bad")
    calc.answer = "yes"
    said = tab.click("export_own", answer=str(profile)).rpartition("\n---\n")[2]
    assert said.startswith(f"Written to {tmp_path / 'leads for my crm'}:")
    assert files_in(tmp_path / "leads for my crm") == files_in(tmp_path / "closed" / "mine") != {}


def test_a_preview_says_what_the_operation_would_do(tab: Ribbon, book: xlwings.Book, calc: App, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir()
    closed = XlsxWorkbook(a_file(tmp_path / "closed"))
    before, unlike = read(book), {}
    with calc.calls.counted() as counts:
        for name in PREVIEWS:
            operation = BY_NAME[command_of(name).verb]
            shown = Session(closed, clock=lambda: NOON).run(operation.name)
            wanted = boxes.preview(shown, operation.label)
            if (said := tab.click(name)).splitlines() != wanted.splitlines():
                unlike[name] = (said, wanted)
    assert unlike == {}
    assert counts["write"] == 0
    assert read(book) == before


def test_the_day_is_told_and_nothing_is_changed(tab: Ribbon, book: xlwings.Book) -> None:
    tab.click("assign_to", answer="Ann")
    before = read(book)
    memory = MemoryWorkbook(before.book, before.hidden)
    for name, owner in (("today", ""), ("today_mine", "me")):
        day = day_of(memory, DayWishes(owner=owner), clock=lambda: NOON)
        lines = "\n\n".join(each.text.strip() for each in day.digests).splitlines()
        assert lines
        assert tab.click(name).splitlines()[: len(lines)] == lines
    assert read(book) == before


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


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes that clicks have started; a click does not wait for its own, a test does."""
    processes: list[subprocess.Popen[bytes]] = []

    def launch(folder: Path) -> None:
        processes.append(starting.launched(folder))

    assert starting.start.__kwdefaults__
    monkeypatch.setitem(starting.start.__kwdefaults__, "launch", launch)
    yield processes
    for each in processes:
        each.wait(SYNC_ENDS_WITHIN)


@pytest.fixture
def google(
    tab: Ribbon, started: list[subprocess.Popen[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SheetsServer]:
    """Google on loopback, somebody logged in, and a click that waits for no sync: each is taken over by the next."""
    with SheetsServer() as server:
        monkeypatch.setenv("LEADSORTED_GOOGLE_URL", server.url)
        monkeypatch.setattr("leadsorted_sheets.frontends.ribbon.entry.utc_now", lambda: dt.datetime.now(dt.UTC))
        monkeypatch.setattr(syncing, "PATIENCE", 0.0)
        server.write_credentials(tmp_path / "robot.json")
        login(service_account=str(tmp_path / "robot.json"))
        yield server


STARTED = "The sync with the Google sheet has started."
SYNC_ENDS_WITHIN = 120.0


def synced(tab: Ribbon, started: list[subprocess.Popen[bytes]], name: str = "sync", answer: str = "") -> str:
    """A click that starts a sync, and what a second one says of it when it has ended."""
    assert tab.click(name, answer=answer).startswith(STARTED)
    started[-1].wait(SYNC_ENDS_WITHIN)
    return tab.click("sync")


def leads_of(address: str) -> Any:
    return cells(workbook_at(address).read())["Leads"]


def test_a_sync_runs_beside_the_workbook_and_a_later_click_takes_it_over(
    tab: Ribbon,
    book: xlwings.Book,
    google: SheetsServer,
    started: list[subprocess.Popen[bytes]],
    tmp_path: Path,
) -> None:
    """The real process, and Google on loopback."""
    assert "Sync > With a sheet on the Lead Sorted tab" in tab.click("sync")
    before = cells(read(book))["Leads"]
    said = synced(tab, started, "sync_with", "new")
    (key,) = google.service.files.kept
    assert said.startswith(f"A Google sheet was made: https://docs.google.com/spreadsheets/d/{key}/edit\n\nSynced: ")
    assert leads_of(f"gsheet:{key}") == cells(read(book))["Leads"] == before
    google.human(key).type("Leads", "C4", "Nguyen")
    book.sheets["Leads"].range("B5").value = "Cyril"
    said = synced(tab, started)
    assert said.startswith("Synced: 1 cell went to the Google sheet, 1 cell came from it.")
    here = cells(read(book))["Leads"]
    assert leads_of(f"gsheet:{key}") == here
    assert set(diff({"Leads": before}, {"Leads": here})) == {
        Edit("Leads", "L-0000000002", "Last name", "Ng", "Nguyen"),
        Edit("Leads", "L-0000000003", "First name", "Cy", "Cyril"),
    }
    assert not list((tmp_path / "state" / "detached").glob("*"))


def test_a_sync_that_stopped_goes_on_where_the_person_says_so(
    tab: Ribbon,
    open_book: Open,
    google: SheetsServer,
    started: list[subprocess.Popen[bytes]],
    tmp_path: Path,
) -> None:
    book = open_book(a_file(tmp_path, leads=110))
    book.set_mock_caller()
    synced(tab, started, "sync_with", "gsheet:NEW")
    (key,) = google.service.files.kept
    for line in range(2, 112):
        google.human(key).type("Leads", f"B{line}", f"Eve {line}")
        google.human(key).type("Leads", f"F{line}", f"eve{line}@elm.example")
    before = leads_of(f"gsheet:{key}")
    said = synced(tab, started)
    assert said.startswith("Sync stopped: 220 of ")
    assert said.endswith("If you meant it: Sync > Allow changes on the Lead Sorted tab, and give 220.")
    assert cells(read(book))["Leads"]["L-0000000001"]["First name"] == "Ann"
    said = synced(tab, started, "sync_allow_changes", "220")
    assert said.startswith("Synced: nothing went to the Google sheet, 220 cells came from it.")
    assert cells(read(book))["Leads"] == before
    google.human(key).delete_rows("Leads", 2, 111)
    said = synced(tab, started)
    assert said.startswith("Sync stopped: 110 of 115 leads are gone from the Google sheet. Nothing was written.")
    assert said.endswith("If you meant it: Sync > Allow removals on the Lead Sorted tab, and give 110.")
    assert len(read(book).book["Leads"]) == 115
    assert "110 removed rows came from it" in synced(tab, started, "sync_allow_removals", "110")
    assert (
        cells(read(book))["Leads"] == leads_of(f"gsheet:{key}") == {each: before[each] for each in list(before)[110:]}
    )
