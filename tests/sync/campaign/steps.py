"""What can happen, as values. A history is a list of steps, made from its number, so it can be played again and shortened.

A step names what is done; its numbers say to which row and column, modulo how many there are. So any part of
a history is a history too: steps can be left out to find the few that matter.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TypeAlias

from tests.sheets_server.faults import KINDS as SERVER_FAULTS

FAULTS = (*SERVER_FAULTS, "late")
"""What the server does wrong; and `late`: the client gives up, and the request is done a while later."""
IN_THE_SHEET = (
    "type", "type", "type", "new lead above", "new lead at the end", "delete row", "sort", "hide rows", "copy row",
    "move rows", "rename column", "move column", "insert column", "rename tab", "spoil id", "clear", "settle",
    "setting", "new activity",
)  # fmt: skip
IN_A_FILE = (
    "edit", "edit", "edit", "add", "add without id", "copy", "merge", "remove", "setting", "settle", "own column",
    "new activity",
)  # fmt: skip
ELSEWHERE = (
    "operation", "undo", "locked file", "delete column", "delete all rows", "spent quota", "delete own column",
)  # fmt: skip
WINDOW = (
    "type", "type there", "type there", "new lead above", "new lead above", "new lead at the end", "delete row",
    "delete row", "sort", "sort", "copy row", "copy row", "move rows", "move rows", "move column", "move column",
    "insert column", "insert column", "rename tab", "rename column", "spoil id", "hide rows", "clear",
)  # fmt: skip
"""What people do in the sheet while a sync is under way; `type there` types into a cell that is about to be written."""
CRASHES = ("crash before", "crash after", "crash at the port")
MEANWHILE = ("the other syncs", "edit the file", "two minutes pass")


CALLS = ("get", "commit", "commit", "write", "write", "write", "untag")
"""The calls that matter most: the windows lie before each of them."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at the `at`-th request of a sync (or call of the port): before it, but for `crash after`.

    With `on`, it is the `at`-th call of that name.
    """

    at: int
    what: str
    p: int = 0
    q: int = 0
    on: str = ""

    def __str__(self) -> str:
        return f"{self.what} at {f'{self.on} ' if self.on else ''}{self.at} ({self.p}, {self.q})"


@dataclass(frozen=True, slots=True)
class Step:
    """`where` is "sheet", "file", "sync" or "elsewhere"; `who` is the workbook, 0 or 1; `p` and `q` say where in it."""

    where: str
    what: str
    who: int = 0
    p: int = 0
    q: int = 0
    events: tuple[Event, ...] = ()

    def __str__(self) -> str:
        during = f", meanwhile {'; '.join(map(str, self.events))}" if self.events else ""
        return f"{self.where}: {self.what} (workbook {'ab'[self.who]}, {self.p}, {self.q}){during}"


@dataclass(frozen=True, slots=True)
class History:
    """`start`: how often the two workbooks have been synced before: not at all, the first, or both."""

    number: int
    start: int
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        lines = "\n".join(f"  {number:2d}. {step}" for number, step in enumerate(self.steps, 1))
        return f"history {self.number}, {('fresh', 'one synced', 'both synced')[self.start]}:\n{lines}"


Chance: TypeAlias = random.Random


def history(number: int, *, steps: int = 0) -> History:
    """The history of that number: the same one on every machine, every time."""
    chance = random.Random(number)
    start = chance.choice((0, 1, 2, 2, 2, 2))
    length = steps or chance.randint(8, 12)
    return History(number, start, tuple(_step(chance) for _ in range(length)))


def _step(chance: Chance) -> Step:
    where = chance.choices(("sheet", "file", "sync", "elsewhere"), (32, 24, 36, 8))[0]
    kinds = {"sheet": IN_THE_SHEET, "file": IN_A_FILE, "sync": ("sync",), "elsewhere": ELSEWHERE}
    what = chance.choice(kinds[where])
    who, p, q = chance.randrange(2), chance.randrange(100), chance.randrange(100)
    if where == "sync" and chance.random() < EDITS_FIRST:
        what = "edit and sync"
    return Step(where, what, who, p, q, _events(chance) if where == "sync" else ())


EDITS_FIRST = 0.6
"""How often somebody edits the workbook right before its sync: a sync that has nothing to send has no windows."""


def _events(chance: Chance) -> tuple[Event, ...]:
    """None in a third of the syncs, else one to three."""
    return tuple(_event(chance) for _ in range(chance.choice((0, 0, 1, 1, 2, 3))))


def _event(chance: Chance) -> Event:
    kinds = chance.choices((FAULTS, WINDOW, CRASHES, MEANWHILE), (40, 35, 17, 8))[0]
    what = chance.choice(kinds)
    on = chance.choice(CALLS) if chance.random() < BY_NAME else ""
    at = chance.choice((0, 0, 0, 0, 0, 1)) if on else chance.randrange(9)
    return Event(at, what, chance.randrange(100), chance.randrange(100), on if what != "crash at the port" else "")


BY_NAME = 0.7
