"""What a person should know about who has which lead: names nobody bears, people who left, leads that have to wait."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.assign.accounts import accounts_of
from leadsorted_sheets.core.assign.team import Team
from leadsorted_sheets.core.book import Book, Key
from leadsorted_sheets.core.cell import Formula, shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.records import about, filled, folded
from leadsorted_sheets.core.settings import Owner, Settings


def nobody_active(settings: Settings) -> Finding:
    """There is nobody to give a lead to."""
    if settings.owners:
        message = 'No owner is active, so nobody can be given a lead. Write "yes" under Active for those who work.'
    else:
        message = (
            "There are no owners, so nobody can be given a lead. Write one row a person under Owners on the Settings "
            'tab, or run: leadsorted clean LIST.csv --to leads.xlsx --owners "Ann, Ben"'
        )
    return Finding("error", "Owners", None, None, "assign.no-owners", message)


def no_such_owner(name: str, owner: Owner | None, settings: Settings) -> Finding:
    """A lead was to be given by hand to somebody who is not there."""
    names = ", ".join(owner.name for owner in settings.owners if owner.active) or "nobody"
    is_not = "is not active" if owner is not None else "is no owner"
    message = f"{name} {is_not}. Active are: {names}. Nothing was assigned. Add them under Owners on the Settings tab."
    return Finding("error", "Owners", owner.name if owner else None, None, "assign.no-such-owner", message, name)


def standing(book: Book, settings: Settings, team: Team, scope: Collection[Key] | None) -> list[Finding]:
    """What is doubtful about leads that have an owner already. They keep them."""
    known = {folded(owner.name): owner for owner in settings.owners}
    closed = {folded(status.name) for status in settings.statuses if status.kind in ("dead", "converted")}
    formulas: list[Key] = []
    strangers: dict[str, list[Key]] = {}
    left: dict[str, list[Key]] = {}
    findings: list[Finding] = []
    for key, row in filled(book, schema.LEADS, scope):
        cell = row.get("Owner")
        if cell is None:
            continue
        if isinstance(cell, Formula):
            formulas.append(key)
            continue
        name = folded(shown(cell))
        owner = known.get(name)
        if owner is None:
            strangers.setdefault(shown(cell).strip(), []).append(key)
        elif not owner.active and folded(shown(row.get("Status"))) not in closed:
            left.setdefault(owner.name, []).append(key)
        if team.registrations and (accounts := accounts_of(row)):
            registration = team.registrations.get(accounts[0])
            if registration is not None and folded(registration.owner) != name:
                message = (
                    f"{registration.company} is registered by {registration.owner}, but this lead is "
                    f"{shown(cell)}'s. It stays so. Agree whose it is, and change the owner or the registration."
                )
                findings.append(Finding("warning", "Leads", key, "Owner", "assign.registered-by-other", message, cell))
    return [*formula_owners(formulas), *_strangers(strangers), *_left(left), *findings]


def formula_owners(keys: Iterable[Key]) -> list[Finding]:
    """Owners that a formula decides are none of our business."""
    message = "A formula says who the owner is, and stays: {leads}."
    return about(keys, tab="Leads", field="Owner", rule="assign.formula", message=message, severity="note")


def waiting(keys: Iterable[Key]) -> list[Finding]:
    """Leads that nobody can take now."""
    message = (
        "Everybody is away or at a cap, so nobody has been given {leads}. The next run tries again; "
        "to give them out now, raise a cap or end an absence under Owners on the Settings tab."
    )
    return about(keys, tab="Leads", field="Owner", rule="assign.waiting", message=message)


def given_while_away(keys: Mapping[str, list[Key]], settings: Settings) -> list[Finding]:
    """Leads that went by right to somebody who is not there to answer."""
    until = {owner.name: owner.away_until for owner in settings.owners}
    return [
        finding
        for name, of_owner in keys.items()
        for finding in about(
            of_owner,
            tab="Leads",
            field="Owner",
            rule="assign.away",
            message=f"{name} is away"
            + (f" until {until[name]}" if until.get(name) else "")
            + f" and was given {{leads}}, of accounts that are {name}'s. Let somebody answer meanwhile.",
            severity="note",
        )
    ]


def places_without_leads(book: Book, settings: Settings) -> list[Finding]:
    """Territories that match no lead at all, as a country's name does where leads have its two letters."""
    territories = [(owner, place) for owner in settings.owners if owner.active for place in owner.territories]
    if not territories:
        return []
    rows = book.get("Leads", {}).values()
    cells = {row.get(name) for name in ("City", "Region", "Country") for row in rows}
    there = {folded(cell) for cell in cells if isinstance(cell, str)}
    return [
        Finding(
            "note",
            "Owners",
            owner.name,
            "Territories",
            "assign.territory",
            f"No lead is in {place}, a territory of {owner.name}'s. Countries are written with two letters, such as DE.",
            place,
        )
        for owner, place in territories
        if there and folded(place) not in there
    ]


def _strangers(keys: Mapping[str, list[Key]]) -> list[Finding]:
    return [
        finding
        for name, of_name in keys.items()
        for finding in about(
            of_name,
            tab="Leads",
            field="Owner",
            rule="assign.unknown-owner",
            message=f"{name} is not under Owners on the Settings tab, and has {{leads}}. It stays so. "
            "Add the name there, or mend it here.",
        )
    ]


def _left(keys: Mapping[str, list[Key]]) -> list[Finding]:
    return [
        finding
        for name, of_name in keys.items()
        for finding in about(
            of_name,
            tab="Leads",
            field="Owner",
            rule="assign.inactive-owner",
            message=f"{name} is not active, and has {{leads}} still worked on. It stays so. "
            f'To hand over: leadsorted assign BOOK --where "owner={name}" --to NAME',
        )
    ]
