"""Erasing a person: who that is, where they stand, what has to go, and how they are known if they come again.

person = person_of(book, leads, former=rows_of_the_journal)
erased(book, person)       the changes that leave nothing of them behind
also_named(book, person)   the cells of others that hold their name, address or number: named, not guessed
tombstones(...)            what stays: the ids, so that a sync carries it on, and salted marks against re-import
"""

from leadsorted_sheets.core.forget.arriving import kept_out
from leadsorted_sheets.core.forget.erase import FORGOTTEN_WHY, Rows, also_named, erased, rows_of_person
from leadsorted_sheets.core.forget.marks import Marked, tombstones
from leadsorted_sheets.core.forget.past import theirs, told_of, without_person
from leadsorted_sheets.core.forget.person import Person, forgotten_ids, merged_into, person_of
from leadsorted_sheets.core.forget.words import REMOVED, Words

__all__ = [
    "FORGOTTEN_WHY",
    "REMOVED",
    "Marked",
    "Person",
    "Rows",
    "Words",
    "also_named",
    "erased",
    "forgotten_ids",
    "kept_out",
    "merged_into",
    "person_of",
    "rows_of_person",
    "theirs",
    "told_of",
    "tombstones",
    "without_person",
]
