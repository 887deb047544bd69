"""Lines come, go and move; whatever refers to them follows: formulas, merges, filters, protections, groups, names, charts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sheets_server.formulas import followed
from tests.sheets_server.grid import COLUMNS, ROWS, Formula, Sheet, moved_order
from tests.sheets_server.ranges import walk_ranges
from tests.sheets_server.refusals import Json
from tests.sheets_server.spreadsheet import Spreadsheet

_BOUNDS = {ROWS: ("startRowIndex", "endRowIndex"), COLUMNS: ("startColumnIndex", "endColumnIndex")}
_GROUPS = {ROWS: "rowGroups", COLUMNS: "columnGroups"}
Span = tuple[int, int]


def insert(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, at: int, count: int, *, like: int | None) -> None:
    """New lines before `at`. A range grows when lines are put inside of it, not at its edges."""
    sheet.insert(dimension, at, count, like=like)
    _follow(
        spreadsheet,
        sheet,
        dimension,
        span=lambda start, end: (start + count if start >= at else start, end + count if end > at else end),
        place=lambda at_first: at_first + count if at_first >= at else at_first,
    )


def delete(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int) -> None:
    """The lines and the metadata on them go; a range that loses all of its lines goes too."""
    gone = sheet.delete(dimension, start, end)
    spreadsheet.forget_lines(sheet.id, gone)

    def place(at: int) -> int:
        return at if at < start else start if at < end else at - (end - start)

    def span(first: int, last: int) -> Span | None:
        return None if place(first) == place(last) else (place(first), place(last))

    _follow(spreadsheet, sheet, dimension, span=span, place=lambda at: -1 if start <= at < end else place(at))


def move(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int, *, to: int) -> None:
    """The lines go before line `to`, with everything on them."""
    order = moved_order(len(sheet.lines(dimension)), start, end, to)
    new_place = {old: new for new, old in enumerate(order)}
    sheet.move(dimension, start, end, to)

    def span(first: int, last: int) -> Span:
        places = [new_place[at] for at in range(first, min(last, len(order)))]
        return min(places), max(places) + 1

    _follow(spreadsheet, sheet, dimension, span=span, place=lambda at: new_place.get(at, at))


def _follow(
    spreadsheet: Spreadsheet,
    sheet: Sheet,
    dimension: str,
    *,
    span: Callable[[int, int], Span | None],
    place: Callable[[int], int],
) -> None:
    first, last = _BOUNDS[dimension]

    def change(message: Json) -> Json | None:
        if message.get("sheetId", 0) != sheet.id or (first not in message and last not in message):
            return message
        found = span(message.get(first, 0), message.get(last, len(sheet.lines(dimension))))
        if found is None:
            return None
        return {
            **message,
            **({first: found[0]} if first in message else {}),
            **({last: found[1]} if last in message else {}),
        }

    spreadsheet.named_ranges = walk_ranges(spreadsheet.named_ranges, change)
    for each in spreadsheet.sheets:
        each.objects = _kept(walk_ranges(each.objects, change))
    sheet.objects[_GROUPS[dimension]] = [
        {**group, "range": {**group["range"], "startIndex": found[0], "endIndex": found[1]}}
        for group in sheet.objects.get(_GROUPS[dimension], [])
        if (found := span(group["range"]["startIndex"], group["range"]["endIndex"])) is not None
    ]
    _rewrite_formulas(spreadsheet, sheet, rows=dimension == ROWS, place=place)


def _kept(objects: Any) -> dict[str, Any]:
    return {name: part for name, part in (objects or {}).items() if part is not None}


def _rewrite_formulas(spreadsheet: Spreadsheet, sheet: Sheet, *, rows: bool, place: Callable[[int], int]) -> None:
    for each in spreadsheet.sheets:
        if not each.has_formulas:
            continue

        def concerns(title: str | None, home: Sheet = each) -> bool:
            return home is sheet if title is None else title.lower() == sheet.title.lower()

        for row, column, cell in list(each.filled()):
            if isinstance(cell.value, Formula):
                new = followed(cell.value, concerns, rows, place)
                if new != cell.value:
                    each.put(row, column, cell.with_value(new))
