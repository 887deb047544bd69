"""The record of a write that is under way: what it is going to do, so that it can be finished when it was cut off."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import from_json, same, to_json
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow
from leadsorted_sheets.core.state import expand, squeeze


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The changes of a write, in order, and the hidden texts it leaves behind beside the journal's."""

    changes: Sequence[Change] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)


def pack(write: UnderWay) -> str:
    """As text for cells.

    >>> unpack(pack(UnderWay([Edit("Leads", "L-1", "Email", None, "a@b.example")]))).changes[0].after
    'a@b.example'
    """
    facts = {"changes": [_spelt(change) for change in write.changes], "hidden": dict(write.hidden)}
    return squeeze(json.dumps(facts, ensure_ascii=False, separators=(",", ":")))


def unpack(text: str) -> UnderWay:
    """Raises ValueError where the text is damaged."""
    facts = json.loads(expand(text))
    return UnderWay([_change(each) for each in facts["changes"]], facts["hidden"])


def still_to_do(changes: Sequence[Change], now: Book) -> list[Change]:
    """The changes that the book does not show yet.

    What a person has changed since shows neither the old nor the new; `rebase` leaves it alone afterwards.
    """
    return [change for change in changes if not _is_done(change, now)]


def _is_done(change: Change, now: Book) -> bool:
    table = now.get(change.tab, {})
    match change:
        case Edit():
            row = table.get(change.becomes or change.key)
            return row is not None and same(row.get(change.field), change.after)
        case AddRow():
            return change.key in table
        case RemoveRow():
            return change.key not in table


def _spelt(change: Change) -> list[Any]:
    match change:
        case Edit():
            cells = [to_json(change.before), to_json(change.after)]
            return ["e", change.tab, change.key, change.field, *cells, change.why, change.becomes]
        case AddRow() | RemoveRow():
            kind = "a" if isinstance(change, AddRow) else "r"
            row = {name: to_json(cell) for name, cell in change.row.items()}
            return [kind, change.tab, change.key, row, change.why, change.below]


def _change(facts: list[Any]) -> Change:
    kind, tab, key, *rest = facts
    if kind == "e":
        name, before, after, why, becomes = rest
        return Edit(tab, key, name, from_json(before), from_json(after), why, becomes)
    row, why, below = rest
    cells = {name: from_json(cell) for name, cell in row.items()}
    return (AddRow if kind == "a" else RemoveRow)(tab, key, cells, why, below)
