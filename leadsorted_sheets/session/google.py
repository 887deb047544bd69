"""Getting to Google and away again: logging in and out, and finding out what is in the way."""

from __future__ import annotations

from dataclasses import dataclass

from leadsorted_sheets import errors
from leadsorted_sheets.core.plan import Progress, silent


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """`who` is the account's e-mail address ("" where Google does not tell); `wide` that sheets of others can be joined."""

    who: str
    robot: bool
    wide: bool
    kept_in: str


@dataclass(frozen=True, slots=True)
class LoggedOut:
    """Who was logged in ("" for nobody), and whether Google took the log-in back."""

    was_logged_in: bool
    who: str
    robot: bool
    taken_back: bool


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's: what was looked at, whether it is in order, what was found, what to do."""

    what: str
    ok: bool
    found: str
    remedy: str


def login(*, service_account: str = "", client: str = "", wider: bool = False) -> LoggedIn:
    """Log in with a service account's key file, or in the browser with an OAuth client's file (kept from last time).

    Raises errors.WrongCredentials for a file that is neither, errors.LoggedOut where it comes to nothing.
    """
    from leadsorted_sheets.workbook.gsheets import sign_in
    from leadsorted_sheets.workbook.gsheets.credentials import file_of_login
    from leadsorted_sheets.workbook.gsheets.logins import SHEETS

    if service_account and (client or wider):
        raise errors.WrongUsage("--service-account stands alone: a service account always has the wider scope.")
    kept = sign_in.as_robot(service_account) if service_account else sign_in.in_browser(client, wider=wider)
    return LoggedIn(kept.who, kept.kind == "service account", SHEETS in kept.scopes, str(file_of_login()))


def logout() -> LoggedOut:
    """Take the log-in back where that can be done from here, and delete what was kept of it."""
    from leadsorted_sheets.workbook.gsheets import sign_in

    kept, taken_back = sign_in.log_out()
    if kept is None:
        return LoggedOut(False, "", False, False)
    return LoggedOut(True, kept.who, kept.kind == "service account", taken_back)


def doctor(address: str = "", *, progress: Progress = silent) -> tuple[Check, ...]:
    """Every check that can be made, in order; `address` also looks at one spreadsheet. Changes nothing."""
    from leadsorted_sheets.workbook.gsheets.doctor import checks

    return tuple(Check(each.what, each.ok, each.found, each.remedy) for each in checks(address, progress=progress))
