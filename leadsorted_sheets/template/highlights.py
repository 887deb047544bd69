"""The design's highlights as conditional formats, and the workbook names they look up."""

from __future__ import annotations

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from leadsorted_sheets.core.design.highlights import HIGHLIGHTS, NAMES, runs, spelt
from leadsorted_sheets.core.design.places import PLACES, Place
from leadsorted_sheets.template.theme import Brush


def define_names(workbook: xlsxwriter.Workbook) -> None:
    for name, tab, field in NAMES:
        workbook.define_name(name, f"={PLACES[tab].block(field)}")


def add_highlights(sheet: Worksheet, place: Place, brush: Brush) -> None:
    for highlight in HIGHLIGHTS:
        if highlight.tab != place.tab.name:
            continue
        rule = {
            "type": "formula",
            "criteria": f"={spelt(highlight.when, place)}",
            "format": brush.mark(highlight.look),
            "stop_if_true": highlight.final,
        }
        for left, right in runs([place.column(field) for field in highlight.fields or place.tab.fields]):
            sheet.conditional_format(place.first, left, place.reach, right, rule)
