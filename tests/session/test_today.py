"""The day's files: reminders a calendar takes and updates, drafts a mail program opens, and nothing smuggled into either."""

from __future__ import annotations

import datetime as dt
import email
from email import policy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.followup.agenda import Item
from leadsorted_sheets.core.followup.letters import Letter
from leadsorted_sheets.session.drafts import draft, file_name
from leadsorted_sheets.session.reminders import calendar
from leadsorted_sheets.session.today import Wishes, today
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from tests.context import NOON
from tests.core.followup.books import CALL, MAIL, TUESDAY, a_book, on

LATER = NOON + dt.timedelta(days=1)
LEADS: dict[str, Row] = {
    "L-1": {
        "First name": "Ana", "Last name": "Ng", "Company": "Acme", "Email": "ana@acme.example", "Owner": "Ann", "Status": "Contacted",
        "Sequence": "Standard", "Step": 1, "Next action": MAIL, "Next action due": on("03-06"), "Last activity": on("03-05"),
    },
    "L-2": {"Last name": "Ode", "Owner": "Ben", "Status": "New", "Created": on("03-10"), "Next action": CALL, "Next action due": on("03-17")},
    "L-3": {"Last name": "Pál", "Status": "Contacted", "Next action": "Send; drawings, \\n all", "Next action due": on("03-12"), "Last activity": on("03-09")},
    "#9": {"Last name": "New", "Owner": "Ben", "Status": "New", "Next action": CALL, "Next action due": on("03-12")},
    "L-4": {"Last name": "Quiet", "Owner": "Ben", "Status": "New", "Do not contact": "yes", "Next action": MAIL, "Next action due": on("03-06"), "Email": "q@x.example"},
}  # fmt: skip
OWNERS: dict[str, Row] = {"Ann": {"Email": "ann@us.example"}, "Ben": {}}


def a_workbook(book: Book | None = None) -> MemoryWorkbook:
    return MemoryWorkbook(book or a_book(LEADS, owners=OWNERS))


def events(content: bytes) -> dict[str, tuple[Any, ...]]:
    """UID to summary, day and sequence of each event, read back by the library."""
    return {
        str(event["uid"]): (str(event["summary"]), event.decoded("dtstart"), event["sequence"])
        for event in Calendar.from_ical(content).walk("VEVENT")
    }


def test_next_actions_with_a_day_become_reminders_and_nothing_in_the_book_changes(tmp_path: Path) -> None:
    workbook = a_workbook()
    day = today(workbook, Wishes(ics=str(tmp_path / "all.ics")), clock=lambda: NOON)
    assert workbook.peek() == "0"
    assert day.reminders == 3
    found = events((tmp_path / "all.ics").read_bytes())
    assert {uid: facts[:2] for uid, facts in found.items()} == {
        "leads-L-1@book.leadsorted": (f"{MAIL}: Ana Ng", TUESDAY),
        "leads-L-2@book.leadsorted": (f"{CALL}: Ode", on("03-17")),
        "leads-L-3@book.leadsorted": ("Send; drawings, \\n all: Pál", on("03-12")),
    }
    assert [(finding.rule, finding.key) for finding in day.findings] == [("today.no-id", "#9")]


def test_a_second_export_names_the_same_events_as_newer_versions(tmp_path: Path) -> None:
    first, second = tmp_path / "1.ics", tmp_path / "2.ics"
    today(a_workbook(), Wishes(ics=str(first)), clock=lambda: NOON)
    moved = {**LEADS, "L-2": {**LEADS["L-2"], "Next action due": on("03-20"), "Next action": "Send drawings"}}
    today(a_workbook(a_book(moved, owners=OWNERS)), Wishes(ics=str(second)), clock=lambda: LATER)
    before, after = events(first.read_bytes()), events(second.read_bytes())
    assert before.keys() == after.keys()
    assert after["leads-L-2@book.leadsorted"][:2] == ("Send drawings: Ode", on("03-20"))
    assert all(after[uid][2] > before[uid][2] for uid in before)


def test_the_calendar_keeps_to_the_standard() -> None:
    item = Item("Leads", "L-1", "L-1", "Ann", "Due today", "Ng" * 60, action="Call", due=TUESDAY)
    content = calendar([item], "B-1", NOON, TUESDAY)
    lines = content.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    assert b"\n" not in content.replace(b"\r\n", b"")
    unfolded = content.decode().replace("\r\n ", "").split("\r\n")
    for required in (
        "VERSION:2.0", "PRODID:-//Lead Sorted//leadsorted-sheets//EN", "UID:leads-L-1@B-1.leadsorted",
        "DTSTAMP:20260310T120000Z", "DTSTART;VALUE=DATE:20260310", "ACTION:DISPLAY", "TRIGGER:PT9H", "TRANSP:TRANSPARENT",
    ):  # fmt: skip
        assert required in unfolded


hard = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30).map(
    lambda text: f"{text}\r\nBEGIN:VEVENT\r\n{text}"
)


@given(hard, hard, hard)
def test_no_text_of_a_cell_adds_a_line_to_the_calendar(name: str, action: str, key: str) -> None:
    item = Item("Leads", key, key, name, "Due today", name, name, name, name, action, TUESDAY, action)
    content = calendar([item], key, NOON, TUESDAY).decode()
    lines = content.replace("\r\n ", "").split("\r\n")
    assert lines.count("BEGIN:VEVENT") == (0 if key.startswith("#") else 1)
    known = {
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "METHOD",
        "X-WR-CALNAME",
        "SUMMARY",
        "DESCRIPTION",
        "UID",
        "DTSTAMP",
        "DTSTART",
    }
    known |= {"LAST-MODIFIED", "SEQUENCE", "TRANSP", "CATEGORIES", "ACTION", "TRIGGER", ""}
    assert {line.split(":")[0].split(";")[0] for line in lines} <= known


@given(hard, hard, hard)
def test_no_text_of_a_cell_adds_a_header_to_a_draft(name: str, subject: str, text: str) -> None:
    letter = Letter("L-1", name, 1, "ana@acme.example", name, "ann@us.example", name, subject, text)
    content = draft(letter, NOON)
    assert content is not None
    head = content.partition(b"\r\n\r\n")[0].decode()
    names = [line.split(":")[0] for line in head.split("\r\n") if not line.startswith((" ", "\t"))]
    assert set(names) <= {
        "To",
        "From",
        "Subject",
        "Date",
        "X-Unsent",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    }
    assert len(names) == len(set(names))
    read = email.message_from_bytes(content, policy=policy.default)
    assert [address.addr_spec for address in read["To"].addresses] == ["ana@acme.example"]
    assert "/" not in file_name(letter)


def test_the_steps_that_are_due_become_drafts_that_open_for_editing(tmp_path: Path) -> None:
    folder = tmp_path / "drafts"
    day = today(a_workbook(), Wishes(drafts=str(folder)), clock=lambda: NOON)
    assert day.drafts == ("L-1 Standard 2.eml",)
    read = email.message_from_bytes((folder / day.drafts[0]).read_bytes(), policy=policy.default)
    assert {name: read[name] for name in ("To", "From", "Subject", "X-Unsent")} == {
        "To": "Ana Ng <ana@acme.example>", "From": "Ann <ann@us.example>", "Subject": "Nice to meet you, Ana", "X-Unsent": "1",
    }  # fmt: skip
    assert read.get_content().replace("\r\n", "\n").startswith("Hello Ana,\n\nI tried to reach you")


def test_a_draft_that_somebody_may_have_edited_stays_unless_forced(tmp_path: Path) -> None:
    today(a_workbook(), Wishes(drafts=str(tmp_path)), clock=lambda: NOON)
    path = tmp_path / "L-1 Standard 2.eml"
    path.write_text("edited")
    again = today(a_workbook(), Wishes(drafts=str(tmp_path)), clock=lambda: NOON)
    assert (again.drafts, again.kept, path.read_text()) == ((), 1, "edited")
    forced = today(a_workbook(), Wishes(drafts=str(tmp_path), force=True), clock=lambda: NOON)
    assert (forced.drafts, forced.kept) == ((path.name,), 0)


def test_a_calendar_file_that_is_there_is_not_written_over_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "all.ics"
    path.write_text("mine")
    with pytest.raises(errors.WouldOverwrite):
        today(a_workbook(), Wishes(ics=str(path)), clock=lambda: NOON)
    assert path.read_text() == "mine"
    today(a_workbook(), Wishes(ics=str(path), force=True), clock=lambda: NOON)
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_one_owners_day_has_their_reminders_and_drafts_and_what_nobody_has(tmp_path: Path) -> None:
    wishes = Wishes("ANN@us.example", str(tmp_path / "a.ics"), str(tmp_path / "drafts"))
    day = today(a_workbook(), wishes, clock=lambda: NOON)
    assert [digest.owner for digest in day.digests] == ["Ann", ""]
    assert list(events((tmp_path / "a.ics").read_bytes())) == ["leads-L-1@book.leadsorted"]
    assert len(day.drafts) == 1
    assert today(a_workbook(), Wishes("Ben", drafts=str(tmp_path / "b")), clock=lambda: NOON).drafts == ()


def test_me_is_who_is_at_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADSORTED_ACTOR", "ben")
    assert today(a_workbook(), Wishes("me"), clock=lambda: NOON).digests[0].owner == "Ben"


def test_an_owner_nobody_is_called_is_refused_with_those_there_are() -> None:
    with pytest.raises(errors.WrongUsage) as refused:
        today(a_workbook(), Wishes("Cleo"), clock=lambda: NOON)
    assert str(refused.value) == "Nobody is called Cleo. Owners of this book: Ann, Ben."


def test_an_empty_book_has_an_empty_day() -> None:
    day = today(a_workbook({"Leads": {}}), clock=lambda: NOON)
    assert (day.digests, day.findings) == ((), ())
