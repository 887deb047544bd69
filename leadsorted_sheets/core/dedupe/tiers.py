"""How sure a pair is: bits turned into a confidence that was measured, and the confidence into a tier.

certain    merged
likely     on Review, ticked as Merge
possible   on Review, for a person to decide
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from leadsorted_sheets.core.dedupe.compare import Evidence, Kind
from leadsorted_sheets.core.dedupe.contact import beyond_the_name
from leadsorted_sheets.core.dedupe.pairs import Pairs
from leadsorted_sheets.core.dedupe.people import Bits, Flags
from leadsorted_sheets.core.dedupe.spelling import Near
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.settings import Tier as Threshold

Tier: TypeAlias = Literal["certain", "likely", "possible"]
TIERS: tuple[Tier, ...] = ("certain", "likely", "possible")

Curve: TypeAlias = tuple[tuple[float, float], ...]
"""Bits -> share of true pairs among pairs with that many; straight lines between."""

BY_NAME: Curve = (
    (-60.0, 0.0), (-5.0, 0.02), (-3.5, 0.07), (-2.5, 0.115), (-1.5, 0.20), (-0.5, 0.37), (0.5, 0.48), (1.5, 0.64), (2.5, 0.73),
    (3.5, 0.83), (5.0, 0.87), (7.5, 0.90), (11.0, 0.95), (60.0, 0.95),
)  # fmt: skip
BY_COMPANY: Curve = (
    (-60.0, 0.0), (-9.0, 0.01), (-6.0, 0.05), (-3.5, 0.25), (-2.5, 0.55), (-1.5, 0.65), (-0.5, 0.78), (0.5, 0.86), (2.0, 0.92), (3.5, 0.94), (9.0, 0.96),
    (60.0, 0.96),
)  # fmt: skip
BY_CONTACT: Curve = (
    (-60.0, 0.0), (-6.0, 0.02), (-3.0, 0.05), (-1.5, 0.20), (0.5, 0.48), (1.5, 0.62), (2.5, 0.83), (3.5, 0.88), (5.0, 0.90), (6.0, 0.97),
    (7.5, 0.98), (12.0, 0.983), (16.0, 0.986), (19.0, 0.995), (26.0, 0.998), (60.0, 0.999),
)  # fmt: skip
DOUBTFUL: Curve = (
    (-60.0, 0.0), (0.0, 0.05), (2.0, 0.15), (3.5, 0.30), (5.0, 0.53), (7.5, 0.60), (11.0, 0.72), (15.5, 0.86), (20.0, 0.94), (60.0, 0.94),
)  # fmt: skip
"""Measured on labelled lists of 10,000 and 100,000 leads, on one half of their people; docs/duplicates.md shows the other
half. For pairs that share a name and perhaps a town; a name and a company; something of a person's own, such as a mailbox;
and for those of whom something says that they may be two. Only a contact ever makes a pair certain."""

TWINS = 0.94
"""Most confidence of a pair with a date of birth in common but other first names, or with a badly garbled name."""
OTHER_NAME = 0.74
"""Most confidence a pair of people with unlike names can have, unless a number of their own agrees: a person decides."""
OTHER_PLACE = 0.40
"""The same of places, whatever address and phone they share: about a third are one place, and all are shown."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The confidence from which a pair is in each tier."""

    certain: float = 0.97
    likely: float = 0.75
    possible: float = 0.40

    def tier(self, confidence: float) -> Tier | None:
        """
        >>> Thresholds().tier(0.98), Thresholds().tier(0.5), Thresholds().tier(0.1)
        ('certain', 'possible', None)
        """
        return next((tier for tier in TIERS if confidence >= getattr(self, tier)), None)


def thresholds(settings: Iterable[Threshold]) -> tuple[Thresholds, tuple[Finding, ...]]:
    """The thresholds of Settings. Values out of order or range are reported, and the usual ones used."""
    given = {row.name.strip().casefold(): row.confidence for row in settings}
    found = Thresholds(**{tier: given.get(tier, getattr(Thresholds(), tier)) for tier in TIERS})
    if 1 >= found.certain >= found.likely >= found.possible > 0:
        return found, ()
    message = (
        f"certain, likely and possible start at {found.certain:.0%}, {found.likely:.0%} and {found.possible:.0%}: "
        "each must be at most the one before it, within 0 and 100%. 97%, 75% and 40% are used until it is mended."
    )
    return Thresholds(), (Finding("warning", "Duplicate thresholds", None, None, "dedupe.thresholds", message),)


def confidence(evidence: Evidence) -> Bits:
    """How likely each pair is one person, from 0 to 1."""
    by_name, by_company, by_contact, doubtful = (
        np.interp(evidence.total, *np.array(curve).T) for curve in (BY_NAME, BY_COMPANY, BY_CONTACT, DOUBTFUL)
    )
    sure = np.where(has_contact(evidence), by_contact, np.where(evidence.bits["company"] > 2, by_company, by_name))
    most, doubt = _held_back(evidence)
    least: Bits = np.minimum(np.where(doubt, np.minimum(sure, doubtful), sure), most).astype(np.float32)
    return least


def _held_back(evidence: Evidence) -> tuple[Bits, Flags]:
    """The most confidence a pair can have for what speaks against it, however much else agrees; and the doubtful pairs.

    Other first names are two people, other names of places two places, and so are other surnames without a mailbox of their own in common. Where one is
    called Junior and the other nothing, where a name is badly garbled, or where they have two mailboxes at one company,
    a person decides.
    """
    pairs, bits = evidence.pairs, evidence.bits
    people, a, b = pairs.people, pairs.a, pairs.b
    numbered, twins = bits["number"] > 2, bits["date of birth"] > 2
    role = people.role[a] | people.role[b]
    married = (pairs.email >= 0) & ~role
    other_name = (evidence.first == Near.DIFFERENT) | (evidence.last == Near.DIFFERENT) & ~married
    most = np.where(other_name & ~numbered, np.where(twins, TWINS, OTHER_NAME), 1.0)
    most[pairs.organisations & (bits["company"] < 0) & ~numbered] = OTHER_PLACE
    generation = people.generation.codes
    half_told = (generation[a] >= 0) != (generation[b] >= 0)
    garbled = (evidence.first == Near.GARBLED) | (evidence.last == Near.GARBLED)
    colleagues = pairs.both(people.email) & (pairs.email < 0) & ~role & ~people.free[a] & pairs.same(people.domain)
    for n in np.nonzero(colleagues & (evidence.first == Near.SAME))[0].tolist():
        colleagues[n] = not _spells_the_name(pairs, n)
    doubtful = (half_told | colleagues) & ~numbered & ~twins & ~pairs.organisations
    return np.where(garbled, np.minimum(most, TWINS), most), doubtful


def _spells_the_name(pairs: Pairs, n: int) -> bool:
    """Whether both mailboxes say their owner's name and nothing besides: jonas.krueger@ and j.krueger@."""
    people = pairs.people
    first, last, local = (
        column.values[column.codes[pairs.a[n]]] if column.codes[pairs.a[n]] >= 0 else ""
        for column in (people.first, people.last, people.local)
    )
    other = people.local.values[people.local.codes[pairs.b[n]]]
    nothing = ("", "")
    return beyond_the_name(local, first, last) == beyond_the_name(other, first, last) == nothing


def bits_at(confidence: float) -> float:
    """The bits at which a pair that shares a contact reaches a confidence.

    >>> bits_at(0.97)
    6.0
    """
    bits, shares = np.array(BY_CONTACT).T
    return float(np.interp(confidence, shares, bits))


def has_contact(evidence: Evidence) -> Flags:
    """Pairs that share something that is a person's own, beyond a name, a company and a town.

    A role's mailbox and a phone of many people are nobody's own.
    """
    pairs, bits = evidence.pairs, evidence.bits
    role = (pairs.people.role[pairs.a] | pairs.people.role[pairs.b]) & ~pairs.organisations
    mail = (pairs.email >= 0) & ~role & (pairs.rarity.on_email[pairs.email] <= _SHARED_BY)
    phone = (pairs.phone >= 0) & (pairs.rarity.on_phone[pairs.phone] <= _SHARED_BY)
    proof: Flags = mail | phone | (bits["e-mail"] > 4) & (pairs.email < 0)
    for kind in _PROOF:
        proof |= bits[kind] > 2
    return proof


_SHARED_BY = 3
_PROOF: tuple[Kind, ...] = ("date of birth", "street", "number")
