"""Which leads are shown as one company or one household. A line of the table is two leads and whether they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.dedupe.links import Group, links
from tests.core.dedupe.lists import book_of
from tests.core.dedupe.test_laws import books

Row = dict[str, Cell]


def lead(company: str = "", email: str = "", **more: Cell) -> Row:
    return {"Company": company, "Email": email, **more}


def person(first: str, last: str, **more: Cell) -> Row:
    return {"First name": first, "Last name": last, **more}


def leads(*rows: Row) -> dict[str, Row]:
    return {f"L-{n}": {name: cell for name, cell in row.items() if cell != ""} for n, row in enumerate(rows, 1)}


def tied(kind: str, *rows: Row) -> list[tuple[str, ...]]:
    return [group.leads for group in links(leads(*rows), kind, country="GB")]  # type: ignore[arg-type]  # the tests name a kind


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        (lead("Acme Ltd"), lead("ACME GmbH"), True),  # the legal form is no part of the name
        (lead("Acme", "ann@acme.com"), lead("", "bob@acme.com"), True),  # by the domain
        (lead("", "ann@acme.com"), lead("", "bob@acme.com"), True),
        (lead("", "info@acme.com"), lead("", "bob@acme.com"), True),  # a role's mailbox is at its company's domain
        (lead("", "ann@acme.com"), lead("", "", Website="https://www.acme.com/uk"), True),
        (lead("", "ann@gmail.com; ann@acme.com"), lead("", "bob@acme.com"), True),
        (lead("", "", **{"Other emails": "ann@acme.com"}), lead("", "bob@acme.com"), True),
        (lead("Acme", "ann@acme.com"), lead("Acme Europe", "bob@acme.com"), True),  # two names on one domain
        (lead("Acme", "ann@acme.com"), lead("Acme", "bob@acme.de"), True),  # two domains of one name
        (lead("Acme", "ann@gmail.com"), lead("Birch", "bob@gmail.com"), False),  # free mail makes no company
        (lead("", "ann@gmail.com"), lead("", "bob@gmail.com"), False),
        (lead("", "info@web.de"), lead("", "info@web.de"), False),
        (lead("Acme", "front@desk.com"), lead("Birch", "front@desk.com"), False),  # one mailbox, two companies: shared
        (lead("", "ann@example.com"), lead("", "bob@example.com"), False),  # a placeholder
        (lead("", "", Website="linkedin.com/in/ann"), lead("", "", Website="linkedin.com/in/bob"), False),
        (lead("Acme"), lead("Birch"), False),
        (lead(), lead(), False),
        ({"Company": Formula("=A1")}, {"Company": Formula("=A1")}, False),
    ],
)
def test_two_leads_of_one_company(one: Row, other: Row, *, are_one: bool) -> None:
    assert tied("company", one, other) == ([("L-1", "L-2")] if are_one else [])


HOME: Row = {"Street": "12 Mill Lane", "Postcode": "LS1 4DY"}


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        (person("Ann", "Ng", **HOME), person("Bob", "Ng", **HOME), True),
        (person("Ann", "Ng", Street="12 Mill Lane", City="Leeds"), person("Bob", "NG", Street="12 mill ln", City="LEEDS"), True),
        (person("Ann", "Ng", Phone="+44 7700 900123"), person("Bob", "Ng", Phone="07700 900123"), True),
        (person("Ann", "Ng", Phone="07700 900123"), person("Bob", "Ng", **{"Other phones": "07700 900123"}), True),
        (person("Paul", "Ng Sr", **HOME), person("Paul", "Ng Jr", **HOME), True),  # father and son
        (person("Ann", "Ng", **HOME), person("Ann", "Ng", **HOME), False),  # one person, twice
        (person("Robert", "Ng", **HOME), person("Bob", "Ng", **HOME), False),  # and under a short name
        (person("R.", "Ng", **HOME), person("Robert", "Ng", **HOME), False),
        (person("", "Ng", **HOME), person("Bob", "Ng", **HOME), False),  # perhaps the same person
        (person("Ann", "Ng", **HOME), person("Bob", "Lee", **HOME), False),  # flatmates, or a house sold
        (person("Ann", "Ng", Street="12 Mill Lane"), person("Bob", "Ng", Street="12 Mill Lane"), False),  # in which town?
        (person("Ann", "Ng", **HOME), person("Bob", "Ng", **HOME | {"Street": "14 Mill Lane"}), False),
        (person("Ann", "Ng"), person("Bob", "Ng"), False),
        (person("Ann", "Ng", Phone="000-000-0000"), person("Bob", "Ng", Phone="000-000-0000"), False),
    ],
)  # fmt: skip
def test_two_leads_of_one_household(one: Row, other: Row, *, are_one: bool) -> None:
    assert tied("household", one, other) == ([("L-1", "L-2")] if are_one else [])


def test_a_domain_with_many_companies_is_a_provider_and_ties_none() -> None:
    rows = [lead(name, f"{name.lower()}@mailhost.net") for name in ("Acme", "Birch", "Cobalt", "Dune")]
    assert tied("company", *rows, lead("", "x@mailhost.net"), lead("", "y@mailhost.net")) == []


def test_a_large_company_with_a_few_odd_names_is_no_provider() -> None:
    rows = [lead("Acme", f"{n}@acme.com") for n in range(8)]
    odd = [lead(name, f"{name.lower()}@acme.com") for name in ("Birch", "Cobalt", "Dune")]
    assert tied("company", *rows, *odd) == [tuple(f"L-{n}" for n in range(1, 12))]


def test_one_who_changed_jobs_does_not_tie_two_companies() -> None:
    rows = [lead("Acme", "a@acme.com"), lead("Acme", "b@acme.com"), lead("Birch", "c@birch.com"), lead("Birch", "d@birch.com")]  # fmt: skip
    assert tied("company", *rows, lead("Birch", "b2@acme.com")) == [("L-3", "L-4", "L-5"), ("L-1", "L-2")]


def test_a_switchboard_and_an_office_are_nobodys_home() -> None:
    office = [person(first, last, Phone="020 7946 0018", **HOME) for first, last in (
        ("Ann", "Ng"), ("Bob", "Ng"), ("Cid", "Lee"), ("Dee", "Osei"), ("Eva", "Kemp"))]  # fmt: skip
    assert tied("household", *office) == []


def test_a_group_says_its_name_what_ties_it_and_who_owns_it() -> None:
    rows = leads(
        lead("ACME", "a@acme.com", Owner="Ann"),
        lead("Acme Ltd", "b@acme.de", Owner="Bob"),
        lead("Acme Ltd", "c@acme.com", Owner="Bob"),
        lead("", "d@acme.com"),
        lead("Birch"),
    )
    (group,) = links(rows, "company")
    assert group == Group(
        "company", "Acme Ltd", ("L-1", "L-2", "L-3", "L-4"), ("acme.com", "acme.de"), (("Bob", 2), ("Ann", 1))
    )
    assert group.remark == "2 owners work on this company: Bob (2), Ann (1)."
    (household,) = links(
        leads(person("Ann", "Ng", Owner="A", **HOME), person("Bo", "Ng", Owner="B", **HOME)), "household"
    )
    assert (household.name, household.because, household.remark) == ("Ng", ("same address",), "")


def test_a_narrower_view_still_knows_what_the_whole_list_teaches() -> None:
    rows = leads(lead("Acme", "a@acme.com"), lead("", "b@acme.com"), lead("Acme", "c@gmail.com"))
    (group,) = links(rows, "company", only={"L-2", "L-3"})
    assert (group.name, group.leads) == ("Acme", ("L-2", "L-3"))


@given(book=books(), kind=st.sampled_from(["company", "household"]))
def test_nobody_is_in_two_groups_and_nobody_alone_in_one(book: dict[str, dict[str, Row]], kind: str) -> None:
    found = links(book["Leads"], kind)  # type: ignore[arg-type]  # drawn from the two there are
    every = [key for group in found for key in group.leads]
    assert len(every) == len(set(every))
    assert set(every) <= book["Leads"].keys()
    assert all(len(group.leads) > 1 for group in found)
    assert [len(group.leads) for group in found] == sorted((len(group.leads) for group in found), reverse=True)


@given(book=books(), kind=st.sampled_from(["company", "household"]))
def test_the_order_of_the_sheet_decides_nothing(book: dict[str, dict[str, Row]], kind: str) -> None:
    turned = dict(reversed(book["Leads"].items()))
    there, back = (links(table, kind) for table in (book["Leads"], turned))  # type: ignore[arg-type]  # as above
    assert {frozenset(group.leads) for group in there} == {frozenset(group.leads) for group in back}


def test_ten_thousand_leads_of_one_family_and_company_take_no_longer_than_others() -> None:
    rows = [person(f"Ann{chr(97 + n % 26)}", "Ng", Company="Acme", Email=f"{n}@acme.com", Phone="07700 900123", **HOME) for n in range(10_000)]  # fmt: skip
    assert [len(keys) for keys in tied("household", *rows)] == [10_000]
    assert [len(keys) for keys in tied("company", *rows)] == [10_000]


def test_strangers_of_six_companies_are_six_companies() -> None:
    assert len(links(book_of()["Leads"], "company")) == 6
