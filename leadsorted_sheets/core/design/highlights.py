"""What stands out: overdue, nobody's, hot, not to be contacted, undecided.

Rules read `[Field]` as that field's cell in the row at hand. Whether a status or a stage is
still open is looked up in Settings by names of the whole workbook (`NAMES`): Excel 2007 and
Google refuse a plain reference to another sheet in a conditional format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from leadsorted_sheets.core.design.look import HOT, LATE, NOBODY, QUIET, WON, Look
from leadsorted_sheets.core.design.places import Place


@dataclass(frozen=True, slots=True)
class Highlight:
    """Cells of a tab (`fields`; none means the whole row) take a look while a condition holds. The first rule wins; a `final` one ends it."""

    tab: str
    fields: tuple[str, ...]
    when: str
    look: Look
    final: bool = False


_LEAD_IS_OVER = (
    '(COUNTIFS(StatusNames,[Status],StatusKinds,"dead")+COUNTIFS(StatusNames,[Status],StatusKinds,"converted")>0)'
)
_DEAL_IS_OPEN = '(COUNTIFS(StageNames,[Stage],StageKinds,"open")>0)'
_SOMEBODY = '[First name]&[Last name]&[Company]&[Email]&[Phone]<>""'
_DUE = "ISNUMBER([Next action due]),[Next action due]<TODAY()"

HIGHLIGHTS: tuple[Highlight, ...] = (
    Highlight("Leads", (), '[Do not contact]<>""', QUIET, final=True),
    Highlight("Leads", ("Next action", "Next action due"), f"AND({_DUE},NOT{_LEAD_IS_OVER})", LATE),
    Highlight("Leads", ("Owner",), f'AND([Owner]="",{_SOMEBODY})', NOBODY),
    Highlight("Leads", ("Score", "Rating"), '[Rating]="Hot"', HOT),
    Highlight("Pipeline", ("Next action", "Next action due"), f"AND({_DUE},{_DEAL_IS_OPEN})", LATE),
    Highlight(
        "Pipeline",
        ("Expected close",),
        f"AND(ISNUMBER([Expected close]),[Expected close]<TODAY(),{_DEAL_IS_OPEN})",
        LATE,
    ),
    Highlight("Pipeline", ("Stage",), 'COUNTIFS(StageNames,[Stage],StageKinds,"won")>0', WON),
    Highlight("Pipeline", (), 'COUNTIFS(StageNames,[Stage],StageKinds,"lost")>0', QUIET),
    Highlight("Activities", ("Due",), 'AND(ISNUMBER([Due]),[Due]<TODAY(),[Done]="")', LATE),
    Highlight("Review", ("Decision",), 'AND([Review ID]<>"",[Decision]="")', NOBODY),
    Highlight("History", (), '[Undone]<>""', QUIET),
)

NAMES: tuple[tuple[str, str, str], ...] = (
    ("StatusNames", "Statuses", "Status"),
    ("StatusKinds", "Statuses", "Kind"),
    ("StageNames", "Stages", "Stage"),
    ("StageKinds", "Stages", "Kind"),
)
"""Workbook name, tab of Settings, field."""


def spelt(when: str, place: Place) -> str:
    """A condition as it reads in the first row of a table, for a rule that begins there."""
    return re.sub(r"\[([^\]]+)\]", lambda found: place.cell(found[1]), when)


def runs(columns: list[int]) -> list[tuple[int, int]]:
    """Neighbouring columns as ranges.

    >>> runs([3, 4, 7])
    [(3, 4), (7, 7)]
    """
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs
