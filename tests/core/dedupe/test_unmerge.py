"""One merge taken back among many: what comes back, what goes, what is left; and what the next dedupe does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.book import Book, Key, row_of, same_book
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.changes import AddRow, Change, Clash, Edit, RemoveRow, apply, rebase
from leadsorted_sheets.core.dedupe.remembered import written
from leadsorted_sheets.core.dedupe.unmerge import Merged, Unmerged, before_merge, merged_in, unmerge
from leadsorted_sheets.core.findings import Finding
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


def apart(a: Key, b: Key, rows: dict[Key, Row]) -> AddRow:
    facts: Row = {
        "Kind": "apart",
        "A": a,
        "B": b,
        "Choice": "keep apart",
        "By": "Ann",
        "On": dt.datetime(2026, 3, 10, 12),
    }
    known = {"Known A": written(rows[a], ""), "Known B": written(rows[b], "")}
    return AddRow(DECISIONS, f"apart:{a}:{b}", row_of({**facts, **known}), "undo: kept apart from now on")


def test_each_change_that_takes_a_merge_back() -> None:
    made, now = merged(BOOK)
    why, rows = "undo: a merge was taken back", BOOK["Leads"]
    back, _ = taken_back("L-2", made, now)
    assert merged_in(made, "L-2") == Merged("L-1", ("L-2",), ("L-3",))
    assert back == Unmerged(
        (
            AddRow("Leads", "L-2", rows["L-2"], why, "L-1"),
            Edit("Leads", "L-1", "Job title", "Buyer", None, why),
            Edit("Leads", "L-1", "Notes", "met at the fair", None, why),
            Edit("Activities", "A-1", "Lead ID", "L-1", "L-2", why),
            Edit("Pipeline", "D-1", "Lead ID", "L-1", "L-2", why),
            RemoveRow("_merged", "L-2", {"Into": "L-1"}, why),
            apart("L-1", "L-2", rows),
        ),
        (),
        (),
    )
    assert merged_in(made, "L-1") == Merged("L-1", ("L-2", "L-3"), ())
    whole, _ = taken_back("L-1", made, now)
    assert whole.changes[-3:] == (apart("L-1", "L-2", rows), apart("L-1", "L-3", rows), apart("L-2", "L-3", rows))


def test_a_lead_that_is_there_again_is_left_and_named() -> None:
    made, now = merged(BOOK)
    again = {**now, "Leads": {**now["Leads"], "L-2": {"Lead ID": "L-2", "City": "York"}}}
    found = merged_in(made, "L-2")
    assert found is not None
    back = unmerge(found, made, again, a_context())
    there = AddRow("Leads", "L-2", BOOK["Leads"]["L-2"], "undo: a merge was taken back", "L-1")
    assert back.clashes == (Clash(there, {"Lead ID": "L-2", "City": "York"}),)


def test_who_was_decided_to_be_apart_is_not_decided_again() -> None:
    made, now = merged(BOOK)
    decided = {**now, DECISIONS: {"apart:L-1:L-2": {"Kind": "apart"}}}
    back, _ = taken_back("L-2", made, decided)
    assert [each.key for each in back.changes if each.tab == DECISIONS] == []


@pytest.mark.parametrize(("count", "pairs"), [(12, 78), (13, 13)])
def test_of_many_each_is_kept_apart_from_the_one_that_stayed(count: int, pairs: int) -> None:
    book = book_of({**ANA, "City": "Leeds"}, *[ANA] * count)
    made, now = merged(book)
    back, after = taken_back("L-1", made, now)
    decided = [each.key for each in back.changes if each.tab == DECISIONS]
    assert len(decided) == pairs
    assert all(key.count(":") == 2 and key.split(":")[1] < key.split(":")[2] for key in decided)
    assert same_book(seen(after), seen(book))


def test_a_decision_that_was_carried_over_goes_with_the_merge() -> None:
    decisions: dict[str, Row] = {"apart:L-2:L-4": {"Kind": "apart", "A": "L-2", "B": "L-4"}}
    book = book_of({**ANA, "City": "Leeds"}, ANA, {**ANA, "Tags": "vip", "City": "York"}, BO, **{DECISIONS: decisions})
    made, now = merged(book)
    assert set(now[DECISIONS]) == {"apart:L-2:L-4", "apart:L-1:L-4"} or set(now[DECISIONS]) == {
        "apart:L-2:L-4",
        "apart:L-3:L-4",
    }
    _, after = taken_back("L-2", made, now)
    assert [key for key in after[DECISIONS] if key.endswith(":L-4")] == ["apart:L-2:L-4"]


def test_what_was_edited_to_what_it_would_be_is_no_clash() -> None:
    made, now = merged(BOOK)
    cleared = Edit("Leads", "L-1", "Job title", "Buyer", None)
    back, after = taken_back("L-2", made, apply(now, [cleared]))
    assert (back.clashes, "Job title" in after["Leads"]["L-1"]) == ((), False)
    formula = Edit("Leads", "L-1", "Job title", "Buyer", Formula("=A1"))
    back, _ = taken_back("L-2", made, apply(now, [formula]))
    assert [(clash.change.key, clash.found) for clash in back.clashes] == [("L-1", Formula("=A1"))]


def test_an_activity_that_is_gone_or_was_moved_back_already_is_passed_over() -> None:
    made, now = merged(BOOK)
    gone = {
        **now,
        "Activities": {"A-2": now["Activities"]["A-2"]},
        "Pipeline": {"D-1": {"Deal ID": "D-1", "Lead ID": "L-2"}},
    }
    back, _ = taken_back("L-2", made, gone)
    assert [(type(each.change), each.change.key, each.found) for each in back.clashes] == [(Edit, "A-1", None)]
    assert [each for each in back.changes if each.tab == "Pipeline"] == []


def test_where_the_row_that_stayed_is_gone_it_is_said() -> None:
    made, now = merged(BOOK)
    leads = {key: row for key, row in now["Leads"].items() if key != "L-1"}
    found = merged_in(made, "L-2")
    assert found is not None
    said = "L-1 is gone since. What it took over from L-2 stays where it is."
    assert unmerge(found, made, {**now, "Leads": leads}, a_context()).findings == (
        Finding("warning", "Leads", None, None, "undo.moved-on", said, others=("L-2",)),
    )
    whole = merged_in(made, "L-1")
    assert whole is not None
    said = "L-1 is gone since. What it took over from L-2, L-3 stays where it is."
    assert [each.message for each in unmerge(whole, made, {**now, "Leads": leads}, a_context()).findings] == [said]
    on = {**now["_merged"], "L-1": {"Into": "L-S01"}, "L-S01": {"Into": "L-S02"}}
    said = "L-1 was merged into L-S02 since. What it took over from L-2 stays where it is."
    leads.pop("L-S01")
    assert unmerge(found, made, {**now, "Leads": leads, "_merged": on}, a_context()).findings == (
        Finding("warning", "Leads", "L-S02", None, "undo.moved-on", said, others=("L-2",)),
    )


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


def test_what_else_a_change_set_did_is_none_of_the_merge() -> None:
    made, now = merged(BOOK)
    others: list[Change] = [
        RemoveRow("Activities", "L-2", {"Activity ID": "L-2"}, "x"),
        AddRow("Activities", "L-3", {"Into": "L-1"}, "x"),
        AddRow("Leads", "L-7", {"Into": "L-1"}, "x"),
        Edit("Leads", "L-1", "Region", "Kent", "Yorkshire", "Ann: moved"),
        Edit("Pipeline", "L-1", "Region", "Kent", "Yorkshire", "dedupe: x; the oldest kept"),
        Edit("Leads", "L-4", "Region", "Kent", "Yorkshire", "dedupe: x; the oldest kept"),
        Edit("Activities", "A-2", "Owner", "L-2", "L-1", "assign: x"),
        AddRow("Leads", "apart:L-1:L-4", {}, "x"),
    ]
    alone, _ = taken_back("L-2", made, now)
    found = merged_in([*made, *others], "L-2")
    assert found == Merged("L-1", ("L-2",), ("L-3",))
    assert unmerge(found, [*made, *others], now, a_context()) == alone


def test_who_came_back_before_stays_back() -> None:
    made, now = merged(BOOK)
    found = merged_in(made, "L-2")
    assert found is not None
    for left in ({}, {"_merged": {"L-3": {"Into": "L-1"}}}):
        book = {**{tab: rows for tab, rows in now.items() if tab != "_merged"}, **left}
        assert unmerge(found, made, book, a_context()) == Unmerged((), (), ())


def test_a_lead_comes_back_to_where_it_stood() -> None:
    leads = {
        "L-0": ANA,
        "L-1": {**ANA, "City": "Leeds", "Region": "Yorkshire"},
        "L-2": BO,
        "L-3": {**ANA, "Tags": "vip"},
    }
    made, now = merged({"Leads": {key: {"Lead ID": key, **row} for key, row in leads.items()}})
    back, _ = taken_back("L-1", made, now)
    added = {each.key: each.below for each in back.changes if isinstance(each, AddRow) and each.tab == "Leads"}
    assert added == {"L-0": "", "L-3": "L-2"}


def test_a_sheet_that_is_gone_is_a_clash_for_what_was_on_it() -> None:
    made, now = merged(BOOK)
    found = merged_in(made, "L-2")
    assert found is not None
    back = unmerge(found, made, {tab: now[tab] for tab in now if tab != "Activities"}, a_context())
    why = "undo: a merge was taken back"
    assert back.clashes == (Clash(Edit("Activities", "A-1", "Lead ID", None, "L-2", why), None),)


def test_a_row_is_as_before_but_for_what_was_edited_since() -> None:
    made, now = merged(BOOK)
    moved = apply(now, [Edit("Leads", "L-1", "City", "Leeds", "York")])
    assert before_merge("L-1", made, now) == BOOK["Leads"]["L-1"]
    assert before_merge("L-1", made, moved) == {**BOOK["Leads"]["L-1"], "City": "York"}
    assert before_merge("L-2", made, now) is None
    assert before_merge("L-1", made, {}) is None


def test_rows_merged_into_each_other_lead_nowhere() -> None:
    made, now = merged(BOOK)
    leads = {key: row for key, row in now["Leads"].items() if key != "L-1"}
    found = merged_in(made, "L-2")
    assert found is not None
    round_about = {**now["_merged"], "L-1": {"Into": "L-7"}, "L-7": {"Into": "L-8"}, "L-8": {"Into": "L-7"}}
    back = unmerge(found, made, {**now, "Leads": leads, "_merged": round_about}, a_context())
    said = "L-1 is gone since. What it took over from L-2 stays where it is."
    assert [each.message for each in back.findings] == [said]


def test_a_merge_into_no_lead_is_none() -> None:
    assert merged_in([AddRow("_merged", "L-2", {"Into": 7}, "")], "L-2") is None


def test_a_cell_put_back_by_hand_or_given_by_another_is_no_clash() -> None:
    named: Row = {"First name": "Ana Maria", "Last name": "Delgado", "Email": "ana@acme.example"}
    book = book_of({**ANA, "City": "Leeds", "Region": "Yorkshire"}, named, {**ANA, "Industry": "Food"})
    made, now = merged(book)
    assert (now["Leads"]["L-1"]["First name"], now["Leads"]["L-1"]["Industry"]) == ("Ana Maria", "Food")
    by_hand = [
        Edit("Leads", "L-1", "First name", "Ana Maria", "Ana"),
        Edit("Leads", "L-1", "Industry", "Food", "Drink"),
    ]
    back, after = taken_back("L-2", made, apply(now, by_hand))
    assert back.clashes == ()
    assert (after["Leads"]["L-1"]["First name"], after["Leads"]["L-1"]["Industry"]) == ("Ana", "Drink")


def test_one_activity_that_was_moved_back_already_keeps_none_of_the_others() -> None:
    activities: dict[str, Row] = {f"A-{n}": {"Activity ID": f"A-{n}", "Lead ID": "L-2"} for n in (1, 2)}
    made, now = merged({**BOOK, "Activities": activities})
    back, after = taken_back("L-2", made, apply(now, [Edit("Activities", "A-1", "Lead ID", "L-1", "L-2")]))
    assert (back.clashes, after["Activities"]) == ((), activities)


def test_of_decisions_only_those_that_the_lead_brought_go() -> None:
    """Who went with L-2 was decided to be L-1, and not to be L-4; that L-3 is not L-5 holds for the row that stays."""
    cid: Row = {"First name": "Cid", "Last name": "Lee", "Email": "cid@cobalt.example"}
    decided: dict[str, Row] = {
        key: dict(zip(("Kind", "A", "B"), key.split(":"), strict=True))
        for key in ("same:L-1:L-2", "apart:L-2:L-4", "apart:L-3:L-5")
    }
    fuller: Row = {**ANA, "City": "Leeds", "Region": "Yorkshire", "Tags": "vip"}
    book = book_of(fuller, ANA, {**ANA, "Industry": "Food"}, BO, cid, **{DECISIONS: decided})
    made, now = merged(book)
    assert list(now[DECISIONS]) == [*decided, "apart:L-1:L-4", "apart:L-1:L-5"]
    back, after = taken_back("L-2", made, now)
    why = "undo: a merge was taken back"
    carried: Row = {"Kind": "apart", "A": "L-1", "B": "L-4"}
    assert [each for each in back.changes if each.tab == DECISIONS] == [
        RemoveRow(DECISIONS, "same:L-1:L-2", decided["same:L-1:L-2"], why),
        RemoveRow(DECISIONS, "apart:L-1:L-4", carried, why),
        apart("L-1", "L-2", book["Leads"]),
    ]
    assert "apart:L-1:L-5" in after[DECISIONS]


def test_who_is_kept_apart_is_known_by_numbers_of_the_teams_country() -> None:
    short: Row = {"First name": "Ana", "Last name": "Delgado", "Phone": "901820"}
    team: dict[str, Row] = {"Country": {"Preference": "Country", "Value": "DE"}}
    made, now = merged(book_of({**short, "City": "Leeds"}, short, Preferences=team))
    back, _ = taken_back("L-2", made, now)
    (kept,) = (each.row for each in back.changes if isinstance(each, AddRow) and each.tab == DECISIONS)
    assert kept["Known A"] == kept["Known B"] == written(short, "DE") != ""


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
