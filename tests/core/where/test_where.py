"""The filter language: what it means for a row, and what it says when it cannot be followed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.cell import Error, Formula
from leadsorted_sheets.core.where import (
    All,
    Any,
    Comparison,
    Not,
    Scene,
    comparisons,
    condition,
    matches,
    matching,
    parse,
)
from leadsorted_sheets.errors import WrongUsage

NOW = dt.datetime(2026, 3, 10, 12, 0)  # a Tuesday
ANN = {
    "Lead ID": "L-1",
    "First name": "Ann",
    "Last name": "O'Brien",
    "Company": "Acme Trading GmbH",
    "Email": "ann@acme.example",
    "Status": "Qualified",
    "Owner": "Ben",
    "Source": "Trade show / event",
    "Score": 45,
    "Tags": "VIP; fair 2026",
    "Created": dt.datetime(2026, 1, 31, 18, 30),
    "Next action due": dt.date(2026, 3, 3),
    "Budget": 12000.5,
    "Do not contact": "yes",
    "Employees": "250",
    "Website": Formula("=A1"),
    "Industry": Error("#N/A"),
    "Opted in": True,
    "Plan": "Gold and Silver",
    "Postcode": "2026-13",
}
SCENE = Scene(NOW, columns=("Opted in", "Plan", "Renewal"), activities={"L-1": {"demo": None, "call": None}})


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", True),
        ("status=Qualified", True),
        ("STATUS = qualified", True),
        ("status=New", False),
        ("status!=New", True),
        ("status<>New", True),
        ("status=Qualified and owner=Ben and created>=2026-01-01 and tag=vip", True),
        ("status=Qualified and owner=Ann", False),
        ("status=New or owner=Ben", True),
        ("owner=Ben and status=New or score>40", True),
        ("owner=Ann and (status=New or score>40)", False),
        ("not status=New and not (owner=Ann or owner=Carla)", True),
        ("not not owner=Ben", True),
        ("source=Trade show / event and status=Qualified", True),
        ("source in (Referral, Trade show / event)", True),
        ("source not in (Referral, Partner)", True),
        ("source not in (Referral, 'Trade show / event')", False),
        ('last name="O\'Brien"', True),
        ("last name=O'Brien", True),
        ("last name=“O'Brien”", True),
        ('plan="Gold and Silver"', True),
        ("plan ~ silver", True),
        ("plan !~ bronze", True),
        # blanks
        ("phone is blank", True),
        ("phone is set", False),
        ("phone is not set and owner is not blank", True),
        ('phone=""', False),
        ("phone=x", False),
        ("phone!=x", True),
        ("renewal is blank", True),
        # numbers
        ("score>=45 and score<=45 and score=45", True),
        ("score>45 or score<45", False),
        ('budget>"12,000"', True),
        ("budget=12000.50", True),
        ("employees>=200", True),
        ("employees>1000", False),
        # days, moments, spans
        ("created=2026-01-31", True),
        ("created<=2026-01-31", True),
        ("created>2026-01-31", False),
        ("created=2026-01", True),
        ("created=2026", True),
        ("created>=2026-01-31 18:30 and created<2026-01-31 18:31", True),
        ("created<2026-01-31 18:30", False),
        ("next action due<today", True),
        ("next action due<=today-7d", True),
        ("next action due<today-7d", False),
        ("next action due=today-1w", True),
        ("next_action_due = last week", True),
        ("next action due in (today, this month)", True),
        ("created=last quarter", False),
        ("created=this quarter", True),
        ("created=this year", True),
        ("created<now-24h", True),
        ("created>today-2m", True),
        ("created>today-1m", False),
        ("due<yesterday", True),
        ("postcode=2026-13", True),
        ("renewal=2026-13", False),
        # flags, tags, people, accounts
        ("do not contact is set", True),
        ("do not contact=yes", True),
        ("not do not contact is set", False),
        ("opted in=yes and opted in=true", True),
        ("tag=vip", True),
        ("tags=fair 2026", True),
        ("tag=fair", False),
        ("tag~fair", True),
        ("tag in (x, VIP)", True),
        ("name=ann o'brien", True),
        ("any~acme", True),
        ("any~zebra", False),
        ("email is business", True),
        ("email is not business", False),
        ("company is Acme Trading", True),
        ('company is "ACME trading ltd."', True),
        ("company is not Acme", True),
        ("company=Acme Trading", False),
        ("owner is Ben", True),
        # activities
        ("activity=Demo", True),
        ("activity!=Demo", False),
        ("activity=Meeting", False),
        ("activity in (Meeting, Call)", True),
        ("activity is set", True),
        ("activity is blank", False),
        ("activity~dem", True),
        ('"last name"="O\'Brien"', True),
        ("status=Qualified and owner=Ben and score=1", False),
        # formulas are set and nothing else, errors are their code
        ("website is set", True),
        ("website~a", False),
        ("website=A1", False),
        ("industry=#N/A", True),
    ],
)
def test_a_filter_means_what_it_says(text: str, *, meant: bool) -> None:
    assert condition(parse(text), SCENE)("L-1", ANN) is meant


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "status=New and",
            "The filter cannot be read at its end: a column was expected. Write it like status=Qualified and owner=Ann.",
        ),
        (
            "status=New and >3",
            'The filter cannot be read at character 16, ">3": a column was expected. Write it like status=Qualified and owner=Ann.',
        ),
        (
            "status",
            (
                "The filter cannot be read at its end: a sign such as = or >= was expected after 'status'. "
                "Write status=something, or status is set."
            ),
        ),
        (
            "status=",
            (
                'The filter cannot be read at its end: a value was expected. For a cell with nothing in it write "is blank". '
                "A value or column with a comma, a bracket, a sign or one of the words and, or, is, in needs quotes."
            ),
        ),
        (
            "company=Smith, Jones",
            (
                'The filter cannot be read at character 14, ", Jones": and, or or the end was expected. '
                "A value or column with a comma, a bracket, a sign or one of the words and, or, is, in needs quotes."
            ),
        ),
        (
            'company="Acme',
            'The filter cannot be read at character 9, ""Acme": a quote is opened and never closed. Close it, or take it away.',
        ),
        (
            "a ! b",
            (
                'The filter cannot be read at character 3, "! b": ! means nothing by itself. '
                "Write != for not equal, or not before a test."
            ),
        ),
        (
            "(status=New",
            (
                "The filter cannot be read at its end: a closing bracket was expected. "
                "A value or column with a comma, a bracket, a sign or one of the words and, or, is, in needs quotes."
            ),
        ),
        (
            "source in Referral",
            (
                'The filter cannot be read at character 11, "Referral": a list in brackets was expected. '
                "Write source in (Referral, Partner)."
            ),
        ),
        (
            "created>today-7x",
            (
                "The filter cannot be read at character 9, \"today-7x\": 'today-7x' is no date. "
                "Write today-7d, today+2w, today-3m, today-1y or now-24h."
            ),
        ),
        (
            "ownr=Ann",
            "The filter names a column that is not there: 'ownr'. Did you mean Owner?",
        ),
        (
            "shoe size=9",
            "The filter names a column that is not there: 'shoe size'. Write a header of the tab as it stands in its first row.",
        ),
        (
            "created>=31/01/2026",
            (
                "The filter compares Created with '31/01/2026', which is no date. "
                "Write 2026-01-31, 2026-01, today, today-7d or this month."
            ),
        ),
        (
            "created>=2026-02-30",
            "The filter compares Created with '2026-02-30', which is no date. Write 2026-01-31, 2026-01, today, today-7d or this month.",
        ),
        (
            "created>=today-9999y",
            "The filter compares Created with 'today-9999y', which is no date. Write 2026-01-31, 2026-01, today, today-7d or this month.",
        ),
        (
            "score>high",
            "The filter compares Score with 'high', which is no number. Write 1200 or 0.5, without a sign.",
        ),
        (
            "activity>Demo",
            (
                "The filter asks activity > Demo, and an activity is only there or not. "
                "Write activity=Demo, activity in (Call, Email) or activity is set."
            ),
        ),
    ],
)
def test_what_cannot_be_followed_is_said_with_place_and_remedy(text: str, message: str) -> None:
    with pytest.raises(WrongUsage) as refusal:
        condition(parse(text), SCENE)
    assert str(refusal.value) == message


def test_brackets_without_end_are_refused_not_followed_to_the_ground() -> None:
    with pytest.raises(WrongUsage, match="brackets go no deeper than 40"):
        parse("(" * 5000 + "status=New")


def test_the_tree_is_plain_data_and_places_take_no_part_in_comparing() -> None:
    assert parse("a=1 and (b>2 or not c is set)") == All(
        (
            Comparison("a", "=", ("1",)),
            Any((Comparison("b", ">", ("2",)), Not(Comparison("c", "set")))),
        )
    )
    assert parse("a=1") == parse("   a = 1")


def test_comparisons_are_listed_and_those_under_a_not_can_be_left_out() -> None:
    where = parse("activity=Demo and not activity=Call")
    assert [one.values for one in comparisons(where)] == [("Demo",), ("Call",)]
    assert [one.values for one in comparisons(where, plainly=True)] == [("Demo",)]


def test_rows_are_found_in_table_order_by_a_column_only_some_of_them_have() -> None:
    table = {"L-1": {"Plan": "Gold"}, "L-2": {}, "L-3": {"plan": "x", "Plan": "gold"}}
    assert matching(parse("Plan=gold"), table, Scene(NOW)) == ["L-1", "L-3"]


def test_deals_are_filtered_by_their_own_columns() -> None:
    table = {"D-1": {"Stage": "Negotiation", "Value": 10}, "D-2": {"Stage": "Closed Won", "Value": 20}}
    scene = Scene(NOW, schema.PIPELINE)
    assert matching(parse("value>5 and stage=negotiation"), table, scene) == ["D-1"]
    with pytest.raises(WrongUsage, match="'company size'"):
        matching(parse("company size>5"), table, scene)


def test_a_column_of_the_users_own_comes_before_a_name_for_none() -> None:
    assert matches(parse("activity=Sailing"), {"Activity": "sailing"}, Scene(NOW))
    assert matches(parse("activity=Sailing"), {"activity": "sailing"}, Scene(NOW))


WORDS = st.sampled_from(
    ["status", "owner", "New", "and", "or", "not", "is", "in", "set", "(", ")", ",", "=", ">", '"', "x y", "today-1d"]
)


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=20))
def test_any_text_is_a_filter_or_is_refused_in_words(text: str) -> None:
    assert answer(text) in (True, False) or str(answer(text)).startswith("The filter ")


def answer(text: str) -> bool | str:
    try:
        return condition(parse(text), Scene(NOW))("L-1", {})
    except WrongUsage as refusal:
        return str(refusal)


VALUES = (
    st.none()
    | st.sampled_from(["Ann", "ben", "7"])
    | st.integers(0, 9)
    | st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 5))
)


@given(VALUES, st.sampled_from(["Ann", "5", "2026-01-03"]))
def test_not_equal_is_the_opposite_of_equal_and_order_is_total_where_it_is_defined(cell: object, value: str) -> None:
    def holds(text: str) -> bool:
        return matches(parse(text), {} if cell is None else {"Own": cell}, Scene(NOW, columns=("Own",)))  # type: ignore[dict-item]  # any cell

    assert holds(f"own={value}") != holds(f"own!={value}")
    assert holds(f"own<={value}") == (holds(f"own<{value}") or (holds(f"own={value}") and holds(f"own<={value}")))
    assert not (holds(f"own<{value}") and holds(f"own>={value}"))
    assert holds(f"own in ({value}, zzz)") == (holds(f"own={value}") or holds("own=zzz"))
