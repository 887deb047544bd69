"""What other thresholds would do is what they do, once they are set."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import RemoveRow
from leadsorted_sheets.core.dedupe import Options
from leadsorted_sheets.core.dedupe.doubts import doubts
from leadsorted_sheets.core.dedupe.listed import listed
from leadsorted_sheets.core.dedupe.thresholds import LADDER, TITLE, WhatIf, around, figures, sentences, what_if
from leadsorted_sheets.core.plan import Figures, Outcome
from leadsorted_sheets.core.state import DECISIONS
from tests.context import a_context
from tests.core.dedupe.lists import book_of
from tests.core.dedupe.test_laws import books

ANA: dict[str, Cell] = {"First name": "Ana", "Last name": "Delgado", "Email": "ana@acme.com", "Company": "Acme"}
NAMED: dict[str, Cell] = {"First name": "Ana", "Last name": "Delgado"}
MOBILE = {"Phone": "+447700900123"}


def tried(outcome: Outcome) -> Figures:
    return next(each for each in outcome.figures if each.title == TITLE)


def done(outcome: Outcome) -> tuple[int, int]:
    """The rows that a plan merges into others, and the pairs that it leaves to a person."""
    gone = sum(isinstance(change, RemoveRow) and change.tab == "Leads" for change in outcome.changes)
    asked = {f"dedupe.{tier}" for tier in ("certain", "likely", "possible")}
    return gone, sum(finding.rule in asked for finding in outcome.findings)


def set_to(book: Book, certain: float, likely: float = 0.4, possible: float = 0.4) -> Book:
    given = {"certain": certain, "likely": likely, "possible": possible}
    return {
        **book,
        "Duplicate thresholds": {tier: {"Tier": tier, "From confidence": line} for tier, line in given.items()},
    }


@pytest.mark.parametrize(
    ("set_at", "least", "shown"),
    [
        (0.97, 0.4, (0.99, 0.98, 0.97, 0.95, 0.9)),
        (0.93, 0.4, (0.97, 0.95, 0.93, 0.9, 0.85)),
        (0.93, 0.9, (0.97, 0.95, 0.93, 0.9)),
        (1.0, 0.4, (1.0, 0.99, 0.98)),
        (0.3, 0.3, (0.6, 0.5, 0.3)),
        (0.995, 0.99, (0.995, 0.99)),
    ],
)
def test_a_few_thresholds_stand_around_the_one_that_is_set(
    set_at: float, least: float, shown: tuple[float, ...]
) -> None:
    assert around(set_at, least=least) == shown


def test_what_was_tried_is_a_table_and_a_sentence_each() -> None:
    table = figures((WhatIf(0.9, 1412, 37), WhatIf(0.975, 1, 0), WhatIf(0.5, 0, 1), WhatIf(1.0, 2, 1000)))
    assert table == Figures(
        "If merging began at another confidence",
        ("Confidence", "Merges", "To review"),
        ((0.9, 1412, 37), (0.975, 1, 0), (0.5, 0, 1), (1.0, 2, 1000)),
    )
    assert sentences(table) == (
        "at 0.90: 1,412 merges, 37 to review",
        "at 0.975: 1 merge, 0 to review",
        "at 0.50: 0 merges, 1 to review",
        "at 1.00: 2 merges, 1,000 to review",
    )
    read_again = Figures(TITLE, table.header, (("0.5", "2", "7"),))
    assert sentences(read_again) == ("at 0.50: 2 merges, 7 to review",)


def test_rows_are_counted_as_people_not_as_pairs() -> None:
    three_alike = book_of({**ANA, **MOBILE}, {**ANA, **MOBILE}, {**ANA, **MOBILE, "City": "Leeds"})
    assert tried(dedupe.plan(three_alike, Options(), a_context())).rows[0] == (0.99, 2, 0)


def test_two_that_were_kept_apart_are_neither_merged_nor_asked_about() -> None:
    book = book_of(ANA, {**ANA, "City": "Leeds"}, **{DECISIONS: {"apart:L-1:L-2": {}}})
    assert {row[1:] for row in tried(dedupe.plan(book, Options(), a_context())).rows} == {(0, 0)}


@pytest.mark.parametrize(("tier", "set_at"), [("certain", 0.97), ("likely", 0.75), ("exact", 0.97), ("none", 0.97)])
def test_the_threshold_that_decides_is_among_them(tier: str, set_at: float) -> None:
    outcome = dedupe.plan(book_of(ANA, ANA), Options(tier=tier), a_context())  # type: ignore[arg-type]  # the tests name a tier
    assert set_at in [row[0] for row in tried(outcome).rows]


def test_a_threshold_is_shown_to_four_digits() -> None:
    outcome = dedupe.plan(set_to(book_of(ANA, ANA), 0.912345), Options(), a_context())
    assert [row[0] for row in tried(outcome).rows] == [0.97, 0.95, 0.9123, 0.9, 0.85]


def test_who_is_exactly_as_sure_as_possible_begins_is_asked_about() -> None:
    found = listed(book_of(NAMED, {**NAMED, "City": "Leeds"}))
    labels, sure = found.people("certain"), float(found.examined.confidence.max())
    asked = []
    for line in (sure, sure + 0.001):
        moved = dataclasses.replace(found, limits=dataclasses.replace(found.limits, possible=line))
        kept = {int(label): found.leads[n] for n, label in enumerate(labels)}
        asked.append(
            (what_if(moved, labels, "certain")[0].to_review, len(doubts(moved, labels, kept, merged="certain")))
        )
    assert asked == [(1, 1), (0, 0)]


def test_nothing_below_possible_is_tried() -> None:
    assert around(0.97) == around(0.97, least=0.9) == (0.99, 0.98, 0.97, 0.95, 0.9)
    outcome = dedupe.plan(set_to(book_of(ANA, ANA), 0.93, 0.92, 0.9), Options(), a_context())
    assert [row[0] for row in tried(outcome).rows] == [0.97, 0.95, 0.93, 0.9]


@pytest.mark.parametrize(("tier", "rows"), [
    ("certain", ((0.99, 0, 2), (0.98, 1, 1), (0.97, 1, 1), (0.95, 2, 0), (0.9, 2, 0))),
    ("likely", ((0.85, 2, 0), (0.8, 2, 0), (0.75, 2, 0), (0.7, 2, 0), (0.6, 2, 0))),
    ("exact", ((0.99, 0, 2), (0.98, 1, 1), (0.97, 1, 1), (0.95, 2, 0), (0.9, 2, 0))),
    ("none", ((0.99, 0, 2), (0.98, 1, 1), (0.97, 1, 1), (0.95, 2, 0), (0.9, 2, 0))),
])  # fmt: skip
def test_each_threshold_says_what_is_merged_and_what_is_asked(
    tier: str, rows: tuple[tuple[float, int, int], ...]
) -> None:
    cobalt = [{"First name": "Chloe", "Last name": "Zhang", "Company": name} for name in ("Cobalt", "Cobalt Ltd")]
    book = book_of(ANA, {**ANA, "City": "Leeds"}, *cobalt)
    assert tried(dedupe.plan(book, Options(tier=tier), a_context())).rows == rows  # type: ignore[arg-type]  # the tests name a tier


@settings(max_examples=15)
@given(book=books(), set_at=st.sampled_from(LADDER))
def test_each_row_says_what_would_be_done_were_it_set(book: Book, set_at: float) -> None:
    if len(book["Leads"]) < 2:
        return
    for line, merges, to_review in tried(dedupe.plan(set_to(book, set_at), Options(), a_context())).rows:
        assert isinstance(line, float)
        assert done(dedupe.plan(set_to(book, line), Options(), a_context())) == (merges, to_review)


@settings(max_examples=40)
@given(book=books())
def test_the_set_row_counts_what_is_done_now(book: Book) -> None:
    outcome = dedupe.plan(book, Options(tier="likely"), a_context())
    if len(book["Leads"]) > 1:
        found = {row[0]: row[1:] for row in tried(outcome).rows}
        assert found[0.75] == done(outcome)
