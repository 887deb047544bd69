"""`leadsorted google …`, as a user types it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.frontends.running import Run, Shell
from tests.sheets_server.people import Computer, at_home

ROBOT = "robot@leads-test.iam.gserviceaccount.com"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Computer]:
    with at_home(tmp_path, monkeypatch) as made:
        yield made


def after_the_browser(run: Run) -> str:
    """What is printed once the person is back; google-auth-oauthlib prints the address of the consent screen first."""
    opening, address, *rest = run.out.splitlines(keepends=True)
    assert opening.startswith("Your browser opens to ask for your consent.")
    assert address.startswith("http://127.0.0.1:")
    return "".join(rest)


def scrubbed(text: str, home: Computer) -> str:
    return re.sub(r"(gspread|google-auth|google-auth-oauthlib) [\d.]+", r"\1 N", text.replace(str(home.state), "STATE"))


def test_a_person_logs_in_widens_and_logs_out(shell: Shell, home: Computer) -> None:
    first = shell("google", "login", "--client", home.client_file)
    assert first.code == 0
    assert scrubbed(after_the_browser(first), home) == (
        "Logged in as ann@example.com, for spreadsheets made from here. Kept in STATE/google.json.\n"
        "Next: leadsorted google doctor\n"
    )
    wider = shell("google", "login", "--wider")
    assert scrubbed(after_the_browser(wider), home) == (
        "Logged in as ann@example.com, for all spreadsheets it may open. Kept in STATE/google.json.\n"
        "Next: leadsorted google doctor\n"
    )
    assert shell("google", "logout") == Run(0, "Logged out ann@example.com. Google took the log-in back.\n", "")
    assert shell("google", "logout") == Run(0, "Nobody was logged in.\n", "")


def test_a_service_account_logs_in_and_out(shell: Shell, home: Computer) -> None:
    run = shell("google", "login", "--service-account", home.key_file)
    assert (run.code, run.err) == (0, "")
    assert scrubbed(run.out, home) == (
        f"Logged in as {ROBOT}, for all spreadsheets it may open. Kept in STATE/google.json.\n"
        f"Share your spreadsheet with {ROBOT} as Editor. You can delete {home.key_file} now.\n"
        "Next: leadsorted google doctor\n"
    )
    assert shell("google", "logout").out == (
        f"The key of {ROBOT} is deleted from this computer. It stays good until you delete it in Google's console: "
        "https://console.cloud.google.com/iam-admin/serviceaccounts\n"
    )


def test_a_log_in_that_google_could_not_be_told_of(shell: Shell, home: Computer) -> None:
    shell("google", "login", "--client", home.client_file)
    home.server.close()
    assert shell("google", "logout") == Run(
        0,
        "Logged out here, but Google could not be told. Take the access away there: "
        "https://myaccount.google.com/connections\n",
        "",
    )


@pytest.mark.parametrize(
    ("words", "code", "err"),
    [
        (
            ("login",),
            4,
            (
                "Nobody is logged in to Google on this computer. "
                "Log in: leadsorted google login --client FILE (docs/google.md says where that file is from)\n"
            ),
        ),
        (("login", "--client", "gone.json"), 3, "gone.json: no such file. Check the name and the folder.\n"),
        (
            ("login", "--service-account", "a.json", "--wider"),
            2,
            "--service-account stands alone: a service account always has the wider scope.\n",
        ),
        (
            ("doctor", "leads.xlsx"),
            2,
            (
                "leads.xlsx: a Google sheet is gsheet:KEY, or the address your browser shows while it is open "
                "(https://docs.google.com/spreadsheets/d/KEY/edit).\n"
            ),
        ),
    ],
)
def test_what_does_not_work_is_said_with_the_way_out(
    words: tuple[str, ...], code: int, err: str, shell: Shell, home: Computer
) -> None:
    assert shell("google", *words) == Run(code, "", err)


def test_the_doctor_prints_a_line_a_check_and_ends_with_four_where_one_fails(shell: Shell, home: Computer) -> None:
    shell("google", "login", "--client", home.client_file)
    well = shell("google", "doctor")
    assert (well.code, well.err) == (0, "")
    assert scrubbed(well.out, home) == (
        "ok   Libraries           gspread N, google-auth N, google-auth-oauthlib N\n"
        "ok   Google              it answers, and this computer's clock is right\n"
        "ok   Credentials         a person's log-in, in STATE/google.json (mode 600: only you can read it)\n"
        "ok   Log-in              Google accepts ann@example.com\n"
        "ok   Rights              spreadsheets that this program made\n"
        "ok   Quota               requests count for the Google project leads-test: 60 reads and 60 writes a minute for each user\n"
    )
    ill = shell("google", "doctor", "gsheet:1hM3Wp1zfS0o0N0XbSXR7ADw")
    assert ill.code == 4
    assert ill.out.splitlines()[-2:] == [
        (
            "no   Reading             gsheet:1hM3Wp1zfS0o0N0XbSXR7ADw: there is no such spreadsheet among those that this program "
            "made, and the log-in is for those only"
        ),
        "                         To work with one that somebody else made: leadsorted google login --wider",
    ]


def test_the_doctor_tells_the_same_as_data(shell: Shell, home: Computer) -> None:
    run = shell("google", "doctor", "--json")
    assert run.code == 4
    assert json.loads(run.out)["checks"][1:] == [
        {"about": "Google", "state": "good", "found": "it answers, and this computer's clock is right", "remedy": ""},
        {
            "about": "Credentials",
            "state": "bad",
            "found": "Nobody is logged in to Google on this computer",
            "remedy": "Log in: leadsorted google login --client FILE (docs/google.md says where that file is from)",
        },
    ]


def test_every_help_ends_in_an_example(shell: Shell) -> None:
    for verb in ("login", "logout", "doctor"):
        run = shell("google", verb, "--help")
        assert f"Example: leadsorted google {verb}" in run.out
