"""The quarter of a small team: what is in the workbook at its end, what the report says, and that all of it can be taken back."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, same_book
from leadsorted_sheets.core.lifecycle import moves
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.new import new
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from leadsorted_sheets.workbook.port import Workbook
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.scenarios.the_quarter import lived, reported, told

GOLDEN = Path(__file__).parent / "quarter"


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    workbook = MemoryWorkbook({tab.name: schema.table_of(tab) for tab in schema.TABS})
    with pytest.MonkeyPatch.context() as patch:
        lived(workbook, tmp_path_factory.mktemp("quarter"), patch)
    return workbook


@pytest.fixture(scope="module")
def book(quarter: Workbook) -> Book:
    return quarter.read().book


def test_the_workbook_at_the_end_of_the_quarter(book: Book) -> None:
    assert told(book) == golden("workbook.txt", told(book))


def test_the_report_of_the_quarter(book: Book) -> None:
    assert reported(book) == golden("report.txt", reported(book))


def test_the_key_figures_are_those_counted_by_hand(book: Book) -> None:
    found = {row.get("Figure"): row.get("Value") for row in book["Report: Key figures"].values() if "Figure" in row}
    assert found == {
        "Leads": 7,  # four from the fair, Nia, Max, Oli
        "Open leads": 3,  # Kim, who is nurtured, Nia and Oli
        "Unassigned leads": 0,
        "Without a next action": 0,  # follow-up gave each one
        "Overdue": 3,  # the same three: nobody did what was due
        "New this month": 0,  # all came in January and February
        "Contacted within 24 hours (%)": 33.3,  # Ines and Jan of six; Lou cannot be told
        "Contacted within 1 hour (%)": 16.7,  # Ines
        "Median first response (hours)": 48.5,  # between 23 (Jan) and 74 (Kim)
        "Qualification rate (%)": 42.9,  # Ines, Jan, Max of seven
        "Lead-to-opportunity rate (%)": 42.9,
        "Conversion rate (%)": 14.3,  # Ines of seven
        "Win rate (%)": 50,  # Globex won, Initech lost
        "Average cycle (days)": 46,  # 12 January to 27 February
        "Average won deal (GBP)": 11000,
        "Open pipeline (GBP)": 8000,  # Wayne
        "Weighted pipeline (GBP)": 4000,  # Proposal Sent is even chances
        "Stale deals": 1,  # Wayne, 22 days in Proposal Sent
        "Deals moving per week": 0.5,  # Initech and Wayne in four weeks
        "Pipeline velocity (GBP a day)": 119.57,  # 1 x 0.5 x 11000 / 46
        "Cost per acquisition (GBP)": 1000,  # 600 and 400 for one won deal
        "Revenue (GBP)": 11000,
        "Revenue growth (%)": -100,  # nothing won in March, 11,000 in February
    }


def test_nobody_on_holiday_got_a_lead_and_a_registration_was_kept(book: Book) -> None:
    came = {
        row["Last name"]: row["Owner"]
        for row in book["Leads"].values()
        if isinstance(row["Created"], dt.datetime) and row["Created"].month == 2
    }
    assert came == {"Ort": "Cem", "Quay": "Ann"}  # after Ann, Bob, Cem, Ann it was Bob's turn for Max


def test_every_move_is_in_the_diary_the_one_made_by_hand_too(book: Book) -> None:
    names = {key: row["Last name"] for key, row in book["Leads"].items()}
    names |= {key: row["Company"] for key, row in book["Pipeline"].items()}
    assert [(names[move.key], move.before, move.after) for move in moves(book)] == [
        ("Roy", "New", "Contacted"),
        ("Kos", "New", "Contacted"),
        ("Lee", "New", "Contacted"),
        ("Roy", "Contacted", "Qualified"),
        ("Roy", "Qualified", "Converted"),
        ("Abt", "New", "Unqualified"),
        ("Globex Ltd", "Qualified", "Proposal Sent"),
        ("Kos", "Contacted", "Qualified"),
        ("Kos", "Qualified", "Converted"),
        ("Globex Ltd", "Proposal Sent", "Negotiation"),
        ("Globex Ltd", "Negotiation", "Closed Won"),
        ("Ort", "New", "Contacted"),
        ("Ort", "Contacted", "Qualified"),
        ("Ort", "Qualified", "Converted"),
        ("Initech", "Qualified", "Closed Lost"),
        ("Wayne Ltd", "Qualified", "Proposal Sent"),
        ("Lee", "Contacted", "Nurture"),
    ]


def test_a_file_says_the_same_as_the_book_in_memory(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    new(str(path))
    workbook = XlsxWorkbook(path, backup=False)
    with pytest.MonkeyPatch.context() as patch:
        lived(workbook, tmp_path, patch)
    in_the_file = workbook.read().book
    assert told({**in_the_file, "Sources": book["Sources"]}) == told(book)
    assert reported(in_the_file) == reported(book)
    last = Session(workbook).history()[0][0]
    before = {tab: rows for tab, rows in in_the_file.items() if tab.startswith("Report")}
    Session(workbook).undo(last.id)
    after = {tab: rows for tab, rows in workbook.read().book.items() if tab.startswith("Report")}
    assert not same_book(before, after)
    assert not any("Value" in row for row in after["Report: Key figures"].values())


def golden(name: str, now: str) -> str:
    """What was looked at and found right. With GOLDEN=write in the environment it is what there is now: look at the diff."""
    path = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        path.write_text(now, encoding="utf-8")
    return path.read_text(encoding="utf-8")
