"""Enriching: what is derived from what, what is left alone, and what a provider may say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.changes import Edit, apply, invert
from leadsorted_sheets.core.enrich import Options, plan
from leadsorted_sheets.core.enrich.country import of_phone
from leadsorted_sheets.core.enrich.provider import ANSWERS, asked
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Figures
from tests.context import a_context


def enriched(lead: Row, *others: Row) -> dict[str, Cell]:
    """What the lead is given, Why aside."""
    book = a_book(lead, *others)
    after = apply(book, plan(book, Options(), a_context()).changes)["Leads"]["L-1"]
    return {name: cell for name, cell in after.items() if name not in lead and name not in ("Why", "Lead ID")}


def a_book(*leads: Row) -> Book:
    return {"Leads": {f"L-{n}": {"Lead ID": f"L-{n}", **row} for n, row in enumerate(leads, 1)}}


TABLE: list[tuple[Row, dict[str, Cell]]] = [
    ({"Phone": "+442079460018"}, {"Country": "GB", "Time zone": "Europe/London"}),
    ({"Phone": "+441534123456"}, {"Country": "JE", "Time zone": "Europe/Jersey"}),
    ({"Phone": "+14165550123"}, {"Country": "CA", "Region": "ON", "Time zone": "America/Toronto"}),
    ({"Phone": "+12125550123", "Region": "CA"}, {"Country": "US", "Time zone": "America/Los_Angeles"}),
    ({"Phone": "+77011234567"}, {"Country": "KZ"}),
    ({"Phone": "020 7946 0018"}, {}),
    ({"Phone": "+80012345678"}, {}),
    ({"Postcode": "SW1A 1AA"}, {"Country": "GB", "Time zone": "Europe/London"}),
    ({"Postcode": "10115"}, {}),
    ({"Postcode": "10115", "Country": "DE"}, {"Region": "Berlin", "Time zone": "Europe/Berlin"}),
    ({"Postcode": "75201", "Country": "US"}, {"Region": "TX"}),
    ({"Postcode": "35001", "Country": "ES"}, {"Time zone": "Atlantic/Canary"}),
    ({"Email": "ana@acme.nl"}, {"Country": "NL", "Time zone": "Europe/Amsterdam"}),
    ({"Email": "ana@acme.com", "Website": "https://acme.fr/contact"}, {"Country": "FR", "Time zone": "Europe/Paris"}),
    ({"Email": "ana@acme.io"}, {}),
    ({"Country": "Atlantis"}, {}),
    ({"Country": Formula("=A1"), "Phone": "+442079460018"}, {}),
    ({"Country": Error("#N/A"), "Phone": "+442079460018"}, {}),
    ({"Country": "GB", "Time zone": "Europe/Paris"}, {}),
    ({"Job title": "Head of Sales"}, {"Seniority": "Director"}),
    ({"Job title": "Head of Sales", "Function": "Verkauf"}, {"Seniority": "Director"}),
    ({"Job title": "Poet"}, {}),
    ({"Job title": 7, "Phone": 7, "Email": 7, "Postcode": 7, "Website": 7}, {}),
]


@pytest.mark.parametrize(("lead", "cells"), TABLE)
def test_a_row_says_more_than_is_written(lead: Row, cells: dict[str, Cell]) -> None:
    assert enriched(lead) == cells


@pytest.mark.parametrize(
    ("others", "company"),
    [
        ([{"Company": "Acme Ltd", "Email": "bob@acme.example"}], "Acme Ltd"),
        ([{"Company": "Jo's Cafe", "Email": "bob@acme.example"}], None),
        ([{"Company": "Jo's Cafe", "Email": "bob@acme.example"}, {"Company": "JO'S CAFE", "Email": "eve@acme.example"}], "Jo's Cafe"),
        ([{"Company": "Acme Ltd", "Email": "bob@acme.example"}, {"Company": "Bolt", "Email": "eve@acme.example"}], None),
        ([{"Company": "Acme Ltd", "Email": "bob@other.example"}], None),
        ([{"Company": "n/a", "Email": "bob@acme.example"}], None),
    ],
)  # fmt: skip
def test_the_list_teaches_whose_a_domain_is(others: list[Row], company: str | None) -> None:
    assert enriched({"Email": "ana@acme.example"}, *others).get("Company") == company


def test_nobody_learns_a_company_from_a_free_mailbox() -> None:
    assert (
        enriched({"Email": "ana@gmail.com"}, *[{"Company": "Gmail", "Email": f"{n}@gmail.com"} for n in range(5)]) == {}
    )


def test_the_users_own_function_column_is_filled_where_there_is_one() -> None:
    assert enriched({"Job title": "Head of Sales"}, {"Function": "IT"}) == {
        "Seniority": "Director",
        "Function": "Sales",
    }


def test_clues_at_odds_are_a_persons_to_decide() -> None:
    outcome = plan(a_book({"Phone": "+4930901820", "Email": "ana@acme.at"}), Options(), a_context())
    message = "The phone says DE, the e-mail domain says AT. The country was left blank until you decide."
    assert outcome.changes == []
    assert outcome.findings == [
        Finding("review", "Leads", "L-1", "Country", "enrich.country", message, None, "DE", why=message)
    ]


def test_why_says_what_was_derived_and_keeps_what_it_said() -> None:
    book = a_book(
        {
            "Phone": "+442079460018",
            "Email": "ana@acme.co.uk",
            "Why": "Owner: by hand\nDerived: Company from the e-mail domain, 2 other leads",
        }
    )
    outcome = plan(book, Options(), a_context())
    why = (
        "Owner: by hand\nDerived: Company from the e-mail domain, 2 other leads; "
        "Country from the phone and e-mail domain; Time zone from the country"
    )
    assert outcome.changes == [
        Edit("Leads", "L-1", "Country", None, "GB", "enrich: Country from the phone and e-mail domain"),
        Edit("Leads", "L-1", "Time zone", None, "Europe/London", "enrich: Time zone from the country"),
        Edit("Leads", "L-1", "Why", book["Leads"]["L-1"]["Why"], why, "enrich: Why says what was derived"),
    ]
    assert outcome.figures == (
        Figures(
            "What was derived",
            ("Column", "From", "Leads"),
            (("Country", "phone and e-mail domain", 1), ("Time zone", "country", 1)),
        ),
    )


def test_a_provider_fills_blanks_only_and_only_what_fits() -> None:
    book: dict[str, dict[str, Row]] = {
        "Leads": {"L-1": {"Lead ID": "L-1", "Last name": "Ng", "Company": "Acme", "Phone": "+442079460018"}},
        ANSWERS: {
            "L-1": {"Company": "Other", "Country": "FR", "Employees": 40, "Industry": "Steel", "Seniority": "Boss", "Owner": "Eve", "City": 7},
            "L-9": {"Industry": "Wood"},
        },
    }  # fmt: skip
    outcome = plan(book, Options(provider="acme"), a_context())
    row = apply(book, outcome.changes)["Leads"]["L-1"]
    given = {name: cell for name, cell in row.items() if name not in book["Leads"]["L-1"] and name != "Why"}
    assert given == {"Country": "GB", "Time zone": "Europe/London", "Employees": 40, "Industry": "Steel"}
    assert row["Why"] == (
        "Derived: Country from the phone; Time zone from the country; "
        "Employees from the provider acme; Industry from the provider acme"
    )
    assert {finding.field for finding in outcome.findings} == {"Seniority", "Owner", "City"}


def test_a_provider_is_told_neither_notes_nor_money_nor_formulas() -> None:
    row: Row = {
        "Last name": "Ng",
        "Notes": "ill",
        "Budget": 9,
        "Email": Formula("=A1"),
        "City": Error("#N/A"),
        "Owner": "Ann",
    }
    assert asked(row) == {"Last name": "Ng"}


def test_only_the_leads_asked_for_are_enriched() -> None:
    book = a_book({"Phone": "+442079460018"}, {"Phone": "+442079460018"})
    assert {change.key for change in plan(book, Options(keys=("L-2",)), a_context()).changes} == {"L-2"}


cells = st.fixed_dictionaries(
    {},
    optional={
        "Phone": st.sampled_from(["+442079460018", "+14165550123", "+1", "+", "+999", "030", 7])
        | st.text("+0123456789", max_size=9),
        "Postcode": st.sampled_from(["SW1A 1AA", "94105", "M5V 2T6", "10115", ""]) | st.text("0189A -", max_size=7),
        "Email": st.sampled_from(["ana@acme.de", "ana@acme.example", "@", "ana@.de", "x@gmail.com"]),
        "Website": st.sampled_from(["https://acme.fr", "acme", "://", 7]),
        "Country": st.sampled_from(["GB", "US", "DE", "CA", "AU", "BR", "XX", Formula("=A1")]),
        "Region": st.sampled_from(["CA", "Bayern", 7]),
        "Job title": st.sampled_from(["CEO", "IT Manager", ""]),
        "Company": st.sampled_from(["Acme", "Bolt", "n/a"]),
        "Why": st.sampled_from(["Owner: x", "Derived: Country from the phone"]),
    },
)


@given(st.lists(cells, max_size=4))
def test_whatever_is_there_stays_and_a_second_run_derives_nothing(rows: list[Row]) -> None:
    book = a_book(*({name: cell for name, cell in row.items() if cell != ""} for row in rows))
    changes = plan(book, Options(), a_context()).changes
    after = apply(book, changes)
    assert apply(after, invert(changes)) == book
    for key, row in book["Leads"].items():
        kept = {name: cell for name, cell in row.items() if name != "Why"}
        assert kept.items() <= after["Leads"][key].items()
        assert str(after["Leads"][key].get("Why", "")).startswith(str(row.get("Why", "")))
    again = plan(after, Options(), a_context()).changes
    assert {change.field for change in again if isinstance(change, Edit)} <= {"Company", "Why"}


@given(st.text(max_size=16))
def test_no_text_under_phone_stops_it(text: str) -> None:
    assert len(of_phone(text)) in (0, 2, 3)
