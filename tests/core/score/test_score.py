"""Scoring: which rules give how many points, how they fade, and that the reasons add up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.changes import Edit, apply, invert
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Figures
from leadsorted_sheets.core.schema import BY_NAME, table_of
from leadsorted_sheets.core.score import Options, plan
from leadsorted_sheets.core.score.plan import SCORED
from tests.context import NOON, a_context

TODAY = NOON.date()


def a_book(
    leads: Mapping[str, Row],
    *,
    rules: Mapping[str, Row] | None = None,
    activities: Mapping[str, Row] | None = None,
    **preferences: Cell,
) -> Book:
    table = table_of(BY_NAME["Preferences"])
    table |= {name.replace("_", " ").capitalize(): {"Value": value} for name, value in preferences.items()}
    book: dict[str, Mapping[str, Row]] = {"Leads": leads, "Activities": activities or {}, "Preferences": table}
    if rules is not None:
        book["Scoring rules"] = {name: {"Rule": name, **row} for name, row in rules.items()}
    return book


def why_of(lead: Row, **others: Mapping[str, Row]) -> Cell:
    book = a_book({"L-1": {"Last name": "Ng", **lead}}, **others)  # type: ignore[arg-type]  # no preferences here
    return apply(book, plan(book, Options(), a_context()).changes)["Leads"]["L-1"]["Why"]


def days_ago(days: int, kind: str, lead: str = "L-1") -> Row:
    return {"Lead ID": lead, "Type": kind, "When": TODAY - dt.timedelta(days=days)}


def test_a_lead_gets_score_rating_and_reasons() -> None:
    book = a_book(
        {"L-1": {"Last name": "Ng", "Seniority": "VP", "Email": "ng@acme.example", "Why": "Owner: rule DACH, Ann"}}
    )
    outcome = plan(book, Options(), a_context())
    why = "Owner: rule DACH, Ann\nScore 30: Decision maker +20, Business e-mail +10"
    assert outcome.changes == [
        Edit("Leads", "L-1", "Score", None, 30, SCORED),
        Edit("Leads", "L-1", "Rating", None, "Cold", SCORED),
        Edit("Leads", "L-1", "Why", "Owner: rule DACH, Ann", why, SCORED),
    ]
    assert outcome.findings == ()
    assert outcome.figures == (
        Figures("How leads are rated", ("Rating", "Leads"), (("Hot", 0), ("Warm", 0), ("Cold", 1))),
    )


@pytest.mark.parametrize(
    ("lead", "why"),
    [
        ({}, "Score 0: no rule holds"),
        ({"Budget": 5000}, "Score 15: Has a budget +15"),
        ({"Budget": 0}, "Score 0: no rule holds"),
        ({"Need": "x", "Timeline": "Q3", "Phone": "+442079460018"}, "Score 25: Has a need +10, Has a timeline +10, Reachable by phone +5"),
        ({"Source": "partner", "Employees": 200}, "Score 25: Referred +15, Large company +10"),
        ({"Email": "ng@gmail.com"}, "Score 0: no rule holds"),
        ({"Source": "Partner", "Do not contact": "yes"}, "Score 0 (of -85): Referred +15, Asked not to be contacted -100"),
        ({"Budget": 1, "Why": "Score 99: old\nScore card sent"}, "Score 15: Has a budget +15\nScore card sent"),
    ],
)  # fmt: skip
def test_the_rules_of_a_new_book_give_what_they_say(lead: Row, why: str) -> None:
    assert why_of(lead) == why


@pytest.mark.parametrize(
    ("activities", "why"),
    [
        ([days_ago(0, "Demo")], "Score 20: Had a demo +20"),
        ([days_ago(30, "demo")], "Score 10: Had a demo +10"),
        ([days_ago(75, "Demo")], "Score 4: Had a demo +4"),
        ([days_ago(400, "Demo")], "Score 0: no rule holds"),
        ([days_ago(60, "Demo"), days_ago(0, "Demo"), days_ago(90, "Demo")], "Score 20: Had a demo +20"),
        ([days_ago(-5, "Demo")], "Score 0: no rule holds"),
        ([{"Lead ID": "L-1", "Type": "Demo"}], "Score 0: no rule holds"),
        ([days_ago(0, "Demo", "L-2")], "Score 0: no rule holds"),
        ([days_ago(30, "Call"), days_ago(0, "Email")], "Score 10: Talked on the phone +5, Wrote to us +5"),
    ],
)
def test_engagement_fades_from_the_latest_day_and_counts_once(activities: list[Row], why: str) -> None:
    assert why_of({}, activities={f"A-{n}": row for n, row in enumerate(activities)}) == why


def test_leads_met_on_one_day_are_worth_the_same() -> None:
    book = a_book(
        {"L-1": {"City": "x"}, "L-2": {"City": "y"}},
        activities={"A-1": days_ago(30, "Demo"), "A-2": days_ago(30, "Demo", "L-2")},
    )
    after = apply(book, plan(book, Options(), a_context()).changes)["Leads"]
    assert [row["Score"] for row in after.values()] == [10, 10]


@pytest.mark.parametrize(
    ("when", "lead", "points"),
    [
        ("activity=Demo or activity=Call", {}, 10),
        ("activity=Demo and not activity=Call", {}, 0),
        ("activity in (Demo, Call)", {}, 10),
        ("not activity=Meeting", {"Last activity": TODAY - dt.timedelta(days=20)}, 5),
        ("last name=Ng", {"Last activity": dt.datetime(2026, 3, 10, 8, 0)}, 20),
        ("last name=Ng", {}, 0),
    ],
)
def test_a_rule_fades_with_the_activities_it_asks_for_else_with_the_last_one(when: str, lead: Row, points: int) -> None:
    why = why_of(
        lead,
        rules={"R": {"When": when, "Points": 20, "Halves after days": 10}},
        activities={"A-1": days_ago(10, "Call"), "A-2": days_ago(30, "Demo")},
    )
    assert why == (f"Score {points}: R +{points}" if points else "Score 0: no rule holds")


BROKEN = [
    ({"When": "sise>3", "Points": 5}, "When", "sise>3", "The filter names a column that is not there: 'sise'. Write a header of the tab as it stands in its first row."),
    ({"When": "status>", "Points": 5}, "When", "status>", 'The filter cannot be read at its end: a value was expected. For a cell with nothing in it write "is blank". A value or column with a comma, a bracket, a sign or one of the words and, or, is, in needs quotes.'),
    ({"Points": 5}, "When", None, "It does not say when it holds. Write what a lead must have, such as budget>0 or activity=Demo."),
    ({"When": "need is set", "Points": 5, "Halves after days": 0}, "Halves after days", 0, "It cannot halve after no days at all. Write a number of days, or nothing."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "field", "found", "why"), BROKEN)
def test_a_broken_rule_is_named_and_the_others_still_count(rule: Row, field: str, found: Cell, why: str) -> None:
    book = a_book({"L-1": {"Need": "x"}}, rules={"Bad": rule, "Good": {"When": "need is set", "Points": 7}})
    outcome = plan(book, Options(), a_context())
    message = f"The rule Bad is passed over. {why}"
    assert outcome.findings == (Finding("error", "Scoring rules", "Bad", field, "score.rule", message, found),)
    assert apply(book, outcome.changes)["Leads"]["L-1"]["Why"] == "Score 7: Good +7"


def test_points_that_are_no_number_are_reported_and_count_nothing() -> None:
    outcome = plan(
        a_book({"L-1": {"Need": "x"}}, rules={"R": {"When": "need is set", "Points": "many"}}), Options(), a_context()
    )
    assert [(finding.tab, finding.key, finding.field) for finding in outcome.findings] == [
        ("Scoring rules", "R", "Points")
    ]
    assert outcome.changes[0] == Edit("Leads", "L-1", "Score", None, 0, SCORED)


def test_the_borders_of_the_ratings_come_from_settings() -> None:
    book = a_book({"L-1": {"Budget": 1}, "L-2": {"Need": "x"}, "L-3": {"City": "x"}}, hot_from=15, warm_from=10)
    after = apply(book, plan(book, Options(), a_context()).changes)["Leads"]
    assert [row["Rating"] for row in after.values()] == ["Hot", "Warm", "Cold"]


def test_formulas_stay_and_are_counted_once_a_column() -> None:
    leads: dict[str, Row] = {f"L-{n}": {"Need": "x", "Score": Formula("=1")} for n in (1, 2)}
    outcome = plan(a_book(leads), Options(), a_context())
    assert "Score" not in {change.field for change in outcome.changes if isinstance(change, Edit)}
    message = "A formula says what the Score is, and stays: 2 leads."
    assert outcome.findings == (Finding("note", "Leads", "L-1", "Score", "score.formula", message, others=("L-2",)),)


def test_only_the_leads_asked_for_are_scored() -> None:
    outcome = plan(a_book({"L-1": {"Need": "x"}, "L-2": {"Need": "x"}}), Options(keys=("L-2",)), a_context())
    assert {change.key for change in outcome.changes} == {"L-2"}


LEADS = st.fixed_dictionaries(
    {"Last name": st.just("Ng")},
    optional={
        "Seniority": st.sampled_from(["VP", "Junior"]),
        "Budget": st.integers(0, 2),
        "Email": st.sampled_from(["a@acme.example", "a@gmail.com"]),
        "Source": st.sampled_from(["Referral", "Paid ads"]),
        "Do not contact": st.just("yes"),
        "Why": st.sampled_from(["mine", "Score 3: x", "Owner: y\nScore 3: x"]),
        "Score": st.integers(0, 100),
    },
)
ACTIVITIES = st.lists(st.builds(days_ago, st.integers(-3, 200), st.sampled_from(["Demo", "Call", "Note"])), max_size=4)


@given(LEADS, ACTIVITIES)
def test_reasons_add_up_and_a_second_run_changes_nothing(lead: Row, activities: list[Row]) -> None:
    book = a_book({"L-1": lead}, activities={f"A-{n}": row for n, row in enumerate(activities)})
    outcome = plan(book, Options(), a_context())
    after = apply(book, outcome.changes)
    row = after["Leads"]["L-1"]
    line = next(line for line in str(row["Why"]).split("\n") if re.match(r"Score \d", line))
    score, before_limits = re.findall(r"Score (\d+)(?: \(of (-?\d+)\))?", line)[0]
    total = sum(int(points) for points in re.findall(r" ([+-]\d+)(?:,|$)", line))
    assert total == int(before_limits or score)
    assert row["Score"] == int(score) == min(max(total, 0), 100)
    assert plan(after, Options(), a_context()).changes == []
    assert apply(after, invert(outcome.changes))["Leads"] == book["Leads"]
