"""One tab while the rules go over it, column by column.

A value is read once however often it stands in the column. A rule sees what the rules before it made of
a cell, and reads until nothing changes any more, so that the next run finds nothing to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Key, Row
from leadsorted_sheets.core.cell import Cell, Error, Formula, same, shown
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.normalise.names import why_no_name
from leadsorted_sheets.core.normalise.rules import Rule, Scene
from leadsorted_sheets.core.normalise.surnames import moved
from leadsorted_sheets.core.normalise.text import WHY_BLANKS, tidy, tidy_lines
from leadsorted_sheets.core.normalise.verdict import Reader, Verdict, kept
from leadsorted_sheets.core.normalise.without_country import Placeless


class Sheet:
    """What the rules make of one tab: `edits`, `findings` and `counts` once they have been followed.

    Phones without a country stand aside (`placeless`): how they are asked about depends on how many there are.
    """

    def __init__(self, scene: Scene) -> None:
        self.findings: list[Finding] = []
        self.placeless: list[Placeless] = []
        self._scene = scene
        self._table = scene.table
        self._fields = frozenset[str]().union(*self._table.values())
        self._pending: dict[str, dict[Key, Verdict]] = {}
        self._doubts: dict[str, int] = {}
        self._said: set[str] = set()

    def follow(self, rule: Rule) -> None:
        """Read the rule's column from top to bottom."""
        if rule.field not in self._fields and rule.field not in self._pending:
            return
        read = rule.prepare(self._scene, rule.field)
        if read is None:
            return
        column = _Column(read, _tidying(rule))
        known: dict[object, Verdict | None] = {}
        name, pending = rule.field, self._pending.setdefault(rule.field, {})
        beside, pending_beside = rule.beside, self._pending.get(rule.beside, {})
        for key, row in self._table.items():
            cell = pending[key].value if key in pending else row.get(name)
            if cell is None:
                continue
            other = None
            if beside:
                other = pending_beside[key].value if key in pending_beside else row.get(beside)
                other = (_is_filled(other) or None) if rule.presence else other
            # The type belongs to the value: True is 1 to Python, and not to a sheet.
            value = cell if other is None and type(cell) is str else (type(cell), cell, type(other), other)
            verdict = known.get(value, _UNREAD)
            if verdict is _UNREAD:
                verdict = known[value] = column.verdict(cell, other)
            if verdict is not None:
                self._take(rule, key, cell, verdict)

    def move_surnames(self) -> None:
        """Once the columns are read: surnames under First name that the rest of the row gives away."""
        doubted = {finding.key for finding in self.findings if finding.rule == "normalise.name"}
        firsts, lasts = self._pending.get("First name", {}), self._pending.get("Last name", {})
        for key, row in self._table.items():
            first = firsts[key].value if key in firsts else row.get("First name")
            last = lasts[key].value if key in lasts else row.get("Last name")
            if not isinstance(first, str) or (last is None) == (" " in first) or isinstance(last, (Formula, Error)):
                continue
            country, email = self._now(key, row, "Country"), self._now(key, row, "Email")
            found = moved(first, shown(last), email=shown(email), country=shown(country))
            if found and key not in doubted and not why_no_name(first):
                self._pending.setdefault("First name", {})[key] = Verdict(found[0] or None, found[2])
                self._pending.setdefault("Last name", {})[key] = Verdict(found[1], found[2])

    def edits(self) -> list[Edit]:
        """What changes, column by column in the order of the rules."""
        return [
            Edit(self._scene.tab, key, name, before, becomes.value, becomes.why)
            for name, cells in self._pending.items()
            for key, becomes in cells.items()
            if not same(before := self._table[key].get(name), becomes.value)
        ]

    def counts(self) -> list[tuple[str, int, int]]:
        """Column, how many of its cells change, how many are to look at; columns with neither are left out."""
        names = [name for name, cells in self._pending.items() if cells or name in self._doubts]
        names += [name for name in self._doubts if name not in names]
        return [
            (f"{self._scene.tab}: {name}", len(self._pending.get(name, ())), self._doubts.get(name, 0))
            for name in names
        ]

    def _take(self, rule: Rule, key: Key, cell: Cell, verdict: Verdict) -> None:
        if verdict.beside and any(self._is_locked(key, name) for name, _, _ in verdict.beside):
            verdict = kept(cell, f'"{shown(cell)}" belongs in two columns, and the other one holds a formula.')
        if not same(verdict.value, cell):
            self._pending[rule.field][key] = verdict
        for name, value, why in verdict.beside:
            self._put_beside(key, name, value, why)
        if verdict.doubt:
            self._report(rule, key, verdict)

    def _now(self, key: Key, row: Row, name: str) -> Cell:
        """The cell as the rules so far leave it."""
        pending = self._pending.get(name)
        return pending[key].value if pending and key in pending else row.get(name)

    def _is_locked(self, key: Key, name: str) -> bool:
        return isinstance(self._table[key].get(name), (Formula, Error))

    def _put_beside(self, key: Key, name: str, value: str, why: str) -> None:
        """A value that belongs in another column: added to one that keeps several, else only into a blank cell."""
        pending = self._pending.setdefault(name, {})
        there = pending[key].value if key in pending else self._table[key].get(name)
        column = schema.BY_NAME[self._scene.tab].column(name)
        if column is not None and column.kind == "tags":
            values = [part for part in _BETWEEN.split(shown(there).strip("; ")) if part]
            if value.casefold() not in {part.casefold() for part in values}:
                pending[key] = Verdict("; ".join([*values, value]), why)
        elif not _is_filled(there):
            pending[key] = Verdict(value, why)

    def _report(self, rule: Rule, key: Key, verdict: Verdict) -> None:
        doubt = verdict.doubt
        if doubt is None:
            return
        self._doubts[rule.field] = self._doubts.get(rule.field, 0) + 1
        if doubt.of_the_list:
            if (once := f"{rule.field}: {doubt.message}") in self._said:
                return
            self._said.add(once)
        finding = Finding(
            doubt.severity,
            rule.tab,
            None if doubt.of_the_list else key,
            rule.field,
            f"normalise.{rule.name}",
            doubt.message,
            verdict.value,
            doubt.suggestion,
            why=doubt.why,
            confidence=doubt.confidence,
            alike=doubt.alike,
        )
        if doubt.countries:
            self.placeless.append(Placeless(finding, doubt.countries))
        else:
            self.findings.append(finding)


class _Column:
    """What one column's values come to."""

    def __init__(self, read: Reader, tidying: Callable[[str], tuple[str, str]]) -> None:
        self._read = read
        self._tidy = tidying

    def verdict(self, cell: Cell, other: Cell) -> Verdict | None:
        """The verdict after which another look finds nothing to change. The first look's reason is the one given."""
        if isinstance(other, str):
            other = self._tidy(other)[0] or None
        verdict = self._look(cell, other)
        before = cell
        for _ in range(_LOOKS):
            if verdict is None or verdict.final or not isinstance(verdict.value, str) or verdict.value == before:
                break
            before = verdict.value
            again = self._look(before, other) or Verdict(before)
            verdict = Verdict(again.value, verdict.why, again.doubt, (*verdict.beside, *again.beside))
        return verdict

    def _look(self, cell: Cell, other: Cell) -> Verdict | None:
        if not isinstance(cell, str):
            match cell:
                case Formula():
                    return None
                case Error():
                    return kept(cell, f"{cell.code} is an error that a formula or a link left here.")
            return self._read(cell, other)
        text, why = self._tidy(cell)
        if not text:
            return Verdict(None, why)
        verdict = self._read(text, other)
        if verdict is None and "\ufffd" in text:
            verdict = kept(text, f'"{text}" has lost letters (\ufffd) to a wrong encoding.')
        if text == cell:
            return verdict
        if verdict is None:
            return Verdict(text, why)
        return verdict if verdict.why else replace(verdict, why=why)


_BETWEEN = re.compile(r"\s*;(?!ext=)\s*")  # a number's extension is part of it: +442079460018;ext=12
_UNREAD = Verdict(None)
_LOOKS = 4
"""How often a value is looked at again at most; two looks are the rule."""


def _is_filled(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or cell[0].isalnum() or bool(tidy(cell)[0]))


def _tidying(rule: Rule) -> Callable[[str], tuple[str, str]]:
    """How text of this kind is put in order: a column of several lines keeps them, one of several values parts them."""
    column = schema.BY_NAME[rule.tab].column(rule.field)
    kind = column.kind if column else "text"
    if kind == "long":
        return tidy_lines
    return tidy_several if kind in ("tags", "email", "phone") else tidy


def tidy_several(text: str) -> tuple[str, str]:
    """One line of several values: a line end parts them as a semicolon does."""
    if "\n" not in text:
        return tidy(text)
    line, why = tidy(text.strip().replace("\n", "; "))
    return line, why or WHY_BLANKS
