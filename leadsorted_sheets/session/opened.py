"""A book as the session works on it: the reading, and what its hidden sheets hold."""

from __future__ import annotations

from dataclasses import dataclass

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.core.state import State, unpack
from leadsorted_sheets.journal import Journal
from leadsorted_sheets.workbook.port import Reading, Workbook


@dataclass(frozen=True, slots=True)
class Opened:
    """A reading with what its hidden texts hold. `book` has the hidden tabs beside the others."""

    reading: Reading
    state: State
    journal: Journal

    @property
    def book(self) -> Book:
        return {**self.reading.book, **self.state.tables}

    @property
    def remembers(self) -> bool:
        """Whether this kind of workbook keeps a history and hidden texts; a CSV does not."""
        return "History" in self.reading.book


def opened(workbook: Workbook, progress: Progress = silent) -> Opened:
    """The workbook now. Raises errors.NotOurBook where it has no Leads, errors.Corrupt where its hidden sheets are damaged."""
    reading = workbook.read(progress=progress)
    if "Leads" not in reading.book:
        raise errors.NotOurBook(workbook.address)
    try:
        state = unpack(reading.hidden.get(schema.STATE_SHEET, ""))
        journal = Journal.of(reading.hidden.get(schema.JOURNAL_SHEET, ""))
    except ValueError as damage:
        raise errors.Corrupt(workbook.address, f"its hidden sheets were damaged: {damage}") from damage
    return Opened(reading, state, journal)
