"""Whoever was forgotten on one side goes from the other, whatever anybody did to the row meanwhile, and does not come back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.changes import RemoveRow, apply
from leadsorted_sheets.core.forget import erased, forgotten_ids, person_of
from leadsorted_sheets.core.state import FORGOTTEN, ColumnAt, Layout
from leadsorted_sheets.sync.base import Base
from leadsorted_sheets.sync.in_flight import Sent
from leadsorted_sheets.sync.plan import Plan, Round, at_rest, planned
from leadsorted_sheets.sync.sides import Names, Seen
from leadsorted_sheets.workbook.port import Reading
from tests.context import a_context
from tests.sync.paper import fresh_book
from tests.sync.sides import ANN, BOB, TERMS, three_leads

NAMES = Names("the file", "the sheet")
MARK = {FORGOTTEN: {ANN: {"On": "2026-03-10", "Salt": "s"}}}


def seen(book: Book) -> Seen:
    layouts = tuple(
        Layout(tab, tab, columns=tuple(ColumnAt(name, name) for name in _columns(tab)))
        for tab in book
        if tab != FORGOTTEN
    )
    return Seen(book, Reading(book, layouts, "1"))


def _columns(tab: str) -> tuple[str, ...]:
    from leadsorted_sheets.core import schema

    return schema.BY_NAME[tab].fields


def agreed(book: Book) -> Base:
    """The base of two sides that both say this."""
    first = planned(Round(seen(book), seen(book), Base(), Sent(), NAMES, TERMS), a_context())
    return first.base


def a_book() -> Book:
    activities = {"A-1": {"Activity ID": "A-1", "Lead ID": ANN, "Summary": "n"}}
    return fresh_book(Leads=three_leads(), Activities=activities)


def without_her(book: Book) -> Book:
    return {**apply(book, erased(book, person_of(book, [ANN]))), **MARK}


def edited(book: Book) -> Book:
    leads = {**book["Leads"], ANN: {**book["Leads"][ANN], "Owner": "somebody else"}}
    more = {**book["Activities"], "A-2": {"Activity ID": "A-2", "Lead ID": ANN, "Summary": "new"}}
    return {**book, "Leads": leads, "Activities": more}


def same(book: Book) -> Book:
    return book


CASES: tuple[tuple[str, Callable[[Book], Book], Callable[[Book], Book], Callable[[Book], Book]], ...] = (
    # what it is called, the file, the sheet, the base
    ("forgotten here, untouched there", without_her, same, without_her),
    ("forgotten here, edited there", without_her, edited, without_her),
    ("forgotten there, untouched here", same, without_her, same),
    ("forgotten there, edited here", edited, without_her, same),
    ("forgotten here, and the base still knows her", without_her, edited, same),
    ("forgotten on both sides", without_her, without_her, same),
    ("the mark came, the row stayed", lambda book: {**book, **MARK}, edited, same),
)  # fmt: skip


def plan_of(here: Book, there: Book, base: Book) -> Plan:
    return planned(Round(seen(here), seen(there), agreed(base), Sent(), NAMES, TERMS), a_context())


@pytest.mark.parametrize(("what", "here", "there", "base"), CASES, ids=[case[0] for case in CASES])
def test_she_is_gone_from_both_sides_and_the_base(
    what: str, here: Callable[[Book], Book], there: Callable[[Book], Book], base: Callable[[Book], Book]
) -> None:
    book = a_book()
    ours, theirs = here(book), there(book)
    plan = plan_of(ours, theirs, base(book))
    ours, theirs = apply(ours, plan.to_here), apply(theirs, plan.to_there)
    for side in (ours, theirs, plan.base.tables):
        assert ANN not in side["Leads"]
        assert side["Activities"] == {}
        assert BOB in side["Leads"]
        assert forgotten_ids(side) == {ANN}
    assert not plan.conflicts
    assert at_rest(seen(ours), plan.base, names=NAMES, terms=TERMS, context=a_context())


def test_one_that_is_only_gone_still_comes_back_where_somebody_edited_it() -> None:
    book = a_book()
    gone = apply(book, [RemoveRow("Leads", ANN, book["Leads"][ANN])])
    plan = plan_of(gone, edited(book), book)
    assert ANN in apply(gone, plan.to_here)["Leads"]


def test_a_book_that_has_forgotten_nobody_syncs_no_such_table() -> None:
    assert FORGOTTEN not in plan_of(a_book(), a_book(), a_book()).base.columns
