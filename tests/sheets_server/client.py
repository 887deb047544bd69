"""The real gspread, pointed at the emulator: the only thing that differs is where its requests go."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import gspread
from google.auth.crypt import RSASigner
from google.oauth2.service_account import Credentials
from gspread.http_client import HTTPClient

from tests.sheets_server.refusals import Json

if TYPE_CHECKING:
    from tests.sheets_server.server import SheetsServer

GOOGLE = ("https://sheets.googleapis.com", "https://www.googleapis.com")


def connected(server: SheetsServer, email: str = "robot@leads-test.iam.gserviceaccount.com") -> gspread.Client:
    """A client with a service account of the server's. Close it with `client.http_client.session.close()`."""
    account = server.credentials(email)
    scopes = gspread.auth.DEFAULT_SCOPES
    signer, endpoint = _signer(account["private_key"]), account["token_uri"]
    credentials = Credentials(signer, email, endpoint, scopes=scopes)  # type: ignore[no-untyped-call]  # google-auth is untyped
    # Newer google-auth asks Google in the background where a service account may be used from: that leaves the machine.
    credentials._maybe_start_regional_access_boundary_refresh = lambda *_request: None
    client = gspread.Client(credentials, http_client=to_emulator(server.url))
    client.set_timeout(10)
    return client


def to_emulator(url: str) -> type[HTTPClient]:
    """gspread's HTTP client with Google's two hosts replaced."""

    class ToEmulator(HTTPClient):
        def request(self, method: str, endpoint: str, *arguments: Any, **options: Any) -> Any:
            for host in GOOGLE:
                if endpoint.startswith(host):
                    endpoint = url + endpoint[len(host) :]
            return super().request(method, endpoint, *arguments, **options)

    return ToEmulator


@functools.cache
def _signer(private_key: str) -> RSASigner:
    """Reading a private key takes a tenth of a second, and every account of a process has the same."""
    account: Json = {"private_key": private_key, "private_key_id": "emulated"}
    signer: RSASigner = RSASigner.from_service_account_info(account)  # type: ignore[no-untyped-call]  # as above
    return signer
