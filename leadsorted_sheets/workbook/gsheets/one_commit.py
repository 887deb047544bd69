"""The rows of one commit: reserved and looked at, held against what was read, written, and seen to stand right."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.workbook.gsheets import keys
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.commit import Commit, Log
from leadsorted_sheets.workbook.gsheets.facts import FIELDS, SheetFacts, facts_of
from leadsorted_sheets.workbook.gsheets.locate import Place, tags_of
from leadsorted_sheets.workbook.gsheets.misplaced import put_right
from leadsorted_sheets.workbook.gsheets.rows import Found, RowWrite, at, last_rows
from leadsorted_sheets.workbook.gsheets.standing import Seen
from leadsorted_sheets.workbook.gsheets.typed import kind_of, told
from leadsorted_sheets.workbook.gsheets.widening import Widened, dressed, needs_dress

_SPARE_ROWS = 100
"""Rows added beyond those needed, so that not every new lead makes the grid grow."""


@dataclass(slots=True)
class Desk:
    """What a run of commits works with. `sheets` are as they were read; `requests` go with the next commit; `heights` are grids that were made longer.

    `done` and `clashes` are numbers of changes, the latter with what was found.
    """

    client: Client
    key: str
    log: Log
    wide: Widened
    sheets: Mapping[int, SheetFacts]
    cells: int
    requests: list[Json]
    heights: dict[int, int] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    clashes: dict[int, Cell | Row] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    has_written: bool = False

    @property
    def address(self) -> str:
        return f"gsheet:{self.key}"

    def missing_rows(self, sheet: SheetFacts, last: int) -> int:
        return max(0, last + 1 - self.heights.get(sheet.id, sheet.rows))


def write_rows(desk: Desk, rows: Sequence[RowWrite]) -> bool:
    """One commit. Answers whether every row was where it was thought to be; those that were not are not written.

    Raises errors.Moved where nothing was written: nothing at all yet by this run, or the tags were swept away.
    """
    commit = Commit(desk.client, desk.key, desk.log)
    places = list({job.tab: desk.wide.places[job.tab] for each in rows for job in each.jobs}.values())
    labels, undo = _labels(desk, places)
    requests = [*desk.requests, *_room(desk, rows), *labels, *_dresses(rows)]
    try:
        seen = commit.open(rows, requests, headers=[(place.sheet, place.header) for place in places])
    except errors.GoogleRefused:
        _raise_if_moved(desk, rows)
        raise
    desk.requests = []
    moved = [each for each in rows if not each.is_where_it_was(seen.row(each.sheet.id, each.row))]
    columns_moved = not all(_headers_hold(place, seen) for place in places)
    if columns_moved or (moved and not desk.has_written):
        desk.log.labels.clear()
        commit.close(also=undo if columns_moved else ())
        raise errors.Moved(desk.address)
    good = [each for each in rows if each not in moved]
    for each in good:
        _drop_changed(desk, each, seen.row(each.sheet.id, each.row))
    try:
        there = commit.write(good, functools.partial(_clash, desk))
    except errors.GoogleRefused:
        commit.close()
        _raise_if_moved(desk, rows)
        raise
    if not there and any(each.put for each in good):
        commit.close()  # another run of ours took over and swept our tags, or all rows were deleted
        raise errors.Moved(desk.address)
    desk.has_written = True
    _note_done(desk, good, there)
    landed = [each for each in good if each.may_have_landed(there)]
    standing = commit.close()
    desk.findings += put_right(
        desk.client, desk.key, desk.log, landed, functools.partial(_clash, desk), seen=seen, standing=standing
    )
    return not moved


def _raise_if_moved(desk: Desk, rows: Sequence[RowWrite]) -> None:
    """Google refused. Raises errors.Moved where rows or columns were deleted under us, which is nobody's fault."""
    now = {sheet.id: sheet for sheet in facts_of(desk.client.spreadsheet(desk.key, fields=FIELDS)).sheets}
    for number in {each.sheet.id for each in rows} & desk.sheets.keys():
        was, sheet = desk.sheets[number], now.get(number)
        if sheet is None or sheet.title != was.title or sheet.columns < was.columns or sheet.rows < was.rows:
            raise errors.Moved(desk.address) from None


def _drop_changed(desk: Desk, each: RowWrite, found: Found) -> None:
    """Leave alone what somebody changed since it was read, and formulas; their changes clash."""
    for column in each.empty & each.put.keys():
        if "formulaValue" in (at(found, column) or {}):
            del each.put[column]
    _clash(desk, each, found, each.changed_since(found))


def _clash(desk: Desk, each: RowWrite, found: Found, columns: Sequence[int]) -> None:
    """These cells are not written, since they hold something else by now: their changes clash."""
    for column in columns:
        if column not in each.owners:
            each.put.pop(column, None)  # a header or a hidden text, which belongs to no change
            continue
        job, name = each.owners[column].job, each.owners[column].field
        now = told(at(found, column), kind_of(job.tab, name))
        if job.kind == "remove" or name not in job.by_field or name == desk.wide.places[job.tab].id:
            now_row = _row_now(desk.wide.places[job.tab], found) if job.kind == "remove" else now
            desk.clashes |= {n: now_row for n in job.changes if n not in desk.clashes}
            for mine in [n for n, owner in each.owners.items() if owner.job is job]:
                each.put.pop(mine, None)
        else:
            desk.clashes |= dict.fromkeys(job.by_field[name], now)
            each.put.pop(column, None)


def _row_now(place: Place, found: Found) -> Row:
    cells = {name: told(at(found, column), kind_of(place.tab, name)) for name, column in place.columns.items()}
    return {name: cell for name, cell in cells.items() if cell is not None}


def _note_done(desk: Desk, rows: Iterable[RowWrite], there: set[tuple[int, int]]) -> None:
    """A row that was deleted meanwhile takes its edits with it; a new row whose place is gone gets another."""
    for each in rows:
        gone = bool(each.put) and (each.sheet.id, each.row) not in there
        for job in each.jobs:
            if not gone:
                desk.done |= {n for n in job.changes if n not in desk.clashes}
            elif job.kind != "add":
                desk.clashes |= {n: None for n in job.changes if n not in desk.clashes}


def _labels(desk: Desk, places: Sequence[Place]) -> tuple[list[Json], list[Json]]:
    """Notes for the team's own columns that have none yet, and what takes them away again."""
    made: list[Json] = []
    undo: list[Json] = []
    for place in places:
        known = desk.log.labels.setdefault(place.sheet.id, {})
        for column, value in tags_of(place):
            if column not in known:
                known[column] = value
                number, at_column = keys.fresh_number(), keys.on_line(place.sheet.id, "COLUMNS", column)
                made.append(keys.created(keys.COLUMN, value, at_column, number=number))
                undo.append(keys.deleted(metadataId=number))
    return made, undo


def _room(desk: Desk, rows: Sequence[RowWrite]) -> list[Json]:
    requests = []
    for sheet, last in last_rows(rows):
        missing = desk.missing_rows(sheet, last)
        if missing:
            left = (errors.TooManyCells.LIMIT - desk.cells) // max(sheet.columns, 1) - missing
            more = missing + (0 if sheet.columns == 1 else max(0, min(_SPARE_ROWS, left)))
            desk.heights[sheet.id] = desk.heights.get(sheet.id, sheet.rows) + more
            desk.cells += more * sheet.columns
            requests.append({"appendDimension": {"sheetId": sheet.id, "dimension": "ROWS", "length": more}})
    return requests


def _dresses(rows: Sequence[RowWrite]) -> list[Json]:
    """Formats for days in columns whose kind we do not know, which would be read as numbers without."""
    return [
        dressed(each.sheet.id, (each.row, each.row + 1), column, value)
        for each in rows
        for column, owner in each.owners.items()
        if column in each.put and needs_dress(owner.job.tab, owner.field, value := owner.job.after.get(owner.field))
    ]


def _headers_hold(place: Place, seen: Seen) -> bool:
    """Whether every column still shows the header it had when it was read."""
    found = seen.row(place.sheet.id, place.header)
    return all(
        shown(told(at(found, n))).strip() == column.header for n, column in enumerate(place.layout.columns, place.left)
    )
