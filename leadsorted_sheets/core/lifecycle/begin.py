"""Where the way begins: a lead without a status is new, and is no longer once somebody was in touch."""

from __future__ import annotations

from collections.abc import Collection

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row, has_id
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.records import filled
from leadsorted_sheets.core.settings import Settings, read_settings, same_name

BEGINS = "lifecycle: a lead without a status is new"


def begin(book: Book, keys: Collection[Key] | None = None) -> list[Edit]:
    """Every lead is in exactly one status: those without one get the first open status of Settings.

    A cell of blanks says nothing either. A row without our id is left alone, and so is a blank one;
    with `keys`, all others too.
    """
    settings, _ = read_settings(book)
    first = settings.first_status("open")
    return [
        Edit("Leads", key, "Status", row.get("Status"), first, BEGINS)
        for key, row in filled(book, schema.LEADS, keys)
        if _is_blank(row) and has_id(key)
    ]


def once_in_touch(row: Row, settings: Settings) -> str | None:
    """The status that a new lead has once somebody was in touch: the second of the open ones; None for any other lead."""
    if not _is_blank(row) and not same_name(shown(row["Status"]), settings.first_status("open")):
        return None
    opened = sorted((status for status in settings.statuses if status.kind == "open"), key=lambda status: status.order)
    return opened[1].name if len(opened) > 1 else None


def _is_blank(row: Row) -> bool:
    status = row.get("Status")
    return status is None or (isinstance(status, str) and not status.strip())
