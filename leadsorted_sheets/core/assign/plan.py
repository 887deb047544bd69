"""Assigning: who already has an owner keeps them, everybody else gets one by right, by rule or in turn.

Leads still worked on go first, oldest first. Dead and converted ones without an owner follow, so that no lead stays
without; they take what room the caps leave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.assign import doubts
from leadsorted_sheets.core.assign.team import Team, gathered
from leadsorted_sheets.core.assign.turns import turn_changes
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, Formula, canon, same
from leadsorted_sheets.core.changes import Change, Edit
from leadsorted_sheets.core.plan import Context, Figures, Outcome
from leadsorted_sheets.core.records import explained, filled, folded
from leadsorted_sheets.core.settings import Owner, Settings, read_settings
from leadsorted_sheets.core.where import moment_of


@dataclass(frozen=True, slots=True)
class Options:
    to: str | None = field(
        default=None, metadata={"help": "Give the leads to this owner by hand, whoever has them now; me for yourself."}
    )
    keys: tuple[Key, ...] | None = field(default=None, metadata={"help": "Only these leads."})


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Give every lead without an owner one: by registration, account, rule or territory, else in turn."""
    settings, findings = read_settings(book)
    about_team = [finding for finding in findings if finding.tab in _READ]
    scope = None if options.keys is None else frozenset(options.keys)
    if options.to is not None:
        return _by_hand(book, options.to, scope, context=context, settings=settings)
    if not any(owner.active for owner in settings.owners):
        return Outcome(findings=(*about_team, doubts.nobody_active(settings)))
    team, team_findings = gathered(book, settings, context)
    unassigned, now = _unassigned(book, settings, scope), canon(context.local_now)
    changes: list[Change] = []
    waiting: list[Key] = []
    away: dict[str, list[Key]] = {}
    for n, (key, row) in enumerate(unassigned):
        if n % 5000 == 0:
            context.progress("Assigning", n, len(unassigned))
        choice = team.choice(key, row)
        if choice is None:
            waiting.append(key)
            continue
        if not choice.desk.present:
            away.setdefault(choice.desk.owner.name, []).append(key)
        changes += _edits(key, row, choice.desk.owner.name, now, reason=choice.reason, line=choice.line)
    changes += turn_changes(team.turns, book)
    found = (
        *about_team,
        *team_findings,
        *doubts.standing(book, settings, team, scope),
        *doubts.waiting(waiting),
        *doubts.given_while_away(away, settings),
        *doubts.places_without_leads(book, settings),
    )
    return Outcome(changes, found, (_who_got_what(team),))


_READ = frozenset({"Preferences", "Owners", "Assignment rules", "Registrations", "Statuses"})


def _by_hand(book: Book, to: str, scope: Collection[Key] | None, *, context: Context, settings: Settings) -> Outcome:
    owner = _named(to, settings, context)
    if owner is None or not owner.active:
        return Outcome(findings=(doubts.no_such_owner(to, owner, settings),))
    changes: list[Change] = []
    formulas: list[Key] = []
    now = canon(context.local_now)
    line = f"Owner: by hand, {owner.name} (by {context.actor})"
    for key, row in filled(book, schema.LEADS, scope):
        if isinstance(row.get("Owner"), Formula):
            formulas.append(key)
        elif not same(row.get("Owner"), owner.name):
            changes += _edits(key, row, owner.name, now, reason="by hand", line=line)
    got = sum(isinstance(change, Edit) and change.field == "Owner" for change in changes)
    table = Figures("Who got what", ("Owner", "Got"), ((owner.name, got),))
    return Outcome(changes, doubts.formula_owners(formulas), (table,))


def _edits(key: Key, row: Row, owner: str, now: Cell, *, reason: str, line: str) -> list[Change]:
    why = f"assign: {reason}"
    wanted: tuple[tuple[str, Cell], ...] = (
        ("Owner", owner),
        ("Assigned on", now),
        ("Why", explained(row.get("Why"), "Owner:", line)),
    )
    return [
        Edit("Leads", key, name, before, after, why)
        for name, after in wanted
        if not same(before := row.get(name), after) and not isinstance(before, Formula)
    ]


def _unassigned(book: Book, settings: Settings, scope: Collection[Key] | None) -> list[tuple[Key, Row]]:
    closed = {folded(status.name) for status in settings.statuses if status.kind in ("dead", "converted")}
    worked_on: list[tuple[Key, Row]] = []
    done: list[tuple[Key, Row]] = []
    for key, row in filled(book, schema.LEADS, scope):
        if row.get("Owner") is None:
            status = row.get("Status")
            finished = isinstance(status, str) and folded(status) in closed
            (done if finished else worked_on).append((key, row))
    return sorted(worked_on, key=_arrived) + sorted(done, key=_arrived)


def _arrived(lead: tuple[Key, Row]) -> dt.datetime:
    created = lead[1].get("Created")
    return moment_of(created) if isinstance(created, dt.date) else _LAST


_LAST = dt.datetime(9999, 12, 31)


def _named(name: str, settings: Settings, context: Context) -> Owner | None:
    """The owner somebody means by a name, an e-mail, or `me`."""
    wanted = folded(context.actor if folded(name) == "me" else name)
    return next((owner for owner in settings.owners if wanted in (folded(owner.name), folded(owner.email))), None)


def _who_got_what(team: Team) -> Figures:
    rows = tuple(
        (desk.owner.name, desk.got, desk.by_turn, round(desk.due, 1), desk.had + desk.got) for desk in team.turns.desks
    )
    return Figures("Who got what", ("Owner", "Got", "In turn", "Due in turn", "Leads now"), rows)
