"""One Google spreadsheet as a workbook of the port."""

from __future__ import annotations

import time
from collections.abc import Callable

from leadsorted_sheets import errors
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.core.state import Layout
from leadsorted_sheets.workbook.gsheets.address import key_of
from leadsorted_sheets.workbook.gsheets.becoming_ours import become_ours
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.compacting import compact
from leadsorted_sheets.workbook.gsheets.reading import Snapshot, snapshot
from leadsorted_sheets.workbook.gsheets.sketching import sketches
from leadsorted_sheets.workbook.gsheets.writing import write_batch
from leadsorted_sheets.workbook.port import Batch, Reading, Sketch, Written

FRESH_FOR = 60.0
"""Seconds after which a reading is not written on any more: a computer that slept looks again first."""


class GoogleWorkbook:
    """A spreadsheet on Google. Reading takes two requests, an ordinary write three.

    The revision is Drive's version where the log-in may ask for it, else a digest of what was read. A write goes on
    the reading it names without another look while that is young: other programs of ours are held off by the number of
    the commit, and what people changed meanwhile is seen cell by cell.
    """

    def __init__(self, address: str, client: Client, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._key, self._client, self._clock = key_of(address), client, clock
        self._last: Snapshot | None = None
        self._read_at = 0.0

    @property
    def address(self) -> str:
        return f"gsheet:{self._key}"

    def read(self, *, layouts: tuple[Layout, ...] | None = None, progress: Progress = silent) -> Reading:
        read_at = self._clock()
        found = snapshot(self._client, self._key, layouts, progress)
        if layouts is None and not found.places:
            raise errors.NotOurBook(self.address)
        self._last, self._read_at = found, read_at
        return found.reading

    def write(self, batch: Batch, *, expect: str, progress: Progress = silent) -> Written:
        before = self._as_read(expect, progress)
        self._last, writes, version = None, 0, before.version
        if batch.setup is not None:
            before, writes = become_ours(self._client, self._key, before, batch.setup, progress)
        result = write_batch(self._client, self._key, before, batch, progress)
        findings = list(result.findings)
        writes += result.writes
        if batch.compact:
            compacted = compact(self._client, self._key, progress)
            findings += compacted.findings
            writes += compacted.writes
        revision = self._revision_after(version, writes) if writes else expect
        return Written(result.applied, result.clashed, revision, tuple(findings))

    def peek(self) -> str:
        change = self._client.changed(self._key)
        return change.version if change else ""

    def check_free(self) -> None:
        """Nobody locks a spreadsheet; whether this account may write is said by the first write, before it does anything."""

    def sketches(self) -> tuple[Sketch, ...]:
        return sketches(self._client, self._key)

    def close(self) -> None:
        self._client.close()

    def _as_read(self, expect: str, progress: Progress) -> Snapshot:
        """The reading that the batch was planned on. Raises errors.Moved where the spreadsheet is another by now."""
        last = self._last
        if last is not None and last.reading.revision == expect and self._clock() - self._read_at < FRESH_FOR:
            return last
        now = snapshot(self._client, self._key, None, progress)
        if now.reading.revision != expect:
            raise errors.Moved(self.address)
        return now

    def _revision_after(self, version: str, writes: int) -> str:
        """The revision that is surely ours alone; "" where somebody else wrote too, or where Drive tells us nothing."""
        change = self._client.changed(self._key) if version else None
        if change is None or not (change.version.isdecimal() and version.isdecimal()):
            return ""
        return change.version if int(change.version) == int(version) + writes else ""
