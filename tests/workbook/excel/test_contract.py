"""The open workbook does what every workbook does: on a live LibreOffice, through xlwings."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.workbook.excel import ExcelWorkbook
from tests.calc.conftest import Open
from tests.workbook.contract import Make, WorkbookContract
from tests.workbook.xlsx.books import saved


@pytest.mark.office
class TestOpenWorkbook(WorkbookContract):
    law_examples = 10

    @pytest.fixture
    def make(self, tmp_path: Path, open_book: Open) -> Make:
        numbers = count()

        def made(book: Book) -> ExcelWorkbook:
            path = saved(tmp_path / f"{next(numbers)}.xlsx", book)
            return ExcelWorkbook(path.name, book=open_book(path))

        return made
