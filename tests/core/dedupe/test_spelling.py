"""How near two names are, and how that hangs on how often each stands in the list."""

from __future__ import annotations

import numpy as np
import pytest

from leadsorted_sheets.core.dedupe import spelling
from leadsorted_sheets.core.dedupe.people import Coded, Codes
from leadsorted_sheets.core.dedupe.spelling import Near, Spellings

Counts = dict[str, int]
"""How many rows of a list have each name."""


def column(counts: Counts, rows: int = 1000) -> Spellings:
    initials = np.array([*(len(name) == 1 for name in counts), False])
    return Spellings(list(counts), list(counts.values()), rows, initials)


def codes(*rows: int) -> Codes:
    return np.array(rows, np.int32)


FIRST: list[tuple[str, Counts, Near]] = [
    # two first names, each as often as told in a list of a thousand
    ("an initial", {"a": 9, "ana": 9}, Near.INITIAL),
    ("another's initial", {"n": 9, "ana": 9}, Near.DIFFERENT),
    ("two initials", {"a": 9, "b": 9}, Near.DIFFERENT),
    ("an initial and two letters", {"x": 9, "xi": 9}, Near.INITIAL),
    ("a short form", {"bob": 9, "robert": 9}, Near.NICKNAME),
    ("two short forms", {"bob": 9, "rob": 9}, Near.NICKNAME),
    ("a short form of two letters", {"jo": 9, "johanna": 9}, Near.NICKNAME),
    ("two well-known names", {"robert": 9, "john": 9}, Near.DIFFERENT),
    ("two names that nobody knows", {"torsten": 9, "orhan": 9}, Near.DIFFERENT),
    ("one slip, rare", {"torsten": 9, "torsden": 2}, Near.TYPO),
    ("one slip, not rare", {"torsten": 9, "torsden": 3}, Near.DIFFERENT),
    ("one slip, two well-known names", {"brian": 9, "bryan": 2}, Near.TYPO),
    ("one slip, both common", {"brian": 9, "bryan": 3}, Near.DIFFERENT),
    ("one slip, rare beside the other", {"brian": 750, "bryan": 3}, Near.TYPO),
    ("one slip, not that rare", {"brian": 750, "bryan": 4}, Near.DIFFERENT),
    ("one slip, three letters", {"dov": 9, "dow": 1}, Near.TYPO),
    ("one slip, two letters", {"xi": 9, "xu": 1}, Near.DIFFERENT),
    ("one slip, two and three letters", {"xi": 9, "xin": 1}, Near.DIFFERENT),
    ("two slips, six letters", {"zoltan": 9, "soltam": 1}, Near.TYPO),
    ("two slips, six letters, not rare", {"zoltan": 9, "soltam": 3}, Near.DIFFERENT),
    ("two slips, five letters", {"orhan": 9, "urham": 1}, Near.GARBLED),
    ("two slips, other first letter and length", {"zoltan": 9, "olta": 1}, Near.GARBLED),
    ("three slips", {"zoltan": 9, "soktam": 1}, Near.DIFFERENT),
    ("an umlaut", {"bjorn": 9, "bjoern": 9}, Near.TYPO),
    ("an umlaut, three letters", {"bar": 9, "baer": 9}, Near.TYPO),
    ("a woman's form, rare", {"zoltan": 249, "zoltana": 1}, Near.GARBLED),
    ("a woman's form, far rarer", {"zoltan": 250, "zoltana": 1}, Near.TYPO),
    ("a woman's form, common", {"zoltan": 9, "zoltana": 9}, Near.DIFFERENT),
    ("o and a", {"mirko": 9, "mirka": 1}, Near.GARBLED),
    ("e and a", {"mirke": 9, "mirka": 1}, Near.TYPO),
    ("o and e", {"mirko": 9, "mirke": 1}, Near.TYPO),
    ("o and a, and a slip", {"zoltano": 9, "zoltyna": 1}, Near.TYPO),
    ("the start of a name", {"zol": 9, "zoltan": 9}, Near.SHORTENED),
    ("the start of a name, one letter short", {"zolta": 9, "zoltan": 9}, Near.SHORTENED),
    ("six letters short", {"tor": 9, "torstenus": 9}, Near.SHORTENED),
    ("seven letters short", {"tor": 9, "torstenius": 9}, Near.DIFFERENT),
    ("the first two letters", {"zo": 9, "zoltan": 9}, Near.DIFFERENT),
    ("the end of a name", {"tan": 9, "zoltan": 9}, Near.DIFFERENT),
    ("two well-known names that are near", {"peter": 9, "petra": 1}, Near.DIFFERENT),
    ("a well-known name and none", {"peter": 9, "pxtxr": 1}, Near.GARBLED),
    ("a slip in a short form", {"elizabeth": 9, "lizzt": 2}, Near.SHORTENED),
    ("a slip in a short form, not rare", {"elizabeth": 9, "lizzt": 3}, Near.DIFFERENT),
    ("a slip in the first letter of a short form", {"elizabeth": 9, "kizzy": 1}, Near.SHORTENED),
    ("a slip in one of four letters", {"peter": 9, "pece": 1}, Near.SHORTENED),
    ("a slip in the first of four letters", {"daniel": 9, "zani": 1}, Near.SHORTENED),
    ("a slip in one of three letters", {"daniel": 9, "dna": 2}, Near.GARBLED),
    ("a slip in one of three letters, not rare", {"daniel": 9, "dna": 3}, Near.DIFFERENT),
    ("a slip in the first of three letters", {"daniel": 9, "xan": 1}, Near.DIFFERENT),
    ("two slips in one of three letters", {"daniel": 9, "dyx": 1}, Near.DIFFERENT),
    ("the woman's form of a short form", {"daniel": 9, "dania": 1}, Near.GARBLED),
    ("two slips, three and four letters", {"zol": 9, "zkal": 1}, Near.GARBLED),
    ("two slips, three letters", {"zol": 9, "zka": 1}, Near.DIFFERENT),
    ("two letters more", {"orhan": 9, "korshan": 1}, Near.GARBLED),
    ("the letters of three in another order", {"zol": 9, "lzo": 1}, Near.GARBLED),
    ("the letters of two in another order", {"xi": 9, "ix": 1}, Near.DIFFERENT),
    ("the letters of six in another order", {"zoltek": 9, "ketlzo": 1}, Near.GARBLED),
    ("the letters of six, not rare", {"zoltek": 9, "ketlzo": 3}, Near.DIFFERENT),
    ("garbled, rare beside the other", {"orhan": 1000, "urham": 4}, Near.GARBLED),
    ("garbled, not that rare", {"orhan": 1000, "urham": 5}, Near.DIFFERENT),
]  # fmt: skip


@pytest.mark.parametrize(("counts", "near"), [row[1:] for row in FIRST], ids=[row[0] for row in FIRST])
def test_two_first_names_are_so_near(counts: Counts, near: Near) -> None:
    there, back = column(counts), column(dict(reversed(counts.items())))
    assert spelling.first_name_levels(codes(0, 1), codes(1, 0), there).tolist() == [near, near]
    assert spelling.first_name_levels(codes(0, 1), codes(1, 0), back).tolist() == [near, near]
    assert spelling.differ(0, 1, there) is spelling.differ(1, 0, there) is (near is Near.DIFFERENT)


LAST: list[tuple[str, Counts, Near]] = [
    # two surnames, each as often as told in a list of a thousand
    ("an initial", {"d": 9, "delgado": 9}, Near.INITIAL),
    ("another's initial", {"e": 9, "delgado": 9}, Near.DIFFERENT),
    ("an initial and two letters", {"l": 9, "li": 9}, Near.INITIAL),
    ("two names", {"smith": 9, "jones": 9}, Near.DIFFERENT),
    ("one of two names", {"garcia lopez": 9, "lopez": 9}, Near.PART),
    ("two names in another order", {"garcia lopez": 9, "lopez garcia": 9}, Near.PART),
    ("with a particle and without", {"de la cruz": 9, "cruz": 9}, Near.PART),
    ("only particles in common", {"de la cruz": 9, "de la vega": 9}, Near.DIFFERENT),
    ("only particles in common, one slip", {"de la cruz": 9, "de la crus": 9}, Near.TYPO),
    ("written in one word", {"de la cruz": 9, "delacruz": 9}, Near.TYPO),
    ("other words", {"de la cruz": 9, "delgado": 9}, Near.DIFFERENT),
    ("one slip, rare", {"jansen": 9, "janson": 2}, Near.TYPO),
    ("one slip, not rare", {"jansen": 9, "janson": 3}, Near.DIFFERENT),
    ("one slip, rare beside the other", {"jansen": 300, "janson": 3}, Near.TYPO),
    ("one slip, not that rare", {"jansen": 300, "janson": 4}, Near.DIFFERENT),
    ("one slip, seven letters, common", {"johnson": 9, "johnsen": 9}, Near.TYPO),
    ("one slip, six and seven letters, common", {"hansen": 9, "hanssen": 9}, Near.DIFFERENT),
    ("one slip in the first of four letters", {"ford": 9, "lord": 1}, Near.TYPO),
    ("one slip, four letters, common", {"ford": 9, "fort": 9}, Near.DIFFERENT),
    ("one slip, three letters", {"lim": 9, "lin": 1}, Near.TYPO),
    ("one slip in the first of three letters", {"lim": 9, "kim": 1}, Near.DIFFERENT),
    ("one slip before the first of three letters", {"lim": 9, "klim": 1}, Near.GARBLED),
    ("one slip, two letters", {"li": 9, "lu": 1}, Near.DIFFERENT),
    ("one slip, two and three letters", {"li": 9, "lia": 1}, Near.DIFFERENT),
    ("two slips, seven letters", {"johnson": 9, "jahnsan": 1}, Near.TYPO),
    ("two slips, six letters", {"jansen": 9, "jonson": 1}, Near.GARBLED),
    ("two slips, six letters, not rare", {"jansen": 9, "jonson": 3}, Near.DIFFERENT),
    ("two slips, rare beside the other", {"peterson": 300, "petarsan": 3}, Near.TYPO),
    ("two slips, not that rare", {"peterson": 300, "petarsan": 4}, Near.DIFFERENT),
    ("three slips", {"peterson": 9, "pitarsan": 1}, Near.DIFFERENT),
    ("two letters in another order", {"li": 9, "il": 1}, Near.DIFFERENT),
    ("six letters in another order", {"zoltek": 9, "ketlzo": 1}, Near.GARBLED),
    ("six letters in another order, not rare", {"zoltek": 9, "ketlzo": 3}, Near.DIFFERENT),
    ("garbled, rare beside the other", {"jansen": 1000, "jonson": 4}, Near.GARBLED),
    ("garbled, not that rare", {"jansen": 1000, "jonson": 5}, Near.DIFFERENT),
    ("an umlaut", {"muller": 9, "mueller": 9}, Near.TYPO),
    ("an umlaut, three letters", {"bar": 9, "baer": 9}, Near.TYPO),
    ("two umlauts", {"schonmuller": 9, "schoenmueller": 9}, Near.TYPO),
    ("a short form is no surname", {"bob": 9, "robert": 9}, Near.DIFFERENT),
    ("nor is the start of one", {"john": 9, "johnson": 9}, Near.DIFFERENT),
]  # fmt: skip


@pytest.mark.parametrize(("counts", "near"), [row[1:] for row in LAST], ids=[row[0] for row in LAST])
def test_two_surnames_are_so_near(counts: Counts, near: Near) -> None:
    there, back = column(counts), column(dict(reversed(counts.items())))
    assert spelling.last_name_levels(codes(0, 1), codes(1, 0), there).tolist() == [near, near]
    assert spelling.last_name_levels(codes(0, 1), codes(1, 0), back).tolist() == [near, near]


WOMANS = ("a", "e", "o", "i", "na", "ne", "ine", "ina", "elle", "ette", "ita", "ia", "la", "le", "ella")
OTHERS = ("u", "n", "s", "us", "os", "ni", "ana", "as")
ENDINGS: list[tuple[str, Near]] = [
    *((ending, Near.DIFFERENT) for ending in WOMANS),
    *((ending, Near.SHORTENED) for ending in OTHERS),
]


@pytest.mark.parametrize(("ending", "near"), ENDINGS, ids=[row[0] for row in ENDINGS])
def test_a_womans_form_is_no_longer_form_of_a_mans_name(ending: str, near: Near) -> None:
    names = column({"zoltan": 9, f"zoltan{ending}": 9})
    assert spelling.first_name_levels(codes(0), codes(1), names).tolist() == [near]


PEOPLE = column({"ana": 9, "bob": 9, "robert": 9, "a": 9, "xi": 9, "john": 9})
"""Ana 0, Bob 1, Robert 2, A 3, Xi 4, John 5."""

PAIRS: list[tuple[str, int, int, Near]] = [
    ("none", -1, -1, Near.MISSING),
    ("none and a name", -1, 2, Near.MISSING),
    ("a name and none", 2, -1, Near.MISSING),
    ("the first and none", 0, -1, Near.MISSING),
    ("one name", 1, 1, Near.SAME),
    ("the first", 0, 0, Near.SAME),
    ("one initial", 3, 3, Near.INITIAL),
    ("two letters", 4, 4, Near.SAME),
    ("the last", 5, 5, Near.SAME),
    ("a short form", 1, 2, Near.NICKNAME),
    ("the other way round", 2, 1, Near.NICKNAME),
    ("an initial", 0, 3, Near.INITIAL),
    ("two people", 2, 0, Near.DIFFERENT),
    ("two people once more", 0, 2, Near.DIFFERENT),
    ("a short form once more", 1, 2, Near.NICKNAME),
]


def test_rows_are_compared_pair_by_pair() -> None:
    a, b = codes(*(row[1] for row in PAIRS)), codes(*(row[2] for row in PAIRS))
    levels = spelling.first_name_levels(a, b, PEOPLE)
    assert (levels.dtype, levels.tolist()) == (np.int8, [near for *_, near in PAIRS])
    assert spelling.first_name_levels(codes(), codes(), PEOPLE).tolist() == []


def test_a_name_does_not_differ_from_itself() -> None:
    assert [code for code in range(6) if spelling.differ(code, code, PEOPLE)] == []


def test_spellings_are_of_a_column() -> None:
    none = np.array([], np.int64), codes()
    names = Spellings.of(Coded(codes(0, 1, -1, 0, 2), ["ana", "b", "xi"], np.array([2, 1, 1]), 4, none))
    assert (names.values, names.counts, names.rows) == (["ana", "b", "xi"], [2, 1, 1], 5)
    assert names.initials.tolist() == [False, True, False, False]


@pytest.mark.parametrize(("rows", "few"), [(0, 2), (66_666, 2), (100_000, 3), (1_000_000, 30)])
def test_a_misspelling_may_stand_more_often_in_a_longer_list(rows: int, few: float) -> None:
    assert column({}, rows).few == pytest.approx(few)


SLIPS: list[tuple[str, int, int, int, bool, bool]] = [
    # how often the one and the other stand, in how many rows, whether both are names, and whether one is a slip
    ("as often, two", 2, 2, 1000, False, True),
    ("as often, three", 3, 3, 1000, False, False),
    ("as often, five in a long list", 5, 5, 170_000, False, True),
    ("as often, six in a long list", 6, 6, 170_000, False, False),
    ("a hundredth", 500, 5, 1000, False, True),
    ("more than a hundredth", 500, 6, 1000, False, False),
    ("names: as often", 1, 1, 1000, True, False),
    ("names: as often in a long list", 5, 5, 170_000, True, False),
    ("names: a hundredth", 100, 1, 1000, True, True),
    ("names: more than a hundredth", 99, 1, 1000, True, False),
]


@pytest.mark.parametrize(("a", "b", "rows", "sure", "slip"), [row[1:] for row in SLIPS], ids=[row[0] for row in SLIPS])
def test_a_slip_is_rare_beside_the_name(a: int, b: int, rows: int, sure: bool, slip: bool) -> None:
    names = column({"ana": a, "anna": b, "bob": 10_000}, rows)
    assert names.one_is_a_slip(0, 1, 0.01, sure=sure) is slip
    assert names.one_is_a_slip(1, 0, 0.01, sure=sure) is slip
    if not sure:
        assert names.one_is_a_slip(0, 1, 0.01) is slip


def test_each_pair_of_codes_is_kept_once() -> None:
    left, right, place = spelling.distinct_pairs(codes(3, 1, 1, 2, 3), codes(1, 3, 2, 2, 1), 4)
    assert (left, right, place.tolist()) == ([1, 1, 2], [2, 3, 2], [1, 1, 0, 2, 1])
    left, right, place = spelling.distinct_pairs(codes(90_000, 7), codes(80_000, 0), 100_000)
    assert (left, right, place.tolist()) == ([0, 80_000], [7, 90_000], [1, 0])


@pytest.mark.parametrize(
    ("left", "right", "cutoff", "distances"),
    [
        ([], [], 2, []),
        (["ana"], ["anna"], 2, [1]),
        (["ana"], ["peter"], 2, [3]),
        (["ana", "ana", "ana", "ana", "ana"], ["ana", "naa", "anx", "bxa", "peter"], 2, [0, 1, 1, 2, 3]),
        (["ana", "ana", "maria"], ["bxa", "peter", "marisa"], 1, [2, 2, 1]),
    ],
    ids=["none", "one", "one too far", "several", "a shorter reach"],
)
def test_the_letters_between_two_names_are_counted_up_to_a_cutoff(
    left: list[str], right: list[str], cutoff: int, distances: list[int]
) -> None:
    assert spelling.edit_distances(left, right, cutoff) == distances
