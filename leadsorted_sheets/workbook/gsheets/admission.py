"""Which changes a Google sheet can hold at all: the rest comes back as clashes, each with a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from leadsorted_sheets import errors
from leadsorted_sheets.core.cell import Cell, Formula, same
from leadsorted_sheets.core.changes import AddRow, Change, Clash, Edit
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.workbook.gsheets.locate import Place
from leadsorted_sheets.workbook.gsheets.typed import LONGEST_TEXT, kind_of, storable, too_long
from leadsorted_sheets.workbook.port import Reading, letters


@dataclass(slots=True)
class Admitted:
    """The changes that can be tried, spelt as the sheet can hold them, and what happened to the others."""

    changes: list[Change] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def admitted(changes: Sequence[Change], places: Mapping[str, Place], reading: Reading) -> Admitted:
    """Sort the changes."""
    out = Admitted()
    missing: dict[tuple[str, str], None] = {}
    fields = {tab: place.columns for tab, place in places.items()}
    for asked in changes:
        if asked.tab not in places:
            out.clashes.append(Clash(asked, None))
            missing[asked.tab, ""] = None
            continue
        there = fields[asked.tab]
        reason: Finding | None = None
        change: Change = asked
        match asked:
            case Edit():
                change = _stored_edit(asked)
                reason = _refused_edit(asked, there, places[asked.tab], reading)
            case AddRow():
                change = _stored_row(asked, there, missing)
                reason = next((_too_long(asked.tab, asked.key, n) for n, v in asked.row.items() if too_long(v)), None)
        if reason is None:
            out.changes.append(change)
        else:
            out.clashes.append(Clash(asked, None))
            out.findings.append(reason)
    out.findings += [_missing(tab, name) for tab, name in missing]
    return out


def check_open(address: str, cells: Sequence[tuple[Place, int, int]]) -> None:
    """Raises errors.ProtectedRange where one of the cells to be written is closed to this log-in."""
    for place, row, column in cells:
        sheet = place.sheet
        if sheet.closed and sheet.is_closed(row, column):
            raise errors.ProtectedRange(address, f"{sheet.title}!{letters(column + 1)}{row + 1}")


def _stored_edit(change: Edit) -> Edit:
    after = storable(change.after, kind_of(change.tab, change.field))
    return change if after is change.after or _alike(after, change.after) else replace(change, after=after)


def _stored_row(change: AddRow, there: Mapping[str, int], missing: dict[tuple[str, str], None]) -> AddRow:
    """The row as the sheet can hold it, without the cells that have no column."""
    row: dict[str, Cell] = {}
    plain = True
    for name, value in change.row.items():
        if name not in there:
            if value is not None:
                missing[change.tab, name] = None
                plain = False
            continue
        row[name] = storable(value, kind_of(change.tab, name))
        plain = plain and (row[name] is value or _alike(row[name], value))
    return change if plain else replace(change, row=row)


def _alike(a: Cell, b: Cell) -> bool:
    return same(a, b) and not isinstance(a, Formula)


def _refused_edit(change: Edit, there: Mapping[str, int], place: Place, reading: Reading) -> Finding | None:
    if change.field not in there:
        return Finding(
            "warning", change.tab, change.key, change.field, "workbook.column-missing",
            f"There is no column {change.field!r}, so its new value was not written. "
            "Add a column with that header and run it again.",
            found=change.after,
        )  # fmt: skip
    if too_long(change.after):
        return _too_long(change.tab, change.key, change.field)
    line = reading.lines.get(change.tab, {}).get(change.key)
    if line is not None and place.sheet.merges and place.sheet.is_covered(line - 1, there[change.field]):
        return Finding(
            "warning", change.tab, change.key, change.field, "workbook.merged",
            "The cell lies under a merged cell, so nothing can be written there. Unmerge it and run the command again.",
        )  # fmt: skip
    return None


def _missing(tab: str, name: str) -> Finding:
    if name:
        return Finding(
            "warning", tab, None, name, "workbook.column-missing",
            f"There is no column {name!r}, so new rows were written without it. Add a column with that header for the next ones.",
        )  # fmt: skip
    return Finding(
        "warning", tab, None, None, "workbook.tab-missing",
        f"There is no tab {tab!r} in this spreadsheet, so nothing was written to it. "
        "Bring it back with Google's version history (File > Version history).",
    )  # fmt: skip


def _too_long(tab: str, key: str, name: str) -> Finding:
    return Finding(
        "error", tab, key, name, "workbook.too-long",
        f"The text is longer than the {LONGEST_TEXT:,} characters a cell can hold, so it was not written. Shorten it.",
    )  # fmt: skip
