"""Room for new rows: what of the user's stands below a table, and the totals row that has to make way."""

from __future__ import annotations

from collections.abc import Iterator

from leadsorted_sheets.errors import NoRoom
from leadsorted_sheets.workbook.xlsx import foreign, markup
from leadsorted_sheets.workbook.xlsx.cells import Moved
from leadsorted_sheets.workbook.xlsx.package import Package
from leadsorted_sheets.workbook.xlsx.places import Place
from leadsorted_sheets.workbook.xlsx.refs import LAST_ROW, Box
from leadsorted_sheets.workbook.xlsx.rows import TabRows
from leadsorted_sheets.workbook.xlsx.sheet import FoundCell, SheetXml


def make_room(rows: TabRows, package: Package, part: SheetXml) -> int:
    """Give each new row its line. Answers the last line of the table then.

    Where something of the user's stands below, the rows take blank lines inside the table; raises errors.NoRoom
    where there are too few. Nothing is ever shifted or written over.
    """
    place = rows.place
    bottom = place.data.bottom
    grown = rows.place_new_rows(bottom)
    held = _held_below(place, package, part, grown) if grown > bottom else ""
    if not held:
        return grown
    last = max(rows.lines.values(), default=place.data.top - 1)
    blank = sorted({*rows.gaps(), *range(last + 1, bottom + 1)})
    short = len(rows.added) - len(blank)
    if short > 0:
        raise NoRoom(package.path, f"{place.sheet.name}!{place.data}", held, short)
    for new, line in zip(rows.added, blank, strict=False):
        new.line = line
    return bottom


def totals_below(place: Place, package: Package, part: SheetXml, *, down: int) -> Iterator[tuple[FoundCell, Moved]]:
    """The cells of a totals row, to be written so many lines further down.

    Raises errors.NoRoom where something of the user's hangs on the row, or a formula in it is spelt for its place.
    """
    if place.table is None or not place.table.totals_rows:
        return
    area = Box(place.data.bottom + 1, place.data.left, place.table.box.bottom, place.data.right)
    for thing in foreign.standing(package, place.sheet, part):
        if thing.box.meets(area) and not thing.follows and thing.box != place.table.box:
            raise NoRoom(package.path, f"{place.sheet.name}!{area}", thing.what, down)
    for cell in part.cells_in(area):
        formula = part.patterns.formula.search(cell.content)
        text = markup.text_of(formula[2]) if formula and formula[2] else ""
        if formula and (formula[1].strip() or any(foreign.formula_pointers(text, place.sheet))):
            raise NoRoom(package.path, f"{place.sheet.name}!{area}", "a formula in its totals row", down)
        yield cell, Moved(cell.attributes, cell.content)


def _held_below(place: Place, package: Package, part: SheetXml, grown: int) -> str:
    """What of the user's is where the table would grow to; "" where nothing is."""
    if grown > LAST_ROW:
        return "the end of the sheet"
    totals = place.table.totals_rows if place.table else 0
    bottom = place.table.box.bottom if place.table else place.data.bottom
    new = Box(bottom + 1, place.data.left, grown + totals, place.data.right)
    for cell in part.cells_in(new):
        prepared = place.table is None and part.patterns.formula_start in cell.content
        if cell.is_filled and not prepared:
            return f"the cell {Box(cell.line, cell.number, cell.line, cell.number)}"
    for thing in foreign.standing(package, place.sheet, part):
        own = place.table is not None and thing.box == place.table.box
        if not own and thing.box.meets(new) and thing.what.startswith(foreign.HOLDING):
            return thing.what
    return ""
