"""Blank rows inside our tables are taken out: the one thing that is done by row numbers, so it is looked at afterwards.

Everything is read immediately before. Rows that people moved in the instant between are seen to be missing afterwards,
and put back. What somebody typed into a blank row in that very instant goes with it; Google's version history has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from leadsorted_sheets.core.book import Book, Row, has_id
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.changes import AddRow
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Progress
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.commit import Commit
from leadsorted_sheets.workbook.gsheets.reading import Snapshot, snapshot
from leadsorted_sheets.workbook.gsheets.writing import Result, log_of, write_batch
from leadsorted_sheets.workbook.port import Batch


def compact(client: Client, key: str, progress: Progress) -> Result:
    """Take the blank rows out. Raises errors.Moved where another commit was first."""
    before = snapshot(client, key, None, progress)
    requests = [request for place in before.places for request in _deletions(before, place.tab, place.sheet.id)]
    if not requests:
        return Result([], [])
    log = log_of(before.facts)
    Commit(client, key, log).append(requests)
    after = snapshot(client, key, None, progress)
    lost = [
        AddRow(tab, key_, row, "compact: moved while rows were taken out")
        for tab in before.reading.book
        for key_, row in _vanished(before.reading.book, after.reading.book, tab)
    ]
    result = Result([], [], [_put_back(row) for row in lost], log.writes)
    if lost:
        result.writes += write_batch(client, key, after, Batch(lost), progress).writes
    return result


def _deletions(found: Snapshot, tab: str, sheet: int) -> list[Json]:
    """Bottom up, so that each number still holds when its turn comes."""
    return [
        {"deleteDimension": {"range": {"sheetId": sheet, "dimension": "ROWS", "startIndex": top, "endIndex": bottom}}}
        for top, bottom in reversed(_runs(found.blank.get(tab, ())))
    ]


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """
    >>> _runs([2, 3, 7])
    [(2, 4), (7, 8)]
    """
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row:
            runs[-1] = (runs[-1][0], row + 1)
        else:
            runs.append((row, row + 1))
    return runs


def _vanished(before: Book, after: Book, tab: str) -> list[tuple[str, Row]]:
    """Rows that were there and are not: by their id, those without one by what they hold."""
    now = after.get(tab, {})
    gone = [(key, row) for key, row in before[tab].items() if has_id(key) and key not in now]
    left = Counter(_spelt(row) for key, row in now.items() if not has_id(key))
    for key, row in before[tab].items():
        if not has_id(key):
            left[_spelt(row)] -= 1
            if left[_spelt(row)] < 0:
                gone.append((key, row))
    return gone


def _spelt(row: Row) -> str:
    return "\x1f".join(f"{name}={shown(cell)}" for name, cell in sorted(row.items()))


def _put_back(change: AddRow) -> Finding:
    return Finding(
        "note", change.tab, change.key, None, "workbook.put-back",
        "This row was moved while blank rows were taken out, and went with them. It was put back at the end of the table.",
    )  # fmt: skip
