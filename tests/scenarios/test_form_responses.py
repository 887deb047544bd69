"""The responses tab of a Google Form, and a list, into a workbook and into a Google sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadsorted_sheets.session.google import login
from tests.frontends.running import Shell
from tests.sheets_server import SheetsServer, connected

TAB = "Form responses 1"
HEADER = ["Timestamp", "Your name", "Email address", "Phone", "How can we help?"]
ANA = ["3/4/2026 10:00:00", "Ana Ng", "ana@acme.example", "+442079460018", "A new roof"]
BO = ["3/5/2026 11:30:00", "Bo Li", "bo@beta.example", "", "=1+1 is too much"]
CEM = ["3/6/2026 09:15:00", "Cem Oz", "cem@gamma.example", "", "A quote"]


@pytest.fixture
def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SheetsServer]:
    with SheetsServer() as server:
        monkeypatch.setenv("LEADSORTED_GOOGLE_URL", server.url)
        monkeypatch.setenv("LEADSORTED_STATE_DIR", str(tmp_path / "state"))
        server.write_credentials(tmp_path / "robot.json")
        login(service_account=str(tmp_path / "robot.json"))
        monkeypatch.chdir(tmp_path)
        yield server


def fill(google: SheetsServer, key: str, *rows: list[str], line: int) -> None:
    client = connected(google)
    tab = client.open_by_key(key).worksheet(TAB)
    tab.update([*rows], f"A{line}", raw=False)
    for n, row in enumerate(rows):
        tab.update([[row[4]]], f"E{line + n}", raw=True)
    client.http_client.session.close()


@pytest.fixture
def form(google: SheetsServer) -> str:
    client = connected(google)
    book = client.create("Roof form")
    book.sheet1.update_title(TAB)
    client.http_client.session.close()
    fill(google, book.id, HEADER, ANA, BO, line=1)
    return str(book.id)


def names(shell: Shell, book: str) -> list[str]:
    return sorted(str(lead["Last name"]) for lead in json.loads(shell("list", book, "--json").out)["leads"])


def test_new_responses_come_in_and_old_ones_do_not_come_again(shell: Shell, google: SheetsServer, form: str) -> None:
    tab = f"gsheet:{form}#{TAB}"
    assert shell("new", "leads.xlsx", "--country", "GB").code == 0
    first = shell("import", "leads.xlsx", tab, "--source", "Website form", "--apply")
    assert (first.code, first.err) == (0, "")
    assert names(shell, "leads.xlsx") == ["Li", "Ng"]
    again = shell("import", "leads.xlsx", tab, "--apply")
    assert "has come in before; nothing in it is new." in again.out
    fill(google, form, CEM, line=4)
    third = shell("import", "leads.xlsx", tab, "--apply", "--json")
    assert [each["rows"] for each in json.loads(third.out)["lists"]] == [1]
    assert names(shell, "leads.xlsx") == ["Li", "Ng", "Oz"]
    assert google.values(form, f"{TAB}!A1:E1", "FORMULA") == [HEADER]


def test_the_tab_is_found_where_none_is_named_and_refused_where_it_is_not_there(
    shell: Shell, google: SheetsServer, form: str
) -> None:
    shell("new", "leads.xlsx", "--country", "GB")
    assert shell("import", "leads.xlsx", f"gsheet:{form}", "--apply").code == 0
    assert names(shell, "leads.xlsx") == ["Li", "Ng"]
    wrong = shell("import", "leads.xlsx", f"gsheet:{form}#Nope")
    assert (wrong.code, TAB in wrong.err) == (3, True)


def test_a_list_comes_into_a_google_sheet_and_one_undo_takes_it_back(
    shell: Shell, google: SheetsServer, form: str, tmp_path: Path
) -> None:
    sheet = f"gsheet:{form}"
    shell("adopt", sheet, "--country", "GB", "--apply")
    before = google.values(form, f"{TAB}!A1:F4")
    (tmp_path / "fair.csv").write_text(
        "Name,Email,City,Shoe size\nCem Oz,cem@gamma.example,York,43\nAna Ng,ana@acme.example,Leeds,41\n"
    )
    done = shell("import", sheet, "fair.csv", "--on-duplicate", "update", "--apply")
    assert (done.code, done.err) == (0, "")
    found = json.loads(shell("list", sheet, "--json").out)["leads"]
    assert sorted((str(row["Last name"]), str(row.get("City"))) for row in found) == [
        ("Li", "None"), ("Ng", "Leeds"), ("Oz", "York"),
    ]  # fmt: skip
    assert shell("undo", sheet).code == 0
    assert names(shell, sheet) == ["Li", "Ng"]
    assert google.values(form, f"{TAB}!A1:F4") == before
