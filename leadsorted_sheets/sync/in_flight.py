"""What was about to be sent, noted on disk before it is: so that a sync cut short knows its own traces.

JSON lines in a file of the user's state folder that only the user can read. Its loss costs false conflicts,
never data. It belongs to one base: notes made on another base, such as those of another copy of the workbook, are
not believed.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leadsorted_sheets.core.book import Book, Key, Row, Table
from leadsorted_sheets.core.cell import Cell, from_json, to_json
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow
from leadsorted_sheets.sync.base import Base
from leadsorted_sheets.sync.cells import alike
from leadsorted_sheets.sync.terms import Rules


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent on top of one base: rows as they were added, and for each cell every value it was given."""

    rows: Mapping[str, Mapping[Key, Row]] = field(default_factory=dict)
    cells: Mapping[tuple[str, Key, str], tuple[Cell, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.rows or self.cells)

    def with_keys(self, keys: Mapping[str, Mapping[Key, Key]]) -> Sent:
        """The same, with rows under the ids they have now."""
        rows = {
            tab: {keys.get(tab, {}).get(key, key): row for key, row in table.items()}
            for tab, table in self.rows.items()
        }
        cells = {
            (tab, keys.get(tab, {}).get(key, key), name): values for (tab, key, name), values in self.cells.items()
        }
        return Sent(rows, cells)


class InFlight:
    """The note of one workbook's sync with one sheet. Without a path it is kept in memory, for tests and dry runs."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lines: list[str] = _lines_of(path)

    def sent_on(self, base: str) -> Sent:
        """What was sent on top of the base with this fingerprint and never confirmed."""
        rows: dict[str, dict[Key, Row]] = {}
        cells: dict[tuple[str, Key, str], tuple[Cell, ...]] = {}
        believed = False
        for line in self._lines:
            try:
                note = json.loads(line)
                if "base" in note:
                    believed = note["base"] == base
                elif believed and "row" in note:
                    row = {name: from_json(cell) for name, cell in note["row"].items()}
                    rows.setdefault(note["tab"], {})[note["key"]] = row
                elif believed:
                    place = (note["tab"], note["key"], note["field"])
                    cells[place] = (*cells.get(place, ()), from_json(note["value"]))
            except (ValueError, KeyError, TypeError, AttributeError):
                continue  # the line that was being written when the power failed
        return Sent(rows, cells)

    def note(self, changes: Iterable[Change], *, base: str) -> None:
        """Note what is about to be sent. It is on the disk when this returns."""
        lines = [json.dumps({"base": base}), *(json.dumps(each) for each in map(_noted, changes) if each is not None)]
        self._lines += lines
        if self._path is None:
            return
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self._path, "a", encoding="utf-8", opener=_private) as file:
            file.write("\n" + "".join(f"{line}\n" for line in lines))  # a torn last line stays a line of its own
            file.flush()
            os.fsync(file.fileno())

    def clear(self) -> None:
        """Everything has landed and is part of the base."""
        self._lines = []
        if self._path is not None:
            self._path.unlink(missing_ok=True)


def replayed(
    sent: Sent,
    base: Base,
    *,
    here: Book,
    there: Book,
    rules: Mapping[str, Rules],
    given: Mapping[str, Collection[Key]],
) -> Book:
    """The base, with what the sheet shows exactly as we sent it: our own words are not somebody else's edit.

    A row that we added is there under its id: it can only be ours, so all that was sent with it has landed. Unless the
    id is one that is only being `given` (tab -> ids) to a row that has none: that may be anybody's. One that was agreed on
    once and put back may have been put back by anybody, so there each cell has to show what we sent.
    """
    tables: dict[str, dict[Key, Row]] = {}

    def own(tab: str) -> dict[Key, Row]:
        return tables.setdefault(tab, dict(base.tables.get(tab, {})))

    for tab, rows in sent.rows.items():
        for key, row in rows.items():
            if tab in rules and key in there.get(tab, {}) and key not in given.get(tab, ()):
                before = base.tables.get(tab, {}).get(key)
                own(tab)[key] = row if before is None else _put_back(before, row, there[tab][key], rules[tab])
    for (tab, key, name), values in sent.cells.items():
        ours, now = (book.get(tab, {}).get(key) for book in (here, there))
        if tab not in rules or ours is None or now is None:
            continue
        kind = rules[tab].kinds.get(name)
        agreed: Table = tables.get(tab) or base.tables.get(tab, {})
        before = agreed.get(key, {})
        edited_here = not alike(ours.get(name), before.get(name), kind)
        if edited_here and any(alike(now.get(name), value, kind) for value in values):
            own(tab)[key] = {**before, name: now.get(name)}
    return {**base.tables, **tables} if tables else base.tables


def _put_back(before: Row, sent: Row, now: Row, rules: Rules) -> Row:
    """What was agreed on of a row, with what the sheet shows as it was sent."""
    shown = {name: alike(now.get(name), sent.get(name), rules.kinds.get(name)) for name in {**before, **sent}}
    agreed = {name: (sent if as_sent else before).get(name) for name, as_sent in shown.items()}
    return {name: cell for name, cell in agreed.items() if cell is not None}


def _noted(change: Change) -> dict[str, Any] | None:
    match change:
        case Edit(becomes=None):
            return {"tab": change.tab, "key": change.key, "field": change.field, "value": to_json(change.after)}
        case AddRow():
            row = {name: to_json(cell) for name, cell in change.row.items()}
            return {"tab": change.tab, "key": change.key, "row": row}
        case Edit() | RemoveRow():  # an id that was given, a row that is gone: seen without a note
            return None


def _lines_of(path: Path | None) -> list[str]:
    if path is None:
        return []
    with contextlib.suppress(FileNotFoundError):
        return [line for line in path.read_text(encoding="utf-8", errors="replace").split("\n") if line]
    return []


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
