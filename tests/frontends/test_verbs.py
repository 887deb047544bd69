"""The verbs on the command line: made from the list, at once, and with the command that takes them back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leadsorted_sheets.frontends.cli import cli
from leadsorted_sheets.session.verbs import VERBS
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.frontends.running import Shell

LIST = "First name,Last name,E-Mail,Phone,Company\nAnn,Ng,ann@acme.example,+442079460018,Acme Ltd\nBob,Ng,bob@blau.example,+442079460019,Blau AG\n"


@pytest.fixture
def book(shell: Shell, tmp_path: Path) -> Path:
    (tmp_path / "list.csv").write_text(LIST)
    to = tmp_path / "leads.xlsx"
    assert shell("clean", tmp_path / "list.csv", "--to", to, "--owners", "Ann <ann@x.example>, Bob").code == 0
    return to


def test_every_verb_is_a_command_in_the_order_of_a_leads_way() -> None:
    names = [verb.name for verb in VERBS]
    assert [name for name in cli.commands if name in names] == names


def test_a_verb_writes_at_once_and_says_how_to_take_it_back(shell: Shell, book: Path) -> None:
    done = shell(
        "log", book, "ann@acme.example", "--type", "call", "--summary", "Wants a quote", "--outcome", "reached"
    )
    assert (done.code, done.err) == (0, "")
    assert "Status: New → Contacted" in done.out
    assert f"Done. To take it back: leadsorted undo {book}" in done.out
    (row,) = (row for row in XlsxWorkbook(book).read().book["Leads"].values() if row["Email"] == "ann@acme.example")
    assert row["Status"] == "Contacted"
    assert shell("undo", book).code == 0
    assert XlsxWorkbook(book).read().book["Activities"] == {}


def test_a_verb_says_the_same_as_data(shell: Shell, book: Path) -> None:
    told = json.loads(shell("qualify", book, "ann@acme.example", "--budget", "12k", "--json").out)
    assert (told["verb"], told["applied"], [change["field"] for change in told["changes"]]) == (
        "qualify",
        True,
        ["Budget"],
    )
    (finding,) = told["findings"]
    assert (finding["rule"], finding["severity"], finding["place"].split("!")[0]) == (
        "qualify.missing",
        "warning",
        "Leads",
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["move", "Ng", "Contacted"], 3, "'Ng' may be one of 2 leads. Nothing was written. Say which by its id:"),
        (["move", "Zoe", "Contacted"], 3, "There is no lead 'Zoe' in this book."),
        (["move", "Ann Ng", "Converted"], 4, "and a lead cannot go from there to Converted. Nothing was written."),
        (["move", "Ann Ng", "Unqualified"], 2, "Unqualified needs a reason: leadsorted move "),
        (["close", "Ann Ng", "drawn"], 2, "'drawn' is not one of 'won', 'lost'"),
        (["close", "Ann Ng", "won"], 3, "There is no deal 'Ann Ng' in this book."),
        (["log", "Ann Ng"], 2, "Say what it was: --type"),
        (["move", "Ann Ng"], 2, "Missing argument 'STATUS|STAGE'"),
        (["add", "Ann Ng", "--company", "Acme Ltd", "--email", "ann@acme.example"], 4, "is there already"),
    ],
)
def test_what_is_refused_ends_with_its_code_and_writes_nothing(
    shell: Shell, book: Path, words: list[str], code: int, said: str
) -> None:
    before = book.read_bytes()
    refused = shell(words[0], book, *words[1:])
    assert (refused.code, said in refused.err) == (code, True), refused.err
    assert book.read_bytes() == before


def test_finding_shows_and_changes_nothing(shell: Shell, book: Path) -> None:
    before = book.read_bytes()
    found = shell("find", book, "blau")
    assert found.code == 0
    assert "Bob Ng" in found.out
    assert "Ann Ng" not in found.out
    assert "Done" not in found.out
    assert json.loads(shell("find", book, "nobody at all", "--json").out)["figures"] == [
        {"title": "Found", "rows": [{"Rows": 0}]}
    ]
    assert book.read_bytes() == before


def test_strict_ends_with_three_where_something_is_left_to_do(shell: Shell, book: Path) -> None:
    assert shell("qualify", book, "ann@acme.example", "--budget", "12k", "--strict").code == 3
