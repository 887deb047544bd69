"""How raw cells become keys: which column of a role counts, what is read beside the main key, and what is shared by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

import numpy as np
import pytest

from leadsorted_sheets.core.dedupe.columns import Role
from leadsorted_sheets.core.dedupe.people import Coded, People, coded, read

Cells = Mapping[Role, str | tuple[str, ...]]
"""What a row has in each role: a text, or the texts of several columns."""


def people_of(*rows: Cells, country: str = "GB") -> People:
    """The people in rows; a role has as many columns as the row that fills most of them."""
    every = [{role: (cell,) if isinstance(cell, str) else cell for role, cell in row.items()} for row in rows]
    wide: dict[Role, int] = {}
    for row in every:
        wide |= {role: max(wide.get(role, 0), len(cells)) for role, cells in row.items()}
    texts = {
        role: [[(*row.get(role, ()), *[""] * width)[n] for row in every] for n in range(width)]
        for role, width in wide.items()
    }
    return read(texts, len(rows), country=country)


def columns_of(people: People) -> dict[str, Coded]:
    return {each.name: column for each in fields(people) if isinstance(column := getattr(people, each.name), Coded)}


def keys_of(people: People, row: int = 0) -> dict[str, str]:
    """All that is known of a row. The main key stands first, further ones follow it in order."""
    found = {}
    for name, column in columns_of(people).items():
        more = sorted(column.values[code] for code in column.of(row) - {int(column.codes[row])})
        found[name] = " + ".join(filter(None, [column.value(row), *more]))
    marks = " ".join(name for name in ("free", "role") if getattr(people, name)[row])
    return {name: text for name, text in (found | {"marks": marks}).items() if text}


ANA = {"first": "ana", "last": "delgado"}
HOME = {"phone": "079460018", "before": "442"}

ROWS: list[tuple[str, Cells, dict[str, str]]] = [
    ("nothing", {}, {}),
    ("blank columns", {"name": "", "first": "", "email": "", "phone": "", "company": "", "country": "", "number": ("", ""), "born": ""}, {}),
    # names
    ("a first name and a surname", {"first": "Ana", "last": "DELGADO"}, ANA),
    ("a full name", {"name": "Ana Delgado"}, ANA),
    ("a full name turned round", {"name": "Delgado, Ana"}, ANA),
    ("a full name of one word", {"name": "Ana"}, {"first": "ana"}),
    ("a full name with a title", {"name": "Dr Delgado"}, {"first": "delgado"}),
    ("a full name with a middle name", {"name": "Ana María Delgado"}, {**ANA, "middle": "maria"}),
    ("a full name and a middle name beside it", {"name": "Ana Delgado", "middle": "Q."}, {**ANA, "middle": "q"}),
    ("columns of its parts win over the full name", {"name": "Ben Church", "first": "Ana", "last": "Delgado"}, ANA),
    ("a surname alone wins over the full name", {"name": "Ben Church", "last": "Delgado"}, {"last": "delgado"}),
    ("a first name alone wins over the full name", {"name": "Ben Church", "first": "Ana"}, {"first": "ana"}),
    ("a surname of two words wins over the full name", {"name": "Ben Church", "last": "de la Cruz"}, {"last": "de la cruz"}),
    ("a first name alone", {"first": "Ana"}, {"first": "ana"}),
    ("a surname alone", {"last": "Delgado"}, {"last": "delgado"}),
    ("a middle name alone names nobody", {"middle": "Q"}, {}),
    ("two given names in one cell", {"first": "Ana María", "last": "Delgado"}, {**ANA, "middle": "maria"}),
    ("a middle column", {"first": "Ana", "middle": "María José", "last": "Delgado"}, {**ANA, "middle": "maria jose"}),
    ("a middle column beside a first name alone", {"first": "Ana", "middle": "Q"}, {"first": "ana", "middle": "q"}),
    ("a middle column wins over the first name's second word", {"first": "Ana M", "middle": "Maria", "last": "Delgado"}, {**ANA, "middle": "maria"}),
    ("a middle column that says nothing leaves that word", {"first": "Ana M", "middle": "-", "last": "Delgado"}, {**ANA, "middle": "m"}),
    ("Junior", {"first": "Ana", "last": "Delgado Jr."}, {**ANA, "generation": "jr"}),
    ("the third, with a middle name", {"name": "Ana Delgado III", "middle": "Q"}, {**ANA, "middle": "q", "generation": "iii"}),
    ("a second column of names is nobody's", {"first": ("", "Ana"), "last": ("", "Delgado"), "name": ("", "Ana Delgado")}, {}),
    # mailboxes
    ("one's own mailbox", {"email": "Ann@Acme.com"}, {"email": "ann@acme.com", "local": "ann", "domain": "acme.com"}),
    ("free mail has no domain of a company", {"email": "ann@gmail.com"}, {"email": "ann@gmail.com", "local": "ann", "marks": "free"}),
    ("a role's mailbox is nobody's name", {"email": "info@acme.com"}, {"email": "info@acme.com", "domain": "acme.com", "marks": "role"}),
    ("a role's mailbox at a provider", {"email": "info@gmail.com"}, {"email": "info@gmail.com", "marks": "free role"}),
    ("no mailbox", {"email": "n/a"}, {}),
    ("two in one cell", {"email": "ann@acme.com; bob@birch.com"}, {"email": "ann@acme.com + bob@birch.com", "local": "ann", "domain": "acme.com"}),
    ("two columns", {"email": ("ann@gmail.com", "info@birch.com")}, {"email": "ann@gmail.com + info@birch.com", "local": "ann", "marks": "free"}),
    ("three, not in order", {"email": ("c@acme.com", "b@acme.com", "a@acme.com")}, {"email": "c@acme.com + a@acme.com + b@acme.com", "local": "c", "domain": "acme.com"}),
    ("a blank column first", {"email": ("", "ann@acme.com")}, {"email": "ann@acme.com", "local": "ann", "domain": "acme.com"}),
    ("the same one twice", {"email": ("ann@acme.com", "ANN@acme.com; bob@acme.com")}, {"email": "ann@acme.com + bob@acme.com", "local": "ann", "domain": "acme.com"}),
    ("in brackets, in a later column", {"email": ("ann@acme.com", "<bob@acme.com>")}, {"email": "ann@acme.com + bob@acme.com", "local": "ann", "domain": "acme.com"}),
    # websites
    ("a website is a domain", {"website": "https://www.acme.com/uk"}, {"domain": "acme.com"}),
    ("the mailbox's domain comes before it", {"website": "birch.com", "email": "ann@acme.com"}, {"email": "ann@acme.com", "local": "ann", "domain": "acme.com"}),
    ("a website beside free mail", {"website": "birch.com", "email": "ann@gmail.com"}, {"email": "ann@gmail.com", "local": "ann", "domain": "birch.com", "marks": "free"}),
    ("a second website where the first is nobody's own", {"website": ("linkedin.com/in/ann", "birch.com")}, {"domain": "birch.com"}),
    ("two websites, the first counts", {"website": ("acme.com", "birch.com")}, {"domain": "acme.com"}),
    # phones
    ("a phone from home", {"phone": "020 7946 0018"}, HOME),
    ("a phone with a code", {"phone": "+1 503 555 0142"}, {"phone": "035550142", "before": "15"}),
    ("a phone from the row's country", {"phone": "(503) 555-0142", "country": "USA"}, {"phone": "035550142", "before": "15", "country": "US"}),
    ("a mailbox of the home country", {"phone": "020 7946 0018", "email": "a@acme.co.uk"}, {**HOME, "email": "a@acme.co.uk", "local": "a", "domain": "acme.co.uk"}),
    ("a mailbox of no country", {"phone": "020 7946 0018", "email": "a@acme.com"}, {**HOME, "email": "a@acme.com", "local": "a", "domain": "acme.com"}),
    ("a mailbox of another country: from nobody knows where", {"phone": "020 7946 0018", "email": "a@acme.fr"}, {"phone": "079460018", "email": "a@acme.fr", "local": "a", "domain": "acme.fr"}),
    ("but the row's country is known", {"phone": "020 7946 0018", "email": "a@acme.fr", "country": "UK"}, {**HOME, "email": "a@acme.fr", "local": "a", "domain": "acme.fr", "country": "GB"}),
    ("a website of another country says nothing of the phone", {"phone": "020 7946 0018", "website": "acme.fr"}, {**HOME, "domain": "acme.fr"}),
    ("six digits are a phone", {"phone": "020794", "country": "Luxembourg"}, {"phone": "352020794", "country": "LU"}),
    ("five are none", {"phone": "02079", "country": "Luxembourg"}, {"country": "LU"}),
    ("two in one cell, one twice", {"phone": "020 7946 0018; 07700 900123; +44 20 7946 0018"}, {"phone": "079460018 + 700900123", "before": "442"}),
    ("two columns", {"phone": ("07700 900123", "020 7946 0018")}, {"phone": "700900123 + 079460018", "before": "447"}),
    ("a blank column first", {"phone": ("", "020 7946 0018")}, HOME),
    # the rest
    ("a company", {"company": "The Acme Co., Ltd."}, {"company": "acme"}),
    ("a second company where the first is blank", {"company": ("", "Acme GmbH")}, {"company": "acme"}),
    ("two companies, the first counts", {"company": ("Acme", "Birch")}, {"company": "acme"}),
    ("a street", {"street": "12 North Main Street"}, {"street": "12 n main st"}),
    ("a second street where the first is blank", {"street": ("", "7 Hill Road")}, {"street": "7 hill rd"}),
    ("a city under its other name", {"city": "MÜNCHEN"}, {"city": "munchen"}),
    ("a region", {"region": "North Rhine-Westphalia"}, {"region": "north rhine westphalia"}),
    ("a postcode", {"postcode": "ls1 4ap"}, {"postcode": "LS14AP"}),
    ("a country", {"country": "Deutschland"}, {"country": "DE"}),
    ("a second country where the first is none", {"country": ("-", "France")}, {"country": "FR"}),
    ("a job title", {"title": "Head of Sales / EMEA"}, {"title": "head of sales emea"}),
    ("a date of birth", {"born": "3/4/1980"}, {"born": "19800403"}),
    ("only the first date of birth", {"born": ("", "3/4/1980")}, {}),
    # numbers
    ("a number", {"number": "x 123-4567"}, {"number": "x1234567"}),
    ("a number too short to say anything", {"number": "1234"}, {}),
    ("numbers of two columns, each within its own", {"number": ("X1234567", "X1234567")}, {"number": "0 x1234567 + 1 x1234567"}),
    ("a number of the second column only", {"number": ("", "X1234567")}, {"number": "1 x1234567"}),
    ("numbers of three columns", {"number": ("X1234567", "1", "77 88 99")}, {"number": "0 x1234567 + 2 778899"}),
]  # fmt: skip


@pytest.mark.parametrize(("row", "keys"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_what_is_known_of_a_row(row: Cells, keys: dict[str, str]) -> None:
    assert keys_of(people_of(row)) == keys


BESIDE: list[tuple[str, Cells, tuple[str, str]]] = [
    # a row beside Zoe Cazorla, Bo Ng, Al Zoe and X Y, and whose name is read from its mailbox
    ("spelt with a dot", {"email": "zoe.cazorla@web.de"}, ("zoe", "cazorla")),
    ("with an underscore", {"email": "zoe_cazorla@acme.com"}, ("zoe", "cazorla")),
    ("with a number after it", {"email": "zoe.cazorla1980@web.de"}, ("zoe", "cazorla")),
    ("every digit is a number", {"email": "zoe.cazorla0123456789@web.de"}, ("zoe", "cazorla")),
    ("the surname first", {"email": "cazorla.zoe@web.de"}, ("zoe", "cazorla")),
    ("names of two letters", {"email": "bo.ng@web.de"}, ("bo", "ng")),
    ("names of two letters, the surname first", {"email": "ng.bo@web.de"}, ("bo", "ng")),
    ("of two people of the list", {"email": "zoe.ng@web.de"}, ("zoe", "ng")),
    ("either way would do: as it stands", {"email": "al.zoe@web.de"}, ("al", "zoe")),
    ("initials say too little", {"email": "x.y@web.de"}, ("", "")),
    ("an initial before the surname", {"email": "x.cazorla@web.de"}, ("", "")),
    ("an initial after the first name", {"email": "zoe.y@web.de"}, ("", "")),
    ("a surname nobody has", {"email": "zoe.delgado@web.de"}, ("", "")),
    ("a first name nobody has", {"email": "ana.cazorla@web.de"}, ("", "")),
    ("two surnames", {"email": "cazorla.ng@web.de"}, ("", "")),
    ("two first names", {"email": "al.bo@web.de"}, ("", "")),
    ("three words", {"email": "zoe.cazorla.ng@web.de"}, ("", "")),
    ("without anything between", {"email": "zoecazorla@web.de"}, ("", "")),
    ("a first name alone", {"email": "zoe@web.de"}, ("", "")),
    ("a number before it", {"email": "1zoe.cazorla@web.de"}, ("", "")),
    ("a row that has a first name", {"email": "zoe.cazorla@web.de", "first": "Ana"}, ("ana", "")),
    ("a row that has a surname", {"email": "zoe.cazorla@web.de", "last": "Delgado"}, ("", "delgado")),
    ("a second mailbox", {"email": "office84@acme.com; zoe.cazorla@web.de"}, ("", "")),
]  # fmt: skip


@pytest.mark.parametrize(("row", "name"), [row[1:] for row in BESIDE], ids=[row[0] for row in BESIDE])
def test_a_mailbox_names_a_row_without_a_name_by_two_names_of_the_list(row: Cells, name: tuple[str, str]) -> None:
    others: list[Cells] = [{"name": name} for name in ("Zoe Cazorla", "Bo Ng", "Al Zoe", "X Y")]
    people = people_of(*others, row)
    assert (people.first.value(4), people.last.value(4)) == name


def test_a_row_without_a_mailbox_is_passed_over_and_the_next_one_named() -> None:
    people = people_of(
        {"name": "Zoe Cazorla"}, {"company": "Acme"}, {"email": "zoe@x.de"}, {"email": "zoe.cazorla@x.de"}
    )
    assert [people.first.value(row) for row in range(4)] == ["zoe", "", "", "zoe"]


PHONES: list[tuple[str, str, Cells, tuple[str, str]]] = [
    # where the list is from, a row, and its line: the last nine digits and what stands before them
    ("a country without a numbering plan", "ZZ", {"phone": "020 7946 0018"}, ("079460018", "")),
    ("no country", "", {"phone": "020 7946 0018"}, ("079460018", "")),
    ("home", "FR", {"phone": "01 23 45 67 80"}, ("123456780", "33")),
    ("home, a mailbox of home", "FR", {"phone": "01 23 45 67 80", "email": "a@acme.fr"}, ("123456780", "33")),
    ("home, a mailbox of elsewhere", "FR", {"phone": "01 23 45 67 80", "email": "a@acme.de"}, ("123456780", "")),
    ("home, free mail of elsewhere", "FR", {"phone": "01 23 45 67 80", "email": "a@web.de"}, ("123456780", "")),
    ("home, a second mailbox of elsewhere", "FR", {"phone": "01 23 45 67 80", "email": ("a@acme.com", "a@acme.de")}, ("123456780", "33")),
    ("a code says more than the mailbox", "FR", {"phone": "+33 1 23 45 67 80", "email": "a@acme.de"}, ("123456780", "33")),
    ("the row's own country", "FR", {"phone": "0123 456780", "country": "DE"}, ("123456780", "49")),
]  # fmt: skip


@pytest.mark.parametrize(("home", "row", "line"), [row[1:] for row in PHONES], ids=[row[0] for row in PHONES])
def test_where_a_phone_without_a_code_is_from(home: str, row: Cells, line: tuple[str, str]) -> None:
    people = people_of(row, country=home)
    assert (people.phone.value(0), people.before.value(0)) == line


def test_the_days_and_months_of_a_column_are_told_apart_by_all_its_dates() -> None:
    people = people_of({"born": "3/4/1980"}, {"born": "12/24/1990"}, {})
    assert [people.born.value(row) for row in range(3)] == ["19800304", "19901224", ""]


LIST: list[Cells] = [
    {"name": "Ana Delgado", "email": "ana@acme.com", "phone": "020 7946 0018", "company": ("Acme", "Birch"), "country": "UK", "number": ("X1234567", "")},
    {"name": "Ben Delgado", "email": "ben@acme.com; ana@acme.com", "phone": "07700 900123 / 020 7946 0018", "company": ("", "Acme"), "number": ("X1234567", "X1234567")},
    {"name": "Ana Church Jr", "email": "ben@gmail.com", "company": ("Cobalt", ""), "country": "England", "number": ("", "778899")},
    {"email": "info@acme.com"},
]  # fmt: skip
BORNE: dict[str, dict[str, int]] = {
    "first": {"ana": 2, "ben": 1},
    "middle": {},
    "last": {"delgado": 2, "church": 1},
    "generation": {"jr": 1},
    "email": {"ana@acme.com": 1, "ben@acme.com": 1, "ben@gmail.com": 1, "info@acme.com": 1},
    "local": {"ana": 1, "ben": 2},
    "domain": {"acme.com": 3},
    "phone": {"079460018": 1, "700900123": 1},
    "before": {"442": 1, "447": 1},
    "company": {"acme": 2, "cobalt": 1, "birch": 0},
    "street": {},
    "city": {},
    "region": {},
    "postcode": {},
    "country": {"GB": 2},
    "born": {},
    "number": {"0 x1234567": 2, "1 x1234567": 1, "1 778899": 1},
    "title": {},
}
"""How many rows have each as their main key; of a number, which has no main column, as any of theirs."""


def test_how_many_rows_have_each_key() -> None:
    people = people_of(*LIST)
    columns = columns_of(people)
    assert {name: dict(zip(each.values, each.counts.tolist(), strict=True)) for name, each in columns.items()} == BORNE
    rows_with_any = {name: sum(keys.values()) for name, keys in BORNE.items()} | {"number": 3}
    assert {name: each.known for name, each in columns.items()} == rows_with_any
    assert {name: len(each) for name, each in columns.items()} == {name: len(keys) for name, keys in BORNE.items()}
    assert (people.count, people.free.tolist(), people.role.tolist()) == (
        4, [False, False, True, False], [False, False, False, True])  # fmt: skip


def test_cells_that_say_nothing_are_no_keys() -> None:
    nothing: Cells = {
        "name": "-", "email": "n/a", "website": "none", "phone": "-", "company": "-", "street": ".", "city": "?", "region": "-", "postcode": "--", "country": "-",
        "born": "n/a", "number": "1234", "title": "/",
    }  # fmt: skip
    people = people_of(nothing, nothing)
    assert {name: (column.values, column.codes.tolist()) for name, column in columns_of(people).items()} == {
        name: ([], [-1, -1]) for name in BORNE
    }


def test_every_column_is_small_whole_numbers() -> None:
    people = people_of(*LIST)
    for name, column in columns_of(people).items():
        kinds = column.codes.dtype, column.also[0].dtype, column.also[1].dtype
        assert kinds == (np.int32, np.int64, np.int32), name
    assert (people.free.dtype, people.role.dtype) == (np.bool_, np.bool_)


def test_a_column_of_keys_as_codes() -> None:
    column = coded(["b", "", "a", "b"], [(3, "c"), (0, "a"), (3, "a"), (0, "a"), (1, ""), (1, "d")])
    assert (column.codes.tolist(), column.values) == ([0, -1, 1, 0], ["b", "a", "c", "d"])
    assert (column.counts.tolist(), column.known, len(column)) == ([2, 1, 0, 0], 3, 4)
    assert [each.tolist() for each in column.also] == [[0, 1, 3, 3], [1, 3, 1, 2]]
    assert [column.value(row) for row in range(4)] == ["b", "", "a", "b"]
    assert [column.of(row) for row in range(4)] == [{0, 1}, {3}, {1}, {0, 1, 2}]
    assert [each.tolist() for each in column.every()] == [[0, 2, 3, 0, 1, 3, 3], [0, 1, 0, 1, 3, 1, 2]]


def test_a_column_without_keys() -> None:
    column = coded(["", ""])
    assert (column.codes.tolist(), column.values, column.counts.tolist(), column.known) == ([-1, -1], [], [], 0)
    assert [each.tolist() for each in (*column.also, *column.every())] == [[], [], [], []]
    assert (column.value(1), column.of(1)) == ("", set())
