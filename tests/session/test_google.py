"""Logging in and out, and the doctor, as a front end asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.session.google import Check, LoggedIn, LoggedOut, doctor, login, logout
from tests.sheets_server.people import Computer, at_home

ROBOT = "robot@leads-test.iam.gserviceaccount.com"
REACHED = Check("Google", True, "it answers, and this computer's clock is right", "")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Computer]:
    with at_home(tmp_path, monkeypatch) as made:
        yield made


def a_sheet(home: Computer) -> str:
    """A spreadsheet that the service account owns."""
    from leadsorted_sheets.workbook.gsheets.credentials import connect

    client = connect()
    key: str = client.create({"properties": {"title": "Leads 2026"}})["spreadsheetId"]
    client.close()
    return key


def after_the_libraries(checks: tuple[Check, ...]) -> list[Check]:
    """The first line tells versions, which change."""
    assert (checks[0].what, checks[0].ok) == ("Libraries", True)
    assert [part.split()[0] for part in checks[0].found.split(", ")] == [
        "gspread",
        "google-auth",
        "google-auth-oauthlib",
    ]
    return list(checks[1:])


def test_what_a_log_in_comes_to(home: Computer) -> None:
    kept = str(home.state / "google.json")
    assert login(client=home.client_file) == LoggedIn("ann@example.com", False, False, kept)
    assert login(wider=True) == LoggedIn("ann@example.com", False, True, kept)
    assert logout() == LoggedOut(True, "ann@example.com", False, True)
    assert login(service_account=home.key_file) == LoggedIn(ROBOT, True, True, kept)
    assert logout() == LoggedOut(True, ROBOT, True, False)
    assert logout() == LoggedOut(False, "", False, False)


def test_a_service_account_stands_alone(home: Computer) -> None:
    for more in ({"client": home.client_file}, {"wider": True}):
        with pytest.raises(errors.WrongUsage, match="--service-account stands alone"):
            login(service_account=home.key_file, **more)  # type: ignore[arg-type]  # one of each kind


def test_the_doctor_finds_a_service_account_in_order_and_changes_nothing(home: Computer) -> None:
    login(service_account=home.key_file)
    key = a_sheet(home)
    cells, marks = home.server.values(key, "Sheet1!A1:Z9"), dict(home.server.book(key).metadata)
    assert after_the_libraries(doctor(f"gsheet:{key}")) == [
        REACHED,
        Check(
            "Credentials",
            True,
            f"a service account's key, in {home.state}/google.json (mode 600: only you can read it)",
            "",
        ),
        Check("Log-in", True, f"Google accepts {ROBOT}", ""),
        Check(
            "Rights", True, "all spreadsheets that the account may open; noticing changes with one small request", ""
        ),
        Check(
            "Quota",
            True,
            "requests count for the Google project leads-test: 60 reads and 60 writes a minute for each user; a service "
            "account is one user, whoever uses its key",
            "",
        ),
        Check("Reading", True, '"Leads 2026", 1 tabs, 0 of them ours (en_US, Etc/GMT)', ""),
        Check("Writing", True, "a mark was set and taken back in one request", ""),
        Check("Changes", True, "noticed with one small request to Drive", ""),
    ]
    assert home.server.values(key, "Sheet1!A1:Z9") == cells
    assert home.server.book(key).metadata == marks


def test_the_doctor_takes_the_address_from_the_browser(home: Computer) -> None:
    login(service_account=home.key_file)
    key = a_sheet(home)
    checks = doctor(f"https://docs.google.com/spreadsheets/d/{key}/edit?gid=0#gid=0")
    assert [each.ok for each in checks if each.what in ("Reading", "Writing")] == [True, True]
    with pytest.raises(errors.WrongUsage, match="a Google sheet is gsheet:KEY"):
        doctor("leads.xlsx")


def test_the_doctor_says_that_nobody_is_logged_in(home: Computer) -> None:
    assert after_the_libraries(doctor()) == [
        REACHED,
        Check(
            "Credentials",
            False,
            "Nobody is logged in to Google on this computer",
            "Log in: leadsorted google login --client FILE (docs/google.md says where that file is from)",
        ),
    ]


def test_the_doctor_says_why_a_log_in_no_longer_works(home: Computer) -> None:
    login(client=home.client_file)
    home.server.service.accounts.revoke("ann@example.com")
    last = doctor()[-1]
    assert (last.what, last.ok) == ("Log-in", False)
    assert last.found == "The log-in to Google has run out or was taken back"
    assert last.remedy.endswith("Log in again: leadsorted google login")


@pytest.mark.parametrize(("seconds", "how"), [(-7200, "120 minutes fast"), (10_800, "180 minutes slow")])
def test_the_doctor_compares_the_clocks(
    seconds: float, how: str, home: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("http.server.BaseHTTPRequestHandler.date_time_string", lambda _self: dated(seconds))
    [_, reached, *_] = doctor()
    assert reached == Check(
        "Google",
        False,
        f"it answers, but this computer's clock is {how}",
        "Set date, time and time zone (best: automatically): Google refuses log-ins.",
    )


def dated(ahead: float) -> str:
    """A `Date` that is so many seconds ahead."""
    import email.utils
    import time

    return email.utils.formatdate(time.time() + ahead, usegmt=True)


def test_the_doctor_says_that_google_does_not_answer(home: Computer) -> None:
    home.server.close()
    assert after_the_libraries(doctor())[0] == Check(
        "Google", False, "it does not answer", "Check the connection, HTTPS_PROXY and REQUESTS_CA_BUNDLE."
    )


def test_the_doctor_says_that_a_sheet_is_not_shared(home: Computer) -> None:
    login(service_account=home.key_file)
    key = a_sheet(home)
    login(client=home.client_file, wider=True)
    last = doctor(f"gsheet:{key}")[-1]
    assert (last.what, last.ok, last.found) == (
        "Reading", False, f"gsheet:{key}: ann@example.com may not open this spreadsheet",
    )  # fmt: skip


def test_the_doctor_tells_a_sheet_that_can_be_read_but_not_written(home: Computer) -> None:
    login(service_account=home.key_file)
    key = a_sheet(home)
    home.server.service.files.kept[key].permissions.append(
        {"id": "9", "type": "user", "role": "reader", "emailAddress": "ann@example.com", "kind": "drive#permission"}
    )
    login(client=home.client_file, wider=True)
    reading, writing, changes = doctor(f"gsheet:{key}")[-3:]
    assert (reading.ok, writing.ok, changes.ok) == (True, False, True)
    assert (writing.found, writing.remedy) == (
        f"gsheet:{key}: ann@example.com may not edit this spreadsheet",
        "Its owner can share it with ann@example.com as Editor.",
    )
    assert changes.found.startswith("an idle sync costs two reads")


def test_the_doctor_says_which_library_to_install(home: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadsorted_sheets.workbook.gsheets.credentials.find_spec", lambda _name: None)
    assert doctor() == (
        Check(
            "Libraries",
            False,
            "The part for Google Sheets is not installed",
            "Install it: pip install 'leadsorted-sheets[google]'",
        ),
    )
