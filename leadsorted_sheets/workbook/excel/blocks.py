"""A rectangle of a sheet read at once: its values, and which of them are formulas or errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.workbook.excel.application import has_formulas
from leadsorted_sheets.workbook.excel.refusals import vendor_errors
from leadsorted_sheets.workbook.excel.values import ERRORS, column_from_excel
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

    def column(self, column: int) -> list[Cell]:
        """Its cells from the box's top to its bottom, blank where the block does not reach."""
        at = column - self.box.left
        if not self.cells or not 0 <= at < len(self.cells[0]):
            return [None] * self.box.height
        return [row[at] for row in self.cells]

    def holds_the_same(self, other: Block) -> bool:
        """Whether every cell says what it says in the other; to Python 1 and True would be alike."""
        mine, theirs = ([(tuple(map(type, row)), row) for row in block.cells] for block in (self, other))
        return mine == theirs

    def row(self, line: int, left: int, right: int) -> tuple[Cell, ...]:
        """The cells of a line between two columns, blank where the block does not reach."""
        return tuple(self.cell(line, column) for column in range(left, right + 1))


def read(sheet: Any, box: Box, *, below: int = 0) -> Block:
    """The block, formulas and errors told from values.

    The texts of formulas are asked for only where there are any: they cost as much as the values. And not where no
    line after `below` holds anything: a row of nothing but formulas is no row.
    """
    if box.height < 1 or box.right < box.left:
        return Block(box, ())
    area = sheet.range((box.top, box.left), (box.bottom, box.right))
    values = area.options(ndim=2, err_to_str=True).value
    columns = list(zip(*values, strict=True))
    cells = list(map(column_from_excel, columns))
    head = max(0, below - box.top + 1)
    empty = not any(value is not None for column in columns for value in column[head:])
    texts = formula_texts(area, box) if not empty and has_formulas(area) else ()
    for at, shown in enumerate(zip(*texts, strict=True) if texts else ()):
        if "=" in "".join(shown):
            cells[at] = _with_formulas(cells[at], columns[at], shown, Box(box.top, box.left + at, box.bottom, 0), sheet)
    if not empty and any(_shows_an_error(column) for column in columns):
        _mark_errors(cells, columns, list(zip(*area.options(ndim=2).value, strict=True)))
    return Block(box, tuple(zip(*cells, strict=True)), texts)


def _with_formulas(
    cells: Sequence[Cell], values: Sequence[Any], shown: Sequence[str], box: Box, sheet: Any
) -> list[Cell]:  # fmt: skip
    """The cells of a column, its formulas marked. A text that only begins like one reads as it is shown."""
    place = f"{sheet.name}!{letters(box.left)}"
    return [
        Formula(text, f"{place}{line}") if text[:1] == "=" and text != value else cell
        for line, (cell, value, text) in enumerate(zip(cells, values, shown, strict=True), box.top)
    ]


def _shows_an_error(column: Sequence[Any]) -> bool:
    return not ERRORS.isdisjoint(value for value in column if type(value) is str and value[:1] == "#")


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


def _mark_errors(cells: list[Sequence[Cell]], values: Sequence[Sequence[Any]], plain: Sequence[Sequence[Any]]) -> None:
    """A cell that reads "#N/A" is an error where it reads as nothing when errors are not asked for, else a text."""
    for at, column in enumerate(values):
        if _shows_an_error(column):
            cells[at] = [
                Error(value) if value in ERRORS and bare is None and not isinstance(cell, Formula) else cell
                for cell, value, bare in zip(cells[at], column, plain[at], strict=True)
            ]


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
