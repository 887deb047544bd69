"""One worker of the long campaign, in a process of its own: its histories by number, its counts, what was broken."""
# ruff: noqa: T201  # it tells how it goes

from __future__ import annotations

import faulthandler
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.sync.campaign.kills import Starter, a_starter, play_with_kills
from tests.sync.campaign.play import Broken, play
from tests.sync.campaign.product import sync
from tests.sync.campaign.steps import history
from tests.sync.campaign.world import World, the_world

STUCK = 300
"""Seconds after which a history is taken for stuck: its stack is shown and the campaign ends."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one worker plays: histories by number, until the clock says `ends`; `kills` is how many of them are killed."""

    numbers: range
    ends: float
    kills: float


@dataclass(slots=True)
class Played:
    """What a worker has to tell of its part."""

    counts: Counter[str] = field(default_factory=Counter)
    broken: list[tuple[int, str]] = field(default_factory=list)
    played: int = 0


def played(share: Share) -> Played:
    """A worker's histories, until they are played or time is up; histories with kills are strewn among them."""
    found = Played()
    with the_world(sync) as world, a_starter() as starter:
        said = time.monotonic()
        for done, number in enumerate(share.numbers, 1):
            if time.monotonic() > share.ends:
                break
            faulthandler.dump_traceback_later(STUCK, exit=True)
            try:
                play(world, history(number))
            except Broken as broken:
                found.broken.append((number, str(broken)))
                print(f"BROKEN {number}: {str(broken).splitlines()[0]}", flush=True)
            if int(done * share.kills) > int((done - 1) * share.kills):
                _with_kills(world, starter, number, found)
            found.played += 1
            if time.monotonic() - said > 60:
                said = time.monotonic()
                print(f"  {done} of {len(share.numbers)}, {len(found.broken)} broken", flush=True)
        faulthandler.cancel_dump_traceback_later()
        found.counts = world.counts
    return found


def _with_kills(world: World, starter: Starter, number: int, found: Played) -> None:
    try:
        play_with_kills(world, starter, number)
    except Broken as broken:
        found.broken.append((number, f"KILL {broken}"))
        print(f"BROKEN with kills {number}: {str(broken).splitlines()[0]}", flush=True)
