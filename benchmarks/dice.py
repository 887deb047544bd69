"""Chance that falls the same way on every Python: everything is drawn from `Random.random()` alone.

Python promises the sequence of `random()` for a seed, but not what `choice` or `shuffle` make of it.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")

LETTERS = "ABCDEFGHJKLMNPRSTUVWXY"


class Weighted(Generic[T]):
    """Things of which some are likelier: made of (thing, weight) pairs."""

    def __init__(self, pairs: Iterable[tuple[T, float]]) -> None:
        listed = list(pairs)
        self.things = [thing for thing, _ in listed]
        self.sums = list(accumulate(weight for _, weight in listed))


class Dice:
    """
    >>> Dice(1).whole(1, 6), Dice(1).whole(1, 6)
    (1, 1)
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed).random

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        return things[int(self.random() * len(things))]

    def early(self, things: Sequence[T], *, bend: float = 1.5) -> T:
        """One of the things, those that stand first more often."""
        return things[int(self.random() ** bend * len(things))]

    def of(self, weighted: Weighted[T]) -> T:
        return weighted.things[bisect(weighted.sums, self.random() * weighted.sums[-1])]

    def fill(self, pattern: str) -> str:
        """The pattern with "#" as any digit, "N" as 2 to 9 and "@" as a letter.

        >>> Dice(3).fill("+44 20 7### ####")[:8]
        '+44 20 7'
        """
        return "".join(self._filled(sign) for sign in pattern)

    def shuffled(self, things: Sequence[T]) -> list[T]:
        keyed = sorted((self.random(), place) for place in range(len(things)))
        return [things[place] for _, place in keyed]

    def _filled(self, sign: str) -> str:
        match sign:
            case "#":
                return str(self.whole(0, 9))
            case "N":
                return str(self.whole(2, 9))
            case "@":
                return self.pick(LETTERS)
            case _:
                return sign
