"""One Google with its accounts, files, faults and quota: takes a request apart, finds the method, answers.

No sockets here: `Service.answer` is what the HTTP server calls for every request.
"""

from __future__ import annotations

import json
import re
import threading
import time
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.sheets_server import drive_api, sheets_api
from tests.sheets_server.auth import Accounts, Caller, Denied
from tests.sheets_server.calls import Call, Route
from tests.sheets_server.discovery import checked_parameters, document, methods
from tests.sheets_server.doubts import Doubts
from tests.sheets_server.drive import Files
from tests.sheets_server.faults import HTML_ERROR, Faults, Quota
from tests.sheets_server.refusals import Json, Refusal, invalid, missing_credentials, unauthenticated

ROUTES = (*sheets_api.ROUTES, *drive_api.ROUTES)


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """`lost` means that it never arrives: the connection is cut."""

    status: int
    body: bytes = b""
    kind: str = "application/json; charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Logged:
    """One request as it was answered. `call` is the method's id, "" for what is no method."""

    at: float
    method: str
    path: str
    call: str
    reads: bool
    sent: int
    status: int
    fault: str = ""


class Service:
    """Everything behind the socket. One lock: a request is answered whole before the next one."""

    def __init__(self, *, clock: Callable[[], float] = time.time, doubts: Doubts | None = None) -> None:
        self._clock, self.ahead = clock, 0.0
        self.lock = threading.RLock()
        self.doubts = doubts or Doubts()
        self.accounts, self.files = Accounts(self.now), Files(self.now)
        self.faults, self.quota = Faults(self.now), Quota(self.now)
        self.log: list[Logged] = []

    def now(self) -> float:
        """Seconds since 1970 by the server's clock, which may be put ahead of everybody else's."""
        return self._clock() + self.ahead

    def answer(self, request: Request) -> Response:
        if request.path in ("/token", "/revoke", "/o/oauth2/auth"):
            return self._authorise(request)
        found = _route(request)
        if found is None:
            return Response(404, b"<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>", "text/html; charset=UTF-8")
        route, names = found
        with self.lock:
            fault = self.faults.next(f"{route.call} {request.method} {request.path}")
        kind = fault.kind if fault else ""
        if fault or self.faults.latency:
            time.sleep(self.faults.latency + (fault.seconds if fault else 0.0))
        if kind == "lost request":
            response = Response(0, lost=True)
        elif kind == "500 html":
            response = Response(500, HTML_ERROR.encode(), "text/html; charset=UTF-8")
        else:
            response = self._answer(route, names, request, kind)
            if kind == "lost response":
                response = Response(response.status, lost=True)
        entry = (route.call, route.reads, len(request.body), response.status, kind)
        self.log.append(Logged(self.now(), request.method, request.path, *entry))
        return response

    def counts(self) -> dict[str, int]:
        """How many Sheets reads, Sheets writes and Drive calls were made."""
        sheets = [entry for entry in self.log if entry.call.startswith("sheets.")]
        reads = sum(entry.reads for entry in sheets)
        return {"reads": reads, "writes": len(sheets) - reads, "drive": len(self.log) - len(sheets)}

    def _answer(self, route: Route, names: Mapping[str, str], request: Request, kind: str) -> Response:
        with self.lock:
            for act in self.faults.acts("before", route.call):
                act()
            try:
                if refusal := self.faults.refusal(kind, reads=route.reads):
                    raise refusal
                result = route.answer(self._call(route, names, request))
                response = _told(result)
            except Refusal as refusal:
                body = refusal.drive_body() if route.call.startswith("drive.") else refusal.sheets_body()
                response = Response(refusal.code, json.dumps(body, indent=2).encode())
            for act in self.faults.acts("after", route.call):
                act()
            return response

    def _call(self, route: Route, names: Mapping[str, str], request: Request) -> Call:
        caller = self._caller(request)
        api = "sheets.v4" if route.call.startswith("sheets.") else "drive.v3"
        given = {name: values for name, values in request.query.items() if name not in route.also_takes}
        parameters = checked_parameters(methods(api).get(route.call, {}), given, document(api)["parameters"])
        if api == "sheets.v4":
            self.quota.spend(caller.email if caller else "anonymous", reads=route.reads)
        body = request.body if route.raw else _json(request.body)
        return Call(self.files, self.doubts, caller, {**names}, parameters, body)

    def _caller(self, request: Request) -> Caller | None:
        """Who is asking; None for somebody with an API key, who sees what is open to all."""
        if authorization := request.headers.get("Authorization"):
            caller = self.accounts.caller(authorization)
            if caller is None:
                raise unauthenticated()
            return caller
        if "key" not in request.query:
            raise missing_credentials()
        return None

    def _authorise(self, request: Request) -> Response:
        with self.lock:
            if request.path == "/o/oauth2/auth":
                query = {name: values[-1] for name, values in request.query.items()}
                place = self.accounts.sent_back(query)
                return Response(302, headers={"Location": place}) if place else Response(200, b"<title>Sign in</title>")
            form = dict(urllib.parse.parse_qsl(request.body.decode()))
            try:
                if request.path == "/revoke":
                    self.accounts.take_back(form.get("token", ""))
                    return _told({})
                return _told(self.accounts.grant(form))
            except Denied as denied:
                return Response(400, json.dumps(denied.body).encode())


def _route(request: Request) -> tuple[Route, dict[str, str]] | None:
    for route in ROUTES:
        if route.method == request.method and (found := re.fullmatch(route.path, request.path)):
            return route, {name: urllib.parse.unquote(part) for name, part in found.groupdict().items()}
    return None


def _json(body: bytes) -> Json:
    if not body:
        return {}
    try:
        found = json.loads(body, parse_constant=_no_constant)
    except ValueError as wrong:
        raise invalid(f"Invalid JSON payload received. {wrong}") from None
    if not isinstance(found, dict):
        raise invalid('Invalid JSON payload received. Unknown name "": Root element must be a message.')
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"Unexpected token. {name}")


def _told(result: Json | bytes | None) -> Response:
    if result is None:
        return Response(204)
    if isinstance(result, bytes):
        return Response(200, result, "application/octet-stream")
    return Response(200, json.dumps(result, ensure_ascii=False, separators=(",", ":")).encode())
