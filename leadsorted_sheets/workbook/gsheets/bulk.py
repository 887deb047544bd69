"""Many new rows: appended with the guard of a commit, then read back.

`appendCells` puts rows below the last one that holds anything, wherever that is by then: no row number is needed, and
nothing can be overwritten. (`values:append` looks for a table and shifts columns: never.) Each request carries its own
commit number, so one whose answer was lost is done once and only once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from leadsorted_sheets.core.cell import Cell, Formula, same
from leadsorted_sheets.core.changes import Change, Edit
from leadsorted_sheets.core.plan import Progress
from leadsorted_sheets.core.schema import BY_NAME
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.commit import Commit, Log
from leadsorted_sheets.workbook.gsheets.jobs import Job
from leadsorted_sheets.workbook.gsheets.locate import Place
from leadsorted_sheets.workbook.gsheets.typed import raw
from leadsorted_sheets.workbook.port import Reading

MOST_BYTES = 4_000_000
"""A request; 4.5 and 9 MB were accepted, 2 MB is what Google recommends, and this spelling is three times as long."""


def append_rows(
    client: Client, key: str, log: Log, jobs: Sequence[Job], *, places: Mapping[str, Place], progress: Progress
) -> list[Job]:
    """Append the new rows, tab by tab. Raises errors.Moved where another commit was first."""
    done: list[Job] = []
    for tab in dict.fromkeys(job.tab for job in jobs):
        mine = [job for job in jobs if job.tab == tab]
        for piece in _pieces(mine, places[tab]):
            progress("Writing new rows to the Google sheet", len(done), len(jobs))
            rows = [line for _, line in piece]
            request = {"appendCells": {"sheetId": places[tab].sheet.id, "rows": rows, "fields": "userEnteredValue"}}
            Commit(client, key, log).append([request])
            done += [job for job, _ in piece]
    progress("Writing new rows to the Google sheet", len(jobs), len(jobs))
    return done


def verified(jobs: Sequence[Job], reading: Reading) -> list[Change]:
    """What is to be written again: cells of the new rows that are not as they should be.

    A row that is not there any more was taken away by somebody since: it stays away.
    """
    wrong: list[Change] = []
    for job in jobs:
        table = reading.book.get(job.tab, {})
        key = _key_of(job)
        row = table.get(key) if key else None
        for name, value in job.after.items() if row is not None and key else ():
            found: Cell = row.get(name) if row is not None else None
            if not same(found, value) and not isinstance(value, Formula) and not isinstance(found, Formula):
                wrong.append(Edit(job.tab, key or "", name, found, value))
    return wrong


def _key_of(job: Job) -> str | None:
    value = job.after.get(BY_NAME[job.tab].id)
    return None if value is None else str(value)


def _pieces(jobs: Sequence[Job], place: Place) -> Iterator[list[tuple[Job, Json]]]:
    columns = place.columns
    piece: list[tuple[Job, Json]] = []
    size = 0
    for job in jobs:
        line = _line({columns[name]: value for name, value in job.cells.items()})
        length = len(json.dumps(line))
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
