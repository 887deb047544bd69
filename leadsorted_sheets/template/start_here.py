"""The first tab, drawn."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from leadsorted_sheets.core.design.places import PLACES
from leadsorted_sheets.core.design.start_here import ROW_PIXELS, TITLE_POINTS, WIDTHS, Drawn, start_here
from leadsorted_sheets.core.schema import SHEETS
from leadsorted_sheets.template.paper import set_paper
from leadsorted_sheets.template.theme import Brush


def write_start_here(sheet: Worksheet, brush: Brush) -> None:
    sheet.hide_gridlines(2)
    sheet.set_default_row(ROW_PIXELS * 0.75)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, TITLE_POINTS)
    for cell in start_here():
        _write(sheet, cell, brush)
    set_paper(sheet)
    sheet.fit_to_pages(1, 1)
    sheet.set_first_sheet()
    sheet.activate()


def _write(sheet: Worksheet, cell: Drawn, brush: Brush) -> None:
    match cell:
        case Drawn(row, column, "", look):
            sheet.write_blank(row, column, None, brush(look))
        case Drawn(row, column, int(number), look):
            sheet.write_number(row, column, number, brush(look))
        case Drawn(row, column, text, look, to) if to in SHEETS:
            sheet.write_url(row, column, f"internal:'{to}'!A1", brush(look), text, f"Go to {to}")
        case Drawn(row, column, text, look, to) if to:
            place = PLACES[to]
            there = f"internal:'Settings'!{xl_rowcol_to_cell(place.top, place.left)}"
            sheet.write_url(row, column, there, brush(look), text, "Go there")
        case Drawn(row, column, text, look):
            sheet.write_string(row, column, text, brush(look))
