"""The wire: every request that the product makes passes here, and what is planned for it happens.

It sits below gspread and google-auth, at the one place where requests hands a request to its connection; so the
product is whole above it. What others do between two requests is done here too, in the same thread: a second
sync may run inside a window of the first.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter

from tests.sheets_server import SheetsServer
from tests.sheets_server.faults import KINDS as SERVER_FAULTS
from tests.sync.campaign.steps import Event

MOST_REQUESTS = 90
"""What any sync may cost, whatever goes wrong: eight rounds, and what is asked again until patience ends."""


class Crash(BaseException):
    """The program dies here. Not an Exception: nothing of ours may catch it."""


@dataclass(slots=True)
class Traffic:
    """What is planned for the requests of one sync, and what came of it.

    `act` does what others do in a window; it is told the event and answers whether it could be done.
    """

    events: list[Event]
    act: Callable[[Event, str], bool]
    requests: int = 0
    port_calls: int = 0
    by_name: Counter[str] = field(default_factory=Counter)
    sent: list[str] = field(default_factory=list)
    happened: list[str] = field(default_factory=list)
    late: list[tuple[int, Callable[[], None]]] = field(default_factory=list)
    over: bool = False

    def around(self, call: str, request: requests.PreparedRequest, send: Callable[[], Any]) -> Any:
        """Sends a request; whoever watches looks before and after."""
        return send()

    def due(self, call: str, *, port: bool = False) -> list[Event]:
        """What happens at this call, which is the next one; each event once."""
        if port:
            at, self.port_calls = self.port_calls, self.port_calls + 1
            found = [event for event in self.events if event.what == "crash at the port" and event.at == at]
        else:
            at, nth = self.requests, self.by_name[call]
            self.requests += 1
            self.by_name[call] += 1
            found = [
                event
                for event in self.events
                if event.what != "crash at the port"
                and (event.on == call and event.at == nth if event.on else event.at == at)
            ]
        self.events = [event for event in self.events if event not in found]
        return found


class Wire:
    """One for each process. The innermost traffic is the one that requests belong to."""

    def __init__(self) -> None:
        self.server: SheetsServer | None = None
        self._under_way: list[Traffic] = []
        self._bare = HTTPAdapter.send

    def __enter__(self) -> Self:
        wire, bare = self, self._bare

        def send(adapter: HTTPAdapter, request: requests.PreparedRequest, **options: Any) -> requests.Response:
            assert (request.url or "").startswith("http://127.0.0.1:"), (
                f"a request would leave the machine: {request.url}"
            )
            return wire._send(lambda: bare(adapter, request, **options), request)

        HTTPAdapter.send = send  # type: ignore[method-assign,assignment]  # this is what the room is for
        return self

    def __exit__(self, *_: object) -> None:
        HTTPAdapter.send = self._bare  # type: ignore[method-assign]

    @contextlib.contextmanager
    def during(self, traffic: Traffic) -> Iterator[Traffic]:
        self._under_way.append(traffic)
        try:
            yield traffic
        finally:
            self._under_way.remove(traffic)
            traffic.over = True
            for _, do in traffic.late:
                do()

    def at_the_port(self, call: str) -> None:
        """A call of the port begins or has ended: the program may die here."""
        if not self._under_way:
            return
        traffic = self._under_way[-1]
        if traffic.due(call, port=True):
            traffic.happened.append(f"crash: {call}")
            raise Crash

    def _send(self, send: Callable[[], requests.Response], request: requests.PreparedRequest) -> requests.Response:
        if not self._under_way or (request.path_url or "").startswith("/token"):
            return send()
        traffic = self._under_way[-1]
        at, call = traffic.requests, name_of(request)
        events = traffic.due(call)
        assert traffic.requests <= MOST_REQUESTS, f"P10: {traffic.requests} requests: {traffic.sent}"
        for due, do in list(traffic.late):
            if due <= at:
                traffic.late.remove((due, do))
                do()
        after: list[str] = []
        for event in events:
            if event.what == "crash before":
                traffic.happened.append(f"crash: before {call}")
                raise Crash
            if event.what == "crash after":
                after.append("crash")
            elif event.what == "late":
                traffic.happened.append(f"late: {call}")
                traffic.late.append((at + 1 + event.p % 4, _quietly(lambda: traffic.around(call, request, send))))
                raise requests.exceptions.ReadTimeout("the campaign holds this request back")
            elif event.what in SERVER_FAULTS:
                assert self.server is not None
                traffic.happened.append(f"{event.what}: {call}")
                self.server.faults.add(event.what, seconds=0.002)
            elif traffic.act(event, call):
                traffic.happened.append(f"{event.what}: before {call}")
        traffic.sent.append(call)
        response = traffic.around(call, request, send)
        if after:
            traffic.happened.append(f"crash: after {call}")
            raise Crash
        return response


def name_of(request: requests.PreparedRequest) -> str:
    """Which call a request is: `get`, `values.read`, `commit`, `write`, `untag`, `drive`.

    A batchUpdate that makes a commit note begins a write; any other ends one.
    """
    path = (request.path_url or "").partition("?")[0]
    body = request.body if isinstance(request.body, bytes) else (request.body or "").encode()
    if "/drive/" in path:
        return "drive"
    if path.endswith(":batchUpdate") and "/values" not in path:
        return "commit" if b"createDeveloperMetadata" in body and b'"ls.commit"' in body else "untag"
    if path.endswith("ByDataFilter") and "Update" in path:
        return "write"
    if path.endswith("values:batchUpdate"):
        return "write"
    if "values:" in path:
        return "values.read"
    if "developerMetadata" in path:
        return "search"
    return "create" if request.method == "POST" else "get"


def _quietly(send: Callable[[], Any]) -> Callable[[], None]:
    """Sends what the client gave up on; nobody hears the answer."""

    def do() -> None:
        send().close()

    return do
