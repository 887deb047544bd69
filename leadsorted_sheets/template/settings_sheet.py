"""The Settings sheet: one small table per heading, side by side, each free to grow down."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.design.look import HEADER_ROW, HEADING, LINES, LINK, NOTE, SUBTITLE, TITLE
from leadsorted_sheets.core.design.places import PLACES, SETTINGS_GAP, SETTINGS_HEADER, Place
from leadsorted_sheets.core.design.shared_sheets import (
    SETTINGS_ADVICE,
    SETTINGS_BACK,
    SETTINGS_GAP_WIDTH,
    SETTINGS_NOTE_ROW,
    SETTINGS_TITLE,
    SETTINGS_TITLE_ROW,
)
from leadsorted_sheets.template.dropdowns import add_dropdowns
from leadsorted_sheets.template.paper import set_paper
from leadsorted_sheets.template.tables import write_columns, write_table
from leadsorted_sheets.template.theme import Brush

_SCALE = 72
_PAGE = 1400  # pixels that go on a page at this scale
_PLACES = tuple(place for place in PLACES.values() if place.tab.sheet == "Settings")


def write_settings(sheet: Worksheet, book: Book, brush: Brush) -> None:
    sheet.set_default_row(LINES[1])
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, SETTINGS_TITLE, brush(TITLE))
    sheet.write_url(1, 0, "internal:'Start here'!A1", brush(LINK), SETTINGS_BACK)
    sheet.write_string(1, 1, SETTINGS_ADVICE, brush(SUBTITLE))
    for place in _PLACES:
        _write_one(sheet, place, book, brush)
    sheet.set_row(SETTINGS_TITLE_ROW, 24)
    sheet.set_row(SETTINGS_HEADER, HEADER_ROW)
    for line in range(SETTINGS_HEADER + 1, max(place.reach for place in _PLACES) + 1):
        sheet.set_row(line, LINES[1])  # a text of several lines must not stretch the tables beside it
    sheet.freeze_panes(SETTINGS_HEADER + 1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A{SETTINGS_HEADER + 2}:XFD1048576"})
    set_paper(sheet)
    sheet.set_print_scale(_SCALE)
    sheet.set_v_pagebreaks(_page_breaks())
    sheet.repeat_rows(SETTINGS_TITLE_ROW, SETTINGS_HEADER)


def _write_one(sheet: Worksheet, place: Place, book: Book, brush: Brush) -> None:
    write_columns(sheet, place, brush)
    for gap in range(place.right + 1, place.right + 1 + SETTINGS_GAP):
        sheet.set_column(gap, gap, SETTINGS_GAP_WIDTH)
    sheet.write_string(SETTINGS_TITLE_ROW, place.left, place.tab.title, brush(HEADING))
    if place.tab.note:
        sheet.write_string(SETTINGS_NOTE_ROW, place.left, place.tab.note, brush(NOTE))
    write_table(sheet, place, book[place.tab.name], brush)
    add_dropdowns(sheet, place)


def _page_breaks() -> list[int]:
    """The columns where a printed page begins, so that no table is cut in two."""
    breaks, used = [], 0
    for place in _PLACES:
        width = sum(column.width * 7 + 5 for column in place.tab.columns) + SETTINGS_GAP_WIDTH * 7 + 5
        if used and used + width > _PAGE:
            breaks.append(place.left)
            used = 0
        used += width
    return breaks
