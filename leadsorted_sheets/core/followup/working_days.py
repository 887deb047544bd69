"""Working days: the days of the week that Preferences name. Public holidays are not known; nobody told us the calendar."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence

from leadsorted_sheets.core.findings import Finding

Week = frozenset[int]
"""The days of the week that are worked, Monday being 0. Never empty."""

MONDAY_TO_FRIDAY: Week = frozenset(range(5))


def working_week(text: str) -> tuple[Week, tuple[str, ...]]:
    """The days a text names, and the words in it that are no day. Where it names none, Monday to Friday.

    >>> working_week("Sun, Mon; tuesday"), working_week("Mo Di Fr")
    ((frozenset({0, 1, 6}), ()), (frozenset({0, 4}), ('Di',)))
    >>> working_week("")
    (frozenset({0, 1, 2, 3, 4}), ())
    """
    words = text.replace(",", " ").replace(";", " ").split()
    known = {word: day for word in words if (day := _day(word)) is not None}
    return frozenset(known.values()) or MONDAY_TO_FRIDAY, tuple(word for word in words if word not in known)


def unread_days(words: Sequence[str], preference: str) -> list[Finding]:
    """What is wrong with the working days on Settings."""
    if not words:
        return []
    message = f"{', '.join(words)}: no day of the week, so passed over. Write days such as Mon Tue Wed Thu Fri."
    return [Finding("warning", "Preferences", "Working days", "Value", "follow-up.working-days", message, preference)]


@functools.lru_cache(maxsize=1 << 14)  # leads share few days
def working_day(week: Week, day: dt.date, steps: int = 0) -> dt.date:
    """The working day some steps after `day`; a day that is not worked counts as the next one that is.

    At the end of the calendar the last day there is.

    >>> saturday = dt.date(2026, 3, 14)
    >>> [str(working_day(MONDAY_TO_FRIDAY, saturday, steps)) for steps in (0, 1, 5)]
    ['2026-03-16', '2026-03-17', '2026-03-23']
    """
    try:
        while day.weekday() not in week:
            day += _ONE
        weeks, rest = divmod(max(steps, 0), len(week))
        day += weeks * 7 * _ONE
        for _ in range(rest):
            day += _ONE
            while day.weekday() not in week:
                day += _ONE
    except OverflowError:
        return dt.date.max
    return day


_ONE = dt.timedelta(days=1)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _day(word: str) -> int | None:
    written = word.strip(".").casefold()
    if len(written) < 2:
        return None
    return next((n for n, day in enumerate(_DAYS) if day.startswith(written)), None)
