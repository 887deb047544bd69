"""Which changes the open workbook can hold at all: the rest comes back as clashes, each with a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from leadsorted_sheets.core.cell import Cell, Error, same
from leadsorted_sheets.core.changes import AddRow, Change, Clash, Edit
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.workbook.excel.places import Place
from leadsorted_sheets.workbook.excel.values import LONGEST_TEXT, storable, too_long


@dataclass(slots=True)
class Admitted:
    """The changes that can be tried, spelt as Excel can hold them, and what happened to the others."""

    changes: list[Change] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def admitted(changes: Sequence[Change], places: Mapping[str, Place]) -> Admitted:
    """Sort the changes."""
    out = Admitted()
    missing: dict[tuple[str, str], None] = {}
    columns = {tab: place.columns for tab, place in places.items()}
    for asked in changes:
        change, reason = asked, None
        if asked.tab not in columns:
            out.clashes.append(Clash(asked, None))
            missing[asked.tab, ""] = None
            continue
        match asked:
            case Edit():
                change = _stored_edit(asked)
                reason = _refused(asked.tab, asked.key, asked.field, asked.after, columns[asked.tab])
            case AddRow():
                change = _stored_row(asked, columns[asked.tab], missing)
                names = columns[asked.tab]
                lost = (_refused(asked.tab, asked.key, name, cell, names) for name, cell in change.row.items())
                reason = next((each for each in lost if each is not None), None)
        if reason is None:
            out.changes.append(change)
        else:
            out.clashes.append(Clash(asked, None))
            out.findings.append(reason)
    out.findings += _missing(missing)
    return out


def _refused(tab: str, key: str, name: str, value: Cell, there: Mapping[str, int]) -> Finding | None:
    if name not in there:
        return Finding(
            "warning", tab, key, name, "workbook.column-missing",
            f"There is no column {name!r}, so its new value was not written. Add a column with that header and run it again.",
            found=value,
        )  # fmt: skip
    if too_long(value):
        return Finding(
            "error", tab, key, name, "workbook.too-long",
            f"The text is longer than the {LONGEST_TEXT:,} characters a cell can hold, so it was not written. Shorten it.",
        )  # fmt: skip
    if isinstance(value, Error):
        return Finding(
            "warning", tab, key, name, "workbook.error-cell",
            f"The cell held the error {value.code}, which is not written back. Type what belongs there.",
        )  # fmt: skip
    return None


def _stored_edit(change: Edit) -> Edit:
    after = storable(change.after)
    return change if same(after, change.after) else replace(change, after=after)


def _stored_row(change: AddRow, there: Mapping[str, int], missing: dict[tuple[str, str], None]) -> AddRow:
    """The row as Excel can hold it, without blanks and without the cells that have no column or hold an error."""
    lost = [name for name, value in change.row.items() if name not in there and value is not None]
    missing.update(dict.fromkeys((change.tab, name) for name in lost))
    row: dict[str, Cell] = {
        name: storable(value)
        for name, value in change.row.items()
        if name in there and value is not None and not isinstance(value, Error)
    }
    same_cells = row.keys() == change.row.keys() and all(row[name] is value for name, value in change.row.items())
    return change if same_cells else replace(change, row=row)


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
