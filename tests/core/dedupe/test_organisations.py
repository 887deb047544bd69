"""Lists of places: a name, an address, a phone, and nobody's name in them."""

from __future__ import annotations

import pytest

from benchmarks.companies import COLUMNS, sites
from benchmarks.dedupe_quality import pairwise
from leadsorted_sheets.core import dedupe

STRANGERS = [row[:5] for row in sites(120, seed=77)]

ONE_PLACE = [
    # written by two programs
    (("Lincoln Elementary School", "12 North Main Street", "Salem", "97301", "503 555 0142"), ("LINCOLN ELEM SCH", "12 N MAIN ST", "SALEM", "", "(503) 555-0142")),
    (("Ace Hardware Store, Inc.", "400 Oak Avenue", "Salem", "97301", ""), ("Ace Hardwaer Store", "400 Oak Ave.", "Salem", "97301", "")),
    (("Blue Bird Bakery", "7 Hill Road", "Salem", "", "503 555 0171"), ("Bluebird Bakery", "7 Hill Rd", "Salem", "", "503-555-0171")),
]  # fmt: skip
TWO_PLACES = [
    # next door, in one building, another branch, another kind of place of the same name
    (("Lincoln Elementary School", "12 North Main Street", "Salem", "97301", "503 555 0142"), ("Lincoln High School", "14 North Main Street", "Salem", "97301", "503 555 0143")),
    (("Ace Dental Clinic", "400 Oak Avenue", "Salem", "97301", "503 555 0150"), ("Rosa Family Pharmacy", "400 Oak Avenue", "Salem", "97301", "503 555 0150")),
    (("Quick Stop Market #12", "9 First Street", "Salem", "97301", "800 555 0100"), ("Quick Stop Market #40", "77 Lake Drive", "Salem", "97302", "800 555 0100")),
]  # fmt: skip


def together(one: tuple[str, ...], other: tuple[str, ...], header: tuple[str, ...] = COLUMNS) -> bool:
    labels = dedupe.clusters(header, [*STRANGERS, one, other])
    return labels[-1] == labels[-2]


@pytest.mark.parametrize(("one", "other"), ONE_PLACE)
def test_a_place_written_in_two_ways_is_one(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert together(one, other)


@pytest.mark.parametrize(("one", "other"), TWO_PLACES)
def test_neighbours_branches_and_other_kinds_of_place_stay_apart(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert not together(one, other)


@pytest.mark.parametrize(("one", "other"), ONE_PLACE)
def test_a_lone_name_column_of_places_is_read_as_their_names(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert together(one, other, header=("Name", *COLUMNS[1:]))


def test_a_chains_phone_is_no_branchs_own() -> None:
    branches = [
        ("Bluebird Coffee", f"{12 + 37 * n} {street} Street", "Salem", f"{97000 + n}", "800 555 0100")
        for n, street in enumerate(("Oak", "Elm", "Pine", "Lake", "Hill", "Mill", "Main", "Park"))
    ]
    labels = dedupe.clusters(COLUMNS, [*STRANGERS, *branches])
    assert len(set(labels[-8:])) == 8


def test_an_invented_list_of_places_is_sorted_out() -> None:
    rows = sites(1500, seed=5)
    truth = [row[5] for row in rows]
    found = pairwise(dedupe.clusters(COLUMNS, [row[:5] for row in rows]), truth)
    certain = pairwise(dedupe.clusters(COLUMNS, [row[:5] for row in rows], tier="certain"), truth)
    assert found.f1 >= 0.95, found
    assert certain.precision >= 0.99, certain
