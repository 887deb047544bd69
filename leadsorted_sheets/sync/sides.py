"""What the engine knows of the two sides of a sync. It never asks what kind of workbook either of them is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.changes import Changes
from leadsorted_sheets.workbook.port import Reading, Written


@dataclass(frozen=True, slots=True)
class Seen:
    """A side at one instant.

    `book` has the hidden tabs of `core.state` beside the others. `base` is the text of `schema.BASE_SHEET`, which
    only the file's side keeps. `who` edited last, where the side can tell.
    """

    book: Book
    reading: Reading
    base: str = ""
    who: str = ""

    def fields(self, tab: str) -> tuple[str, ...] | None:
        """The tab's columns as this side has them, in its order; None where the tab is not there."""
        layout = self.reading.layout(tab)
        if layout is None or tab not in self.book:
            return None
        return tuple(at.field for at in layout.columns if at.field)


class Side(Protocol):
    """One of the two workbooks, with whatever it takes to write it."""

    @property
    def name(self) -> str:
        """What a message calls it: "leads.xlsx", "the Google sheet"."""

    def check_free(self) -> None:
        """Raises errors.Refused where a write would be refused now."""

    def peek(self) -> str:
        """The revision as it is now; "" where only reading tells."""

    def read(self) -> Seen:
        """The side now."""

    def write(
        self, changes: Changes, *, seen: Seen, columns: Mapping[str, Sequence[str]], base: str | None = None
    ) -> Written:
        """Write the changes to the side as it was `seen`; what no longer holds comes back in `clashed`.

        A file takes everything in one rename: cells, History, journal, state and base (None leaves the base as it is).
        Raises errors.Moved where nothing was written because the side is no longer as it was seen.
        """


@dataclass(frozen=True, slots=True)
class Names:
    """What messages and reasons call the two sides."""

    here: str
    there: str
