"""How the cells of a tab look: the style of a cell that is not there yet, and which columns are kept as text."""

from __future__ import annotations

from leadsorted_sheets.core.schema import BY_NAME, TEXT_KINDS
from leadsorted_sheets.workbook.xlsx import markup
from leadsorted_sheets.workbook.xlsx.cells import Columns, style_of
from leadsorted_sheets.workbook.xlsx.places import Place
from leadsorted_sheets.workbook.xlsx.refs import Box
from leadsorted_sheets.workbook.xlsx.sheet import SheetXml


def looks(place: Place, part: SheetXml, last: int) -> tuple[Columns, Columns]:
    """For rows that are there, and for new rows, which look like the last filled one, line `last` (0: there is none)."""
    tab = BY_NAME.get(place.layout.tab)
    text = frozenset(
        number
        for name, number in place.columns.items()
        if tab and (column := tab.column(name)) and column.kind in TEXT_KINDS
    )
    usual = _column_styles(place, part)
    above = {
        cell.number: style_of(cell.attributes)
        for cell in part.cells_in(Box(last, place.data.left, last, place.data.right))
    }
    special = frozenset(number for number, style in above.items() if style != usual.get(number, 0))
    return Columns(text, usual | above), Columns(text, usual | above, special)


def _column_styles(place: Place, part: SheetXml) -> dict[int, int]:
    """The styles of whole columns."""
    found: dict[int, int] = {}
    for each in markup.elements(part.mask, "col", 0, part.opened.start):
        style = each.tag.get("style") or ""
        if style.isdigit() and int(style):
            first, last = int(each.tag.get("min") or 0), int(each.tag.get("max") or 0)
            found |= dict.fromkeys(range(max(first, place.data.left), min(last, place.data.right) + 1), int(style))
    return found
