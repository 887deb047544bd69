"""The click after a sync: what it found goes into the workbook, as far as the cells there are as they were."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, has_id
from leadsorted_sheets.core.cell import same_row
from leadsorted_sheets.core.changes import Change, Clash, apply, rebase
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.core.state import State, pack
from leadsorted_sheets.resources import state_folder
from leadsorted_sheets.session.context import Clock, context_for, utc_now
from leadsorted_sheets.session.detached.job import Folder, Found, Job
from leadsorted_sheets.session.erasing import told_to_forget
from leadsorted_sheets.session.opened import Opened, opened
from leadsorted_sheets.session.record import Entry, batch_of
from leadsorted_sheets.sync.base import first_base
from leadsorted_sheets.sync.base import pack as pack_base
from leadsorted_sheets.sync.base import unpack as unpack_base
from leadsorted_sheets.workbook.port import Batch, Reading, Workbook

_ATTEMPTS = 3
_Ended: TypeAlias = Literal["done", "stopped", "died", "stale"]


@dataclass(frozen=True, slots=True)
class Landing:
    """What became of a detached sync.

    running: it still talks to Google; done: taken over; stopped: it was refused (`found.told`); died: its process
    ended before it was done, and what it had found by then is taken over; stale: the workbook was synced by another
    way since, so what it found is thrown away; apart: it was started on another computer.
    `kept` are the changes that found another value by now: the workbook's stays, and the next sync asks.
    """

    standing: Literal["running", "done", "stopped", "died", "stale", "apart"]
    found: Found
    reading: Reading
    kept: Sequence[Clash] = ()
    change_id: str = ""


def waits() -> bool:
    """Whether any sync was started on this computer that no workbook has taken over: found out without a workbook."""
    return any((state_folder() / "detached").glob("*/job.json"))


def taken_over(
    workbook: Workbook, *, clock: Clock = utc_now, progress: Progress = silent, only_look: bool = False
) -> Landing | None:
    """Put what a sync has found into the workbook, as one change set; None where it waits for none.

    With `only_look` nothing is written, whatever was found. Raises what the workbook refuses with; it is all kept then.
    """
    for attempt in range(_ATTEMPTS):
        try:
            return _taken_over(workbook, clock, progress, only_look=only_look)
        except errors.Moved:
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("the loop returns or raises")


def _taken_over(workbook: Workbook, clock: Clock, progress: Progress, *, only_look: bool) -> Landing | None:
    seen = opened(workbook, progress)
    folder = Folder.of(seen.state.waiting)
    if not seen.state.waiting or (folder.path.is_dir() and not folder.is_there):
        return None
    if not folder.is_there:
        return Landing("apart", Found(), seen.reading)
    if folder.is_running(clock().timestamp()):
        return Landing("running", folder.found() or Found(), seen.reading)
    found, job = folder.found() or Found(), folder.job()
    standing: _Ended = "died" if found.standing == "running" else found.standing
    if job.base != seen.reading.hidden.get(schema.BASE_SHEET, ""):
        standing = "stale"
    if only_look:
        return Landing(standing, found, seen.reading)
    if standing == "stale":
        forgotten = Batch(hidden=_state(dataclasses.replace(seen.state, waiting="")))
        workbook.write(forgotten, expect=seen.reading.revision, progress=progress)
        folder.remove()
        return Landing("stale", found, seen.reading)
    kept, change_id = _landed(workbook, seen, found, job, clock=clock, progress=progress)
    if standing == "done":
        folder.remove()
    else:
        folder.hand_over()
    return Landing(standing, found, seen.reading, kept, change_id)


def _landed(
    workbook: Workbook, seen: Opened, found: Found, job: Job, *, clock: Clock, progress: Progress
) -> tuple[list[Clash], str]:
    """One write: cells, History, journal, state, and the base without what the workbook does not take."""
    waiting = "" if found.standing == "done" else seen.state.waiting  # its note of what was sent is still needed
    state = dataclasses.replace(seen.state, partner=found.partner or seen.state.partner, waiting=waiting)
    safe, moved = _known_rows(found.changes, job.book, seen.book)
    erasing, safe = told_to_forget(safe, seen.book, seen.reading.hidden)
    rebased = rebase(safe, seen.book)
    kept = [*moved, *rebased.clashes]
    batch, change_id = Batch(hidden=_state(state)), ""
    if rebased.valid:
        context = context_for(seen.book, clock=clock, progress=progress)
        change_id = context.new_id("C")
        entry = Entry("sync", rebased.valid)
        batch = batch_of(entry, seen.book, state, journal=seen.journal, id=change_id, context=context)
    hidden = {**batch.hidden, **_base(found, job, kept)}
    batch = dataclasses.replace(batch, hidden=hidden, columns=found.columns)
    if erasing:
        batch = erasing.batch(batch, apply(seen.book, rebased.valid), seen.reading.hidden)
    written = workbook.write(batch, expect=seen.reading.revision, progress=progress)
    if written.clashed and found.base is not None:  # what Excel itself would not take
        kept += written.clashed
        again = workbook.read(progress=progress)
        workbook.write(Batch(hidden=_base(found, job, kept)), expect=again.revision, progress=progress)
    return kept, change_id


def _known_rows(changes: Sequence[Change], then: Book, now: Book) -> tuple[list[Change], list[Clash]]:
    """The changes, and those to a row known by its number only, where another row may stand there by now."""
    safe: list[Change] = []
    moved: list[Clash] = []
    for change in changes:
        if not has_id(change.key):
            was, found = (book.get(change.tab, {}).get(change.key) for book in (then, now))
            if was is None or found is None or not same_row(was, found):
                moved.append(Clash(change, found))
                continue
        safe.append(change)
    return safe, moved


def _base(found: Found, job: Job, kept: Sequence[Clash]) -> dict[str, str]:
    """The new base as a hidden text, without what was not taken: nobody has agreed on that."""
    if found.base is None:
        return {}
    if not kept:
        return {schema.BASE_SHEET: found.base}
    try:
        before = unpack_base(job.base) if job.base else first_base(found.partner)
    except ValueError:
        before = first_base(found.partner)
    return {schema.BASE_SHEET: pack_base(unpack_base(found.base).without(kept, before))}


def _state(state: State) -> dict[str, str]:
    return {schema.STATE_SHEET: pack(state)}
