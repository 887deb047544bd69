"""How sheets go to paper: A4, landscape, the tab and the page in the foot."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

_A4 = 9


def set_paper(sheet: Worksheet) -> None:
    """What all sheets have in common; each says itself how it is scaled and where it breaks."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.6)
    sheet.set_footer("&L&8&A&R&8Page &P of &N")
