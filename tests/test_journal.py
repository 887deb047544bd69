from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Book, same_book
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow, apply, diff
from leadsorted_sheets.journal import ChangeSet, Heading, Journal, summary, undo
from tests.strategies import all_cells, books

WHEN = dt.datetime(2026, 3, 10, 12, 0)
PLENTY = 10**9


def a_set(id: str, changes: list[Change], *, undoes: tuple[str, ...] = ()) -> ChangeSet:
    return ChangeSet(Heading(id, WHEN, "Ann", "normalise", summary(changes), undoes), tuple(changes))


def a_journal(*sets: ChangeSet) -> Journal:
    journal = Journal()
    for change_set in sets:
        journal = journal.with_set(change_set, limit=PLENTY)
    return journal


@given(st.lists(st.tuples(books, books), max_size=3), all_cells)
def test_what_was_kept_comes_back_word_for_word(pairs: list[tuple[Book, Book]], cell: object) -> None:
    sets = [a_set(f"C-{n}", diff(a, b, "why it was done")) for n, (a, b) in enumerate(pairs)]
    sets.append(a_set("C-last", [Edit("Leads", "#5", "Lead ID", None, "L-1", "id", becomes="L-1")]))
    sets.append(a_set("C-cell", [AddRow("Leads", "L-2", {"a\tb": cell}, "x\ny", below="L-1")]))  # type: ignore[dict-item]
    journal = Journal.of(a_journal(*sets).text)
    assert [journal.change_set(each.heading.id) for each in sets] == sets


def test_each_formula_is_kept_as_it_was_spelt_though_all_compare_alike() -> None:
    row: dict[str, Cell] = {
        "A": Formula("=B2", "Leads!G2"),
        "B": Formula("=C2+1", "Leads!H2"),
        "C": dt.date(2026, 3, 4),
    }
    kept = a_journal(a_set("C-1", [AddRow("Leads", "L-1", row), RemoveRow("Leads", "L-2", row)])).change_set("C-1")
    assert kept is not None
    rows = [change.row for change in kept.changes if not isinstance(change, Edit)]
    assert [[repr(cell) for cell in each.values()] for each in rows] == [[repr(cell) for cell in row.values()]] * 2


@given(books, books, books)
def test_undo_gives_back_the_book_exactly(a: Book, b: Book, c: Book) -> None:
    journal = a_journal(a_set("C-1", diff(a, b)), a_set("C-2", diff(b, c)))
    last = undo(journal, "C-2", c)
    assert same_book(apply(c, last.changes), b)
    both = undo(journal, "C-1", c, with_later=True)
    assert not both.clashes
    if "C-2" in both.undoes:
        assert same_book(apply(c, both.changes), a)


ANN: Book = {"Leads": {"L-1": {"Owner": "Ann", "Score": 1}, "L-2": {"Owner": "Ann"}}}
TO_BOB: list[Change] = [
    Edit("Leads", "L-1", "Owner", "Ann", "Bob", "rule"),
    Edit("Leads", "L-2", "Owner", "Ann", "Bob", "rule"),
]


def test_a_cell_edited_since_is_left_and_named_and_the_others_go_back() -> None:
    now = apply(ANN, [*TO_BOB, Edit("Leads", "L-1", "Owner", "Bob", "Cy"), Edit("Leads", "L-1", "Score", 1, 9)])
    back = undo(a_journal(a_set("C-1", TO_BOB)), "C-1", now)
    assert apply(now, back.changes) == {"Leads": {"L-1": {"Owner": "Cy", "Score": 9}, "L-2": {"Owner": "Ann"}}}
    assert [(clash.change.key, clash.found) for clash in back.clashes] == [("L-1", "Cy")]


def test_a_merge_comes_back_whole_after_the_kept_row_was_edited_elsewhere() -> None:
    merge: list[Change] = [
        RemoveRow("Leads", "L-2", ANN["Leads"]["L-2"], "same person"),
        Edit("Leads", "L-1", "Notes", None, "joined", "same person"),
    ]
    now = apply(ANN, [*merge, Edit("Leads", "L-1", "Score", 1, 50)])
    back = undo(a_journal(a_set("C-1", merge)), "C-1", now)
    assert not back.clashes
    assert apply(now, back.changes) == {"Leads": {"L-1": {"Owner": "Ann", "Score": 50}, "L-2": {"Owner": "Ann"}}}


def test_rows_that_later_runs_changed_are_named_and_taken_along_when_asked() -> None:
    later: list[Change] = [Edit("Leads", "L-1", "Owner", "Bob", "Cy", "rule 2")]
    journal = a_journal(a_set("C-1", TO_BOB), a_set("C-2", later))
    now = apply(ANN, [*TO_BOB, *later])
    plain = undo(journal, "C-1", now)
    assert [heading.id for heading in plain.later] == ["C-2"]
    along = undo(journal, "C-1", now, with_later=True)
    assert along.undoes == ("C-2", "C-1")
    assert same_book(apply(now, along.changes), ANN)


def test_undone_sets_are_known_and_an_undone_undo_does_not_count() -> None:
    journal = a_journal(a_set("C-1", TO_BOB), a_set("C-2", [], undoes=("C-1",)))
    assert journal.undone == {"C-1"}
    assert journal.last() is None
    redone = journal.with_set(a_set("C-3", [], undoes=("C-2",)), limit=PLENTY)
    assert redone.undone == {"C-2"}
    assert (last := redone.last()) is not None
    assert last.id == "C-1"


def test_the_oldest_sets_make_room_and_it_is_said() -> None:
    journal = Journal()
    for n in range(5):
        journal = journal.with_set(a_set(f"C-{n}", TO_BOB), limit=700)
    assert [heading.id for heading in journal.headings][-1] == "C-4"
    assert 0 < journal.dropped < 5
    assert sum(len(line) for line in journal.lines) <= 700
    assert Journal.of(journal.text) == journal
    assert journal.reach.endswith(f"{journal.dropped} older change sets made room.")


def test_one_large_set_is_kept_even_over_the_limit() -> None:
    assert len(Journal().with_set(a_set("C-1", TO_BOB), limit=10).lines) == 1


def test_an_empty_journal_says_so() -> None:
    assert Journal.of("").reach == "There is nothing to undo."


def test_a_damaged_journal_is_refused() -> None:
    with pytest.raises(ValueError, match="heading"):
        Journal.of("garbage")
