"""The log-in this computer keeps: one file in the user's state folder, for its owner only.

A key file is copied, not referred to: the download usually lies in a folder that others can read, and is tidied away
some day. The copy can be closed to others, and the original deleted. There is one log-in at a time; logging in again
takes the place of the one before.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, TypeAlias

from leadsorted_sheets import errors
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.resources import state_folder
from leadsorted_sheets.workbook.gsheets import tokens
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.client import Client, loopback
from leadsorted_sheets.workbook.gsheets.logins import DRIVE, FILE_FACTS, OWN_FILES, SHEETS

Needs: TypeAlias = Literal["made here", "joined"]
Kind: TypeAlias = Literal["service account", "person"]

ROBOT_SCOPES = (SHEETS, FILE_FACTS)
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """A log-in as it is kept. `key` is a service account's key file, or a person's OAuth client; none of it is printed."""

    kind: Kind
    who: str
    scopes: tuple[str, ...]
    key: Json = field(repr=False)
    refresh_token: str = field(default="", repr=False)

    @property
    def project(self) -> str:
        """The Google project whose quota is spent."""
        return str(self.key.get("project_id", ""))

    def to_google(self) -> Any:
        """The same as google-auth's credentials. They refresh themselves and are good for one process."""
        check_installed()
        if self.kind == "service account":
            from google.oauth2 import service_account

            robot: Any = service_account.Credentials  # google-auth is untyped
            try:
                return robot.from_service_account_info(self.key, scopes=list(self.scopes))
            except ValueError:
                why = f"The key of the service account {self.who} is damaged."
                remedy = "Give it again: leadsorted google login --service-account FILE"
                raise errors.LoggedOut(why, remedy) from None
        import google.oauth2.credentials

        person: Any = google.oauth2.credentials.Credentials
        # Not from_authorized_user_info: it asks Google itself, whatever address the client's file has.
        return person(
            None,
            refresh_token=self.refresh_token,
            token_uri=self.key["token_uri"],
            client_id=self.key["client_id"],
            client_secret=self.key["client_secret"],
            scopes=list(self.scopes),
            account=self.who,
        )


def connect(*, needs: Needs = "joined", progress: Progress = silent) -> Client:
    """A client with the log-in that is kept.

    `needs` says what for: a spreadsheet this program made, or one that somebody else made.
    Raises errors.LoggedOut where nobody is logged in, errors.TooNarrow where the log-in is not for that.
    """
    found = kept()
    if found is None:
        raise nobody()
    check_wide_enough(found.scopes, needs)
    resting_on = found.refresh_token or str(found.key.get("private_key"))
    credentials = tokens.remember(found.to_google(), _file_of_token(), of=resting_on)
    return Client(credentials, base=google_url(), progress=progress)


def check_wide_enough(scopes: Sequence[str], needs: Needs) -> None:
    """Raises errors.TooNarrow where these scopes do not do."""
    if {SHEETS, DRIVE} & set(scopes) or (needs == "made here" and OWN_FILES in scopes):
        return
    if needs == "made here":
        raise errors.TooNarrow("A spreadsheet", "drive.file", "leadsorted google login")
    what = "A spreadsheet that somebody else made (or that was not made with this log-in)"
    raise errors.TooNarrow(what, "spreadsheets")


def kept() -> Kept | None:
    """The log-in that is kept, if there is one. Raises errors.OpenToOthers where others could read or replace it."""
    path = file_of_login()
    try:
        _check_private(path)
        return _of_json(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise errors.LoggedOut(f"{path} is damaged.", "Log in again: leadsorted google login --client FILE") from None
    except OSError as error:
        raise errors.LoggedOut(f"{path} cannot be read: {error.strerror}.", "Check who owns it.") from None


def keep(login: Kept) -> Path:
    """Writes a log-in, at once or not at all, so that only its owner can read it."""
    path = file_of_login()
    content = {"format": _FORMAT, "kind": login.kind, "who": login.who, "scopes": login.scopes, "key": login.key}
    if login.refresh_token:
        content["refresh_token"] = login.refresh_token
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".google-")  # made with mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


def forget() -> None:
    """Deletes the log-in that is kept, and the token it was given last."""
    file_of_login().unlink(missing_ok=True)
    _file_of_token().unlink(missing_ok=True)


def file_of_login() -> Path:
    return state_folder() / "google.json"


def google_url() -> str:
    """What takes the place of Google's hosts; "" for Google itself. Raises errors.WrongUsage for another computer."""
    named = os.environ.get("LEADSORTED_GOOGLE_URL", "")
    return loopback(named) if named else ""


def check_installed() -> None:
    """Raises errors.NotInstalled where Google's libraries are not there."""
    if any(find_spec(name) is None for name in ("gspread", "google_auth_oauthlib")):
        raise errors.NotInstalled("The part for Google Sheets", "google")


def nobody() -> errors.LoggedOut:
    return errors.LoggedOut(
        "Nobody is logged in to Google on this computer.",
        "Log in: leadsorted google login --client FILE (docs/google.md says where that file is from)",
    )


def renamed(login: Kept, who: str) -> Kept:
    """The same log-in with the address of its account."""
    return replace(login, who=who)


def _file_of_token() -> Path:
    return state_folder() / "google-token.json"


def _of_json(content: Json) -> Kept:
    kind, key = content["kind"], content["key"]
    if content["format"] != _FORMAT or kind not in ("service account", "person") or not isinstance(key, dict):
        raise ValueError(kind)
    scopes = tuple(str(each) for each in content["scopes"])
    return Kept(kind, str(content["who"]), scopes, key, str(content.get("refresh_token", "")))


def _check_private(path: Path) -> None:
    """Nobody else may read the file, or put another in its place. Windows keeps a profile's folders to their owner."""
    if os.name == "nt":
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise errors.OpenToOthers(str(path), mode)
    mode = stat.S_IMODE(path.parent.stat().st_mode)
    if mode & 0o022:
        raise errors.OpenToOthers(str(path.parent), mode, folder=True)
