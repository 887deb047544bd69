"""Everything the report counts, read once: leads, deals, whose deal is whose, and how far each lead came."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from leadsorted_sheets.core.book import Book, Key
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.lifecycle import Moved, moves
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.records import Deal, Lead, day_of, deals, folded, leads
from leadsorted_sheets.core.report.response import Wait, wait
from leadsorted_sheets.core.settings import Settings, read_settings


@dataclass(frozen=True, slots=True)
class Ledger:
    """`lead_of` says for each deal whose it is, where a lead is known. Money is in one currency, that of Preferences.

    `waits` say how long each lead waited for the first contact. `contacted`, `qualified` and `opportunities` hold the keys of leads that ever came so far, each within the one before.
    `customers` are leads with a deal won. `cost` is that of all sources, None where no source has any; `costs` by source, folded.
    `lost_from` says of a lost deal in which stage it was before, as far as the diary knows, and `moved_on` on which days a
    deal changed its stage, by the diary and by its own row. `quality` is that of each lead scored.
    """

    now: dt.datetime
    settings: Settings
    leads: tuple[Lead, ...]
    deals: tuple[Deal, ...]
    lead_of: Mapping[Key, Lead]
    waits: Mapping[Key, Wait]
    contacted: frozenset[Key]
    qualified: frozenset[Key]
    opportunities: frozenset[Key]
    customers: frozenset[Key]
    cost: float | None
    costs: Mapping[str, float]
    lost_from: Mapping[Key, str]
    moved_on: Mapping[Key, frozenset[dt.date]]
    quality: Mapping[Key, float]

    @property
    def today(self) -> dt.date:
        return self.now.date()

    @property
    def stale_after(self) -> dict[str, int]:
        """The days that a stage allows, by its folded name, of those that say it."""
        return {
            folded(stage.name): stage.stale_after for stage in self.settings.stages if stage.stale_after is not None
        }

    @property
    def currency(self) -> str:
        return self.settings.preferences.currency

    def worth(self, deal: Deal) -> float | None:
        """What a deal is worth; None where it does not say, or says it in another currency."""
        return deal.value if same_currency(deal, self.currency) else None

    def moving(self, first: dt.date, last: dt.date) -> int:
        """How many deals changed their stage on one of these days."""
        return sum(any(first <= day <= last for day in self.moved_on.get(deal.key, ())) for deal in self.deals)

    def of_kind(self, kind: str) -> list[Deal]:
        return [deal for deal in self.deals if deal.kind == kind]


def open_ledger(book: Book, context: Context, keys: Collection[Key] | None) -> tuple[Ledger, list[Finding]]:
    """The ledger of a book, or of some leads of it and their deals, and what could not be read."""
    settings, setting_findings = read_settings(book)
    all_leads, lead_findings = leads(book, settings)
    all_deals, deal_findings = deals(book, settings)
    lead_of = _leads_of_deals(all_leads, all_deals)
    if keys is not None:
        all_leads = tuple(lead for lead in all_leads if lead.key in keys)
        all_deals = tuple(deal for deal in all_deals if deal.key in lead_of and lead_of[deal.key].key in keys)
    opportunities = {lead_of[deal.key].key for deal in all_deals if deal.key in lead_of}
    opportunities |= {lead.key for lead in all_leads if lead.kind == "converted" or lead.deal_id is not None}
    qualified = {lead.key for lead in all_leads if lead.kind == "qualified" or lead.qualified_on is not None}
    qualified |= opportunities
    first = folded(settings.first_status("open"))
    contacted = {
        lead.key
        for lead in all_leads
        if lead.first_contacted is not None or (lead.kind == "open" and folded(lead.status) not in ("", first))
    }
    contacted |= qualified
    now = context.local_now
    costs = _costs(book) if keys is None else {}
    diary = [move for move in moves(book) if move.what == "Stage"]
    ledger = Ledger(
        now,
        settings,
        all_leads,
        all_deals,
        lead_of,
        {lead.key: _wait(lead, now, first) for lead in all_leads},
        frozenset(contacted),
        frozenset(qualified),
        frozenset(opportunities),
        frozenset(lead_of[deal.key].key for deal in all_deals if deal.kind == "won" and deal.key in lead_of),
        sum(costs.values()) if costs else None,
        costs,
        _lost_from(diary, settings),
        _moved_on(diary, all_deals),
        _quality(book, all_leads),
    )
    ours = (finding for finding in setting_findings if finding.tab in ("Preferences", "Statuses", "Stages"))
    read = (finding for finding in lead_findings if finding.field not in _NOT_COUNTED)
    return ledger, [*ours, *read, *deal_findings]


_NOT_COUNTED = frozenset({"Last activity", "Assigned on"})  # no figure rests on them


def same_currency(deal: Deal, currency: str) -> bool:
    return deal.currency is None or folded(deal.currency) == folded(currency)


def _wait(lead: Lead, now: dt.datetime, first: str) -> Wait:
    return wait(lead.created, lead.first_contacted, now=now, is_new=folded(lead.status) in ("", first))


def _leads_of_deals(all_leads: tuple[Lead, ...], all_deals: tuple[Deal, ...]) -> dict[Key, Lead]:
    """Each deal has one lead at most: the one it names, else the first that names it."""
    by_key = {lead.key: lead for lead in all_leads}
    naming: dict[Key, Lead] = {}
    for lead in all_leads:
        if lead.deal_id is not None:
            naming.setdefault(lead.deal_id, lead)
    whose = {deal.key: by_key.get(deal.lead_id or "") or naming.get(deal.key) for deal in all_deals}
    return {key: lead for key, lead in whose.items() if lead is not None}


def _costs(book: Book) -> dict[str, float]:
    """What each source has cost, by its folded name, of those that have a number there."""
    costs: dict[str, float] = {}
    for key, row in book.get("Sources", {}).items():
        cost, source = row.get("Cost"), row.get("Source", key)
        if isinstance(cost, (int, float)) and not isinstance(cost, bool):
            name = folded(shown(source))
            costs[name] = costs.get(name, 0.0) + float(cost)
    return costs


def _lost_from(diary: Iterable[Moved], settings: Settings) -> dict[Key, str]:
    """The open stage in which each lost deal was at last, as the diary of moves has it."""
    kinds = {folded(stage.name): stage.kind for stage in settings.stages}
    return {
        move.key: folded(move.before)
        for move in diary
        if kinds.get(folded(move.after)) == "lost" and kinds.get(folded(move.before)) == "open"
    }


def _moved_on(diary: Iterable[Moved], all_deals: Iterable[Deal]) -> dict[Key, frozenset[dt.date]]:
    """The diary knows every move that it saw; a row the last one only. To be opened is no move."""
    days: dict[Key, set[dt.date]] = defaultdict(set)
    for move in diary:
        days[move.key].add(move.latest.date())
    for deal in all_deals:
        only_opened = deal.closed_on is None and deal.opened is not None and deal.stage_since == deal.opened
        for moment in () if only_opened else (deal.stage_since, deal.closed_on):
            if (day := day_of(moment)) is not None:
                days[deal.key].add(day)
    return {key: frozenset(found) for key, found in days.items()}


def _quality(book: Book, of: tuple[Lead, ...]) -> dict[Key, float]:
    rows = book.get("Leads", {})
    cells = ((lead.key, rows[lead.key].get("Quality")) for lead in of)
    return {key: cell for key, cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool)}
