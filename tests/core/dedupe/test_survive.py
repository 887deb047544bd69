"""Which value of each field stays, and where the others go."""

from __future__ import annotations

import datetime as dt

import pytest

from leadsorted_sheets.core.book import row_of
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.dedupe.claims import Lead
from leadsorted_sheets.core.dedupe.survive import LONGEST_NOTE, survive
from leadsorted_sheets.core.settings import Settings, Survivor, read_settings

Row = dict[str, Cell]
USUAL = read_settings({})[0]


def merged(*rows: Row, settings: Settings = USUAL) -> Row:
    """The first row after the others were merged into it."""
    leads = [Lead(f"L-{n}", row_of(row)) for n, row in enumerate(rows, 1)]
    edits = survive(leads, settings, "same e-mail").edits
    assert all(edit.key == "L-1" and edit.before == leads[0].row.get(edit.field) for edit in edits)
    return row_of({**leads[0].row, **{edit.field: edit.after for edit in edits}})


DAY = dt.date
FIELDS: list[tuple[str, Row, Row, Row]] = [
    ("a blank is filled", {"City": "Leeds"}, {"Industry": "Food"}, {"City": "Leeds", "Industry": "Food"}),
    ("a name comes from one row, spelt out", {"First name": "A.", "Last name": "Ng"}, {"First name": "Ana", "Last name": "Ng"}, {"First name": "Ana", "Last name": "Ng"}),
    ("swapped columns do not double a surname", {"First name": "Ana", "Last name": "Delgado"}, {"First name": "Delgado", "Last name": "Ana"}, {"First name": "Ana", "Last name": "Delgado"}),
    ("a missing surname is filled", {"First name": "Ana Maria"}, {"First name": "Ana", "Last name": "Ng"}, {"First name": "Ana Maria", "Last name": "Ng"}),
    ("proper case wins", {"First name": "ANA", "Last name": "NG"}, {"First name": "Ana", "Last name": "Ng"}, {"First name": "Ana", "Last name": "Ng"}),
    ("the earliest Created", {"Created": DAY(2025, 1, 2)}, {"Created": dt.datetime(2024, 5, 1, 9)}, {"Created": dt.datetime(2024, 5, 1, 9)}),
    ("the latest activity", {"Last activity": DAY(2025, 1, 2)}, {"Last activity": DAY(2025, 6, 2)}, {"Last activity": DAY(2025, 6, 2)}),
    ("the most advanced status", {"Status": "New"}, {"Status": "Qualified"}, {"Status": "Qualified"}),
    ("who was judged stays judged", {"Status": "Contacted"}, {"Status": "Unqualified", "Lost reason": "No need"}, {"Status": "Unqualified", "Lost reason": "No need"}),
    ("a lost reason goes with its status", {"Status": "Unqualified", "Lost reason": "Price"}, {"Status": "Converted"}, {"Status": "Converted"}),
    ("do not contact holds", {}, {"Do not contact": "yes"}, {"Do not contact": "yes"}),
    ("no is not yes", {"Do not contact": "no"}, {"Do not contact": "yes"}, {"Do not contact": "yes"}),
    ("tags are united", {"Tags": "vip; Fair"}, {"Tags": "fair; south"}, {"Tags": "vip; Fair; south"}),
    ("notes are joined", {"Notes": "Called."}, {"Notes": "Met in May."}, {"Notes": "Called.\nMet in May."}),
    ("the same note once", {"Notes": "Called. Met."}, {"Notes": "Called."}, {"Notes": "Called. Met."}),
    ("the owner of the row that stays", {"Owner": "Ann"}, {"Owner": "Bob", "Created": DAY(2020, 1, 1)}, {"Owner": "Ann", "Created": DAY(2020, 1, 1), "Notes": "Merged L-2. Owner: Bob"}),
    ("an owner comes with the day", {}, {"Owner": "Bob", "Assigned on": DAY(2025, 1, 1)}, {"Owner": "Bob", "Assigned on": DAY(2025, 1, 1)}),
    ("the first source, the others noted", {"Source": "Referral", "Created": DAY(2025, 1, 1)}, {"Source": "Partner", "Created": DAY(2024, 1, 1)}, {"Source": "Partner", "Created": DAY(2024, 1, 1), "Notes": "Before merging. Source: Referral"}),
    ("the larger deal", {"Deal value": 500}, {"Deal value": 900}, {"Deal value": 900, "Notes": "Before merging. Deal value: 500"}),
    ("the highest score with its rating", {"Score": 10, "Rating": "Cold", "Why": "a"}, {"Score": 80, "Rating": "Hot", "Why": "b"}, {"Score": 80, "Rating": "Hot", "Why": "b"}),
    ("an action and its day from one row", {"Next action": "Call"}, {"Next action": "Mail", "Next action due": DAY(2026, 1, 1)}, {"Next action": "Mail", "Next action due": DAY(2026, 1, 1), "Notes": "Before merging. Next action: Call"}),
    ("an address whole", {"City": "Leeds"}, {"Street": "1 High St", "City": "York", "Postcode": "YO1 7HH"}, {"Street": "1 High St", "City": "York", "Postcode": "YO1 7HH", "Notes": "Before merging. City: Leeds"}),
    ("gaps of an address from a row that agrees", {"Street": "1 High St", "City": "York"}, {"City": "YORK", "Country": "GB"}, {"Street": "1 High St", "City": "York", "Country": "GB"}),
    ("a country by another name is the same", {"City": "York", "Country": "GB"}, {"Country": "United Kingdom"}, {"City": "York", "Country": "GB"}),
    ("a column of the user's own", {"Shoe size": 9}, {"Shoe size": 11, "Dog": "Rex"}, {"Shoe size": 9, "Dog": "Rex", "Notes": "Merged L-2. Shoe size: 11"}),
    ("a title that says less is not noted", {"Job title": "Head of Sales"}, {"Job title": "sales"}, {"Job title": "Head of Sales"}),
    ("the loser's e-mail and phone", {"Email": "a@acme.com", "Phone": "+447700900123"}, {"Email": "ana@web.de", "Phone": "020 7946 0018"}, {"Email": "a@acme.com", "Phone": "+447700900123", "Other emails": "ana@web.de", "Other phones": "020 7946 0018"}),
    ("one e-mail in two spellings", {"Email": "ana@acme.com"}, {"Email": "ANA@acme.com"}, {"Email": "ana@acme.com"}),
    ("one phone in two spellings", {"Phone": "+447700900123"}, {"Phone": "07700 900123"}, {"Phone": "+447700900123"}),
    ("a person's e-mail before a role's", {"Email": "info@acme.com"}, {"Email": "ana@acme.com"}, {"Email": "ana@acme.com", "Other emails": "info@acme.com"}),
    ("what can be read before what cannot", {"Email": "ana at acme"}, {"Email": "ana@acme.com"}, {"Email": "ana@acme.com"}),
    ("an unreadable number is kept", {"Phone": "+447700900123"}, {"Phone": "12345"}, {"Phone": "+447700900123", "Other phones": "12345"}),
    ("other e-mails once each", {"Email": "a@x.de", "Other emails": "b@x.de"}, {"Email": "B@x.de", "Other emails": "a@x.de; c@x.de"}, {"Email": "a@x.de", "Other emails": "b@x.de; c@x.de"}),
    ("two phones in one cell stay there", {"Phone": "020 7946 0018 / 07700 900123"}, {"Phone": "07700900123"}, {"Phone": "020 7946 0018 / 07700 900123"}),
]  # fmt: skip


@pytest.mark.parametrize(("what", "kept", "other", "expected"), FIELDS, ids=[field[0] for field in FIELDS])
def test_each_field_survives_by_its_rule(what: str, kept: Row, other: Row, expected: Row) -> None:
    assert merged(kept, other) == expected


RULES: list[tuple[Survivor, Cell]] = [
    (Survivor("Industry", "most complete"), "Food"),
    (Survivor("Industry", "newest"), "Foods"),
    (Survivor("Industry", "oldest"), "Catering and food"),
    (Survivor("Industry", "longest"), "Catering and food"),
    (Survivor("Industry", "most common"), "Foods"),
    (Survivor("Industry", "keep all"), "Food; Foods; Catering and food"),
    (Survivor("Industry", "trusted source", ("Partner", "Referral")), "Foods"),
]


@pytest.mark.parametrize(("rule", "expected"), RULES, ids=[rule.rule for rule, _ in RULES])
def test_the_rules_of_settings(rule: Survivor, expected: Cell) -> None:
    rows: list[Row] = [
        {"Industry": "Food", "Created": DAY(2024, 1, 1)},
        {"Industry": "Foods", "Created": DAY(2025, 1, 1), "Source": "Referral"},
        {"Industry": "foods", "Created": DAY(2024, 6, 1)},
        {"Industry": "Catering and food", "Created": DAY(2023, 1, 1)},
    ]
    if rule.rule == "keep all":
        rows.pop(2)
    assert merged(*rows, settings=Settings(survivors=(rule,)))["Industry"] == expected


@pytest.mark.parametrize(("rule", "expected"), [("largest", 90), ("smallest", 5)])
def test_amounts_are_compared_as_numbers(rule: str, expected: int) -> None:
    rows: list[Row] = [{"Employees": 40}, {"Employees": 5}, {"Employees": "many"}, {"Employees": 90}]
    assert merged(*rows, settings=Settings(survivors=(Survivor("Employees", rule),)))["Employees"] == expected


def test_each_edit_says_why_in_one_of_few_sentences() -> None:
    leads = [
        Lead("L-1", {"First name": "A", "Score": 3}),
        Lead("L-2", {"First name": "Ana", "Score": 5, "City": "York"}),
    ]
    assert {edit.field: edit.why for edit in survive(leads, USUAL, "same e-mail").edits} == {
        "First name": "dedupe: same e-mail; the longest kept",
        "Score": "dedupe: same e-mail; the largest kept",
        "City": "dedupe: same e-mail; filled from the other row",
    }


def test_notes_that_would_not_fit_are_named_and_left_in_the_history() -> None:
    leads = [Lead("L-1", {"Notes": "a" * (LONGEST_NOTE - 5)}), Lead("L-2", {"Notes": "b" * 10})]
    survival = survive(leads, USUAL, "same e-mail")
    assert survival.edits == ()
    assert [finding.message for finding in survival.findings] == [
        "Notes of L-1 are full: 1 of the notes that belong there are in the history only."
    ]


def test_what_a_formula_in_the_kept_row_keeps_out_goes_elsewhere() -> None:
    kept: Row = {"Other emails": Formula("=A1"), "Email": "ana@web.de", "Industry": Formula("=B1")}
    assert merged(kept, {"Email": "ana@acme.com", "Industry": "Food"}) == {
        **kept,
        "Notes": "Merged L-2. Industry: Food; Other emails: ana@acme.com",
    }
    assert merged({"Email": Formula("=A1")}, {"Email": "ana@acme.com"}) == {
        "Email": Formula("=A1"),
        "Other emails": "ana@acme.com",
    }
