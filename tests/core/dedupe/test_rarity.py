"""What an agreement is worth in a list, in bits: how rare each value is, and how many people or places share a contact."""

from __future__ import annotations

import math
from dataclasses import fields

import numpy as np
import pytest
from numpy.typing import NDArray

from leadsorted_sheets.core.dedupe import rarity as module
from leadsorted_sheets.core.dedupe.rarity import ByCountry, rarity
from tests.core.dedupe.test_people import Cells, people_of

VALUES: list[tuple[str, Cells, Cells, tuple[float, float]]] = [
    # of six rows two have one value, one has another and three have none: the bits of each; of none they are 0
    ("first", {"first": "Ana"}, {"first": "Ben"}, (3.962, 4.885)),
    ("last", {"last": "Ng"}, {"last": "Osei"}, (4.023, 5.003)),
    ("company", {"company": "Acme"}, {"company": "Birch"}, (4.023, 5.003)),
    ("domain", {"website": "acme.com"}, {"website": "birch.com"}, (4.023, 5.003)),
    ("city", {"city": "Leeds"}, {"city": "York"}, (3.741, 4.490)),
    ("region", {"region": "Kent"}, {"region": "Essex"}, (3.090, 3.521)),
    ("postcode", {"postcode": "LS1 4AP"}, {"postcode": "YO1 7HH"}, (5.618, 6.552)),
    ("street", {"street": "7 Hill Road"}, {"street": "8 Oak Way"}, (7.191, 8.141)),
    ("born", {"born": "1980-04-03"}, {"born": "1990-12-24"}, (7.230, 8.217)),
    ("title", {"title": "Buyer"}, {"title": "Head of Sales"}, (3.490, 4.090)),
    ("local", {"email": "ana@web.de"}, {"email": "ben@web.de"}, (4.043, 5.042)),
]  # fmt: skip


@pytest.mark.parametrize(("column", "one", "other", "bits"), VALUES, ids=[row[0] for row in VALUES])
def test_a_value_is_as_rare_as_it_is_in_the_list(
    column: str, one: Cells, other: Cells, bits: tuple[float, float]
) -> None:
    found = getattr(rarity(people_of(one, one, other, {}, {}, {})), column)
    assert [round(each, 3) for each in found.tolist()] == [*bits, 0]


def test_a_long_list_is_believed_and_a_column_without_values_is_worth_nothing() -> None:
    rare = rarity(people_of(*[{"city": f"city {n % 512}"} for n in range(4096)]))
    assert {round(each, 2) for each in rare.city.tolist()} == {8.93, 0}
    assert rare.street.tolist() == [0]


@pytest.mark.parametrize(("rows", "size"), [(0, 4.0), (16, 4.0), (17, math.log2(17)), (64, 6.0)])
def test_the_size_of_a_list_is_its_length_in_bits_and_no_list_is_short(rows: int, size: float) -> None:
    assert rarity(people_of(*[{}] * rows)).size == size


NUMBERS: list[tuple[str, int, int, float]] = [
    # how many of how many rows have a number, and what it is worth: the length of the list and four bits, while it is one's own
    ("one's own", 1, 16, 8.0),
    ("in a longer list", 1, 64, 10.0),
    ("of four rows, still", 4, 64, 10.0),
    ("of five rows: their company's", 5, 64, 2.807),
    ("of many", 60, 64, 0.585),
]


@pytest.mark.parametrize(("having", "rows", "bits"), [row[1:] for row in NUMBERS], ids=[row[0] for row in NUMBERS])
def test_a_number_that_few_have_is_ones_own(having: int, rows: int, bits: float) -> None:
    number: Cells = {"number": "X1234567"}
    found = rarity(people_of(*[number] * having, *[{}] * (rows - having))).number
    assert [round(float(bit), 3) for bit in found] == [bits, 0]


FRONT = "front@acme.com"
SHARED: list[tuple[str, list[Cells], list[int]]] = [
    # rows, and how many people are on the first mailbox of the list, the next …, and on none
    ("nobody's", [{}], [1]),
    ("one person's", [{"name": "Ana Ng", "email": FRONT}], [1, 1]),
    ("two of one name", [{"name": "Ana Ng", "email": FRONT}, {"name": "Ana Osei", "email": FRONT}], [1, 1]),
    ("two of one initial", [{"name": "Ana Ng", "email": FRONT}, {"name": "Amy Osei", "email": FRONT}], [1, 1]),
    ("two of two", [{"name": "Ana Ng", "email": FRONT}, {"name": "Ben Ng", "email": FRONT}], [2, 1]),
    ("and one without a name", [{"name": "Ana Ng", "email": FRONT}, {"name": "Ben Ng", "email": FRONT}, {"email": FRONT}], [2, 1]),
    ("surnames alone are nobody", [{"last": "Ng", "email": FRONT}, {"last": "Osei", "email": FRONT}], [1, 1]),
    ("first names alone", [{"first": "Ana", "email": FRONT}, {"first": "Ben", "email": FRONT}, {"first": "Cid", "email": FRONT}], [3, 1]),
    ("on two mailboxes", [{"name": "Ana Ng", "email": FRONT}, {"name": "Ben Ng", "email": "ben@acme.com"}], [1, 1, 1]),
    ("as a second mailbox too", [{"name": "Ana Ng", "email": FRONT}, {"name": "Ben Ng", "email": f"ben@acme.com; {FRONT}"}], [2, 1, 1]),
    ("a name swapped", [{"first": "Ana", "last": "Ng", "email": FRONT}, {"first": "Ng", "last": "Ana", "email": FRONT}], [1, 1]),
    ("swapped, the other way round", [{"first": "Ng", "last": "Ana", "email": FRONT}, {"first": "Ana", "last": "Ng", "email": FRONT}], [1, 1]),
    ("swapped, and another", [{"first": "Ana", "last": "Ng", "email": FRONT}, {"first": "Ng", "last": "Ana", "email": FRONT}, {"name": "Cid Ng", "email": FRONT}], [2, 1]),
    ("swapped, and another of the surname's initial", [{"first": "Ana", "last": "Ng", "email": FRONT}, {"first": "Ng", "last": "Ana", "email": FRONT}, {"name": "Nia Osei", "email": FRONT}], [2, 1]),
    ("swapped, but on another mailbox", [{"first": "Ana", "last": "Ng", "email": FRONT}, {"first": "Ben", "last": "Osei", "email": FRONT}, {"first": "Ng", "last": "Ana", "email": "a@acme.com"}, {"first": "Osei", "last": "Ana", "email": "a@acme.com"}], [2, 2, 1]),
    ("a surname's initial is not a first name's", [{"name": "Ana Ben", "email": FRONT}, {"name": "Ben Osei", "email": FRONT}], [2, 1]),
    ("other letters than ours", [{"first": "Ольга", "email": FRONT}, {"first": "王芳", "email": FRONT}, {"first": "Ольга", "email": FRONT}], [2, 1]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "on"), [row[1:] for row in SHARED], ids=[row[0] for row in SHARED])
def test_how_many_people_are_on_a_mailbox_by_their_initials(rows: list[Cells], on: list[int]) -> None:
    assert rarity(people_of(*rows)).on_email.tolist() == on


@pytest.mark.parametrize(("rows", "on"), [row[1:] for row in SHARED], ids=[row[0] for row in SHARED])
def test_and_so_on_a_phone(rows: list[Cells], on: list[int]) -> None:
    phones = {"": "", FRONT: "020 7946 0018", "ben@acme.com": "07700 900123", "a@acme.com": "07700 900124"}
    called: list[Cells] = [
        {**row, "email": "", "phone": "; ".join(phones[box] for box in str(row.get("email", "")).split("; "))}
        for row in rows
    ]
    assert rarity(people_of(*called)).on_phone.tolist() == on


def place(name: str, street: str, phone: str = "020 7946 0018") -> Cells:
    return {"company": name, "street": street, "phone": phone}


HOUSES: list[tuple[str, list[Cells], list[int]]] = [
    # places, and how many house numbers are on each of their phones, and on none
    ("one place", [place("Acme", "7 Hill Road")], [1, 1]),
    ("two at one number", [place("Acme", "7 Hill Road"), place("Birch", "7 Mill Lane")], [1, 1]),
    ("two at two", [place("Acme", "7 Hill Road"), place("Birch", "8 Hill Road")], [2, 1]),
    ("three, one without a street", [place("Acme", "7 Hill Road"), place("Acme", "8 Hill Road"), place("Acme", "")], [2, 1]),
    ("a street without a number is another", [place("Acme", "7 Hill Road"), place("Acme", "Town Hall")], [2, 1]),
    ("two, one without a street", [place("Acme", "7 Hill Road"), place("Acme", "")], [1, 1]),
    ("no street at all", [place("Acme", ""), place("Birch", "")], [1, 1]),
    ("a second phone", [place("Acme", "7 Hill Road"), place("Acme", "8 Hill Road", "07700 900123; 020 7946 0018")], [2, 1, 1]),
    ("each its own", [place("Acme", "7 Hill Road"), place("Acme", "8 Hill Road", "07700 900123")], [1, 1, 1]),
    ("the numbers of other phones do not mix", [place("Acme", f"{n} Hill Road", f"020 7946 00{18 + n // 3}") for n in range(7)], [3, 3, 1, 1]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "on"), [row[1:] for row in HOUSES], ids=[row[0] for row in HOUSES])
def test_in_a_list_of_places_house_numbers_are_counted_on_a_phone(rows: list[Cells], on: list[int]) -> None:
    assert rarity(people_of(*rows)).on_phone.tolist() == on


def named(name: str, country: str) -> Cells:
    return {"name": name, "country": country}


NATIONS = [
    *[named("Giulia Rossi", "IT")] * 3,
    *[named("Ann Smith", "GB")] * 5,
    {"name": "Ann Rossi"},
    {"country": "IT"},
]
TOGETHER: list[tuple[str, list[Cells], str, str, float]] = [
    # a list, two names, and how much likelier they stand together than the list as a whole would say
    ("two names of one country", NATIONS, "giulia", "rossi", 0.518),
    ("of the larger", NATIONS, "ann", "smith", 0.511),
    ("of two countries", NATIONS, "ann", "rossi", -0.807),
    ("no first name", NATIONS, "", "rossi", 0),
    ("no surname", NATIONS, "ann", "", 0),
    ("neither", NATIONS, "", "", 0),
    ("a list of one country", [named("Ann Smith", "GB"), named("Bob Lee", "")], "ann", "smith", 0),
    ("a list of none", [named("Ann Smith", "")], "ann", "smith", 0),
    ("two countries and no names", [{"country": "GB"}, {"country": "IT"}], "", "", 0),
    ("two countries and no surnames", [{"country": "GB", "first": "Ann"}, {"country": "IT"}], "ann", "", 0),
    ("a name nobody of a known country has", [*NATIONS, {"name": "Zoe Zorn"}], "zoe", "zorn", 0),
    ("a country of a hundred strangers", [*[named("Giulia Rossi", "IT")] * 2, *[named("Ann Smith", "GB")] * 100], "giulia", "rossi", 3.235),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "first", "last", "bits"), [r[1:] for r in TOGETHER], ids=[r[0] for r in TOGETHER])
def test_two_names_of_one_country_are_no_rare_meeting(rows: list[Cells], first: str, last: str, bits: float) -> None:
    people = people_of(*rows)
    sides = [
        np.array([column.values.index(name) if name else -1])
        for column, name in ((people.first, first), (people.last, last))
    ]
    found = rarity(people).by_country.bits(*sides).tolist()
    assert [round(each, 3) for each in found] == [bits]


def test_names_that_never_meet_are_a_thousand_times_less_likely_and_no_more() -> None:
    table: NDArray[np.float32] = np.array([[1.0, 0.0]], np.float32)
    bits = ByCountry(table, table[:, ::-1]).bits(np.array([0, 0, -1]), np.array([0, -1, 0]))
    assert [round(each, 3) for each in bits.tolist()] == [-9.966, 0, 0]


def test_a_long_column_of_pairs_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    people = people_of(*NATIONS)
    countries = rarity(people).by_country
    whole = countries.bits(people.first.codes, people.last.codes)
    monkeypatch.setattr(module, "_SLICE", 3)
    assert countries.bits(people.first.codes, people.last.codes).tolist() == whole.tolist()
    assert np.count_nonzero(whole) == 9


def test_bits_are_kept_small() -> None:
    rare = rarity(people_of(*NATIONS))
    kinds = {each.name: getattr(rare, each.name) for each in fields(rare)}
    small = {name for name, each in kinds.items() if isinstance(each, np.ndarray) and each.dtype.itemsize == 4}
    assert small == kinds.keys() - {"size", "by_country"}
