"""How much an agreement says: the rarer a value is in this very list, the more. Measured in bits.

A bit halves or doubles the odds. A name that one lead in 1,024 has is worth ten bits when two rows share it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadsorted_sheets.core.dedupe.organisations import addresses_on, spoken_of
from leadsorted_sheets.core.dedupe.people import Bits, Coded, Codes, Flags, People, Rows


@dataclass(frozen=True, slots=True, eq=False)
class Rarity:
    """Bits by code for each column (the last place, 0, is for rows without a value), and who shares what.

    `size` is the length of the list in bits: what must be outweighed before two rows are one person.
    `on_email` and `on_phone` count the different people seen on each address and line, by their initials.
    """

    size: float
    first: Bits
    last: Bits
    company: Bits
    domain: Bits
    city: Bits
    region: Bits
    postcode: Bits
    street: Bits
    born: Bits
    number: Bits
    title: Bits
    local: Bits
    on_email: Codes
    on_phone: Codes
    by_country: ByCountry


@dataclass(frozen=True, slots=True, eq=False)
class ByCountry:
    """First and last names go together by country: Giulia Rossi is no rare meeting in a list with Italians.

    `bits` tells how much likelier two names stand together than the list as a whole would say.
    """

    first: NDArray[np.float32]
    last: NDArray[np.float32]

    def bits(self, first: Codes, last: Codes) -> Bits:
        bits = np.zeros(len(first), np.float32)
        if not self.first.size or not self.last.size:
            return bits
        for start in range(0, len(first), _SLICE):  # in slices, for memory
            part = slice(start, start + _SLICE)
            ratio = np.einsum("ij,ij->i", self.first[first[part]], self.last[last[part]])
            bits[part] = np.log2(np.maximum(ratio, 1e-3))
        bits[(first < 0) | (last < 0)] = 0
        return bits


_SLICE = 1 << 18
_OWN_NUMBER = 4


def rarity(people: People) -> Rarity:
    """What agreements are worth in this list."""
    first, last = _initials(people.first), _initials(people.last)
    return Rarity(
        size=math.log2(max(people.count, 16)),
        first=_bits(people.first, usual=8),
        last=_bits(people.last, usual=10),
        company=_bits(people.company, usual=10),
        domain=_bits(people.domain, usual=10),
        city=_bits(people.city, usual=6),
        region=_bits(people.region, usual=4),
        postcode=_bits(people.postcode, usual=10, short=100),
        street=_bits(people.street, usual=12, short=300),
        born=_bits(people.born, usual=14, short=300),
        number=_number_bits(people),
        title=_bits(people.title, usual=5),
        local=_bits(people.local, usual=14),
        on_email=_people_on(people.email, first, last),
        on_phone=addresses_on(people.phone, people) if spoken_of(people) else _people_on(people.phone, first, last),
        by_country=_by_country(people),
    )


def _bits(column: Coded, *, usual: float, short: int = 30) -> Bits:
    """How rare each value is here. A short list knows too little: `short` rows of the `usual` rarity are added to it."""
    share = (column.counts + short * 2.0**-usual) / (column.known + short)
    return np.append(-np.log2(share), 0).astype(np.float32)


def _number_bits(people: People) -> Bits:
    """A number that few rows have is a person's own; one that many have is their company's, and as rare as it is."""
    own = np.append(people.number.counts <= _OWN_NUMBER, False)
    rare = _bits(people.number, usual=20)
    return np.where(own, math.log2(max(people.count, 16)) + 4, rare).astype(np.float32)


def _initials(names: Coded) -> Codes:
    letters = np.fromiter((ord(name[0]) & 1023 for name in names.values), np.int32, len(names))
    return np.append(letters, -1)[names.codes].astype(np.int32)


def _people_on(column: Coded, first: Codes, last: Codes) -> Codes:
    """For each key, how many different initials of first names are seen on it; at least one.

    A name with its columns swapped is not another person: of A. B. and B. A. on one key, both count as A.
    """
    rows, codes = column.every()
    named = first[rows] >= 0
    rows, key = rows[named], codes[named].astype(np.int64) << 20
    given, family = first[rows].astype(np.int64), np.maximum(last[rows], 0).astype(np.int64)
    swapped = np.isin(key + (given << 10) + family, key + (family << 10) + given)
    seen: Rows = np.unique((key >> 10) + np.where(swapped, np.minimum(given, family), given))
    return np.maximum(np.bincount(seen >> 10, minlength=len(column) + 1), 1).astype(np.int32)


def _by_country(people: People) -> ByCountry:
    kinds = len(people.country)
    if kinds < 2:
        return ByCountry(np.empty((0, 0), np.float32), np.empty((0, 0), np.float32))
    known = people.country.codes >= 0
    bearers = np.bincount(people.country.codes[known], minlength=kinds) + 1.0
    share: NDArray[np.float64] = bearers / bearers.sum()
    first = _share_of_countries(people.first, people.country.codes, known=known, share=share)
    last = _share_of_countries(people.last, people.country.codes, known=known, share=share) / share
    return ByCountry(first.astype(np.float32), last.astype(np.float32))


def _share_of_countries(
    names: Coded, countries: Codes, *, known: Flags, share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """For each name, where its bearers are from; two bearers' worth of doubt are added in the list's own shares."""
    kinds, rows = len(share), known & (names.codes >= 0)
    cells = names.codes[rows].astype(np.int64) * kinds + countries[rows]
    table = np.bincount(cells, minlength=len(names) * kinds).reshape(len(names), kinds)
    shares: NDArray[np.float64] = (table + 2 * share) / (table.sum(1, keepdims=True) + 2)
    return shares
