"""Pairs into people: the strongest pair first, and no union that would bring two people together.

A union is refused where a decision keeps two of the rows apart, where Junior meets Senior, or where the first
names of the two groups contradict each other: a chain that holds only by a shared phone or mailbox breaks there.
A pair whose own names agree is not such a chain, and holds.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from leadsorted_sheets.core.dedupe.compare import Evidence
from leadsorted_sheets.core.dedupe.people import Bits, Flags, People, Rows
from leadsorted_sheets.core.dedupe.spelling import Near, Spellings, differ

OVERWHELMING = 14
"""Bits over the line from which a pair outweighs contradicting first names elsewhere in its groups."""


@dataclass(frozen=True, slots=True)
class Bonds:
    """What a person decided, as pairs of rows: one person, or two."""

    same: tuple[tuple[int, int], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()


def clusters(evidence: Evidence, strength: Bits, line: float, bonds: Bonds) -> Rows:
    """For each row the first row of its person, from the pairs whose strength in bits is at least `line`."""
    pairs = evidence.pairs
    groups = _Groups(pairs.people, bonds)
    used = np.nonzero(strength >= line)[0]
    used = used[np.lexsort((pairs.b[used], pairs.a[used], -strength[used]))]
    alone = _only_pair_of_both(pairs.a[used], pairs.b[used], pairs.people.count, bonds)
    groups.unite_all(pairs.a[used[alone]], pairs.b[used[alone]])
    rest = used[~alone]
    firm = (strength >= line + OVERWHELMING) | (_same_name(evidence) & pairs.last_agrees) | _own_facts(evidence)
    for a, b, sure in zip(pairs.a[rest].tolist(), pairs.b[rest].tolist(), firm[rest].tolist(), strict=True):
        groups.unite_if_one(a, b, firm=sure)
    return groups.labels()


def _same_name(evidence: Evidence) -> Flags:
    """Pairs whose first names are one, be it with a slip or in a short form; an initial is too little."""
    flags: Flags = np.isin(evidence.first, (Near.SAME, Near.NICKNAME, Near.TYPO, Near.SHORTENED))
    return flags


def _own_facts(evidence: Evidence) -> Flags:
    """Pairs with one date of birth or number: no chain by a shared phone or mailbox, whatever the first names."""
    flags: Flags = (evidence.bits["date of birth"] > 2) | (evidence.bits["number"] > 2)
    return flags


def _only_pair_of_both(a: Rows, b: Rows, count: int, bonds: Bonds) -> Flags:
    """Pairs whose rows are in no other pair and no decision: most of a list, and nothing can speak against them."""
    pairs_of = np.bincount(a, minlength=count) + np.bincount(b, minlength=count)
    for one, other in (*bonds.same, *bonds.apart):
        pairs_of[[one, other]] += 2
    alone: Flags = (pairs_of[a] == 1) & (pairs_of[b] == 1)
    return alone


_Bearer: TypeAlias = tuple[int, int, int]
"""A name as it stands on a row: the codes of first name, surname and Jr/Sr; -1 for what is not there."""


class _Groups:
    """Union-find over rows; each group knows the names it holds and the rows a decision keeps apart from others."""

    def __init__(self, people: People, bonds: Bonds) -> None:
        self._people = people
        self._parent = list(range(people.count))
        columns = (people.first.codes, people.last.codes, people.generation.codes)
        self._bearers: list[_Bearer] = list(zip(*(codes.tolist() for codes in columns), strict=True))
        self._names: dict[int, set[_Bearer]] = {}
        self._spellings = Spellings.of(people.first)
        self._differ: dict[tuple[int, int], bool] = {}
        self._apart: dict[int, set[int]] = defaultdict(set)
        for one, other in bonds.apart:
            self._apart[one].add(other)
            self._apart[other].add(one)
        self._decided = {row: {row} for row in self._apart}
        for one, other in bonds.same:
            x, y = self._root(one), self._root(other)
            if x != y and not self._kept_apart(x, y):
                self._unite(x, y)

    def unite_all(self, a: Rows, b: Rows) -> None:
        """Unite rows pair by pair, where no row is in two pairs."""
        for one, other in zip(a.tolist(), b.tolist(), strict=True):
            self._parent[other] = one

    def unite_if_one(self, a: int, b: int, *, firm: bool) -> None:
        """Unite the groups of two rows, unless they are one already, or something says they are two people."""
        x, y = self._root(a), self._root(b)
        if x == y or (self._decided and self._kept_apart(x, y)):
            return
        if (x in self._names or y in self._names) and self._two_people(x, y, firm=firm):
            return
        self._unite(x, y)

    def labels(self) -> Rows:
        """Each row's group, named by its first row."""
        labels = np.array(self._parent, np.int64)
        while not np.array_equal(labels, labels[labels]):
            labels = labels[labels]
        lowest = np.arange(len(labels))
        np.minimum.at(lowest, labels, np.arange(len(labels)))
        named: Rows = lowest[labels]
        return named

    def _root(self, row: int) -> int:
        parent = self._parent
        while parent[row] != row:
            parent[row] = row = parent[parent[row]]
        return row

    def _unite(self, x: int, y: int) -> None:
        self._names[x] = self._names_of(x) | self._names_of(y)
        self._names.pop(y, None)
        self._parent[y] = x
        if y in self._decided:
            self._decided[x] = self._decided.get(x, set()) | self._decided.pop(y)

    def _kept_apart(self, x: int, y: int) -> bool:
        return any(self._root(foe) == y for row in self._decided.get(x, ()) for foe in self._apart[row])

    def _names_of(self, root: int) -> set[_Bearer]:
        return self._names.get(root) or {self._bearers[root]}

    def _two_people(self, x: int, y: int, *, firm: bool) -> bool:
        """Whether the names of two groups contradict each other: Jr and Sr, or a third of their first names."""
        mine, yours = self._names_of(x), self._names_of(y)
        if any(one[2] >= 0 <= other[2] != one[2] for one in mine for other in yours):
            return True
        contradictions = sum(self._contradict(one, other) for one in mine for other in yours)
        return contradictions > 0 and 3 * contradictions >= len(mine) * len(yours) and not firm

    def _contradict(self, one: _Bearer, other: _Bearer) -> bool:
        """Whether two names on rows are two people's: unlike first names, and not simply the columns swapped."""
        first, other_first = one[0], other[0]
        if first == other_first or first < 0 or other_first < 0:
            return False
        key = (first, other_first) if first < other_first else (other_first, first)
        if key not in self._differ:
            self._differ[key] = differ(*key, self._spellings)
        return self._differ[key] and not (self._crosswise(one, other) or self._crosswise(other, one))

    def _crosswise(self, one: _Bearer, other: _Bearer) -> bool:
        return other[1] >= 0 and self._people.first.values[one[0]] == self._people.last.values[other[1]]
