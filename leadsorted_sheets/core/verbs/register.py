"""Register: whoever is first with a company owns it, for a while."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from leadsorted_sheets import errors
from leadsorted_sheets.core.assign import Options as AssignOptions
from leadsorted_sheets.core.assign import plan as assign
from leadsorted_sheets.core.assign.accounts import registered
from leadsorted_sheets.core.book import Book, Key, Row, row_of
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit, apply
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Outcome
from leadsorted_sheets.core.records import folded
from leadsorted_sheets.core.settings import Registration, Settings, read_settings
from leadsorted_sheets.core.verbs import saying
from leadsorted_sheets.core.verbs.naming import lead_meant, leads_meant, named
from leadsorted_sheets.core.where import company_key

REGISTERED = "register: the first to register a company owns it"
LONGER = "register: it is protected for longer"


@dataclass(frozen=True, slots=True)
class Options:
    company: str = field(
        default="",
        metadata={"help": "The company, or a lead of it.", "argument": "COMPANY|LEAD", "ask": "Which company?"},
    )  # fmt: skip
    owner: str = field(
        default="me", metadata={"help": "Who registers it; you by default.", "ask": "For whom? me for yourself"}
    )
    days: int = field(default=90, metadata={"help": "For how many days it is protected."})
    note: str = field(default="", metadata={"help": "What shows the interest."})
    anyway: bool = field(
        default=False, metadata={"help": "Although others work on the company already. A registration is never overruled."}
    )  # fmt: skip


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Register a prospect: the first qualified registration of a company owns it until it expires.

    Qualified means: an active owner, and a lead of the company that can be reached. Its leads without an owner go to
    whoever registered it.
    """
    settings, _ = read_settings(book)
    if not 1 <= options.days <= 3650:
        raise errors.WrongUsage(f"--days {options.days}: say between 1 and 3650.")
    owner = saying.owner(options.owner, "--owner", settings, context)
    company = _company(book, options.company)
    key = company_key(company)
    expires = context.today + dt.timedelta(days=options.days)
    active = {folded(one.name) for one in settings.owners if one.active}
    held = registered(settings.registrations, active, context.local_now)[0].get(key)
    if held is not None:
        return _held(book, held, owner, company, expires)
    _must_be_reachable(book, company, key)
    others = tuple(_others(book, key, owner, settings))
    if others and not options.anyway:
        raise errors.ThereAlready(
            f"{company} is worked on already: {'; '.join(others)}.",
            "Talk to each other; to register it all the same, say --anyway.",
        )
    made = context.new_id("G")
    row = row_of({
        "Registration": made,
        "Company": company,
        "Owner": owner,
        "Registered on": context.local_now,
        "Expires on": expires,
        "Note": options.note.strip(),
    })  # fmt: skip
    changes: list[Change] = [AddRow("Registrations", made, row, REGISTERED)]
    changes += _unowned_go_along(apply(book, changes), key, context)
    return Outcome(changes, tuple(_named_conflict(made, company, owner, others)))


def _company(book: Book, said: str) -> str:
    """The company that is meant: as the leads spell it, or that of a lead."""
    wanted = company_key(said)
    for tab in ("Leads", "Pipeline"):
        for row in book.get(tab, {}).values():
            text = row.get("Company")
            if wanted and isinstance(text, str) and company_key(text) == wanted:
                return text
    if not leads_meant(book, said):
        raise errors.NotAllowed(
            f"No lead of {said!r} is in the book, and a registration counts only with somebody to talk to.",
            f'Add one first: leadsorted add BOOK NAME --company "{said}" --email ...',
        )
    key = lead_meant(book, said)
    row = book["Leads"][key]
    company = shown(row.get("Company"))
    if not company_key(company):
        raise errors.NotAllowed(f"{named(key, row)} has no company to register.", "Fill in Company in its row first.")
    return company


def _held(book: Book, held: Registration, owner: str, company: str, expires: dt.date) -> Outcome:
    """It is registered: by somebody else, which is a conflict, or by the same owner, who keeps it for longer."""
    until = f" until {held.expires_on}" if held.expires_on else ""
    if folded(held.owner) != folded(owner):
        raise errors.ThereAlready(
            f"{company} is {held.owner}'s{until}: registered first, on {shown(held.registered_on)} ({held.name}).",
            f"It can be registered again after that. Talk to {held.owner}.",
        )
    row = book["Registrations"][held.name]
    before = row.get("Expires on")
    if held.expires_on is None or held.expires_on >= expires:
        message = f"{company} is {owner}'s already{until}. Nothing to change."
        return Outcome(
            findings=(Finding("note", "Registrations", held.name, "Expires on", "register.already", message, before),)
        )
    return Outcome([Edit("Registrations", held.name, "Expires on", before, expires, LONGER)])


def _must_be_reachable(book: Book, company: str, key: str) -> None:
    of_company = [row for row in book.get("Leads", {}).values() if _is_of(row, key)]
    if not any(row.get("Email") is not None or row.get("Phone") is not None for row in of_company):
        raise errors.NotAllowed(
            f"No lead of {company} has an e-mail address or a phone number, so a registration would not count.",
            f'Add somebody to talk to: leadsorted add BOOK NAME --company "{company}" --email ...',
        )


def _others(book: Book, key: str, owner: str, settings: Settings) -> Iterator[str]:
    """Who else works on the company: their open leads and deals."""
    for tab, what in (("Leads", "lead"), ("Pipeline", "deal")):
        for at, row in book.get(tab, {}).items():
            whose = shown(row.get("Owner"))
            if not whose or folded(whose) == folded(owner) or not _is_of(row, key):
                continue
            stage = settings.stage_kind(shown(row.get("Stage")))
            status = settings.status_kind(shown(row.get("Status")))
            if stage == "open" if tab == "Pipeline" else status in ("open", "qualified"):
                yield f"{whose} has the {what} {named(at, row)}"


def _is_of(row: Row, key: str) -> bool:
    company = row.get("Company")
    return isinstance(company, str) and company_key(company) == key


def _unowned_go_along(book: Book, key: str, context: Context) -> list[Change]:
    leads: tuple[Key, ...] = tuple(
        at for at, row in book.get("Leads", {}).items() if row.get("Owner") is None and _is_of(row, key)
    )
    return list(assign(book, AssignOptions(keys=leads), context).changes) if leads else []


def _named_conflict(made: Key, company: str, owner: str, others: tuple[str, ...]) -> Iterator[Finding]:
    if others:
        message = f"{company} is {owner}'s from now on, and others work on it: {'; '.join(others)}. Settle who goes on."
        yield Finding("warning", "Registrations", made, "Company", "register.conflict", message)
