"""Shops, sites, schools: lists of places with a name, an address and a phone, and nobody's name in them.

A person's name is two words; a place's name is any number, most of which say what it is (school, pharmacy), and only
the rare ones which one. So names are compared word by word, each worth its rarity, short forms and slips included.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA

from leadsorted_sheets.core.dedupe.columns import Role, Texts
from leadsorted_sheets.core.dedupe.keys import company_key, folded
from leadsorted_sheets.core.dedupe.nicknames import nicknames
from leadsorted_sheets.core.dedupe.people import Coded, Codes, People
from leadsorted_sheets.core.dedupe.vocabulary import PLACE_WORDS, SHORT_WORDS

_LOOKED_AT = 2000
_MOST = 11.0
_OTHER = -6.0
"""Bits of two names that have nothing but common words in common."""


def with_organisations(texts: Texts) -> Texts:
    """The texts, where a lone Name column names places rather than people as their company.

    >>> with_organisations({"name": [["Lincoln Elementary School", "Ace Hardware Store"]]})
    {'company': [['Lincoln Elementary School', 'Ace Hardware Store']]}
    >>> with_organisations({"name": [["Ana Delgado", "Ben Church"]]})
    {'name': [['Ana Delgado', 'Ben Church']]}
    """
    if "name" not in texts or any(role in texts for role in _SAYS_OTHERWISE):
        return texts
    names = [text for text in texts["name"][0] if text.strip()][:_LOOKED_AT]
    if not names:
        return texts
    words = [company_key(name).split() for name in names]
    written = [re.split(r"[\W_]+", folded(name)) for name in names]  # with Ltd and GmbH, which keys leave out
    places = sum(
        not PLACE_WORDS.isdisjoint([*spelt, *whole]) or len(spelt) > 3
        for spelt, whole in zip(words, written, strict=True)
    )
    people = sum(bool(spelt) and spelt[0] in nicknames() for spelt in words)
    if places * 2 < len(names) or people > places:
        return texts
    moved: dict[Role, Sequence[Sequence[str]]] = {role: columns for role, columns in texts.items() if role != "name"}
    return {**moved, "company": texts["name"]}


_SAYS_OTHERWISE: tuple[Role, ...] = ("first", "last", "company", "born")


def spoken_of(people: People) -> bool:
    """Whether the list is about places: it names companies, and hardly anybody in them."""
    return bool(people.company.known) and max(people.first.known, people.last.known) * 50 < people.company.known


class Words:
    """The words of every company's name, and how rare each is among the rows of the list."""

    def __init__(self, companies: Coded) -> None:
        self.of = [[SHORT_WORDS.get(word, word) for word in name.split()] for name in companies.values]
        borne: Counter[str] = Counter()
        for words, count in zip(self.of, companies.counts.tolist(), strict=True):
            for word in set(words):
                borne[word] += count
        known = companies.known + 30
        self.bits = {word: float(-np.log2((count + 0.3) / known)) for word, count in borne.items()}

    def compared(self, one: int, other: int) -> float:
        """The bits of two different names, by their codes: for what they share, against what only they have."""
        mine, yours = list(self.of[one]), list(self.of[other])
        shared = 0.0
        for word in self.of[one]:
            near = next((spelt for spelt in yours if _one_word(word, spelt)), None)
            if near is not None:
                shared += min(self.bits[word], self.bits[near]) - (word != near)
                mine.remove(word)
                yours.remove(near)
        left, over = (sum(self.bits[word] for word in rest) for rest in (mine, yours))
        if any(word.isdigit() for word in mine) and any(word.isdigit() for word in yours):
            return -5.0  # branch 12 is not branch 40
        if mine and yours and _run_together(mine, yours):
            return min(shared + min(left, over), _MOST) - 1.0
        if not mine or not yours:  # a word was left out
            return max(min(shared, _MOST) - 0.5 - min(left + over, 8.0) / 3, -1.0)
        return max(min(shared, _MOST) / 2 - 1.5 * min(left, over, 6.0), _OTHER)

    def rarest(self, place: int) -> list[str]:
        """For each name its rarest word, or the one after it, "" where there is none."""
        found = []
        for words in self.of:
            ranked = sorted(set(words), key=lambda word: (-self.bits[word], word))
            found.append(ranked[place] if len(ranked) > place else "")
        return found


def _one_word(a: str, b: str) -> bool:
    """Whether two words are one: the same, one the beginning of the other, or a slip apart."""
    if a == b:
        return True
    shorter = min(len(a), len(b))
    if shorter >= 3 and (a.startswith(b) or b.startswith(a)):
        return True
    return shorter >= 5 and OSA.distance(a, b, score_cutoff=2) <= (1 if shorter < 8 else 2)


def _run_together(mine: list[str], yours: list[str]) -> bool:
    """Whether the words left over are the same letters, but for spaces and a slip."""
    a, b = "".join(mine), "".join(yours)
    return min(len(a), len(b)) >= 5 and OSA.distance(a, b, score_cutoff=1) <= 1


def house_number(street: str) -> str:
    """The number of a street line, or "".

    >>> house_number("12 main st apt 4"), house_number("hauptstrasse 7b"), house_number("town hall")
    ('12', '7', '')
    """
    found = re.search(r"\d+", street)
    return found.group() if found else ""


def addresses_on(column: Coded, people: People) -> Codes:
    """For each key, how many house numbers are seen on it; at least one: a chain's phone is no branch's own."""
    numbers: dict[str, int] = {}
    of_street = [numbers.setdefault(house_number(street), len(numbers)) for street in people.street.values]
    rows, codes = column.every()
    houses = np.array([*of_street, -1], np.int64)[people.street.codes[rows]]
    told = houses >= 0
    seen = np.unique(codes[told].astype(np.int64) * (len(numbers) + 1) + houses[told])
    counts: Codes = np.maximum(np.bincount(seen // (len(numbers) + 1), minlength=len(column) + 1), 1).astype(np.int32)
    return counts
