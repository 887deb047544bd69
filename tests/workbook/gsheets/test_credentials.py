"""The log-in that is kept: who can read it, what it is good for, and how each way of getting it can fail."""

from __future__ import annotations

import json
import logging
import stat
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.resources import state_folder
from leadsorted_sheets.workbook.gsheets import credentials, sign_in
from leadsorted_sheets.workbook.gsheets.credentials import Kept, connect, file_of_login, keep, kept
from leadsorted_sheets.workbook.gsheets.key_files import read_key_file
from leadsorted_sheets.workbook.gsheets.logins import FILE_FACTS, OWN_FILES, SHEETS
from leadsorted_sheets.workbook.gsheets.sign_in import as_robot, in_browser, log_out
from tests.sheets_server.auth import Accounts, Denied
from tests.sheets_server.people import Computer, at_home

ROBOT = "robot@leads-test.iam.gserviceaccount.com"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Computer]:
    with at_home(tmp_path, monkeypatch) as made:
        yield made


def test_the_state_folder_is_made_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADSORTED_STATE_DIR", str(tmp_path / "a" / "state"))
    assert state_folder() == tmp_path / "a" / "state"
    assert stat.S_IMODE(state_folder().stat().st_mode) == 0o700


def test_without_a_name_the_state_folder_is_the_one_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEADSORTED_STATE_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    folder = state_folder()
    assert folder.is_relative_to(tmp_path)
    assert "leadsorted" in folder.name


def test_a_log_in_is_kept_for_its_owner_only_and_shows_nothing_when_printed(home: Computer) -> None:
    login = Kept("person", "ann@example.com", (OWN_FILES,), {"client_secret": "s3cret"}, "1//refresh")
    path = keep(login)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert kept() == login
    assert "s3cret" not in repr(login)
    assert "1//refresh" not in repr(login)
    assert [each.name for each in home.state.iterdir()] == ["google.json"]


def test_a_log_in_that_cannot_be_written_leaves_the_one_before(home: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Kept("person", "ann@example.com", (OWN_FILES,), {}, "1//refresh")
    keep(before)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(Kept("person", "bob@example.com", (OWN_FILES,), {}, "1//other"))
    assert kept() == before
    assert [each.name for each in home.state.iterdir()] == ["google.json"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_log_in_that_others_can_read_is_refused_with_the_command_that_mends_it(home: Computer, mode: int) -> None:
    path = keep(Kept("person", "ann@example.com", (OWN_FILES,), {}, "1//refresh"))
    path.chmod(mode)
    with pytest.raises(errors.OpenToOthers) as open_to_others:
        connect()
    assert str(open_to_others.value) == (
        f"{path} holds what logs in to Google, and others on this computer can read it (mode {mode:o}). "
        f"It was not used. Close it: chmod 600 {path}"
    )


def test_a_folder_in_which_others_could_replace_it_is_refused(home: Computer) -> None:
    keep(Kept("person", "ann@example.com", (OWN_FILES,), {}, "1//refresh"))
    home.state.chmod(0o770)
    with pytest.raises(errors.OpenToOthers, match=f"chmod 700 {home.state}$"):
        kept()


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": 1, "kind": "bear", "key": {}}', '{"format": 2}'])
def test_a_damaged_log_in_is_said_to_be_damaged(home: Computer, content: str) -> None:
    path = keep(Kept("person", "", (), {}, ""))
    path.write_text(content)
    with pytest.raises(errors.LoggedOut) as damaged:
        kept()
    assert str(damaged.value) == f"{path} is damaged. Log in again: leadsorted google login --client FILE"


def test_nobody_logged_in_is_said_with_the_way_in(home: Computer) -> None:
    with pytest.raises(errors.LoggedOut) as nobody:
        connect()
    assert str(nobody.value) == (
        "Nobody is logged in to Google on this computer. "
        "Log in: leadsorted google login --client FILE (docs/google.md says where that file is from)"
    )


def test_without_googles_libraries_the_way_to_install_them_is_said(
    home: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(Kept("person", "ann@example.com", (SHEETS,), {}, "1//refresh"))
    monkeypatch.setattr(credentials, "find_spec", lambda _name: None)
    with pytest.raises(errors.NotInstalled) as missing:
        connect()
    assert str(missing.value) == (
        "The part for Google Sheets is not installed. Install it: pip install 'leadsorted-sheets[google]'"
    )


def test_a_service_account_logs_in_and_works(home: Computer) -> None:
    login = as_robot(home.key_file)
    assert (login.kind, login.who, login.scopes) == ("service account", ROBOT, (SHEETS, FILE_FACTS))
    assert login.project == "leads-test"
    for needs in ("made here", "joined"):
        client = connect(needs=needs)  # type: ignore[arg-type]  # both are Needs
        assert client.account() == ROBOT
        client.close()


def test_a_service_accounts_key_is_copied_so_that_the_download_can_go(home: Computer) -> None:
    downloaded = Path(home.key_file)
    as_robot(str(downloaded))
    downloaded.unlink()
    client = connect()
    client.log_in()
    client.close()


def test_a_key_that_google_no_longer_takes_is_not_kept(home: Computer) -> None:
    file = home.key_file
    home.server.service.accounts.service.clear()
    with pytest.raises(errors.LoggedOut, match=f"The service account {ROBOT} does not exist any more"):
        as_robot(file)
    assert kept() is None


def test_a_key_that_was_cut_short_is_said_to_be_damaged(home: Computer) -> None:
    content = json.loads(Path(home.key_file).read_text())
    content["private_key"] = content["private_key"][:200]
    with pytest.raises(errors.LoggedOut) as damaged:
        as_robot(home.download("cut.json", content))
    assert str(damaged.value) == (
        f"The key of the service account {ROBOT} is damaged. "
        "Give it again: leadsorted google login --service-account FILE"
    )


def test_a_computer_whose_clock_is_off_is_told(home: Computer) -> None:
    file = home.key_file
    home.server.service.ahead = 7200
    with pytest.raises(errors.LoggedOut, match="Google does not accept this computer's clock"):
        as_robot(file)


FILES: list[tuple[Any, str, str]] = [
    ("robot", "OAuth client", ("FILE is the key of a service account, not an OAuth client. Nothing was kept of it. "
     "Say: leadsorted google login --service-account FILE")),
    ("client", "service account", ("FILE is an OAuth client, not the key of a service account. Nothing was kept of it. "
     "Say: leadsorted google login --client FILE")),
    ({"web": {"client_id": "x"}}, "OAuth client", ("FILE is an OAuth client for web sites, and this is a program on "
     "your computer. Nothing was kept of it. Make a client of the type Desktop app (docs/google.md) and give its file.")),
    ({"type": "authorized_user", "refresh_token": "1//x"}, "OAuth client", ("FILE is what another program got when "
     "somebody logged in, not a key file. Nothing was kept of it. "
     "Give the OAuth client's own file: leadsorted google login --client FILE")),
    ("AIzaSyA-1234567890abcdefghijklmnopqrstu", "service account", ("FILE is an API key, which can only read sheets "
     "that are open to everybody. Nothing was kept of it. "
     "Make an OAuth client or a service account instead (docs/google.md).")),
    ("-----BEGIN PRIVATE KEY-----", "service account", ("FILE is not JSON, as the key files of Google's console are. "
     "Nothing was kept of it. Download the JSON file (not P12) there: docs/google.md says where.")),
    ({"hello": "world"}, "OAuth client", ("FILE is not a key file that we know. Nothing was kept of it. "
     "docs/google.md says which file to download and where.")),
    ({"type": "external_account"}, "service account", ("FILE is not a key file that we know. Nothing was kept of it. "
     "docs/google.md says which file to download and where.")),
    ({"type": "service_account", "client_email": "r@x"}, "service account", ("FILE lacks private_key, token_uri. "
     "Nothing was kept of it. Download it from Google's console again.")),
    ({"type": "service_account", "client_email": "r@x", "private_key": "k", "token_uri": "t"}, "service account",
     "FILE holds no private key. Nothing was kept of it. Download it from Google's console again."),
    ({"installed": {"client_id": "c", "client_secret": "s", "auth_uri": "https://accounts.google.com/o/oauth2/auth",
                    "token_uri": "https://oauth2.googleapis.com.evil.example/token"}}, "OAuth client",
     ("FILE names a log-in address that is not Google's. Nothing was kept of it. "
     "Download it from Google's console again.")),
    ({"installed": {"client_id": "c", "client_secret": "s", "auth_uri": "https://evil.example/auth",
                    "token_uri": "https://oauth2.googleapis.com/token"}}, "OAuth client",
     ("FILE names a log-in address that is not Google's. Nothing was kept of it. "
     "Download it from Google's console again.")),
]  # fmt: skip


@pytest.mark.parametrize(("content", "wanted", "sentence"), FILES)
def test_a_wrong_file_is_told_for_what_it_is(content: Any, wanted: Any, sentence: str, home: Computer) -> None:
    known = {"robot": home.key_file, "client": home.client_file}
    is_known = isinstance(content, str) and content in known
    path = known[content] if is_known else home.download("file.json", content)
    with pytest.raises(errors.WrongCredentials) as wrong:
        read_key_file(path, wanted, base="")
    assert str(wrong.value) == sentence.replace("FILE", path, 2 if "Say:" in sentence else 1)


def test_a_binary_file_and_none_at_all(home: Computer) -> None:
    path = home.downloads / "key.p12"
    path.write_bytes(b"\x30\x82\xff\xfe")
    with pytest.raises(errors.WrongCredentials, match="is not JSON"):
        read_key_file(str(path), "service account")
    with pytest.raises(errors.NotFound):
        read_key_file(str(home.downloads / "gone.json"), "service account")


def test_googles_own_files_are_taken(home: Computer) -> None:
    google = {
        "client_id": "1.apps.googleusercontent.com",
        "project_id": "leads-123",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": "https://oauth2.googleapis.com/token",
        "auth_provider_x509_cert_url": "https://www.googleapis.com/oauth2/v1/certs",
        "client_secret": "GOCSPX-x",
        "redirect_uris": ["http://localhost"],
    }
    assert read_key_file(home.download("c.json", {"installed": google}), "OAuth client") == google


def test_a_person_logs_in_through_the_browser_with_the_least_that_works(home: Computer) -> None:
    login = in_browser(home.client_file)
    assert (login.kind, login.who, login.scopes) == ("person", "ann@example.com", (OWN_FILES,))
    assert kept() == login
    [page] = home.browser.asked
    assert "code_challenge_method=S256" in page
    assert "redirect_uri=http%3A%2F%2F127.0.0.1%3A" in page
    home.browser.close()
    assert home.browser.shown == ["You are logged in. You can close this window and go back to leadsorted."]


def test_a_narrow_log_in_makes_sheets_and_joins_none(home: Computer) -> None:
    in_browser(home.client_file)
    client = connect(needs="made here")
    key = client.create({"properties": {"title": "Leads"}})["spreadsheetId"]
    assert client.values(key, ["Sheet1!A1"], render="FORMULA") == [[]]
    assert client.changed(key) is not None
    client.close()
    with pytest.raises(errors.TooNarrow) as narrow:
        connect(needs="joined")
    assert str(narrow.value) == (
        "A spreadsheet that somebody else made (or that was not made with this log-in) needs more than this log-in "
        "allows: Google's scope 'spreadsheets'. Log in again and agree to it: leadsorted google login --wider"
    )


def test_a_wider_log_in_joins_a_colleagues_sheet(home: Computer) -> None:
    as_robot(home.key_file)
    robot = connect()
    key = robot.create({})["spreadsheetId"]
    robot.close()
    in_browser(home.client_file, wider=True)
    client = connect(needs="joined")
    with pytest.raises(errors.NoAccess, match=r"may not open this spreadsheet|not shared with this log-in"):
        client.values(key, ["Sheet1!A1"], render="FORMULA")
    home.server.service.files.kept[key].permissions.append(
        {"id": "9", "type": "user", "role": "writer", "emailAddress": "ann@example.com", "kind": "drive#permission"}
    )
    assert client.values(key, ["Sheet1!A1"], render="FORMULA") == [[]]
    client.close()


def test_logging_in_again_needs_no_file_and_a_wide_log_in_stays_wide(home: Computer) -> None:
    in_browser(home.client_file)
    assert in_browser(wider=True).scopes == (OWN_FILES, SHEETS)
    assert in_browser().scopes == (OWN_FILES, SHEETS)
    assert in_browser(home.client_file).scopes == (OWN_FILES, SHEETS)


def test_the_first_log_in_needs_the_clients_file(home: Computer) -> None:
    with pytest.raises(errors.LoggedOut, match="leadsorted google login --client FILE"):
        in_browser()
    as_robot(home.key_file)
    with pytest.raises(errors.LoggedOut, match="leadsorted google login --client FILE"):
        in_browser()


def test_a_damaged_log_in_does_not_stand_in_the_way_of_a_new_one(home: Computer) -> None:
    in_browser(home.client_file)
    file_of_login().write_text("{")
    with pytest.raises(errors.LoggedOut, match="is damaged"):
        in_browser()
    assert in_browser(home.client_file).who == "ann@example.com"


def test_a_right_that_was_left_unticked_is_asked_for_again(home: Computer) -> None:
    home.server.service.accounts.consent.unticked = frozenset({SHEETS})
    with pytest.raises(errors.TooNarrow, match="Log in again and agree to it"):
        in_browser(home.client_file, wider=True)
    assert kept() is None


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("refuses", "Nobody agreed in the browser: access was refused there. Log in again: leadsorted google login"),
        (
            "never answers",
            "Nobody agreed in the browser within 5 minutes. Log in again: leadsorted google login",
        ),
    ],
)
def test_a_person_who_does_not_agree_is_not_logged_in(
    answer: str, sentence: str, home: Computer, *, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    home.server.service.accounts.consent.answer = answer
    run = sign_in._run
    monkeypatch.setattr(sign_in, "_run", lambda flow: run(_hasty(flow)))
    with pytest.raises(errors.LoggedOut) as refused:
        in_browser(home.client_file)
    assert str(refused.value) == sentence
    assert kept() is None


def _hasty(flow: Any) -> Any:
    """The same flow, waiting for half a second instead of five minutes."""
    real = flow.run_local_server

    def soon(**options: Any) -> Any:
        assert options["timeout_seconds"] == sign_in.PATIENCE == 300
        return real(**options | {"timeout_seconds": 0.5})

    flow.run_local_server = soon
    return flow


def test_an_answer_that_belongs_to_another_log_in_is_not_taken(home: Computer) -> None:
    home.server.service.accounts.consent.foreign_state = True
    with pytest.raises(errors.LoggedOut, match="came back with another log-in than the one that was begun"):
        in_browser(home.client_file)
    assert kept() is None


def test_without_a_browser_the_address_is_printed(
    home: Computer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none(_name: str | None = None) -> None:
        raise webbrowser.Error("could not locate runnable browser")

    printed: list[str] = []

    def show(*texts: str) -> None:
        """Somebody reads the address and opens it by hand."""
        printed.extend(texts)
        home.browser.open(texts[0].splitlines()[1])

    monkeypatch.setattr("webbrowser.get", none)
    monkeypatch.setattr("builtins.print", show)
    assert in_browser(home.client_file).who == "ann@example.com"
    assert printed[0].startswith("Your browser opens to ask for your consent. If it does not, open this address")


def test_a_log_in_that_was_taken_back_is_said_and_mended_by_logging_in(home: Computer) -> None:
    in_browser(home.client_file)
    client = connect(needs="made here")
    key = client.create({})["spreadsheetId"]
    home.server.service.accounts.revoke("ann@example.com")
    with pytest.raises(errors.LoggedOut, match="has run out or was taken back"):
        client.values(key, ["A1"], render="FORMULA")
    client.close()
    in_browser()
    client = connect(needs="made here")
    assert client.values(key, ["A1"], render="FORMULA") == [[]]
    client.close()


def test_in_testing_the_log_in_runs_out_after_a_week(home: Computer) -> None:
    home.server.service.accounts.in_testing = True
    in_browser(home.client_file)
    home.server.service.ahead = 8 * 86_400
    client = connect(needs="made here")
    with pytest.raises(errors.LoggedOut, match="runs out after 7 days"):
        client.log_in()
    client.close()


def test_drive_that_does_not_tell_the_address_is_no_reason_to_refuse(home: Computer) -> None:
    home.server.faults.add("401", on="drive.about", times=9)
    assert in_browser(home.client_file).who == ""


def test_logging_out_takes_the_log_in_back_and_deletes_it(home: Computer) -> None:
    login = in_browser(home.client_file)
    assert log_out() == (login, True)
    assert (home.server.service.accounts.refresh, kept()) == ({}, None)
    assert log_out() == (None, False)


def test_logging_out_without_google_still_deletes_it(home: Computer) -> None:
    login = in_browser(home.client_file)
    home.server.close()
    assert log_out() == (login, False)
    assert kept() is None


def test_logging_out_also_clears_a_damaged_log_in(home: Computer) -> None:
    in_browser(home.client_file)
    file_of_login().write_text("{")
    assert log_out() == (None, False)
    assert list(home.state.iterdir()) == []


def test_a_service_accounts_key_is_deleted_here_only(home: Computer) -> None:
    login = as_robot(home.key_file)
    assert log_out() == (login, False)
    assert kept() is None


def test_no_secret_reaches_the_log_while_logging_in(home: Computer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    login = in_browser(home.client_file)
    for secret in (login.refresh_token, login.key["client_secret"], "code_verifier", "ya29."):
        assert secret not in caplog.text


def test_only_this_computer_takes_googles_place(home: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    as_robot(home.key_file)
    monkeypatch.setenv("LEADSORTED_GOOGLE_URL", "http://192.168.0.9:80")
    with pytest.raises(errors.WrongUsage, match=r"only http://127.0.0.1:PORT may stand in for Google"):
        connect()


def test_the_hours_token_serves_the_next_command_too(home: Computer) -> None:
    """Each command would else begin with a request for a token."""
    as_robot(home.key_file)
    for _ in range(3):
        client = connect()
        client.account()
        client.close()
    assert len(home.server.service.accounts.tokens) == 2  # one for the log-in, one for all that follows
    path = home.state / "google-token.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    log_out()
    assert list(home.state.iterdir()) == []


def test_a_token_that_google_forgot_is_renewed_unseen(home: Computer) -> None:
    in_browser(home.client_file)
    for _ in range(2):
        client = connect(needs="made here")
        assert client.account() == "ann@example.com"
        client.close()
        home.server.service.accounts.expire_tokens()


def test_a_token_of_another_log_in_is_worth_nothing(home: Computer) -> None:
    as_robot(home.key_file)
    client = connect()
    client.log_in()
    client.close()
    in_browser(home.client_file)
    client = connect(needs="made here")
    assert client.account() == "ann@example.com"
    client.close()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"of": 1}'])
def test_a_damaged_token_is_asked_for_anew(home: Computer, content: str) -> None:
    as_robot(home.key_file)
    (home.state / "google-token.json").write_text(content)
    client = connect()
    assert client.account() == ROBOT
    client.close()


def test_a_log_in_that_would_not_last_is_not_kept(home: Computer) -> None:
    home.server.service.accounts.consent.lasting = False
    with pytest.raises(errors.LoggedOut) as short:
        in_browser(home.client_file)
    assert str(short.value) == (
        "Google gave no lasting log-in. Take this program's access away at https://myaccount.google.com/connections "
        "and log in again."
    )
    assert kept() is None


def test_a_log_in_that_breaks_off_after_the_browser_is_said(home: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    def of_the_administrator(_self: Accounts, _form: object) -> None:
        raise Denied("admin_policy_enforced", "")

    def cut(_self: Accounts, _form: object) -> None:
        raise ConnectionResetError

    said = []
    for grant in (of_the_administrator, cut):
        monkeypatch.setattr(Accounts, "grant", grant)
        with pytest.raises(errors.LeadSortedError) as broken_off:
            in_browser(home.client_file)
        said.append(str(broken_off.value))
    assert said == [
        (
            "An administrator of your Google Workspace does not allow this program. "
            "Ask for it to be allowed, then: leadsorted google login"
        ),
        "Google could not be reached: its log-in service did not answer. Check the connection and run the command again.",
    ]


def test_a_computer_without_a_free_port_is_said(home: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_arguments: object, **_options: object) -> None:
        raise OSError(98, "Address already in use")

    monkeypatch.setattr("wsgiref.simple_server.make_server", none)
    with pytest.raises(errors.LoggedOut, match="gave no port for the browser to come back to"):
        in_browser(home.client_file)


def test_a_log_in_without_any_right_to_sheets_is_too_narrow(home: Computer) -> None:
    keep(Kept("person", "ann@example.com", ("openid",), {}, "1//refresh"))
    with pytest.raises(errors.TooNarrow) as narrow:
        connect(needs="made here")
    assert str(narrow.value) == (
        "A spreadsheet needs more than this log-in allows: Google's scope 'drive.file'. "
        "Log in again and agree to it: leadsorted google login"
    )
