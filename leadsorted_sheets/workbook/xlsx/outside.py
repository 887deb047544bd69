"""What stands outside the rows and goes with them: ranges, the dimension, the table part, names, charts that stop short."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.workbook.xlsx import foreign, markup, ranges, tables
from leadsorted_sheets.workbook.xlsx.markup import Splice
from leadsorted_sheets.workbook.xlsx.package import Package, Sheet
from leadsorted_sheets.workbook.xlsx.places import Place
from leadsorted_sheets.workbook.xlsx.ranges import Resize
from leadsorted_sheets.workbook.xlsx.refs import Box
from leadsorted_sheets.workbook.xlsx.sheet import SheetXml


def splices_outside(part: SheetXml, resizes: Sequence[Resize], put: Box | None) -> list[Splice]:
    """The splices before and after the rows. `put` is the block that cells were put into."""
    changed = [resize for resize in resizes if resize.changes]
    splices: list[Splice] = []
    if changed:
        splices += ranges.following(part.mask, 0, part.opened.start, changed)
        splices += ranges.following(part.mask, part.end, len(part.mask), changed)
    area = ranges.dimension(part.mask, part.opened.start)
    if area is not None and put is not None:
        area = Box(
            min(area.top, put.top), min(area.left, put.left), max(area.bottom, put.bottom), max(area.right, put.right)
        )
    if area is not None:
        dropped = sum(resize.dropped for resize in resizes)
        area = replace(area, bottom=max(area.top, area.bottom - dropped))
        splices += ranges.with_dimension(part.mask, part.opened.start, area)
    return splices


def resize_table(package: Package, place: Place, resize: Resize, put: Collection[int]) -> None:
    """The table part follows; `put` are the lines that cells were put on."""
    filled = any(line <= resize.data.bottom for line in put)
    if place.table is None or not (resize.changes or filled):
        return
    xml = package.xml(place.table.part)
    new = tables.resized(xml, place.table, resize.bottom - resize.data.top + 1)
    if new != xml:
        package.put(place.table.part, new)


def resize_names(package: Package, sheet: Sheet, resizes: Sequence[Resize]) -> None:
    """The workbook's defined names follow."""
    changed = [resize for resize in resizes if resize.changes]
    xml = package.xml(package.workbook)
    splices = list(ranges.resized_names(markup.masked(xml), sheet.name, changed)) if changed else []
    if splices:
        package.put(package.workbook, markup.spliced(xml, splices))


def stopped(package: Package, place: Place, resize: Resize) -> Iterator[Finding]:
    """A chart or pivot table on a plain range that does not see the new rows."""
    if resize.grown == resize.data.bottom:
        return
    found = {
        thing.what
        for thing in foreign.watching(package, place.sheet)
        if thing.box.bottom == resize.data.bottom and resize.follows(thing.box) and not thing.follows
    }
    for what in sorted(found):
        yield Finding(
            "note", place.layout.tab, None, None, "workbook.range-stops",
            f"{what[0].upper()}{what[1:]} shows rows up to {resize.data.bottom} and does not see the new ones below. "
            "Let it point at the table instead of a range of cells.",
        )  # fmt: skip
