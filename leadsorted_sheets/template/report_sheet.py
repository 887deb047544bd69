"""The Report sheet: key figures and charts on the first screen and page, the tables behind them on the second.

All rows of its tables are there from the start, numbered; `report` fills their cells and the
charts follow. A row that is not filled shows nothing, not even its number.
"""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.template.charts import add_charts
from leadsorted_sheets.template.paper import set_paper
from leadsorted_sheets.template.places import (
    PLACES,
    REPORT_LEFT,
    REPORT_RIGHT,
    REPORT_TABLES_FROM,
    REPORT_WIDTH,
    Place,
)
from leadsorted_sheets.template.tables import write_table
from leadsorted_sheets.template.theme import ACCENT, HEADING, LINE, SUBTITLE, TITLE, Brush, Look

ROW_PIXELS, HEADER_PIXELS = 20, 36
_WIDTHS = (4, 30, *[10] * (REPORT_WIDTH - 2))
_PLACES = tuple(place for place in PLACES.values() if place.tab.sheet == "Report")
_GAP, _MARGIN = 3, 2
_HEAD: Look = {
    "bold": True,
    "font_size": 9,
    "font_color": ACCENT,
    "text_wrap": True,
    "valign": "bottom",
    "bottom": 2,
    "bottom_color": ACCENT,
}
_UNUSED: Look = {"font_color": "#FFFFFF"}
_USED: Look = {"bottom": 1, "bottom_color": LINE}


def write_report(workbook: xlsxwriter.Workbook, sheet: Worksheet, book: Book, brush: Brush) -> None:
    sheet.hide_gridlines(2)
    sheet.set_default_row(ROW_PIXELS * 0.75)
    _set_widths(sheet)
    sheet.set_row(0, 30)
    sheet.write_string(0, REPORT_LEFT, "Report", brush(TITLE))
    sheet.write_string(1, REPORT_LEFT, "Filled by: leadsorted report leads.xlsx --apply", brush(SUBTITLE))
    for place in _PLACES:
        sheet.write_string(place.top - 1, place.left, place.tab.title, brush(HEADING))
        sheet.set_row_pixels(place.top, HEADER_PIXELS)
        write_table(sheet, place, book[place.tab.name], brush, header=_HEAD, style=None)
        _hide_what_is_not_filled(sheet, place, brush)
    _underline_the_meaning(sheet, brush)
    add_charts(workbook, sheet)
    sheet.set_zoom(90)
    _scale_and_break(sheet)


def _set_widths(sheet: Worksheet) -> None:
    sheet.set_column(0, 0, _MARGIN)
    for left in (REPORT_LEFT, REPORT_RIGHT):
        for number, width in enumerate(_WIDTHS):
            sheet.set_column(left + number, left + number, width)
    sheet.set_column(REPORT_LEFT + REPORT_WIDTH, REPORT_RIGHT - 1, _GAP)


def _hide_what_is_not_filled(sheet: Worksheet, place: Place, brush: Brush) -> None:
    name = place.cell(place.tab.fields[1])
    rules: tuple[tuple[str, Look, int], ...] = (
        (f'={name}=""', _UNUSED, place.left),
        (
            f'={name}<>""',
            _USED,
            REPORT_LEFT + REPORT_WIDTH - 1 if place.tab.name == "Report: Key figures" else place.right,
        ),
    )
    for when, look, right in rules:
        rule: dict[str, Any] = {"type": "formula", "criteria": when, "format": brush.mark(look)}
        sheet.conditional_format(place.first, place.left, place.reach, right, rule)


def _underline_the_meaning(sheet: Worksheet, brush: Brush) -> None:
    """What a figure means is a sentence: it runs on over the columns to its right, and so do the lines."""
    place = PLACES["Report: Key figures"]
    sheet.write_string(place.top, place.right, place.tab.fields[-1], brush(_HEAD, text_wrap=False))
    for column in range(place.right + 1, REPORT_LEFT + REPORT_WIDTH):
        sheet.write_blank(place.top, column, None, brush(_HEAD))


def _scale_and_break(sheet: Worksheet) -> None:
    set_paper(sheet)
    sheet.set_print_scale(67)  # the width of A4 and of Letter; Excel heeds no page break of ours when it fits to pages
    sheet.set_h_pagebreaks([REPORT_TABLES_FROM])
    sheet.print_area(0, 0, max(place.reach for place in _PLACES), REPORT_RIGHT + REPORT_WIDTH - 1)
