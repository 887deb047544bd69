"""From a spreadsheet to a Reading: two requests, and a third only where a cell can be read in two ways.

FORMULA rendering tells every cell typed and literal, but for two things: a text "=x" looks like a formula, and in a
column whose kind we do not know a day looks like a number. Where one of these occurs, its columns are read again as
shown, and the two together settle it.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Row, Table
from leadsorted_sheets.core.cell import Cell, Formula, canon, shown
from leadsorted_sheets.core.collector import quiet_collector
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Progress
from leadsorted_sheets.core.state import Layout, State, unpack
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.facts import FIELDS, Facts, SheetFacts, facts_of
from leadsorted_sheets.workbook.gsheets.hidden import HiddenTexts
from leadsorted_sheets.workbook.gsheets.locate import Place, Places, doubtful
from leadsorted_sheets.workbook.gsheets.typed import DAY_KINDS, day_of, kind_of
from leadsorted_sheets.workbook.port import Reading, letters

Rows = list[list[Any]]
_PIECE = 10_000
_ATTEMPTS = 4
_WITHOUT_CELLS = frozenset({"", "Start here", schema.JOURNAL_SHEET, schema.BASE_SHEET})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A reading, and what a write to the same spreadsheet has to know beside it.

    `free` are the rows of each table, counted from 0, that hold nothing; `filled` the first row of each sheet (by id)
    below everything on it, `widths` its first column behind all that is filled. `blank` are those of `free` where not
    even a formula stands. `version` is Drive's, "" where we may not ask.
    """

    reading: Reading
    facts: Facts
    places: tuple[Place, ...]
    hidden: HiddenTexts
    free: Mapping[str, Sequence[int]] = field(default_factory=dict)
    blank: Mapping[str, Sequence[int]] = field(default_factory=dict)
    filled: Mapping[int, int] = field(default_factory=dict)
    widths: Mapping[int, int] = field(default_factory=dict)
    version: str = ""


def snapshot(client: Client, key: str, layouts: Sequence[Layout] | None, progress: Progress) -> Snapshot:
    """The spreadsheet now. Raises errors.Moved where people moved its columns or tabs each time we looked."""
    for _ in range(_ATTEMPTS):
        found = _looked(client, key, layouts, progress)
        if found is not None:
            return found
    raise errors.Moved(f"gsheet:{key}")


def _looked(client: Client, key: str, layouts: Sequence[Layout] | None, progress: Progress) -> Snapshot | None:
    """One look; None where the spreadsheet changed its shape between two requests."""
    progress("Reading the Google sheet", 0, 3)
    change = client.changed(key)
    facts = facts_of(client.spreadsheet(key, fields=FIELDS))
    progress("Reading the Google sheet", 1, 3)
    try:
        cells = _cells(client, key, _wanted(facts, layouts))
        progress("Reading the Google sheet", 2, 3)
        state_sheet = facts.named(schema.STATE_SHEET)
        state_rows = cells.pop(state_sheet.id, []) if state_sheet else []
        hidden = HiddenTexts(client, key, facts, {schema.STATE_SHEET: state_rows})
        state, findings = _state(hidden[schema.STATE_SHEET])
        finder = Places(facts, cells, state.layouts)
        places = finder.all() if layouts is None else [p for each in layouts if (p := finder.adopted(each)) is not None]
        if doubtful(places, state.layouts) and _labels(facts_of(client.spreadsheet(key, fields=FIELDS))) != _labels(
            facts
        ):
            return None
        shown_again = _read_again(client, key, places, cells)
    except errors.RangeGone:
        return None
    findings += finder.findings
    book: dict[str, Table] = {}
    lines: dict[str, dict[str, int]] = {}
    free: dict[str, Sequence[int]] = {}
    blank: dict[str, Sequence[int]] = {}
    for place in places:
        with quiet_collector():
            rows = _Rows(place, cells.get(place.sheet.id, []), shown_again)
        book[place.tab], lines[place.tab] = rows.table, rows.lines
        free[place.tab], blank[place.tab] = rows.free, rows.blank
        findings += rows.findings
    progress("Reading the Google sheet", 3, 3)
    revision = change.version if change and change.version else _digest(facts, cells, state_rows)
    reading = Reading(
        book, tuple(place.layout for place in places), revision, lines, hidden, tuple(findings),
        change.who if change else "",
    )  # fmt: skip
    filled = {sheet: len(rows) for sheet, rows in cells.items()}
    widths = {sheet: max(map(len, rows), default=0) for sheet, rows in cells.items()}
    return Snapshot(
        reading, facts, tuple(places), hidden, free=free, blank=blank, filled=filled, widths=widths,
        version=change.version if change else "",
    )  # fmt: skip


def _wanted(facts: Facts, layouts: Sequence[Layout] | None) -> list[SheetFacts]:
    titles = {layout.sheet for layout in layouts or ()}
    return [sheet for sheet in facts.sheets if sheet.name not in _WITHOUT_CELLS or sheet.title in titles]


def _cells(client: Client, key: str, sheets: Sequence[SheetFacts]) -> dict[int, Rows]:
    """The cells of whole sheets in one request, large ones in pieces."""
    pieces = [(sheet, top) for sheet in sheets for top in range(0, max(sheet.rows, 1), _PIECE)]
    ranges = [sheet.a1(top, min(top + _PIECE, sheet.rows)) for sheet, top in pieces]
    found: dict[int, Rows] = {sheet.id: [] for sheet in sheets}
    for (sheet, top), block in zip(pieces, client.values(key, ranges, render="FORMULA"), strict=True):
        if block:
            rows = found[sheet.id]
            rows += [[] for _ in range(top - len(rows))]
            rows += block
    return found


def _read_again(
    client: Client, key: str, places: Sequence[Place], cells: Mapping[int, Rows]
) -> dict[tuple[int, int], list[Any]]:
    """Columns that can be read in two ways, as shown: (sheet, column) -> its values from the first row of the table."""
    doubts: dict[tuple[int, int], str] = {}
    for place in places:
        rows = cells.get(place.sheet.id, [])[place.header + 1 : place.bottom]
        for name, at in place.columns.items():
            if _in_doubt(kind_of(place.tab, name), [row[at] for row in rows if len(row) > at]):
                doubts[place.sheet.id, at] = place.sheet.a1(place.header, place.bottom, at, at + 1)
    blocks = client.values(key, list(doubts.values()), render="UNFORMATTED_VALUE", dates="FORMATTED_STRING")
    return {
        at: [row[0] if row else "" for row in block[1:]] for at, block in zip(doubts, blocks, strict=True)
    }  # the ranges begin with the header, so that none is empty


def _in_doubt(kind: str, values: Sequence[Any]) -> bool:
    if kind == "formula":
        return False
    types = set(map(type, values))
    if not kind and (float in types or int in types):
        return True
    return str in types and any(type(value) is str and value[:1] == "=" for value in values)


class _Rows:
    """The rows of one tab."""

    def __init__(self, place: Place, cells: Rows, shown_again: Mapping[tuple[int, int], list[Any]]) -> None:
        self.table: dict[str, Row] = {}
        self.lines: dict[str, int] = {}
        self.free: list[int] = []
        self.blank: list[int] = []
        self.findings: list[Finding] = []
        self._place = place
        names = list(place.columns)
        block = cells[place.header + 1 : place.bottom]
        width = max((len(row) for row in block), default=0)
        columns = list(itertools.zip_longest(*block, fillvalue="")) if block else []
        values = [
            _column(
                columns[at] if at < width else [""] * len(block), kind_of(place.tab, name),
                shown_again.get((place.sheet.id, at)), f"{place.sheet.title}!{letters(at + 1)}", place.header + 2,
            )
            for name, at in place.columns.items()
        ]  # fmt: skip
        for line, row in enumerate(zip(*values, strict=True), place.header + 2):
            self._take(line, {name: value for name, value in zip(names, row, strict=True) if value is not None}, block)
        self._note_merges()

    def _take(self, line: int, row: Row, block: Rows) -> None:
        if all(value is False or isinstance(value, Formula) for value in row.values()):
            cells = block[line - self._place.header - 2]
            if self._is_free(line - 1, cells):
                self.free.append(line - 1)
                if self._place.has_sheet_to_itself and all(value == "" for value in cells):
                    self.blank.append(line - 1)
            return
        identity = self._place.id
        key = _key(row.get(identity)) if identity else None
        if key is not None and key in self.table:
            self._repeated(key, line)
            key = None
        key = key or f"#{line}"
        self.table[key] = row
        self.lines[key] = line

    def _is_free(self, at: int, cells: Sequence[Any]) -> bool:
        place = self._place
        if any(place.sheet.is_covered(at, column) for column in range(place.left, place.right)):
            return False
        if not place.has_sheet_to_itself:
            return True
        return all(value == "" or value is False or (isinstance(value, str) and value[:1] == "=") for value in cells)

    def _repeated(self, key: str, line: int) -> None:
        self.findings.append(
            Finding(
                "warning", self._place.tab, f"#{line}", self._place.id, "workbook.repeated-id",
                f"{key} stands in two rows; the one above keeps it. If this row is a copy, delete it; "
                "if it is another one, clear its id and it gets its own.",
                found=key, others=(key,),
            )
        )  # fmt: skip

    def _note_merges(self) -> None:
        place = self._place
        for merge in place.sheet.merges:
            inside = merge.bottom > place.header and merge.top < place.bottom
            if inside and merge.left < place.right and place.left < merge.right:
                at = f"{letters(merge.left + 1)}{merge.top + 1}:{letters(merge.right)}{merge.bottom}"
                self.findings.append(
                    Finding(
                        "warning", place.tab, None, None, "workbook.merged",
                        f"{at} is one merged cell, so what belongs into the cells under it cannot be written. "
                        "Unmerge it (Format > Merge cells > Unmerge).",
                    )
                )  # fmt: skip


def _column(values: Sequence[Any], kind: str, again: list[Any] | None, column: str, first: int) -> Sequence[Cell]:
    """A column's cells in their one spelling. `again` are its values as shown, where it can be read in two ways."""
    types = set(map(type, values))
    if (
        types == {str}
        and again is None
        and kind != "formula"
        and (text := "".join(values)).isascii()
        and "\r" not in text
    ):
        return [value or None for value in values]
    cells: list[Cell] = []
    for n, value in enumerate(values):
        plain = type(value)
        if plain is str:
            if value[:1] == "=" and (kind == "formula" or again is None or _shown_at(again, n) != value):
                cells.append(Formula(value, f"{column}{first + n}"))
            else:
                cells.append(canon(value))
        elif plain is bool:
            cells.append(value)
        elif kind in DAY_KINDS or (not kind and again is not None and isinstance(_shown_at(again, n), str)):
            cells.append(day_of(value))
        else:
            cells.append(canon(value))
    return cells


def _shown_at(again: list[Any], n: int) -> Any:
    return again[n] if n < len(again) else ""


def _key(value: Cell) -> str | None:
    """A row's key from its id cell; None where that is blank or no id."""
    if value is None or isinstance(value, Formula):
        return None
    key = shown(value)
    return None if key.startswith("#") or not key.strip() else key


def _labels(facts: Facts) -> list[tuple[int, Mapping[int, str]]]:
    return [(sheet.id, sheet.labels) for sheet in facts.sheets]


def _digest(facts: Facts, cells: Mapping[int, Rows], state: Rows) -> str:
    """What was read, as a revision, for those whom Drive tells nothing."""
    told = hashlib.blake2b(digest_size=16)
    told.update(repr([(sheet.id, sheet.title, sorted(sheet.labels.items())) for sheet in facts.sheets]).encode())
    for sheet, rows in sorted(cells.items()):
        told.update(repr((sheet, rows)).encode("utf-8", "surrogatepass"))
    told.update(repr(state).encode("utf-8", "surrogatepass"))
    return "read:" + told.hexdigest()


def _state(text: str) -> tuple[State, list[Finding]]:
    try:
        return unpack(text), []
    except ValueError:
        return State(), [
            Finding(
                "error", schema.STATE_SHEET, None, None, "workbook.state-damaged",
                "What this workbook remembered (decisions, mappings) cannot be read. Take it back with Google's version "
                "history, or go on without: our tabs are found by what is noted on them.",
            )
        ]  # fmt: skip
