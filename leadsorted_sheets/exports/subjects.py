"""What is to be exported: leads, the companies they belong to, their deals and activities, each with its lead.

Companies are not rows of ours. They are found here: leads of one web domain, or else of one name, share a company.
"""

from __future__ import annotations

import functools
import hashlib
import re
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.settings import Settings
from leadsorted_sheets.core.where.mailboxes import business_domain
from leadsorted_sheets.exports.profile import Profile

_ADDRESS = ("Street", "City", "Region", "Postcode", "Country")
_OF_COMPANY = ("Company", "Website", "Industry", "Employees")
_HOST = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?(?:www\.)?((?:[\w-]+\.)+[^\W\d_][\w-]+)(?::\d+)?(?:[/?#]|$)"
)


@dataclass(frozen=True, slots=True)
class Company:
    """A company and the leads that belong to it. `id` depends on its domain, or its name, alone."""

    id: str
    name: str
    domain: str
    row: Row
    leads: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """One row of an export: where it stands in the book, what it holds, and what it belongs to."""

    tab: str
    key: Key
    row: Row
    lead: Row | None = None
    lead_key: Key | None = None
    company: Company | None = None


def converted(book: Book, settings: Settings) -> frozenset[Key]:
    """The leads that have become customers or have a deal: their status says so, or a deal names them."""
    kinds = {status.name.strip().casefold(): status.kind for status in settings.statuses}
    by_deal = {str(row["Lead ID"]) for row in book.get("Pipeline", {}).values() if row.get("Lead ID") is not None}
    return frozenset(
        key
        for key, row in book.get("Leads", {}).items()
        if key in by_deal or kinds.get(shown(row.get("Status")).strip().casefold()) == "converted"
    )


def their_id(row: Row, profile: Profile) -> str:
    """The id that a lead has in the CRM, as External IDs says it: `suitecrm:5f3a`; blank where it says none.

    >>> from leadsorted_sheets.exports.library import load
    >>> their_id({"External IDs": "hubspot:51; Suite CRM:5f3a"}, load("suitecrm"))
    '5f3a'
    """
    cell = row.get("External IDs")
    if not isinstance(cell, str):
        return ""
    names = {_bare(profile.name), _bare(profile.label)}
    for mark in cell.split(";"):
        system, _, text = mark.partition(":")
        if _bare(system) in names and text.strip():
            return text.strip()
    return ""


def _bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def companies(leads: Mapping[Key, Row]) -> dict[Key, Company]:
    """The company of each lead that has one. Lead -> company; leads of one company share the object."""
    places = [(key, domain_of(row), _name_of(row).casefold()) for key, row in leads.items()]
    domains: dict[str, set[str]] = {}  # of a name
    for _, domain, folded in places:
        if domain:
            domains.setdefault(folded, set()).add(domain)
    groups: dict[tuple[str, str], list[Key]] = {}
    for key, domain, folded in places:
        if domain:
            groups.setdefault((domain, ""), []).append(key)
        elif folded:
            known = domains.get(folded, ())
            groups.setdefault((next(iter(known)), "") if len(known) == 1 else ("", folded), []).append(key)
    found: dict[Key, Company] = {}
    for (domain, folded), keys in groups.items():
        company = _company(domain, folded, keys, leads)
        found.update(dict.fromkeys(keys, company))
    return found


def domain_of(lead: Row) -> str:
    """The web domain of a lead's company: its website's, else its e-mail's where that is no free mailbox.

    >>> domain_of({"Website": "https://www.Acme.com/team"}), domain_of({"Email": "ann@acme.com"})
    ('acme.com', 'acme.com')
    >>> domain_of({"Email": "ann@gmail.com"})
    ''
    """
    website, address = lead.get("Website"), lead.get("Email")
    host = _host(website) if isinstance(website, str) else ""
    if host:
        return host
    domain = business_domain(address) if isinstance(address, str) else ""
    return domain if _HOST.fullmatch(domain) else ""


@functools.lru_cache(maxsize=1 << 16)
def _host(website: str) -> str:
    match = _HOST.match(website.strip().lower())
    return match[1] if match else ""


def related(book: Book, tab: str, leads: Mapping[Key, Row], members: Mapping[Key, Company]) -> list[Subject]:
    """The deals or activities of a book, each with its lead where that is among `leads`."""
    subjects: list[Subject] = []
    deals = book.get("Pipeline", {})
    for key, row in book.get(tab, {}).items():
        lead_key = _text(row.get("Lead ID")) or _text(deals.get(_text(row.get("Deal ID")) or "", {}).get("Lead ID"))
        lead = leads.get(lead_key) if lead_key else None
        subjects.append(Subject(tab, key, row, lead, lead_key, members.get(lead_key or "")))
    return subjects


def company_subjects(members: Mapping[Key, Company], keys: Iterable[Key]) -> list[Subject]:
    """Each company of these leads once, standing at its first lead."""
    found: dict[str, Subject] = {}
    for key in keys:
        company = members.get(key)
        if company is not None and company.id not in found:
            found[company.id] = Subject("Leads", key, company.row, company=company)
    return list(found.values())


def _company(domain: str, folded: str, keys: Sequence[Key], leads: Mapping[Key, Row]) -> Company:
    """One company out of its leads: its most common name, its first filled values, one address taken whole."""
    rows = [leads[key] for key in keys]
    names = [name for one in rows if (name := _name_of(one))]
    name = statistics.mode(names) if names else domain
    row: dict[str, Cell] = {}
    for one in rows:
        for field in _OF_COMPANY:
            if field not in row and field in one:
                row[field] = one[field]
    home = rows[0] if len(rows) == 1 else max(rows, key=lambda one: sum(field in one for field in _ADDRESS))
    row.update({field: home[field] for field in _ADDRESS if field in home})
    row["Company"] = name
    digest = hashlib.sha256(f"{domain}\x1f{folded}".encode("utf-8", "surrogatepass")).hexdigest()
    return Company(f"C-{digest[:12].upper()}", name, domain, row, tuple(keys))


def _name_of(lead: Row) -> str:
    name = lead.get("Company")
    return name.strip() if isinstance(name, str) else shown(name).strip()


def _text(cell: Cell) -> str | None:
    return cell if isinstance(cell, str) else None
