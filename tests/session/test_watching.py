"""Ticks on Settings, while the person who ticks opens, saves and closes the file between two looks."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import AddRow, Change, Edit
from leadsorted_sheets.errors import InUse, NotFound, WrongUsage
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.clean import Wishes, clean, owners_of
from leadsorted_sheets.session.watching import COMMANDS, watch
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook

NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
MESSY = "First name,Last name,E-Mail,Country\nann,NG,Ann@Acme.Example,UK\nBob,Lee,bob@b.example,UK\n"


class Enough(Exception):  # the person goes home
    pass


@pytest.fixture
def book(tmp_path: Path) -> Path:
    lists, path = tmp_path / "messy.csv", tmp_path / "leads.xlsx"
    lists.write_text(MESSY)
    clean([str(lists)], str(path), Wishes(owners=owners_of("Ann, Bob"), country="GB"))
    return path


def written(path: Path, *changes: Change) -> None:
    workbook = XlsxWorkbook(path, backup=False)
    workbook.write(Batch(list(changes)), expect=workbook.read().revision)


def tick(path: Path, *commands: str) -> None:
    written(path, *(Edit("Commands", command, "Run", None, "yes") for command in commands))


def roughen(path: Path) -> None:
    """An e-mail in capitals: one change for normalise."""
    leads = XlsxWorkbook(path).read().book["Leads"]
    key, row = next((key, row) for key, row in leads.items() if row.get("First name") == "Bob")
    written(path, Edit("Leads", key, "Email", row["Email"], "BOB@B.Example"))


def row_of(path: Path, command: str) -> tuple[Cell, Cell, Cell]:
    row = XlsxWorkbook(path).read().book["Commands"][command]
    return row.get("Run"), row.get("Last run"), row.get("Result")


def said(path: Path, *between: Callable[[], object]) -> list[str]:
    """Every sentence, while one thing happens after each two looks; then twice nothing."""
    todo: Iterator[Callable[[], object]] = iter(
        [step for each in between for step in (each, _nothing)] + [_nothing] * 3
    )

    def sleep(seconds: float) -> None:
        step = next(todo, None)
        if step is None:
            raise Enough
        step()

    found: list[str] = []
    with pytest.raises(Enough):
        found.extend(watch(path, every=3, sleep=sleep, clock=lambda: NOW))  # what was said before the end is kept
    return found


def _nothing() -> None:
    pass


def test_what_is_ticked_is_done_the_tick_goes_and_the_row_says_so(book: Path) -> None:
    roughen(book)
    tick(book, "normalise", "report")
    assert said(book)[0] == "normalise: 1 change."
    assert row_of(book, "normalise") == (None, dt.datetime(2026, 11, 20, 9, 30), "1 change.")
    run, when, result = row_of(book, "report")
    assert (run, when) == (None, dt.datetime(2026, 11, 20, 9, 30))
    assert str(result).endswith(("change.", "changes.", "to change."))
    emails = {row.get("Email") for row in XlsxWorkbook(book).read().book["Leads"].values()}
    assert "bob@b.example" in emails


def test_a_tick_made_later_is_noticed_and_the_same_result_is_said_again(book: Path) -> None:
    both = said(book, lambda: tick(book, "dedupe"), lambda: tick(book, "dedupe"))
    assert both == ["dedupe: Nothing to change."] * 2


def test_while_the_file_is_open_it_says_so_once_and_waits(book: Path) -> None:
    roughen(book)
    tick(book, "normalise")
    lock = book.with_name(f"~${book.name}")
    lock.write_bytes(b"\x03Ann" + bytes(50))
    sentences = said(book, _nothing, _nothing, lambda: os.utime(book), lock.unlink)
    opened = str(InUse(str(book), "Excel by Ann (it left ~$leads.xlsx beside it)"))
    assert sentences == [f"normalise: will run as soon as the file is closed. {opened}", "normalise: 1 change."]
    assert row_of(book, "normalise")[0] is None


def test_a_command_that_fails_says_why_in_its_row_and_the_next_one_runs(book: Path) -> None:
    written(book, AddRow("Commands", "sort", {"Command": "sort", "Run": "yes"}, None))
    tick(book, "dedupe")
    first = f"There is no command 'sort' here. There are: {', '.join(COMMANDS)}."
    assert sorted(said(book)) == ["dedupe: Nothing to change.", f"sort: {first}"]
    assert row_of(book, "sort") == (None, dt.datetime(2026, 11, 20, 9, 30), first)


def test_a_refusal_stands_in_the_row(tmp_path: Path) -> None:
    from leadsorted_sheets.session.new import new

    fresh = tmp_path / "new.xlsx"
    new(str(fresh))
    written(fresh, AddRow("Commands", "undo", {"Command": "undo", "Run": "yes"}, None))
    (line,) = said(fresh)
    assert line.startswith("undo: Not done. There is nothing to undo.")
    assert row_of(fresh, "undo")[2] == line.removeprefix("undo: ")


def test_undo_takes_back_the_work_and_not_the_tick(book: Path) -> None:
    roughen(book)
    before = XlsxWorkbook(book).read().book["Leads"]
    tick(book, "normalise")
    assert said(book) == ["normalise: 1 change."]
    written(book, AddRow("Commands", "undo", {"Command": "Undo", "Run": "yes"}, None))
    assert said(book)[0].startswith("Undo: ")
    assert XlsxWorkbook(book).read().book["Leads"] == before
    assert row_of(book, "normalise")[0] is None
    assert [each.verb for each in Session(XlsxWorkbook(book)).history()[0][:2]] == ["undo", "normalise"]


def test_no_tick_no_work_and_the_file_is_left_alone(book: Path) -> None:
    written(book, Edit("Commands", "score", "Run", None, "no"))
    before = book.read_bytes()
    assert said(book) == []
    assert book.read_bytes() == before


def test_a_drive_that_goes_away_is_waited_for(book: Path) -> None:
    tick(book, "dedupe")
    away = book.with_name("away.xlsx")
    sentences = said(
        book.parent / "leads.xlsx", lambda: book.rename(away), lambda: away.rename(book), lambda: tick(book, "dedupe")
    )
    assert sentences == [
        "dedupe: Nothing to change.", f"{book} is not there. Waiting for it to come back.", "dedupe: Nothing to change.",
    ]  # fmt: skip


def test_half_a_file_is_said_once_and_the_whole_one_is_worked_on(book: Path) -> None:
    tick(book, "dedupe")
    whole = book.read_bytes()
    book.write_bytes(whole[:2000])
    sentences = said(book, _nothing, lambda: book.write_bytes(whole))
    assert len(sentences) == 2
    assert sentences[0].startswith(str(book))
    assert sentences[1] == "dedupe: Nothing to change."


def test_only_a_workbook_file_that_is_there_can_be_watched(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="only a workbook file"):
        watch(tmp_path / "leads.csv", every=1, sleep=_seconds)
    with pytest.raises(NotFound):
        watch(tmp_path / "leads.xlsx", every=1, sleep=_seconds)


def _seconds(seconds: float) -> None:
    raise AssertionError(seconds)
