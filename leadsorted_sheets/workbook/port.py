"""The port: what every kind of workbook can do, and the nouns both sides use.

    reading = workbook.read()                        the book as it is now
    workbook.write(batch, expect=reading.revision)   all of it, or nothing

An adapter writes cells, never sheets. What it cannot write it refuses in words
(`errors.Refused`) before anything is written, or reports as a finding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from leadsorted_sheets.core.book import Book, Key
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import Change, Clash
from leadsorted_sheets.core.design.letters import letters
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.forget import Words
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.core.state import Layout

__all__ = ["Batch", "Reading", "Setup", "Sketch", "Workbook", "Written", "letters"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A workbook as it was at one instant.

    `book` has a table for every tab found, also an empty one. `layouts` say where each tab was and which
    columns it has, in the order of the sheet. `lines` give each row's place: tab -> key -> row number (1-based).
    `hidden` are the texts of our hidden sheets by sheet name ("" where there is none).
    `revision` changes whenever the content may have. `who` edited it last, where this kind of workbook can tell.
    """

    book: Book
    layouts: tuple[Layout, ...]
    revision: str
    lines: Mapping[str, Mapping[Key, int]] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    who: str = ""

    def layout(self, tab: str) -> Layout | None:
        return next((layout for layout in self.layouts if layout.tab == tab), None)

    def place(self, tab: str, key: Key | None = None, name: str | None = None) -> str:
        """Where a cell is, as a person looks for it: `Leads!G14`, `Leads!14` for a row, `Leads` for a tab."""
        layout = self.layout(tab)
        sheet = layout.sheet if layout else tab
        line = self.lines.get(tab, {}).get(key) if key is not None else None
        if line is None:
            return sheet
        column = _column_of(layout, name) if layout and name else None
        return f"{sheet}!{letters(column)}{line}" if column else f"{sheet}!{line}"


@dataclass(frozen=True, slots=True)
class Setup:
    """What makes a foreign workbook ours: which tabs to add, and where the leads are.

    `leads` is the lead tab's layout as mapped (its sheet, header row, and the field each header stands for;
    None where a Leads tab is to be added too). Columns of ours that it lacks are added after its last used one.
    """

    leads: Layout | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything one write does.

    `computed` is what our own live formulas come to once the changes are in: tab -> key -> field -> value;
    written as their cached values, never over anything but a formula of ours.
    `hidden` are the new texts of our hidden sheets; a sheet not named is left as it is.
    `compact` also takes out rows that earlier removals had to leave blank in place.
    `columns` are columns of the user's that a tab is to have: tab -> headers; those it lacks are added behind its last.
    `forgetting` are the words of a person whom the changes erase: a file keeps no copy of them anywhere, and no backup.
    """

    changes: Sequence[Change] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    computed: Mapping[str, Mapping[Key, Mapping[str, Cell]]] = field(default_factory=dict)
    setup: Setup | None = None
    compact: bool = False
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    forgetting: Words | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did. `applied` and `clashed` together are the batch's changes."""

    applied: Sequence[Change]
    clashed: Sequence[Clash]
    revision: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Sketch:
    """A sheet of a foreign workbook, as much of it as is needed to find the leads: its first rows as cells."""

    sheet: str
    rows: tuple[tuple[Cell, ...], ...]
    hidden: bool = False


class Workbook(Protocol):
    """One workbook at one address."""

    @property
    def address(self) -> str:
        """What the user calls it."""

    def read(self, *, layouts: tuple[Layout, ...] | None = None, progress: Progress = silent) -> Reading:
        """The book now. `layouts` overrides where the tabs are (a workbook about to be adopted).

        Raises errors.BadInput where there is nothing we can read.
        """

    def write(self, batch: Batch, *, expect: str, progress: Progress = silent) -> Written:
        """Write the batch at once, or not at all.

        Every change is first held against the cells as they are (`core.changes.rebase`): what no longer holds
        comes back in `clashed` and the rest is written. Raises errors.Moved where the revision is no longer `expect`,
        errors.Refused where a guard forbids writing.
        """

    def peek(self) -> str:
        """The revision as it is now, found out as cheaply as this kind of workbook can; "" where only reading tells."""

    def check_free(self) -> None:
        """Raises errors.Refused where a write would be refused now: open elsewhere, read-only."""

    def sketches(self) -> tuple[Sketch, ...]:
        """The sheets that are there, in order, for finding the leads in a workbook that is not ours yet."""


def _column_of(layout: Layout, name: str) -> int | None:
    return next((n for n, at in enumerate(layout.columns, layout.first_column) if at.field == name), None)
