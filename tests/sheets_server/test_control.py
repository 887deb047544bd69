"""The control port, and the emulator run as a program of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import gspread
import pytest
import requests

from tests.sheets_server import SheetsServer
from tests.sheets_server.client import to_emulator


def asks(server: SheetsServer, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    answer = requests.request(method, server.control_url + path, json=body, timeout=5)
    assert answer.ok, answer.text
    return answer.json()


def test_faults_are_planned_and_counted(server: SheetsServer, tab: gspread.Worksheet) -> None:
    asks(server, "POST", "/faults", {"kind": "503", "on": "values.get"})
    with pytest.raises(gspread.exceptions.APIError):
        tab.get_all_values()
    asks(server, "POST", "/faults", {"kind": "503", "times": 9})
    asks(server, "POST", "/latency", {"seconds": 0.01})
    asks(server, "DELETE", "/faults")
    tab.get_all_values()
    told = asks(server, "GET", "/log")
    assert told["faults"] == {"503": 1}
    assert told["log"][-1]["call"] == "sheets.spreadsheets.values.get"
    asks(server, "DELETE", "/log")
    assert asks(server, "GET", "/log") == {"log": [], "counts": {"reads": 0, "writes": 0, "drive": 0}, "faults": {}}


def test_people_act_now_or_at_the_next_call(server: SheetsServer, tab: gspread.Worksheet) -> None:
    typing = {"tab": "Sheet1", "cell": "A1", "text": "now"}
    asks(server, "POST", "/human", {"book": tab.spreadsheet_id, "move": "type", "with": typing})
    assert tab.acell("A1").value == "now"
    later = {"book": tab.spreadsheet_id, "move": "type", "with": {**typing, "text": "then"}}
    asks(server, "POST", "/human", {**later, "when": "before", "on": "values.get"})
    assert tab.acell("A1").value == "then"
    assert asks(server, "GET", "/books") == {"books": {tab.spreadsheet_id: "Leads"}}


def test_quota_clock_and_tokens_are_set(server: SheetsServer, tab: gspread.Worksheet) -> None:
    asks(server, "POST", "/quota", {"reads": 0, "writes": None})
    with pytest.raises(gspread.exceptions.APIError, match="Quota exceeded"):
        tab.get_all_values()
    asks(server, "POST", "/quota", {})
    asks(server, "POST", "/tokens", {"expire": True, "revoke": "nobody@example.com"})
    assert tab.get_all_values() == [[]]
    asks(server, "POST", "/clock", {"ahead": 60})
    assert server.service.ahead == 60


@pytest.mark.parametrize(
    ("path", "body", "status", "message"),
    [
        ("/faults", {"kind": "earthquake"}, 400, "No such fault: earthquake"),
        ("/faults", {}, 400, "kind"),
        ("/human", {"book": "gone", "move": "type"}, 400, "No such book: gone"),
        ("/nothing", {}, 404, "No such control."),
    ],
)
def test_what_is_not_understood_is_told(
    server: SheetsServer, path: str, body: dict[str, Any], status: int, message: str
) -> None:
    answer = requests.post(server.control_url + path, json=body, timeout=5)
    assert answer.status_code == status
    assert message in answer.json()["error"]


def test_a_move_the_sheet_forbids_is_told(server: SheetsServer, tab: gspread.Worksheet) -> None:
    move: dict[str, Any] = {"book": tab.spreadsheet_id, "move": "delete_tab", "with": {"tab": "Sheet1"}}
    answer = requests.post(f"{server.control_url}/human", json=move, timeout=5)
    assert answer.status_code == 409
    assert "You can't remove all the sheets" in answer.json()["error"]


def test_it_runs_alone_and_any_client_can_be_pointed_at_it(tmp_path: Path) -> None:
    credentials = tmp_path / "sa.json"
    command = [sys.executable, "-m", "tests.sheets_server", "--port", "0", "--credentials", str(credentials), "--quota"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url, control, file = (process.stdout.readline().split()[-1] for _ in range(3))
        try:
            assert file == str(credentials)
            assert json.loads(credentials.read_text())["token_uri"] == f"{url}/token"
            client = gspread.service_account(filename=credentials, http_client=to_emulator(url))
            book = client.create("Leads")
            client.http_client.session.close()
            books = requests.get(f"{control}/books", timeout=5).json()
            assert books == {"books": {book.id: "Leads"}}
        finally:
            process.send_signal(signal.SIGTERM)
    assert process.returncode == 0
