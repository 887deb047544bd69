"""Cells that are in no file (a sheet on Google, a workbook that is open) as one that intake can read."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from leadsorted_sheets.core.cell import Cell, Error, Formula

_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])  # characters that XML cannot carry


def as_file(sheets: Mapping[str, Mapping[int, Sequence[Cell]]]) -> bytes:
    """A workbook with these sheets: title -> row number (1-based) -> cells from column A. What a formula comes to is not known.

    >>> as_file({"Leads": {1: ["Name"], 3: ["Ann"]}})[:2]
    b'PK'
    """
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for line in range(1, max(rows, default=0) + 1):
            sheet.append([_plain(sheet, cell) for cell in rows.get(line, ())])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _plain(sheet: Any, cell: Cell) -> object:
    from openpyxl.cell import WriteOnlyCell

    match cell:
        case Formula() | Error():
            return None
        case str() if cell.startswith("="):  # openpyxl would make a formula of it
            text = WriteOnlyCell(sheet, cell.translate(_FORBIDDEN))
            text.data_type = "s"
            return text
        case str():
            return cell.translate(_FORBIDDEN)
        case _:
            return cell
