"""What goes into the book beside the changes themselves: History's lines, the hidden state, the journal."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, row_of
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit, apply
from leadsorted_sheets.core.lifecycle.seen import remembering
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.core.state import SEEN, State, pack, unpack, visible
from leadsorted_sheets.journal import ChangeSet, Heading, Journal, summary
from leadsorted_sheets.workbook.port import Batch

SYNC = "sync"
"""The verb under which a sync is recorded: what it brings, others did."""
_MEGABYTE = 1_000_000
_MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One run to be recorded. `marks` are changes that belong to the record, not to the run: History's Undone cells."""

    verb: str
    changes: Sequence[Change]
    undoes: tuple[str, ...] = ()
    marks: tuple[Change, ...] = ()


def change_set(entry: Entry, id: str, context: Context) -> ChangeSet:
    counts = summary(visible(entry.changes))
    heading = Heading(id, context.local_now, context.actor, entry.verb, counts, entry.undoes)
    return ChangeSet(heading, tuple(entry.changes))


def batch_of(entry: Entry, book: Book, state: State, *, journal: Journal, id: str, context: Context) -> Batch:
    """The one write that changes the cells and says so: History, journal, state and our formulas' values with them."""
    recorded = change_set(entry, id, context)
    journal = journal.with_set(recorded, limit=journal_limit(book))
    lines = [*entry.marks, *history_rows(recorded.heading, context)]
    after = apply(book, [*entry.changes, *lines])
    by_others = entry.verb == SYNC
    seen = remembering(book, entry.changes, after, context.local_now, by_others=by_others)
    hidden = {schema.STATE_SHEET: pack(state.with_tables({**after, SEEN: seen})), schema.JOURNAL_SHEET: journal.text}
    return Batch([*visible(entry.changes), *lines], hidden, computed(after))


def named(hidden: Mapping[str, str], book_id: str) -> dict[str, str]:
    """The hidden state of a new book, with a name of its own."""
    return {schema.STATE_SHEET: pack(dataclasses.replace(unpack(hidden.get(schema.STATE_SHEET, "")), book_id=book_id))}


def journal_limit(book: Book) -> int:
    return int(read_settings(book)[0].preferences.journal_megabytes * _MEGABYTE)


def computed(book: Book) -> Mapping[str, Mapping[Key, Mapping[str, Cell]]]:
    """What our own live formulas come to in this book, for the programs that show a file without calculating it."""
    from leadsorted_sheets.core.report.sources import source_figures

    return {"Sources": source_figures(book)} if book.get("Sources") else {}


def history_rows(heading: Heading, context: Context) -> list[AddRow]:
    """A line of History for each tab and reason, the largest first."""
    lines = list(heading.counts[:_MOST_LINES])
    if rest := heading.counts[_MOST_LINES:]:
        lines.append(("", f"{len(rest)} further reasons", sum(count for _, _, count in rest)))
    return [_line(heading, tab, why, count, context) for tab, why, count in lines or [("", "nothing to change", 0)]]


def undone_marks(book: Book, taken_back: Iterable[str], in_force: Iterable[str], context: Context) -> list[Edit]:
    """History says of each line whether it was taken back, and when; undoing an undo clears that again."""
    now = dict.fromkeys(taken_back, context.local_now) | dict.fromkeys(in_force, None)
    return [
        Edit("History", key, "Undone", row.get("Undone"), now[id], "undo: the line was marked")
        for key, row in book.get("History", {}).items()
        if (id := shown(row.get("Change ID"))) in now
    ]


def _line(heading: Heading, tab: str, why: str, count: int, context: Context) -> AddRow:
    row: dict[str, Cell] = {
        "Entry": (key := context.new_id("H")),
        "When": heading.when,
        "Who": heading.actor,
        "What": heading.verb,
        "Reason": why,
        "Tab": tab,
        "Count": count,
        "Change ID": heading.id,
    }
    return AddRow("History", key, row_of(row), "history", below="")
