"""Pairs of rows side by side, and what they share: the ground that every comparison stands on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leadsorted_sheets.core.dedupe.people import Coded, Codes, Flags, People, Rows
from leadsorted_sheets.core.dedupe.rarity import Rarity
from leadsorted_sheets.core.dedupe.spelling import Levels, Near, Spellings, first_name_levels, last_name_levels


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """`a` and `b` are rows; `first` and `last` how near their names are; `email` and `phone` the key they share, or -1.

    `company` is each row's company, be it written or told by the domain of its mailbox.
    """

    people: People
    rarity: Rarity
    a: Rows
    b: Rows
    first: Levels
    last: Levels
    email: Codes
    phone: Codes
    company: Codes

    def __len__(self) -> int:
        return len(self.a)

    def both(self, column: Coded) -> Flags:
        """Whether both rows have a key in the column."""
        flags: Flags = (column.codes[self.a] >= 0) & (column.codes[self.b] >= 0)
        return flags

    def same(self, column: Coded) -> Flags:
        """Whether both rows have one and the same key in the column."""
        flags: Flags = (column.codes[self.a] >= 0) & (column.codes[self.a] == column.codes[self.b])
        return flags

    @property
    def first_agrees(self) -> Flags:
        flags: Flags = (self.first != Near.MISSING) & (self.first != Near.DIFFERENT)
        return flags

    @property
    def last_agrees(self) -> Flags:
        flags: Flags = (self.last != Near.MISSING) & (self.last != Near.DIFFERENT)
        return flags

    @property
    def nameless(self) -> Flags:
        """Whether neither name could be compared."""
        flags: Flags = (self.first == Near.MISSING) & (self.last == Near.MISSING)
        return flags

    @property
    def same_company(self) -> Flags:
        """Whether both rows are of one company, be it written or told by the mail domain."""
        flags: Flags = (self.company[self.a] >= 0) & (self.company[self.a] == self.company[self.b])
        return flags

    @property
    def organisations(self) -> Flags:
        """Pairs of rows that name a company and nobody in it: the company is then who they are about."""
        nobody = (self.people.first.codes < 0) & (self.people.last.codes < 0) & (self.company >= 0)
        flags: Flags = nobody[self.a] & nobody[self.b]
        return flags


def side_by_side(people: People, rarity: Rarity, company: Codes, a: Rows, b: Rows) -> Pairs:
    """The rows `a` beside the rows `b`."""
    same_place = people.before.codes[a] == people.before.codes[b]
    unknown_place = (people.before.codes[a] < 0) | (people.before.codes[b] < 0)
    return Pairs(
        people,
        rarity,
        a,
        b,
        first=first_name_levels(people.first.codes[a], people.first.codes[b], Spellings.of(people.first)),
        last=last_name_levels(people.last.codes[a], people.last.codes[b], Spellings.of(people.last)),
        email=shared_key(people.email, a, b),
        phone=shared_key(people.phone, a, b, unless=~(same_place | unknown_place)),
        company=company,
    )


def shared_key(column: Coded, a: Rows, b: Rows, unless: Flags | None = None) -> Codes:
    """The key that both rows of a pair have, or -1. `unless` marks pairs whose main keys must not count as one."""
    main = (column.codes[a] == column.codes[b]) & (column.codes[a] >= 0)
    if unless is not None:
        main &= ~unless
    shared: Codes = np.where(main, column.codes[a], -1).astype(np.int32)
    rows = np.unique(column.also[0])
    for n in np.nonzero((shared < 0) & (np.isin(a, rows) | np.isin(b, rows)))[0].tolist():
        one, other = int(a[n]), int(b[n])
        common = column.of(one) & column.of(other)
        if unless is not None and unless[n] and column.codes[one] == column.codes[other]:
            common.discard(int(column.codes[one]))
        if common:
            shared[n] = min(common)
    return shared
