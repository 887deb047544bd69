"""The cells of a sheet as values: python-calamine reads them, one scan adds what it cannot tell.

calamine gives a formula's last result like any value, and an error as nothing. So the sheet's
XML is searched for `<f` and for error cells, and those are marked.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from leadsorted_sheets.core.cell import Error, Formula
from leadsorted_sheets.errors import Corrupt
from leadsorted_sheets.workbook.port import letters
from leadsorted_sheets.workbook.xlsx import cells, markup, spelling
from leadsorted_sheets.workbook.xlsx.package import Package, Sheet
from leadsorted_sheets.workbook.xlsx.refs import box, column
from leadsorted_sheets.workbook.xlsx.sheet import SheetXml

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Grid = list[list[Any]]
Marks = dict[int, dict[int, Formula | Error]]
T = TypeVar("T")

MOST_CELLS = 30_000_000
"""calamine keeps a sheet as one block from its first cell to its last; a block larger than this is cut to its dense part."""
_WIDEST = 512


class Grids:
    """The sheets of a package as rows of values, read when first asked for."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._opened: CalamineWorkbook | None = None
        self._grids: dict[str, Grid] = {}
        self._parts: dict[str, SheetXml] = {}

    def rows(self, sheet: Sheet) -> Grid:
        """The rows from A1 on, all as wide as the widest; "" where there is nothing."""
        if sheet.part not in self._grids:
            self._grids[sheet.part] = self._read(sheet)
        return self._grids[sheet.part]

    def top(self, sheet: Sheet, count: int) -> Grid:
        """The first rows of a sheet, however long it is."""
        if sheet.part in self._grids:
            return self._grids[sheet.part][:count]
        part = self._part(sheet)
        return self._values(sheet, _shortened(part, count, _WIDEST) or part.xml)[:count]

    def marks(self, sheet: Sheet) -> Marks:
        """The formula and error cells: row number -> column number -> what it is."""
        return marks(self._part(sheet), sheet.name)

    def _part(self, sheet: Sheet) -> SheetXml:
        if sheet.part not in self._parts:
            self._parts[sheet.part] = SheetXml(self._package.xml(sheet.part))
        return self._parts[sheet.part]

    def _read(self, sheet: Sheet) -> Grid:
        return self._values(sheet, _dense_part(self._part(sheet)))

    def _values(self, sheet: Sheet, other: bytes | None) -> Grid:
        index = next(n for n, each in enumerate(self._package.sheets) if each.part == sheet.part)

        def read() -> Grid:
            opened = self._open() if other is None else _calamine(self._with({sheet.part: other}))
            return opened.get_sheet_by_index(index).to_python(skip_empty_area=False)

        return _safely(read, self._package.path)

    def _open(self) -> CalamineWorkbook:
        if self._opened is None:
            self._opened = _calamine(self._with({}))
        return self._opened

    def _with(self, others: dict[str, bytes]) -> bytes:
        """The package as calamine can read it: in UTF-8, every part's true size and check sum looked at before."""
        package = self._package
        for kind in ("styles", "sharedStrings"):
            for part in package.related(package.workbook, kind):
                package.xml(part)
        changed = {part: package.xml(part) for part in package.recoded} | others
        return b"".join(package.archive.rewritten(changed, level=1)) if changed else package.data


def marks(part: SheetXml, sheet: str) -> Marks:
    """The formula and error cells of a sheet's XML. A cell that an array formula fills counts as a formula."""
    found: Marks = defaultdict(dict)
    if part.has_formulas:
        for line, number, formula in _formulas(part, sheet):
            found[line][number] = formula
    for line, number, code in _errors(part):
        found[line].setdefault(number, Error(code))
    return found


def _formulas(part: SheetXml, sheet: str) -> Iterator[tuple[int, int, Formula]]:
    shared: dict[str, Formula] = {}
    pattern = part.patterns.formula
    place = _Places(part)
    for found in pattern.finditer(part.mask, part.inner, part.inner_end):
        line, number = place.of(found.start())
        at = f"{sheet}!{letters(number)}{line}"
        attributes = found[1]
        text = "=" + markup.text_of(part.xml[found.start(2) : found.end(2)]) if found[2] else ""
        formula = Formula(text, at)
        if b"ref" in attributes or b"si" in attributes:
            tag = markup.Tag(0, 0, "f", b"", attributes, closing=False, empty=False)
            formula = _of_group(tag, formula, shared)
            yield from _filled_by(tag, line, number, at)
        yield line, number, formula


def _of_group(tag: markup.Tag, formula: Formula, shared: dict[str, Formula]) -> Formula:
    """A shared formula is written out once, for its first cell; the others are copies of it."""
    group = tag.get("si")
    if tag.get("t") != "shared" or group is None:
        return formula
    if formula.text:
        shared[group] = formula
        return formula
    first = shared.get(group)
    return formula if first is None else Formula(spelling.formula_for(first, formula.at.rpartition("!")[2]), formula.at)


def _filled_by(tag: markup.Tag, line: int, number: int, at: str) -> Iterator[tuple[int, int, Formula]]:
    """The other cells that an array formula or a data table fills."""
    area = box(tag.get("ref") or "")
    if area is None or tag.get("t") not in {"array", "dataTable"}:
        return
    if (area.bottom - area.top + 1) * (area.right - area.left + 1) > MOST_CELLS:
        return
    for row in range(area.top, area.bottom + 1):
        for across in range(area.left, area.right + 1):
            if (row, across) != (line, number):
                yield row, across, Formula("", at)


def _errors(part: SheetXml) -> Iterator[tuple[int, int, str]]:
    place = _Places(part)
    value = re.compile(rb"<%sv[^>]*>([^<]*)<" % part.prefix)
    at = part.inner
    for spelt in (b't="e"', b"t='e'"):
        at = part.inner
        while (at := part.mask.find(spelt, at, part.inner_end)) >= 0:
            line, number = place.of(at)
            end = part.mask.find(b"</%sc" % part.prefix, at, part.inner_end)
            code = value.search(part.mask, at, end)
            if number:
                yield line, number, code[1].decode() if code else "#VALUE!"
            at += len(spelt)


class _Places:
    """Which cell an offset is in. Asked in ascending order, or nearly."""

    def __init__(self, part: SheetXml) -> None:
        self._part = part
        self._cell = b"<%sc" % part.prefix
        self._row = b"<%srow" % part.prefix
        self._ref = re.compile(rb"[^>]*?(?<![\w:.-])r\s*=\s*[\"']\$?([A-Za-z]{1,3})\$?([0-9]+)[\"']")

    def of(self, offset: int) -> tuple[int, int]:
        mask = self._part.mask
        start = mask.rfind(self._cell, self._part.inner, offset)
        while start >= 0 and mask[start + len(self._cell) : start + len(self._cell) + 1] not in {
            b" ",
            b">",
            b"\n",
            b"\t",
            b"\r",
        }:
            start = mask.rfind(self._cell, self._part.inner, start)
        found = self._ref.match(mask, start, mask.index(b">", start) + 1) if start >= 0 else None
        if found:
            return int(found[2]), column(found[1].decode())
        return self._counted(start)

    def _counted(self, start: int) -> tuple[int, int]:
        """The place of a cell that does not say where it is."""
        from bisect import bisect_right

        numbers, starts = self._part.rows
        index = bisect_right(starts, start) - 1
        if index < 0:
            raise ValueError("a cell stands outside the rows")
        last = 0
        patterns = self._part.patterns
        opened = patterns.row.match(self._part.mask, starts[index])
        for found in patterns.cell.finditer(
            self._part.mask, opened.end() if opened else starts[index], self._part.inner_end
        ):
            last = cells.cell_column(found, last)
            if found.start() >= start:
                break
        return numbers[index], last


def _dense_part(part: SheetXml) -> bytes | None:
    """The sheet without far-off cells where its block would be too large to hold; None where it is not."""
    count = part.mask.count(b"<%srow" % part.prefix, part.inner, part.inner_end)
    last = _last_row(part, count)
    if last * 16_384 <= MOST_CELLS:
        return None
    most = MOST_CELLS // last
    far = set(_far_references(most).findall(part.mask))
    if max((column(name.decode()) for name in far), default=0) <= most:
        return None
    return _shortened(part, 4 * count + 1000, _WIDEST)


def _far_references(most: int) -> re.Pattern[bytes]:
    """References of cells that may stand right of the column `most`; nearly all the others are passed over quickly.

    >>> _far_references(373).findall(b"r='NI1' r='NJ1' r='MZ1' r='AAA1' r='N1'"), _far_references(800).findall(b'r="ZZ1" r="AAA1"')
    ([b'NI', b'NJ', b'AAA'], [b'AAA'])
    """
    first = letters(most + 1)[0].encode() if 26 <= most < 702 else b"A"
    two = b"" if most >= 702 else b"|[%s-Z%s-z][A-Za-z]" % (first, first.lower())
    return re.compile(b"r=[\"']([A-Za-z]{3}%s)[0-9]" % two)


def _last_row(part: SheetXml, count: int) -> int:
    at = part.mask.rfind(b"<%srow" % part.prefix, part.inner, part.inner_end)
    if at < 0:
        return 0
    return max(count, cells.row_number(part.mask[at : part.mask.index(b">", at)], count - 1))


def _shortened(part: SheetXml, rows: int, columns: int) -> bytes | None:
    """The sheet with its first rows and columns only; None where that is all there is."""
    patterns = part.patterns
    kept: list[bytes] = []
    last = 0
    whole = True
    for opened in patterns.row.finditer(part.mask, part.inner, part.inner_end):
        last = cells.row_number(opened[1], last)
        if last > rows:
            whole = False
            break
        if opened[1].endswith(b"/"):
            continue
        end = part.mask.index(b"</%srow" % part.prefix, opened.end())
        kept.append(b'<%srow r="%d">' % (part.prefix, last))
        number = 0
        for cell in patterns.cell.finditer(part.mask, opened.end(), end):
            number = cells.cell_column(cell, number)
            if number <= columns:
                kept.append(part.xml[cell.start() : cell.end()])
            else:
                whole = False
        kept.append(b"</%srow>" % part.prefix)
    return None if whole else b"".join(part.whole(kept))


def _calamine(data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(data))


def _safely(read: Callable[[], T], path: str) -> T:
    """What calamine answers; its errors, and a panic of its Rust, become ours."""
    from python_calamine import CalamineError

    try:
        return read()
    except CalamineError as damage:
        raise Corrupt(path, f"it is damaged ({damage})") from damage
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        raise Corrupt(path, "it is damaged") from panic
