"""The command `today`, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.frontends.running import Shell


@pytest.fixture
def book(tmp_path: Path, shell: Shell) -> Path:
    path = tmp_path / "leads.xlsx"
    assert shell("new", path, "--example").code == 0
    return path


def test_a_day_is_told_and_its_files_are_written_and_the_book_stays(book: Path, shell: Shell, tmp_path: Path) -> None:
    assert shell("follow-up", book, "--apply").code == 0
    before = book.read_bytes()
    run = shell("today", book, "--ics", tmp_path / "day.ics", "--drafts", tmp_path / "drafts")
    assert run.code == 0, run.err
    assert "Leads " in run.out
    assert "reminders. Import it into your calendar" in run.out
    assert (tmp_path / "day.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert book.read_bytes() == before
    facts = json.loads(shell("today", book, "--json").out)
    assert {item["tab"] for item in facts["items"]} <= {"Leads", "Pipeline", "Activities"}
    assert [digest["owner"] for digest in facts["digests"]]


def test_an_unknown_owner_is_wrong_usage(book: Path, shell: Shell) -> None:
    run = shell("today", book, "--owner", "Zoe")
    assert run.code == 2
    assert "Nobody is called Zoe." in run.err


def test_a_follow_up_is_shown_first_and_taken_back_exactly(book: Path, shell: Shell) -> None:
    first = json.loads(shell("follow-up", book, "--json").out)
    assert first["counts"]
    assert not first["applied"]
    assert shell("follow-up", book, "--apply").code == 0
    assert shell("follow-up", book, "--check").code == 0
    assert shell("undo", book).code == 0
    again = json.loads(shell("follow-up", book, "--json").out)
    assert again["changes"] == first["changes"]
