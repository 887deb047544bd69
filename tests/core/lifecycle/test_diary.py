"""The diary of moves: what is written can be read again, whatever the statuses are called."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.changes import apply
from leadsorted_sheets.core.lifecycle.diary import by_hand_since, line, moved, moves, who
from leadsorted_sheets.core.settings import Settings, read_settings
from tests.context import a_context
from tests.core.lifecycle.books import NOON, a_book

SETTINGS: Settings = read_settings(a_book())[0]
names = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Z"), exclude_characters="→"), min_size=1, max_size=12
)


@given(before=st.just("") | names, after=names, reason=st.sampled_from(["", "Price", "made by hand, they say"]))
def test_what_is_written_is_read_again(before: str, after: str, reason: str) -> None:
    row = {"Lead ID": "L-1", "Deal ID": "D-1"}
    added = line(
        "Stage",
        row,
        before=before,
        after=after,
        settings=SETTINGS,
        context=a_context(actor="bob@us.example"),
        outcome=reason,
    )
    move = moved(added.row, added.key)
    assert move is not None
    assert (move.what, move.key, move.before, move.after) == ("Stage", "D-1", before, after)
    assert (move.earliest, move.latest, move.by, move.reason, move.by_hand) == (NOON, NOON, "Bob", reason, False)


def test_a_move_by_hand_lies_between_two_moments() -> None:
    since = dt.datetime(2026, 3, 4, 9, 30)
    added = line(
        "Status", {"Lead ID": "L-1"}, before="New", after="Contacted", settings=SETTINGS, context=a_context(),
        outcome=by_hand_since(since), by="",
    )  # fmt: skip
    move = moved(added.row, added.key)
    assert move is not None
    assert (move.earliest, move.latest, move.by, move.reason, move.by_hand) == (since, NOON, "", "", True)


def test_lines_that_people_wrote_are_no_moves() -> None:
    at = {"Lead ID": "L-1", "When": NOON, "Type": "Status change"}
    rows = {
        "A-1": {**at, "Summary": "Status: New → Contacted"},
        "A-2": {**at, "Summary": "Now contacted"},
        "A-3": {**at, "Summary": "Status: New → Contacted", "Type": "Note"},
        "A-4": {"Lead ID": "L-1", "Type": "Status change", "Summary": "Status: New → Contacted"},
        "A-5": {"When": NOON, "Type": "Status change", "Summary": "Status: New → Contacted"},
        "A-6": {**at, "Type": "status change", "When": NOON.date(), "Summary": " Status: Contacted → Nurture "},
    }
    assert [(move.activity, move.after) for move in moves(a_book(activities=rows))] == [
        ("A-1", "Contacted"),
        ("A-6", "Nurture"),
    ]


def test_who_is_the_owner_at_the_keyboard_or_the_login() -> None:
    assert [who(SETTINGS, a_context(actor=actor)) for actor in ("bob", "ANN@us.example", "root")] == [
        "Bob",
        "Ann",
        "root",
    ]


def test_the_line_stands_in_activities() -> None:
    added = line("Status", {"Lead ID": "L-1"}, before="New", after="Contacted", settings=SETTINGS, context=a_context())
    book = apply(a_book(), [added])
    assert book["Activities"][added.key] == {
        "Activity ID": added.key,
        "Lead ID": "L-1",
        "When": NOON,
        "Type": "Status change",
        "Summary": "Status: New → Contacted",
        "Owner": "Ann",
        "Done": "yes",
    }
