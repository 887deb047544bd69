"""Rows that go: taken out of the sheet, later rows move up, where nothing of the user's would end up on another lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from leadsorted_sheets.core.cell import Error, Formula
from leadsorted_sheets.workbook.xlsx import cells, foreign, formulas, markup
from leadsorted_sheets.workbook.xlsx.cells import Spelling
from leadsorted_sheets.workbook.xlsx.grids import marks
from leadsorted_sheets.workbook.xlsx.package import Package
from leadsorted_sheets.workbook.xlsx.places import Place
from leadsorted_sheets.workbook.xlsx.ranges import Resize
from leadsorted_sheets.workbook.xlsx.refs import LAST_COLUMN, LAST_ROW, Box
from leadsorted_sheets.workbook.xlsx.sheet import SheetXml, is_filled


def obstacle(
    package: Package, place: Place, part: SheetXml, *, first: int, resize: Resize, spelling: Spelling
) -> str | None:
    """What forbids rows to move up from line `first` on, in words; None where nothing does."""
    for thing in foreign.standing(package, place.sheet, part):
        own = place.table is not None and thing.box == place.table.box and thing.what.startswith("the table")
        if not own and _in_the_way(thing, first, resize):
            return f"{thing.what} at {place.sheet.name}!{thing.box}"
    for thing in foreign.pointing(package, place.sheet):
        if _in_the_way(thing, first, resize):
            return f"{thing.what}, which points at {place.sheet.name}!{thing.box}"
    return _cell_in_the_way(place, part, first, spelling)


def without_rows(part: SheetXml, lines: Iterable[int], spelling: Spelling, sheet: str) -> Iterator[bytes]:
    """The rows without those lines; the rows below move up, and their formulas read as they did."""
    gone = sorted(set(lines))
    numbers, starts = part.rows
    first = next((n for n, number in enumerate(numbers) if number >= gone[0]), len(numbers))
    yield part.xml[part.inner : starts[first] if first < len(starts) else part.inner_end]
    texts = marks(part, sheet) if part.mask.find(b"<%sf" % part.prefix, part.inner, part.inner_end) >= 0 else {}
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
                spelling,
                partial(formulas.carried, sheet=sheet, row=line, to=line - passed),
            )
        yield _renumbered(row, line - passed, spelling)


def _in_the_way(thing: foreign.Thing, first: int, resize: Resize) -> bool:
    if thing.box.bottom < first or thing.box.bottom == LAST_ROW:
        return False
    return not (thing.follows and resize.follows(thing.box))


def _cell_in_the_way(place: Place, part: SheetXml, first: int, spelling: Spelling) -> str | None:
    """A cell beside or below the table, or a formula that points at other rows that would move."""
    data = place.data
    bottom = place.table.box.bottom if place.table else data.bottom
    filled: set[int] = set()
    for line, number, _attributes, content in part.cells_in(Box(first, 1, LAST_ROW, LAST_COLUMN), spelling):
        if not is_filled(content):
            continue
        if not data.left <= number <= data.right or line > bottom:
            return f"the cell {Box(line, number, line, number)} beside or below the table"
        filled.add(line)
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
    row: bytes, texts: Mapping[int, Formula | Error], spelling: Spelling, carried: Callable[[str], str]
) -> bytes:
    """The row with its formulas written out for the line they move to: a shared one may lose its first cell."""
    pieces: list[bytes] = []
    at = last = 0
    opened = spelling.row.match(row)
    for found in spelling.cell.finditer(row, opened.end() if opened else 0):
        last = cells.cell_column(found[1], last)
        text = getattr(texts.get(last), "text", "")
        formula = spelling.formula.search(found[2] or b"")
        if not text or formula is None:
            continue
        moved = markup.escaped(carried(text).removeprefix("=")).encode()
        plain = b"<%sf>%s</%sf>" % (spelling.prefix, moved, spelling.prefix)
        start = found.start(2) + formula.start()
        pieces += (row[at:start], plain)
        at = found.start(2) + formula.end()
    return b"".join((*pieces, row[at:]))


def _renumbered(row: bytes, line: int, spelling: Spelling) -> bytes:
    number = b"%d" % line
    opened = row.index(b">")
    head = _ROW_REF.sub(rb"\g<1>%s\g<2>" % number, row[:opened], count=1)
    cell = re.compile(rb"(<%sc\s(?:[^>]*?\s)?r\s*=\s*[\"']\$?[A-Za-z]{1,3}\$?)[0-9]+" % spelling.prefix)
    return head + cell.sub(rb"\g<1>" + number, row[opened:])


_ROW_REF = re.compile(rb"((?<![\w:.-])r\s*=\s*[\"'])[0-9]+([\"'])")
