"""Rows about to be written: what must stand in them, what is put into them, and where new rows go.

Several tables may share a row of a sheet (Settings, Report); they are written together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.facts import SheetFacts
from leadsorted_sheets.workbook.gsheets.jobs import Job
from leadsorted_sheets.workbook.gsheets.locate import Place
from leadsorted_sheets.workbook.gsheets.reading import Snapshot
from leadsorted_sheets.workbook.gsheets.typed import Raw, holds, is_empty, raw

Found = Sequence[Json | None]
"""A row as grid data tells it: an `ExtendedValue` for each cell from column A on."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a cell is: the job that it is written for, and the field it is of."""

    job: Job
    field: str


@dataclass(slots=True)
class RowWrite:
    """One row of a sheet, counted from 0.

    `anchors` say that it is the row we mean: where one does not hold, the row has moved. `expect` are the cells to be
    overwritten, as they were read; `empty` those that must hold nothing; `put` what is written. `sent` is what any
    attempt to write it has sent: one that was given up may land late, when `put` has lost some of it. `owners` are the
    jobs and fields behind the columns.
    """

    sheet: SheetFacts
    row: int
    anchors: dict[int, Cell] = field(default_factory=dict)
    expect: dict[int, Cell] = field(default_factory=dict)
    empty: set[int] = field(default_factory=set)
    put: dict[int, Raw] = field(default_factory=dict)
    sent: dict[int, Raw] = field(default_factory=dict)
    owners: dict[int, Owner] = field(default_factory=dict)

    @property
    def jobs(self) -> list[Job]:
        found = {id(owner.job): owner.job for owner in self.owners.values()}
        return list(found.values())

    @property
    def size(self) -> int:
        """About how many bytes it takes to write the row, and to hear what it holds."""
        return 120 + sum(len(value) + 8 if isinstance(value, str) else 12 for value in self.put.values())

    def is_where_it_was(self, found: Found) -> bool:
        return all(holds(cell, at(found, column)) for column, cell in self.anchors.items()) and all(
            is_empty(at(found, column)) or _is_formula(at(found, column)) for column in self.empty
        )

    def may_have_landed(self, there: Collection[tuple[int, int]]) -> bool:
        """Whether any of it may be on the sheet, of whose rows these were written at last."""
        return (self.sheet.id, self.row) in there or not self.sent.keys() <= self.put.keys()

    def changed_since(self, found: Found) -> list[int]:
        """The columns that no longer hold what we read."""
        return [column for column, cell in self.expect.items() if not holds(cell, at(found, column))]


def at(found: Found, column: int) -> Json | None:
    return found[column] if column < len(found) else None


class Rows:
    """The rows that jobs come to. New rows take blank rows of their table first, then those below it."""

    def __init__(self, snapshot: Snapshot, places: Mapping[str, Place]) -> None:
        self._snapshot, self._places = snapshot, places
        self._free = {tab: list(reversed(rows)) for tab, rows in snapshot.free.items()}
        self._next: dict[str, int] = {}

    def of(self, jobs: Iterable[Job]) -> list[RowWrite]:
        """One a row of the spreadsheet, in the order of the jobs."""
        found: dict[tuple[int, int], RowWrite] = {}
        for job in jobs:
            cells = job.cells
            if not cells:
                continue
            place = self._places[job.tab]
            if job.kind == "add":
                job.line = self._room(place) + 1
            target = found.setdefault((place.sheet.id, job.line - 1), RowWrite(place.sheet, job.line - 1))
            self._add(target, place, job, cells)
        return list(found.values())

    def _add(self, target: RowWrite, place: Place, job: Job, cells: Mapping[str, Cell]) -> None:
        columns = place.columns
        for name, value in cells.items():
            column = columns[name]
            if job.kind != "add":
                target.expect[column] = job.before.get(name)
            target.put[column] = raw(value)
            target.owners[column] = Owner(job, name)
        match job.kind:
            case "add":
                target.empty |= set(range(place.left, place.right))
            case "remove":
                target.expect |= {column: job.before.get(name) for name, column in columns.items()}
                target.owners |= {column: Owner(job, name) for name, column in columns.items()}
        if job.kind != "add":
            names = [place.id] if place.id and job.before.get(place.id) is not None else list(job.before)
            target.anchors |= {
                columns[name]: job.before[name] for name in names if not isinstance(job.before[name], Formula)
            }

    def _room(self, place: Place) -> int:
        free = self._free.get(place.tab)
        if free:
            return free.pop()
        start = place.bottom
        if place.has_sheet_to_itself:
            start = max(start, self._snapshot.filled.get(place.sheet.id, 0))
        row = max(self._next.get(place.tab, start), start)
        while any(place.sheet.is_covered(row, column) for column in range(place.left, place.right)):
            row += 1
        self._next[place.tab] = row + 1
        return row


def batches(rows: Sequence[RowWrite], *, most: int, bytes_at_most: int) -> Iterator[list[RowWrite]]:
    """The rows in pieces that one request can take."""
    batch: list[RowWrite] = []
    size = 0
    for row in rows:
        if batch and (len(batch) >= most or size + row.size > bytes_at_most):
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += row.size
    if batch:
        yield batch


def _is_formula(found: Json | None) -> bool:
    return found is not None and "formulaValue" in found


def last_rows(rows: Iterable[RowWrite]) -> list[tuple[SheetFacts, int]]:
    """The sheets that are written to, each with its last row."""
    last: dict[int, tuple[SheetFacts, int]] = {}
    for each in rows:
        if each.sheet.id not in last or last[each.sheet.id][1] < each.row:
            last[each.sheet.id] = (each.sheet, each.row)
    return list(last.values())
