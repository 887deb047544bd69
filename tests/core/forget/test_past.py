"""The past without a person: what undo still takes back, exactly, and what it leaves out."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Book, Row, same_book
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow, apply, diff
from leadsorted_sheets.core.forget import Person, erased, person_of, rows_of_person, theirs, without_person
from leadsorted_sheets.core.state import DECISIONS, FORGOTTEN
from leadsorted_sheets.journal import ChangeSet, Heading, Journal, summary, undo

WHEN = dt.datetime(2026, 3, 10, 12)
ANN: Row = {"Lead ID": "L-A", "First name": "Ann", "Last name": "Ng", "Email": "ann@x.example"}
NOTES = "ask Ann Ng"
BOOK: Book = {
    "Leads": {"L-A": ANN, "L-B": {"Lead ID": "L-B", "Notes": NOTES}},
    "Activities": {"A-1": {"Activity ID": "A-1", "Lead ID": "L-A"}, "A-2": {"Activity ID": "A-2", "Lead ID": "L-B"}},
    "Pipeline": {"D-1": {"Deal ID": "D-1", "Lead ID": "L-A", "Deal": "Ng", "Value": 5}},
}

CASES: tuple[tuple[str, Change, Change | None], ...] = (
    ("an edit of her lead", Edit("Leads", "L-A", "Owner", None, "Bob"), None),
    ("her row came in", AddRow("Leads", "L-A", ANN), None),
    ("one that was merged into her", RemoveRow("Leads", "L-A2", {"Email": "ann@y.example"}), None),
    ("her row was given its id", Edit("Leads", "#7", "Lead ID", None, "L-A", becomes="L-A"), None),
    ("an edit of her activity", Edit("Activities", "A-1", "Summary", "x", "y"), None),
    ("an activity of hers that went before", RemoveRow("Activities", "A-9", {"Lead ID": "L-A", "Summary": "s"}), None),
    ("what was asked about her", AddRow("Review", "R-1", {"Row": "L-B", "Others": "L-A"}), None),
    ("what was decided about her", AddRow(DECISIONS, "apart:L-A:L-B", {"A": "L-A", "B": "L-B"}), None),
    ("her deal was made", AddRow("Pipeline", "D-1", {"Deal": "Ng", "Lead ID": "L-A"}), None),
    ("a text of her deal", Edit("Pipeline", "D-1", "Next action", "Call Ann", "Wait"), None),
    ("a figure of her deal", Edit("Pipeline", "D-1", "Value", 4, 5), Edit("Pipeline", "D-1", "Value", 4, 5)),
    ("the mark that she is forgotten", AddRow(FORGOTTEN, "L-A", {"On": WHEN}), None),
    ("another's lead", Edit("Leads", "L-B", "Owner", None, "Bob"), Edit("Leads", "L-B", "Owner", None, "Bob")),
    ("another's activity", Edit("Activities", "A-2", "Done", None, "yes"), Edit("Activities", "A-2", "Done", None, "yes")),
    ("another's cell that still names her", Edit("Leads", "L-B", "Notes", None, NOTES), Edit("Leads", "L-B", "Notes", None, NOTES)),
    ("another's cell that once named her", Edit("Leads", "L-B", "Company", "of Ann Ng", "X"), Edit("Leads", "L-B", "Company", "of [forgotten]", "X")),
    ("another's row that is gone and named her", RemoveRow("Leads", "L-C", {"Notes": "ann@x.example"}), RemoveRow("Leads", "L-C", {"Notes": "[forgotten]"})),
    ("a reason that quotes her", Edit("Leads", "L-B", "Owner", None, "Bob", "as ann@x.example"), Edit("Leads", "L-B", "Owner", None, "Bob", "as [forgotten]")),
)  # fmt: skip


@pytest.mark.parametrize(("what", "change", "left"), CASES, ids=[case[0] for case in CASES])
def test_what_becomes_of_each_change(what: str, change: Change, left: Change | None) -> None:
    person = person_of(BOOK, ["L-A", "L-A2"])
    rows, now = rows_of_person(BOOK, person), apply(BOOK, erased(BOOK, person))
    gone = theirs([[change]], person, rows, now)
    assert without_person([change], gone, person, now) == ([] if left is None else [left])


def a_journal(*sets: list[Change]) -> Journal:
    journal = Journal()
    for n, changes in enumerate(sets):
        heading = Heading(f"C-{n}", WHEN, "Ann", "normalise", summary(changes))
        journal = journal.with_set(ChangeSet(heading, tuple(changes)), limit=10**9)
    return journal


def forgotten(journal: Journal, book: Book, person: Person) -> tuple[Journal, Book]:
    after = apply(book, erased(book, person))
    return journal.without(person, rows_of_person(book, person), after), after


def test_a_set_that_tells_nothing_of_her_stays_byte_for_byte() -> None:
    journal = a_journal([Edit("Leads", "L-B", "Owner", None, "Bob")], [Edit("Leads", "L-A", "Owner", None, "Bob")])
    after, _ = forgotten(journal, BOOK, person_of(BOOK, ["L-A"]))
    assert after.lines[0] == journal.lines[0]
    assert [heading.forgotten for heading in after.headings] == [0, 1]


def test_counts_and_reasons_of_a_heading_lose_her_name() -> None:
    journal = a_journal([Edit("Leads", "L-B", "Owner", None, "Bob", "as Ann Ng")])
    after, _ = forgotten(journal, BOOK, person_of(BOOK, ["L-A"]))
    assert after.headings[0].counts == (("Leads", "as [forgotten]", 1),)


def test_undo_says_how_much_it_leaves_out() -> None:
    changes: list[Change] = [Edit("Leads", "L-B", "Owner", None, "Bob"), Edit("Leads", "L-A", "Owner", None, "Bob")]
    book = apply(BOOK, changes)
    journal, now = forgotten(a_journal(changes), book, person_of(book, ["L-A"]))
    back = undo(journal, "C-0", now)
    assert (back.changes, back.clashes, back.forgotten) == ((changes[0].invert(),), (), 1)


words = st.sampled_from(["", "tea", "Ann Ng", "ann@x.example", "x"])
leads = st.dictionaries(
    st.sampled_from(["L-A", "L-B", "L-C"]),
    st.fixed_dictionaries({"Notes": words, "Company": words}).map(lambda row: {n: c for n, c in row.items() if c}),
)
activities = st.dictionaries(
    st.sampled_from(["A-1", "A-2", "A-3"]), st.fixed_dictionaries({"Type": words.filter(bool)})
).map(lambda rows: {key: {**row, "Lead ID": "L-A" if key == "A-1" else "L-B"} for key, row in rows.items()})
states = st.fixed_dictionaries({"Leads": leads, "Activities": activities})


@settings(max_examples=60, deadline=None)
@given(st.lists(states, min_size=2, max_size=4))
def test_undo_of_everything_gives_the_first_book_without_her(books: list[Book]) -> None:
    """Whatever was done: with her erased from the end and from the past, undoing all leads to the start with her erased."""
    person = Person(frozenset({"L-A"}), person_of({"Leads": {"L-A": ANN}}, ["L-A"]).words)
    sets = [diff(a, b) for a, b in itertools.pairwise(books)]
    journal, now = forgotten(a_journal(*sets), books[-1], person)
    for n in reversed(range(len(sets))):
        back = undo(journal, f"C-{n}", now)
        assert back.clashes == ()
        now = apply(now, back.changes)
    assert same_book(_without_words(now, person), _without_words(apply(books[0], erased(books[0], person)), person))
    assert not any("L-A" in table for table in now.values())


def _without_words(book: Book, person: Person) -> Book:
    """What somebody else's cell says once it says nothing of her: what the past said of her, it may say no more."""
    return {
        tab: {key: {name: person.words.without(str(cell)) for name, cell in row.items()} for key, row in table.items()}
        for tab, table in book.items()
    }
