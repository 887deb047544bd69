"""One row of a sheet, as XML: some of its cells replaced, every other byte as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.workbook.port import letters
from leadsorted_sheets.workbook.xlsx.refs import column
from leadsorted_sheets.workbook.xlsx.shapes import Kinds, Shape, is_shaped, shape_of
from leadsorted_sheets.workbook.xlsx.spelling import Spelling, is_plain


@dataclass(frozen=True, slots=True)
class Columns:
    """What a tab says of its columns: those kept as text, the style of cells that are not there yet,
    and those that new rows have also where they are blank, for their style."""

    text: frozenset[int] = frozenset()
    styles: Mapping[int, int] = field(default_factory=dict)
    keep_blank: frozenset[int] = frozenset()
    heads: dict[tuple[int, type], tuple[str, str]] = field(default_factory=dict, repr=False, compare=False)
    shapes: dict[Kinds, Shape | None] = field(default_factory=dict, repr=False, compare=False)

    def head(self, spelling: Spelling, number: int, value: Cell) -> tuple[str, str]:
        """How a new cell of a column starts, before and after its row number. Looked up: it is asked a million times."""
        key = (number, type(value))
        found = self.heads.get(key)
        if found is None:
            style = spelling.fitting(self.styles.get(number, 0), value, number in self.text)
            head = f'<{spelling.text_prefix}c r="{letters(number)}'
            found = self.heads[key] = (head, f'" s="{style}"' if style else '"')
        return found


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


@dataclass(frozen=True, slots=True)
class RowPatch:
    """What happens to one row: cells put, and new cached values for formulas of ours that stay."""

    line: int
    puts: Sequence[Put]
    cached: Mapping[int, Cell]


def new_row(patch: RowPatch, spelling: Spelling) -> bytes:
    """A row that was not there."""
    p = spelling.text_prefix
    if len(patch.puts) == 1 and not p and not patch.puts[0].columns.keep_blank and not patch.cached:
        shaped = _shaped(patch.puts[0], patch.line, spelling)
        if shaped is not None:
            return shaped.encode()
    cells = [_new(put, number, patch, spelling) for put, number in _in_order(patch.puts)]
    return f'<{p}row r="{patch.line}">{"".join(cells)}</{p}row>'.encode()


def patched_row(row: bytes, mask: bytes, patch: RowPatch, spelling: Spelling) -> bytes:
    """The row with these cells changed and every other byte as it was."""
    opened = spelling.row.match(mask)
    if opened is None or opened[1].endswith(b"/"):
        return _filled(row, new_row(patch, spelling))
    quick = _quickly(row, opened.end(), patch, spelling) if mask is row else None
    if quick is not None:
        return quick
    wanted = _in_order(patch.puts)
    wanted.reverse()
    refresh = set(patch.cached)
    pieces: list[bytes] = []
    at = number = 0
    for found in spelling.cell.finditer(mask, opened.end()):
        number = cell_column(found, number)
        while wanted and wanted[-1][1] < number:
            put, new = wanted.pop()
            pieces += (row[at : found.start()], _new(put, new, patch, spelling).encode())
            refresh.discard(new)
            at = found.start()
        here = wanted.pop()[0] if wanted and wanted[-1][1] == number else None
        if here is not None or number in refresh:
            pieces += (row[at : found.start()], _changed(_Old.of(row, found), here, number, patch, spelling))
            at = found.end()
    end = mask.rindex(spelling.row_end)
    pieces += (row[at:end], *(_new(put, new, patch, spelling).encode() for put, new in reversed(wanted)), row[end:])
    return _with_spans(b"".join(pieces), patch.puts)


def cell_column(found: re.Match[bytes], before: int) -> int:
    """The column a cell says it is in, or the one after the cell before it."""
    if found[2]:
        return _column(found[2])
    other = _REFERENCE.search(found[3])
    return _column(other[1]) if other else before + 1


def cell_attributes(found: re.Match[bytes]) -> bytes:
    """All the attributes of a cell."""
    return (found[1] or b"") + found[3]


def row_number(attributes: bytes, before: int) -> int:
    """The row's number, or the one after the row before it."""
    found = _ROW_NUMBER.search(attributes)
    return int(found[1]) if found else before + 1


def style_of(attributes: bytes) -> int:
    """The style index a cell's or a row's attributes name."""
    found = _STYLE.search(attributes)
    return int(found[1]) if found else 0


@dataclass(frozen=True, slots=True)
class _Old:
    """A cell as it stands: its reference attribute, its other ones, its content."""

    whole: bytes
    reference: bytes
    attributes: bytes
    content: bytes

    @classmethod
    def of(cls, row: bytes, found: re.Match[bytes]) -> _Old:
        reference, attributes = found[1], found[3]
        if reference is None:
            other = _ANY_REFERENCE.search(attributes)
            reference = other[0] if other else b""
            attributes = attributes.replace(reference, b"", 1) if other else attributes
        content = row[found.start(4) : found.end(4)] if found[4] is not None else b""
        return cls(row[found.start() : found.end()], reference, attributes, content)


def _quickly(row: bytes, inner: int, patch: RowPatch, spelling: Spelling) -> bytes | None:
    """The row with few cells changed, found by search; None where a cell of it does not plainly say where it is."""
    if len(patch.puts) != 1 or patch.cached or len(patch.puts[0].values) > 6:
        return None
    if row.count(b"</%sc" % spelling.prefix) != row.count(spelling.cell_end):
        return None  # a closing tag with a space in it
    put = patch.puts[0]
    pieces: list[bytes] = []
    at = 0
    plain = False
    for number in sorted(put.values):
        start, tag_end, stop = _whereabouts(row, number, patch.line, spelling, at)
        if start >= 0:
            opening = len(b"<%sc" % spelling.prefix)
            reference = row[start + opening : row.index(b'"', start + opening + 4) + 1]
            attributes = row[start + opening + len(reference) : tag_end].removesuffix(b"/")
            content = b"" if stop == tag_end + 1 else row[tag_end + 1 : stop - len(spelling.cell_end)]
            old = _Old(row[start:stop], reference, attributes, content)
            pieces += (row[at:start], _changed(old, put, number, patch, spelling))
            at = stop
        elif put.columns.keep_blank or not (plain or _is_plain_row(row, spelling)):
            return None
        else:
            before = (_whereabouts(row, n, patch.line, spelling) for n in range(number - 1, 0, -1))
            place = next((stop for start, _, stop in before if start >= 0), inner)
            pieces += (row[at:place], _new(put, number, patch, spelling).encode())
            at = place
            plain = True
    return _with_spans(b"".join((*pieces, row[at:])), patch.puts)


def _is_plain_row(row: bytes, spelling: Spelling) -> bool:
    """Whether every cell says first of all where it is: then one that is not found is not there."""
    return len(spelling.plain_cell.findall(row)) == row.count(b"<%sc" % spelling.prefix)


def _whereabouts(row: bytes, number: int, line: int, spelling: Spelling, at: int = 0) -> tuple[int, int, int]:
    """Where a cell starts, where its first tag ends (at the ">"), and where the cell ends; -1 first where it is not found."""
    start = row.find(b'<%sc r="%s%d"' % (spelling.prefix, letters(number).encode(), line), at)
    tag_end = row.find(b">", start) if start >= 0 else -1
    if tag_end < 0 or row[tag_end - 1] == _SLASH:
        return (start, tag_end, tag_end + 1) if tag_end >= 0 else (-1, -1, -1)
    close = row.find(spelling.cell_end, tag_end)
    return (start, tag_end, close + len(spelling.cell_end)) if close >= 0 else (-1, -1, -1)


def _changed(old: _Old, put: Put | None, number: int, patch: RowPatch, spelling: Spelling) -> bytes:
    has_formula = spelling.formula_start in old.content and spelling.formula.search(old.content) is not None
    if put is None or number not in put.values or (put.keep_formulas and has_formula):
        return _refreshed(old, patch.cached[number], spelling) if has_formula and number in patch.cached else old.whole
    value = put.values[number]
    if isinstance(value, Moved):
        return _as_moved(value, number, patch.line, spelling)
    own = style_of(old.attributes)
    style = spelling.fitting(own, value, number in put.columns.text)
    attributes = _UNWANTED.sub(b"", old.attributes)
    if style != own:
        attributes = _STYLE.sub(b"", attributes) + b' s="%d"' % style
    ref = f"{letters(number)}{patch.line}"
    reference = old.reference or b' r="%s"' % ref.encode()
    content = spelling.content(value, patch.cached.get(number), ref)
    return b"<%sc%s%s%s" % (spelling.prefix, reference, attributes.rstrip(), content.encode())


def _refreshed(old: _Old, value: Cell, spelling: Spelling) -> bytes:
    """A formula cell with another cached value."""
    formula = spelling.formula.search(old.content)
    kind, shown = spelling.cached(value)
    attributes = old.reference + _KIND.sub(b"", old.attributes).rstrip()
    return b"<%sc%s%s>%s%s</%sc>" % (
        spelling.prefix, attributes, kind.encode(), formula[0] if formula else b"", shown.encode(), spelling.prefix,
    )  # fmt: skip


def _new(put: Put, number: int, patch: RowPatch, spelling: Spelling) -> str:
    value = put.values.get(number)
    if isinstance(value, Moved):
        return _as_moved(value, number, patch.line, spelling).decode()
    if value is None and number not in put.columns.keep_blank:
        return ""
    before, after = put.columns.head(spelling, number, value)
    if type(value) is str and is_plain(value) and not spelling.prefix:
        return f'{before}{patch.line}{after} t="inlineStr"><is><t>{value}</t></is></c>'
    ref = f"{letters(number)}{patch.line}"
    return f"{before}{patch.line}{after}{spelling.content(value, patch.cached.get(number), ref)}"


def _shaped(put: Put, line: int, spelling: Spelling) -> str | None:
    """What `_new` gives for a row of the usual texts, numbers and days, else None: a new book of leads has them by the million."""
    values = put.values
    kinds = (tuple(values), tuple(map(type, values.values())))
    try:
        shape = put.columns.shapes[kinds]
    except KeyError:
        heads = {number: put.columns.head(spelling, number, cell) for number, cell in values.items() if is_shaped(cell)}
        shape = put.columns.shapes[kinds] = shape_of(kinds, heads)
    return None if shape is None else shape.filled(values, line, spelling)


def _as_moved(cell: Moved, number: int, line: int, spelling: Spelling) -> bytes:
    attributes = _ANY_REFERENCE.sub(b"", cell.attributes).rstrip()
    place = b"%s%d" % (letters(number).encode(), line)
    p = spelling.prefix
    return b'<%sc r="%s"%s>%s</%sc>' % (p, place, attributes, cell.content, p)


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
    found = _SPANS.search(row, 0, row.index(b">"))
    if found is None:
        return row
    numbers = [number for put in puts for number in put.values]
    first, last = int(found[1]), int(found[2])
    if not numbers or (first <= min(numbers) and max(numbers) <= last):
        return row
    return row[: found.start()] + b'spans="%d:%d"' % (min(first, *numbers), max(last, *numbers)) + row[found.end() :]


def _filled(row: bytes, fresh: bytes) -> bytes:
    """An empty row `<row .../>` holding the cells of the fresh one, with its own attributes."""
    return row[: row.rindex(b"/")].rstrip() + fresh[fresh.index(b">") :]


_SLASH = ord("/")


@cache
def _column(name: bytes) -> int:
    return column(name.decode())


_REFERENCE = re.compile(rb"(?<![\w:.-])r\s*=\s*[\"']\$?([A-Za-z]{1,3})\$?[0-9]+[\"']")
_ANY_REFERENCE = re.compile(rb"\s*(?<![\w:.-])r\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_ROW_NUMBER = re.compile(rb"(?<![\w:.-])r\s*=\s*[\"']([0-9]+)[\"']")
_STYLE = re.compile(rb"\s*(?<![\w:.-])s\s*=\s*[\"']([0-9]+)[\"']")
_KIND = re.compile(rb"\s*(?<![\w:.-])t\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_UNWANTED = re.compile(rb"\s*(?<![\w:.-])(?:t|cm|vm|ph)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
"""A cell's type, and what hung on its old value: dynamic array, rich value, pronunciation."""
_SPANS = re.compile(rb"(?<![\w:.-])spans\s*=\s*[\"']([0-9]+):([0-9]+)[\"']")
