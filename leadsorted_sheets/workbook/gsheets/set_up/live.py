"""The live columns of Sources: the schema's formulas with A1 ranges for structured references.

A range begins at the header, so that a row inserted right below it is counted, and runs to the end of the sheet. The
header itself counts for nothing: it is no stage, no number, and no source but one of that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leadsorted_sheets.core.design.letters import letters
from leadsorted_sheets.core.design.places import PLACES
from leadsorted_sheets.core.schema import LEADS, SOURCES
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.set_up.lead_tab import LeadTab
from leadsorted_sheets.workbook.gsheets.set_up.spelling import quoted, with_semicolons
from leadsorted_sheets.workbook.gsheets.set_up.titles import Sheets

SOURCE_ROWS = 60
_THIS_ROW = re.compile(r"Sources\[\[#This Row\],\[([^\]]+)\]\]")
_COLUMN = re.compile(r"\b(Leads|Pipeline|Stages)\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns are that formulas read. `theirs` is the team's own sheet of leads, if it is not ours."""

    sheets: Sheets
    theirs: LeadTab | None = None

    def whole(self, tab: str, field: str) -> str:
        """A column from its header to the end of the sheet: `Leads!$H$1:$H`."""
        if tab == LEADS.name and self.theirs is not None:
            column, row, title = self.theirs.column(field), self.theirs.layout.header_row, self.theirs.layout.sheet
        else:
            place = PLACES[tab]
            column, row, title = place.column(field), place.top + 1, self.sheets.titles[place.tab.sheet]
        name = letters(column + 1)
        return f"{quoted(title)}!${name}${row}:${name}"


def live_columns(sheets: Sheets, where: Columns) -> Iterator[Json]:
    """The formulas in the first sixty rows: a row without a source shows nothing and costs nothing."""
    place = PLACES["Sources"]
    for column in place.tab.columns:
        if column.kind == "formula":
            cells = sheets.area(
                place, place.first, place.first + SOURCE_ROWS, place.column(column.name), place.column(column.name) + 1
            )
            cell = {"userEnteredValue": {"formulaValue": live_formula(column.formula, where)}}
            yield {"repeatCell": {"range": cells, "cell": cell, "fields": "userEnteredValue"}}


def live_formula(formula: str, where: Columns) -> str:
    """The formula as it reads in the first row of Sources."""
    place = PLACES["Sources"]
    text = _COLUMN.sub(lambda found: where.whole(found[1], found[2]), formula.removeprefix("="))
    text = _THIS_ROW.sub(lambda found: place.cell(found[1]), text)
    return f'=IF({place.cell(SOURCES.id)}="";"";{with_semicolons(text)})'
