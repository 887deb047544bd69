"""An .xlsx file does what every workbook does, whoever wrote it."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

import pytest

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.workbook.contract import Make, WorkbookContract
from tests.workbook.xlsx.books import saved
from tests.workbook.xlsx.packages import parts_of, zipped


class TestXlsx(WorkbookContract):
    law_examples = 15

    @pytest.fixture
    def make(self, tmp_path: Path) -> Make:
        numbers = count()

        def made(book: Book) -> XlsxWorkbook:
            return XlsxWorkbook(saved(tmp_path / f"{next(numbers)}.xlsx", book), backup=False)

        return made


class TestXlsxThatCountsFrom1904(WorkbookContract):
    law_examples = 5

    @pytest.fixture
    def make(self, tmp_path: Path) -> Make:
        numbers = count()

        def made(book: Book) -> XlsxWorkbook:
            return XlsxWorkbook(saved(tmp_path / f"{next(numbers)}.xlsx", book, date_1904=True), backup=False)

        return made


class TestXlsxOfAnotherWriter(WorkbookContract):
    """Prefixed elements, single quotes, spaces before tags end, comments between rows: all legal, none like Excel's."""

    law_examples = 5

    @pytest.fixture
    def make(self, tmp_path: Path) -> Make:
        numbers = count()

        def made(book: Book) -> XlsxWorkbook:
            path = saved(tmp_path / f"{next(numbers)}.xlsx", book)
            parts = {
                name: _as_another_writes(body)
                if re.search(r"xl/(worksheets|tables)/\w+\.xml|xl/\w+\.xml", name)
                else body
                for name, body in parts_of(path).items()
            }
            return XlsxWorkbook(zipped(path, parts), backup=False)

        return made


class TestXlsxWithoutReferences(WorkbookContract):
    """Rows and cells that do not say where they are, as some exporters write them."""

    law_examples = 5

    @pytest.fixture
    def make(self, tmp_path: Path) -> Make:
        numbers = count()

        def made(book: Book) -> XlsxWorkbook:
            path = saved(tmp_path / f"{next(numbers)}.xlsx", book)
            sheet = "xl/worksheets/sheet1.xml"
            body = parts_of(path)[sheet].decode()
            return XlsxWorkbook(zipped(path, {**parts_of(path), sheet: _without_references(body)}), backup=False)

        return made


def _as_another_writes(body: bytes) -> str:
    text = body.decode()
    text = re.sub(r"<(/?)(?=[A-Za-z])", r"<\1x:", text).replace(' xmlns="', ' xmlns:x="')
    text = re.sub(r'="([^"\']*)"', r"='\1'", text)
    text = re.sub(r"<x:row ([^>]*?r='(\d+)'[^>]*)>", r"<!-- <x:row r='\2'> --><x:row \1 >", text)
    return text.replace("\n", "\n  ", 1)


def _without_references(sheet: str) -> str:
    """The sheet with a cell for every column, so that none has to say which it is in."""
    width = sheet.count("<c ", 0, sheet.index("</row>"))

    def row(found: re.Match[str]) -> str:
        cells = dict(re.findall(r'<c r="([A-Z]+)\d+"(.*?(?:</c>|/>))', found[1], flags=re.DOTALL))
        names = [
            chr(64 + n) if n <= 26 else chr(64 + (n - 1) // 26) + chr(65 + (n - 1) % 26) for n in range(1, width + 1)
        ]
        return "<row>" + "".join(f"<c{cells[name]}" if name in cells else "<c/>" for name in names) + "</row>"

    return re.sub(r'<row r="\d+"[^>]*>(.*?)</row>', row, sheet, flags=re.DOTALL)
