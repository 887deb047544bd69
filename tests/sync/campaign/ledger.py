"""What people typed, whose row it belongs to, and what became of it.

Every value that a person types is one of its own, and says whose row it belongs to. So a look at any cell tells
whether it holds what nobody typed, or what was typed for somebody else; and at the end every value can be asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from leadsorted_sheets.core.cell import Cell

Name: TypeAlias = str
"""Who a row is about: `k7`. It stands in the cell that nobody edits (`KNOWN_BY`), and in every text typed in the row."""

KNOWN_BY = {"Leads": "Email", "Activities": "Summary", "Pipeline": "Deal"}
"""The column that says who a row is about. It is the natural key too, by which a lost id is given back."""

TYPED: dict[str, dict[str, str]] = {
    "Leads": {
        "Notes": "text",
        "Next action": "text",
        "Campaign": "text",
        "Favourite colour": "text",
        "Postcode": "digits",
        "Deal value": "number",
        "Next action due": "day",
    },
    "Activities": {"Outcome": "text", "Due": "day"},
    "Pipeline": {"Next action": "text", "Value": "number"},
}
"""The columns that people type into, by what they type."""

_EPOCH = dt.date(1899, 12, 30)
_FIRST_DAY = dt.date(2030, 1, 1)
_FIRST_NUMBER = 10_000
_MARK = re.compile(r"k\d+\.\d+")
_NAME = re.compile(r"k\d+")


def name_in(cell: Cell) -> Name:
    """Who a text is about, "" where it does not say."""
    found = _NAME.search(cell) if isinstance(cell, str) else None
    return found.group() if found else ""


@dataclass(slots=True)
class Ledger:
    """`known_to_go`: values that somebody overwrote, cleared, removed or dismissed who had them before his eyes.

    `in_the_instant`: values typed into the very cell that the sync wrote, between its check and its write.
    `parties`: who edited a cell. `copies`: rows that a person made of a row there was.
    """

    count: int = 0
    typed: dict[Cell, Name] = field(default_factory=dict)
    known_to_go: set[Cell] = field(default_factory=set)
    in_the_instant: set[Cell] = field(default_factory=set)
    parties: defaultdict[tuple[Name, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    copies: Counter[Name] = field(default_factory=Counter)
    removed: set[Name] = field(default_factory=set)

    def newcomer(self) -> Name:
        self.count += 1
        return f"k{self.count}"

    def fresh(self, tab: str, column: str, name: Name) -> Cell:
        """A value nobody ever typed before, of the kind that the column holds."""
        self.count += 1
        value: Cell
        match TYPED[tab][column]:
            case "digits":
                value = f"0{self.count:05d}"
            case "number":
                value = _FIRST_NUMBER + self.count
            case "day":
                value = _FIRST_DAY + dt.timedelta(days=self.count)
            case _:
                value = f"{name}.{self.count}"
        self.typed[value] = name
        return value

    def wrote(self, party: str, name: Name, column: str, over: Cell = None) -> None:
        """Somebody typed into a cell, and saw what stood there."""
        self.parties[name, column].add(party)
        self.known_to_go |= self.held(over)

    def gone(self, name: Name, cells: Iterable[Cell]) -> None:
        """Somebody removed a row that he saw."""
        self.removed.add(name)
        for cell in cells:
            self.known_to_go |= self.held(cell)
            if isinstance(cell, int) and cell > 2 * _FIRST_NUMBER:  # a day that had landed beside its column
                self.known_to_go |= {_EPOCH + dt.timedelta(days=cell)} & self.typed.keys()

    def held(self, cell: Cell) -> set[Cell]:
        """The typed values that a cell holds: itself, or those that its text is made of."""
        if isinstance(cell, str):
            return {mark for mark in _MARK.findall(cell) if mark in self.typed} | ({cell} & self.typed.keys())
        return {cell} & self.typed.keys() if cell is not None and not isinstance(cell, bool) else set()

    def strangers(self, tab: str, row: dict[str, Cell]) -> list[str]:
        """The cells of a row that hold what was typed for another row, or what nobody typed."""
        name = name_in(row.get(KNOWN_BY[tab]))
        wrong = []
        for column in TYPED[tab]:
            cell = row.get(column)
            if cell is None:
                continue
            held = self.held(cell)
            owners = {self.typed[value] for value in held}
            if owners != {name} and not (held and held <= self.in_the_instant):
                wrong.append(
                    f"{tab}: {column} of {name or 'a nameless row'} holds {cell!r}, typed for {owners or 'nobody'}"
                )
        return wrong
