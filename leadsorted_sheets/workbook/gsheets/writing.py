"""A batch becomes guarded writes: what changes in each row is planned first, then as many rows as fit go at once.

Nearly always that is one commit. What is more than one request can take goes in several, the hidden texts with the
first, so that undo knows of all of it. Until the first one is written anything unexpected raises errors.Moved and
nothing was done; after that, what people moved is looked up again and written where it is now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from leadsorted_sheets import errors
from leadsorted_sheets.core.cell import canon
from leadsorted_sheets.core.changes import Change, Clash, rebase
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Progress
from leadsorted_sheets.core.schema import STATE_SHEET
from leadsorted_sheets.core.state import Layout, pack, unpack
from leadsorted_sheets.workbook.gsheets import bulk, keys
from leadsorted_sheets.workbook.gsheets.admission import admitted, check_open
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.commit import Log
from leadsorted_sheets.workbook.gsheets.facts import Facts, SheetFacts
from leadsorted_sheets.workbook.gsheets.hidden import HIDDEN_SHEETS, cut
from leadsorted_sheets.workbook.gsheets.jobs import Job, jobs_of
from leadsorted_sheets.workbook.gsheets.one_commit import Desk, write_rows
from leadsorted_sheets.workbook.gsheets.reading import Snapshot, snapshot
from leadsorted_sheets.workbook.gsheets.rows import Rows, RowWrite, batches, last_rows
from leadsorted_sheets.workbook.gsheets.widening import Widened, widened
from leadsorted_sheets.workbook.port import Batch

MOST_ROWS = 700
"""Rows a commit tags. Google keeps about 1,200 notes on the rows of a sheet."""
MOST_BYTES = 2_000_000
"""Google recommends at most 2 MB a request."""
_ROUNDS = 6
_FIRST_HIDDEN = 710_000_000


@dataclass(slots=True)
class Result:
    """What was written. `applied` and `clashed` are the batch's changes; `writes` how many requests changed the file."""

    applied: list[Change]
    clashed: list[Clash]
    findings: list[Finding] = field(default_factory=list)
    writes: int = 0


def write_batch(client: Client, key: str, before: Snapshot, batch: Batch, progress: Progress) -> Result:
    """Write the batch on what was read. Raises errors.Moved where nothing was written."""
    return _Writing(client, key, before, batch, progress).run()


def log_of(facts: Facts) -> Log:
    return Log(facts.last_commit, dict(facts.commits), facts.left_open)


class _Writing:
    def __init__(self, client: Client, key: str, before: Snapshot, batch: Batch, progress: Progress) -> None:
        self._batch, self._progress, self._snapshot = batch, progress, before
        wide = widened({place.tab: place for place in before.places}, batch)
        facts = before.facts
        self._desk = Desk(client, key, log_of(facts), wide, _by_id(facts), facts.cells, list(wide.requests))
        self._changes: list[Change] = []
        self._most = MOST_ROWS
        self._total = 0

    def run(self) -> Result:
        desk, reading = self._desk, self._snapshot.reading
        allowed = admitted(self._batch.changes, desk.wide.places, reading)
        rebased = rebase(allowed.changes, reading.book)
        self._changes, desk.findings = list(rebased.valid), allowed.findings
        self._rounds()
        applied = [change for n, change in enumerate(self._changes) if n not in desk.clashes]
        late = [Clash(self._changes[n], found) for n, found in sorted(desk.clashes.items())]
        clashes = _in_asked_order(self._batch.changes, [*rebased.clashes, *allowed.clashes, *late])
        return Result(applied, clashes, desk.findings, desk.log.writes)

    def _rounds(self) -> None:
        """Write until all is done. A second round is for what people moved between two commits of the first."""
        desk = self._desk
        pending = list(range(len(self._changes)))
        for number in range(_ROUNDS):
            jobs = self._jobs(pending)
            many = _for_bulk(jobs)
            first = self._first_rows() if number == 0 else []
            rows = Rows(self._snapshot, desk.wide.places).of(job for job in jobs if id(job) not in many)
            self._check([*first, *rows], jobs)
            desk.done |= {n for job in jobs if not job.cells for n in job.changes}
            self._total = max(self._total, len(first) + len(rows))
            try:
                if self._write_all(rows, first) and many:
                    self._append([job for job in jobs if id(job) in many])
            except errors.Moved:
                if not desk.has_written:
                    raise
            pending = [n for n in range(len(self._changes)) if n not in desk.done and n not in desk.clashes]
            if not pending:
                return
            self._look_again()
        desk.clashes |= dict.fromkeys(pending)

    def _jobs(self, pending: Sequence[int]) -> list[Job]:
        """The jobs of the changes that are still to be done, on the book as it was last read."""
        desk, reading = self._desk, self._snapshot.reading
        changes = [self._changes[n] for n in pending]
        if len(changes) < len(self._changes):
            rebased = rebase(changes, reading.book)
            lost = {id(clash.change): clash.found for clash in rebased.clashes}
            desk.clashes |= {n: lost[id(self._changes[n])] for n in pending if id(self._changes[n]) in lost}
            pending = [n for n in pending if n not in desk.clashes]
            changes = list(rebased.valid)
        jobs = jobs_of(changes, reading.book, reading.lines)
        for job in jobs:
            job.changes = [pending[n] for n in job.changes]
            job.by_field = {name: [pending[n] for n in numbers] for name, numbers in job.by_field.items()}
        desk.done |= set(pending) - {n for job in jobs for n in job.changes}  # added and removed again: nothing to do
        return jobs

    def _first_rows(self) -> list[RowWrite]:
        """Headers of new columns, and the hidden texts, the journal first."""
        wide = self._desk.wide
        rows: dict[tuple[int, int], RowWrite] = {}
        for (tab, column), text in wide.headers.items():
            place = wide.places[tab]
            row = rows.setdefault((place.sheet.id, place.header), RowWrite(place.sheet, place.header))
            row.anchors[column] = None
            row.put[column] = text
        layouts = tuple(wide.places[place.tab].layout for place in self._snapshot.places)
        headed = _with_headers(layouts, wide.headers)
        for name in sorted(self._batch.hidden, key=lambda name: name == STATE_SHEET):
            text = self._batch.hidden[name]
            for each in self._hidden(name, _with_layouts(text, headed) if name == STATE_SHEET else text):
                rows[each.sheet.id, each.row] = each
        return list(rows.values())

    def _hidden(self, name: str, text: str) -> list[RowWrite]:
        """The pieces of a hidden text that differ from those that are there."""
        old, new = self._snapshot.hidden.pieces(name) if name in HIDDEN_SHEETS else [], cut(text)
        sheet = self._snapshot.facts.named(name) or self._new_hidden_sheet(name, max(len(new), 1))
        pairs = [
            (old[n] if n < len(old) else "", new[n] if n < len(new) else "") for n in range(max(len(old), len(new)))
        ]
        return [
            RowWrite(sheet, row, anchors={0: canon(was)}, put={0: piece})
            for row, (was, piece) in enumerate(pairs)
            if was != piece
        ]

    def _new_hidden_sheet(self, name: str, rows: int) -> SheetFacts:
        facts = self._snapshot.facts
        taken = {sheet.id for sheet in facts.sheets}
        number = next(n for n in range(_FIRST_HIDDEN, _FIRST_HIDDEN + len(taken) + 1) if n not in taken)
        made = SheetFacts(number, name, rows, 1, name, hidden=True)
        self._snapshot = replace(self._snapshot, facts=replace(facts, sheets=(*facts.sheets, made)))
        grid = {"rowCount": rows, "columnCount": 1}
        properties = {"sheetId": number, "title": name, "hidden": True, "gridProperties": grid}
        self._desk.requests.append({"addSheet": {"properties": properties}})
        self._desk.requests.append(keys.created(keys.SHEET, name, keys.on_sheet(number)))
        return made

    def _check(self, rows: Sequence[RowWrite], jobs: Sequence[Job]) -> None:
        """Raises what is known to be refused, before anything is sent."""
        desk = self._desk
        places = desk.wide.places
        check_open(
            desk.address,
            [(places[each.job.tab], row.row, column) for row in rows for column, each in row.owners.items()],
        )
        growth = sum(desk.missing_rows(sheet, last) * sheet.columns for sheet, last in last_rows(rows))
        many = _for_bulk(jobs)
        for tab in {job.tab for job in jobs if id(job) in many}:
            sheet = places[tab].sheet
            last = self._snapshot.filled.get(sheet.id, 0) + sum(job.tab == tab for job in jobs if id(job) in many)
            growth += desk.missing_rows(sheet, last - 1) * sheet.columns
        was = {sheet.id: sheet.columns for sheet in self._snapshot.facts.sheets}
        wider = {place.sheet.id: place.sheet for place in places.values()}
        growth += sum((sheet.columns - was[sheet.id]) * sheet.rows for sheet in wider.values())
        if desk.cells + growth > errors.TooManyCells.LIMIT:
            raise errors.TooManyCells(desk.address, desk.cells + growth)

    def _write_all(self, rows: Sequence[RowWrite], first: Sequence[RowWrite]) -> bool:
        """The rows, batch by batch; `first` with the first batch, whatever their size. Answers whether all were written."""
        desk, written = self._desk, 0
        pieces = list(batches(rows, most=self._most, bytes_at_most=MOST_BYTES)) or [[]]
        for number, piece in enumerate(pieces):
            now = [*first, *piece] if number == 0 else piece
            if not now and not desk.requests:
                continue
            self._progress("Writing to the Google sheet", written, self._total)
            try:
                whole = write_rows(desk, now)
            except errors.TagsFull:
                if self._most < 50:
                    raise
                self._most //= 4
                desk.log.sweep = True
                desk.log.labels.clear()
                desk.heights.clear()
                return self._write_all([each for piece in pieces[number:] for each in piece], [] if number else first)
            if not whole:
                return False
            written += len(now)
        self._progress("Writing to the Google sheet", self._total, self._total)
        return True

    def _append(self, jobs: Sequence[Job]) -> None:
        """Many new rows: at the end of their sheets, then looked at; what is not as it should be is written again."""
        desk = self._desk
        appended: list[Job] = []
        try:
            for piece in bulk.appended(desk.client, desk.key, desk.log, jobs, places=desk.wide.places):
                desk.has_written = True
                appended += piece
                desk.done |= {n for job in piece for n in job.changes}
                self._progress("Writing new rows to the Google sheet", len(appended), len(jobs))
        finally:
            if appended:
                columns = _columns(desk.wide)
                self._look_again()
                wrong = bulk.still_wrong(appended, self._snapshot.reading, moved=columns != _columns(desk.wide))
                if wrong:
                    again = write_batch(desk.client, desk.key, self._snapshot, Batch(wrong), self._progress)
                    desk.findings += again.findings
                    self._look_again()
                    desk.log.writes += again.writes

    def _look_again(self) -> None:
        desk = self._desk
        self._snapshot = snapshot(desk.client, desk.key, None, self._progress)
        log = log_of(self._snapshot.facts)
        log.writes = desk.log.writes
        desk.log, desk.cells, desk.sheets = log, self._snapshot.facts.cells, _by_id(self._snapshot.facts)
        desk.wide = Widened({place.tab: place for place in self._snapshot.places})
        desk.heights, desk.requests = {}, []


def _by_id(facts: Facts) -> dict[int, SheetFacts]:
    return {sheet.id: sheet for sheet in facts.sheets}


def _for_bulk(jobs: Sequence[Job]) -> set[int]:
    """The new rows that are too many for tags: those of tabs with a sheet to themselves."""
    counts = Counter(job.tab for job in jobs if job.kind == "add")
    return {id(job) for job in jobs if job.kind == "add" and counts[job.tab] > MOST_ROWS and bulk.is_possible(job.tab)}


def _columns(wide: Widened) -> dict[str, dict[str, int]]:
    return {tab: place.columns for tab, place in wide.places.items()}


def _with_headers(layouts: tuple[Layout, ...], headers: dict[tuple[str, int], str]) -> tuple[Layout, ...]:
    """The layouts with the headers that are about to be written."""
    return tuple(
        replace(
            layout,
            columns=tuple(
                replace(column, header=headers.get((layout.tab, n), column.header))
                for n, column in enumerate(layout.columns, layout.first_column - 1)
            ),
        )
        for layout in layouts
    )


def _in_asked_order(asked: Sequence[Change], clashes: list[Clash]) -> list[Clash]:
    if len(clashes) < 2:
        return clashes
    order = {id(change): n for n, change in enumerate(asked)}
    return sorted(clashes, key=lambda clash: order.get(id(clash.change), len(order)))


def _with_layouts(text: str, layouts: tuple[Layout, ...]) -> str:
    """The state with the tabs where they are now; a text that is no state stays as it is."""
    try:
        state = unpack(text)
    except ValueError:
        return text
    return pack(state.with_layouts(layouts)) if text.strip() else text
