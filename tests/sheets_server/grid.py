"""One sheet: rows and columns of cells that keep their identity wherever they are moved.

A row is an object with a number of its own (`uid`), so developer metadata can follow it through inserts and sorts.
A draft shares its rows with the sheet it was made from and copies one when it first writes to it: a batch that is
refused half way is simply dropped, and a copy of 100,000 rows costs a millisecond.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from tests.sheets_server.refusals import Json

ROWS, COLUMNS = "ROWS", "COLUMNS"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it stands in the cell, with its equals sign."""

    text: str


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error as a cell shows it: `#DIV/0!`."""

    text: str


Scalar: TypeAlias = str | int | float | bool
Value: TypeAlias = Scalar | Formula | ErrorValue | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds. `format` and `validation` are messages of the API; `more` holds whatever else was written."""

    value: Value = None
    format: Mapping[str, Any] | None = None
    note: str = ""
    validation: Mapping[str, Any] | None = None
    more: Mapping[str, Any] | None = None

    def with_value(self, value: Value) -> Cell:
        if self is BLANK and value is not None:
            return Cell(value)
        if self.format is None and not self.note and self.validation is None and self.more is None:
            return BLANK if value is None else Cell(value)
        return replace(self, value=value)

    def dress(self) -> Cell:
        """The cell's look without its content: what a new row takes from its neighbour."""
        return (
            BLANK if self.format is None and self.validation is None else Cell(None, self.format, "", self.validation)
        )


BLANK = Cell()
_uids = itertools.count(1)


class Line:
    """A row or a column: its identity, and what is set for it as a whole."""

    __slots__ = ("hidden", "owner", "size", "uid")

    def __init__(self, *, owner: object = None) -> None:
        self.uid = next(_uids)
        self.owner = owner
        self.hidden = False
        self.size: int | None = None

    def properties(self, default: int) -> Json:
        found: Json = {"pixelSize": default if self.size is None else self.size}
        return found | {"hiddenByUser": True} if self.hidden else found


class Row(Line):
    """A line of cells; those right of the list are blank."""

    __slots__ = ("cells",)

    def __init__(self, cells: Iterable[Cell] = (), *, owner: object = None) -> None:
        super().__init__(owner=owner)
        self.cells: list[Cell] = list(cells)

    def own_copy(self, owner: object) -> Row:
        twin = Row.__new__(Row)
        twin.uid, twin.owner, twin.hidden, twin.size = self.uid, owner, self.hidden, self.size
        twin.cells = list(self.cells)
        return twin

    def width(self) -> int:
        """How many cells there are up to the last one with a value."""
        cells = self.cells
        width = len(cells)
        while width and cells[width - 1].value is None:
            width -= 1
        return width


@dataclass(slots=True)
class Sheet:
    """A tab. `properties` are all but what the lines tell; `objects` are merges, filters, charts and the like, by field."""

    id: int
    properties: Json
    rows: list[Row] = field(default_factory=list)
    columns: list[Line] = field(default_factory=list)
    objects: dict[str, Any] = field(default_factory=dict)
    has_formulas: bool = False
    owner: object = field(default_factory=object)
    _places: dict[str, dict[int, int]] = field(default_factory=dict)  # dimension -> uid -> number, as last looked up

    @classmethod
    def new(cls, sheet_id: int, title: str, rows: int = 1000, columns: int = 26) -> Sheet:
        sheet = cls(sheet_id, {"title": title, "sheetType": "GRID"})
        sheet.rows = [Row(owner=sheet.owner) for _ in range(rows)]
        sheet.columns = [Line(owner=sheet.owner) for _ in range(columns)]
        return sheet

    @property
    def title(self) -> str:
        return str(self.properties["title"])

    def lines(self, dimension: str) -> list[Any]:
        return self.columns if dimension == COLUMNS else self.rows

    def place_of(self, dimension: str, uid: int) -> int:
        """Where the line with this uid is now. Raises KeyError where it is gone."""
        if dimension not in self._places:
            self._places[dimension] = {line.uid: at for at, line in enumerate(self.lines(dimension))}
        return self._places[dimension][uid]

    def draft(self) -> Sheet:
        return Sheet(
            self.id,
            copy.deepcopy(self.properties),
            list(self.rows),
            [copy.copy(column) for column in self.columns],
            copy.deepcopy(self.objects),
            self.has_formulas,
        )

    def duplicate(self, sheet_id: int, title: str) -> Sheet:
        """The same cells in another sheet: every line is a new one."""
        twin = self.draft()
        twin.id, twin.properties["title"] = sheet_id, title
        for line in twin.columns:
            line.uid = next(_uids)
        for at, row in enumerate(twin.rows):
            twin.rows[at] = fresh = row.own_copy(twin.owner)
            fresh.uid = next(_uids)
        return twin

    def cell(self, row: int, column: int) -> Cell:
        cells = self.rows[row].cells
        return cells[column] if column < len(cells) else BLANK

    def own_row(self, row: int) -> Row:
        """The row, to be written to."""
        found = self.rows[row]
        if found.owner is not self.owner:
            found = self.rows[row] = found.own_copy(self.owner)
        return found

    def put(self, row: int, column: int, cell: Cell) -> None:
        cells = self.own_row(row).cells
        if isinstance(cell.value, Formula):
            self.has_formulas = True
        if column < len(cells):
            cells[column] = cell
        elif cell is not BLANK:
            cells.extend([BLANK] * (column - len(cells)))
            cells.append(cell)

    def put_line(self, row: int, left: int, cells: list[Cell]) -> None:
        """Neighbouring cells of one row at once."""
        line = self.own_row(row).cells
        line.extend([BLANK] * (left - len(line)))
        line[left : left + len(cells)] = cells
        self.has_formulas = self.has_formulas or any(isinstance(cell.value, Formula) for cell in cells)

    def filled(self) -> Iterator[tuple[int, int, Cell]]:
        """Every cell that is not blank, with its place."""
        for at, row in enumerate(self.rows):
            for column, cell in enumerate(row.cells):
                if cell is not BLANK:
                    yield at, column, cell

    def height(self) -> int:
        """How many rows there are up to the last one with a value."""
        height = len(self.rows)
        while height and not self.rows[height - 1].width():
            height -= 1
        return height

    def insert(self, dimension: str, at: int, count: int, *, like: int | None) -> None:
        """New blank lines before `at`, dressed like the line `like`."""
        self._places.clear()
        if dimension == ROWS:
            dress = [cell.dress() for cell in self.rows[like].cells] if like is not None and self.rows else []
            while dress and dress[-1] is BLANK:
                dress.pop()
            self.rows[at:at] = [Row(dress, owner=self.owner) for _ in range(count)]
            return
        self.columns[at:at] = [Line(owner=self.owner) for _ in range(count)]
        for number, row in enumerate(self.rows):
            if at < len(row.cells) or (like is not None and like < len(row.cells)):
                cells = self.own_row(number).cells
                look = cells[like].dress() if like is not None and like < len(cells) else BLANK
                cells[at:at] = [look] * count

    def delete(self, dimension: str, start: int, end: int) -> list[int]:
        """Takes lines out and returns their numbers, so that what hung on them can go too."""
        self._places.clear()
        gone = [line.uid for line in self.lines(dimension)[start:end]]
        del self.lines(dimension)[start:end]
        if dimension == COLUMNS:
            for number, row in enumerate(self.rows):
                if start < len(row.cells):
                    del self.own_row(number).cells[start:end]
        return gone

    def rearrange(self, uids: dict[int, int]) -> None:
        """Gives rows new identities: number -> uid. For a sort, which moves cells and what hangs on them alike."""
        self._places.clear()
        for row, uid in uids.items():
            self.own_row(row).uid = uid

    def move(self, dimension: str, start: int, end: int, to: int) -> None:
        """Moves lines before the line that is now at `to`, which lies outside of them."""
        self._places.clear()
        order = moved_order(len(self.lines(dimension)), start, end, to)
        lines = self.lines(dimension)
        lines[:] = [lines[at] for at in order]
        if dimension == COLUMNS:
            for number, row in enumerate(self.rows):
                if row.cells:
                    cells = self.own_row(number).cells
                    cells.extend([BLANK] * (len(order) - len(cells)))
                    cells[:] = [cells[at] for at in order]


def moved_order(length: int, start: int, end: int, to: int) -> list[int]:
    """Old places in their new order.

    >>> moved_order(5, 0, 2, 4)
    [2, 3, 0, 1, 4]
    """
    rest = [at for at in range(length) if not start <= at < end]
    before = sum(1 for at in rest if at < to)
    return rest[:before] + list(range(start, end)) + rest[before:]
