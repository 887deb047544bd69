"""Logging: which activity moves what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.lifecycle import moves
from tests.core.lifecycle.books import LAST_WEEK, NOON, TODAY, a_book, a_deal, a_lead
from tests.core.verbs.doing import cells, done, found, outcome, rows

CALL = {"type": "Call", "summary": "Wants a quote"}
LAST, FIRST, STATUS, UPDATED = "Leads.Last activity", "Leads.First contacted", "Leads.Status", "Leads.Updated"
FRIDAY = dt.datetime(2026, 3, 6, 15, 0)


def lead(**given: Cell) -> Book:
    return a_book(a_lead(Next_action="Ask Bob", Next_action_due=TODAY, **given))  # a person's own: follow-up leaves it


def planned(**given: Cell) -> Book:
    row: Row = {"Activity ID": "A-1", "Lead ID": "L-1", "Type": "Call", "Summary": "Call back", "Due": TODAY}
    return {**lead(), "Activities": {"A-1": {**row, **{name.replace("_", " "): cell for name, cell in given.items()}}}}


@pytest.mark.parametrize(
    ("book", "options", "becomes"),
    [
        # type, what it moves
        (lead(), CALL, {LAST: NOON, FIRST: NOON, STATUS: "Contacted"}),
        (lead(), {"type": "email"}, {LAST: NOON, FIRST: NOON, STATUS: "Contacted"}),
        (lead(), {"type": "Note", "summary": "x"}, {LAST: NOON}),
        (lead(), {"type": "Task", "outcome": "done"}, {LAST: NOON}),
        (lead(Status=None), CALL, {LAST: NOON, FIRST: NOON, STATUS: "Contacted"}),
        (lead(Status="Nurture"), CALL, {LAST: NOON, FIRST: NOON}),
        (lead(Status="Contacted", First_contacted=LAST_WEEK, Last_activity=LAST_WEEK), CALL, {LAST: NOON}),
        # what was done earlier
        (lead(), {**CALL, "when": "2026-03-06 15:00"}, {LAST: FRIDAY, FIRST: FRIDAY, STATUS: "Contacted"}),
        (lead(Status="Contacted", First_contacted=NOON, Last_activity=NOON), {**CALL, "when": "2026-03-06 15:00"}, {FIRST: FRIDAY}),
        # the next step
        (lead(Status="Contacted", First_contacted=LAST_WEEK), {**CALL, "next": "Send the quote", "due": "2026-03-12"},
         {LAST: NOON, "Leads.Next action": "Send the quote", "Leads.Next action due": dt.date(2026, 3, 12)}),
        (lead(Status="Contacted", First_contacted=LAST_WEEK), {**CALL, "due": "2026-03-12"},
         {LAST: NOON, "Leads.Next action due": dt.date(2026, 3, 12)}),
    ],
)  # fmt: skip
def test_what_an_activity_moves(book: Book, options: dict[str, Any], becomes: dict[str, Cell]) -> None:
    assert cells(book, "log", lead="L-1", **options) == becomes | {UPDATED: NOON}


@pytest.mark.parametrize(
    "options", [{"type": "File", "link": "https://x.example/quote.pdf"}, {**CALL, "planned": True, "due": "2026-03-12"}]
)
def test_a_file_or_a_plan_moves_nothing_of_a_lead_that_has_its_own_next_action(options: dict[str, Any]) -> None:
    assert cells(lead(), "log", lead="L-1", **options) == {}


def test_the_activity_stands_on_its_tab_and_the_move_beside_it() -> None:
    call = {"Lead ID": "L-1", "When": NOON, "Owner": "Ann", "Done": "yes"}
    assert rows(lead(), "log", lead="L-1", **CALL, outcome="reached", link="https://x.example/1") == [
        (
            "Activities",
            {**call, "Type": "Call", "Summary": "Wants a quote", "Outcome": "reached", "Link": "https://x.example/1"},
        ),
        ("Activities", {**call, "Type": "Status change", "Summary": "Status: New → Contacted"}),
    ]


@pytest.mark.parametrize(
    "options", [{"type": "Task", "due": "2026-03-12"}, {"type": "Meeting", "due": "2026-03-12", "planned": True}]
)
def test_what_lies_ahead_has_a_day_and_is_not_done(options: dict[str, Any]) -> None:
    ((_, row),) = rows(lead(), "log", lead="L-1", summary="See them", owner="bob", **options)
    assert row == {
        "Lead ID": "L-1",
        "Type": options["type"],
        "Summary": "See them",
        "Owner": "Bob",
        "Due": dt.date(2026, 3, 12),
    }


def test_a_plan_becomes_the_next_action_of_a_lead_that_has_none() -> None:
    assert cells(a_book(a_lead()), "log", lead="L-1", type="Task", summary="Send the offer", due="2026-03-12") == {
        "Leads.Next action": "Send the offer",
        "Leads.Next action due": dt.date(2026, 3, 12),
    }


def test_a_plan_that_was_carried_out_is_done_and_counts() -> None:
    assert cells(planned(), "log", lead="L-1", did="a-1", outcome="reached") == {
        "Activities.When": NOON,
        "Activities.Done": "yes",
        "Activities.Outcome": "reached",
        LAST: NOON,
        FIRST: NOON,
        STATUS: "Contacted",
        UPDATED: NOON,
    }


def test_the_sequence_goes_on_and_is_over_once_the_lead_answers() -> None:
    step = a_book(a_lead(Sequence="Standard", Next_action="Call to introduce ourselves", Next_action_due=TODAY))
    no_answer = cells(step, "log", lead="L-1", type="Call", outcome="no answer")
    assert (no_answer["Leads.Step"], no_answer["Leads.Next action"]) == (1, "Send the introduction e-mail")
    reached = cells(step, "log", lead="L-1", type="Call", outcome="reached")
    assert (reached["Leads.Step"], reached["Leads.Next action"]) == (6, "Send what was agreed")


def test_of_a_converted_lead_the_deal_goes_on() -> None:
    book = a_book(a_lead(Status="Converted", Deal_ID="D-1", First_contacted=LAST_WEEK), a_deal())
    options = {**CALL, "next": "Send the contract", "due": "2026-03-12"}
    becomes = {
        LAST: NOON,
        UPDATED: NOON,
        "Pipeline.Next action": "Send the contract",
        "Pipeline.Next action due": dt.date(2026, 3, 12),
    }
    for said in ("L-1", "D-1"):
        assert cells(book, "log", lead=said, **options) == becomes
        ((_, row),) = rows(book, "log", lead=said, **options)
        assert (row["Lead ID"], row["Deal ID"]) == ("L-1", "D-1")


def test_a_deal_without_a_lead_has_activities_too() -> None:
    book = a_book(None, a_deal(Lead_ID=None))
    assert cells(book, "log", lead="D-1", **CALL, next="Send it") == {"Pipeline.Next action": "Send it"}


def test_the_first_contact_is_when_it_was_in_the_diary_too() -> None:
    (move,) = moves(done(lead(), "log", lead="L-1", **CALL, when="2026-03-06 15:00"))
    assert (move.before, move.after, move.latest) == ("New", "Contacted", FRIDAY)


def test_with_one_open_status_a_lead_stays_in_it() -> None:
    only = {"New": {"Status": "New", "Kind": "open", "Order": 1}}
    assert STATUS not in cells({**lead(), "Statuses": only}, "log", lead="L-1", **CALL)


@pytest.mark.parametrize(
    ("book", "options", "rule"),
    [
        (lead(Do_not_contact="yes"), CALL, "log.do-not-contact"),
        (lead(), {**CALL, "when": "2026-03-01"}, "log.before-created"),
        (lead(Status="Unqualified", Lost_reason="Price"), {"type": "Note", "summary": "wrote again"}, "log.dead"),
    ],
)
def test_what_is_odd_about_it_is_said(book: Book, options: dict[str, Any], rule: str) -> None:
    assert [name for name, _ in found(book, "log", lead="L-1", **options)] == [rule]


def test_a_no_under_do_not_contact_is_no_request() -> None:
    assert found(lead(Do_not_contact="no"), "log", lead="L-1", **CALL) == []


@pytest.mark.parametrize(
    ("book", "options", "error", "words"),
    [
        (lead(), {}, errors.WrongUsage, "Say what it was: --type Call|Email|Meeting|DM|Demo|Note|Task|File"),
        (lead(), {"type": "Status change"}, errors.WrongUsage, "A status change is made, not logged"),
        (lead(), {"type": "Telepathy"}, errors.WrongUsage, "--type 'Telepathy' is not in the types of activities"),
        (lead(), {**CALL, "when": "tomorrow"}, errors.WrongUsage, "--when 'tomorrow' is in the future"),
        (lead(), {**CALL, "due": "2026-03-01"}, errors.WrongUsage, "--due '2026-03-01' is over"),
        (lead(), {**CALL, "planned": True}, errors.WrongUsage, "What lies ahead has a day"),
        (lead(), {**CALL, "owner": "Cy"}, errors.WrongUsage, "--owner 'Cy': Cy is not active any more"),
        (lead(), {"did": "A-9"}, errors.NoSuchRow, "There is no activity of this lead 'A-9'"),
        (planned(Lead_ID="L-2"), {"did": "A-1"}, errors.NoSuchRow, "There is no activity of this lead 'A-1'"),
        (planned(Done="yes"), {"did": "A-1"}, errors.NotAllowed, "A-1 is done already"),
    ],
)
def test_what_cannot_be_logged_is_refused(
    book: Book, options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refusal:
        outcome(book, "log", lead="L-1", **options)
    assert str(refusal.value).startswith(words)
