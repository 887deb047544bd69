"""What two rows share: one key of several, names that agree, a company; the ground that every comparison stands on."""

from __future__ import annotations

import numpy as np
import pytest

from leadsorted_sheets.core.dedupe.pairs import Pairs, shared_key, side_by_side
from leadsorted_sheets.core.dedupe.people import coded
from leadsorted_sheets.core.dedupe.place import company_of
from leadsorted_sheets.core.dedupe.rarity import rarity
from leadsorted_sheets.core.dedupe.spelling import Near
from tests.core.dedupe.test_people import Cells, people_of


def beside(one: Cells, other: Cells) -> Pairs:
    """Two rows of a list side by side, and again the other way round."""
    people = people_of(one, other)
    return side_by_side(people, rarity(people), company_of(people), np.array([0, 1]), np.array([1, 0]))


def told(pairs: Pairs) -> str:
    """What a pair is said to be, in words, whichever row comes first."""
    names = ("first_agrees", "last_agrees", "nameless", "same_company", "organisations")
    words = [name for name in names if getattr(pairs, name)[0]]
    assert [name for name in names if getattr(pairs, name)[1]] == words
    keys = [(pairs.people.email, pairs.email), (pairs.people.phone, pairs.phone)]
    assert all(shared[0] == shared[1] for _, shared in keys)
    return " ".join([*words, *(column.values[shared[0]] for column, shared in keys if shared[0] >= 0)])


HOME, MOBILE = "020 7946 0018", "07700 900123"
SHARED: list[tuple[str, Cells, Cells, str]] = [
    # two rows, and what they share
    ("nothing", {"name": "Ana Ng"}, {"name": "Ben Osei"}, ""),
    ("a name", {"name": "Ana Ng"}, {"name": "Ana Ng"}, "first_agrees last_agrees"),
    ("a first name", {"name": "Ana Ng"}, {"name": "Ana Osei"}, "first_agrees"),
    ("a surname", {"name": "Ana Ng"}, {"name": "Ben Ng"}, "last_agrees"),
    ("a nickname", {"name": "Robert Ng"}, {"name": "Bob Osei"}, "first_agrees"),
    ("one has no name", {"name": "Ana Ng"}, {"city": "Leeds"}, "nameless"),
    ("neither has one", {"city": "York"}, {"city": "Leeds"}, "nameless"),
    ("a first name beside a surname", {"first": "Ana"}, {"last": "Ng"}, "nameless"),
    ("one has no surname", {"first": "Ana"}, {"name": "Ana Ng"}, "first_agrees"),
    ("one has no first name", {"last": "Ng"}, {"name": "Ana Ng"}, "last_agrees"),
    ("one has no surname, another first name", {"first": "Ben"}, {"name": "Ana Ng"}, ""),
    ("one has no first name, another surname", {"last": "Osei"}, {"name": "Ana Ng"}, ""),
    ("a company", {"name": "Ana Ng", "company": "Acme"}, {"name": "Ben Osei", "company": "Acme Ltd"}, "same_company"),
    ("two companies", {"name": "Ana Ng", "company": "Acme"}, {"name": "Ben Osei", "company": "Birch"}, ""),
    ("a company told by a domain", {"name": "Ana Ng", "company": "Acme", "email": "x1@acme.com"}, {"name": "Ben Osei", "email": "x2@acme.com"}, "same_company"),
    ("places", {"company": "Acme"}, {"company": "Birch"}, "nameless organisations"),
    ("one place", {"company": "Acme"}, {"company": "Acme"}, "nameless same_company organisations"),
    ("a place and a person in it", {"company": "Acme"}, {"company": "Acme", "name": "Ana Ng"}, "nameless same_company"),
    ("a place and a surname in it", {"company": "Acme"}, {"company": "Acme", "last": "Ng"}, "nameless same_company"),
    ("a place and a first name in it", {"company": "Acme"}, {"company": "Acme", "first": "Ana"}, "nameless same_company"),
    ("a place and nobody anywhere", {"company": "Acme"}, {"city": "Leeds"}, "nameless"),
    ("a mailbox", {"email": "a@web.de"}, {"email": "a@web.de"}, "nameless a@web.de"),
    ("two", {"email": "a@web.de"}, {"email": "b@web.de"}, "nameless"),
    ("one's second", {"email": "a@web.de"}, {"email": "b@web.de; a@web.de"}, "nameless a@web.de"),
    ("both's second", {"email": "b@web.de; a@web.de"}, {"email": "c@web.de; a@web.de"}, "nameless a@web.de"),
    ("the main one comes first", {"email": "b@web.de; a@web.de"}, {"email": "b@web.de; a@web.de"}, "nameless b@web.de"),
    ("of two crossed the first of the list", {"email": "b@web.de; a@web.de"}, {"email": "a@web.de; b@web.de"}, "nameless b@web.de"),
    ("second ones that are two", {"email": "a@web.de; b@web.de"}, {"email": "c@web.de; d@web.de"}, "nameless"),
    ("a phone", {"phone": HOME}, {"phone": HOME}, "nameless 079460018"),
    ("a phone and a mailbox", {"phone": HOME, "email": "a@web.de"}, {"phone": HOME, "email": "a@web.de", "country": "UK"}, "nameless a@web.de 079460018"),
    ("the same digits in two countries", {"phone": HOME}, {"phone": "+1 207 946 0018"}, "nameless"),
    ("in a country nobody knows", {"phone": HOME}, {"phone": HOME, "email": "x@acme.fr"}, "nameless 079460018"),
    ("one's second phone", {"phone": HOME}, {"phone": f"{MOBILE}; {HOME}"}, "nameless 079460018"),
    ("the same digits in two countries, and a second phone", {"phone": f"{HOME}; {MOBILE}"}, {"phone": f"+1 207 946 0018; {MOBILE}"}, "nameless 700900123"),
    ("and two second phones", {"phone": f"{HOME}; {MOBILE}"}, {"phone": "+1 207 946 0018; 07700 900124"}, "nameless"),
    ("two countries, the one's main phone is the other's second", {"phone": HOME}, {"phone": f"+1 503 555 0142; {HOME}"}, "nameless 079460018"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "shared"), [row[1:] for row in SHARED], ids=[row[0] for row in SHARED])
def test_what_two_rows_share(one: Cells, other: Cells, shared: str) -> None:
    assert told(beside(one, other)) == shared


def test_how_near_names_are_and_which_columns_both_have() -> None:
    pairs = beside({"name": "Robert Ng", "city": "Leeds", "title": "Buyer"}, {"name": "Bob Osei", "city": "York", "title": "Buyer"})  # fmt: skip
    people = pairs.people
    assert (pairs.first.tolist(), pairs.last.tolist()) == ([Near.NICKNAME] * 2, [Near.DIFFERENT] * 2)
    assert (len(pairs), pairs.company.tolist()) == (2, [-1, -1])
    columns = (people.city, people.title, people.region)
    assert [pairs.both(each).tolist() for each in columns] == [[True, True], [True, True], [False, False]]
    assert [pairs.same(each).tolist() for each in columns] == [[False, False], [True, True], [False, False]]


def test_a_column_that_only_one_of_them_has_is_not_had_by_both() -> None:
    pairs = beside({"city": "Leeds"}, {"region": "Kent"})
    assert [pairs.both(each).tolist() for each in (pairs.people.city, pairs.people.region)] == [[False, False]] * 2


def test_a_key_is_shared_pair_by_pair() -> None:
    column = coded(["a", "b", "", "a", "c"], [(2, "b"), (2, "a"), (4, "a")])
    a, b = np.array([0, 0, 1, 2, 2, 3, 4]), np.array([1, 3, 2, 3, 4, 4, 1])
    assert shared_key(column, a, b).tolist() == [-1, 0, 1, 0, 0, 0, -1]
    never = np.array([True, True, True, True, False, True, True])
    assert shared_key(column, a, b, unless=never).tolist() == [-1, -1, 1, 0, 0, 0, -1]
    assert shared_key(column, a, b).dtype == np.int32


def test_a_main_key_that_both_have_comes_before_further_ones() -> None:
    column = coded(["a", "b", "b"], [(1, "a"), (2, "a")])
    assert shared_key(column, np.array([0, 1]), np.array([1, 2])).tolist() == [0, 1]
