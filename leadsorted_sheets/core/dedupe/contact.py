"""What e-mail and phone say about a pair. A shared one says much, unless many people share it.

Who shares is counted in the list itself: an address on which five first names were seen is nobody's own,
whatever it is called. A mailbox such as info@ is never taken for a person's.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from leadsorted_sheets.core.dedupe.names import without_umlaut_vowels
from leadsorted_sheets.core.dedupe.nicknames import nicknames
from leadsorted_sheets.core.dedupe.pairs import Pairs
from leadsorted_sheets.core.dedupe.people import Bits, People
from leadsorted_sheets.core.dedupe.spelling import Near, edit_distances


def email_bits(pairs: Pairs) -> Bits:
    """Bits of evidence in the mailboxes of each pair."""
    people, rarity, a, b = pairs.people, pairs.rarity, pairs.a, pairs.b
    size = rarity.size
    shared = pairs.email >= 0
    role = (people.role[a] | people.role[b]) & ~pairs.organisations  # info@ is a company's own, if nobody's
    sharers = rarity.on_email[pairs.email].astype(np.float32)
    own = np.where(sharers > 2, size + 3 - 1.5 * np.log2(sharers), size + 8 - 2.5 * (sharers - 1))
    nobodys = size - 2 - np.log2(np.maximum(sharers, 4))
    bits = np.where(shared, np.where(role, nobodys, own), 0.0).astype(np.float32)
    unlike = pairs.both(people.email) & ~shared & ~role
    both_free = people.free[a] & people.free[b]
    colleagues = ~people.free[a] & ~people.free[b] & pairs.same(people.domain)
    bits[unlike] = np.where(both_free, -2.0, np.where(colleagues, -3.5, -0.7))[unlike]
    same_local = unlike & pairs.same(people.local)
    for n in np.nonzero(same_local)[0].tolist():
        bits[n] = _moved_mailbox(pairs, n)
    near = unlike & ~same_local & pairs.first_agrees & (both_free | pairs.same(people.domain))
    _near_mailboxes(pairs, np.nonzero(near)[0], bits)
    return bits


def phone_bits(pairs: Pairs) -> Bits:
    """Bits of evidence in the phones of each pair."""
    size = pairs.rarity.size
    sharers = pairs.rarity.on_phone[pairs.phone].astype(np.float32)
    shared = np.where(sharers <= 1, size + 5, size + 2.5 - 1.2 * np.log2(sharers))
    of_a_chain = size + 3 - 2.5 * np.log2(np.maximum(sharers, 1))
    shared = np.where(pairs.organisations & (sharers > 1), of_a_chain, shared)
    unlike = np.where(pairs.both(pairs.people.phone), -0.8, 0.0)
    bits: Bits = np.where(pairs.phone >= 0, shared, unlike).astype(np.float32)
    return bits


@functools.lru_cache(maxsize=1 << 16)
def beyond_the_name(local: str, first: str, last: str) -> tuple[str, str]:
    """What a mailbox says beyond its owner's name: letters left, and digits. `first` may hold several names.

    >>> beyond_the_name("j.smith84", "john", "smith"), beyond_the_name("gardener7", "john", "smith")
    (('', '84'), ('gardener', '7'))

    A mailbox may write umlauts either way (joerg, jorg), but where two names meet there is none.

    >>> beyond_the_name("lisa.edwards", "lisa", "edwards"), beyond_the_name("mueller.jorg", "joerg", "muller")
    (('', ''), ('', ''))
    """
    letters, digits = re.sub(r"[^a-z]", "", local), re.sub(r"[^0-9]", "", local)
    rest = _beyond(letters, first, last)
    if rest:
        rest = min(rest, _beyond(*map(without_umlaut_vowels, (letters, first, last))), key=len)
    return rest, digits


def _beyond(letters: str, first: str, last: str) -> str:
    given, family = first.split(), last.split()
    letters = _without(letters, ["".join(family), *family])
    for name in given:
        if len(letters) > 1:
            letters = _without(letters, [name, *nicknames().forms(name)])
    rest_is_name = len(letters) <= 1 or any("".join(names).startswith(letters) for names in (given, family))
    return "" if rest_is_name else letters


def _without(letters: str, words: Iterable[str]) -> str:
    """The letters without the longest of the words that is among them: kimberly, not kim."""
    spelt = [word for word in words if word in letters]
    longest = max(spelt, key=lambda word: (len(word), word), default="")
    return letters.replace(longest, "", 1) if len(longest) > 1 else letters


def _moved_mailbox(pairs: Pairs, n: int) -> float:
    """One mailbox name at two domains: worth what it says beyond the person's own name, unless one domain is a slip."""
    people, a, b = pairs.people, int(pairs.a[n]), int(pairs.b[n])
    if _domain_slip(people, a, b):
        return pairs.rarity.size - 3
    local = people.local.value(a)
    letters, digits = _beyond_either_name(local, pairs, a, b)
    if len(letters) >= 4:
        return min(float(pairs.rarity.local[people.local.codes[a]]), pairs.rarity.size) - 4
    return min(2.7 * len(digits) + 0.5, 9)


def _domain_slip(people: People, a: int, b: int) -> bool:
    """Whether two rows' domains of their own are a slip or two apart, and one is rare enough here to be mistyped."""
    if people.free[a] or people.free[b]:
        return False
    domain = people.domain
    one, other = people.email.value(a).partition("@")[2], people.email.value(b).partition("@")[2]
    if min(len(one), len(other)) < 8 or OSA.distance(one, other, score_cutoff=2) > 2:
        return False
    return min(int(domain.counts[domain.codes[row]]) for row in (a, b)) <= _SLIP_AT_MOST


_SLIP_AT_MOST = 2
"""Rows of a list that may write a domain in the same wrong way."""


def _near_mailboxes(pairs: Pairs, rows: NDArray[np.intp], bits: Bits) -> None:
    """Mailboxes a slip or two apart, at one provider, of people whose first names agree."""
    people, size = pairs.people, pairs.rarity.size
    whole_names = pairs.last_agrees & (pairs.first != Near.INITIAL)
    left = [people.email.value(row) for row in pairs.a[rows].tolist()]
    right = [people.email.value(row) for row in pairs.b[rows].tolist()]
    for n, one, other, slips in zip(rows.tolist(), left, right, edit_distances(left, right, 2), strict=True):
        if slips > 2:
            continue
        mine, yours = one.partition("@")[0], other.partition("@")[0]
        digits = re.sub(r"\D", "", mine)
        if digits != re.sub(r"\D", "", yours):  # rwitt and rwitt96 are two mailboxes
            continue
        mine_left, yours_left = (
            _beyond_either_name(one, pairs, int(pairs.a[n]), int(pairs.b[n]))[0] for one in (mine, yours)
        )
        if not mine_left and not yours_left:  # both are just the name
            bits[n] = min(2.7 * len(digits) + 0.5, 9)
            continue
        telling = len(digits) >= 2 or max(len(mine_left), len(yours_left)) >= 4
        whole_name = bool(whole_names[n])
        if re.sub(r"[._-]", "", mine) == re.sub(r"[._-]", "", yours):
            bits[n] = size - 3 if telling else 0.5
        elif slips == 1:
            bits[n] = size - 1 if whole_name else min(3, size - 6)
        elif whole_name and telling:
            bits[n] = size - 5


def _beyond_either_name(local: str, pairs: Pairs, a: int, b: int) -> tuple[str, str]:
    """What a mailbox says beyond the names of two rows that may be one person, of which either may be mistyped."""
    mine, yours = _name(pairs, a), _name(pairs, b)
    rest = beyond_the_name(local, *mine)
    if not rest[0] or mine == yours:
        return rest
    return min(rest, beyond_the_name(local, *yours), key=lambda rest: len(rest[0]))


def _name(pairs: Pairs, row: int) -> tuple[str, str]:
    people = pairs.people
    return f"{people.first.value(row)} {people.middle.value(row)}", people.last.value(row)
