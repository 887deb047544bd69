"""The three-way merge of one tab: what both sides agreed on, what the file says, what the sheet says.

Pure. Every row and every cell is decided by itself; each branch says what a person did. The answer is the changes
to either side, what could not be decided, and what both will agree on once the changes are written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from leadsorted_sheets.core.book import Key, Row, Table, has_id
from leadsorted_sheets.core.cell import Cell, same
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow
from leadsorted_sheets.sync.cells import alike, computed, too_long, written_as
from leadsorted_sheets.sync.sides import Names
from leadsorted_sheets.sync.terms import Rules

Where: TypeAlias = Literal["here", "there"]
Cells: TypeAlias = Collection[tuple[str, Key, str | None]]
"""(tab, key, field); the field is None for a whole row."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that both sides changed. `winner` is the side whose value stays."""

    tab: str
    key: Key
    field: str
    base: Cell
    ours: Cell
    theirs: Cell
    winner: Where

    @property
    def kept(self) -> Cell:
        return self.theirs if self.winner == "there" else self.ours

    @property
    def lost(self) -> Cell:
        return self.ours if self.winner == "there" else self.theirs


@dataclass(frozen=True, slots=True)
class Held:
    """A change that was made on `side` and did not cross. `why`: a program computes the cell, or it is too long."""

    tab: str
    key: Key
    field: str
    side: Where
    why: Literal["computed", "long"]


@dataclass(frozen=True, slots=True)
class Revived:
    """A row that was removed on `gone_from` and edited on the other side: the edit survives."""

    tab: str
    key: Key
    gone_from: Where


@dataclass(slots=True)
class Merged:
    """`agreed` is the tab as both sides will have it, for the next base."""

    to_here: list[Change] = field(default_factory=list)
    to_there: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    revived: list[Revived] = field(default_factory=list)
    agreed: dict[Key, Row] = field(default_factory=dict)


def merge(rules: Rules, base: Table, here: Table, there: Table, *, names: Names, stuck: Cells = frozenset()) -> Merged:
    """Merge one tab. Rows without an id of their own take no part.

    `stuck` are cells and rows that the sheet would not take twice over: they stay as they are on both sides.
    """
    return _Merge(rules, names, stuck).of(base, _projected(rules, here), _projected(rules, there), here, there)


class _Three(NamedTuple):
    """One cell in its three versions."""

    base: Cell
    ours: Cell
    theirs: Cell


class _Merge:
    def __init__(self, rules: Rules, names: Names, stuck: Cells) -> None:
        self._rules = rules
        self._tab = rules.tab
        self._stuck = stuck
        self._out = Merged()
        self._why = {
            "edited here": f"sync: changed in {names.here}",
            "edited there": f"sync: changed in {names.there}",
            "both": "sync: changed on both sides",
            "new here": f"sync: new in {names.here}",
            "new there": f"sync: new in {names.there}",
            "gone here": f"sync: removed in {names.here}",
            "gone there": f"sync: removed in {names.there}",
            "back here": f"sync: removed in {names.here}, edited in {names.there}: kept",
            "back there": f"sync: removed in {names.there}, edited in {names.here}: kept",
        }

    def of(self, base: Table, here: Table, there: Table, raw_here: Table, raw_there: Table) -> Merged:
        quick = not any(_has_flags(table) for table in (base, here, there))  # Python says True == 1
        agreed = self._out.agreed
        for key in dict.fromkeys([*here, *there, *base]):
            b, h, t = base.get(key), here.get(key), there.get(key)
            if quick and h is not None and h == t and h == b:
                agreed[key] = h
            elif not has_id(key):
                continue
            elif (self._tab, key, None) in self._stuck:
                if b is not None:
                    agreed[key] = b
            elif h is not None and t is not None:
                agreed[key] = self._row(key, b, h, t)
            elif h is not None:
                self._only_here(key, b, h, raw_here[key])
            elif t is not None:
                self._only_there(key, b, t, raw_there[key])
            # else it was removed on both sides: they agree
        return self._out

    def _only_here(self, key: Key, base: Row | None, here: Row, raw: Row) -> None:
        out, why = self._out, self._why
        if base is None:  # new here
            out.to_there.append(self._added(key, here, why["new here"], side="here"))
        elif self._untouched(
            base, here
        ):  # removed there, untouched here: it goes here too, and the journal keeps it whole
            out.to_here.append(RemoveRow(self._tab, key, raw, why["gone there"]))
        else:  # removed there, edited here: the edit survives
            out.to_there.append(self._added(key, here, why["back there"], side="here"))
            out.revived.append(Revived(self._tab, key, "there"))

    def _only_there(self, key: Key, base: Row | None, there: Row, raw: Row) -> None:
        out, why = self._out, self._why
        if base is None:  # new there
            out.to_here.append(self._added(key, there, why["new there"], side="there"))
        elif self._untouched(base, there):  # merged or removed here, untouched there
            out.to_there.append(RemoveRow(self._tab, key, raw, why["gone here"]))
        else:  # removed here, edited there: the edit survives
            out.to_here.append(self._added(key, there, why["back here"], side="there"))
            out.revived.append(Revived(self._tab, key, "here"))

    def _row(self, key: Key, base: Row | None, here: Row, there: Row) -> Row:
        agreed = self._named(key, here)
        for name in self._rules.fields:
            ours, theirs = here.get(name), there.get(name)
            before = None if base is None else base.get(name)
            quickly = ours is theirs and before is ours
            value = ours if quickly else self._cell(key, name, _Three(before, ours, theirs))
            if value is not None:
                agreed[name] = value
        return agreed

    def _cell(self, key: Key, name: str, three: _Three) -> Cell:
        """What both sides will agree on; the change that brings it about is noted."""
        kind = self._rules.kinds.get(name)
        base, ours, theirs = three
        if computed(ours) or computed(theirs):
            return self._computed(key, name, three)
        if (self._tab, key, name) in self._stuck:
            return base
        if alike(ours, theirs, kind):  # nobody changed it, or both did the same
            return base if alike(ours, base, kind) else written_as(ours, kind)
        # What the two never shared is blank in the base: a value on one side crosses, two different ones are a conflict.
        if alike(ours, base, kind):  # edited there
            return self._taken(key, name, three, self._why["edited there"])
        if alike(theirs, base, kind):  # edited here
            return self._sent(key, name, three, self._why["edited here"])
        return self._conflict(key, name, three)

    def _conflict(self, key: Key, name: str, three: _Three) -> Cell:
        """Both edited it: the sheet wins unless the team said otherwise, for it is what the team sees."""
        if too_long(three.ours) or too_long(three.theirs):
            side: Where = "here" if too_long(three.ours) else "there"
            self._out.held.append(Held(self._tab, key, name, side, "long"))
            return three.base
        winner: Where = "here" if name in self._rules.file_wins else "there"
        self._out.conflicts.append(Conflict(self._tab, key, name, *three, winner))
        decide = self._taken if winner == "there" else self._sent
        return decide(key, name, three, self._why["both"])

    def _taken(self, key: Key, name: str, three: _Three, why: str) -> Cell:
        if too_long(three.theirs):
            self._out.held.append(Held(self._tab, key, name, "there", "long"))
            return three.base
        value = written_as(three.theirs, self._rules.kinds.get(name))
        self._out.to_here.append(Edit(self._tab, key, name, three.ours, value, why))
        return value

    def _sent(self, key: Key, name: str, three: _Three, why: str) -> Cell:
        if too_long(three.ours):
            self._out.held.append(Held(self._tab, key, name, "here", "long"))
            return three.base
        value = written_as(three.ours, self._rules.kinds.get(name))
        self._out.to_there.append(Edit(self._tab, key, name, three.theirs, value, why))
        return value

    def _computed(self, key: Key, name: str, three: _Three) -> Cell:
        """A formula stands there: what was agreed before stays agreed, and an edit on the other side is held back."""
        kind = self._rules.kinds.get(name)
        sides: tuple[tuple[Where, Cell], ...] = (("here", three.ours), ("there", three.theirs))
        for side, value in sides:
            if not computed(value) and not alike(value, three.base, kind):
                self._out.held.append(Held(self._tab, key, name, side, "computed"))
        return three.base

    def _untouched(self, base: Row, row: Row) -> bool:
        """Whether nobody edited the row since: a cell that a program computes is nobody's edit."""
        kinds = self._rules.kinds
        return all(
            computed(value := row.get(name)) or alike(value, base.get(name), kinds.get(name))
            for name in self._rules.fields
        )

    def _added(self, key: Key, row: Row, why: str, *, side: Where) -> AddRow:
        """The row as the other side gets it, without what a program computes there and what Excel cannot hold."""
        given = self._named(key, row)
        for name in self._rules.fields:
            value = row.get(name)
            if value is None or computed(value):
                continue
            if too_long(value):
                self._out.held.append(Held(self._tab, key, name, side, "long"))
            elif (written := written_as(value, self._rules.kinds.get(name))) is not None:
                given[name] = written
        self._out.agreed[key] = given
        return AddRow(self._tab, key, given, why)

    def _named(self, key: Key, row: Row) -> dict[str, Cell]:
        if not self._rules.id:
            return {}
        name = row.get(self._rules.id)
        return {self._rules.id: key if name is None else name}


def _projected(rules: Rules, table: Table) -> Table:
    """The table with no columns but those that take part; most often that is the table itself."""
    wanted = {rules.id, *rules.fields}
    if all(wanted.issuperset(row) for row in table.values()):
        return table
    return {key: {name: cell for name, cell in row.items() if name in wanted} for key, row in table.items()}


def _has_flags(table: Table) -> bool:
    return any(bool in set(map(type, row.values())) for row in table.values())


def changed_cells(rules: Rules, base: Table, now: Table) -> Mapping[str, int]:
    """How many cells that held something in the base say something else by now, column by column."""
    counts = dict.fromkeys(rules.fields, 0)
    for key, before in base.items():
        row = now.get(key)
        if row is None or row == before:
            continue
        for name, value in before.items():
            found = row.get(name)
            if name not in counts or same(value, found) or computed(found):
                continue
            if not alike(value, found, rules.kinds.get(name)):
                counts[name] += 1
    return counts
