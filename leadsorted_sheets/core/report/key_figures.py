"""The key figures, each with the sentence that says what was counted. What cannot be divided is blank, not nought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from leadsorted_sheets.core.cell import Cell, canon
from leadsorted_sheets.core.records import Deal, day_of, folded
from leadsorted_sheets.core.report.ledger import Ledger
from leadsorted_sheets.core.report.response import Responses, median_hours, responses
from leadsorted_sheets.core.report.spans import USUAL, compared
from leadsorted_sheets.core.where import add_months

_WEEKS = 4


@dataclass(frozen=True, slots=True)
class KeyFigure:
    name: str
    value: Cell
    meaning: str


def key_figures(ledger: Ledger, period: str = USUAL) -> tuple[KeyFigure, ...]:
    """All key figures, in the order of the Report tab: leads, response, conversion, pipeline, money.

    They are of the whole book, but for the growth of revenue, which compares a period with the one before.
    """
    return (*_leads(ledger), *_response(ledger), *_conversion(ledger), *_pipeline(ledger), *_money(ledger, period))


def percent(part: float, whole: float) -> Cell:
    """A share in percent, to one decimal; blank where there is nothing to share.

    >>> percent(1, 3), percent(0, 4), percent(1, 0)
    (33.3, 0, None)
    """
    return canon(round(100 * part / whole, 1)) if whole else None


def rounded(number: float | None, digits: int) -> Cell:
    """A number as the report shows it; blank where there is none."""
    return None if number is None else canon(round(number, digits))


def hours_shown(hours: float) -> str:
    """
    >>> hours_shown(1.0), hours_shown(24), hours_shown(0.5)
    ('1 hour', '24 hours', '0.5 hours')
    """
    return "1 hour" if hours == 1 else f"{hours:g} hours"


def win_rate(ledger: Ledger) -> float | None:
    """Deals won, of all deals closed; None where none is."""
    won, lost = len(ledger.of_kind("won")), len(ledger.of_kind("lost"))
    return won / (won + lost) if won + lost else None


def cycle_of(won: Iterable[Deal]) -> list[int]:
    """The days from opening to closing, of deals that say both in this order."""
    return [
        (closed - opened).days
        for deal in won
        if (opened := day_of(deal.opened)) and (closed := day_of(deal.closed_on)) and closed >= opened
    ]


def worth_of(ledger: Ledger, deals: Iterable[Deal]) -> list[float]:
    """What deals are worth, of those that say it in the currency of the report."""
    return [worth for deal in deals if (worth := ledger.worth(deal)) is not None]


def average(numbers: Sequence[float]) -> float | None:
    """The mean; None of nothing."""
    return fmean(numbers) if numbers else None


def weighted(ledger: Ledger, deals: Iterable[Deal]) -> float:
    """The value of deals, each times its probability."""
    return sum((ledger.worth(deal) or 0) * (deal.probability or 0) for deal in deals)


def days_in_stage(ledger: Ledger, deal: Deal) -> int | None:
    """For how many days a deal has been in its stage; since it was opened, where it does not say; None from the future."""
    since = day_of(deal.stage_since) or day_of(deal.opened)
    return None if since is None or since > ledger.today else (ledger.today - since).days


def is_stale(ledger: Ledger, deal: Deal) -> bool:
    """Whether a deal is longer in its stage than the stage, else the team, allows."""
    days = days_in_stage(ledger, deal)
    return days is not None and days > ledger.stale_after.get(
        folded(deal.stage), ledger.settings.preferences.stale_after_days
    )


def money_velocity(ledger: Ledger) -> float | None:
    """What the pipeline earns a day: open deals x win rate x average won deal / average cycle."""
    won = ledger.of_kind("won")
    rate, value, days = win_rate(ledger), average(worth_of(ledger, won)), average(cycle_of(won))
    if rate is None or value is None or not days:
        return None
    return len(ledger.of_kind("open")) * rate * value / days


def _leads(ledger: Ledger) -> tuple[KeyFigure, ...]:
    still_open = [lead for lead in ledger.leads if lead.open]
    unplanned = sum(lead.next_action is None or lead.next_action_due is None for lead in still_open)
    overdue = sum((due := day_of(lead.next_action_due)) is not None and due < ledger.today for lead in still_open)
    month = ledger.today.replace(day=1)
    new, before = _created(ledger, month), _created(ledger, add_months(month, -1))
    return (
        KeyFigure("Leads", len(ledger.leads), "All leads in the book."),
        KeyFigure("Open leads", len(still_open), "Neither dead nor converted."),
        KeyFigure("Unassigned leads", sum(lead.owner is None for lead in ledger.leads), "Leads without an owner."),
        KeyFigure("Without a next action", unplanned, "Open leads without a next action, or without a day for it."),
        KeyFigure("Overdue", overdue, "Open leads whose next action was due before today."),
        KeyFigure("New this month", new, f"Leads created in {month:%B %Y}. The month before: {before:,}."),
    )


def _response(ledger: Ledger) -> tuple[KeyFigure, ...]:
    hours = ledger.settings.preferences.first_response_hours
    limits = {limit: responses(ledger.leads, ledger.waits, hours=limit) for limit in dict.fromkeys((hours, 24.0, 1.0))}
    return (
        *(
            KeyFigure(f"Contacted within {hours_shown(limit)} (%)", _share(found), _told(found))
            for limit, found in limits.items()
        ),
        KeyFigure(
            "Median first response (hours)",
            rounded(median_hours(ledger.waits.values()), 1),
            "From created to first contacted, where both say the time of day.",
        ),
    )


def _conversion(ledger: Ledger) -> tuple[KeyFigure, ...]:
    count, won, closed = len(ledger.leads), len(ledger.of_kind("won")), len(ledger.of_kind("lost"))
    return (
        KeyFigure(
            "Qualification rate (%)", percent(len(ledger.qualified), count), "Leads ever qualified, of all leads."
        ),
        KeyFigure(
            "Lead-to-opportunity rate (%)",
            percent(len(ledger.opportunities), count),
            "Leads that became a deal, of all leads.",
        ),
        KeyFigure("Conversion rate (%)", percent(len(ledger.customers), count), "Leads with a deal won, of all leads."),
        KeyFigure(
            "Win rate (%)", percent(won, won + closed), f"Deals won, of all deals closed: {won:,} of {won + closed:,}."
        ),
    )


def _pipeline(ledger: Ledger) -> tuple[KeyFigure, ...]:
    currency, still_open, won = ledger.currency, ledger.of_kind("open"), ledger.of_kind("won")
    four_weeks_ago = ledger.today - dt.timedelta(weeks=_WEEKS) + dt.timedelta(days=1)
    moving = ledger.moving(four_weeks_ago, ledger.today) / _WEEKS
    stale = sum(is_stale(ledger, deal) for deal in still_open)
    return (
        KeyFigure("Average cycle (days)", rounded(average(cycle_of(won)), 1), "From opening a deal to winning it."),
        KeyFigure(
            f"Average won deal ({currency})", rounded(average(worth_of(ledger, won)), 2), "Mean value of the deals won."
        ),
        KeyFigure(f"Open pipeline ({currency})", _sum(ledger, still_open), "Value of all open deals."),
        KeyFigure(
            f"Weighted pipeline ({currency})",
            rounded(weighted(ledger, still_open), 2),
            "Value of each open deal times its probability.",
        ),
        KeyFigure("Stale deals", stale, "Open deals that are longer in their stage than Settings allow."),
        KeyFigure("Deals moving per week", rounded(moving, 1), "Deals that changed stage in the last 28 days, by 4."),
        KeyFigure(
            f"Pipeline velocity ({currency} a day)",
            rounded(money_velocity(ledger), 2),
            "Open deals x win rate x average won deal / average cycle.",
        ),
    )


def _money(ledger: Ledger, period: str) -> tuple[KeyFigure, ...]:
    currency, won = ledger.currency, ledger.of_kind("won")
    month = ledger.today.replace(day=1)
    now, before = (_earned(ledger, won, first) for first in (month, add_months(month, -1)))
    both = compared(period, ledger.today)
    here, there = (sum(worth_of(ledger, (deal for deal in won if deal.closed_on in span))) for span in both)
    return (
        KeyFigure(
            f"Cost per acquisition ({currency})",
            rounded(ledger.cost / len(won), 2) if won and ledger.cost is not None else None,
            "Cost of all sources, by the number of deals won.",
        ),
        KeyFigure(
            f"Revenue ({currency})",
            _sum(ledger, won),
            f"Value of all deals won. In {month:%B} {now:,.0f}; the month before {before:,.0f}.",
        ),
        KeyFigure("Revenue growth (%)", percent(here - there, there), f"Revenue of {both[0]}, against {both[1]}."),
    )


def _created(ledger: Ledger, month: dt.date) -> int:
    return sum(_in_month(day_of(lead.created), month) for lead in ledger.leads)


def _earned(ledger: Ledger, won: Iterable[Deal], month: dt.date) -> float:
    return sum(ledger.worth(deal) or 0 for deal in won if _in_month(day_of(deal.closed_on), month))


def _in_month(day: dt.date | None, month: dt.date) -> bool:
    return day is not None and (day.year, day.month) == (month.year, month.month)


def _share(found: Responses) -> Cell:
    return percent(found.in_time, found.known)


def _told(found: Responses) -> str:
    left_out = f" Left out, as it cannot be told: {found.unknown:,}." if found.unknown else ""
    return f"{found.in_time:,} of {found.known:,} leads heard from us in time.{left_out}"


def _sum(ledger: Ledger, deals: list[Deal]) -> Cell:
    return rounded(sum(ledger.worth(deal) or 0 for deal in deals), 2)
