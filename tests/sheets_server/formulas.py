"""Formulas: what they come to, and how their references follow rows and columns that move.

A formula is stored as its text. Its value is worked out when somebody reads the cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.sheets_server.functions import FUNCTIONS, Failed, compared, number, text
from tests.sheets_server.grid import ErrorValue, Formula, Sheet, Value
from tests.sheets_server.ranges import column_number, grid_area, letters
from tests.sheets_server.refusals import Refusal
from tests.sheets_server.spreadsheet import Spreadsheet

_SHEET = r"(?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]*"
_OPEN = r"\$?[A-Za-z]{1,3}(?:\$?[1-9][0-9]*)?:\$?[A-Za-z]{1,3}"  # A:A, A2:A
_REFERENCE = rf"(?P<sheet>{_SHEET})?(?P<ref>{_OPEN}|{_CELL}(?::{_CELL})?)(?![\w($])"
_TOKEN = re.compile(
    rf"""\s*(?:(?P<string>"(?:[^"]|"")*")|(?P<reference>{_REFERENCE})|(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)
    |(?P<name>[A-Za-z_][\w.]*)|(?P<op><=|>=|<>|[-+*/^&=<>(),;%{{}}]))""",
    re.VERBOSE,
)


def evaluated(spreadsheet: Spreadsheet, sheet: Sheet, formula: Formula, path: frozenset[tuple[int, int, int]]) -> Value:
    """What a formula comes to. `path` are the cells whose values are being worked out already."""
    try:
        value = _Reader(spreadsheet, sheet, formula.text[1:], path).value()
    except Failed as failed:
        return failed.value
    except (ZeroDivisionError, OverflowError):
        return ErrorValue("#DIV/0!")
    except (TypeError, ValueError):
        return ErrorValue("#N/A")
    return 0 if value is None else value


def cell_value(spreadsheet: Spreadsheet, sheet: Sheet, row: int, column: int, path: Any = frozenset()) -> Value:
    """A cell's effective value."""
    value = sheet.cell(row, column).value
    if not isinstance(value, Formula):
        return value
    here = (sheet.id, row, column)
    return ErrorValue("#REF!") if here in path else evaluated(spreadsheet, sheet, value, path | {here})


def rewritten(formula: Formula, change: Callable[[str | None, str], str]) -> Formula:
    """The formula with each reference replaced: `change(title or None, reference)` gives the new one."""

    def swap(found: re.Match[str]) -> str:
        if not found["reference"]:
            return found[0]
        blank = found[0][: len(found[0]) - len(found[0].lstrip())]
        prefix = found["sheet"] or ""
        title = prefix[:-1].strip("'").replace("''", "'") if prefix else None
        return blank + prefix + change(title, found["ref"])

    return Formula("=" + _TOKEN.sub(swap, formula.text[1:]))


def copied(formula: Formula, rows: int, columns: int) -> Formula:
    """The formula as it reads when copied that far away: references without a dollar sign go along.

    >>> copied(Formula("=A1*$B$2"), 2, 1)
    Formula(text='=B3*$B$2')
    """

    def corner(found: re.Match[str]) -> str:
        column, row = found[2], found[4]
        if not found[1]:
            at = column_number(column) + columns
            column = letters(at) if at >= 0 else "#REF!"
        if row and not found[3]:
            row = str(int(row) + rows)
        return "#REF!" if "#" in column or (row and int(row) < 1) else f"{found[1]}{column}{found[3]}{row or ''}"

    return rewritten(formula, lambda _, ref: _CORNER.sub(corner, ref))


def followed(
    formula: Formula, concerns: Callable[[str | None], bool], rows: bool, new_place: Callable[[int], int]
) -> Formula:
    """The formula after lines of a sheet moved: `new_place(old)` is a line's new number, or -1 where it is gone."""

    def corner(found: re.Match[str]) -> str:
        column, row = found[2], found[4]
        if rows and row:
            row = str(new_place(int(row) - 1) + 1)
        elif not rows:
            at = new_place(column_number(column))
            column = letters(at) if at >= 0 else "#REF!"
        return "#REF!" if "#" in column or row == "0" else f"{found[1]}{column}{found[3]}{row or ''}"

    return rewritten(formula, lambda title, ref: _CORNER.sub(corner, ref) if concerns(title) else ref)


_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]*)?")
_LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))


class _Reader:
    """Reads a formula from left to right, the weakest operators first."""

    def __init__(
        self, spreadsheet: Spreadsheet, sheet: Sheet, source: str, path: frozenset[tuple[int, int, int]]
    ) -> None:
        self.spreadsheet, self.sheet, self.path = spreadsheet, sheet, path
        self.arrays = False  # inside of a function that takes ranges cell by cell
        self.tokens: list[re.Match[str]] = []
        at, end = 0, len(source.rstrip())
        while at < end:
            found = _TOKEN.match(source, at)
            if found is None:
                raise Failed("#ERROR!")
            self.tokens.append(found)
            at = found.end()
        self.at = 0

    def value(self) -> Any:
        value = self.level(0)
        if self.at < len(self.tokens):
            raise Failed("#ERROR!")
        return value[0][0] if isinstance(value, list) else value

    def level(self, depth: int) -> Any:
        if depth == len(_LEVELS):
            return self.signed()
        left = self.level(depth + 1)
        while (sign := self.operator()) in _LEVELS[depth]:
            self.at += 1
            right = self.level(depth + 1)
            apply = _cell_by_cell if self.arrays else _applied_to_one
            left = apply(left, sign, right)
        return left

    def signed(self) -> Any:
        if (sign := self.operator()) in ("+", "-"):
            self.at += 1
            return number(self.signed()) * (-1 if sign == "-" else 1)
        value = self.atom()
        while self.operator() == "%":
            self.at += 1
            value = number(value) / 100
        return value

    def operator(self) -> str:
        return (self.tokens[self.at]["op"] or "") if self.at < len(self.tokens) else ""

    def atom(self) -> Any:
        if self.at >= len(self.tokens):
            raise Failed("#ERROR!")
        token = self.tokens[self.at]
        self.at += 1
        if token["string"]:
            return token["string"][1:-1].replace('""', '"')
        if token["reference"]:
            return self.cells(token)
        if token["number"]:
            return float(token["number"])
        if token["name"]:
            return self.call(token["name"].upper())
        if token["op"] == "(":
            value = self.level(0)
            self.expect(")")
            return value
        raise Failed("#ERROR!")

    def expect(self, sign: str) -> None:
        if self.operator() != sign:
            raise Failed("#ERROR!")
        self.at += 1

    def call(self, name: str) -> Any:
        if self.operator() != "(":
            if name in ("TRUE", "FALSE"):
                return name == "TRUE"
            raise Failed("#NAME?")
        self.at += 1
        arguments: list[Any] = []
        outside, self.arrays = self.arrays, self.arrays or name in _BY_CELL
        while self.operator() != ")":
            if name == "IF" and _is_other_branch(arguments):
                self.skip_argument(self.at)
                arguments.append(None)
            else:
                arguments.append(self.argument())
            if self.operator() in (",", ";"):
                self.at += 1
            elif self.operator() != ")":
                raise Failed("#ERROR!")
        self.at += 1
        self.arrays = outside
        return self.named(text(arguments[0])) if name == "INDIRECT" and arguments else _called(name, arguments)

    def named(self, reference: str) -> Any:
        """The cells that a text names: a named range, or a reference."""
        for each in self.spreadsheet.named_ranges:
            if each["name"].lower() == reference.lower():
                area = grid_area(self.spreadsheet, each["range"])
                bottom = min(area.bottom, area.sheet.height())
                return [
                    [self.cell(area.sheet, row, column) for column in range(area.left, area.right)]
                    for row in range(area.top, max(bottom, area.top + 1))
                ]
        found = _TOKEN.fullmatch(reference)
        if found is None or not found["reference"]:
            raise Failed("#REF!")
        return self.cells(found)

    def argument(self) -> Any:
        """An argument's value; an error is handed on as a value, since IFERROR wants to see it."""
        start = self.at
        try:
            return self.level(0)
        except (Failed, ZeroDivisionError) as failed:
            self.skip_argument(start)
            return failed.value if isinstance(failed, Failed) else ErrorValue("#DIV/0!")

    def skip_argument(self, start: int) -> None:
        depth, self.at = 0, start
        while self.at < len(self.tokens):
            sign = self.operator()
            if depth == 0 and sign in (",", ";", ")"):
                return
            depth += (sign == "(") - (sign == ")")
            self.at += 1
        raise Failed("#ERROR!")

    def cells(self, token: re.Match[str]) -> Any:
        title = token["sheet"][:-1].strip("'").replace("''", "'") if token["sheet"] else None
        sheet = self.sheet if title is None else self.spreadsheet.titled(title)
        if sheet is None:
            raise Failed("#REF!")
        corners = [_CORNER.fullmatch(part) for part in token["ref"].split(":")]
        columns = [column_number(found[2]) for found in corners if found]
        rows = [int(found[4]) - 1 for found in corners if found and found[4]]
        if len(corners) == 1:
            return self.cell(sheet, rows[0], columns[0])
        top = min(rows, default=0)
        bottom = max(rows) + 1 if len(rows) == 2 else sheet.height()
        return [
            [self.cell(sheet, row, column) for column in range(min(columns), max(columns) + 1)]
            for row in range(top, max(bottom, top + 1))
        ]

    def cell(self, sheet: Sheet, row: int, column: int) -> Any:
        if row >= len(sheet.rows) or column >= len(sheet.columns):
            raise Failed("#REF!")
        value = cell_value(self.spreadsheet, sheet, row, column, self.path)
        if isinstance(value, ErrorValue):
            raise Failed(value.text)
        return value


def _is_other_branch(arguments: list[Any]) -> bool:
    """Whether the next argument of an IF is the branch that is not taken, which is not worked out."""
    return (
        len(arguments) in (1, 2)
        and not isinstance(arguments[0], ErrorValue)
        and bool(arguments[0]) == (len(arguments) == 2)
    )


def _called(name: str, arguments: list[Any]) -> Any:
    match name, arguments:
        case "IFERROR", [value, *rest]:
            return (rest[0] if rest else "") if isinstance(value, ErrorValue) else value
        case "IF", [condition, *branches]:
            if isinstance(condition, ErrorValue):
                raise Failed(condition.text)
            chosen = branches[0] if condition else (branches[1] if len(branches) > 1 else False)
            if isinstance(chosen, ErrorValue):
                raise Failed(chosen.text)
            return chosen
    for value in arguments:
        if isinstance(value, ErrorValue):
            raise Failed(value.text)
    if name not in FUNCTIONS:
        raise Failed("#NAME?")
    try:
        return FUNCTIONS[name](*arguments)
    except (TypeError, Refusal) as wrong:
        raise Failed("#N/A") from wrong


def _single(value: Any) -> Any:
    return value[0][0] if isinstance(value, list) else value


_BY_CELL = frozenset({"SUMPRODUCT"})


def _cell_by_cell(left: Any, sign: str, right: Any) -> Any:
    """An operator on ranges of one size, or on a range and a single value."""
    if isinstance(left, list) and isinstance(right, list) and len(left) > 1 and len(right) > 1:
        if len(left) != len(right):
            raise Failed("#VALUE!")
        pairs = zip(left, right, strict=True)
        return [[_applied(a, sign, b) for a, b in zip(one, other, strict=True)] for one, other in pairs]
    if isinstance(left, list) and len(left) > 1:
        return [[_applied(cell, sign, _single(right)) for cell in row] for row in left]
    if isinstance(right, list) and len(right) > 1:
        return [[_applied(_single(left), sign, cell) for cell in row] for row in right]
    return _applied_to_one(left, sign, right)


def _applied_to_one(left: Any, sign: str, right: Any) -> Any:
    return _applied(_single(left), sign, _single(right))


def _applied(left: Any, sign: str, right: Any) -> Any:
    match sign:
        case "&":
            return text(left) + text(right)
        case "+":
            return number(left) + number(right)
        case "-":
            return number(left) - number(right)
        case "*":
            return number(left) * number(right)
        case "/":
            return number(left) / number(right)
        case "^":
            return number(left) ** number(right)
        case _:
            return compared(left, sign, right)
