"""The Report sheet: key figures and charts on the first screen and page, the tables behind them on the second.

All rows of its tables are there from the start, numbered; `report` fills their cells and the
charts follow. A row that is not filled shows nothing, not even its number.
"""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.design.look import HEADING, SUBTITLE, TITLE, Look
from leadsorted_sheets.core.design.places import (
    PLACES,
    REPORT_LEFT,
    REPORT_RIGHT,
    REPORT_TABLES_FROM,
    REPORT_WIDTH,
    Place,
)
from leadsorted_sheets.core.design.shared_sheets import (
    REPORT_HEAD,
    REPORT_HEADER_PIXELS,
    REPORT_ROW_PIXELS,
    REPORT_TITLE,
    REPORT_UNUSED,
    REPORT_USED,
    filled_by,
    report_widths,
)
from leadsorted_sheets.template.charts import add_charts
from leadsorted_sheets.template.paper import set_paper
from leadsorted_sheets.template.tables import write_table
from leadsorted_sheets.template.theme import Brush

_PLACES = tuple(place for place in PLACES.values() if place.tab.sheet == "Report")


def write_report(workbook: xlsxwriter.Workbook, sheet: Worksheet, book: Book, brush: Brush) -> None:
    sheet.hide_gridlines(2)
    sheet.set_default_row(REPORT_ROW_PIXELS * 0.75)
    _set_widths(sheet)
    sheet.set_row(0, 30)
    sheet.write_string(0, REPORT_LEFT, REPORT_TITLE, brush(TITLE))
    sheet.write_string(1, REPORT_LEFT, filled_by("leads.xlsx"), brush(SUBTITLE))
    for place in _PLACES:
        sheet.write_string(place.top - 1, place.left, place.tab.title, brush(HEADING))
        sheet.set_row_pixels(place.top, REPORT_HEADER_PIXELS)
        write_table(sheet, place, book[place.tab.name], brush, header=REPORT_HEAD, style=None)
        _hide_what_is_not_filled(sheet, place, brush)
        _underline_the_meaning(sheet, place, brush)
    add_charts(workbook, sheet)
    sheet.set_zoom(90)
    _scale_and_break(sheet)


def _set_widths(sheet: Worksheet) -> None:
    for column, width in report_widths().items():
        sheet.set_column(column, column, width)


def _hide_what_is_not_filled(sheet: Worksheet, place: Place, brush: Brush) -> None:
    name = place.cell(place.tab.fields[1])
    rules: tuple[tuple[str, Look, int], ...] = (
        (f'={name}=""', REPORT_UNUSED, place.left),
        (f'={name}<>""', REPORT_USED, place.runs_to),
    )
    for when, look, right in rules:
        rule: dict[str, Any] = {"type": "formula", "criteria": when, "format": brush.mark(look)}
        sheet.conditional_format(place.first, place.left, place.reach, right, rule)


def _underline_the_meaning(sheet: Worksheet, place: Place, brush: Brush) -> None:
    """What a figure means is a sentence: it runs on over the columns to its right, and so do the lines."""
    if place.runs_to == place.right:
        return
    sheet.write_string(place.top, place.right, place.tab.fields[-1], brush(REPORT_HEAD, text_wrap=False))
    for column in range(place.right + 1, place.runs_to + 1):
        sheet.write_blank(place.top, column, None, brush(REPORT_HEAD))


def _scale_and_break(sheet: Worksheet) -> None:
    set_paper(sheet)
    sheet.set_print_scale(67)  # the width of A4 and of Letter; Excel heeds no page break of ours when it fits to pages
    sheet.set_h_pagebreaks(_page_breaks())
    sheet.print_area(0, 0, max(place.reach for place in _PLACES), REPORT_RIGHT + REPORT_WIDTH - 1)


def _page_breaks() -> list[int]:
    """The rows where a printed page begins, so that no table is cut in two."""
    breaks = [REPORT_TABLES_FROM]
    tables = [place for place in _PLACES if place.top > REPORT_TABLES_FROM]
    for top in sorted({place.top - 1 for place in tables}):
        reach = max(place.reach for place in tables if place.top - 1 == top)
        if reach - breaks[-1] >= _PAGE_ROWS:
            breaks.append(top)
    return breaks


_PAGE_ROWS = 46  # of a landscape page at this scale
