"""The engine: texts in, people out. Reading `examine` is reading the design.

keys -> rarity -> candidate pairs -> evidence -> confidence -> clusters
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from leadsorted_sheets.core.collector import quiet_collector
from leadsorted_sheets.core.dedupe.blocks import candidates
from leadsorted_sheets.core.dedupe.cluster import Bonds, clusters
from leadsorted_sheets.core.dedupe.columns import Texts
from leadsorted_sheets.core.dedupe.compare import Evidence, evidence
from leadsorted_sheets.core.dedupe.organisations import with_organisations
from leadsorted_sheets.core.dedupe.pairs import side_by_side
from leadsorted_sheets.core.dedupe.people import Bits, Codes, People, Rows, read
from leadsorted_sheets.core.dedupe.place import company_of
from leadsorted_sheets.core.dedupe.rarity import Rarity, rarity
from leadsorted_sheets.core.dedupe.tiers import bits_at, confidence
from leadsorted_sheets.core.plan import Progress, silent

PHASES = ("keys", "rarity", "candidate pairs", "evidence", "clusters")


@dataclass(frozen=True, slots=True, eq=False)
class Examined:
    """A list after every candidate pair was compared. `confidence` is each pair's, from 0 to 1."""

    people: People
    rarity: Rarity
    company: Codes
    evidence: Evidence
    confidence: Bits

    @property
    def count(self) -> int:
        return self.people.count

    def grouped(self, line: float, bonds: Bonds = Bonds()) -> Rows:  # noqa: B008  # frozen, no bonds at all
        """For each row the first row of its person, when pairs of at least this confidence are one."""
        least = bits_at(line)
        strength = np.where(self.confidence >= line, np.maximum(self.evidence.total, least), least - 1)
        return clusters(self.evidence, strength.astype(np.float32), least, bonds)

    def compared(self, a: Rows, b: Rows) -> Evidence:
        """The evidence about any rows, candidates or not, judged as the candidates were."""
        return evidence(side_by_side(self.people, self.rarity, self.company, a, b), self.evidence.learnt)


def examine(
    texts: Texts, count: int, *, country: str, progress: Progress = silent, phase: Callable[[str], None] | None = None
) -> Examined:
    """Compare a list of `count` rows with itself. `country` (ISO 3166) is where a phone without a code is from.

    `phase` is told each of PHASES but the last when it is done, for measuring.
    """

    def done(name: str) -> None:
        progress("Looking for duplicates", PHASES.index(name) + 1, len(PHASES))
        if phase:
            phase(name)

    with quiet_collector():
        people = read(with_organisations(texts), count, country=country)
    done("keys")
    rare = rarity(people)
    company = company_of(people)
    done("rarity")
    a, b = candidates(people, rare, company)
    done("candidate pairs")
    found = evidence(side_by_side(people, rare, company, a, b))
    examined = Examined(people, rare, company, found, confidence(found))
    done("evidence")
    return examined
