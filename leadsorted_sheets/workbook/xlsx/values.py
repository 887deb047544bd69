"""What a workbook can hold, and how it counts days."""

from __future__ import annotations

import datetime as dt
import re

from leadsorted_sheets.core.cell import Cell

LONGEST_TEXT = 32_767
"""Characters in a cell, as UTF-16 counts them (Excel specifications and limits)."""

_EPOCH = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_LEAP_BUG = dt.date(1900, 3, 1)
"""Excel believes in 29 February 1900: before this day serials are one less."""
_LARGEST_WHOLE = 10**15
_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(value: Cell, *, from_1904: bool = False) -> Cell:
    """The value as a workbook can hold it: days before its calendar and numbers of over 15 digits become text.

    >>> storable(dt.date(1815, 12, 10)), storable(10**17), storable(5)
    ('1815-12-10', '100000000000000000', 5)
    """
    match value:
        case bool():
            return value
        case int() if abs(value) >= _LARGEST_WHOLE:
            return str(value)
        case dt.date() if serial(value, from_1904=from_1904) < 1:
            return value.isoformat(sep=" ") if isinstance(value, dt.datetime) else value.isoformat()
        case str() if not value.isascii():
            return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
        case _:
            return value


def too_long(value: Cell) -> bool:
    """Whether a text is longer than any cell may be."""
    if not isinstance(value, str) or len(value) * 2 <= LONGEST_TEXT:
        return False
    return len(value.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT


def serial(value: dt.date | dt.datetime | dt.time, *, from_1904: bool = False) -> int | float:
    """A day and time as sheets count them: days since the epoch, the time as a part of a day.

    >>> serial(dt.date(2026, 3, 4)), serial(dt.datetime(2026, 3, 4, 18)), serial(dt.time(12)), serial(dt.date(1900, 1, 1))
    (46085, 46085.75, 0.5, 1)
    """
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    day = value.date() if isinstance(value, dt.datetime) else value
    days = (day - (_EPOCH_1904 if from_1904 else _EPOCH)).days
    if not from_1904 and day < _LEAP_BUG:
        days -= 1
    return days + serial(value.time()) if isinstance(value, dt.datetime) else days
