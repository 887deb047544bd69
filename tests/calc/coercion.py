"""What Excel makes of a text that is written into a cell: Range.Value parses it unless the cell is formatted as text.

The rules of the en-US program, as far as lead lists run into them: numbers with signs, separators, percent and
exponents; days and times; TRUE and FALSE; formulas; the apostrophe that is not part of the text.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

EPOCH = dt.datetime(1899, 12, 30)
_NUMBER = re.compile(r"\(?[+-]?\$?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?%?\)?")
_DAY_FIRST = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d\d)(?::(\d\d))?)?")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/](\d{1,2})(?:[-/](\d{2}|\d{4}))?")
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a text became: `value` a number, a truth or a text; `formula` where it became one; `code` the format it brought."""

    value: float | bool | str = ""
    formula: str = ""
    code: str = ""


def typed(text: str, *, this_year: int) -> Typed:
    """The text as a General cell takes it.

    >>> typed("+491701234567", this_year=2026).value, typed("00123", this_year=2026).value, typed("1E5", this_year=2026).value
    (491701234567.0, 123.0, 100000.0)
    >>> typed("=1+1", this_year=2026).formula, typed("@SUM(1)", this_year=2026).formula, typed("'01", this_year=2026).value
    ('=1+1', '=SUM(1)', '01')
    >>> typed("1-2", this_year=2026), typed("Ann", this_year=2026)
    (Typed(value=46024.0, formula='', code='M/D/YYYY'), Typed(value='Ann', formula='', code=''))
    """
    bare = text.strip()
    if text.startswith("'"):
        return Typed(text[1:])
    if bare.upper() in {"TRUE", "FALSE"}:
        return Typed(bare.upper() == "TRUE")
    number = _number(bare)
    if number is not None:
        return Typed(number)
    if len(text) > 1 and text[0] in "=+-@":
        return Typed(formula="=" + text.lstrip("=@"))
    return _moment(bare, this_year) or Typed(text)


def serial(value: dt.date) -> float:
    """A day or moment as a sheet counts it."""
    moment = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
    return (moment.replace(tzinfo=None) - EPOCH) / dt.timedelta(days=1)


def moment(value: float) -> dt.datetime:
    """The other way about, to the second."""
    return EPOCH + dt.timedelta(seconds=round(value * 86_400))


def _number(text: str) -> float | None:
    if not re.search(r"\d", text) or not _NUMBER.fullmatch(text):
        return None
    negative = text.startswith("(") and text.endswith(")")
    plain = re.sub(r"[(),$%]", "", text)
    try:
        number = float(plain)
    except ValueError:
        return None
    return (-number if negative else number) / (100 if "%" in text else 1)


def _moment(text: str, this_year: int) -> Typed | None:
    try:
        if found := _DAY_FIRST.fullmatch(text):
            parts = [int(part or 0) for part in found.groups()]
            return Typed(serial(dt.datetime(*parts)), code="YYYY-MM-DD HH:MM" if found[4] else "YYYY-MM-DD")
        if found := _MONTH_FIRST.fullmatch(text):
            year = int(found[3] or this_year)
            year += (2000 if year < 30 else 1900) if year < 100 else 0
            return Typed(serial(dt.datetime(year, int(found[1]), int(found[2]))), code="M/D/YYYY")
        if found := _TIME.fullmatch(text):
            parts = [int(part or 0) for part in found.groups()]
            return Typed(serial(dt.datetime(1899, 12, 30, *parts)), code="HH:MM")
    except ValueError:
        return None  # the thirty-first of a short month stays text
    return None
