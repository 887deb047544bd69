"""Filters: taken off before cells are written, put back afterwards.

While rows are filtered out Excel writes a block into the rows it shows, the first row of it into each (xlwings #679).
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from leadsorted_sheets.errors import OddFilter
from leadsorted_sheets.workbook.excel.refusals import vendor_errors

_COUNTED = {
    "top_items": ("apply_top_items", "count"),
    "bottom_items": ("apply_bottom_items", "count"),
    "top_percent": ("apply_top_percent", "percent"),
    "bottom_percent": ("apply_bottom_percent", "percent"),
}


@dataclass(frozen=True, slots=True)
class Filtered:
    """A table and the criteria set on it."""

    table: Any
    criteria: tuple[Any, ...]


def remembered(sheets: Sequence[Any], path: str) -> list[Filtered]:
    """The filters set on the tables of these sheets.

    Raises errors.OddFilter where one cannot be put into words, so that it could not be put back.
    """
    found: list[Filtered] = []
    for sheet in sheets:
        mine = []
        for table in sheet.tables:
            criteria = (
                tuple(each for each in table.autofilter.criteria if each.type != "none")
                if table.show_autofilter
                else ()
            )
            if any(not _can_be_put_back(each) for each in criteria):
                raise OddFilter(path, f"the table {table.name} on the sheet {sheet.name!r} is filtered in a way")
            if criteria:
                mine.append(Filtered(table, criteria))
        if not mine and _filters_elsewhere(sheet):
            raise OddFilter(path, f"the sheet {sheet.name!r} has a filter")
        found += mine
    return found


@contextlib.contextmanager
def lifted(filters: Sequence[Filtered]) -> Iterator[None]:
    """No filters inside; the same ones again afterwards, whatever happens."""
    for each in filters:
        each.table.autofilter.clear()
    try:
        yield
    finally:
        with contextlib.suppress(*vendor_errors()):  # what stopped the write says more than this would
            for each in filters:
                for criterion in each.criteria:
                    _put_back(each.table.autofilter, criterion)


def _can_be_put_back(criterion: Any) -> bool:
    if criterion.type in _COUNTED:
        return getattr(criterion, _COUNTED[criterion.type][1]) is not None
    return criterion.type in {"values", "comparison"}


def _put_back(autofilter: Any, criterion: Any) -> None:
    if criterion.type == "values":
        autofilter.apply_values(criterion.field, criterion.values)
    elif criterion.type == "comparison":
        autofilter.apply_comparison(criterion.field, criterion.operator, criterion.value1, criterion.value2)
    else:
        verb, amount = _COUNTED[criterion.type]
        getattr(autofilter, verb)(criterion.field, getattr(criterion, amount))


def _filters_elsewhere(sheet: Any) -> bool:
    """Whether rows are filtered out by a filter that belongs to no table; only Excel can tell."""
    if hasattr(sheet.api, "FilterMode"):
        return bool(sheet.api.FilterMode)
    if sys.platform == "darwin":
        return bool(sheet.api.filter_mode.get())
    return False
