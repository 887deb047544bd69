"""What stands out: overdue, nobody's, hot, not to be contacted, undecided.

Rules read `[Field]` as that field's cell in the row at hand. Whether a status or a stage is
still open is looked up in Settings by workbook names, which every Excel takes in a
conditional format; Excel 2007 refuses a plain reference to another sheet there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from leadsorted_sheets.template.places import PLACES, Place
from leadsorted_sheets.template.theme import HOT, LATE, NOBODY, QUIET, WON, Brush, Look


@dataclass(frozen=True, slots=True)
class Highlight:
    """Cells of a tab (`fields`; none means the whole row) take a look while a condition holds. The first rule wins."""

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


def define_names(workbook: xlsxwriter.Workbook) -> None:
    for name, tab, field in NAMES:
        workbook.define_name(name, f"={PLACES[tab].block(field)}")


def add_highlights(sheet: Worksheet, place: Place, brush: Brush) -> None:
    for highlight in HIGHLIGHTS:
        if highlight.tab != place.tab.name:
            continue
        rule = {
            "type": "formula",
            "criteria": f"={_spelt(highlight.when, place)}",
            "format": brush.mark(highlight.look),
            "stop_if_true": highlight.final,
        }
        for left, right in _runs([place.column(field) for field in highlight.fields or place.tab.fields]):
            sheet.conditional_format(place.first, left, place.reach, right, rule)


def _spelt(when: str, place: Place) -> str:
    return re.sub(r"\[([^\]]+)\]", lambda found: place.cell(found[1]), when)


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    """Neighbouring columns as ranges.

    >>> _runs([3, 4, 7])
    [(3, 4), (7, 7)]
    """
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs
