"""A row of ours takes the id it has in the sheet, and so does everything that points to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow
from leadsorted_sheets.core.state import DECISIONS

WHY = "sync: the row has another id in the sheet"

Keys = Mapping[str, Mapping[Key, Key]]
"""tab -> id here -> id there."""

_POINTERS: tuple[tuple[str, str, str], ...] = (
    # tab, its column, the tab whose ids stand there
    ("Activities", "Lead ID", "Leads"),
    ("Pipeline", "Lead ID", "Leads"),
    ("Activities", "Deal ID", "Pipeline"),
    ("Leads", "Deal ID", "Pipeline"),
)


def rekeyed(book: Book, keys: Keys) -> list[Change]:
    """What gives the rows of `book` their new ids. A row that gets one itself is pointed at before it has it."""
    changes: list[Change] = []
    for tab, name, of in _POINTERS:
        changes += _pointed(book, tab, name, keys.get(of, {}))
    changes += _reviewed(book, keys)
    changes += _decided(book, keys.get("Leads", {}))
    for tab, names in keys.items():
        id = schema.BY_NAME[tab].id
        changes += [Edit(tab, old, id, book[tab][old].get(id), new, WHY, becomes=new) for old, new in names.items()]
    return changes


def _pointed(book: Book, tab: str, name: str, names: Mapping[Key, Key]) -> Iterator[Edit]:
    if not names:
        return
    for key, row in book.get(tab, {}).items():
        said = row.get(name)
        if isinstance(said, str) and said in names:
            yield Edit(tab, key, name, said, names[said], WHY)


def _reviewed(book: Book, keys: Keys) -> Iterator[Edit]:
    for key, row in book.get("Review", {}).items():
        names = keys.get(shown(row.get("Tab")), {})
        if (said := shown(row.get("Row"))) in names:
            yield Edit("Review", key, "Row", row.get("Row"), names[said], WHY)
        others = shown(row.get("Others")).split("; ")
        if names.keys() & set(others):
            after = "; ".join(names.get(other, other) for other in others)
            yield Edit("Review", key, "Others", row.get("Others"), after, WHY)


def _decided(book: Book, names: Mapping[Key, Key]) -> Iterator[Change]:
    """A remembered pair is known by both its ids, in order."""
    table = book.get(DECISIONS, {})
    for key, row in table.items() if names else ():
        a, b = shown(row.get("A")), shown(row.get("B"))
        if not {a, b} & names.keys():
            continue
        first, second = sorted((names.get(a, a), names.get(b, b)))
        renamed = f"{shown(row.get('Kind'))}:{first}:{second}"
        yield RemoveRow(DECISIONS, key, row, WHY)
        if renamed not in table:
            yield AddRow(DECISIONS, renamed, _with(row, names.get(a, a), names.get(b, b)), WHY)


def _with(row: Row, a: Cell, b: Cell) -> Row:
    return {**row, "A": a, "B": b}
