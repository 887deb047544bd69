"""Looking at a book without changing it: the leads a filter matches."""

from __future__ import annotations

from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.session.context import context_for
from leadsorted_sheets.workbook.port import Workbook


def keys_where(where: str, book: Book, context: Context) -> tuple[Key, ...]:
    """The leads that a filter matches, in the order of the sheet. Raises errors.WrongUsage where it says nothing we know."""
    from leadsorted_sheets.core import schema
    from leadsorted_sheets.core.records import scene_of
    from leadsorted_sheets.core.where import matching, parse

    asked = parse(where)
    scene = scene_of(book, [asked], context.local_now, tab=schema.LEADS)
    return tuple(matching(asked, book["Leads"], scene))


def listed(workbook: Workbook, where: str) -> tuple[Row, ...]:
    """The rows a filter matches; all of them where it is empty."""
    book = workbook.read().book
    leads = book.get("Leads", {})
    if not where:
        return tuple(leads.values())
    return tuple(leads[key] for key in keys_where(where, book, context_for(book)))
