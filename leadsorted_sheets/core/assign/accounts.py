"""Whose account a lead belongs to: a registered company first, then whoever has the company or its e-mail domain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.records import Moment, folded
from leadsorted_sheets.core.settings import Registration
from leadsorted_sheets.core.where import business_domain, company_key, moment_of


@dataclass(slots=True)
class Accounts:
    """How many leads and deals of each account each owner has. Owners are named as `Desk.key` does."""

    owners: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, accounts: Sequence[str], owner: str) -> None:
        for account in accounts:
            of_account = self.owners.get(account)
            if of_account is None:
                self.owners[account] = {owner: 1}
            else:
                of_account[owner] = of_account.get(owner, 0) + 1

    def owner(self, accounts: Sequence[str]) -> tuple[str, str] | None:
        """Who has most of the first account that anybody has, and the account; between equals, who had it first."""
        for account in accounts:
            if of_account := self.owners.get(account):
                return max(of_account, key=lambda owner: of_account[owner]), account
        return None


def accounts_of(row: Row) -> list[str]:
    """The accounts a lead or deal may belong to: its company, then the domain of a business e-mail, marked with "@".

    >>> accounts_of({"Company": "Acme Ltd", "Email": "ana@acme.example"})
    ['acme', '@acme.example']
    """
    found: list[str] = []
    company, email = row.get("Company"), row.get("Email")
    if isinstance(company, str) and (key := company_key(company)):
        found.append(key)
    if isinstance(email, str) and (domain := business_domain(email)):
        found.append(f"@{domain}")
    return found


def registered(
    registrations: Sequence[Registration], active: Collection[str], now: dt.datetime
) -> tuple[dict[str, Registration], list[Finding]]:
    """The registration that owns each company now, by company key, and what is wrong with the others.

    The first complete registration of a company owns it until it expires: complete means that it names a company and
    an active owner (`active`: folded names) and says since when. A later one by somebody else is a conflict.
    """
    owning: dict[str, Registration] = {}
    findings: list[Finding] = []
    for registration in sorted(registrations, key=lambda one: _since(one.registered_on)):
        if registration.expires_on is not None and registration.expires_on < now.date():
            continue
        if why := _incomplete(registration, active):
            findings.append(_finding(registration, "incomplete", f"{why} It does not count until it is mended."))
            continue
        if _since(registration.registered_on) > now:
            continue
        first = owning.setdefault(company_key(registration.company), registration)
        if folded(first.owner) != folded(registration.owner):
            until = f" until {first.expires_on}" if first.expires_on else ""
            message = (
                f"{registration.owner} has registered {registration.company} too, but {first.owner} was first "
                f"({shown(first.registered_on)}, {first.name}) and owns it{until}."
            )
            findings.append(_finding(registration, "conflict", message))
    return owning, findings


def _incomplete(registration: Registration, active: Collection[str]) -> str:
    if not company_key(registration.company):
        return "This registration names no company."
    if not registration.owner:
        return f"The registration of {registration.company} names no owner."
    if folded(registration.owner) not in active:
        return f"{registration.owner}, who registered {registration.company}, is not an active owner."
    if registration.registered_on is None:
        return f"The registration of {registration.company} does not say since when."
    return ""


def _since(moment: Moment | None) -> dt.datetime:
    return _NEVER if moment is None else moment_of(moment)


_NEVER = dt.datetime(9999, 12, 31)


def _finding(registration: Registration, what: str, message: str) -> Finding:
    return Finding("warning", "Registrations", registration.name, None, f"assign.registration-{what}", message)
