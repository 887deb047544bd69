"""What a learnt score may go by: what is known of a lead at the start, never what its own way has filled in.

Won leads have a budget, a deal and many activities because they were worked on; a score that learns from those
says that winners win. So only these count: the Fit rules of Settings that ask about the person and the company, and the
values of a few drop-downs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.records import deals, folded, leads
from leadsorted_sheets.core.score.rules import ready_rules
from leadsorted_sheets.core.settings import ScoringRule, Settings
from leadsorted_sheets.core.where import comparisons, parse
from leadsorted_sheets.errors import WrongUsage

PICKS: tuple[str, ...] = ("Source", "Seniority", "Industry", "Country")
FEWEST = 5
"""Decided leads that must share a value before it is a fact of its own."""
KNOWN_AT_THE_START = frozenset(
    folded(name)
    for name in (
        *("First name", "Last name", "Company", "Job title", "Email", "Phone", "Source", "Website", "Street", "City"),
        *("Region", "Postcode", "Country", "Campaign", "Product", "Industry", "Employees", "Seniority", "Time zone"),
    )
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that holds of a lead or not. Facts of one `about` are told as one: the source, whichever it is."""

    about: str
    name: str
    holds: Callable[[Key, Row], bool]
    rule: bool = False

    def told(self, key: Key, row: Row) -> str:
        """What the lead has of what this fact is about, in words."""
        if self.rule:
            return self.name if self.holds(key, row) else f"not {self.name}"
        value = shown(row.get(self.about)).strip()
        return f"{self.about} {value}" if value else f"no {self.about}"


def outcomes(book: Book, settings: Settings) -> Mapping[Key, bool]:
    """The decided leads: True where a deal of theirs was won, False where the lead is dead or every deal was lost."""
    of_lead: dict[Key, list[str]] = {}
    by_deal: dict[Key, str] = {}
    for deal in deals(book, settings)[0]:
        by_deal[deal.key] = deal.kind
        if deal.lead_id:
            of_lead.setdefault(deal.lead_id, []).append(deal.kind)
    found: dict[Key, bool] = {}
    for lead in leads(book, settings)[0]:
        kinds = {*of_lead.get(lead.key, ()), *([by_deal[lead.deal_id]] if lead.deal_id in by_deal else [])}
        if "won" in kinds:
            found[lead.key] = True
        elif kinds == {"lost"} or (lead.kind == "dead" and not kinds):
            found[lead.key] = False
    return found


def facts_of(book: Book, settings: Settings, decided: Iterable[Key], context: Context) -> tuple[Fact, ...]:
    """The facts worth weighing: they hold of some decided leads and not of all."""
    rows = [(key, book["Leads"][key]) for key in decided]
    return tuple(
        fact
        for fact in (*_of_rules(book, settings, context), *_of_picks(rows))
        if FEWEST <= sum(fact.holds(key, row) for key, row in rows) <= len(rows) - FEWEST
    )


def _of_rules(book: Book, settings: Settings, context: Context) -> Iterator[Fact]:
    for rule in settings.scoring_rules:
        if _asks_the_start(rule):
            ready, _ = ready_rules([rule], book, context.local_now)
            for each in ready:
                yield Fact(f"rule: {rule.name}", rule.name, each.holds, rule=True)


def _asks_the_start(rule: ScoringRule) -> bool:
    if rule.kind != "Fit" or not rule.active:
        return False
    try:
        asked = {folded(each.column) for each in comparisons(parse(rule.when))}
    except WrongUsage:
        return False
    return bool(asked) and asked <= KNOWN_AT_THE_START


def _of_picks(rows: Sequence[tuple[Key, Row]]) -> Iterator[Fact]:
    for column in PICKS:
        if schema.LEADS.column(column) is None:
            continue
        values = Counter(folded(shown(row.get(column))) for _, row in rows)
        for value in sorted(value for value, count in values.items() if value and count >= FEWEST):
            yield Fact(column, f"{column}: {value}", _says(column, value))


def _says(column: str, value: str) -> Callable[[Key, Row], bool]:
    return lambda _key, row: folded(shown(row.get(column))) == value
