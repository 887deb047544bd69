"""Everything the report counts, read once: leads, deals, whose deal is whose, and how far each lead came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from leadsorted_sheets.core.book import Book, Key
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.records import Deal, Lead, deals, folded, leads
from leadsorted_sheets.core.report.response import Wait, wait
from leadsorted_sheets.core.settings import Settings, read_settings


@dataclass(frozen=True, slots=True)
class Ledger:
    """`lead_of` says for each deal whose it is, where a lead is known. Money is in one currency, that of Preferences.

    `waits` say how long each lead waited for the first contact. `contacted`, `qualified` and `opportunities` hold the keys of leads that ever came so far, each within the one before.
    `cost` is that of all sources, None where no source has any.
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
    cost: float | None

    @property
    def today(self) -> dt.date:
        return self.now.date()

    @property
    def currency(self) -> str:
        return self.settings.preferences.currency

    def worth(self, deal: Deal) -> float | None:
        """What a deal is worth; None where it does not say, or says it in another currency."""
        return deal.value if same_currency(deal, self.currency) else None

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
        _cost(book) if keys is None else None,
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


def _cost(book: Book) -> float | None:
    cells = [row.get("Cost") for row in book.get("Sources", {}).values()]
    costs = [float(cell) for cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
    return sum(costs) if costs else None
