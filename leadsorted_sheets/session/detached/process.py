"""What the other process does: one sync of the copy, every step on the disk before the next."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leadsorted_sheets import errors
from leadsorted_sheets.core.changes import AddRow, Change, RemoveRow
from leadsorted_sheets.core.state import visible
from leadsorted_sheets.session import faults
from leadsorted_sheets.session.context import Clock, context_for, utc_now
from leadsorted_sheets.session.detached.copied import CopiedSide, KeptNotes
from leadsorted_sheets.session.detached.job import Folder, Found, Job
from leadsorted_sheets.session.syncing import NEW, Opener, made_for, meeting_of
from leadsorted_sheets.sync import CONFLICT, Synced, Terms, locked
from leadsorted_sheets.workbook.resolve import workbook_at

COMMAND = "Sync on the Lead Sorted tab"
_LONGEST_WAIT = 5.0
_NOTES = 6


def work_on(folder: Folder, *, clock: Clock = utc_now, opener: Opener | None = None) -> None:
    """Sync, and leave what came of it in the folder. Nothing is raised: there is nobody to see it."""
    try:
        with _held(folder):
            record = _Record(folder)
            record.put()
            try:
                _synced(folder, record, clock, opener)
            except errors.LeadSortedError as refusal:
                record.put(standing="stopped", told=str(refusal))
            except Exception as fault:  # noqa: BLE001  # whatever it is, the next click has to say that it happened
                faults.log(fault, "sync beside the open workbook")
                record.put(standing="stopped", told=f"The sync stopped for a reason nobody foresaw. {faults.where()}")
    except errors.InUse:
        return  # another process works on it already


@dataclass(slots=True)
class _Record:
    """What is known so far, on the disk whenever it grows."""

    folder: Folder
    found: Found = field(default_factory=Found)

    def put(self, **news: object) -> None:
        self.found = dataclasses.replace(self.found, **news)  # type: ignore[arg-type]  # names of its own fields
        self.folder.keep(self.found)

    def take(self, changes: tuple[Change, ...], columns: Mapping[str, Sequence[str]], base: str | None) -> None:
        self.put(changes=changes, columns=columns, base=base)


def _synced(folder: Folder, record: _Record, clock: Clock, opener: Opener | None) -> None:
    job = folder.job()
    context = context_for(job.book, clock=clock)
    if made := job.partner == NEW:
        record.put(partner=made_for(Path(job.name).stem, job.book, context.progress), made=True)
    sheet = record.found.partner if made else job.partner
    record.put(partner=sheet)
    file = CopiedSide(job, record.take)
    there = opener(sheet) if opener else workbook_at(sheet)
    terms = Terms(sheet, COMMAND, job.allow_removals, job.allow_changes)
    synced = meeting_of(file, there, terms=terms, notes=KeptNotes(folder.notes), context=context)
    record.put(
        standing="done",
        sent=_counted(synced.to_there),
        came=_counted(change for change in synced.to_here if change.tab != "History"),
        conflicts=len(synced.conflicts),
        verified=synced.verified,
        notes=_noted(synced, job),
    )


def _noted(synced: Synced, job: Job) -> tuple[str, ...]:
    """What a person should look at, in the words of the command line's findings."""
    serious = [each for each in synced.findings if each.severity in {"warning", "error"} and each.rule != CONFLICT]
    told = [f"{synced.here.place(each.tab, each.key, each.field)}: {each.message}" for each in serious[:_NOTES]]
    rest = len(serious) - len(told)
    return (*told, f"... and {rest:,} more like these in {job.name}.") if rest else tuple(told)


def _counted(changes: Iterable[Change]) -> tuple[int, int, int]:
    shown = visible(changes)
    added = sum(isinstance(change, AddRow) for change in shown)
    removed = sum(isinstance(change, RemoveRow) for change in shown)
    return len(shown) - added - removed, added, removed


@contextlib.contextmanager
def _held(folder: Folder) -> Iterator[None]:
    """The folder's lock. A click that only asks whether it is held may hold it for a moment: that is waited out."""
    until = time.monotonic() + _LONGEST_WAIT
    with contextlib.ExitStack() as stack:
        while True:
            try:
                stack.enter_context(locked(folder.lock, folder.path.name))
            except errors.InUse:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                break
        yield
