"""Rows that share a mailbox or a phone and yet stay apart: each such group is named, with the reason.

Nothing that looks like a duplicate is passed over in silence. A household's landline, a switchboard, info@:
whoever asks why two rows were not merged finds the answer here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from leadsorted_sheets.core.dedupe.compare import Evidence
from leadsorted_sheets.core.dedupe.engine import Examined
from leadsorted_sheets.core.dedupe.people import Coded, People, Rows
from leadsorted_sheets.core.dedupe.spelling import Near


@dataclass(frozen=True, slots=True)
class Sharing:
    """Rows (the first row of each person) that share something, and why they are not one person."""

    rows: tuple[int, ...]
    shared: str
    reason: str


def kept_apart(
    examined: Examined, labels: Rows, *, reviewed: frozenset[tuple[int, int]], decided: frozenset[tuple[int, int]]
) -> list[Sharing]:
    """Every group of people who share a mailbox or a phone, but for pairs that are `reviewed` anyway.

    `labels` name each row's person by a row; `reviewed` and `decided` are pairs of such labels, the lower first.
    """
    people = examined.people
    pairs: dict[tuple[int, int], list[str]] = defaultdict(list)
    bearers: dict[tuple[int, int], tuple[int, int]] = {}
    found: list[Sharing] = []
    for what, column in (("e-mail", people.email), ("phone", people.phone)):
        for code, members, rows in _sharers(column, labels):
            if len(members) > 2:
                if not _all_reviewed(members, reviewed):
                    found.append(Sharing(members, what, _group_reason(examined, what, code, rows)))
            elif members not in reviewed:
                pairs[members[0], members[1]].append(what)
                bearers.setdefault((members[0], members[1]), (rows[0], rows[1]))
    if pairs:
        sides = np.array([bearers[pair] for pair in pairs], np.int64)
        evidence = examined.compared(sides[:, 0], sides[:, 1])
        for n, (pair, shared) in enumerate(pairs.items()):
            if evidence.pairs.email[n] < 0 and evidence.pairs.phone[n] < 0 and _two_countries(people, labels, sides[n]):
                continue
            reason = "you decided to keep them apart" if pair in decided else _pair_reason(evidence, n, shared)
            found.append(Sharing(pair, " and ".join(shared), reason))
    return sorted(found, key=lambda sharing: (sharing.rows, sharing.shared))


def _sharers(column: Coded, labels: Rows) -> Iterator[tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """Each key that several people have, those people, and the first row of each that has it."""
    rows, codes = column.every()
    order = np.lexsort((rows, labels[rows], codes))
    rows, codes = rows[order], codes[order]
    first = np.r_[True, (codes[1:] != codes[:-1]) | (labels[rows][1:] != labels[rows][:-1])][: len(codes)]
    rows, codes = rows[first], codes[first]
    starts = np.nonzero(np.r_[True, codes[1:] != codes[:-1]][: len(codes)])[0]
    sizes = np.diff(np.r_[starts, len(codes)])
    for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        sharing = rows[start : start + size]
        yield int(codes[start]), tuple(labels[sharing].tolist()), tuple(sharing.tolist())


def _two_countries(people: People, labels: Rows, sides: Rows) -> bool:
    """Whether two people's numbers end alike and yet are two, by the calling codes on every row that has them."""
    bearers = np.nonzero(people.phone.codes == people.phone.codes[sides[0]])[0]
    before = people.before.codes[bearers]
    one, other = (set(before[labels[bearers] == labels[side]].tolist()) for side in sides)
    return bool(one) and bool(other) and -1 not in one | other and one.isdisjoint(other)


_SMALL = 12


def _all_reviewed(members: tuple[int, ...], reviewed: frozenset[tuple[int, int]]) -> bool:
    return len(members) <= _SMALL and all(
        (one, other) in reviewed for n, one in enumerate(members) for other in members[n + 1 :]
    )


def _pair_reason(evidence: Evidence, n: int, shared: list[str]) -> str:
    people, pairs = evidence.pairs.people, evidence.pairs
    if evidence.bits["Jr/Sr"][n] < 0:
        return "one is Junior, the other Senior"
    if "e-mail" in shared and (people.role[pairs.a[n]] or people.role[pairs.b[n]]):
        return "the mailbox belongs to a role, not to a person, and too little else agrees"
    if evidence.first[n] == Near.DIFFERENT:
        alike = pairs.last[n] not in {Near.MISSING, Near.DIFFERENT}
        if alike:
            return "same surname but other first names: a household or a family business"
        return "other names: two people who share it"
    if evidence.last[n] == Near.DIFFERENT:
        return "other surnames: two people who share it"
    if evidence.first[n] == Near.MISSING:
        return "too little else is known of one of them"
    return "too much speaks against one person"


def _group_reason(examined: Examined, what: str, code: int, bearers: tuple[int, ...]) -> str:
    people, count = examined.people, len(bearers)
    rows = np.array(bearers)
    if what == "e-mail" and people.role[rows[people.email.codes[rows] == code]].any():
        return f"the mailbox belongs to a role, not to a person: {count} leads have it"
    surnames = np.unique(people.last.codes[rows][people.last.codes[rows] >= 0])
    if len(surnames) == 1:
        return f"same surname but other people: a household or a family business of {count}"
    companies = examined.company[rows]
    known = companies[companies >= 0]
    if len(known) > 1 and np.bincount(known).max() * 2 >= len(known):
        return f"{count} people of one company share it: a switchboard or a common mailbox"
    return f"{count} different people share it"
