"""Syncs that are processes of their own, killed with SIGKILL: no `finally`, no buffer is flushed, no file is closed.

The emulator kills right before or right after the n-th request it sees, or a moment later, when the workbook is
being written. Then life goes on: people edit, another sync is killed, and at the end all is judged as ever.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from leadsorted_sheets.workbook.gsheets.credentials import Kept, keep
from leadsorted_sheets.workbook.gsheets.logins import FILE_FACTS, SHEETS
from tests.sync.campaign import promises
from tests.sync.campaign.play import Broken, judge
from tests.sync.campaign.steps import IN_A_FILE, IN_THE_SHEET, History
from tests.sync.campaign.world import World

ROOT = Path(__file__).parents[3]
BY_COMMAND_LINE = 20
"""One in so many is started as users start it; the others are forked from a program that has all imported."""
LONGEST = 60.0


class Starter:
    """Starts the product as a process of its own."""

    def __init__(self) -> None:
        self._forking = subprocess.Popen(  # our own program
            [sys.executable, "-m", "tests.sync.campaign.forking"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def fork(self, argv: list[str], env: dict[str, str], log: Path) -> Forked:
        self._line_in({"argv": argv, "env": env, "log": str(log)})
        return Forked(self, int(self._line_out()["pid"]))

    def ended(self) -> int:
        return int(self._line_out()["ended"])

    def close(self) -> None:
        _pipe(self._forking.stdin).close()
        self._forking.wait(LONGEST)
        _pipe(self._forking.stdout).close()

    def _line_in(self, told: dict[str, Any]) -> None:
        pipe = _pipe(self._forking.stdin)
        pipe.write(json.dumps(told) + "\n")
        pipe.flush()

    def _line_out(self) -> dict[str, Any]:
        line = _pipe(self._forking.stdout).readline()
        assert line, "the program that forks has ended"
        found: dict[str, Any] = json.loads(line)
        return found


class Forked:
    def __init__(self, starter: Starter, pid: int) -> None:
        self._starter, self.pid = starter, pid

    def ended(self) -> int:
        return self._starter.ended()


class Started:
    """The same by the real command line, on the code that is under test."""

    def __init__(self, argv: list[str], env: dict[str, str], log: Path) -> None:
        with log.open("ab") as out:
            self._process = subprocess.Popen(  # our own program
                [str(Path(sys.executable).with_name("leadsorted")), *argv],
                cwd=ROOT, env={**os.environ, **env, "PYTHONPATH": str(ROOT)}, stdout=out, stderr=out,
            )  # fmt: skip
        self.pid = self._process.pid

    def ended(self) -> int:
        return self._process.wait(LONGEST)


@contextlib.contextmanager
def a_starter() -> Iterator[Starter]:
    starter = Starter()
    try:
        yield starter
    finally:
        starter.close()


def play_with_kills(world: World, starter: Starter, number: int) -> None:
    """A history in which one to three syncs are killed. Raises Broken."""
    chance = random.Random(f"kill {number}")
    world.begin(chance.choice((0, 1, 2, 2, 2)))
    for who in (0, 1):
        with world.at_the_computer_of(who):
            log_in(world, who)
    story: list[str] = []
    try:
        for _ in range(chance.randint(1, 3)):
            story += [_somebody_edits(world, chance) for _ in range(chance.randint(1, 3))]
            story.append(_killed(world, starter, number, chance))
            promises.every_value_is_in_its_own_row(world)
            world.know(promises.sheet_book(world))
        judge(world)
    except Exception as why:
        told = "\n".join(f"  {line}" for line in story)
        raise Broken(History(number, 0, ()), 0, AssertionError(f"{why}\nwith kills:\n{told}")) from why
    world.counts["histories with kills"] += 1


def _somebody_edits(world: World, chance: random.Random) -> str:
    p, q, who = chance.randrange(100), chance.randrange(100), chance.randrange(2)
    if chance.random() < 0.4:
        what = chance.choice([move for move in IN_THE_SHEET if move not in {"settle", "rename column"}])
        world.colleague.does(what, p, q)
        return f"sheet: {what} ({p}, {q})"
    what = chance.choice(IN_A_FILE)
    world.users[who].does(what, p, q)
    return f"workbook {'ab'[who]}: {what} ({p}, {q})"


def _killed(world: World, starter: Starter, number: int, chance: random.Random) -> str:
    who, when, at = chance.randrange(2), chance.choice(("before", "after", "later")), chance.randrange(9)
    wait = chance.random() * 0.12
    killed = threading.Event()
    by_command_line = number % BY_COMMAND_LINE == 0
    argv = ["sync", str(world.paths[who]), f"gsheet:{world.key}"]
    env = {
        "LEADSORTED_STATE_DIR": str(world.states[who]),
        "LEADSORTED_GOOGLE_URL": world.server.url,
        "LEADSORTED_ACTOR": ("Ann", "Ben")[who],
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    log = world.folder / "killed.log"
    pid: list[int] = []
    known = threading.Event()

    def kill() -> None:
        known.wait(LONGEST)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid[0], signal.SIGKILL)
            killed.set()

    def act() -> None:
        if when == "later":
            threading.Timer(wait, kill).start()
        else:
            kill()

    world.server.faults.interlude("before" if when == "before" else "after", "", act, skip=at)
    process = Started(argv, env, log) if by_command_line else starter.fork(argv, env, log)
    pid.append(process.pid)
    known.set()
    code = process.ended()
    world.server.faults.clear()
    _let_late_timers_pass(when, wait)
    assert code in {-signal.SIGKILL, 0, 4, 5}, f"a sync ended with {code}: {log.read_text()[-2000:]}"
    if code == -signal.SIGKILL:
        world.counts[f"kill {when}{' by command line' if by_command_line else ''}"] += 1
    else:
        world.counts[f"not killed in time, ended with {code}"] += 1
    return f"sync of workbook {'ab'[who]} killed {when} request {at}: {code}"


def _let_late_timers_pass(when: str, wait: float) -> None:
    """A timer must not hit a process id that somebody else has by then."""
    if when == "later":
        for thread in threading.enumerate():
            if isinstance(thread, threading.Timer):
                thread.cancel()
                thread.join()
        time.sleep(0)


def log_in(world: World, who: int) -> None:
    address = f"{('ann', 'ben')[who]}@example.com"
    person = world.server.service.accounts.person(address, SHEETS, FILE_FACTS)
    client = world.server.service.accounts.oauth_client()["installed"]
    keep(Kept("person", address, tuple(person["scopes"]), client, person["refresh_token"]))


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
