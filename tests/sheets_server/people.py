"""A person's computer on which the program runs: its state folder, its browser, and a clock that can be wound on."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from tests.sheets_server.refusals import Json
from tests.sheets_server.server import SheetsServer


@dataclass(slots=True)
class Clock:
    """Time that passes at once where somebody sleeps: a wait of a minute costs nothing. `waits` are what was slept."""

    waits: list[float] = field(default_factory=list)

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + sum(self.waits)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


@dataclass(slots=True)
class Browser:
    """What `webbrowser.get` gives: goes to the address and wherever it is sent on from there, as a person's does."""

    asked: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def open(self, url: str, **_how: object) -> bool:
        self.asked.append(url)
        thread = threading.Thread(target=self._visit, args=(url,))
        self.threads.append(thread)
        thread.start()
        return True

    def close(self) -> None:
        for thread in self.threads:
            thread.join()

    def _visit(self, url: str) -> None:
        self.shown.append(requests.get(url, timeout=5).text)


@dataclass(slots=True)
class Computer:
    """`state` is where the program keeps what is this user's; files from Google's console lie in `downloads`."""

    server: SheetsServer
    state: Path
    downloads: Path
    browser: Browser = field(default_factory=Browser)

    def download(self, name: str, content: Json | str) -> str:
        path = self.downloads / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return str(path)

    @property
    def client_file(self) -> str:
        return self.download("client_secret.json", self.server.service.accounts.oauth_client())

    @property
    def key_file(self) -> str:
        return self.download("leads-test-4f2a.json", self.server.credentials())


@contextlib.contextmanager
def at_home(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Computer]:
    """A fresh computer in a folder of its own, which takes a server of ours for Google."""
    for name in ("state", "downloads"):
        (folder / name).mkdir(mode=0o700)
    with SheetsServer() as server:
        made = Computer(server, folder / "state", folder / "downloads")
        patch.setenv("LEADSORTED_STATE_DIR", str(made.state))
        patch.setenv("LEADSORTED_GOOGLE_URL", server.url)
        patch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the server has no certificate
        patch.setattr("webbrowser.get", lambda _name=None: made.browser)
        yield made
        made.browser.close()
