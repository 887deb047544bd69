"""The XML of one sheet as rows at offsets: rows are found by their tags, and only those that change are cut open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.workbook.port import letters
from leadsorted_sheets.workbook.xlsx import cells, markup
from leadsorted_sheets.workbook.xlsx.cells import Put, Spelling
from leadsorted_sheets.workbook.xlsx.refs import Box


class SheetXml:
    """A worksheet part. `head` and `tail` are what stands before and after its rows."""

    def __init__(self, xml: bytes) -> None:
        """Raises ValueError where this is no worksheet."""
        self.xml = xml
        self.mask = markup.masked(xml)
        outer = markup.root(self.mask)
        if outer is None or outer.name != "worksheet":
            raise ValueError("a sheet has no worksheet in it")
        self.prefix = outer.prefix + b":" if outer.prefix else b""
        opened = self.mask.find(b"<%ssheetData" % self.prefix)
        if opened < 0:
            raise ValueError("a sheet has no rows element")
        tag = next(markup.tags(self.mask, opened))
        self.opened = tag
        closed = tag.end if tag.empty else self.mask.find(b"</%ssheetData" % self.prefix, tag.end)
        if closed < 0:
            raise ValueError("a sheet's rows never end")
        self.inner, self.inner_end = tag.end, closed
        self.end = tag.end if tag.empty else self.mask.index(b">", closed) + 1

    @cached_property
    def rows(self) -> tuple[list[int], list[int]]:
        """The rows' numbers, ascending, and where each starts."""
        row = Spelling(self.prefix, lambda style, _value, _text: style).row
        numbers: list[int] = []
        starts: list[int] = []
        last = 0
        for found in row.finditer(self.mask, self.inner, self.inner_end):
            last = cells.row_number(found[1], last)
            if numbers and last <= numbers[-1]:
                raise ValueError(f"its row {last} comes twice or out of order")
            numbers.append(last)
            starts.append(found.start())
        return numbers, starts

    def row_at(self, index: int) -> tuple[int, int]:
        """Where the row of that index starts and ends."""
        _numbers, starts = self.rows
        start = starts[index]
        limit = starts[index + 1] if index + 1 < len(starts) else self.inner_end
        closing = self.mask.rfind(b"</%srow" % self.prefix, start, limit)
        end = (self.mask.index(b">", closing) if closing >= 0 else self.mask.index(b">", start, limit)) + 1
        return start, end

    def patched(
        self, puts: Mapping[int, Sequence[Put]], cached: Mapping[int, Mapping[int, Cell]], spelling: Spelling
    ) -> Iterator[bytes]:
        """The rows with these cells put in, in pieces: existing rows cut open, missing ones made, the rest as it was."""
        numbers, starts = self.rows
        wanted = sorted(puts.keys() | cached.keys(), reverse=True)
        at = self.inner
        index = 0
        for line in reversed(wanted):
            index = _seek(numbers, line, index)
            here = index < len(numbers) and numbers[index] == line
            start, end = (
                self.row_at(index)
                if here
                else ((starts[index],) * 2 if index < len(starts) else (self._after(at),) * 2)
            )
            if start > at:
                yield self.xml[at:start]
            row = puts.get(line, ())
            if here:
                yield spelling.patched_row(self.xml[start:end], self.mask[start:end], line, row, cached.get(line, {}))
            elif row:
                yield spelling.new_row(line, row, cached.get(line, {}))
            at = max(at, end)
        yield self.xml[at : self.inner_end]

    def whole(self, rows: Sequence[bytes], head: Sequence[markup.Splice] = ()) -> list[bytes]:
        """The part with these rows and these splices outside the rows."""
        before = markup.spliced(self.xml[: self.opened.start], [s for s in head if s.end <= self.opened.start])
        after = markup.spliced(
            self.xml[self.end :],
            [markup.Splice(s.start - self.end, s.end - self.end, s.text) for s in head if s.start >= self.end],
        )
        if self.opened.empty:
            name = b"%ssheetData" % self.prefix
            return [before, b"<%s%s>" % (name, self.opened.attributes.rstrip()), *rows, b"</%s>" % name, after]
        return [
            before, self.xml[self.opened.start : self.opened.end], *rows, self.xml[self.inner_end : self.end], after,
        ]  # fmt: skip

    def cells_in(self, box: Box, spelling: Spelling) -> Iterator[tuple[int, int, bytes, bytes]]:
        """The cells there are in a block: row, column, attributes, content."""
        numbers, _starts = self.rows
        index = _seek(numbers, box.top, 0)
        while index < len(numbers) and numbers[index] <= box.bottom:
            start, end = self.row_at(index)
            opened = spelling.row.match(self.mask, start, end)
            last = 0
            for found in spelling.cell.finditer(self.mask, opened.end() if opened else start, end):
                last = cells.cell_column(found[1], last)
                if box.left <= last <= box.right:
                    yield numbers[index], last, found[1], self.xml[found.start(2) : found.end(2)] if found[2] else b""
            index += 1

    def _after(self, at: int) -> int:
        """Where a row after all others goes: behind the last one, before any space that follows it."""
        numbers, _starts = self.rows
        return max(at, self.row_at(len(numbers) - 1)[1] if numbers else self.inner)


def is_filled(content: bytes) -> bool:
    """Whether a cell's content is a value or a formula, not only a style."""
    return b"<" in content


def first_and_last(ref: str) -> str:
    """The reference with its corners, also where it is one cell."""
    return ref if ":" in ref else f"{ref}:{ref}"


def spans(box: Box) -> str:
    return f"{letters(box.left)}:{letters(box.right)}"


def _seek(numbers: list[int], line: int, start: int) -> int:
    """The index of the first row at or below `line`."""
    from bisect import bisect_left

    return bisect_left(numbers, line, start)
