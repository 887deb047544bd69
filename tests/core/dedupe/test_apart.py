"""Who shares a mailbox or a phone and stays apart, and the reason given. Each list stands among strangers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.dedupe.apart import Sharing, kept_apart
from leadsorted_sheets.core.dedupe.columns import texts_of
from leadsorted_sheets.core.dedupe.engine import examine
from tests.core.dedupe.lists import strangers
from tests.core.dedupe.test_pairs import lead

Row = dict[str, Cell]
PHONE, OTHER_PHONE = "020 7946 0018", "020 7946 0019"
BRITISH, AMERICAN = "+44 20 7946 0018", "+1 207 946 0018"
HEADERS = ["First name", "Last name", "Email", "Other emails", "Phone", "Company", "City", "Country"]


def apart(
    *rows: Row,
    labels: list[int] | None = None,
    reviewed: set[tuple[int, int]] | None = None,
    decided: set[tuple[int, int]] | None = None,
) -> list[Sharing]:
    """What is told of the rows among strangers, who stand below or above them."""
    below, above = (
        _apart(
            rows, labels or list(range(len(rows))), before=before, reviewed=reviewed or set(), decided=decided or set()
        )
        for before in (0, len(strangers()))
    )
    assert below == above
    return below


def _apart(
    rows: Sequence[Row],
    labels: list[int],
    *,
    before: int,
    reviewed: set[tuple[int, int]],
    decided: set[tuple[int, int]],
) -> list[Sharing]:
    others = list(strangers().values())
    every = [*others[:before], *rows, *others[before:]]
    people = np.arange(len(every))
    people[before : before + len(rows)] = np.array(labels) + before
    moved = [frozenset((a + before, b + before) for a, b in pairs) for pairs in (reviewed, decided)]
    told = kept_apart(
        examine(texts_of(every, HEADERS), len(every), country="GB"), people, reviewed=moved[0], decided=moved[1]
    )
    return [replace(each, rows=tuple(row - before for row in each.rows)) for each in told]


TWO: list[tuple[str, Row, Row, list[Sharing]]] = [
    ("Junior and Senior", lead("Paul Osei Sr", "posei@web.de"), lead("Paul Osei Jr", "posei@web.de"), [Sharing((0, 1), "e-mail", "one is Junior, the other Senior")]),
    ("a role's mailbox", lead("Ana Ng", "info@acme.com"), lead("Ben Osei", "info@acme.com"), [Sharing((0, 1), "e-mail", "the mailbox belongs to a role, not to a person, and too little else agrees")]),
    ("a role's mailbox, other phones", lead("Ana Ng", "info@acme.com", PHONE), lead("Ben Osei", "info@acme.com", OTHER_PHONE), [Sharing((0, 1), "e-mail", "the mailbox belongs to a role, not to a person, and too little else agrees")]),
    ("a role's mailbox beside one's own", lead("Ana Ng", "info@acme.com"), lead("Ben Osei", "ben@web.de", Other_emails="info@acme.com"), [Sharing((0, 1), "e-mail", "the mailbox belongs to a role, not to a person, and too little else agrees")]),
    ("a phone, and each a role's mailbox", lead("Ana Ng", "info@acme.com", PHONE), lead("Ben Osei", "info@birch.com", PHONE), [Sharing((0, 1), "phone", "other names: two people who share it")]),
    ("a household", lead("Ana Ng", "ng@web.de", PHONE), lead("Ben Ng", "ng@web.de", PHONE), [Sharing((0, 1), "e-mail and phone", "same surname but other first names: a household or a family business")]),
    ("surnames alike", lead("Ana Zielinski", "", PHONE), lead("Ben Zielinsky", "", PHONE), [Sharing((0, 1), "phone", "same surname but other first names: a household or a family business")]),
    ("other names", lead("Ana Ng", "", PHONE), lead("Ben Osei", "", PHONE), [Sharing((0, 1), "phone", "other names: two people who share it")]),
    ("other first names, one has no surname", lead("Ana", "", PHONE), lead("Ben Osei", "", PHONE), [Sharing((0, 1), "phone", "other names: two people who share it")]),
    ("other surnames", lead("Ana Ng", "", PHONE), lead("Ana Kowalski", "", PHONE), [Sharing((0, 1), "phone", "other surnames: two people who share it")]),
    ("one has no name", lead("Ana Ng", "", PHONE), lead("", "", PHONE), [Sharing((0, 1), "phone", "too little else is known of one of them")]),
    ("one has no first name", lead("Ana Ng", "", PHONE), {"Last name": "Ng", "Phone": PHONE}, [Sharing((0, 1), "phone", "too little else is known of one of them")]),
    ("one name", lead("Ana Ng", "", PHONE), lead("Ana Ng", "", PHONE, "Acme"), [Sharing((0, 1), "phone", "too much speaks against one person")]),
    ("two countries", lead("Ana Ng", "", "+44 20 7946 0018"), lead("Ana Ng", "", "+1 207 946 0018"), []),
    ("a country and none", lead("Ana Ng", "", "+44 20 7946 0018"), lead("Ben Ng", "", "2079460018", Country="Iceland"), [Sharing((0, 1), "phone", "same surname but other first names: a household or a family business")]),
    ("two phones, other mailboxes", lead("Ana Ng", "a@acme.com", PHONE), lead("Ben Osei", "b@acme.com", OTHER_PHONE), []),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "expected"), [row[1:] for row in TWO], ids=[row[0] for row in TWO])
def test_two_who_share_are_named_with_the_reason(a: Row, b: Row, expected: list[Sharing]) -> None:
    assert apart(a, b) == expected


def crowd(*leads: tuple[str, str, str]) -> list[Row]:
    """Leads by name, e-mail and company, all with one phone."""
    return [lead(name, email, PHONE, company) for name, email, company in leads]


GROUPS: list[tuple[str, list[Row], list[Sharing]]] = [
    ("a family", crowd(("Ana Ng", "", ""), ("Ben Ng", "", ""), ("Cid", "", "")), [Sharing((0, 1, 2), "phone", "same surname but other people: a household or a family business of 3")]),
    ("half of one company", crowd(("Ana Ng", "", "Acme"), ("Ben Osei", "", "Acme"), ("Cid Lee", "", "Birch"), ("Dee Kemp", "", "Cobalt")), [Sharing((0, 1, 2, 3), "phone", "4 people of one company share it: a switchboard or a common mailbox")]),
    ("less than half", crowd(("Ana Ng", "", "Acme"), ("Ben Osei", "", "Acme"), ("Cid Lee", "", "Birch"), ("Dee Kemp", "", "Cobalt"), ("Eva Rudd", "", "Dune")), [Sharing((0, 1, 2, 3, 4), "phone", "5 different people share it")]),
    ("one company known", crowd(("Ana Ng", "", "Acme"), ("Ben Osei", "", ""), ("Cid Lee", "", "")), [Sharing((0, 1, 2), "phone", "3 different people share it")]),
    ("two of one company known", crowd(("Ana Ng", "", "Acme"), ("Ben Osei", "", "Acme"), ("Cid Lee", "", "")), [Sharing((0, 1, 2), "phone", "3 people of one company share it: a switchboard or a common mailbox")]),
    ("a phone of three, a role's mailbox of two", crowd(("Ana Ng", "info@acme.com", ""), ("Ben Osei", "info@acme.com", ""), ("Cid Lee", "", "")), [
        Sharing((0, 1), "e-mail", "the mailbox belongs to a role, not to a person, and too little else agrees"),
        Sharing((0, 1, 2), "phone", "3 different people share it"),
    ]),
    ("a role's mailbox of three", [lead(name, "info@acme.com") for name in ("Ana Ng", "Ben Osei", "Cid Lee")], [Sharing((0, 1, 2), "e-mail", "the mailbox belongs to a role, not to a person: 3 leads have it")]),
    ("nobody's name", [lead("", f"{n}@web.de", PHONE) for n in range(3)], [Sharing((0, 1, 2), "phone", "3 different people share it")]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), [row[1:] for row in GROUPS], ids=[row[0] for row in GROUPS])
def test_three_and_more_who_share_are_one_group(rows: list[Row], expected: list[Sharing]) -> None:
    assert apart(*rows) == expected


ANA, BEN, CID = lead("Ana Ng", "", PHONE), lead("Ben Osei", "", PHONE), lead("Cid Lee", "", PHONE)


def test_pairs_that_stand_on_review_anyway_are_not_told_again() -> None:
    assert apart(ANA, BEN, reviewed={(0, 1)}) == []
    assert apart(ANA, BEN, CID, reviewed={(0, 1), (0, 2), (1, 2)}) == []
    (told,) = apart(ANA, BEN, CID, reviewed={(0, 1), (0, 2)})
    assert told.rows == (0, 1, 2)


@pytest.mark.parametrize(("count", "told"), [(12, False), (13, True)])
def test_a_crowd_is_told_even_where_each_pair_is_on_review(count: int, *, told: bool) -> None:
    rows = [lead(f"{chr(65 + n)}ora {chr(65 + n)}sei", "", PHONE) for n in range(count)]
    assert bool(apart(*rows, reviewed=set(combinations(range(count), 2)))) == told


def test_two_who_were_decided_to_be_apart_are_told_so() -> None:
    assert apart(ANA, BEN, decided={(0, 1)}) == [Sharing((0, 1), "phone", "you decided to keep them apart")]


def test_a_person_of_several_rows_is_named_once_by_the_first() -> None:
    assert apart(ANA, BEN, ANA, labels=[0, 1, 0]) == [Sharing((0, 1), "phone", "other names: two people who share it")]
    assert apart(ANA, ANA, labels=[0, 0]) == []
    mail = {**BEN, "Email": "front@acme.com"}
    assert apart({**ANA, "Email": "front@acme.com"}, mail, lead("Ana Ng"), labels=[2, 1, 2]) == [
        Sharing((1, 2), "e-mail and phone", "other names: two people who share it")
    ]


def test_what_is_told_is_in_the_order_of_the_rows() -> None:
    rows = [
        lead("Ana Ng", "", PHONE),
        lead("Ben Osei", "x@acme.com"),
        lead("Cid Lee", "x@acme.com"),
        lead("Dee Kemp", "", PHONE),
    ]
    assert [each.rows for each in apart(*rows)] == [(0, 3), (1, 2)]


COUNTRIES: list[tuple[str, list[str], list[int], list[tuple[int, ...]]]] = [
    # the phones of the rows, whose row each is, and who is told to share one
    ("one of the two has numbers of both countries", [BRITISH, AMERICAN, BRITISH], [0, 1, 1], [(0, 1)]),
    ("the other has", [BRITISH, AMERICAN, AMERICAN], [0, 1, 0], [(0, 1)]),
    ("each has but one country", [BRITISH, AMERICAN, BRITISH, AMERICAN], [0, 1, 0, 1], []),
    ("another number of the other country plays no part", [BRITISH, AMERICAN, "+1 207 946 0099"], [0, 1, 0], []),
    ("one of them stands without a country too", [BRITISH, AMERICAN, "2079460018"], [0, 1, 0], [(0, 1)]),
    ("the next pair is told all the same", [BRITISH, AMERICAN, "+44 7700 900123", "+44 7700 900123"], [0, 1, 2, 3], [(2, 3)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("phones", "labels", "told"), [row[1:] for row in COUNTRIES], ids=[row[0] for row in COUNTRIES]
)
def test_the_calling_codes_of_all_rows_of_a_person_tell_the_country(
    phones: list[str], labels: list[int], told: list[tuple[int, ...]]
) -> None:
    rows = [lead("Ana Ng", "", phone, Country="" if phone.startswith("+") else "Iceland") for phone in phones]
    assert [each.rows for each in apart(*rows, labels=labels)] == told
