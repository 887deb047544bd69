from __future__ import annotations

import pytest

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from leadsorted_sheets.workbook.port import Workbook
from tests.workbook.contract import Make, WorkbookContract


class TestMemoryWorkbook(WorkbookContract):
    @pytest.fixture
    def make(self) -> Make:
        def make(book: Book) -> Workbook:
            return MemoryWorkbook(book)

        return make
