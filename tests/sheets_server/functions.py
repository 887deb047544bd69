"""The functions formulas may call: the common ones, enough for a cached value. Others come out as `#NAME?`.

A function takes evaluated arguments: a scalar, or a list of rows for a range.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from tests.sheets_server.grid import ErrorValue

Argument: TypeAlias = Any


class Failed(Exception):
    """A formula comes to an error value."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.value = ErrorValue(text)


def number(value: Argument) -> float:
    """A value as arithmetic takes it: blank is 0, TRUE is 1, a text of digits is its number."""
    match value:
        case None | "":
            return 0
        case bool() | int() | float():
            return value
        case str():
            try:
                return float(value.replace(",", ""))
            except ValueError:
                raise Failed("#VALUE!") from None
        case [[single]]:
            return number(single)
        case _:
            raise Failed("#VALUE!")


def text(value: Argument) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case [[single]]:
            return text(single)
        case _:
            return str(value)


def matches(value: Argument, criterion: Argument) -> bool:
    """Whether a cell meets a criterion as COUNTIF takes it: `Open`, `>=5`, `<>`, `*gmail*`."""
    sign, limit, pattern = _criterion(text(criterion))
    if pattern is not None:
        same = pattern.fullmatch(text(value)) is not None
        return same if sign == "=" else sign == "<>" and not same
    return _compare(value, sign, limit) if isinstance(value, int | float) else sign == "<>"


@functools.lru_cache(maxsize=10_000)
def _criterion(wanted: str) -> tuple[str, float, re.Pattern[str] | None]:
    """A sign, and the number to compare with or the pattern a text is to have."""
    found = re.match(r"(<=|>=|<>|<|>|=)?(.*)", wanted, re.DOTALL)
    sign, operand = (found[1] or "=", found[2]) if found else ("=", wanted)
    try:
        return sign, float(operand), None
    except ValueError:
        pattern = re.escape(operand).replace(r"\*", ".*").replace(r"\?", ".")
        return sign, 0, re.compile(pattern, re.IGNORECASE | re.DOTALL)


def _compare(left: Any, sign: str, right: Any) -> bool:
    return bool(_SIGNS[sign](left, right))


_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def compared(left: Argument, sign: str, right: Argument) -> bool:
    """A comparison of two scalars; texts are compared without case, a number stands before a text."""
    if left is None or right is None:
        blank = "" if isinstance(left if right is None else right, str) else 0
        left, right = blank if left is None else left, blank if right is None else right
    if isinstance(left, str) and isinstance(right, str):
        return _compare(left.lower(), sign, right.lower())
    return _compare((isinstance(left, str), left), sign, (isinstance(right, str), right))


def flat(arguments: tuple[Argument, ...]) -> Iterator[Argument]:
    for argument in arguments:
        if isinstance(argument, list):
            for row in argument:
                yield from row
        else:
            yield argument


def _numbers(arguments: tuple[Argument, ...]) -> list[float]:
    return [v for v in flat(arguments) if isinstance(v, int | float) and not isinstance(v, bool)]


def _average(*arguments: Argument) -> float:
    found = _numbers(arguments)
    if not found:
        raise Failed("#DIV/0!")
    return sum(found) / len(found)


def _met(pairs: tuple[Argument, ...]) -> list[bool]:
    """Which cells meet all of the criteria, given as range, criterion, range, criterion."""
    columns = [
        [matches(value, criterion) for value in flat((cells,))]
        for cells, criterion in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    return [all(row) for row in zip(*columns, strict=True)]


def _countifs(*pairs: Argument) -> Argument:
    """A count; for a column of criteria a column of counts, as in an array formula."""
    column = next((each for each in pairs[1::2] if isinstance(each, list) and len(each) > 1), None)
    if column is None:
        return sum(_met(pairs))
    return [[sum(_met(_at_row(pairs, row)))] for row in range(len(column))]


def _at_row(pairs: tuple[Argument, ...], row: int) -> tuple[Argument, ...]:
    """The pairs with each column of criteria replaced by its cell in that row."""
    return tuple(
        each[row][0] if number % 2 and isinstance(each, list) and len(each) > 1 else each
        for number, each in enumerate(pairs)
    )


def _sumproduct(*arrays: Argument) -> float:
    """Cells in the same place multiplied, and summed; what is no number counts 0."""
    columns = [list(flat((array,))) for array in arrays]
    if len({len(column) for column in columns}) > 1:
        raise Failed("#VALUE!")
    return sum(math.prod(_plain(value) for value in row) for row in zip(*columns, strict=True))


def _plain(value: Argument) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else 0


def _sumifs(total: Argument, *pairs: Argument) -> float:
    kept = zip(flat((total,)), _met(pairs), strict=True)
    return sum(_numbers(tuple(value for value, met in kept if met)))


def _sumif(cells: Argument, criterion: Argument, total: Argument = None) -> float:
    return _sumifs(cells if total is None else total, cells, criterion)


def _round(value: Argument, digits: Argument = 0) -> float:
    scale = 10.0 ** number(digits)
    return math.copysign(math.floor(abs(number(value)) * scale + 0.5) / scale, number(value))


def _joined(separator: Argument, skip_blank: Argument, *parts: Argument) -> str:
    kept = [text(part) for part in flat(parts)]
    return text(separator).join(part for part in kept if part or not skip_blank)


FUNCTIONS: Mapping[str, Callable[..., Argument]] = {
    "ABS": lambda value: abs(number(value)),
    "AND": lambda *values: all(flat(values)),
    "AVERAGE": _average,
    "CONCATENATE": lambda *parts: "".join(text(part) for part in flat(parts)),
    "COUNT": lambda *values: len(_numbers(values)),
    "COUNTA": lambda *values: sum(value is not None for value in flat(values)),
    "COUNTIF": _countifs,
    "COUNTIFS": _countifs,
    "HYPERLINK": lambda link, label=None: link if label is None else label,
    "ISBLANK": lambda value: value is None,
    "ISNUMBER": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "LEN": lambda value: len(text(value)),
    "LOWER": lambda value: text(value).lower(),
    "MAX": lambda *values: max(_numbers(values), default=0),
    "MIN": lambda *values: min(_numbers(values), default=0),
    "NOT": lambda value: not value,
    "OR": lambda *values: any(flat(values)),
    "ROUND": _round,
    "SUM": lambda *values: sum(_numbers(values)),
    "SUMIF": _sumif,
    "SUMIFS": _sumifs,
    "SUMPRODUCT": _sumproduct,
    "TEXTJOIN": _joined,
    "TODAY": lambda: (dt.datetime.now(tz=dt.UTC).date() - dt.date(1899, 12, 30)).days,
    "TRIM": lambda value: " ".join(text(value).split()),
    "UPPER": lambda value: text(value).upper(),
}
