"""The shipped workbook through the adapter: every tab is found, live formulas keep what the core computed."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest

from leadsorted_sheets import resources
from leadsorted_sheets.core.book import row_of, same_book
from leadsorted_sheets.core.cell import Formula
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow, apply, invert
from leadsorted_sheets.core.schema import BY_NAME, JOURNAL_SHEET, TABS, table_of
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.workbook.xlsx.packages import changed_parts, parts_of

ANN = row_of(
    {"Lead ID": "L-1", "Last name": "Ann", "Source": "Referral", "Created": dt.datetime(2026, 3, 4, 5), "Score": 7}
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "leads.xlsx"
    shutil.copyfile(resources.template_path(), target)
    return target


def test_every_tab_is_read_with_the_rows_a_new_book_starts_with(path: Path) -> None:
    reading = XlsxWorkbook(path).read()
    assert list(reading.book) == [tab.name for tab in TABS]
    assert reading.findings == ()
    for tab in TABS:
        layout = reading.layout(tab.name)
        assert layout is not None
        assert (layout.sheet, layout.table) == (tab.sheet, tab.table)
        assert tuple(at.field for at in layout.columns) == tab.fields
        start = {
            key: {name: value for name, value in row.items() if not isinstance(value, Formula)}
            for key, row in reading.book[tab.name].items()
        }
        expected = table_of(tab)
        assert same_book({tab.name: start}, {tab.name: expected}), tab.name


CHANGES: list[Change] = [
    AddRow("Leads", "L-1", ANN),
    AddRow("Leads", "L-2", row_of({"Lead ID": "L-2", "Phone": "+442079460018", "Notes": "=1+1"})),
    AddRow("Owners", "Ann", row_of({"Owner": "Ann", "Active": "yes", "Weight": 1})),
    AddRow("Sources", "Podcast", row_of({"Source": "Podcast", "Channel": "Paid", "Cost": 12.5})),
    Edit("Preferences", "Hot from", "Value", 70, 75),
    RemoveRow("Statuses", "Nurture", {"Status": "Nurture", "Kind": "open", "Order": 4, "Stale after": 60}),
    AddRow(
        "History", "H-1", row_of({"Entry": "H-1", "When": dt.datetime(2026, 3, 4, 5, 6), "What": "import", "Count": 2})
    ),
]


def test_changes_to_many_tabs_are_written_and_taken_back(path: Path) -> None:
    workbook = XlsxWorkbook(path, backup=False)
    reading = workbook.read()
    written = workbook.write(Batch(CHANGES), expect=reading.revision)
    assert (written.clashed, written.findings) == ([], ())
    assert same_book(workbook.read().book, apply(reading.book, written.applied))
    openpyxl.load_workbook(path)
    undone = workbook.write(Batch(invert(written.applied)), expect=written.revision)
    assert undone.clashed == []
    assert same_book(workbook.read().book, reading.book)


def test_a_new_source_takes_the_live_formulas_of_its_columns(path: Path) -> None:
    workbook = XlsxWorkbook(path, backup=False)
    (added,) = (change for change in CHANGES if change.tab == "Sources")
    written = workbook.write(Batch([added]), expect=workbook.read().revision)
    row = workbook.read().book["Sources"]["Podcast"]
    live = {column.name: column.formula for column in BY_NAME["Sources"].columns if column.formula}
    assert {name: cell.text for name, cell in row.items() if isinstance(cell, Formula)} == live
    (applied,) = written.applied
    assert isinstance(applied, AddRow)
    assert applied.row == row


def test_computed_values_are_kept_with_our_formulas_and_nothing_else_changes(path: Path) -> None:
    workbook = XlsxWorkbook(path, backup=False)
    reading = workbook.read()
    before = parts_of(path)
    computed = {
        "Sources": {
            "Referral": {"Leads": 3, "Cost per lead": 12.25, "Channel": "never", "No such": 1},
            "Gone": {"Leads": 9},
        }
    }
    written = workbook.write(Batch(computed=computed), expect=reading.revision)
    assert same_book(workbook.read().book, reading.book)
    (sheet,) = changed_parts(before, parts_of(path))
    values = openpyxl.load_workbook(path, data_only=True)["Sources"]
    formulas = openpyxl.load_workbook(path)["Sources"]
    line = reading.lines["Sources"]["Referral"]
    assert (values[f"D{line}"].value, values[f"H{line}"].value, values[f"B{line}"].value) == (3, 12.25, "Referral")
    assert str(formulas[f"D{line}"].value).startswith("=COUNTIFS(")
    once = parts_of(path)[sheet]
    workbook.write(Batch(computed=computed), expect=written.revision)
    assert parts_of(path)[sheet] == once


def test_a_thousand_leads_grow_the_table_and_no_part_of_the_users(path: Path) -> None:
    workbook = XlsxWorkbook(path, backup=False)
    before = parts_of(path)
    leads = [AddRow("Leads", f"L-{n}", {**ANN, "Lead ID": f"L-{n}"}) for n in range(1000)]
    workbook.write(Batch(leads, hidden={JOURNAL_SHEET: "x" * 9000}), expect=workbook.read().revision)
    assert openpyxl.load_workbook(path)["Leads"].tables["Leads"].ref.endswith("1001")
    changed = changed_parts(before, parts_of(path))
    assert changed <= {f"xl/worksheets/sheet{n}.xml" for n in range(1, 12)} | {
        "xl/styles.xml",
        "xl/tables/table1.xml",
        "xl/workbook.xml",
    }
    assert len([name for name in changed if "worksheets" in name]) == 2
