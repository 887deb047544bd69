"""The learnt score: from which leads, by which facts, how far to trust it, and that it is refused in words where it must be."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.changes import Edit, apply
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Outcome
from leadsorted_sheets.core.schema import TABS, table_of
from leadsorted_sheets.core.score import Options, logistic, plan
from leadsorted_sheets.core.score.facts import facts_of, outcomes
from leadsorted_sheets.core.score.learnt import FEWEST_LOST, FEWEST_WON, Learnt, learn
from leadsorted_sheets.core.score.plan import LEARNT
from leadsorted_sheets.core.settings import read_settings
from tests.context import a_context


def a_book(leads: Mapping[str, Row], deals: Mapping[str, Row] | None = None) -> Book:
    return {tab.name: table_of(tab) for tab in TABS} | {"Leads": leads, "Pipeline": deals or {}}


def a_year(won: int = 40, lost: int = 60, *, referred_won: int = 30, referred_lost: int = 15) -> Book:
    """Won and lost leads; those that were referred are won more often. Two leads are open."""
    leads: dict[str, Row] = {}
    deals: dict[str, Row] = {}
    for n in range(won):
        key = f"L-W{n:03d}"
        leads[key] = _lead(
            key, "Referral" if n < referred_won else "Paid ads", n, Status="Converted", **{"Deal ID": f"D-{n}"}
        )
        deals[f"D-{n}"] = {"Deal ID": f"D-{n}", "Lead ID": key, "Stage": "Closed Won", "Value": 10}
    for n in range(lost):
        key = f"L-X{n:03d}"
        leads[key] = _lead(key, "Referral" if n < referred_lost else "Paid ads", n, Status="Unqualified")
    leads["L-A"] = {"Lead ID": "L-A", "Last name": "Ng", "Source": "Referral", "Status": "New"}
    leads["L-B"] = {"Lead ID": "L-B", "Last name": "Lee", "Source": "Paid ads", "Status": "New"}
    return a_book(leads, deals)


def _lead(key: str, source: str, n: int, **more: str) -> Row:
    return {
        "Lead ID": key,
        "Last name": f"N{n}",
        "Source": source,
        **({"Phone": "+442079460018"} if n % 2 else {}),
        **more,
    }


def learnt(book: Book) -> Learnt:
    found = learn(book, read_settings(book)[0], a_context())
    assert isinstance(found, Learnt)
    return found


def planned(book: Book, **options: object) -> Outcome:
    return plan(book, Options(learnt=True, **options), a_context())  # type: ignore[arg-type]  # as the case says


DEALS: Mapping[str, Row] = {
    "D-w": {"Deal ID": "D-w", "Stage": "Closed Won"},
    "D-l": {"Deal ID": "D-l", "Stage": "Closed Lost"},
    "D-o": {"Deal ID": "D-o", "Stage": "Negotiation"},
    "D-w2": {"Deal ID": "D-w2", "Stage": "Closed Won", "Lead ID": "L-1"},
    "D-l2": {"Deal ID": "D-l2", "Stage": "Closed Lost", "Lead ID": "L-1"},
    "D-o2": {"Deal ID": "D-o2", "Stage": "Negotiation", "Lead ID": "L-1"},
}
DECIDED: tuple[tuple[str, Row, tuple[str, ...], bool | None], ...] = (
    ("its deal was won", {"Status": "Converted", "Deal ID": "D-w"}, ("D-w",), True),
    ("its deal was lost", {"Status": "Converted", "Deal ID": "D-l"}, ("D-l",), False),
    ("its deal is open", {"Status": "Converted", "Deal ID": "D-o"}, ("D-o",), None),
    ("one deal won, another lost", {"Status": "Converted", "Deal ID": "D-l"}, ("D-l", "D-w2"), True),
    ("one deal lost, another open", {"Status": "Converted", "Deal ID": "D-l"}, ("D-l", "D-o2"), None),
    ("the deal knows the lead, not the lead the deal", {"Status": "Converted"}, ("D-l2",), False),
    ("it is dead and never had a deal", {"Status": "Unqualified"}, (), False),
    ("it is dead, and its deal is open", {"Status": "Unqualified", "Deal ID": "D-o"}, ("D-o",), None),
    ("it is new", {"Status": "New"}, (), None),
    ("it is converted, and the deal is gone", {"Status": "Converted", "Deal ID": "D-gone"}, (), None),
)


@pytest.mark.parametrize(("what", "lead", "deals", "won"), DECIDED, ids=[case[0] for case in DECIDED])
def test_which_leads_count_as_won_or_lost(what: str, lead: Row, deals: tuple[str, ...], won: bool | None) -> None:
    book = a_book({"L-1": {"Lead ID": "L-1", "Last name": "Ng", **lead}}, {key: DEALS[key] for key in deals})
    assert dict(outcomes(book, read_settings(book)[0])) == ({} if won is None else {"L-1": won})


def test_only_what_is_known_at_the_start_counts() -> None:
    book = a_year()
    leads = {
        key: {**row, "Budget": 5, "Need": "n", "Timeline": "Q3"} if row["Status"] == "Converted" else row
        for key, row in book["Leads"].items()
    }
    book = {**book, "Leads": leads}
    config = read_settings(book)[0]
    found = facts_of(book, config, sorted(outcomes(book, config)), a_context())
    assert [fact.name for fact in found] == ["Reachable by phone", "Referred", "Source: paid ads", "Source: referral"]


def test_a_lead_gets_score_rating_and_reasons_that_say_they_are_learnt() -> None:
    book = a_year()
    after = apply(book, planned(book).changes)["Leads"]
    a, b = after["L-A"], after["L-B"]
    assert [lead[name] for lead in (a, b) for name in ("Score", "Rating", "Why")] == [
        75, "Hot", "Score 75, learnt: Source Referral +0.8, Referred +0.4",
        28, "Cold", "Score 28, learnt: Source Paid ads -0.6, not Referred -0.3",
    ]  # fmt: skip


def test_what_it_is_worth_is_said_in_numbers() -> None:
    notes = [each for each in planned(a_year()).findings if each.rule == "score.learnt"]
    [note] = notes
    assert note.severity == "note"
    assert re.fullmatch(
        r"Learnt from 40 won and 60 lost leads\. Of 100 pairs of a won and a lost lead that it had not seen it ranked "
        r"\d\d right, give or take \d; 50 is chance\.",
        note.message,
    )
    figures = planned(a_year()).figures[-1]
    assert figures.title == "What won and lost leads have shown"
    assert {row[0]: row[2:] for row in figures.rows}["Source: referral"] == (30, 15)


REFUSED: tuple[tuple[str, Book, str], ...] = (
    ("nobody was won", a_year(won=0), "Too few leads are decided to learn from: 0 won and 60 lost, where it takes 20 and 20."),
    ("one too few was won", a_year(won=FEWEST_WON - 1), "Too few leads are decided to learn from: 19 won and 60 lost"),
    ("one too few was lost", a_year(lost=FEWEST_LOST - 1), "Too few leads are decided to learn from: 40 won and 19 lost"),
    ("nothing tells them apart", a_book({}, {}), "Too few leads are decided to learn from: 0 won and 0 lost"),
    ("no better than chance", a_year(40, 40, referred_won=20, referred_lost=20), "From 40 won and 40 lost leads nothing could be learnt"),
)  # fmt: skip


@pytest.mark.parametrize(("what", "book", "said"), REFUSED, ids=[case[0] for case in REFUSED])
def test_it_is_refused_in_words_and_nothing_is_changed(what: str, book: Book, said: str) -> None:
    outcome = planned(book)
    [finding] = [each for each in outcome.findings if each.rule == "score.learnt"]
    assert isinstance(finding, Finding)
    assert (finding.severity, list(outcome.changes)) == ("error", [])
    assert finding.message.startswith(said)
    assert finding.message.endswith("leave out --learnt.")


def test_it_is_never_used_unasked() -> None:
    book = a_year()
    assert all("learnt" not in str(change) for change in plan(book, Options(), a_context()).changes)


def test_whoever_asked_not_to_be_contacted_scores_nothing() -> None:
    book = a_year()
    leads = {**book["Leads"], "L-A": {**book["Leads"]["L-A"], "Do not contact": "yes"}}
    after = apply(book, planned({**book, "Leads": leads}, keys=("L-A",)).changes)["Leads"]["L-A"]
    assert (after["Score"], after["Why"]) == (0, "Score 0, learnt: asked not to be contacted")


def test_only_the_leads_asked_for_are_scored_by_all_that_were_decided() -> None:
    book = a_year()
    some, every = planned(book, keys=("L-A",)).changes, planned(book).changes
    assert list(some) == [change for change in every if change.key == "L-A"]
    assert {change.why for change in some if isinstance(change, Edit)} == {LEARNT}


def test_the_same_book_in_another_order_learns_the_same() -> None:
    book = a_year()
    turned = {
        **book,
        "Leads": dict(reversed(book["Leads"].items())),
        "Pipeline": dict(reversed(book["Pipeline"].items())),
    }
    mine, theirs = ({(c.key, getattr(c, "field", "")): c for c in planned(each).changes} for each in (book, turned))
    assert mine == theirs


# Laws.

sizes = st.integers(20, 45)


@st.composite
def years(draw: st.DrawFn) -> Book:
    won, lost = draw(sizes), draw(sizes)
    return a_year(won, lost, referred_won=draw(st.integers(0, won)), referred_lost=draw(st.integers(0, lost)))


@settings(max_examples=25, deadline=None)
@given(years())
def test_reasons_add_up_to_the_score(book: Book) -> None:
    model = learn(book, read_settings(book)[0], a_context())
    if isinstance(model, Finding):
        return
    for key in ("L-A", "L-B"):
        score, line = model.scored(key, book["Leads"][key])
        total = sum(float(each) for each in re.findall(r"[+-]\d+\.\d", line))
        assert score == pytest.approx(100 / (1 + math.exp(-total)), abs=4)


@settings(max_examples=25, deadline=None)
@given(years())
def test_a_fact_that_the_won_have_more_often_never_counts_against_a_lead(book: Book) -> None:
    config = read_settings(book)[0]
    decided = outcomes(book, config)
    model = learn(book, config, a_context())
    if isinstance(model, Finding):
        return
    rate = {
        won: np.mean([book["Leads"][key]["Source"] == "Referral" for key, each in decided.items() if each == won])
        for won in (True, False)
    }
    a, b = (model.scored(key, book["Leads"][key])[0] for key in ("L-A", "L-B"))
    assert (a - b) * (rate[True] - rate[False]) >= 0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40))
def test_the_pairs_ranked_right_are_those_one_would_count(leads: list[tuple[int, bool]]) -> None:
    odds, won = np.array([float(each) for each, _ in leads]), np.array([each for _, each in leads])
    pairs = [(a, b) for a, x in zip(odds, won, strict=True) if x for b, y in zip(odds, won, strict=True) if not y]
    right = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs)
    assert logistic.ranked(odds, won) == (pytest.approx(right / len(pairs) if pairs else 0.5), len(pairs))


def test_noise_is_ranked_like_noise() -> None:
    chance = np.random.default_rng(1)
    rights = [
        logistic.trust(
            chance.integers(0, 2, (200, 6)).astype(float), chance.integers(0, 2, 200).astype(bool)
        ).ranked_right
        for _ in range(20)
    ]
    assert 0.45 < float(np.mean(rights)) < 0.55


def test_what_was_put_in_is_found_again() -> None:
    chance = np.random.default_rng(7)
    facts = chance.integers(0, 2, (4000, 3)).astype(float)
    odds = (facts - 0.5) @ np.array([2.0, -1.0, 0.0])
    won = chance.random(4000) < 1 / (1 + np.exp(-odds))
    assert logistic.learnt(facts, won).weights == pytest.approx([2.0, -1.0, 0.0], abs=0.2)
