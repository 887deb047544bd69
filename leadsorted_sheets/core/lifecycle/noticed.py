"""Moves made by hand: most status changes are a drop-down in the sheet, unseen. The next run notices and logs them.

Nobody knows when such a move was made, only between which two moments: since the rows were last looked at, and now. The
line in Activities says both, and a day we fill in is filled in without an hour.

| what was done in the sheet           | what follows                                                          |
|--------------------------------------|-----------------------------------------------------------------------|
| another status                       | a line in Activities                                                  |
| out of the first status, to a live one | First contacted, if all of it happened today and the cell is blank  |
| to a qualified status                | Qualified on, if the cell is blank                                    |
| to a dead status, a lost stage       | a finding where the reason is missing                                 |
| to converted, without a deal         | a finding                                                             |
| another stage                        | a line in Activities, Stage since, Closed on, the stage's probability |
| another owner                        | Assigned on, and a line under Why                                     |
| what a colleague's copy has logged   | nothing: the line came along with the sync                            |
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import Change
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.lifecycle.diary import NOTICED, by_hand_since, line
from leadsorted_sheets.core.lifecycle.moving import CLOSED, deal_dates, lead_dates, written
from leadsorted_sheets.core.lifecycle.seen import LONG_AGO, Memory, remembered, told, unseen_moves
from leadsorted_sheets.core.plan import Context, Outcome
from leadsorted_sheets.core.records import about, explained
from leadsorted_sheets.core.settings import Settings, read_settings, same_name
from leadsorted_sheets.core.where.times import moment_of

OWNED = "lifecycle: a new owner typed into the sheet was noticed"


def notice(book: Book, context: Context) -> Outcome:
    """The lines and dates of moves that people made in the sheet since it was last looked at, and what they left out."""
    memory = remembered(book)
    if memory.looked is None or "Activities" not in book:
        return Outcome()
    settings, _ = read_settings(book)
    moved = list(unseen_moves(memory, book))
    diary = told(book) if moved else {}
    changes: list[Change] = []
    new: list[tuple[str, Key, Row]] = []
    for tab, key, row, was in moved:
        since = memory.since(was)
        now = shown(row.get("Status" if tab == "Leads" else "Stage"))
        if diary.get((key, now.casefold()), LONG_AGO) >= since:
            continue
        dates = _of_lead if tab == "Leads" else _of_deal
        changes += written(
            tab, key, row, dates(row, was.state, now, settings=settings, today=context.today, since=since), NOTICED
        )
        named = {**row, "Lead ID" if tab == "Leads" else "Deal ID": key}
        changes.append(
            line(
                "Status" if tab == "Leads" else "Stage", named, before=was.state, after=now, settings=settings,
                context=context, outcome=by_hand_since(since), why=NOTICED, by="",
            )
        )  # fmt: skip
        new.append((tab, key, row))
    changes += _owners(book, memory, context)
    return Outcome(changes, tuple(_left_out(new, settings)))


def _of_lead(
    row: Row, was: str, now: str, *, settings: Settings, today: dt.date, since: dt.datetime
) -> dict[str, Cell]:
    dates = lead_dates({**row, "Status": was or None}, now, settings, today)
    if since.date() != today:
        dates.pop("First contacted", None)
    return dates


def _of_deal(
    row: Row, was: str, now: str, *, settings: Settings, today: dt.date, since: dt.datetime
) -> dict[str, Cell]:
    """The dates of a deal, but for those that whoever moved it has typed along."""
    cells = {
        name: cell
        for name, cell in deal_dates({**row, "Stage": was}, now, settings, today).items()
        if name not in CLOSED
    }
    for name in ("Stage since", "Closed on"):
        typed = row.get(name)
        if cells.get(name) is not None and isinstance(typed, dt.date) and moment_of(typed) > since:
            del cells[name]
    return cells


def _owners(book: Book, memory: Memory, context: Context) -> Iterator[Change]:
    for key, row in book.get("Leads", {}).items():
        was = memory.rows["Leads"].get(key)
        owner = row.get("Owner")
        if was is None or owner == was.owner or not isinstance(owner, str) or same_name(owner, was.owner):
            continue
        assigned = row.get("Assigned on")
        if isinstance(assigned, dt.date) and moment_of(assigned) >= memory.since(was):
            continue
        cells: dict[str, Cell] = {
            "Assigned on": context.today,
            "Why": explained(row.get("Why"), "Owner:", f"Owner: by hand in the sheet, {owner}"),
        }
        yield from written("Leads", key, row, cells, OWNED)


def _left_out(moved: list[tuple[str, Key, Row]], settings: Settings) -> Iterator[Finding]:
    """What a move by hand left out, counted for each tab."""
    leads = [(key, row, settings.status_kind(shown(row.get("Status")))) for tab, key, row in moved if tab == "Leads"]
    deals = [(key, row, settings.stage_kind(shown(row.get("Stage")))) for tab, key, row in moved if tab == "Pipeline"]
    yield from about(
        [key for key, row, kind in leads if kind == "dead" and row.get("Lost reason") is None],
        tab="Leads", field="Lost reason", rule="lifecycle.reason",
        message="{leads} closed in the sheet without a lost reason. Choose one in the cell.",
    )  # fmt: skip
    yield from about(
        [key for key, row, kind in deals if kind == "lost" and row.get("Lost reason") is None],
        tab="Pipeline", field="Lost reason", rule="lifecycle.reason",
        message="{rows} of Pipeline closed as lost in the sheet without a lost reason. Choose one in the cell.",
    )  # fmt: skip
    yield from about(
        [key for key, row, kind in leads if kind == "converted" and row.get("Deal ID") is None],
        tab="Leads", field="Status", rule="lifecycle.no-deal",
        message="{leads} set to Converted in the sheet, but there is no deal. Set the status back to Qualified and run: "
        "leadsorted convert BOOK LEAD",
    )  # fmt: skip
