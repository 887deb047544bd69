"""Lines taken out of a sheet: one call for all of them, wherever they stand, so that looks and notes stay with their rows."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from leadsorted_sheets.workbook.excel import places
from leadsorted_sheets.workbook.excel.blocks import Box
from leadsorted_sheets.workbook.excel.pieces import addresses
from leadsorted_sheets.workbook.excel.places import Place
from leadsorted_sheets.workbook.excel.refusals import vendor_errors

MOST_RUNS = 8
"""Runs of lines that are taken out one by one where a program cannot take out several together."""
_MOST_AT_ONCE = 30  # ranges that Excel's Application.Union joins
_UP = -4162  # xlShiftUp


def one_by_one() -> bool:
    """Whether each run needs a call of its own: on a Mac xlwings cuts an address of several areas at its first colon."""
    return sys.platform == "darwin"


def take_out(place: Place, boxes: Sequence[Box]) -> None:
    """Delete these cells, the last first; what is below moves up.

    Should Excel refuse several areas at once it has deleted nothing, and they go one by one.
    """
    if len(boxes) > 1 and _can_join(place):
        before = _size(place)
        try:
            _joined(place.sheet, boxes).Delete(_UP)
        except vendor_errors():
            if _size(place) != before:
                raise
        else:
            return
    for box in boxes:
        place.sheet.range((box.top, box.left), (box.bottom, box.right)).delete(shift="up")


def _can_join(place: Place) -> bool:
    return not one_by_one() and hasattr(place.sheet.book.app.api, "Union")


def _joined(sheet: Any, boxes: Sequence[Box]) -> Any:
    """All the boxes as one range of the program's own; xlwings has no word for it."""
    found = [sheet.range(address).api for address in addresses(boxes)]
    while len(found) > 1:
        found[:_MOST_AT_ONCE] = [sheet.book.app.api.Union(*found[:_MOST_AT_ONCE])]
    return found[0]


def _size(place: Place) -> tuple[int, int]:
    """Where the table ends, or the sheet where there is none, and how far the sheet is used."""
    table = place.table.native.range.shape[0] if place.table is not None else 0
    return table, places.used_box(place.sheet).bottom
