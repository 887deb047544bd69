"""What every test of intake needs: the world as it was on one day, and lists made on the spot."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
import xlsxwriter

from leadsorted_sheets.core.plan import Context

Rows = Sequence[Sequence[Any]]
MakeWorkbook = Callable[..., bytes]


@pytest.fixture
def context() -> Context:
    numbers = itertools.count(1)
    now = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
    return Context(now, dt.UTC, "Ann", lambda prefix: f"{prefix}-{next(numbers):010d}")


@pytest.fixture
def workbook() -> MakeWorkbook:
    """Makes an .xlsx: sheet name to rows; `finish` may do more to the first sheet."""

    def make(sheets: Mapping[str, Rows], finish: Callable[[Any, Any], None] | None = None, **options: object) -> bytes:
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **options})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for n, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value not in (None, ""):
                        sheet.write(n, column, value)
        if finish:
            finish(book, book.worksheets()[0])
        book.close()
        return buffer.getvalue()

    return make
