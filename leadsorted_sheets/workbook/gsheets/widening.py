"""Further columns for a table: those that a batch asks for, and those of the team's that new rows bring along.

A new column is always inserted, so that it is surely empty. Its header is written like any other cell, by a tag.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import AddRow, Change, Edit
from leadsorted_sheets.core.state import ColumnAt
from leadsorted_sheets.workbook.gsheets import keys
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.facts import Block, SheetFacts
from leadsorted_sheets.workbook.gsheets.locate import Place, label
from leadsorted_sheets.workbook.gsheets.typed import kind_of
from leadsorted_sheets.workbook.port import Batch


@dataclass(slots=True)
class Widened:
    """The tabs as they are once `requests` are done. `headers` are cells still to be written: (tab, column) -> text."""

    places: dict[str, Place]
    requests: list[Json] = field(default_factory=list)
    headers: dict[tuple[str, int], str] = field(default_factory=dict)


def widened(places: Mapping[str, Place], batch: Batch) -> Widened:
    """Columns for what the batch asks for and for what new rows hold beside our fields.

    A column of ours that the team has deleted is not brought back.
    """
    out = Widened(dict(places))
    wanted = _brought(batch.changes, places)
    for tab, headers in batch.columns.items():
        if tab in places:
            wanted[tab] = list(dict.fromkeys([*headers, *wanted.get(tab, [])]))
    days = _columns_of_days(batch.changes, {(tab, name) for tab, names in wanted.items() for name in names})
    for tab, names in wanted.items():
        if schema.BY_NAME[tab].sheet == "Report":
            continue
        there = out.places[tab].columns
        for name in names:
            if name in there and not out.places[tab].layout.columns[there[name] - out.places[tab].left].header:
                out.headers[tab, there[name]] = name  # inserted by a run that stopped half way
        new = [name for name in names if name not in there]
        if new:
            _widen(out, tab, new, days)
    return out


def _brought(changes: Iterable[Change], places: Mapping[str, Place]) -> dict[str, list[str]]:
    known = {tab: {*place.columns, *schema.BY_NAME[tab].fields} for tab, place in places.items()}
    wanted: dict[str, dict[str, None]] = {}
    for change in changes:
        if isinstance(change, AddRow) and change.tab in known and not known[change.tab].issuperset(change.row):
            names = (name for name, value in change.row.items() if name not in known[change.tab] and value is not None)
            wanted.setdefault(change.tab, {}).update(dict.fromkeys(names))
    return {tab: list(names) for tab, names in wanted.items()}


def _columns_of_days(changes: Iterable[Change], wanted: set[tuple[str, str]]) -> dict[tuple[str, str], Cell]:
    """The columns among those wanted that get days or times, each with one of them."""
    found: dict[tuple[str, str], Cell] = {}
    if not wanted:
        return found
    for change in changes:
        cells: Mapping[str, Cell] = {}
        match change:
            case AddRow():
                cells = change.row
            case Edit():
                cells = {change.field: change.after}
        for name, value in cells.items():
            at = change.tab, name
            if isinstance(value, dt.date | dt.time) and at in wanted and not isinstance(found.get(at), dt.datetime):
                found[at] = value
    return found


def _widen(out: Widened, tab: str, names: Sequence[str], days: Mapping[tuple[str, str], Cell]) -> None:
    place = out.places[tab]
    at, count = place.right, len(names)
    sheet = _with_columns(place.sheet, at, count, [label(tab, name) for name in names])
    for other, each in out.places.items():
        if each.sheet.id == sheet.id:
            out.places[other] = _shifted(each, sheet, at, count)
    out.headers = {
        (other, column + count if places_sheet(out, other) == sheet.id and column >= at else column): text
        for (other, column), text in out.headers.items()
    }
    columns = (*place.layout.columns, *(ColumnAt(name, "") for name in names))
    labelled = place.labelled | frozenset(range(at, at + count))
    out.places[tab] = replace(place, sheet=sheet, layout=replace(place.layout, columns=columns), labelled=labelled)
    lines = {"sheetId": sheet.id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + count}
    out.requests.append({"insertDimension": {"range": lines, "inheritFromBefore": at > 0}})
    for n, name in enumerate(names, at):
        out.requests.append(keys.created(keys.COLUMN, label(tab, name), keys.on_line(sheet.id, "COLUMNS", n)))
        out.requests.append(dressed(sheet.id, (place.header + 1, None), n, days.get((tab, name)), plain=True))
        out.headers[tab, n] = name


def places_sheet(out: Widened, tab: str) -> int:
    return out.places[tab].sheet.id


def dressed(sheet: int, rows: tuple[int, int | None], column: int, value: Cell, *, plain: bool = False) -> Json:
    """The request that gives cells the format of a day or time; `plain` also takes away what a new column inherited."""
    area: Json = {"sheetId": sheet, "startRowIndex": rows[0], "startColumnIndex": column, "endColumnIndex": column + 1}
    if rows[1] is not None:
        area["endRowIndex"] = rows[1]
    cell: Json = {}
    match value:
        case dt.datetime():
            cell = {"userEnteredFormat": {"numberFormat": {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"}}}
        case dt.date():
            cell = {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}}
        case dt.time():
            cell = {"userEnteredFormat": {"numberFormat": {"type": "TIME", "pattern": "hh:mm"}}}
    fields = "userEnteredFormat.numberFormat,dataValidation" if plain else "userEnteredFormat.numberFormat"
    return {"repeatCell": {"range": area, "cell": cell, "fields": fields}}


def needs_dress(tab: str, field: str, value: Cell) -> bool:
    """Whether a value would be taken for a number in this column unless its cell is given a format."""
    return isinstance(value, dt.date | dt.time) and not kind_of(tab, field)


def _with_columns(sheet: SheetFacts, at: int, count: int, labels: Sequence[str]) -> SheetFacts:
    moved = {column + count if column >= at else column: value for column, value in sheet.labels.items()}
    return replace(
        sheet, columns=sheet.columns + count, labels=moved | dict(enumerate(labels, at)),
        merges=tuple(_moved(block, at, count) for block in sheet.merges),
        closed=tuple((_moved(b, at, count), tuple(_moved(h, at, count) for h in holes)) for b, holes in sheet.closed),
    )  # fmt: skip


def _moved(block: Block, at: int, count: int) -> Block:
    left = block.left + count if block.left >= at else block.left
    return replace(block, left=left, right=block.right + count if block.right > at else block.right)


def _shifted(place: Place, sheet: SheetFacts, at: int, count: int) -> Place:
    if place.left < at:
        return replace(place, sheet=sheet)
    layout = replace(place.layout, first_column=place.layout.first_column + count)
    return replace(place, sheet=sheet, layout=layout, labelled=frozenset(n + count for n in place.labelled))
