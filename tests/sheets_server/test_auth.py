"""Accounts and tokens: the whole exchange, by the libraries that a user's program runs."""

from __future__ import annotations

import stat
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import gspread
import pytest
import requests
from google.auth.exceptions import RefreshError
from google.oauth2.credentials import Credentials

from tests.sheets_server import SheetsServer, connected
from tests.sheets_server.auth import DRIVE, SHEETS
from tests.sheets_server.client import to_emulator


def person(server: SheetsServer, email: str, *scopes: str) -> gspread.Client:
    """A client with a person's tokens. `from_authorized_user_info` would ask Google itself, whatever the file says."""
    info = server.service.accounts.person(email, *scopes)
    names = ("refresh_token", "token_uri", "client_id", "client_secret", "scopes")
    return gspread.Client(
        Credentials(None, **{name: info[name] for name in names}), http_client=to_emulator(server.url)
    )


@pytest.fixture
def ann(server: SheetsServer) -> Iterator[gspread.Client]:
    """A person who has given a program the drive.file scope only."""
    client = person(server, "ann@example.com", f"{DRIVE}.file")
    yield client
    client.http_client.session.close()


def test_a_service_account_file_is_private_and_works(server: SheetsServer, tmp_path: Path) -> None:
    path = tmp_path / "sa.json"
    server.write_credentials(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    client = gspread.service_account(filename=path, http_client=to_emulator(server.url))
    assert client.create("Leads").sheet1.get_all_values() == [[]]
    client.http_client.session.close()


def test_an_expired_token_is_renewed_once(server: SheetsServer, client: gspread.Client) -> None:
    client.openall()
    server.service.accounts.expire_tokens()
    client.openall()
    assert [entry.status for entry in server.service.log] == [200, 401, 200]


def test_a_clock_that_is_off_is_told(server: SheetsServer) -> None:
    server.service.ahead = 2 * 3600
    client = connected(server)
    with pytest.raises(RefreshError, match="in a reasonable timeframe"):
        client.openall()
    client.http_client.session.close()


def test_an_account_that_is_not_known_is_refused(server: SheetsServer) -> None:
    client = connected(server)
    server.service.accounts.service.clear()
    with pytest.raises(RefreshError, match="account not found"):
        client.openall()
    client.http_client.session.close()


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "a.b.c"}, "invalid_grant"),
        ({"grant_type": "refresh_token", "refresh_token": "gone"}, "invalid_grant"),
        ({"grant_type": "authorization_code", "code": "gone"}, "invalid_grant"),
        ({"grant_type": "magic"}, "unsupported_grant_type"),
    ],
)
def test_a_grant_without_proof_is_refused(server: SheetsServer, form: dict[str, str], error: str) -> None:
    answer = requests.post(f"{server.url}/token", data=form, timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_revoked_consent_ends_it(server: SheetsServer, ann: gspread.Client) -> None:
    ann.create("Hers")
    server.service.accounts.revoke("ann@example.com")
    with pytest.raises(RefreshError, match=r"Token has been expired or revoked."):
        ann.openall()


def test_drive_file_sees_only_what_the_program_made(
    server: SheetsServer, ann: gspread.Client, book: gspread.Spreadsheet
) -> None:
    book.share("ann@example.com", "user", "writer")
    mine = ann.create("Hers")
    assert [each.id for each in ann.openall()] == [mine.id]
    with pytest.raises(gspread.SpreadsheetNotFound):
        ann.open_by_key(book.id)


def test_a_scope_that_is_missing_is_told(server: SheetsServer) -> None:
    client = person(server, "ann@example.com", f"{SHEETS}.readonly", f"{DRIVE}.readonly")
    with pytest.raises(gspread.exceptions.APIError) as refused:
        client.create("Leads")
    assert refused.value.response.json()["error"]["message"] == "Request had insufficient authentication scopes."
    client.http_client.session.close()


def agreed(server: SheetsServer, **extra: str) -> dict[str, str]:
    """What the browser brings back from the consent screen."""
    client = server.service.accounts.oauth_client()["installed"]
    query = {"client_id": client["client_id"], "redirect_uri": "http://127.0.0.1:1/", "scope": SHEETS, "state": "s"}
    sent_back = requests.get(client["auth_uri"], params=query | extra, allow_redirects=False, timeout=5)
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(sent_back.headers.get("Location", "")).query))


def tokens(server: SheetsServer, **form: str) -> dict[str, str]:
    answer: dict[str, str] = requests.post(f"{server.url}/token", data=form, timeout=5).json()
    return answer


def test_a_person_logs_in_through_the_browser(server: SheetsServer) -> None:
    """As InstalledAppFlow does it: the browser is sent back with a code, the code is changed for tokens."""
    answer = agreed(server, access_type="offline")
    assert answer["state"] == "s"
    given = tokens(server, grant_type="authorization_code", code=answer["code"])
    assert (given["scope"], given["token_type"]) == (SHEETS, "Bearer")
    assert "access_token" in tokens(server, grant_type="refresh_token", refresh_token=given["refresh_token"])
    again = tokens(server, grant_type="authorization_code", code=answer["code"])
    assert again == {"error": "invalid_grant", "error_description": "Malformed auth code."}


def test_a_lasting_token_is_given_once_unless_consent_is_asked_for_again(server: SheetsServer) -> None:
    asked = ({}, {"access_type": "offline"}, {"access_type": "offline", "prompt": "consent"})
    lasting = []
    for extra in ({"access_type": "offline"}, *asked):
        given = tokens(server, grant_type="authorization_code", code=agreed(server, **extra)["code"])
        lasting.append("refresh_token" in given)
    assert lasting == [True, False, False, True]


def test_a_code_needs_the_secret_of_its_challenge(server: SheetsServer) -> None:
    """The challenge and the verifier are those of RFC 7636, appendix B."""
    challenge = {"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256"}
    verifiers = ("guessed", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    errors = []
    for verifier in verifiers:
        code = agreed(server, **challenge)["code"]
        given = tokens(server, grant_type="authorization_code", code=code, code_verifier=verifier)
        errors.append(given.get("error_description"))
    assert errors == ["Invalid code verifier.", None]


def test_the_person_at_the_consent_screen_decides(server: SheetsServer) -> None:
    consent = server.service.accounts.consent
    consent.answer = "refuses"
    assert agreed(server) == {"state": "s", "error": "access_denied"}
    consent.answer = "never answers"
    assert agreed(server) == {}
    consent.answer, consent.unticked = "agrees", frozenset({SHEETS})
    assert agreed(server, scope=f"{SHEETS} {DRIVE}.file")["scope"] == f"{DRIVE}.file"
    consent.foreign_state = True
    assert agreed(server)["state"] == "of-another-log-in"


def test_a_token_that_is_taken_back_is_good_for_nothing(server: SheetsServer) -> None:
    info = server.service.accounts.person("ann@example.com")
    form = {"token": info["refresh_token"]}
    assert requests.post(f"{server.url}/revoke", data=form, timeout=5).status_code == 200
    again = requests.post(f"{server.url}/revoke", data=form, timeout=5)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_token")
    refreshed = tokens(server, grant_type="refresh_token", refresh_token=info["refresh_token"])
    assert refreshed["error_description"] == "Token has been expired or revoked."


def test_in_testing_a_log_in_lasts_seven_days(server: SheetsServer) -> None:
    server.service.accounts.in_testing = True
    code = agreed(server, access_type="offline")["code"]
    lasting = tokens(server, grant_type="authorization_code", code=code)["refresh_token"]
    errors = []
    for days in (6.9, 7.1):
        server.service.ahead = days * 86_400
        errors.append(tokens(server, grant_type="refresh_token", refresh_token=lasting).get("error"))
    assert errors == [None, "invalid_grant"]


def test_a_deleted_oauth_client_ends_every_log_in(server: SheetsServer) -> None:
    info = server.service.accounts.person("ann@example.com")
    server.service.accounts.deleted_clients.add(info["client_id"])
    refreshed = tokens(server, grant_type="refresh_token", refresh_token=info["refresh_token"])
    assert refreshed["error"] == "deleted_client"
    assert agreed(server) == {}
