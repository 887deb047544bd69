"""What a list teaches about itself: how many duplicates it holds, and how often one person's rows disagree.

In one list every date of birth is right; in another every fourth is mistyped, and then another date says little. Both
are found from the pairs themselves by expectation maximisation (Dempster, Laird and Rubin 1977; Winkler 1988): judge
the pairs, count how often those judged to be one person disagree, judge again. A short list teaches little, so every
count starts with `_DOUBT` pairs of the usual kind.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np

from leadsorted_sheets.core.dedupe.people import Bits, Flags

KindT = TypeVar("KindT", bound=str)

_DOUBT = 40.0
"""Pairs of one person in which the usual share disagrees, added to what was seen."""
_ROUNDS = 15
_ENOUGH = 300_000
"""Pairs that are looked at; of more, evenly spread ones."""
_FEWEST, _MOST = -6.0, -0.2
"""A disagreement counts at least and at most so many bits, whatever the list says."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Pairs that disagree about one thing. `known` marks pairs where both rows say something, `unlike` those that differ.

    `usual` are the bits such a pair has at first, `by_chance` how often two rows at random differ.
    """

    known: Flags
    unlike: Flags
    usual: float
    by_chance: float


@dataclass(frozen=True, slots=True)
class Learnt(Generic[KindT]):
    """`prior` are the bits every pair starts with, `against` the bits of a disagreement by what it is about."""

    prior: float
    against: Mapping[KindT, float] = field(default_factory=dict)


def learnt(total: Bits, about: Mapping[KindT, Disagreement], *, count: int, size: float) -> Learnt[KindT]:
    """What the pairs of a list of `count` rows (`size` in bits) teach. `total` is the evidence with the usual bits.

    >>> bits, known = np.full(400, 30, np.float32), np.ones(400, bool)
    >>> unlike = np.arange(400) % 4 == 0
    >>> found = learnt(bits, {"born": Disagreement(known, unlike, -5.0, 1.0)}, count=1000, size=10.0)
    >>> round(2 ** found.against["born"], 2)
    0.23
    """
    step = max(len(total) // _ENOUGH, 1)
    if step > 1:
        total, count = total[::step], count // step
        about = {
            kind: Disagreement(thing.known[::step], thing.unlike[::step], thing.usual, thing.by_chance)
            for kind, thing in about.items()
        }
    against = {kind: thing.usual for kind, thing in about.items() if thing.unlike.any()}
    per_row, judged = 0.6, total
    for _ in range(_ROUNDS):
        odds = np.clip(judged - size + math.log2(2 * per_row) - 1, -60, 60)
        one = 1 / (1 + np.exp2(-odds))
        found = min(max(float(one.sum()) / max(count, 1), 0.1), 12.0) if len(total) else per_row
        moved = {kind: _bits(about[kind], one) for kind in against}
        settled = abs(found - per_row) < 0.005 and all(abs(moved[kind] - against[kind]) < 0.05 for kind in moved)
        per_row, against = found, moved
        if settled:
            break
        judged = total + sum(
            (np.where(about[kind].unlike, np.float32(bits - about[kind].usual), np.float32(0)) for kind, bits in moved.items()),
            np.float32(0),
        )  # fmt: skip
    return Learnt(round(math.log2(per_row), 3) - size, {kind: round(bits, 2) for kind, bits in against.items()})


def _bits(thing: Disagreement, one: Bits) -> float:
    """The bits of a disagreement: how often one person's rows differ, beside how often anybody's do."""
    usual = 2.0**thing.usual * thing.by_chance
    share = (float(one[thing.unlike].sum()) + _DOUBT * usual) / (float(one[thing.known].sum()) + _DOUBT)
    return min(max(math.log2(share / thing.by_chance), _FEWEST), _MOST)
