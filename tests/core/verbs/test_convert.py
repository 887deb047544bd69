"""Converting: a qualified lead becomes a deal, linked both ways; nobody else does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.lifecycle import moves
from tests.core.lifecycle.books import BANT, LAST_WEEK, NOON, TODAY, a_book, a_deal, a_lead
from tests.core.verbs.doing import cells, done, found, outcome, rows

JUNE = dt.date(2026, 6, 30)
DEAL: dict[str, Cell] = {
    "Lead ID": "L-1", "Deal": "Acme Ltd", "Company": "Acme Ltd", "Value": 12000, "Currency": "GBP", "Stage": "Qualified",
    "Probability": 0.2, "Expected close": JUNE, "Owner": "Bob", "Opened": NOON, "Stage since": NOON,
}  # fmt: skip


def lead(**given: Cell) -> Book:
    return a_book(a_lead(**{"Status": "Qualified", "Qualified_on": LAST_WEEK, **BANT, **given}))


SAY = {"value": "12000", "close": "2026-06-30"}


@pytest.mark.parametrize(
    ("book", "options", "row"),
    [
        (lead(), SAY, DEAL),
        (lead(Deal_value=9000), {"close": "2026-06-30"}, DEAL | {"Value": 9000}),
        (lead(Deal_value=9000), SAY, DEAL),
        (lead(), {**SAY, "currency": "eur", "stage": "proposal sent", "deal": "20 seats"},
         DEAL | {"Currency": "EUR", "Stage": "Proposal Sent", "Probability": 0.5, "Deal": "20 seats"}),
        (lead(Company=None), SAY, {name: cell for name, cell in DEAL.items() if name != "Company"} | {"Deal": "Ann Ng"}),
        (lead(Next_action="Send the offer", Next_action_due=TODAY), SAY, DEAL | {"Next action": "Send the offer", "Next action due": TODAY}),
    ],
)  # fmt: skip
def test_the_deal_that_a_lead_becomes(book: Book, options: dict[str, str], row: dict[str, Cell]) -> None:
    (made,) = [cells for tab, cells in rows(book, "convert", lead="L-1", **options) if tab == "Pipeline"]
    assert made == row


def test_lead_and_deal_name_each_other_and_the_move_is_logged() -> None:
    book = lead(Next_action="Send the offer", Next_action_due=TODAY, Sequence="Standard", Step=3)
    after = done(book, "convert", lead="ann@acme.example", **SAY)
    ((deal, made),) = after["Pipeline"].items()
    assert (made["Deal ID"], made["Lead ID"], after["Leads"]["L-1"]["Deal ID"]) == (deal, "L-1", deal)
    assert cells(book, "convert", lead="L-1", **SAY) == {
        "Leads.Status": "Converted",
        "Leads.Deal ID": deal,
        "Leads.Deal value": 12000,
        "Leads.Next action": None,
        "Leads.Next action due": None,
        "Leads.Sequence": None,
        "Leads.Step": None,
        "Leads.Updated": NOON,
    }
    (move,) = moves(after)
    assert (move.what, move.key, move.before, move.after) == ("Status", "L-1", "Qualified", "Converted")


def test_what_is_left_open_about_the_deal_is_said() -> None:
    book = {
        **lead(Owner=None),
        "Pipeline": a_deal("D-7", Lead_ID=None, Company="ACME Limited")
        | a_deal("D-8", Lead_ID=None, Stage="Closed Won"),
    }
    said = found(book, "convert", lead="L-1", value="1")
    assert [rule for rule, _ in said] == ["convert.no-close", "convert.no-owner", "convert.same-company"]
    assert said[2][1] == "Acme Ltd has open deals already: D-7. Is it the same one?"
    assert found(lead(), "convert", lead="L-1", **SAY) == []


@pytest.mark.parametrize(
    ("book", "options", "error", "words"),
    [
        (lead(Status="Contacted", Need=None, Budget=None), SAY, errors.NotAllowed,
         ("Ann Ng (L-1) is Contacted and lacks budget, need. Only a qualified lead becomes a deal. Nothing was written. "
         "Qualify it first: leadsorted qualify BOOK L-1 --budget ... --need ...")),
        (lead(Status="New"), SAY, errors.NotAllowed,
         "Ann Ng (L-1) is New. Only a qualified lead becomes a deal. Nothing was written. Qualify it first: leadsorted qualify BOOK L-1"),
        (lead(Status="Unqualified"), SAY, errors.NotAllowed, "Ann Ng (L-1) is Unqualified. Only a qualified lead"),
        (lead(Status="Converted", Deal_ID="D-1"), SAY, errors.NotAllowed, "Ann Ng (L-1) became a deal already as D-1."),
        ({**lead(Deal_ID="D-1"), "Pipeline": a_deal()}, SAY, errors.NotAllowed, "Ann Ng (L-1) became a deal already as D-1."),
        (lead(), {"close": "2026-06-30"}, errors.WrongUsage, "What is the deal worth? The lead has no Deal value: leadsorted convert BOOK L-1 --value 12000"),
        (lead(Deal_value=Formula("=A1")), {}, errors.WrongUsage, "What is the deal worth?"),
        (lead(), {**SAY, "close": "2026-03-09"}, errors.WrongUsage, "--close '2026-03-09' is over"),
        (lead(), {**SAY, "currency": "gold"}, errors.WrongUsage, "--currency 'gold'"),
        (lead(), {**SAY, "stage": "Closed Won"}, errors.WrongUsage, "--stage 'Closed Won' is not in the open Stages on Settings"),
        ({**lead(), "Stages": {}}, SAY, errors.BadSettings, "Settings: no stage has the kind open"),
    ],
)  # fmt: skip
def test_who_does_not_become_a_deal(book: Book, options: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error) as refusal:
        outcome(book, "convert", lead="L-1", **options)
    assert str(refusal.value).startswith(words)
