"""The click that starts a sync: ids, the token, the copy, the process."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from leadsorted_sheets.core import identify, schema
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.core.state import pack
from leadsorted_sheets.session.context import Clock, context_for, utc_now
from leadsorted_sheets.session.detached.job import Folder, Job, forget_old
from leadsorted_sheets.session.opened import Opened, opened
from leadsorted_sheets.session.record import Entry, batch_of
from leadsorted_sheets.session.syncing import Wanted, chosen
from leadsorted_sheets.workbook.port import Batch, Workbook

Launch: TypeAlias = Callable[[Path], Any]
"""Starts the process that works on the job in a folder, and does not wait for it."""


def launched(folder: Path) -> subprocess.Popen[bytes]:
    """A Python of its own, without a window, that goes on when this one ends."""
    command = [sys.executable, "-m", "leadsorted_sheets.session.detached", str(folder)]
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, cwd=folder, close_fds=True, **apart)  # noqa: S603  # our own module


def start(
    workbook: Workbook, name: str, partner: str = "", wanted: Wanted | None = None, *,
    clock: Clock = utc_now, progress: Progress = silent, launch: Launch = launched,
) -> Folder:  # fmt: skip
    """Start a sync of the workbook, called `name`, with its partner or the one given; answers where it works.

    Whatever an earlier one has found should have been taken over. Raises errors.WrongUsage where there is no partner
    or another one, and whatever the workbook refuses with; nothing is started then.
    """
    wanted = wanted or Wanted()
    seen = opened(workbook, progress)
    sheet = chosen(name, seen.state.partner, partner, wanted)
    seen, token = _marked(workbook, seen, clock=clock, progress=progress)
    forget_old(clock().timestamp())
    folder = Folder.of(token)
    reading = seen.reading
    base = reading.hidden.get(schema.BASE_SHEET, "")
    asked = sheet, wanted.allow_removals, wanted.allow_changes
    folder.make(Job(name, seen.book, reading.layouts, reading.lines, base, *asked))
    launch(folder.path)
    return folder


def _marked(workbook: Workbook, seen: Opened, *, clock: Clock, progress: Progress) -> tuple[Opened, str]:
    """The workbook with an id in every row, so that what is sent is known again, and with the token in its state.

    Where a sync died its token stays, and with it the note of what it had sent.
    """
    context = context_for(seen.book, clock=clock, progress=progress)
    ids = identify.plan(seen.book, context).changes
    token = seen.state.waiting
    if not ids and token:
        return seen, token
    state = dataclasses.replace(seen.state, waiting=token or context.new_id("S"))
    batch = Batch(hidden={schema.STATE_SHEET: pack(state)})
    if ids:
        id = context.new_id("C")
        batch = batch_of(Entry("sync", ids), seen.book, state, journal=seen.journal, id=id, context=context)
    workbook.write(batch, expect=seen.reading.revision, progress=progress)
    return opened(workbook, progress), state.waiting
