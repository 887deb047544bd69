"""Google Sheets as ten methods; the only place that knows its addresses.

Every method waits for its turn, asks again where that cannot do harm, and raises one of our errors where Google says
no (`refusals.py`, `answers.py`). A write whose answer was lost raises errors.OutcomeUnknown and is never sent twice.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from leadsorted_sheets import errors
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.workbook.gsheets import quota as quotas
from leadsorted_sheets.workbook.gsheets.answers import GuardTaken
from leadsorted_sheets.workbook.gsheets.calls import Call, Json, Kind
from leadsorted_sheets.workbook.gsheets.logins import Login

if TYPE_CHECKING:
    from leadsorted_sheets.workbook.gsheets.sending import Line

__all__ = ["Client", "GuardTaken", "Json", "LastChange", "loopback"]

_SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
_DRIVE = "https://www.googleapis.com/drive/v3"
_LOOPBACK = re.compile(r"http://127\.0\.0\.1:\d{1,5}")


@dataclass(frozen=True, slots=True)
class LastChange:
    """What Drive tells of a file: `version` grows with every change, whoever made it."""

    version: str
    who: str
    when: dt.datetime | None


class Client:
    """A connection with one log-in. `counts` are the requests sent: "read", "write", "drive".

    `base` takes the place of Google's hosts and can only be this computer; there is no quota there unless one is given.
    """

    def __init__(
        self,
        credentials: Any,
        *,
        base: str = "",
        progress: Progress = silent,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        quota: quotas.Quota | None = None,
    ) -> None:
        self.login, self.counts = Login.of(credentials), Counter[str]()
        self._credentials, self._base = credentials, loopback(base) if base else ""
        self._quota = quota if quota is not None or base else quotas.of_account(self.login.who)
        self._progress, self._sleep, self._clock = progress, sleep, clock
        self._unseen_by_drive: set[str] = set()

    def spreadsheet(self, key: str, *, fields: str, ranges: Sequence[str] = ()) -> Json:
        """spreadsheets.get: what `fields` ask for; of `ranges` only, where there are any."""
        parameters = {"fields": fields} | ({"ranges": list(ranges)} if ranges else {})
        return self._ask("read", "GET", _of(key), key, parameters)

    def values(
        self, key: str, ranges: Sequence[str], *, render: str, dates: str = "SERIAL_NUMBER"
    ) -> list[list[list[Any]]]:
        """values:batchGet: for each range its rows; a range without values has none."""
        if not ranges:
            return []
        parameters = {"ranges": list(ranges), "valueRenderOption": render, "dateTimeRenderOption": dates}
        found = self._ask("read", "GET", f"{_of(key)}/values:batchGet", key, parameters).get("valueRanges", [])
        if len(found) != len(ranges):
            raise errors.Unreachable(f"its answer told of {len(found)} ranges, and {len(ranges)} were asked for")
        return [each.get("values", []) for each in found]

    def values_by_filter(self, key: str, filters: Sequence[Json], *, render: str) -> list[Json]:
        """values:batchGetByDataFilter: `matchedValueRanges`."""
        body = {"dataFilters": list(filters), "valueRenderOption": render}
        answer = self._ask("read", "POST", f"{_of(key)}/values:batchGetByDataFilter", key, body=body)
        found: list[Json] = answer.get("valueRanges", [])
        return found

    def search_metadata(self, key: str, filters: Sequence[Json]) -> list[Json]:
        """developerMetadata:search: the entries found, each as `DeveloperMetadata`."""
        body = {"dataFilters": list(filters)}
        answer = self._ask("read", "POST", f"{_of(key)}/developerMetadata:search", key, body=body)
        return [each["developerMetadata"] for each in answer.get("matchedDeveloperMetadata", [])]

    def batch_update(self, key: str, requests: Sequence[Json], *, answer: Json | None = None, fields: str = "") -> Json:
        """spreadsheets.batchUpdate: all requests or none. `answer` are the parts of the body that say what is told back.

        Raises GuardTaken where a metadata id exists already.
        """
        body = {"requests": list(requests), **(answer or {})}
        return self._ask(
            "write", "POST", f"{_of(key)}:batchUpdate", key, {"fields": fields} if fields else None, body=body
        )

    def write_by_filter(self, key: str, data: Sequence[Json]) -> Json:
        """values:batchUpdateByDataFilter, literally (RAW)."""
        body = {"valueInputOption": "RAW", "data": list(data)}
        return self._ask("write", "POST", f"{_of(key)}/values:batchUpdateByDataFilter", key, body=body)

    def write_ranges(self, key: str, data: Sequence[Json]) -> Json:
        """values:batchUpdate, literally (RAW)."""
        body = {"valueInputOption": "RAW", "data": list(data)}
        return self._ask("write", "POST", f"{_of(key)}/values:batchUpdate", key, body=body)

    def create(self, body: Json) -> Json:
        """spreadsheets.create."""
        return self._ask("write", "POST", _SHEETS, "", body=body)

    def changed(self, key: str) -> LastChange | None:
        """The last change as Drive tells it; None where this log-in may not ask Drive about this file."""
        if not self.login.sees_drive or key in self._unseen_by_drive:
            return None
        asked = "version,modifiedTime,lastModifyingUser(displayName,emailAddress)"
        parameters = {"fields": asked, "supportsAllDrives": "true"}
        try:
            told = self._ask("drive", "GET", f"{_DRIVE}/files/{quote(key, safe='')}", key, parameters)
        except (errors.NoAccess, errors.TooNarrow, errors.ApiSwitchedOff):
            # `drive.file` does not reach a file that others made, even where Sheets may open it.
            self._unseen_by_drive.add(key)
            return None
        who: Json = told.get("lastModifyingUser", {})
        when = dt.datetime.fromisoformat(told["modifiedTime"]) if told.get("modifiedTime") else None
        return LastChange(
            str(told.get("version", "")), str(who.get("displayName") or who.get("emailAddress", "")), when
        )

    def account(self) -> str:
        """The e-mail address of this log-in, as Drive tells it; raises what Drive refuses with."""
        told = self._ask("drive", "GET", f"{_DRIVE}/about", "", {"fields": "user(emailAddress)"})
        return str(told.get("user", {}).get("emailAddress", ""))

    def log_in(self) -> None:
        """Ask for a token now instead of with the first request. Raises why none is given."""
        self._line[0].log_in()

    def close(self) -> None:
        if "_line" in self.__dict__:
            self._line[1]()

    @functools.cached_property
    def _line(self) -> tuple[Line, Callable[[], None]]:
        """The line and what closes it; opened with the first request, since Google's libraries load slowly."""
        from leadsorted_sheets.workbook.gsheets.sending import GoogleHttp, Line

        http = GoogleHttp(self._credentials, self._base)
        line = Line(
            http, self.login, quota=self._quota, counts=self.counts,
            progress=self._progress, sleep=self._sleep, clock=self._clock,
        )  # fmt: skip
        return line, http.close

    def _ask(
        self,
        kind: Kind,
        method: str,
        url: str,
        key: str,
        parameters: Mapping[str, str | Sequence[str]] | None = None,
        *,
        body: Mapping[str, Any] | None = None,
    ) -> Json:
        return self._line[0].ask(Call(kind, method, url, key, parameters, body))


def loopback(url: str) -> str:
    """An address that may stand in for Google's: this computer's. Raises errors.WrongUsage for any other.

    >>> loopback("http://127.0.0.1:8080/")
    'http://127.0.0.1:8080'
    """
    if not _LOOPBACK.fullmatch(url.rstrip("/")):
        raise errors.WrongUsage(f"LEADSORTED_GOOGLE_URL is {url}: only http://127.0.0.1:PORT may stand in for Google.")
    return url.rstrip("/")


def _of(key: str) -> str:
    return f"{_SHEETS}/{quote(key, safe='')}"
