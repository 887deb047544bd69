"""Which lead or deal is meant: the first way that finds anything decides, and nobody is taken for another."""

from __future__ import annotations

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.verbs.naming import deal_meant, is_deal, lead_meant
from tests.core.lifecycle.books import a_book, a_deal, a_lead

BOOK = a_book(
    a_lead(Status="Converted", Deal_ID="D-1")
    | a_lead("L-2", First_name="José", Last_name="Núñez", Email="jose@globex.example", Company="Globex", Other_emails="pepe@home.example; j@x.example")
    | a_lead("L-3", First_name="Ann", Last_name="Ngo", Email="ann.ngo@initech.example", Company="Initech")
    | a_lead("L-4", First_name="Bob", Last_name="Lee", Email=None, Company="Initech")
    | a_lead("L-5", First_name="Acme", Last_name=None, Email=None, Company=None)
    | a_lead("#9", First_name="Nobody", Last_name="Yet", Company="Nowhere"),
    a_deal() | a_deal("D-2", Deal="Globex, pilot", Company="Globex", Lead_ID=None) | a_deal("D-3", Deal="Globex, rollout", Company="Globex", Lead_ID=None),
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("L-1", "L-1"),
        ("l-1 ", "L-1"),
        ("ANN@acme.example", "L-1"),
        ("pepe@home.example", "L-2"),
        ("Ann Ng", "L-1"),  # not Ngo
        ("jose nunez", "L-2"),
        ("Globex", "L-2"),
        ("ngo", "L-3"),
        ("ann initech", "L-3"),
        ("Acme", "L-5"),  # the whole name goes before a word of a company
        ("acme ltd", "L-1"),
    ],
)
def test_a_lead_is_known_by_id_address_name_or_company(said: str, key: str) -> None:
    assert lead_meant(BOOK, said) == key


@pytest.mark.parametrize("said", ["", "  ", "L-99", "nobody yet", "#9", "ann@nowhere.example", "Ann Smith"])
def test_nobody_of_that_name_is_refused_with_how_to_look(said: str) -> None:
    with pytest.raises(errors.NoSuchRow) as refusal:
        lead_meant(BOOK, said)
    assert str(refusal.value) == (
        f"There is no lead {said!r} in this book. Nothing was written. To look for it: leadsorted find BOOK {said!r}"
    )


def test_an_ambiguous_name_is_refused_with_all_that_have_it() -> None:
    with pytest.raises(errors.SeveralRows) as refusal:
        lead_meant(BOOK, "Initech")
    assert str(refusal.value) == (
        "'Initech' may be one of 2 leads. Nothing was written. Say which by its id:\n"
        "  L-3  Ann Ngo, Initech, ann.ngo@initech.example, New, Bob\n"
        "  L-4  Bob Lee, Initech, New, Bob"
    )


def test_of_very_many_only_a_dozen_are_listed() -> None:
    leads = {}
    for n in range(20):
        leads |= a_lead(f"L-{n}")
    with pytest.raises(errors.SeveralRows) as refusal:
        lead_meant(a_book(leads), "Ann Ng")
    assert len(str(refusal.value).splitlines()) == 1 + 12 + 1
    assert str(refusal.value).endswith("\n  and 8 more")


@pytest.mark.parametrize(
    ("said", "key"),
    [("D-1", "D-1"), ("acme, 20 SEATS", "D-1"), ("Globex pilot", "D-2"), ("L-1", "D-1"), ("ann@acme.example", "D-1"), ("Acme Ltd", "D-1")],
)  # fmt: skip
def test_a_deal_is_known_by_its_own_names_or_by_its_lead(said: str, key: str) -> None:
    assert deal_meant(BOOK, said) == key


def test_deals_are_as_ambiguous_as_leads() -> None:
    with pytest.raises(errors.SeveralRows):
        deal_meant(BOOK, "Globex")
    with pytest.raises(errors.NoSuchRow):
        deal_meant(BOOK, "Bob Lee")


@pytest.mark.parametrize(
    ("said", "answer"),
    [("D-1", True), ("L-1", False), ("Globex", False), ("Globex, pilot", True), ("Ann Ng", False), ("who", False)],
)
def test_a_name_that_a_lead_has_means_the_lead(said: str, answer: bool) -> None:
    assert is_deal(BOOK, said) is answer
