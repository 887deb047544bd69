"""Rows that share a mailbox or a phone and yet stay apart: each such group is named, with the reason.

Nothing that looks like a duplicate is passed over in silence. A household's landline, a switchboard, info@:
whoever asks why two rows were not merged finds the answer here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from leadsorted_sheets.core.dedupe.compare import Evidence
from leadsorted_sheets.core.dedupe.engine import Examined
from leadsorted_sheets.core.dedupe.people import Coded, Rows
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
    found: list[Sharing] = []
    for what, column in (("e-mail", people.email), ("phone", people.phone)):
        for code, members in _sharers(column, labels):
            if len(members) == 2:
                pairs[members[0], members[1]].append(what)
            elif not _all_reviewed(members, reviewed):
                found.append(Sharing(members, what, _group_reason(examined, what, code, members)))
    open_pairs = [pair for pair in pairs if pair not in reviewed]
    if open_pairs:
        rows = np.array(open_pairs, np.int64)
        evidence = examined.compared(rows[:, 0], rows[:, 1])
        for n, pair in enumerate(open_pairs):
            if evidence.pairs.email[n] < 0 and evidence.pairs.phone[n] < 0 and _other_country(examined, pair):
                continue  # the same last nine digits in two countries are two phones
            reason = "you decided to keep them apart" if pair in decided else _pair_reason(evidence, n, pairs[pair])
            found.append(Sharing(pair, " and ".join(pairs[pair]), reason))
    return sorted(found, key=lambda sharing: (sharing.rows, sharing.shared))


def _sharers(column: Coded, labels: Rows) -> Iterable[tuple[int, tuple[int, ...]]]:
    """Each key that several people have, and those people."""
    rows, codes = column.every()
    both = np.unique(codes.astype(np.int64) * len(labels) + labels[rows])
    code, label = both // len(labels), both % len(labels)
    starts = np.nonzero(np.r_[True, code[1:] != code[:-1]])[0] if len(code) else np.empty(0, np.int64)
    sizes = np.diff(np.r_[starts, len(code)])
    for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        yield int(code[start]), tuple(label[start : start + size].tolist())


_SMALL = 12


def _all_reviewed(members: tuple[int, ...], reviewed: frozenset[tuple[int, int]]) -> bool:
    return len(members) <= _SMALL and all(
        (one, other) in reviewed for n, one in enumerate(members) for other in members[n + 1 :]
    )


def _other_country(examined: Examined, pair: tuple[int, int]) -> bool:
    one, other = (int(examined.people.before.codes[row]) for row in pair)
    return one >= 0 and other >= 0 and one != other


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


def _group_reason(examined: Examined, what: str, code: int, members: tuple[int, ...]) -> str:
    people, count = examined.people, len(members)
    rows = np.array(members)
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
