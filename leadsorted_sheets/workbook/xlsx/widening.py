"""Further columns for a table: those of ours that a foreign one lacks, and those of the user's that new rows bring along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.changes import AddRow, Change
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.errors import NoRoom, Protected
from leadsorted_sheets.workbook.port import Batch, letters
from leadsorted_sheets.workbook.xlsx import foreign, ranges, tables
from leadsorted_sheets.workbook.xlsx.cells import Columns, Put, RowPatch, style_of
from leadsorted_sheets.workbook.xlsx.graft import SUFFIX
from leadsorted_sheets.workbook.xlsx.package import Package
from leadsorted_sheets.workbook.xlsx.places import Place
from leadsorted_sheets.workbook.xlsx.reading import Snapshot
from leadsorted_sheets.workbook.xlsx.refs import LAST_COLUMN, LAST_ROW, Box
from leadsorted_sheets.workbook.xlsx.sheet import SheetXml
from leadsorted_sheets.workbook.xlsx.sheet_patch import is_protected
from leadsorted_sheets.workbook.xlsx.spelling import Spelling


def widened_for(package: Package, snapshot: Snapshot, batch: Batch) -> tuple[Layout, ...] | None:
    """Columns for what the batch asks for and for what new rows hold beside our fields, so that nothing of the user's is lost.

    A column of ours that the user has deleted is not brought back. Answers where all tabs are then, None where no
    column was needed.
    """
    places = {place.layout.tab: place for place in snapshot.places}
    wanted = _brought(batch.changes, places)
    for tab, headers in batch.columns.items():
        if tab in places:
            new = [header for header in headers if header not in places[tab].columns]
            wanted[tab] = list(dict.fromkeys([*new, *wanted.get(tab, [])]))
    if not any(wanted.values()):
        return None
    return tuple(
        widened(package, place, wanted[tab]) if (tab := place.layout.tab) in wanted else place.layout
        for place in snapshot.places
    )


def _brought(changes: Iterable[Change], places: dict[str, Place]) -> dict[str, list[str]]:
    wanted: dict[str, dict[str, None]] = {}
    known = {
        tab: {*place.columns, *schema.BY_NAME[tab].fields} for tab, place in places.items() if tab in schema.BY_NAME
    }
    for change in changes:
        if isinstance(change, AddRow) and change.tab in known and not known[change.tab].issuperset(change.row):
            new = (name for name in change.row if name not in known[change.tab])
            wanted.setdefault(change.tab, {}).update(dict.fromkeys(new))
    return {tab: list(names) for tab, names in wanted.items()}


def widened(package: Package, place: Place, missing: Sequence[str]) -> Layout:
    """The tab with further columns behind its last: headers written, the Excel table made wider.

    Raises errors.Protected where its sheet is locked, errors.NoRoom where something of the user's stands to the
    right of its table.
    """
    if not missing:
        return place.layout
    part = SheetXml(package.xml(place.sheet.part))
    if is_protected(part):
        raise Protected(package.path, place.sheet.name)
    right = place.layout.first_column + len(place.layout.columns) - 1
    used = _last_used_column(part)
    if place.table is not None and (held := _held_beside(place, package, part, len(missing))):
        raise NoRoom(package.path, f"{place.sheet.name}!{place.table.box}", held, len(missing), of="column")
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
        raise NoRoom(package.path, place.sheet.name, "the end of the sheet", len(headers), of="column")
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


def _held_beside(place: Place, package: Package, part: SheetXml, columns: int) -> str:
    """What stands where an Excel table would grow to the right, in its rows or where it will grow down; "" for nothing."""
    table = place.table
    if table is None:
        return ""
    new = Box(table.box.top, table.box.right + 1, LAST_ROW, table.box.right + columns)
    for cell in part.cells_in(new):
        if cell.is_filled:
            return f"the cell {letters(cell.number)}{cell.line}"
    for thing in foreign.standing(package, place.sheet, part):
        if thing.box.meets(new) and thing.box != table.box and thing.what.startswith(foreign.HOLDING):
            return thing.what
    return ""
