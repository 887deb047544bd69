"""What leads did elsewhere (replies, demo requests, downloads, calls) as Activities of the right lead.

A row says whose it is by our id, by another system's id, by e-mail or by phone. Where nobody or more than one lead
answers to that, the row comes back with the reason: an activity on the wrong lead is worse than none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import AddRow, Change
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.followup.arrived import arrived
from leadsorted_sheets.core.headers import header_key
from leadsorted_sheets.core.importing.filling import parts
from leadsorted_sheets.core.importing.identity import our_id
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.records import folded

WHOSE = ("Email", "Phone", "External IDs")
"""What an arriving activity says of its lead, beside Lead ID; no columns of Activities."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What an event is among our activity types, with what came of it, and whether it asks not to be written to."""

    type: str
    outcome: str = ""
    opted_out: bool = False


def signal_of(text: str) -> Signal | None:
    """What people and mailing tools call an event, as one of our activities; None where it is none we know.

    >>> signal_of("Email Reply"), signal_of("whitepaper download")
    (Signal(type='Email', outcome='Replied', opted_out=False), Signal(type='File', outcome='Downloaded', opted_out=False))
    """
    return _SIGNALS.get(header_key(text))


@dataclass(slots=True)
class Placed:
    """The activities that found their lead, and those that did not."""

    changes: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    became: dict[Key, Key] = field(default_factory=dict)
    left: dict[Key, str] = field(default_factory=dict)
    known: int = 0

    @property
    def counts(self) -> tuple[tuple[Cell, ...], ...]:
        added = len(self.became) - self.known
        rows = (("Activities", added), ("Activities that are here already", self.known))
        return tuple(row for row in rows if row[1])


def placed(book: Book, arrivals: Sequence[AddRow], leads: Mapping[Key, Row], context: Context) -> Placed:
    """Each arriving activity on its lead, and the lead follows as if it had been logged (`core.followup.arrived`)."""
    result = Placed()
    if not arrivals:
        return result
    owners = _Bearers(leads)
    there = {_same_event(row) for row in book.get("Activities", {}).values()}
    came: dict[Key, list[Row]] = {}
    for arrival in arrivals:
        found = owners.of(arrival.row)
        if len(found) != 1:
            result.left[arrival.key] = _nobody(arrival.row, found)
            continue
        lead = next(iter(found))
        row = {name: cell for name, cell in arrival.row.items() if name not in WHOSE and cell is not None}
        row |= {"Activity ID": arrival.key, "Lead ID": lead}
        result.became[arrival.key] = lead
        if (event := _same_event(row)) in there:
            result.known += 1
            continue
        there.add(event)
        result.changes.append(AddRow("Activities", arrival.key, row, arrival.why))
        came.setdefault(lead, []).append(row)
        signal = signal_of(f"{shown(row.get('Type'))} {shown(row.get('Outcome'))}")
        if signal and signal.opted_out and leads[lead].get("Do not contact") is None:
            result.findings.append(_opted_out(lead, row.get("When")))
    result.changes += arrived(book, leads, came, context)
    return result


class _Bearers:
    """Which leads answer to an id, an address or a number."""

    def __init__(self, leads: Mapping[Key, Row]) -> None:
        self._leads = leads
        self._by: dict[str, dict[str, set[Key]]] = {name: defaultdict(set) for name in WHOSE}
        for key, row in leads.items():
            for name, cell in (
                ("Email", row.get("Email")),
                ("Email", row.get("Other emails")),
                ("Phone", row.get("Phone")),
            ):
                for part in parts(cell) if isinstance(cell, str) else ():
                    self._by[name][folded(part)].add(key)
            for name, field_name in (("Phone", "Other phones"), ("External IDs", "External IDs")):
                cell = row.get(field_name)
                for part in parts(cell) if isinstance(cell, str) else ():
                    self._by[name][folded(part)].add(key)

    def of(self, row: Row) -> set[Key]:
        """The leads that the surest of what the row says points at."""
        said = shown(row.get("Lead ID"))
        own = our_id(said) or said
        if own in self._leads:
            return {own}
        for name in ("External IDs", "Email", "Phone"):
            found = set[Key]().union(*(self._by[name].get(folded(part), ()) for part in parts(row.get(name))))
            if found:
                return found
        return set()


def _nobody(row: Row, found: Iterable[Key]) -> str:
    said = ", ".join(shown(row[name]) for name in ("Lead ID", *WHOSE) if row.get(name) is not None)
    if not said:
        return "does not say whose it is: no lead id, e-mail or phone"
    named = ", ".join(sorted(found)[:4])
    return (
        f"is about {said}, and several leads answer to that: {named}"
        if named
        else f"is about {said}, whom no lead answers to"
    )


def _same_event(row: Row) -> tuple[str, ...]:
    return tuple(folded(shown(row.get(name))) for name in ("Lead ID", "When", "Type", "Summary", "Outcome"))


def _opted_out(lead: Key, when: Cell) -> Finding:
    message = f"Unsubscribed{f' on {shown(when)}' if when else ''}. Mark the lead as Do not contact, or leave it."
    return Finding("review", "Leads", lead, "Do not contact", "import.opted-out", message, suggestion="yes")


def _words(type_: str, outcome: str, words: str, *, opted_out: bool = False) -> dict[str, Signal]:
    return {header_key(word): Signal(type_, outcome, opted_out) for word in words.split(", ")}


# fmt: off
_SIGNALS: dict[str, Signal] = {
    **_words("Email", "", "email, e-mail, mail, email sent, sent, sent email, email delivered, delivered, outgoing email, emailed"),
    **_words("Email", "Replied", "reply, replied, replies, email reply, email replied, replied to email, response, responded, email response, answered, answer, incoming email, inbound email, email received"),
    **_words("Email", "Opened", "open, opened, opens, email open, email opened, opened email, email opens"),
    **_words("Email", "Clicked", "click, clicked, clicks, email click, email clicked, clicked email, link clicked, clicked link, email link clicked"),
    **_words("Email", "Bounced", "bounce, bounced, hard bounce, soft bounce, email bounce, email bounced"),
    **_words("Email", "Unsubscribed", "unsubscribe, unsubscribed, unsub, opt out, opted out, email unsubscribed, email unsubscribe, spam complaint, complaint, marked as spam", opted_out=True),
    **_words("Demo", "Requested", "demo request, demo requested, requested demo, requested a demo, demo requests, request a demo, request demo, booked demo, demo booked, book a demo, trial, trial started, started trial, free trial, trial signup"),
    **_words("Demo", "", "demo, demo held, demo done, demo given, product demo, demonstration"),
    **_words("File", "Downloaded", "download, downloaded, downloads, content download, content downloaded, file download, file downloaded, whitepaper, whitepaper download, whitepaper downloaded, ebook, ebook download, ebook downloaded, asset download, asset downloaded, brochure download, brochure downloaded, pdf download, document downloaded, case study download"),
    **_words("File", "", "file, file sent, document, document sent, attachment"),
    **_words("Note", "Form submitted", "form, form submission, form submitted, form fill, filled form, submitted form, contact request, contact form, enquiry, inquiry, sign up, signup, signed up, subscribed, newsletter signup"),
    **_words("Note", "Visited", "visit, visited, visits, page view, page viewed, pageview, viewed page, website visit, web visit, pricing page visit, pricing page viewed"),
    **_words("Note", "", "note, notes, comment, remark, memo"),
    **_words("Meeting", "Registered", "webinar registration, webinar registered, registered for webinar, event registration, registered, registration, rsvp"),
    **_words("Meeting", "Attended", "webinar attendance, webinar attended, attended webinar, event attended, attended event, attended, attendance, webinar"),
    **_words("Meeting", "Booked", "meeting booked, booked meeting, meeting scheduled, meeting request, appointment booked"),
    **_words("Meeting", "", "meeting, meetings, meeting held, appointment, visit on site, video call, zoom, zoom call, teams call"),
    **_words("Call", "", "call, calls, phone call, called, phoned, telephone, outbound call, inbound call, call made, outgoing call, incoming call, phone"),
    **_words("Call", "No answer", "no answer, call no answer, missed call, call missed, not reached"),
    **_words("Call", "Voicemail", "voicemail, left voicemail, voice mail, call voicemail"),
    **_words("Call", "Connected", "connected call, call connected, call answered"),
    **_words("DM", "", "dm, direct message, message sent, linkedin message, linkedin message sent, inmail, inmail sent, whatsapp, sms, text message, chat, linkedin connection request, connection request sent"),
    **_words("DM", "Replied", "dm replied, dm reply, linkedin reply, linkedin replied, inmail reply, message reply, sms reply, connection accepted, linkedin connection accepted, accepted"),
    **_words("Task", "", "task, tasks, to do, todo"),
    **_words("Status change", "", "status change, status changed"),
}
# fmt: on

if unknown := {signal.type for signal in _SIGNALS.values()} - set(schema.LISTS["Activity types"]):
    raise AssertionError(unknown)
