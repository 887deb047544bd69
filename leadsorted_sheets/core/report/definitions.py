"""What the columns of the report's tables mean, printed below them. Key figures and periods say it beside each figure."""

from __future__ import annotations

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.report.ledger import Ledger

_DEFINITIONS: tuple[tuple[str, str], ...] = (
    ("Funnel", "Leads that ever came as far as the step, wherever they are now. A deal came through all stages before its own."),
    ("Contacted in time, Within 1 hour", "Of leads whose waiting time is known, those that heard from us within {hours}, or within an hour, of being created."),
    ("Qualified", "Leads with a day under Qualified on, qualified now, or with a deal."),
    ("Lead to deal, Conversion", "Of all leads, those that became a deal; those whose deal was won."),
    ("Win rate by stage", "Of the closed deals that came as far as the stage, those won. A lost deal came as far as the stage it was lost from."),
    ("Average days, Stale", "How long open deals have been in their stage now, and how many of them for longer than Settings allow."),
    ("Weighted value", "Value times probability: the deal's own, else that of its stage. By month: by Expected close."),
    ("Growth", "Revenue of the month against the month before, by the day deals were closed."),
    ("Cost per lead, Cost per won deal", "Cost on the Sources tab, by all leads of the source, and by its deals won."),
    ("ROI", "Revenue less cost, by cost. 100 % means that the source earned its cost twice."),
    ("Got, Due, Gap", "Leads assigned in the last 30 days; what each owner's weight, caps and days away made due; got less due."),
    ("Quality", "Mean of the Quality column, as far as the leads were scored: leadsorted quality. How it is counted stands on Settings."),
    ("Money", "In {currency}. Deals in another currency count as deals, not as money."),
    ("Nobody, No source, No stage, No reason given", "The cell is blank. Others: what is beyond the lines of the table, summed up."),
)  # fmt: skip


def definitions(ledger: Ledger, slots: int) -> list[tuple[Cell, ...]]:
    """The name of each column and what it means, with the team's own hours and currency."""
    hours = f"{ledger.settings.preferences.first_response_hours:g} hours"
    return [
        (name, text.replace("{hours}", hours).replace("{currency}", ledger.currency))
        for name, text in _DEFINITIONS[:slots]
    ]
