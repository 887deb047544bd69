"""What people do in the sheet, with their browser: each move says to the ledger what it typed, copied or removed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.cell import Cell, shown
from tests.sheets_server.refusals import Refusal
from tests.sync.campaign.ledger import KNOWN_BY, TYPED, Ledger, name_in
from tests.sync.campaign.looking import Tab, tabs

if TYPE_CHECKING:
    from tests.sync.campaign.world import World

PARTY = "the sheet"


class Colleague:
    """Everybody who has the sheet open. `p` and `q` choose the place; a move that cannot be made answers False."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._human = world.server.human(world.key)
        self.typed_now: list[tuple[str, int, str, Cell]] = []
        """What was typed since the last look: (tab, uid of the row, column, value)."""

    def does(self, what: str, p: int, q: int) -> bool:
        move = MOVES[what]
        try:
            return move(self, p, q) is not False
        except Refusal:
            return False  # Google forbids it, as it would forbid a person

    @property
    def _ledger(self) -> Ledger:
        return self._world.ledger

    def tab(self, name: str) -> Tab | None:
        return tabs(self._world.book, name).get(name)

    def _some_tab(self, p: int) -> Tab | None:
        """Leads mostly."""
        return self.tab(("Leads", "Leads", "Leads", "Activities", "Pipeline")[p % 5])

    def type(self, p: int, q: int) -> bool:
        tab = self._some_tab(p)
        if tab is None or not tab.rows:
            return False
        columns = [column for column in TYPED[tab.name] if column in tab.columns]
        return self.type_at(tab, tab.rows[q % len(tab.rows)], columns[(p + q) % len(columns)])

    def type_at(self, tab: Tab, row: int, column: str) -> bool:
        cells = tab.row(row)
        name = name_in(cells.get(KNOWN_BY[tab.name]))
        if not name:
            return False
        value = self._ledger.fresh(tab.name, column, name)
        self._human.type(tab.title, tab.a1(row, column), _as_typed(value))
        self._ledger.wrote(PARTY, name, column, cells.get(column))
        self.typed_now.append((tab.name, tab.sheet.rows[row].uid, column, value))
        return True

    def clear(self, p: int, q: int) -> bool:
        tab = self._some_tab(p)
        if tab is None or not tab.rows:
            return False
        row = tab.rows[q % len(tab.rows)]
        cells = tab.row(row)
        filled = [column for column in TYPED[tab.name] if column in cells]
        if not filled:
            return False
        column = filled[p % len(filled)]
        self._human.clear(tab.title, tab.a1(row, column))
        self._ledger.wrote(PARTY, name_in(cells.get(KNOWN_BY[tab.name])), column, cells[column])
        return True

    def new_lead_above(self, p: int, q: int) -> bool:
        tab = self.tab("Leads")
        if tab is None:
            return False
        at = tab.rows[q % len(tab.rows)] if tab.rows else tab.header + 1
        self._human.insert_rows(tab.title, at + 1)
        return self._fill("Leads", at)

    def new_lead_at_the_end(self, p: int, q: int) -> bool:
        """Types into the first row below the table, as one does."""
        tab = self.tab("Leads")
        if tab is None:
            return False
        at = (tab.rows[-1] if tab.rows else tab.header) + 1
        if at >= len(tab.sheet.rows):
            self._human.insert_rows(tab.title, at)
            at -= 1
        return self._fill("Leads", at)

    def new_activity(self, p: int, q: int) -> bool:
        tab, leads = self.tab("Activities"), self.tab("Leads")
        if tab is None or leads is None or not leads.rows:
            return False
        lead = shown(leads.row(leads.rows[p % len(leads.rows)]).get("Lead ID"))
        at = (tab.rows[-1] if tab.rows else tab.header) + 1
        return self._fill("Activities", at, {"Lead ID": lead} if lead.startswith("L-") else {})

    def _fill(self, name: str, at: int, more: dict[str, str] | None = None) -> bool:
        tab = self.tab(name)
        if tab is None:
            return False
        who = self._ledger.newcomer()
        fixed = {
            "Leads": {"Email": f"{who}@acme.example", "First name": who.upper()},
            "Activities": {"Summary": f"{who} called"},
        }
        for column, text in {**fixed[name], **(more or {})}.items():
            if column in tab.columns:
                self._human.type(tab.title, tab.a1(at, column), text)
        for column in list(TYPED[name])[: 2 + self._ledger.count % 3]:
            if column in tab.columns:
                value = self._ledger.fresh(name, column, who)
                self._human.type(tab.title, tab.a1(at, column), _as_typed(value))
                self._ledger.parties[who, column].add(PARTY)
                self.typed_now.append((name, tab.sheet.rows[at].uid, column, value))
        return True

    def delete_row(self, p: int, q: int) -> bool:
        tab = self._some_tab(p)
        if tab is None or len(tab.rows) < 3:
            return False
        at = tab.rows[q % len(tab.rows)]
        cells = tab.row(at)
        self._ledger.gone(name_in(cells.get(KNOWN_BY[tab.name])), cells.values())
        self._human.delete_rows(tab.title, at + 1)
        return True

    def sort(self, p: int, q: int) -> bool:
        tab = self._some_tab(p)
        if tab is None:
            return False
        columns = list(tab.columns)
        column = tab.a1(0, columns[q % len(columns)]).rstrip("1234567890")
        self._human.sort(tab.title, column, descending=bool(q % 2))
        return True

    def hide_rows(self, p: int, q: int) -> bool:
        tab = self._some_tab(p)
        if tab is None or not tab.rows:
            return False
        self._human.hide_rows(tab.title, tab.rows[q % len(tab.rows)] + 1, hidden=p % 3 != 0)
        return True

    def copy_row(self, p: int, q: int) -> bool:
        tab = self._some_tab(p)
        if tab is None or not tab.rows:
            return False
        at = tab.rows[p % len(tab.rows)]
        to = tab.rows[q % len(tab.rows)]
        name = name_in(tab.row(at).get(KNOWN_BY[tab.name]))
        if not name:
            return False
        self._human.insert_rows(tab.title, to + 1)
        self._human.copy_row(tab.title, at + 1 + (at >= to), to + 1)
        self._ledger.copies[name] += 1
        return True

    def move_rows(self, p: int, q: int) -> bool:
        tab = self._some_tab(p)
        if tab is None or len(tab.rows) < 3:
            return False
        at, to = tab.rows[p % len(tab.rows)], tab.rows[q % len(tab.rows)]
        if to in {at, at + 1}:
            return False
        self._human.move_rows(tab.title, at + 1, at + 1, to + 1)
        return True

    def rename_column(self, p: int, q: int) -> bool:
        """Types another header; the mark on the column says what it is."""
        tab = self._some_tab(p)
        if tab is None:
            return False
        column = list(TYPED[tab.name])[q % len(TYPED[tab.name])]
        if column not in tab.columns:
            return False
        title = (column, f"{column} (new)", column.upper())[p % 3]
        self._human.type(tab.title, tab.a1(tab.header, column), title)
        return True

    def move_column(self, p: int, q: int) -> bool:
        tab = self._some_tab(p)
        if tab is None:
            return False
        width = 1 + max(tab.columns.values())
        one, other = p % width, q % width
        if other in {one, one + 1}:
            return False
        self._human.move_column(tab.title, _letters(one), _letters(other))
        return True

    def insert_column(self, p: int, q: int) -> bool:
        """A column of the team's own, with a header or without one yet."""
        tab = self.tab("Leads")
        if tab is None or len(tab.sheet.columns) > 40:
            return False
        at = q % (1 + max(tab.columns.values()))
        self._human.insert_columns(tab.title, _letters(at))
        if p % 2:
            self._human.type(tab.title, f"{_letters(at)}{tab.header + 1}", f"Extra {self._ledger.newcomer()}")
        return True

    def rename_tab(self, p: int, q: int) -> bool:
        tab = self._some_tab(p)
        if tab is None:
            return False
        self._human.rename_tab(tab.title, (tab.name, f"Our {tab.name}", f"{tab.name} 2026")[q % 3])
        return True

    def spoil_id(self, p: int, q: int) -> bool:
        tab = self._some_tab(p)
        if tab is None or not tab.rows:
            return False
        place = tab.a1(tab.rows[q % len(tab.rows)], schema.BY_NAME[tab.name].id)
        if p % 2:
            self._human.type(tab.title, place, "oops")
        else:
            self._human.clear(tab.title, place)
        return True

    def settle(self, p: int, q: int) -> bool:
        """Decides a conflict on the Review tab; the next `review` does it."""
        tab = self.tab("Review")
        if tab is None or not tab.rows:
            return False
        decision = ("Use suggestion", "Leave as it is")[p % 2]
        self._human.type(tab.title, tab.a1(tab.rows[q % len(tab.rows)], "Decision"), decision)
        return True

    def setting(self, p: int, q: int) -> bool:
        tab = self.tab("Preferences")
        if tab is None:
            return False
        at = next((at for at in tab.rows if tab.row(at).get("Preference") == "Stale after days"), None)
        if at is None:
            return False
        self._human.type(tab.title, tab.a1(at, "Value"), str(10 + (p * 100 + q) % 80))
        return True


def _as_typed(value: Cell) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _letters(place: int) -> str:
    from tests.sheets_server.ranges import letters

    return letters(place)


MOVES: dict[str, Callable[[Colleague, int, int], bool]] = {
    "type": Colleague.type,
    "clear": Colleague.clear,
    "new lead above": Colleague.new_lead_above,
    "new lead at the end": Colleague.new_lead_at_the_end,
    "new activity": Colleague.new_activity,
    "delete row": Colleague.delete_row,
    "sort": Colleague.sort,
    "hide rows": Colleague.hide_rows,
    "copy row": Colleague.copy_row,
    "move rows": Colleague.move_rows,
    "rename column": Colleague.rename_column,
    "move column": Colleague.move_column,
    "insert column": Colleague.insert_column,
    "rename tab": Colleague.rename_tab,
    "spoil id": Colleague.spoil_id,
    "settle": Colleague.settle,
    "setting": Colleague.setting,
}
