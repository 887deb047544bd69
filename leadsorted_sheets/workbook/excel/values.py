"""A cell as xlwings hands it over, as ours; and ours as Excel has to be given it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from leadsorted_sheets.core.cell import Cell, Error, Formula, canon

LONGEST_TEXT = 32_767
"""Characters in a cell, as UTF-16 counts them (Excel specifications and limits)."""
LONGEST_IN_A_BLOCK = 8_000
"""Longer texts are written one by one: a block that holds one of more than 8,203 is refused by older programs."""
ERRORS = frozenset(
    {
        "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CONNECT!",
        "#BLOCKED!", "#UNKNOWN!", "#FIELD!", "#CALC!",
    }
)  # fmt: skip
_CODES = {
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
"""Errors that xlwings does not know by name: Excel hands them over as whole numbers, which no other cell is."""
_FIRST_CODE = -2146828288
_SURE_YEAR = 1905
"""Excel counts days from 1900, on a Mac it may be 1904, and its 1900 is a leap year; from here on all agree."""
_NOON_OF_TIME = dt.date(1899, 12, 30)
_LEAP_BUG = dt.datetime(1900, 3, 1)
_LARGEST_WHOLE = 10**15
_SIGNS = frozenset("=+-@#'(.,$%\N{EURO SIGN}\N{POUND SIGN}")
_TRUTHS = frozenset(
    {"true", "false", "wahr", "falsch", "vrai", "faux", "verdadero", "falso", "vero", "prawda", "waar", "onwaar"}
)
_DIGIT = re.compile(r"\d")
_SURROGATE = re.compile("[\ud800-\udfff]")


def from_excel(value: Any) -> Cell:
    """What xlwings read, as a cell. Errors are told apart from texts by the caller.

    >>> from_excel(2.0), from_excel(dt.datetime(2026, 3, 4)), from_excel(dt.datetime(1899, 12, 30, 18)), from_excel(-2146826243)
    (2, datetime.date(2026, 3, 4), datetime.time(18, 0), Error(code='#SPILL!'))
    """
    if isinstance(value, dt.datetime):
        if value.date() == _NOON_OF_TIME:
            return value.time().replace(microsecond=0)
        return canon(value if value >= _LEAP_BUG else value + dt.timedelta(days=1))
    if isinstance(value, int) and not isinstance(value, bool):
        if _FIRST_CODE <= value < _FIRST_CODE + 3000:
            return Error(_CODES.get(value - _FIRST_CODE, "#ERROR!"))
        return value
    if isinstance(value, Decimal):  # a cell formatted as currency
        return canon(float(value))
    return canon(value)


def column_from_excel(column: Sequence[Any]) -> Sequence[Cell]:
    """A column's cells; each different value is looked at once.

    >>> column_from_excel(("Ann", None, 2.0, "Ann"))
    ['Ann', None, 2, 'Ann']
    """
    kinds = set(map(type, column))
    if kinds == {type(None)}:
        return column
    if kinds <= {str, type(None)}:
        joined = "".join(filter(None, column))
        if joined.isascii() and "\r" not in joined:
            return [value or None for value in column]
    if bool in kinds or len(kinds) > 3:  # True is 1 to a dictionary
        return [None if value is None else from_excel(value) for value in column]
    spelt = {value: from_excel(value) for value in set(column)}
    return [spelt[value] for value in column]


def storable(value: Cell) -> Cell:
    """The value as any workbook can hold it: days before 1905 and numbers of over 15 digits become text.

    >>> storable(dt.date(1815, 12, 10)), storable(10**17), storable(5)
    ('1815-12-10', '100000000000000000', 5)
    """
    match value:
        case bool():
            return value
        case int() if abs(value) >= _LARGEST_WHOLE:
            return str(value)
        case dt.datetime() if value.year < _SURE_YEAR:
            return value.isoformat(sep=" ")
        case dt.date() if value.year < _SURE_YEAR:
            return value.isoformat()
        case str() if not value.isascii():
            return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
        case _:
            return value


def too_long(value: Cell) -> bool:
    """Whether a text is longer than any cell may be."""
    if not isinstance(value, str) or len(value) * 2 <= LONGEST_TEXT:
        return False
    return len(value.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TEXT


def may_be_taken(text: str) -> bool:
    """Whether a program that parses what is written into a cell may take the text for a number, a day or a formula.

    >>> [may_be_taken(text) for text in ("Ann", "00123", "3 May", "=1+1", "-", "'t Hooft", "true", "next week")]
    [False, True, True, True, True, True, True, False]
    """
    start = text.lstrip()[:1]
    return start in _SIGNS or bool(_DIGIT.search(text)) or text.strip().casefold() in _TRUTHS


def for_excel(value: Cell) -> Any:
    """What xlwings is given to write. A formula or an error is never written as a value."""
    match value:
        case None | Formula() | Error():
            return None
        case dt.datetime():
            return value
        case dt.date():
            return dt.datetime(value.year, value.month, value.day)
        case dt.time():
            return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
        case _:
            return value


def number_format(value: Cell) -> str:
    """The format that shows what the value is; "General" for what needs none."""
    match value:
        case str():
            return "@"
        case dt.datetime():
            return "yyyy-mm-dd hh:mm"
        case dt.date():
            return "yyyy-mm-dd"
        case dt.time():
            return "hh:mm:ss"
        case _:
            return "General"
