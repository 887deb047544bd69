"""A rectangle of a sheet read at once: its values, and which of them are formulas or errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.workbook.excel.refusals import vendor_errors
from leadsorted_sheets.workbook.excel.values import ERRORS, from_excel
from leadsorted_sheets.workbook.port import letters

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Box:
    """Cells from one corner to the other, counted from 1. Upside down where there are none."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return max(0, self.bottom - self.top + 1)

    def __str__(self) -> str:
        first, last = f"{letters(self.left)}{self.top}", f"{letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"


@dataclass(frozen=True, slots=True)
class Block:
    """The cells of a box, row by row, and the texts of all its cells as formulas show them (nothing where not asked)."""

    box: Box
    cells: tuple[tuple[Cell, ...], ...]
    texts: tuple[tuple[str, ...], ...] = ()

    def cell(self, line: int, column: int) -> Cell:
        row, at = line - self.box.top, column - self.box.left
        if 0 <= row < len(self.cells) and 0 <= at < len(self.cells[row]):
            return self.cells[row][at]
        return None

    def row(self, line: int, left: int, right: int) -> tuple[Cell, ...]:
        """The cells of a line between two columns, blank where the block does not reach."""
        return tuple(self.cell(line, column) for column in range(left, right + 1))


def read(sheet: Any, box: Box, *, below: int = 0) -> Block:
    """The block, formulas and errors told from values.

    Formulas are not asked for where no line after `below` holds anything: a row of nothing but formulas is no row.
    """
    if box.height < 1 or box.right < box.left:
        return Block(box, ())
    area = sheet.range((box.top, box.left), (box.bottom, box.right))
    values = area.options(ndim=2, err_to_str=True).value
    if not any(value is not None for row in values[max(0, below - box.top + 1) :] for value in row):
        return Block(box, tuple(tuple(map(from_excel, row)) for row in values))
    texts = formula_texts(area, box)
    suspects = any(value in ERRORS for row in values for value in row if isinstance(value, str) and value[:1] == "#")
    plain = area.options(ndim=2).value if suspects else None
    cells = [list(map(from_excel, row)) for row in values]
    for line, row in enumerate(texts):
        for at, text in enumerate(row):
            if text[:1] == "=" and text != values[line][at]:
                cells[line][at] = Formula(text, f"{sheet.name}!{letters(box.left + at)}{box.top + line}")
    if plain is not None:
        _mark_errors(cells, values, plain)
    return Block(box, tuple(map(tuple, cells)), texts)


def formula_texts(area: Any, box: Box) -> tuple[tuple[str, ...], ...]:
    """What the formula bar shows for each cell: a formula, or the value as text.

    Where a program refuses a block because one of its texts is too long for a formula, halves are asked for.
    """
    try:
        found = area.formula
    except vendor_errors():
        rows, columns = area.shape
        if rows * columns == 1:
            return ((str(area.value or ""),),)
        if rows > 1:
            half = rows // 2
            upper = formula_texts(area[:half, :], box)
            return upper + formula_texts(area[half:, :], box)
        half = columns // 2
        left, right = formula_texts(area[:, :half], box), formula_texts(area[:, half:], box)
        return ((*left[0], *right[0]),)
    return _two_dimensional(found, area.shape)


def _mark_errors(cells: list[list[Cell]], values: Sequence[Sequence[Any]], plain: Sequence[Sequence[Any]]) -> None:
    """A cell that reads "#N/A" is an error where it reads as nothing when errors are not asked for, else a text."""
    for line, row in enumerate(values):
        for at, value in enumerate(row):
            if value in ERRORS and plain[line][at] is None and not isinstance(cells[line][at], Formula):
                cells[line][at] = Error(value)


def _two_dimensional(found: Any, shape: tuple[int, int]) -> tuple[tuple[str, ...], ...]:
    """One spelling for what programs answer: a text for a cell, one row for a row, else rows of texts."""
    if shape[0] > 1 and isinstance(found, tuple) and all(type(each) is str for row in found for each in row):
        return found  # as Windows answers, a million cells at a time
    if not isinstance(found, list | tuple):
        return ((_text(found),),)
    rows = found if found and isinstance(found[0], list | tuple) else [found]
    if len(rows) == 1 and shape[1] == 1 and shape[0] > 1:
        rows = [[each] for each in rows[0]]
    return tuple(tuple(map(_text, row)) for row in rows)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
