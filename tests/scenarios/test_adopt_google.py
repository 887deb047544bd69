"""A Google sheet of the team's own becomes ours, in place, as a workbook does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadsorted_sheets.session.google import login
from tests.frontends.running import Shell
from tests.sheets_server import SheetsServer, connected

ROWS = [
    ["Kontakte 2026"],
    [],
    ["Name", "Firma", "E-Mail", "Telefon", "Haustier", "Summe"],
    ["Ann Berg", "Acme GmbH", "ann@acme.example", "+49 30 2312510", "Hund", "=1+1"],
    ["Bob Klein", "Blau AG", "bob@blau.example", "+49 30 2312520", "=Katze", "=2+2"],
]


@pytest.fixture
def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SheetsServer]:
    with SheetsServer() as server:
        monkeypatch.setenv("LEADSORTED_GOOGLE_URL", server.url)
        monkeypatch.setenv("LEADSORTED_STATE_DIR", str(tmp_path / "state"))
        server.write_credentials(tmp_path / "robot.json")
        login(service_account=str(tmp_path / "robot.json"))
        yield server


@pytest.fixture
def theirs(google: SheetsServer) -> str:
    client = connected(google)
    book = client.create("Kontakte")
    book.sheet1.update_title("Meine Kontakte")
    book.sheet1.update(ROWS, raw=False)
    book.sheet1.update([["=Katze"]], "E5", raw=True)
    client.http_client.session.close()
    return book.id


def test_it_is_shown_first_and_then_done_in_place(shell: Shell, google: SheetsServer, theirs: str) -> None:
    before = google.values(theirs, "Meine Kontakte!A1:F5", "FORMULA")
    shown = shell("adopt", f"gsheet:{theirs}")
    assert (shown.code, shown.err) == (0, "")
    assert "Nothing was written" in shown.out
    assert [sheet.title for sheet in google.book(theirs).sheets] == ["Meine Kontakte"]

    done = shell("adopt", f"gsheet:{theirs}", "--owners", "Ann", "--apply")
    assert (done.code, done.err) == (0, "")
    assert google.values(theirs, "Meine Kontakte!A1:F5", "FORMULA") == before
    rows = shell("list", f"gsheet:{theirs}").out
    assert "Ann" in rows
    assert "Blau AG" in rows


def test_what_is_in_a_cell_of_theirs_is_split_into_columns_of_ours(
    shell: Shell, google: SheetsServer, theirs: str
) -> None:
    shell("adopt", f"gsheet:{theirs}", "--apply")
    header, *rows = google.values(theirs, "Meine Kontakte!A3:AZ5")
    found = [dict(zip(header, row, strict=False)) for row in rows]
    names = [(each["First name"], each["Last name"], each["Haustier"]) for each in found]
    assert names == [("Ann", "Berg", "Hund"), ("Bob", "Klein", "=Katze")]
    assert all(each["Lead ID"].startswith("L-") for each in found)


def test_it_is_adopted_once(shell: Shell, google: SheetsServer, theirs: str) -> None:
    shell("adopt", f"gsheet:{theirs}", "--apply")
    again = shell("adopt", f"gsheet:{theirs}", "--apply")
    assert again.code == 2
    assert f"gsheet:{theirs} is ours already" in again.err
