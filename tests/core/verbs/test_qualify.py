"""Qualifying: BANT, with what is missing."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.lifecycle.missing import BANT
from tests.core.lifecycle.books import BANT as KNOWN
from tests.core.lifecycle.books import LAST_WEEK, NOON, a_book, a_lead
from tests.core.verbs.doing import cells, found, outcome

SAID = {"budget": "12k", "authority": "The CFO", "need": "Fewer tools", "timeline": "Q3"}
FACTS: dict[str, Cell] = {f"Leads.{name}": cell for name, cell in KNOWN.items()}


def lead(**given: Cell) -> Book:
    return a_book(a_lead(**{"Status": "Contacted", "First_contacted": LAST_WEEK, **given}))


@pytest.mark.parametrize("known", [names for n in range(5) for names in itertools.combinations(BANT, n)], ids=str)
def test_a_lead_is_qualified_once_all_four_are_known(known: tuple[str, ...]) -> None:
    """Every way of having said some of the four: only with all of them the status moves, else the rest is named."""
    options = {name.lower(): SAID[name.lower()] for name in known}
    lacking = [name for name in BANT if name not in known]
    moved = {} if lacking else {"Leads.Status": "Qualified", "Leads.Qualified on": NOON, "Leads.Updated": NOON}
    assert cells(lead(), "qualify", lead="L-1", **options) == {f"Leads.{name}": KNOWN[name] for name in known} | moved
    words = f"it lacks {', '.join(name.lower() for name in lacking)}. Find out and say: leadsorted qualify BOOK L-1 "
    flags = " ".join(f"--{name.lower()} ..." for name in lacking)
    said = [("qualify.missing", f"Ann Ng (L-1) is not qualified yet: {words}{flags}")] if lacking else []
    assert found(lead(), "qualify", lead="L-1", **options) == said


def test_what_stands_in_the_row_already_counts() -> None:
    book = lead(**{**KNOWN, "Timeline": None})
    assert cells(book, "qualify", lead="L-1", timeline="Q4")["Leads.Status"] == "Qualified"


def test_no_money_is_no_budget() -> None:
    assert found(lead(), "qualify", lead="L-1", **{**SAID, "budget": "0"})[0][0] == "qualify.missing"


def test_of_a_qualified_lead_only_the_facts_change() -> None:
    book = lead(**{**KNOWN, "Status": "Qualified", "Qualified_on": LAST_WEEK})
    assert cells(book, "qualify", lead="L-1", budget="15000") == {"Leads.Budget": 15000}
    assert found(book, "qualify", lead="L-1", budget="15000") == [
        ("qualify.already", "Ann Ng (L-1) is Qualified already.")
    ]


def test_a_new_lead_that_is_qualified_has_been_contacted() -> None:
    assert (
        cells(lead(Status="New", First_contacted=None), "qualify", lead="L-1", **SAID)["Leads.First contacted"] == NOON
    )


@pytest.mark.parametrize(
    ("book", "options", "error", "words"),
    [
        (lead(Status="Converted"), SAID, errors.NotAllowed, "Ann Ng (L-1) is Converted: it became a deal."),
        (lead(Status="Unqualified"), SAID, errors.NotAllowed,
         ("Ann Ng (L-1) is Unqualified. Nothing was written. Take it up again first: leadsorted move BOOK L-1 STATUS. "
         "It can go to New, Contacted, or Nurture.")),
        (lead(), {"budget": "enough"}, errors.WrongUsage, "--budget 'enough' is no amount"),
    ],
)  # fmt: skip
def test_who_cannot_be_qualified_is_refused(
    book: Book, options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refusal:
        outcome(book, "qualify", lead="L-1", **options)
    assert str(refusal.value).startswith(words)
