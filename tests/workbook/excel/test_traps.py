"""What users of xlwings run into, one by one. Numbers in brackets are those of the list in docs and reference.

On live Calc, where its engine answers as Excel does; on small stand-ins where only Excel itself shows the trap.
Those of starting Python from the ribbon (interpreter, versions, macros that are blocked, boxes) are the add-in's.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import xlwings

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import row_of
from leadsorted_sheets.core.cell import Error, Formula
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow
from leadsorted_sheets.workbook.excel import ExcelWorkbook, application, library, refusals
from leadsorted_sheets.workbook.port import Batch, Setup
from tests.calc.books import Book as CalcBook
from tests.calc.conftest import Open
from tests.calc.engine import App, CalcError
from tests.workbook.excel.live import lead, live, template

office = pytest.mark.office
THREE = {"Leads": {f"L-{n}": lead(f"L-{n}", first_name=name, score=n) for n, name in enumerate(["Ann", "Bob", "Cy"])}}


def wrote(workbook: ExcelWorkbook, *changes: Change, **more: Any) -> Any:
    return workbook.write(Batch(list(changes), **more), expect=workbook.read().revision)


def score(key: str, before: Any, after: Any) -> Edit:
    return Edit("Leads", key, "Score", before, after, "r")


@office
def test_a_filter_is_taken_off_before_writing_and_put_back(open_book: Open, tmp_path: Path) -> None:  # 1
    workbook, book = live(open_book, tmp_path, THREE)
    table = book.sheets["Leads"].tables["Leads"]
    table.autofilter.apply_values(2, ["Bob"])
    wrote(workbook, *(score(f"L-{n}", n, n + 10) for n in range(3)))
    assert [row["Score"] for row in workbook.read().book["Leads"].values()] == [10, 11, 12]
    kept = [(each.field, each.values) for each in table.autofilter.criteria if each.type != "none"]
    assert kept == [(2, ["Bob"])]
    assert [book.sheets["Leads"].range((line, 1)).impl.row_hidden for line in (2, 3, 4)] == [True, False, True]


@office
def test_writing_over_a_filter_would_lose_rows(open_book: Open, tmp_path: Path) -> None:  # 1: the trap itself
    _workbook, book = live(open_book, tmp_path, THREE)
    sheet = book.sheets["Leads"]
    sheet.tables["Leads"].autofilter.apply_values(2, ["Bob"])
    sheet.range("B2:B4").value = [["x"], ["y"], ["z"]]
    assert sheet.range("B2:B4").value == ["Ann", "x", "Cy"]


@office
def test_a_filter_that_could_not_be_put_back_is_named_and_nothing_is_written(open_book: Open, tmp_path: Path) -> None:
    workbook, book = live(open_book, tmp_path, THREE)
    book.sheets["Leads"].tables["Leads"].autofilter.impl.keep_unknown(2)
    with pytest.raises(errors.Refused, match=r"filtered in a way that we could not put back\. Nothing was written"):
        wrote(workbook, score("L-0", 0, 9))
    assert workbook.read().book["Leads"]["L-0"]["Score"] == 0


@office
@pytest.mark.parametrize("text", ["+491701234567", "00123", "1-2", "1E5", "=1+1", "3/4", "TRUE", "'01", "''x", "50%"])
def test_a_text_stays_the_text_it_is(open_book: Open, tmp_path: Path, text: str) -> None:  # 2
    workbook, _book = live(open_book, tmp_path, THREE)
    names = ("Notes", "Favourite colour", "Postcode")
    edits = [Edit("Leads", "L-1", name, None, text, "r") for name in names]
    written = wrote(workbook, *edits, AddRow("Leads", "L-9", row_of({"Lead ID": "L-9", "Phone": text})))
    assert written.findings == ()
    rows = workbook.read().book["Leads"]
    assert [rows["L-1"][name] for name in names] + [rows["L-9"]["Phone"]] == [text] * 4


@office
def test_a_text_stays_the_text_it_is_on_a_mac_too(  # 2: xlwings there takes an address of one area only
    open_book: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadsorted_sheets.workbook.excel.carrying_out.one_by_one", lambda: True)
    asked: list[object] = []
    real = xlwings.Sheet.range
    monkeypatch.setattr(xlwings.Sheet, "range", lambda sheet, *at: (asked.extend(at), real(sheet, *at))[1])
    workbook, _book = live(open_book, tmp_path, THREE)
    wrote(workbook, *(Edit("Leads", "L-1", name, None, "00123", "r") for name in ("Company", "Phone", "Postcode")))
    row = workbook.read().book["Leads"]["L-1"]
    assert [row[name] for name in ("Company", "Phone", "Postcode")] == ["00123"] * 3
    assert asked
    assert [at for at in asked if isinstance(at, str) and "," in at] == []


@office
def test_whole_numbers_are_whole_and_numbers_are_not_texts(open_book: Open, tmp_path: Path) -> None:  # 3
    workbook, book = live(open_book, tmp_path, THREE)
    sheet = book.sheets["Leads"]
    column = workbook.read().layout("Leads").columns  # type: ignore[union-attr]
    phone = [at.field for at in column].index("Phone") + 1
    sheet.range((2, phone)).value = 491701234567.0
    assert workbook.read().book["Leads"]["L-0"]["Phone"] == 491701234567


@office
def test_nothing_written_is_a_blank_cell_and_a_formula_that_shows_nothing_is_none(  # 4
    open_book: Open, tmp_path: Path
) -> None:
    rows = {**THREE["Leads"], "L-9": lead("L-9", notes=Formula('=""'))}
    workbook, _book = live(open_book, tmp_path, {"Leads": rows})
    assert isinstance(workbook.read().book["Leads"]["L-9"]["Notes"], Formula)
    wrote(workbook, Edit("Leads", "L-0", "First name", "Ann", None, "r"))
    assert "First name" not in workbook.read().book["Leads"]["L-0"]
    written = wrote(workbook, Edit("Leads", "L-9", "Notes", None, "mine", "r"))
    assert [clash.found for clash in written.clashed] == [Formula()]


@office
def test_an_error_is_read_as_one_and_a_text_that_looks_like_one_is_not(open_book: Open, tmp_path: Path) -> None:  # 5
    rows = {"L-0": lead("L-0", notes="#N/A"), "L-1": lead("L-1", company="Acme"), "L-2": lead("L-2", notes="fine")}
    workbook, _book = live(open_book, tmp_path, {"Leads": rows})
    now = workbook.read().book["Leads"]
    assert (now["L-0"]["Notes"], now["L-1"]["Company"]) == ("#N/A", "Acme")
    written = wrote(workbook, Edit("Leads", "L-2", "Notes", "fine", Error("#N/A"), "undo"))
    assert [finding.rule for finding in written.findings] == ["workbook.error-cell"]
    assert workbook.read().book["Leads"]["L-2"]["Notes"] == "fine"


@office
def test_a_table_of_one_column_is_read_and_written_like_any_other(open_book: Open, tmp_path: Path) -> None:  # 6
    workbook, _book = template(open_book, tmp_path, 1)
    assert workbook.read().book["Lost reasons"]["Price"] == {"Lost reason": "Price"}
    wrote(workbook, AddRow("Lost reasons", "Moved away", {"Lost reason": "Moved away"}))
    assert list(workbook.read().book["Lost reasons"])[-1] == "Moved away"


@office
def test_a_blank_row_ends_nothing_and_an_empty_table_takes_rows(open_book: Open, tmp_path: Path) -> None:  # 7
    workbook, book = live(open_book, tmp_path, THREE)
    book.sheets["Leads"].range("A3:AX3").clear_contents()
    rows = workbook.read().book["Leads"]
    assert list(rows) == ["L-0", "L-2"]
    wrote(workbook, *(RemoveRow("Leads", key, row, "r") for key, row in rows.items()))
    assert workbook.read().book["Leads"] == {}
    table = book.sheets["Leads"].tables["Leads"]
    table.impl.place(table.header_row_range.impl)  # as Excel leaves a table whose last row was deleted by hand
    assert table.data_body_range is None
    wrote(workbook, AddRow("Leads", "L-5", lead("L-5", first_name="Di")), AddRow("Leads", "L-6", lead("L-6", score=4)))
    assert workbook.read().book["Leads"] == {"L-5": lead("L-5", first_name="Di"), "L-6": lead("L-6", score=4)}


@office
def test_calculated_columns_are_never_written_over_and_new_rows_have_them(open_book: Open, tmp_path: Path) -> None:  # 8
    rows = {
        key: {**row, "Twice": Formula(f"=K{line}*2"), "Colour": "red"}
        for line, (key, row) in enumerate(THREE["Leads"].items(), 2)
    }
    workbook, book = live(open_book, tmp_path, {"Leads": rows})
    new = AddRow("Leads", "L-9", {**lead("L-9", score=21), "Colour": "blue"})
    written = wrote(workbook, *(score(f"L-{n}", n, n + 10) for n in range(3)), new)
    assert written.clashed == []
    assert written.applied[-1] == AddRow("Leads", "L-9", {**new.row, "Twice": Formula()})
    book.app.calculate()
    layout = workbook.read().layout("Leads")
    column = [at.field for at in layout.columns].index("Twice") + 1  # type: ignore[union-attr]
    assert book.sheets["Leads"].range((2, column), (5, column)).value == [20, 22, 24, 42]
    wrote(workbook, RemoveRow("Leads", "L-9", new.row, "undo"))
    assert list(workbook.read().book["Leads"]) == ["L-0", "L-1", "L-2"]


@office
def test_days_are_days_in_a_format_that_shows_them_and_old_ones_are_text(open_book: Open, tmp_path: Path) -> None:  # 9
    workbook, _book = live(open_book, tmp_path, THREE)
    changes = [
        Edit("Leads", "L-0", "Next action due", None, dt.date(2026, 3, 4)),
        Edit("Leads", "L-0", "Created", None, dt.datetime(2026, 3, 4, 5, 6)),
        Edit("Leads", "L-1", "Created", None, dt.date(1815, 12, 10)),
    ]
    wrote(workbook, *changes)
    rows = workbook.read().book["Leads"]
    assert (rows["L-0"]["Next action due"], rows["L-0"]["Created"], rows["L-1"]["Created"]) == (
        dt.date(2026, 3, 4),
        dt.datetime(2026, 3, 4, 5, 6),
        "1815-12-10",
    )


@office
def test_a_day_written_into_a_cell_that_was_text_is_a_day(open_book: Open, tmp_path: Path) -> None:  # 9
    workbook, _book = live(open_book, tmp_path, THREE)
    wrote(workbook, Edit("Leads", "L-0", "Created", None, "next week"))
    written = wrote(workbook, Edit("Leads", "L-0", "Created", "next week", dt.datetime(2026, 3, 4, 5, 6)))
    assert written.findings == ()
    assert workbook.read().book["Leads"]["L-0"]["Created"] == dt.datetime(2026, 3, 4, 5, 6)


@office
def test_a_long_text_is_written_whole_and_one_too_long_is_named(open_book: Open, tmp_path: Path) -> None:  # 10
    workbook, _book = live(open_book, tmp_path, THREE)
    wrote(workbook, Edit("Leads", "L-0", "Notes", None, "n" * 20_000), Edit("Leads", "L-1", "Notes", None, "short"))
    rows = workbook.read().book["Leads"]
    assert (rows["L-0"]["Notes"], rows["L-1"]["Notes"]) == ("n" * 20_000, "short")
    written = wrote(workbook, Edit("Leads", "L-2", "Notes", None, "n" * 40_000))
    assert [finding.rule for finding in written.findings] == ["workbook.too-long"]


@office
def test_every_switch_is_back_where_it_was_also_after_a_failure(  # 12
    open_book: Open, tmp_path: Path, calc: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook, book = live(open_book, tmp_path, THREE)
    calc.calculation = "manual"

    def switches() -> tuple[Any, ...]:
        app = book.app
        return app.screen_updating, app.calculation, app.enable_events, app.display_alerts, app.status_bar

    before = switches()
    assert before == (True, "manual", True, True, False)
    calc.history.clear()
    wrote(workbook, score("L-0", 0, 1))
    assert switches() == before
    assert ("enable_events", False) in calc.history
    revision = workbook.read().revision
    monkeypatch.setattr(calc.calls, "wrote", _fails)
    with pytest.raises(errors.StoppedHalfWay):
        workbook.write(Batch([score("L-0", 1, 2)]), expect=revision)
    assert switches() == before
    calc.calculation = "automatic"


def _fails(_what: str) -> None:
    raise CalcError("The remote procedure call failed.", hresult=-2147023170)


@office
def test_progress_is_told_tab_by_tab(open_book: Open, tmp_path: Path) -> None:  # 13
    workbook, _book = live(open_book, tmp_path, THREE)
    told: list[str] = []
    reading = workbook.read(progress=lambda what, _done, _total: told.append(what))
    workbook.write(
        Batch([score("L-0", 0, 1)]), expect=reading.revision, progress=lambda what, _done, _total: told.append(what)
    )
    assert told == ["Reading", "Reading Leads", "Reading", "Writing Leads", "Writing"]


@office
def test_a_cell_being_edited_is_answered_in_words(open_book: Open, tmp_path: Path, calc: App) -> None:  # 14
    workbook, _book = live(open_book, tmp_path, THREE)
    revision = workbook.read().revision
    calc.editing = True
    for call in (
        workbook.check_free,
        workbook.read,
        lambda: workbook.write(Batch([score("L-0", 0, 1)]), expect=revision),
    ):
        with pytest.raises(
            errors.InUse, match=r"a cell is being edited, or a box is open\. Nothing was written\. Press Enter"
        ):
            call()
    calc.editing = False
    assert workbook.read().revision == revision
    assert calc.screen_updating is True


def test_a_busy_excel_is_not_asked_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:  # 14, on a stand-in
    windows = ModuleType("xlwings._xlwindows")
    windows.N_COM_ATTEMPTS = 0  # type: ignore[attr-defined]  # as xlwings sets it: for ever
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", windows)
    library.xlwings()
    assert windows.N_COM_ATTEMPTS == library.ATTEMPTS  # type: ignore[attr-defined]  # as above


@pytest.mark.parametrize(
    ("refusal", "ours"),
    [
        (CalcError("Call was rejected by callee.", hresult=-2147418111), errors.BeingEdited),
        (CalcError("", scode=-2146777998), errors.BeingEdited),
        (CalcError("The RPC server is unavailable.", hresult=-2147023174), errors.NotOpen),
        (CalcError("Something else.", scode=-2146827284), errors.Refused),
        (AttributeError("<unknown>.Range"), errors.BeingEdited),
    ],
)
def test_whatever_the_program_raises_becomes_one_of_ours(refusal: Exception, ours: type[Exception]) -> None:  # 15
    with pytest.raises(ours, match=r"leads\.xlsx"), refusals.in_words("leads.xlsx"):
        raise refusal


def test_a_fault_of_our_own_is_not_taken_for_excels() -> None:
    with pytest.raises(AttributeError, match="no attribute"), refusals.in_words("leads.xlsx"):
        raise AttributeError("'NoneType' object has no attribute 'lines'")


@office
def test_the_folder_of_the_workbook_is_never_asked_for(  # 19: on OneDrive it is an address on the web
    open_book: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook, _book = live(open_book, tmp_path, THREE)
    monkeypatch.setattr(CalcBook, "name", "live.xlsx")
    monkeypatch.setattr(CalcBook, "fullname", property(_asked_for_the_folder))
    wrote(workbook, score("L-0", 0, 7))
    assert workbook.read().book["Leads"]["L-0"]["Score"] == 7


def _asked_for_the_folder(_book: object) -> str:
    raise AssertionError("the folder was asked for")


@office
@pytest.mark.parametrize("change", [score("L-0", 0, 1), AddRow("Leads", "L-7", {"Lead ID": "L-7", "Shoe size": "43"})])
def test_a_protected_sheet_is_answered_in_words_and_can_be_read(  # 21
    open_book: Open, tmp_path: Path, change: Change
) -> None:
    workbook, book = live(open_book, tmp_path, THREE)
    book.sheets["Leads"].impl.protect()
    reading = workbook.read()
    with pytest.raises(errors.Protected, match=r"the sheet 'Leads' is protected\. Nothing was written"):
        workbook.write(Batch([change]), expect=reading.revision)
    assert workbook.read().revision == reading.revision


def _excels(*books: str) -> Callable[[], Any]:
    """A stand-in for xlwings with one Excel for each of these books."""
    apps = [SimpleNamespace(books=[SimpleNamespace(name=name)]) for name in books]

    class Apps(list[Any]):
        active = apps[0] if apps else None

    fake = SimpleNamespace(engines=["excel"], apps=Apps(apps), Book=object)
    return lambda: fake


def test_two_excels_with_books_of_one_name_are_told_apart_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:  # 22
    monkeypatch.setattr(application, "xlwings", _excels("leads.xlsx", "Leads.xlsx"))
    with pytest.raises(errors.Refused, match="two Excel programs have a workbook of this name open"):
        ExcelWorkbook("leads.xlsx").read()


def test_a_workbook_is_found_by_its_whole_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """`Book.caller()` cuts a=b.xlsx at the sign; a name given to us is looked up as it is."""
    monkeypatch.setattr(application, "xlwings", _excels("a.xlsx", "a=b.xlsx"))
    assert application.book_named("a=b.xlsx").name == "a=b.xlsx"
    with pytest.raises(
        errors.BadInput, match=r"excel:c\.xlsx names no workbook that is open in Excel\. Open now: a\.xlsx, a=b\.xlsx"
    ):
        application.book_named("c.xlsx")


def test_no_excel_at_all_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "xlwings", _excels())
    with pytest.raises(errors.BadInput, match=r"excel: names no workbook that is open in Excel\. No workbook is open"):
        ExcelWorkbook().read()


@office
def test_tabs_are_not_added_to_an_open_workbook(open_book: Open, tmp_path: Path) -> None:
    workbook, _book = live(open_book, tmp_path, THREE)
    with pytest.raises(errors.Refused, match=r"Nothing was written\. Save and close it, then run: leadsorted adopt"):
        wrote(workbook, setup=Setup())
