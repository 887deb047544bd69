"""What both sides last agreed on, as it is kept in the file: one value a cell, and what it takes to trust it.

The base lives in the workbook, so a copy restored from a backup brings the base that belongs to it. It is packed
column by column: a hundred thousand leads are a few megabytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row, Table
from leadsorted_sheets.core.cell import Cell, from_json, to_json
from leadsorted_sheets.core.changes import AddRow, Clash, Edit, RemoveRow
from leadsorted_sheets.core.state import expand, squeeze
from leadsorted_sheets.sync.terms import MADE_WITH_ROWS

_FORMAT = 1
_PLAIN = frozenset({str, int, float, bool, type(None)})


@dataclass(frozen=True, slots=True)
class Base:
    """`columns` are the synced columns of each tab at that time. `parted` are columns of the team's own that one side
    has deleted since ("here" or "there"): they stay deleted there and stay as they are on the other. `revision` is the
    sheet's, where nothing but this sync can have led to it ("" where that is not certain); `when` is text for people.
    """

    tables: Book = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    partner: str = ""
    revision: str = ""
    when: str = ""
    first: bool = False

    def holds_the_same_as(self, other: Base) -> bool:
        """Whether two bases differ in nothing but the revision and the time."""
        return (
            not self.first
            and not other.first
            and self.partner == other.partner
            and {tab: frozenset(names) for tab, names in self.columns.items()}
            == {tab: frozenset(names) for tab, names in other.columns.items()}
            and self.parted == other.parted
            and self.tables == other.tables
        )

    def without(self, clashed: Iterable[Clash], before: Base) -> Base:
        """The base where these changes were not taken after all: what the file holds instead was not agreed on.

        `before` is the base the changes were planned on. Otherwise the next sync would send the old value as an edit.
        """
        tables = {tab: dict(table) for tab, table in self.tables.items()}
        for clash in clashed:
            change = clash.change
            rows: dict[Key, Row] = tables.setdefault(change.tab, {})
            match change:
                case Edit(becomes=str() as key):
                    if key in rows:
                        rows[change.key] = rows.pop(key)
                case Edit() if change.key in rows:
                    rows[change.key] = {**rows[change.key], change.field: change.before}
                case AddRow():
                    rows.pop(change.key, None)
                case RemoveRow():
                    rows[change.key] = before.tables.get(change.tab, {}).get(change.key, change.row)
        return replace(self, tables=tables, revision="")


def first_base(partner: str = "") -> Base:
    """The base of two sides that never met: the rows every workbook of ours is made with, and nothing else."""
    tabs = [schema.BY_NAME[name] for name in MADE_WITH_ROWS]
    return Base(
        {tab.name: schema.table_of(tab) for tab in tabs},
        {tab.name: tuple(name for name in tab.fields if name != tab.id) for tab in tabs},
        partner=partner,
        first=True,
    )


def fingerprint(text: str) -> str:
    """What tells one base text from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def pack(base: Base) -> str:
    """The base as text for a hidden sheet; `unpack` gives it back."""
    facts: dict[str, Any] = {
        "format": _FORMAT,
        "partner": base.partner,
        "revision": base.revision,
        "when": base.when,
        "columns": base.columns,
        "parted": base.parted,
        "tables": {tab: _packed(tab, table) for tab, table in sorted(base.tables.items())},
    }
    return squeeze(json.dumps(facts, ensure_ascii=False, separators=(",", ":")))


def unpack(text: str) -> Base:
    """The base a text holds. Raises ValueError where it is damaged."""
    try:
        facts = json.loads(expand(text))
        _checked(facts["format"])
        return Base(
            {tab: _unpacked(tab, table) for tab, table in facts["tables"].items()},
            {tab: tuple(names) for tab, names in facts["columns"].items()},
            {tab: dict(names) for tab, names in facts["parted"].items()},
            facts["partner"],
            facts["revision"],
            facts["when"],
        )
    except (KeyError, TypeError, AttributeError, ValueError) as damage:
        raise ValueError(f"what both sides agreed on cannot be read ({damage})") from damage


def _checked(number: object) -> None:
    if number != _FORMAT:
        raise ValueError(f"made by another version: format {number}")


def _packed(tab: str, table: Table) -> dict[str, Any]:
    """The keys once, then every column as a list of its cells. The id column says the keys again, and is left out."""
    id = _id_of(tab)
    names = dict.fromkeys(name for row in table.values() for name in row)
    columns = {}
    for name in names:
        values = [row.get(name) for row in table.values()]
        if name == id and all(value == key for value, key in zip(values, table, strict=True)):
            continue
        columns[name] = values if _PLAIN.issuperset(map(type, values)) else [to_json(value) for value in values]
    return {"keys": list(table), "columns": columns}


def _unpacked(tab: str, packed: Mapping[str, Any]) -> Table:
    keys, columns = packed["keys"], packed["columns"]
    id = _id_of(tab)
    lists: dict[str, list[Cell]] = {} if not id or id in columns else {id: keys}
    for name, values in columns.items():
        if len(values) != len(keys):
            raise ValueError(f"the column {name} is cut short")
        lists[name] = values if dict not in set(map(type, values)) else [from_json(value) for value in values]
    if not lists:
        return {key: {} for key in keys}
    names = tuple(lists)
    return {key: _row(names, cells) for key, cells in zip(keys, zip(*lists.values(), strict=True), strict=True)}


def _row(names: tuple[str, ...], cells: tuple[Cell, ...]) -> Row:
    if None in cells:
        return {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}
    return dict(zip(names, cells, strict=True))


def _id_of(tab: str) -> str:
    return schema.BY_NAME[tab].id if tab in schema.BY_NAME else ""
