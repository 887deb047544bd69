"""From a package to a Reading: the tabs as rows under their keys, and where each of them is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from leadsorted_sheets.core.book import Row, Table
from leadsorted_sheets.core.cell import Cell, Formula, canon, shown
from leadsorted_sheets.core.collector import quiet_collector
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Progress
from leadsorted_sheets.core.schema import BASE_SHEET, BY_NAME, JOURNAL_SHEET, STATE_SHEET
from leadsorted_sheets.core.state import Layout, State, unpack
from leadsorted_sheets.workbook import under_way
from leadsorted_sheets.workbook.port import Reading, Sketch
from leadsorted_sheets.workbook.xlsx.grids import Grids, Marks
from leadsorted_sheets.workbook.xlsx.package import Package
from leadsorted_sheets.workbook.xlsx.places import Place, Places

HIDDEN_SHEETS = (STATE_SHEET, JOURNAL_SHEET)
"""Every book of ours has these; one that has been synced has `BASE_SHEET` too."""
SKETCH_ROWS = 60


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A reading, and what a write to the same file has to know beside it.

    `record` is of a write that a program which had the file open did not finish.
    """

    reading: Reading
    places: tuple[Place, ...]
    record: str = ""


def snapshot(package: Package, layouts: Sequence[Layout] | None, progress: Progress) -> Snapshot:
    """The tabs of a workbook, where it says they are or, for one to be adopted, where `layouts` say."""
    grids = Grids(package)
    names = (*HIDDEN_SHEETS, BASE_SHEET) if package.sheet(BASE_SHEET) else HIDDEN_SHEETS
    hidden = {name: _hidden_text(package, grids, name) for name in names}
    state, findings = _state(hidden[STATE_SHEET])
    finder = Places(package, grids, state.layouts if layouts is None else layouts)
    places = finder.all()
    book: dict[str, Table] = {}
    lines: dict[str, dict[str, int]] = {}
    marks: dict[str, Marks] = {}
    findings += finder.findings
    for done, place in enumerate(places):
        progress(f"Reading {place.layout.sheet}", done, len(places))
        if place.sheet.part not in marks:
            marks[place.sheet.part] = grids.marks(place.sheet)
        with quiet_collector():
            rows = _Rows(place, grids.rows(place.sheet), marks[place.sheet.part])
            book[place.layout.tab], lines[place.layout.tab] = rows.table, rows.lines
        findings += rows.findings
    progress("Reading", len(places), len(places))
    record = _hidden_text(package, grids, JOURNAL_SHEET, column=1)
    if record:
        findings.append(under_way.cut_off(record, book))
    reading = Reading(book, tuple(place.layout for place in places), package.revision, lines, hidden, tuple(findings))
    return Snapshot(reading, tuple(places), record)


def sketches(package: Package) -> tuple[Sketch, ...]:
    """The first rows of every sheet that has cells, ours left out."""
    grids = Grids(package)
    return tuple(
        Sketch(
            sheet.name,
            tuple(tuple(canon(value) for value in row) for row in grids.top(sheet, SKETCH_ROWS)),
            hidden=sheet.state != "visible",
        )
        for sheet in package.sheets
        if sheet.grid and sheet.name not in {*HIDDEN_SHEETS, BASE_SHEET}
    )


class _Rows:
    """The rows of one tab."""

    def __init__(self, place: Place, grid: list[list[Any]], marks: Marks) -> None:
        self.table: dict[str, Row] = {}
        self.lines: dict[str, int] = {}
        self.findings: list[Finding] = []
        self._tab = place.layout.tab
        tab = BY_NAME.get(self._tab)
        fields = [at.field for at in place.layout.columns]
        identity = next((at.header for at in place.layout.columns if tab and at.field == tab.id), None)
        for line, cells in _filled_rows(place, fields, grid, marks):
            key = _key(cells.get(tab.id) if tab and identity is not None else None)
            if key is not None and key in self.table:
                self._repeated(key, line, tab.id if tab else None)
                key = None
            key = key or f"#{line}"
            self.table[key] = cells
            self.lines[key] = line

    def _repeated(self, key: str, line: int, field: str | None) -> None:
        self.findings.append(
            Finding(
                "warning", self._tab, f"#{line}", field, "workbook.repeated-id",
                f"{key} stands in two rows; the one above keeps it. If this row is a copy, delete it; "
                "if it is another one, clear its id and it gets its own.",
                found=key, others=(key,),
            )
        )  # fmt: skip


def _filled_rows(
    place: Place, fields: list[str], grid: list[list[Any]], marks: Marks
) -> Iterator[tuple[int, dict[str, Cell]]]:
    """The rows that hold more than formulas, with their numbers."""
    data = place.data
    marked = {line: row for line, row in marks.items() if data.top <= line <= data.bottom}
    block = [row[data.left - 1 : data.right] for row in grid[data.top - 1 : data.bottom]]
    if block and len(block[0]) < len(fields):
        padding = [""] * (len(fields) - len(block[0]))
        block = [row + padding for row in block]
    last = max(marked, default=0)
    block += [[""] * len(fields)] * (last - data.top + 1 - len(block))
    columns: list[Sequence[Cell]] = []
    names: list[str] = []
    for name, column in zip(fields, zip(*block, strict=True) if block else (), strict=False):
        if name and (cells_of := _canonical(column)):
            names.append(name)
            columns.append(cells_of)
    if not columns:  # blank from top to bottom, but perhaps for formulas
        columns = [(None,) * len(block)]
        names = [""]
    nothing = (None,) * len(names)
    for line, values in enumerate(zip(*columns, strict=True), data.top):
        cells: dict[str, Cell]
        if values == nothing and line not in marked:
            continue
        if None in values:
            cells = {field: value for field, value in zip(names, values, strict=True) if value is not None}
        else:
            cells = dict(zip(names, values, strict=True))
        if line in marked:
            for number, mark in marked[line].items():
                if data.left <= number <= data.right and fields[number - data.left]:
                    cells[fields[number - data.left]] = mark
            if all(type(value) is Formula for value in cells.values()):
                continue
        if cells:
            yield line, cells


def _canonical(column: Sequence[Any]) -> Sequence[Cell]:
    """A column's cells in their one spelling, each different value looked at once; none where all are blank."""
    kinds = set(map(type, column))
    if kinds == {str}:
        joined = "".join(column)
        if not joined:
            return ()
        if joined.isascii() and "\r" not in joined:
            return [text or None for text in column]
    if bool in kinds and kinds & {int, float}:
        return [canon(value) for value in column]
    spelt: dict[Any, Cell] = {value: canon(value) for value in set(column)}
    return [spelt[value] for value in column]


def _key(value: Cell) -> str | None:
    """A row's key from its id cell; None where that is blank or no id."""
    if value is None or isinstance(value, Formula):
        return None
    key = shown(value)
    return None if key.startswith("#") or not key.strip() else key


def _hidden_text(package: Package, grids: Grids, name: str, *, column: int = 0) -> str:
    sheet = package.sheet(name)
    if sheet is None or not sheet.grid:
        return ""
    return "".join(str(row[column]) for row in grids.rows(sheet) if len(row) > column)


def _state(text: str) -> tuple[State, list[Finding]]:
    try:
        return unpack(text), []
    except ValueError:
        return State(), [
            Finding(
                "error", STATE_SHEET, None, None, "workbook.state-damaged",
                "What this workbook remembered (sync, decisions, mappings) cannot be read. "
                "Take it back from a copy, or go on without: our tabs are found by their names.",
            )
        ]  # fmt: skip
