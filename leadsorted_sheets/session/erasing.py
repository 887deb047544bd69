"""A write that makes a book forget somebody leaves nothing of them in its hidden texts either.

A sync may bring the word of it, a click may take it over, and `forget` gives it: all three write through here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.changes import AddRow, Change, Changes, apply
from leadsorted_sheets.core.forget import Person, Rows, erased, merged_into, person_of, rows_of_person
from leadsorted_sheets.core.state import FORGOTTEN
from leadsorted_sheets.journal import Journal
from leadsorted_sheets.workbook.port import Batch


@dataclass(frozen=True, slots=True)
class Erasing:
    """Who goes, and their rows as they were in the book before."""

    person: Person
    rows: Rows

    def batch(self, batch: Batch, after: Book, hidden: Mapping[str, str]) -> Batch:
        """The batch with the journal and the sync's base as if the person had never been there.

        `after` is the book once the batch is in; `hidden` are the hidden texts it replaces or leaves.
        """
        journal = batch.hidden.get(schema.JOURNAL_SHEET) or hidden.get(schema.JOURNAL_SHEET, "")
        base = batch.hidden.get(schema.BASE_SHEET) or hidden.get(schema.BASE_SHEET, "")
        texts = dict(batch.hidden)
        if journal:
            texts[schema.JOURNAL_SHEET] = Journal.of(journal).without(self.person, self.rows, after).text
        if base:
            texts[schema.BASE_SHEET] = base_without(base, self.person)
        return dataclasses.replace(batch, hidden=texts, forgetting=self.person.words)


def erasing_of(book: Book, leads: Iterable[Key], hidden: Mapping[str, str]) -> Erasing:
    """Who these leads are, by all that the book, its journal and its base know of them."""
    ids = frozenset(each for key in leads for each in merged_into(book, key))
    journal = Journal.of(hidden.get(schema.JOURNAL_SHEET, ""))
    person = person_of(book, ids, former=[*journal.told_of(ids), *_in_base(hidden, ids)])
    return Erasing(person, rows_of_person(book, person))


def told_to_forget(changes: Changes, book: Book, hidden: Mapping[str, str]) -> tuple[Erasing | None, list[Change]]:
    """Whom the changes make the book forget, and the changes with all that has to go then; None where nobody."""
    leads = [change.key for change in changes if change.tab == FORGOTTEN and isinstance(change, AddRow)]
    if not leads:
        return None, list(changes)
    erasing = erasing_of(book, leads, hidden)
    return erasing, [*changes, *erased(apply(book, changes), erasing.person)]


def base_without(text: str, person: Person) -> str:
    """What both sides agreed on, without the person. A text that cannot be read is of no use to a sync: it goes."""
    from leadsorted_sheets.sync.base import pack, unpack  # here, for most writes need nothing of it

    try:
        base = unpack(text)
    except ValueError:
        return ""
    return pack(dataclasses.replace(base, tables=apply(base.tables, erased(base.tables, person)), revision=""))


def _in_base(hidden: Mapping[str, str], leads: frozenset[Key]) -> list[Row]:
    from leadsorted_sheets.sync.base import unpack

    text = hidden.get(schema.BASE_SHEET, "")
    if not text:
        return []
    try:
        table = unpack(text).tables.get("Leads", {})
    except ValueError:
        return []
    return [table[key] for key in leads if key in table]
