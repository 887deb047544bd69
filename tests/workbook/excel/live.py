"""Workbooks for the tests, open in the live Calc."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from leadsorted_sheets import resources
from leadsorted_sheets.core.book import Book, Row, row_of
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import AddRow
from leadsorted_sheets.workbook.excel import ExcelWorkbook
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.calc.conftest import Open
from tests.workbook.xlsx.books import saved


def live(open_book: Open, folder: Path, book: Book, *, name: str = "live") -> tuple[ExcelWorkbook, Any]:
    """The book open in Calc: as a workbook of ours, and as xlwings sees it. xlwings knows books by name."""
    path = saved(folder / f"{name}.xlsx", book)
    opened = open_book(path)
    return ExcelWorkbook(path.name, book=opened), opened


def template(open_book: Open, folder: Path, leads: int) -> tuple[ExcelWorkbook, Any]:
    """The template with so many leads, open in Calc."""
    path = folder / f"leads-{leads}.xlsx"
    shutil.copy(resources.template_path(), path)
    closed = XlsxWorkbook(path, backup=False)
    added = [AddRow("Leads", key, row) for key, row in many(leads).items()]
    added.append(AddRow("History", "H-1", row_of({"Entry": "H-1", "When": dt.datetime(2026, 1, 2, 3, 4), "Count": 1})))
    closed.write(Batch(added), expect=closed.read().revision)
    opened = open_book(path)
    return ExcelWorkbook(path.name, book=opened), opened


def many(count: int) -> dict[str, Row]:
    return {
        (key := f"L-{n:010d}"): row_of(
            {
                "Lead ID": key,
                "First name": f"Ann {n}",
                "Email": f"ann{n}@acme.example",
                "Phone": f"+49170{n:07d}",
                "Postcode": f"{n % 100_000:05d}",
                "Score": n % 100,
                "Created": dt.datetime(2026, 1, 1) + dt.timedelta(minutes=n),
            }
        )
        for n in range(count)
    }


def lead(key: str, **cells: Cell) -> Mapping[str, Cell]:
    names = {name.replace("_", " ").capitalize(): cell for name, cell in cells.items()}
    return row_of({"Lead ID": key, **names})
