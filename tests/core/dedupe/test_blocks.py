"""Which rows are compared at all: what two rows must share to meet in a block, and what bounds a block's size."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from leadsorted_sheets.core.dedupe import blocks
from leadsorted_sheets.core.dedupe.blocks import BLOCKS, Block, candidates
from leadsorted_sheets.core.dedupe.people import People
from leadsorted_sheets.core.dedupe.place import company_of
from leadsorted_sheets.core.dedupe.rarity import rarity
from tests.core.dedupe.test_people import Cells, people_of

BY_NAME = {block.name: block for block in BLOCKS}
KEY = "a key of their own"
"""What brings rows together without a block: an e-mail, a phone, a number, or that they are equal in every key."""


def met(*rows: Cells, by: Sequence[Block] = BLOCKS) -> list[tuple[int, int]]:
    """The pairs of rows that are compared, by these blocks alone."""
    return met_in(people_of(*rows), by)


def met_in(people: People, by: Sequence[Block]) -> list[tuple[int, int]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCKS", tuple(by))
        a, b = candidates(people, rarity(people), company_of(people))
    return list(zip(a.tolist(), b.tolist(), strict=True))


def ways(*rows: Cells) -> list[str]:
    """The blocks that bring the first two rows of a list together."""
    people = people_of(*rows)
    if (0, 1) in met_in(people, ()):
        return [KEY]
    return [block.name for block in BLOCKS if (0, 1) in met_in(people, (block,))]


MEETINGS: list[tuple[str, Cells, Cells, list[str]]] = [
    # what two rows share, and the blocks they meet in
    ("nothing", {}, {"region": "kent"}, []),
    ("nothing at all", {}, {}, [KEY]),
    ("a mailbox", {"email": "ana@acme.com"}, {"email": "ana@acme.com", "region": "Kent"}, [KEY]),
    ("a second mailbox", {"email": "ana@acme.com"}, {"email": "ben@birch.com; ana@acme.com"}, [KEY]),
    ("a phone", {"phone": "020 7946 0018"}, {"phone": "07700 900123 / 020 7946 0018"}, [KEY]),
    ("a number", {"number": ("", "X1234567")}, {"number": ("778899", "X1234567")}, [KEY]),
    ("a number of another column", {"number": ("X1234567", "")}, {"number": ("778899", "X1234567")}, []),
    ("a region, a country, a title", {"region": "Kent", "country": "UK", "title": "Head of Sales", "first": "Ana"}, {"region": "Kent", "country": "UK", "title": "Head of Sales"}, []),
    ("a city", {"city": "Leeds"}, {"city": "Leeds", "region": "Kent"}, []),
    ("a postcode", {"postcode": "LS1 4AP"}, {"postcode": "LS1 4AP", "region": "Kent"}, []),
    ("a name", {"name": "Ana Delgado"}, {"name": "Ana Q Delgado"}, ["rare name", "sound of a rare name"]),
    ("columns swapped", {"first": "Ana", "last": "Delgado"}, {"first": "Delgado", "last": "Ana"}, ["rare name"]),
    ("a nickname", {"name": "Robert Delgado"}, {"name": "Bob Delgado"}, ["rare name"]),
    ("two nicknames", {"name": "Rob Delgado"}, {"name": "Bob Delgado"}, ["rare name"]),
    ("a nickname, columns swapped", {"first": "Robert", "last": "Delgado"}, {"first": "Delgado", "last": "Bob"}, []),
    ("a surname", {"name": "Ana Delgado"}, {"name": "Ben Delgado"}, []),
    ("a first name", {"name": "Ana Delgado"}, {"name": "Ana Church"}, []),
    ("names that sound alike", {"name": "Jon Schmidt"}, {"name": "John Smit"}, ["sound of a rare name"]),
    ("a surname that sounds alike and an initial", {"name": "Anna Meyer"}, {"name": "Albert Maier"}, []),
    ("and a date of birth in the list", {"name": "Anna Meyer"}, {"name": "Albert Maier", "born": "1980-04-03"}, [KEY]),
    ("and a street in the list", {"name": "Anna Meyer"}, {"name": "Albert Maier", "street": "7 Hill Road"}, [KEY]),
    ("and a postcode in the list", {"name": "Anna Meyer"}, {"name": "Albert Maier", "postcode": "LS1 4AP"}, [KEY]),
    ("another initial", {"name": "Anna Meyer"}, {"name": "Bertha Maier", "postcode": "LS1 4AP"}, []),
    ("surnames alone, a date of birth in the list", {"last": "Meyer"}, {"last": "Maier", "born": "1980-04-03"}, []),
    ("a name and a city", {"name": "Ana Delgado", "city": "Leeds"}, {"name": "Ana Q Delgado", "city": "LEEDS"}, ["rare name", "sound of a rare name", "name and city", "sound of the surname, initial and city"]),
    ("a name and another city", {"name": "Ana Delgado", "city": "Leeds"}, {"name": "Ana Q Delgado", "city": "York"}, ["rare name", "sound of a rare name"]),
    ("sounds, an initial and a city", {"name": "Anna Meyer", "city": "Leeds"}, {"name": "Albert Maier", "city": "Leeds"}, ["sound of the surname, initial and city"]),
    ("a surname alone and a city", {"last": "Meyer", "city": "Leeds"}, {"last": "Maier", "city": "Leeds"}, []),
    ("a name and a company", {"name": "Ana Delgado", "company": "Acme"}, {"name": "Ana Q Delgado", "company": "Acme Ltd"}, ["rare name", "sound of a rare name", "name and company", "surname and company", "sound of the surname and company", "first name and company"]),
    ("a nickname and a company", {"name": "Bob Delgado", "company": "Acme"}, {"name": "Robert Church", "company": "Acme Ltd"}, ["first name and company"]),
    ("a surname and a company", {"name": "Ana Delgado", "company": "Acme"}, {"name": "Ben Delgado", "company": "Acme"}, ["surname and company", "sound of the surname and company"]),
    ("a surname that sounds alike and a company", {"name": "Ana Meyer", "company": "Acme"}, {"name": "Ben Maier", "company": "Acme"}, ["sound of the surname and company"]),
    ("a first name and a company", {"name": "Ana Delgado", "company": "Acme"}, {"name": "Ana Church", "company": "Acme"}, ["first name and company"]),
    ("a company of two people", {"name": "Ana Delgado", "company": "Acme"}, {"name": "Ben Church", "company": "Acme"}, []),
    ("a company, one without a person", {"name": "Ana Delgado", "company": "Acme"}, {"company": "Acme"}, []),
    ("a company, both without a person", {"region": "Kent", "company": "Acme"}, {"company": "Acme"}, ["rarest word of a place", "company without a person"]),
    ("a company, both without a surname", {"first": "Ana", "company": "Acme"}, {"first": "Ben", "company": "Acme"}, ["company without a person"]),
    ("a company told by the domain", {"company": "Acme", "email": "ana@acme.com"}, {"email": "ben@acme.com"}, ["company without a person"]),
    ("a domain", {"name": "Ana Delgado", "email": "x1@acme.com"}, {"name": "Ben Church", "email": "x2@acme.com"}, []),
    ("a name and a domain", {"name": "Ana Delgado", "email": "x1@acme.com"}, {"name": "Ana Q Delgado", "email": "x2@acme.com"}, ["rare name", "sound of a rare name", "name and domain", "surname and domain", "first name and domain"]),
    ("a nickname and a domain", {"name": "Bob Delgado", "email": "x1@acme.com"}, {"name": "Robert Delgado", "email": "x2@acme.com"}, ["rare name", "name and domain", "surname and domain"]),
    ("a surname and a domain", {"name": "Ana Delgado", "email": "x1@acme.com"}, {"name": "Ben Delgado", "email": "x2@acme.com"}, ["surname and domain"]),
    ("a first name and a domain", {"name": "Ana Delgado", "email": "x1@acme.com"}, {"name": "Ana Church", "email": "x2@acme.com"}, ["first name and domain"]),
    ("free mail", {"name": "Ana Delgado", "email": "x1@gmail.com"}, {"name": "Ana Church", "email": "x2@gmail.com"}, []),
    ("a mailbox name of six letters", {"email": "abcdef@acme.com"}, {"email": "abcdef@web.de"}, ["mailbox name"]),
    ("a mailbox name of five letters", {"email": "abcde@acme.com"}, {"email": "abcde@web.de"}, []),
    ("a role's mailbox name", {"email": "marketing@acme.com"}, {"email": "marketing@birch.de"}, []),
    ("a date of birth", {"born": "1980-04-03"}, {"born": "3/4/1980", "region": "Kent"}, ["date of birth"]),
    ("a date of birth and a surname", {"born": "1980-04-03", "name": "Ana Meyer"}, {"born": "3/4/1980", "name": "Ben Maier"}, ["date of birth", "date of birth and surname"]),
    ("a date of birth and an initial", {"born": "1980-04-03", "name": "Ana Meyer"}, {"born": "3/4/1980", "name": "Amy Church"}, ["date of birth", "date of birth and initial"]),
    ("a postcode and a surname", {"postcode": "LS1 4AP", "name": "Ana Meyer"}, {"postcode": "ls14ap", "name": "Ben Maier"}, ["postcode and surname"]),
    ("a postcode and a first name", {"postcode": "LS1 4AP", "name": "Robert Meyer"}, {"postcode": "ls14ap", "name": "Bob Church"}, ["postcode and first name"]),
    ("a street", {"street": "Hill Road"}, {"street": "hill rd.", "region": "Kent"}, ["street"]),
    ("a house number and a postcode", {"street": "7 Hill Road", "postcode": "LS1 4AP"}, {"street": "7 Mill Road", "postcode": "LS1 4AP"}, ["house number and postcode"]),
    ("a house number and a city", {"street": "7 Hill Road", "city": "Leeds"}, {"street": "7 Mill Road", "city": "Leeds"}, ["house number and city"]),
    ("another house number", {"street": "7 Hill Road", "city": "Leeds"}, {"street": "8 Mill Road", "city": "Leeds"}, []),
    ("no house number", {"street": "Hill Road", "city": "Leeds"}, {"street": "Mill Road", "city": "Leeds"}, []),
    ("a word of two places", {"company": "Lincoln High School"}, {"company": "Lincoln Elementary School"}, []),
    ("a word of two places and a city", {"company": "Lincoln High School", "city": "Leeds"}, {"company": "Lincoln Elementary School", "city": "Leeds"}, ["rare word of a place and city"]),
    ("a word of two places and a postcode", {"company": "Lincoln High School", "postcode": "LS1 4AP"}, {"company": "Lincoln Elementary School", "postcode": "LS1 4AP"}, ["rare word of a place and postcode"]),
    ("a company and a postcode", {"company": "Acme", "postcode": "LS1 4AP", "name": "Ana Delgado"}, {"company": "Acme", "postcode": "LS1 4AP", "name": "Ben Church"}, ["company and postcode"]),
    ("a company and a city, people", {"company": "Acme", "city": "Leeds", "name": "Ana Delgado"}, {"company": "Acme", "city": "Leeds", "name": "Ben Church"}, []),
    ("a company and a city, nobody", {"company": "Acme", "city": "Leeds"}, {"company": "Acme", "city": "Leeds", "region": "Kent"}, ["rare word of a place and city", "rarest word of a place", "company without a person", "company and city"]),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "found"), [row[1:] for row in MEETINGS], ids=[row[0] for row in MEETINGS])
def test_what_two_rows_must_share_to_be_compared(one: Cells, other: Cells, found: list[str]) -> None:
    assert ways(one, other) == found
    assert met(one, other) == met(other, one) == ([(0, 1)] if found else [])


SAME: Cells = {
    "first": "Ana", "middle": "Q", "last": "Delgado Jr", "email": "ana@acme.com; a@web.de", "phone": "020 7946 0018; 07700 900123", "company": "Acme",
    "street": "7 Hill Road", "city": "Leeds", "region": "Kent", "postcode": "LS1 4AP", "country": "UK", "born": "1980-04-03", "number": ("X1234567", "778899"),
    "website": "acme.com", "title": "Head of Sales",
}  # fmt: skip
OTHERWISE: list[tuple[str, Cells, bool]] = [
    # what a row has otherwise than one it equals in all else, and whether it still enters the blocks itself
    ("nothing", {}, False),
    ("other spelling", {"first": "ANA", "company": "Acme Ltd.", "phone": "+44 20 7946 0018; +44 7700 900123"}, False),
    ("a website", {"website": "birch.com"}, False),
    ("a job title", {"title": "Buyer"}, False),
    ("a first name", {"first": "Ben"}, True),
    ("a middle name", {"middle": "R"}, True),
    ("a surname", {"last": "Church Jr"}, True),
    ("Senior", {"last": "Delgado Sr"}, True),
    ("a mailbox", {"email": "ben@acme.com; a@web.de"}, True),
    ("a second mailbox", {"email": "ana@acme.com; b@web.de"}, True),
    ("no second mailbox", {"email": "ana@acme.com"}, True),
    ("a phone", {"phone": "020 7946 0019; 07700 900123"}, True),
    ("a second phone", {"phone": "020 7946 0018; 07700 900124"}, True),
    ("no second phone", {"phone": "020 7946 0018"}, True),
    ("the country of the phone", {"phone": "+1 307 946 0018; 07700 900123"}, True),
    ("a company", {"company": "Birch"}, True),
    ("a street", {"street": "8 Hill Road"}, True),
    ("a city", {"city": "York"}, True),
    ("a region", {"region": "Essex"}, True),
    ("a postcode", {"postcode": "LS1 4AQ"}, True),
    ("a country", {"country": "FR", "phone": "+44 20 7946 0018; +44 7700 900123"}, True),
    ("no country", {"country": ""}, True),
    ("a date of birth", {"born": "1980-04-04"}, True),
    ("a number", {"number": ("X7654321", "778899")}, True),
    ("a second number", {"number": ("X1234567", "998877")}, True),
]  # fmt: skip


@pytest.mark.parametrize(("other", "enters"), [row[1:] for row in OTHERWISE], ids=[row[0] for row in OTHERWISE])
def test_rows_equal_in_every_key_stand_for_one_another(other: Cells, *, enters: bool) -> None:
    neighbour: Cells = {"street": "7 Hill Road", "born": "1980-04-03"}
    assert met(SAME, {**SAME, **other}, neighbour) == [(0, 1), (0, 2), *([(1, 2)] if enters else [])]


def test_a_second_phone_is_no_second_mailbox() -> None:
    one: Cells = {"email": "ana@acme.com; a@web.de", "phone": "020 7946 0018"}
    other: Cells = {"email": "ana@acme.com", "phone": "020 7946 0018; 07700 900123"}
    assert met(one, other, {"phone": "020 7946 0018"}) == [(0, 1), (0, 2), (1, 2)]


def test_every_equal_row_meets_the_first_of_them_only() -> None:
    ana: Cells = {"name": "Ana Delgado"}
    assert met({"name": "Ben Church"}, ana, ana, {**ana, "city": "Leeds"}, ana) == [(1, 2), (1, 3), (1, 4)]


@pytest.mark.parametrize("rows", [(), ({},), ({"email": "ana@acme.com"},)], ids=["none", "a blank one", "one"])
def test_a_list_without_two_rows_has_no_pairs(rows: tuple[Cells, ...]) -> None:
    assert met(*rows) == []


def test_a_row_is_never_compared_with_itself() -> None:
    """Its name may be short for another that is short for it, its phone may stand in two columns."""
    assert (
        met({"name": "Bob Robert", "phone": ("020 7946 0018", "07700 900123", "020 7946 0018", "07700 900123")}) == []
    )


def crowd(shared: Cells, size: int, **others: str) -> list[Cells]:
    """Rows that share what is given and are unlike in a region, which is no key of any block."""
    return [{**shared, "region": f"region {n}", **others} for n in range(size)]  # type: ignore[dict-item]  # roles


def each_with_each(size: int) -> int:
    return size * (size - 1) // 2


def neighbours(size: int) -> int:
    """The pairs of a crowd in a line where each meets the three that follow it."""
    return 3 * size - 6


CAPS: list[tuple[str, int, Cells]] = [
    # the most rows that meet each with each in a block, and what they share
    ("name and city", 40, {"name": "Ana Delgado", "city": "Leeds"}),
    ("name and company", 40, {"name": "Ana Delgado", "company": "Acme"}),
    ("name and domain", 40, {"name": "Ana Delgado", "website": "acme.com"}),
    ("surname and company", 40, {"last": "Delgado", "company": "Acme"}),
    ("sound of the surname and company", 40, {"last": "Delgado", "company": "Acme"}),
    ("first name and company", 40, {"first": "Ana", "company": "Acme"}),
    ("surname and domain", 40, {"last": "Delgado", "website": "acme.com"}),
    ("first name and domain", 40, {"first": "Ana", "website": "acme.com"}),
    ("sound of the surname, initial and city", 40, {"name": "Ana Delgado", "city": "Leeds"}),
    ("date of birth", 30, {"born": "1980-04-03"}),
    ("date of birth and surname", 40, {"last": "Delgado", "born": "1980-04-03"}),
    ("date of birth and initial", 40, {"first": "Ana", "born": "1980-04-03"}),
    ("postcode and surname", 40, {"last": "Delgado", "postcode": "LS1 4AP"}),
    ("postcode and first name", 40, {"first": "Ana", "postcode": "LS1 4AP"}),
    ("street", 30, {"street": "Hill Road"}),
    ("house number and postcode", 30, {"street": "7 Hill Road", "postcode": "LS1 4AP"}),
    ("house number and city", 30, {"street": "7 Hill Road", "city": "Leeds"}),
    ("rare word of a place and postcode", 40, {"company": "Acme", "postcode": "LS1 4AP"}),
    ("rare word of a place and city", 30, {"company": "Acme", "city": "Leeds"}),
    ("rarest word of a place", 20, {"company": "Acme"}),
    ("company without a person", 20, {"company": "Acme"}),
    ("company and postcode", 20, {"company": "Acme", "postcode": "LS1 4AP"}),
    ("company and city", 20, {"company": "Acme", "city": "Leeds"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "cap", "shared"), CAPS, ids=[row[0] for row in CAPS])
def test_a_group_above_the_cap_of_its_block_meets_as_neighbours_only(name: str, cap: int, shared: Cells) -> None:
    by = (BY_NAME[name],)
    assert len(met(*crowd(shared, cap), by=by)) == each_with_each(cap)
    assert len(met(*crowd(shared, cap + 1), by=by)) == neighbours(cap + 1)


KEYS: list[tuple[str, int, Cells]] = [
    ("a mailbox", 100, {"email": "info@gmail.com"}),
    ("a phone", 60, {"phone": "020 7946 0018"}),
    ("a number", 30, {"number": "X1234567"}),
]


@pytest.mark.parametrize(("cap", "shared"), [row[1:] for row in KEYS], ids=[row[0] for row in KEYS])
def test_so_does_a_crowd_on_one_mailbox_phone_or_number(cap: int, shared: Cells) -> None:
    assert len(met(*crowd(shared, cap), by=())) == each_with_each(cap)
    assert len(met(*crowd(shared, cap + 1), by=())) == neighbours(cap + 1)


def test_so_does_a_crowd_of_one_surname_and_initial() -> None:
    shared: Cells = {"name": "Ana Delgado"}
    assert len(met(*crowd(shared, 40), {"street": "Hill Road"}, by=())) == each_with_each(40)
    assert len(met(*crowd(shared, 41), {"street": "Hill Road"}, by=())) == neighbours(41)


def test_so_does_a_crowd_of_one_mailbox_name() -> None:
    for size, pairs in ((8, each_with_each(8)), (9, neighbours(9))):
        rows: list[Cells] = [{"email": f"abcdef@acme{n}.com"} for n in range(size)]
        assert len(met(*rows, by=(BY_NAME["mailbox name"],))) == pairs


WITHIN: list[tuple[str, int, Cells]] = [
    # in a crowd on one mailbox or phone, what is shared by some of it, who meet each with each
    ("e-mail and first name", 60, {"email": "info@gmail.com", "first": "Ana"}),
    ("e-mail and surname", 60, {"email": "info@gmail.com", "last": "Delgado"}),
    ("phone and first name", 60, {"phone": "020 7946 0018", "first": "Ana"}),
    ("phone and surname", 60, {"phone": "020 7946 0018", "last": "Delgado"}),
]


@pytest.mark.parametrize(("name", "cap", "shared"), WITHIN, ids=[row[0] for row in WITHIN])
def test_in_a_crowd_those_who_share_a_name_too_still_meet(name: str, cap: int, shared: Cells) -> None:
    rest: Cells = {role: text for role, text in shared.items() if role in {"email", "phone"}}
    for size, pairs in ((cap, each_with_each(cap)), (cap + 1, neighbours(cap + 1))):
        found = met(*crowd(shared, size), *crowd(rest, 101), by=(BY_NAME[name],))
        assert sum(b < size for _, b in found) == pairs


def letters(n: int) -> str:
    return "".join(chr(97 + n // 26**place % 26) for place in range(3))


RARE: list[tuple[str, int, int]] = [
    # the cap, and in how long a list so many namesakes are still rare
    ("rare name", 60, 1600),
    ("sound of a rare name", 25, 300),
]


@pytest.mark.parametrize(("name", "cap", "among"), RARE, ids=[row[0] for row in RARE])
def test_so_does_a_crowd_of_one_rare_name(name: str, cap: int, among: int) -> None:
    others: list[Cells] = [{"first": f"o{letters(n)}", "last": f"e{letters(n)}x"} for n in range(among)]
    named: Cells = {"name": "Ana Delgado"}
    for size, pairs in ((cap, each_with_each(cap)), (cap + 1, neighbours(cap + 1))):
        assert sum(b < size for _, b in met(*crowd(named, size), *others, by=(BY_NAME[name],))) == pairs


def test_a_name_that_many_bear_brings_nobody_together() -> None:
    """Of a hundred rows with one name and nothing else, none could become a pair."""
    assert met(*crowd({"name": "Ana Delgado"}, 100)) == []
    assert len(met(*crowd({"name": "Ana Delgado"}, 5))) == each_with_each(5)


def test_in_a_crowd_each_meets_the_next_three_of_its_own_name() -> None:
    names = ("Ana", "Ben", "Cid", "Dee", "Eva")
    rows = [{**row, "first": names[n % 5]} for n, row in enumerate(crowd({"street": "Hill Road"}, 40))]
    found = met(*rows, by=(BY_NAME["street"],))  # type: ignore[arg-type]  # roles
    own = [(a, b) for a, b in found if a % 5 == b % 5]
    assert own == [(a, b) for a in range(40) for b in (a + 5, a + 10, a + 15) if b < 40]
    assert len(found) == neighbours(40)


def test_a_crowd_is_compared_in_the_order_of_the_list_where_nobody_has_a_name() -> None:
    found = met(*crowd({"street": "Hill Road"}, 31), by=(BY_NAME["street"],))
    assert found == [(a, b) for a in range(31) for b in (a + 1, a + 2, a + 3) if b < 31]


def test_two_crowds_and_a_couple_keep_to_themselves() -> None:
    streets = ("Hill Road", "Mill Lane")
    rows: list[Cells] = [{"street": streets[n % 2], "region": f"region {n}"} for n in range(62)]
    found = met(*rows, {"street": "Oak Way"}, {"street": "Oak Way", "city": "Leeds"}, by=(BY_NAME["street"],))
    assert found == [(a, b) for a in range(62) for b in (a + 2, a + 4, a + 6) if b < 62] + [(62, 63)]


def streets(*sizes: int) -> list[Cells]:
    """Rows in streets of so many each."""
    return [row for n, size in enumerate(sizes) for row in crowd({"street": f"{letters(n)} Street"}, size)]


BUDGETS: list[tuple[str, list[int], int, int]] = [
    # streets of how many rows, rows besides, and the pairs: each with each as long as all of them are not too many
    ("19,575 pairs: any list may have them", [30] * 45, 0, 45 * each_with_each(30)),
    ("20,010 are too many for a short list: only small groups are compared each with each", [30] * 46, 0, 46 * neighbours(30)),
    ("groups of half the cap still are", [*[30] * 46, 15, 16, 2], 0, 46 * neighbours(30) + each_with_each(15) + neighbours(16) + 1),
    ("eight pairs a row a longer list may have", [30] * 46, 1122, 46 * each_with_each(30)),
    ("one row fewer, and it is too short", [30] * 46, 1121, 46 * neighbours(30)),
    ("a crowd is not counted among them", [*[30] * 45, 31], 0, 45 * each_with_each(30) + neighbours(31)),
]  # fmt: skip


@pytest.mark.parametrize(("sizes", "besides", "pairs"), [row[1:] for row in BUDGETS], ids=[row[0] for row in BUDGETS])
def test_a_block_yields_no_more_pairs_than_the_list_can_afford(sizes: list[int], besides: int, pairs: int) -> None:
    rest: list[Cells] = [{"city": f"city {n}"} for n in range(besides)]
    assert len(met(*streets(*sizes), *rest, by=(BY_NAME["street"],))) == pairs


def test_the_cap_is_halved_as_often_as_it_takes() -> None:
    sizes = [100] * 5 + [50] * 17 + [25, 26]  # 24,750 pairs in the largest, 20,825 in the next
    rows = [row for n, size in enumerate(sizes) for row in crowd({"email": f"a@acme{n}.com"}, size)]
    pairs = 5 * neighbours(100) + 17 * neighbours(50) + each_with_each(25) + neighbours(26)
    assert len(met(*rows, by=())) == pairs


def test_of_the_names_that_one_may_be_short_for_the_two_most_borne_count() -> None:
    """Alex may be short for many: in this list mostly for Alejandro, then for Alexis, and Alexander comes third."""
    short: Cells = {"name": "Alex Ng", "email": "office@gmail.com"}
    named = ["Alejandro"] * 4 + ["Alexis"] * 3 + ["Alexander"] * 2
    rows: list[Cells] = [
        {"name": f"{first} O{letters(n)}", "email": "office@gmail.com"} for n, first in enumerate(named)
    ]
    fill = crowd({"email": "office@gmail.com"}, 100)
    found = met(short, *rows, *fill, by=(BY_NAME["e-mail and first name"],))
    assert {named[b - 1] for a, b in found if a == 0 and b <= len(named)} == {"Alejandro", "Alexis"}


def test_two_names_that_go_together_in_one_country_are_no_rare_name() -> None:
    by = (BY_NAME["rare name"],)
    for italy, britain, pairs in (("IT", "GB", 0), ("", "", each_with_each(10))):
        others: list[Cells] = [
            {"first": f"o{letters(n)}", "last": f"e{letters(n)}x", "country": britain} for n in range(54)
        ]
        assert len(met(*crowd({"name": "Giulia Rossi", "country": italy}, 10), *others, by=by)) == pairs


@pytest.mark.parametrize(("bearers", "pairs"), [(20, each_with_each(20)), (21, 0)])
@pytest.mark.parametrize("name", ["rare name", "sound of a rare name"])
def test_how_many_of_a_hundred_may_bear_a_rare_name(name: str, bearers: int, pairs: int) -> None:
    others: list[Cells] = [{"first": f"o{letters(n)}", "last": f"e{letters(n)}x"} for n in range(100 - bearers)]
    found = met(*crowd({"name": "Ana Delgado"}, bearers), *others, by=(BY_NAME[name],))
    assert sum(b < bearers for _, b in found) == pairs


def test_rows_with_other_further_mailboxes_are_not_equal_in_every_key() -> None:
    """By places in the column the last two say 1 + 4 and 2 + 3: each meets the rows whose mailboxes it has."""
    boxes = [f"{name}@web.de" for name in "abcd"]
    further = ["main@web.de; a@web.de; d@web.de", "main@web.de; b@web.de; c@web.de"]
    rows: list[Cells] = [{"email": text} for text in (*boxes, *further)]
    assert met(*rows, by=()) == [(0, 4), (1, 5), (2, 5), (3, 4), (4, 5)]
