"""The workbook as it was at the click, as a side of a sync: it lives in memory, and what is written to it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from leadsorted_sheets.core.changes import Change, Changes, apply, rebase
from leadsorted_sheets.core.state import HIDDEN_TABS, ColumnAt
from leadsorted_sheets.session.detached.job import Job
from leadsorted_sheets.sync import InFlight, Seen
from leadsorted_sheets.workbook.port import Reading, Written

Keep = Callable[[tuple[Change, ...], Mapping[str, Sequence[str]], str | None], None]
"""Puts what the workbook is to take over where a dead process cannot lose it: changes, new columns, the base."""


class CopiedSide:
    """The copy. Everything the sync writes to it is handed to `keep`, all of it each time, before the sync goes on."""

    def __init__(self, job: Job, keep: Keep) -> None:
        self._name = job.name
        self._book = job.book
        self._layouts = job.layouts
        self._lines = job.lines
        self._base = job.base
        self._keep = keep
        self._revision = 0
        self.changes: tuple[Change, ...] = ()
        self.columns: dict[str, list[str]] = {}
        self.new_base: str | None = None

    @property
    def name(self) -> str:
        return self._name

    def check_free(self) -> None:
        """Nobody else can have it."""

    def peek(self) -> str:
        return str(self._revision)

    def read(self) -> Seen:
        visible = {tab: table for tab, table in self._book.items() if tab not in HIDDEN_TABS}
        reading = Reading(visible, self._layouts, str(self._revision), self._lines)
        return Seen(self._book, reading, self._base)

    def write(
        self, changes: Changes, *, seen: Seen, columns: Mapping[str, Sequence[str]], base: str | None = None
    ) -> Written:
        rebased = rebase(changes, seen.book)
        self._book = apply(self._book, rebased.valid)
        self.changes += tuple(rebased.valid)
        for tab, names in columns.items():
            self.columns.setdefault(tab, []).extend(names)
        self._layouts = tuple(
            replace(layout, columns=(*layout.columns, *(ColumnAt(name, name) for name in columns.get(layout.tab, ()))))
            for layout in self._layouts
        )
        if base is not None:
            self._base = self.new_base = base
        self._revision += 1
        self._keep(self.changes, self.columns, self.new_base)
        return Written(rebased.valid, rebased.clashes, str(self._revision))


class KeptNotes(InFlight):
    """The note of what was sent. It outlives the sync: only when the workbook has taken everything over is it done."""

    def clear(self) -> None:
        """Not yet."""
