"""Bringing a workbook and a Google sheet together: which sheet, made ready if it is new, under a lock, then one sync."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.plan import Context, Progress, silent
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.core.state import FORGOTTEN, State, pack
from leadsorted_sheets.resources import state_folder
from leadsorted_sheets.session import leftovers
from leadsorted_sheets.session.context import Clock, context_for, utc_now
from leadsorted_sheets.session.sides import FileSide, SheetSide, state_of
from leadsorted_sheets.sync import InFlight, Side, Synced, Terms, locked, sync
from leadsorted_sheets.workbook.port import Batch, Reading, Setup, Workbook
from leadsorted_sheets.workbook.resolve import workbook_at

SHEET = "gsheet:"
NEW = f"{SHEET}NEW"

Opener: TypeAlias = Callable[[str], Workbook]
"""Opens the sheet at an address."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How to sync.

    `allow_removals` and `allow_changes` are how much the user said may be gone from a side, or changed there.
    `switch` lets a workbook that has a partner take another one; `compact` also takes blank rows out of the sheet.
    """

    dry_run: bool = False
    allow_removals: int = 0
    allow_changes: int = 0
    compact: bool = False
    switch: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """A sync that was done, or shown. `partner` is the sheet's address; `made` says that the sheet was made for it."""

    synced: Synced
    partner: str
    made: bool = False


def bring_together(
    address: str, partner: str = "", wanted: Wanted | None = None, *,
    clock: Clock = utc_now, progress: Progress = silent, opener: Opener | None = None,
) -> Meeting:  # fmt: skip
    """Sync the workbook with its partner, which the workbook remembers once it was named; `gsheet:NEW` makes one.

    Raises errors.WrongUsage where there is no partner, or another one, and whatever either side refuses with.
    """
    wanted = wanted or Wanted()
    here = _file(address)
    reading = here.read(progress=progress)
    if "Leads" not in reading.book:
        raise errors.NotOurBook(address)
    state = state_of(here, reading)
    sheet = chosen(address, state.partner, partner, wanted)
    with locked(note_file(state, address, ".lock"), address):
        if made := sheet == NEW:
            here.check_free()
            sheet = made_for(Path(address).stem, reading.book, progress)
            _remember(here, reading, state, sheet)
            reading = here.read(progress=progress)
        there = opener(sheet) if opener else workbook_at(sheet, progress=progress)
        synced = _synced(here, reading, there, sheet, wanted=wanted, clock=clock, progress=progress)
        if wanted.compact and not wanted.dry_run:
            there.write(Batch(compact=True), expect=there.read().revision, progress=progress)
    return Meeting(synced, sheet, made)


def partner_of(address: str) -> str:
    """The sheet this workbook is synced with, "" where there is none yet."""
    here = _file(address)
    return state_of(here, here.read()).partner


def _file(address: str) -> Workbook:
    if address.startswith(SHEET) or address.lower().endswith((".csv", ".tsv", ".txt")):
        what = "a Google sheet" if address.startswith(SHEET) else "one table"
        raise errors.WrongUsage(
            f"{address} is {what}. A sync brings a workbook and a Google sheet together: leadsorted sync leads.xlsx gsheet:NEW"
        )
    return workbook_at(address)


def chosen(address: str, known: str, asked: str, wanted: Wanted) -> str:
    """The partner's address: the one that is remembered, or the one asked for where that is no surprise."""
    if not asked:
        if not known:
            raise errors.WrongUsage(
                f"{address} has no Google sheet yet. Make one: leadsorted sync {address} gsheet:NEW\n"
                f"Or join one that there is: leadsorted sync {address} gsheet:KEY"
            )
        return known
    if asked.upper() == NEW.upper():
        asked = NEW
        if wanted.dry_run:
            raise errors.WrongUsage("There is nothing to compare with yet: gsheet:NEW is made without --dry-run.")
    elif not asked.startswith((SHEET, "https://")):
        raise errors.WrongUsage(
            f"{asked}: the other side of a sync is gsheet:KEY, gsheet:NEW, or the sheet's https:// address."
        )
    else:
        from leadsorted_sheets.workbook.gsheets.address import key_of

        asked = SHEET + key_of(asked)
    if known and asked != known and not wanted.switch:
        raise errors.WrongUsage(
            f"{address} is synced with {known}. To sync it with that: leadsorted sync {address}\n"
            f"To leave that sheet and take another: leadsorted sync {address} {asked} --switch"
        )
    return asked


def made_for(name: str, book: Book, progress: Progress) -> str:
    """A new spreadsheet of that name. It has our tabs once it has been set up. Answers its address."""
    from leadsorted_sheets.workbook.gsheets.making import made

    return made(name, time_zone=read_settings(book)[0].preferences.time_zone, progress=progress)


def _remember(here: Workbook, reading: Reading, state: State, sheet: str) -> None:
    """At once, so that a run cut off after this does not make a second sheet."""
    hidden = {schema.STATE_SHEET: pack(dataclasses.replace(state, partner=sheet))}
    here.write(Batch(hidden=hidden), expect=reading.revision)


def _synced(
    here: Workbook, reading: Reading, there: Workbook, sheet: str, *,
    wanted: Wanted, clock: Clock, progress: Progress,
) -> Synced:  # fmt: skip
    context = context_for(reading.book, clock=clock, progress=progress)
    address = here.address
    terms = Terms(sheet, f"leadsorted sync {address}", wanted.allow_removals, wanted.allow_changes)
    file = FileSide(here, sheet, context, progress, first=reading)
    notes = InFlight(note_file(state_of(here, reading), address, ".sent"))
    try:
        return meeting_of(file, there, terms=terms, notes=notes, context=context, dry_run=wanted.dry_run)
    finally:
        for erasing in file.forgot:  # a colleague erased somebody: what lies beside the workbook goes too
            remembered = state_of(here, here.read()).tables.get(FORGOTTEN, {})
            leftovers.backup_without(address, erasing.person, remembered)
            leftovers.user_folder_without(erasing.person, erasing.rows)


def meeting_of(
    file: Side, there: Workbook, *, terms: Terms, notes: InFlight, context: Context, dry_run: bool = False
) -> Synced:
    """One sync of a file's side with the sheet, which is set up first where nobody has put anything into it yet."""
    team = SheetSide(there, context.progress)
    try:
        return sync(file, team, terms=terms, in_flight=notes, context=context, dry_run=dry_run)
    except errors.NotOurBook:
        if dry_run or not _is_empty(there):
            raise
    there.write(Batch(setup=Setup()), expect=there.read(layouts=()).revision, progress=context.progress)
    return sync(file, team, terms=terms, in_flight=notes, context=context)


def _is_empty(there: Workbook) -> bool:
    """Whether nobody has put anything into the sheet: only such a one is made ours without being asked."""
    return not any(shown(cell).strip() for sketch in there.sketches() for row in sketch.rows for cell in row)


def note_file(state: State, address: str, ending: str) -> Path:
    """Where a sync of this very copy of the workbook keeps its lock and what it has sent."""
    name = hashlib.sha256(f"{state.book_id}\x1f{Path(address).resolve()}".encode()).hexdigest()[:20]
    folder = state_folder() / "sync"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{name}{ending}"
