"""The client over HTTP: what each method tells, and what it does when Google, the network or the quota will not."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google.oauth2.credentials import Credentials as Person
from google.oauth2.service_account import Credentials as Robot

from leadsorted_sheets import errors
from leadsorted_sheets.workbook.gsheets import sending
from leadsorted_sheets.workbook.gsheets.client import Client, GuardTaken, loopback
from leadsorted_sheets.workbook.gsheets.logins import FILE_FACTS, OWN_FILES, SHEETS
from leadsorted_sheets.workbook.gsheets.quota import Quota
from tests.sheets_server import SheetsServer
from tests.sheets_server.people import Clock
from tests.sheets_server.refusals import Json

ROBOT = "robot@leads-test.iam.gserviceaccount.com"
WRITE_FAULTS = ("lost request", "lost response", "503", "500 html")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Iterator[SheetsServer]:
    with SheetsServer(clock=clock.now) as running:
        yield running


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def client(server: SheetsServer, clock: Clock, told: list[str]) -> Iterator[Client]:
    connecting = robot(server, clock, told)
    yield connecting
    connecting.close()


@pytest.fixture
def key(client: Client) -> str:
    """A spreadsheet with a few cells."""
    made: str = client.create({"properties": {"title": "Leads"}})["spreadsheetId"]
    client.write_ranges(made, [{"range": "Sheet1!A1", "values": [["Name", "Score"], ["Ann", 42], ["=1+1", ""]]}])
    client.counts.clear()
    return made


def robot(server: SheetsServer, clock: Clock, told: list[str], **options: Any) -> Client:
    credentials = Robot.from_service_account_info(server.credentials(), scopes=[SHEETS, FILE_FACTS])  # type: ignore[no-untyped-call]  # google-auth is untyped
    return Client(
        credentials,
        base=server.url,
        progress=lambda what, _done, _total: told.append(what),
        sleep=clock.sleep,
        clock=clock.now,
        **options,
    )


def person(server: SheetsServer, clock: Clock, *scopes: str) -> Client:
    info = server.service.accounts.person("ann@example.com", *scopes)
    names = ("refresh_token", "token_uri", "client_id", "client_secret", "scopes")
    credentials = Person(None, account="ann@example.com", **{name: info[name] for name in names})  # type: ignore[no-untyped-call]  # as above
    return Client(credentials, base=server.url, sleep=clock.sleep, clock=clock.now)


def guard(number: int) -> Json:
    mark = {"metadataId": number, "metadataKey": "ls.commit", "metadataValue": "token", "visibility": "DOCUMENT"}
    return {"createDeveloperMetadata": {"developerMetadata": mark | {"location": {"spreadsheet": True}}}}


def rounded(waits: list[float]) -> list[float]:
    """Waits without the chance in them: each is up to a quarter longer."""
    return [2.0 ** next(n for n in range(9) if 2**n <= wait <= 2**n * 1.25) for wait in waits]


def test_values_come_by_range_and_a_blank_range_has_no_rows(client: Client, key: str) -> None:
    ranges = ["Sheet1!A1:B3", "Sheet1!F1:G9", "Sheet1!B2"]
    assert client.values(key, ranges, render="FORMULA") == [
        [["Name", "Score"], ["Ann", 42], ["=1+1"]],
        [],
        [[42]],
    ]
    assert client.values(key, [], render="FORMULA") == []
    assert client.counts == {"read": 1}


def test_writing_is_literal(client: Client, key: str, server: SheetsServer) -> None:
    payloads = [["=1+1", "+15551234567", "0042", "2026-01-01", "'quoted"]]
    client.write_ranges(key, [{"range": "Sheet1!A5", "values": payloads}])
    assert server.values(key, "Sheet1!A5:E5") == payloads


def test_rows_are_written_and_read_by_the_tag_they_carry(client: Client, key: str, server: SheetsServer) -> None:
    row = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}}
    tag = {"metadataKey": "ls.r", "metadataValue": "t:1", "visibility": "DOCUMENT", "location": row}
    client.batch_update(key, [{"createDeveloperMetadata": {"developerMetadata": tag}}])
    server.human(key).insert_rows("Sheet1", 1, 3)
    lookup = {"developerMetadataLookup": {"metadataKey": "ls.r", "metadataValue": "t:1"}}
    client.write_by_filter(key, [{"dataFilter": lookup, "majorDimension": "ROWS", "values": [[None, 43]]}])
    [found] = client.values_by_filter(key, [lookup], render="UNFORMATTED_VALUE")
    assert found["valueRange"]["values"] == [["Ann", 43]]
    [entry] = client.search_metadata(key, [lookup])
    assert entry["location"]["dimensionRange"] == {"dimension": "ROWS", "startIndex": 4, "endIndex": 5}
    assert client.counts == {"write": 2, "read": 2}


def test_a_batch_tells_back_what_is_asked_for(client: Client, key: str) -> None:
    answer = client.batch_update(
        key,
        [guard(700_000_001)],
        answer={
            "includeSpreadsheetInResponse": True,
            "responseIncludeGridData": True,
            "responseRanges": ["Sheet1!A2"],
        },
        fields="updatedSpreadsheet(sheets(data(rowData(values(userEnteredValue)))))",
    )
    cells = [{"userEnteredValue": {"stringValue": "Ann"}}]
    assert answer == {"updatedSpreadsheet": {"sheets": [{"data": [{"rowData": [{"values": cells}]}]}]}}


def test_a_guard_that_is_taken_refuses_the_whole_batch(client: Client, key: str, server: SheetsServer) -> None:
    client.batch_update(key, [guard(700_000_001)])
    wipe = {"updateCells": {"range": {"sheetId": 0}, "fields": "userEnteredValue"}}
    with pytest.raises(GuardTaken):
        client.batch_update(key, [wipe, guard(700_000_001)])
    assert server.values(key, "Sheet1!A1:A2") == [["Name"], ["Ann"]]


def test_drive_tells_the_last_change(client: Client, key: str) -> None:
    before = client.changed(key)
    client.write_ranges(key, [{"range": "Sheet1!C1", "values": [["new"]]}])
    after = client.changed(key)
    assert before is not None
    assert after is not None
    assert int(after.version) == int(before.version) + 1
    assert after.when is not None
    assert after.when.tzinfo is not None
    assert client.counts == {"drive": 2, "write": 1}


def test_drive_is_not_asked_without_a_right_to(server: SheetsServer, clock: Clock, key: str) -> None:
    with_sheets_only = person(server, clock, SHEETS)
    assert with_sheets_only.changed(key) is None
    assert with_sheets_only.counts == {}
    with_sheets_only.close()


def test_drive_is_asked_once_about_a_file_that_drive_file_does_not_reach(
    server: SheetsServer, clock: Clock, key: str
) -> None:
    server.service.files.kept[key].permissions.append(
        {"id": "9", "type": "user", "role": "writer", "emailAddress": "ann@example.com", "kind": "drive#permission"}
    )
    narrow = person(server, clock, OWN_FILES)
    assert [narrow.changed(key), narrow.changed(key)] == [None, None]
    assert narrow.counts == {"drive": 1}
    narrow.close()


def test_the_account_is_known(client: Client) -> None:
    assert client.account() == ROBOT
    assert (client.login.who, client.login.robot) == (ROBOT, True)


@pytest.mark.parametrize("fault", ["429", "503", "500 html", "lost request", "lost response"])
def test_a_read_is_asked_again(
    fault: str, client: Client, key: str, server: SheetsServer, *, clock: Clock, told: list[str]
) -> None:
    server.faults.add(fault, on="values", times=3)
    assert client.values(key, ["Sheet1!A2"], render="FORMULA") == [[["Ann"]]]
    assert rounded(clock.waits) == [1, 2, 4]
    assert client.counts == {"read": 4}
    what = "Google's quota" if fault == "429" else "Google to answer"
    assert [line.partition(" s for ")[2] for line in told] == [what] * 3


def test_a_write_is_sent_again_where_google_turned_it_down(
    client: Client, key: str, server: SheetsServer, clock: Clock
) -> None:
    server.faults.add("429", on="batchUpdate", times=2)
    client.batch_update(key, [guard(700_000_001)])
    assert rounded(clock.waits) == [1, 2]
    assert client.counts == {"write": 3}


@pytest.mark.parametrize("fault", WRITE_FAULTS)
def test_a_write_is_sent_once_where_it_may_have_been_done(
    fault: str, client: Client, key: str, server: SheetsServer, clock: Clock
) -> None:
    server.faults.add(fault, on="values.batchUpdate")
    with pytest.raises(errors.OutcomeUnknown) as unknown:
        client.write_ranges(key, [{"range": "Sheet1!A2", "values": [["Bob"]]}])
    assert unknown.value.address == f"gsheet:{key}"
    assert clock.waits == []
    assert client.counts == {"write": 1}
    landed = fault == "lost response"
    assert server.values(key, "Sheet1!A2") == [["Bob" if landed else "Ann"]]


def test_a_write_that_takes_too_long_is_not_sent_again(
    client: Client, key: str, server: SheetsServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT", (1.0, 0.1))
    hasty = robot(server, clock, [])
    hasty.values(key, ["Sheet1!A1"], render="FORMULA")
    server.faults.add("slow", on="values.batchUpdate", seconds=0.4)
    with pytest.raises(errors.OutcomeUnknown, match="no answer in time"):
        hasty.write_ranges(key, [{"range": "Sheet1!A2", "values": [["Bob"]]}])
    assert hasty.counts == {"read": 1, "write": 1}
    hasty.close()


def test_every_request_has_a_time_out(client: Client, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """gspread passes None, and so defeats the default of google-auth (burnash/gspread #98, #977)."""
    seen = []
    session = client._line[0]._http.session
    request = session.request
    monkeypatch.setattr(session, "request", lambda *a, **k: seen.append(k["timeout"]) or request(*a, **k))
    client.values(key, ["Sheet1!A1"], render="FORMULA")
    client.changed(key)
    assert seen == [(10.0, 190.0)] * 2


def test_patience_ends_after_two_minutes(client: Client, key: str, server: SheetsServer, clock: Clock) -> None:
    server.faults.add("429", times=99)
    with pytest.raises(errors.QuotaSpent) as spent:
        client.batch_update(key, [guard(700_000_001)])
    assert rounded(clock.waits)[:5] == [1, 2, 4, 8, 16]
    assert 60 < sum(clock.waits) <= 120
    assert str(spent.value).startswith("Google's limit of write requests a minute is used up, and it did not ease in")


def test_google_that_is_not_there_is_waited_for_even_by_a_write(clock: Clock, told: list[str]) -> None:
    """The connection was refused, so nothing can have been done."""
    with SheetsServer(clock=clock.now) as gone:
        client = robot(gone, clock, told)
        client.log_in()
    with pytest.raises(errors.Unreachable) as unreachable:
        client.write_ranges("key", [])
    assert str(unreachable.value) == (
        "Google could not be reached: no connection. Check the connection and run the command again."
    )
    assert client.counts["write"] == len(clock.waits) + 1 > 5
    client.close()


def test_an_expired_token_is_renewed_unseen(client: Client, key: str, server: SheetsServer, clock: Clock) -> None:
    server.service.accounts.expire_tokens()
    client.write_ranges(key, [{"range": "Sheet1!A2", "values": [["Bob"]]}])
    assert clock.waits == []
    assert server.values(key, "Sheet1!A2") == [["Bob"]]


@pytest.mark.parametrize("kind", ["write", "read"])
def test_the_quota_is_never_overdrawn(kind: str, server: SheetsServer, clock: Clock, told: list[str]) -> None:
    """130 requests in a row, as a large sync makes them: Google never has to refuse one."""
    server.quota.writes = server.quota.reads = 60
    busy = robot(server, clock, told, quota=Quota())
    key = busy.create({})["spreadsheetId"]
    for n in range(130):
        if kind == "write":
            busy.write_ranges(key, [{"range": "Sheet1!A1", "values": [[n]]}])
        else:
            busy.values(key, ["Sheet1!A1"], render="FORMULA")
    assert {entry.status for entry in server.service.log} == {200}
    assert sum(clock.waits) < 121  # the machine's own time counts too, so it may be less
    assert len(told) == 2
    assert all(re.fullmatch(r"Waiting \d+ s for Google's quota", each) for each in told)
    busy.close()


def test_the_quota_is_shared_by_all_clients_of_an_account(server: SheetsServer, clock: Clock) -> None:
    quota = Quota(limit=2)
    one, other = (robot(server, clock, [], quota=quota) for _ in range(2))
    key = one.create({})["spreadsheetId"]
    other.write_ranges(key, [])
    assert clock.waits == []
    one.write_ranges(key, [])
    [wait] = clock.waits
    assert 55 < wait <= 60
    one.close()
    other.close()


def test_no_secret_and_no_cell_reaches_a_message_or_a_log(
    client: Client, key: str, server: SheetsServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.service.accounts.expire_tokens()
    said = []
    for data in (
        [{"range": "Nowhere!A1", "values": [["ana@ng.example"]]}],
        [{"range": "A1", "values": "ana@ng.example"}],
    ):
        with pytest.raises(errors.GoogleRefused) as refused:
            client.write_ranges(key, data)
        assert refused.value.__cause__ is None
        said.append(str(refused.value))
    tokens = list(server.service.accounts.tokens)
    everything = "\n".join([*said, caplog.text])
    assert "PRIVATE KEY" not in everything
    assert "ana@ng.example" not in everything
    assert not any(token in everything for token in tokens)


def test_a_page_of_html_instead_of_an_answer_is_no_answer(
    client: Client, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hotel's network answers 200 with its own log-in page."""
    session = client._line[0]._http.session
    real = session.request

    def page(*arguments: Any, **options: Any) -> Any:
        answer = real(*arguments, **options)
        answer._content = b"<html>Welcome to our hotel</html>"
        return answer

    monkeypatch.setattr(session, "request", page)
    with pytest.raises(errors.Unreachable, match="the network may ask for a log-in"):
        client.values(key, ["A1"], render="FORMULA")
    with pytest.raises(errors.OutcomeUnknown):
        client.write_ranges(key, [])


@pytest.mark.parametrize(
    "url", ["http://localhost:80", "https://127.0.0.1:80", "http://127.0.0.1", "http://127.0.0.1:80@evil.example", ""]
)
def test_nothing_but_this_computer_takes_googles_place(url: str) -> None:
    with pytest.raises(errors.WrongUsage):
        loopback(url)


def test_google_itself_has_a_quota_without_being_told(server: SheetsServer) -> None:
    credentials = Robot.from_service_account_info(server.credentials(), scopes=[SHEETS])  # type: ignore[no-untyped-call]  # as above
    one, other, here = Client(credentials), Client(credentials), Client(credentials, base=server.url)
    assert one._quota is other._quota is not None
    assert here._quota is None


def test_a_netrc_file_does_not_take_the_tokens_place(
    server: SheetsServer, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """requests sends what it finds there in place of a header that it was given, and says so in its documentation."""
    netrc = tmp_path / "netrc"
    netrc.write_text("default login ann password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    client = robot(server, clock, [])
    assert client.create({})["spreadsheetId"]
    client.close()
