"""Moving leads and deals: the cells that follow, the line in the diary, and the moves that are refused."""

from __future__ import annotations

from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.lifecycle import moves
from tests.core.lifecycle.books import BANT, LAST_WEEK, NOON, a_book, a_deal, a_lead
from tests.core.verbs.doing import cells, done, found, outcome, rows

L, P = "Leads.", "Pipeline."
NEXT: dict[str, Cell] = {"Next action": "Send the offer", "Next action due": NOON.date()}


def lead(**given: Cell) -> Book:
    return a_book(a_lead(**given))


def deal(**given: Cell) -> Book:
    return a_book(a_lead(Status="Converted", Deal_ID="D-1"), a_deal(**given))


MOVES: tuple[tuple[Book, dict[str, Any], dict[str, Cell]], ...] = (
    # a lead
    (lead(), {"to": "contacted"}, {"Leads.Status": "Contacted", "Leads.First contacted": NOON}),
    (lead(First_contacted=LAST_WEEK), {"to": "Contacted"}, {"Leads.Status": "Contacted"}),
    (lead(), {"to": "Nurture"}, {"Leads.Status": "Nurture", "Leads.First contacted": NOON}),
    (lead(Status=None), {"to": "New"}, {"Leads.Status": "New"}),
    (lead(Status=None), {"to": "Contacted"}, {"Leads.Status": "Contacted", "Leads.First contacted": NOON}),
    (lead(Status="Contacted"), {"to": "New"}, {"Leads.Status": "New"}),
    (lead(**BANT), {"to": "Qualified"}, {"Leads.Status": "Qualified", "Leads.Qualified on": NOON, "Leads.First contacted": NOON}),
    (lead(Status="Nurture", Qualified_on=LAST_WEEK, **BANT), {"to": "Qualified"}, {"Leads.Status": "Qualified"}),
    (lead(Status="Qualified", **NEXT), {"to": "unqualified", "reason": "price"},
     {"Leads.Status": "Unqualified", "Leads.Lost reason": "Price", "Leads.Next action": None, "Leads.Next action due": None}),
    (lead(Status="Unqualified", Lost_reason="Price"), {"to": "Nurture"}, {"Leads.Status": "Nurture", "Leads.Lost reason": None}),
    # a deal
    (deal(), {"to": "Proposal Sent"}, {"Pipeline.Stage": "Proposal Sent", "Pipeline.Stage since": NOON, "Pipeline.Probability": 0.5}),
    (deal(Probability=0.9), {"to": "negotiation"}, {"Pipeline.Stage": "Negotiation", "Pipeline.Stage since": NOON}),
    (deal(Probability=None), {"to": "negotiation"}, {"Pipeline.Stage": "Negotiation", "Pipeline.Stage since": NOON, "Pipeline.Probability": 0.7}),
    (deal(**NEXT), {"to": "Closed Won"},
     {"Pipeline.Stage": "Closed Won", "Pipeline.Stage since": NOON, "Pipeline.Closed on": NOON, "Pipeline.Probability": 1,
      "Pipeline.Next action": None, "Pipeline.Next action due": None}),
    (deal(), {"to": "Closed Lost", "reason": "Chose a competitor"},
     {"Pipeline.Stage": "Closed Lost", "Pipeline.Stage since": NOON, "Pipeline.Closed on": NOON, "Pipeline.Probability": 0,
      "Pipeline.Lost reason": "Chose a competitor"}),
    (deal(Stage="Closed Lost", Closed_on=LAST_WEEK, Lost_reason="Price", Probability=0), {"to": "Negotiation"},
     {"Pipeline.Stage": "Negotiation", "Pipeline.Stage since": NOON, "Pipeline.Closed on": None, "Pipeline.Probability": 0.7,
      "Pipeline.Lost reason": None}),
)  # fmt: skip


@pytest.mark.parametrize(("book", "options", "becomes"), MOVES)
def test_what_follows_from_a_move(book: Book, options: dict[str, Any], becomes: dict[str, Cell]) -> None:
    said = "D-1" if book["Pipeline"] else "L-1"
    updated: dict[str, Cell] = {} if book["Pipeline"] else {"Leads.Updated": NOON}
    assert cells(book, "move", lead=said, **options) == becomes | updated


@pytest.mark.parametrize(("book", "options", "becomes"), MOVES)
def test_every_move_is_a_line_with_its_time_and_who(
    book: Book, options: dict[str, Any], becomes: dict[str, Cell]
) -> None:
    key, field = ("D-1", "Pipeline.Stage") if book["Pipeline"] else ("L-1", "Leads.Status")
    (move,) = moves(done(book, "move", lead=key, **options))
    assert (move.key, move.after, move.latest, move.by) == (key, becomes[field], NOON, "Ann")
    assert move.reason == (becomes.get("Leads.Lost reason") or becomes.get("Pipeline.Lost reason") or "")


def test_the_line_of_a_deal_names_its_lead_too() -> None:
    assert rows(deal(), "move", lead="D-1", to="Negotiation") == [
        ("Activities", {
            "Lead ID": "L-1", "Deal ID": "D-1", "When": NOON, "Type": "Status change",
            "Summary": "Stage: Qualified → Negotiation", "Owner": "Ann", "Done": "yes",
        })
    ]  # fmt: skip


REFUSED: tuple[tuple[Book, dict[str, str], str], ...] = (
    (lead(), {"to": "Qualified"},
     ("Ann Ng (L-1) lacks budget, authority, need, timeline. Nothing was written. Say what you found out: "
     "leadsorted qualify BOOK L-1 --budget ... --authority ... --need ... --timeline ...")),
    (lead(), {"to": "Converted"},
     ("Ann Ng (L-1) is New, and a lead cannot go from there to Converted. Nothing was written. "
     "Only convert makes a deal of it: leadsorted qualify BOOK L-1, then leadsorted convert BOOK L-1")),
    (lead(Status="Qualified"), {"to": "Converted"},
     ("Ann Ng (L-1) is Qualified, and a lead cannot go from there to Converted. Nothing was written. "
     "Only convert makes a deal of it: leadsorted convert BOOK L-1")),
    (lead(Status="Converted"), {"to": "New"},
     ("Ann Ng (L-1) is Converted, and a lead cannot go from there to New. Nothing was written. "
     "Its deal goes on: move or close that. To take the conversion back: leadsorted undo BOOK")),
    (lead(Status="Unqualified"), {"to": "Qualified"},
     ("Ann Ng (L-1) is Unqualified, and a lead cannot go from there to Qualified. Nothing was written. "
     "It can go to New, Contacted, or Nurture.")),
    (lead(Status="Contacted", First_contacted=LAST_WEEK), {"to": "New"},
     ("New means that nobody has been in touch, and Ann Ng (L-1) was contacted on 2026-03-03 09:30. Nothing was written. "
     "It can go to Qualified once budget, authority, need and timeline are known, Nurture, or Unqualified with a reason.")),
    (lead(Status=Formula("=X1")), {"to": "Contacted"},
     "The Status of Ann Ng (L-1) is a formula, which is yours. Nothing was written. Type the status there."),
    (deal(Stage="Closed Won"), {"to": "Closed Lost"},
     ("Acme, 20 seats (D-1) is Closed Won, and a deal cannot go from there to Closed Lost. Nothing was written. "
     "It can go to Qualified, Proposal Sent, or Negotiation.")),
)  # fmt: skip


@pytest.mark.parametrize(("book", "options", "sentence"), REFUSED)
def test_a_move_that_there_is_not_is_refused_with_those_there_are(
    book: Book, options: dict[str, str], sentence: str
) -> None:
    with pytest.raises(errors.NotAllowed) as refusal:
        outcome(book, "move", lead="D-1" if book["Pipeline"] else "L-1", **options)
    assert str(refusal.value) == sentence


TWO_DEALS = a_book(
    a_lead(Status="Converted", Deal_ID="D-1")
    | a_lead("L-2", First_name="Jo", Last_name="Lee", Email="jo@globex.example", Company="Globex"),
    a_deal() | a_deal("D-2", Deal="Globex, pilot", Company="Globex", Lead_ID=None),
)
MEANT: tuple[tuple[str, str, str], ...] = (
    ("Globex", "Nurture", "Leads L-2"),
    ("Globex", "Proposal Sent", "Pipeline D-2"),  # the company is a lead's and a deal's: a stage is of deals
    ("Globex", "proposal", "Pipeline D-2"),
    ("Globex", "Closed Won", "Pipeline D-2"),  # another word for Converted, but a stage as it stands
    ("Ann Ng", "Negotiation", "Pipeline D-1"),  # no deal is called so, but it came from her
    ("L-1", "Negotiation", "Pipeline D-1"),
    ("D-2", "Proposal Sent", "Pipeline D-2"),
    ("Acme, 20 seats", "Negotiation", "Pipeline D-1"),
)


@pytest.mark.parametrize(("said", "to", "moved"), MEANT)
def test_a_stage_says_that_a_deal_is_meant(said: str, to: str, moved: str) -> None:
    changes = outcome(TWO_DEALS, "move", lead=said, to=to).changes
    assert {f"{each.tab} {each.key}" for each in changes if each.tab != "Activities"} == {moved}


def test_a_status_that_is_called_as_a_stage_is_the_leads() -> None:
    book = a_book(a_lead("L-2", Company="Globex", **BANT), a_deal("D-2", Company="Globex", Lead_ID=None))
    assert cells(book, "move", lead="Globex", to="Qualified")["Leads.Status"] == "Qualified"


def test_where_several_deals_may_be_meant_they_are_listed() -> None:
    book = a_book(a_lead(), a_deal(Lead_ID=None) | a_deal("D-2", Deal="Acme, more seats", Lead_ID=None))
    with pytest.raises(errors.SeveralRows, match="'Acme Ltd' may be one of 2 deals"):
        outcome(book, "move", lead="Acme Ltd", to="Proposal Sent")


def test_a_lead_without_a_deal_has_no_stage() -> None:
    with pytest.raises(errors.NotAllowed) as refusal:
        outcome(lead(), "move", lead="Ann Ng", to="Proposal Sent")
    assert str(refusal.value) == (
        "Proposal Sent is a stage of deals, and Ann Ng (L-1) has no deal. Nothing was written. "
        "Make a deal of a qualified lead first: leadsorted convert BOOK L-1"
    )


@pytest.mark.parametrize(
    ("book", "options", "words"),
    [
        (lead(), {"to": "Unqualified"}, "Unqualified needs a reason: leadsorted move BOOK L-1"),
        (deal(), {"to": "Closed Lost"}, "Closed Lost needs a reason: leadsorted close BOOK D-1 lost"),
        (lead(), {"to": "Warm"}, "STATUS 'Warm' is not in Statuses on Settings. There are: New, Contacted,"),
        (deal(), {"to": "Warm"}, "STAGE 'Warm' is not in Stages on Settings. There are: Qualified, Proposal Sent,"),
    ],
)
def test_words_that_do_not_fit_are_refused_with_those_that_do(book: Book, options: dict[str, str], words: str) -> None:
    with pytest.raises(errors.WrongUsage) as refusal:
        outcome(book, "move", lead="D-1" if book["Pipeline"] else "L-1", **options)
    assert str(refusal.value).startswith(words)


def test_a_move_to_where_it_is_changes_nothing_and_says_so() -> None:
    assert cells(lead(), "move", lead="L-1", to="new") == {}
    assert found(lead(), "move", lead="L-1", to="new") == [
        ("move.already", "Ann Ng (L-1) is New already. Nothing to change.")
    ]
    assert found(deal(), "move", lead="D-1", to="qualified")[0][0] == "move.already"
