"""Who is meant: a lead with everything that was merged into it, and the words it is or was known by."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.forget.words import Words, words_of
from leadsorted_sheets.core.state import FORGOTTEN, MERGED


@dataclass(frozen=True, slots=True)
class Person:
    """`leads` are the ids of all rows that are or were this person's."""

    leads: frozenset[Key]
    words: Words = field(default_factory=Words)


def person_of(book: Book, leads: Collection[Key], *, former: Iterable[Row] = ()) -> Person:
    """The person whose leads these are. `former` are their rows as they once were."""
    table = book.get("Leads", {})
    now = [table[key] for key in leads if key in table]
    return Person(frozenset(leads), words_of([*now, *former]))


def merged_into(book: Book, lead: Key) -> frozenset[Key]:
    """The lead and every lead that was merged into it, directly or on the way.

    >>> sorted(merged_into({"_merged": {"L-2": {"Into": "L-1"}, "L-3": {"Into": "L-2"}}}, "L-1"))
    ['L-1', 'L-2', 'L-3']
    """
    into = {key: shown(row.get("Into")) for key, row in book.get(MERGED, {}).items()}
    found = {lead}
    while more := {key for key, kept in into.items() if kept in found} - found:
        found |= more
    return frozenset(found)


def forgotten_ids(book: Book) -> frozenset[Key]:
    """The leads that this book has forgotten, or has been told to forget."""
    return frozenset(book.get(FORGOTTEN, {}))
