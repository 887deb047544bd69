"""Cells to be written, gathered into few rectangles: a call costs the same for a cell as for a column."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.schema import BY_NAME, TEXT_KINDS
from leadsorted_sheets.workbook.excel.blocks import Block, Box
from leadsorted_sheets.workbook.excel.places import Place
from leadsorted_sheets.workbook.excel.rows import runs
from leadsorted_sheets.workbook.excel.values import may_be_taken

Puts: TypeAlias = Mapping[int, Mapping[int, Cell]]
"""Column -> line -> the new value."""
MOST_PIECES = 4
"""A column is written in up to so many pieces exactly as changed; beyond, unchanged cells in between are written again."""
MOST_RECTANGLES = 4
"""A tab is written in about so many rectangles; beyond, neighbours are joined over cells that may be written again."""
_ALWAYS = frozenset({str, type(None)})
"""What may be written again as it is in any column."""
RECORDS = frozenset({"History", "Review", "Report"})
"""Sheets of ours whose tables only we fill: their texts are kept by the mark alone, so no format is set and nothing is
read again, which saves a command up to fourteen calls."""
LONGEST_ADDRESS = 255
"""Characters Excel takes in an address of several areas."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle and what goes into it, column by column."""

    box: Box
    columns: tuple[tuple[Cell, ...], ...]


def pieces(puts: Puts, place: Place, block: Block, *, going: Container[int] = ()) -> list[Piece]:
    """The rectangles, left to right. Neighbouring columns that change in the same lines are one.

    `going` are lines that will be taken out afterwards: they never part a rectangle in two.
    """
    there = {
        column: _Column.of(block, column, typed=is_typed(column, place), changed=puts.get(column, {}), going=going)
        for column in range(place.data.left, place.data.right + 1)
    }
    spans = {column: _spans(lines, there[column], going) for column, lines in sorted(puts.items()) if lines}
    boxes = [Box(top, first, bottom, last) for first, last in _alike(spans) for top, bottom in spans[first]]

    def may_be_written(box: Box) -> bool:
        return all(there[column].may_be_written(box.top, box.bottom) for column in range(box.left, box.right + 1))

    return [
        Piece(box, tuple(there[column].between(box.top, box.bottom) for column in range(box.left, box.right + 1)))
        for box in joined(boxes, may_be_written, most=_most_rectangles(place))
    ]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as it is and as it will be. `fixed` are the lines that can only be left alone, in order."""

    top: int
    cells: Sequence[Cell]
    changed: Mapping[int, Cell]
    fixed: Sequence[int]

    @classmethod
    def of(
        cls, block: Block, column: int, *, typed: bool, changed: Mapping[int, Cell], going: Container[int]
    ) -> _Column:  # fmt: skip
        top, cells = block.box.top, block.column(column)
        if set(map(type, cells)) <= _ALWAYS:
            return cls(top, cells, changed, ())
        fixed = [
            line
            for line, cell in enumerate(cells, top)
            if not _may_be_written_again(cell, typed=typed) and line not in changed and line not in going
        ]
        return cls(top, cells, changed, fixed)

    def may_be_written(self, top: int, bottom: int) -> bool:
        """Whether the lines from the one to the other may all be written, changed or as they are."""
        at = bisect_left(self.fixed, top)
        return at == len(self.fixed) or self.fixed[at] > bottom

    def between(self, top: int, bottom: int) -> tuple[Cell, ...]:
        """What those lines will hold; nothing below the block."""
        held = list(self.cells[max(0, top - self.top) : bottom - self.top + 1])
        held += [None] * (bottom - top + 1 - len(held))
        for line, cell in self.changed.items():
            if top <= line <= bottom:
                held[line - top] = cell
        return tuple(held)


def text_areas(found: Sequence[Piece], place: Place) -> list[Box]:
    """Where texts go in that have to be kept from being parsed, as few rectangles as neighbouring columns allow.

    A column of ours for texts is one area from its first to its last. In any other only the texts that would be
    taken for something else are; where those are scattered they are left to the mark (`marked`).
    """
    if is_record(place):
        return []
    boxes: list[Box] = []
    for piece in found:
        areas: dict[int, list[tuple[int, int]]] = {}
        for column, cells in enumerate(piece.columns, piece.box.left):
            lines = _to_be_kept(column, cells, piece, place)
            if len(lines) <= MOST_PIECES:
                areas[column] = lines
        for first, last in _alike({column: lines for column, lines in areas.items() if lines}):
            boxes += [Box(top, first, bottom, last) for top, bottom in areas[first]]
    return boxes


def marked(piece: Piece, place: Place) -> frozenset[int]:
    """The columns whose texts get an apostrophe in front, the mark that says "text": no format is set for them."""
    if is_record(place):
        return frozenset(range(piece.box.left, piece.box.right + 1))
    return frozenset(
        column
        for column, cells in enumerate(piece.columns, piece.box.left)
        if len(_to_be_kept(column, cells, piece, place)) > MOST_PIECES
    )


def _to_be_kept(column: int, cells: Sequence[Cell], piece: Piece, place: Place) -> list[tuple[int, int]]:
    """The runs of lines whose cells are to be formatted as text."""
    kinds = set(map(type, cells))
    if str not in kinds:
        return []
    top = piece.box.top
    if kinds <= {str, type(None)} and holds_texts(column, place):
        lines = [top + n for n, cell in enumerate(cells) if cell is not None]
        return [(lines[0], lines[-1])]
    return runs([top + n for n, cell in enumerate(cells) if isinstance(cell, str) and may_be_taken(cell)])


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


def _spans(lines: Mapping[int, Cell], there: _Column, going: Container[int]) -> tuple[tuple[int, int], ...]:
    """The runs of changed lines; where there are many, joined over cells that may be written again as they are."""
    exact = runs(sorted(lines))
    many = len(exact) > MOST_PIECES
    joined = [exact[0]]
    for top, bottom in exact[1:]:
        first, last = joined[-1][1] + 1, top - 1
        wanted = many or all(line in going for line in range(first, last + 1))
        if wanted and there.may_be_written(first, last):
            joined[-1] = (joined[-1][0], bottom)
        else:
            joined.append((top, bottom))
    return tuple(joined)


def _may_be_written_again(cell: Cell, *, typed: bool) -> bool:
    """Text and nothing, always. A number only in a column of numbers: elsewhere its cell may be formatted as text."""
    if cell is None or isinstance(cell, str):
        return True
    return typed and not isinstance(cell, Formula | Error)


def is_record(place: Place) -> bool:
    """Whether it is one of the tables that only we fill."""
    tab = BY_NAME.get(place.layout.tab)
    return place.table is not None and tab is not None and tab.sheet in RECORDS


def is_typed(column: int, place: Place) -> bool:
    """Whether it is a column of ours for numbers or days."""
    kind = _kind(column, place)
    return bool(kind) and kind not in TEXT_KINDS


def holds_texts(column: int, place: Place) -> bool:
    """Whether it is a column of ours for texts."""
    return _kind(column, place) in TEXT_KINDS


def _kind(column: int, place: Place) -> str:
    tab = BY_NAME.get(place.layout.tab)
    at = column - place.layout.first_column
    columns = place.layout.columns
    ours = tab.column(columns[at].field) if tab and 0 <= at < len(columns) else None
    return ours.kind if ours is not None else ""


def _most_rectangles(place: Place) -> int:
    """One for a table that only we fill, where nothing in between is anybody's, else as many as a tab may have."""
    return 1 if is_record(place) else MOST_RECTANGLES


def joined(boxes: Sequence[Box], may_be_written: Callable[[Box], bool], *, most: int) -> list[Box]:
    """The boxes, where there are many the cheapest neighbours made one: those that take in the fewest further cells."""
    found = sorted(boxes, key=lambda box: (box.left, box.top))
    refused: set[Box] = set()
    while len(found) > most:
        pairs = (_around(first, second) for first, second in pairwise(found))
        costs = [
            (_cells(both) - _cells(found[n]) - _cells(found[n + 1]), n)
            for n, both in enumerate(pairs)
            if both not in refused
        ]
        if not costs:
            break
        at = min(costs)[1]
        both = _around(found[at], found[at + 1])
        clear = all(each in found[at : at + 2] or not _meet(each, both) for each in found)
        if clear and may_be_written(both):
            found[at : at + 2] = [both]
        else:
            refused.add(both)
    return found


def _around(first: Box, second: Box) -> Box:
    return Box(
        min(first.top, second.top), min(first.left, second.left),
        max(first.bottom, second.bottom), max(first.right, second.right),
    )  # fmt: skip


def _cells(box: Box) -> int:
    return box.height * (box.right - box.left + 1)


def _meet(first: Box, second: Box) -> bool:
    beside = first.right < second.left or second.right < first.left
    return not (beside or first.bottom < second.top or second.bottom < first.top)


def _alike(spans: Mapping[int, Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """First and last of each run of neighbouring columns with the same spans."""
    groups: dict[int, list[int]] = defaultdict(list)
    start = 0
    for column in sorted(spans):
        if not (groups.get(start) and groups[start][-1] == column - 1 and list(spans[column]) == list(spans[start])):
            start = column
        groups[start].append(column)
    return [(columns[0], columns[-1]) for columns in groups.values()]
