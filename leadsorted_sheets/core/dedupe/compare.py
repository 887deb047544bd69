"""What speaks for and against a pair, in bits, after Fellegi and Sunter (1969).

Every comparison gives bits: for a match, against it, or none. Their sum, less the length of the list, is what
the pair is judged by. Nothing is trained: agreements are worth their rarity in this list, and how many
duplicates the list holds is estimated from the pairs themselves.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from leadsorted_sheets.core.dedupe.contact import email_bits, phone_bits
from leadsorted_sheets.core.dedupe.identity import birth_bits, generation_bits, middle_bits, name_bits, number_bits
from leadsorted_sheets.core.dedupe.pairs import Pairs
from leadsorted_sheets.core.dedupe.people import Bits
from leadsorted_sheets.core.dedupe.place import (
    city_bits,
    company_bits,
    country_bits,
    postcode_bits,
    region_bits,
    street_bits,
)
from leadsorted_sheets.core.dedupe.spelling import Levels, Near

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
)
"""Everything that is compared besides the first name and surname, which are compared together."""


def evidence(pairs: Pairs, prior: float | None = None) -> Evidence:
    """All evidence about the pairs. Without a `prior` it is estimated from them: give one for a few pairs of a list."""
    first, last, given, family = name_bits(pairs)
    bits: dict[Kind, Bits] = {"first name": given, "last name": family}
    bits |= {kind: compare(pairs) for kind, compare in COMPARISONS}
    _one_fact_counts_once(pairs, bits, first)
    total: Bits = np.stack(list(bits.values())).sum(axis=0, dtype=np.float32)
    if prior is None:
        prior = _prior(total, pairs.people.count, pairs.rarity.size)
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
    bits["company"] = np.where(organisations, np.where(company < 0, -6.0, company), told).astype(np.float32)
    city = np.where((city > 0) & pairs.same_company, city - 1.5, city)
    bits["city"] = np.where(phone & ~named & (city > 0), 0.5, city).astype(np.float32)
    bits["phone"][mail & phone & (first == Near.DIFFERENT)] = 0
    only_phone = phone & ~mail & pairs.nameless & ~organisations
    bits["phone"][only_phone] = np.minimum(bits["phone"][only_phone], pairs.rarity.size + 4)
