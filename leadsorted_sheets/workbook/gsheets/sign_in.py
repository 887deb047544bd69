"""Logging in and out: a service account's key, or a person who agrees in the browser.

A person's log-in is the loopback flow for programs on a computer (RFC 8252, 7.3) with PKCE, done by google-auth-oauthlib.
It asks for as little as works: `drive.file`, the sheets that this program made or was shown; `spreadsheets`
as well where sheets of others are to be joined.
"""

from __future__ import annotations

import logging
import webbrowser
from collections.abc import Sequence
from typing import Any

from leadsorted_sheets import errors
from leadsorted_sheets.workbook.gsheets import credentials
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.credentials import Kept
from leadsorted_sheets.workbook.gsheets.key_files import read_key_file
from leadsorted_sheets.workbook.gsheets.logins import OWN_FILES, SHEETS, Login, refused

PATIENCE = 300  # seconds to find the right account, read the consent and agree
_REVOKE = "https://oauth2.googleapis.com/revoke"
_OPENING = "Your browser opens to ask for your consent. If it does not, open this address on this computer:\n{url}"
_AGREED = "You are logged in. You can close this window and go back to leadsorted."
_UNFINISHED = "Nobody agreed in the browser"


def as_robot(path: str) -> Kept:
    """Log in with a service account's key file; the account is asked for a token first, so a dead key is not kept."""
    credentials.check_installed()
    key = read_key_file(path, "service account", base=credentials.google_url())
    login = Kept("service account", key["client_email"], credentials.ROBOT_SCOPES, key)
    try_token(login)
    credentials.keep(login)
    return login


def in_browser(path: str = "", *, wider: bool = False) -> Kept:
    """Log in as a person, with the OAuth client in the file at `path`, or the one of the log-in before.

    Once wide, a log-in stays wide: asking for less would take a joined sheet away.
    """
    credentials.check_installed()
    before = _person_before(path)
    if path:
        client = read_key_file(path, "OAuth client", base=credentials.google_url())
    elif before is not None:
        client = before.key
    else:
        raise credentials.nobody()
    wide = wider or (before is not None and SHEETS in before.scopes)
    token = _consent(client, (OWN_FILES, SHEETS) if wide else (OWN_FILES,))
    scopes = tuple(sorted(_scopes(token)))
    if not token.get("refresh_token"):
        raise errors.LoggedOut(
            "Google gave no lasting log-in.",
            "Take this program's access away at https://myaccount.google.com/connections and log in again.",
        )
    credentials.check_wide_enough(scopes, "joined" if wide else "made here")
    login = Kept("person", "", scopes, client, str(token["refresh_token"]))
    login = credentials.renamed(login, _whose(login))
    credentials.keep(login)
    return login


def log_out() -> tuple[Kept | None, bool]:
    """Take the log-in back and delete it: what was kept, and whether Google took it back.

    A service account's key stays good until it is deleted in Google's console.
    """
    try:
        login = credentials.kept()
    except errors.LoggedOut:  # damaged: there is nothing to take back
        login = None
    taken_back = login is not None and login.kind == "person" and _revoked(login)
    credentials.forget()
    return login, taken_back


def try_token(login: Kept) -> None:
    """Ask for a token. Raises why it was not given."""
    client = Client(login.to_google(), base=credentials.google_url())
    try:
        client.log_in()
    finally:
        client.close()


def _person_before(path: str) -> Kept | None:
    """The person's log-in that is kept. One that cannot be read matters only where its client is needed."""
    try:
        before = credentials.kept()
    except errors.LoggedOut:
        if not path:
            raise
        return None
    return before if before is not None and before.kind == "person" else None


def _consent(client: Json, scopes: Sequence[str]) -> Json:
    """Send the person to the browser and wait for them to come back: what the token endpoint answered."""
    import google_auth_oauthlib.flow  # type: ignore[import-untyped]  # it ships no types
    import oauthlib.oauth2  # type: ignore[import-untyped]  # nor does this
    import requests

    _no_secrets_in_logs()
    flow = google_auth_oauthlib.flow.InstalledAppFlow.from_client_config({"installed": client}, list(scopes))
    flow.oauth2session.request = _with_timeout(flow.oauth2session.request)
    try:
        _run(flow)
    except Warning as fewer:  # how oauthlib says that a box was left unticked
        return dict(fewer.token)  # type: ignore[attr-defined]  # as it hands the token over
    except getattr(google_auth_oauthlib.flow, "WSGITimeoutError", AttributeError):  # before 1.3: an AttributeError
        raise errors.LoggedOut(f"{_UNFINISHED} within {PATIENCE // 60} minutes.") from None
    except oauthlib.oauth2.AccessDeniedError:
        raise errors.LoggedOut(f"{_UNFINISHED}: access was refused there.") from None
    except oauthlib.oauth2.OAuth2Error as error:
        if error.error in ("mismatching_state", "missing_code"):
            raise errors.LoggedOut("The browser came back with another log-in than the one that was begun.") from None
        raise refused({"error": error.error, "error_description": error.description}, Login()) from None
    except requests.exceptions.RequestException:
        raise errors.Unreachable("its log-in service did not answer") from None
    except OSError as error:
        raise errors.LoggedOut(f"This computer gave no port for the browser to come back to ({error}).") from None
    finally:
        flow.oauth2session.close()
    return dict(flow.oauth2session.token)


def _run(flow: Any) -> None:
    options = {
        "host": "127.0.0.1",  # `localhost` may be another address; Google takes any port on loopback
        "port": 0,
        "authorization_prompt_message": _OPENING,
        "success_message": _AGREED,
        "timeout_seconds": PATIENCE,
        "prompt": "consent",  # without it Google gives a lasting log-in only the first time
    }
    try:
        flow.run_local_server(**options)
    except webbrowser.Error:  # no browser here: the address is printed
        flow.run_local_server(**options, open_browser=False)


def _with_timeout(request: Any) -> Any:
    """The flow sets no time-out on its request for the token."""

    def timed(*arguments: Any, **options: Any) -> Any:
        options["timeout"] = options.get("timeout") or 30
        return request(*arguments, **options)

    return timed


def _scopes(token: Json) -> set[str]:
    scope = token.get("scope", ())
    return set(scope.split() if isinstance(scope, str) else scope)


def _whose(login: Kept) -> str:
    """The e-mail address of the account; "" where Drive does not tell, which is no reason to refuse a log-in."""
    client = Client(login.to_google(), base=credentials.google_url())
    try:
        return client.account()
    except errors.LeadSortedError:
        return ""
    finally:
        client.close()


def _revoked(login: Kept) -> bool:
    """RFC 7009."""
    import requests

    base = credentials.google_url()
    try:
        answer = requests.post(f"{base}/revoke" if base else _REVOKE, {"token": login.refresh_token}, timeout=30)
    except requests.exceptions.RequestException:
        return False
    return answer.ok


def _no_secrets_in_logs() -> None:
    """requests-oauthlib tells tokens to whoever listens at DEBUG."""
    for name in ("requests_oauthlib", "oauthlib"):
        logging.getLogger(name).setLevel(logging.WARNING)
