"""Lists of places: a name, an address, a phone, and nobody's name in them."""

from __future__ import annotations

import pytest

from benchmarks.companies import COLUMNS, sites
from benchmarks.dedupe_quality import pairwise
from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.dedupe.columns import Texts
from leadsorted_sheets.core.dedupe.organisations import Words, house_number, spoken_of, with_organisations
from leadsorted_sheets.core.dedupe.people import coded
from tests.core.dedupe.test_people import people_of

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


SCHOOL, ANA, UNKNOWN = "Lincoln School", "Ana Delgado", "Zorn Blix"
NAMES: list[tuple[str, list[str], bool]] = [
    # the texts of a lone Name column, and whether they name places
    ("a word that only places have", [SCHOOL], True),
    ("legal forms", ["Acme Ltd", "Birch GmbH", "Cobalt, Inc.", UNKNOWN], True),
    ("four words", ["Zorn Blix Tarn Quop"], True),
    ("three", ["Zorn Blix Tarn"], False),
    ("people", [ANA, "Ben Church"], False),
    ("half of them", [SCHOOL, UNKNOWN], True),
    ("fewer than half", [SCHOOL, UNKNOWN, UNKNOWN], False),
    ("as many first names as places", [SCHOOL, "Ana Bakery"], True),
    ("more first names than places", ["Ana Bakery", "Ben Zorn"], False),
    ("a first name and three words more", ["Ana Maria del Rio"], True),
    ("blank cells are not counted", [SCHOOL, "", " ", "", UNKNOWN], True),
    ("cells of punctuation name nothing", [SCHOOL, "-", "?"], False),
    ("blank cells only", ["", " "], False),
    ("no rows", [], False),
    ("two thousand names are looked at", [*[SCHOOL] * 1000, *[UNKNOWN] * 1001], True),
    ("of which half must be places", [*[SCHOOL] * 999, *[UNKNOWN] * 1001, *[SCHOOL] * 999], False),
]


@pytest.mark.parametrize(("names", "places"), [row[1:] for row in NAMES], ids=[row[0] for row in NAMES])
def test_whether_a_name_column_is_of_places(names: list[str], *, places: bool) -> None:
    texts: Texts = {"city": [["Leeds"] * len(names)], "name": [names], "phone": [["1"] * len(names)]}
    rest: Texts = {role: columns for role, columns in texts.items() if role != "name"}
    assert with_organisations(texts) == ({**rest, "company": [names]} if places else texts)


@pytest.mark.parametrize("role", ["first", "last", "company", "born"])
def test_a_list_that_says_who_somebody_is_keeps_its_names(role: str) -> None:
    texts: Texts = {"name": [[SCHOOL]], role: [[""]]}  # type: ignore[dict-item]  # one of the roles
    assert with_organisations(texts) == texts


def test_a_list_without_a_name_column_and_one_with_two() -> None:
    assert with_organisations({"city": [["Leeds School"]]}) == {"city": [["Leeds School"]]}
    assert with_organisations({"name": [[SCHOOL], [ANA]]}) == {"company": [[SCHOOL], [ANA]]}
    assert with_organisations({"name": [[ANA], [SCHOOL]]}) == {"name": [[ANA], [SCHOOL]]}


NOBODY: list[tuple[str, int, int, int, bool]] = [
    # how many rows name a company, how many a first name, how many a surname, and whether the list is about places
    ("companies", 1, 0, 0, True),
    ("nothing", 0, 0, 0, False),
    ("one person in fifty companies", 50, 1, 1, False),
    ("in fifty-one", 51, 1, 1, True),
    ("first names", 51, 2, 0, False),
    ("surnames", 51, 0, 2, False),
    ("two people in a hundred and one", 101, 2, 1, True),
]


@pytest.mark.parametrize(
    ("companies", "first", "last", "places"), [row[1:] for row in NOBODY], ids=[row[0] for row in NOBODY]
)
def test_a_list_is_about_places_where_hardly_anybody_is_named(
    companies: int, first: int, last: int, *, places: bool
) -> None:
    rows = [{"company": "Acme"}] * companies + [{"first": "Ana"}] * first + [{"last": "Ng"}] * last
    assert spoken_of(people_of(*rows)) is places  # type: ignore[arg-type]  # roles


TOWN = ["lincoln school"] * 6 + ["ace hardware store"] * 3 + ["store"] * 4
COMPARED: list[tuple[str, str, str, float]] = [
    # two names of a town, and their bits
    ("a slip in a long word", "ace hardware store", "ace hardwaer store", 7.248),
    ("short forms", "lincoln elem sch", "lincoln elementary school", 8.668),
    ("run together", "blue bird bakery", "bluebird bakery", 6.199),
    ("run together with a slip", "blue bird", "blubird", 4.113),
    ("cut at another place", "abcd e", "a bcde", 9.227),
    ("cut at another place, four letters", "ab cd", "abc d", -6.0),
    ("two branches", "quick stop 12", "quick stop 40", -5.0),
    ("a branch and the company", "quick stop 12", "quick stop", 6.376),
    ("words in another order", "12 quick stop", "quick 12 stop", 10.5),
    ("nothing in common", "acme", "birch", -6.0),
    ("a common word in common", "zeta school", "omega school", -6.0),
    ("one word more", "lincoln school", "lincoln high school", 2.673),
    ("one word fewer", "lincoln school", "school", 1.064),
    ("many words more", "alpha", "alpha one two three four five", 1.124),
    ("only common words, and other ones", "store", "school", -3.658),
    ("rare words against a common one", "rosa pharmacy", "ace pharmacy", -2.936),
    ("a word twice", "zeta zeta", "zeta", 2.360),
    ("words of four letters, a slip", "ross", "rosa", -6.0),
    ("of five", "rossi", "rosso", 3.613),
    ("of eight, two slips", "hardware", "hradwaer", 1.888),
    ("of seven, two slips", "mapples", "papplex", -6.0),
    ("of eight, three slips", "mapplets", "papplexy", -6.0),
    ("the beginning of a word", "abc", "abcdef", 3.613),
    ("two letters of it", "ab", "abcdef", -6.0),
    ("little in common, much that differs", "la mer a vie xx", "la mer b mort yy", -4.710),
    ("long names, one word more", "alpha beta gamma delta", "alpha beta gamma delta epsilon", 8.796),
    ("long names, one word otherwise", "alpha beta gamma delta", "alpha beta gamma omega", -2.170),
    ("the points of the compass", "north mill", "n mill", 8.080),
]


@pytest.mark.parametrize(("one", "other", "bits"), [row[1:] for row in COMPARED], ids=[row[0] for row in COMPARED])
def test_names_of_places_are_compared_word_by_word(one: str, other: str, bits: float) -> None:
    names = coded([*TOWN, one, other])
    words, a, b = Words(names), names.values.index(one), names.values.index(other)
    assert [round(each, 3) for each in (words.compared(a, b), words.compared(b, a))] == [bits, bits]


def test_how_rare_each_word_is_and_which_is_the_rarest_of_a_name() -> None:
    words = Words(coded([*TOWN, "lincoln high sch sch", "zeta alpha", ""]))
    assert {word: round(bits, 3) for word, bits in words.bits.items()} == {
        "lincoln": 2.624, "school": 2.624, "ace": 3.769, "hardware": 3.769, "store": 2.624, "high": 5.113, "zeta": 5.113, "alpha": 5.113}  # fmt: skip
    assert words.rarest(0) == ["lincoln", "ace", "store", "high", "alpha"]
    assert words.rarest(1) == ["school", "hardware", "", "lincoln", "zeta"]
    assert words.rarest(2) == ["", "store", "", "school", ""]


@pytest.mark.parametrize(
    ("street", "number"),
    [("12 main st", "12"), ("main st 7b", "7"), ("12 main st apt 4", "12"), ("town hall", ""), ("", "")],
)
def test_the_first_number_of_a_street_line_is_the_house(street: str, number: str) -> None:
    assert house_number(street) == number
