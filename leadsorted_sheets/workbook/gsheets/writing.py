"""A batch becomes guarded writes: what changes in each row is planned first, then as many rows as fit go at once.

Nearly always that is one commit. What is more than one request can take goes in several, the hidden texts with the
first, so that undo knows of all of it. Until the first one is written anything unexpected raises errors.Moved and
nothing was done; after that, what people moved is looked up again and written where it is now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import Cell, canon, shown
from leadsorted_sheets.core.changes import Change, Clash, rebase
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Progress
from leadsorted_sheets.core.schema import BY_NAME, STATE_SHEET
from leadsorted_sheets.core.state import Layout, pack, unpack
from leadsorted_sheets.workbook.gsheets import keys
from leadsorted_sheets.workbook.gsheets.admission import admitted, check_open
from leadsorted_sheets.workbook.gsheets.bulk import append_rows, verified
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.commit import Commit, Log, Seen
from leadsorted_sheets.workbook.gsheets.facts import Facts, SheetFacts
from leadsorted_sheets.workbook.gsheets.hidden import HIDDEN_SHEETS, cut
from leadsorted_sheets.workbook.gsheets.jobs import Job, jobs_of
from leadsorted_sheets.workbook.gsheets.locate import Place, tags_of
from leadsorted_sheets.workbook.gsheets.misplaced import put_right
from leadsorted_sheets.workbook.gsheets.reading import Snapshot, snapshot
from leadsorted_sheets.workbook.gsheets.rows import Found, Rows, RowWrite, at, batches
from leadsorted_sheets.workbook.gsheets.typed import kind_of, told
from leadsorted_sheets.workbook.gsheets.widening import Widened, dressed, needs_dress, widened
from leadsorted_sheets.workbook.port import Batch

MOST_ROWS = 700
"""Rows a commit tags. Google keeps about 1,200 notes on the rows of a sheet."""
MOST_BYTES = 2_000_000
"""Google recommends at most 2 MB a request."""
_ROUNDS = 6
_SPARE_ROWS = 100


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


class _Writing:
    def __init__(self, client: Client, key: str, before: Snapshot, batch: Batch, progress: Progress) -> None:
        self._client, self._key, self._batch, self._progress = client, key, batch, progress
        self._snapshot = before
        self._log = log_of(before.facts)
        self._wide = widened({place.tab: place for place in before.places}, batch)
        self._changes: list[Change] = []
        self._clashes: dict[int, Cell | Row] = {}
        self._done: set[int] = set()
        self._findings: list[Finding] = []
        self._rows_there: dict[int, int] = {}
        self._requests: list[Json] = list(self._wide.requests)
        self._most = MOST_ROWS
        self._total = 0
        self._has_written = False

    def run(self) -> Result:
        reading = self._snapshot.reading
        allowed = admitted(self._batch.changes, self._wide.places, reading)
        rebased = rebase(allowed.changes, reading.book)
        self._changes, self._findings = list(rebased.valid), allowed.findings
        self._write_all()
        applied = [change for n, change in enumerate(self._changes) if n not in self._clashes]
        late = [Clash(self._changes[n], found) for n, found in sorted(self._clashes.items())]
        clashes = _in_asked_order(self._batch.changes, [*rebased.clashes, *allowed.clashes, *late])
        return Result(applied, clashes, self._findings, self._log.writes)

    def _write_all(self) -> None:
        pending = list(range(len(self._changes)))
        for number in range(_ROUNDS):
            jobs = self._jobs(pending)
            bulk = _for_bulk(jobs)
            rows = self._first_rows() if number == 0 else []
            alone = len(rows)
            rows += Rows(self._snapshot, self._wide.places).of(job for job in jobs if id(job) not in bulk)
            self._check(rows)
            self._done |= {n for job in jobs if not job.cells for n in job.changes}
            self._total = max(self._total, len(rows))
            self._write_rows(rows, alone)
            if bulk:
                self._append([job for job in jobs if id(job) in bulk])
            pending = [n for n in range(len(self._changes)) if n not in self._done and n not in self._clashes]
            if not pending:
                return
            self._look_again()
        self._clashes |= dict.fromkeys(pending)

    def _jobs(self, pending: Sequence[int]) -> list[Job]:
        """The jobs of the changes that are still to be done, on the book as it was last read."""
        reading = self._snapshot.reading
        changes = [self._changes[n] for n in pending]
        if len(changes) < len(self._changes):
            rebased = rebase(changes, reading.book)
            lost = {id(clash.change): clash.found for clash in rebased.clashes}
            self._clashes |= {n: lost[id(self._changes[n])] for n in pending if id(self._changes[n]) in lost}
            pending = [n for n in pending if n not in self._clashes]
            changes = list(rebased.valid)
        jobs = jobs_of(changes, reading.book, reading.lines)
        for job in jobs:
            job.changes = [pending[n] for n in job.changes]
            job.by_field = {name: [pending[n] for n in numbers] for name, numbers in job.by_field.items()}
        covered = {n for job in jobs for n in job.changes}
        self._done |= set(pending) - covered  # added and removed again: nothing to do
        return jobs

    def _first_rows(self) -> list[RowWrite]:
        """Headers of new columns, and the hidden texts, the journal first."""
        rows: dict[tuple[int, int], RowWrite] = {}
        for (tab, column), text in self._wide.headers.items():
            place = self._wide.places[tab]
            row = rows.setdefault((place.sheet.id, place.header), RowWrite(place.sheet, place.header))
            row.anchors[column] = None
            row.put[column] = text
        order = sorted(self._batch.hidden, key=lambda name: name == STATE_SHEET)
        for name in order:
            text = self._batch.hidden[name]
            layouts = tuple(self._wide.places[place.tab].layout for place in self._snapshot.places)
            for each in self._hidden(name, _with_layouts(text, layouts) if name == STATE_SHEET else text):
                rows[each.sheet.id, each.row] = each
        return list(rows.values())

    def _hidden(self, name: str, text: str) -> list[RowWrite]:
        sheet = self._snapshot.facts.named(name)
        old, new = self._snapshot.hidden.pieces(name) if name in HIDDEN_SHEETS else [], cut(text)
        if sheet is None:
            sheet = self._new_hidden_sheet(name, max(len(new), 1))
        count = max(len(old), len(new))
        pairs = [(old[n] if n < len(old) else "", new[n] if n < len(new) else "") for n in range(count)]
        return [
            RowWrite(sheet, row, anchors={0: canon(was) if was else None}, put={0: piece})
            for row, (was, piece) in enumerate(pairs)
            if was != piece
        ]

    def _new_hidden_sheet(self, name: str, rows: int) -> SheetFacts:
        taken = {sheet.id for sheet in self._snapshot.facts.sheets}
        number = next(n for n in range(710_000_001, 710_001_000) if n not in taken)
        self._snapshot = replace(
            self._snapshot,
            facts=replace(
                self._snapshot.facts,
                sheets=(*self._snapshot.facts.sheets, made := SheetFacts(number, name, rows, 1, name, hidden=True)),
            ),
        )
        grid = {"rowCount": rows, "columnCount": 1}
        properties = {"sheetId": number, "title": name, "hidden": True, "gridProperties": grid}
        self._requests.append({"addSheet": {"properties": properties}})
        self._requests.append(keys.created(keys.SHEET, name, keys.on_sheet(number)))
        return made

    def _check(self, rows: Sequence[RowWrite]) -> None:
        cells = [(self._wide.places[job.tab], each.row, column) for each in rows for column, job in each.owners.items()]
        check_open(self._address, cells)
        growth = sum(self._missing_rows(sheet, last) * sheet.columns for sheet, last in _last_rows(rows))
        if self._snapshot.facts.cells + growth > errors.TooManyCells.LIMIT:
            raise errors.TooManyCells(self._address, self._snapshot.facts.cells + growth)

    def _write_rows(self, rows: Sequence[RowWrite], alone: int) -> None:
        """The rows, batch by batch; the first `alone` of them together with the first batch, whatever their size."""
        written = 0
        pieces = list(batches(rows[alone:], most=self._most, bytes_at_most=MOST_BYTES)) or [[]]
        pieces[0] = [*rows[:alone], *pieces[0]]
        for piece in pieces:
            if not piece and not self._requests:
                continue
            self._progress("Writing to the Google sheet", written, self._total)
            try:
                whole = self._write_piece(piece)
            except errors.TagsFull:
                if self._most < 50:
                    raise
                self._most //= 4
                self._log.sweep = True
                self._log.labels.clear()
                self._rows_there.clear()
                self._write_rows(piece, min(alone, len(piece)))
                whole = True
            except errors.Moved:
                if not self._has_written:
                    raise
                return
            written += len(piece)
            alone = 0
            if not whole:
                return
        self._progress("Writing to the Google sheet", self._total, self._total)

    def _write_piece(self, rows: list[RowWrite]) -> bool:
        """One commit. Answers whether every row was where it was thought to be."""
        commit = Commit(self._client, self._key, self._log)
        places = list({job.tab: self._wide.places[job.tab] for each in rows for job in each.jobs}.values())
        labels, undo_labels = self._labels(places)
        requests = [*self._requests, *self._room(rows), *labels, *self._dresses(rows)]
        seen = commit.open(rows, requests, headers=[(place.sheet, place.header) for place in places])
        self._requests = []
        moved = [each for each in rows if not each.is_where_it_was(seen.row(each.sheet.id, each.row))]
        headers_moved = not all(_headers_hold(place, seen) for place in places)
        if headers_moved or (moved and not self._has_written):
            self._forget_labels(places)
            commit.close(also=undo_labels if headers_moved else ())
            raise errors.Moved(self._address)
        good = [each for each in rows if each not in moved]
        for each in good:
            self._drop_changed(each, seen.row(each.sheet.id, each.row))
        there = commit.write(good)
        if not there and any(each.put for each in good):
            commit.close()
            raise errors.Moved(self._address)  # another run of ours took over and swept our tags: nothing was written
        self._has_written = True
        self._note_done(good, there)
        standing = commit.close()
        landed = [each for each in good if (each.sheet.id, each.row) in there]
        self._findings += put_right(self._client, self._key, self._log, landed, seen=seen, standing=standing)
        return not moved

    def _drop_changed(self, each: RowWrite, found: Found) -> None:
        """Leave alone what somebody changed since it was read, and formulas; their changes clash."""
        for column in each.empty & each.put.keys():
            if "formulaValue" in (at(found, column) or {}):
                del each.put[column]
        for column in each.changed_since(found):
            job = each.owners[column]
            name = next(name for name, n in self._wide.places[job.tab].columns.items() if n == column)
            now = told(at(found, column), kind_of(job.tab, name))
            whole = job.kind == "remove" or name not in job.by_field or name == self._wide.places[job.tab].id
            if whole:
                now_row = self._row_now(job, found) if job.kind == "remove" else now
                self._clashes |= dict.fromkeys((n for n in job.changes if n not in self._clashes), now_row)
                for mine in [n for n, owner in each.owners.items() if owner is job]:
                    each.put.pop(mine, None)
            else:
                self._clashes |= dict.fromkeys(job.by_field[name], now)
                each.put.pop(column, None)

    def _row_now(self, job: Job, found: Found) -> Row:
        columns = self._wide.places[job.tab].columns
        cells = {name: told(at(found, column), kind_of(job.tab, name)) for name, column in columns.items()}
        return {name: cell for name, cell in cells.items() if cell is not None}

    def _note_done(self, rows: Iterable[RowWrite], there: set[tuple[int, int]]) -> None:
        """A row that was deleted meanwhile takes its edits with it; a new row whose place is gone gets another."""
        for each in rows:
            gone = bool(each.put) and (each.sheet.id, each.row) not in there
            for job in each.jobs:
                if not gone:
                    self._done |= {n for n in job.changes if n not in self._clashes}
                elif job.kind != "add":
                    self._clashes |= {n: None for n in job.changes if n not in self._clashes}

    def _labels(self, places: Sequence[Place]) -> tuple[list[Json], list[Json]]:
        """Notes for the team's own columns that have none yet, and what takes them away again."""
        made: list[Json] = []
        undo: list[Json] = []
        for place in places:
            known = self._log.labels.setdefault(place.sheet.id, {})
            for column, value in tags_of(place):
                if column not in known:
                    known[column] = value
                    made.append(keys.created(keys.COLUMN, value, keys.on_line(place.sheet.id, "COLUMNS", column)))
                    undo.append(keys.deleted(metadataKey=keys.COLUMN, metadataValue=value))
        return made, undo

    def _forget_labels(self, places: Sequence[Place]) -> None:
        for place in places:
            self._log.labels.pop(place.sheet.id, None)

    def _missing_rows(self, sheet: SheetFacts, last: int) -> int:
        have = self._rows_there.get(sheet.id, sheet.rows)
        return max(0, last + 1 - have)

    def _room(self, rows: Sequence[RowWrite]) -> list[Json]:
        requests = []
        for sheet, last in _last_rows(rows):
            count = self._missing_rows(sheet, last)
            if count:
                spare = 0 if sheet.columns == 1 else _SPARE_ROWS
                more = count + min(
                    spare, max(0, (errors.TooManyCells.LIMIT - self._snapshot.facts.cells) // sheet.columns - count)
                )
                self._rows_there[sheet.id] = self._rows_there.get(sheet.id, sheet.rows) + more
                requests.append({"appendDimension": {"sheetId": sheet.id, "dimension": "ROWS", "length": more}})
        return requests

    def _dresses(self, rows: Sequence[RowWrite]) -> list[Json]:
        """Formats for days in columns whose kind we do not know, which would be read as numbers without."""
        requests = []
        for each in rows:
            for column, job in each.owners.items():
                if column in each.put:
                    name = next(name for name, n in self._wide.places[job.tab].columns.items() if n == column)
                    value = job.after.get(name)
                    if needs_dress(job.tab, name, value):
                        requests.append(dressed(each.sheet.id, (each.row, each.row + 1), column, value))
        return requests

    def _append(self, jobs: Sequence[Job]) -> None:
        """Many new rows: at the end of their sheets, then looked at; what is not as it should be is written again."""
        appended = append_rows(
            self._client, self._key, self._log, jobs, places=self._wide.places, progress=self._progress
        )
        self._has_written = True
        self._look_again()
        wrong = verified(appended, self._snapshot.reading)
        self._done |= {n for job in appended for n in job.changes}
        if wrong:
            again = write_batch(self._client, self._key, self._snapshot, Batch(wrong), self._progress)
            self._log.writes += again.writes
            self._look_again()

    def _look_again(self) -> None:
        self._snapshot = snapshot(self._client, self._key, None, self._progress)
        writes = self._log.writes
        self._log = log_of(self._snapshot.facts)
        self._log.writes = writes
        self._wide = Widened({place.tab: place for place in self._snapshot.places})
        self._rows_there = {}

    @property
    def _address(self) -> str:
        return f"gsheet:{self._key}"


def log_of(facts: Facts) -> Log:
    return Log(facts.last_commit, dict(facts.commits), facts.left_open)


def _for_bulk(jobs: Sequence[Job]) -> set[int]:
    """The new rows that are too many for tags: those of tabs with a sheet to themselves."""
    counts = Counter(job.tab for job in jobs if job.kind == "add")
    return {id(job) for job in jobs if job.kind == "add" and counts[job.tab] > MOST_ROWS and _alone(job.tab)}


def _alone(tab: str) -> bool:
    return BY_NAME[tab].sheet not in {"Settings", "Report"}


def _last_rows(rows: Iterable[RowWrite]) -> list[tuple[SheetFacts, int]]:
    last: dict[int, tuple[SheetFacts, int]] = {}
    for each in rows:
        if each.sheet.id not in last or last[each.sheet.id][1] < each.row:
            last[each.sheet.id] = (each.sheet, each.row)
    return list(last.values())


def _headers_hold(place: Place, seen: Seen) -> bool:
    """Whether every column still shows the header it had when it was read."""
    found = seen.row(place.sheet.id, place.header)
    return all(
        shown(told(at(found, n))).strip() == column.header for n, column in enumerate(place.layout.columns, place.left)
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
