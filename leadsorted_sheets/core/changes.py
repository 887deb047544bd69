"""Changes: the one currency. Operations make them, adapters write them, the journal keeps them.

    diff(before, after)          -> changes
    apply(book, changes)         -> book
    invert(changes)              -> changes
    rebase(changes, onto=book)   -> still valid | clashes

`rebase` answers three questions with one function: did the sheet move under us (write),
was the cell edited since (undo), did both sides touch it (sync).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from leadsorted_sheets.core.book import Book, Key, Row, row_from_json, row_to_json
from leadsorted_sheets.core.cell import Cell, Formula, from_json, same, same_row, to_json


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell takes a new value. `becomes` is the row's key afterwards, where the edit gives or takes its id."""

    tab: str
    key: Key
    field: str
    before: Cell
    after: Cell
    why: str = ""
    becomes: Key | None = None

    def invert(self) -> Edit:
        key, becomes = (self.key, None) if self.becomes is None else (self.becomes, self.key)
        return Edit(self.tab, key, self.field, self.after, self.before, self.why, becomes)


@dataclass(frozen=True, slots=True)
class AddRow:
    """A row appears. `below` is a hint: the key of the row above it, "" for the top, None for the end."""

    tab: str
    key: Key
    row: Row
    why: str = ""
    below: Key | None = field(default=None, compare=False)

    def invert(self) -> RemoveRow:
        return RemoveRow(self.tab, self.key, self.row, self.why, self.below)


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """A row goes. It is kept whole here, or undo could not bring it back."""

    tab: str
    key: Key
    row: Row
    why: str = ""
    below: Key | None = field(default=None, compare=False)

    def invert(self) -> AddRow:
        return AddRow(self.tab, self.key, self.row, self.why, self.below)


Change: TypeAlias = Edit | AddRow | RemoveRow
Changes: TypeAlias = Sequence[Change]


@dataclass(frozen=True, slots=True)
class Clash:
    """A change that expected one thing and found another (`found` is None where the row or cell is gone)."""

    change: Change
    found: Cell | Row


@dataclass(frozen=True, slots=True)
class Rebased:
    """Changes split by whether they still hold on another book."""

    valid: list[Change]
    clashes: list[Clash]


def diff(before: Book, after: Book, why: str = "") -> list[Change]:
    """What turns one book into the other, tab by tab in name order, in the order of the rows."""
    changes: list[Change] = []
    for tab in sorted(before.keys() | after.keys()):
        old, new = before.get(tab, {}), after.get(tab, {})
        changes += [RemoveRow(tab, key, row, why) for key, row in old.items() if key not in new]
        for key, row in new.items():
            if key not in old:
                changes.append(AddRow(tab, key, row, why))
            else:
                changes += row_edits(tab, key, old[key], row, why)
    return changes


def row_edits(tab: str, key: Key, before: Row, after: Row, why: str = "") -> list[Edit]:
    """The edits that turn one row into another, in field order."""
    return [
        Edit(tab, key, name, before.get(name), after.get(name), why)
        for name in sorted(before.keys() | after.keys())
        if not same(before.get(name), after.get(name))
    ]


def invert(changes: Iterable[Change]) -> list[Change]:
    """The changes that take these back, last one first. `invert(invert(c)) == c`."""
    return [change.invert() for change in reversed(list(changes))]


def apply(book: Book, changes: Iterable[Change]) -> Book:
    """The book after the changes; the given book is left alone.

    Raises KeyError where a change names a row that is not there: rebase first.
    """
    draft = _Draft(book)
    draft.take_all(changes)
    return draft.book()


def rebase(changes: Iterable[Change], onto: Book) -> Rebased:
    """Split changes into those that still hold on `onto`, taken in order, and those that clash with it.

    A change that builds on a clashing one clashes too. A formula cell is nobody's to edit.
    """
    draft = _Draft(onto)
    valid: list[Change] = []
    clashes: list[Clash] = []
    for asked in changes:
        change: Change = asked
        row = draft.row(change.tab, change.key)
        found: Cell | Row
        match change:
            case Edit():
                found = None if row is None else row.get(change.field)
                holds = row is not None and same(found, change.before) and not isinstance(found, Formula)
                if holds and change.becomes is not None:
                    change = replace(change, becomes=draft.free_key(change.tab, change.becomes))
            case AddRow():
                found, holds = row, row is None
            case RemoveRow():
                found, holds = row, row is not None and _same_but_formulas(row, change.row)
                if holds and row is not None and len(row) != len(change.row):
                    change = replace(change, row=row)  # taken back, it brings the formulas again
        if holds:
            draft.take_all((change,))
            valid.append(change)
        else:
            clashes.append(Clash(change, found))
    return Rebased(valid, clashes)


def touched(changes: Iterable[Change]) -> Iterator[tuple[str, Key, str | None]]:
    """What each change is about: tab, key, and the field (None for a whole row)."""
    for change in changes:
        yield change.tab, change.key, change.field if isinstance(change, Edit) else None


def change_to_json(change: Change) -> list[Any]:
    """The change as JSON keeps it; `change_from_json` gives back the same change.

    >>> change_to_json(Edit("Leads", "L-1", "Owner", None, "Ann", "assign"))
    ['edit', 'Leads', 'L-1', 'Owner', None, 'Ann', 'assign', None]
    """
    match change:
        case Edit():
            cells = to_json(change.before), to_json(change.after)
            return ["edit", change.tab, change.key, change.field, *cells, change.why, change.becomes]
        case AddRow() | RemoveRow():
            kind = "add" if isinstance(change, AddRow) else "remove"
            return [kind, change.tab, change.key, row_to_json(change.row), change.why, change.below]


def change_from_json(facts: Sequence[Any]) -> Change:
    """
    >>> change_from_json(["remove", "Leads", "L-1", {"Owner": "Ann"}, "merged", ""])
    RemoveRow(tab='Leads', key='L-1', row={'Owner': 'Ann'}, why='merged', below='')
    """
    kind, tab, key, *rest = facts
    if kind == "edit":
        name, before, after, why, becomes = rest
        return Edit(tab, key, name, from_json(before), from_json(after), why, becomes)
    row, why, below = rest
    return (AddRow if kind == "add" else RemoveRow)(tab, key, row_from_json(row), why, below)


def _same_but_formulas(found: Row, expected: Row) -> bool:
    """Whether the rows hold the same. A formula that was put in a new row is not something that happened to it since."""
    return same_row(
        {name: cell for name, cell in found.items() if name in expected or not isinstance(cell, Formula)}, expected
    )


class _Draft:
    """A book being changed: tables and rows are copied when first touched, never before."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._tables: dict[str, dict[Key, Row]] = {}
        self._own: dict[str, dict[Key, dict[str, Cell]]] = {}  # the rows that are copies already
        self._origin: dict[str, dict[Key, Key]] = {}  # per tab: a rekeyed row's key now -> its key in the given book

    def row(self, tab: str, key: Key) -> Row | None:
        return self._tables[tab].get(key) if tab in self._tables else self._book.get(tab, {}).get(key)

    def free_key(self, tab: str, key: Key) -> Key:
        """The key, or one like it that no row has: row-number keys may be taken by now."""
        while key.startswith("#") and self.row(tab, key) is not None:
            key += "'"
        return key

    def take_all(self, changes: Iterable[Change]) -> None:
        """Make the changes, in order. There may be millions: neighbours mostly share a tab, which is looked up once."""
        tab: str | None = None
        table: dict[Key, Row] = {}
        own: dict[Key, dict[str, Cell]] = {}
        for change in changes:
            if change.tab != tab:
                tab = change.tab
                table, own = self._table(tab), self._own[tab]
            key = change.key
            if isinstance(change, Edit):
                row = own.get(key)
                if row is None:
                    row = own[key] = table[key] = dict(table[key])
                if change.after is None:
                    row.pop(change.field, None)
                else:
                    row[change.field] = change.after
                if change.becomes is not None and change.becomes != key:
                    self._rekey(tab, key, change.becomes)
            elif isinstance(change, AddRow):
                table[key] = change.row
            else:
                del table[key]
                own.pop(key, None)

    def book(self) -> Book:
        return {tab: self._tables.get(tab, table) for tab, table in self._book.items()} | {
            tab: self._in_old_order(tab) if tab in self._origin else table for tab, table in self._tables.items()
        }

    def _table(self, tab: str) -> dict[Key, Row]:
        if tab not in self._tables:
            self._tables[tab] = dict(self._book.get(tab, {}))
            self._own[tab] = {}
        return self._tables[tab]

    def _rekey(self, tab: str, key: Key, becomes: Key) -> None:
        table, own = self._tables[tab], self._own[tab]
        table[becomes] = own[becomes] = own.pop(key)
        del table[key]
        origin = self._origin.setdefault(tab, {})
        origin[becomes] = origin.pop(key, key)

    def _in_old_order(self, tab: str) -> dict[Key, Row]:
        """A row given an id stays where it was in the table."""
        table = self._tables[tab]
        now = {old: key for key, old in self._origin[tab].items()}
        kept = [key for old in self._book.get(tab, {}) if (key := now.get(old, old)) in table]
        return {key: table[key] for key in kept} | table
