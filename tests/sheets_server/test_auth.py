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


def test_a_person_logs_in_through_the_browser(server: SheetsServer) -> None:
    """As InstalledAppFlow does it: the browser is sent back with a code, the code is changed for tokens."""
    client = server.service.accounts.oauth_client()["installed"]
    query = {"client_id": client["client_id"], "redirect_uri": "http://localhost:1/", "scope": SHEETS, "state": "s"}
    sent_back = requests.get(client["auth_uri"], params=query, allow_redirects=False, timeout=5)
    answer = urllib.parse.parse_qs(urllib.parse.urlsplit(sent_back.headers["Location"]).query)
    assert answer["state"] == ["s"]
    form = {"grant_type": "authorization_code", "code": answer["code"][0]}
    tokens = requests.post(client["token_uri"], data=form, timeout=5).json()
    assert (tokens["scope"], tokens["token_type"]) == (SHEETS, "Bearer")
    again = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    assert "access_token" in requests.post(client["token_uri"], data=again, timeout=5).json()
