"""From the open workbook to a Reading: the tabs as rows under their keys, and where each of them is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadsorted_sheets.core.book import Book, Row, Table
from leadsorted_sheets.core.cell import Cell, Formula, shown
from leadsorted_sheets.core.collector import quiet_collector
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Progress
from leadsorted_sheets.core.schema import BY_NAME, STATE_SHEET
from leadsorted_sheets.core.state import Layout, State, unpack
from leadsorted_sheets.workbook import under_way
from leadsorted_sheets.workbook.excel import blocks, hidden, places
from leadsorted_sheets.workbook.excel.application import is_visible
from leadsorted_sheets.workbook.excel.blocks import Block, Box
from leadsorted_sheets.workbook.excel.places import Place
from leadsorted_sheets.workbook.port import Reading, Sketch

SKETCH_ROWS = 60


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A reading, and what a write to the same workbook has to know beside it. `record` is of a write cut off."""

    reading: Reading
    places: tuple[Place, ...]
    blocks: Mapping[str, Block]
    record: str = ""


def snapshot(book: Any, layouts: Sequence[Layout] | None, progress: Progress) -> Snapshot:
    """The tabs of a workbook, where it says they are or, for one to be adopted, where `layouts` say."""
    progress("Reading", 0, 0)
    texts, record = hidden.texts(book)
    state, findings = _state(texts[STATE_SHEET])
    found = places.find(book, state.layouts if layouts is None else layouts)
    findings += found.findings
    rows: dict[str, dict[str, Row]] = {}
    lines: dict[str, dict[str, int]] = {}
    for done, place in enumerate(found.places):
        progress(f"Reading {place.layout.sheet}", done, len(found.places))
        with quiet_collector():
            tab = place.layout.tab
            rows[tab], lines[tab], repeated = rows_of(place, found.blocks[place.sheet.name])
        findings += repeated
    progress("Reading", len(found.places), len(found.places))
    if record:
        findings.append(under_way.cut_off(record, rows))
    where = tuple(place.layout for place in found.places)
    reading = Reading(rows, where, revision(rows, texts), lines, texts, tuple(findings))
    return Snapshot(reading, tuple(found.places), found.blocks, record)


def rows_of(place: Place, block: Block) -> tuple[dict[str, Row], dict[str, int], list[Finding]]:
    """A tab's rows under their keys, the line of each, and a finding for an id that stands twice."""
    tab = BY_NAME.get(place.layout.tab)
    table: dict[str, Row] = {}
    lines: dict[str, int] = {}
    findings: list[Finding] = []
    for line, cells in _filled_rows(place, block):
        key = _key(cells.get(tab.id)) if tab else None
        if key is not None and key in table:
            findings.append(_repeated(place.layout.tab, key, line, tab.id if tab else None))
            key = None
        key = key or f"#{line}"
        table[key], lines[key] = cells, line
    return table, lines, findings


def revision(book: Book, texts: Mapping[str, str]) -> str:
    """A name for what the workbook holds: another content has another name. The order of rows plays no part."""
    digest = hashlib.sha256()
    for tab, table in sorted(book.items()):
        names = _filled_fields(table)
        formulas = {name for name in names if any(type(row.get(name)) is Formula for row in table.values())}
        digest.update(repr((tab, len(table), names)).encode("utf-8", "surrogatepass"))
        for key in sorted(table):
            row = table[key]
            cells = [row.get(name) for name in names]
            if formulas:  # all of them are alike
                cells = [Formula() if type(cell) is Formula else cell for cell in cells]
            digest.update(repr((key, cells)).encode("utf-8", "surrogatepass"))
    digest.update(repr(sorted((name, text) for name, text in texts.items() if text)).encode())
    return digest.hexdigest()[:24]


def _filled_fields(table: Table) -> list[str]:
    """The fields that any row has, in one order whatever that of the columns."""
    names = set[str]().union(*table.values())
    return sorted(name for name in names if any(row.get(name) is not None for row in table.values()))


def sketches(book: Any) -> tuple[Sketch, ...]:
    """The first rows of every sheet, ours left out."""
    found = []
    for sheet in book.sheets:
        if sheet.name in hidden.ALL:
            continue
        used = places.used_box(sheet)
        box = Box(1, 1, min(used.bottom, SKETCH_ROWS), min(used.right, 512))
        block = blocks.read(sheet, box, below=box.bottom)
        found.append(Sketch(sheet.name, _without_blank_end(block.cells), hidden=not is_visible(sheet)))
    return tuple(found)


def _filled_rows(place: Place, block: Block) -> Iterator[tuple[int, dict[str, Cell]]]:
    """The rows that hold more than formulas, with their numbers."""
    data = place.data
    fields = [at.field for at in place.layout.columns]
    start = data.left - block.box.left
    for line in range(data.top, min(data.bottom, block.box.bottom) + 1):
        row = block.cells[line - block.box.top][start : start + len(fields)]
        cells: dict[str, Cell] = {
            name: value for name, value in zip(fields, row, strict=True) if value is not None and name
        }
        if cells and not all(type(value) is Formula for value in cells.values()):
            yield line, cells


def _key(value: Cell) -> str | None:
    """A row's key from its id cell; None where that is blank or no id."""
    if value is None or isinstance(value, Formula):
        return None
    key = shown(value)
    return None if key.startswith("#") or not key.strip() else key


def _without_blank_end(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    last = max((n for n, row in enumerate(rows, 1) if any(cell is not None for cell in row)), default=0)
    return tuple(rows[:last])


def _repeated(tab: str, key: str, line: int, field: str | None) -> Finding:
    return Finding(
        "warning", tab, f"#{line}", field, "workbook.repeated-id",
        f"{key} stands in two rows; the one above keeps it. If this row is a copy, delete it; "
        "if it is another one, clear its id and it gets its own.",
        found=key, others=(key,),
    )  # fmt: skip


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
