"""What Settings and Report have beside their tables: titles, a line of advice, widths."""

from __future__ import annotations

from leadsorted_sheets.core.design.look import ACCENT, LINE, Look
from leadsorted_sheets.core.design.places import REPORT_LEFT, REPORT_RIGHT, REPORT_WIDTH, SETTINGS_HEADER

SETTINGS_TITLE = "Settings"
SETTINGS_ADVICE = "Type below a table and it grows. Rename, sort and add as you like: what is known is the heading."
SETTINGS_BACK = "Back to Start here"
SETTINGS_TITLE_ROW, SETTINGS_NOTE_ROW = SETTINGS_HEADER - 2, SETTINGS_HEADER - 1
"""Where the title and the note of each table stand, counted from 0."""
SETTINGS_GAP_WIDTH = 3

REPORT_TITLE = "Report"
REPORT_HEAD: Look = {
    "bold": True,
    "font_size": 9,
    "font_color": ACCENT,
    "text_wrap": True,
    "valign": "bottom",
    "bottom": 2,
    "bottom_color": ACCENT,
}
REPORT_UNUSED: Look = {"font_color": "#FFFFFF"}
"""A row that is not filled shows nothing, not even its number."""
REPORT_USED: Look = {"bottom": 1, "bottom_color": LINE}
REPORT_ROW_PIXELS, REPORT_HEADER_PIXELS = 20, 36


def filled_by(address: str) -> str:
    """The line below Report's title."""
    return f"Filled by: leadsorted report {address} --apply"


def report_widths() -> dict[int, int]:
    """The width of each sheet column of Report, in characters."""
    tables = {left + number: width for left in (REPORT_LEFT, REPORT_RIGHT) for number, width in enumerate(_WIDTHS)}
    return {0: _MARGIN} | tables | dict.fromkeys(range(REPORT_LEFT + REPORT_WIDTH, REPORT_RIGHT), _GAP)


_WIDTHS = (4, 30, *[10] * (REPORT_WIDTH - 2))
_GAP, _MARGIN = 3, 2
