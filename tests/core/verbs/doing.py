"""Do a verb to a book, and say what came of it: every cell that is another than before."""

from __future__ import annotations

from typing import Any

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import AddRow, Edit, apply, diff, rebase
from leadsorted_sheets.core.plan import Outcome
from leadsorted_sheets.session.verbs import BY_NAME
from tests.context import a_context


def outcome(book: Book, verb: str, **options: Any) -> Outcome:
    """What the verb would do, by Ann, on 10 March 2026 at noon."""
    return BY_NAME[verb].plan(book, BY_NAME[verb].options(**options), a_context())


def done(book: Book, verb: str, **options: Any) -> Book:
    """The book after the verb. Every change has to hold on the book it was planned for, and to have a reason."""
    changes = outcome(book, verb, **options).changes
    assert rebase(changes, book).clashes == []
    assert all(change.why for change in changes)
    return apply(book, changes)


def cells(book: Book, verb: str, **options: Any) -> dict[str, Cell]:
    """`Leads.Status` and so on of every cell that changed in a row that was there."""
    after = done(book, verb, **options)
    return {f"{edit.tab}.{edit.field}": edit.after for edit in diff(book, after) if isinstance(edit, Edit)}


def rows(book: Book, verb: str, **options: Any) -> list[tuple[str, dict[str, Cell]]]:
    """The rows that came into being: tab and cells, without the ids we minted for them."""
    after = done(book, verb, **options)
    ids = {"Leads": "Lead ID", "Activities": "Activity ID", "Pipeline": "Deal ID", "Registrations": "Registration"}
    return [
        (change.tab, {name: cell for name, cell in change.row.items() if name != ids.get(change.tab)})
        for change in diff(book, after)
        if isinstance(change, AddRow)
    ]


def found(book: Book, verb: str, **options: Any) -> list[tuple[str, str]]:
    """The findings: rule and message."""
    return [(finding.rule, finding.message) for finding in outcome(book, verb, **options).findings]
