"""The long campaign: python -m tests.sync.campaign --histories 10000 --kills 450 --minutes 60

    --history 4711        plays one history again, and shortens it
    --kill 12             plays one history with kills again
    --planted all         plants each fault of teeth.py and looks which history finds it
    --first 10000         begins with another number: a campaign goes on where the last one ended

Each history is made from its number. Exit code 1 where a promise was broken.
"""
# ruff: noqa: T201  # a program that tells how it goes

from __future__ import annotations

import argparse
import concurrent.futures
import multiprocessing
import sys
import time
from collections.abc import Iterable

from tests.sync.campaign.kills import a_starter, play_with_kills
from tests.sync.campaign.play import Broken, play
from tests.sync.campaign.product import sync
from tests.sync.campaign.shares import Played, Share, played
from tests.sync.campaign.shrinking import shortened
from tests.sync.campaign.steps import History, history
from tests.sync.campaign.teeth import PLANTED, planted
from tests.sync.campaign.telling import table
from tests.sync.campaign.world import World, the_world


def main() -> int:
    told = _arguments()
    if told.history is not None:
        return _one(told.history)
    if told.kill is not None:
        return _one_with_kills(told.kill)
    if told.planted is not None:
        return _planted(
            PLANTED if told.planted == "all" else [told.planted], range(told.first, told.first + told.histories)
        )
    began = time.monotonic()
    ends = began + 60 * told.minutes
    whole = Played()
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(told.processes, mp_context=context) as pool:
        shares = [
            Share(range(told.first + n, told.first + told.histories, told.processes), ends, told.kills / told.histories)
            for n in range(told.processes)
        ]
        parts = [pool.submit(played, share) for share in shares]
        for part in concurrent.futures.as_completed(parts):
            found = part.result()
            whole.counts += found.counts
            whole.broken += found.broken
            whole.played += found.played
    _show(whole, time.monotonic() - began, told.first)
    return 1 if whole.broken else 0


def _one(number: int) -> int:
    with the_world(sync) as world:
        asked = history(number)
        broken = _breaks(world, asked)
        if broken is None:
            print(f"{asked}\nholds.")
            return 0
        print(broken)
        kind = type(broken.why), str(broken.why)[:2]
        shorter = shortened(
            asked,
            lambda each: (again := _breaks(world, each)) is not None and (type(again.why), str(again.why)[:2]) == kind,
        )
        print(f"\nshortened:\n{_breaks(world, shorter)}")
        return 1


def _one_with_kills(number: int) -> int:
    with the_world(sync) as world, a_starter() as starter:
        try:
            play_with_kills(world, starter, number)
        except Broken as broken:
            print(broken)
            return 1
    print("holds.")
    return 0


def _planted(faults: Iterable[str], numbers: range) -> int:
    """Each planted fault has to be found."""
    missed = 0
    with the_world(sync) as world:
        for fault in faults:
            for number in numbers:
                with planted(fault):
                    broken = _breaks(world, history(number))
                if broken is not None:
                    print(f"{fault}: history {number}: {str(broken).splitlines()[0][:160]}", flush=True)
                    break
            else:
                missed += 1
                print(f"{fault}: not found in {len(numbers):,} histories", flush=True)
    return 1 if missed else 0


def _breaks(world: World, asked: History) -> Broken | None:
    try:
        play(world, asked)
    except Broken as broken:
        return broken
    return None


def _show(whole: Played, seconds: float, first: int) -> None:
    print(table(whole.counts))
    print(f"{whole.played:,} histories in {seconds / 60:.1f} minutes, {whole.played / seconds:.1f} a second.")
    for number, why in whole.broken[:20]:
        again = f"--kill {number}" if why.startswith("KILL") else f"--history {number}"
        print(f"\n{why}\nPlay it again: python -m tests.sync.campaign {again}")
    print(f"{len(whole.broken)} broken. The next campaign: --first {first + whole.played}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.sync.campaign", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--histories", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=450)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--history", type=int)
    parser.add_argument("--kill", type=int)
    parser.add_argument("--planted", choices=[*PLANTED, "all"])
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
