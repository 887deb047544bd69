"""Which changes a workbook can hold at all: the rest comes back as clashes, each with a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from leadsorted_sheets.core.cell import Cell, Error, Formula, same
from leadsorted_sheets.core.changes import AddRow, Change, Clash, Edit
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.workbook.xlsx.places import Place
from leadsorted_sheets.workbook.xlsx.values import LONGEST_TEXT, storable, too_long

_LARGE = 10**9
_SURE_YEAR = 1905
_ALWAYS_FIT = frozenset({float, bool, type(None), Formula, Error})


@dataclass(slots=True)
class Admitted:
    """The changes that can be tried, spelt as the file can hold them, and what happened to the others."""

    changes: list[Change] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def admitted(
    changes: Sequence[Change],
    places: Mapping[str, Place],
    covered: Mapping[str, set[tuple[int, int]]],
    lines: Mapping[str, Mapping[str, int]],
    *,
    from_1904: bool,
) -> Admitted:
    """Sort the changes. `covered` are the cells of each tab that lie under a merged cell, by line and column."""
    out = Admitted()
    missing: dict[tuple[str, str], None] = {}
    columns = {tab: place.columns for tab, place in places.items()}
    for asked in changes:
        change = asked
        if change.tab not in columns:
            out.clashes.append(Clash(change, None))
            missing[change.tab, ""] = None
            continue
        there = columns[change.tab]
        match change:
            case Edit():
                change = _stored_edit(change, from_1904=from_1904)
                reason = _refused_edit(change, there, covered, lines)
            case AddRow():
                reason = None
                if not _fits_as_it_is(change.row, there):
                    change = _stored_row(change, there, missing, from_1904=from_1904)
                    reason = _too_long_in(change)
            case _:
                reason = None
        if reason is None:
            out.changes.append(change)
        else:
            out.clashes.append(Clash(asked, None))
            out.findings.append(reason)
    out.findings += _missing(missing)
    return out


def _refused_edit(
    change: Edit,
    there: Mapping[str, int],
    covered: Mapping[str, set[tuple[int, int]]],
    lines: Mapping[str, Mapping[str, int]],
) -> Finding | None:
    if change.field not in there:
        return Finding(
            "warning", change.tab, change.key, change.field, "workbook.column-missing",
            f"There is no column {change.field!r}, so its new value was not written. Add a column with that header and run it again.",
            found=change.after,
        )  # fmt: skip
    if too_long(change.after):
        return _too_long(change.tab, change.key, change.field)
    line = lines.get(change.tab, {}).get(change.key)
    if line is not None and (line, there[change.field]) in covered.get(change.tab, ()):
        return Finding(
            "warning", change.tab, change.key, change.field, "workbook.merged",
            "The cell lies under a merged cell, so nothing can be written there. Unmerge it and run the command again.",
        )  # fmt: skip
    return None


def _stored_edit(change: Edit, *, from_1904: bool) -> Edit:
    after = storable(change.after, from_1904=from_1904)
    return change if after is change.after or same(after, change.after) else replace(change, after=after)


def _stored_row(
    change: AddRow, there: Mapping[str, int], missing: dict[tuple[str, str], None], *, from_1904: bool
) -> AddRow:
    """The row as the file can hold it, without the cells that have no column."""
    lost = [name for name, value in change.row.items() if name not in there and value is not None]
    missing.update(dict.fromkeys((change.tab, name) for name in lost))
    row: dict[str, Cell] = {
        name: storable(value, from_1904=from_1904) for name, value in change.row.items() if name in there
    }
    if not lost and all(row.get(name) is value for name, value in change.row.items()):
        return change
    return replace(change, row=row)


def _fits_as_it_is(row: Mapping[str, Any], there: Mapping[str, int]) -> bool:
    """Whether nothing in the row needs a second look. Most rows are so, and there may be hundreds of thousands."""
    for name, value in row.items():
        if name not in there:
            return False
        kind = value.__class__
        if kind is str:
            if len(value) > LONGEST_TEXT or not value.isascii():
                return False
        elif kind is int:
            if not -_LARGE < value < _LARGE:
                return False
        elif kind is dt.date or kind is dt.datetime:
            if value.year < _SURE_YEAR:
                return False
        elif kind not in _ALWAYS_FIT:
            return False
    return True


def _too_long_in(change: AddRow) -> Finding | None:
    return next(
        (_too_long(change.tab, change.key, name) for name, value in change.row.items() if too_long(value)), None
    )


def _missing(missing: Mapping[tuple[str, str], None]) -> Iterator[Finding]:
    for tab, name in missing:
        if name:
            yield Finding(
                "warning", tab, None, name, "workbook.column-missing",
                f"There is no column {name!r}, so new rows were written without it. Add a column with that header for the next ones.",
            )  # fmt: skip
        else:
            yield Finding(
                "warning", tab, None, None, "workbook.tab-missing",
                f"There is no tab {tab!r} in this workbook, so nothing was written to it. Add it with: leadsorted adopt",
            )  # fmt: skip


def _too_long(tab: str, key: str, name: str) -> Finding:
    return Finding(
        "error", tab, key, name, "workbook.too-long",
        f"The text is longer than the {LONGEST_TEXT:,} characters a cell can hold, so it was not written. Shorten it.",
    )  # fmt: skip
