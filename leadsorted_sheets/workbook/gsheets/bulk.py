"""Many new rows: appended with the guard of a commit, then read back.

`appendCells` puts rows below the last one that holds anything, wherever that is by then: no row number is needed, and
nothing can be overwritten. (`values:append` looks for a table and shifts columns: never.) Each request carries its own
commit number, so one whose answer was lost is done once and only once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from leadsorted_sheets.core.book import has_id
from leadsorted_sheets.core.cell import Cell, Formula, same, shown
from leadsorted_sheets.core.changes import Change, Edit
from leadsorted_sheets.core.schema import BY_NAME
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.commit import Commit, Log
from leadsorted_sheets.workbook.gsheets.jobs import Job
from leadsorted_sheets.workbook.gsheets.locate import Place
from leadsorted_sheets.workbook.gsheets.typed import raw
from leadsorted_sheets.workbook.port import Reading

MOST_BYTES = 6_000_000
"""A request; 4.5 and 9 MB were accepted, 2 MB is what Google recommends, and this spelling is three times as long."""

_LONGEST_SPELLING = 40
"""What is around a value: its two names, quotation marks and braces."""


def is_possible(tab: str) -> bool:
    """Whether rows can be appended to a tab: it must have its sheet to itself."""
    return BY_NAME[tab].sheet not in {"Settings", "Report"}


def appended(
    client: Client, key: str, log: Log, jobs: Sequence[Job], *, places: Mapping[str, Place]
) -> Iterator[list[Job]]:
    """Append the new rows, tab by tab, and tell of each piece when it is in.

    Raises errors.Moved where another commit was first.
    """
    for tab in dict.fromkeys(job.tab for job in jobs):
        for piece in _pieces([job for job in jobs if job.tab == tab], places[tab]):
            rows = [line for _, line in piece]
            request = {"appendCells": {"sheetId": places[tab].sheet.id, "rows": rows, "fields": "userEnteredValue"}}
            Commit(client, key, log).append([request])
            yield [job for job, _ in piece]


def still_wrong(jobs: Sequence[Job], reading: Reading, *, moved: bool) -> list[Change]:
    """What is to be written again: cells of the new rows that are not as they should be.

    A row that is not there any more was taken away by somebody since: it stays away. Where columns `moved` while we
    wrote, a value of ours in a column of another is taken out, and a row is also known by its id in a wrong column.
    """
    wrong: list[Change] = []
    for job in jobs:
        table, identity = reading.book.get(job.tab, {}), BY_NAME[job.tab].id
        id_now = shown(job.after.get(identity))
        key = id_now if id_now in table else None
        if key is None and moved and id_now:
            key = next((each for each, row in table.items() if not has_id(each) and id_now in row.values()), None)
        if key is None:
            continue
        row = table[key]
        strays = {n for n in row if n not in job.after and row[n] in job.after.values()} if moved else set()
        edits = [
            Edit(job.tab, key, name, row.get(name), job.after.get(name))
            for name in [*job.after, *sorted(strays)]
            if not same(row.get(name), job.after.get(name))
            and not isinstance(row.get(name), Formula)
            and not isinstance(job.after.get(name), Formula)
        ]
        by_id = [edit for edit in edits if edit.field == identity]
        wrong += [edit for edit in edits if edit.field != identity]
        wrong += [replace(edit, becomes=id_now) for edit in by_id]
    return wrong


def _pieces(jobs: Sequence[Job], place: Place) -> Iterator[list[tuple[Job, Json]]]:
    columns = place.columns
    piece: list[tuple[Job, Json]] = []
    size = 0
    for job in jobs:
        line = _line({columns[name]: value for name, value in job.cells.items()})
        length = _size(line)
        if piece and size + length > MOST_BYTES:
            yield piece
            piece, size = [], 0
        piece.append((job, line))
        size += length
    if piece:
        yield piece


def _line(cells: Mapping[int, Cell]) -> Json:
    last = max(cells, default=-1)
    return {"values": [_cell(cells.get(column)) for column in range(last + 1)]}


def _size(line: Json) -> int:
    """About how many bytes the row takes in a request."""
    return 20 + sum(_LONGEST_SPELLING + len(str(value)) for cell in line["values"] for value in cell.values())


def _cell(value: Cell) -> Json:
    if value is None:
        return {}
    plain = raw(value)
    match plain:
        case bool():
            return {"userEnteredValue": {"boolValue": plain}}
        case str():
            return {"userEnteredValue": {"stringValue": plain}}
        case _:
            return {"userEnteredValue": {"numberValue": plain}}
