"""What is still to come: open deals by the month they are expected to close in, each worth its value times its probability.

Every open deal is in exactly one line, so the weighted values add up to the weighted pipeline.
"""

from __future__ import annotations

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.records import Deal, day_of
from leadsorted_sheets.core.report.key_figures import rounded, weighted, worth_of
from leadsorted_sheets.core.report.ledger import Ledger
from leadsorted_sheets.core.where import add_months

OVERDUE, LATER, NO_DATE = "Overdue", "Later", "No date"
_BESIDE_MONTHS = 3


def forecast(ledger: Ledger, slots: int) -> list[tuple[Cell, ...]]:
    """Overdue deals, those of this month and the next, later ones, and those without a date; of this month also what was won."""
    first = ledger.today.replace(day=1)
    months = [add_months(first, n) for n in range(max(slots - _BESIDE_MONTHS, 1))]
    deals: dict[str, list[Deal]] = {
        OVERDUE: [], **{f"{month:%Y-%m}": [] for month in months}, LATER: [], NO_DATE: []
    }  # fmt: skip
    for deal in ledger.of_kind("open"):
        day = day_of(deal.expected_close)
        name = NO_DATE if day is None else OVERDUE if day < ledger.today else f"{day:%Y-%m}"
        deals.get(name, deals[LATER]).append(deal)
    this = f"{first:%Y-%m}"
    won = (deal for deal in ledger.of_kind("won") if (day := day_of(deal.closed_on)) and f"{day:%Y-%m}" == this)
    so_far = rounded(sum(worth_of(ledger, won)), 2)
    return [
        (
            name,
            len(found),
            rounded(sum(worth_of(ledger, found)), 2),
            rounded(weighted(ledger, found), 2),
            so_far if name == this else None,
        )
        for name, found in deals.items()
    ]
