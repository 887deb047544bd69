"""The engine answers as Excel does, so that what passes here has met Excel's habits."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwings
from openpyxl.worksheet.worksheet import Worksheet

from tests.calc.conftest import Open
from tests.calc.engine import App, CalcError

pytestmark = pytest.mark.office
TYPED = ["+491701234567", "00123", "=1+1", "text", "2024-01-05", None, "1E5", "TRUE", "@SUM(2)", "'01"]


@pytest.fixture
def book(open_book: Open, tmp_path: Path) -> xlwings.Book:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("List")
        text, day = workbook.add_format({"num_format": "@"}), workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        rows = [
            ["Ann", "007", 1.0, dt.datetime(2024, 1, 5, 9, 30)],
            ["Bob", "008", 2.0, dt.datetime(2024, 1, 6)],
            ["Cy", "009", 3.0, None],
        ]
        for line, (name, code, score, when) in enumerate(rows, 1):
            sheet.write_string(line, 0, name)
            sheet.write_string(line, 1, code, text)
            sheet.write_number(line, 2, score)
            if when:
                sheet.write_datetime(line, 3, when, day)
        columns = [
            {"header": "Name"},
            {"header": "Code"},
            {"header": "Score", "total_function": "sum"},
            {"header": "When"},
        ]
        sheet.add_table("A1:D5", {"name": "People", "columns": columns, "total_row": True})
        more = workbook.add_worksheet("More")
        for line, formula in enumerate(["=SUM(List!C2:C4)", "=1/0", "=TRUE()", "=NA()"]):
            more.write_formula(line, 0, formula)
        workbook.define_name("Score_of_Ann", "=List!$C$2")
    opened = open_book(path)
    opened.app.calculate()  # XlsxWriter leaves the results of formulas to the program
    return opened


def test_values_come_as_excel_gives_them(book: xlwings.Book) -> None:
    sheet = book.sheets["List"]
    assert sheet.range("A1:D3").value == [
        ["Name", "Code", "Score", "When"],
        ["Ann", "007", 1.0, dt.datetime(2024, 1, 5, 9, 30)],
        ["Bob", "008", 2.0, dt.datetime(2024, 1, 6)],
    ]
    more = book.sheets["More"].range("A1:A4")
    assert more.value == [6.0, None, True, None]
    assert more.options(err_to_str=True).value == [6.0, "#DIV/0!", True, "#N/A"]


def test_a_typed_text_is_parsed_unless_its_cell_is_text(book: xlwings.Book) -> None:
    sheet = book.sheets["More"]
    sheet.range("C1").value = [[text] for text in TYPED]
    assert sheet.range("C1:C10").value == [
        491701234567.0, 123.0, 2.0, "text", dt.datetime(2024, 1, 5), None, 100000.0, True, 2.0, "01",
    ]  # fmt: skip
    sheet.range("D1:D10").number_format = "@"
    sheet.range("D1").value = [[text] for text in TYPED]
    assert sheet.range("D1:D10").value == [*TYPED[:9], "01"]
    assert sheet.range("D3").formula == "=1+1"


def test_numbers_and_days_in_a_text_cell_are_text(book: xlwings.Book) -> None:
    sheet = book.sheets["More"]
    sheet.range("D1:D3").number_format = "@"
    sheet.range("D1:D3").value = [[12], [dt.datetime(2024, 3, 4)], [True]]
    assert sheet.range("D1:D3").value == ["12", "3/4/2024", "TRUE"]


def test_one_format_goes_to_several_areas_in_one_call(book: xlwings.Book, calc: App) -> None:
    sheet = book.sheets["More"]
    with calc.calls.counted() as counts:
        sheet.range("B1:B2,D4").number_format = "@"
    assert counts == {"write": 1}
    assert [sheet.range(at).number_format for at in ("B1", "B2", "D4", "C1")] == ["@", "@", "@", "General"]
    with pytest.raises(CalcError, match="255 characters"):
        sheet.range(",".join(f"A{n}" for n in range(1000, 1060)))


def test_a_formula_for_a_range_is_spelt_for_each_row(book: xlwings.Book) -> None:
    sheet = book.sheets["More"]
    sheet.range("F1").value = [[1], [2], [3]]
    sheet.range("G1:G3").formula = "=F1*10"
    assert sheet.range("G1:G3").formula == (("=F1*10",), ("=F2*10",), ("=F3*10",))
    assert sheet.range("G1:G3").value == [10.0, 20.0, 30.0]


def test_a_table_has_rows_a_header_and_totals(book: xlwings.Book) -> None:
    table = book.sheets["List"].tables["People"]
    assert (table.range.address, table.show_totals) == ("$A$1:$D$5", True)
    assert table.header_row_range.value == ["Name", "Code", "Score", "When"]
    body = table.data_body_range
    assert body is not None
    assert body.address == "$A$2:$D$4"
    table.show_totals = False
    table.resize(book.sheets["List"].range("A1:D6"))
    table.show_totals = True
    assert table.range.address == "$A$1:$D$7"
    assert str(book.sheets["List"].range("C7").formula).startswith("=SUBTOTAL(")


def test_a_table_keeps_its_header_and_a_row(book: xlwings.Book) -> None:
    table = book.sheets["List"].tables["People"]
    for address in ("A1:D1", "A2:D5"):
        with pytest.raises(CalcError, match="header row must remain"):
            table.resize(book.sheets["List"].range(address))


def test_rows_taken_out_make_the_table_shorter(book: xlwings.Book) -> None:
    sheet = book.sheets["List"]
    table = sheet.tables["People"]
    sheet.range("A3:D3").delete(shift="up")
    assert table.range.address == "$A$1:$D$4"
    sheet.range("2:2").delete()
    assert table.range.address == "$A$1:$D$3"
    assert sheet.range("A2:B2").value == ["Cy", "009"]
    with pytest.raises(CalcError, match="multiple selections"):
        sheet.range("A2:D2,A3:D3").delete()


def test_filters_are_remembered_and_taken_off(book: xlwings.Book) -> None:
    sheet = book.sheets["List"]
    table = sheet.tables["People"]

    def hidden() -> list[bool]:
        return [bool(sheet.range((line, 1)).impl.row_hidden) for line in (2, 3, 4)]

    table.autofilter.apply_values(1, ["Ann", "Cy"])
    assert hidden() == [False, True, False]
    table.autofilter.apply_comparison(3, "greater_than", 2)
    assert hidden() == [True, True, False]
    found = [(each.field, each.type, each.values, each.operator, each.value1) for each in table.autofilter.criteria]
    assert found[0] == (1, "values", ["Ann", "Cy"], None, None)
    assert found[2] == (3, "comparison", None, "greater_than", "2")
    table.autofilter.clear()
    assert hidden() == [False, False, False]


def test_protection_refuses_and_editing_rejects(book: xlwings.Book, calc: App) -> None:
    sheet = book.sheets["List"]
    sheet.impl.protect("secret")
    with pytest.raises(CalcError, match="protected sheet"):
        sheet.range("A2").value = "x"
    assert sheet.range("A2").value == "Ann"
    sheet.impl.unprotect("secret")
    calc.editing = True
    with pytest.raises(CalcError, match="rejected"):
        sheet.range("A2").value = "x"
    with pytest.raises(CalcError, match="rejected"):
        _ = sheet.range("A2").value


def test_sheets_come_hide_and_go(book: xlwings.Book) -> None:
    made = book.sheets.add("Extra", after=book.sheets["List"])
    assert [sheet.name for sheet in book.sheets] == ["List", "Extra", "More"]
    made.visible = False
    assert (made.visible, book.sheets["List"].visible) == (False, True)
    made.delete()
    assert [sheet.name for sheet in book.sheets] == ["List", "More"]


def test_names_point_at_cells(book: xlwings.Book) -> None:
    assert book.names["Score_of_Ann"].refers_to_range.value == 1.0
    book.names.add("Here", "=List!$A$2")
    assert book.names["Here"].refers_to_range.address == "$A$2"
    book.names["Here"].delete()
    assert [name.name for name in book.names if name.name == "Here"] == []


def test_code_that_asks_for_its_caller_gets_the_book(book: xlwings.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlwings.Book, "_mock_caller", book, raising=False)
    assert xlwings.Book.caller().sheets["List"].range("A2").value == "Ann"


def test_what_a_person_would_have_seen_is_kept(book: xlwings.Book, calc: App) -> None:
    calc.status_log.clear()
    with pytest.raises(ZeroDivisionError), book.app.properties(screen_updating=False, status_bar="Working"):
        _ = 1 / 0
    assert calc.status_log == ["Working", False]
    book.app.alert("Done", title="Lead Sorted")
    assert calc.alerts[-1] == ("Lead Sorted", "Done")


def test_what_it_saves_other_programs_read(book: xlwings.Book, tmp_path: Path) -> None:
    sheet = book.sheets["List"]
    sheet.range("B2").value = "0123"
    sheet.range("A3:D3").delete(shift="up")
    book.save(tmp_path / "saved.xlsx")
    saved: Any = openpyxl.load_workbook(tmp_path / "saved.xlsx")["List"]
    assert isinstance(saved, Worksheet)
    assert [cell.value for cell in saved["B"]][:3] == ["Code", "0123", "009"]
    assert saved.tables["People"].ref == "A1:D4"


def test_calls_are_counted_by_the_block(book: xlwings.Book, calc: App) -> None:
    sheet = book.sheets["List"]
    with calc.calls.counted() as counts:
        _ = sheet.range("A1:D4").value
        _ = sheet.range("A1:D4").formula
        sheet.range("F1:G3").value = [[1, 2]] * 3
    assert counts == {"read": 2, "write": 1}
