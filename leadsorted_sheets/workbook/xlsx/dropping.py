"""Rows that go: taken out of the sheet, later rows move up, where nothing of the user's would end up on another lead."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from leadsorted_sheets.core.cell import Error, Formula
from leadsorted_sheets.workbook.xlsx import cells, foreign, formulas, markup
from leadsorted_sheets.workbook.xlsx.grids import marks
from leadsorted_sheets.workbook.xlsx.package import Package
from leadsorted_sheets.workbook.xlsx.places import Place
from leadsorted_sheets.workbook.xlsx.ranges import Resize
from leadsorted_sheets.workbook.xlsx.refs import LAST_ROW, Box
from leadsorted_sheets.workbook.xlsx.sheet import SheetXml
from leadsorted_sheets.workbook.xlsx.spelling import Patterns
from leadsorted_sheets.workbook.xlsx.tables import tables

BESIDE = "the table "
"""How an obstacle starts that is another table on the sheet."""


def obstacle(package: Package, place: Place, part: SheetXml, *, first: int, resize: Resize) -> str | None:
    """What forbids rows to move up from line `first` on, in words; None where nothing does."""
    own = place.table.part if place.table else ""
    for table in tables(package):
        if table.sheet.part == place.sheet.part and table.part != own and table.box.bottom >= first:
            return f"{BESIDE}{table.name}"
    for thing in foreign.standing(package, place.sheet, part):
        follows = thing.follows and resize.follows(thing.box)
        if not follows and first <= thing.box.bottom < LAST_ROW and not thing.what.startswith("the table"):
            return f"{thing.what} at {place.sheet.name}!{thing.box}"
    for thing in foreign.pointing(package, place.sheet):
        if first <= thing.box.bottom < LAST_ROW and not _sees_the_same(thing, resize):
            return f"{thing.what}, which points at {place.sheet.name}!{thing.box}"
    return _cell_in_the_way(place, part, first)


def without_rows(part: SheetXml, lines: Iterable[int], sheet: str) -> Iterator[bytes]:
    """The rows without those lines; the rows below move up, and their formulas read as they did."""
    gone = sorted(set(lines))
    numbers, starts = part.rows
    first = next((n for n, number in enumerate(numbers) if number >= gone[0]), len(numbers))
    yield part.xml[part.inner : starts[first] if first < len(starts) else part.inner_end]
    texts = marks(part, sheet) if part.has_formulas else {}
    passed = 0
    for index in range(first, len(numbers)):
        line = numbers[index]
        while passed < len(gone) and gone[passed] < line:
            passed += 1
        if passed < len(gone) and gone[passed] == line:
            continue
        start, end = part.row_at(index)
        row = part.xml[start:end]
        if line in texts:
            row = _with_formulas(
                row,
                texts[line],
                part.patterns,
                partial(formulas.carried, sheet=sheet, row=line, to=line - passed),
            )
        yield _renumbered(row, line - passed, part.patterns)


def _sees_the_same(thing: foreign.Thing, resize: Resize) -> bool:
    """Whether what points here sees the same rows afterwards: its range follows, or covers the table and more below."""
    return resize.follows(thing.box) and (thing.follows or thing.box.bottom > resize.data.bottom)


def _cell_in_the_way(place: Place, part: SheetXml, first: int) -> str | None:
    """A cell beside or below the table, or a formula that points at other rows that would move."""
    data = place.data
    bottom = place.table.box.bottom if place.table else data.bottom
    ours = set(place.columns.values())
    solid = len(ours) == data.right - data.left + 1
    numbers, _starts = part.rows
    for index in range(bisect_left(numbers, first), len(numbers)):
        if solid and numbers[index] <= bottom and not part.reaches_beyond(index, data.left, data.right):
            continue
        for cell in part.cells_of(index):
            if cell.is_filled and (cell.line > bottom or cell.number not in ours):
                return f"the cell {Box(cell.line, cell.number, cell.line, cell.number)} beside or below the table"
    for line, row in marks(part, place.sheet.name).items():
        for mark in row.values():
            text = getattr(mark, "text", "")
            for area in foreign.formula_pointers(text, place.sheet):
                same_row = area.top == area.bottom == line
                if area.bottom >= first and area.bottom != LAST_ROW and not (same_row and data.top <= line <= bottom):
                    return f"the formula in row {line}, which points at {area}"
            if not text and hasattr(mark, "text") and line >= first:
                return f"the array formula in row {line}"
    return None


def _with_formulas(
    row: bytes, texts: Mapping[int, Formula | Error], patterns: Patterns, carried: Callable[[str], str]
) -> bytes:
    """The row with its formulas written out for the line they move to: a shared one may lose its first cell."""
    pieces: list[bytes] = []
    at = last = 0
    opened = patterns.row.match(row)
    for found in patterns.cell.finditer(row, opened.end() if opened else 0):
        last = cells.cell_column(found, last)
        text = getattr(texts.get(last), "text", "")
        formula = patterns.formula.search(found[4] or b"")
        if not text or formula is None:
            continue
        moved = markup.escaped(carried(text).removeprefix("=")).encode()
        plain = b"<%sf>%s</%sf>" % (patterns.prefix, moved, patterns.prefix)
        start = found.start(4) + formula.start()
        pieces += (row[at:start], plain)
        at = found.start(4) + formula.end()
    return b"".join((*pieces, row[at:]))


def _renumbered(row: bytes, line: int, patterns: Patterns) -> bytes:
    number = b"%d" % line
    opened = row.index(b">")
    head = _ROW_REF.sub(lambda found: found[1] + number, row[:opened], count=1)
    return head + patterns.cell_number.sub(lambda found: found[1] + number, row[opened:])


_ROW_REF = re.compile(rb"((?<![\w:.-])r\s*=\s*[\"'])[0-9]+")
