"""Cells to be written, gathered into few rectangles: a call costs the same for a cell as for a column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.schema import BY_NAME, TEXT_KINDS
from leadsorted_sheets.workbook.excel.blocks import Block, Box
from leadsorted_sheets.workbook.excel.places import Place
from leadsorted_sheets.workbook.excel.rows import runs

Puts: TypeAlias = Mapping[int, Mapping[int, Cell]]
"""Column -> line -> the new value."""
MOST_PIECES = 4
"""A column is written in up to so many pieces exactly as changed; beyond, unchanged cells in between are written again."""
LONGEST_ADDRESS = 255
"""Characters Excel takes in an address of several areas."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle and what goes into it."""

    box: Box
    rows: tuple[tuple[Cell, ...], ...]


def pieces(puts: Puts, place: Place, block: Block, *, going: Container[int] = ()) -> list[Piece]:
    """The rectangles, left to right. Neighbouring columns that change in the same lines are one.

    `going` are lines that will be taken out afterwards: they never part a rectangle in two.
    """
    spans = {column: _spans(column, lines, place, block, going) for column, lines in sorted(puts.items()) if lines}
    found: list[Piece] = []
    for first, last in _alike(spans):
        for top, bottom in spans[first]:
            box = Box(top, first, bottom, last)
            rows = tuple(
                tuple(
                    puts[column][line] if line in puts[column] else block.cell(line, column)
                    for column in range(first, last + 1)
                )
                for line in range(top, bottom + 1)
            )
            found.append(Piece(box, rows))
    return found


def text_areas(found: Sequence[Piece]) -> list[Box]:
    """Where texts go in, as few rectangles as neighbouring columns allow."""
    boxes: list[Box] = []
    for piece in found:
        areas: dict[int, list[tuple[int, int]]] = {}
        for at in range(piece.box.right - piece.box.left + 1):
            lines = [piece.box.top + n for n, row in enumerate(piece.rows) if isinstance(row[at], str)]
            if lines:
                areas[piece.box.left + at] = runs(lines)
        for first, last in _alike(areas):
            boxes += [Box(top, first, bottom, last) for top, bottom in areas[first]]
    return boxes


def addresses(boxes: Sequence[Box]) -> Iterator[str]:
    """The boxes as addresses of several areas, each short enough to be taken.

    >>> list(addresses([Box(1, 1, 3, 1), Box(1, 4, 3, 5)]))
    ['A1:A3,D1:E3']
    """
    line = ""
    for each in map(str, boxes):
        if line and len(line) + 1 + len(each) > LONGEST_ADDRESS:
            yield line
            line = ""
        line = f"{line},{each}" if line else each
    if line:
        yield line


def _spans(
    column: int, lines: Mapping[int, Cell], place: Place, block: Block, going: Container[int]
) -> tuple[tuple[int, int], ...]:
    """The runs of changed lines; where there are many, joined over cells that may be written again as they are."""
    exact = runs(sorted(lines))
    many = len(exact) > MOST_PIECES
    typed = _is_typed(column, place)
    joined = [exact[0]]
    for top, bottom in exact[1:]:
        between = range(joined[-1][1] + 1, top)
        wanted = many or all(line in going for line in between)
        if wanted and all(_may_be_written_again(block.cell(line, column), typed=typed) for line in between):
            joined[-1] = (joined[-1][0], bottom)
        else:
            joined.append((top, bottom))
    return tuple(joined)


def _may_be_written_again(cell: Cell, *, typed: bool) -> bool:
    """Text and nothing, always. A number only in a column of numbers: elsewhere its cell may be formatted as text."""
    if cell is None or isinstance(cell, str):
        return True
    return typed and not isinstance(cell, Formula | Error)


def _is_typed(column: int, place: Place) -> bool:
    tab = BY_NAME.get(place.layout.tab)
    name = next((name for name, number in place.columns.items() if number == column), "")
    ours = tab.column(name) if tab else None
    return ours is not None and ours.kind not in TEXT_KINDS


def _alike(spans: Mapping[int, Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """First and last of each run of neighbouring columns with the same spans."""
    groups: dict[int, list[int]] = defaultdict(list)
    start = 0
    for column in sorted(spans):
        if not (groups.get(start) and groups[start][-1] == column - 1 and list(spans[column]) == list(spans[start])):
            start = column
        groups[start].append(column)
    return [(columns[0], columns[-1]) for columns in groups.values()]
