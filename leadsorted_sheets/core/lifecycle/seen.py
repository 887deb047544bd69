"""What we last saw of every lead and deal: its status or stage, and its owner. So a move made by hand is noticed.

The hidden table holds a row for each status and owner, with the ids of all that have them: a hundred thousand leads
are some forty rows. One row more, `looked`, says when that was. It is a memory, not a change: it is made anew with
every write, and the journal does not hold it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from leadsorted_sheets.core.book import Book, Key, Row, Table, has_id, row_of
from leadsorted_sheets.core.cell import Cell, Formula, shown
from leadsorted_sheets.core.changes import AddRow, Changes, RemoveRow
from leadsorted_sheets.core.lifecycle.diary import Moved, moved, moves
from leadsorted_sheets.core.settings import same_name
from leadsorted_sheets.core.state import SEEN
from leadsorted_sheets.core.where.times import moment_of

LOOKED = "looked"
LONG_AGO = dt.datetime(1900, 1, 1)
FIELDS: Mapping[str, str] = {"Leads": "Status", "Pipeline": "Stage"}
"""The tabs whose rows move, and the column that says where they are."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a row said when it was last seen; `since` where that was before everything was last looked at."""

    state: str
    owner: str
    since: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """Every row we have seen, by tab and key, and when all of them were looked at; None where they never were."""

    rows: Mapping[str, Mapping[Key, Sight]]
    looked: dt.datetime | None

    def since(self, sight: Sight) -> dt.datetime:
        """When it was certain that the row still said so."""
        return sight.since or self.looked or LONG_AGO


def remembered(book: Book) -> Memory:
    """The memory that the book brings along."""
    rows: dict[str, dict[Key, Sight]] = {tab: {} for tab in FIELDS}
    table = book.get(SEEN, {})
    for row in table.values():
        tab = shown(row.get("Tab"))
        if tab in rows:
            sight = Sight(shown(row.get("State")), shown(row.get("Owner")), _moment(row.get("On")))
            rows[tab].update(dict.fromkeys(shown(row.get("Ids")).split("\n"), sight))
    return Memory(rows, _moment(table.get(LOOKED, {}).get("On")))


def sight_of(tab: str, row: Row) -> Sight:
    """What a row says now; a formula says nothing that we may rely on."""
    state, owner = row.get(FIELDS[tab]), row.get("Owner")
    return Sight(_text(state), _text(owner))


def remembering(before: Book, changes: Changes, after: Book, now: dt.datetime, *, by_others: bool = False) -> Table:
    """The memory after a write that turned `before` into `after`, for the hidden table.

    What the write itself moved is as we left it, unless it brought what others did (`by_others`: a sync). What somebody
    moved by hand and nobody has noticed yet stays remembered as it was, and so does what was noticed by a run that is
    now taken back.
    """
    memory = remembered(before)
    noticed = {move.key for change in changes if isinstance(change, AddRow) and (move := _noticed(change))}
    forgotten = {move.key: move for change in changes if isinstance(change, RemoveRow) and (move := _noticed(change))}
    pending = _pending(memory, after if by_others else before, noticed)
    rows: dict[str, dict[Sight, list[Key]]] = {tab: {} for tab in FIELDS}
    for tab, groups in rows.items():
        for key, row in after.get(tab, {}).items():
            if not has_id(key):
                continue
            sight = sight_of(tab, row)
            if key in forgotten:
                sight = Sight(forgotten[key].before, sight.owner, forgotten[key].earliest)
            elif key in pending:
                sight = Sight(pending[key].state, pending[key].owner, memory.since(pending[key]))
            groups.setdefault(sight, []).append(key)
    return {
        LOOKED: {"On": now},
        **{key: row for tab, groups in rows.items() for key, row in _rows(tab, groups)},
    }


def unseen_moves(memory: Memory, book: Book) -> Iterator[tuple[str, Key, Row, Sight]]:
    """The rows whose status or stage is another than when they were last seen: tab, key, row, and what was seen."""
    for tab, known in memory.rows.items():
        if not known:
            continue
        for key, row in book.get(tab, {}).items():
            was = known.get(key)
            if was is None or row.get(FIELDS[tab]) == was.state or isinstance(row.get(FIELDS[tab]), Formula):
                continue
            if not same_name(_text(row.get(FIELDS[tab])), was.state):
                yield tab, key, row, was


def told(book: Book) -> dict[tuple[Key, str], dt.datetime]:
    """Which moves the diary tells of: the key and where it went to, folded, with the latest time of it."""
    found: dict[tuple[Key, str], dt.datetime] = {}
    for move in moves(book):
        at = (move.key, move.after.casefold())
        found[at] = max(move.latest, found.get(at, move.latest))
    return found


def _pending(memory: Memory, book: Book, noticed: set[Key]) -> dict[Key, Sight]:
    """Moves by hand in the book that neither the write nor the diary tells of."""
    unseen = [
        (key, row[FIELDS[tab]], was) if FIELDS[tab] in row else (key, None, was)
        for tab, key, row, was in unseen_moves(memory, book)
        if key not in noticed
    ]
    diary = told(book) if unseen else {}
    return {
        key: was
        for key, state, was in unseen
        if diary.get((key, shown(state).casefold()), LONG_AGO) < memory.since(was)
    }


def _rows(tab: str, groups: Mapping[Sight, list[Key]]) -> Iterator[tuple[Key, Row]]:
    for sight, keys in groups.items():
        since = f" since {sight.since:%Y-%m-%d %H:%M:%S}" if sight.since else ""
        name = f"{tab}: {sight.state}, {sight.owner}{since}"
        cells: dict[str, Cell] = {"Tab": tab, "State": sight.state, "Owner": sight.owner, "On": sight.since}
        yield name, row_of({**cells, "Ids": "\n".join(keys)})


def _noticed(change: AddRow | RemoveRow) -> Moved | None:
    if change.tab != "Activities":
        return None
    move = moved(change.row, change.key)
    return move if move is not None and move.by_hand else None


def _text(cell: Cell) -> str:
    return "" if isinstance(cell, Formula) else shown(cell)


def _moment(cell: Cell) -> dt.datetime | None:
    return moment_of(cell) if isinstance(cell, dt.date) else None
