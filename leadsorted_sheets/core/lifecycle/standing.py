"""Whether every lead and deal stands where it can stand: in one status, on dates that can be, with links that hold.

`CHECKS` is the whole list. A check names a cell, says what is wrong with it and how to mend it; it changes nothing.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.findings import Finding, Severity
from leadsorted_sheets.core.lifecycle.missing import missing
from leadsorted_sheets.core.records import Deal, Lead, Moment, about, deals, folded, leads
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.core.where import company_key
from leadsorted_sheets.core.where.times import moment_of


@dataclass(frozen=True, slots=True)
class Scene:
    """What the checks look at beside the row. Names are folded."""

    now: dt.datetime
    statuses: frozenset[str]
    stages: frozenset[str]
    reasons: frozenset[str]
    leads: Mapping[Key, Lead]
    deals: Mapping[Key, Deal]
    deals_of: Mapping[str, int]
    rows: Mapping[Key, Row]

    def late(self, moment: Moment | None) -> bool:
        """Whether a moment is yet to come; a day without an hour is not, on that day."""
        if moment is None:
            return False
        return (moment if isinstance(moment, dt.datetime) else moment_of(moment)) > self.now


@dataclass(frozen=True, slots=True)
class Check:
    """`wrong` is asked of each Lead or Deal, and of the rows of Activities, which are many; `message` may say {rows}, which are counted."""

    tab: str
    field: str
    rule: str
    message: str
    wrong: Callable[[Any, Scene], bool]
    severity: Severity = "warning"


def standing(book: Book, now: dt.datetime) -> tuple[Finding, ...]:
    """What is wrong with where leads and deals stand, one finding for each check that finds anything.

    `now` is naive, in the book's zone. The first row found is the finding's key, the others are its `others`.
    """
    settings, _ = read_settings(book)
    all_leads, _ = leads(book, settings)
    all_deals, _ = deals(book, settings)
    records: Mapping[str, Sequence[tuple[Key, Any]]] = {
        "Leads": [(lead.key, lead) for lead in all_leads],
        "Pipeline": [(deal.key, deal) for deal in all_deals],
        "Activities": list(book.get("Activities", {}).items()),
    }
    scene = Scene(
        now,
        frozenset(folded(status.name) for status in settings.statuses),
        frozenset(folded(stage.name) for stage in settings.stages),
        frozenset(folded(reason.name) for reason in settings.lost_reasons),
        {lead.key: lead for lead in all_leads},
        {deal.key: deal for deal in all_deals},
        Counter(deal.lead_id for deal in all_deals if deal.lead_id),
        book.get("Leads", {}),
    )
    found: list[Finding] = []
    for check in CHECKS:
        wrong = check.wrong
        keys = [key for key, record in records[check.tab] if wrong(record, scene)]
        found += about(
            keys, tab=check.tab, field=check.field, rule=f"lifecycle.{check.rule}", message=check.message,
            severity=check.severity,
        )  # fmt: skip
    return tuple(found)


@functools.lru_cache(maxsize=1 << 12)  # statuses are few, leads many
def names_in(text: str | None, known: frozenset[str]) -> tuple[str, ...]:
    """The statuses or stages that a cell names, where it names several of those there are.

    >>> names_in("New / Contacted", frozenset({"new", "contacted"})), names_in("New", frozenset({"new"}))
    (('new', 'contacted'), ('new',))
    """
    if folded(text) in known:
        return (folded(text),)
    parts = re.split(r"[;,/|&+\n]|\band\b", folded(text))
    return tuple(part.strip() for part in parts if part.strip() in known)


def _several(text: str | None, known: frozenset[str]) -> bool:
    return len(names_in(text, known)) > 1


def _unknown(text: str | None, known: frozenset[str]) -> bool:
    return text is not None and not names_in(text, known)


def _before(early: Moment | None, late: Moment | None) -> bool:
    """Whether the later moment is on a day before the earlier one."""
    return early is not None and late is not None and moment_of(late).date() < moment_of(early).date()


def _converted_without_deal(lead: Lead, scene: Scene) -> bool:
    return lead.kind == "converted" and lead.deal_id not in scene.deals and lead.key not in scene.deals_of


def _deal_while_open(lead: Lead, scene: Scene) -> bool:
    return lead.kind != "converted" and lead.deal_id in scene.deals


def _other_way_round(deal: Deal, scene: Scene) -> bool:
    lead = scene.leads.get(deal.lead_id or "")
    return lead is not None and lead.deal_id != deal.key and scene.deals_of[lead.key] == 1


def _other_company(deal: Deal, scene: Scene) -> bool:
    lead = scene.leads.get(deal.lead_id or "")
    if lead is None or not lead.company or not deal.company:
        return False
    return company_key(lead.company) != company_key(deal.company)


def _second_deal(deal: Deal, scene: Scene) -> bool:
    return deal.lead_id is not None and scene.deals_of[deal.lead_id] > 1


def _stray(activity: Row, scene: Scene) -> bool:
    lead = activity.get("Lead ID")
    return lead not in scene.leads and isinstance(lead, str)


def _done_later(activity: Row, scene: Scene) -> bool:
    when = activity.get("When")
    return isinstance(when, dt.date) and activity.get("Done") is not None and scene.late(when)


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("Leads", "Status", "no-status", "In no status: {leads}. Choose one in the cell; until then they count as new.",
          lambda lead, _: lead.status is None),
    Check("Leads", "Status", "two-statuses", "In two statuses at once: {leads}. A lead is in one at any time. Choose one in the cell.",
          lambda lead, scene: _several(lead.status, scene.statuses)),
    Check("Leads", "Status", "unknown-status", "In a status that is not on Settings: {leads}. Choose one of the list, or add it under Statuses.",
          lambda lead, scene: _unknown(lead.status, scene.statuses)),
    Check("Leads", "Deal ID", "no-deal", "Converted, but there is no deal: {leads}. Set them back to Qualified, and convert them: leadsorted convert BOOK LEAD",
          _converted_without_deal),
    Check("Leads", "Status", "deal-while-open", "There is a deal already, but not Converted: {leads}. Set the status to Converted, or clear Deal ID.",
          _deal_while_open),
    Check("Leads", "Need", "qualified-without", "Qualified, but budget, authority, need or timeline is blank: {leads}. Say what is missing: leadsorted qualify BOOK LEAD",
          lambda lead, scene: lead.kind == "qualified" and bool(missing(scene.rows[lead.key]))),
    Check("Leads", "Lost reason", "reason", "Dead without a reason: {leads}. Choose a Lost reason in the cell.",
          lambda lead, _: lead.kind == "dead" and lead.lost_reason is None),
    Check("Leads", "Lost reason", "reason-while-open", "Still worked on, but with a Lost reason: {leads}. Clear it, or close the lead.",
          lambda lead, _: lead.open and lead.lost_reason is not None),
    Check("Leads", "Lost reason", "unknown-reason", "A Lost reason that is not on Settings: {leads}. Choose one of the list, or add it there.",
          lambda lead, scene: lead.lost_reason is not None and folded(lead.lost_reason) not in scene.reasons),
    Check("Leads", "Created", "created-later", "Created in the future: {leads}. Mend the date.",
          lambda lead, scene: scene.late(lead.created)),
    Check("Leads", "First contacted", "contacted-later", "First contacted in the future: {leads}. Mend the date; what is planned is a Next action.",
          lambda lead, scene: scene.late(lead.first_contacted)),
    Check("Leads", "First contacted", "contacted-before", "First contacted before Created: {leads}. Mend one of the dates.",
          lambda lead, _: _before(lead.created, lead.first_contacted)),
    Check("Leads", "Last activity", "activity-later", "Last activity in the future: {leads}. Mend the date.",
          lambda lead, scene: scene.late(lead.last_activity)),
    Check("Leads", "Qualified on", "qualified-later", "Qualified on in the future: {leads}. Mend the date.",
          lambda lead, scene: scene.late(lead.qualified_on)),
    Check("Leads", "Qualified on", "qualified-before", "Qualified before Created: {leads}. Mend one of the dates.",
          lambda lead, _: _before(lead.created, lead.qualified_on)),
    Check("Pipeline", "Stage", "no-stage", "Deals in no stage: {rows}. Choose one in the cell.",
          lambda deal, _: deal.stage is None),
    Check("Pipeline", "Stage", "two-stages", "Deals in two stages at once: {rows}. A deal is in one at any time. Choose one in the cell.",
          lambda deal, scene: _several(deal.stage, scene.stages)),
    Check("Pipeline", "Stage", "unknown-stage", "Deals in a stage that is not on Settings: {rows}. Choose one of the list, or add it under Stages.",
          lambda deal, scene: _unknown(deal.stage, scene.stages)),
    Check("Pipeline", "Lead ID", "no-lead", "Deals whose lead is not there: {rows}. Mend the Lead ID, or clear it.",
          lambda deal, scene: deal.lead_id is not None and deal.lead_id not in scene.leads),
    Check("Pipeline", "Lead ID", "one-way", "Deals whose lead does not name them as its deal: {rows}. Put the Deal ID into the lead's row.",
          _other_way_round),
    Check("Pipeline", "Lead ID", "second-deal", "Deals of a lead that has another deal too: {rows}. A lead becomes one deal; clear the Lead ID of the others.",
          _second_deal),
    Check("Pipeline", "Company", "other-company", "Deals of another company than their lead's: {rows}. Mend one of the two.",
          _other_company),
    Check("Pipeline", "Lost reason", "lost-reason", "Lost without a reason: {rows} of Pipeline. Choose a Lost reason in the cell.",
          lambda deal, _: deal.kind == "lost" and deal.lost_reason is None),
    Check("Pipeline", "Closed on", "not-closed", "Won or lost, without the day: {rows} of Pipeline. Fill in Closed on.",
          lambda deal, _: deal.kind != "open" and deal.closed_on is None),
    Check("Pipeline", "Closed on", "closed-while-open", "Still open, but with a Closed on: {rows} of Pipeline. Clear it, or close the deal.",
          lambda deal, _: deal.kind == "open" and deal.closed_on is not None),
    Check("Pipeline", "Closed on", "closed-later", "Closed in the future: {rows} of Pipeline. Mend the date.",
          lambda deal, scene: scene.late(deal.closed_on)),
    Check("Pipeline", "Closed on", "closed-before", "Closed before they were opened: {rows} of Pipeline. Mend one of the dates.",
          lambda deal, _: _before(deal.opened, deal.closed_on)),
    Check("Pipeline", "Opened", "opened-later", "Opened in the future: {rows} of Pipeline. Mend the date.",
          lambda deal, scene: scene.late(deal.opened)),
    Check("Activities", "Lead ID", "stray", "Activities of a lead that is not there: {rows}. Mend the Lead ID.",
          _stray),
    Check("Activities", "When", "done-later", "Activities that were done in the future: {rows}. Mend When, or put the day under Due and clear Done.",
          _done_later),
)
# fmt: on
