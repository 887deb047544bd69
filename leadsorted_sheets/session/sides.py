"""The two sides of a sync: the file, which keeps a journal and the base, and the sheet that the team shares."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.changes import Changes, apply, rebase
from leadsorted_sheets.core.plan import Context, Progress, silent
from leadsorted_sheets.core.state import State, pack, unpack, visible
from leadsorted_sheets.errors import Corrupt
from leadsorted_sheets.journal import Journal
from leadsorted_sheets.session.erasing import Erasing, told_to_forget
from leadsorted_sheets.session.record import Entry, batch_of
from leadsorted_sheets.sync import Seen
from leadsorted_sheets.workbook.port import Batch, Reading, Workbook, Written


class FileSide:
    """The workbook the sync belongs to. Everything a round brings is one write: cells, History, journal, state and base."""

    def __init__(
        self,
        workbook: Workbook,
        partner: str,
        context: Context,
        progress: Progress = silent,
        *,
        first: Reading | None = None,
    ) -> None:
        """`first` is a reading that was just made: it is taken for the first one where the file has not changed since."""
        self._workbook = workbook
        self._first = first
        self._partner = partner
        self._context = context
        self._progress = progress
        self.forgot: list[Erasing] = []
        """Whom a round made this workbook forget."""

    @property
    def name(self) -> str:
        return self._workbook.address

    def check_free(self) -> None:
        self._workbook.check_free()

    def peek(self) -> str:
        return self._workbook.peek()

    def read(self) -> Seen:
        reading, self._first = self._first, None
        if reading is None or self._workbook.peek() != reading.revision:
            reading = self._workbook.read(progress=self._progress)
        state = state_of(self._workbook, reading)
        return Seen({**reading.book, **state.tables}, reading, reading.hidden.get(schema.BASE_SHEET, ""))

    def write(
        self, changes: Changes, *, seen: Seen, columns: Mapping[str, Sequence[str]], base: str | None = None
    ) -> Written:
        state = dataclasses.replace(state_of(self._workbook, seen.reading), partner=self._partner)
        erasing, changes = told_to_forget(changes, seen.book, seen.reading.hidden)
        rebased = rebase(changes, seen.book)
        batch = Batch(hidden={schema.STATE_SHEET: pack(state)})
        if rebased.valid:
            journal = Journal.of(seen.reading.hidden.get(schema.JOURNAL_SHEET, ""))
            entry = Entry("sync", rebased.valid)
            id = self._context.new_id("C")
            batch = batch_of(entry, seen.book, state, journal=journal, id=id, context=self._context)
        hidden = {**batch.hidden} if base is None else {**batch.hidden, schema.BASE_SHEET: base}
        batch = dataclasses.replace(batch, hidden=hidden, columns=columns)
        if erasing:
            batch = erasing.batch(batch, apply(seen.book, rebased.valid), seen.reading.hidden)
        written = self._workbook.write(batch, expect=seen.reading.revision, progress=self._progress)
        self.forgot += [erasing] if erasing else []
        return dataclasses.replace(written, clashed=[*rebased.clashes, *written.clashed])


class SheetSide:
    """The Google sheet. Decisions travel in its hidden state; its own journal is for what is run on it directly."""

    def __init__(self, workbook: Workbook, progress: Progress = silent) -> None:
        self._workbook = workbook
        self._progress = progress

    @property
    def name(self) -> str:
        return "the Google sheet"

    def check_free(self) -> None:
        self._workbook.check_free()

    def peek(self) -> str:
        return self._workbook.peek()

    def read(self) -> Seen:
        reading = self._workbook.read(progress=self._progress)
        state = state_of(self._workbook, reading)
        return Seen({**reading.book, **state.tables}, reading, who=reading.who)

    def write(
        self,
        changes: Changes,
        *,
        seen: Seen,
        columns: Mapping[str, Sequence[str]],
        base: str | None = None,  # noqa: ARG002  # the file keeps it
    ) -> Written:
        erasing, changes = told_to_forget(changes, seen.book, seen.reading.hidden)
        rebased = rebase(changes, seen.book)
        shown = visible(rebased.valid)
        hidden: dict[str, str] = {}
        if len(shown) < len(rebased.valid):
            state = state_of(self._workbook, seen.reading)
            hidden[schema.STATE_SHEET] = pack(state.with_tables(apply(seen.book, rebased.valid)))
        batch = Batch(shown, hidden, columns=columns)
        if erasing:
            batch = erasing.batch(batch, apply(seen.book, rebased.valid), seen.reading.hidden)
        written = self._workbook.write(batch, expect=seen.reading.revision, progress=self._progress)
        return dataclasses.replace(written, clashed=[*rebased.clashes, *written.clashed])


def state_of(workbook: Workbook, reading: Reading) -> State:
    """What the workbook remembers. Raises errors.Corrupt where that is damaged."""
    try:
        return unpack(reading.hidden.get(schema.STATE_SHEET, ""))
    except ValueError as damage:
        raise Corrupt(workbook.address, f"its hidden sheets were damaged: {damage}") from damage
