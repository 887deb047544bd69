"""Tabs are found again after people renamed, moved and removed things in the open workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.schema import STATE_SHEET
from leadsorted_sheets.core.state import State, pack
from leadsorted_sheets.workbook.excel import ExcelWorkbook
from leadsorted_sheets.workbook.port import Batch
from tests.calc.conftest import Open
from tests.workbook.excel.live import lead, live

pytestmark = pytest.mark.office
BOOK = {"Leads": {key: lead(key, first_name=name) for key, name in [("L-1", "Ann"), ("L-2", "Bob")]}}


@pytest.fixture
def remembering(open_book: Open, tmp_path: Path) -> tuple[ExcelWorkbook, Any]:
    """A workbook that remembers where its tabs are."""
    workbook, book = live(open_book, tmp_path, BOOK)
    reading = workbook.read()
    workbook.write(Batch(hidden={STATE_SHEET: pack(State("B-1", reading.layouts))}), expect=reading.revision)
    return workbook, book


def _column(workbook: ExcelWorkbook, name: str) -> int:
    layout = workbook.read().layout("Leads")
    assert layout is not None
    return [at.field for at in layout.columns].index(name) + 1


def test_a_table_that_was_renamed_is_known_by_its_ids(remembering: tuple[ExcelWorkbook, Any]) -> None:
    workbook, book = remembering
    book.sheets["Leads"].tables["Leads"].name = "Customers"
    reading = workbook.read()
    assert (reading.book, reading.findings) == (BOOK, ())
    assert reading.layouts[0].table == "Customers"


def test_rows_put_in_above_move_everything_down(remembering: tuple[ExcelWorkbook, Any]) -> None:
    workbook, book = remembering
    book.sheets["Leads"].range("A1:AX1").insert(shift="down")
    reading = workbook.read()
    assert (reading.book, reading.lines["Leads"]) == (BOOK, {"L-1": 3, "L-2": 4})
    workbook.write(Batch([Edit("Leads", "L-2", "Score", None, 5)]), expect=reading.revision)
    assert workbook.read().book["Leads"]["L-2"] == lead("L-2", first_name="Bob", score=5)


def test_a_column_of_ours_that_is_gone_is_named(remembering: tuple[ExcelWorkbook, Any]) -> None:
    workbook, book = remembering
    book.sheets["Leads"].range((1, _column(workbook, "Score"))).value = "Points"
    reading = workbook.read()
    assert [(finding.rule, finding.field) for finding in reading.findings] == [("workbook.column-missing", "Score")]
    written = workbook.write(Batch([Edit("Leads", "L-2", "Score", None, 5)]), expect=reading.revision)
    assert [finding.rule for finding in written.findings] == ["workbook.column-missing"]
    assert len(written.clashed) == 1


def test_a_tab_whose_sheet_is_gone_is_named(remembering: tuple[ExcelWorkbook, Any]) -> None:
    workbook, book = remembering
    book.sheets.add("Other")
    book.sheets["Leads"].delete()
    assert [finding.rule for finding in workbook.read().findings] == ["workbook.tab-missing"]


def test_an_id_that_stands_twice_names_one_row(remembering: tuple[ExcelWorkbook, Any]) -> None:
    workbook, book = remembering
    book.sheets["Leads"].range("A3").value = "L-1"
    reading = workbook.read()
    assert list(reading.book["Leads"]) == ["L-1", "#3"]
    assert [finding.rule for finding in reading.findings] == ["workbook.repeated-id"]


def test_a_state_that_is_damaged_is_said_and_our_tabs_are_found_by_name(remembering: tuple[ExcelWorkbook, Any]) -> None:
    workbook, book = remembering
    book.sheets[STATE_SHEET].range("A1").value = "not a state"
    reading = workbook.read()
    assert (reading.book, [finding.rule for finding in reading.findings]) == (BOOK, ["workbook.state-damaged"])


def test_a_workbook_that_is_not_ours_is_not_read(open_book: Open, tmp_path: Path) -> None:
    _workbook, book = live(open_book, tmp_path, BOOK)
    other = book.app.books.add()
    with pytest.raises(errors.NotOurBook, match="has no Lead Sorted tabs"):
        ExcelWorkbook("other.xlsx", book=other).read()
