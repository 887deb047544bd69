"""What goes wrong: refusals, lost messages, slowness, and Google's quota.

faults.add("lost response", on="batchUpdate")          the next batchUpdate is applied, its answer never arrives
faults.add("429", on="values", times=3, skip=1)
faults.interlude("before", "batchUpdateByDataFilter", lambda: ann.sort("Leads", "B"))
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.sheets_server.refusals import Refusal, drive_rate_limit, quota_exceeded, unauthenticated, unavailable

PROJECT = "100000000001"
KINDS = ("429", "503", "500 html", "401", "403 rate", "lost request", "lost response", "slow")

HTML_ERROR = """<!DOCTYPE html>
<html lang=en>
  <meta charset=utf-8>
  <title>Error 500 (Server Error)!!1</title>
  <p><b>500.</b> <ins>That's an error.</ins>
  <p>The server encountered an error and could not complete your request.
  <p>If the problem persists, please report your problem and mention this error message and the query that caused it.
     <ins>That's all we know.</ins>
"""


@dataclass(slots=True)
class Fault:
    """One thing that will go wrong. `on` is part of the method's id or the path; `seconds` is how long a wait lasts."""

    kind: str
    on: str = ""
    times: int = 1
    skip: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Interlude:
    """Something that somebody else does right before or right after a call."""

    when: str
    on: str
    act: Callable[[], None]
    skip: int = 0
    times: int = 1


@dataclass(slots=True)
class Faults:
    """The plan of what goes wrong, in order; and how often each kind has happened."""

    clock: Callable[[], float]
    planned: list[Fault] = field(default_factory=list)
    interludes: list[Interlude] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    latency: float = 0.0

    def add(self, kind: str, on: str = "", *, times: int = 1, skip: int = 0, seconds: float = 0.0) -> None:
        if kind not in KINDS:
            raise ValueError(f"No such fault: {kind}. There are: {', '.join(KINDS)}.")
        self.planned.append(Fault(kind, on, times, skip, seconds))

    def interlude(self, when: str, on: str, act: Callable[[], None], *, skip: int = 0, times: int = 1) -> None:
        self.interludes.append(Interlude(when, on, act, skip, times))

    def clear(self) -> None:
        self.planned.clear()
        self.interludes.clear()
        self.latency = 0.0

    def next(self, call: str) -> Fault | None:
        """The fault that strikes this call, if any."""
        for fault in self.planned:
            if fault.on in call and fault.times:
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                self.happened[fault.kind] += 1
                return fault
        return None

    def acts(self, when: str, call: str) -> list[Callable[[], None]]:
        """What others do now."""
        due = []
        for each in self.interludes:
            if each.when == when and each.on in call and each.times:
                if each.skip:
                    each.skip -= 1
                    continue
                each.times -= 1
                due.append(each.act)
        return due

    def refusal(self, kind: str, *, reads: bool) -> Refusal | None:
        match kind:
            case "429":
                return quota_exceeded("read" if reads else "write", 60, project=PROJECT, now=self.clock())
            case "503":
                return unavailable()
            case "401":
                return unauthenticated()
            case "403 rate":
                return drive_rate_limit()
        return None


@dataclass(slots=True)
class Quota:
    """Google's limits per user: so many reads and writes in any minute that has begun. None switches a limit off."""

    clock: Callable[[], float]
    reads: int | None = None
    writes: int | None = None
    spent: dict[tuple[str, str], deque[float]] = field(default_factory=dict)

    def spend(self, who: str, *, reads: bool) -> None:
        """Counts one request; raises the 429 where the minute's are used up."""
        kind, limit = ("read", self.reads) if reads else ("write", self.writes)
        if limit is None:
            return
        now, times = self.clock(), self.spent.setdefault((who, kind), deque())
        while times and int(times[0] // 60) != int(now // 60):
            times.popleft()
        if len(times) >= limit:
            raise quota_exceeded(kind, limit, project=PROJECT, now=now)
        times.append(now)
