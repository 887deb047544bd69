"""Tables of ours that share a sheet, as those of Report do, are written together: a call costs the same for all of them.

In between may stand what is blank, their headers and their titles. Anything else is somebody's, and is not written
again even as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.schema import BY_NAME
from leadsorted_sheets.workbook.excel.blocks import Block, Box
from leadsorted_sheets.workbook.excel.pieces import Piece, is_record, joined
from leadsorted_sheets.workbook.excel.places import Place
from leadsorted_sheets.workbook.excel.plans import TabPlan
from leadsorted_sheets.workbook.excel.reading import Snapshot

MOST_TOGETHER = 2
"""Report's tables stand in two columns: each is one rectangle."""


def together(tabs: Sequence[TabPlan], snapshot: Snapshot) -> list[TabPlan]:
    """The same plans, the rectangles of tables that only we fill gathered sheet by sheet in the first of them."""
    made: list[TabPlan] = []
    for sheet in dict.fromkeys(tab.place.sheet.name for tab in tabs):
        here = [tab for tab in tabs if tab.place.sheet.name == sheet]
        ours = [tab for tab in here if is_record(tab.place) and tab.only_writes]
        if len(ours) > 1:
            gathered = _Gathered.of(ours, snapshot)
            here = [tab for tab in here if tab not in ours]
            here.append(replace(ours[0], pieces=list(gathered.pieces())))
        made += here
    return made


@dataclass(frozen=True, slots=True)
class _Gathered:
    """A sheet with what several tables want written to it."""

    block: Block
    places: Sequence[Place]
    boxes: Sequence[Box]
    puts: dict[tuple[int, int], Cell]

    @classmethod
    def of(cls, tabs: Sequence[TabPlan], snapshot: Snapshot) -> _Gathered:
        sheet = tabs[0].place.sheet.name
        there = [place for place in snapshot.places if place.sheet.name == sheet and is_record(place)]
        found = [piece for tab in tabs for piece in tab.pieces]
        puts = {
            (line, column): cell
            for piece in found
            for column, cells in enumerate(piece.columns, piece.box.left)
            for line, cell in enumerate(cells, piece.box.top)
        }
        return cls(snapshot.blocks[sheet], there, [piece.box for piece in found], puts)

    def pieces(self) -> Iterator[Piece]:
        for box in joined(self.boxes, self._may_be_written, most=MOST_TOGETHER):
            lines, columns = range(box.top, box.bottom + 1), range(box.left, box.right + 1)
            yield Piece(box, tuple(tuple(self._cell(line, column) for line in lines) for column in columns))

    def _cell(self, line: int, column: int) -> Cell:
        return self.puts.get((line, column), self.block.cell(line, column))

    def _may_be_written(self, box: Box) -> bool:
        cells = product(range(box.top, box.bottom + 1), range(box.left, box.right + 1))
        return all(at in self.puts or self._is_free(*at) for at in cells)

    def _is_free(self, line: int, column: int) -> bool:
        """Whether a cell that is not to change may be written again as it is."""
        cell = self.block.cell(line, column)
        if cell is None:
            return True
        return not isinstance(cell, Formula | Error) and any(
            _is_ours(place, line, column) or cell == _title(place) for place in self.places
        )


def _is_ours(place: Place, line: int, column: int) -> bool:
    """Whether the cell is in a column of ours of the table, header or below."""
    tab, box = BY_NAME[place.layout.tab], place.table.box if place.table is not None else place.data
    at = column - place.layout.first_column
    columns = place.layout.columns
    ours = 0 <= at < len(columns) and tab.column(columns[at].field) is not None
    return ours and box.top <= line <= box.bottom


def _title(place: Place) -> str:
    return BY_NAME[place.layout.tab].title
