"""What people do in a workbook of their own, with Excel: the file is changed, our hidden sheets are not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book, Key, Row, has_id, row_of
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow
from leadsorted_sheets.session.context import mint
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.sync.campaign.ledger import KNOWN_BY, TYPED, Ledger, name_in

if TYPE_CHECKING:
    from tests.sync.campaign.world import World

_PASTED = "#90001"


class User:
    """The owner of one workbook. `p` and `q` choose the place; what cannot be done answers False."""

    def __init__(self, world: World, who: int) -> None:
        self._world, self._who = world, who
        self.party = f"workbook {'ab'[who]}"

    def does(self, what: str, p: int, q: int) -> bool:
        workbook = XlsxWorkbook(self._world.paths[self._who], backup=False)
        reading = workbook.read()
        columns = {"Leads": [f"Own {self._ledger.newcomer()}"]} if what == "own column" else {}
        changes = MOVES[what](self, reading.book, p, q)
        if not changes and not columns:
            return False
        try:
            written = workbook.write(Batch(changes, columns=columns), expect=reading.revision)
        except errors.Moved:
            return False  # the program saved in this very moment: Excel would say so too
        assert not written.clashed, written.clashed
        return True

    @property
    def _ledger(self) -> Ledger:
        return self._world.ledger

    def edit(self, book: Book, p: int, q: int) -> Sequence[Change]:
        """One to three cells of some rows."""
        found: dict[tuple[str, Key, str], Edit] = {}
        for turn in range(1 + p % 3):
            tab = ("Leads", "Leads", "Leads", "Activities", "Pipeline")[(p + turn) % 5]
            picked = _row(book, tab, q + 7 * turn)
            if picked is None:
                continue
            key, row = picked
            name = name_in(row.get(KNOWN_BY[tab]))
            column = list(TYPED[tab])[(p + q + turn) % len(TYPED[tab])]
            if not name or (tab, key, column) in found:
                continue
            before = row.get(column)
            found[tab, key, column] = Edit(tab, key, column, before, self._ledger.fresh(tab, column, name))
            self._ledger.wrote(self.party, name, column, before)
        return list(found.values())

    def add(self, book: Book, p: int, q: int) -> Sequence[Change]:
        return [self._lead(mint("L"))]

    def add_without_id(self, book: Book, p: int, q: int) -> Sequence[Change]:
        return [self._lead("")]

    def _lead(self, key: Key) -> AddRow:
        name = self._ledger.newcomer()
        cells: dict[str, Cell] = {"Email": f"{name}@acme.example", "First name": name.upper()}
        for column in list(TYPED["Leads"])[: 2 + self._ledger.count % 4]:
            cells[column] = self._ledger.fresh("Leads", column, name)
            self._ledger.parties[name, column].add(self.party)
        return AddRow("Leads", key or _PASTED, row_of({"Lead ID": key or None, **cells}))

    def new_activity(self, book: Book, p: int, q: int) -> Sequence[Change]:
        picked = _row(book, "Leads", p)
        if picked is None or not has_id(picked[0]):
            return []
        name = self._ledger.newcomer()
        outcome = self._ledger.fresh("Activities", "Outcome", name)
        self._ledger.parties[name, "Outcome"].add(self.party)
        cells = {"Lead ID": picked[0], "Summary": f"{name} called", "Outcome": outcome, "When": dt.date(2026, 3, 1)}
        return [AddRow("Activities", key := mint("A"), row_of({"Activity ID": key, **cells}))]

    def copy(self, book: Book, p: int, q: int) -> Sequence[Change]:
        """A row with everything, its id too."""
        picked = _row(book, "Leads", q)
        if picked is None or not name_in(picked[1].get("Email")):
            return []
        self._ledger.copies[name_in(picked[1]["Email"])] += 1
        return [AddRow("Leads", _PASTED, picked[1])]

    def remove(self, book: Book, p: int, q: int) -> Sequence[Change]:
        tab = ("Leads", "Leads", "Activities", "Pipeline")[p % 4]
        picked = _row(book, tab, q)
        if picked is None or len(book[tab]) < 3:
            return []
        self._ledger.gone(name_in(picked[1].get(KNOWN_BY[tab])), picked[1].values())
        return [RemoveRow(tab, picked[0], picked[1])]

    def merge(self, book: Book, p: int, q: int) -> Sequence[Change]:
        """Two leads become one, as `dedupe` does it: the notes are joined, the other row goes."""
        one, other = _row(book, "Leads", p), _row(book, "Leads", q)
        twins = _twins(book)
        if twins:
            one, other = twins[p % len(twins)]
        elif one is None or other is None or one[0] == other[0] or len(book["Leads"]) < 4:
            return []
        assert one is not None
        assert other is not None
        changes: list[Change] = []
        if twins and other[1].get("Notes") and other[1]["Notes"] != one[1].get("Notes"):
            name = name_in(one[1]["Email"])
            joined = "\n".join(shown(row["Notes"]) for row in (one[1], other[1]) if row.get("Notes"))
            changes.append(Edit("Leads", one[0], "Notes", one[1].get("Notes"), joined))
            self._ledger.wrote(self.party, name, "Notes")
        self._ledger.gone(
            name_in(other[1].get("Email")),
            [cell for field, cell in other[1].items() if not (twins and field == "Notes")],
        )
        return [*changes, RemoveRow("Leads", other[0], other[1])]

    def settle(self, book: Book, p: int, q: int) -> Sequence[Change]:
        picked = _row(book, "Review", q)
        if picked is None:
            return []
        decision = ("Use suggestion", "Leave as it is")[p % 2]
        before = picked[1].get("Decision")
        return [] if before == decision else [Edit("Review", picked[0], "Decision", before, decision)]

    def setting(self, book: Book, p: int, q: int) -> Sequence[Change]:
        before = book["Preferences"]["Stale after days"].get("Value")
        after = 10 + (p * 100 + q) % 80
        return [] if before == after else [Edit("Preferences", "Stale after days", "Value", before, after)]

    def own_column(self, book: Book, p: int, q: int) -> Sequence[Change]:
        return []


def _row(book: Book, tab: str, at: int) -> tuple[Key, Row] | None:
    rows = list(book.get(tab, {}).items())
    return rows[at % len(rows)] if rows else None


def _twins(book: Book) -> list[tuple[tuple[Key, Row], tuple[Key, Row]]]:
    """Rows about the same lead."""
    rows = [(key, row) for key, row in book["Leads"].items() if name_in(row.get("Email"))]
    return [
        (one, other)
        for at, one in enumerate(rows)
        for other in rows[at + 1 :]
        if name_in(one[1]["Email"]) == name_in(other[1]["Email"])
    ]


MOVES: dict[str, Callable[[User, Book, int, int], Sequence[Change]]] = {
    "edit": User.edit,
    "add": User.add,
    "add without id": User.add_without_id,
    "new activity": User.new_activity,
    "copy": User.copy,
    "remove": User.remove,
    "merge": User.merge,
    "settle": User.settle,
    "setting": User.setting,
    "own column": User.own_column,
}
