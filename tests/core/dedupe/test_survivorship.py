"""Every rule of the Survivorship table on a field of every kind; and which of its lines nothing goes by."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.book import row_of
from leadsorted_sheets.core.cell import Cell, same, shown
from leadsorted_sheets.core.dedupe.claims import HOW, Lead
from leadsorted_sheets.core.dedupe.rules import rule_for
from leadsorted_sheets.core.dedupe.survive import survive
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.settings import Survivor, read_settings
from tests.context import a_context
from tests.core.dedupe.lists import book_of

Row = dict[str, Cell]
DAY = dt.date
USUAL = read_settings({})[0]

# The row that stays is A. B is the newest and from the most trusted source, C the oldest; B and D say the same.
STAMPS: list[Row] = [
    {"Created": DAY(2024, 3, 1), "Source": "Web"},
    {"Created": DAY(2025, 1, 1), "Source": "Partner"},
    {"Created": DAY(2023, 1, 1), "Source": "Fair"},
    {"Created": DAY(2024, 6, 1), "Source": "Web"},
]
RULES = ("most complete", "newest", "oldest", "longest", "most common", "largest", "smallest", "trusted source")
KINDS: list[tuple[str, list[Cell], str]] = [
    # field, the cells of A, B, C and D, whose stays under each of RULES
    ("Industry", ["Food", "Foods", "Catering", "foods"], "A B C C B A A B"),
    ("Employees", [40, 90, 5, 90], "A B C A B B C B"),
    ("Deal value", [40.5, 900.25, 5, 900.25], "A B C B B B C B"),
    ("Last activity", [DAY(2024, 5, 1), DAY(2024, 7, 1), DAY(2024, 9, 9), DAY(2024, 7, 1)], "A C A A B C A B"),
    ("Visited", [DAY(2024, 5, 1), DAY(2024, 7, 1), DAY(2024, 2, 2), DAY(2024, 7, 1)], "A B C A B B C B"),
    ("Shoe size", [9, 11, 10, 11], "A B C B B B A B"),
    ("Website", ["a.example", "b.example", "long.example", "b.example"], "A B C C B A A B"),
    ("Tags", ["vip", "fair; south", "vip; fair", "fair; south"], "A B C B B A A B"),
    ("City", ["York", "Leeds", "Kingston upon Hull", "Leeds"], "A B C C B A A B"),
    ("First name", ["Ana", "Anna", "Ana Maria", "Anna"], "A B C C B A A B"),
    ("Owner", ["Ann", "Bob", "Christopher", "Bob"], "A B C C B A A B"),
    ("Status", ["New", "Contacted", "Nurture", "Contacted"], "A B C B B A A B"),
    ("Next action", ["Call", "Mail", "Send the offer", "Mail"], "A B C C B A A B"),
    ("Score", [10, 30, 20, 30], "A B C A B B A B"),
    ("Email", ["a@x.de", "b@x.de", "long.c@x.de", "b@x.de"], "A B C C B A A B"),
    ("Phone", ["+442079460018", "+442079460019", "+442079460022", "+442079460019"], "A B C A B A A B"),
    ("Notes", ["met", "called", "met at the fair", "called"], "A B C C B A A B"),
    ("Deal ID", ["D-1", "D-2", "D-33", "D-2"], "A B C C B A A B"),
]


def surviving(field: str, cells: list[Cell], rule: str = "") -> tuple[dict[str, Cell], dict[str, str]]:
    """The row that stays, and the reason of each of its edits; with the usual Settings where no rule is given."""
    given = (Survivor(field, rule, ("Partner",)),) if rule else USUAL.survivors
    settings = dataclasses.replace(USUAL, survivors=given)
    leads = [
        Lead(f"L-{letter}", row_of({**stamps, field: cell}))
        for letter, stamps, cell in zip("ABCD", STAMPS, cells, strict=True)
    ]
    edits = survive(leads, settings, "same e-mail").edits
    row = {**leads[0].row, **{edit.field: edit.after for edit in edits}}
    return row, {edit.field: edit.why for edit in edits}


@pytest.mark.parametrize(("field", "cells", "expected"), KINDS, ids=[kind[0] for kind in KINDS])
def test_each_rule_on_a_field_of_each_kind(field: str, cells: list[Cell], expected: str) -> None:
    for rule, letter in zip(RULES, expected.split(), strict=True):
        row, why = surviving(field, cells, rule)
        wanted = cells["ABCD".index(letter)]
        found = shown(row[field]).split("\n")[0] if field == "Notes" else row[field]
        assert same(found, wanted), f"{rule}: {found!r}, not {wanted!r}"
        if letter != "A":
            assert why[field] == f"dedupe: same e-mail; {HOW[rule]}"


OURS = frozenset({"Last activity", "Score", "Status", "Tags", "Deal ID", "Notes"})
"""Whose losing values are in the history only: what we write ourselves, and what is united or joined by the usual rule."""
TYPED = [(field, cells) for field, cells, _ in KINDS if field not in OURS]


@pytest.mark.parametrize(("field", "cells"), TYPED, ids=[field for field, _ in TYPED])
def test_nothing_that_a_person_typed_is_lost_under_any_rule(field: str, cells: list[Cell]) -> None:
    for rule in (*RULES, "keep all"):
        row, _ = surviving(field, cells, rule)
        kept = " ".join(shown(row.get(name)) for name in (field, "Notes", "Other emails", "Other phones"))
        for cell in cells:
            assert shown(cell).casefold() in kept.casefold(), f"{rule}: {cell!r} is nowhere"


ALL: list[tuple[str, list[Cell], Cell]] = [
    ("Industry", ["Food", "Foods", "Catering", "foods"], "Food; Catering; Foods"),
    ("Tags", ["vip", "fair; south", "vip; fair", "fair; south"], "vip; fair; south"),
    ("Need", ["Price", "price", "Speed", "Speed"], "Price; Speed"),
    ("Employees", [40, 90, 5, 90], 40),
    ("Visited", [DAY(2024, 5, 1), None, DAY(2024, 2, 2), None], DAY(2024, 5, 1)),
    ("Owner", ["Ann", "Bob", None, "Bob"], "Ann"),
    ("Seniority", ["Senior", "VP", None, None], "Senior"),
    ("City", ["York", "Leeds", None, None], "York"),
    ("Country", ["GB", "DE", None, None], "GB"),
    ("Status", ["New", "Contacted", "Nurture", "Contacted"], "Nurture"),
    ("First name", ["Ana", "Anna", None, None], "Ana"),
]


@pytest.mark.parametrize(("field", "cells", "expected"), ALL, ids=[row[0] for row in ALL])
def test_all_are_kept_in_one_cell_only_where_it_can_hold_several(field: str, cells: list[Cell], expected: Cell) -> None:
    row, _ = surviving(field, cells, "keep all")
    assert row[field] == expected


UNKNOWN: list[tuple[str, list[Cell], Cell, str]] = [
    ("Created", [DAY(2024, 3, 1), None, DAY(2023, 1, 1), None], DAY(2023, 1, 1), "the oldest kept"),
    ("Status", ["New", "Contacted", "Nurture", "Contacted"], "Nurture", "the most advanced status kept"),
    ("Tags", ["vip", "fair", None, None], "vip; fair", "all kept"),
    ("Notes", ["met", "called", None, None], "met\ncalled", "all kept"),
]


@pytest.mark.parametrize(("field", "cells", "expected", "why"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_a_line_that_names_no_rule_leaves_the_usual_one(
    field: str, cells: list[Cell], expected: Cell, why: str
) -> None:
    row, reasons = surviving(field, cells, "latest")
    assert (shown(row[field]).partition("\nMerged")[0], reasons[field]) == (
        shown(expected),
        f"dedupe: same e-mail; {why}",
    )


def test_the_usual_rules() -> None:
    cells: dict[str, list[Cell]] = {
        "Created": [DAY(2024, 3, 1), DAY(2025, 1, 1), DAY(2023, 1, 1), DAY(2024, 6, 1)],
        "Status": ["New", "Contacted", "Nurture", "Contacted"],
        "Last activity": [DAY(2024, 5, 1), DAY(2024, 7, 1), DAY(2024, 9, 9), DAY(2024, 7, 1)],
        "Tags": ["vip", "fair; south", "vip; fair", "fair; south"],
        "Owner": ["Ann", "Bob", "Christopher", "Bob"],
        "Score": [10, 30, 20, 30],
    }
    expected = {
        "Created": DAY(2023, 1, 1),
        "Status": "Nurture",
        "Last activity": DAY(2024, 9, 9),
        "Tags": "vip; fair; south",
        "Owner": "Ann",
        "Score": 30,
    }
    assert {field: surviving(field, cells[field])[0][field] for field in cells} == expected


def test_a_blank_contact_is_filled_and_says_so() -> None:
    _, why = surviving("Phone", [None, "+442079460019", None, None])
    assert why["Phone"] == "dedupe: same e-mail; filled from the other row"


def test_the_case_of_a_line_in_settings_plays_no_part() -> None:
    settings = dataclasses.replace(USUAL, survivors=(Survivor(" industry", "Longest "),))
    leads = [Lead("L-1", {"Industry": "Food"}), Lead("L-2", {"Industry": "Catering"})]
    assert survive(leads, settings, "x").edits[0].after == "Catering"


def test_lines_of_the_table_that_nothing_goes_by_are_named() -> None:
    lines: dict[str, Row] = {
        "shoe size": {"Field": "shoe size", "Rule": "largest"},
        "Industrie": {"Field": "Industrie", "Rule": "newest"},
        "City": {"Field": "City", "Rule": "latest"},
        "Do not contact": {"Field": "Do not contact", "Rule": "newest"},
    }
    why = {
        "Industrie": (
            'There is no column "Industrie", so its rule is not followed. Mend the name, or take the line out.'
        ),
        "City": (
            '"latest" is no rule, so City goes by the usual one. Choose one of: most complete, newest, oldest, longest, '
            "most common, largest, smallest, keep all, trusted source."
        ),
        "Do not contact": (
            "Do not contact goes its own way when leads are merged (who asked for it once is not contacted), so its "
            "rule is not followed."
        ),
    }
    book = book_of({"First name": "Ana", "Shoe size": 9}, Survivorship=lines)
    assert [
        each for each in dedupe.plan(book, dedupe.Options(), a_context()).findings if each.rule == "dedupe.survivorship"
    ] == [
        Finding("warning", "Survivorship", field, "Rule", "dedupe.survivorship", message)
        for field, message in why.items()
    ]


def test_a_field_without_a_line_goes_by_its_usual_rule() -> None:
    usual = {name: rule_for((name, "Country"), {}) for name in ("Created", "Owner", "Tags", "Updated", "City")}
    rules = {"Created": "oldest", "Owner": "oldest", "Tags": "keep all", "Updated": "newest", "City": "most complete"}
    assert usual == {name: Survivor(name, rule) for name, rule in rules.items()}
    assert rule_for(("City", "Country"), {"country": Survivor("Country", "newest")}) == Survivor("Country", "newest")
