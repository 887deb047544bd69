"""Registering a prospect: the first qualified registration owns it until it expires, and a conflict is named."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell
from tests.core.lifecycle.books import LAST_WEEK, NOON, a_book, a_deal, a_lead
from tests.core.verbs.doing import cells, done, found, outcome, rows

IN_90_DAYS = dt.date(2026, 6, 8)
ACME: dict[str, Cell] = {"Company": "Acme Ltd", "Owner": "Ann", "Registered on": NOON, "Expires on": IN_90_DAYS}


def book(**given: Cell) -> Book:
    return a_book(a_lead(**{"Owner": None, **given}))


def held(owner: str = "Bob", expires: dt.date | None = dt.date(2026, 4, 1), **given: Cell) -> Book:
    """Acme is registered since last week."""
    row: Row = {
        "Registration": "G-1",
        "Company": "ACME Limited",
        "Owner": owner,
        "Registered on": LAST_WEEK,
        "Expires on": expires,
    }
    return {**book(**given), "Registrations": {"G-1": {name: cell for name, cell in row.items() if cell is not None}}}


@pytest.mark.parametrize(
    ("options", "row"),
    [
        ({"company": "Acme Ltd"}, ACME),
        ({"company": "acme limited"}, ACME),  # as the leads spell it
        ({"company": "ann@acme.example"}, ACME),  # of a lead
        ({"company": "L-1", "owner": "bob", "days": 30, "note": " met at the fair "},
         ACME | {"Owner": "Bob", "Expires on": dt.date(2026, 4, 9), "Note": "met at the fair"}),
    ],
)  # fmt: skip
def test_the_first_to_register_owns_the_company_for_a_while(options: dict[str, Any], row: dict[str, Cell]) -> None:
    assert rows(book(), "register", **options) == [("Registrations", row)]


def test_its_leads_without_an_owner_go_along() -> None:
    changed = cells(book(), "register", company="Acme", owner="bob")
    assert (changed["Leads.Owner"], changed["Leads.Assigned on"]) == ("Bob", NOON)
    assert str(changed["Leads.Why"]).startswith(
        "Owner: registered company, Acme Ltd is Bob's since 2026-03-10 12:00 until 2026-06-08"
    )
    assert cells(book(Owner="Ann"), "register", company="Acme", owner="ann") == {}


def test_what_somebody_else_has_registered_is_theirs() -> None:
    with pytest.raises(errors.ThereAlready) as refusal:
        outcome(held(), "register", company="Acme", anyway=True)
    assert str(refusal.value) == (
        "Acme Ltd is Bob's until 2026-04-01: registered first, on 2026-03-03 09:30 (G-1). Nothing was written. "
        "It can be registered again after that. Talk to Bob."
    )


@pytest.mark.parametrize(
    "before",
    [
        held(expires=dt.date(2026, 3, 9)),  # over since yesterday
        held(owner="Cy"),  # who left
        held(Company="Acme Consulting", Email="ann@acme.example") | {"Leads": a_lead(Owner=None, Company="Acme Consulting")},
    ],
)  # fmt: skip
def test_what_does_not_count_any_more_is_free_again(before: Book) -> None:
    assert [tab for tab, _ in rows(before, "register", company="L-1")] == ["Registrations"]


def test_on_its_last_day_a_registration_still_holds() -> None:
    with pytest.raises(errors.ThereAlready):
        outcome(held(expires=dt.date(2026, 3, 10)), "register", company="Acme")


def test_ones_own_registration_is_kept_for_longer() -> None:
    assert cells(held("Ann"), "register", company="Acme") == {"Registrations.Expires on": IN_90_DAYS}
    assert cells(held("Ann"), "register", company="Acme", days=5) == {}
    assert found(held("Ann"), "register", company="Acme", days=5) == [
        ("register.already", "Acme Ltd is Ann's already until 2026-04-01. Nothing to change.")
    ]
    assert found(held("Ann", None), "register", company="Acme")[0][0] == "register.already"


@pytest.mark.parametrize(
    ("before", "others"),
    [
        (book(Owner="Bob"), "Bob has the lead Ann Ng (L-1)"),
        ({**book(), "Pipeline": a_deal(Company="ACME Limited")}, "Bob has the deal Acme, 20 seats (D-1)"),
    ],
)
def test_what_others_work_on_is_settled_first(before: Book, others: str) -> None:
    with pytest.raises(errors.ThereAlready) as refusal:
        outcome(before, "register", company="Acme")
    assert str(refusal.value) == (
        f"Acme Ltd is worked on already: {others}. Nothing was written. "
        "Talk to each other; to register it all the same, say --anyway."
    )
    (said,) = found(before, "register", company="Acme", anyway=True)
    assert said == (
        "register.conflict",
        f"Acme Ltd is Ann's from now on, and others work on it: {others}. Settle who goes on.",
    )


@pytest.mark.parametrize(
    "before",
    [
        book(Owner="Bob", Status="Unqualified", Lost_reason="Price"),
        {**book(), "Pipeline": a_deal(Stage="Closed Lost", Lost_reason="Price")},
    ],
)
def test_what_others_have_given_up_is_free(before: Book) -> None:
    assert "Registrations" in [tab for tab, _ in rows(before, "register", company="Acme")]


@pytest.mark.parametrize(
    ("before", "options", "error", "words"),
    [
        (book(), {"company": "Initech"}, errors.NotAllowed, "No lead of 'Initech' is in the book, and a registration counts only with somebody"),
        (book(Email=None), {"company": "Acme"}, errors.NotAllowed, "No lead of Acme Ltd has an e-mail address or a phone number"),
        (book(Company=None), {"company": "Ann Ng"}, errors.NotAllowed, "Ann Ng (L-1) has no company to register"),
        (book(), {"company": "Acme", "owner": "Cy"}, errors.WrongUsage, "--owner 'Cy': Cy is not active any more"),
        (book(), {"company": "Acme", "days": 0}, errors.WrongUsage, "--days 0: say between 1 and 3650"),
    ],
)  # fmt: skip
def test_what_does_not_qualify_is_refused(
    before: Book, options: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as refusal:
        outcome(before, "register", **options)
    assert str(refusal.value).startswith(words)


def test_assigning_goes_by_the_registration_afterwards() -> None:
    after = done(book(Owner="Ann"), "register", company="Acme", owner="ann")
    added = done(after, "add", name="Zoe Quist", company="ACME ltd.", phone="020 7946 0018")
    (zoe,) = (row for key, row in added["Leads"].items() if key != "L-1")
    assert zoe["Owner"] == "Ann"
