"""A file and a sheet, and a sync between them, for tests that tell one story."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Table
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import AddRow, Change, Changes, Edit
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.sync import InFlight, Synced, Terms, sync
from tests.sync.paper import Paper, file, fresh_book, leads, sheet

ANN, BOB, CY = "L-0000000001", "L-0000000002", "L-0000000003"
TERMS = Terms("gsheet:KEY")


def a_lead(id: str, **cells: Cell) -> dict[str, Cell]:
    return {"Lead ID": id, **{name.replace("_", " "): value for name, value in cells.items()}}


def three_leads() -> Table:
    return leads(
        a_lead(ANN, Email="ann@x.de", Owner="o", Notes="n"),
        a_lead(BOB, Email="bob@x.de", Owner="o"),
        a_lead(CY, Email="cy@x.de", Phone="+4420"),
    )


@dataclasses.dataclass
class Pair:
    """`minted` counts ids from a place of its own, so that they never meet those of the tests."""

    file: Paper
    sheet: Paper
    in_flight: InFlight = dataclasses.field(default_factory=InFlight)
    minted: Iterator[int] = dataclasses.field(default_factory=lambda: itertools.count(1))

    def sync(self, *, terms: Terms = TERMS, dry_run: bool = False) -> Synced:
        self.file.calls.clear()
        self.sheet.calls.clear()
        return sync(self.file, self.sheet, terms=terms, in_flight=self.in_flight, context=self.context, dry_run=dry_run)

    @property
    def context(self) -> Context:
        now = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
        return Context(now, ZoneInfo("Europe/London"), "Ann", lambda prefix: f"{prefix}-9{next(self.minted):09d}")

    def state(self) -> object:
        """Everything that a sync could change."""
        return [(p.revision, p.commits, p.base, {t: p.table(t) for t in p.lines}) for p in (self.file, self.sheet)]


def a_pair(**tables: Table) -> Pair:
    """A file with these tables, and a sheet that has never seen it."""
    return Pair(file(fresh_book(**tables)), sheet())


def in_sync(**tables: Table) -> Pair:
    """Both sides with three leads, synced."""
    pair = a_pair(**({"Leads": three_leads()} | tables))
    pair.sync()
    return pair


def colleague(pair: Pair, **tables: Table) -> Pair:
    """Another file that syncs with the same sheet."""
    other = Pair(file(fresh_book(**tables), "bob.xlsx"), pair.sheet)
    other.minted = itertools.count(500)
    return other


@contextlib.contextmanager
def unanswered(paper: Paper, *, landed: bool) -> Iterator[None]:
    """A write to this side gets no answer, whether it `landed` or not: the sync ends there."""
    write = paper.write

    def lost(*args: Any, **named: Any) -> None:
        if landed:
            write(*args, **named)
        raise errors.OutcomeUnknown("gsheet:KEY", "timed out")

    paper.write = lost  # type: ignore[method-assign,assignment]
    try:
        with pytest.raises(errors.OutcomeUnknown):
            yield
    finally:
        paper.write = write  # type: ignore[method-assign]


def told(changes: Changes) -> list[tuple[str, str, str]]:
    """What the changes are about: a row added or removed, or a field."""
    return [(change.tab, change.key, _what(change)) for change in changes]


def _what(change: Change) -> str:
    if isinstance(change, Edit):
        return change.field
    return "added" if isinstance(change, AddRow) else "removed"
