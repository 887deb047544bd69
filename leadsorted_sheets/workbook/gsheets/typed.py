"""Cells as Google tells and takes them: typed, literal, days as numbers.

A value is told in two spellings. `values` with FORMULA rendering gives plain JSON: a formula as its text, a day as its
number. Grid data gives an `ExtendedValue`, which says what is a formula. What we write is always plain and RAW.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import TypeAlias

from leadsorted_sheets.core.cell import Cell, Error, Formula, canon, same, shown
from leadsorted_sheets.core.schema import BY_NAME, TEXT_KINDS
from leadsorted_sheets.workbook.gsheets.calls import Json

Raw: TypeAlias = str | int | float | bool
"""A cell in a request; "" clears it."""

LONGEST_TEXT = 50_000
"""Characters in a cell, counted as UTF-16 does, which is the careful reading of Google's limit."""
_EPOCH = dt.datetime(1899, 12, 30)
_LAST_DAY = 2_958_466
"""The day after 9999-12-31."""
_LARGEST_WHOLE = 10**15
_SURROGATE = re.compile("[\ud800-\udfff]")
DAY_KINDS = frozenset({"date", "moment"})
NUMBER_KINDS = frozenset({"number", "whole", "money", "percent"})


@functools.cache
def kind_of(tab: str, field: str) -> str:
    """The schema's kind of a column; "" for a column of the team's own. Asked for every cell, so it is remembered."""
    known = BY_NAME[tab].column(field) if tab in BY_NAME else None
    return known.kind if known else ""


def day_of(serial: float) -> Cell:
    """The day, or day and time, that a number stands for; the time alone below 1; the number itself where there is none.

    >>> day_of(46085), day_of(46085.75), day_of(0.5), day_of(-1e9)
    (datetime.date(2026, 3, 4), datetime.datetime(2026, 3, 4, 18, 0), datetime.time(12, 0), -1000000000)
    """
    if not 0 <= serial < _LAST_DAY - 1 / 86_400:
        return canon(serial)
    seconds = round(serial * 86_400)
    if seconds < 86_400:
        return (_EPOCH + dt.timedelta(seconds=seconds)).time()
    return canon(_EPOCH + dt.timedelta(seconds=seconds))


def serial(value: dt.date | dt.time) -> int | float:
    """A day as Google counts: days since 30 December 1899, the time as a part of a day.

    >>> serial(dt.date(2026, 3, 4)), serial(dt.datetime(2026, 3, 4, 18)), serial(dt.time(12)), serial(dt.date(1900, 1, 1))
    (46085, 46085.75, 0.5, 2)
    """
    match value:
        case dt.time():
            return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
        case dt.datetime():
            return (value.date() - _EPOCH.date()).days + serial(value.time())
        case _:
            return (value - _EPOCH.date()).days


def storable(value: Cell, kind: str) -> Cell:
    """The value as a column of this kind can hold it so that it is read back the same; what it cannot becomes text.

    A day in a column that is not one of days would come back as a number, and a number in a column of days as a day.

    >>> storable(dt.date(1815, 12, 10), "date"), storable(10**17, ""), storable(dt.date(2026, 3, 4), "text"), storable(5, "date")
    ('1815-12-10', '100000000000000000', '2026-03-04', '5')
    """
    match value:
        case str():
            return value if value.isascii() else _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
        case bool() | None | Formula():
            return value
        case Error():
            return value.code
        case int() if abs(value) >= _LARGEST_WHOLE:
            return str(value)
        case int() | float():
            return shown(value) if kind in DAY_KINDS else value
        case dt.time():
            return value if not kind else value.isoformat()
        case dt.datetime():
            return value if _keeps_days(kind) and serial(value) >= 1 else value.isoformat(sep=" ")
        case _:
            return value if _keeps_days(kind) and serial(value) >= 1 else value.isoformat()


def raw(value: Cell) -> Raw:
    """A storable value as it is written. Formulas are never written."""
    match value:
        case None:
            return ""
        case dt.date() | dt.time():
            return serial(value)
        case Formula() | Error():
            raise TypeError(f"not for writing: {value!r}")
        case _:
            return value


def too_long(value: Cell) -> bool:
    """Whether a text is longer than any cell may be."""
    if not isinstance(value, str) or len(value) * 2 <= LONGEST_TEXT:
        return False
    return len(value.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT


def told(found: Json | None, kind: str = "") -> Cell:
    """The cell that an `ExtendedValue` tells of; a number in a column of days is a day.

    >>> told({"numberValue": 46085}, "date"), told({"formulaValue": "=A1"}), told({"stringValue": "=A1"}), told(None)
    (datetime.date(2026, 3, 4), Formula(text='=A1', at=''), '=A1', None)
    """
    match found:
        case {"formulaValue": str(text)}:
            return Formula(text)
        case {"stringValue": str(text)}:
            return canon(text)
        case {"boolValue": bool(truth)}:
            return truth
        case {"numberValue": number}:
            return day_of(number) if kind in DAY_KINDS else canon(number)
        case {"errorValue": dict(error)}:
            return Error(str(error.get("message", "#ERROR!")))
        case _:
            return None


def holds(expected: Cell, found: Json | None) -> bool:
    """Whether a cell still holds what was read or written. Days are compared as numbers, to the second."""
    now = told(found)
    if isinstance(expected, dt.date | dt.time):
        at = serial(expected)
        return isinstance(now, int | float) and not isinstance(now, bool) and abs(now - at) < 0.6 / 86_400
    return same(now, expected)


def is_empty(found: Json | None) -> bool:
    """Whether a cell is free to be written to: nothing, or a box that is not ticked."""
    now = told(found)
    return now is None or now is False


def _keeps_days(kind: str) -> bool:
    return kind in DAY_KINDS or not (kind in TEXT_KINDS or kind in NUMBER_KINDS)
