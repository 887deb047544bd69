"""What stands between this computer and a Google sheet: one check after the other, each with what to do."""

from __future__ import annotations

import datetime as dt
import email.utils
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from leadsorted_sheets import errors
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.workbook.gsheets import credentials, keys
from leadsorted_sheets.workbook.gsheets.address import key_of
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.credentials import Kept
from leadsorted_sheets.workbook.gsheets.logins import DRIVE, FILE_FACTS, OWN_FILES, SHEETS

_PARTS = ("gspread", "google-auth", "google-auth-oauthlib")
_ALLOWED = {
    SHEETS: "all spreadsheets that the account may open",
    OWN_FILES: "spreadsheets that this program made",
    FILE_FACTS: "noticing changes with one small request",
    DRIVE: "all files in Drive",
}
# Google takes a signed request within some minutes of its own time; we speak up well before it refuses.
_CLOCK_OFF = dt.timedelta(minutes=2)
_MARK = "ls.doctor"


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was looked at, whether it is in order, what was found, and what to do where it is not."""

    what: str
    ok: bool
    found: str
    remedy: str = ""


def checks(address: str = "", *, progress: Progress = silent) -> Iterator[Check]:
    """The checks in order; it ends where those that follow could not be made. Nothing is changed anywhere."""
    try:
        credentials.check_installed()
    except errors.NotInstalled as missing:
        yield _failed("Libraries", missing)
        return
    yield Check("Libraries", True, ", ".join(f"{name} {version(name)}" for name in _PARTS))
    key = key_of(address) if address else ""
    yield _reach(progress)
    try:
        login = credentials.kept()
        if login is None:
            raise credentials.nobody()
    except errors.LeadSortedError as none:
        yield _failed("Credentials", none)
        return
    yield Check("Credentials", True, _credentials(login))
    client = Client(login.to_google(), base=credentials.google_url(), progress=progress)
    try:
        yield from _asked(client, login, key)
    finally:
        client.close()


def _asked(client: Client, login: Kept, key: str) -> Iterator[Check]:
    check = _try("Log-in", client.log_in, lambda _: _whose(login))
    yield check
    if not check.ok:
        return
    yield Check("Rights", True, "; ".join(_ALLOWED.get(scope, scope) for scope in login.scopes))
    yield Check("Quota", True, _quota(login))
    if key:
        yield from _sheet(client, login, key)


def _sheet(client: Client, login: Kept, key: str) -> Iterator[Check]:
    fields = "properties(title,locale,timeZone),sheets(properties.title,developerMetadata)"
    reading = _try("Reading", lambda: client.spreadsheet(key, fields=fields), _described)
    yield reading
    if not reading.ok:
        return
    yield _try("Writing", lambda: _touch(client, key), lambda _: "a mark was set and taken back in one request")
    change = client.changed(key)
    if change is not None:
        yield Check("Changes", True, "noticed with one small request to Drive")
        return
    cost = "an idle sync costs two reads, since this log-in may not ask Drive about this spreadsheet"
    yield Check("Changes", True, cost if login.kind == "person" else f"{cost} (is the Drive API switched on?)")


def _reach(progress: Progress) -> Check:
    """Whether Google answers at all, and what its clock says: every answer of HTTP has a Date."""
    import requests

    progress("Asking Google for the time", 0, 0)
    host = credentials.google_url() or "https://sheets.googleapis.com"
    try:
        answer = requests.get(f"{host}/", timeout=(10, 30))
    except requests.exceptions.RequestException as error:
        why = {"SSLError": "its certificate is not trusted here", "ProxyError": "the proxy does not let us through"}
        found = why.get(type(error).__name__, "it does not answer")
        return Check("Google", False, found, "Check the connection, HTTPS_PROXY and REQUESTS_CA_BUNDLE.")
    said = answer.headers.get("Date", "")
    try:
        theirs = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return Check("Google", True, "it answers")
    off = dt.datetime.now(dt.UTC) - theirs
    if abs(off) < _CLOCK_OFF:
        return Check("Google", True, "it answers, and this computer's clock is right")
    minutes, way = round(abs(off).total_seconds() / 60), "fast" if off > dt.timedelta() else "slow"
    found = f"it answers, but this computer's clock is {minutes:,} minutes {way}"
    return Check("Google", False, found, "Set date, time and time zone (best: automatically): Google refuses log-ins.")


def _credentials(login: Kept) -> str:
    path = credentials.file_of_login()
    kind = "a service account's key" if login.kind == "service account" else "a person's log-in"
    if os.name == "nt":
        return f"{kind}, in {path} (Windows keeps your profile's folders to you)"
    return f"{kind}, in {path} (mode {stat.S_IMODE(path.stat().st_mode):o}: only you can read it)"


def _whose(login: Kept) -> str:
    return f"Google accepts {login.who or 'it (whose it is, Drive did not tell)'}"


def _quota(login: Kept) -> str:
    on = f"requests count for the Google project {login.project}" if login.project else "the project is not known"
    shared = "; a service account is one user, whoever uses its key" if login.kind == "service account" else ""
    return f"{on}: 60 reads and 60 writes a minute for each user{shared}"


def _described(told: dict[str, Any]) -> str:
    properties, sheets = told.get("properties", {}), told.get("sheets", [])
    ours = sum(
        any(each.get("metadataKey") == keys.SHEET for each in tab.get("developerMetadata", ())) for tab in sheets
    )
    place = f"{properties.get('locale', '?')}, {properties.get('timeZone', '?')}"
    return f'"{properties.get("title", "")}", {len(sheets)} tabs, {ours} of them ours ({place})'


def _touch(client: Client, key: str) -> None:
    """A write that leaves nothing behind: a mark of the spreadsheet is made and deleted in one atomic request."""
    made = keys.created(_MARK, "", keys.ON_SPREADSHEET)
    client.batch_update(key, [made, keys.deleted(metadataKey=_MARK)], fields="spreadsheetId")


def _try(what: str, act: Callable[[], Any], found: Callable[[Any], str]) -> Check:
    try:
        result = act()
    except errors.LeadSortedError as error:
        return _failed(what, error)
    return Check(what, True, found(result))


def _failed(what: str, error: errors.LeadSortedError) -> Check:
    """An error's sentences: the first says what was found, the rest what to do."""
    found, _, remedy = str(error).partition(". ")
    return Check(what, False, found, remedy)
