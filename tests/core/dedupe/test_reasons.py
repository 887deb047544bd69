"""Why two leads are one or two, in lines to read; also of leads that were merged, as they stood then."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.book import Book, same_book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow, apply
from leadsorted_sheets.core.dedupe import reasons
from leadsorted_sheets.core.state import DECISIONS
from tests.context import a_context
from tests.core.dedupe.lists import book_of
from tests.core.dedupe.test_pairs import lead

Row = dict[str, Cell]
ANA, PHONE, MAIL = "Ana Delgado", "+44 7700 900123", "ana@acme.com"
BOTH = "Ana Delgado and Ana Delgado"

VERDICTS: list[tuple[str, Row, Row, str, str]] = [
    # two leads, what somebody decided, and the verdict
    ("decided to be one", lead(ANA), lead("Ben Osei"), "same:L-1:L-2", "Ana Delgado and Ben Osei are one person: you decided so."),
    ("decided to be two", lead(ANA, MAIL), lead(ANA, MAIL), "apart:L-1:L-2", f"{BOTH} are kept apart: you decided so."),
    ("equal", lead(ANA, MAIL), {**lead(ANA, MAIL), "Score": 3}, "", f"{BOTH} are one person: the rows are equal in every cell that people type."),
    ("certain", lead(ANA, MAIL), lead(ANA, MAIL, city="Leeds"), "", f"{BOTH} are certainly one person (99% sure that they are one)."),
    ("likely", lead(ANA, company="Acme"), lead(ANA, company="Acme Ltd"), "", "Ana Delgado (Acme) and Ana Delgado (Acme Ltd) are likely one person (95% sure that they are one)."),
    ("possible", lead(ANA), lead(ANA, city="Leeds"), "", f"{BOTH} are possibly one person (66% sure that they are one)."),
    ("two", lead(ANA), lead("Ben Osei"), "", "Ana Delgado and Ben Osei are taken for two people (1% sure that they are one)."),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "decision", "verdict"), [row[1:] for row in VERDICTS], ids=[r[0] for r in VERDICTS])
def test_the_verdict_comes_first_whichever_is_named_first(a: Row, b: Row, decision: str, verdict: str) -> None:
    book = book_of(a, b, **{DECISIONS: {decision: {}} if decision else {}})
    assert dedupe.why(book, "L-1", "L-2") == dedupe.why(book, "L-2", "L-1")
    assert dedupe.why(book, "L-1", "L-2")[0] == verdict


def test_what_agrees_is_told_and_what_speaks_against_it() -> None:
    book = book_of(lead(ANA, MAIL, PHONE), lead(ANA, MAIL, "+44 7700 900456"))
    assert dedupe.why(book, "L-1", "L-2")[1:] == (
        "For it: same e-mail ana@acme.com.",
        "For it: same surname (2 of 62 here).",
        "For it: same first name (2 of 62 here).",
        "Against it: other phone.",
    )
    assert dedupe.why(book, "L-1", "L-1") == ("L-1 is one row.",)


ONE, TWO, THREE = lead(ANA, "front@acme.com"), lead(ANA, "front@acme.com", PHONE), lead(ANA, "x@web.de", PHONE)
GROUP = ("L-1", "L-2", "L-3")


def test_who_is_one_through_a_third_is_told_link_by_link() -> None:
    assert reasons.why_merged(book_of(ONE, TWO, THREE), GROUP, "L-1", "L-3") == (
        "L-1 and L-3 are one person through L-2.",
        f"L-1 and L-2: {BOTH} are certainly one person (98% sure that they are one).",
        "For it: same e-mail front@acme.com.",
        "For it: same surname (3 of 63 here).",
        "For it: same first name (3 of 63 here).",
        f"L-2 and L-3: {BOTH} are certainly one person (98% sure that they are one).",
        "For it: same phone.",
        "For it: same surname (3 of 63 here).",
        "For it: same first name (3 of 63 here).",
        "Against it: other e-mail.",
    )


OTHERS = lead("Ben Osei", "ben@birch.com"), lead("Cid Lee", "cid@cobalt.com")
LINKS: list[tuple[str, list[Row], list[str], tuple[str, ...], tuple[str, str], str]] = [
    # the leads, what was decided, the group that was merged, two of it, and the first line about them
    ("tied as they are", [ONE, TWO, THREE], [], GROUP, ("L-1", "L-2"), f"{BOTH} are certainly one person (98% sure that they are one)."),
    ("by decisions", [lead(ANA), *OTHERS], ["same:L-1:L-2", "same:L-2:L-3"], GROUP, ("L-3", "L-1"), "L-3 and L-1 are one person through L-2."),
    ("by rows that are equal", [lead(ANA, MAIL), lead(ANA, MAIL), lead("Bo Li", PHONE)], ["same:L-2:L-3"], GROUP, ("L-1", "L-3"), "L-1 and L-3 are one person through L-2."),
    ("by four", [lead(ANA), *OTHERS, lead("Eva Rudd")], ["same:L-1:L-2", "same:L-2:L-3", "same:L-3:L-4"], (*GROUP, "L-4"), ("L-1", "L-4"), "L-1 and L-4 are one person through L-2 and L-3."),
    ("by the shorter of two ways", [lead(ANA), *OTHERS, lead("Eva Rudd")], ["same:L-1:L-2", "same:L-2:L-3", "same:L-3:L-4", "same:L-2:L-4"], (*GROUP, "L-4"), ("L-1", "L-4"), "L-1 and L-4 are one person through L-2."),
    ("by the shorter, though it ends with the last of the list", [lead(ANA), *OTHERS, lead("Zoe Rudd", "zoe@zinc.com")], ["same:L-1:L-2", "same:L-2:L-3", "same:L-3:L-4", "same:L-2:L-4"], (*GROUP, "L-4"), ("L-1", "L-4"), "L-1 and L-4 are one person through L-2."),
    ("not by what they have in common with one who was not merged", [ONE, TWO, THREE], [], ("L-1", "L-3"), ("L-1", "L-3"), f"{BOTH} are possibly one person (41% sure that they are one)."),
    ("not through one who was not merged", [lead(ANA), *OTHERS], ["same:L-1:L-2", "same:L-2:L-3"], ("L-1", "L-3"), ("L-1", "L-3"), "Ana Delgado and Cid Lee are taken for two people (1% sure that they are one)."),
    ("by the surer of two ways", [lead(ANA, MAIL), lead("", MAIL, PHONE), lead(ANA, "x@web.de", PHONE)], ["same:L-1:L-2", "same:L-2:L-3"], GROUP, ("L-1", "L-3"), "L-1 and L-3 are one person through L-2."),
    ("one who is no longer there is passed over", [ONE, TWO, THREE], [], (*GROUP, "L-9"), ("L-1", "L-2"), f"{BOTH} are certainly one person (98% sure that they are one)."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "decided", "group", "pair", "first"), [row[1:] for row in LINKS], ids=[row[0] for row in LINKS]
)
def test_leads_that_were_merged_are_tied_by_the_surest_chain(
    rows: list[Row], decided: list[str], group: tuple[str, ...], pair: tuple[str, str], first: str
) -> None:
    book = book_of(*rows, **{DECISIONS: {key: {} for key in decided}})
    assert reasons.why_merged(book, group, *pair)[0] == first


def merged(book: Book) -> list[Change]:
    return list(dedupe.plan(book, dedupe.Options(), a_context()).changes)


def test_the_book_before_a_merge_is_made_from_its_changes() -> None:
    book = book_of(
        lead(ANA, MAIL, PHONE, City="Leeds"),
        {**lead(ANA, MAIL), "Job title": "Buyer"},
        Activities={"A-1": {"Lead ID": "L-2"}},
    )
    made = merged(book)
    now = apply(book, made)
    assert same_book({"Leads": reasons.as_before(made, now)["Leads"]}, {"Leads": book["Leads"]})
    assert reasons.as_before(made, now)["Activities"] == now["Activities"]
    added = [AddRow("Leads", "L-9", {"City": "York"}, ""), Edit("Leads", "L-8", "City", "Leeds", "York", "")]
    assert reasons.as_before(added, {"Leads": {"L-9": {"City": "York"}}}) == {"Leads": {}}
    assert reasons.as_before([AddRow("Leads", "L-9", {}, "")], {"Leads": {}}) == {"Leads": {}}
    assert reasons.as_before([RemoveRow("Leads", "L-9", {"City": "York"}, "")], {}) == {
        "Leads": {"L-9": {"City": "York"}}
    }
    twice = [Edit("Leads", "L-1", "City", "Leeds", "York", ""), Edit("Leads", "L-1", "City", "York", "Bath", "")]
    assert reasons.as_before(twice, {"Leads": {"L-1": {"City": "Bath"}}}) == {"Leads": {"L-1": {"City": "Leeds"}}}


def test_which_cell_came_from_whom_is_told() -> None:
    long = "Called in May, asked for an offer, and was sent one that nobody answered."
    book = book_of(
        {**lead(ANA, MAIL, PHONE, "Acme", "Leeds"), "Region": "Yorkshire", "Tags": "vip"},
        {**lead(ANA, MAIL), "Job title": "Buyer", "Tags": "fair"},
        {**lead(ANA, MAIL), "Industry": "Food", "Notes": long},
        lead("Ben Osei", "ben@birch.com", city="York"),
        lead("Ben Osei", "ben@birch.com"),
    )
    made = merged(book)
    assert reasons.merged_with("L-1", made) == ("L-2", "L-3")
    assert reasons.merged_with("L-2", made) == ()
    assert reasons.survivors("L-1", made) == (
        'L-1 took from L-2: Job title "Buyer" (filled from the other row).',
        f'L-1 took from L-3: Industry "Food" (filled from the other row), Notes "{long[:60]}…" (all kept).',
        'L-1 has from several of them: Tags "vip; fair" (all kept).',
        "Every other cell is as it was in L-1.",
    )
    assert reasons.survivors("L-4", made) == ("Every cell is as it was in L-4.",)


def test_only_what_the_merge_did_counts_as_taken() -> None:
    by_hand = Edit("Leads", "L-1", "City", "Leeds", "York", "Ann: moved")
    elsewhere = Edit("Pipeline", "L-1", "City", "Leeds", "York", "dedupe: x; the oldest kept")
    other_tab = RemoveRow("Activities", "L-2", {"City": "York"}, "")
    into = AddRow("_merged", "L-2", {"Into": "L-1"}, "")
    assert reasons.survivors("L-1", [by_hand, elsewhere, other_tab, into]) == ("Every cell is as it was in L-1.",)
    taken = Edit("Leads", "L-1", "City", "Leeds", "York", "dedupe: same e-mail; and phone; the oldest kept")
    gone = RemoveRow("Leads", "L-2", {"City": "York"}, "")
    visit = RemoveRow("Activities", "A-1", {"City": "York"}, "")
    assert reasons.survivors("L-1", [visit, taken, gone, into, AddRow("Leads", "L-3", {"Into": "L-1"}, "")]) == (
        'L-1 took from L-2: City "York" (the oldest kept).',
        "Every other cell is as it was in L-1.",
    )


def test_what_was_put_together_of_several_is_told_in_one_line() -> None:
    text = "x" * 60
    made = [
        Edit("Leads", "L-1", "Tags", "vip", "vip; fair", "dedupe: same e-mail; all kept"),
        Edit("Leads", "L-1", "Notes", None, text, "dedupe: same e-mail; all kept"),
        Edit("Leads", "L-1", "City", None, text + "y", "dedupe: same e-mail; all kept"),
    ]
    assert reasons.survivors("L-1", made) == (
        f'L-1 has from several of them: Tags "vip; fair" (all kept), Notes "{text}" (all kept), City "{text}…" (all kept).',
        "Every other cell is as it was in L-1.",
    )
