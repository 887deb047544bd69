"""One merge taken back among many: what comes back, what goes, what is left; and what the next dedupe does."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.book import Book, Key, same_book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import Change, Edit, apply, rebase
from leadsorted_sheets.core.dedupe.unmerge import Unmerged, merged_in, unmerge
from leadsorted_sheets.core.state import DECISIONS, HIDDEN_TABS
from tests.context import a_context
from tests.core.dedupe.lists import book_of

Row = dict[str, Cell]

ANA: Row = {"First name": "Ana", "Last name": "Delgado", "Email": "ana@acme.example", "Company": "Acme"}
BO: Row = {"First name": "Bo", "Last name": "Li", "Email": "bo@birch.example"}
BOOK = book_of(
    {**ANA, "Phone": "+442079460018", "City": "Leeds", "Region": "Yorkshire"},
    {**ANA, "Job title": "Buyer", "Notes": "met at the fair"},
    {**ANA, "Industry": "Food"},
    {**BO, "City": "York", "Region": "Yorkshire"},
    {**BO, "Job title": "Chef"},
    Activities={"A-1": {"Activity ID": "A-1", "Lead ID": "L-2"}, "A-2": {"Activity ID": "A-2", "Lead ID": "L-3"}},
    Pipeline={"D-1": {"Deal ID": "D-1", "Lead ID": "L-2"}},
)


def merged(book: Book) -> tuple[list[Change], Book]:
    made = list(dedupe.plan(book, dedupe.Options(), a_context()).changes)
    return made, apply(book, made)


def taken_back(lead: Key, made: list[Change], now: Book) -> tuple[Unmerged, Book]:
    found = merged_in(made, lead)
    assert found is not None
    back = unmerge(found, made, now, a_context())
    assert rebase(back.changes, now).clashes == []
    return back, apply(now, back.changes)


def seen(book: Book) -> Book:
    return {tab: rows for tab, rows in book.items() if tab not in HIDDEN_TABS}


def test_one_that_went_comes_back_whole_and_the_others_stay_merged() -> None:
    made, now = merged(BOOK)
    back, after = taken_back("L-2", made, now)
    alone = {**BOOK, "Leads": {key: row for key, row in BOOK["Leads"].items() if key != "L-2"}}
    expected = apply(alone, dedupe.plan(alone, dedupe.Options(), a_context()).changes)
    assert (back.clashes, back.findings) == ((), ())
    assert same_book({**seen(expected), "Leads": {**expected["Leads"], "L-2": BOOK["Leads"]["L-2"]}}, seen(after))


def test_named_by_the_row_that_stayed_all_come_back() -> None:
    made, now = merged(BOOK)
    _, after = taken_back("L-1", made, now)
    _, after = taken_back("L-4", made, after)
    assert same_book(seen(after), seen(BOOK))


def test_cells_edited_since_are_left_and_named() -> None:
    made, now = merged(BOOK)
    edit = Edit("Leads", "L-1", "Job title", "Buyer", "Head of buying")
    moved = Edit("Activities", "A-1", "Lead ID", "L-1", "L-S01")
    back, after = taken_back("L-2", made, apply(now, [edit, moved]))
    assert [(clash.change.key, clash.found) for clash in back.clashes] == [("L-1", "Head of buying"), ("A-1", "L-S01")]
    assert after["Leads"]["L-1"]["Job title"] == "Head of buying"
    assert after["Leads"]["L-2"] == BOOK["Leads"]["L-2"]
    assert (after["Activities"]["A-1"]["Lead ID"], after["Pipeline"]["D-1"]["Lead ID"]) == ("L-S01", "L-2")


def test_the_next_dedupe_does_not_merge_them_again() -> None:
    made, now = merged(BOOK)
    _, after = taken_back("L-2", made, now)
    again = dedupe.plan(after, dedupe.Options(tier="likely"), a_context())
    assert (again.changes, [each for each in again.findings if each.severity == "review"]) == ([], [])


def test_a_merge_that_somebody_decided_is_undecided() -> None:
    book = book_of(ANA, BO, **{DECISIONS: {"same:L-1:L-2": {"Kind": "same", "A": "L-1", "B": "L-2"}}})
    made, now = merged(book)
    _, after = taken_back("L-2" if "L-1" in now["Leads"] else "L-1", made, now)
    assert list(after[DECISIONS]) == ["apart:L-1:L-2"]
    assert same_book(seen(after), seen(book))


def test_where_the_row_that_stayed_was_merged_itself_its_activities_come_back_and_the_rest_is_said() -> None:
    made, now = merged(BOOK)
    fuller = {
        **now["Leads"]["L-S01"],
        **dict.fromkeys(("Budget", "Need", "Authority", "Timeline", "Product", "Campaign"), "yes"),
    }
    later = {
        **now,
        "Leads": {**now["Leads"], "L-S01": fuller},
        DECISIONS: {"same:L-1:L-S01": {"Kind": "same"}},
    }
    made_later = list(dedupe.plan(later, dedupe.Options(tier="none"), a_context()).changes)
    then = apply(later, made_later)
    assert {"L-1", "L-S01"} & then["Leads"].keys() == {"L-S01"}
    back, after = taken_back("L-2", made, then)
    assert after["Activities"]["A-1"]["Lead ID"] == "L-2"
    assert after["Leads"]["L-2"] == BOOK["Leads"]["L-2"]
    assert [finding.rule for finding in back.findings] == ["undo.moved-on"]


def test_a_lead_that_was_never_merged_has_no_merge() -> None:
    made, _ = merged(BOOK)
    assert merged_in(made, "L-S01") is None


rows = st.fixed_dictionaries(
    {"who": st.sampled_from([ANA, BO])},
    optional={
        "City": st.sampled_from(["Leeds", "York"]),
        "Job title": st.sampled_from(["Buyer", "Chef"]),
        "Notes": st.sampled_from(["called", "met"]),
        "Tags": st.sampled_from(["vip", "fair; vip"]),
        "Phone": st.sampled_from(["+442079460018", "+442079461111"]),
        "Status": st.sampled_from(["New", "Contacted"]),
    },
)


@settings(deadline=None, max_examples=15)
@given(st.lists(rows, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_taking_every_merge_back_one_by_one_is_the_book_as_it_was(drawn: list[dict[str, Any]], order: Any) -> None:
    leads = [{**each["who"], **{name: cell for name, cell in each.items() if name != "who"}} for each in drawn]
    activities = {f"A-{n}": {"Activity ID": f"A-{n}", "Lead ID": f"L-{n}"} for n in range(1, len(leads) + 1)}
    book = book_of(*leads, Activities=activities)
    made, now = merged(book)
    gone = [key for key in book["Leads"] if key not in now["Leads"]]
    order.shuffle(gone)
    for key in gone:
        found = merged_in(made, key)
        assert found is not None
        back = unmerge(found, made, now, a_context())
        assert (back.clashes, back.findings) == ((), ())
        now = apply(now, back.changes)
        assert now["Leads"][key] == book["Leads"][key]
        assert now["Activities"][f"A-{key[2:]}"]["Lead ID"] == key
    assert same_book(seen(now), seen(book))
