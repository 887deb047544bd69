"""Leads that became deals already, and companies that have one: whoever brings them in again should know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.records import counted
from leadsorted_sheets.core.review import summary
from leadsorted_sheets.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Deals:
    """What the Pipeline says: the deals of a lead, and of a company by its comparison key."""

    of_lead: Mapping[Key, tuple[str, ...]]
    of_company: Mapping[str, tuple[str, ...]]
    leads: Mapping[Key, Row]
    settings: Settings

    def became(self, lead: Key) -> str:
        """What the lead became; "" where it is a lead still."""
        if deals := self.of_lead.get(lead):
            return " and ".join(deals)
        row = self.leads.get(lead, {})
        deal = shown(row.get("Deal ID"))
        converted = self.settings.status_kind(shown(row.get("Status")) or None) == "converted"
        return f"the deal {deal}" if deal else "a deal that is no longer on the Pipeline" if converted else ""


def deals_of(book: Book, settings: Settings) -> Deals:
    from leadsorted_sheets.core.dedupe.keys import company_key

    of_lead: dict[Key, list[str]] = defaultdict(list)
    of_company: dict[str, list[str]] = defaultdict(list)
    leads = book.get("Leads", {})
    for key, row in book.get("Pipeline", {}).items():
        if len(row) < 2:
            continue
        lead = shown(row.get("Lead ID"))
        facts = ", ".join(shown(row[name]) for name in ("Deal", "Stage") if row.get(name) is not None)
        named = f"the deal {key} ({facts})" if facts else f"the deal {key}"
        of_lead[lead].append(named)
        company = shown(row.get("Company")) or shown(leads.get(lead, {}).get("Company"))
        if company and (folded := company_key(company)):
            of_company[folded].append(named)
    of_lead.pop("", None)
    return Deals(_frozen(of_lead), _frozen(of_company), leads, settings)


def came_again(deals: Deals, met: Iterable[Key]) -> Iterator[Finding]:
    """A finding for each lead that came in again and became a deal already."""
    for lead in dict.fromkeys(met):
        if deal := deals.became(lead):
            who = summary(deals.leads.get(lead, {})) or lead
            message = f"{who} came in again and became {deal} already. Look there before you work on it as a new lead."
            yield Finding("warning", "Leads", lead, None, "import.deal", message)


def companies_with_deals(deals: Deals, new: Mapping[Key, Row]) -> Iterator[Finding]:
    """A finding for each company among the new leads that has a deal."""
    from leadsorted_sheets.core.dedupe.keys import company_key

    if not deals.of_company:
        return
    members: dict[str, list[Key]] = defaultdict(list)
    for key, row in new.items():
        folded = company_key(shown(row.get("Company"))) if row.get("Company") is not None else ""
        if folded in deals.of_company:
            members[folded].append(key)
    for folded, keys in members.items():
        company, has = shown(new[keys[0]]["Company"]), deals.of_company[folded]
        named = has[0] if len(has) == 1 else f"{has[0]} and {counted(len(has) - 1, 'more deal')}"
        message = f"{company} has {named}. {counted(len(keys), 'new lead')} of it came in."
        yield Finding("note", "Leads", keys[0], "Company", "import.company-deal", message, others=tuple(keys[1:]))


def _frozen(found: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in found.items()}
