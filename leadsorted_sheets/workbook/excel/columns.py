"""Further columns for a tab: those a batch asks for, and those that new rows bring along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.changes import AddRow
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.errors import NoRoom, Protected
from leadsorted_sheets.workbook.excel import application, blocks, places
from leadsorted_sheets.workbook.excel.blocks import LAST_COLUMN, Box
from leadsorted_sheets.workbook.excel.places import Place
from leadsorted_sheets.workbook.port import Batch

SUFFIX = " (Lead Sorted)"
"""Behind a header of ours where the user's table has a column of that name already."""


def wanted(batch: Batch, found: Sequence[Place]) -> dict[str, list[str]]:
    """The headers each tab lacks. A column of ours that the user has deleted is not brought back."""
    lacking: dict[str, dict[str, None]] = {}
    there = {place.layout.tab: place.columns for place in found}
    for tab, headers in batch.columns.items():
        if tab in there:
            lacking.setdefault(tab, {}).update(dict.fromkeys(name for name in headers if name not in there[tab]))
    for change in batch.changes:
        if isinstance(change, AddRow) and change.tab in there and change.tab in schema.BY_NAME:
            ours = schema.BY_NAME[change.tab].fields
            brought = (name for name in change.row if name not in there[change.tab] and name not in ours)
            lacking.setdefault(change.tab, {}).update(dict.fromkeys(brought))
    return {tab: list(names) for tab, names in lacking.items() if names}


def check(lacking: Mapping[str, Sequence[str]], found: Sequence[Place], path: str) -> None:
    """Raises errors.Protected or errors.NoRoom where the columns cannot be added."""
    for place in found:
        names = lacking.get(place.layout.tab, ())
        if not names:
            continue
        if application.sheet_is_protected(place.sheet):
            raise Protected(path, place.sheet.name)
        start = _first_free(place)
        if start + len(names) - 1 > LAST_COLUMN:
            raise NoRoom(path, place.sheet.name, "the end of the sheet", len(names), of="column")
        if place.table is not None and (held := _held_beside(place, len(names))):
            raise NoRoom(path, f"{place.sheet.name}!{place.table.box}", held, len(names), of="column")


def add(lacking: Mapping[str, Sequence[str]], found: Sequence[Place]) -> tuple[Layout, ...]:
    """Write the headers, make the tables wider. Answers where all tabs are then."""
    return tuple(_widened(place, lacking.get(place.layout.tab, ())) for place in found)


def _widened(place: Place, names: Sequence[str]) -> Layout:
    if not names:
        return place.layout
    layout, start = place.layout, _first_free(place)
    taken = {at.header.casefold() for at in layout.columns}
    headers = [name if name.casefold() not in taken else name + SUFFIX for name in names]
    area = place.sheet.range((layout.header_row, start), (layout.header_row, start + len(names) - 1))
    area.number_format = "@"
    area.value = [headers]
    if place.table is not None:
        box = place.table.box
        wider: Any = place.sheet.range((box.top, box.left), (max(box.bottom, box.top + 1), box.right + len(names)))
        place.table.native.resize(wider)
    right = layout.first_column + len(layout.columns) - 1
    gap = tuple(ColumnAt("", "") for _number in range(right + 1, start))
    new = tuple(ColumnAt(name, header) for name, header in zip(names, headers, strict=True))
    return replace(layout, columns=(*layout.columns, *gap, *new))


def _first_free(place: Place) -> int:
    """Right behind a table; behind everything on the sheet where there is none."""
    if place.table is not None:
        return place.table.box.right + 1
    return max(places.used_box(place.sheet).right, place.data.right) + 1


def _held_beside(place: Place, columns: int) -> str:
    """What stands where a table would grow to the right, in its rows or where it will grow down; "" for nothing."""
    if place.table is None:
        return ""
    used = places.used_box(place.sheet)
    table = place.table.box
    box = Box(table.top, table.right + 1, used.bottom, min(table.right + columns, used.right))
    if box.right < box.left or box.height < 1:
        return ""
    area = place.sheet.range((box.top, box.left), (box.bottom, box.right))
    for n, row in enumerate(blocks.formula_texts(area, box)):
        for at, text in enumerate(row):
            if text:
                return f"the cell {Box(box.top + n, box.left + at, box.top + n, box.left + at)}"
    return ""
