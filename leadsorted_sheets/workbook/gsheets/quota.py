"""Google's quota, kept on our side: so many requests a minute, shared by everything one process does.

Google allows 60 reads and 60 writes a minute for each user of a project (developers.google.com/workspace/sheets/api/limits)
and refuses what is above. We stay below it, so that a colleague with the same service account has room. A window that
slides is stricter than a bucket that refills: a bucket of 50 lets nearly 100 through within its first minute.
"""

from __future__ import annotations

import functools
import threading
from collections import deque

A_MINUTE = 60.0
OURS = 50


class Quota:
    """At most `limit` requests of each kind in any `window` seconds. Safe to share between threads.

    >>> quota = Quota(limit=2, window=60)
    >>> [quota.wait("read", now) for now in (0.0, 10.0, 15.0)], quota.wait("write", 15.0)
    ([0.0, 0.0, 45.0], 0.0)
    """

    def __init__(self, limit: int = OURS, window: float = A_MINUTE) -> None:
        self._limit, self._window = limit, window
        self._times: dict[str, deque[float]] = {}
        self._guard = threading.Lock()

    def wait(self, kind: str, now: float) -> float:
        """How long a request must wait from `now`; its place is taken, so it must be sent then."""
        with self._guard:
            times = self._times.setdefault(kind, deque(maxlen=self._limit))
            at = max(now, times[0] + self._window) if len(times) == self._limit else now
            times.append(at)
            return at - now


@functools.cache
def of_account(account: str) -> Quota:
    """The one quota that this process keeps for an account of Google's."""
    del account  # only tells the accounts apart
    return Quota()
