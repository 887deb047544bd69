"""No e-mail address and no phone is lost: one stays in front, the others go to Other emails and Other phones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from leadsorted_sheets.core.cell import Cell, Formula, shown
from leadsorted_sheets.core.dedupe import keys
from leadsorted_sheets.core.dedupe.claims import Lead, claims
from leadsorted_sheets.core.dedupe.countries import country_key
from leadsorted_sheets.core.settings import Survivor


@dataclass(frozen=True, slots=True)
class Contact:
    """One address or number as typed. `key` is "" where it cannot be read; `own` whether it is the person's own."""

    key: str
    text: str
    own: bool
    lead: Lead
    main: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """The cell in front and the cell for the others, as they should be."""

    main: Cell
    others: Cell


def emails(leads: Sequence[Lead], rule: Survivor) -> Kept:
    """The e-mail that stays and the others. A role's mailbox such as info@ never stands before a person's own."""

    def read(text: str, _lead: Lead) -> tuple[str, bool]:
        box = keys.mailbox(text)
        return (box.address, not box.role) if box else ("", False)

    return _kept(leads, "Email", "Other emails", rule, read)


def phones(leads: Sequence[Lead], rule: Survivor, country: str) -> Kept:
    """The phone that stays and the others. `country` reads a number where the row names no country."""

    def read(text: str, lead: Lead) -> tuple[str, bool]:
        line = keys.line(text, country_key(shown(lead.value("Country"))) or country)
        return (line.digits, True) if line else ("", False)

    return _kept(leads, "Phone", "Other phones", rule, read)


def _kept(
    leads: Sequence[Lead], main: str, others: str, rule: Survivor, read: Callable[[str, Lead], tuple[str, bool]]
) -> Kept:
    before = leads[0].value(main)
    if all(lead.row.get(others) is None and lead.row.get(main) in {None, before} for lead in leads[1:]):
        return Kept(before, leads[0].value(others))
    contacts = [contact for lead in leads for name in (main, others) for contact in _contacts(lead, name, main, read)]
    best = _best(contacts, leads, main, rule)
    there = {contact.key for contact in contacts if contact.lead is leads[0] and contact.main and contact.key}
    if isinstance(leads[0].row.get(main), Formula):
        front, named = None, set[str]()
    elif best is None or best.key in there:  # what stands there already names it, perhaps with others beside it
        front, named = before, there
    else:
        front, named = best.text, {best.key}
    rest: dict[str, str] = {}
    for contact in contacts:
        if contact.key not in named and (contact.key or not contact.main or _worth_keeping(contact.text)):
            rest.setdefault(contact.key or contact.text.casefold(), contact.text)
    rest.pop(shown(front).casefold(), None)
    return Kept(front, "; ".join(rest.values()) or None)


def _best(contacts: Sequence[Contact], leads: Sequence[Lead], main: str, rule: Survivor) -> Contact | None:
    """The contact that should stand in front: readable, the person's own, then by the rule of Settings."""
    if rule.rule == "most common":
        times = Counter({contact.key: 0 for contact in contacts})
        times.update(key for key, _ in {(contact.key, contact.lead.key) for contact in contacts})
        order = {lead.key: n for n, lead in enumerate(leads)}
    else:
        times = Counter()
        order = {lead.key: n for n, lead in enumerate(claims(leads, (main,), rule))}
    readable = [contact for contact in contacts if contact.key]
    return min(
        readable,
        key=lambda contact: (not contact.own, -times[contact.key], not contact.main, order.get(contact.lead.key, len(leads))),
        default=None,
    )  # fmt: skip


def _contacts(lead: Lead, name: str, main: str, read: Callable[[str, Lead], tuple[str, bool]]) -> Iterator[Contact]:
    cell = lead.value(name)
    if cell is None:
        return
    for text in _PIECES.split(shown(cell)):
        piece = text.strip()
        if piece:
            key, own = read(piece, lead)
            yield Contact(key, piece, own, lead, name == main)


def _worth_keeping(text: str) -> bool:
    """Whether something unreadable may still mean something: "n/a" and "-" do not."""
    return sum(letter.isdigit() for letter in text) >= 5 or "@" in text


_PIECES = re.compile(r"[;|\n]|,(?=\s|.*@)| / | or ")
