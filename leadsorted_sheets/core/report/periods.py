"""Each figure of a period beside that of the period before it.

A lead counts by the day it was created, whatever became of it later; a deal by the day it was closed; a move by its own day.
So a young period has leads that could not be qualified yet, and the definition beside the figure says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from leadsorted_sheets.core.book import Key
from leadsorted_sheets.core.cell import Cell, canon
from leadsorted_sheets.core.records import Lead
from leadsorted_sheets.core.report.key_figures import average, cycle_of, hours_shown, percent, rounded, worth_of
from leadsorted_sheets.core.report.ledger import Ledger
from leadsorted_sheets.core.report.response import median_hours, responses
from leadsorted_sheets.core.report.spans import Span, compared

Line = tuple[Cell, ...]


def by_period(ledger: Ledger, period: str, slots: int) -> list[Line]:
    """Each figure of the period and of the one before, the difference, and for counts and sums the growth as a share."""
    both = compared(period, ledger.today)
    now, before = (_Counted(ledger, span) for span in both)
    days: Line = ("Days", both[0].days, both[1].days, None, None, f"{both[0]}, against {both[1]}.")
    return [days, *(_line(figure, now, before) for figure in _figures(ledger))][:slots]


class _Counted:
    """What lies in one span of days."""

    def __init__(self, ledger: Ledger, span: Span) -> None:
        self.ledger, self.span = ledger, span
        self.leads: list[Lead] = [lead for lead in ledger.leads if lead.created in span]
        self.won = [deal for deal in ledger.of_kind("won") if deal.closed_on in span]
        self.lost = [deal for deal in ledger.of_kind("lost") if deal.closed_on in span]
        self.opened = sum(deal.opened in span for deal in ledger.deals)
        self.moves = ledger.moving(span.first, span.last)

    def within(self, hours: float) -> Cell:
        found = responses(self.leads, self.ledger.waits, hours=hours)
        return percent(found.in_time, found.known)

    def share(self, keys: frozenset[Key]) -> Cell:
        return percent(sum(lead.key in keys for lead in self.leads), len(self.leads))

    def revenue(self) -> float:
        return sum(worth_of(self.ledger, self.won))


@dataclass(frozen=True, slots=True)
class _Figure:
    name: str
    count: Callable[[_Counted], Cell]
    meaning: str
    grows: bool = False


def _figures(ledger: Ledger) -> tuple[_Figure, ...]:
    hours, currency = ledger.settings.preferences.first_response_hours, ledger.currency
    created = "Leads created in the period"
    limits = dict.fromkeys((hours, 24.0, 1.0))
    return (
        _Figure("New leads", lambda of: len(of.leads), f"{created}.", grows=True),
        *(
            _Figure(f"Contacted within {hours_shown(limit)} (%)", lambda of, limit=limit: of.within(limit), f"{created} that heard from us in time, of those known.")  # type: ignore[misc]  # mypy knows no default of a lambda
            for limit in limits
        ),
        _Figure(
            "Median first response (hours)",
            lambda of: rounded(median_hours(of.ledger.waits[lead.key] for lead in of.leads), 1),
            f"{created}, from then to the first contact.",
        ),
        _Figure("Qualification rate (%)", lambda of: of.share(of.ledger.qualified), f"{created} and qualified by now. Young leads may still be."),
        _Figure("Lead-to-opportunity rate (%)", lambda of: of.share(of.ledger.opportunities), f"{created} that are a deal by now. Young leads may still be."),
        _Figure("Deals opened", lambda of: of.opened, "Deals opened in the period.", grows=True),
        _Figure("Deals won", lambda of: len(of.won), "Deals won and closed in the period.", grows=True),
        _Figure("Win rate (%)", lambda of: percent(len(of.won), len(of.won) + len(of.lost)), "Deals won, of all deals closed in the period."),
        _Figure("Average cycle (days)", lambda of: rounded(average(cycle_of(of.won)), 1), "From opening to winning, of deals won in the period."),
        _Figure(f"Average won deal ({currency})", lambda of: rounded(average(worth_of(of.ledger, of.won)), 2), "Mean value of the deals won in the period."),
        _Figure("Deals moving per week", lambda of: rounded(7 * of.moves / of.span.days, 1), "Deals that changed stage in the period, a week."),
        _Figure(f"Revenue ({currency})", lambda of: rounded(of.revenue(), 2), "Value of the deals won in the period. Its growth is the revenue growth.", grows=True),
    )  # fmt: skip


def _line(figure: _Figure, now: _Counted, before: _Counted) -> Line:
    here, there = figure.count(now), figure.count(before)
    difference = growth = None
    if isinstance(here, (int, float)) and isinstance(there, (int, float)):
        difference = canon(round(here - there, 2))
        growth = canon(round((here - there) / there, 4)) if figure.grows and there else None
    return figure.name, here, there, difference, growth, figure.meaning
