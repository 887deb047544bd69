"""A Google spreadsheet made ours: the requests of one batchUpdate that add our tabs, from the design, in one go.

    requests_for({"Sheet1": 0}, Setup())                          all tabs of ours beside what is there
    requests_for(taken, Setup(layout), lead_columns=26, lead_used=8)   the team's own sheet of leads stays theirs

Pure: nothing here talks to anybody. Sheet ids are chosen here, so no answer is needed in between, and the batch is
applied whole or not at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from leadsorted_sheets.core.design.highlights import NAMES
from leadsorted_sheets.core.design.places import PLACES
from leadsorted_sheets.core.schema import SHEETS
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.set_up.adopting import adopted
from leadsorted_sheets.workbook.gsheets.set_up.charts import charts
from leadsorted_sheets.workbook.gsheets.set_up.columns import table
from leadsorted_sheets.workbook.gsheets.set_up.heads import ADDRESS, report_head, settings_head, start_here_cells
from leadsorted_sheets.workbook.gsheets.set_up.highlights import highlights, named_ranges, unused_rows
from leadsorted_sheets.workbook.gsheets.set_up.lead_tab import LeadTab
from leadsorted_sheets.workbook.gsheets.set_up.live import Columns, live_columns
from leadsorted_sheets.workbook.gsheets.set_up.sheets import made, sizes
from leadsorted_sheets.workbook.gsheets.set_up.titles import FIRST_SHEET, Sheets, chosen, free_names
from leadsorted_sheets.workbook.port import Setup

__all__ = ["ADDRESS", "new_spreadsheet", "requests_for"]


def new_spreadsheet(title: str, *, time_zone: str, locale: str = "en_GB") -> Json:
    """The body of spreadsheets.create: one sheet, which `requests_for` knows again and makes into Start here."""
    return {
        "properties": {"title": title, "timeZone": time_zone, "locale": locale},
        "sheets": [{"properties": {"sheetId": FIRST_SHEET, "title": SHEETS[0]}}],
    }


def requests_for(
    taken: Mapping[str, int],
    setup: Setup,
    *,
    lead_columns: int = 0,
    lead_used: int = 0,
    names: Collection[str] = (),
    address: str = ADDRESS,
) -> list[Json]:
    """The requests that add what is ours to a spreadsheet with the sheets `taken` (title -> id) and named ranges `names`.

    With `setup.leads` its sheet stays as it is: it is marked as ours, and the columns it lacks are added behind
    `lead_used`, the last of its columns that holds anything; its grid has `lead_columns`. `address` is what the
    commands on Start here call the spreadsheet.
    """
    theirs = None
    if setup.leads is not None:
        if lead_columns < 1:
            raise ValueError(f"how many columns has {setup.leads.sheet}?")
        theirs = LeadTab(setup.leads, taken[setup.leads.sheet], lead_columns, lead_used)
    sheets = chosen(taken, setup.leads.sheet if setup.leads is not None else None)
    where = Columns(sheets, theirs)
    names_here = free_names([name for name, _, _ in NAMES], names)
    return [
        *made(sheets),
        *named_ranges(sheets, names_here),
        *_contents(sheets, address),
        *(adopted(theirs, sheets) if theirs is not None else ()),
        *live_columns(sheets, where),
        *highlights(sheets, names_here),
        *unused_rows(sheets),
        *charts(sheets),
    ]


def _contents(sheets: Sheets, address: str) -> Iterator[Json]:
    yield from sizes(sheets, address)
    yield from start_here_cells(sheets, address)
    yield from settings_head(sheets)
    yield from report_head(sheets, address)
    for place in PLACES.values():
        if place.tab.sheet in sheets.ids:
            yield from table(place, sheets)
