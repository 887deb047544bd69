"""How well sources and owners do: shares and returns, where the breakdowns have counts."""

from __future__ import annotations

from collections.abc import Iterable

from leadsorted_sheets.core.book import Key
from leadsorted_sheets.core.cell import Cell, canon
from leadsorted_sheets.core.records import Lead, folded
from leadsorted_sheets.core.report.breakdowns import (
    OTHERS,
    Share,
    largest,
    ratio,
    shares_of_owners,
    shares_of_sources,
    to_four,
)
from leadsorted_sheets.core.report.key_figures import average, rounded
from leadsorted_sheets.core.report.ledger import Ledger
from leadsorted_sheets.core.report.response import responses

Line = tuple[Cell, ...]


def of_owners(ledger: Ledger, slots: int) -> list[Line]:
    """Of each owner's leads those qualified, those that became a deal, those won; of the closed deals those won; within an hour; quality."""
    return [
        (
            share.name,
            _share_in(share.leads, ledger.qualified),
            _share_in(share.leads, ledger.opportunities),
            _share_in(share.leads, ledger.customers),
            _win_rate(share),
            to_four(responses(share.leads, ledger.waits, hours=1).share),
            _quality(share.leads, ledger),
        )
        for share in largest(shares_of_owners(ledger), slots)
    ]


def of_sources(ledger: Ledger, slots: int) -> list[Line]:
    """What each source cost, in all, a lead and a deal won, what it returned, the share of its leads won, and their quality."""
    all_shares = shares_of_sources(ledger)
    known = {folded(share.name) for share in all_shares}
    shown = largest(all_shares, slots)
    alone = {folded(share.name) for share in shown}
    lines: list[Line] = []
    for share in shown:
        own = folded(share.name)
        others = [cost for name, cost in ledger.costs.items() if name in known - alone] if share.name == OTHERS else []
        cost = sum(others) if others else ledger.costs.get(own)
        revenue = sum(ledger.worth(deal) or 0 for deal in share.won)
        lines.append(
            (
                share.name,
                None if cost is None else rounded(cost, 2),
                _per(cost, len(share.leads)),
                _per(cost, len(share.won)),
                None if not cost else canon(round((revenue - cost) / cost, 4)),
                _share_in(share.leads, ledger.customers),
                _quality(share.leads, ledger),
            )
        )
    return lines


def _share_in(leads: list[Lead], keys: frozenset[Key]) -> Cell:
    return ratio(sum(lead.key in keys for lead in leads), len(leads))


def _win_rate(share: Share) -> Cell:
    lost = sum(deal.kind == "lost" for deal in share.deals)
    return ratio(len(share.won), len(share.won) + lost)


def _per(cost: float | None, count: int) -> Cell:
    return None if cost is None or not count else rounded(cost / count, 2)


def _quality(leads: Iterable[Lead], ledger: Ledger) -> Cell:
    """The mean of the leads that `quality` has scored."""
    return rounded(average([ledger.quality[lead.key] for lead in leads if lead.key in ledger.quality]), 1)
