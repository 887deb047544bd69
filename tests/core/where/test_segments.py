"""Saved segments: their name stands for their filter, wherever a filter may stand."""

from __future__ import annotations

import datetime as dt

import pytest

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.records import scene_of
from leadsorted_sheets.core.where import matching, parse
from leadsorted_sheets.errors import WrongUsage
from leadsorted_sheets.session.looking import listed
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from tests.core.lifecycle.books import a_book

NOW = dt.datetime(2026, 3, 10, 12, 0)
LEADS: dict[str, Row] = {
    "L-1": {"Lead ID": "L-1", "Tags": "VIP; fair", "Score": 80, "Plan": "Gold"},
    "L-2": {"Lead ID": "L-2", "Tags": "fair", "Score": 20, "Plan": "Basic"},
    "L-3": {"Lead ID": "L-3", "Score": 55},
}
SEGMENTS = {
    "VIP": "tag=vip",
    "Warm ones": "score>=50",
    "Gold plan": "plan=Gold",
    "Either": "segment in (VIP, 'Warm ones')",
    "Had a demo": "activity=Demo",
    "Empty": "",
    "Wrong": "score>>",
    "Snake": "segment=Tail",
    "Tail": "segment=Snake",
}


def book() -> Book:
    rows = {f"S-{n}": {"Segment": name, "Where": where} for n, (name, where) in enumerate(SEGMENTS.items())}
    activities = {"A-1": {"Activity ID": "A-1", "Lead ID": "L-3", "Type": "Demo", "When": dt.date(2026, 3, 1)}}
    return {"Leads": LEADS, "Segments": rows, "Activities": activities}


def keys(text: str, asked: Book) -> list[str]:
    where = parse(text)
    return matching(where, asked["Leads"], scene_of(asked, [where], NOW))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("segment=VIP", ["L-1"]),
        ("segment = vip and score>50", ["L-1"]),
        ("segment is VIP", ["L-1"]),
        ("segment!=VIP", ["L-2", "L-3"]),
        ("not segment=Warm ones", ["L-2"]),
        ("segment in (VIP, Warm ones)", ["L-1", "L-3"]),
        ("segment=Gold plan", ["L-1"]),  # by a column of the user's own
        ("segment=Either", ["L-1", "L-3"]),
        ("segment='Had a demo'", ["L-3"]),  # activities are looked up though the filter itself does not ask for them
        ("segment=VIP or plan=Basic", ["L-1", "L-2"]),
    ],
)
def test_a_segment_stands_for_its_filter(text: str, found: list[str]) -> None:
    assert keys(text, book()) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("segment=Vipp", "There is no segment 'Vipp'. There are: VIP, Warm ones, Gold plan"),
        ("segment=Empty", "The segment Empty says nothing under Where."),
        ("segment=Wrong", "The segment Wrong on Settings cannot be followed."),
        ("segment=Snake", r"The segment Snake leads back to itself \(Snake → Tail → Snake\)."),
        ("segment is set", "A segment takes its name: write segment=VIP"),
        ("segment>VIP", "A segment takes its name: write segment=VIP"),
    ],
)
def test_what_cannot_be_followed_is_refused_with_the_remedy(text: str, said: str) -> None:
    with pytest.raises(WrongUsage, match=said):
        keys(text, book())


def test_a_book_without_segments_says_so() -> None:
    with pytest.raises(WrongUsage, match="The Segments table on Settings is empty"):
        keys("segment=VIP", {"Leads": LEADS})


def test_a_column_of_the_users_own_that_is_called_segment_goes_before() -> None:
    own = {**book(), "Leads": {"L-1": {"Lead ID": "L-1", "Segment": "Retail"}}}
    assert keys("segment=Retail", own) == ["L-1"]


def test_list_takes_a_segment() -> None:
    whole = {**a_book(), **book()}
    assert [row["Lead ID"] for row in listed(MemoryWorkbook(whole), "segment=VIP")] == ["L-1"]
