"""What a date in a filter means: a span of time, so that `created<=2026-01` takes in the whole of January."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TypeAlias

from leadsorted_sheets.core.where.language import PERIOD, RELATIVE

Span: TypeAlias = tuple[dt.datetime, dt.datetime]
"""From the first moment, up to and not including the second."""


def span(text: str, now: dt.datetime) -> Span | None:
    """The span a text names, seen from `now` (naive, in the book's zone); None where no calendar has it.

    Weeks begin on Monday.

    >>> now = dt.datetime(2026, 3, 31, 15, 0)
    >>> [str(end) for end in span("today-1m", now)], [str(end) for end in span("2026-02", now)]
    (['2026-02-28 00:00:00', '2026-03-01 00:00:00'], ['2026-02-01 00:00:00', '2026-03-01 00:00:00'])
    >>> [str(end) for end in span("2026-03-04 09:30", now)], span("2026-02-30", now), span("Ann", now)
    (['2026-03-04 09:30:00', '2026-03-04 09:31:00'], None, None)
    """
    try:
        if relative := RELATIVE.fullmatch(text):
            return _relative(relative, now)
        if period := PERIOD.fullmatch(text):
            return _period(period[1].casefold(), period[2].casefold(), now.date())
        return _written(text)
    except (OverflowError, ValueError):
        return None


def moment_of(cell: dt.date | dt.datetime) -> dt.datetime:
    """A day as its first moment.

    >>> moment_of(dt.date(2026, 3, 4))
    datetime.datetime(2026, 3, 4, 0, 0)
    """
    return cell if isinstance(cell, dt.datetime) else dt.datetime(cell.year, cell.month, cell.day)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months on, or the last day of a shorter month.

    >>> add_months(dt.date(2026, 1, 31), 1), add_months(dt.date(2026, 1, 31), -12)
    (datetime.date(2026, 2, 28), datetime.date(2025, 1, 31))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_DAY = dt.timedelta(days=1)
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?)?)?")
_WORDS = {"yesterday": -1, "tomorrow": 1}
_MONTHS = {"m": 1, "y": 12, "month": 1, "quarter": 3, "year": 12}


def _relative(found: re.Match[str], now: dt.datetime) -> Span:
    if found["moment"]:
        moment = now + dt.timedelta(hours=_steps(found["hours"]))
        return moment, moment + dt.timedelta(seconds=1)
    if not found["day"]:
        return _day(now.date() + _WORDS[found[0].casefold()] * _DAY)
    steps, unit = _steps(found["days"]), (found["unit"] or "d").casefold()
    if unit in _MONTHS:
        return _day(add_months(now.date(), steps * _MONTHS[unit]))
    return _day(now.date() + steps * (7 if unit == "w" else 1) * _DAY)


def _steps(written: str | None) -> int:
    return int(written.replace(" ", "")) if written else 0


def _period(which: str, unit: str, today: dt.date) -> Span:
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "week":
        monday = today - today.weekday() * _DAY + 7 * step * _DAY
        return moment_of(monday), moment_of(monday + 7 * _DAY)
    length = _MONTHS[unit]
    first = today.replace(month=(today.month - 1) // length * length + 1, day=1)
    start = add_months(first, step * length)
    return moment_of(start), moment_of(add_months(start, length))


def _written(text: str) -> Span | None:
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (None if part is None else int(part) for part in found.groups())
    if year is None or month is None:
        start = dt.date(int(found[1]), 1, 1)
        return moment_of(start), moment_of(add_months(start, 12))
    if day is None:
        start = dt.date(year, month, 1)
        return moment_of(start), moment_of(add_months(start, 1))
    if hour is None or minute is None:
        return _day(dt.date(year, month, day))
    begin = dt.datetime(year, month, day, hour, minute, second or 0)
    return begin, begin + (dt.timedelta(minutes=1) if second is None else dt.timedelta(seconds=1))


def _day(day: dt.date) -> Span:
    return moment_of(day), moment_of(day + _DAY)
