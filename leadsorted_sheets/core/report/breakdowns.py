"""The tables of the report: the same leads and deals, sorted by how far they came, where from, whose, when and why not.

Every lead and every deal is in exactly one line of a table, so a table adds up to the book: what does not fit is summed
up as "Others", what says nothing is called so.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from leadsorted_sheets.core.cell import Cell, canon
from leadsorted_sheets.core.records import Deal, Lead, day_of, folded
from leadsorted_sheets.core.report.key_figures import average, days_in_stage, is_stale, rounded, weighted
from leadsorted_sheets.core.report.ledger import Ledger
from leadsorted_sheets.core.report.response import responses
from leadsorted_sheets.core.where import add_months

OTHERS, NO_SOURCE, NO_OWNER, NO_STAGE, NO_REASON = "Others", "No source", "Nobody", "No stage", "No reason given"
MONTHS = 12

Line = tuple[Cell, ...]


@dataclass(slots=True)
class Share:
    """The leads and deals of one source, owner or reason."""

    name: str
    leads: list[Lead] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)

    @property
    def won(self) -> list[Deal]:
        return [deal for deal in self.deals if deal.kind == "won"]

    def revenue(self, ledger: Ledger) -> Cell:
        return _money(sum(ledger.worth(deal) or 0 for deal in self.won))


def funnel(ledger: Ledger, slots: int) -> list[Line]:
    """How many leads ever came as far as each step. A deal counts for every stage up to the one it is in."""
    alive = (stage for stage in ledger.settings.stages if stage.kind != "lost")
    stages = sorted(alive, key=lambda stage: (stage.kind == "won", stage.order))
    reached = {folded(stage.name): n for n, stage in enumerate(stages)}
    furthest: dict[str, int] = {}
    for deal in ledger.deals:
        if (lead := ledger.lead_of.get(deal.key)) is not None and lead.key in ledger.opportunities:
            furthest[lead.key] = max(furthest.get(lead.key, 0), reached.get(folded(deal.stage), 0))
    steps = [
        ("All leads", len(ledger.leads)),
        ("Contacted", len(ledger.contacted)),
        ("Qualified", len(ledger.qualified)),
        ("Opportunity", len(ledger.opportunities)),
        *((stage.name, sum(far >= n for far in furthest.values())) for n, stage in enumerate(stages) if n > 0),
    ]
    if len(steps) > slots:
        steps = [*steps[: slots - 1], steps[-1]]
    before = [count for _, count in steps]
    return [
        (name, count, ratio(count, before[0]), ratio(count, previous))
        for (name, count), previous in zip(steps, [before[0], *before], strict=False)
    ]


def by_source(ledger: Ledger, slots: int) -> list[Line]:
    """Leads, qualified leads, deals won and revenue of each source; a deal belongs to the source of its lead."""
    return [
        (share.name, len(share.leads), _qualified(share, ledger), len(share.won), share.revenue(ledger))
        for share in largest(shares_of_sources(ledger), slots)
    ]


def by_owner(ledger: Ledger, slots: int) -> list[Line]:
    """What each owner has and what came of it; a deal belongs to its own owner, else to that of its lead."""
    hours = ledger.settings.preferences.first_response_hours
    return [
        (
            share.name,
            len(share.leads),
            sum(lead.open for lead in share.leads),
            to_four(responses(share.leads, ledger.waits, hours=hours).share),
            _qualified(share, ledger),
            len(share.won),
            share.revenue(ledger),
        )
        for share in largest(shares_of_owners(ledger), slots)
    ]


def by_stage(ledger: Ledger, slots: int) -> list[Line]:
    """The deals in each stage, in the order of Settings: their value, what it is worth by probability, the win rate, how long they are there and how many for too long."""
    names = {folded(stage.name): stage.name for stage in sorted(ledger.settings.stages, key=lambda stage: stage.order)}
    deals: dict[str, list[Deal]] = {name: [] for name in names.values()}
    for deal in ledger.deals:
        written = (deal.stage or "").strip() or NO_STAGE
        deals.setdefault(names.get(folded(written), written), []).append(deal)
    stages = list(deals.items())
    if len(stages) > slots:
        rest = [deal for _, in_stage in stages[slots - 1 :] for deal in in_stage]
        stages = [*stages[: slots - 1], (OTHERS, rest)]
    rates = win_rates(ledger)
    return [
        (
            name,
            len(found),
            _money(sum(ledger.worth(deal) or 0 for deal in found)),
            _money(weighted(ledger, found)),
            to_four(rates.get(folded(name))),
            *_ageing(ledger, found),
        )
        for name, found in stages
    ]


def win_rates(ledger: Ledger) -> dict[str, float]:
    """Of the closed deals that came as far as each open stage, the share won; by the stage's folded name.

    A deal that was won came through all of them. One that was lost came as far as the stage it was lost from; where the
    diary does not know that, as far as the first one only.
    """
    of_kind = (stage for stage in ledger.settings.stages if stage.kind == "open")
    stages = [folded(stage.name) for stage in sorted(of_kind, key=lambda stage: stage.order)]
    place = {name: n for n, name in enumerate(stages)}
    won = len(ledger.of_kind("won"))
    lost = Counter(place.get(ledger.lost_from.get(deal.key, ""), 0) for deal in ledger.of_kind("lost"))
    rates: dict[str, float] = {}
    for name, n in place.items():
        closed = won + sum(count for far, count in lost.items() if far >= n)
        if closed:
            rates[name] = won / closed
    return rates


def _ageing(ledger: Ledger, deals: list[Deal]) -> tuple[Cell, Cell]:
    """For how many days on average open deals are in their stage, and how many for too long. Blank of closed ones."""
    still_open = [deal for deal in deals if deal.kind == "open"]
    if deals and not still_open:
        return None, None
    days = [days for deal in still_open if (days := days_in_stage(ledger, deal)) is not None]
    return rounded(average(days), 1), sum(is_stale(ledger, deal) for deal in still_open)


def by_month(ledger: Ledger, slots: int) -> list[Line]:
    """New and qualified leads, deals won, revenue and its growth in each of the last twelve months, this one last."""
    first = ledger.today.replace(day=1)
    months = [add_months(first, n) for n in range(1 - min(slots, MONTHS), 1)]
    new = _months(day_of(lead.created) for lead in ledger.leads)
    qualified = _months(day_of(lead.qualified_on) for lead in ledger.leads)
    won = _months(day_of(deal.closed_on) for deal in ledger.of_kind("won"))
    revenue: dict[tuple[int, int], float] = defaultdict(float)
    for deal in ledger.of_kind("won"):
        if (day := day_of(deal.closed_on)) is not None:
            revenue[day.year, day.month] += ledger.worth(deal) or 0
    lines: list[Line] = []
    for month in months:
        at, last = (month.year, month.month), add_months(month, -1)
        before = revenue.get((last.year, last.month), 0.0)
        earned = revenue.get(at, 0.0)
        growth = to_four((earned - before) / before) if before > 0 else None
        lines.append((f"{month:%Y-%m}", new[at], qualified[at], won[at], _money(earned), growth))
    return lines


def by_lost_reason(ledger: Ledger, slots: int) -> list[Line]:
    """Why leads died and deals were lost."""
    shares = _shared(
        ((lead.lost_reason, lead) for lead in ledger.leads if lead.kind == "dead"),
        ((deal.lost_reason, deal) for deal in ledger.of_kind("lost")),
        NO_REASON,
    )
    return [(share.name, len(share.leads), len(share.deals)) for share in largest(shares, slots)]


def shares_of_sources(ledger: Ledger) -> list[Share]:
    """The leads and deals of each source; a deal belongs to the source of its lead."""
    leads = ((lead.source, lead) for lead in ledger.leads)
    return _shared(leads, ((_source_of(deal, ledger), deal) for deal in ledger.deals), NO_SOURCE)


def shares_of_owners(ledger: Ledger) -> list[Share]:
    """The leads and deals of each owner; a deal belongs to its own owner, else to that of its lead."""
    leads = ((lead.owner, lead) for lead in ledger.leads)
    return _shared(leads, ((_owner_of(deal, ledger), deal) for deal in ledger.deals), NO_OWNER)


def ratio(part: float, whole: float) -> Cell:
    """A share from 0 to 1, to four decimals; blank of nothing.

    >>> ratio(1, 3), ratio(1, 0)
    (0.3333, None)
    """
    return to_four(part / whole) if whole else None


def to_four(share: float | None) -> Cell:
    return None if share is None else canon(round(share, 4))


def _shared(
    leads: Iterable[tuple[str | None, Lead]], deals: Iterable[tuple[str | None, Deal]], nothing: str
) -> list[Share]:
    """Leads and deals by a name in any case; it is shown as it was written first."""
    shares: dict[str, Share] = {}
    for name, lead in leads:
        _share(shares, name, nothing).leads.append(lead)
    for name, deal in deals:
        _share(shares, name, nothing).deals.append(deal)
    return list(shares.values())


def _share(shares: dict[str, Share], name: str | None, nothing: str) -> Share:
    key = folded(name)
    share = shares.get(key)
    if share is None:
        share = shares[key] = Share(name.strip() if key and name else nothing)
    return share


def largest(shares: list[Share], slots: int) -> list[Share]:
    """The shares with most leads first, then with most deals; what is beyond the slots is one share of others."""
    ordered = sorted(shares, key=lambda share: (-len(share.leads), -len(share.deals), folded(share.name)))
    if len(ordered) <= slots:
        return ordered
    others = Share(OTHERS)
    for share in ordered[slots - 1 :]:
        others.leads += share.leads
        others.deals += share.deals
    return [*ordered[: slots - 1], others]


def _source_of(deal: Deal, ledger: Ledger) -> str | None:
    lead = ledger.lead_of.get(deal.key)
    return lead.source if lead is not None else None


def _owner_of(deal: Deal, ledger: Ledger) -> str | None:
    lead = ledger.lead_of.get(deal.key)
    return deal.owner or (lead.owner if lead is not None else None)


def _qualified(share: Share, ledger: Ledger) -> int:
    return sum(lead.key in ledger.qualified for lead in share.leads)


def _months(days: Iterable[dt.date | None]) -> Counter[tuple[int, int]]:
    return Counter((day.year, day.month) for day in days if day is not None)


def _money(amount: float) -> Cell:
    return canon(round(amount, 2))
