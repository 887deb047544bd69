"""Change sets of the past without a person, such that everything else in them can still be taken back exactly.

    gone = theirs([set_1, set_2, …], person, rows, now)    the rows of all sets that are the person's
    without_person(changes, gone, person, now)             one set without them

| a change                                          | what becomes of it                                              |
|---|---|
| to a lead, an activity, a question of the person  | it goes                                                         |
| to a deal of theirs: a figure, its stage          | stays: the deal's figures do                                    |
| to a deal of theirs: the row, or a text           | goes: the text is no more                                       |
| to another row, whose cell still holds a word     | stays as it is: the cell was named to the user, who may undo    |
| to another row, whose cell held a word once       | stays, without the word                                         |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from leadsorted_sheets.core.book import Book, Key, Row, has_id
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow
from leadsorted_sheets.core.forget.erase import DEAL_FIGURES, Rows
from leadsorted_sheets.core.forget.person import Person
from leadsorted_sheets.core.state import FORGOTTEN, HIDDEN_TABS

_Place: TypeAlias = tuple[str, Key]


@dataclass(frozen=True, slots=True)
class Theirs:
    """`rows` are gone altogether, `deals` have lost their texts."""

    rows: frozenset[_Place]
    deals: frozenset[Key]


def theirs(sets: Iterable[Sequence[Change]], person: Person, rows: Rows, now: Book) -> Theirs:
    """The person's rows in all of the past: those that were there to be erased (`rows`), and those that went before."""
    gone: set[_Place] = {("Leads", key) for key in person.leads} | {("Activities", key) for key in rows.activities}
    deals = set(rows.deals - rows.shared)
    for changes in sets:
        for change in changes:
            if change.tab == "Pipeline":
                if change.key not in now.get("Pipeline", {}) and _tells_of(change, person):
                    deals.add(change.key)
            elif has_id(change.key) and change.key not in now.get(change.tab, {}) and _tells_of(change, person):
                gone.add((change.tab, change.key))
    return Theirs(frozenset(gone), frozenset(deals))


def without_person(changes: Sequence[Change], gone: Theirs, person: Person, now: Book) -> list[Change]:
    """The changes of one set that stay, reworded where a word of the person stood in them."""
    rows = set(gone.rows)
    rows |= {  # a row that had no id is theirs where the set gives it one of theirs
        (change.tab, change.key)
        for change in changes
        if isinstance(change, Edit) and change.becomes and (change.tab, change.becomes) in rows
    }
    return [
        _reworded(change, person, now)
        for change in changes
        if change.tab != FORGOTTEN and (change.tab, change.key) not in rows and not _of_deal(change, gone.deals)
    ]


def told_of(changes: Iterable[Change], leads: frozenset[Key]) -> list[Row]:
    """Everything the changes tell of these leads: whole rows, and each single cell as a row."""
    found: list[Row] = []
    for change in changes:
        if change.tab != "Leads":
            continue
        if isinstance(change, Edit):
            if change.key in leads or change.becomes in leads:
                found += [{change.field: cell} for cell in (change.before, change.after) if cell is not None]
        elif change.key in leads:
            found.append(change.row)
    return found


def _tells_of(change: Change, person: Person) -> bool:
    """Whether the change says by an id that its row is about the person."""
    if isinstance(change, Edit):
        return change.field == "Lead ID" and bool({shown(change.before), shown(change.after)} & person.leads)
    named = {change.key, *(shown(change.row.get(name)) for name in ("Lead ID", "Into", "A", "B"))}
    if change.tab == "Review":
        named |= {shown(change.row.get("Row")), *shown(change.row.get("Others")).split("; ")}
    if change.tab in HIDDEN_TABS:
        named |= set(change.key.split(":")[1:])
    return bool(named & person.leads)


def _of_deal(change: Change, deals: frozenset[Key]) -> bool:
    if change.tab != "Pipeline" or change.key not in deals:
        return False
    return not isinstance(change, Edit) or change.field not in DEAL_FIGURES


def _reworded(change: Change, person: Person, now: Book) -> Change:
    change = replace(change, why=person.words.without(change.why))
    there = now.get(change.tab, {}).get(change.key, {})

    def word(name: str, cell: Cell) -> Cell:
        if not isinstance(cell, str) or not person.words.holds(cell) or _holds(there.get(name), person):
            return cell
        return person.words.without(cell)

    match change:
        case Edit():
            return replace(change, before=word(change.field, change.before), after=word(change.field, change.after))
        case AddRow() | RemoveRow():
            return replace(change, row={name: word(name, cell) for name, cell in change.row.items()})


def _holds(cell: Cell, person: Person) -> bool:
    return isinstance(cell, str) and person.words.holds(cell)
