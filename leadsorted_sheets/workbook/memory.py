"""A workbook that lives in memory: the port in its plainest form, for tests and for dry runs."""

from __future__ import annotations

from collections.abc import Mapping

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.changes import apply, rebase
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.workbook.port import Batch, Reading, Sketch, Written


class MemoryWorkbook:
    """Holds a book and the hidden texts; every write is a new revision."""

    def __init__(self, book: Book, hidden: Mapping[str, str] | None = None, *, address: str = "memory:") -> None:
        self._book = book
        self._hidden = dict(hidden or {})
        self._revision = 0
        self._address = address

    @property
    def address(self) -> str:
        return self._address

    def read(self, *, layouts: tuple[Layout, ...] | None = None, progress: Progress = silent) -> Reading:
        progress("reading", 1, 1)
        found = layouts or tuple(_layout(tab, self._book) for tab in self._book)
        lines = {tab: {key: line for line, key in enumerate(table, 2)} for tab, table in self._book.items()}
        return Reading(self._book, found, str(self._revision), lines, self._hidden)

    def write(self, batch: Batch, *, expect: str, progress: Progress = silent) -> Written:
        if expect != str(self._revision):
            raise errors.Moved(self._address)
        rebased = rebase(batch.changes, self._book)
        self._book = apply(self._book, rebased.valid)
        self._hidden |= batch.hidden
        self._revision += 1
        progress("writing", 1, 1)
        return Written(rebased.valid, rebased.clashes, str(self._revision))

    def peek(self) -> str:
        return str(self._revision)

    def check_free(self) -> None:
        """Nobody else can have it open."""

    def sketches(self) -> tuple[Sketch, ...]:
        return tuple(
            Sketch(tab, (layout, *(tuple(row.get(name) for name in layout) for row in table.values())))
            for tab, table in self._book.items()
            if (layout := tuple(at.header for at in _layout(tab, self._book).columns))
        )


def _layout(tab: str, book: Book) -> Layout:
    """Our columns in their order, then whatever else the rows hold."""
    ours = schema.BY_NAME[tab].fields if tab in schema.BY_NAME else ()
    theirs = dict.fromkeys(name for row in book[tab].values() for name in row if name not in ours)
    return Layout(tab, tab, columns=tuple(ColumnAt(name, name) for name in (*ours, *theirs)))
