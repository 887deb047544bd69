"""What speaks for and against a pair, in bits, after Fellegi and Sunter (1969).

Every comparison gives bits: for a match, against it, or none. Their sum, less the length of the list, is what
the pair is judged by. Nothing is trained: agreements are worth their rarity in this list, and how many
duplicates the list holds is estimated from the pairs themselves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from leadsorted_sheets.core.dedupe.contact import email_bits, phone_bits
from leadsorted_sheets.core.dedupe.nicknames import nicknames
from leadsorted_sheets.core.dedupe.pairs import Pairs
from leadsorted_sheets.core.dedupe.people import Bits, Coded, Codes, Flags, People, Rows
from leadsorted_sheets.core.dedupe.spelling import Levels, Near, distinct_pairs, edit_distances

Kind: TypeAlias = Literal[
    "first name", "last name", "middle name", "Jr/Sr", "e-mail", "phone", "company", "city", "country", "region", "postcode", "street",
    "date of birth", "number",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """For each pair, the bits of every kind and their total with the `prior`, the bits every pair starts with.

    `first` and `last` are the names' levels as judged.
    """

    pairs: Pairs
    bits: dict[Kind, Bits]
    first: Levels
    last: Levels
    prior: float
    total: Bits


# How a level of agreement turns the rarity of a name into bits: rarity - less, kept between least and most.
#                       MISSING SAME NICKNAME INITIAL TYPO SHORTENED PART SWAPPED DIFFERENT
_FIRST_LESS = np.array([0.0, 0.0, 2.0, 0.0, 2.5, 4.0, 0.0, 0.0, 0.0], np.float32)
_FIRST_LEAST = np.array([0.0, 0.0, 2.0, 0.0, 2.0, 1.0, 0.0, 0.0, -9.0], np.float32)
_FIRST_MOST = np.array([0.0, 11.0, 11.0, 3.0, 11.0, 11.0, 0.0, 0.0, -9.0], np.float32)
_LAST_LESS = np.array([0.0, 0.0, 0.0, 0.0, 2.5, 0.0, 2.0, 0.0, 0.0], np.float32)
_LAST_LEAST = np.array([0.0, 0.0, 0.0, 1.5, 2.5, 0.0, 2.0, 0.0, -6.0], np.float32)
_LAST_MOST = np.array([0.0, 13.0, 0.0, 1.5, 13.0, 0.0, 13.0, 0.0, -6.0], np.float32)


def evidence(pairs: Pairs, prior: float | None = None) -> Evidence:
    """All evidence about the pairs. Without a `prior` it is estimated from them: give one for a few pairs of a list."""
    bits: dict[Kind, Bits] = {}
    first, last, swapped = _either_order(pairs)
    bits["first name"], bits["last name"] = _name_bits(pairs, first, last, swapped)
    bits["middle name"] = _middle_bits(pairs)
    bits["Jr/Sr"] = _generation_bits(pairs)
    bits["e-mail"] = email_bits(pairs)
    bits["phone"] = phone_bits(pairs)
    same_company, bits["company"] = _company_bits(pairs)
    people, rarity = pairs.people, pairs.rarity
    bits["city"] = _agreement(pairs, people.city, rarity.city, most=5.5, less=0.5, unlike=-1.2)
    bits["city"] -= np.where((bits["city"] > 0) & same_company, 1.5, 0).astype(np.float32)
    bits["country"] = np.where(pairs.both(people.country) & ~pairs.same(people.country), -4.0, 0.0).astype(np.float32)
    bits["region"] = _agreement(pairs, people.region, rarity.region, most=1.0, less=0.5, unlike=-1.0)
    bits["postcode"] = _agreement(pairs, people.postcode, rarity.postcode, most=9.0, less=0.0, unlike=-1.5)
    bits["street"] = _street_bits(pairs)
    bits["number"] = _agreement(pairs, people.number, rarity.number, most=20.0, less=0.0, unlike=-2.0)
    bits["date of birth"] = _birth_bits(pairs)
    _one_fact_counts_once(pairs, bits, first)
    total: Bits = np.stack(list(bits.values())).sum(axis=0, dtype=np.float32)
    if prior is None:
        prior = _prior(total, people.count, rarity.size)
    return Evidence(pairs, bits, first, last, prior, total + np.float32(prior))


def _prior(total: Bits, count: int, size: float) -> float:
    """The bits every pair starts with: minus the length of the list, plus what it holds in duplicates per row.

    The duplicates per row are those expected from the evidence, found by repeating (expectation maximisation
    with one unknown, from 0.6).
    """
    per_row = 0.6
    if len(total):
        for _ in range(12):
            odds = np.clip(total - size + math.log2(2 * per_row) - 1, -60, 60)
            found = min(max(float((1 / (1 + 2.0**-odds)).sum()) / max(count, 1), 0.1), 12.0)
            if abs(found - per_row) < 0.005:
                break
            per_row = found
    return round(math.log2(per_row), 3) - size


# names ----------------------------------------------------------------------------------------------------------------


def _name_bits(pairs: Pairs, first: Levels, last: Levels, swapped: Bits) -> tuple[Bits, Bits]:
    """Bits of first name and surname. A shared surname with another first name says nothing: a household."""
    a, b, rarity, people = pairs.a, pairs.b, pairs.rarity, pairs.people
    rare_first = np.minimum(rarity.first[people.first.codes[a]], rarity.first[people.first.codes[b]])
    rare_last = np.minimum(rarity.last[people.last.codes[a]], rarity.last[people.last.codes[b]])
    given = np.clip(np.minimum(rare_first, 11) - _FIRST_LESS[first], _FIRST_LEAST[first], _FIRST_MOST[first])
    family = np.clip(np.minimum(rare_last, 13) - _LAST_LESS[last], _LAST_LEAST[last], _LAST_MOST[last])
    same_birthday = pairs.same(people.born)
    relatives = (first == Near.DIFFERENT) & (family > 0) & ~same_birthday
    family[relatives] = 0
    given[(first == Near.DIFFERENT) & same_birthday] = -3  # a garbled first name rather than a spouse
    named = (given > 0) & (family > 0)
    together = rarity.by_country.bits(people.first.codes[a], people.last.codes[a])
    family = np.where(named, family - np.clip(together, -1, 5), family)
    return (given + swapped).astype(np.float32), family.astype(np.float32)


def _either_order(pairs: Pairs) -> tuple[Levels, Levels, Bits]:
    """The levels of the names, and bits for pairs whose names agree with the columns swapped."""
    first, last = pairs.first.copy(), pairs.last.copy()
    bits = np.zeros(len(pairs), np.float32)
    people, rarity = pairs.people, pairs.rarity
    unlike = (first == Near.DIFFERENT) & ((last == Near.DIFFERENT) | (last == Near.MISSING))
    unlike |= (first == Near.INITIAL) & (last == Near.DIFFERENT)
    unlike &= _letters_cross(people.first, people.last, pairs.a, pairs.b)
    for n in np.nonzero(unlike)[0].tolist():
        a, b = int(pairs.a[n]), int(pairs.b[n])
        there = _crosswise(people.first.value(a), people.last.value(b))
        back = _crosswise(people.first.value(b), people.last.value(a))
        if min(there, back) >= 0 and max(there, back) > 0:
            worth = [float(rarity.last[people.last.codes[row]]) for row in (b, a)]
            bits[n] = (
                sum(min(bit, 9) if near == 1 else near for bit, near in zip(worth, (there, back), strict=True)) - 1
            )
            first[n] = last[n] = Near.SWAPPED
    return first, last, bits


def _letters_cross(first: Coded, last: Coded, a: Rows, b: Rows) -> Flags:
    """Pairs where a first name begins as the other row's surname does: without that no columns were swapped."""
    given, family = (
        np.array([*(ord(name[0]) for name in names.values), -1], np.int32)[names.codes] for names in (first, last)
    )
    flags: Flags = ((given[a] == family[b]) & (given[a] >= 0)) | ((given[b] == family[a]) & (given[b] >= 0))
    return flags


def _crosswise(first: str, last: str) -> int:
    """How a first name agrees with a surname: 1 the same, 2 nearly, 0 one is missing, -1 not."""
    if first == last and first:
        return 1
    if not first or not last:
        return 0
    if min(len(first), len(last)) == 1:
        return 2 if first[0] == last[0] else -1
    if nicknames().meet(first, last):
        return 2
    return 2 if min(len(first), len(last)) > 3 and edit_distances([first], [last], 1)[0] <= 1 else -1


def _middle_bits(pairs: Pairs) -> Bits:
    middle = pairs.people.middle
    initials = np.array([*(ord(name[0]) for name in middle.values), -1], np.int32)[middle.codes]
    alike = initials[pairs.a] == initials[pairs.b]
    bits: Bits = np.where(pairs.both(middle), np.where(alike, 2.5, -3.5), 0.0).astype(np.float32)
    return bits


def _generation_bits(pairs: Pairs) -> Bits:
    """Junior is not Senior, whatever else they share."""
    generation = pairs.people.generation
    told = np.where(pairs.same(generation), 1.0, -60.0)
    bits: Bits = np.where(pairs.both(generation), told, 0.0).astype(np.float32)
    return bits


# company, place, birth ------------------------------------------------------------------------------------------------


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


def _company_bits(pairs: Pairs) -> tuple[Flags, Bits]:
    """Whether the companies are one, and the bits of that, near spellings included."""
    a, b, people, rarity = pairs.a, pairs.b, pairs.people, pairs.rarity
    left, right = pairs.company[a], pairs.company[b]
    both = (left >= 0) & (right >= 0)
    same = both & (left == right)
    told = (people.company.codes[a] < 0) | (people.company.codes[b] < 0)  # by the domain only
    agree = np.minimum(rarity.company[left], 11) - np.where(told, 1.5, 0.5)
    bits = np.where(same, agree, np.where(both, np.where(told, -0.5, -1.5), 0.0)).astype(np.float32)
    unlike = np.nonzero(both & ~same)[0]
    if len(unlike):
        names = people.company.values
        one, other, place = distinct_pairs(left[unlike], right[unlike], len(names))
        near = _near_companies([names[x] for x in one], [names[y] for y in other])[place]
        bits[unlike] = np.where(near != 0, near, bits[unlike])
    domain = pairs.same(people.domain) & (pairs.email < 0)
    bits = np.maximum(bits, np.where(domain, np.minimum(rarity.domain[people.domain.codes[a]], 11) - 0.5, -9.0))
    return same, bits.astype(np.float32)


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


def _agreement(pairs: Pairs, column: Coded, rare: Bits, *, most: float, less: float, unlike: float) -> Bits:
    """Bits of a column that is the same or not: its rarity less a little, or a price for differing."""
    agree = np.minimum(rare[column.codes[pairs.a]], most) - less
    bits: Bits = np.where(pairs.both(column), np.where(pairs.same(column), agree, unlike), 0.0).astype(np.float32)
    return bits


def _street_bits(pairs: Pairs) -> Bits:
    street = pairs.people.street
    bits = np.zeros(len(pairs), np.float32)
    rows = np.nonzero(pairs.both(street))[0]
    if len(rows):
        one, other, place = distinct_pairs(street.codes[pairs.a[rows]], street.codes[pairs.b[rows]], len(street))
        left, right = [street.values[x] for x in one], [street.values[y] for y in other]
        alike = np.array([JaroWinkler.similarity(x, y) for x, y in zip(left, right, strict=True)])[place]
        bits[rows] = np.select([alike == 1, alike > 0.92, alike > 0.85], [9.0, 7.0, 3.0], -2.0)
    return bits


def _birth_bits(pairs: Pairs) -> Bits:
    born, bits = pairs.people.born, np.zeros(len(pairs), np.float32)
    rows = np.nonzero(pairs.both(born))[0]
    if len(rows):
        one, other, place = distinct_pairs(born.codes[pairs.a[rows]], born.codes[pairs.b[rows]], len(born))
        slips = np.array(edit_distances([born.values[x] for x in one], [born.values[y] for y in other], 3))[place]
        rare = np.minimum(pairs.rarity.born[born.codes[pairs.a[rows]]], 13)
        bits[rows] = np.select([slips == 0, slips == 1, slips == 2], [rare, 8.0, 2.5], -5.0)
    return bits


_OTHER_ORGANISATION = -6.0


def _one_fact_counts_once(pairs: Pairs, bits: dict[Kind, Bits], first: Levels) -> None:
    """A shared mailbox or phone brings its company and city with it: those then add little.

    People with other first names who share a mailbox share the phone too: a household, not two proofs.
    Rows that name a company and nobody in it are about the company: it counts in full, for and against.
    """
    organisations, alone = pairs.organisations, bits["company"].copy()
    mail, phone = pairs.email >= 0, pairs.phone >= 0
    household = mail & phone & (first == Near.DIFFERENT)
    bits["phone"][household] = 0
    named = (bits["first name"] > 0) & (bits["last name"] > 0)
    company = bits["company"]
    company = np.where(mail & (pairs.people.domain.codes[pairs.a] >= 0), np.clip(company, -1.5, 1), company)
    company = np.where(phone & (company > 0.5), np.where(named, 3.0, 0.5), company)
    company = np.where(organisations, np.where(alone < 0, _OTHER_ORGANISATION, alone), company)
    bits["company"] = company.astype(np.float32)
    city = bits["city"]
    bits["city"] = np.where(phone & ~named & (city > 0), 0.5, city).astype(np.float32)
    only_phone = phone & ~mail & pairs.nameless & ~organisations
    bits["phone"] = np.where(only_phone, np.minimum(bits["phone"], pairs.rarity.size + 4), bits["phone"]).astype(
        np.float32
    )
