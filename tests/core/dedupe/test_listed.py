"""The leads of a book compared: in what order they stand, which are the same row twice, and who is one person by which tier."""

from __future__ import annotations

import datetime as dt

import pytest

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.dedupe.claims import Lead
from leadsorted_sheets.core.dedupe.cluster import Bonds
from leadsorted_sheets.core.dedupe.listed import equal_rows, listed, person
from leadsorted_sheets.core.dedupe.remembered import KNOWN_A, KNOWN_B, written
from leadsorted_sheets.core.dedupe.tiers import Thresholds
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.state import DECISIONS
from tests.core.dedupe.lists import book_of
from tests.core.dedupe.test_pairs import lead

Row = dict[str, Cell]
ANA: Row = {"First name": "Ana", "Last name": "Delgado", "Email": "ana@acme.com"}

EQUAL: list[tuple[str, list[Row], list[tuple[int, int]]]] = [
    # rows, and those that are the same row twice, each with the first such
    ("none", [], []),
    ("one", [ANA], []),
    ("two", [ANA, ANA], [(0, 1)]),
    ("three", [ANA, ANA, ANA], [(0, 1), (0, 2)]),
    ("two of each", [ANA, {"Phone": "1"}, {"Phone": "1"}, ANA], [(0, 3), (1, 2)]),
    ("two of each with one mailbox", [ANA, {**ANA, "City": "Leeds"}, ANA, {**ANA, "City": "Leeds"}], [(0, 2), (1, 3)]),
    ("what we write ourselves is not looked at", [ANA, {**ANA, **dict.fromkeys(("Lead ID", "Created", "Updated", "Assigned on", "Score", "Rating", "Quality", "Why", "Deal ID"), "x")}], [(0, 1)]),
    ("another city", [ANA, {**ANA, "City": "Leeds"}], []),
    ("a column of the team's own", [ANA, {**ANA, "Shoe size": 9}], []),
    ("the columns in another order", [ANA, dict(reversed(ANA.items()))], [(0, 1)]),
    ("yes is not 1", [{**ANA, "Newsletter": True}, {**ANA, "Newsletter": 1}], []),
    ("1 is not 1.0", [{**ANA, "Newsletter": 1.0}, {**ANA, "Newsletter": 1}], []),
    ("another spelling", [ANA, {**ANA, "First name": "ANA"}], []),
    ("nobody in them", [{"City": "Leeds"}, {"City": "Leeds"}], []),
    *((f"a {name.lower()} is enough", [{name: "x"}, {name: "x"}], [(0, 1)]) for name in ("First name", "Last name", "Company", "Email", "Phone")),
    ("formulas are equal whatever they refer to", [{**ANA, "Notes": Formula("=A1")}, {**ANA, "Notes": Formula("=A2")}], [(0, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "pairs"), [row[1:] for row in EQUAL], ids=[row[0] for row in EQUAL])
def test_which_rows_are_equal_in_every_cell_people_type(rows: list[Row], pairs: list[tuple[int, int]]) -> None:
    assert equal_rows([Lead(f"L-{n}", row) for n, row in enumerate(rows)]) == pairs


CALLED: list[tuple[str, Row, str]] = [
    ("a person and a company", {**ANA, "Company": "Acme"}, "Ana Delgado (Acme)"),
    ("a person", {**ANA}, "Ana Delgado"),
    ("a first name", {"First name": " Ana "}, "Ana"),
    ("a surname and a company", {"Last name": "Delgado", "Company": " Acme "}, "Delgado (Acme)"),
    ("a company", {"Company": "Acme", "Email": "x@acme.com"}, "Acme"),
    ("a mailbox", {"Email": "x@acme.com", "Phone": "1"}, "x@acme.com"),
    ("a phone", {"Phone": 442079460018, "City": "Leeds"}, "442079460018"),
    ("nothing", {"City": "Leeds"}, "L-1"),
    ("what a program computed is nothing", {"First name": Formula("=A1"), "Email": Error("#N/A")}, "L-1"),
]


@pytest.mark.parametrize(("row", "name"), [row[1:] for row in CALLED], ids=[row[0] for row in CALLED])
def test_how_a_message_names_a_lead(row: Row, name: str) -> None:
    assert person(Lead("L-1", row)) == name


ORDERED: list[tuple[str, Row, Row]] = [
    # two leads, in the order in which they are compared
    ("by the mailbox", {"Email": "a@acme.com", "Phone": "2"}, {"Email": "b@acme.com", "Phone": "1"}),
    ("then the phone", {"Phone": "1", "Last name": "B"}, {"Phone": "2", "Last name": "A"}),
    ("then the surname", {"Last name": "A", "First name": "B"}, {"Last name": "B", "First name": "A"}),
    ("then the first name", {"First name": "A", "Company": "B"}, {"First name": "B", "Company": "A"}),
    ("then the company", {"Company": "A", "City": "B"}, {"Company": "B", "City": "A"}),
    ("a blank one first", {"Phone": "2"}, {"Email": "a@acme.com", "Phone": "1"}),
    ("a number as it is shown", {"Phone": 10}, {"Phone": "9"}),
]


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in ORDERED], ids=[row[0] for row in ORDERED])
def test_leads_stand_in_an_order_of_their_own(one: Row, other: Row) -> None:
    for rows in ({"L-2": one, "L-1": other}, {"L-1": other, "L-2": one}):
        assert [each.key for each in listed({"Leads": rows}).leads] == ["L-2", "L-1"]


def test_leads_that_are_alike_stand_in_the_order_of_their_ids() -> None:
    found = listed({"Leads": {"L-2": {"City": "Bath"}, "L-3": {}, "L-1": {"City": "York"}}})
    assert [each.key for each in found.leads] == ["L-1", "L-2", "L-3"]


PEOPLE = [
    {"Lead ID": "L-1", **lead("Una Adair", "una@adair.com")},
    {"Lead ID": "L-2", **lead("Vik Bose", "vik@bose.com")},
    {"Lead ID": "L-3", **lead("Wes Cole", "wes@cole.com", company="Cole"), "Score": 1},
    {"Lead ID": "L-4", **lead("Wes Cole", "wes@cole.com", company="Cole"), "Score": 2},
    {"Lead ID": "L-5", **lead("Xia Deng", "xia@deng.com", "020 7946 0018")},
    {"Lead ID": "L-6", **lead("Xia Deng", "xia@deng.com", city="Leeds")},
    {"Lead ID": "L-7", **lead("Yan Eder", company="Eder Tools", city="Bath")},
    {"Lead ID": "L-8", **lead("Yan Eder", company="Eder Tools Ltd", city="Bath")},
    {"Lead ID": "L-9", **lead("Zac Fane", "zac@fane.com")},
    {"Lead ID": "L-A", **lead("Zac Fane", "zac@fane.com"), "Score": 1},
]
DECIDED: dict[str, dict[str, Cell]] = {"same:L-1:L-2": {}, "apart:L-9:L-A": {}}
"""One and two are one by a decision; three and four are equal, five and six certain, seven and eight likely; the last are two."""
TIERS: list[tuple[str, list[str]]] = [
    ("none", ["L-1 L-2"]),
    ("exact", ["L-1 L-2", "L-3 L-4"]),
    ("certain", ["L-1 L-2", "L-3 L-4", "L-5 L-6"]),
    ("likely", ["L-1 L-2", "L-3 L-4", "L-5 L-6", "L-7 L-8"]),
]


@pytest.mark.parametrize(("tier", "found"), TIERS, ids=[row[0] for row in TIERS])
def test_who_is_one_person_by_which_tier(tier: str, found: list[str]) -> None:
    people = listed(book_of(*PEOPLE, **{DECISIONS: DECIDED}))
    together: dict[int, list[str]] = {}
    for each, first in zip(people.leads, people.people(tier).tolist(), strict=True):
        together.setdefault(first, []).append(each.key)
    assert sorted(" ".join(sorted(keys)) for keys in together.values() if len(keys) > 1) == found


def test_what_was_decided_and_what_is_equal_by_the_places_of_the_leads() -> None:
    found = listed(book_of(*PEOPLE, **{DECISIONS: DECIDED}))
    place = {each.key: n for n, each in enumerate(found.leads)}
    assert found.decided == Bonds(((place["L-1"], place["L-2"]),), ((place["L-9"], place["L-A"]),))
    assert found.equal == ((place["L-3"], place["L-4"]), (place["L-9"], place["L-A"]))
    assert (len(found.leads), found.examined.count, found.findings, found.limits) == (70, 70, (), Thresholds())


def test_an_empty_book_has_nobody_in_it() -> None:
    for book in ({}, {"Leads": {}}):
        found = listed(book)
        assert (found.leads, found.equal, found.decided, found.findings) == ([], (), Bonds(), ())
        assert found.people("certain").tolist() == []
        assert found.settings.preferences.country == "US"


def test_where_two_decisions_contradict_the_rows_stay_apart() -> None:
    both: dict[str, dict[str, Cell]] = {"same:L-1:L-2": {}, "apart:L-1:L-2": {}}
    found = listed({"Leads": {"L-1": {**ANA}, "L-2": {**ANA, "Company": "Acme"}}, DECISIONS: both})
    assert found.decided == Bonds((), ((0, 1),))
    assert found.findings == (
        Finding(
            "warning", "Leads", "L-1", None, "dedupe.decisions",
            "Ana Delgado and Ana Delgado (Acme) were once decided to be one person and once to be two. They stay apart. "
            "To merge them, undo the decision to keep them apart.", others=("L-2",)),
    )  # fmt: skip


def test_what_settings_cannot_be_followed_is_said_before_what_was_decided() -> None:
    book: Book = {
        "Leads": {"L-1": {**ANA}, "L-2": {**ANA}},
        "Preferences": {"Stale after days": {"Value": "many"}},
        "Duplicate thresholds": {"certain": {"Tier": "certain", "From confidence": 0.2}},
        DECISIONS: {"same:L-1:L-2": {}, "apart:L-1:L-2": {}},
    }
    rules = [finding.rule for finding in listed(book).findings]
    assert rules == ["settings.preference", "dedupe.thresholds", "dedupe.decisions"]


COUNTRIES: list[tuple[str, str, list[str], str]] = [
    # what the team has said, the countries of its leads, and where a phone without a code is from
    ("as the team says", "DE", ["UK", "UK"], "DE"),
    ("as most leads are", "", ["UK", "UK", "Germany"], "GB"),
    ("nobody says", "", ["", ""], "US"),
]


@pytest.mark.parametrize(("said", "theirs", "home"), [row[1:] for row in COUNTRIES], ids=[row[0] for row in COUNTRIES])
def test_where_a_book_is_from(said: str, theirs: list[str], home: str) -> None:
    rows: dict[str, Row] = {f"L-{n}": {**ANA, "Country": name or None} for n, name in enumerate(theirs)}
    rows["L-X"] = {"Phone": "020 7946 0018"}
    found = listed({"Leads": rows, "Preferences": {"Country": {"Value": said}} if said else {}})
    assert found.settings.preferences.country == home
    people = found.examined.people
    before = {each.key: people.before.value(n) for n, each in enumerate(found.leads)}
    assert before["L-X"] == {"DE": "492", "GB": "442", "US": ""}[home]


def test_a_column_of_the_teams_own_is_compared_too() -> None:
    rows: dict[str, Row] = {
        "L-1": {"Last name": "Ng", "Passport number": "X1234567", "Birthday": dt.date(1980, 4, 3), "Zodiac": "Leo"},
        "L-2": {"Last name": "Ng", "Passport number": "X1234567", "Tax ID": "778899"},
    }
    people = listed({"Leads": rows}).examined.people
    assert (people.number.values, people.born.values) == (["1 x1234567", "2 778899"], ["19800403"])


def test_a_decision_about_a_lead_that_came_again_is_known_by_its_keys_and_the_home_of_its_phone() -> None:
    ben: Row = {"First name": "Ben", "Last name": "Church", "Phone": "030 12345"}
    ana: Row = {"First name": "Ana", "Last name": "Delgado", "Phone": "+49 30 54321"}
    sides: Row = {"A": "L-8", "B": "L-9", KNOWN_A: written(ana, "DE"), KNOWN_B: written(ben, "DE")}
    book: Book = {
        "Leads": {"L-1": ana, "L-2": ben},
        "Preferences": {"Country": {"Value": "DE"}},
        DECISIONS: {"same:L-8:L-9": sides},
    }
    assert listed(book).decided == Bonds(((0, 1),), ())


def test_how_far_it_is_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    listed({"Leads": {"L-1": {**ANA}}}, progress=lambda what, done, of: told.append((what, done, of)))
    assert told == [("Looking for duplicates", done, 5) for done in (1, 2, 3, 4)]
