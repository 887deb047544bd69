"""A stretch of days by its name, and the one before it that it is compared with.

month, quarter, year                    from its first day until today, against the same days of the one before
last-month, last-quarter, last-year     the whole of the one that is over, against the whole of the one before it
30, or any number of days               the last so many days, today included, against as many before them
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.records import Moment, day_of
from leadsorted_sheets.core.where import add_months

USUAL = "month"
LONGEST = 3660
"""Days that a period may have."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both of them in it."""

    first: dt.date
    last: dt.date

    def __contains__(self, moment: Moment | None) -> bool:
        day = day_of(moment)
        return day is not None and self.first <= day <= self.last

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def __str__(self) -> str:
        first = f"{self.first.day}"
        if self.first.year != self.last.year:
            first += f" {self.first:%B %Y}"
        elif self.first.month != self.last.month:
            first += f" {self.first:%B}"
        return (
            f"{first} to {self.last.day} {self.last:%B %Y}" if self.days > 1 else f"{self.last.day} {self.last:%B %Y}"
        )


def spans(text: str, today: dt.date) -> tuple[Span, Span] | None:
    """The period a text names and the one before it; None where it names none.

    >>> [str(span) for span in spans("month", dt.date(2026, 3, 30))]
    ['1 to 30 March 2026', '1 to 28 February 2026']
    >>> [str(span) for span in spans("last-quarter", dt.date(2026, 3, 10))]
    ['1 October to 31 December 2025', '1 July to 30 September 2025']
    >>> [str(span) for span in spans("7 days", dt.date(2026, 3, 10))]
    ['4 to 10 March 2026', '25 February to 3 March 2026']
    >>> spans("soon", dt.date(2026, 3, 10))
    """
    words = text.strip().casefold().replace("_", "-").replace(" ", "-") or USUAL
    number = words.removesuffix("s").removesuffix("-day")
    if number.isascii() and number.isdigit() and len(number) < 5 and 1 <= int(number) <= LONGEST:
        days = dt.timedelta(days=int(number))
        now = Span(today - days + _DAY, today)
        return now, Span(now.first - days, now.first - _DAY)
    name = words.removeprefix("last-").removeprefix("this-")
    if name not in _MONTHS:
        return None
    months = _MONTHS[name]
    first = today.replace(month=(today.month - 1) // months * months + 1, day=1)
    before = add_months(first, -months)
    if words.startswith("last-"):
        return Span(before, first - _DAY), Span(add_months(before, -months), before - _DAY)
    return Span(first, today), Span(before, min(before + (today - first), first - _DAY))


def compared(text: str, today: dt.date) -> tuple[Span, Span]:
    """The period a text names and the one before it; of this month, where it names none."""
    named = spans(text, today)
    if named is not None:
        return named
    usual = spans(USUAL, today)
    if usual is None:
        raise AssertionError(USUAL)
    return usual


_DAY = dt.timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def unread_period(text: str, today: dt.date) -> list[Finding]:
    """What is to be said of a period that names none."""
    if spans(text, today) is not None:
        return []
    message = f"{text!r} is no period, so this month is compared. Give month, quarter, year, last-month, last-quarter, last-year, or a number of days."
    return [Finding("warning", "Report: Periods", None, None, "report.period", message, text)]
