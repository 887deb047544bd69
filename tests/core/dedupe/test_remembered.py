"""Decisions about pairs hold for leads that come again under other ids, and for nobody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core import dedupe, review
from leadsorted_sheets.core.book import Book, row_of
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import apply
from leadsorted_sheets.core.dedupe.remembered import MOST_TWINS, Remembered, known_by, name_key, written
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.state import DECISIONS
from tests.context import a_context
from tests.core.dedupe.lists import book_of

Row = dict[str, Cell]

ANA: Row = {"First name": "Ana", "Last name": "Ng", "Email": "ana@acme.example", "Phone": "+442079460018"}
ANNA: Row = {"First name": "Anna", "Last name": "Ng", "Company": "Acme", "Phone": "+442079460018"}


def remembered(kind: str, one: Row, other: Row) -> Remembered:
    facts = {"Kind": kind, "A": "L-1", "B": "L-2", "Known A": written(one, "GB"), "Known B": written(other, "GB")}
    return Remembered({f"{kind}:L-1:L-2": row_of(facts)}, "GB")


TABLE: tuple[tuple[str, tuple[str, Row], tuple[str, Row], bool], ...] = (
    ("both by their ids, whatever they say by now", ("L-1", {}), ("L-2", {"Email": "x@y.example"}), True),
    ("one by its id, one by all its keys", ("L-1", ANA), ("L-9", ANNA), True),
    ("both by their keys", ("L-8", ANA), ("L-9", ANNA), True),
    ("in the other order", ("L-9", ANNA), ("L-8", ANA), True),
    ("spelt otherwise", ("L-1", ANA), ("L-9", {**ANNA, "Company": "ACME Ltd.", "Phone": "020 7946 0018"}), True),
    ("one key changed, another is the same", ("L-1", ANA), ("L-9", {**ANNA, "Phone": "+442079461111"}), True),
    ("a key in Other emails", ("L-2", ANNA), ("L-9", {**ANA, "Email": "a@b.example", "Other emails": ANA["Email"]}), True),
    ("the same name, nothing else", ("L-1", ANA), ("L-9", {"First name": "Anna", "Last name": "Ng"}), False),
    ("the same phone, another name", ("L-1", ANA), ("L-9", {**ANNA, "First name": "Bo"}), False),
    ("a twin of the lead itself", ("L-1", ANA), ("L-9", ANA), False),
    ("keys of both", ("L-1", ANA), ("L-9", {**ANNA, "First name": "Ana", "Email": ANA["Email"]}), False),
    ("a stranger", ("L-1", ANA), ("L-9", {"First name": "Bo", "Last name": "Li", "Email": "bo@li.example"}), False),
)  # fmt: skip


@pytest.mark.parametrize(("case", "a", "b", "holds"), TABLE, ids=[case for case, *_ in TABLE])
@pytest.mark.parametrize("kind", ["same", "apart"])
def test_a_decision_holds_for(kind: str, case: str, a: tuple[str, Row], b: tuple[str, Row], holds: bool) -> None:
    assert remembered(kind, ANA, ANNA).choice(a, b) == (kind if holds else None), case


def test_leads_with_the_very_same_keys_are_told_apart_by_their_ids_alone() -> None:
    decided = remembered("apart", ANA, {**ANA, "Notes": "his daughter"})
    assert decided.choice(("L-1", ANA), ("L-2", ANA)) == "apart"
    assert decided.choice(("L-1", ANA), ("L-9", ANA)) is None


def test_a_key_that_both_had_names_neither() -> None:
    decided = remembered("apart", ANA, {**ANA, "Email": "ana@birch.example"})
    only_the_phone = {**ANA, "Email": None}
    assert decided.choice(("L-1", ANA), ("L-9", only_the_phone)) is None
    assert decided.choice(("L-2", ANA), ("L-9", only_the_phone)) is None


def test_a_lead_with_fewer_keys_than_the_other_is_known_by_having_no_more() -> None:
    less = {name: cell for name, cell in ANA.items() if name != "Email"}
    decided = remembered("apart", less, ANA)
    assert decided.choice(("L-2", ANA), ("L-9", less)) == "apart"
    assert decided.choice(("L-1", less), ("L-9", {**ANA, "Phone": None})) == "apart"


def test_a_decision_made_before_keys_were_kept_holds_by_the_ids() -> None:
    decided = Remembered({"same:L-1:L-2": {"Kind": "same"}, "value:R-1": {"Kind": "value"}}, "GB")
    assert decided.choice(("L-1", ANA), ("L-2", ANNA)) == "same"
    assert decided.choice(("L-1", ANA), ("L-9", ANNA)) is None


def test_a_decision_knows_which_of_its_leads_is_which() -> None:
    """The ids in its name are in order; A and B are in the order in which they were decided."""
    facts: Row = {
        "Kind": "apart",
        "A": "L-2",
        "B": "L-1",
        "Known A": written(ANNA, "GB"),
        "Known B": written(ANA, "GB"),
    }
    decided = Remembered({"apart:L-1:L-2": facts}, "GB")
    assert decided.choice(("L-1", ANA), ("L-9", ANNA)) == "apart"
    assert decided.choice(("L-2", ANNA), ("L-9", ANA)) == "apart"
    assert decided.choice(("L-2", ANNA), ("L-9", ANNA)) is None
    assert {(side.which, side.lead) for side, _ in decided.sides("L-2", ANNA)} == {("A", "L-2")}


def test_leads_that_are_not_in_its_name_are_none_of_a_decision() -> None:
    decided = Remembered({"apart:L-1:L-2": {"A": "L-7", "B": "L-8"}}, "GB")
    assert decided.choice(("L-1", ANA), ("L-2", ANNA)) == "apart"
    assert decided.choice(("L-7", ANA), ("L-8", ANNA)) is None


NO_DECISIONS = ["value:R-1", "same", "same:L-1", "same:L-1:", "apart:L-1:L-1", "SAME:L-1:L-2", "other:L-1:L-2"]


@pytest.mark.parametrize("key", NO_DECISIONS)
def test_what_is_no_decision_about_two_leads_is_passed_over(key: str) -> None:
    decided = Remembered({key: {}, "apart:L-3:L-4": {}}, "GB")
    assert decided.choice(("L-1", ANA), ("L-2", ANNA)) is None
    assert decided.choice(("L-1", ANA), ("", ANNA)) is None
    assert decided.choice(("L-3", ANA), ("L-4", ANNA)) == "apart"


def test_of_two_decisions_the_one_that_keeps_apart_holds() -> None:
    decided = Remembered({"same:L-1:L-2": {}, "apart:L-1:L-2": {}, "same:L-2:L-3": {}}, "GB")
    assert decided.choice(("L-1", ANA), ("L-2", ANNA)) == "apart"
    rows = [("L-3", ANA), ("L-2", ANNA), ("L-1", ANA)]
    assert decided.pairs(rows) == {"same": {(0, 1), (1, 2)}, "apart": {(1, 2)}}


def test_the_row_named_by_its_id_and_its_twins_all_stand_for_it() -> None:
    decided = remembered("same", ANA, ANNA)
    rows = [("L-1", ANA), ("L-2", ANNA), ("L-8", ANA), ("", ANNA)]
    assert decided.pairs(rows) == {"same": {(0, 1), (0, 3), (1, 2), (2, 3)}, "apart": set()}


def test_what_a_lead_is_known_by() -> None:
    assert len(known_by(ANA, "GB")) == 2
    assert (
        len(known_by({**ANA, "Other emails": "a@b.example; c@d.example", "Other phones": "020 7946 0019"}, "GB")) == 5
    )
    assert known_by({"Email": "ana@acme.example"}, "GB") != frozenset()
    assert known_by({"Company": "Acme"}, "GB") == frozenset()
    home = known_by({**ANA, "Phone": "030 901820"}, "DE")
    assert home == known_by({**ANA, "Phone": "030 901820", "Country": "Germany"}, "GB")
    assert home != known_by({**ANA, "Phone": "030 901820"}, "GB")
    assert (
        name_key({"First name": "Ng", "Last name": "Ána"})
        == name_key({"First name": "ana", "Last name": "NG"})
        == "ana ng"
    )
    assert {len(each) for each in known_by(ANA, "GB")} == {14}
    assert len({each[:4] for each in known_by(ANA, "GB")}) == 1


def test_a_key_of_too_many_rows_says_nothing_about_who_is_meant() -> None:
    decided = remembered("apart", ANA, ANNA)
    twins = [(f"L-T{n}", ANNA) for n in range(MOST_TWINS)]
    assert len(decided.pairs([("L-1", ANA), *twins])["apart"]) == MOST_TWINS
    assert decided.pairs([("L-1", ANA), *twins, ("L-X", ANNA)])["apart"] == set()
    assert decided.pairs([("L-1", ANA), ("L-2", ANNA), *twins, ("L-X", ANNA)])["apart"] == {(0, 1)}


def test_what_stands_in_a_workbook_already_is_read_for_ever() -> None:
    assert written(ANA, "GB") == written({**ANA, "Phone": "020 7946 0018"}, "GB") == "ER4EDMD3F9P93F ER4ERV6Q9ACVH5"
    assert written({}, "GB") == ""


@pytest.mark.parametrize(("country", "holds"), [("DE", True), ("GB", False)])
def test_a_phone_without_its_code_is_of_the_teams_country(country: str, *, holds: bool) -> None:
    berlin: Row = {"First name": "Anna", "Last name": "Ng", "Phone": "030 901820"}
    assert (written(berlin, country) == written({**berlin, "Phone": "+4930901820"}, "GB")) == holds
    known: Row = {"Known A": written(ANA, "GB"), "Known B": written({**berlin, "Phone": "+4930901820"}, "GB")}
    decided = Remembered({"same:L-1:L-2": known}, country)
    assert decided.choice(("L-1", ANA), ("L-9", berlin)) == ("same" if holds else None)


def test_half_a_character_is_no_error() -> None:
    torn: Row = {**ANA, "Company": "Acme \ud83d"}
    assert len(known_by(torn, "GB")) == 3
    assert remembered("same", ANNA, torn).choice(("L-1", ANNA), ("L-9", torn)) == "same"


def test_what_is_remembered_names_nobody() -> None:
    assert not {"ana", "ng", "acme", "079460018"} & set(written(ANA, "GB").lower().split())
    assert "@" not in written(ANA, "GB")


@given(
    st.lists(st.sampled_from([ANA, ANNA, {}, {"Email": "ana@acme.example"}, {**ANNA, "Company": "Beta"}]), max_size=6)
)
def test_what_was_decided_does_not_depend_on_the_order_of_the_rows(rows: list[Row]) -> None:
    decided = remembered("apart", ANA, ANNA)
    named = [(f"L-{n + 1}", row) for n, row in enumerate(rows)]
    backwards = {(len(rows) - 1 - b, len(rows) - 1 - a) for a, b in decided.pairs(list(reversed(named)))["apart"]}
    assert decided.pairs(named)["apart"] == backwards


def decided_on_review(choice: str) -> Book:
    """A book in which somebody has settled whether L-1 and L-2 are one."""
    doubt = Finding("review", "Leads", "L-1", None, "dedupe.likely", "One?", others=("L-2",))
    book = book_of(ANA, ANNA)
    raised = apply(book, review.raised([doubt], book, a_context(), examined="dedupe"))
    row = {**raised["Review"][doubt.identity], "Decision": choice}
    raised = {**raised, "Review": {doubt.identity: row}}
    return apply(raised, review.plan(raised, review.Options(), a_context()).changes)


def test_who_was_kept_apart_is_not_asked_about_again_under_another_id() -> None:
    book = decided_on_review("Keep apart")
    leads = {**book["Leads"], "L-9": {**book["Leads"]["L-2"], "Lead ID": "L-9"}}
    del leads["L-2"]
    book = {**book, "Leads": leads}
    doubt = Finding("review", "Leads", "L-1", None, "dedupe.likely", "One?", others=("L-9",))
    assert review.raised([doubt], book, a_context(), examined="dedupe") == []
    outcome = dedupe.plan(book, dedupe.Options(tier="likely"), a_context())
    assert [finding for finding in outcome.findings if finding.severity == "review"] == []
    assert {"L-1", "L-9"} <= apply(book, outcome.changes)["Leads"].keys()


def test_who_was_the_same_is_merged_when_it_comes_again() -> None:
    book = decided_on_review("Merge")
    (decision,) = book[DECISIONS]
    stays = next(key for key in ("L-1", "L-2") if key in book["Leads"])
    again = ANNA if stays == "L-1" else ANA
    book = {**book, "Leads": {**book["Leads"], "L-9": {**again, "Lead ID": "L-9"}}}
    outcome = dedupe.plan(book, dedupe.Options(tier="none"), a_context())
    done = apply(book, outcome.changes)
    assert {stays, "L-9"} & done["Leads"].keys() == {stays}
    assert decision == "same:L-1:L-2"


@pytest.mark.parametrize(("kind", "expected"), [("apart", []), ("same", [("L-N", "L-1", True)])])
def test_what_comes_in_goes_by_what_was_decided(kind: str, expected: list[tuple[str, str, bool]]) -> None:
    book = book_of(ANA)["Leads"]
    found = dedupe.matches({"L-N": ANNA}, book, remembered=remembered(kind, ANA, ANNA))
    assert [(match.key, match.other, match.decided) for match in found] == expected
    assert [match.key for match in dedupe.matches({"L-N": ANNA}, book)] == ["L-N"]
