"""A foreign workbook made ours: our tabs grafted in, and the columns of ours that its lead tab lacks added behind its own."""

from __future__ import annotations

from dataclasses import replace

from leadsorted_sheets import resources
from leadsorted_sheets.core.schema import BY_TABLE, JOURNAL_SHEET, LEADS, STATE_SHEET
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.errors import NoRoom, Protected
from leadsorted_sheets.workbook.port import Setup, letters
from leadsorted_sheets.workbook.xlsx import formulas, hidden, ranges, tables, workbook_part
from leadsorted_sheets.workbook.xlsx.cells import Columns, Put, RowPatch, style_of
from leadsorted_sheets.workbook.xlsx.drop_downs import add_drop_downs
from leadsorted_sheets.workbook.xlsx.graft import SUFFIX, Names, graft
from leadsorted_sheets.workbook.xlsx.package import Package, Sheet
from leadsorted_sheets.workbook.xlsx.places import Place
from leadsorted_sheets.workbook.xlsx.reading import Snapshot
from leadsorted_sheets.workbook.xlsx.refs import LAST_COLUMN, LAST_ROW, Box
from leadsorted_sheets.workbook.xlsx.sheet import SheetXml
from leadsorted_sheets.workbook.xlsx.sheet_patch import is_protected
from leadsorted_sheets.workbook.xlsx.spelling import Spelling


def set_up(package: Package, snapshot: Snapshot, setup: Setup) -> tuple[Layout, ...]:
    """Put our tabs and columns into the package. Answers where all tabs are then.

    Raises errors.Protected where the workbook's structure or its lead tab is locked, errors.NoRoom where something
    of the user's stands to the right of its lead table.
    """
    if workbook_part.structure_is_locked(package):
        raise Protected(package.path, "(the workbook's structure)")
    layouts = [place.layout for place in snapshot.places]
    leads = next((place for place in snapshot.places if place.layout.tab == LEADS.name), None)
    names = Names()
    if setup.leads is not None and leads is not None:
        layout = _with_our_columns(package, leads)
        layouts[layouts.index(leads.layout)] = layout
        names = Names({LEADS.sheet: layout.sheet}, leads=_LeadColumns(layout, leads))
    template = Package(resources.template_path().read_bytes(), str(resources.template_path()))
    layouts += graft(package, template, _missing(template, layouts), names)
    if setup.leads is not None and leads is not None:
        before = len(leads.layout.columns)
        new = {
            at.field: leads.layout.first_column + n for n, at in enumerate(layout.columns) if n >= before and at.field
        }
        add_drop_downs(package, leads.sheet.part, template, new, first=leads.data.top, names=names)
    for name in (STATE_SHEET, JOURNAL_SHEET):
        if package.sheet(name) is None:
            hidden.keep(package, name, "")
    return tuple(layouts)


class _LeadColumns:
    """How a column of the user's lead tab is spelt in a formula of ours, given our name for it."""

    def __init__(self, layout: Layout, place: Place) -> None:
        self._layout = layout
        self._first_row = place.data.top

    def __call__(self, field: str) -> str:
        for number, at in enumerate(self._layout.columns, self._layout.first_column):
            if at.field == field:
                if self._layout.table:
                    header = "".join(f"'{letter}" if letter in "[]#'" else letter for letter in at.header)
                    return f"{self._layout.table}[{header}]"
                name = letters(number)
                return f"{formulas.quoted(self._layout.sheet)}!${name}${self._first_row}:${name}${LAST_ROW}"
        return "#REF!"


def _missing(template: Package, layouts: list[Layout]) -> list[Sheet]:
    """The template's sheets none of whose tabs is there yet; the hidden ones are made apart."""
    there = {layout.tab for layout in layouts}
    tabs: dict[str, set[str]] = {}
    for table in tables.tables(template):
        if table.name in BY_TABLE:
            tabs.setdefault(table.sheet.part, set()).add(BY_TABLE[table.name].name)
    return [
        sheet
        for sheet in template.sheets
        if sheet.grid and sheet.name not in {STATE_SHEET, JOURNAL_SHEET} and not tabs.get(sheet.part, set()) & there
    ]


def _with_our_columns(package: Package, place: Place) -> Layout:
    """The lead tab with a column for every field of ours: headers written, the Excel table made wider."""
    have = {at.field for at in place.layout.columns}
    missing = [name for name in LEADS.fields if name not in have]
    if not missing:
        return place.layout
    part = SheetXml(package.xml(place.sheet.part))
    if is_protected(part):
        raise Protected(package.path, place.sheet.name)
    right = place.layout.first_column + len(place.layout.columns) - 1
    used = _last_used_column(part)
    if place.table is not None and used > right:
        raise NoRoom(package.path, f"{place.sheet.name}!{place.table.box}", _first_beyond(part, right), len(missing))
    start = right + 1 if place.table else max(used, right) + 1
    gap = tuple(ColumnAt("", "") for _number in range(right + 1, start))
    taken = {at.header.casefold() for at in place.layout.columns}
    headers = [name if name.casefold() not in taken else name + SUFFIX for name in missing]
    _write_headers(package, part, place, start, headers)
    first_id = max((int(at.column_id or 0) for at in place.layout.columns), default=0) + 1 if place.table else 0
    new = tuple(
        ColumnAt(name, header, str(first_id + n) if place.table else "")
        for n, (name, header) in enumerate(zip(missing, headers, strict=True))
    )
    if place.table is not None:
        wider = replace(place.table.box, right=place.table.box.right + len(new))
        package.put(place.table.part, tables.widened(package.xml(place.table.part), place.table, wider, new))
    return replace(place.layout, columns=(*place.layout.columns, *gap, *new))


def _write_headers(package: Package, part: SheetXml, place: Place, start: int, headers: list[str]) -> None:
    """The headers, in the style of the header to their left."""
    line = place.layout.header_row
    last = start + len(headers) - 1
    if last > LAST_COLUMN:
        raise NoRoom(package.path, place.sheet.name, "the end of the sheet", len(headers))
    styles = {cell.number: style_of(cell.attributes) for cell in part.cells_in(Box(line, 1, line, start - 1))}
    style = styles[max(styles)] if styles else 0
    spelling = Spelling(part.prefix, lambda own, _value, _text: own)
    columns = Columns(styles=dict.fromkeys(range(start, last + 1), style))
    put = Put(columns, dict(enumerate(headers, start)))
    rows = list(part.patched({line: RowPatch(line, (put,), {})}, spelling))
    area = ranges.dimension(part.mask, part.opened.start)
    outside = []
    if area is not None:
        area = replace(area, right=max(area.right, last), bottom=max(area.bottom, line))
        outside = list(ranges.with_dimension(part.mask, part.opened.start, area))
    package.put(place.sheet.part, part.whole(rows, outside))


def _last_used_column(part: SheetXml) -> int:
    """The rightmost column with a value anywhere on the sheet."""
    numbers, _starts = part.rows
    last = 0
    for index in range(len(numbers)):
        if part.reaches_beyond(index, 1, last):
            last = max(last, *(cell.number for cell in part.cells_of(index) if cell.is_filled), 0)
    return last


def _first_beyond(part: SheetXml, right: int) -> str:
    for cell in part.cells_in(Box(1, right + 1, LAST_ROW, LAST_COLUMN)):
        if cell.is_filled:
            return f"the cell {letters(cell.number)}{cell.line}"
    return "something"
