"""What an operation is given and what it answers. Nothing here does anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import Change
from leadsorted_sheets.core.findings import Finding

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told (what is being done, how much is done, how much there is); 0 of 0 where the length is unknown."""


def silent(_what: str, _done: int, _total: int) -> None:
    """The progress nobody watches."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a pure function may not find out for itself.

    `now` is aware; `zone` the book's time zone, as tzinfo; `new_id("L")` mints an id such as `L-7K3QZ9M2XA`;
    `seed` makes whatever looks like chance repeatable.
    """

    now: dt.datetime
    zone: dt.tzinfo
    actor: str
    new_id: Callable[[str], str]
    seed: int = 0
    progress: Progress = silent

    @property
    def local_now(self) -> dt.datetime:
        """Now as the book writes it: naive, in its own zone, to the second."""
        return self.now.astimezone(self.zone).replace(tzinfo=None, microsecond=0)

    @property
    def today(self) -> dt.date:
        return self.local_now.date()


@dataclass(frozen=True, slots=True)
class Figures:
    """A small table for a person to read beside the changes, such as who was assigned how many leads."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an operation would do: changes in the order they are to be taken, findings, and tables to read."""

    changes: Sequence[Change] = ()
    findings: Sequence[Finding] = ()
    figures: Sequence[Figures] = ()
