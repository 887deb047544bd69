"""Sheets: found by name, hidden and shown, protected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from tests.calc.books import Book
from tests.calc.engine import CalcError
from tests.calc.ranges import LAST_COLUMN, LAST_ROW, Range
from tests.calc.tables import Tables

_CORNERS = re.compile(r"\$?([A-Z]*)\$?(\d*)(?::\$?([A-Z]*)\$?(\d*))?")


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    api = property(lambda self: self.book.document.Sheets)

    @property
    def active(self) -> Sheet:
        controller = self.book.document.CurrentController
        return Sheet(self.book, controller.ActiveSheet.Name if controller else self.api.getByIndex(0).Name)

    def __call__(self, key: str | int) -> Sheet:
        if isinstance(key, int):
            return Sheet(self.book, self.api.getByIndex(key - 1).Name)
        for name in self.api.ElementNames:
            if name.casefold() == key.casefold():
                return Sheet(self.book, name)
        raise KeyError(key)

    def __len__(self) -> int:
        return self.api.Count

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, name) for name in self.api.ElementNames)

    def __contains__(self, name: str) -> bool:
        return any(each.casefold() == name.casefold() for each in self.api.ElementNames)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        self.book.app.check_ready()
        if self.book.document.isProtected():
            raise CalcError("The workbook is protected and cannot be changed.", scode=-2146827284)
        place = before.index - 1 if before else (after.index if after else self.api.Count)
        count = 1
        while name is None or (name in self and count):
            name, count = f"Sheet{count}", count + 1
        self.api.insertNewByName(name, place)
        return Sheet(self.book, name)


class Sheet(base_classes.Sheet):
    book = None

    def __init__(self, book: Book, name: str) -> None:
        self.book, self._name, self._api = book, name, None

    @property
    def api(self) -> Any:
        if self._api is None:
            self._api = self.book.document.Sheets.getByName(self._name)
        return self._api

    calls = property(lambda self: self.book.app.calls)
    index = property(lambda self: self.api.RangeAddress.Sheet + 1)

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value
        self._name = value

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def visible(self) -> bool:
        return self.api.IsVisible

    @visible.setter
    def visible(self, value: bool) -> None:
        self.api.IsVisible = bool(value)

    @property
    def used_range(self) -> Range:
        cursor = self.api.createCursor()
        cursor.gotoEndOfUsedArea(False)
        return Range.of(self, 0, 0, cursor.RangeAddress.EndRow, cursor.RangeAddress.EndColumn)

    @property
    def cells(self) -> Range:
        return Range.of(self, 0, 0, LAST_ROW - 1, LAST_COLUMN - 1)

    def range(self, first: Any, last: Any = None) -> Range:
        """An address, a pair (row, column), a Range of ours, or xlwings' (row, column, rows, columns)."""
        top, left, bottom, right = _box(first)
        if last is not None:
            _top, _left, bottom, right = _box(last)
        return Range.of(self, top, left, bottom, right, areas=_areas(first))

    def activate(self) -> None:
        """Hidden documents have no window."""

    def delete(self) -> None:
        self.book.document.Sheets.removeByName(self._name)

    def protect(self, password: str = "") -> None:
        """For tests: what a person does under Review > Protect Sheet."""
        self.api.protect(password)

    def unprotect(self, password: str = "") -> None:
        self.api.unprotect(password)


def _areas(given: Any) -> tuple[tuple[int, int, int, int], ...]:
    """The boxes of an address of several areas."""
    if not isinstance(given, str) or "," not in given:
        return ()
    if len(given) > 255:
        raise CalcError("Excel takes addresses of at most 255 characters", scode=-2146827284)
    return tuple(_box(part) for part in given.split(","))


def _box(given: Any) -> tuple[int, int, int, int]:
    if isinstance(given, Range):
        return given.north, given.west, given.south, given.east
    if isinstance(given, tuple):
        row, column, *size = given
        rows, columns = size or (1, 1)
        return row - 1, column - 1, row + rows - 2, column + columns - 2
    address = given.split(",")[0].rpartition("!")[2]
    found = _CORNERS.fullmatch(address)
    if found is None:
        raise CalcError(f"There is no range {given!r}", scode=-2146827284)
    name, row, last_name, last_row = found.groups()
    top, left = int(row or 1) - 1, _number(name or "A") - 1
    bottom = int(last_row) - 1 if last_row else (LAST_ROW - 1 if ":" in address else top)
    right = _number(last_name) - 1 if last_name else (LAST_COLUMN - 1 if ":" in address else left)
    return top, left, bottom, right


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
