"""The world of a history: two workbooks on disk, one sheet on loopback, people on all sides, and a clock nobody waits for.

Making a world costs seconds, so it is made once for a process, in three states (`Prepared`): nobody has synced
yet, the first workbook has, both have. Each history begins with a copy of one of them.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.workbook.gsheets import GoogleWorkbook, credentials
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.logins import FILE_FACTS, OWN_FILES, SHEETS
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.sheets_server import SheetsServer
from tests.sheets_server.auth import Caller
from tests.sheets_server.drive import File
from tests.sheets_server.spreadsheet import Spreadsheet
from tests.sync.campaign.books import new_sheet, new_workbook
from tests.sync.campaign.colleagues import Colleague
from tests.sync.campaign.ledger import KNOWN_BY, Ledger, Name, name_in
from tests.sync.campaign.users import User
from tests.sync.campaign.wire import Wire

APART = {("Leads", "Product"), ("Leads", "Lead ID")}
"""What the column policies of this team keep apart: `Leads.Product` stays in each file."""


class Clock:
    """Seconds that pass only when somebody waits."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


class KeptOpen(Client):
    """The product's client, with a connection that outlives a sync: thousands of them run in this process."""

    def close(self) -> None:
        """The world closes it."""

    def really_close(self) -> None:
        super().close()


@dataclass(frozen=True, slots=True)
class State:
    """The world at one moment: the bytes of the workbooks, the sheet, and what Drive knows of it."""

    files: tuple[bytes, bytes]
    book: Spreadsheet
    version: int
    ledger: int


class World:
    """Made once for a process; `begin` sets it back for the next history."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        self.server = SheetsServer()
        self.server.quota.clock = self.clock
        self.paths = (folder / "a.xlsx", folder / "b.xlsx")
        self.states = (folder / "state a", folder / "state b")
        self.wire = Wire()
        self.wire.server = self.server
        self.counts: Counter[str] = Counter()
        self.ledger = Ledger()
        self.key, self._clients = "", (self._client("ann"), self._client("ben"))
        self._who = 0
        self._prepared: list[State] = []

    def close(self) -> None:
        for client in self._clients:
            client.really_close()
        self.server.close()

    # ---- one for each history

    def begin(self, start: int) -> None:
        state = self._prepared[start]
        for path, content in zip(self.paths, state.files, strict=True):
            path.write_bytes(content)
        self.file.book, self.file.version = state.book.draft(), state.version
        self._fresh(state.ledger)

    def _fresh(self, count: int) -> None:
        for folder in self.states:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
        self.server.faults.clear()
        self.server.quota.reads = self.server.quota.writes = None
        self.server.quota.spent.clear()
        self.server.service.log.clear()
        self.ledger = Ledger(count)
        self.apart = set(APART)
        self.names_by_id: dict[str, Name] = {}
        self.took_back = self.operated = self.under_repair = False
        self.colleague = Colleague(self)
        self.users = (User(self, 0), User(self, 1))

    def prepare(self, sync: Any) -> None:
        """Makes the three states; `sync` brings a workbook and the sheet together, quietly."""
        for path, letter in zip(self.paths, "ab", strict=True):
            new_workbook(path, leads=6 if letter == "a" else 0)
        caller = Caller("ann@example.com", "emulated", frozenset({SHEETS, OWN_FILES}))
        created = self.server.service.files.create("Leads", caller)
        created.permissions.append({"type": "user", "role": "writer", "emailAddress": "ben@example.com"})
        self.key = created.book.id
        new_sheet(created.book, leads=3)
        self._fresh(100)
        self._keep()
        for who in (0, 1):
            sync(self, who)
            self._keep()

    def _keep(self) -> None:
        files = tuple(path.read_bytes() for path in self.paths)
        self._prepared.append(State((files[0], files[1]), self.file.book.draft(), self.file.version, self.ledger.count))

    # ---- what there is

    @property
    def file(self) -> File:
        return self.server.service.files.kept[self.key]

    @property
    def book(self) -> Spreadsheet:
        return self.file.book

    def know(self, *books: Book) -> None:
        """Remembers whose ids these are: a row may be gone when somebody asks."""
        for book in books:
            for tab, column in KNOWN_BY.items():
                for key, row in book.get(tab, {}).items():
                    if name := name_in(row.get(column)):
                        self.names_by_id[key] = name

    @contextlib.contextmanager
    def at_the_computer_of(self, who: int) -> Iterator[None]:
        """What the product finds there: a state folder, a log-in, somebody's name."""
        before, self._who = self._who, who
        there = {
            "LEADSORTED_STATE_DIR": str(self.states[who]),
            "LEADSORTED_ACTOR": ("Ann", "Ben")[who],
            "LEADSORTED_GOOGLE_URL": self.server.url,
        }
        kept = {name: os.environ.get(name) for name in there}
        os.environ.update(there)
        try:
            yield
        finally:
            self._who = before
            for name, value in kept.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value

    def client(self) -> Client:
        return self._clients[self._who]

    def _client(self, who: str) -> KeptOpen:
        import google.oauth2.credentials

        person = self.server.service.accounts.person(f"{who}@example.com", SHEETS, FILE_FACTS)
        known: Any = google.oauth2.credentials.Credentials
        log_in = known(
            None,
            refresh_token=person["refresh_token"],
            token_uri=person["token_uri"],
            client_id=person["client_id"],
            client_secret=person["client_secret"],
            scopes=person["scopes"],
            account=f"{who}@example.com",
        )
        return KeptOpen(log_in, base=self.server.url, sleep=self.clock.wait, clock=self.clock)


@contextlib.contextmanager
def the_world(sync: Any) -> Iterator[World]:
    """A world that is prepared, with the product connected to it."""
    memory = Path("/dev/shm")  # noqa: S108  # a disk's fsync would cost more than the rest of a sync
    with tempfile.TemporaryDirectory(prefix="campaign-", dir=memory if memory.is_dir() else None) as folder:
        world = World(Path(folder))
        try:
            with world.wire, _connected(world):
                began = time.perf_counter()
                world.prepare(sync)
                world.counts["ms to prepare"] = int(1000 * (time.perf_counter() - began))
                yield world
        finally:
            world.close()


@contextlib.contextmanager
def _connected(world: World) -> Iterator[None]:
    """The product's log-in is the world's; and whenever a workbook is read or written, the program may die there."""
    kept = [(credentials, "connect", credentials.connect)]
    kept += [
        (kind, name, getattr(kind, name))
        for kind in (XlsxWorkbook, GoogleWorkbook)
        for name in ("read", "write", "peek")
    ]
    try:
        credentials.connect = lambda **_: world.client()  # type: ignore[assignment]
        for kind, name, method in kept[1:]:
            setattr(kind, name, _mortal(world, f"{kind.__name__}.{name}", method))
        yield
    finally:
        for owner, name, value in kept:
            setattr(owner, name, value)


def _mortal(world: World, call: str, method: Any) -> Any:
    @functools.wraps(method)
    def call_of_the_port(*arguments: Any, **options: Any) -> Any:
        world.wire.at_the_port(f"before {call}")
        answer = method(*arguments, **options)
        world.wire.at_the_port(f"after {call}")
        return answer

    return call_of_the_port
