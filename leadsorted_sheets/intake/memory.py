"""Mappings remembered in the workbook: the same headers are mapped the same way the next time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import AddRow, Change, row_edits
from leadsorted_sheets.core.headers import header_key
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.state import MAPPINGS
from leadsorted_sheets.intake.mapping import OWN, Mapped

WHY = "import: these headers are mapped so"


def fingerprint(headers: Sequence[str]) -> str:
    """A name for a set of headers: their order, case, accents and punctuation do not count.

    >>> fingerprint(["E-Mail", "Name"]) == fingerprint(["name", "e mail"])
    True
    """
    keys = "\n".join(sorted(map(header_key, headers)))
    return "M-" + hashlib.sha256(keys.encode()).hexdigest()[:16]


def saved_mapping(book: Book, headers: Sequence[str]) -> dict[str, str]:
    """What was decided for these headers, by header key; nothing where they are new, or what was kept is damaged."""
    row = book.get(MAPPINGS, {}).get(fingerprint(headers), {})
    try:
        facts = json.loads(str(row.get("Mapping", "{}")))
    except ValueError:
        return {}
    return {str(key): str(field) for key, field in facts.items()} if isinstance(facts, dict) else {}


def remembered(columns: Sequence[Mapped], book: Book, context: Context) -> list[Change]:
    """The changes that make the book remember this mapping; to be applied together with the rows."""
    headers = [column.header for column in columns]
    key = fingerprint(headers)
    row: dict[str, Cell] = {
        "Headers": json.dumps(headers, ensure_ascii=False),
        "Mapping": json.dumps(_as_kept(columns), ensure_ascii=False, sort_keys=True),
        "Used": context.today,
    }
    before = book.get(MAPPINGS, {}).get(key)
    if before is None:
        return [AddRow(MAPPINGS, key, row, WHY)]
    return list(row_edits(MAPPINGS, key, before, row, WHY))


def _as_kept(columns: Sequence[Mapped]) -> dict[str, str]:
    """Columns that were left out are decided anew each time: whether a column only counts its rows depends on the rows."""
    return {
        header_key(column.header): OWN if column.own else column.field
        for column in columns
        if column.field is not None and column.why != "it is blank; it stays your own"
    }
