"""Sending a request until it is answered: the only place that holds Google's libraries and a connection.

Imported when the first request is about to be made, since gspread and what it needs take a third of a second to load.
"""

from __future__ import annotations

import functools
import math
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import requests
from google.auth.transport.requests import AuthorizedSession, Request
from gspread.http_client import HTTPClient

from leadsorted_sheets import __version__, errors
from leadsorted_sheets.core.plan import Progress
from leadsorted_sheets.workbook.gsheets.answers import Problem
from leadsorted_sheets.workbook.gsheets.calls import Call, Json
from leadsorted_sheets.workbook.gsheets.logins import Login
from leadsorted_sheets.workbook.gsheets.quota import Quota
from leadsorted_sheets.workbook.gsheets.refusals import VENDOR, Declined, problem_of
from leadsorted_sheets.workbook.gsheets.retries import Patience

GOOGLE = ("https://sheets.googleapis.com", "https://www.googleapis.com")
# Google gives a request 180 s and then answers with an error (workspace/sheets/api/limits): we hear of it.
TIMEOUT = (10.0, 190.0)


class GoogleHttp(HTTPClient):
    """gspread's client with a time-out on every request (it sets none), and other hosts where `base` is given."""

    def __init__(self, credentials: Any, base: str = "") -> None:
        self._base, self._log_in_service = base, requests.Session()
        authorised: Any = AuthorizedSession  # google-auth is untyped
        # Newer google-auth asks a further service of Google's in the background where a service account may be used
        # from. Sheets does not need the answer, and it would be asked whatever stands in for Google.
        credentials._maybe_start_regional_access_boundary_refresh = _nothing  # noqa: SLF001  # it has no switch
        session = authorised(credentials, auth_request=Request(self._log_in_service))
        super().__init__(credentials, session)
        self.auth = credentials
        for each in (session, self._log_in_service):
            # Without an `auth` requests sends what it finds in ~/.netrc in the token's place (psf/requests #3929).
            each.auth = _unchanged
        self.set_timeout(TIMEOUT)
        # Google compresses its answers for programs whose name says that they understand it.
        self.session.headers["User-Agent"] = f"leadsorted-sheets/{__version__} (gzip)"

    def request(self, method: str, endpoint: str, *arguments: Any, **options: Any) -> requests.Response:
        """As gspread's, but an answer that says no is raised as Declined."""
        if self._base:
            for host in GOOGLE:
                if endpoint.startswith(host):
                    endpoint = self._base + endpoint[len(host) :]
        names = ("params", "data", "json", "files", "headers")  # the order in which gspread's own methods give them
        given = dict(zip(names, arguments, strict=False)) | options
        response: requests.Response = self.session.request(method, endpoint, timeout=self.timeout, **given)
        if not response.ok:
            raise Declined(response)
        return response

    def log_in(self) -> None:
        """Refresh the credentials. gspread's own `login` would do it with no time-out."""
        credentials: Any = self.auth  # google-auth is untyped
        credentials.refresh(functools.partial(Request(self._log_in_service), timeout=TIMEOUT))

    def close(self) -> None:
        self.session.close()
        self._log_in_service.close()


def _nothing(*_request: Any) -> None:
    """In place of a question that nobody needs answered."""


class Line:
    """The line to Google: waits for its turn, sends, and asks again where that cannot do harm."""

    def __init__(
        self,
        http: GoogleHttp,
        login: Login,
        *,
        quota: Quota | None,
        counts: Counter[str],
        progress: Progress,
        sleep: Callable[[float], None],
        clock: Callable[[], float],
    ) -> None:
        self._http, self._login, self._quota, self._counts = http, login, quota, counts
        self._progress, self._sleep, self._clock, self._chance = progress, sleep, clock, random.Random()

    def ask(self, call: Call) -> Json:
        """Google's answer to a call. Raises one of our errors, or GuardTaken."""
        return self._until_answered(call, lambda: self._once(call))

    def log_in(self) -> None:
        """Ask for a token now, as the first request would. Raises why none is given."""
        call = Call("drive", "POST", "")
        self._until_answered(call, lambda: self._token(call))

    def _until_answered(self, call: Call, once: Callable[[], Json | Problem]) -> Json:
        patience = Patience(self._clock, self._chance)
        while True:
            answer = once()
            if isinstance(answer, dict):
                return answer
            wait = patience.next(answer.at_least) if answer.wait else None
            if wait is None:
                raise _at_last(answer, call, patience.waited)
            self._pause(answer.wait, wait)

    def _once(self, call: Call) -> Json | Problem:
        """The answer, or what went wrong. No exception of a vendor's leaves this: they carry the bearer token."""
        if self._quota is not None and call.kind != "drive":
            self._pause("Google's quota", self._quota.wait(call.kind, self._clock()))
        self._counts[call.kind] += 1
        try:
            response = self._http.request(call.method, call.url, params=call.parameters, json=call.body)
            told = response.json() if response.content else {}
        except VENDOR as error:
            return problem_of(error, call, self._login)
        if not isinstance(told, dict):
            return problem_of(requests.exceptions.JSONDecodeError("not an object", "", 0), call, self._login)
        return told

    def _token(self, call: Call) -> Json | Problem:
        try:
            self._http.log_in()
        except VENDOR as error:
            return problem_of(error, call, self._login)
        return {}

    def _pause(self, what: str, seconds: float) -> None:
        if seconds >= 1:
            self._progress(f"Waiting {math.ceil(seconds)} s for {what}", 0, 0)
        if seconds > 0:
            self._sleep(seconds)


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _at_last(problem: Problem, call: Call, waited: float) -> Exception:
    if isinstance(problem.error, errors.QuotaSpent):
        return errors.QuotaSpent(call.kind, waited, seconds=problem.at_least or None)
    return problem.error
