"""What the workbook remembers beside its cells: the shape of the hidden state.

It lives in the workbook itself (`_leadsorted_state`, very hidden), so a copy restored from
a backup brings the state that belongs to it. Hidden tables are tabs of the Book like any
other, so a remembered decision is a change, and undo takes it back.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from leadsorted_sheets.core.book import Book, Table, row_from_json, row_to_json
from leadsorted_sheets.core.changes import Change

DECISIONS = "_decisions"
"""Remembered decisions. Key: `same:L-1:L-2`, `apart:L-1:L-2`, `value:<Review identity>`; fields Kind, A, B, Choice, By, On,
and Known A, Known B: digests of what the two leads were known by (`core.dedupe.remembered`)."""
MAPPINGS = "_mappings"
"""Saved header mappings. Key: the fingerprint of a set of headers; fields Headers, Mapping (JSON texts), Used."""
SEEN = "_seen"
"""Last seen status, stage and owner, a row for each of them (`core.lifecycle.seen`); fields Tab, State, Owner, On, Ids."""
TURNS = "_turns"
"""Whose turn it is in the round robin. Key: the owner's name; fields Owner, Balance."""
EXPORTED = "_exported"
"""What each CRM was sent last. Key: `hubspot/contacts`; fields Profile, File, On, Sent (a line for each row: its id, a fingerprint)."""
INBOX = "_inbox"
"""What came in by itself. Key: the hash of a file, or the address of a tab; fields File, On, Rows, Seen (hashes of rows)."""
MERGED = "_merged"
"""What was merged into what. Key: the lead that went; field Into, the lead that stayed."""
FORGOTTEN = "_forgotten"
"""Who was erased (`core.forget`). Key: the lead's id; fields On, Salt, Marks (salted digests against re-import)."""
HIDDEN_TABS: tuple[str, ...] = (DECISIONS, MAPPINGS, SEEN, TURNS, EXPORTED, INBOX, MERGED, FORGOTTEN)


def visible(changes: Iterable[Change]) -> list[Change]:
    """The changes that a person sees: what the workbook remembers for itself is nobody's business."""
    return [change for change in changes if change.tab not in HIDDEN_TABS]


_FORMAT = 1
_LEVEL = 3  # half the time of the usual 6 for an eighth more bytes


@dataclass(frozen=True, slots=True)
class ColumnAt:
    """A column of a tab: our field, the header it had when last seen, and the file's own identity for it, if any."""

    field: str
    header: str
    column_id: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a tab of the Book is: which sheet, which Excel table ("" for a plain range), where its header is (1-based)."""

    tab: str
    sheet: str
    table: str = ""
    header_row: int = 1
    first_column: int = 1
    columns: tuple[ColumnAt, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """`book_id` names this workbook for good; `layouts` say where its tabs are; `tables` are the hidden tabs.

    `partner` is the sheet it is synced with. `waiting` names a sync that was started beside the open workbook and whose
    outcome it has not taken over yet: a copy made before, or one closed without saving, does not know the name.
    """

    book_id: str = ""
    layouts: tuple[Layout, ...] = ()
    tables: Mapping[str, Table] = field(default_factory=dict)
    partner: str = ""
    waiting: str = ""

    def layout(self, tab: str) -> Layout | None:
        return next((layout for layout in self.layouts if layout.tab == tab), None)

    def with_layouts(self, layouts: tuple[Layout, ...]) -> State:
        return replace(self, layouts=layouts)

    def with_tables(self, book: Book) -> State:
        """This state holding the hidden tabs of `book`."""
        return replace(self, tables={tab: book[tab] for tab in HIDDEN_TABS if book.get(tab)})


def pack(state: State) -> str:
    """The state as text for a cell: JSON, zlib, base-64. The same state gives the same text."""
    facts: dict[str, Any] = {
        "format": _FORMAT,
        "book_id": state.book_id,
        "partner": state.partner,
        **({"waiting": state.waiting} if state.waiting else {}),
        "layouts": [asdict(layout) for layout in state.layouts],
        "tables": {
            tab: {key: row_to_json(dict(sorted(row.items()))) for key, row in sorted(table.items())}
            for tab, table in sorted(state.tables.items())
        },
    }
    return squeeze(json.dumps(facts, ensure_ascii=False, separators=(",", ":")))


def unpack(text: str) -> State:
    """The state a text holds; an empty text is an empty state. Raises ValueError where the text is damaged."""
    if not text.strip():
        return State()
    try:
        facts = json.loads(expand(text))
        layouts = tuple(
            Layout(**{**layout, "columns": tuple(ColumnAt(**column) for column in layout["columns"])})
            for layout in facts["layouts"]
        )
        tables = {
            tab: {key: row_from_json(row) for key, row in table.items()} for tab, table in facts["tables"].items()
        }
        return State(facts["book_id"], layouts, tables, facts["partner"], facts.get("waiting", ""))
    except (KeyError, TypeError, AttributeError, ValueError) as damage:
        raise ValueError(f"the hidden state cannot be read ({damage})") from damage


def squeeze(text: str) -> str:
    """Text as it is kept in a cell.

    >>> expand(squeeze("ä" * 1000)) == "ä" * 1000
    True
    """
    return base64.b64encode(zlib.compress(text.encode(), _LEVEL)).decode()


def expand(text: str, limit: int = 1 << 30) -> str:
    """The text `squeeze` was given. Raises ValueError on damage, or where it would unpack to more than `limit` bytes."""
    try:
        engine = zlib.decompressobj()
        raw = engine.decompress(base64.b64decode(text.encode("ascii"), validate=True), limit)
    except (zlib.error, ValueError) as damage:
        raise ValueError(str(damage)) from damage
    if not engine.eof:
        raise ValueError("cut short, or too long")
    return raw.decode()
