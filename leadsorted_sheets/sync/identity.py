"""Every row that takes part has an id of its own, whatever people did to the id column.

A copied row: the one most like what was agreed keeps the id, the other gets a new one. An id that was cleared or
garbled is given back where the row can be told. Where it cannot, a cleared one is replaced by a new one, and a strange
one stays: teams have numbers of their own for their leads. Rows that people name, such as sources, are named by
people: one without a name, or with a name that is taken, waits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Table, has_id
from leadsorted_sheets.core.cell import Formula, shown
from leadsorted_sheets.core.changes import Edit, apply
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.sync.natural import Lost, likeness
from leadsorted_sheets.sync.terms import TWO_WAY

GIVEN = "sync: the row had no id"
GIVEN_BACK = "sync: the id was lost, and is given back"
OWN = "sync: another row has the same id, so this one gets its own"

_WELL_FORMED = re.compile(r"[A-Z]-[0-9A-HJKMNP-TV-Z]{10}")


@dataclass(frozen=True, slots=True)
class Named:
    """`book` is the side with every row under the id it keeps or is given. Where the row that keeps a repeated id is
    not the first one, `again` says that the ids have to be written before anything else can be.
    """

    book: Book
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
    again: bool = False


def named(book: Book, *, known: Book, elsewhere: Book, side: str, context: Context, history: bool = False) -> Named:
    """Ids for the rows of one side that lack them.

    `known` are the rows that this side has had under their ids (the base, and what was sent in a sync cut short);
    `elsewhere` the other side's. With `history`, lines of History get ids too.
    """
    edits: list[Edit] = []
    findings: list[Finding] = []
    kept: dict[str, dict[Key, Key]] = {}
    for tab in schema.TABS:
        table = book.get(tab.name, {})
        if tab.name not in TWO_WAY and not (history and tab.name == "History"):
            continue
        if not tab.prefix:
            findings += _unnamed(tab, table, side)
            continue
        work = _Tab(tab, table, known.get(tab.name, {}), elsewhere.get(tab.name, {}), context)
        given = list(work.edits())
        edits += given
        findings += work.findings
        if work.kept:
            kept[tab.name] = work.kept
    if not edits:
        return Named(book, findings=tuple(findings))
    whole = apply(book, edits)
    for name, keys in kept.items():
        free = {key: id for key, id in keys.items() if id not in whole[name]}
        whole = {**whole, name: renamed(whole[name], free, schema.BY_NAME[name].id)}
    return Named(whole, tuple(edits), tuple(findings), again=bool(kept))


@dataclass(slots=True)
class _Tab:
    """`kept` are the rows that keep their id though another one of that id stands above them: where each is read -> its id."""

    tab: schema.Tab
    table: Table
    known: Table
    elsewhere: Table
    context: Context
    findings: list[Finding] = field(default_factory=list)
    kept: dict[Key, Key] = field(default_factory=dict)

    def edits(self) -> Iterator[Edit]:
        stray = [key for key in self.table if not has_id(key) or self._strange(key)]
        if not stray:
            return
        stray, moved = self._keepers(stray)
        held = set(self.table) - set(stray)
        lost = Lost(self.tab.name, {key: row for key, row in self.known.items() if key not in held | moved})
        for key in stray:
            row = self.table[key]
            found = row.get(self.tab.id)
            if isinstance(found, Formula):
                self.findings.append(self._formula(key))
                continue
            back = None if self.tab.name == "History" else lost.found(row)
            if back is None and has_id(key) and key not in moved:
                continue
            id = back or self.context.new_id(self.tab.prefix)
            why = GIVEN_BACK if back else (OWN if shown(found) in held or key in moved else GIVEN)
            yield Edit(self.tab.name, key, self.tab.id, found, id, why, becomes=id)
            if why == OWN:
                self.findings.append(self._repeated(id, shown(found)))

    def _strange(self, key: Key) -> bool:
        return not (_WELL_FORMED.fullmatch(key) or key in self.known or key in self.elsewhere)

    def _keepers(self, stray: list[Key]) -> tuple[list[Key], set[Key]]:
        """The rows that need an id once every repeated one is left to the row most like what was agreed."""
        groups: dict[Key, list[Key]] = {}
        for key in stray:
            said = shown(self.table[key].get(self.tab.id))
            if not has_id(key) and said in self.table and has_id(said):
                groups.setdefault(said, []).append(key)
        moved: set[Key] = set()
        for id, copies in groups.items():
            agreed = self.known.get(id) or self.elsewhere.get(id)
            if agreed is None:
                continue
            best = max([id, *copies], key=lambda key: likeness(agreed, self.table[key]))  # the first of equals
            if best != id:  # the row that keeps the id is read under it once the other one has its own
                stray = [id if key == best else key for key in stray]
                moved.add(id)
                self.kept[best] = id
        return stray, moved

    def _repeated(self, id: Key, said: str) -> Finding:
        message = f"The id {said} stood in another row too, perhaps from copying a row. This row is {id} now."
        return Finding("note", self.tab.name, id, self.tab.id, "sync.repeated-id", message, found=said)

    def _formula(self, key: Key) -> Finding:
        message = (
            f"A formula stands in {self.tab.id}, so the row has no id that stays. "
            "It does not sync until the formula is removed."
        )
        return Finding("error", self.tab.name, key, self.tab.id, "sync.formula-id", message)


def _unnamed(tab: schema.Tab, table: Table, side: str) -> list[Finding]:
    """The rows of a table whose rows people name that cannot be told apart."""
    findings = []
    for key, row in table.items():
        if has_id(key):
            continue
        name = shown(row.get(tab.id)).strip()
        what = f"has the same {tab.id} as another row, {name!r}" if name else f"has nothing under {tab.id}"
        message = f"This row of {side} {what}, so it does not sync. Give it a name of its own there."
        findings.append(Finding("warning", tab.name, key, tab.id, "sync.unnamed", message, row.get(tab.id)))
    return findings


def twins(tab: str, *, ours: Table, theirs: Table, known: Table, base: Table) -> Mapping[Key, Key]:
    """Our rows that the sheet has under another id: our id -> the sheet's.

    It takes a row that was there under our id and is gone, and one nobody here has seen that says the same by its
    natural key: somebody garbled the id, and another machine gave it a new one.
    """
    missing = [key for key in ours if has_id(key) and key in known and key not in theirs]
    strangers = {key: row for key, row in theirs.items() if has_id(key) and key not in base and key not in ours}
    if not missing or not strangers:
        return {}
    lost = Lost(tab, strangers)
    found = ((key, lost.found(known[key]) or lost.found(ours[key])) for key in missing)
    return {old: new for old, new in found if new is not None}


def renamed(table: Table, names: Mapping[Key, Key], id: str) -> Table:
    """The table with the rows under their new keys; `id` is the column that says the key."""
    if not names or not names.keys() & table.keys():
        return table
    return {
        names.get(key, key): ({**row, id: names[key]} if key in names and id in row else row)
        for key, row in table.items()
    }
