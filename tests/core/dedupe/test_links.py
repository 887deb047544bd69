"""Which leads are shown as one company or one household. A line of the table is two leads and whether they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.cell import Cell, Error, Formula
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
        (lead("", "ann@gmail.com", **{"Other emails": "ann@acme.com"}), lead("", "bob@acme.com"), True),
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
        (person("R.", "Ng", **HOME), person("Bob", "Ng", **HOME), True),
        (person("", "Ng", **HOME), person("Bob", "Ng", **HOME), False),  # perhaps the same person
        (person("Paul", "Ng", **HOME), person("Paul", "Ng Jr", **HOME), False),  # so here
        (person("Paul", "Ng Jr", **HOME), person("Paul", "Ng Jr", **HOME), False),
        (person("Ann", "", **HOME), person("Bob", "", **HOME), False),
        (lead("Acme", **HOME), lead("Acme", **HOME), False),  # nobody
        (person("Ann", "Ng", Phone="030 12345", Country="Germany"), person("Bob", "Ng", Phone="+49 30 12345"), True),
        (person("Ann", "Ng", Phone="030 12345"), person("Bob", "Ng", Phone="+49 30 12345"), False),  # in Britain
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


HOSTS: list[tuple[str, dict[str, int], bool]] = [
    # how many leads of each company write beside a domain, and whether anybody may have a mailbox there
    ("three companies", {"Acme": 1, "Birch": 1, "Cobalt": 1}, False),
    ("four", {"Acme": 1, "Birch": 1, "Cobalt": 1, "Dune": 1}, True),
    ("four, one of them on two of five", {"Acme": 2, "Birch": 1, "Cobalt": 1, "Dune": 1}, True),
    ("one of them on half", {"Acme": 3, "Birch": 1, "Cobalt": 1, "Dune": 1}, False),
]


@pytest.mark.parametrize(("names", "anybody"), [row[1:] for row in HOSTS], ids=[row[0] for row in HOSTS])
def test_a_provider_has_many_companies_and_none_has_half_of_it(names: dict[str, int], *, anybody: bool) -> None:
    rows = [lead(name, f"{name.lower()}{n}@mailhost.net") for name, count in names.items() for n in range(count)]
    everybody = tuple(f"L-{n}" for n in range(1, len(rows) + 2))
    by_name = [everybody[:count] for count in (names["Acme"],) if count > 1]
    assert tied("company", *rows, lead("", "x@mailhost.net")) == (by_name if anybody else [everybody])


def test_a_second_domain_of_a_company_ties_those_who_write_no_name() -> None:
    rows = [lead("Acme", "a@acme.com"), lead("Acme", "b@acme.com"), lead("Acme", "c@acme.de"), lead("", "d@acme.de")]
    assert tied("company", *rows) == [("L-1", "L-2", "L-3", "L-4")]


def test_a_company_nobody_names_is_called_by_its_domain_and_what_ties_most_comes_first() -> None:
    (group,) = links(leads(lead("", "a@acme.de"), lead("", "b@acme.de")), "company")
    assert (group.name, group.because) == ("acme.de", ("acme.de",))
    rows = [lead("Acme", f"{n}@acme.{end}") for n, end in enumerate(("com", "de", "de", "at"))]
    (group,) = links(leads(*rows), "company")
    assert (group.name, group.because) == ("Acme", ("acme.de", "acme.at", "acme.com"))


OWNED: list[tuple[str, list[Cell], tuple[tuple[str, int], ...], str]] = [
    ("nobody", ["", ""], (), ""),
    ("one", ["Ann", " Ann "], (("Ann", 2),), ""),
    ("two, as many each: by the alphabet", ["Bob", "Ann"], (("Ann", 1), ("Bob", 1)), "2 owners work on this company: Ann (1), Bob (1)."),
    ("the busiest first", ["Ann", "Bob", "Bob", "", "Cid", "Cid"], (("Bob", 2), ("Cid", 2), ("Ann", 1)), "3 owners work on this company: Bob (2), Cid (2), Ann (1)."),
    ("what a program computed is nobody", [Formula("=A1"), Error("#N/A")], (), ""),
]  # fmt: skip


@pytest.mark.parametrize(("names", "owners", "remark"), [row[1:] for row in OWNED], ids=[row[0] for row in OWNED])
def test_who_works_on_a_company(names: list[Cell], owners: tuple[tuple[str, int], ...], remark: str) -> None:
    (group,) = links(leads(*(lead("Acme", Owner=name) for name in names)), "company")
    assert (group.owners, group.remark) == (owners, remark)


FAMILIES: list[tuple[str, list[Row], tuple[str, ...]]] = [
    # who lives there, and what ties them; nothing where they may all be one person
    ("one without a first name between two", [person("", "Ng", **HOME), person("Ann", "Ng", **HOME), person("Bob", "Ng", **HOME)], ("same address",)),
    ("two of one initial, and the initial", [person("A.", "Ng", **HOME), person("Amy", "Ng", **HOME), person("Anna", "Ng", **HOME)], ("same address",)),
    ("an initial of one person twice", [person("A.", "Ng", **HOME), person("Anna", "Ng", **HOME), person("Anna", "Ng", **HOME)], ()),
    ("a phone of one's own ties nobody", [person("Ann", "Ng", Phone="07700 900123", **HOME), person("Bob", "Ng", **HOME)], ("same address",)),
    ("address and phone", [person("Ann", "Ng", Phone="07700 900123", **HOME), person("Bob", "Ng", Phone="07700 900123", **HOME)], ("same address", "same phone")),
    ("one address by postcode and town", [person("Ann", "Ng", City="Leeds", **HOME), person("Bob", "Ng", City="Leeds", **HOME)], ("same address",)),
    ("one by the address, another by the phone", [person("Ann", "Ng", Phone="07700 900123", **HOME), person("Bob", "Ng", **HOME), person("Cid", "Ng", Phone="07700 900123")], ("same address", "same phone")),
    ("a phone that one of them has twice", [person("Ann", "Ng", Phone="07700 900123", **HOME, **{"Other phones": "07700 900123"}), person("Bob", "Ng", **HOME)], ("same address",)),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "because"), [row[1:] for row in FAMILIES], ids=[row[0] for row in FAMILIES])
def test_what_ties_a_household(rows: list[Row], because: tuple[str, ...]) -> None:
    found = [(group.name, len(group.leads), group.because) for group in links(leads(*rows), "household", country="GB")]
    assert found == ([("Ng", len(rows), because)] if because else [])


def test_a_phone_without_a_code_is_from_the_country_given() -> None:
    rows = leads(person("Ann", "Ng", Phone="030 12345"), person("Bob", "Ng", Phone="+49 30 12345"))
    assert [group.leads for group in links(rows, "household", country="DE")] == [("L-1", "L-2")]
    assert links(rows, "household") == ()


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
