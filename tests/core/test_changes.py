"""The laws of the one currency, and by example what each change does."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Book, same_book
from leadsorted_sheets.core.cell import Formula
from leadsorted_sheets.core.changes import (
    AddRow,
    Change,
    Clash,
    Edit,
    RemoveRow,
    apply,
    change_from_json,
    change_to_json,
    diff,
    invert,
    rebase,
)
from tests.strategies import all_cells, books, fields, keys


@st.composite
def books_and_changes(draw: st.DrawFn) -> tuple[Book, list[Change]]:
    """A book and changes that hold on it, in several steps, ids given on the way."""
    book = start = draw(books)
    changes: list[Change] = []
    for step in range(draw(st.integers(0, 3))):
        changes += diff(book, draw(books), f"step {step}")
        book = apply(start, changes)
        bare = [(tab, key) for tab, table in book.items() for key in table if key.startswith("#")]
        if bare and draw(st.booleans()):
            tab, key = draw(st.sampled_from(bare))
            changes.append(
                Edit(tab, key, "Lead ID", book[tab][key].get("Lead ID"), f"L-new{step}", "id", f"L-new{step}")
            )
            book = apply(start, changes)
    return start, changes


@given(books, books)
def test_a_diff_applied_reaches_the_target(a: Book, b: Book) -> None:
    assert same_book(apply(a, diff(a, b)), b)


@given(books_and_changes())
def test_inverted_changes_take_everything_back(drawn: tuple[Book, list[Change]]) -> None:
    book, changes = drawn
    assert same_book(apply(apply(book, changes), invert(changes)), book)


@given(books_and_changes())
def test_inverting_twice_is_the_same_changes(drawn: tuple[Book, list[Change]]) -> None:
    _, changes = drawn
    assert invert(invert(changes)) == changes


@given(
    st.builds(Edit, st.just("Leads"), keys, fields, all_cells, all_cells, st.text(max_size=3), st.none() | keys)
    | st.builds(AddRow, st.just("Leads"), keys, st.dictionaries(fields, all_cells), st.just("new"), st.none() | keys)
    | st.builds(
        RemoveRow, st.just("Leads"), keys, st.dictionaries(fields, all_cells), st.just("gone"), st.none() | keys
    )
)
def test_a_change_comes_back_from_json_as_it_was(change: Change) -> None:
    back = change_from_json(json.loads(json.dumps(change_to_json(change))))
    assert back == change
    assert getattr(back, "below", None) == getattr(change, "below", None)


@given(books_and_changes())
def test_changes_never_clash_with_the_book_they_were_made_for(drawn: tuple[Book, list[Change]]) -> None:
    book, changes = drawn
    rebased = rebase(changes, book)
    assert (rebased.valid, rebased.clashes) == (changes, [])


@given(books_and_changes(), books)
def test_what_rebase_lets_through_can_be_applied_and_taken_back(drawn: tuple[Book, list[Change]], other: Book) -> None:
    _, changes = drawn
    rebased = rebase(changes, other)
    assert len(rebased.valid) + len(rebased.clashes) == len(changes)
    assert same_book(apply(apply(other, rebased.valid), invert(rebased.valid)), other)


@given(books, books, books)
def test_no_cell_edited_since_is_overwritten_by_an_undo(before: Book, after: Book, since: Book) -> None:
    """Whatever the undo writes stood there as the operation left it; a cell edited since keeps its new value."""
    undo = rebase(invert(diff(before, after)), since)
    undone = apply(since, undo.valid)
    written = {(c.tab, c.key) if not isinstance(c, Edit) else (c.tab, c.key, c.field) for c in undo.valid}
    for tab, table in since.items():
        for key, row in table.items():
            if (tab, key) not in written:
                for name, cell in row.items():
                    assert (tab, key, name) in written or undone[tab][key].get(name) == cell


@given(books_and_changes())
def test_applying_leaves_the_given_book_alone(drawn: tuple[Book, list[Change]]) -> None:
    book, changes = drawn
    copy = {tab: {key: dict(row) for key, row in table.items()} for tab, table in book.items()}
    apply(book, changes)
    assert same_book(book, copy)


HERE: Book = {"Leads": {"L-1": {"Owner": "Ann", "Score": 1, "Total": Formula("=A1")}}}


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        (Edit("Leads", "L-1", "Owner", "Ann", "Bob"), True),
        (Edit("Leads", "L-1", "Owner", "Cy", "Bob"), False),  # somebody gave it to Ann meanwhile
        (Edit("Leads", "L-1", "Email", None, "a@b.c"), True),
        (Edit("Leads", "L-1", "Score", True, 2), False),  # yes is not 1
        (Edit("Leads", "L-1", "Score", 1.0, 2), True),
        (Edit("Leads", "L-9", "Owner", None, "Bob"), False),  # the row is gone
        (Edit("Leads", "L-1", "Total", Formula("=A1"), 7), False),  # a formula is nobody's to edit
        (AddRow("Leads", "L-2", {"Owner": "Ann"}), True),
        (AddRow("Leads", "L-1", {"Owner": "Ann"}), False),  # a row of that id is there
        (RemoveRow("Leads", "L-1", HERE["Leads"]["L-1"]), True),
        (RemoveRow("Leads", "L-1", {"Owner": "Ann"}), False),  # it says more than it did
        (RemoveRow("Leads", "L-1", {"Owner": "Ann", "Score": 1}), True),  # a formula came into the new row by itself
    ],
)
def test_a_change_holds_only_where_it_finds_what_it_expects(change: Change, holds: bool) -> None:
    assert bool(rebase([change], HERE).valid) is holds


def test_a_change_that_builds_on_a_clashing_one_clashes_too() -> None:
    changes = [Edit("Leads", "L-1", "Owner", "Cy", "Bob"), Edit("Leads", "L-1", "Owner", "Bob", "Dee")]
    assert rebase(changes, HERE).clashes == [Clash(changes[0], "Ann"), Clash(changes[1], "Ann")]


def test_a_row_given_an_id_stays_where_it_was() -> None:
    book: Book = {"Leads": {"L-1": {}, "#3": {"Owner": "Ann"}, "L-2": {}}}
    given_id = [Edit("Leads", "#3", "Lead ID", None, "L-3", becomes="L-3"), Edit("Leads", "L-3", "Owner", "Ann", "Bob")]
    after = apply(book, given_id)
    assert list(after["Leads"].items()) == [("L-1", {}), ("L-3", {"Owner": "Bob", "Lead ID": "L-3"}), ("L-2", {})]
    assert list(apply(after, invert(given_id))["Leads"]) == ["L-1", "#3", "L-2"]


def test_taking_an_id_back_never_lands_on_another_row() -> None:
    """Undone after a row without an id was pasted into the same line."""
    book: Book = {"Leads": {"#3": {"Owner": "new"}, "L-3": {"Lead ID": "L-3"}}}
    rebased = rebase([Edit("Leads", "L-3", "Lead ID", "L-3", None, becomes="#3")], book)
    assert apply(book, rebased.valid)["Leads"] == {"#3": {"Owner": "new"}, "#3'": {}}
