"""One cell: what goes into it for a value, and how it shows what it holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.calc.coercion import serial, typed

Box = tuple[int, int, int, int]


class Cells:
    """A set of cells kept as boxes."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []

    def lines(self, column: int, count: int) -> list[bool]:
        """For each of the first lines whether the column's cell there is one of them."""
        found = [False] * count
        for top, left, bottom, right in self.boxes:
            if left <= column <= right:
                found[top : bottom + 1] = [True] * (min(bottom, count - 1) - top + 1)
        return found


def stored(value: Any, year: int) -> tuple[Any, str, str]:
    """What goes into a cell that is not text, the formula it becomes, and the format it brings along."""
    match value:
        case bool():
            return float(value), "", "BOOLEAN"
        case dt.datetime() | dt.date():
            moment_too = isinstance(value, dt.datetime) and value.time() != dt.time()
            return serial(value), "", "M/D/YYYY H:MM" if moment_too else "M/D/YYYY"
        case int() | float():
            return float(value), "", ""
        case str() if value:
            found = typed(value, this_year=year)
            if isinstance(found.value, bool):
                return float(found.value), "", "BOOLEAN"
            return found.value, found.formula, found.code
        case None | "":
            return "", "", ""
    raise TypeError(f"Excel takes no {type(value).__name__} into a cell")


def shown(value: float | None) -> str:
    """A number as the formula bar shows it; Calc gives none for a cell with an error, which has a formula."""
    return "" if value is None else f"{value:.15g}"


def as_text(value: Any) -> str:
    """What a cell formatted as text keeps: everything as it would be typed, the apostrophe in front taken off."""
    if type(value) is str:  # most cells are
        return value.removeprefix("'")
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return value.removeprefix("'")
        case dt.datetime() | dt.date():
            return f"{value.month}/{value.day}/{value.year}"
        case _:
            return f"{value:.15g}"
