"""The emulator as one object: both ports, and everything a test wants to reach without HTTP."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.sheets_server.control import control
from tests.sheets_server.doubts import Doubts
from tests.sheets_server.faults import Faults, Quota
from tests.sheets_server.humans import Human
from tests.sheets_server.refusals import Json
from tests.sheets_server.service import Service
from tests.sheets_server.sockets import Loopback
from tests.sheets_server.spreadsheet import Spreadsheet
from tests.sheets_server.values import get


class SheetsServer:
    """Google on loopback. Use it in a `with`, or close it.

    `url` takes the place of sheets.googleapis.com and of www.googleapis.com: their paths do not collide.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        control_port: int = 0,
        doubts: Doubts | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self.service = Service(doubts=doubts) if clock is None else Service(doubts=doubts, clock=clock)
        self._api, self._control_port = Loopback(self.service.answer, port), control_port
        self._control: Loopback | None = None
        self.url = self.service.accounts.url = self._api.url

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._api.close()
        if self._control is not None:
            self._control.close()

    @property
    def control_url(self) -> str:
        """Where the control port listens; it is opened when it is first asked for."""
        if self._control is None:
            self._control = Loopback(functools.partial(control, self.service), self._control_port)
        return self._control.url

    @property
    def faults(self) -> Faults:
        return self.service.faults

    @property
    def quota(self) -> Quota:
        return self.service.quota

    def credentials(self, email: str = "robot@leads-test.iam.gserviceaccount.com") -> Json:
        """The contents of a service-account file."""
        return self.service.accounts.service_account(email)

    def write_credentials(self, path: Path) -> None:
        """The same as a file that only its owner can read."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(self.credentials(), file, indent=2)

    def human(self, key: str, email: str = "") -> Human:
        """Somebody with that spreadsheet open. An e-mail address makes protected ranges count."""
        return Human(self.service, key, email)

    def book(self, key: str) -> Spreadsheet:
        """The spreadsheet as it is now, to look at."""
        return self.service.files.kept[key].book

    def values(self, key: str, cells: str, option: str = "UNFORMATTED_VALUE") -> list[list[Any]]:
        """Cells as they are now, without a request."""
        with self.service.lock:
            found: list[list[Any]] = get(self.book(key), cells, {"valueRenderOption": option}).get("values", [])
            return found

    def counts(self) -> dict[str, int]:
        """How many Sheets reads, Sheets writes and Drive calls were made since the log was last emptied."""
        return self.service.counts()
