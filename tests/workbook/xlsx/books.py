"""Workbooks for the tests, made by XlsxWriter: what we read here, we did not write."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.schema import BY_NAME


def saved(path: Path, book: Book, *, date_1904: bool = False) -> Path:
    """A workbook with a sheet and a table for each tab of the book, our columns first."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm", "date_1904": date_1904}) as workbook:
        for name, table in book.items():
            fields = columns(name, table.values())
            sheet = workbook.add_worksheet(name)
            for line, row in enumerate(table.values(), 1):
                for number, field in enumerate(fields):
                    _write(sheet, line, number, row.get(field))
            sheet.add_table(
                0, 0, max(len(table), 1), len(fields) - 1,
                {"name": BY_NAME[name].table, "columns": [{"header": field} for field in fields]},
            )  # fmt: skip
    return path


def columns(tab: str, rows: object) -> list[str]:
    """Our columns, then what else the rows hold, and one that is always the user's."""
    ours = BY_NAME[tab].fields
    theirs = dict.fromkeys(["Favourite colour", *(name for row in _rows(rows) for name in row)])
    return [*ours, *(name for name in theirs if name not in ours)]


def _rows(rows: object) -> list[Row]:
    return list(rows)  # type: ignore[call-overload]  # any iterable of rows


def _write(sheet: xlsxwriter.worksheet.Worksheet, line: int, number: int, value: Cell) -> None:
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(line, number, value)
        case str():
            sheet.write_string(line, number, value)
        case dt.date() | dt.time():
            sheet.write_datetime(line, number, value)
        case Formula():
            sheet.write_formula(line, number, value.text)
        case Error():
            sheet.write_formula(line, number, "=NA()", value=value.code)
        case _:
            sheet.write_number(line, number, value)
