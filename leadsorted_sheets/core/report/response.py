"""How soon a lead heard from us. A day without an hour is any moment of that day, and what cannot be told is not counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

from leadsorted_sheets.core.book import Key
from leadsorted_sheets.core.records import Lead, Moment

Wait: TypeAlias = tuple[float | None, float | None]
"""The shortest and the longest time in hours that a lead can have waited for the first contact.

The longest is None while it waits; both are None where it cannot be told.
"""


@dataclass(frozen=True, slots=True)
class Responses:
    """`known` are leads of which it can be told whether they heard from us in time, `in_time` those that did."""

    in_time: int
    known: int
    unknown: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nothing is known."""
        return self.in_time / self.known if self.known else None


def wait(created: Moment | None, contacted: Moment | None, *, now: dt.datetime, is_new: bool) -> Wait:
    """How long a lead waited, or has been waiting. One that is not new and says no first contact heard from us somewhen.

    >>> wait(dt.datetime(2026, 3, 2, 9), dt.datetime(2026, 3, 2, 10, 30), now=dt.datetime(2026, 3, 9), is_new=False)
    (1.5, 1.5)
    >>> wait(dt.datetime(2026, 3, 2, 9), dt.date(2026, 3, 3), now=dt.datetime(2026, 3, 9), is_new=False)
    (15.0, 39.0)
    >>> wait(dt.datetime(2026, 3, 8, 9), None, now=dt.datetime(2026, 3, 9), is_new=True)
    (15.0, None)
    """
    if created is None or (contacted is None and not is_new):
        return None, None
    created_from, created_to = _between(created)
    if contacted is None:
        return max(_hours(now - created_to), 0.0), None
    first_from, first_to = _between(contacted)
    if first_to < created_from or (first_to == created_from and first_from < first_to):
        return None, None  # before it was created; a day ends where the next begins
    return max(_hours(first_from - created_to), 0.0), _hours(first_to - created_from)


def responses(leads: Iterable[Lead], waits: Mapping[Key, Wait], *, hours: float) -> Responses:
    """How many leads heard from us within some hours of being created.

    One that has waited longer without a word is late; one that still has time is neither, and counts nowhere.
    """
    in_time = late = unknown = 0
    for lead in leads:
        shortest, longest = waits[lead.key]
        if longest is not None and longest <= hours:
            in_time += 1
        elif shortest is not None and shortest > hours:
            late += 1
        elif longest is not None or shortest is None:
            unknown += 1
    return Responses(in_time, in_time + late, unknown)


def median_hours(waits: Iterable[Wait]) -> float | None:
    """The median time to the first contact, of leads for which both moments are known to the minute."""
    exact = [shortest for shortest, longest in waits if shortest is not None and shortest == longest]
    return median(exact) if exact else None


def _between(moment: Moment) -> tuple[dt.datetime, dt.datetime]:
    if isinstance(moment, dt.datetime):
        return moment, moment
    start = dt.datetime(moment.year, moment.month, moment.day)
    return start, start + _DAY


_DAY = dt.timedelta(days=1)


def _hours(length: dt.timedelta) -> float:
    return length.total_seconds() / 3600
