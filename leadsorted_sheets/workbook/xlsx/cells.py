"""One cell and one row of a sheet, as XML: written in the sheet's own prefix, nothing else touched.

Text is written inline, so the shared strings stay as they are and text is never a formula.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.workbook.port import letters
from leadsorted_sheets.workbook.xlsx import formulas, markup
from leadsorted_sheets.workbook.xlsx.refs import column

LONGEST_TEXT = 32_767
"""Characters in a cell, as UTF-16 counts them (Excel specifications and limits)."""

Fitting: TypeAlias = Callable[[int, Cell, bool], int]
"""The style index for (the cell's own, the value, whether General becomes text)."""

_EPOCH = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_LEAP_BUG = dt.date(1900, 3, 1)
"""Excel believes in 29 February 1900: before this day serials are one less."""
_LARGEST_WHOLE = 10**15
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Columns:
    """What a tab says of its columns: those kept as text, and the style of cells that are not there yet."""

    text: frozenset[int] = frozenset()
    styles: Mapping[int, int] = field(default_factory=dict)
    keep_blank: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Moved:
    """A cell of the user's as it stands elsewhere on the sheet: its attributes and its content."""

    attributes: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class Put:
    """New values for cells of one row, by column number. `keep_formulas` leaves formula cells that are there."""

    columns: Columns
    values: Mapping[int, Cell | Moved]
    keep_formulas: bool = False


class Spelling:
    """How one sheet writes: its prefix, its date system, its styles."""

    def __init__(self, prefix: bytes, fitting: Fitting, *, from_1904: bool = False) -> None:
        self.prefix = prefix
        self.text_prefix = prefix.decode()
        self.fitting = fitting
        self.from_1904 = from_1904
        self.cell = re.compile(rb"<%sc(?=[\s/>])([^>]*?)(?:/>|>(.*?)</%sc\s*>)" % (prefix, prefix), re.DOTALL)
        self.row = re.compile(rb"<%srow(?=[\s/>])((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>" % prefix)
        self.row_end = b"</%srow" % prefix
        self.formula = re.compile(rb"<%sf(?=[\s/>])([^>]*?)(?:/>|>([^<]*)</%sf\s*>)" % (prefix, prefix), re.DOTALL)

    def new_cell(self, ref: str, style: int, value: Cell, cached: Cell = None) -> str:
        """A cell's XML; a blank one is there for its style only."""
        p = self.text_prefix
        head = f'<{p}c r="{ref}" s="{style}"' if style else f'<{p}c r="{ref}"'
        return head + self.content(value, cached, ref)

    def content(self, value: Cell, cached: Cell, ref: str) -> str:
        """The rest of a cell after its reference and style."""
        p = self.text_prefix
        if isinstance(value, str):
            if not markup.is_plain(value):
                value = markup.escaped(value)
            space = ' xml:space="preserve"' if markup.keeps_space(value) else ""
            return f' t="inlineStr"><{p}is><{p}t{space}>{value}</{p}t></{p}is></{p}c>'
        if value is None:
            return "/>"
        if isinstance(value, Formula):
            kind, shown = self.cached(cached)
            text = markup.escaped(formula_for(value, ref).removeprefix("="))
            return f"{kind}><{p}f>{text}</{p}f>{shown}</{p}c>"
        kind, shown = self.cached(value)
        return f"{kind}>{shown}</{p}c>"

    def cached(self, value: Cell) -> tuple[str, str]:
        """A value's type attribute and its `<v>`."""
        p = self.text_prefix
        match value:
            case None | Formula():
                return "", ""
            case bool():
                return ' t="b"', f"<{p}v>{int(value)}</{p}v>"
            case str():
                return ' t="str"', f"<{p}v>{markup.escaped(value)}</{p}v>"
            case Error():
                return ' t="e"', f"<{p}v>{markup.escaped(value.code)}</{p}v>"
            case dt.date() | dt.time():
                return "", f"<{p}v>{serial(value, from_1904=self.from_1904)!r}</{p}v>"
            case _:
                return "", f"<{p}v>{value!r}</{p}v>"

    def new_row(self, line: int, puts: Sequence[Put], cached: Mapping[int, Cell]) -> bytes:
        """A row that was not there."""
        cells = [
            self._new(put, number, line, put.values.get(number), cached.get(number))
            for put, number in _in_order(puts)
            if put.values.get(number) is not None or number in put.columns.keep_blank
        ]
        p = self.text_prefix
        return f'<{p}row r="{line}">{"".join(cells)}</{p}row>'.encode()

    def patched_row(self, row: bytes, mask: bytes, line: int, puts: Sequence[Put], cached: Mapping[int, Cell]) -> bytes:
        """The row with these cells changed and every other byte as it was."""
        opened = self.row.match(mask)
        if opened is None or opened[1].endswith(b"/"):
            return _opened(row, opened, self.new_row(line, puts, cached))
        wanted = _in_order(puts)
        wanted.reverse()
        refresh = dict(cached)
        pieces: list[bytes] = []
        at, last = 0, 0
        for found in self.cell.finditer(mask, opened.end()):
            last = number = cell_column(found[1], last)
            while wanted and wanted[-1][1] < number:
                put, new = wanted.pop()
                pieces += (row[at : found.start()], self._fresh(put, new, line, refresh))
                at = found.start()
            if wanted and wanted[-1][1] == number:
                put, _number = wanted.pop()
                pieces += (
                    row[at : found.start()],
                    self._changed(row, found, put, (number, line), cached=refresh.pop(number, None)),
                )
                at = found.end()
            elif number in refresh:
                pieces += (row[at : found.start()], self._refreshed(row, found, refresh.pop(number)))
                at = found.end()
        end = mask.rindex(self.row_end)
        pieces += (row[at:end], *(self._fresh(put, new, line, refresh) for put, new in reversed(wanted)), row[end:])
        return _with_spans(b"".join(pieces), puts)

    def _as_moved(self, cell: Moved, number: int, line: int) -> bytes:
        attributes = _ANY_REFERENCE.sub(b"", cell.attributes)
        return b'<%sc r="%s%d"%s>%s</%sc>' % (
            self.prefix, letters(number).encode(), line, attributes.rstrip(), cell.content, self.prefix,
        )  # fmt: skip

    def _fresh(self, put: Put, number: int, line: int, refresh: dict[int, Cell]) -> bytes:
        value = put.values.get(number)
        if value is None and number not in put.columns.keep_blank:
            return b""
        return self._new(put, number, line, value, refresh.pop(number, None)).encode()

    def _new(self, put: Put, number: int, line: int, value: Cell | Moved, cached: Cell) -> str:
        if isinstance(value, Moved):
            return self._as_moved(value, number, line).decode()
        style = self.fitting(put.columns.styles.get(number, 0), value, number in put.columns.text)
        return self.new_cell(f"{letters(number)}{line}", style, value, cached)

    def _changed(self, row: bytes, found: re.Match[bytes], put: Put, place: tuple[int, int], *, cached: Cell) -> bytes:
        number, line = place
        old = row[found.start() : found.end()]
        if number not in put.values or (put.keep_formulas and found[2] and self.formula.search(found[2])):
            return old if cached is None else self._refreshed(row, found, cached)
        value = put.values[number]
        if isinstance(value, Moved):
            return self._as_moved(value, number, line)
        own = style_of(found[1])
        attributes = _UNWANTED.sub(b"", found[1])
        style = self.fitting(own, value, number in put.columns.text)
        if style != own:
            attributes = _STYLE.sub(b"", attributes) + b' s="%d"' % style
        if not _REFERENCE.search(attributes):
            attributes = b' r="%s%d"' % (letters(number).encode(), line) + attributes
        content = self.content(value, cached, f"{letters(number)}{line}")
        return b"<%sc%s%s" % (self.prefix, attributes.rstrip(), content.encode())

    def _refreshed(self, row: bytes, found: re.Match[bytes], value: Cell) -> bytes:
        """A formula cell with another cached value; anything else stays as it is."""
        old = row[found.start() : found.end()]
        formula = self.formula.search(old)
        if formula is None:
            return old
        kind, shown = self.cached(value)
        attributes = _KIND.sub(b"", found[1]).rstrip()
        return b"<%sc%s%s>%s%s</%sc>" % (
            self.prefix,
            attributes,
            kind.encode(),
            formula[0],
            shown.encode(),
            self.prefix,
        )


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
    return (
        isinstance(value, str)
        and len(value) * 2 > LONGEST_TEXT
        and len(value.encode("utf-16-le", "replace")) // 2 > LONGEST_TEXT
    )


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


def formula_for(formula: Formula, ref: str) -> str:
    """The formula's text as the cell `ref` has to spell it."""
    _sheet, _mark, at = formula.at.rpartition("!")
    if not at or not formula.text:
        return formula.text
    old, new = _split(at), _split(ref)
    return formulas.moved(formula.text, new[1] - old[1], new[0] - old[0])


def cell_column(attributes: bytes, before: int) -> int:
    """The column a cell says it is in, or the one after the cell before it."""
    found = _REFERENCE.search(attributes)
    return column(found[1].decode()) if found else before + 1


def row_number(attributes: bytes, before: int) -> int:
    """The row's number, or the one after the row before it."""
    found = _ROW_NUMBER.search(attributes)
    return int(found[1]) if found else before + 1


def style_of(attributes: bytes) -> int:
    found = _STYLE.search(attributes)
    return int(found[1]) if found else 0


_REFERENCE = re.compile(rb"(?<![\w:.-])r\s*=\s*[\"']\$?([A-Za-z]{1,3})\$?[0-9]+[\"']")
_ANY_REFERENCE = re.compile(rb"\s*(?<![\w:.-])r\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_ROW_NUMBER = re.compile(rb"(?<![\w:.-])r\s*=\s*[\"']([0-9]+)[\"']")
_STYLE = re.compile(rb"\s*(?<![\w:.-])s\s*=\s*[\"']([0-9]+)[\"']")
_KIND = re.compile(rb"\s*(?<![\w:.-])t\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_UNWANTED = re.compile(rb"\s*(?<![\w:.-])(?:t|cm|vm|ph)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
"""A cell's type, and what hung on its old value: dynamic array, rich value, pronunciation."""
_SPANS = re.compile(rb"(?<![\w:.-])spans\s*=\s*[\"']([0-9]+):([0-9]+)[\"']")


def _in_order(puts: Sequence[Put]) -> list[tuple[Put, int]]:
    if len(puts) == 1:
        put = puts[0]
        numbers = put.values.keys() | put.columns.keep_blank if put.columns.keep_blank else put.values
        return [(put, number) for number in sorted(numbers)]
    return sorted(
        ((put, number) for put in puts for number in put.values.keys() | put.columns.keep_blank),
        key=lambda wanted: wanted[1],
    )


def _with_spans(row: bytes, puts: Sequence[Put]) -> bytes:
    """The row with its `spans` hint wide enough for what was put into it."""
    head = row[: row.index(b">")]
    found = _SPANS.search(head)
    numbers = [number for put in puts for number in put.values]
    if found is None or not numbers:
        return row
    first, last = min(int(found[1]), *numbers), max(int(found[2]), *numbers)
    if (first, last) == (int(found[1]), int(found[2])):
        return row
    return row[: found.start()] + b'spans="%d:%d"' % (first, last) + row[found.end() :]


def _opened(row: bytes, opened: re.Match[bytes] | None, fresh: bytes) -> bytes:
    """An empty row `<row .../>` holding the cells of the fresh one, with its own attributes."""
    if opened is None:
        return fresh
    return row[: row.rindex(b"/")].rstrip() + fresh[fresh.index(b">") :]


def _split(ref: str) -> tuple[int, int]:
    name = ref.rstrip("0123456789")
    return column(name), int(ref[len(name) :])
