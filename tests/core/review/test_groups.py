"""Questions that are alike are led by one row, and what is decided there holds for those beneath."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pytest

from leadsorted_sheets.core import dedupe, review
from leadsorted_sheets.core.book import Book, Key, row_of, same_book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import Change, Edit, apply, invert
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.review.groups import MANY
from leadsorted_sheets.core.state import DECISIONS
from tests.context import NOON, a_context
from tests.core.dedupe.lists import book_of, strangers

LIKELY = "likely one person, same name and company"
WHERE = f"Leads: {LIKELY}"


def a_doubt(n: int, alike: str = LIKELY) -> Finding:
    """That lead 2n and lead 2n+1 are one person."""
    one, other = (f"L-S{2 * n + side:02}" for side in (0, 1))
    return Finding(
        "review", "Leads", one, None, "dedupe.likely", "", suggestion="Merge", others=(other,), why=f"Because {n}.", confidence=0.8 + n / 100, alike=alike
    )  # fmt: skip


def raised(book: Book, doubts: Sequence[Finding], *, minutes: int = 0) -> Book:
    context = a_context(NOON + dt.timedelta(minutes=minutes))
    return apply(book, review.raised(doubts, book, context, examined="dedupe"))


def leading(book: Book) -> dict[Key, Mapping[str, Cell]]:
    return {key: row for key, row in book["Review"].items() if row["Kind"] == "Group"}


def decided(book: Book, decisions: Mapping[Key, str]) -> Book:
    edits = [Edit("Review", key, "Decision", None, said) for key, said in decisions.items()]
    return apply(book, edits)


def reviewed(book: Book) -> tuple[Book, list[Change], list[Finding]]:
    outcome = review.plan(book, review.Options(), a_context())
    return apply(book, outcome.changes), list(outcome.changes), list(outcome.findings)


BOOK: Book = {"Leads": strangers(), "Review": {}, DECISIONS: {}}
FIVE = [a_doubt(n) for n in range(MANY)]


def test_five_questions_that_are_alike_are_led_by_one_row_that_stands_above_them() -> None:
    alone = a_doubt(9, "likely one person, same name and phone")
    book = raised(BOOK, [FIVE[0], alone, *FIVE[1:]])
    (id, row), *rest = book["Review"].items()
    assert row == row_of(
        {
            "Review ID": id,
            "Kind": "Group",
            "Where": WHERE,
            "This row": "5 questions that are alike",
            "Suggestion": "Merge",
            "Confidence": 0.82,
            "Why": "What you decide here holds for each of them that has no decision of its own. Such as: "
            "Olivia Archer, Alder Foods, olivia.archer@alder.co.uk, +44 20 7000 0000, Leeds and "
            "Noah Harlow, Birch Media, noah.harlow@birch.co.uk, +44 20 7001 0137, Bristol.",
            "Raised": dt.datetime(2026, 3, 10, 12),
            "Tab": "Leads",
            "Rule": "dedupe.group",
        }
    )
    assert [each["Why"] for _, each in rest] == [*(f"Because {n}." for n in range(MANY)), "Because 9."]
    assert {each["Where"] for _, each in rest[:-1]} == {WHERE}


def test_fewer_are_asked_one_by_one() -> None:
    assert leading(raised(BOOK, FIVE[1:])) == {}


def test_raised_again_the_group_stays_as_it_is_and_with_more_it_is_counted_anew() -> None:
    book = raised(BOOK, FIVE)
    assert same_book(raised(book, FIVE, minutes=5), book)
    ((id, before),) = leading(book).items()
    more = raised(book, [*FIVE, a_doubt(7)], minutes=5)
    expected = {
        **before,
        "This row": "6 questions that are alike",
        "Confidence": 0.828,
        "Raised": dt.datetime(2026, 3, 10, 12, 5),
    }
    assert leading(more) == {id: expected}


def test_a_group_that_has_become_small_goes_and_its_questions_stay() -> None:
    book = raised(BOOK, FIVE)
    fewer = raised(book, FIVE[1:])
    assert leading(fewer) == {}
    assert {row["Why"] for row in fewer["Review"].values()} == {f"Because {n}." for n in range(1, MANY)}


def test_another_operation_leaves_the_group_alone() -> None:
    book = raised(BOOK, FIVE)
    assert review.raised([], book, a_context(), examined="normalise") == []
    assert review.raised([], book, a_context(), examined="") == []


Then = tuple[set[int], set[int], set[int]]
SAID: list[tuple[str, str, dict[int, str], Then]] = [
    # what, the group's decision, its questions' own, then: one person, kept apart, still on Review
    ("decided for all", "Keep apart", {}, (set(), {0, 1, 2, 3, 4}, set())),
    ("one decided otherwise", "Keep apart", {2: "Merge"}, ({2}, {0, 1, 3, 4}, set())),
    ("one put off", "Merge", {1: "Later"}, ({0, 2, 3, 4}, set(), {1})),
    ("the suggestion for all", "Use suggestion", {}, ({0, 1, 2, 3, 4}, set(), set())),
    ("left as they are", "leave as it is", {}, (set(), {0, 1, 2, 3, 4}, set())),
    ("the group put off", "Later", {0: "Keep apart"}, (set(), {0}, {1, 2, 3, 4})),
    ("the group not decided", "", {0: "Merge"}, ({0}, set(), {1, 2, 3, 4})),
]  # fmt: skip


@pytest.mark.parametrize(("what", "group", "own", "then"), SAID, ids=[row[0] for row in SAID])
def test_what_is_decided_of_a_group(what: str, group: str, own: dict[int, str], then: Then) -> None:
    same, apart, open_ = then
    book = raised(BOOK, FIVE)
    ((id, _),) = leading(book).items()
    choices = {FIVE[n].identity: said for n, said in own.items()} | ({id: group} if group else {})
    after, changes, findings = reviewed(decided(book, choices))
    pairs = {n: f"L-S{2 * n:02}:L-S{2 * n + 1:02}" for n in range(MANY)}
    assert set(after[DECISIONS]) == {f"same:{pairs[n]}" for n in same} | {f"apart:{pairs[n]}" for n in apart}
    left = {FIVE[n].identity for n in open_} | ({id} if group in {"", "Later"} else set())
    assert after["Review"].keys() == left
    assert findings == [] or {finding.rule for finding in findings} == {"dedupe.kept-apart"}
    assert len(after["Leads"]) == len(BOOK["Leads"]) - len(same)
    assert same_book(apply(after, invert(changes)), decided(book, choices))


def test_a_question_raised_after_the_decision_was_made_is_asked() -> None:
    book = raised(BOOK, FIVE)
    ((id, _),) = leading(book).items()
    later = raised(decided(book, {id: "Keep apart"}), [*FIVE, a_doubt(7)], minutes=5)
    after, _, _ = reviewed(later)
    assert list(after["Review"]) == [a_doubt(7).identity]
    assert raised(after, [*FIVE, a_doubt(7)])["Review"].keys() == {a_doubt(7).identity}


def test_a_word_that_is_no_decision_does_nothing_and_is_said_once_a_row() -> None:
    book = raised(BOOK, FIVE)
    ((id, _),) = leading(book).items()
    after, changes, findings = reviewed(decided(book, {id: "Yes"}))
    assert changes == []
    assert {finding.rule for finding in findings} == {"review.decision"}
    assert same_book(after, decided(book, {id: "Yes"}))


def test_a_pair_without_a_suggestion_has_none_to_use() -> None:
    doubts = [
        Finding("review", "Leads", f"L-S{n}0", None, "dedupe.possible", "", others=(f"L-S{n}1",), alike="x")
        for n in range(MANY)
    ]
    book = raised(BOOK, doubts)
    ((id, _),) = leading(book).items()
    after, _, findings = reviewed(decided(book, {id: "Use suggestion"}))
    assert after["Review"].keys() == {doubt.identity for doubt in doubts}
    assert [finding.message for finding in findings] == [
        "5 questions of a group suggest nothing that could be written, and stay. Decide each."
    ]
    _, changes, findings = reviewed(decided(book, {doubts[0].identity: "Use suggestion"}))
    assert changes == []
    assert [finding.message for finding in findings] == [
        "Nothing is suggested for this pair. Choose Merge or Keep apart."
    ]


def test_values_that_are_alike_take_their_own_suggestions() -> None:
    doubts = [
        Finding("review", "Leads", f"L-S0{n}", "City", "normalise.city", "", cell(n), f"City {n}" if n else None, alike="City, spelt oddly")
        for n in range(MANY + 1)
    ]  # fmt: skip
    book = apply(BOOK, review.raised(doubts, BOOK, a_context(), examined="normalise"))
    ((id, row),) = leading(book).items()
    assert (row["Where"], row.get("Suggestion")) == ("Leads: City, spelt oddly", None)
    after, _, findings = reviewed(decided(book, {id: "Use suggestion"}))
    assert {n: after["Leads"][f"L-S0{n}"]["City"] for n in range(MANY + 1)} == {
        0: cell(0),
        **{n: f"City {n}" for n in range(1, MANY + 1)},
    }
    assert list(after["Review"]) == [doubts[0].identity]
    assert [finding.rule for finding in findings] == ["review.nothing"]


def cell(n: int) -> Cell:
    return BOOK["Leads"][f"L-S0{n}"]["City"]


def test_dedupe_groups_pairs_by_what_the_evidence_says() -> None:
    names = [("Chloe", "Zhang"), ("Amir", "Haddad"), ("Sofia", "Marino"), ("Jonas", "Krueger"), ("Yuki", "Tanabe")]
    rows = [{"First name": first, "Last name": last, "Company": f"{last} {what}", "City": "Ely", "Website": site}
            for first, last in names for what, site in (("Cobalt Ltd", None), ("Cobalt", f"{last}.example"))]  # fmt: skip
    book = {**book_of(*[row_of(row) for row in rows]), "Review": {}}  # type: ignore[list-item]  # rows as they are
    doubts = dedupe.plan(book, dedupe.Options(), a_context()).findings
    assert {finding.alike for finding in doubts} == {"likely one person, same name and company"}
    book = apply(book, review.raised(doubts, book, a_context(), examined="dedupe"))
    ((id, row),) = leading(book).items()
    assert row["This row"] == "5 questions that are alike"
    after, _, _ = reviewed(decided(book, {id: "Merge"}))
    assert len(after["Leads"]) == len(book["Leads"]) - 5
    assert after["Review"] == {}
