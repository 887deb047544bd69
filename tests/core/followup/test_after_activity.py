"""Logging an activity: the decision table of the follow-up, then what holds for every lead and activity."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.changes import Edit, apply, invert
from leadsorted_sheets.core.followup import after_activity
from leadsorted_sheets.core.followup.next_action import ANSWERED, THROUGH
from tests.context import a_context
from tests.core.followup.books import AGAIN, CALL, CLOSING, DM, EXAMPLE, MAIL, TUESDAY, a_book, on

NOW = dt.datetime(2026, 3, 10, 12, 0)
NEW: Row = {"Status": "New", "Created": on("03-10")}
WAITING: Row = {**NEW, "Next action": CALL, "Next action due": on("03-10"), "Sequence": "Standard"}


def at_step(step: int, action: str, **others: Cell) -> Row:
    return {"Status": "Contacted", "Created": on("02-02"), "Sequence": "Standard", "Step": step, "Next action": action,
            "Next action due": on("03-10")} | others  # fmt: skip


def follows(lead: Row, activity: Row) -> dict[str, Cell]:
    """The cells that the activity gives the lead."""
    edits = after_activity(a_book({"L-1": lead}), "L-1", {"Lead ID": "L-1", **activity}, a_context())
    return {edit.field: edit.after for edit in edits}


CALLED: Row = {"Type": "Call", "When": NOW}
SENT: Row = {"Type": "Email", "When": NOW}

TABLE: list[tuple[str, Row, Row, dict[str, Cell]]] = [
    ("the step that waits is done", WAITING, CALLED, {"Next action": MAIL, "Next action due": on("03-11"), "Step": 1}),
    ("a new lead enters the first sequence", NEW, CALLED,
     {"Next action": MAIL, "Next action due": on("03-11"), "Sequence": "Standard", "Step": 1}),
    ("done late, the next keeps its distance", {**WAITING, "Created": on("02-02")}, CALLED,
     {"Next action": MAIL, "Next action due": on("03-11"), "Step": 1}),
    ("done early, the next waits for its day", at_step(1, MAIL, Created=on("03-10")), SENT,
     {"Next action": DM, "Next action due": on("03-13"), "Step": 2}),
    ("a weekend is not counted", at_step(2, DM, Created=on("03-04")), {"Type": "dm", "When": on("03-10")},
     {"Next action": AGAIN, "Next action due": on("03-13"), "Step": 3}),
    ("the last step leaves a decision", at_step(5, CLOSING), SENT,
     {"Next action": THROUGH, "Next action due": on("03-11"), "Step": 6}),
    ("another type leaves the step waiting", at_step(1, MAIL), CALLED, {}),
    ("a note is no contact", WAITING, {"Type": "Note", "When": NOW, "Summary": "reached the site"}, {}),
    ("nobody there: the sequence goes on", WAITING, {**CALLED, "Outcome": "No answer, left voicemail"},
     {"Next action": MAIL, "Next action due": on("03-11"), "Step": 1}),
    ("answered: the sequence is over", WAITING, {**CALLED, "Outcome": "Reached her"},
     {"Next action": ANSWERED, "Next action due": on("03-11"), "Step": 6}),
    ("met: the sequence is over", at_step(3, AGAIN), {"Type": "Meeting", "When": NOW},
     {"Next action": ANSWERED, "Next action due": on("03-11"), "Step": 6}),
    ("not come to the meeting: it goes on", at_step(3, AGAIN), {"Type": "Meeting", "When": NOW, "Outcome": "no show"}, {}),
    ("the activity says when the next is due", WAITING, {**CALLED, "Due": on("03-20")},
     {"Next action": MAIL, "Next action due": on("03-20"), "Step": 1}),
    ("a person's own action stays", {**WAITING, "Next action": "Send the drawings"}, CALLED, {}),
    ("a person's own action moves to the day said", {**WAITING, "Next action": "Send the drawings"},
     {**CALLED, "Due": on("03-20")}, {"Next action due": on("03-20")}),
    ("a plan becomes the next action", {"Status": "Contacted"}, {"Type": "Demo", "Due": on("03-12"), "Summary": "Show reports\nto both"},
     {"Next action": "Show reports", "Next action due": on("03-12")}),
    ("a plan goes before a later step", at_step(4, EXAMPLE, **{"Next action due": on("03-20")}), {"Type": "Meeting", "When": dt.datetime(2026, 3, 12, 9)},
     {"Next action": "Meeting", "Next action due": on("03-12")}),
    ("a plan behind an earlier step waits", WAITING, {"Type": "Demo", "Due": on("03-12")}, {}),
    ("a plan does not replace a person's own", {"Status": "Contacted", "Next action": "Send the drawings"}, {"Type": "Call", "Due": on("03-12")}, {}),
    ("who asked not to be contacted waits for nothing", {**WAITING, "Do not contact": "yes"}, CALLED, {}),
    ("dead is dead", {**WAITING, "Status": "Unqualified"}, CALLED, {}),
    ("a formula is left alone", {**WAITING, "Next action": Formula("=X1")}, CALLED, {}),
    ("a formula is left alone, its neighbours are not", {**WAITING, "Next action due": Formula("=TODAY()")}, CALLED,
     {"Next action": MAIL, "Step": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("lead", "activity", "cells"), [line[1:] for line in TABLE], ids=[line[0] for line in TABLE])
def test_an_activity_moves_the_follow_up(lead: Row, activity: Row, cells: dict[str, Cell]) -> None:
    assert follows(lead, activity) == cells


def test_every_edit_says_what_was_there_and_why() -> None:
    why = "follow-up: Standard, step 2"
    assert after_activity(a_book({"L-1": WAITING}), "L-1", CALLED, a_context()) == [
        Edit("Leads", "L-1", "Next action", CALL, MAIL, why),
        Edit("Leads", "L-1", "Next action due", on("03-10"), on("03-11"), why),
        Edit("Leads", "L-1", "Step", None, 1, why),
    ]


def test_an_activity_of_nobody_moves_nothing() -> None:
    assert after_activity(a_book({"L-1": WAITING}), "L-2", CALLED, a_context()) == []


leads = st.fixed_dictionaries(
    {},
    optional={
        "Status": st.sampled_from(["New", "Contacted", "Qualified", "Nurture", "Unqualified", "Converted", "Odd"]),
        "Created": st.sampled_from([on("01-02"), on("03-09"), dt.date(9999, 12, 31), "soon"]),
        "Next action": st.sampled_from([CALL, MAIL, CLOSING, THROUGH, "Send the drawings", "follow up"]),
        "Next action due": st.sampled_from([on("03-01"), on("03-10"), on("04-01"), "soon"]),
        "Sequence": st.sampled_from(["Standard", "standard ", "Nobody's"]),
        "Step": st.sampled_from([0, 1, 5, 6, 99, -1, "two", True]),
        "Do not contact": st.just("yes"),
    },
)
activities = st.fixed_dictionaries(
    {"Type": st.sampled_from(["Call", "Email", "DM", "Meeting", "Note", "Task", "Odd"])},
    optional={
        "When": st.sampled_from([NOW, on("03-09"), on("03-30"), "soon"]),
        "Due": st.sampled_from([on("03-09"), on("03-30"), "soon"]),
        "Outcome": st.sampled_from(["Reached", "No answer", 7]),
        "Summary": st.sampled_from(["Talk", "", "\n"]),
        "Done": st.just("yes"),
    },
)


@given(leads, activities)
def test_whatever_is_logged_it_is_undone_exactly_and_our_days_are_working_days_to_come(
    lead: Row, activity: Row
) -> None:
    book = a_book({"L-1": lead, "L-2": WAITING})
    edits = after_activity(book, "L-1", activity, a_context())
    after = apply(book, edits)
    assert apply(after, invert(edits)) == book
    assert after["Leads"]["L-2"] == book["Leads"]["L-2"]
    assert after["Leads"]["L-1"].keys() - book["Leads"]["L-1"].keys() <= {
        "Next action",
        "Next action due",
        "Sequence",
        "Step",
    }
    due = {edit.field: edit.after for edit in edits}.get("Next action due")
    if due is not None and due not in (activity.get("Due"), activity.get("When")):
        assert isinstance(due, dt.date)
        assert due >= TUESDAY
        assert due.weekday() < 5


@given(st.integers(0, 5), st.integers(0, 40))
def test_steps_done_on_their_day_fall_on_the_days_of_the_settings(step: int, days_ago: int) -> None:
    """Whoever keeps to the plan gets the plan, and whoever is late never gets two steps on one day."""
    created = TUESDAY - dt.timedelta(days=days_ago)
    days = [0, 1, 3, 6, 10, 15]
    actions = [CALL, MAIL, DM, AGAIN, EXAMPLE, CLOSING]
    types = ["Call", "Email", "DM", "Call", "Email", "Email"]
    lead = at_step(step, actions[step], Created=created)
    cells = follows(lead, {"Type": types[step], "When": NOW})
    if step == 5:
        assert cells["Next action"] == THROUGH
        return
    due = cells.get("Next action due", lead["Next action due"])
    assert isinstance(due, dt.date)
    assert due > TUESDAY
    assert (cells["Next action"], cells["Step"]) == (actions[step + 1], step + 1)
    apart = sum((TUESDAY + dt.timedelta(days=n)).weekday() < 5 for n in range(1, (due - TUESDAY).days + 1))
    assert apart >= days[step + 1] - days[step]
