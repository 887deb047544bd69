"""Where the way begins: a lead without a status is new."""

from __future__ import annotations

from leadsorted_sheets.core.book import Book, has_id
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.settings import read_settings

BEGINS = "lifecycle: a lead without a status is new"


def begin(book: Book) -> list[Edit]:
    """Every lead is in exactly one status: those without one get the first open status of Settings."""
    settings, _ = read_settings(book)
    first = settings.first_status("open")
    return [
        Edit("Leads", key, "Status", None, first, BEGINS)
        for key, row in book.get("Leads", {}).items()
        if has_id(key) and row.get("Status") is None
    ]
