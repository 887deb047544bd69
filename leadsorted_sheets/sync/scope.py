"""Which columns of which tabs take part in this round, judged by what both sides have and had.

A column that is gone is never taken for a column of blank cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.state import DECISIONS
from leadsorted_sheets.sync.base import Base
from leadsorted_sheets.sync.cells import computed
from leadsorted_sheets.sync.sides import Names, Seen
from leadsorted_sheets.sync.terms import HIDDEN_FIELDS, ONE_WAY, TWO_WAY, Policies, Rules, Terms, crosses, rules_for

NO_COLUMN = "sync.no-column"
NO_TAB = "sync.no-tab"


@dataclass(slots=True)
class Scope:
    """`rules` are the tabs that go both ways, `one_way` those that are only sent. `new_here` and `new_there` are columns
    of the team's own that a side is to be given. `parted` are those that one side has deleted.
    """

    rules: dict[str, Rules] = field(default_factory=dict)
    one_way: dict[str, Rules] = field(default_factory=dict)
    new_here: dict[str, tuple[str, ...]] = field(default_factory=dict)
    new_there: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parted: dict[str, dict[str, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        return {tab: rules.fields for tab, rules in (self.rules | self.one_way).items()}


def scope(mine: Seen, theirs: Seen, base: Base, *, policies: Policies, names: Names, terms: Terms) -> Scope:
    """What takes part. Raises errors.TabGone and errors.ColumnGone where the sheet lacks what both sides had."""
    work = _Scoping(mine, theirs, base, policies, names, terms)
    for tab in TWO_WAY:
        work.two_way(tab)
    for tab in ONE_WAY:
        work.one_way(tab)
    return work.out


def rules_of_one(tab: str, mine: Seen, theirs: Seen) -> Rules | None:
    """The rules of a tab without a word of any policy; None where a side lacks it."""
    here, there = mine.fields(tab), theirs.fields(tab)
    if here is None or there is None:
        return None
    return rules_for(tab, (name for name in schema.BY_NAME[tab].fields[1:] if name in here and name in there), {})


@dataclass(slots=True)
class _Scoping:
    mine: Seen
    theirs: Seen
    base: Base
    policies: Policies
    names: Names
    terms: Terms
    out: Scope = field(default_factory=Scope)

    def two_way(self, tab: str) -> None:
        if tab in HIDDEN_FIELDS:
            if tab == DECISIONS or any(tab in side.book for side in (self.mine, self.theirs)):
                self.out.rules[tab] = rules_for(tab, HIDDEN_FIELDS[tab], {})
            return
        here, there = self.mine.fields(tab), self.theirs.fields(tab)
        if here is None or there is None:
            self._missing(tab, here is None, there is None)
            return
        ours = schema.BY_NAME[tab]
        for side, fields in ((self.names.here, here), (self.names.there, there)):
            if ours.id not in fields:
                raise errors.ColumnGone(side, tab, ours.id, self.terms.command)
        taking = [*self._ours(ours, here, there), *self._own(ours, here, there)]
        self.out.rules[tab] = rules_for(tab, taking, self.policies)

    def one_way(self, tab: str) -> None:
        here, there = self.mine.fields(tab), self.theirs.fields(tab)
        ours = schema.BY_NAME[tab]
        if here and there and ours.id in here and ours.id in there:
            both = [name for name in ours.fields if name in here and name in there and name != ours.id]
            self.out.one_way[tab] = rules_for(tab, both, {})

    def _missing(self, tab: str, from_here: bool, from_there: bool) -> None:
        had = tab in self.base.columns and not self.base.first
        if from_here and from_there:
            return
        if from_there and had:
            raise errors.TabGone(self.names.there, tab, self.terms.command)
        side = self.names.here if from_here else self.names.there
        message = f"There is no {tab} in {side}, so it does not sync."
        self.out.findings.append(Finding("warning", tab, None, None, NO_TAB, message))

    def _ours(self, tab: schema.Tab, here: tuple[str, ...], there: tuple[str, ...]) -> list[str]:
        """Our columns that both sides have. One that was deleted from the file is simply not synced."""
        taking: list[str] = []
        known = () if self.base.first else self.base.columns.get(tab.name, ())
        for column in tab.columns:
            name = column.name
            if name == tab.id or column.kind == "formula" or name not in here:
                continue
            if not crosses(self.policies, tab.name, name):
                continue
            if name in there:
                taking.append(name)
            elif name in known:
                raise errors.ColumnGone(self.names.there, tab.name, name, self.terms.command)
            else:
                message = f"There is no column {name} in {self.names.there}, so it does not sync."
                self.out.findings.append(Finding("warning", tab.name, None, name, NO_COLUMN, message))
        return taking

    def _own(self, tab: schema.Tab, here: tuple[str, ...], there: tuple[str, ...]) -> list[str]:
        """The team's own columns: one that is new is made on the other side, one that was deleted stays deleted."""
        taking: list[str] = []
        parted: dict[str, str] = {}
        known, apart = self.base.columns.get(tab.name, ()), self.base.parted.get(tab.name, {})
        for name in dict.fromkeys([*here, *there]):
            if name in tab.fields or not crosses(self.policies, tab.name, name):
                continue
            if name in here and name in there:
                taking.append(name)
            elif name in known or name in apart:
                parted[name] = "there" if name in here else "here"
                if name not in apart:
                    self.out.findings.append(self._parted(tab.name, name, in_here=name in here))
            elif self._all_computed(tab.name, name, in_here=name in here):
                continue
            else:
                taking.append(name)
                new = self.out.new_there if name in here else self.out.new_here
                new[tab.name] = (*new.get(tab.name, ()), name)
        if parted:
            self.out.parted[tab.name] = parted
        return taking

    def _all_computed(self, tab: str, name: str, *, in_here: bool) -> bool:
        """Whether the column holds formulas and nothing else: there would be nothing to fill it with elsewhere."""
        cells = [row[name] for row in (self.mine if in_here else self.theirs).book[tab].values() if name in row]
        return bool(cells) and all(map(computed, cells))

    def _parted(self, tab: str, name: str, *, in_here: bool) -> Finding:
        gone, kept = (self.names.there, self.names.here) if in_here else (self.names.here, self.names.there)
        message = (
            f"The column {name} was deleted from {gone}. It stays as it is in {kept} and does not sync any more. "
            f"To sync it again, add a column with this header to {gone}."
        )
        return Finding("warning", tab, None, name, "sync.parted-column", message)
