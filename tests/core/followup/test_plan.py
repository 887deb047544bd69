"""The follow-up of a whole book: what each lead is given, what is named as late, and what holds for any book."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.changes import apply, invert
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.followup import Options, plan
from leadsorted_sheets.core.followup.next_action import CONVERT, KEEP_WARM, THROUGH
from leadsorted_sheets.core.plan import Figures
from tests.context import a_context
from tests.core.followup.books import AGAIN, CALL, DM, MAIL, TUESDAY, a_book, on
from tests.core.followup.test_after_activity import activities, leads

ALL_KNOWN: Row = {"Budget": 5000, "Authority": "Eve", "Need": "speed", "Timeline": "Q3"}

TABLE: list[tuple[str, Row, dict[str, Cell]]] = [
    ("a new lead enters the first sequence", {"Status": "New", "Created": on("03-10")},
     {"Next action": CALL, "Next action due": on("03-10"), "Sequence": "Standard"}),
    ("without a status it is new", {"Last name": "Ng"}, {"Status": "New", "Next action": CALL, "Next action due": on("03-10"), "Sequence": "Standard"}),
    ("nothing is planned for a day that is over", {"Status": "New", "Created": on("01-05")},
     {"Next action": CALL, "Next action due": on("03-10"), "Sequence": "Standard"}),
    ("a lead of the weekend waits for Monday", {"Status": "New", "Created": on("03-14")},
     {"Next action": CALL, "Next action due": on("03-16"), "Sequence": "Standard"}),
    ("in the middle of a sequence the next step comes", {"Status": "Contacted", "Sequence": "standard", "Step": 2, "Created": on("03-04"), "Last activity": on("03-09")},
     {"Next action": DM, "Next action due": on("03-11")}),
    ("at its end somebody decides", {"Status": "Contacted", "Sequence": "Standard", "Step": 6, "Last activity": on("03-09")},
     {"Next action": THROUGH, "Next action due": on("03-10")}),
    ("in touch without a sequence: what is not known is asked", {"Status": "Contacted", "Need": "speed", "Last activity": on("03-09")},
     {"Next action": "Ask about budget, authority and timeline", "Next action due": on("03-11")}),
    ("in touch, all known: decide", {"Status": "Contacted", **ALL_KNOWN}, {"Next action": THROUGH, "Next action due": on("03-11")}),
    ("kept warm as long as its status allows", {"Status": "Nurture", "Last activity": on("02-10")},
     {"Next action": KEEP_WARM, "Next action due": on("04-13")}),
    ("qualified: what is missing is asked", {"Status": "Qualified", **ALL_KNOWN, "Budget": None},
     {"Next action": "Ask about budget", "Next action due": on("03-11")}),
    ("qualified, all known: convert", {"Status": "Qualified", **ALL_KNOWN}, {"Next action": CONVERT, "Next action due": on("03-11")}),
    ("somebody's own action stays, and gets a day", {"Status": "New", "Next action": "Send drawings"}, {"Next action due": on("03-11")}),
    ("somebody's own day stays, and gets an action", {"Status": "New", "Next action due": on("04-01")},
     {"Next action": CALL, "Sequence": "Standard"}),
    ("what is complete stays", {"Status": "New", "Next action": "Send drawings", "Next action due": on("02-01")}, {}),
    ("a formula stays", {"Status": "New", "Next action": Formula("=X1")}, {}),
    ("a day that is a formula stays", {"Status": "New", "Next action due": Formula("=TODAY()")}, {"Next action": CALL, "Sequence": "Standard"}),
    ("a sequence nobody has stays", {"Status": "New", "Sequence": "Gold", "Need": "speed"}, {"Next action": "Ask about budget, authority and timeline", "Next action due": on("03-11")}),
    ("who asked not to be contacted is given nothing", {"Status": "New", "Do not contact": "yes"}, {}),
    ("dead", {"Status": "Unqualified"}, {}),
    ("converted", {"Status": "converted"}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("lead", "cells"), [line[1:] for line in TABLE], ids=[line[0] for line in TABLE])
def test_every_open_lead_gets_a_next_action_and_a_day(lead: Row, cells: dict[str, Cell]) -> None:
    book = a_book({"L-1": {"Last name": "Ng", **{name: cell for name, cell in lead.items() if cell is not None}}})
    before = book["Leads"]["L-1"]
    after = apply(book, plan(book, Options(), a_context()).changes)["Leads"]["L-1"]
    assert {name: cell for name, cell in after.items() if cell is not before.get(name)} == cells


def test_a_sequence_called_like_a_status_is_for_its_leads() -> None:
    touches: dict[str, Row] = {
        "N1": {"Sequence": "Nurture", "Step": 1, "Day": 20, "Type": "Email", "Action": "Send the newsletter"},
        "S1": {"Sequence": "Standard", "Step": 1, "Day": 0, "Type": "Call"},
    }
    book = a_book({"L-1": {"Status": "Nurture", "Created": on("03-09")}}, touches=touches)
    row = apply(book, plan(book, Options(), a_context()).changes)["Leads"]["L-1"]
    assert (row["Next action"], row["Next action due"], row["Sequence"]) == (
        "Send the newsletter",
        on("04-06"),
        "Nurture",
    )


def test_working_days_are_those_of_the_preferences() -> None:
    book = a_book({"L-1": {"Status": "New", "Created": on("03-14")}}, working_days="Sat Sun So-so")
    outcome = plan(book, Options(), a_context())
    assert apply(book, outcome.changes)["Leads"]["L-1"]["Next action due"] == on("03-14")
    assert [finding.message for finding in outcome.findings] == [
        "So-so: no day of the week, so passed over. Write days such as Mon Tue Wed Thu Fri."
    ]


def test_activities_written_into_the_sheet_are_taken_in_oldest_first() -> None:
    lead: Row = {"Status": "New", "Created": on("03-02"), "Last activity": dt.datetime(2026, 3, 2, 8)}
    calls: dict[str, Row] = {
        "A-3": {"Lead ID": "L-1", "Type": "DM", "When": dt.datetime(2026, 3, 9, 16)},
        "A-1": {"Lead ID": "L-1", "Type": "Call", "When": dt.datetime(2026, 3, 3, 9), "Outcome": "No answer"},
        "A-2": {"Lead ID": "L-1", "Type": "Email", "When": dt.datetime(2026, 3, 5, 9)},
        "A-0": {"Lead ID": "L-1", "Type": "Call", "When": dt.datetime(2026, 3, 1, 9)},
        "A-4": {"Lead ID": "L-1", "Type": "Email", "When": dt.datetime(2026, 4, 1, 9)},
        "A-5": {"Lead ID": "L-9", "Type": "Email", "When": dt.datetime(2026, 3, 5, 9)},
        "A-6": {"Lead ID": "L-1", "Type": "Email", "When": "soon"},
        "A-7": {"Lead ID": "L-1", "Type": "Status change", "When": dt.datetime(2026, 3, 10, 9)},
        "A-8": {"Lead ID": "L-1", "Type": "File", "When": dt.datetime(2026, 3, 10, 9)},
    }
    book = a_book({"L-1": lead}, activities=calls)
    row = apply(book, plan(book, Options(), a_context()).changes)["Leads"]["L-1"]
    assert row == {
        "Lead ID": "L-1", "Status": "New", "Created": on("03-02"),
        "Last activity": dt.datetime(2026, 3, 9, 16), "First contacted": dt.datetime(2026, 3, 3, 9),
        "Sequence": "Standard", "Step": 3, "Next action": AGAIN, "Next action due": on("03-12"),
    }  # fmt: skip


def test_an_action_that_says_nothing_is_put_on_review_with_a_suggestion() -> None:
    lead: Row = {
        "Status": "Contacted",
        "Sequence": "Standard",
        "Step": 1,
        "Next action": "Follow up",
        "Next action due": on("03-12"),
    }
    outcome = plan(a_book({"L-1": lead}), Options(), a_context())
    message = f'"Follow up" is not something one can do. Say what, such as: {MAIL}.'
    assert outcome.changes == []
    assert outcome.findings == (
        Finding("review", "Leads", "L-1", "Next action", "follow-up.vague", message, "Follow up", MAIL, why=message),
    )


def test_what_is_late_is_named_and_counted_by_owner() -> None:
    book = a_book(
        {
            "L-1": {"Status": "New", "Owner": "Ann", "Created": dt.datetime(2026, 3, 9, 11, 0), "Next action": CALL, "Next action due": on("03-10")},
            "L-2": {"Status": "New", "Owner": "Ann", "Created": dt.datetime(2026, 3, 9, 12, 0), "Next action": CALL, "Next action due": on("03-09")},
            "L-3": {"Status": "New", "Created": on("03-09"), "Next action": CALL, "Next action due": on("03-11")},
            "L-4": {"Status": "Contacted", "Owner": "ben", "Last activity": on("02-23"), "Next action": "Send drawings", "Next action due": "soon"},
            "L-5": {"Status": "Contacted", "Owner": "ben", "Last activity": on("02-24")},
            "L-6": {"Status": "New", "Owner": "ben", "Do not contact": "yes", "Next action": CALL, "Created": on("01-01")},
            "L-7": {"Status": "New", "Sequence": "Gold", "Next action": CALL, "Next action due": on("03-11")},
        },
        deals={
            "D-1": {"Stage": "Negotiation", "Deal": "Ten seats", "Stage since": on("02-01"), "Next action": "chase", "Next action due": on("03-09")},
            "D-2": {"Stage": "Closed Won", "Stage since": on("01-01")},
            "D-3": {"Stage": "Proposal Sent", "Stage since": on("03-09"), "Next action": "Send revised proposal"},
            "D-4": {"Stage": "Proposal Sent", "Stage since": on("03-09")},
        },
    )  # fmt: skip
    outcome = plan(book, Options(), a_context())
    assert [(finding.rule, finding.key, finding.others) for finding in outcome.findings] == [
        ("follow-up.unknown-sequence", "L-7", ()),
        ("follow-up.untouched", "L-1", ()),
        ("follow-up.overdue", "L-2", ()),
        ("follow-up.quiet", "L-4", ()),
        ("follow-up.no-day", "L-4", ()),
        ("follow-up.asked-not-to", "L-6", ()),
        ("follow-up.deal-without", "D-4", ()),
        ("follow-up.deal-overdue", "D-1", ()),
        ("follow-up.deal-quiet", "D-1", ()),
        ("follow-up.vague", "D-1", ()),
    ]
    assert apply(book, outcome.changes)["Pipeline"]["D-3"]["Next action due"] == on("03-11")
    assert outcome.figures == (
        Figures(
            "Follow-up by owner",
            ("Owner", "Open", "Due today", "Overdue", "First contact late", "Gone quiet", "Was without a next action"),
            (("Ann", 2, 1, 1, 1, 0, 0), ("ben", 2, 0, 0, 0, 1, 1), ("(nobody)", 2, 0, 0, 0, 0, 0)),
        ),
    )


def test_an_open_deal_takes_the_first_step_of_the_sequence_called_like_its_stage() -> None:
    touches: dict[str, Row] = {
        "P1": {"Sequence": "Proposal sent", "Step": 1, "Day": 3, "Type": "Call", "Action": "Call about the proposal"}
    }
    book = a_book({}, deals={"D-1": {"Stage": "Proposal Sent"}, "D-2": {"Stage": "Negotiation"}}, touches=touches)
    deals = apply(book, plan(book, Options(), a_context()).changes)["Pipeline"]
    assert deals["D-1"] == {
        "Deal ID": "D-1",
        "Stage": "Proposal Sent",
        "Next action": "Call about the proposal",
        "Next action due": on("03-13"),
    }
    assert deals["D-2"] == {"Deal ID": "D-2", "Stage": "Negotiation"}


@pytest.mark.parametrize(
    ("touches", "said"),
    [
        ({"A": {"Sequence": "S", "Step": 0}}, "The touch A is passed over. Its step is 0. Steps are counted from 1."),
        ({"A": {"Sequence": "S", "Step": 1}, "B": {"Sequence": "s ", "Step": 1}}, "The touch B is passed over. A is step 1 already. Give each its own number."),
        ({"A": {"Sequence": "S", "Step": 1, "Day": -1}}, "The touch A is passed over. Its day is -1. Write working days after the lead arrived, from 0 to 3650."),
        ({"A": {"Sequence": "S", "Step": 1, "Type": "Fax"}}, "The touch A is passed over. 'Fax' is no type of touch. It may be: Call, Email, DM, Meeting, Task."),
        ({"A": {"Sequence": " ", "Step": 1}}, "The touch A is passed over. It names no sequence. Write one, such as Standard."),
        ({"A": {"Sequence": "S", "Step": 1, "Day": 5}, "B": {"Sequence": "S", "Step": 2, "Day": 3}}, "Step 2 of S is on day 3, before step 1 on day 5. It falls due with the step before it."),
    ],
)  # fmt: skip
def test_a_touch_that_cannot_be_followed_is_named(touches: dict[str, Row], said: str) -> None:
    outcome = plan(a_book({}, touches=touches), Options(), a_context())
    assert [finding.message for finding in outcome.findings] == [said]


def test_an_empty_book_has_nothing_to_follow_up() -> None:
    outcome = plan({"Leads": {}}, Options(), a_context())
    assert (outcome.changes, outcome.findings) == ([], ())
    assert outcome.figures[0].rows == ()


def test_only_the_leads_asked_for_are_followed_up_and_their_deals() -> None:
    book = a_book(
        {"L-1": {"City": "x"}, "L-2": {"City": "y"}}, deals={"D-1": {"Lead ID": "L-2"}, "D-2": {"Lead ID": "L-1"}}
    )
    outcome = plan(book, Options(keys=("L-2",)), a_context())
    assert {change.key for change in outcome.changes} == {"L-2"}
    assert [finding.key for finding in outcome.findings] == ["D-1"]


@given(st.dictionaries(st.sampled_from(["L-1", "L-2", "L-3"]), leads), st.lists(activities, max_size=5), st.data())
def test_after_a_follow_up_no_open_lead_is_without_an_action_and_a_second_changes_nothing(
    rows: dict[str, Row], done: list[Row], data: st.DataObject
) -> None:
    whose = {
        f"A-{n}": {**each, "Lead ID": data.draw(st.sampled_from(["L-1", "L-2", "L-9"]))} for n, each in enumerate(done)
    }
    book = a_book({key: {"Last name": "Ng", **row} for key, row in rows.items()}, activities=whose)
    changes = plan(book, Options(), a_context()).changes
    after = apply(book, changes)
    assert apply(after, invert(changes)) == book
    for row in after["Leads"].values():
        if row.get("Status") not in ("Unqualified", "Converted") and row.get("Do not contact") is None:
            assert row.get("Next action") is not None
            assert row.get("Next action due") is not None
    for key, row in book["Leads"].items():
        if key not in {activity["Lead ID"] for activity in whose.values()}:
            kept = {name: cell for name, cell in row.items() if name != "Step"}
            assert kept.items() <= after["Leads"][key].items()
    assert plan(after, Options(), a_context()).changes == []


def test_nothing_of_ours_falls_on_a_day_that_is_not_worked() -> None:
    for days in range(30):
        created = TUESDAY + dt.timedelta(days=days)
        for step in range(6):
            lead: Row = {
                "Status": "Contacted",
                "Sequence": "Standard",
                "Step": step,
                "Created": created,
                "Last activity": created,
            }
            book = a_book({"L-1": lead})
            due = apply(book, plan(book, Options(), a_context()).changes)["Leads"]["L-1"]["Next action due"]
            assert isinstance(due, dt.date)
            assert due.weekday() < 5
