"""The first rows of every sheet, for finding the leads in a spreadsheet that is not ours yet."""

from __future__ import annotations

from typing import Any

from leadsorted_sheets import errors
from leadsorted_sheets.core.cell import Cell, Formula, canon
from leadsorted_sheets.core.schema import BASE_SHEET, JOURNAL_SHEET, STATE_SHEET
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.facts import FIELDS, facts_of
from leadsorted_sheets.workbook.gsheets.typed import day_of
from leadsorted_sheets.workbook.port import Sketch

_ROWS = 60
_COLUMNS = 512
_ATTEMPTS = 3


def sketches(client: Client, key: str) -> tuple[Sketch, ...]:
    """The sheets that are there, ours left out, in order. Days are told from numbers by reading the cells twice."""
    for _ in range(_ATTEMPTS):
        facts = facts_of(client.spreadsheet(key, fields=FIELDS))
        sheets = [sheet for sheet in facts.sheets if sheet.title not in {STATE_SHEET, JOURNAL_SHEET, BASE_SHEET}]
        ranges = [sheet.a1(0, min(_ROWS, sheet.rows), 0, min(_COLUMNS, sheet.columns)) for sheet in sheets]
        try:
            blocks = client.values(key, ranges, render="FORMULA")
            shown = client.values(key, ranges, render="UNFORMATTED_VALUE", dates="FORMATTED_STRING")
        except errors.RangeGone:
            continue  # a tab was renamed between two requests
        return tuple(
            Sketch(sheet.title, _cells(block, again), sheet.hidden)
            for sheet, block, again in zip(sheets, blocks, shown, strict=True)
        )
    raise errors.Moved(f"gsheet:{key}")


def _cells(block: list[list[Any]], again: list[list[Any]]) -> tuple[tuple[Cell, ...], ...]:
    width = max((len(row) for row in block), default=0)
    return tuple(
        tuple(_cell(_at(row, n), _at(again[line] if line < len(again) else [], n)) for n in range(width))
        for line, row in enumerate(block)
    )


def _cell(value: Any, shown: Any) -> Cell:
    if isinstance(value, str):
        return Formula(value) if value[:1] == "=" and shown != value else canon(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and isinstance(shown, str) and shown:
        return day_of(value)
    return canon(value)


def _at(row: list[Any], n: int) -> Any:
    return row[n] if n < len(row) else ""
