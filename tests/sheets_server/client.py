"""The real gspread, pointed at the emulator: the only thing that differs is where its requests go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gspread

    from tests.sheets_server.server import SheetsServer

GOOGLE = ("https://sheets.googleapis.com", "https://www.googleapis.com")


def connected(server: SheetsServer, email: str = "robot@leads-test.iam.gserviceaccount.com") -> gspread.Client:
    """A client with a service account of the server's. Close it with `client.http_client.session.close()`."""
    import gspread
    from gspread.http_client import HTTPClient

    class ToEmulator(HTTPClient):
        def request(self, method: str, endpoint: str, *arguments: Any, **options: Any) -> Any:
            for host in GOOGLE:
                endpoint = endpoint.replace(host, server.url, 1) if endpoint.startswith(host) else endpoint
            return super().request(method, endpoint, *arguments, **options)

    client = gspread.service_account_from_dict(server.credentials(email), http_client=ToEmulator)
    client.set_timeout(10)
    return client
