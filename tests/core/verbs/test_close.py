"""Closing deals."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.lifecycle import moves
from tests.core.lifecycle.books import LAST_WEEK, NOON, a_book, a_deal, a_lead
from tests.core.verbs.doing import cells, done, found, outcome


def deal(**given: Cell) -> Book:
    return a_book(a_lead(Status="Converted", Deal_ID="D-1"), a_deal(**given))


WON: dict[str, Cell] = {
    "Pipeline.Stage": "Closed Won",
    "Pipeline.Stage since": NOON,
    "Pipeline.Closed on": NOON,
    "Pipeline.Probability": 1,
}
LOST: dict[str, Cell] = {
    **WON,
    "Pipeline.Stage": "Closed Lost",
    "Pipeline.Probability": 0,
    "Pipeline.Lost reason": "Price",
}
FRIDAY = dt.datetime(2026, 3, 6, 12, 0)


@pytest.mark.parametrize(
    ("book", "options", "becomes"),
    [
        (deal(), {"how": "won"}, WON),
        (deal(Stage="Negotiation", Probability=0.4), {"how": "won", "value": "15k"}, WON | {"Pipeline.Value": 15000}),
        (deal(), {"how": "lost", "reason": "price"}, LOST),
        (deal(), {"how": "won", "on": "2026-03-06"}, WON | {"Pipeline.Stage since": FRIDAY, "Pipeline.Closed on": FRIDAY}),
        (deal(Next_action="Call", Next_action_due=NOON.date()), {"how": "won"},
         WON | {"Pipeline.Next action": None, "Pipeline.Next action due": None}),
    ],
)  # fmt: skip
def test_what_closing_writes(book: Book, options: dict[str, Any], becomes: dict[str, Cell]) -> None:
    assert cells(book, "close", deal="D-1", **options) == becomes


def test_a_deal_is_closed_by_the_name_of_its_lead_and_the_line_says_when() -> None:
    (move,) = moves(done(deal(), "close", deal="ann@acme.example", how="lost", reason="Price", on="2026-03-06"))
    assert (move.what, move.key, move.after, move.reason, move.latest) == (
        "Stage",
        "D-1",
        "Closed Lost",
        "Price",
        FRIDAY,
    )


@pytest.mark.parametrize(
    ("book", "options", "error", "words"),
    [
        (deal(), {"how": "lost"}, errors.WrongUsage, "A lost deal needs a reason"),
        (deal(), {"how": "lost", "reason": "Rain"}, errors.WrongUsage, "--reason 'Rain' is not in Lost reasons"),
        (deal(), {"how": "won", "reason": "Price"}, errors.WrongUsage, "A won deal has no lost reason"),
        (deal(), {"how": "won", "on": "tomorrow"}, errors.WrongUsage, "--on 'tomorrow' is in the future"),
        (deal(), {"how": "won", "value": "lots"}, errors.WrongUsage, "--value 'lots'"),
        (deal(), {"how": "won", "on": "2026-03-01"}, errors.NotAllowed, "Acme, 20 seats (D-1) was opened on 2026-03-03 09:30, so it cannot have been closed on 2026-03-01"),
        (deal(Stage="Closed Won"), {"how": "lost", "reason": "Price"}, errors.NotAllowed, "Acme, 20 seats (D-1) is Closed Won, and a deal cannot go"),
        ({**deal(), "Stages": {}}, {"how": "won"}, errors.BadSettings, "Settings: no stage has the kind won"),
    ],
)  # fmt: skip
def test_what_cannot_be_closed_is_refused(
    book: Book, options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refusal:
        outcome(book, "close", deal="D-1", **options)
    assert str(refusal.value).startswith(words)


def test_closing_twice_changes_nothing() -> None:
    book = deal(Stage="Closed Won", Closed_on=LAST_WEEK)
    assert cells(book, "close", deal="D-1", how="won") == {}
    assert found(book, "close", deal="D-1", how="won") == [
        ("move.already", "Acme, 20 seats (D-1) is Closed Won already. Nothing to change.")
    ]
