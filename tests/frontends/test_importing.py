"""The import command as a user types it: what it prints, how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.frontends.running import Shell


@pytest.fixture
def here(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shell("new", "leads.xlsx", "--country", "GB")
    (tmp_path / "fair.csv").write_text("Name,Firm,Email,Tel\nAna Ng,Acme,ana@acme.example,020 7946 0018\nn/a,,,\n")
    return tmp_path


def test_it_shows_first_and_says_how_to_do_it(shell: Shell, here: Path) -> None:
    before = (here / "leads.xlsx").read_bytes()
    run = shell("import", "leads.xlsx", "fair.csv", "--source", "Trade show / event")
    assert (run.code, run.err) == (0, "")
    lines = [line.rstrip() for line in run.out.splitlines()]
    assert "+ Leads" in run.out
    assert "1 row could not be used: they come back in a file that says why." in lines
    assert lines[-1] == (
        "Nothing was written. To do it: leadsorted import leads.xlsx fair.csv --source 'Trade show / event' --apply"
    )
    assert (here / "leads.xlsx").read_bytes() == before


def test_what_it_did_is_there_as_data(shell: Shell, here: Path) -> None:
    facts = json.loads(shell("import", "leads.xlsx", "fair.csv", "--apply", "--json").out)
    assert facts["applied"]
    assert facts["rejected_file"] == "leads.rejected.csv"
    assert facts["figures"] == [{"title": "Import", "rows": [{"What": "New leads", "Rows": 1}]}]
    (each,) = facts["lists"]
    assert (each["name"], each["rows"], [row["line"] for row in each["rejected"]]) == ("fair.csv", 1, [3])


def test_rows_that_come_back_never_overwrite_those_of_the_last_time(shell: Shell, here: Path) -> None:
    shell("import", "leads.xlsx", "fair.csv", "--apply")
    kept = (here / "leads.rejected.csv").read_bytes()
    (here / "other.csv").write_text("Email,City\n,Leeds\nb@x.org,\n-,-\n")
    shell("import", "leads.xlsx", "other.csv", "--apply")
    assert (here / "leads.rejected.csv").read_bytes() == kept
    assert "other.csv" in (here / "leads.rejected-2.csv").read_text("utf-8-sig")


def test_an_update_brings_columns_of_the_users_own_along(shell: Shell, here: Path) -> None:
    shell("import", "leads.xlsx", "fair.csv", "--apply")
    (here / "more.csv").write_text(
        "Name,Firm,Email,Tel,Title,Shoe size\nAna Ng,Acme,ana@acme.example,020 7946 0018,CFO,43\n"
    )
    run = shell("import", "leads.xlsx", "more.csv", "--on-duplicate", "update", "--apply")
    assert (run.code, run.err) == (0, "")
    (row,) = XlsxWorkbook("leads.xlsx").read().book["Leads"].values()
    assert (row["Job title"], row["Shoe size"]) == ("CFO", "43")
    shell("undo", "leads.xlsx")
    (row,) = XlsxWorkbook("leads.xlsx").read().book["Leads"].values()
    assert (row.get("Job title"), row.get("Shoe size")) == (None, None)


# what is typed, the exit code, what is said
MISUSE = (
    (("leads.xlsx",), 2, "Missing argument 'IN...'"),
    (("leads.xlsx", "fair.csv", "--overwrite", "Email"), 2, "add --on-duplicate update"),
    (("leads.xlsx", "fair.csv", "--watch", "--json"), 2, "leave out --json"),
    (("leads.xlsx", "fair.csv", "--watch"), 2, "fair.csv is not a folder. --watch takes folders"),
    (("list.csv", "fair.csv"), 2, "list.csv is one table, not a workbook."),
    (("leads.xlsx", "nowhere.csv"), 3, "nowhere.csv: no such file. Check the name and the folder."),
    (("leads.xlsx", "fair.csv", "--map", "Tel"), 2, "say a header, an equals sign and a value"),
)


@pytest.mark.parametrize(("words", "code", "said"), MISUSE)
def test_misuse_is_told_in_words(shell: Shell, here: Path, words: tuple[str, ...], code: int, said: str) -> None:
    run = shell("import", *words)
    assert (run.code, said in run.err) == (code, True), run.err


def test_strict_ends_with_3_where_rows_could_not_be_used(shell: Shell, here: Path) -> None:
    assert shell("import", "leads.xlsx", "fair.csv", "--strict").code == 3
