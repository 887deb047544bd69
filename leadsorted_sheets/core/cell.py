"""A cell: what one box of a sheet can hold, in one spelling.

Spreadsheets, CSV files and Google disagree on blanks, whole numbers, line ends and
composed letters. Adapters hand over `canon()` cells and nothing compares cells but `same()`.

    blank                 None          never ""
    text                  str           NFC, "\\n" line ends
    number                int | float   whole floats below 2**53 are ints, 15 significant digits
    yes / no              bool          never the same as 1 or 0
    day, moment, time     date, datetime, time   naive, in the book's own time zone
    formula               Formula       all formulas are alike: we never compare or write the user's
    error                 Error         "#N/A" and its kin
"""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula cell. `text` starts with "=", is spelt for the cell `at` ("Leads!G14"), and takes no part in comparing.

    >>> Formula("=A1") == Formula("=B7")
    True
    """

    text: str = field(default="", compare=False)
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Error:
    """An error a program left in a cell, such as `#N/A` or `#DIV/0!`."""

    code: str


Cell: TypeAlias = str | int | float | bool | dt.date | dt.datetime | dt.time | Formula | Error | None
Json: TypeAlias = str | int | float | bool | dict[str, str] | None


def canon(value: Cell | dt.timedelta) -> Cell:
    """The one spelling of a cell. Durations become a number of days, NaN and infinities an error.

    >>> canon(""), canon(2.0), canon(0.1 + 0.2), canon("a\\r\\nb")
    (None, 2, 0.3, 'a\\nb')
    >>> canon(dt.datetime(2026, 3, 4)), canon(float("nan"))
    (datetime.date(2026, 3, 4), Error(code='#NUM!'))
    """
    kind = type(value)
    if kind is str:
        return _canon_text(value)  # type: ignore[arg-type]  # `kind` says so
    if value is None or kind is int or kind is bool:
        return value  # type: ignore[return-value]  # a timedelta is none of these
    if isinstance(value, float):
        return _canon_number(value)
    if isinstance(value, dt.datetime):
        return _canon_moment(value)
    if isinstance(value, dt.timedelta):
        return _canon_number(value / dt.timedelta(days=1))
    return value


def same(a: Cell, b: Cell) -> bool:
    """Whether two canonical cells hold the same thing. `True` is not 1, and 1 is 1.0.

    >>> same(True, 1), same(1, 1.0), same(None, "x")
    (False, True, False)
    """
    if a is b:
        return True
    return a == b and (type(a) is bool) == (type(b) is bool)


def same_row(a: Mapping[str, Cell], b: Mapping[str, Cell]) -> bool:
    """Whether two rows hold the same cells; a blank and a missing cell are alike."""
    return all(same(a.get(name), b.get(name)) for name in a.keys() | b.keys())


def shown(value: Cell) -> str:
    """The cell as a person reads it in a message.

    >>> shown(dt.date(2026, 3, 4)), shown(True), shown(None), shown(1200.5)
    ('2026-03-04', 'yes', '', '1200.5')
    """
    if type(value) is str:
        return value  # most cells are
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case dt.date():
            return value.isoformat()
        case dt.time():
            return value.strftime("%H:%M")
        case Formula():
            return value.text or "a formula"
        case Error():
            return value.code
        case _:
            return str(value)


def to_json(value: Cell) -> Json:
    """The cell as JSON keeps it; `from_json` gives back the same cell."""
    if type(value) in _PLAIN:
        return value  # type: ignore[return-value]  # most cells are, and a journal has a million of them
    match value:
        case dt.datetime():
            return {"t": value.isoformat()}
        case dt.date():
            return {"d": value.isoformat()}
        case dt.time():
            return {"h": value.isoformat()}
        case Formula():
            return {"f": value.text, "at": value.at}
        case Error():
            return {"e": value.code}
    raise TypeError(f"not a cell: {value!r}")


def from_json(value: Json) -> Cell:
    """
    >>> from_json(to_json(dt.date(2026, 3, 4)))
    datetime.date(2026, 3, 4)
    """
    if not isinstance(value, dict):
        return value
    match value:
        case {"t": text}:
            return dt.datetime.fromisoformat(text)
        case {"d": text}:
            return dt.date.fromisoformat(text)
        case {"h": text}:
            return dt.time.fromisoformat(text)
        case {"f": text}:
            return Formula(text, value.get("at", ""))
        case {"e": text}:
            return Error(text)
    raise ValueError(f"not a cell: {value!r}")


_PLAIN = frozenset({str, int, float, bool, type(None)})


def _canon_text(value: str) -> Cell:
    if not value:
        return None
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return value if value.isascii() else unicodedata.normalize("NFC", value)


def _canon_number(value: float) -> Cell:
    if not math.isfinite(value):
        return Error("#NUM!")
    if value.is_integer() and abs(value) < 2**53:
        return int(value)
    rounded = float(f"{value:.15g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 2**53 else rounded


def _canon_moment(value: dt.datetime) -> dt.date | dt.datetime:
    if value.tzinfo is not None:
        raise ValueError("a cell has no time zone: convert to the book's zone first")
    if value.microsecond:
        value = (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
    return value.date() if value.time() == dt.time() else value
