"""Which rows become one, which of them stays, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from leadsorted_sheets.core.dedupe.claims import Lead, kept_first
from leadsorted_sheets.core.dedupe.explain import Explained
from leadsorted_sheets.core.dedupe.listed import Listed
from leadsorted_sheets.core.dedupe.people import Rows

DECIDED = "you decided that they are one person"
YOU_DECIDED = "You decided that they are one person."
EQUAL = "equal in every cell"


@dataclass(frozen=True, slots=True)
class Gone:
    """A row that goes: how sure it is that it is the person who stays, and why, shortly and in full."""

    lead: Lead
    confidence: float
    because: str
    why: str


@dataclass(frozen=True, slots=True)
class Merge:
    """One person. `because` is the strongest of the reasons."""

    kept: Lead
    gone: tuple[Gone, ...]

    @property
    def leads(self) -> list[Lead]:
        return [self.kept, *(row.lead for row in self.gone)]

    @property
    def because(self) -> str:
        return max(self.gone, key=lambda row: row.confidence).because


def merges(listed: Listed, labels: Rows) -> list[Merge]:
    """Everyone who is in the list more than once, in the order of the rows."""
    members: dict[int, list[int]] = defaultdict(list)
    for row in np.nonzero(np.bincount(labels, minlength=len(labels))[labels] > 1)[0].tolist():
        members[int(labels[row])].append(row)
    strongest = _strongest_pairs(listed, labels)
    explained = Explained(listed.examined.evidence, sorted(set(strongest.values())))
    decided = {row for pair in listed.decided.same for row in pair}
    equal = {row for pair in listed.equal for row in pair}
    place = {lead.key: row for row, lead in enumerate(listed.leads)}
    found = []
    for rows in members.values():
        kept, *others = kept_first([listed.leads[row] for row in rows])
        gone = tuple(
            _gone(listed, place[lead.key], strongest, explained, decided=decided, equal=equal) for lead in others
        )
        found.append(Merge(kept, gone))
    return found


def _strongest_pairs(listed: Listed, labels: Rows) -> dict[int, int]:
    """For each merged row, the place of the strongest pair that ties it to its person."""
    pairs, total = listed.examined.evidence.pairs, listed.examined.evidence.total
    inside = np.nonzero(labels[pairs.a] == labels[pairs.b])[0]
    inside = inside[np.argsort(total[inside], kind="stable")]
    strongest: dict[int, int] = {}
    for n, a, b in zip(inside.tolist(), pairs.a[inside].tolist(), pairs.b[inside].tolist(), strict=True):
        strongest[a] = strongest[b] = n  # the last one is the strongest
    return strongest


def _gone(
    listed: Listed, row: int, strongest: dict[int, int], explained: Explained, *, decided: set[int], equal: set[int]
) -> Gone:
    lead = listed.leads[row]
    if row in equal:
        return Gone(lead, 1.0, EQUAL, "Equal in every cell that people type.")
    n = strongest.get(row)
    sure = float(listed.examined.confidence[n]) if n is not None else 0.0
    if n is None or (row in decided and sure < listed.limits.certain):
        return Gone(lead, 1.0, DECIDED, YOU_DECIDED)
    return Gone(lead, round(sure, 3), explained.grounds(n), str(explained.words(n)))
