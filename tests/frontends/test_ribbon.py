"""A click without an Excel: the workbook is in memory, the boxes are a list. What is said, kept and left alone."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.addin.build import expected_stamp
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Row, row_of
from leadsorted_sheets.core.state import State, pack
from leadsorted_sheets.frontends.buttons import command_of, commands
from leadsorted_sheets.frontends.ribbon import entry, run, syncing
from leadsorted_sheets.frontends.ribbon.words import spoken
from leadsorted_sheets.session.detached import Folder, Landing
from leadsorted_sheets.session.detached.job import Found
from leadsorted_sheets.session.detached.process import work_on
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from leadsorted_sheets.workbook.port import Reading
from tests.context import NOON

LEADS: dict[str, Row] = {
    "L-0000000001": row_of({"Lead ID": "L-0000000001", "First name": "ANN", "Company": "Acme"}),
    "L-0000000002": row_of({"Lead ID": "L-0000000002", "First name": "BOB", "Company": "Birch"}),
}
SHEET = "gsheet:1AbCdEfGhIjKlMnOpQrStUvWxYz"


@dataclass
class Desk:
    """Stands where Excel stands."""

    book: MemoryWorkbook
    name: str = "leads.xlsx"
    boxes: list[str] = field(default_factory=list)
    bar: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    chosen: set[int] = field(default_factory=set)
    at: tuple[str, int] | None = None
    read_only: bool = False
    fault: BaseException | None = None
    file: Path | None = None
    opened: list[Path] = field(default_factory=list)
    agrees: bool = True

    def workbook(self) -> MemoryWorkbook:
        if self.fault is not None:
            raise self.fault
        return self.book

    def tell(self, message: str) -> None:
        self.boxes.append(message)

    def status(self, message: str) -> None:
        self.bar.append(message)

    def path(self) -> Path | None:
        return self.file

    def open(self, path: Path) -> None:
        self.opened.append(path)

    def asked(self, question: str) -> bool:
        self.boxes.append(question)
        return self.agrees

    def is_read_only(self) -> bool:
        return self.read_only

    def show(self, sheet: str) -> None:
        self.shown.append(sheet)

    def lines(self, _which: str, _layout: object, last: int) -> set[int]:
        return {line for line in self.chosen if line <= last}

    def selected(self) -> tuple[str, int] | None:
        return self.at

    def click(self, name: str, *answers: str, rows: str = "all", id: str = "") -> str:
        """What the box says after a click."""
        before = len(self.boxes)
        run(name, rows, expected_stamp(), id or f"9_{before}", *(answer.encode().hex() for answer in answers))
        return "\n---\n".join(self.boxes[before:])

    def cells(self, name: str) -> list[Any]:
        return [row.get(name) for row in self.book.read().book["Leads"].values()]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("LEADSORTED_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("LEADSORTED_ACTOR", "Ann")
    book: Book = {**{tab.name: schema.table_of(tab) for tab in schema.TABS}, "Leads": LEADS}
    desk = Desk(MemoryWorkbook(book, {schema.STATE_SHEET: pack(State("B-1", partner=SHEET))}))
    monkeypatch.setattr(entry, "_front", lambda: desk)
    monkeypatch.setattr(entry, "utc_now", lambda: NOON)
    return desk


def test_one_box_says_what_was_done_and_the_status_bar_is_given_back(desk: Desk) -> None:
    said = desk.click("normalise")
    assert said == (
        "Normalise: 2 changes.\n\n      2  name: capitals as in print\n\nNormalised (Column, Changed, To look at):\n"
        "Leads: First name   2   0\n\nCtrl+Z, or Undo on the Lead Sorted tab, takes it back."
    )
    assert desk.cells("First name") == ["Ann", "Bob"]
    assert desk.bar[-1] == ""


def test_a_preview_changes_nothing_at_all(desk: Desk) -> None:
    before = desk.book.read()
    said = desk.click("normalise_preview")
    assert said.startswith("Normalise would make 2 changes. Nothing was changed.")
    assert "Leads!B2 First name: ANN -> Ann" in said
    assert desk.book.read() == before


LOOKS = [command.name for command in commands() if command.preview and command.verb != "adopt"]


@pytest.mark.parametrize("name", [*LOOKS, "history", "today", "today_mine", "settings"])
def test_what_only_looks_writes_nothing(desk: Desk, name: str) -> None:
    before = desk.book.read()
    desk.click(name)
    assert desk.book.read() == before


def test_only_the_selected_rows_are_worked_on_and_the_box_says_so(desk: Desk) -> None:
    desk.chosen = {3, 4000}
    assert desk.click("normalise", rows="selected").startswith("Normalise (1 selected lead): 1 change.")
    assert desk.cells("First name") == ["ANN", "Bob"]


def test_a_choice_of_rows_that_holds_no_lead_is_not_taken_for_all(desk: Desk) -> None:
    assert desk.click("normalise", rows="visible") == (
        "Rows says Visible rows, and no lead on the tab Leads is visible. Nothing was changed. Go there and let the "
        "filter show some leads, or choose All rows, and click again."
    )
    assert desk.cells("First name") == ["ANN", "BOB"]


def test_figures_and_decisions_are_of_all_rows_whatever_is_selected(desk: Desk) -> None:
    assert "nothing to change" in desk.click("review", rows="selected")
    assert desk.click("report", rows="selected").startswith("Report: ")


def test_ctrl_z_takes_back_what_that_click_did_and_nothing_older(desk: Desk) -> None:
    desk.click("normalise", id="1_1")
    desk.click("normalise", id="1_2")  # finds nothing to do
    assert desk.click("undo_click", "1_2") == "That click changed nothing, so there is nothing to take back."
    assert desk.cells("First name") == ["Ann", "Bob"]
    assert desk.click("undo_click", "1_1").startswith("Taken back: 2 changes.")
    assert desk.cells("First name") == ["ANN", "BOB"]
    assert "not known any more" in desk.click("undo_click", "9_9")


def test_ctrl_z_over_another_workbook_names_the_one_it_belongs_to(desk: Desk) -> None:
    desk.click("normalise", id="1_1")
    desk.name = "other.xlsx"
    assert desk.click("undo_click", "1_1") == (
        "That was done in leads.xlsx. Bring it to the front and use Undo on the Lead Sorted tab there."
    )


def test_ctrl_z_still_finds_its_change_under_later_ones(desk: Desk) -> None:
    desk.click("normalise", id="1_1")
    desk.click("score", id="1_2")
    desk.click("undo_click", "1_1")
    assert desk.cells("First name") == ["ANN", "BOB"]
    assert desk.cells("Score") != [None, None]


def test_history_tells_what_was_done_newest_first(desk: Desk) -> None:
    desk.click("normalise")
    desk.click("undo")
    lines = desk.click("history").splitlines()
    assert lines[:2] == [
        "2026-03-10 12:00  undo: 2 changes, Ann",
        "2026-03-10 12:00  normalise: 2 changes, Ann (taken back)",
    ]
    assert lines[-1].startswith("Undo reaches back to")


def test_settings_comes_to_the_front_without_a_box(desk: Desk) -> None:
    assert (desk.click("settings"), desk.shown) == ("", ["Preferences"])


def test_help_is_a_page_with_every_button(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert desk.click("help") == ""
    page = (tmp_path / "state" / "help.html").read_text()
    assert opened == [(tmp_path / "state" / "help.html").as_uri()]
    assert all(f"<dt>{command.label}</dt>" in page for command in (command_of("dedupe"), command_of("sync_with")))


def a_list(folder: Path) -> Path:
    path = folder / "fair.csv"
    path.write_text("First name,Last name,Email\nDI,EE,di@dune.example\n")
    return path


def test_a_list_comes_into_the_workbook_or_is_only_shown(desk: Desk, tmp_path: Path) -> None:
    desk.file = tmp_path / "leads.xlsx"
    said = desk.click("import_preview", f"{a_list(tmp_path)}\n")
    assert said.startswith("Import would make ")
    assert desk.cells("First name") == ["ANN", "BOB"]
    assert desk.click("import_create", str(a_list(tmp_path))).startswith("Import: create: ")
    assert desk.cells("First name") == ["ANN", "BOB", "Di"]


def test_messy_lists_become_a_new_workbook_that_is_opened(desk: Desk, tmp_path: Path) -> None:
    said = desk.click("clean", str(a_list(tmp_path)), str(tmp_path / "Übersicht 2026"), "Ann, Bob")
    assert said.startswith("1 lead in Übersicht 2026.xlsx, out of 1 row that were read from 1 list.")
    assert desk.opened == [tmp_path / "Übersicht 2026.xlsx"]
    assert desk.opened[0].is_file()
    assert desk.click("clean", str(a_list(tmp_path)), str(desk.opened[0]), "").endswith(
        "exists already. Nothing was written. Choose another name."
    )


def test_an_export_lands_in_a_new_folder_beside_the_workbook_each_time(desk: Desk, tmp_path: Path) -> None:
    desk.file = tmp_path / "leads.xlsx"
    desk.chosen = {2}
    assert desk.click("export_csv").startswith(f"Written to {tmp_path / 'leads for csv'}:")
    assert desk.click("export_csv", rows="selected").startswith(
        f"Written (1 selected lead) to {tmp_path / 'leads for csv 2'}:"
    )
    counts = [
        sum(len(path.read_text().splitlines()) for path in folder.glob("*eads*.csv"))
        for folder in (tmp_path / "leads for csv", tmp_path / "leads for csv 2")
    ]
    assert counts[0] == counts[1] + 1


def test_rows_a_crm_would_refuse_are_left_out_only_where_the_person_says_so(desk: Desk, tmp_path: Path) -> None:
    desk.file, desk.agrees = tmp_path / "leads.xlsx", False
    question, answer = desk.click("export_salesforce").split("\n---\n")
    assert question.startswith("salesforce would not take every row.")
    assert (answer, list(tmp_path.glob("leads for*"))) == ("Nothing was written. Mend the rows and click again.", [])
    desk.agrees = True
    assert "rejected.csv" in desk.click("export_salesforce").split("\n---\n")[1]


def test_a_verb_works_on_the_lead_that_is_selected(desk: Desk) -> None:
    desk.at = ("Leads", 3)
    said = desk.click("log", "", "Call", "Wants a quote")
    assert said.startswith("Log: ")
    logged = [
        row.get("Summary") for row in desk.book.read().book["Activities"].values() if row["Lead ID"] == "L-0000000002"
    ]
    assert "Wants a quote" in logged


def test_a_verb_without_a_lead_asks_for_one(desk: Desk) -> None:
    desk.at = ("Report", 3)
    before = desk.book.read()
    assert desk.click("log", "", "Call", "").startswith(
        "No lead is selected. Nothing was changed. Click on a row of Leads"
    )
    assert desk.book.read() == before


def test_a_read_only_workbook_is_named_where_something_was_changed(desk: Desk) -> None:
    desk.read_only = True
    assert "leads.xlsx is open read-only: keep the changes with File > Save As." in desk.click("normalise")
    assert "read-only" not in desk.click("normalise")


STOPPED = (
    (errors.NotOurBook("excel:leads.xlsx"), "leads.xlsx has no Lead Sorted tabs. Nothing was written. To make it ours: Adopt on the Lead Sorted tab."),
    (errors.Protected("leads.xlsx", "Leads"), "leads.xlsx: the sheet 'Leads' is protected. Nothing was written. Unprotect it (Review > Unprotect Sheet), save, and click the button again."),
    (errors.Moved("leads.xlsx"), "leads.xlsx changed while we were working. Nothing was written. Click the button again."),
)  # fmt: skip


@pytest.mark.parametrize(("refusal", "said"), STOPPED, ids=lambda each: type(each).__name__)
def test_a_refusal_is_said_in_the_words_of_the_tab(desk: Desk, refusal: errors.LeadSortedError, said: str) -> None:
    desk.fault = refusal
    assert (desk.click("normalise"), desk.bar[-1]) == (said, "")


FAULTS: tuple[BaseException, ...] = (
    ValueError("ann@secret.example"), KeyboardInterrupt(), SystemExit(3), MemoryError(), KeyError("L-1"),
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: type(each).__name__)
def test_whatever_happens_the_click_ends_well_and_the_log_holds_no_data(
    desk: Desk, fault: BaseException, tmp_path: Path
) -> None:
    desk.fault = fault
    said = desk.click("normalise")
    log = (tmp_path / "state" / "log" / "faults.log").read_text()
    assert said.startswith("Lead Sorted stopped for a reason nobody foresaw.")
    assert str(tmp_path / "state" / "log" / "faults.log") in said
    assert type(fault).__name__ in log
    assert "click on normalise" in log
    assert "secret" not in log
    assert desk.bar[-1] == ""


def test_the_log_does_not_grow_for_ever(desk: Desk, tmp_path: Path) -> None:
    desk.fault = RecursionError()
    folder = tmp_path / "state" / "log"
    folder.mkdir(parents=True)
    (folder / "faults.log").write_text("x" * 199_990)
    desk.click("normalise")
    assert {path.name for path in folder.iterdir()} == {"faults.log", "faults.log.1"}
    assert (folder / "faults.log").stat().st_size < 100_000


def test_another_versions_tab_is_told_what_to_do_and_does_nothing(desk: Desk) -> None:
    run("normalise", "all", "abc123", "1_1")
    assert "leadsorted excel install" in desk.boxes[-1]
    assert desk.cells("First name") == ["ANN", "BOB"]


@pytest.mark.parametrize(
    ("name", "rows", "answers", "said"),
    [
        ("nothing", "all", (), "This version has no button 'nothing'."),
        ("dedupe", "some", (), "There is no choice of rows called 'some'."),
        ("assign_to", "all", (), "An answer did not arrive."),
        ("assign_to", "all", ("zz",), "An answer did not arrive whole."),
        ("assign_to", "all", ("ff",), "An answer did not arrive whole."),
        ("undo_click", "all", (), "Which click to take back did not arrive."),
    ],
)
def test_a_call_that_was_tampered_with_does_nothing(
    desk: Desk, name: str, rows: str, answers: tuple[str, ...], said: str
) -> None:
    before = desk.book.read()
    run(name, rows, expected_stamp(), "1_1", *answers)
    assert desk.boxes[-1].startswith(said)
    assert desk.book.read() == before


def test_without_any_workbook_it_says_so_without_excel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LEADSORTED_STATE_DIR", str(tmp_path))

    def none() -> None:
        raise AttributeError("module 'xlwings' has no attribute '_xlwindows'")

    monkeypatch.setattr("leadsorted_sheets.workbook.excel.front.Front.of_click", none)
    run("normalise", "all", "0", "1_1")
    assert capsys.readouterr().err.startswith(
        "The workbook you clicked on cannot be found in Excel. Nothing was changed."
    )


def test_a_box_that_excel_refuses_is_shown_by_the_system(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(_message: str) -> None:
        raise OSError

    monkeypatch.setattr(desk, "tell", gone)
    monkeypatch.setattr(desk, "status", gone)
    desk.click("normalise")
    assert capsys.readouterr().err.startswith("Normalise: 2 changes.")


def starting(desk: Desk, monkeypatch: pytest.MonkeyPatch, *, works: bool = True) -> MemoryWorkbook:
    """The other process does its work at once, or never begins; answers its sheet."""
    sheet = MemoryWorkbook(desk.book.read().book)

    def launch(folder: Path) -> None:
        if works:
            work_on(Folder(folder), clock=lambda: NOON, opener=lambda _address: sheet)

    monkeypatch.setattr("leadsorted_sheets.session.detached.starting.launched", launch)
    monkeypatch.setitem(syncing.detached.start.__kwdefaults__, "launch", launch)
    monkeypatch.setattr(syncing, "PATIENCE", 0.3)
    return sheet


def test_a_quick_sync_is_told_by_the_click_that_started_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    starting(desk, monkeypatch)
    assert desk.click("sync") == "Synced: nothing has changed on either side."
    desk.click("normalise")
    assert desk.click("sync").startswith("Synced: 2 cells")


def test_a_slow_sync_is_taken_over_by_the_next_command(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sheet = starting(desk, monkeypatch, works=False)
    monkeypatch.setattr(entry, "utc_now", _just_now)
    assert desk.click("sync").startswith("The sync with the Google sheet has started.")
    assert desk.click("sync").startswith("A sync with the Google sheet is still running.")
    (folder,) = (tmp_path / "state" / "detached").iterdir()
    work_on(Folder(folder), clock=lambda: NOON, opener=lambda _address: sheet)
    assert desk.click("normalise_preview").endswith(
        "A sync with the Google sheet has ended. Click Sync to take over what it found."
    )
    assert desk.click("normalise").endswith("Synced: nothing has changed on either side.")
    assert "Sync" not in desk.click("score")


def _just_now() -> Any:
    import datetime as dt

    return dt.datetime.now(dt.UTC)


def test_without_a_partner_sync_says_how_to_get_one(desk: Desk) -> None:
    reading = desk.book.read()
    desk.book = MemoryWorkbook(reading.book, {schema.STATE_SHEET: pack(State("B-1"))})
    assert desk.click("sync") == (
        "leads.xlsx has no Google sheet yet. To make or join one: Sync > With a sheet on the Lead Sorted tab."
    )


def test_how_many_may_go_has_to_be_a_number(desk: Desk) -> None:
    assert desk.click("sync_allow_removals", "all").startswith("'all' is no number.")


def landed(standing: Any, **found: Any) -> str:
    return syncing.told(Landing(standing, Found(**found), Reading({}, (), "")))


TOLD = (
    (landed("done", sent=(3, 1, 0), came=(0, 0, 2), conflicts=1), "Synced: 3 cells, 1 new row went to the Google sheet, 2 removed rows came from it.\n\n1 cell had been edited on both sides: decide on the Review tab, then click Review."),
    (landed("done", made=True, partner="gsheet:K", sent=(0, 5, 0)), "A Google sheet was made: https://docs.google.com/spreadsheets/d/K/edit\n\nSynced: 5 new rows went to the Google sheet, nothing came from it."),
    (landed("done", verified=False), "Synced: nothing has changed on either side.\n\nSomebody wrote to the sheet at the same time: the next sync brings that."),
    (landed("stopped", told="Sync stopped: 412 of 430 leads are gone from the Google sheet. Nothing was written. If you meant it: Sync on the Lead Sorted tab --allow-removals 412"), "Sync stopped: 412 of 430 leads are gone from the Google sheet. Nothing was written. If you meant it: Sync > Allow removals on the Lead Sorted tab, and give 412."),
    (landed("died"), "The sync ended before it was done: the computer was shut down, or its process was stopped. Nothing is lost. Click Sync to go on."),
    (landed("stale"), "This workbook was synced by another way while a sync from Excel was running. What that one found was not taken over. Click Sync to see where both sides are now."),
)  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), TOLD)
def test_what_became_of_a_sync_is_said_in_words(said: str, expected: str) -> None:
    assert said == expected


def test_words_that_have_no_button_stay_as_they_are() -> None:
    said = "Nobody is logged in to Google. Log in: leadsorted google login"
    assert spoken(said) == said


SCRIPT = """
import json, sys
bare = set(sys.modules)
from leadsorted_sheets.frontends.ribbon import run
from leadsorted_sheets.frontends.ribbon import entry, commands
from leadsorted_sheets.workbook.excel import front, library
library.xlwings()
print(json.dumps(sorted(set(sys.modules) - bare)))
"""
HEAVY = {
    "numpy",
    "pandas",
    "gspread",
    "openpyxl",
    "xlsxwriter",
    "rich",
    "click",
    "requests",
    "google",
    "polars",
    "PIL",
    "matplotlib",
}


def test_a_click_begins_without_any_heavy_library() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert "xlwings" in loaded
    assert loaded & HEAVY == set()
