"""How fairly leads are given out: 10,000 leads over 100 days to 7 owners with weights, caps and holidays.

What is due is reckoned here anew, not asked of the engine: each day's leads are shared out by weight among those who are
there, and what is beyond somebody's cap among the others. `python -m benchmarks.fairness` prints the table and ends with
1 where, at the end of any day, anybody is more than one lead away from what was due until then. On one day alone it may
be a little more than one: what was owed from the day before is paid then.
"""

from __future__ import annotations

import datetime as dt
import itertools
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.assign import Options, plan
from leadsorted_sheets.core.book import Book, Row, row_of
from leadsorted_sheets.core.changes import apply
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.settings import Owner

DAYS, A_DAY = 100, 100
FIRST = dt.date(2026, 1, 5)
WINDOW = 30
TEAM: tuple[Owner, ...] = (
    Owner("Ann", weight=1),
    Owner("Bob", weight=1, away_from=FIRST + dt.timedelta(10), away_until=FIRST + dt.timedelta(23)),
    Owner("Cem", weight=2),
    Owner("Dee", weight=2, daily_cap=15),
    Owner("Eve", weight=0.5),
    Owner("Fay", weight=1.5, cap_30_days=400),
    Owner("Gus", weight=1, away_from=FIRST + dt.timedelta(60), away_until=FIRST + dt.timedelta(88)),
)


@dataclass(frozen=True, slots=True)
class Fairness:
    """Got and due of each owner in the end; the largest gap between them on any one day, and over all days so far."""

    got: dict[str, int]
    due: dict[str, float]
    worst_day: float
    worst_ever: float


def simulated(days: int = DAYS, a_day: int = A_DAY) -> Fairness:
    """Give the leads of each day out in one run, as a team does, and compare."""
    tabs: dict[str, dict[str, Row]] = {tab.name: dict(schema.table_of(tab)) for tab in schema.SETTINGS}
    book: Book = {**tabs, "Owners": {owner.name: _row(owner) for owner in TEAM}, "Leads": {}}
    ids, by_day = itertools.count(1), defaultdict[str, list[int]](list)
    got: Counter[str] = Counter()
    due: dict[str, float] = dict.fromkeys((owner.name for owner in TEAM), 0.0)
    worst_day = worst_ever = 0.0
    for n in range(days):
        today = FIRST + dt.timedelta(n)
        new: dict[str, Row] = {f"L-{n:03}-{m:03}": {"Last name": f"{n} {m}", "Status": "New"} for m in range(a_day)}
        book = {**book, "Leads": {**book["Leads"], **new}}
        now = dt.datetime(today.year, today.month, today.day, 9, tzinfo=dt.UTC)
        context = Context(now, dt.UTC, "Ann", lambda prefix: f"{prefix}-{next(ids)}")
        book = apply(book, plan(book, Options(), context).changes)
        gave = Counter(str(book["Leads"][key].get("Owner")) for key in new)
        shares = _due(today, a_day, by_day)
        for owner in TEAM:
            name = owner.name
            by_day[name].append(gave[name])
            got[name] += gave[name]
            due[name] += shares.get(name, 0.0)
            worst_day = max(worst_day, abs(gave[name] - shares.get(name, 0.0)))
            worst_ever = max(worst_ever, abs(got[name] - due[name]))
    return Fairness(dict(got), due, worst_day, worst_ever)


def _row(owner: Owner) -> Row:
    return row_of(
        {
            "Owner": owner.name, "Active": "yes", "Weight": owner.weight, "Daily cap": owner.daily_cap,
            "30-day cap": owner.cap_30_days, "Away from": owner.away_from, "Away until": owner.away_until,
        }
    )  # fmt: skip


def _due(today: dt.date, leads: int, by_day: dict[str, list[int]]) -> dict[str, float]:
    """The day's leads by weight among those who are there; who reaches a cap has it, and the others share the rest."""
    free = [replace(owner) for owner in TEAM if not owner.away(today)]
    shares: dict[str, float] = {}
    rest = float(leads)
    while free:
        weight = sum(owner.weight for owner in free)
        full = [owner for owner in free if _room(owner, by_day) < rest * owner.weight / weight]
        if not full:
            return shares | {owner.name: rest * owner.weight / weight for owner in free}
        for owner in full:
            shares[owner.name] = _room(owner, by_day)
            rest -= shares[owner.name]
        free = [owner for owner in free if owner not in full]
    return shares


def _room(owner: Owner, by_day: dict[str, list[int]]) -> float:
    of_month = owner.cap_30_days - sum(by_day[owner.name][-(WINDOW - 1) :]) if owner.cap_30_days else float("inf")
    return min(float(owner.daily_cap or "inf"), max(of_month, 0))


def main() -> int:
    found = simulated()
    print("| Owner | Weight | Got | Due |\n|---|---|---|---|")
    for owner in TEAM:
        print(f"| {owner.name} | {owner.weight:g} | {found.got[owner.name]:,} | {found.due[owner.name]:,.1f} |")
    print(
        f"\nLargest gap at the end of any day: {found.worst_ever:.2f} leads; on one day alone: {found.worst_day:.2f}."
    )
    return int(found.worst_ever > 1)


if __name__ == "__main__":
    sys.exit(main())
