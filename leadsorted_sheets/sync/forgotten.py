"""Whoever was erased on one side is erased on the other, before anything is merged: no edit of theirs survives it.

A lead that is only gone may come back where somebody has edited it. One that was forgotten may not: its id stands in
the hidden table of both sides, and whatever either of them, or the base, still says of it goes first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.changes import Change, apply
from leadsorted_sheets.core.forget import Person, Words, erased, forgotten_ids, person_of

if TYPE_CHECKING:
    from leadsorted_sheets.sync.plan import Round


class Forgetting(NamedTuple):
    """What goes on either side, and is not the merge's to decide."""

    here: list[Change]
    there: list[Change]


def forgotten(start: Round, here: Book, there: Book) -> tuple[Round, Forgetting]:
    """The round without those whom either side has forgotten. `here` and `there` are the books with all ids given."""
    gone = forgotten_ids(here) | forgotten_ids(there)
    base = start.base.tables
    ours: list[Change] = []
    theirs: list[Change] = []
    if gone:
        words = Words()
        for book in (here, there, base):
            words |= person_of(book, gone).words
        person = Person(gone, words)
        ours, theirs = erased(here, person), erased(there, person)
        here, there = apply(here, ours), apply(there, theirs)
        base = apply(base, erased(base, person))
    mine, other = replace(start.mine, book=here), replace(start.theirs, book=there)
    return replace(start, mine=mine, theirs=other, base=replace(start.base, tables=base)), Forgetting(ours, theirs)
