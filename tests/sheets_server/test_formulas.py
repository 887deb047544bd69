"""Formulas: their values, and their references when cells move."""

from __future__ import annotations

import pytest

from tests.sheets_server import following
from tests.sheets_server.formulas import cell_value, copied
from tests.sheets_server.grid import COLUMNS, ROWS, Cell, ErrorValue, Formula, Sheet
from tests.sheets_server.spreadsheet import Spreadsheet


def sheet_with(*rows: list[object]) -> Spreadsheet:
    book = Spreadsheet.new("key", "Leads", seed=0)
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            is_formula = isinstance(value, str) and value.startswith("=")
            book.sheets[0].put(row, column, Cell(Formula(str(value)) if is_formula else value))  # type: ignore[arg-type]
    return book


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("= 1 / 1024", 0.0009765625),
        ("=4/2", 2),
        ("=1+2*3^2", 19),
        ("=-(2+3)%", -0.05),
        ('="a"&A1&"b"', "a3b"),
        ("=A1*B1", 12),
        ("=SUM(A1:B2)", 14),
        ("=SUM(A:A)", 8),
        ("=A1>B1", False),
        ('="ann"="ANN"', True),
        ('=IF(A1=3,"yes","no")', "yes"),
        ("=1/0", ErrorValue("#DIV/0!")),
        ('=IFERROR(1/0,"none")', "none"),
        ('=COUNTIF(A1:B2,">3")', 2),
        ('=COUNTIFS(C1:C2,"open",A1:A2,">=5")', 1),
        ('=SUMIF(C1:C2,"o*",A1:A2)', 8),
        ('=HYPERLINK("https://example.com","site")', "site"),
        ("=ROUND(2.345,2)", 2.35),
        ('=TEXTJOIN(", ",TRUE,A1:B1)', "3, 4"),
        ("=VLOOKUP(1,A1:B2,2)", ErrorValue("#NAME?")),
        ("=NoSuch!A1", ErrorValue("#REF!")),
        ("=A1+", ErrorValue("#ERROR!")),
        ("=C1*2", ErrorValue("#VALUE!")),
        ("=Sheet1!A2", 5),
        ("=D1", 0),
        ("=AVERAGE(D1:D2)", ErrorValue("#DIV/0!")),
        ("=TRUE", True),
        ('=LEN(TRIM("  a  b "))', 3),
        ("=IF(A1=3,1/2,1/0)", 0.5),
        ("=IF(1/0,1,2)", ErrorValue("#DIV/0!")),
        ("=IF(A1=4,1)", False),
        ("=SUM($A$1:$A)", 8),
        ("=SUM(A$2:$B)", 7),
        ("=SUM($A$1:$A$2)", 8),
        ("=SUMPRODUCT(A1:A2,B1:B2)", 22),
        ("=SUMPRODUCT((A1:A2>3)*B1:B2)", 2),
        ('=SUMPRODUCT((C1:C2="open")*(A1:A2<5),B1:B2)', 4),
        ("=SUMPRODUCT(A1:A2,C1:C2)", 0),
        ("=SUMPRODUCT(A1:A2,B1:B1)", ErrorValue("#VALUE!")),
        ("=SUMPRODUCT(COUNTIFS(A1:B2,A1:A2)*10)", 20),
        ('=SUMPRODUCT((COUNTIFS(C1:C2,C1:C2,A1:A2,">4")>0)*A1:A2)', 8),
        ('=SUM(INDIRECT("Sheet1!A1:A2"))', 8),
        ('=INDIRECT("nowhere at all")', ErrorValue("#REF!")),
        ("=ISNUMBER(A1)", True),
        ("=ISNUMBER(C1)", False),
        ("=TODAY()>46000", True),
    ],
)
def test_a_formula_has_its_value(formula: str, value: object) -> None:
    book = sheet_with([3, 4, "Open"], [5, 2, "open"], [None, None, None, None, None, formula])
    assert cell_value(book, book.sheets[0], 2, 5) == value


def test_a_named_range_is_reached_by_its_name_wherever_it_went() -> None:
    book = sheet_with([3], [5], ['=COUNTIF(INDIRECT("numbers"),">3")'])
    book.named_ranges = [{"name": "Numbers", "range": {"sheetId": 0, "endRowIndex": 2, "endColumnIndex": 1}}]
    assert cell_value(book, book.sheets[0], 2, 0) == 1
    following.insert(book, book.sheets[0], ROWS, 0, 1, like=0)
    assert cell_value(book, book.sheets[0], 3, 0) == 1


def test_a_circle_comes_to_an_error() -> None:
    book = sheet_with(["=B1", "=A1"])
    assert cell_value(book, book.sheets[0], 0, 0) == ErrorValue("#REF!")


@pytest.mark.parametrize(
    ("before", "after"),
    [("=A1", "=B3"), ("=$A1", "=$A3"), ("=A$1", "=B$1"), ("=SUM(A1:B2)", "=SUM(B3:C4)"), ('="A1"&A1', '="A1"&B3')],
)
def test_a_copied_formula_takes_its_references_along(before: str, after: str) -> None:
    assert copied(Formula(before), 2, 1) == Formula(after)


def test_a_reference_copied_off_the_sheet_is_lost() -> None:
    assert copied(Formula("=A1"), -1, 0) == Formula("=#REF!")


def formula_after(change: str, text: str = "=A3+A4") -> str:
    book = sheet_with([text])
    sheet: Sheet = book.sheets[0]
    match change:
        case "insert":
            following.insert(book, sheet, ROWS, 2, 2, like=None)
        case "delete":
            following.delete(book, sheet, ROWS, 1, 2)
        case "delete target":
            following.delete(book, sheet, ROWS, 2, 3)
        case "move":
            following.move(book, sheet, ROWS, 2, 3, to=10)
        case "column":
            following.insert(book, sheet, COLUMNS, 0, 1, like=None)
    found = next(cell.value for _, _, cell in sheet.filled() if isinstance(cell.value, Formula))
    return found.text


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ("insert", "=A5+A6"),
        ("delete", "=A2+A3"),
        ("delete target", "=#REF!+A3"),
        ("move", "=A10+A3"),
        ("column", "=B3+B4"),
    ],
)
def test_references_follow_the_lines_they_name(change: str, text: str) -> None:
    assert formula_after(change) == text
