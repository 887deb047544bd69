"""Every operation on a messy list, and taking it back: few calls, and as many for a short list as for a long one."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from leadsorted_sheets import resources
from leadsorted_sheets.core.book import Book, Row, row_of
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import AddRow
from leadsorted_sheets.operations import OPERATIONS
from leadsorted_sheets.session import Session
from leadsorted_sheets.workbook.excel import ExcelWorkbook
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.calc.conftest import Open
from tests.calc.engine import App

MOST = 30
SIZES = (60, 240)
NOW = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
FIRST = ("ann", "BOB", "Cy", "  Dee", "zoë")
PHONES = ("0170 {n:07d}", "+49 (30) {n:07d}", "call {n}", "00{n:07d}", None)
DAYS: tuple[Cell, ...] = (dt.date(2026, 3, 9), "9.3.2026", "2026-03-09", "next week", None)


def messy(count: int) -> dict[str, Row]:
    """Leads as people keep them: every third one stands twice, the copy some lines on, and blanks and texts anywhere."""
    rows: dict[str, Row] = {}
    for n in range(count):
        who = n - 2 if n % 3 == 2 else n
        phone = PHONES[n % 5]
        cells: dict[str, Cell] = {
            "First name": FIRST[who % 5],
            "Last name": f"Berg{who}" if n % 2 else f"BERG{who} ",
            "Email": f"Ann{who}@ACME{who}.example" if n % 4 else f" ann{who}@acme{who}.example ",
            "Phone": phone.format(n=who) if phone else None,
            "Company": f"acme {who} GmbH" if n % 5 else None,
            "Country": ("DE", "Germany", None, "deutschland")[n % 4],
            "Postcode": f"0{n % 9000:04d}" if n % 6 else None,
            "Website": f"HTTP://acme{who}.example/" if n % 7 else "n/a",
            "Status": ("new", "Contacted", None)[n % 3],
            "Next action due": DAYS[n % 5],
            "Created": dt.datetime(2026, 1, 1) + dt.timedelta(minutes=n),
        }
        key = f"L-{n:010d}"
        rows[key] = row_of({"Lead ID": key, **cells})
    return rows


def opened(open_book: Open, folder: Path, count: int) -> ExcelWorkbook:
    """The messy list in the template, open in Calc, with an owner to give leads to."""
    path = folder / f"messy-{count}.xlsx"
    shutil.copy(resources.template_path(), path)
    closed = XlsxWorkbook(path, backup=False)
    added = [AddRow("Leads", key, row) for key, row in messy(count).items()]
    added.append(AddRow("Owners", "Ann", row_of({"Owner": "Ann", "Email": "ann@us.example", "Active": "yes"})))
    closed.write(Batch(added), expect=closed.read().revision)
    book = open_book(path)
    return ExcelWorkbook(path.name, book=book)


@pytest.mark.office
def test_every_operation_and_its_undo_ask_at_most_thirty_times_for_any_number_of_rows(
    open_book: Open, tmp_path: Path, calc: App
) -> None:
    short, long = (_asked(opened(open_book, tmp_path, count), calc) for count in SIZES)
    assert {what: len(log) for what, log in long.items()} == {what: len(log) for what, log in short.items()}
    assert {what: log for what, log in long.items() if len(log) > MOST} == {}


def _asked(workbook: ExcelWorkbook, calc: App) -> dict[str, list[str]]:
    """What each operation asked of the program, then what taking it back did; the book is as it was afterwards."""
    session = Session(workbook, clock=lambda: NOW)
    found: dict[str, list[str]] = {}
    before = without_the_record(workbook.read().book)
    for name in [operation.name for operation in OPERATIONS]:
        start = len(calc.calls.log)
        done = session.run(name, apply=True)
        found[name] = [" ".join(each) for each in calc.calls.log[start:]]
        assert done.clashes == ()
        if done.applied:
            start = len(calc.calls.log)
            session.undo()
            found[f"undo of {name}"] = [" ".join(each) for each in calc.calls.log[start:]]
        assert without_the_record(workbook.read().book) == before, name
    return found


def without_the_record(book: Book) -> dict[str, dict[str, Row]]:
    """The tabs that undo restores to the letter; History gains a line, and Review keeps what it has."""
    return {tab: dict(table) for tab, table in book.items() if tab not in {"History", "Review"}}
