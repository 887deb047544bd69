"""Two Excels with a workbook of one name, and a workbook on OneDrive, whose name is an address on the web."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlwings
from xlwings import base_classes

from leadsorted_sheets import errors
from leadsorted_sheets.addin.build import expected_stamp
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book as Cells
from leadsorted_sheets.core.book import row_of
from leadsorted_sheets.core.state import State, pack
from leadsorted_sheets.frontends.ribbon import entry, run
from leadsorted_sheets.workbook.excel import front
from leadsorted_sheets.workbook.excel.front import Front
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from tests.context import NOON

ONEDRIVE = "https://d.docs.live.net/0123456789abcdef/Vertrieb/leads.xlsx"


class Program(base_classes.App):
    """An Excel as xlwings' Windows part answers: known by its window, with boxes that can be read."""

    engine = SimpleNamespace(name="excel")
    hwnd = pid = status_bar = None

    def __init__(self, hwnd: int, full_name: str = "") -> None:
        self.hwnd, self.pid = hwnd, hwnd
        self.told: list[str] = []
        self._books = Books([Workbook(self, full_name)] if full_name else [])

    books = property(lambda self: self._books)

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: str) -> str:
        self.told.append(prompt)
        return "yes" if buttons == "yes_no" else "ok"


class Workbook(base_classes.Book):
    """An open workbook. What Windows says is asked of `api`; the local copy of one on the web is never looked for."""

    app = api = None

    def __init__(self, app: Program, full_name: str) -> None:
        self.app, self.opened = app, full_name
        self.api = SimpleNamespace(FullName=full_name, ReadOnly=False)

    name = property(lambda self: self.opened.replace("\\", "/").rpartition("/")[2])

    @property
    def fullname(self) -> str:
        raise AssertionError("xlwings was asked, which looks for a copy on this disk by settings in the workbook")


class Books(base_classes.Books):
    def __init__(self, books: list[Workbook]) -> None:
        self._open = books

    def __call__(self, name: str) -> Workbook:
        for each in self._open:
            if each.name.casefold() == str(name).casefold():
                return each
        raise KeyError(name)

    def __len__(self) -> int:
        return len(self._open)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> dict[int, Program]:
    """The Excels that run, by window, as a Python on Windows finds them."""
    running: dict[int, Program] = {}
    here = SimpleNamespace(App=lambda xl: running[xl], BOOK_CALLER=None, N_COM_ATTEMPTS=0)
    monkeypatch.setattr(xlwings, "_xlwindows", here, raising=False)
    seen = SimpleNamespace(platform="win32", argv=sys.argv, modules=sys.modules)
    monkeypatch.setattr(xlwings.main, "sys", seen)
    monkeypatch.setattr(front, "sys", seen)
    monkeypatch.delattr(xlwings.Book, "_mock_caller", raising=False)
    return running


def click_in(running: dict[int, Program], hwnd: int, name: str, monkeypatch: pytest.MonkeyPatch) -> Front:
    """The workbook of a click, as the add-in names it on Python's command line."""
    words = ["-c", f"--wb={name}", "--from_xl=1", "--app=C:\\Office\\EXCEL.EXE", f"--hwnd={hwnd}"]
    monkeypatch.setattr(sys, "argv", words)
    xlwings.main.sys.argv = words
    return Front.of_click()


def test_a_click_finds_the_workbook_of_its_own_excel_though_two_have_one_of_that_name(
    windows: dict[int, Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    windows |= {7: Program(7, "C:\\Fair\\leads.xlsx"), 8: Program(8, "C:\\Web\\Leads.xlsx")}
    for hwnd in (7, 8, 7):
        clicked = click_in(windows, hwnd, "leads.xlsx", monkeypatch)
        clicked.tell(f"of {hwnd}")
        assert clicked.name == {7: "leads.xlsx", 8: "Leads.xlsx"}[hwnd]
    assert (windows[7].told, windows[8].told) == (["of 7", "of 7"], ["of 8"])


def test_a_click_from_an_excel_without_that_workbook_is_answered_in_words_and_touches_no_other(
    windows: dict[int, Program], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was closed between the click and Python's start; another Excel has one of the same name."""
    windows |= {7: Program(7), 8: Program(8, "C:\\Web\\leads.xlsx")}
    with pytest.raises(KeyError):
        click_in(windows, 7, "leads.xlsx", monkeypatch)
    run("normalise", "all", expected_stamp(), "1_1")
    assert windows[8].told == []
    assert capsys.readouterr().err == (
        "The workbook you clicked on cannot be found in Excel. Nothing was changed. Bring it to the front, close any "
        "second Excel that has one of the same name, and click again.\n"
    )


@pytest.mark.parametrize(
    "said", [ONEDRIVE, "https://acme.sharepoint.com/sites/Sales/Shared%20Documents/leads.xlsx", "leads.xlsx", ""]
)
def test_a_workbook_on_the_web_or_never_saved_has_no_path_and_none_is_guessed(
    windows: dict[int, Program], said: str
) -> None:
    assert Front(xlwings.Book(impl=Workbook(Program(7), said))).path() is None


def test_a_workbook_on_this_computer_has_its_path(windows: dict[int, Program], tmp_path: Path) -> None:
    (tmp_path / "leads.xlsx").touch()
    there = Workbook(Program(7), str(tmp_path / "leads.xlsx"))
    assert Front(xlwings.Book(impl=there)).path() == tmp_path / "leads.xlsx"


@pytest.fixture
def onedrive(
    windows: dict[int, Program], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Program, MemoryWorkbook]:
    """A click on a workbook that lies on OneDrive: the program, and the cells. Documents is in the person's folder."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("LEADSORTED_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Documents").mkdir()
    lead = row_of({"Lead ID": "L-0000000001", "First name": "Ann", "Email": "ann@acme.example"})
    tables: Cells = {**{tab.name: schema.table_of(tab) for tab in schema.TABS}, "Leads": {"L-0000000001": lead}}
    cells = MemoryWorkbook(tables, {schema.STATE_SHEET: pack(State("B-1"))})
    program = Program(7, ONEDRIVE)
    clicked = Front(xlwings.Book(impl=program.books("leads.xlsx")))
    monkeypatch.setattr(Front, "workbook", lambda _self: cells)
    monkeypatch.setattr(entry, "_front", lambda: clicked)
    monkeypatch.setattr(entry, "utc_now", lambda: NOON)
    return program, cells


def test_files_of_a_workbook_on_onedrive_go_to_documents(
    onedrive: tuple[Program, MemoryWorkbook], tmp_path: Path
) -> None:
    program, _cells = onedrive
    for n, folder in ((1, "leads for csv"), (2, "leads for csv 2")):
        run("export_csv", "all", expected_stamp(), f"1_{n}")
        assert program.told[-1].startswith(f"Written to {tmp_path / 'Documents' / folder}:")
        assert any((tmp_path / "Documents" / folder).iterdir())
    assert {path.name for path in tmp_path.iterdir()} == {"Documents", "state"}


def test_rows_a_workbook_on_onedrive_cannot_use_come_back_in_documents(
    onedrive: tuple[Program, MemoryWorkbook], tmp_path: Path
) -> None:
    program, cells = onedrive
    (tmp_path / "state").mkdir(exist_ok=True)
    fair = tmp_path / "state" / "fair.csv"
    fair.write_text("First name,Email\nDi,di@dune.example\nn/a,\n", "utf-8")
    run("import", "all", expected_stamp(), "1_1", str(fair).encode().hex())
    (rejected,) = (tmp_path / "Documents").iterdir()
    assert f"1 row could not be used: {rejected} says why." in program.told[-1]
    assert [row.get("First name") for row in cells.read().book["Leads"].values()] == ["Ann", "Di"]


def test_a_workbook_on_onedrive_is_not_adopted_and_not_closed(
    onedrive: tuple[Program, MemoryWorkbook], monkeypatch: pytest.MonkeyPatch
) -> None:
    program, cells = onedrive
    before = cells.read()
    shown = SimpleNamespace(sheet="Leads")
    monkeypatch.setattr("leadsorted_sheets.session.adopt.adopt", lambda _address, **_given: shown)
    run("adopt", "all", expected_stamp(), "1_1")
    refusal = errors.ReadOnly(
        "leads.xlsx", "it is not a file on this computer: it was never saved, or it lies on the web"
    )
    assert program.told == [str(refusal)]
    assert len(program.books) == 1
    assert cells.read() == before
