"""Moves made by hand: what is noticed, when it was, and that nothing is noticed twice or lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.changes import AddRow, Edit, apply, invert
from leadsorted_sheets.core.lifecycle import moves, notice, remembering
from leadsorted_sheets.core.lifecycle.seen import remembered
from leadsorted_sheets.core.state import SEEN, State, pack, unpack
from tests.context import a_context
from tests.core.lifecycle.books import LAST_WEEK, NOON, TODAY, a_book, a_deal, a_lead

SINCE_LAST_WEEK = "made by hand in the sheet after 2026-03-03 09:30"


def looked_at(book: Book, on: dt.datetime = LAST_WEEK) -> Book:
    """The book as a write leaves it that changed nothing: everything has been seen."""
    return {**book, SEEN: remembering(book, (), book, on)}


def by_hand(book: Book, tab: str, key: str, **cells: Cell) -> Book:
    """What somebody types into a row, without our knowing."""
    given = {name.replace("_", " "): cell for name, cell in cells.items()}
    row = {name: cell for name, cell in {**book[tab][key], **given}.items() if cell is not None}
    return {**book, tab: {**book[tab], key: row}}


def fields(book: Book, on: dt.datetime = LAST_WEEK, **cells: Cell) -> dict[str, Cell]:
    """What notice writes into the lead or deal itself after these cells were typed."""
    tab, key = ("Pipeline", "D-1") if book["Pipeline"] else ("Leads", "L-1")
    outcome = notice(by_hand(looked_at(book, on), tab, key, **cells), a_context())
    return {change.field: change.after for change in outcome.changes if isinstance(change, Edit)}


def lines(book: Book) -> list[Row]:
    return [change.row for change in notice(book, a_context()).changes if isinstance(change, AddRow)]


THIS_MORNING = dt.datetime(2026, 3, 10, 8, 0)


@pytest.mark.parametrize(
    ("book", "on", "typed", "written"),
    [
        # a lead
        (a_book(a_lead()), LAST_WEEK, {"Status": "Contacted"}, {}),  # nobody knows which day it was
        (a_book(a_lead()), THIS_MORNING, {"Status": "Contacted"}, {"First contacted": TODAY}),
        (a_book(a_lead()), THIS_MORNING, {"Status": "Contacted", "First_contacted": LAST_WEEK}, {}),
        (a_book(a_lead()), LAST_WEEK, {"Status": "Qualified"}, {"Qualified on": TODAY}),
        (a_book(a_lead(Qualified_on=LAST_WEEK)), LAST_WEEK, {"Status": "Qualified"}, {}),
        (a_book(a_lead()), THIS_MORNING, {"Status": "Unqualified"}, {}),
        # a deal
        (a_book(None, a_deal()), LAST_WEEK, {"Stage": "Proposal Sent"}, {"Stage since": TODAY, "Probability": 0.5}),
        (a_book(None, a_deal(Probability=0.33)), LAST_WEEK, {"Stage": "Proposal Sent"}, {"Stage since": TODAY}),
        (a_book(None, a_deal()), LAST_WEEK, {"Stage": "Closed Won"}, {"Stage since": TODAY, "Closed on": TODAY, "Probability": 1}),
        (a_book(None, a_deal()), LAST_WEEK, {"Stage": "Closed Won", "Closed_on": dt.date(2026, 3, 5), "Probability": 1}, {"Stage since": TODAY}),
        (a_book(None, a_deal(Stage="Closed Lost", Closed_on=dt.date(2026, 3, 2), Probability=0)), LAST_WEEK, {"Stage": "Negotiation"},
         {"Stage since": TODAY, "Closed on": None, "Probability": 0.7}),
    ],
)  # fmt: skip
def test_dates_follow_a_move_by_hand(
    book: Book, on: dt.datetime, typed: dict[str, Cell], written: dict[str, Cell]
) -> None:
    assert fields(book, on, **typed) == written


def test_a_move_by_hand_is_a_line_that_says_between_which_moments() -> None:
    book = by_hand(looked_at(a_book(a_lead())), "Leads", "L-1", Status="Contacted")
    (row,) = lines(book)
    assert {name: cell for name, cell in row.items() if name != "Activity ID"} == {
        "Lead ID": "L-1",
        "When": NOON,
        "Type": "Status change",
        "Summary": "Status: New → Contacted",
        "Outcome": SINCE_LAST_WEEK,
        "Done": "yes",
    }


@pytest.mark.parametrize(
    "book",
    [
        by_hand(a_book(a_lead()), "Leads", "L-1", Status="Contacted"),  # never looked at: nobody knows what it was
        looked_at(a_book(a_lead())),
        by_hand(looked_at(a_book(a_lead())), "Leads", "L-1", Status=" new"),  # the same, spelt otherwise
        by_hand(looked_at(a_book(a_lead())), "Leads", "L-1", Status=Formula("=X1")),
        {**looked_at(a_book(a_lead())), "Leads": a_lead() | a_lead("L-2", Status="Nurture")},  # typed in as a whole
        {**looked_at(a_book(a_lead())), "Leads": {}},
    ],
)  # fmt: skip
def test_what_is_no_move_is_not_noticed(book: Book) -> None:
    assert (list(notice(book, a_context()).changes), notice(book, a_context()).findings) == ([], ())


def test_a_move_that_came_with_its_line_from_a_colleague_is_not_told_again() -> None:
    seen = looked_at(a_book(a_lead()))
    line = {
        "Lead ID": "L-1",
        "When": NOON,
        "Type": "Status change",
        "Summary": "Status: New → Contacted",
        "Owner": "Bob",
    }
    synced = {**by_hand(seen, "Leads", "L-1", Status="Contacted"), "Activities": {"A-1": line}}
    assert list(notice(synced, a_context()).changes) == []
    old = {**synced, "Activities": {"A-1": {**line, "When": dt.datetime(2026, 1, 2)}}}
    assert len(lines(old)) == 1


@pytest.mark.parametrize(
    ("book", "typed", "rule", "field"),
    [
        (a_book(a_lead()), {"Status": "Unqualified"}, "lifecycle.reason", "Lost reason"),
        (a_book(a_lead()), {"Status": "Converted"}, "lifecycle.no-deal", "Status"),
        (a_book(None, a_deal()), {"Stage": "Closed Lost"}, "lifecycle.reason", "Lost reason"),
    ],
)  # fmt: skip
def test_what_a_move_by_hand_left_out_is_named(book: Book, typed: dict[str, Cell], rule: str, field: str) -> None:
    tab, key = ("Pipeline", "D-1") if book["Pipeline"] else ("Leads", "L-1")
    (finding,) = notice(by_hand(looked_at(book), tab, key, **typed), a_context()).findings
    assert (finding.rule, finding.tab, finding.key, finding.field) == (rule, tab, key, field)


def test_a_new_owner_in_the_sheet_counts_as_assigned_by_hand() -> None:
    book = looked_at(a_book(a_lead(Why="Owner: round robin\nScore 3: x")))
    assert {
        change.field: change.after
        for change in notice(by_hand(book, "Leads", "L-1", Owner="Ann"), a_context()).changes
        if isinstance(change, Edit)
    } == {"Assigned on": TODAY, "Why": "Owner: by hand in the sheet, Ann\nScore 3: x"}
    assigned = by_hand(book, "Leads", "L-1", Owner="Ann", Assigned_on=NOON)  # by a colleague's copy, and synced
    assert list(notice(assigned, a_context()).changes) == []


STATUSES = ("New", "Contacted", "Qualified", "Nurture", "Unqualified")
steps = st.lists(
    st.tuples(st.sampled_from(["hand", "run", "undo", "sync", "look"]), st.sampled_from(STATUSES)), max_size=8
)


@given(steps)
def test_every_move_by_hand_is_told_once_whatever_comes_between(story: list[tuple[str, str]]) -> None:
    """Runs notice and write; an undo takes the last run back; a sync brings other people's moves without a line.

    Once all is noticed, the diary is a chain: each line begins where the one before it ended, and the last one ends
    where the lead is. A minute passes with each step.
    """
    book = looked_at(a_book(a_lead()), NOON)
    context, runs = a_context(), []
    for minute, (what, status) in enumerate(story, 1):
        before, now = book, NOON + dt.timedelta(minutes=minute)
        if what == "hand":
            book = by_hand(book, "Leads", "L-1", Status=status)
        elif what == "run":
            changes = notice(book, replace(context, now=now)).changes
            book = apply(book, changes)
            runs.append((changes, book))
            book = {**book, SEEN: remembering(before, changes, book, now)}
        elif (
            what == "undo"
            and runs
            and runs[-1][1]["Leads"] == book["Leads"]
            and runs[-1][1]["Activities"] == book["Activities"]
        ):
            back = invert(runs.pop()[0])
            book = apply(book, back)
            book = {**book, SEEN: remembering(before, back, book, now)}
        elif what == "sync":
            edit = Edit("Leads", "L-1", "Status", book["Leads"]["L-1"]["Status"], status)
            book = apply(book, [edit])
            book = {**book, SEEN: remembering(before, [edit], book, now, by_others=True)}
    book = apply(book, notice(book, replace(context, now=NOON + dt.timedelta(hours=1))).changes)
    told = [(move.before, move.after) for move in moves(book)]
    chain = ["New", *(after for _, after in told)]
    assert [before for before, _ in told] == chain[:-1]
    assert chain[-1] == book["Leads"]["L-1"]["Status"]


def test_the_memory_survives_the_hidden_sheet_and_is_small() -> None:
    leads: dict[str, Row] = {}
    for n in range(1000):
        leads |= a_lead(f"L-{n}", Status=STATUSES[n % 5], Owner=("Ann", "Bob")[n % 2])
    book = looked_at(a_book(leads, a_deal()))
    kept = unpack(pack(State().with_tables(book))).tables
    assert kept[SEEN] == book[SEEN]
    assert len(book[SEEN]) == 5 * 2 + 1 + 1
    memory = remembered({**book, SEEN: kept[SEEN]})
    assert memory.looked == LAST_WEEK
    assert {key: sight.state for key, sight in memory.rows["Leads"].items()} == {
        key: row["Status"] for key, row in leads.items()
    }
