"""What the figures leave out, and why: said beside them, so that nobody takes a part for the whole."""

from __future__ import annotations

from collections import defaultdict

from leadsorted_sheets.core.book import Book, Key
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.records import Moment, about, counted, day_of, folded
from leadsorted_sheets.core.report.ledger import Ledger, same_currency


def doubts(ledger: Ledger, book: Book) -> list[Finding]:
    """All that a reader of the figures has to know about them."""
    return [
        *_unknown_names(ledger),
        *_other_currencies(ledger),
        *_one_way_links(ledger, book),
        *_lost_from_nowhere(ledger),
        *_undated(ledger),
        *_dates(ledger),
        *_costs(book),
    ]


def _unknown_names(ledger: Ledger) -> list[Finding]:
    statuses = {folded(status.name) for status in ledger.settings.statuses}
    stages = {folded(stage.name) for stage in ledger.settings.stages}
    found: dict[tuple[str, str, str], list[Key]] = defaultdict(list)
    for lead in ledger.leads:
        if lead.status is not None and folded(lead.status) not in statuses:
            found["Leads", "Status", lead.status].append(lead.key)
    for deal in ledger.deals:
        if deal.stage is not None and folded(deal.stage) not in stages:
            found["Pipeline", "Stage", deal.stage].append(deal.key)
    return [
        finding
        for (tab, name, value), keys in found.items()
        for finding in about(
            keys,
            tab=tab,
            field=name,
            rule=f"report.unknown-{name.casefold()}",
            message=f"{value!r} is no {name.casefold()} on Settings. It counts as open: {{rows}}.",
        )
    ]


def _other_currencies(ledger: Ledger) -> list[Finding]:
    others: dict[str, list[Key]] = defaultdict(list)
    for deal in ledger.deals:
        if not same_currency(deal, ledger.currency):
            others[(deal.currency or "").strip().upper()].append(deal.key)
    return [
        finding
        for currency, keys in sorted(others.items())
        for finding in about(
            keys,
            tab="Pipeline",
            field="Currency",
            rule="report.currency",
            message=f"The value of {counted(len(keys), 'deal')} is in {currency}, the report is in {ledger.currency}. "
            "They are counted as deals, not as money. The Sources tab adds them up as they stand.",
        )
    ]


def _one_way_links(ledger: Ledger, book: Book) -> list[Finding]:
    naming = {lead.deal_id for lead in ledger.leads}
    lonely = [
        deal.key for deal in ledger.of_kind("won") if deal.key not in naming and deal.key in book.get("Pipeline", {})
    ]
    message = "No lead has the won deal as its Deal ID, so the Sources tab does not count it: {rows} of Pipeline."
    undated = [lead.key for lead in ledger.leads if lead.key in ledger.qualified and lead.qualified_on is None]
    why = (
        "Qualified or a deal, without Qualified on: {leads}. They count here as qualified; the Sources tab counts days."
    )
    return [
        *about(lonely, tab="Pipeline", field="Deal ID", rule="report.deal-without-lead", message=message),
        *about(undated, tab="Leads", field="Qualified on", rule="report.qualified-when", message=why, severity="note"),
    ]


def _lost_from_nowhere(ledger: Ledger) -> list[Finding]:
    unknown = [deal.key for deal in ledger.of_kind("lost") if deal.key not in ledger.lost_from]
    message = "Nobody knows in which stage these deals were lost: {rows}. In the win rate by stage they count for the first one only."
    return about(unknown, tab="Pipeline", field="Stage", rule="report.lost-from", message=message, severity="note")


def _undated(ledger: Ledger) -> list[Finding]:
    """Deals and leads that no period and no month can count."""
    closed = [deal.key for deal in ledger.deals if deal.kind != "open" and deal.closed_on is None]
    created = [lead.key for lead in ledger.leads if lead.created is None]
    return [
        *about(
            closed,
            tab="Pipeline",
            field="Closed on",
            rule="report.closed-when",
            message="Closed without a day under Closed on: {rows} of Pipeline. They count in all, but in no period and no month.",
            severity="note",
        ),
        *about(
            created,
            tab="Leads",
            field="Created",
            rule="report.created-when",
            message="Without a day under Created: {leads}. They count in all, but in no period and no month.",
            severity="note",
        ),
    ]


def _dates(ledger: Ledger) -> list[Finding]:
    future = [lead.key for lead in ledger.leads if _after(lead.created, ledger.today)]
    early = [lead.key for lead in ledger.leads if _after(lead.created, day_of(lead.first_contacted))]
    backwards = [deal.key for deal in ledger.deals if _after(deal.opened, day_of(deal.closed_on))]
    return [
        *about(
            future,
            tab="Leads",
            field="Created",
            rule="report.created-later",
            message="Created is in the future: {leads}. They count as leads, in no month that is over.",
        ),
        *about(
            early,
            tab="Leads",
            field="First contacted",
            rule="report.contacted-before",
            message="First contacted is before Created: {leads}. They are left out of the response times.",
        ),
        *about(
            backwards,
            tab="Pipeline",
            field="Closed on",
            rule="report.closed-before",
            message="Closed on is before Opened: {rows}. They are left out of the average cycle.",
        ),
    ]


def _after(moment: Moment | None, day: Moment | None) -> bool:
    first, second = day_of(moment), day_of(day)
    return first is not None and second is not None and first > second


def _costs(book: Book) -> list[Finding]:
    with_leads = {folded(cell) for row in book.get("Leads", {}).values() if isinstance(cell := row.get("Source"), str)}
    findings: list[Finding] = []
    for key, row in book.get("Sources", {}).items():
        cost, source = row.get("Cost"), row.get("Source")
        if cost is not None and not _is_number(cost):
            message = "The cost is no number, so it is left out."
            findings.append(Finding("warning", "Sources", key, "Cost", "report.cost", message, cost))
        elif cost and isinstance(source, str) and folded(source) not in with_leads:
            message = f"{source} has a cost, but no lead came from it."
            findings.append(Finding("note", "Sources", key, "Cost", "report.cost-without-leads", message, cost))
    return findings


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)
