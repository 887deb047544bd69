"""Who was given how many leads in the last thirty days, and how many by the weights of Settings would have been theirs.

The leads of each day are shared out by weight among those who were there that day; what is beyond somebody's cap is
shared among the others. All leads given out count, those given by a rule, an account or by hand too: so a gap is no
fault by itself, but a question.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from leadsorted_sheets.core.cell import Cell, canon
from leadsorted_sheets.core.records import day_of, folded
from leadsorted_sheets.core.report.breakdowns import OTHERS
from leadsorted_sheets.core.report.key_figures import rounded
from leadsorted_sheets.core.report.ledger import Ledger
from leadsorted_sheets.core.settings import Owner

DAYS = 30
Given = Mapping[tuple[str, dt.date], int]
"""How many leads an owner, folded, was given on a day."""

Line = tuple[Cell, ...]


def fairness(ledger: Ledger, slots: int) -> list[Line]:
    """Each owner's weight, what they got and what was due, the gap, and both as shares of all; most leads first."""
    given, names = _given(ledger)
    window = [ledger.today - dt.timedelta(days=n) for n in range(DAYS - 1, -1, -1)]
    team = [owner for owner in ledger.settings.owners if owner.active]
    names = {**names, **{folded(owner.name): owner.name for owner in ledger.settings.owners}}
    due: dict[str, float] = dict.fromkeys((folded(owner.name) for owner in team), 0.0)
    for day in window:
        for name, share in shares(team, given, day, sum(given.get((each, day), 0) for each in names)).items():
            due[name] += share
    got = {name: sum(given.get((name, day), 0) for day in window) for name in names}
    weights = {folded(owner.name): owner.weight for owner in team}
    shown = sorted((name for name in names if got[name] or name in due), key=lambda name: (-got[name], name))
    rows = [(names[name], weights.get(name), got[name], due.get(name, 0.0)) for name in shown]
    if len(rows) > slots:
        rest = rows[slots - 1 :]
        rows = [*rows[: slots - 1], (OTHERS, None, sum(row[2] for row in rest), sum(row[3] for row in rest))]
    total = sum(got.values())
    return [
        (name, canon(weight), had, rounded(theirs, 2), rounded(had - theirs, 2), _of(had, total), _of(theirs, total))
        for name, weight, had, theirs in rows
    ]


def shares(team: Sequence[Owner], given: Given, day: dt.date, leads: int) -> dict[str, float]:
    """What of a day's leads is due to each owner, by folded name. Nobody there, or all at their caps: nothing is due.

    >>> ann, bob = Owner("Ann", weight=3), Owner("Bob", daily_cap=1)
    >>> shares([ann, bob], {}, dt.date(2026, 3, 10), 4)
    {'bob': 1.0, 'ann': 3.0}
    >>> shares([ann, bob], {}, dt.date(2026, 3, 10), 8)
    {'bob': 1.0, 'ann': 7.0}
    """
    free = [owner for owner in team if owner.weight > 0 and not owner.away(day)]
    found: dict[str, float] = {}
    rest = float(leads)
    while free and rest > 0:
        weight = sum(owner.weight for owner in free)
        room = {owner.name: _room(owner, given, day) for owner in free}
        full = [owner for owner in free if room[owner.name] <= rest * owner.weight / weight]
        for owner in full or free:
            found[folded(owner.name)] = room[owner.name] if full else rest * owner.weight / weight
        if not full:
            break
        rest -= sum(room[owner.name] for owner in full)
        free = [owner for owner in free if owner not in full]
    return found


def _room(owner: Owner, given: Given, day: dt.date) -> float:
    caps = [float(owner.daily_cap)] if owner.daily_cap is not None else []
    if owner.cap_30_days is not None:
        name = folded(owner.name)
        had = sum(given.get((name, day - dt.timedelta(days=n)), 0) for n in range(1, DAYS))
        caps.append(max(float(owner.cap_30_days - had), 0.0))
    return min(caps, default=float("inf"))


def _given(ledger: Ledger) -> tuple[Given, dict[str, str]]:
    """Leads given by owner and day, and the owners as they are written."""
    given: dict[tuple[str, dt.date], int] = defaultdict(int)
    names: dict[str, str] = {}
    earliest = ledger.today - dt.timedelta(days=2 * DAYS)
    for lead in ledger.leads:
        day = day_of(lead.assigned_on)
        if (
            day is not None
            and earliest < day <= ledger.today
            and lead.owner is not None
            and (name := folded(lead.owner))
        ):
            given[name, day] += 1
            names.setdefault(name, lead.owner.strip())
    return given, names


def _of(part: float, whole: int) -> Cell:
    return canon(round(part / whole, 4)) if whole else None
