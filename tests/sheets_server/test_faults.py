"""What goes wrong, as the real client stack sees it; and what people do in between."""

from __future__ import annotations

import time

import gspread
import pytest
import requests

from tests.sheets_server import Human, Refusal, SheetsServer

APIError = gspread.exceptions.APIError


def written(server: SheetsServer, tab: gspread.Worksheet) -> bool:
    return server.values(tab.spreadsheet_id, "A1") == [["a"]]


@pytest.mark.parametrize(
    ("kind", "code", "message"),
    [
        ("429", 429, "Quota exceeded for quota metric 'Write requests' and limit 'Write requests per minute per user'"),
        ("503", 503, "The service is currently unavailable."),
        ("403 rate", 403, "User Rate Limit Exceeded."),
    ],
)
def test_a_refusal_applies_nothing_and_passes(
    server: SheetsServer, tab: gspread.Worksheet, kind: str, code: int, message: str
) -> None:
    server.faults.add(kind, on="values.update")
    with pytest.raises(APIError) as refused:
        tab.update([["a"]], "A1")
    assert refused.value.code == code
    assert message in refused.value.error["message"]
    assert not written(server, tab)
    tab.update([["a"]], "A1")
    assert written(server, tab)
    assert server.faults.happened == {kind: 1}


def test_the_429_is_the_recorded_one(server: SheetsServer, tab: gspread.Worksheet) -> None:
    server.faults.add("429", on="values.get")
    with pytest.raises(APIError) as refused:
        tab.get_all_values()
    error = refused.value.response.json()["error"]
    assert (error["status"], "errors" in error, "Retry-After" in refused.value.response.headers) == (
        "RESOURCE_EXHAUSTED",
        False,
        False,
    )
    assert error["details"][0]["reason"] == "RATE_LIMIT_EXCEEDED"
    assert error["details"][0]["metadata"]["quota_limit"] == "ReadRequestsPerMinutePerUser"
    assert error["details"][1]["@type"] == "type.googleapis.com/google.rpc.Help"


def test_a_page_of_html_is_no_json(server: SheetsServer, tab: gspread.Worksheet) -> None:
    server.faults.add("500 html", on="values.update")
    with pytest.raises(APIError) as refused:
        tab.update([["a"]], "A1")
    assert (refused.value.code, refused.value.response.status_code) == (-1, 500)
    assert not written(server, tab)


def test_a_401_is_answered_with_a_fresh_token(server: SheetsServer, tab: gspread.Worksheet) -> None:
    server.faults.add("401", on="values.update")
    tab.update([["a"]], "A1")
    assert [entry.status for entry in server.service.log if entry.call.endswith("values.update")] == [401, 200]
    assert written(server, tab)


@pytest.mark.parametrize(("kind", "landed"), [("lost request", False), ("lost response", True)])
def test_a_lost_message_may_or_may_not_have_landed(
    server: SheetsServer, tab: gspread.Worksheet, kind: str, landed: bool
) -> None:
    server.faults.add(kind, on="values.update")
    with pytest.raises(requests.ConnectionError):
        tab.update([["a"]], "A1")
    assert written(server, tab) is landed
    assert tab.get_all_values() == ([["a"]] if landed else [[]])


def test_a_slow_answer_runs_into_the_clients_timeout(server: SheetsServer, tab: gspread.Worksheet) -> None:
    server.faults.add("slow", on="values.update", seconds=0.5)
    tab.client.set_timeout(0.1)
    with pytest.raises(requests.ReadTimeout):
        tab.update([["a"]], "A1")


def test_latency_is_the_same_for_every_call(server: SheetsServer, tab: gspread.Worksheet) -> None:
    server.faults.latency = 0.05
    start = time.perf_counter()
    tab.get_all_values()
    assert time.perf_counter() - start >= 0.05


def test_faults_can_wait_and_repeat(server: SheetsServer, tab: gspread.Worksheet) -> None:
    server.faults.add("503", on="values.get", skip=1, times=2)
    outcomes = []
    for _ in range(4):
        try:
            tab.get_all_values()
            outcomes.append("fine")
        except APIError:
            outcomes.append("503")
    assert outcomes == ["fine", "503", "503", "fine"]


def test_an_unknown_fault_is_refused(server: SheetsServer) -> None:
    with pytest.raises(ValueError, match="No such fault: earthquake"):
        server.faults.add("earthquake")


def test_the_quota_runs_out_and_is_full_again_the_next_minute(server: SheetsServer, tab: gspread.Worksheet) -> None:
    server.service._clock = lambda: 1_000_000_020.0
    server.service.accounts.tokens = {token: (who, 2e9) for token, (who, _) in server.service.accounts.tokens.items()}
    server.quota.reads, server.quota.writes = 3, 1
    for _ in range(3):
        tab.get_all_values()
    with pytest.raises(APIError, match="Quota exceeded for quota metric 'Read requests'"):
        tab.get_all_values()
    tab.update([["a"]], "A1")
    with pytest.raises(APIError, match="Quota exceeded for quota metric 'Write requests'"):
        tab.update([["b"]], "A1")
    server.service.ahead = 60
    assert tab.get_all_values() == [["a"]]


def test_requests_are_counted(server: SheetsServer, tab: gspread.Worksheet) -> None:
    server.service.log.clear()
    tab.get_all_values()
    tab.update([["a"]], "A1")
    tab.spreadsheet.get_lastUpdateTime()
    assert server.counts() == {"reads": 1, "writes": 1, "drive": 1}


def test_somebody_sorts_right_before_a_write_lands(server: SheetsServer, tab: gspread.Worksheet) -> None:
    tab.update([["b"], ["a"]], "A1")
    ann = server.human(tab.spreadsheet_id)
    server.faults.interlude("before", "values.update", lambda: ann.sort("Sheet1", "A"))
    server.faults.interlude("after", "values.update", lambda: ann.type("Sheet1", "C1", "seen"))
    tab.update([["next to the wrong row"]], "B1")
    assert server.values(tab.spreadsheet_id, "A1:C2") == [["a", "next to the wrong row", "seen"], ["b"]]


def human(server: SheetsServer, tab: gspread.Worksheet) -> Human:
    tab.update([["Name", "Phone"], ["Bob", "1"], ["Ann", "2"]], "A1")
    tab.freeze(rows=1)
    return server.human(tab.spreadsheet_id)


@pytest.mark.parametrize(
    ("move", "how", "left"),
    [
        ("type", {"cell": "B2", "text": "0042"}, [["Name", "Phone"], ["Bob", 42], ["Ann", "2"]]),
        ("clear", {"cells": "A2:B2"}, [["Name", "Phone"], [], ["Ann", "2"]]),
        ("insert_rows", {"above": 2}, [["Name", "Phone"], [], ["Bob", "1"], ["Ann", "2"]]),
        ("delete_rows", {"first": 2}, [["Name", "Phone"], ["Ann", "2"]]),
        ("move_rows", {"first": 3, "last": 3, "above": 2}, [["Name", "Phone"], ["Ann", "2"], ["Bob", "1"]]),
        ("copy_row", {"row": 2, "to": 4}, [["Name", "Phone"], ["Bob", "1"], ["Ann", "2"], ["Bob", "1"]]),
        ("sort", {"column": "A"}, [["Name", "Phone"], ["Ann", "2"], ["Bob", "1"]]),
        ("sort", {"column": "B", "descending": True}, [["Name", "Phone"], ["Ann", "2"], ["Bob", "1"]]),
        ("insert_columns", {"before": "B"}, [["Name", "", "Phone"], ["Bob", "", "1"], ["Ann", "", "2"]]),
        ("delete_column", {"column": "A"}, [["Phone"], ["1"], ["2"]]),
        ("move_column", {"column": "B", "before": "A"}, [["Phone", "Name"], ["1", "Bob"], ["2", "Ann"]]),
    ],
)
def test_a_person_edits_the_sheet(
    server: SheetsServer, tab: gspread.Worksheet, move: str, how: dict[str, object], left: list[list[object]]
) -> None:
    ann = human(server, tab)
    before = server.service.files.kept[tab.spreadsheet_id].version
    server.service.log.clear()
    ann.move(move, tab="Sheet1", **how)
    assert server.values(tab.spreadsheet_id, "Sheet1") == left
    assert server.service.files.kept[tab.spreadsheet_id].version > before
    assert server.counts() == {"reads": 0, "writes": 0, "drive": 0}


def test_a_person_hides_renames_and_deletes(server: SheetsServer, tab: gspread.Worksheet) -> None:
    ann = human(server, tab)
    ann.hide_rows("Sheet1", 2)
    ann.hide_column("Sheet1", "B")
    ann.sort("Sheet1", "A")
    assert tab.col_values(1) == ["Name", "Bob", "Ann"]
    ann.show_rows("Sheet1", 2)
    ann.sort("Sheet1", "A")
    assert tab.col_values(1) == ["Name", "Ann", "Bob"]
    ann.rename_tab("Sheet1", "Our leads")
    with pytest.raises(APIError, match="Unable to parse range: 'Sheet1'!A1"):
        tab.acell("A1")
    tab.spreadsheet.add_worksheet("Two", 5, 5)
    ann.delete_tab("Our leads")
    assert [each.title for each in tab.spreadsheet.worksheets()] == ["Two"]


def test_a_person_is_held_up_by_drop_downs_and_protections(server: SheetsServer, tab: gspread.Worksheet) -> None:
    tab.add_validation("A1", gspread.utils.ValidationConditionType.one_of_list, ["New"], strict=True)
    tab.add_protected_range("B1", ["bob@example.com"])
    ann = server.human(tab.spreadsheet_id, "ann@example.com")
    with pytest.raises(Refusal, match="violates the data validation rules"):
        ann.type("Sheet1", "A1", "Lost")
    with pytest.raises(Refusal, match="You are trying to edit a protected cell"):
        ann.type("Sheet1", "B1", "mine")
    server.human(tab.spreadsheet_id, "bob@example.com").type("Sheet1", "B1", "mine")
    assert server.values(tab.spreadsheet_id, "Sheet1") == [["", "mine"]]
    with pytest.raises(ValueError, match="No such move: shout"):
        ann.move("shout")


def test_a_renamed_tab_is_renamed_in_formulas_too(server: SheetsServer, tab: gspread.Worksheet) -> None:
    tab.update([["7"], ["=Sheet1!A1*2"]], "A1", raw=False)
    server.human(tab.spreadsheet_id).rename_tab("Sheet1", "Our leads")
    assert server.values(tab.spreadsheet_id, "A2", "FORMULA") == [["='Our leads'!A1*2"]]
    assert server.values(tab.spreadsheet_id, "A2") == [[14]]
