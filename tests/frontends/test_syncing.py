"""What `leadsorted sync` takes, refuses, and does under a watch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.frontends.cli import syncing as command
from leadsorted_sheets.session.google import login
from leadsorted_sheets.session.new import new
from leadsorted_sheets.session.syncing import partner_of
from tests.frontends.running import Shell
from tests.sheets_server import SheetsServer, connected


@pytest.fixture
def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SheetsServer]:
    with SheetsServer() as server:
        monkeypatch.setenv("LEADSORTED_GOOGLE_URL", server.url)
        monkeypatch.setenv("LEADSORTED_STATE_DIR", str(tmp_path / "state"))
        server.write_credentials(tmp_path / "robot.json")
        login(service_account=str(tmp_path / "robot.json"))
        yield server


@pytest.fixture
def leads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    new("leads.xlsx", country="GB")
    return "leads.xlsx"


REFUSED = (
    (("leads.xlsx",), "leads.xlsx has no Google sheet yet. Make one: leadsorted sync leads.xlsx gsheet:NEW"),
    (("leads.xlsx", "gsheet:NEW", "--dry-run"), "There is nothing to compare with yet: gsheet:NEW is made without --dry-run."),
    (("leads.xlsx", "other.xlsx"), "other.xlsx: the other side of a sync is gsheet:KEY, gsheet:NEW, or the sheet's https:// address."),
    (("leads.xlsx", "gsheet:x"), "gsheet:x: a Google sheet is gsheet:KEY, or the address your browser shows"),
    (("gsheet:1AbCdEfGhIjKlMn", "gsheet:NEW"), "gsheet:1AbCdEfGhIjKlMn is a Google sheet. A sync brings a workbook and a Google sheet together"),
    (("list.csv", "gsheet:NEW"), "list.csv is one table. A sync brings a workbook and a Google sheet together"),
    (("leads.xlsx", "--watch", "5"), "'5' is no interval. Write a number and s, m or h, such as 5m."),
    (("leads.xlsx", "--watch", "1s"), "1s is too often: 30s at least."),
    (("leads.xlsx", "--watch", "5m", "--dry-run"), "--watch goes on for ever: leave out --dry-run and --json."),
)  # fmt: skip


@pytest.mark.parametrize(("words", "said"), REFUSED, ids=lambda each: each if isinstance(each, str) else " ".join(each))
def test_what_cannot_be_meant_is_refused_with_the_command_to_type(
    shell: Shell, leads: str, words: tuple[str, ...], said: str
) -> None:
    run = shell("sync", *words)
    assert run.code == 2
    assert said in run.err


def test_nobody_logged_in_is_said_before_anything_is_made(
    shell: Shell, leads: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADSORTED_STATE_DIR", str(tmp_path / "nobody"))
    before = Path(leads).read_bytes()
    run = shell("sync", leads, "gsheet:NEW")
    assert run.code == 4
    assert "leadsorted google login" in run.err
    assert Path(leads).read_bytes() == before


def test_the_sheet_is_remembered_and_not_swapped_by_accident(shell: Shell, google: SheetsServer, leads: str) -> None:
    assert shell("sync", leads, "gsheet:NEW").code == 0
    (key,) = google.service.files.kept
    assert partner_of(leads) == f"gsheet:{key}"
    again = shell("sync", leads, f"https://docs.google.com/spreadsheets/d/{key}/edit#gid=0")
    assert again.out.strip() == "Nothing has changed on either side."
    other = shell("sync", leads, "gsheet:NEW")
    assert other.code == 2
    assert f"leads.xlsx is synced with gsheet:{key}." in other.err
    assert "--switch" in other.err
    assert list(google.service.files.kept) == [key]
    assert shell("sync", leads, "gsheet:NEW", "--switch").code == 0
    assert len(google.service.files.kept) == 2


def test_an_empty_sheet_that_somebody_shared_is_filled_and_a_full_one_is_not(
    shell: Shell, google: SheetsServer, leads: str
) -> None:
    client = connected(google)
    empty, full = client.create("empty"), client.create("full")
    full.sheet1.update([["Groceries"]], "A1")
    client.http_client.session.close()
    refused = shell("sync", leads, f"gsheet:{full.id}")
    assert refused.code == 3
    assert f"gsheet:{full.id} has no Lead Sorted tabs" in refused.err
    assert [sheet.title for sheet in google.book(full.id).sheets] == ["Sheet1"]
    assert shell("sync", leads, f"gsheet:{empty.id}").code == 0
    assert {"Leads", "Settings", "Report", "Sheet1"} <= {sheet.title for sheet in google.book(empty.id).sheets}


def test_a_watch_waits_out_what_passes_and_ends_where_a_guard_says_no(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    turns: Iterator[Exception | None] = iter(
        [None, errors.Unreachable("no connection"), errors.InUse("leads.xlsx", "Excel"), errors.Moved("leads.xlsx"), errors.ManyGone("the Google sheet", "412 of 430 leads", 412, "leadsorted sync leads.xlsx")]
    )  # fmt: skip

    def turn() -> None:
        if (trouble := next(turns)) is not None:
            raise trouble

    with monkeypatch.context() as patched:
        patched.setattr(command.time, "sleep", slept.append)
        with pytest.raises(errors.ManyGone):
            command._watched(turn, 300)
    said = capsys.readouterr()
    assert said.out == "Syncing every 300 seconds. Press Ctrl-C to stop.\n"
    assert slept == [300] * 4
    assert [line[6:] for line in said.err.splitlines()] == [
        "Google could not be reached: no connection. Check the connection and run the command again. Trying again in 300 seconds.",
        "leads.xlsx is open in Excel. Nothing was written. Close it there and run the command again. Trying again in 300 seconds.",
        "leads.xlsx changed while we were working. Nothing was written. Run the command again. Trying again in 300 seconds.",
    ]


def test_a_watch_says_each_turn_in_a_line(
    shell: Shell, google: SheetsServer, leads: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("sync", leads, "gsheet:NEW")
    (key,) = google.service.files.kept
    acts: Iterator[Callable[[], None]] = iter([lambda: google.human(key).type("Leads", "C2", "Ng"), lambda: None])

    def sleep(_seconds: float) -> None:
        try:
            next(acts)()
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(command.time, "sleep", sleep)
    run = shell("sync", leads, "--watch", "5m")
    assert run.code == 130
    said = [line[6:] for line in run.out.splitlines()[1:]]
    assert said[0] == "Nothing has changed on either side."
    assert said[1].endswith("1 new row came from it.")
    assert said[2] == "Nothing has changed on either side."
