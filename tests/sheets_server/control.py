"""The control port: what a test in another process asks for, as JSON over HTTP.

POST /faults    {"kind": "lost response", "on": "batchUpdate", "times": 1, "skip": 0, "seconds": 0}
DELETE /faults
POST /latency   {"seconds": 0.04}
POST /quota     {"reads": 60, "writes": 60}              null switches a limit off
POST /clock     {"ahead": 3600}
POST /human     {"book": KEY, "move": "type", "with": {"tab": "Leads", "cell": "B2", "text": "Ann"}}
                and with "when": "before" or "after", "on": "batchUpdate", at the next such call
POST /tokens    {"expire": true} or {"revoke": "ann@example.com"}
GET  /log       every request answered, and the counts
DELETE /log
GET  /books     the keys and titles there are
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from tests.sheets_server.humans import Human
from tests.sheets_server.refusals import Json, Refusal
from tests.sheets_server.service import Request, Response, Service


def control(service: Service, request: Request) -> Response:
    """Answers one request to the control port; what is not understood is a 400 that says why."""
    act = _ACTS.get((request.method, request.path))
    if act is None:
        known = ", ".join(f"{method} {path}" for method, path in _ACTS)
        return _told({"error": f"No such control. There are: {known}."}, 404)
    try:
        given = json.loads(request.body) if request.body else {}
        return _told(act(service, given) or {"done": True})
    except (KeyError, TypeError, ValueError) as wrong:
        return _told({"error": str(wrong)}, 400)
    except Refusal as refusal:
        return _told({"error": refusal.message}, 409)


def _add_fault(service: Service, given: Json) -> None:
    service.faults.add(given.pop("kind"), given.pop("on", ""), **given)


def _clear_faults(service: Service, given: Json) -> None:
    service.faults.clear()


def _latency(service: Service, given: Json) -> None:
    service.faults.latency = float(given["seconds"])


def _quota(service: Service, given: Json) -> None:
    service.quota.reads, service.quota.writes = given.get("reads"), given.get("writes")
    service.quota.spent.clear()


def _clock(service: Service, given: Json) -> None:
    service.ahead = float(given["ahead"])


def _human(service: Service, given: Json) -> None:
    if given["book"] not in service.files.kept:
        raise KeyError(f"No such book: {given['book']}")
    person = Human(service, given["book"], given.get("email", ""))
    act = functools.partial(person.move, given["move"], **given.get("with", {}))
    if "when" in given:
        service.faults.interlude(given["when"], given.get("on", ""), act, skip=given.get("skip", 0))
    else:
        act()


def _tokens(service: Service, given: Json) -> None:
    if given.get("expire"):
        service.accounts.expire_tokens()
    if "revoke" in given:
        service.accounts.revoke(given["revoke"])


def _log(service: Service, given: Json) -> Json:
    entries = [asdict(entry) for entry in service.log]
    return {"log": entries, "counts": service.counts(), "faults": dict(service.faults.happened)}


def _clear_log(service: Service, given: Json) -> None:
    service.log.clear()
    service.faults.happened.clear()


def _books(service: Service, given: Json) -> Json:
    return {"books": {key: file.name for key, file in service.files.kept.items()}}


_ACTS: Mapping[tuple[str, str], Callable[[Service, Json], Json | None]] = {
    ("POST", "/faults"): _add_fault,
    ("DELETE", "/faults"): _clear_faults,
    ("POST", "/latency"): _latency,
    ("POST", "/quota"): _quota,
    ("POST", "/clock"): _clock,
    ("POST", "/human"): _human,
    ("POST", "/tokens"): _tokens,
    ("GET", "/log"): _log,
    ("DELETE", "/log"): _clear_log,
    ("GET", "/books"): _books,
}


def _told(result: Any, status: int = 200) -> Response:
    return Response(status, json.dumps(result, indent=2).encode())
