"""An .xlsx file does what every workbook does."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.workbook.contract import Make, WorkbookContract
from tests.workbook.xlsx.books import saved


class TestXlsx(WorkbookContract):
    law_examples = 15

    @pytest.fixture
    def make(self, tmp_path: Path) -> Make:
        numbers = count()

        def made(book: Book) -> XlsxWorkbook:
            return XlsxWorkbook(saved(tmp_path / f"{next(numbers)}.xlsx", book))

        return made
