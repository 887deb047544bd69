"""One round, thought through: from what both sides say to what each of them is to be told. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.changes import AddRow, Change, Edit, apply
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.sync import conflicts as told
from leadsorted_sheets.sync import guard, one_way
from leadsorted_sheets.sync.base import Base
from leadsorted_sheets.sync.forgotten import forgotten
from leadsorted_sheets.sync.identity import named, renamed, twins
from leadsorted_sheets.sync.in_flight import Sent, replayed
from leadsorted_sheets.sync.merge import Cells, Conflict, Merged, merge
from leadsorted_sheets.sync.rekey import rekeyed
from leadsorted_sheets.sync.scope import NO_COLUMN, NO_TAB, Scope, rules_of_one, scope
from leadsorted_sheets.sync.sides import Names, Seen
from leadsorted_sheets.sync.terms import DATA, POLICIES, Policies, Terms, policies_of
from leadsorted_sheets.workbook.port import Reading


@dataclass(frozen=True, slots=True)
class Round:
    """What a round starts from. `stuck` is what the sheet would not take twice over."""

    mine: Seen
    theirs: Seen
    base: Base
    sent: Sent
    names: Names
    terms: Terms
    stuck: Cells = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """`ids_here` have to be saved before anything is sent. `base` is what will be agreed on once all is written.

    With `ids_first`, nothing but the ids in it may be written before both sides are read again.
    """

    ids_here: Sequence[Edit] = ()
    to_here: Sequence[Change] = ()
    to_there: Sequence[Change] = ()
    columns_here: Mapping[str, Sequence[str]] = field(default_factory=dict)
    columns_there: Mapping[str, Sequence[str]] = field(default_factory=dict)
    base: Base = field(default_factory=Base)
    conflicts: Sequence[Conflict] = ()
    findings: Sequence[Finding] = ()
    ids_first: bool = False

    @property
    def sends(self) -> bool:
        return bool(self.to_there or self.columns_there)

    @property
    def takes(self) -> bool:
        return bool(self.ids_here or self.to_here or self.columns_here)


def planned(start: Round, context: Context) -> Plan:
    """What this round is to do. Raises errors.Refused where it should not be done unasked."""
    names = start.names
    known = _known(start.base.tables, start.sent)
    here = named(
        start.mine.book, known=known, elsewhere=start.theirs.book, side=names.here, context=context, history=True
    )
    there = named(start.theirs.book, known=known, elsewhere=here.book, side=names.there, context=context)
    findings = [*here.findings, *there.findings]
    start, forgetting = forgotten(start, here.book, there.book)
    mine, theirs = start.mine, start.theirs
    policies, doubts = _policies(mine, theirs, start)
    taking = scope(mine, theirs, start.base, policies=policies, names=names, terms=start.terms)
    findings += [*doubts, *taking.findings]
    keys = _twins(mine.book, theirs.book, known, start.base.tables, taking)
    rekeys = rekeyed(mine.book, keys) if keys else []
    book = apply(mine.book, rekeys) if rekeys else mine.book
    tables = _renamed(start.base.tables, keys)
    guard.check(taking.rules, tables, book, theirs.book, names=names, terms=start.terms)
    if here.again or there.again:
        return Plan(here.edits, (), there.edits, findings=findings, ids_first=True)
    sent = start.sent.with_keys(keys)
    base = replace(start.base, tables=tables)
    agreed = replayed(sent, base, here=book, there=theirs.book, rules=taking.rules, given=_given(there.edits))
    merged = _merged(taking, agreed, book, theirs.book, start)
    _review(merged, book, theirs.book, start, context)
    whole = list(merged.values())
    held = told.held_findings([one for each in whole for one in each.held], names)
    revived = [told.revived_finding(one, names) for each in whole for one in each.revived]
    conflicts = [one for each in whole for one in each.conflicts]
    findings += [*revived, *held, *(told.conflict_finding(one, names) for one in conflicts)]
    return Plan(
        here.edits,
        [*forgetting.here, *rekeys, *(change for each in whole for change in each.to_here)],
        [*there.edits, *forgetting.there, *(change for each in whole for change in each.to_there)],
        taking.new_here,
        taking.new_there,
        Base({tab: each.agreed for tab, each in merged.items()}, taking.columns, taking.parted, start.terms.partner),
        conflicts,
        findings,
    )


def at_rest(mine: Seen, base: Base, *, names: Names, terms: Terms, context: Context) -> bool:
    """Whether the file says nothing but what was agreed on: the sheet, if it is unchanged too, need not be read.

    A tab or column of ours that takes no part may be new in the file: only the sheet tells whether it has it too.
    """
    plan = planned(Round(mine, _as_agreed(base), base, Sent(), names, terms), context)
    new = any(finding.rule in {NO_COLUMN, NO_TAB} for finding in plan.findings)
    return not (plan.takes or plan.sends or new) and plan.base.holds_the_same_as(base)


def _as_agreed(base: Base) -> Seen:
    """A side that says what the base says."""
    layouts = [
        Layout(tab, tab, columns=tuple(ColumnAt(name, name) for name in (*_id_of(tab), *fields)))
        for tab, fields in base.columns.items()
    ]
    book = {tab: base.tables.get(tab, {}) for tab in base.columns}
    return Seen(book, Reading(book, tuple(layouts), ""))


def _id_of(tab: str) -> tuple[str, ...]:
    return (schema.BY_NAME[tab].id,) if tab in schema.BY_NAME else ()


def _known(tables: Book, sent: Sent) -> Book:
    """The rows that have been on both sides under their ids, then those that a sync cut short may have sent.

    The order tells: of two that a row without an id may be, the one that was agreed on comes first.
    """
    return {
        **tables,
        **{
            tab: {**tables.get(tab, {}), **{key: row for key, row in rows.items() if key not in tables.get(tab, {})}}
            for tab, rows in sent.rows.items()
        },
    }


def _given(edits: Sequence[Edit]) -> Mapping[str, frozenset[Key]]:
    """The ids that rows of the sheet have only from us."""
    given: dict[str, set[Key]] = {}
    for edit in edits:
        given.setdefault(edit.tab, set()).add(edit.becomes or edit.key)
    return {tab: frozenset(keys) for tab, keys in given.items()}


def _policies(mine: Seen, theirs: Seen, start: Round) -> tuple[Policies, Sequence[Finding]]:
    """The policies as both sides have them once they are merged themselves: the whole team goes by the same."""
    rules = rules_of_one(POLICIES, mine, theirs)
    table = mine.book.get(POLICIES, {})
    if rules is not None:
        base, there = start.base.tables.get(POLICIES, {}), theirs.book[POLICIES]
        table = merge(rules, base, table, there, names=start.names).agreed
    return policies_of(table)


def _twins(here: Book, there: Book, known: Book, base: Book, taking: Scope) -> Mapping[str, Mapping[Key, Key]]:
    found = {
        tab: twins(
            tab,
            ours=here.get(tab, {}),
            theirs=there.get(tab, {}),
            known=known.get(tab, {}),
            base=base.get(tab, {}),
        )
        for tab in DATA
        if tab in taking.rules
    }
    return {tab: keys for tab, keys in found.items() if keys}


def _renamed(tables: Book, keys: Mapping[str, Mapping[Key, Key]]) -> Book:
    return {**tables, **{tab: renamed(tables.get(tab, {}), names, _id_of(tab)[0]) for tab, names in keys.items()}}


def _merged(taking: Scope, base: Book, here: Book, there: Book, start: Round) -> dict[str, Merged]:
    merged: dict[str, Merged] = {}
    for tab, rules in taking.rules.items():
        sides = base.get(tab, {}), here.get(tab, {}), there.get(tab, {})
        merged[tab] = merge(rules, *sides, names=start.names, stuck=start.stuck)
    for tab, rules in taking.one_way.items():
        push = one_way.history if tab == "History" else one_way.report
        sides = base.get(tab, {}), here.get(tab, {}), there.get(tab, {})
        merged[tab] = push(rules, *sides, names=start.names, stuck=start.stuck)
    return merged


def _review(merged: dict[str, Merged], here: Book, there: Book, start: Round, context: Context) -> None:
    """Every conflict becomes a row of Review, on both sides in the same round."""
    found = [one for each in merged.values() for one in each.conflicts]
    rows: Mapping[str, Row] = told.review_rows(found, here, names=start.names, who=start.theirs.who, context=context)
    shared = merged.get("Review")
    for id, row in rows.items():
        if id in here.get("Review", {}) or id in there.get("Review", {}):
            continue  # met before, in a round that was cut short: the merge brings it across
        add = AddRow("Review", id, row, told.RAISED)
        if shared is not None:
            shared.to_here.append(add)
            shared.to_there.append(add)
            shared.agreed[id] = row
        elif "Review" in here:
            merged.setdefault("Review", Merged()).to_here.append(add)
