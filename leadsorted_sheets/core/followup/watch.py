"""What is late: a first contact that did not come, a day that is over, a lead that has gone quiet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.records import day_of, folded
from leadsorted_sheets.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Watch:
    """`stale_after` has the days of each status and stage that says its own, by folded name; `usual` is for the others."""

    now: dt.datetime
    hours: float
    usual: int
    stale_after: Mapping[str, int]
    _read: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
    """The same by names as they are written."""

    _today: int = 0

    @classmethod
    def of(cls, settings: Settings, now: dt.datetime) -> Watch:
        preferences = settings.preferences
        stages = [(stage.name, stage.stale_after) for stage in settings.stages]
        statuses = [(status.name, status.stale_after) for status in settings.statuses]
        return cls(
            now,
            preferences.first_response_hours,
            preferences.stale_after_days,
            {folded(name): days for name, days in stages + statuses if days is not None},
            _today=now.toordinal(),
        )

    def hours_waiting(self, created: Cell) -> float | None:
        """For how many hours a lead nobody has contacted waits beyond doubt, where that is longer than it should.

        A lead that came on a day without an hour may have come at its end.
        """
        if isinstance(created, dt.datetime):
            arrived = created
        elif isinstance(created, dt.date) and created < dt.date.max:
            arrived = dt.datetime(created.year, created.month, created.day) + dt.timedelta(days=1)
        else:
            return None
        waited = (self.now - arrived).total_seconds() / 3600
        return waited if waited > self.hours else None

    def days_quiet(self, row: Row, where: str, since: tuple[str, ...]) -> int | None:
        """For how many days a row has been without a sign of life, where that is longer than its status or stage allows.

        `where` is the column of status or stage, `since` those of moments: the first that is filled counts.
        """
        for name in since:
            cell = row.get(name)
            if cell is not None and (day := day_of(cell)) is not None:
                break
        else:
            return None
        days = self._today - day.toordinal()
        return days if days > self.allowed(row, where) else None

    def allowed(self, row: Row, where: str) -> int:
        """How many days without a sign of life the status or stage of a row allows."""
        name = row.get(where)
        if not isinstance(name, str):
            return self.usual
        days = self._read.get(name)
        if days is None:
            days = self._read[name] = self.stale_after.get(folded(name), self.usual)
        return days


def days_over(due: Cell, today: dt.date) -> int | None:
    """How many days ago something was due; 0 is today, less than 0 is to come, None where there is no day.

    >>> days_over(dt.date(2026, 3, 1), dt.date(2026, 3, 10)), days_over("soon", dt.date(2026, 3, 10))
    (9, None)
    """
    day = day_of(due)
    return None if day is None else (today - day).days


OF_LEAD: tuple[str, ...] = ("Last activity", "First contacted", "Assigned on", "Created")
OF_DEAL: tuple[str, ...] = ("Stage since", "Opened")
