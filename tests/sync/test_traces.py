"""What a sync leaves on the disk of the machine: the note of what is under way, and the lock."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import stat
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.changes import AddRow, Edit, RemoveRow
from leadsorted_sheets.sync import InFlight, locked
from leadsorted_sheets.sync.base import Base
from leadsorted_sheets.sync.in_flight import Sent, replayed
from leadsorted_sheets.sync.terms import rules_for
from tests.sync.sides import ANN, in_sync

DAY = dt.date(2026, 3, 4)
CHANGES = [
    Edit("Leads", "L-1", "Email", "a", "b"),
    Edit("Leads", "L-1", "Email", "b", "c"),
    Edit("Leads", "L-1", "Next action due", None, DAY),
    AddRow("Leads", "L-2", {"Lead ID": "L-2", "Next action due": DAY}),
    Edit("Leads", "#7", "Lead ID", None, "L-3", becomes="L-3"),
    RemoveRow("Leads", "L-4", {}),
]
NOTED = Sent(
    {"Leads": {"L-2": {"Lead ID": "L-2", "Next action due": DAY}}},
    {("Leads", "L-1", "Email"): ("b", "c"), ("Leads", "L-1", "Next action due"): (DAY,)},
)


def test_a_note_outlives_the_process(tmp_path: Path) -> None:
    path = tmp_path / "state" / "sync.jsonl"
    InFlight(path).note(CHANGES, base="b1")
    assert InFlight(path).sent_on("b1") == NOTED
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    InFlight(path).clear()
    assert not path.exists()
    assert not InFlight(path).sent_on("b1")


def test_notes_of_several_rounds_add_up(tmp_path: Path) -> None:
    path = tmp_path / "sync.jsonl"
    note = InFlight(path)
    for change in CHANGES:
        note.note([change], base="b1")
    assert note.sent_on("b1") == InFlight(path).sent_on("b1") == NOTED


def test_a_note_made_on_another_base_is_not_believed(tmp_path: Path) -> None:
    """Another copy of the workbook, or a backup: what that one sent is somebody else's edit here."""
    note = InFlight(tmp_path / "sync.jsonl")
    note.note(CHANGES, base="b1")
    assert note.sent_on("b2") == Sent()


def test_a_torn_line_is_left_out_and_those_after_it_are_read(tmp_path: Path) -> None:
    path = tmp_path / "sync.jsonl"
    InFlight(path).note(CHANGES[:1], base="b1")
    path.write_bytes(path.read_bytes()[:-9])
    InFlight(path).note(CHANGES[1:2], base="b1")
    path.write_bytes(path.read_bytes() + b'\xff{"tab": 1}\n[]\n')
    assert InFlight(path).sent_on("b1").cells == {("Leads", "L-1", "Email"): ("c",)}


LEADS = rules_for("Leads", ("Email", "Owner", "Phone"), {})


@pytest.mark.parametrize(
    ("here", "there", "agreed"),
    [
        ("late", "sent", "sent"),  # ours landed, and was edited here since: the sheet's value is no edit of anybody's
        ("late", "theirs", "old"),  # somebody else edited it: a conflict it is
        ("old", "sent", "old"),  # nothing was edited here: then the sheet's value is news, whoever wrote it
        ("sent", "sent", "sent"),
    ],
)
def test_what_the_sheet_shows_as_it_was_sent_is_agreed(here: str, there: str, agreed: str) -> None:
    base, ours, theirs = ({"Leads": {"L-1": {"Email": value}}} for value in ("old", here, there))
    sent = Sent({}, {("Leads", "L-1", "Email"): ("first", "sent")})
    got = replayed(sent, Base(base), here=ours, there=theirs, rules={"Leads": LEADS}, given={})
    assert got == {"Leads": {"L-1": {"Email": agreed}}}
    assert base == {"Leads": {"L-1": {"Email": "old"}}}


def test_a_row_that_is_there_under_our_id_has_landed_whole() -> None:
    sent = Sent({"Leads": {"L-1": {"Email": "a", "Owner": "o"}, "L-2": {"Email": "b"}}}, {})
    there = {"Leads": {"L-1": {"Email": "a", "Owner": "theirs"}}}
    assert replayed(sent, Base(), here={}, there=there, rules={"Leads": LEADS}, given={}) == {
        "Leads": {"L-1": {"Email": "a", "Owner": "o"}}
    }


@pytest.mark.parametrize(
    ("there", "agreed"),
    [
        ({"Email": "a", "Owner": "o"}, {"Email": "a", "Owner": "o"}),  # all of ours
        (
            {"Email": "theirs", "Owner": "o"},
            {"Email": "old", "Owner": "o"},
        ),  # somebody else put it back: a conflict it is
        ({"Email": "old"}, {"Email": "old"}),  # somebody else put it back as it was: ours is still to be sent
        ({"Email": "a"}, {"Email": "a"}),
    ],
)
def test_a_row_that_was_put_back_may_have_been_by_anybody(there: Row, agreed: Row) -> None:
    sent = Sent({"Leads": {"L-1": {"Email": "a", "Owner": "o"}}}, {})
    base = Base({"Leads": {"L-1": {"Email": "old"}}})
    got = replayed(sent, base, here={}, there={"Leads": {"L-1": there}}, rules={"Leads": LEADS}, given={})
    assert got == {"Leads": {"L-1": agreed}}


def test_nothing_is_noted_once_all_is_saved(tmp_path: Path) -> None:
    pair = in_sync()
    pair.in_flight = InFlight(tmp_path / "sync.jsonl")
    pair.file.type("Leads", ANN, "Owner", "p")
    there: list[bool] = []
    pair.sheet.between = lambda _step: there.append((tmp_path / "sync.jsonl").exists())
    pair.sync()
    assert (there, (tmp_path / "sync.jsonl").exists()) == ([True, True], False)


# the lock


def test_one_sync_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "state" / "leads.lock"
    with locked(path, "leads.xlsx"):
        with pytest.raises(errors.InUse) as stop, locked(path, "leads.xlsx"):
            raise AssertionError
        assert str(stop.value) == (
            f"leads.xlsx is open in another sync (process {os.getpid()}). Nothing was written. "
            "Close it there and run the command again."
        )
    with locked(path, "leads.xlsx"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def _hold_and_die(path: Path, told: Connection) -> None:
    with locked(path, "leads.xlsx"):
        told.send("held")
        told.recv()
        os._exit(9)


def test_a_lock_of_a_process_that_died_is_free(tmp_path: Path) -> None:
    path = tmp_path / "leads.lock"
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_hold_and_die, args=(path, theirs))
    process.start()
    assert ours.recv() == "held"
    with pytest.raises(errors.InUse), locked(path, "leads.xlsx"):
        raise AssertionError
    ours.send("die")
    process.join()
    assert process.exitcode == 9
    process.close()
    ours.close()
    theirs.close()
    with locked(path, "leads.xlsx"):
        pass
