"""Finding: words anywhere, the best first, nothing changed."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.errors import WrongUsage
from tests.core.lifecycle.books import NOON, a_book, a_deal, a_lead
from tests.core.verbs.doing import outcome

BOOK = a_book(
    a_lead(Phone="+442079460018", Notes="Met at the fair; knows José")
    | a_lead("L-2", First_name="José", Last_name="Núñez", Email="jose@globex.example", Company="Globex", Other_phones="+34600123456")
    | a_lead("L-3", First_name="Anna", Last_name="Ngo", Email="x@initech.example", Company="Initech"),
    a_deal(),
    {"A-1": {"Activity ID": "A-1", "Lead ID": "L-1", "When": NOON, "Type": "Call", "Summary": "Asked for a discount"}},
)  # fmt: skip


def keys(words: str, most: int = 40) -> list[Cell]:
    return [row[0] for figures in outcome(BOOK, "find", words=words, most=most).figures for row in figures.rows]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("L-3", ["L-3"]),
        ("jose nunez", ["L-2"]),
        ("jose", ["L-2", "L-1"]),  # who is called so before who only knows him
        ("ann", ["L-1", "L-3"]),
        ("ng acme", ["L-1"]),
        ("ACME", ["L-1", "D-1"]),
        ("020 7946 0018", ["L-1"]),
        ("600 123456", ["L-2"]),
        ("discount", ["A-1"]),
        ("fair", ["L-1"]),
        ("nobody", [0]),
    ],
)
def test_what_is_found_and_in_which_order(words: str, found: list[Cell]) -> None:
    assert keys(words) == found


def test_a_row_says_who_it_is() -> None:
    (figures,) = outcome(BOOK, "find", words="globex").figures
    assert (figures.title, figures.header) == (
        "Leads",
        ("Lead ID", "Name", "Company", "Email", "Phone", "Status", "Owner", "Next action due"),
    )
    assert figures.rows == (("L-2", "José Núñez", "Globex", "jose@globex.example", None, "New", "Bob", None),)


def test_of_many_the_best_are_shown() -> None:
    (figures,) = outcome(BOOK, "find", words="an", most=1).figures[:1]
    assert (figures.title, len(figures.rows)) == ("Leads, the best 1 of 2", 1)


def test_nothing_is_changed() -> None:
    assert outcome(BOOK, "find", words="ann").changes == ()


def test_no_word_is_refused() -> None:
    with pytest.raises(WrongUsage, match="Say what to look for"):
        outcome(BOOK, "find", words=" ")
