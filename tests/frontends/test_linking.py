"""`leadsorted list BOOK --by company` and `--by household`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.frontends.running import Shell

ROWS = """Lead ID,First name,Last name,Company,Email,Phone,Street,City,Owner,Status
L-1,Ann,Ng,Acme Ltd,ann@acme.example2.com,,12 Mill Lane,Leeds,Ann,New
L-2,Bo,Ng,,bo@gmail.com,,12 Mill Ln,Leeds,,New
L-3,Cy,Lee,,cy@acme.example2.com,,,,Bob,Contacted
L-4,Dee,Osei,Birch,dee@gmail.com,,,,,New
"""


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(capsys, monkeypatch)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "leads.csv"
    path.write_text(ROWS)
    return path


def words(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def test_companies_are_shown_with_counts_and_owners_and_nothing_is_merged(shell: Shell, book: Path) -> None:
    run = shell("list", book, "--by", "company", "--columns", "First name,Owner")
    assert run.code == 0
    assert words(run.out) == [
        "Company Lead ID First name Owner",
        "Acme Ltd: 2 (acme.example2.com) L-1 Ann Ann",
        "L-3 Cy Bob",
        "Acme Ltd: 2 owners work on this company: Ann (1), Bob (1).",
        "1 company with more than one lead: 2 of 4 leads. Nothing was merged.",
    ]
    assert book.read_text() == ROWS


def test_households_are_shown_by_what_they_share(shell: Shell, book: Path) -> None:
    run = shell("list", book, "--by", "household", "--columns", "First name")
    assert words(run.out) == [
        "Household Lead ID First name",
        "Ng: 2 (same address) L-1 Ann",
        "L-2 Bo",
        "1 household with more than one lead: 2 of 4 leads. Nothing was merged.",
    ]


def test_as_data_each_group_holds_its_leads(shell: Shell, book: Path) -> None:
    facts = json.loads(shell("list", book, "--by", "company", "--json").out)
    (group,) = facts.pop("groups")
    assert facts == {"by": "company", "looked_at": 4}
    assert [lead["Lead ID"] for lead in group.pop("leads")] == ["L-1", "L-3"]
    assert group == {
        "name": "Acme Ltd",
        "count": 2,
        "because": ["acme.example2.com"],
        "owners": [{"owner": "Ann", "count": 1}, {"owner": "Bob", "count": 1}],
        "remark": "2 owners work on this company: Ann (1), Bob (1).",
    }


def test_a_filter_narrows_what_is_shown(shell: Shell, book: Path) -> None:
    run = shell("list", book, "--by", "company", "--where", "status=New")
    assert words(run.out) == ["0 companies with more than one lead: 0 of 3 leads. Nothing was merged."]
