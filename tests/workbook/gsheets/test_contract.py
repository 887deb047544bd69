"""A Google sheet does what every workbook does: the real client, over HTTP, against the emulator."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.workbook.gsheets import GoogleWorkbook
from tests.sheets_server import SheetsServer
from tests.workbook.contract import Make, WorkbookContract
from tests.workbook.gsheets.sheets import client_of, opened


class TestGoogle(WorkbookContract):
    law_examples = 15

    @pytest.fixture
    def make(self) -> Iterator[Make]:
        with SheetsServer() as server:
            client = client_of(server)

            def made(book: Book) -> GoogleWorkbook:
                return opened(server, book, client)

            yield made
            client.close()
