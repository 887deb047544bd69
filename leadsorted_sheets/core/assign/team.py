"""The team at work: who gets a lead, and the sentence that says why.

    registration   the first to register the company owns it
    deal           a lead that has a deal goes to the deal's owner
    account        more leads of a company, or of its e-mail domain, go to whoever has it
    rule           the first assignment rule that holds and has somebody free
    territory      in turn among those whose territory it is
    round robin    in turn among those without a territory, then among all

The first three go by right: neither a cap nor a holiday tears an account apart. The others skip whoever is away or at
a cap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leadsorted_sheets.core.assign.accounts import Accounts, accounts_of, registered
from leadsorted_sheets.core.assign.rules import Rule, ready_rules
from leadsorted_sheets.core.assign.turns import Desk, Group, Turns, desks
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.records import folded
from leadsorted_sheets.core.settings import Registration, Settings


@dataclass(frozen=True, slots=True)
class Choice:
    """Who gets a lead. `reason` is the way it came, one of few; `line` says it of this very lead."""

    desk: Desk
    reason: str
    line: str


@dataclass(frozen=True, slots=True)
class Team:
    """Everything that decides, prepared once for all leads."""

    turns: Turns
    desks: Mapping[str, Desk]
    registrations: Mapping[str, Registration]
    deal_owners: Mapping[str, Desk]
    accounts: Accounts | None
    rules: Sequence[Rule]
    places: Mapping[str, Group]
    roaming: Group
    everybody: Group

    def choice(self, key: Key, row: Row) -> Choice | None:
        """Who gets this lead; None where nobody can take it now. The choice is counted."""
        accounts = accounts_of(row)
        choice = self._by_right(row, accounts)
        if choice is not None:
            self.turns.give(choice.desk)
        else:
            choice = self._by_rule(key, row) or self._by_turn(row)
        if choice is not None and self.accounts is not None:
            self.accounts.add(accounts, choice.desk.key)
        return choice

    def _by_right(self, row: Row, accounts: Sequence[str]) -> Choice | None:
        if self.registrations and accounts and (registration := self.registrations.get(accounts[0])):
            desk = self.desks[folded(registration.owner)]
            until = f" until {registration.expires_on}" if registration.expires_on else ""
            since = shown(registration.registered_on)
            return _choice(desk, "registered company", f"{registration.company} is {_whose(desk)} since {since}{until}")
        deal = row.get("Deal ID")
        if isinstance(deal, str) and (of_deal := self.deal_owners.get(deal)) is not None:
            return _choice(of_deal, "owner of its deal", f"{deal} is {_whose(of_deal)}")
        if self.accounts is not None and (found := self.accounts.owner(accounts)) is not None:
            name, account = found
            desk = self.desks[name]
            return _choice(desk, "same account", f"{_account_shown(account, row)} is {_whose(desk)} already")
        return None

    def _by_rule(self, key: Key, row: Row) -> Choice | None:
        for rule in self.rules:
            if rule.holds(key, row) and (desk := self.turns.take(rule.group)) is not None:
                shared = len(rule.group.desks) > 1
                return _choice(desk, f"rule {rule.name}", _turn(desk) if shared else desk.owner.name)
        return None

    def _by_turn(self, row: Row) -> Choice | None:
        if self.places:
            for column in ("City", "Region", "Country"):
                place = row.get(column)
                group = self.places.get(folded(place)) if isinstance(place, str) else None
                if group is not None and (desk := self.turns.take(group)) is not None:
                    return _choice(desk, "territory", f"{place}, {_turn(desk)}")
        for group in (self.roaming, self.everybody):
            if (desk := self.turns.take(group)) is not None:
                return _choice(desk, "round robin", _turn(desk))
        return None


def gathered(book: Book, settings: Settings, context: Context) -> tuple[Team, list[Finding]]:
    """The team as Settings and the leads that have owners make it, and what in Settings could not be followed."""
    seed = context.seed or settings.preferences.seed
    at_work = desks(settings.owners, book, today=context.today, seed=seed)
    by_name = {desk.key: desk for desk in at_work}
    registrations, registration_findings = registered(settings.registrations, by_name.keys(), context.local_now)
    rules, rule_findings = ready_rules(settings.assignment_rules, book, by_name, now=context.local_now)
    team = Team(
        Turns(at_work),
        by_name,
        registrations,
        {key: by_name[name] for key, name in _deal_owners(book) if name in by_name},
        _accounts(book, by_name) if settings.preferences.account_stickiness else None,
        rules,
        _places(at_work),
        Group(tuple(desk for desk in at_work if not desk.owner.territories)),
        Group(tuple(at_work)),
    )
    return team, [*registration_findings, *rule_findings]


def _choice(desk: Desk, reason: str, how: str) -> Choice:
    return Choice(desk, reason, f"Owner: {reason}, {how}")


def _turn(desk: Desk) -> str:
    return f"{_whose(desk)} turn (weight {desk.owner.weight:g})"


def _account_shown(account: str, row: Row) -> str:
    return account[1:] if account.startswith("@") else shown(row.get("Company"))


def _whose(desk: Desk) -> str:
    return f"{desk.owner.name}'s"


def _accounts(book: Book, desks: Mapping[str, Desk]) -> Accounts:
    accounts = Accounts()
    for tab in ("Leads", "Pipeline"):
        for row in book.get(tab, {}).values():
            owner = row.get("Owner")
            if isinstance(owner, str) and (name := folded(owner)) in desks:
                accounts.add(accounts_of(row), name)
    return accounts


def _deal_owners(book: Book) -> list[tuple[str, str]]:
    return [
        (shown(row.get("Deal ID")) or key, folded(owner))
        for key, row in book.get("Pipeline", {}).items()
        if isinstance(owner := row.get("Owner"), str)
    ]


def _places(desks: Sequence[Desk]) -> dict[str, Group]:
    places: dict[str, list[Desk]] = {}
    for desk in desks:
        for place in desk.owner.territories:
            places.setdefault(folded(place), []).append(desk)
    return {place: Group(tuple(of_place)) for place, of_place in places.items()}
