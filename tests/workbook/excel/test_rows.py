"""Where rows go: tables that grow, tables that may not, tables that share a sheet; plain ranges; further columns."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import row_of
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow
from leadsorted_sheets.core.schema import JOURNAL_SHEET, STATE_SHEET
from leadsorted_sheets.core.state import unpack
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.adopt import adopt
from leadsorted_sheets.session.work import Result
from leadsorted_sheets.workbook.excel import ExcelWorkbook
from leadsorted_sheets.workbook.port import Batch, Written
from tests.calc.conftest import Open
from tests.workbook.excel.live import lead, live, template

pytestmark = pytest.mark.office
TWO = {"Leads": {key: lead(key, first_name=name) for key, name in [("L-1", "Ann"), ("L-2", "Bob")]}}


def wrote(workbook: ExcelWorkbook, *changes: Change, **more: Any) -> Written:
    return workbook.write(Batch(list(changes), **more), expect=workbook.read().revision)


def new(key: str) -> AddRow:
    return AddRow("Leads", key, lead(key, first_name="New"))


def test_a_note_below_the_table_is_never_written_over(open_book: Open, tmp_path: Path) -> None:
    workbook, book = live(open_book, tmp_path, TWO)
    book.sheets["Leads"].range("B5").value = "call them on Monday"
    wrote(workbook, new("L-3"))
    with pytest.raises(errors.NoRoom, match=r"needs 1 more row, but the cell B5 stands below it\. Nothing was written"):
        wrote(workbook, new("L-4"))
    wrote(workbook, RemoveRow("Leads", "L-1", TWO["Leads"]["L-1"]))
    assert book.sheets["Leads"].range("B4").value == "call them on Monday"


def test_a_totals_row_makes_way(open_book: Open, tmp_path: Path) -> None:
    path = tmp_path / "totals.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Leads")
        sheet.write_row(1, 0, ["L-1", 5])
        columns = [{"header": "Lead ID", "total_string": "Total"}, {"header": "Score", "total_function": "sum"}]
        sheet.add_table("A1:B3", {"name": "Leads", "columns": columns, "total_row": True})
    book = open_book(path)
    workbook = ExcelWorkbook(book=book)
    wrote(workbook, *(AddRow("Leads", f"L-{n}", row_of({"Lead ID": f"L-{n}", "Score": n})) for n in (2, 3)))
    sheet = book.sheets["Leads"]
    assert sheet.range("A1:B4").value == [["Lead ID", "Score"], ["L-1", 5], ["L-2", 2], ["L-3", 3]]
    assert sheet.range("A5").value == "Total"
    assert str(sheet.range("B5").formula).startswith("=SUBTOTAL(109")
    assert list(workbook.read().book["Leads"]) == ["L-1", "L-2", "L-3"]


def test_rows_of_tables_that_share_a_sheet_are_blanked_in_place(open_book: Open, tmp_path: Path) -> None:
    workbook, _book = template(open_book, tmp_path, 1)
    before = workbook.read()
    gone = RemoveRow("Statuses", "Nurture", before.book["Statuses"]["Nurture"], "r")
    written = wrote(workbook, gone)
    after = workbook.read()
    assert (written.clashed, after.revision) == ([], written.revision)
    assert "Nurture" not in after.book["Statuses"]
    assert {tab: table for tab, table in after.book.items() if tab != "Statuses"} == {
        tab: table for tab, table in before.book.items() if tab != "Statuses"
    }
    wrote(workbook, AddRow("Statuses", "Paused", {"Status": "Paused", "Kind": "open"}))
    assert workbook.read().book["Statuses"]["Paused"] == {"Status": "Paused", "Kind": "open"}


def test_what_stands_beside_the_table_stays_where_it_is(open_book: Open, tmp_path: Path) -> None:
    workbook, book = live(open_book, tmp_path, TWO)
    book.sheets["Leads"].range("BA3").value = "beside"
    wrote(workbook, RemoveRow("Leads", "L-1", TWO["Leads"]["L-1"]))
    assert list(workbook.read().book["Leads"]) == ["L-2"]
    assert book.sheets["Leads"].range("BA3").value == "beside"


def test_compact_takes_out_what_was_left_blank(open_book: Open, tmp_path: Path) -> None:
    rows = {f"L-{n}": lead(f"L-{n}", score=n) for n in range(5)}
    workbook, book = live(open_book, tmp_path, {"Leads": rows})
    book.sheets["Leads"].range("A3:AX4").clear_contents()
    wrote(workbook, compact=True)
    assert workbook.read().lines["Leads"] == {"L-0": 2, "L-3": 3, "L-4": 4}
    assert book.sheets["Leads"].tables["Leads"].range.address == "$A$1:$AX$4"


def test_a_column_has_no_place_where_something_stands(open_book: Open, tmp_path: Path) -> None:
    workbook, book = live(open_book, tmp_path, TWO)
    book.sheets["Leads"].range("AY2").value = "in the way"
    with pytest.raises(errors.NoRoom, match="the cell AY2 stands beside it"):
        wrote(workbook, columns={"Leads": ["Shoe size"]})


def test_a_refused_batch_adds_no_columns(open_book: Open, tmp_path: Path) -> None:
    workbook, book = live(open_book, tmp_path, TWO)
    book.sheets["Leads"].range("B4").value = "below"
    before = workbook.read().layout("Leads")
    with pytest.raises(errors.NoRoom):
        wrote(workbook, new("L-3"), columns={"Leads": ["Shoe size"]})
    assert workbook.read().layout("Leads") == before


def test_a_sheet_sorted_by_hand_in_between_is_written_in_the_right_rows(open_book: Open, tmp_path: Path) -> None:
    workbook, book = live(open_book, tmp_path, TWO)
    reading = workbook.read()
    sheet = book.sheets["Leads"]
    first, second = sheet.range("A2:B2").value, sheet.range("A3:B3").value
    sheet.range("A2:B3").value = [second, first]
    workbook.write(Batch([Edit("Leads", "L-2", "Score", None, 9)]), expect=reading.revision)
    assert workbook.read().book["Leads"]["L-2"] == lead("L-2", first_name="Bob", score=9)


def test_a_cell_edited_by_hand_in_between_is_noticed(open_book: Open, tmp_path: Path) -> None:
    workbook, book = live(open_book, tmp_path, TWO)
    reading = workbook.read()
    book.sheets["Leads"].range("B2").value = "Anne"
    with pytest.raises(errors.Moved):
        workbook.write(Batch([Edit("Leads", "L-2", "Score", None, 9)]), expect=reading.revision)


@pytest.fixture
def adopted(open_book: Open, tmp_path: Path) -> tuple[ExcelWorkbook, Any]:
    """A list of somebody's own, in a plain range below a title, made ours while it was closed."""
    path = tmp_path / "theirs.xlsx"
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = "My list"
    sheet["B1"] = "Customers 2026"
    for line, row in enumerate(
        [["Name", "Mail", "Colour"], ["Ann Ng", "ann@acme.example", "red"], ["Bo Li", "bo@acme.example", None]], 3
    ):
        for column, value in enumerate(row, 2):
            sheet.cell(line, column, value)
    made.save(path)
    adopt(str(path), apply=True)
    book = open_book(path)
    return ExcelWorkbook(path.name, book=book), book


def test_a_plain_range_that_was_adopted_is_read_and_written(adopted: tuple[ExcelWorkbook, Any]) -> None:
    workbook, book = adopted
    reading = workbook.read()
    rows = reading.book["Leads"]
    ann, bo = rows
    assert [row["Email"] for row in rows.values()] == ["ann@acme.example", "bo@acme.example"]
    assert reading.place("Leads", ann, "Email") == "My list!C4"
    added = AddRow("Leads", "L-NEW", row_of({"Lead ID": "L-NEW", "Email": "cy@acme.example", "Colour": "0042"}))
    written = wrote(
        workbook, Edit("Leads", bo, "Phone", None, "+4917012345"), RemoveRow("Leads", ann, rows[ann]), added
    )
    assert (written.clashed, written.findings) == ([], ())
    after = workbook.read()
    assert after.revision == written.revision
    assert after.book["Leads"] == {bo: {**rows[bo], "Phone": "+4917012345"}, "L-NEW": added.row}
    assert book.sheets["My list"].range("B1").value == "Customers 2026"
    assert {sketch.sheet: sketch.hidden for sketch in workbook.sketches()}["My list"] is False
    assert next(each for each in workbook.sketches() if each.sheet == "My list").rows[2][1:4] == (
        "Name",
        "Mail",
        "Colour",
    )


def test_an_operation_runs_on_the_open_workbook_and_is_taken_back(open_book: Open, tmp_path: Path) -> None:
    """What a click does: plan, write, journal, history, state; and undo."""
    workbook, book = template(open_book, tmp_path, 6)
    session = Session(workbook, clock=lambda: dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC))
    before = workbook.read()
    done: Result = session.run("score", apply=True)
    assert done.applied
    assert done.changes
    after = workbook.read()
    assert after.book["History"].keys() - before.book["History"].keys()
    assert all(not book.sheets[name].visible for name in (STATE_SHEET, JOURNAL_SHEET))
    assert unpack(after.hidden[STATE_SHEET]).layout("Leads") is not None
    session.undo()
    assert workbook.read().book["Leads"] == before.book["Leads"]
