"""How long to wait before asking again, and when to stop: 1, 2, 4 … 32 s with some chance in it, two minutes in all.

Google's own advice is exponential backoff with jitter, up to 64 s (developers.google.com/workspace/sheets/api/limits).
Two minutes outlast a spent quota, which is refilled every minute.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import random
from collections.abc import Callable

LONGEST = 64.0
IN_ALL = 120.0


class Patience:
    """The waits of one request. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float], chance: random.Random) -> None:
        self._clock, self._chance = clock, chance
        self._began, self._times, self._waits = clock(), 0, 0.0

    @property
    def waited(self) -> float:
        """By the clock, or by the waits where a clock stands still or is put back."""
        return max(self._waits, self._clock() - self._began)

    def next(self, at_least: float = 0.0) -> float | None:
        """How long to wait now; None where patience is at an end. `at_least` is what the other side asked for."""
        own = min(LONGEST, 2.0**self._times * (1 + self._chance.random() / 4))
        self._times += 1
        wait = max(own, at_least)
        if self.waited + wait > IN_ALL:
            return None
        self._waits += wait
        return wait


def retry_after(header: str, now: dt.datetime) -> float:
    """What `Retry-After` asks for, in seconds: a number or a date (RFC 9110, 10.2.3); 0 for what is neither.

    >>> now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    >>> retry_after("12", now), retry_after("Thu, 01 Jan 2026 00:00:30 GMT", now), retry_after("soon", now)
    (12.0, 30.0, 0.0)
    """
    if header.strip().isdecimal():
        return float(header)
    try:
        when = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    return max(0.0, (when.replace(tzinfo=when.tzinfo or dt.UTC) - now).total_seconds())
