"""The command line: what is shown, what is written, and how each command ends."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from leadsorted_sheets.frontends.cli import cli
from leadsorted_sheets.operations import OPERATIONS, Operation
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.frontends.running import Shell

MESSY = "First name,Last name,E-Mail,Phone,Country\nann,NG,Ann@Acme.Example,020 7946 0018,UK\nBob,Lee,bob@acme.example,,UK\n"


@pytest.fixture
def book(shell: Shell, tmp_path: Path) -> Path:
    """A small workbook that still has something to tidy."""
    (tmp_path / "messy.csv").write_text(MESSY)
    to = tmp_path / "leads.xlsx"
    assert shell("clean", tmp_path / "messy.csv", "--to", to, "--owners", "Ann <ann@x.example>, Bob").code == 0
    return to


def roughen(book: Path) -> None:
    from leadsorted_sheets.core.changes import Edit
    from leadsorted_sheets.workbook.port import Batch

    workbook = XlsxWorkbook(book)
    reading = workbook.read()
    key, row = next((key, row) for key, row in reading.book["Leads"].items() if row.get("First name") == "Bob")
    workbook.write(Batch([Edit("Leads", key, "Email", row["Email"], "BOB@Acme.Example")]), expect=reading.revision)


def every_command(group: click.Group, *path: str) -> list[tuple[tuple[str, ...], click.Command]]:
    commands: list[tuple[tuple[str, ...], click.Command]] = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            commands += every_command(command, *path, name)
        else:
            commands.append(((*path, name), command))
    return commands


@pytest.mark.parametrize(("path", "command"), every_command(cli), ids=str)
def test_the_help_of_every_command_ends_in_an_example(path: tuple[str, ...], command: click.Command) -> None:
    if path == ("completion",):
        return
    assert command.help is not None
    last = command.help.strip().splitlines()[-1].strip()
    assert last.startswith("Example: leadsorted " + " ".join(path))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_the_help_of_an_operation_is_for_people(shell: Shell, operation: Operation) -> None:
    told = shell(operation.name, "--help").out.partition("Options:")[0]
    assert "Raises" not in told
    assert not any(line.startswith("    ") for line in told.splitlines())


def test_every_operation_is_a_command_in_the_order_of_the_ribbon() -> None:
    names = [name for name in cli.commands if name in {operation.name for operation in OPERATIONS}]
    assert names == [operation.name for operation in OPERATIONS]


def test_clean_says_what_it_did_and_what_to_look_at(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "messy.csv").write_text(MESSY)
    run = shell("clean", tmp_path / "messy.csv", "--to", tmp_path / "leads.xlsx", "--owners", "Ann")
    assert run.code == 0
    assert "E-Mail" in run.out
    assert f"{tmp_path / 'leads.xlsx'}: 2 leads." in run.out


def test_an_operation_shows_and_writes_only_when_asked(shell: Shell, book: Path) -> None:
    roughen(book)
    before = book.read_bytes()
    run = shell("normalise", book)
    assert run.code == 0
    assert "BOB@Acme.Example → bob@acme.example" in run.out
    assert f"Nothing was written. To do it: leadsorted normalise {book} --apply" in run.out
    assert book.read_bytes() == before
    assert "Done. To take it back: leadsorted undo" in shell("normalise", book, "--apply").out
    assert "Nothing to change." in shell("normalise", book).out


def test_check_ends_with_1_where_anything_would_change(shell: Shell, book: Path) -> None:
    assert shell("normalise", book, "--check").code == 0
    roughen(book)
    before = book.read_bytes()
    assert shell("normalise", book, "--check").code == 1
    assert book.read_bytes() == before
    assert shell("normalise", book, "--check", "--apply").code == 2


def test_json_says_the_same_as_data(shell: Shell, book: Path) -> None:
    roughen(book)
    facts = json.loads(shell("normalise", book, "--json").out)
    assert facts["applied"] is False
    (edit,) = facts["changes"]
    assert (edit["kind"], edit["field"], edit["before"], edit["after"]) == (
        "edit",
        "Email",
        "BOB@Acme.Example",
        "bob@acme.example",
    )
    assert edit["place"].startswith("Leads!F")


def test_strict_ends_with_3_where_something_waits(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("Name,Email\nAnn Ng,not an address\n")
    words = ("clean", tmp_path / "bad.csv", "--owners", "Ann", "--to")
    assert shell(*words, tmp_path / "a.xlsx").code == 0
    assert shell(*words, tmp_path / "b.xlsx", "--strict").code == 3
    assert (tmp_path / "b.xlsx").exists()


def test_undo_and_history(shell: Shell, book: Path) -> None:
    roughen(book)
    shell("normalise", book, "--apply")
    history = shell("history", book)
    assert "normalise" in history.out
    assert "Undo reaches back to" in history.out
    assert shell("undo", book).code == 0
    rows = XlsxWorkbook(book).read().book["Leads"].values()
    assert "BOB@Acme.Example" in {row.get("Email") for row in rows}
    assert "(taken back)" in shell("history", book).out
    listed = json.loads(shell("history", book, "--json").out)
    assert [each["verb"] for each in listed["history"]][:2] == ["undo", "normalise"]


def test_list_narrows_and_names_a_filter_it_cannot_read(shell: Shell, book: Path) -> None:
    assert "1 lead." in shell("list", book, "--where", "first name=Bob").out
    run = shell("list", book, "--where", "first name=")
    assert run.code == 2
    assert run.err


def test_to_writes_a_new_file_at_once_and_leaves_the_book(shell: Shell, book: Path, tmp_path: Path) -> None:
    roughen(book)
    before = book.read_bytes()
    assert shell("normalise", book, "--to", tmp_path / "tidy.xlsx").code == 0
    assert book.read_bytes() == before
    emails = {row.get("Email") for row in XlsxWorkbook(tmp_path / "tidy.xlsx").read().book["Leads"].values()}
    assert "bob@acme.example" in emails
    refused = shell("normalise", book, "--to", tmp_path / "tidy.xlsx")
    assert refused.code == 4
    assert "exists already. Nothing was written." in refused.err
    assert shell("normalise", book, "--to", tmp_path / "tidy.xlsx", "--force").code == 0


def test_a_refused_run_leaves_no_new_file_and_the_old_one_as_it_was(shell: Shell, book: Path, tmp_path: Path) -> None:
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "mine.xlsx")
    (tmp_path / "there.xlsx").write_bytes(b"precious")
    names = {path.name for path in tmp_path.iterdir()}
    assert shell("normalise", tmp_path / "mine.xlsx", "--to", tmp_path / "out.xlsx").code == 3
    assert shell("normalise", tmp_path / "mine.xlsx", "--to", tmp_path / "there.xlsx", "--force").code == 3
    assert {path.name for path in tmp_path.iterdir()} == names
    assert (tmp_path / "there.xlsx").read_bytes() == b"precious"
    roughen(book)
    shell("normalise", book, "--to", tmp_path / "tidy.xlsx")
    assert not (tmp_path / "tidy.bak.xlsx").exists()


def test_a_csv_is_normalised_into_a_new_one(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "messy.csv").write_text(MESSY)
    assert shell("normalise", tmp_path / "messy.csv", "--to", tmp_path / "tidy.csv").code == 0
    assert "+442079460018" in (tmp_path / "tidy.csv").read_text("utf-8-sig")
    assert (tmp_path / "messy.csv").read_text() == MESSY


def test_clean_to_a_csv_puts_the_questions_beside_it(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "messy.csv").write_text("Name,Email\nAnn Ng,ann@gmial.com\n")
    assert shell("clean", tmp_path / "messy.csv", "--to", tmp_path / "out.csv", "--owners", "Ann").code == 0
    assert "ann@gmail.com" in (tmp_path / "out.review.csv").read_text("utf-8-sig")


def test_clusters_say_who_is_who_in_any_table(shell: Shell, tmp_path: Path) -> None:
    rows = ["Vorname;Nachname;Mail", "Ann;Ng;ann@acme.example", "Bob;Lee;bob@x.example", "ANN;Ng;Ann@Acme.example"]
    (tmp_path / "in.csv").write_text("\n".join(rows))
    run = shell("dedupe", tmp_path / "in.csv", "--clusters", tmp_path / "out.csv", "--json")
    assert run.code == 0
    assert (tmp_path / "out.csv").read_text().split() == ["row,cluster", "0,0", "1,1", "2,0"]
    facts = json.loads(run.out)
    assert facts["tier"] == "likely"
    assert {"read", "write"} < facts["seconds"].keys()
    assert shell("dedupe", tmp_path / "in.csv", "--clusters", tmp_path / "out.csv").code == 4
    assert shell("dedupe", tmp_path / "in.csv", "--clusters", tmp_path / "c.csv", "--tier", "certain").code == 0
    assert shell("dedupe", tmp_path / "in.csv", "--clusters", tmp_path / "d.csv", "--tier", "none").code == 2


def test_new_makes_a_workbook_and_an_import_list(shell: Shell, tmp_path: Path) -> None:
    assert shell("new", tmp_path / "leads.xlsx", "--country", "de", "--currency", "eur").code == 0
    preferences = XlsxWorkbook(tmp_path / "leads.xlsx").read().book["Preferences"]
    assert (preferences["Country"]["Value"], preferences["Currency"]["Value"]) == ("DE", "EUR")
    assert shell("new", tmp_path / "leads.csv").code == 0
    assert "Email" in (tmp_path / "leads.csv").read_text("utf-8-sig").splitlines()[0]
    assert shell("new", tmp_path / "leads.xlsx").code == 4
    assert shell("new", tmp_path / "leads.doc").code == 2


def test_two_new_books_have_names_of_their_own(shell: Shell, tmp_path: Path) -> None:
    from leadsorted_sheets.core import schema
    from leadsorted_sheets.core.state import unpack

    names = set()
    for name in ("a.xlsx", "b.xlsx"):
        shell("new", tmp_path / name)
        names.add(unpack(XlsxWorkbook(tmp_path / name).read().hidden[schema.STATE_SHEET]).book_id)
    assert len(names) == 2
    assert "" not in names


def test_export_writes_files_for_the_crm(shell: Shell, book: Path, tmp_path: Path) -> None:
    run = shell("export", book, "--crm", "hubspot", "--to", tmp_path / "out", "--skip-bad")
    assert run.code == 0
    assert "ann@acme.example" in (tmp_path / "out" / "contacts.csv").read_text("utf-8-sig")
    assert shell("export", book, "--crm", "hubspot", "--to", tmp_path / "out", "--skip-bad").code == 4
    assert shell("export", book, "--crm", "nosuchcrm", "--to", tmp_path / "out").code == 3


def test_every_crm_is_listed_and_shown(shell: Shell) -> None:
    listed = shell("crm", "list").out
    assert "hubspot" in listed
    assert "salesforce" in listed
    assert "Lifecycle Stage" in shell("crm", "show", "hubspot").out
    assert "[sources]" in shell("crm", "show", "hubspot", "--toml").out


def test_a_profile_of_ones_own_exports_without_code(shell: Shell, book: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    assert shell("crm", "new", mine).code == 0
    assert shell("crm", "new", mine).code == 4
    assert shell("crm", "new", tmp_path / "mine.txt").code == 2
    assert shell("export", book, "--crm", mine, "--to", tmp_path / "out", "--skip-bad").code == 0


def test_a_stand_in_fills_what_the_crm_requires(shell: Shell, book: Path, tmp_path: Path) -> None:
    words = ("export", book, "--crm", "salesforce", "--skip-bad", "--to")
    remedy = "Company=[not provided]"
    assert shell(*words, tmp_path / "a").code == 0
    assert remedy in (tmp_path / "a" / "rejected.csv").read_text("utf-8-sig")
    assert shell(*words, tmp_path / "b", "--fill", remedy).code == 0
    assert remedy not in (tmp_path / "b" / "rejected.csv").read_text("utf-8-sig")
    assert shell(*words, tmp_path / "c", "--fill", "Company").code == 2


def test_interrupting_ends_with_130(shell: Shell, monkeypatch: pytest.MonkeyPatch, book: Path) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    before = book.read_bytes()
    monkeypatch.setattr(XlsxWorkbook, "read", interrupted)
    run = shell("normalise", book, "--apply")
    assert run.code == 130
    assert "Nothing was lost" in run.err
    assert book.read_bytes() == before


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_the_shell_completes_commands(shell: Shell, name: str) -> None:
    assert "_LEADSORTED_COMPLETE" in shell("completion", name).out
