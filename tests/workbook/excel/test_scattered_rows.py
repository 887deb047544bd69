"""Rows taken out here and there: in one call, each with its look; what happens where a program cannot do that."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadsorted_sheets.core.changes import RemoveRow
from leadsorted_sheets.workbook.excel import ExcelWorkbook
from leadsorted_sheets.workbook.port import Batch, Written
from tests.calc.conftest import Open
from tests.calc.engine import App, CalcError
from tests.workbook.excel.live import lead, live

pytestmark = pytest.mark.office
ROWS = {f"L-{n:02d}": lead(f"L-{n:02d}", first_name=f"Ann {n}") for n in range(80)}
ODD = [key for n, key in enumerate(ROWS) if n % 2]
EVEN = [key for n, key in enumerate(ROWS) if not n % 2]


def without_the_odd(workbook: ExcelWorkbook) -> Written:
    batch = Batch([RemoveRow("Leads", key, ROWS[key], "merged") for key in ODD])
    return workbook.write(batch, expect=workbook.read().revision)


def test_they_go_in_one_call_and_looks_stay_with_their_rows(open_book: Open, tmp_path: Path, calc: App) -> None:
    workbook, book = live(open_book, tmp_path, {"Leads": ROWS})
    book.sheets["Leads"].range("B62").number_format = "0.000"  # L-60, which stands in line 32 afterwards
    start = len(calc.calls.log)
    written = without_the_odd(workbook)
    deletes = [what for _kind, what in calc.calls.log[start:] if what.startswith("delete")]
    assert len(deletes) == 1
    after = workbook.read()
    assert (written.clashed, written.findings, after.revision) == ([], (), written.revision)
    assert after.lines["Leads"] == {key: line for line, key in enumerate(EVEN, 2)}
    looks = [book.sheets["Leads"].range(cell).number_format for cell in ("B31", "B32", "B33")]
    assert [look == "0.000" for look in looks] == [False, True, False]
    assert book.sheets["Leads"].tables["Leads"].range.shape[0] == len(EVEN) + 1


def test_they_go_one_by_one_where_excel_refuses_them_together(
    open_book: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_areas: object, _shift: int) -> None:
        raise CalcError("That command cannot be used on multiple selections.", scode=-2146827284)

    monkeypatch.setattr("tests.calc.ranges.Areas.Delete", refused)
    workbook, _book = live(open_book, tmp_path, {"Leads": ROWS})
    written = without_the_odd(workbook)
    assert (written.clashed, written.findings) == ([], ())
    assert list(workbook.read().lines["Leads"]) == EVEN


def test_where_each_would_be_a_call_they_are_blanked_until_compacted(
    open_book: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leadsorted_sheets.workbook.excel.planning.one_by_one", lambda: True)
    workbook, _book = live(open_book, tmp_path, {"Leads": ROWS})
    written = without_the_odd(workbook)
    assert [(each.rule, each.tab) for each in written.findings] == [("workbook.row-left-blank", "Leads")]
    now = workbook.read()
    assert now.revision == written.revision
    assert now.lines["Leads"] == {key: 2 + 2 * n for n, key in enumerate(EVEN)}
    workbook.write(Batch(compact=True), expect=now.revision)
    assert workbook.read().lines["Leads"] == {key: line for line, key in enumerate(EVEN, 2)}
