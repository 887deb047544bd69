from __future__ import annotations

import datetime as dt
import itertools

from leadsorted_sheets.core import identify
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Formula
from leadsorted_sheets.core.changes import apply, rebase
from leadsorted_sheets.core.plan import Context
from tests.context import a_context


def test_rows_without_an_id_get_one_and_keep_their_place() -> None:
    book: Book = {"Leads": {"#2": {"Email": "a@b.c"}, "L-1": {"Lead ID": "L-1"}, "#4": {}}, "Owners": {"#9": {}}}
    outcome = identify.plan(book, a_context())
    after = apply(book, outcome.changes)
    assert list(after["Leads"].items()) == [
        ("L-1000000001", {"Email": "a@b.c", "Lead ID": "L-1000000001"}),
        ("L-1", {"Lead ID": "L-1"}),
        ("L-1000000002", {"Lead ID": "L-1000000002"}),
    ]
    assert after["Owners"] == {"#9": {}}
    assert not rebase(outcome.changes, book).clashes


def test_of_two_rows_with_one_id_the_later_gets_a_new_one_and_it_is_said() -> None:
    book: Book = {"Leads": {"L-1": {"Lead ID": "L-1"}, "#3": {"Lead ID": "L-1", "Company": "Copy"}}}
    outcome = identify.plan(book, a_context())
    assert apply(book, outcome.changes)["Leads"]["L-1000000001"]["Company"] == "Copy"
    (finding,) = outcome.findings
    assert (finding.key, finding.found) == ("L-1000000001", "L-1")
    assert finding.message == (
        "The id L-1 stands in another row too, perhaps from copying a row. "
        "This row is now L-1000000001; the first one keeps the id."
    )


def test_a_formula_in_the_id_column_is_left_alone_and_named() -> None:
    outcome = identify.plan({"Leads": {"#2": {"Lead ID": Formula("=A1")}}}, a_context())
    assert not outcome.changes
    assert [finding.rule for finding in outcome.findings] == ["identify.formula"]


def test_a_context_knows_the_time_in_the_books_zone() -> None:
    zone = dt.timezone(dt.timedelta(hours=2))
    context = Context(dt.datetime(2026, 1, 1, 23, 30, tzinfo=dt.UTC), zone, "Ann", lambda p: p)
    assert context.local_now == dt.datetime(2026, 1, 2, 1, 30)
    assert context.today == dt.date(2026, 1, 2)


def test_minted_ids_differ() -> None:
    context = a_context()
    assert len({context.new_id("L") for _ in itertools.repeat(None, 50)}) == 50
