"""Whoever was erased on one side is erased on the other, before anything is merged: no edit of theirs survives it.

A lead that is only gone may come back where somebody has edited it. One that was forgotten may not: its id stands in
the hidden table of both sides, and whatever either of them, or the base, still says of it goes first. That table only
grows: a sheet that was set back to an earlier version is told again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from leadsorted_sheets.core.book import Book, Table
from leadsorted_sheets.core.changes import AddRow, Change, apply
from leadsorted_sheets.core.forget import FORGOTTEN_WHY, Person, Words, erased, forgotten_ids, person_of
from leadsorted_sheets.core.state import FORGOTTEN

if TYPE_CHECKING:
    from leadsorted_sheets.sync.plan import Round


class Forgetting(NamedTuple):
    """What goes on either side, and is not the merge's to decide."""

    here: list[Change]
    there: list[Change]


def forgotten(start: Round, here: Book, there: Book) -> tuple[Round, Forgetting]:
    """The round without those whom either side has forgotten. `here` and `there` are the books with all ids given."""
    base = start.base.tables
    known = {**base.get(FORGOTTEN, {}), **there.get(FORGOTTEN, {}), **here.get(FORGOTTEN, {})}
    gone = frozenset(known)
    ours: list[Change] = []
    theirs: list[Change] = []
    if gone:
        words = Words()
        for book in (here, there, base):
            words |= person_of(book, gone).words
        person = Person(gone, words)
        ours, theirs, agreed = ([*erased(book, person), *_told(book, known)] for book in (here, there, base))
        here, there, base = apply(here, ours), apply(there, theirs), apply(base, agreed)
    mine, other = replace(start.mine, book=here), replace(start.theirs, book=there)
    return replace(start, mine=mine, theirs=other, base=replace(start.base, tables=base)), Forgetting(ours, theirs)


def _told(book: Book, known: Table) -> list[AddRow]:
    there = forgotten_ids(book)
    return [AddRow(FORGOTTEN, key, row, FORGOTTEN_WHY) for key, row in known.items() if key not in there]
