"""Adding one lead: tidied, held against those that are there, with an owner and a next action from the start."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell
from tests.core.lifecycle.books import NOON, TODAY, a_book, a_lead
from tests.core.verbs.doing import done, found, outcome

JO: dict[str, Any] = {
    "name": "jo O'NEILL", "company": "globex ltd", "email": "Jo@Globex.example", "phone": "020 7946 0018", "source": "referal",
}  # fmt: skip


def new(book: Book, **options: Any) -> Row:
    """The lead that was added, without its id."""
    after = done(book, "add", **options)
    (key,) = after["Leads"].keys() - book["Leads"].keys()
    assert after["Leads"][key]["Lead ID"] == key
    return {name: cell for name, cell in after["Leads"][key].items() if name != "Lead ID"}


def test_a_lead_is_tidied_owned_scored_and_has_a_next_action() -> None:
    assert new(a_book(), **JO) == {
        "First name": "Jo",
        "Last name": "O'Neill",
        "Company": "Globex Ltd.",
        "Email": "jo@globex.example",
        "Phone": "+442079460018",
        "Source": "Referral",
        "Created": NOON,
        "Status": "New",
        "Owner": "Ann",
        "Assigned on": NOON,
        "Score": 30,
        "Rating": "Cold",
        "Why": "Owner: round robin, Ann's turn (weight 1)\n"
        "Score 30: Business e-mail +10, Reachable by phone +5, Referred +15",
        "Next action": "Call to introduce ourselves",
        "Next action due": TODAY,
        "Sequence": "Standard",
    }


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({**JO, "owner": "bob"}, {"Owner": "Bob"}),
        ({**JO, "owner": "me"}, {"Owner": "Ann"}),
        ({**JO, "name": "Müller, Jörg"}, {"First name": "Jörg", "Last name": "Müller"}),
        ({"company": "Globex"}, {"Company": "Globex", "First name": None}),
        ({**JO, "created": "2026-03-06 10:00"}, {"Created": dt.datetime(2026, 3, 6, 10, 0)}),
        (
            {**JO, "set": ("Campaign=Spring", "tags=vip, uk", "deal value=12k")},
            {"Campaign": "Spring", "Tags": "vip; uk"},
        ),
        ({**JO, "source": "Skywriting"}, {"Source": "Skywriting"}),
    ],
)
def test_what_is_said_goes_into_its_column(options: dict[str, Any], expected: dict[str, Cell]) -> None:
    row = new(a_book(), **options)
    assert {name: row.get(name) for name in expected} == expected


def test_a_column_of_the_users_own_takes_a_value_as_it_is() -> None:
    assert new(a_book(a_lead(Shoe_size="43")), **JO, set=("shoe size= 44 ",))["Shoe size"] == "44"


def test_a_source_that_is_new_gets_its_line_on_sources() -> None:
    after = done(a_book(), "add", **{**JO, "source": "Skywriting"})
    assert after["Sources"]["Skywriting"] == {"Source": "Skywriting"}
    assert done(a_book(), "add", **JO)["Sources"] == a_book()["Sources"]


def test_the_company_is_spelt_as_the_book_spells_it_and_keeps_its_owner() -> None:
    book = a_book(
        a_lead(Company="ACME Limited", Owner="Bob")
        | a_lead("L-2", Last_name="Ngo", Email="x@acme.example", Company="ACME Limited")
    )
    row = new(book, name="Zoe Quist", company="acme ltd", email="zoe@acme.example")
    assert (row["Company"], row["Owner"]) == ("ACME Limited", "Bob")


SAME = {"name": "Ann Ng", "company": "Acme", "email": "ann@acme.example"}


def test_who_is_there_already_is_refused_and_named() -> None:
    with pytest.raises(errors.ThereAlready) as refusal:
        outcome(a_book(a_lead()), "add", **SAME)
    assert str(refusal.value) == (
        "Ann Ng (L-1) is there already: Same e-mail ann@acme.example; same surname (2 of 2 here); "
        "same first name (2 of 2 here); same company (2 of 2 here). Nothing was written. "
        "Log what is new: leadsorted log BOOK L-1 --type Note --summary ...\n"
        "To add the lead all the same, say --anyway."
    )


def test_who_may_be_there_already_is_added_and_named() -> None:
    assert found(a_book(a_lead()), "add", **SAME, anyway=True) == [(
        "add.duplicate",
        ("This may be Ann Ng (L-1): Same e-mail ann@acme.example; same surname (2 of 2 here); "
        "same first name (2 of 2 here); same company (2 of 2 here). Dedupe will ask: leadsorted dedupe BOOK"),
    )]  # fmt: skip
    assert new(a_book(a_lead()), **SAME, anyway=True)["Email"] == "ann@acme.example"


@pytest.mark.parametrize(
    ("options", "rules"),
    [
        (JO, []),
        ({"name": "Jo O'Neill"}, ["add.incomplete"]),
        ({"email": "jo@globex.example"}, ["add.incomplete"]),
        ({**JO, "email": "jo@"}, ["normalise.email"]),
    ],
)
def test_what_is_missing_or_doubtful_is_said(options: dict[str, Any], rules: list[str]) -> None:
    assert [rule for rule, _ in found(a_book(), "add", **options)] == rules


def test_without_owners_the_lead_is_added_and_that_is_said() -> None:
    book = {**a_book(), "Owners": {}}
    assert new(book, **JO).get("Owner") is None
    assert [rule for rule, _ in found(book, "add", **JO)] == ["assign.no-owners"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "Say who it is: leadsorted add BOOK"),
        ({"source": "Referral", "notes": "x"}, "Say who it is: leadsorted add BOOK"),
        ({**JO, "owner": "Cy"}, "--owner 'Cy': Cy is not active any more"),
        ({**JO, "created": "tomorrow"}, "--created 'tomorrow' is in the future"),
        ({**JO, "set": ("Spring",)}, "--set 'Spring': say a column, an equals sign and a value"),
        (
            {**JO, "set": ("Campain=Spring",)},
            "--set names a column that is not there: 'Campain'. Did you mean Campaign?",
        ),
        ({**JO, "set": ("Status=Converted",)}, "--set 'Status': that is filled in by us"),
        ({**JO, "set": ("Lead ID=L-1",)}, "--set 'Lead ID': that is filled in by us"),
    ],
)
def test_what_cannot_be_added_is_refused(options: dict[str, Any], words: str) -> None:
    with pytest.raises(errors.WrongUsage) as refusal:
        outcome(a_book(), "add", **options)
    assert str(refusal.value).startswith(words)
