"""How near two names are: the same, a nickname, an initial, a slip of the key, or another person's name.

Only distinct pairs of names are compared, so a list with a hundred thousand pairs asks some ten thousand times.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from leadsorted_sheets.core.dedupe.names import without_umlaut_vowels
from leadsorted_sheets.core.dedupe.nicknames import nicknames
from leadsorted_sheets.core.dedupe.people import Coded, Codes, Flags
from leadsorted_sheets.core.dedupe.vocabulary import PARTICLES

Levels: TypeAlias = NDArray[np.int8]


class Near(IntEnum):
    """How two names compare. `MISSING`: one of the rows has none. `GARBLED`: more slips than one makes, but no name of its own."""

    MISSING = 0
    SAME = 1
    NICKNAME = 2
    INITIAL = 3
    TYPO = 4
    SHORTENED = 5
    PART = 6
    SWAPPED = 7
    DIFFERENT = 8
    GARBLED = 9


@dataclass(frozen=True, slots=True, eq=False)
class Spellings:
    """The names of one column, and how often each stands in the list.

    Two near spellings are a slip only if one of them is rare here: Brian and Bryan are two people.
    """

    values: Sequence[str]
    counts: Sequence[int]
    rows: int
    initials: Flags

    @classmethod
    def of(cls, names: Coded) -> Spellings:
        initials = np.array([*(len(name) == 1 for name in names.values), False])
        return cls(names.values, names.counts.tolist(), len(names.codes), initials)

    @property
    def few(self) -> float:
        """How often a misspelling may stand in a list of this length."""
        return max(2, 3e-5 * self.rows)

    def one_is_a_slip(self, a: int, b: int, share: float, *, sure: bool = False) -> bool:
        """Whether one of two near spellings is rare beside the other. `sure`: both are names, so it must be far rarer."""
        rarer, commoner = sorted((self.counts[a], self.counts[b]))
        return rarer <= (share * commoner if sure else max(1, share * commoner, self.few))


def first_name_levels(a: Codes, b: Codes, names: Spellings) -> Levels:
    """For each pair of rows, by the codes of their first names, how near those are."""
    return _levels(a, b, names, _first_name)


def last_name_levels(a: Codes, b: Codes, names: Spellings) -> Levels:
    return _levels(a, b, names, _last_name)


def differ(x: int, y: int, names: Spellings) -> bool:
    """Whether two first names, by their codes, are two people's."""
    slips = OSA.distance(names.values[x], names.values[y], score_cutoff=2)
    return x != y and _first_name(x, y, slips, names) == Near.DIFFERENT


def distinct_pairs(a: Codes, b: Codes, size: int) -> tuple[list[int], list[int], NDArray[np.intp]]:
    """Each unordered pair of codes once, and for every given pair its place among them."""
    pair = np.minimum(a, b).astype(np.int64) * size + np.maximum(a, b)
    once, place = np.unique(pair, return_inverse=True)
    return (once // size).tolist(), (once % size).tolist(), place


def edit_distances(left: Sequence[str], right: Sequence[str], cutoff: int) -> list[int]:
    """Letters to insert, drop, change or swap, pair by pair; cutoff + 1 where it is more."""
    if len(left) < 2:  # the batch call refuses a single pair on some versions
        return [OSA.distance(x, y, score_cutoff=cutoff) for x, y in zip(left, right, strict=True)]
    found: list[int] = process.cpdist(left, right, scorer=OSA.distance, score_cutoff=cutoff).tolist()
    return found


_Compare: TypeAlias = Callable[[int, int, int, Spellings], Near]


def _levels(a: Codes, b: Codes, names: Spellings, compare: _Compare) -> Levels:
    levels = np.zeros(len(a), np.int8)
    both = (a >= 0) & (b >= 0)
    levels[both & (a == b)] = Near.SAME
    levels[both & (a == b) & names.initials[a]] = Near.INITIAL
    unlike = np.nonzero(both & (a != b))[0]
    if len(unlike):
        left, right, place = distinct_pairs(a[unlike], b[unlike], len(names.values))
        distances = edit_distances([names.values[x] for x in left], [names.values[y] for y in right], 2)
        found = [compare(x, y, slips, names) for x, y, slips in zip(left, right, distances, strict=True)]
        levels[unlike] = np.array(found, np.int8)[place]
    return levels


def _first_name(x: int, y: int, slips: int, names: Spellings) -> Near:
    a, b = names.values[x], names.values[y]
    known = nicknames()
    if slips > 2 and a[0] != b[0] and not (a in known or b in known) and len(a) != len(b):
        return Near.DIFFERENT
    shorter = min(len(a), len(b))
    if shorter == 1:
        return Near.INITIAL if a[0] == b[0] else Near.DIFFERENT
    if known.meet(a, b):
        return Near.NICKNAME
    if slips <= 2 and shorter >= 3:
        slip = names.one_is_a_slip(x, y, 0.004, sure=_is_feminine_of(a, b))
        if (slip and (slips == 1 or shorter >= 6)) or without_umlaut_vowels(a) == without_umlaut_vowels(b):
            return Near.TYPO
    if shorter >= 3 and _is_shortened(a, b):
        return Near.SHORTENED
    if a in known and b in known:
        return Near.DIFFERENT
    meant = [form for one, other in ((x, y), (y, x)) for form in _nicknames_meant(one, other, names)]
    if any(len(form) > 3 for form in meant):
        return Near.SHORTENED
    return Near.GARBLED if meant or _is_garbled(x, y, slips, names) else Near.DIFFERENT


def _last_name(x: int, y: int, slips: int, names: Spellings) -> Near:
    a, b = names.values[x], names.values[y]
    shorter = min(len(a), len(b))
    if shorter == 1:
        return Near.INITIAL if a[0] == b[0] else Near.DIFFERENT
    if " " in a or " " in b:
        if set(a.split()) & set(b.split()) - PARTICLES:
            return Near.PART
        if a.replace(" ", "") == b.replace(" ", ""):
            return Near.TYPO
    if slips > 2 or shorter < 3:
        return Near.GARBLED if _is_garbled(x, y, slips, names) else Near.DIFFERENT
    if without_umlaut_vowels(a) == without_umlaut_vowels(b):
        return Near.TYPO
    slip = names.one_is_a_slip(x, y, 0.01)
    near = slip and shorter >= 7 if slips == 2 else (slip or shorter >= 7) and (shorter >= 4 or a[0] == b[0])
    return Near.TYPO if near else Near.GARBLED if _is_garbled(x, y, slips, names) else Near.DIFFERENT


def _is_garbled(x: int, y: int, slips: int, names: Spellings) -> bool:
    """Whether one name, rare in this list, could be the other written badly: two slips, or its letters in another order."""
    a, b = names.values[x], names.values[y]
    if min(len(a), len(b)) < 3 or abs(len(a) - len(b)) > 2 or not names.one_is_a_slip(x, y, 0.004):
        return False
    return slips <= 2 < len(a) + len(b) - 4 or (len(a) == len(b) and sorted(a) == sorted(b))


def _is_shortened(a: str, b: str) -> bool:
    """Whether one is the start of the other, and not the woman's form of a man's name."""
    shorter, longer = sorted((a, b), key=len)
    return longer.startswith(shorter) and len(longer) - len(shorter) <= 6 and not _is_feminine_of(a, b)


def _is_feminine_of(a: str, b: str) -> bool:
    """Whether two names differ as a man's and a woman's do: Paul and Paula, Mario and Maria."""
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) == len(longer):
        return a[:-1] == b[:-1] and {a[-1], b[-1]} == {"o", "a"}
    return longer.startswith(shorter) and longer[len(shorter) :] in _FEMININE


def _nicknames_meant(name: int, typed: int, names: Spellings) -> list[str]:
    """The forms of a name that another one is a slip from, if that is rare in this list and no name itself: Dna for Daniel.

    Dana is a slip from Dan too, and a woman: what is the woman's form of one of them is none.
    """
    word, known = names.values[typed], nicknames()
    if names.counts[typed] > names.few or word in known:
        return []
    family = known.forms(names.values[name])
    if any(_is_feminine_of(form, word) for form in family):
        return []
    one_slip = (form for form in family if OSA.distance(word, form, score_cutoff=1) <= 1)
    return [form for form in one_slip if len(form) > 3 or form[0] == word[0]]


_FEMININE = frozenset(["a", "e", "o", "i", "na", "ne", "ine", "ina", "elle", "ette", "ita", "ia", "la", "le", "ella"])
