"""A foreign file as a table: CSV and its cousins, or the best sheet of a workbook."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from leadsorted_sheets.core.cell import Cell, canon
from leadsorted_sheets.core.delimited import read_delimited
from leadsorted_sheets.core.records import counted
from leadsorted_sheets.errors import Corrupt, Encrypted, NoSuchTab, NotATable
from leadsorted_sheets.intake.layout import known_columns, laid_out
from leadsorted_sheets.intake.opening import Opened, opened
from leadsorted_sheets.intake.sheet_xml import counts_from_1904, oddities, shows_error
from leadsorted_sheets.intake.table import Flag, Grid, Merge, RawTable, Rejected
from leadsorted_sheets.intake.vcards import read_vcards

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook


def read_table(
    source: Path | str | bytes,
    name: str = "",
    *,
    sheet: str = "",
    encoding: str | None = None,
    delimiter: str | None = None,
) -> RawTable:
    """The table in a file: .csv, .tsv, .txt, .xlsx, .xlsm, .xlsb, .xls, .ods or .vcf, told by its content.

    `name` is for messages. `sheet`, `encoding` and `delimiter` overrule what the file says.
    Raises errors.BadInput in one of its kinds where there is no table to be had.
    """
    file = opened(source, name)
    if file.kind == "vcards":
        cards = read_vcards(file.data, file.name)
        return replace(cards, notes=(*file.notes, *cards.notes))
    table = _from_text(file, encoding, delimiter) if file.kind == "text" else _from_workbook(file, sheet)
    return replace(table, notes=(*file.notes, *table.notes))


def _from_text(file: Opened, encoding: str | None, delimiter: str | None) -> RawTable:
    text = read_delimited(file.data, file.name, encoding=encoding, delimiter=delimiter)
    damaged = tuple(Rejected(each.line, each.reason, each.cells) for each in text.damaged)
    rows: list[list[Cell]] = text.rows  # type: ignore[assignment]  # text is a cell; the list is ours alone
    flags = _error_texts(rows, text.lines) if b"#" in file.data else {}
    table = laid_out(Grid(rows, text.lines, flags=flags, rejected=damaged, notes=text.notes), file.name)
    return replace(table, encoding=text.dialect.encoding, delimiter=text.dialect.delimiter)


_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!")
)  # as Excel writes them to a CSV


def _error_texts(rows: list[list[Cell]], lines: Sequence[int]) -> dict[tuple[int, int], Flag]:
    """Flags for the cells that hold nothing but the error of a formula."""
    return {
        (line, column): shows_error(cell)
        for row, line in zip(rows, lines, strict=True)
        if not _ERRORS.isdisjoint(row)
        for column, cell in enumerate(row)
        if isinstance(cell, str) and cell in _ERRORS
    }


def _from_workbook(file: Opened, wanted: str) -> RawTable:
    with _calamine(file) as book:
        grid, others = _best_sheet(book, file.name, wanted)
    notes = list(grid.notes)
    if others:
        names = ", ".join(f'"{name}"' for name in others)
        notes.append(
            f'The sheet "{grid.sheet}" was read, not {names}. To read another one, save it as a file of its own.'
        )
    from_1904 = file.kind == "xlsx" and counts_from_1904(file.data)
    if file.kind == "xlsx":
        grid, more = _with_oddities(grid, file.data)
        notes += more
    return replace(laid_out(replace(grid, notes=tuple(notes)), file.name), from_1904=from_1904)


def _best_sheet(book: CalamineWorkbook, name: str, wanted: str) -> tuple[Grid, list[str]]:
    """The sheet with the most columns we know, and the names of the others that hold something."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if wanted:
        if wanted not in [each.name for each in sheets]:
            raise NoSuchTab(name, wanted, tuple(each.name for each in sheets))
        return _grid(book.get_sheet_by_name(wanted)), []
    visible = [each.name for each in sheets if each.visible == SheetVisibleEnum.Visible]
    grids = [_grid(book.get_sheet_by_name(each)) for each in visible or [each.name for each in sheets]]
    filled = [grid for grid in grids if grid.rows]
    if not filled:
        raise NotATable(name, "it has no sheet with anything on it")
    best = max(filled, key=lambda grid: (known_columns(grid), len(grid.rows) > 1))
    return best, [grid.sheet for grid in filled if grid is not best]


def _grid(sheet: CalamineSheet) -> Grid:
    raw = sheet.to_python(skip_empty_area=False)
    rows: list[list[Cell]] = []
    lines: list[int] = []
    for line, cells in enumerate(raw, 1):
        row = [cell if type(cell) is str else _cell(cell) for cell in cells]
        if row.count("") < len(row):
            rows.append(row)
            lines.append(line)
    merges = tuple(
        Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return Grid(rows, lines, sheet.name, merges)


def _cell(value: float | bool | dt.time | dt.date | dt.datetime | dt.timedelta | str) -> Cell:
    return canon(value)


def _with_oddities(grid: Grid, data: bytes) -> tuple[Grid, list[str]]:
    odd = oddities(data, grid.sheet)
    notes: list[str] = []
    hidden = sum(line in odd.hidden_rows for line in grid.lines)
    if hidden:
        notes.append(f"{counted(hidden, 'hidden row')} {_was(hidden)} read like the others.")
    columns = odd.hidden_columns.intersection(range(max(map(len, grid.rows), default=0)))
    if columns:
        notes.append(f"{counted(len(columns), 'hidden column')} {_was(len(columns))} read like the others.")
    if odd.formulas:
        they = "it" if odd.formulas == 1 else "they"
        notes.append(f"{counted(odd.formulas, 'formula')} {_was(odd.formulas)} taken for what {they} last came to.")
    return replace(grid, flags=odd.flags), notes


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


@contextmanager
def _calamine(file: Opened) -> Iterator[CalamineWorkbook]:
    """The workbook, with every failure of the library told in our words."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(file.data)) as book:
            yield book
    except PasswordError:
        raise Encrypted(file.name) from None
    except (CalamineError, OSError, ValueError) as damage:
        if "password" in str(damage).lower():
            raise Encrypted(file.name) from None
        raise Corrupt(file.name, f"the workbook is damaged ({damage})") from None
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":  # what a Rust library raises when it gives up
            raise
        raise Corrupt(file.name, "the workbook is damaged") from None
