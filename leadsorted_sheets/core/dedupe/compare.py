"""What speaks for and against a pair, in bits, after Fellegi and Sunter (1969).

Every comparison gives bits: for a match, against it, or none. Their sum, less the length of the list, is what
the pair is judged by. Nothing is trained: agreements are worth their rarity in this list, and how many
duplicates the list holds is estimated from the pairs themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from leadsorted_sheets.core.dedupe.contact import email_bits, phone_bits
from leadsorted_sheets.core.dedupe.identity import birth_bits, generation_bits, middle_bits, name_bits, number_bits
from leadsorted_sheets.core.dedupe.learn import Disagreement, Learnt
from leadsorted_sheets.core.dedupe.learn import learnt as what_it_teaches
from leadsorted_sheets.core.dedupe.pairs import Pairs
from leadsorted_sheets.core.dedupe.people import Bits, Coded, People
from leadsorted_sheets.core.dedupe.place import (
    city_bits,
    company_bits,
    country_bits,
    postcode_bits,
    region_bits,
    street_bits,
    title_bits,
)
from leadsorted_sheets.core.dedupe.spelling import Levels, Near

Kind: TypeAlias = Literal[
    "first name", "last name", "middle name", "Jr/Sr", "e-mail", "phone", "company", "city", "country", "region", "postcode", "street",
    "date of birth", "number", "job title",
]  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """For each pair, the bits of every kind and their total with the prior, the bits every pair starts with.

    `first` and `last` are the names' levels as judged, `learnt` is what the list teaches.
    """

    pairs: Pairs
    bits: dict[Kind, Bits]
    first: Levels
    last: Levels
    learnt: Learnt[Kind]
    total: Bits


COMPARISONS: tuple[tuple[Kind, Callable[[Pairs], Bits]], ...] = (
    ("middle name", middle_bits),
    ("Jr/Sr", generation_bits),
    ("e-mail", email_bits),
    ("phone", phone_bits),
    ("company", company_bits),
    ("city", city_bits),
    ("country", country_bits),
    ("region", region_bits),
    ("postcode", postcode_bits),
    ("street", street_bits),
    ("date of birth", birth_bits),
    ("number", number_bits),
    ("job title", title_bits),
)
"""Everything that is compared besides the first name and surname, which are compared together."""


LEARNT: tuple[tuple[Kind, Callable[[People], Coded]], ...] = (
    ("city", lambda people: people.city),
    ("region", lambda people: people.region),
    ("postcode", lambda people: people.postcode),
    ("street", lambda people: people.street),
    ("date of birth", lambda people: people.born),
    ("job title", lambda people: people.title),
)
"""What a disagreement is worth is learnt from the list for these: no trap of sharing hides in them."""


def evidence(pairs: Pairs, learnt: Learnt[Kind] | None = None) -> Evidence:
    """All evidence about the pairs. What a list teaches is learnt from them: give it for a few pairs of a known list."""
    first, last, given, family = name_bits(pairs)
    bits: dict[Kind, Bits] = {"first name": given, "last name": family}
    bits |= {kind: compare(pairs) for kind, compare in COMPARISONS}
    disagree = {kind: bits[kind] < 0 for kind, column in LEARNT if len(column(pairs.people))}
    _one_fact_counts_once(pairs, bits, first)
    if learnt is None:
        total: Bits = np.stack(list(bits.values())).sum(axis=0, dtype=np.float32)
        about = {
            kind: Disagreement(pairs.both(column), disagree[kind], USUAL[kind], chance_of_two(column))
            for kind, column in ((kind, column(pairs.people)) for kind, column in LEARNT if kind in disagree)
        }
        learnt = what_it_teaches(total, about, count=pairs.people.count, size=pairs.rarity.size)
    for kind, against in learnt.against.items():
        bits[kind][disagree[kind]] = against
    total = np.stack(list(bits.values())).sum(axis=0, dtype=np.float32)
    return Evidence(pairs, bits, first, last, learnt, total + np.float32(learnt.prior))


USUAL: dict[Kind, float] = {
    "city": -1.2,
    "region": -1.0,
    "postcode": -1.5,
    "street": -2.0,
    "date of birth": -5.0,
    "job title": -0.5,
}


def chance_of_two(column: Coded) -> float:
    """How often two rows at random have different keys, of those that have any."""
    shares = column.counts / max(column.known, 1)
    return max(1 - float((shares**2).sum()), 0.1)


def _one_fact_counts_once(pairs: Pairs, bits: dict[Kind, Bits], first: Levels) -> None:
    """A shared mailbox or phone brings its company and city with it, and a company its city: those then add little.

    People with other first names who share a mailbox share the phone too: a household, not two proofs.
    Rows that name a company and nobody in it are about the company: it counts in full, for and against.
    """
    mail, phone, organisations = pairs.email >= 0, pairs.phone >= 0, pairs.organisations
    named = (bits["first name"] > 0) & (bits["last name"] > 0)
    company, city = bits["company"], bits["city"]
    told = np.where(mail & (pairs.people.domain.codes[pairs.a] >= 0), np.clip(company, -1.5, 1), company)
    told = np.where(phone & (told > 0.5), np.where(named, 3.0, 0.5), told)
    bits["company"] = np.where(organisations, company, told).astype(np.float32)
    city = np.where((city > 0) & pairs.same_company & ~organisations, city - 1.5, city)
    bits["city"] = np.where(phone & ~named & (city > 0), 0.5, city).astype(np.float32)
    bits["phone"][mail & phone & (first == Near.DIFFERENT)] = 0
    building = organisations & (bits["street"] > 3)  # an address brings its city and postcode
    bits["city"] = np.where(building & (bits["city"] > 1), 1, bits["city"]).astype(np.float32)
    bits["postcode"] = np.where(building & (bits["postcode"] > 1), 1, bits["postcode"]).astype(np.float32)
    only_phone = phone & ~mail & pairs.nameless & ~organisations
    bits["phone"][only_phone] = np.minimum(bits["phone"][only_phone], pairs.rarity.size + 4)
