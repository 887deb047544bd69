"""A foreign table as it was found: raw cells under its own headers, and what was noticed on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from leadsorted_sheets.core.cell import Cell, shown


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken, with its reason and its cells as they were. `line` is its row number in the file, 1-based."""

    line: int
    reason: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """Something wrong with one cell: `found` was there, an error or a formula without a result, and is no value."""

    rule: str
    message: str
    found: Cell = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Merged cells: first and last line (1-based) and column (0-based)."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet or a text file before anybody knows where its header is. `lines[n]` is the row number of `rows[n]`.

    Blank cells are "" or None. `flags` are keyed by line and column (0-based).
    """

    rows: list[list[Cell]]
    lines: Sequence[int]
    sheet: str = ""
    merges: tuple[Merge, ...] = ()
    flags: Mapping[tuple[int, int], Flag] = field(default_factory=dict)
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows below a header. Every row has as many cells as the header, every header is another text, none is blank.

    `header_line` is 0 where the file has no header. `encoding` and `delimiter` are "" for a workbook, `sheet` for a text.
    `from_1904` says that day numbers count from there.
    """

    name: str
    header: tuple[str, ...]
    rows: list[list[Cell]]
    lines: list[int]
    header_line: int = 1
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    from_1904: bool = False
    flags: Mapping[tuple[int, int], Flag] = field(default_factory=dict)
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()

    def column(self, index: int, limit: int = 0) -> list[Cell]:
        """The cells of a column that are not blank; of a long column about `limit`, evenly spread, where one is given."""
        step = max(1, len(self.rows) // limit) if limit else 1
        return [cell for row in self.rows[::step] if (cell := row[index]) not in (None, "")]


def is_filled(cell: Cell) -> bool:
    return cell is not None and cell != ""


def row_texts(row: Sequence[Cell]) -> tuple[str, ...]:
    """The cells as a person reads them, on one line each."""
    return tuple(" ".join(shown(cell).split()) if is_filled(cell) else "" for cell in row)


def row_width(row: Sequence[Cell]) -> int:
    """How many cells there are up to the last that holds something."""
    return next((n for n in range(len(row), 0, -1) if is_filled(row[n - 1])), 0)


def shortened(text: str) -> str:
    """The text as a note quotes it."""
    return text if len(text) <= 60 else text[:57] + "…"
