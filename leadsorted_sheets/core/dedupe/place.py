"""Where a person works and lives, as evidence: company, city, region, postcode, street, country."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from leadsorted_sheets.core.dedupe.organisations import Words, house_number
from leadsorted_sheets.core.dedupe.pairs import Pairs
from leadsorted_sheets.core.dedupe.people import Bits, Coded, Codes, Flags, People
from leadsorted_sheets.core.dedupe.spelling import distinct_pairs, edit_distances


def company_of(people: People) -> Codes:
    """Each row's company: as written, else the company its mail domain belongs to, learnt from the rows that have both.

    A domain nobody wrote a company beside is read as the company's name without spaces: ulloaplumbing.ca.
    """
    written, domain = people.company.codes, people.domain.codes
    both = (written >= 0) & (domain >= 0)
    pair, times = np.unique(domain[both].astype(np.int64) * len(people.company) + written[both], return_counts=True)
    owner: dict[int, int] = {}
    best: dict[int, tuple[int, str]] = {}
    names = people.company.values
    for key, count in zip(pair.tolist(), times.tolist(), strict=True):
        place, company = divmod(key, len(names))
        rank = (-count, names[company])
        if place not in best or rank < best[place]:
            best[place], owner[place] = rank, company
    squeezed = {name.replace(" ", ""): code for code, name in reversed(list(enumerate(names)))}
    by_domain = [
        owner[code] if code in owner else squeezed.get(name.partition(".")[0].replace("-", ""), -1)
        for code, name in enumerate(people.domain.values)
    ]
    told = np.array([*by_domain, -1], np.int32)[domain]
    companies: Codes = np.where(written >= 0, written, told).astype(np.int32)
    return companies


def company_bits(pairs: Pairs) -> Bits:
    """Bits of the companies, near spellings and one mail domain included."""
    a, b, people, rarity = pairs.a, pairs.b, pairs.people, pairs.rarity
    left, right, same = pairs.company[a], pairs.company[b], pairs.same_company
    both = (left >= 0) & (right >= 0)
    told = (people.company.codes[a] < 0) | (people.company.codes[b] < 0)  # by the domain only
    agree = np.minimum(rarity.company[left], 11) - np.where(told, 1.5, 0.5)
    bits = np.where(same, agree, np.where(both, np.where(told, -0.5, -1.5), 0.0)).astype(np.float32)
    places = pairs.organisations
    unlike = np.nonzero(both & ~same & ~places)[0]
    if len(unlike):
        names = people.company.values
        one, other, place = distinct_pairs(left[unlike], right[unlike], len(names))
        near = _near_companies([names[x] for x in one], [names[y] for y in other])[place]
        bits[unlike] = np.where(near != 0, near, bits[unlike])
    named = np.nonzero(both & ~same & places)[0]
    if len(named):
        one, other, place = distinct_pairs(left[named], right[named], len(people.company))
        words = Words(people.company)
        bits[named] = np.array([words.compared(x, y) for x, y in zip(one, other, strict=True)], np.float32)[place]
    domain = pairs.same(people.domain) & (pairs.email < 0)
    bits = np.maximum(bits, np.where(domain, np.minimum(rarity.domain[people.domain.codes[a]], 11) - 0.5, -9.0))
    return bits.astype(np.float32)


def city_bits(pairs: Pairs) -> Bits:
    city = pairs.people.city
    bits = agreement(pairs, city, pairs.rarity.city, most=5.5, less=0.5, unlike=-1.2)
    bits[(bits < 0) & _nearly_spelt(pairs, city, slips=2, shortest=5)] = 1
    return bits


def country_bits(pairs: Pairs) -> Bits:
    """Another country speaks against a pair; the same one says nothing."""
    country = pairs.people.country
    bits: Bits = np.where(pairs.both(country) & ~pairs.same(country), -4.0, 0.0).astype(np.float32)
    return bits


def region_bits(pairs: Pairs) -> Bits:
    return agreement(pairs, pairs.people.region, pairs.rarity.region, most=1.0, less=0.5, unlike=-1.0)


def postcode_bits(pairs: Pairs) -> Bits:
    postcode = pairs.people.postcode
    bits = agreement(pairs, postcode, pairs.rarity.postcode, most=9.0, less=0.0, unlike=-1.5)
    bits[(bits < 0) & _nearly_spelt(pairs, postcode, slips=1, shortest=4)] = 2
    return bits


def street_bits(pairs: Pairs) -> Bits:
    street = pairs.people.street
    bits = np.zeros(len(pairs), np.float32)
    rows = np.nonzero(pairs.both(street))[0]
    if len(rows):
        one, other, place = distinct_pairs(street.codes[pairs.a[rows]], street.codes[pairs.b[rows]], len(street))
        left, right = [street.values[x] for x in one], [street.values[y] for y in other]
        alike = np.array([_streets_alike(x, y) for x, y in zip(left, right, strict=True)])[place]
        bits[rows] = np.select([alike == 100, alike >= 90, alike >= 78, alike >= 65], [9.0, 7.0, 4.0, 0.0], -2.0)
        moved = np.array([_next_door(house_number(x), house_number(y)) for x, y in zip(left, right, strict=True)])
        moved = np.where(pairs.organisations[rows], moved[place], 0)  # along one street are many places
        bits[rows] = np.select([moved == 2, moved == 1], [-2.0, np.minimum(bits[rows], 2.0)], bits[rows])
    return bits


def title_bits(pairs: Pairs) -> Bits:
    """A job title is as rare as it is here, within limits: people of one trade have one. Words in another order say nothing."""
    return agreement(pairs, pairs.people.title, pairs.rarity.title, most=4.0, less=0.5, unlike=-0.5)


def agreement(pairs: Pairs, column: Coded, rare: Bits, *, most: float, less: float, unlike: float) -> Bits:
    """Bits of a column that is the same or not: its rarity less a little, or a price for differing."""
    agree = np.minimum(rare[column.codes[pairs.a]], most) - less
    bits: Bits = np.where(pairs.both(column), np.where(pairs.same(column), agree, unlike), 0.0).astype(np.float32)
    return bits


def _nearly_spelt(pairs: Pairs, column: Coded, *, slips: int, shortest: int) -> Flags:
    """Pairs whose values differ by a slip or two, where both are long enough for that to mean something."""
    near = np.zeros(len(pairs), np.bool_)
    rows = np.nonzero(pairs.both(column) & ~pairs.same(column))[0]
    if len(rows):
        one, other, place = distinct_pairs(column.codes[pairs.a[rows]], column.codes[pairs.b[rows]], len(column))
        left, right = [column.values[x] for x in one], [column.values[y] for y in other]
        found = edit_distances(left, right, slips)
        few = [n <= slips and min(len(x), len(y)) >= shortest for n, x, y in zip(found, left, right, strict=True)]
        near[rows] = np.array(few)[place]
    return near


def _near_companies(left: list[str], right: list[str]) -> NDArray[np.float32]:
    """Bits for two company names that are not equal: 0 where they are simply others."""
    if len(left) == 1:
        alike = np.array([JaroWinkler.similarity(left[0], right[0])])
    else:
        alike = process.cpdist(left, right, scorer=JaroWinkler.similarity, score_cutoff=0.9)
    short = np.array([_is_short_for(x, y) or _is_short_for(y, x) for x, y in zip(left, right, strict=True)])
    near: NDArray[np.float32] = np.select([short, alike >= 0.93, alike >= 0.9], [3.0, 6.0, 1.0], 0.0).astype(np.float32)
    return near


def _is_short_for(short: str, name: str) -> bool:
    """Whether a company's name is the other's initials or beginning: "sbp" and "smith builders partners"."""
    if len(short) <= 5 and " " in name and short == "".join(word[0] for word in name.split()):
        return True
    return len(short) > 4 and name.startswith(short + " ")


def _next_door(one: str, other: str) -> int:
    """How two house numbers differ: 0 not, or one is not told; 1 by a slip; 2 altogether.

    >>> _next_door("12", "12"), _next_door("1746", "1764"), _next_door("12", "14")
    (0, 1, 2)
    """
    if not one or not other or one == other:
        return 0
    return 1 if min(len(one), len(other)) >= 3 and OSA.distance(one, other, score_cutoff=1) == 1 else 2


def _streets_alike(one: str, other: str) -> float:
    """From 0 to 100: spaces and the order of words aside, and a part of an address is nearly the whole.

    >>> _streets_alike("12 main st", "main st 12"), round(_streets_alike("12 main st", "12 main st apt 4"))
    (100.0, 95)
    """
    if one == other:
        return 100.0
    letters = fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""))
    return max(letters, fuzz.token_sort_ratio(one, other), min(fuzz.token_set_ratio(one, other), 95.0))
