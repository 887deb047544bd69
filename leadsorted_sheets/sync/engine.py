"""The sync: round after round until both sides say the same, or until it is clear that they will not today.

    read here ─► unchanged on both sides? done
              ─► read there ─► plan ─► ids here ─► note what is sent ─► write there ─► write here, with the new base
                     ▲                                                     │ moved, or not all of it taken
                     └─────────────────────────────────────────────────────┘

Whatever moment it is cut off, the next run goes on: what was agreed on changes in one step, with the file, at the very
end, and what was sent until then is recognised by the note.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Key
from leadsorted_sheets.core.changes import Change, Changes, Clash, touched
from leadsorted_sheets.core.collector import quiet_collector
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.schema import BASE_SHEET
from leadsorted_sheets.sync.base import Base, fingerprint, first_base, pack, unpack
from leadsorted_sheets.sync.conflicts import RAISED
from leadsorted_sheets.sync.in_flight import InFlight
from leadsorted_sheets.sync.merge import Conflict
from leadsorted_sheets.sync.plan import Plan, Round, at_rest, planned
from leadsorted_sheets.sync.sides import Names, Seen, Side
from leadsorted_sheets.sync.terms import Terms
from leadsorted_sheets.workbook.port import Reading, Written

ROUNDS = 8
_Place: TypeAlias = tuple[str, Key, str | None]


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did, or in a dry run would do.

    `first` says that the two sides never met before, `idle` that nothing had changed on either (`there` is None where
    it was not even read). `verified` means that nobody else can have written to the sheet between our last reading and
    the end. `applied` is False in a dry run.
    """

    here: Reading
    there: Reading | None = None
    to_here: Changes = ()
    to_there: Changes = ()
    columns_here: Mapping[str, Sequence[str]] = field(default_factory=dict)
    columns_there: Mapping[str, Sequence[str]] = field(default_factory=dict)
    conflicts: Sequence[Conflict] = ()
    findings: Sequence[Finding] = ()
    rounds: int = 1
    first: bool = False
    idle: bool = False
    verified: bool = True
    applied: bool = False


def sync(
    here: Side, there: Side, *, terms: Terms, in_flight: InFlight, context: Context, dry_run: bool = False
) -> Synced:
    """Bring both sides together.

    Raises errors.Refused where a guard says no or a side may not be written, and errors.OtherSideFailed where the
    other side did not do its part: what was sent by then is noted, and the next run goes on from there.
    """
    return _Run(here, there, terms, in_flight, context).go(dry_run=dry_run)


@dataclass(slots=True)
class _Run:
    here: Side
    there: Side
    terms: Terms
    in_flight: InFlight
    context: Context
    told_here: list[Change] = field(default_factory=list)
    told_there: list[Change] = field(default_factory=list)
    columns_there: dict[str, Sequence[str]] = field(default_factory=dict)
    conflicts: dict[_Place, Conflict] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    refused: set[tuple[_Place, str]] = field(default_factory=set)
    stuck: set[_Place] = field(default_factory=set)
    peeks: bool = True

    def go(self, *, dry_run: bool) -> Synced:
        mine = self.here.read()
        base = self._base(mine)
        if not dry_run and (idle := self._idle(mine, base)):
            return idle
        for number in range(1, ROUNDS + 1):
            if number > 1:
                mine = self.here.read()
                base = self._base(mine)
            theirs = self.there.read()
            start = Round(mine, theirs, base, self.in_flight.sent_on(fingerprint(mine.base)), self.names, self.terms)
            if dry_run:
                return self._would(start, self._planned(start))
            if done := self._round(dataclasses.replace(start, stuck=frozenset(self.stuck)), number):
                return done
        raise errors.KeepsMoving(self.there.name, ROUNDS, self.terms.command)

    @property
    def names(self) -> Names:
        return Names(self.here.name, self.there.name)

    def _round(self, start: Round, number: int) -> Synced | None:
        """One round; None where it has to be done again on what both sides say by then."""
        plan = self._planned(start)
        if plan.ids_here:
            saved = self._ids_saved(start, plan)
            if saved is None:
                return None
            start, plan = saved
        revision, verified = start.theirs.reading.revision, True
        if plan.sends:
            written = self._send(start, plan)
            if written is None:
                return None
            revision, verified = written.revision, bool(written.revision)
        if not self._keep(start, plan, revision):
            return None
        return Synced(
            start.mine.reading,
            start.theirs.reading,
            tuple(self.told_here),
            tuple(self.told_there),
            plan.columns_here,
            self.columns_there,
            tuple(self.conflicts.values()),
            self._told(start, plan),
            number,
            start.base.first,
            idle=not (self.told_here or self.told_there or plan.columns_here or self.columns_there),
            verified=verified,
            applied=True,
        )

    def _planned(self, start: Round) -> Plan:
        with quiet_collector():
            return planned(start, self.context)

    def _ids_saved(self, start: Round, plan: Plan) -> tuple[Round, Plan] | None:
        """The round once the file's new ids are saved: what is sent bears ids that outlive a crash."""
        self.here.check_free()
        written = self._written(self.here, plan.ids_here, start.mine)
        if written is None:
            return None
        self.told_here += written.applied
        given = {edit.becomes for edit in plan.ids_here}
        self.findings += [finding for finding in plan.findings if finding.key in given]
        if plan.ids_first or written.clashed:
            return None
        start = dataclasses.replace(start, mine=self.here.read())
        plan = self._planned(start)
        return None if plan.ids_here else (start, plan)

    def _send(self, start: Round, plan: Plan) -> Written | None:
        """Write there. None where the sheet moved, or took only a part: the merge is repeated on fresh data."""
        self.here.check_free()
        ours = [change for change in plan.to_there if change.why != RAISED]  # the file has no conflict's row yet
        self.in_flight.note(ours, base=fingerprint(start.mine.base))
        written = self._written(self.there, plan.to_there, start.theirs, plan.columns_there)
        if written is None:
            return None
        self.told_there += written.applied
        self.columns_there |= plan.columns_there
        self.conflicts |= {(one.tab, one.key, one.field): one for one in plan.conflicts}
        self.findings += written.findings
        if written.clashed:
            self._note_refused(written.clashed)
        return None if written.clashed or plan.ids_first else written

    def _keep(self, start: Round, plan: Plan, revision: str) -> bool:
        """Save the file with the new base. False where it moved meanwhile."""
        base = dataclasses.replace(
            plan.base, revision=revision if self.peeks else "", when=f"{self.context.local_now:%Y-%m-%d %H:%M}"
        )
        if plan.takes or not base.holds_the_same_as(start.base):
            self.here.check_free()
            written = self._written(self.here, plan.to_here, start.mine, plan.columns_here, pack(base))
            if written is None:
                return False
            self.told_here += written.applied
            self.findings += written.findings
            if written.clashed:
                self._not_taken_here(written.clashed, start, base)
        elif base.revision != start.base.revision:
            self._keep_revision(start, base)
        self.conflicts |= {(one.tab, one.key, one.field): one for one in plan.conflicts}
        self.in_flight.clear()
        return True

    def _keep_revision(self, start: Round, base: Base) -> None:
        """Nothing but the sheet's revision is new. A file that is open elsewhere is not worth stopping for."""
        try:
            self.here.check_free()
            self.here.write((), seen=start.mine, columns={}, base=pack(base))
        except errors.Refused:
            return

    def _not_taken_here(self, clashed: Iterable[Clash], start: Round, base: Base) -> None:
        """What the file would not take was not agreed on, or the next sync would send the old value as an edit."""
        mine = self.here.read()
        self.here.write((), seen=mine, columns={}, base=pack(base.without(clashed, start.base)))

    def _written(
        self,
        side: Side,
        changes: Changes,
        seen: Seen,
        columns: Mapping[str, Sequence[str]] | None = None,
        base: str | None = None,
    ) -> Written | None:
        """What a write did; None where the side had moved and nothing was written."""
        try:
            return side.write(changes, seen=seen, columns=columns or {}, base=base)
        except errors.Moved:
            return None

    def _idle(self, mine: Seen, base: Base) -> Synced | None:
        """Nothing changed on either side: the sheet is not read at all."""
        peeked = self.there.peek()
        self.peeks = bool(peeked)
        if base.first or not peeked or base.revision != peeked or self.in_flight.sent_on(fingerprint(mine.base)):
            return None
        with quiet_collector():
            if not at_rest(mine, base, names=self.names, terms=self.terms, context=self.context):
                return None
        return Synced(mine.reading, findings=mine.reading.findings, idle=True, applied=True)

    def _base(self, mine: Seen) -> Base:
        """What was agreed on, as the file remembers it; nothing where that was with another partner."""
        if not mine.base:
            return first_base(self.terms.partner)
        try:
            base = unpack(mine.base)
        except ValueError as damage:
            message = (
                f"The sync cannot read what both sides last agreed on ({damage}). It goes on as if they had never met: "
                "cells that differ are conflicts, and the sheet's value is kept."
            )
            self.findings.append(Finding("warning", BASE_SHEET, None, None, "sync.base-damaged", message))
            return first_base(self.terms.partner)
        return base if base.partner == self.terms.partner else first_base(self.terms.partner)

    def _would(self, start: Round, plan: Plan) -> Synced:
        return Synced(
            start.mine.reading,
            start.theirs.reading,
            (*plan.ids_here, *plan.to_here),
            plan.to_there,
            plan.columns_here,
            plan.columns_there,
            plan.conflicts,
            self._told(start, plan),
            first=start.base.first,
            idle=not (plan.takes or plan.sends),
        )

    def _told(self, start: Round, plan: Plan) -> tuple[Finding, ...]:
        """Everything worth knowing, each thing once."""
        read = (*start.mine.reading.findings, *start.theirs.reading.findings)
        return tuple(dict.fromkeys([*read, *self.findings, *plan.findings, *self._not_taken_there()]))

    def _note_refused(self, clashed: Iterable[Clash]) -> None:
        """What is refused twice with the same words is not going to be taken: the rest must not wait for it."""
        refused = {
            (place, repr(clash.found))
            for clash, place in ((clash, next(iter(touched([clash.change])))) for clash in clashed)
        }
        self.stuck |= {place for place, _ in refused & self.refused}
        self.refused = refused

    def _not_taken_there(self) -> list[Finding]:
        message = (
            f"This would not go into {self.there.name}. It stays as it is on both sides; the next sync tries again."
        )
        return [
            Finding("warning", tab, key, name, "sync.not-taken", message)
            for tab, key, name in sorted(self.stuck, key=lambda place: (place[0], place[1], place[2] or ""))
        ]
