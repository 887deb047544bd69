"""Bytes to rows of text, whatever was done to them. What cannot be read as a row is kept aside with its reason.

Lines without a quote, nearly all of them, are split in one step. A line with quotes is read
cell by cell, over line ends where a quote is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from leadsorted_sheets.core.delimited.dialect import Dialect, named_delimiter, sniffed
from leadsorted_sheets.core.delimited.encoding import BROKEN, decoded, legible
from leadsorted_sheets.core.delimited.guard import unguarded

MAX_CELL = 1_000_000
"""Characters in one cell. Excel holds 32,767; a megabyte is a broken quote or an attack."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """A row that was not taken: `line` is 1-based in the file, `cells` the best reading of what is there.

    `reason` is what follows "Line 3 …", full stop included, and what to do.
    """

    line: int
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delimited:
    """A file as rows of text. `lines[n]` is the line of the file, 1-based, on which `rows[n]` begins.

    Wholly empty lines are left out; rows keep whatever number of cells they have.
    """

    rows: list[list[str]]
    lines: list[int]
    dialect: Dialect
    damaged: tuple[Damaged, ...] = ()
    notes: tuple[str, ...] = ()


def read_delimited(
    data: bytes, name: str = "the file", *, encoding: str | None = None, delimiter: str | None = None
) -> Delimited:
    """The rows in `data`. `name` is for messages; `encoding` and `delimiter` overrule what the data says.

    The formula guard is taken off. Raises errors.NotATable where the data is not text.
    """
    source = decoded(data, name, encoding=encoding)
    text = source.text
    named = named_delimiter(text)
    text, first = (text.partition("\n")[2], 2) if named else (text, 1)
    dialect = sniffed(text, source.encoding)
    dialect = replace(dialect, delimiter=delimiter or named or dialect.delimiter)
    records = _quoted(text, dialect, first) if dialect.quote in text else _plain(text, dialect, first)

    rows: list[list[str]] = []
    lines: list[int] = []
    damaged: list[Damaged] = []
    guards = _GUARDS.search(text) is not None
    for line, cells, trouble in records:
        if guards and "\0'" in "\0" + "\0".join(
            cells
        ):  # a cell begins with an apostrophe; there are no NULs in the text
            cells = [unguarded(cell) for cell in cells]  # noqa: PLW2901  # the row, seen through
        if source.broken and any(BROKEN.search(cell) for cell in cells):
            damaged.append(Damaged(line, _UNDECODABLE.format(source.encoding), tuple(map(legible, cells))))
        elif trouble:
            damaged.append(Damaged(line, trouble, tuple(cells)))
        else:
            rows.append(cells)
            lines.append(line)
    return Delimited(rows, lines, dialect, tuple(damaged), source.notes)


_Record: TypeAlias = tuple[int, list[str], str]  # its first line, its cells, what is wrong with it ("" for nothing)

_GUARDS = re.compile(r"'[=+\-@\t\n]")
_UNDECODABLE = "holds bytes that are not {} text. Save the file as UTF-8 and import it again."
_TOO_LONG = (
    f"has a cell of more than {MAX_CELL:,} characters. A quotation mark is missing, or this is not a list of leads."
)
_OPEN = "begins a quotation that is never closed. Close it, or take the quotation mark out."
_PATIENCE = 50  # quotations that failed to close; after so many, a quotation may no longer run over a line end


def _plain(text: str, dialect: Dialect, first: int) -> Iterator[_Record]:
    delimiter = dialect.delimiter
    for line, chunk in enumerate(text.split("\n"), first):
        if chunk:
            cells = chunk.split(delimiter)
            yield line, cells, _too_long(chunk, cells)


def _quoted(text: str, dialect: Dialect, first: int) -> Iterator[_Record]:
    """Rows of a text with quotes. A quotation that never closes costs its own line, not the rest of the file."""
    delimiter, quote = dialect.delimiter, dialect.quote
    position, line, patience, size = 0, first, _PATIENCE, len(text)
    while position < size:
        mark = text.find(quote, position)
        plain_to = size if mark < 0 else text.rfind("\n", position, mark)
        if plain_to >= position:
            yield from _plain(text[position:plain_to], dialect, line)
            line += text.count("\n", position, plain_to) + 1
            position = plain_to + 1
            continue
        end = text.find("\n", mark)
        end = size if end < 0 else end
        chunk = text[position:end]
        trouble = ""
        if simple := None if dialect.backslash else _simply_quoted(chunk, delimiter, quote):
            cells = simple
        elif reading := _scanned(text, position, dialect, last=size if patience else end):
            cells, end = reading
        else:
            patience = max(0, patience - 1)
            cells, trouble = chunk.split(delimiter), _OPEN
        yield line, cells, trouble or _too_long(text[position:end], cells)
        line += text.count("\n", position, end) + 1
        position = end + 1


def _simply_quoted(chunk: str, delimiter: str, quote: str) -> list[str] | None:
    """The cells of a line whose quotes all stand at either end of a cell; None for any other line."""
    cells = chunk[1:-1].split(quote + delimiter + quote)
    pieces = chunk.split(quote)
    if len(pieces) == 2 * len(cells) + 1 and not pieces[0] and not pieces[-1]:
        return cells
    first, last = pieces[0], pieces[-1]
    if len(pieces) % 2 == 0 or (first and first[-1] != delimiter) or (last and last[0] != delimiter):
        return None
    cells = first[:-1].split(delimiter) if first else []
    for inside, after in zip(pieces[1:-2:2], pieces[2:-1:2], strict=True):
        if not after or after[0] != delimiter or after[-1] != delimiter:
            return None
        cells.append(inside)
        if len(after) > 1:
            cells += after[1:-1].split(delimiter)
    cells.append(pieces[-2])
    if last:
        cells += last[1:].split(delimiter)
    return cells


def _scanned(text: str, start: int, dialect: Dialect, *, last: int) -> tuple[list[str], int] | None:
    """The cells of the record at `start` and where it ends; None where a quotation does not close before `last`."""
    delimiter, quote = dialect.delimiter, dialect.quote
    to_next = re.compile(f"[^{re.escape(delimiter)}\n]*")
    cells: list[str] = []
    position, size = start, len(text)
    while True:
        cell_start = position
        if text.startswith(quote, position):
            close = _closing(text, position + 1, dialect, last)
            if close is None:
                return None
            position = to_next.match(text, close + 1).end()  # type: ignore[union-attr]  # it matches nothing at least
            tail = text[close + 1 : position]
            if tail.strip(" "):
                # `"Bob" Smith`: marks that belong to the text. Over a line end, it was another cell's mark that closed.
                if "\n" in text[cell_start:close]:
                    return None
                cells.append(text[cell_start:position])
            else:
                cells.append(_inside(text[cell_start + 1 : close], dialect))
        else:
            position = to_next.match(text, position).end()  # type: ignore[union-attr]  # as above
            cells.append(text[cell_start:position])
        if position >= size or text[position] == "\n":
            return cells, position
        position += 1


def _closing(text: str, position: int, dialect: Dialect, last: int) -> int | None:
    """Where the quotation that is open at `position` closes."""
    quote = dialect.quote
    while (close := text.find(quote, position, last)) >= 0:
        if dialect.backslash and _escaped(text, close):
            position = close + 1
        elif text.startswith(quote, close + 1):
            position = close + 2
        else:
            return close
    return None


def _escaped(text: str, position: int) -> bool:
    before = position
    while before and text[before - 1] == "\\":
        before -= 1
    return (position - before) % 2 == 1


def _inside(text: str, dialect: Dialect) -> str:
    text = text.replace(dialect.quote * 2, dialect.quote)
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL) if dialect.backslash else text


def _too_long(chunk: str, cells: list[str]) -> str:
    return _TOO_LONG if len(chunk) > MAX_CELL and any(len(cell) > MAX_CELL for cell in cells) else ""
