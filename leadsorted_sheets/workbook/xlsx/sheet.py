"""The XML of one sheet as rows at offsets: rows are found by their tags, and only those that change are cut open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from leadsorted_sheets.workbook.xlsx import cells, markup
from leadsorted_sheets.workbook.xlsx.cells import RowPatch
from leadsorted_sheets.workbook.xlsx.refs import Box
from leadsorted_sheets.workbook.xlsx.spelling import Patterns, Spelling


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell as it stands in a sheet's XML."""

    line: int
    number: int
    attributes: bytes
    content: bytes

    @property
    def is_filled(self) -> bool:
        """Whether it holds a value or a formula, not only a style."""
        return b"<" in self.content


class SheetXml:
    """A worksheet part."""

    def __init__(self, xml: bytes) -> None:
        """Raises ValueError where this is no worksheet."""
        self.xml = xml
        self.mask = markup.masked(xml)
        outer = markup.root(self.mask)
        if outer is None or outer.name != "worksheet":
            raise ValueError("a sheet has no worksheet in it")
        self.prefix = outer.prefix + b":" if outer.prefix else b""
        self.patterns = Patterns(self.prefix)
        opened = self.mask.find(b"<%ssheetData" % self.prefix)
        if opened < 0:
            raise ValueError("a sheet has no rows element")
        self.opened = next(markup.tags(self.mask, opened))
        tag = self.opened
        closed = tag.end if tag.empty else self.mask.rfind(b"</%ssheetData" % self.prefix, tag.end)
        if closed < 0:
            raise ValueError("a sheet's rows never end")
        self.inner, self.inner_end = tag.end, closed
        self.end = tag.end if tag.empty else self.mask.index(b">", closed) + 1

    @cached_property
    def rows(self) -> tuple[list[int], list[int]]:
        """The rows' numbers, ascending, and where each starts. Raises ValueError where they are out of order."""
        numbers: list[int] = []
        starts: list[int] = []
        last = 0
        for found in self.patterns.row_start.finditer(self.mask, self.inner, self.inner_end):
            if found[1]:
                number = int(found[1])
            else:
                end = self.mask.index(b">", found.end())
                number = cells.row_number(self.mask[found.end() : end], last)
            if number <= last:
                raise ValueError(f"its row {number} comes twice or out of order")
            last = number
            numbers.append(number)
            starts.append(found.start())
        return numbers, starts

    @property
    def has_formulas(self) -> bool:
        return self.mask.find(self.patterns.formula_start, self.inner, self.inner_end) >= 0

    def row_at(self, index: int) -> tuple[int, int]:
        """Where the row of that index starts and ends."""
        _numbers, starts = self.rows
        start = starts[index]
        limit = starts[index + 1] if index + 1 < len(starts) else self.inner_end
        closing = self.mask.rfind(self.patterns.row_end, start, limit)
        end = (self.mask.index(b">", closing) if closing >= 0 else self.mask.index(b">", start, limit)) + 1
        return start, end

    def patched(self, patches: Mapping[int, RowPatch], spelling: Spelling) -> Iterator[bytes]:
        """The rows after these patches, in pieces: rows cut open, missing ones made, the rest as it was."""
        numbers, starts = self.rows
        at = self.inner
        index = 0
        behind = self.row_at(len(numbers) - 1)[1] if numbers else self.inner
        for line in sorted(patches):
            index = bisect_left(numbers, line, index)
            here = index < len(numbers) and numbers[index] == line
            if here:
                start, end = self.row_at(index)
            else:
                start = end = starts[index] if index < len(starts) else behind
            if start > at:
                yield self.xml[at:start]
            if here:
                row = self.xml[start:end]
                mask = row if self.mask is self.xml else self.mask[start:end]
                yield cells.patched_row(row, mask, patches[line], spelling)
            elif patches[line].puts:
                yield cells.new_row(patches[line], spelling)
            at = max(at, end)
        yield self.xml[at : self.inner_end]

    def whole(self, rows: Sequence[bytes], outside: Sequence[markup.Splice] = ()) -> list[bytes]:
        """The part, in pieces, with these rows and these splices outside the rows."""
        before = markup.spliced(self.xml[: self.opened.start], [s for s in outside if s.end <= self.opened.start])
        after = markup.spliced(
            self.xml[self.end :],
            [markup.Splice(s.start - self.end, s.end - self.end, s.text) for s in outside if s.start >= self.end],
        )
        if self.opened.empty:
            name = b"%ssheetData" % self.prefix
            return [before, b"<%s%s>" % (name, self.opened.attributes.rstrip()), *rows, b"</%s>" % name, after]
        opening = self.xml[self.opened.start : self.opened.end]
        return [before, opening, *rows, self.xml[self.inner_end : self.end], after]

    def cells_in(self, box: Box) -> Iterator[FoundCell]:
        """The cells there are in a block."""
        numbers, _starts = self.rows
        for index in range(bisect_left(numbers, box.top), len(numbers)):
            if numbers[index] > box.bottom:
                return
            yield from (cell for cell in self.cells_of(index) if box.left <= cell.number <= box.right)

    def cells_of(self, index: int) -> Iterator[FoundCell]:
        """The cells of the row of that index."""
        line = self.rows[0][index]
        start, end = self.row_at(index)
        opened = self.patterns.row.match(self.mask, start, end)
        number = 0
        for found in self.patterns.cell.finditer(self.mask, opened.end() if opened else start, end):
            number = cells.cell_column(found, number)
            content = b"" if found[4] is None else self.xml[found.start(4) : found.end(4)]
            yield FoundCell(line, number, cells.cell_attributes(found), content)

    def reaches_beyond(self, index: int, left: int, right: int) -> bool:
        """Whether the row of that index may have a cell outside these columns, judged by its first and last one."""
        start, end = self.row_at(index)
        first = self.patterns.cell.search(self.mask, start, end)
        last_at = self.mask.rfind(b"<%sc r=" % self.prefix, start, end)
        last = self.patterns.cell.match(self.mask, last_at, end) if last_at >= 0 else None
        if first is None:
            return False
        if last is None or not first[2] or not last[2]:
            return True
        return cells.cell_column(first, 0) < left or cells.cell_column(last, 0) > right
