"""The diary of moves: each is a line in Activities, with its time and who made it, and can be read back from there.

Summary   Status: New → Contacted
Outcome   the reason, if there is one; of a move made by hand, between which two moments it was made
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from leadsorted_sheets.core.activities import type_of
from leadsorted_sheets.core.book import Book, Key, Row, row_of
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.changes import AddRow
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.records import folded
from leadsorted_sheets.core.settings import Settings

CHANGE = "Status change"
LOGGED = "lifecycle: the move is logged"
NOTICED = "lifecycle: a move made by hand was noticed"

What: TypeAlias = Literal["Status", "Stage"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A move as the diary has it. `earliest` and `latest` are one moment, but for a move made by hand and noticed later.

    `key` is the lead's id, or the deal's where it is a Stage that changed; `activity` the row in Activities.
    """

    activity: Key
    what: What
    key: Key
    before: str
    after: str
    earliest: dt.datetime
    latest: dt.datetime
    by: str = ""
    reason: str = ""
    by_hand: bool = False


def moves(book: Book) -> tuple[Moved, ...]:
    """Every move that the diary knows, in the order of its rows. Lines that people changed beyond reading are left out."""
    return tuple(_moves(book))


def moved(row: Row, activity: Key) -> Moved | None:
    """The move that an Activities row tells of; None where it tells of none.

    >>> row = {"Lead ID": "L-1", "When": dt.datetime(2026, 3, 10, 12), "Type": "Status change", "Owner": "Ann"}
    >>> moved({**row, "Summary": "Status: New → Contacted"}, "A-1").after
    'Contacted'
    >>> moved({**row, "Summary": "Called Ann"}, "A-1") is None
    True
    """
    found = _SUMMARY.fullmatch(shown(row.get("Summary")).strip())
    when = row.get("When")
    if found is None or type_of(row) != _CHANGE or not isinstance(when, dt.date):
        return None
    what: What = "Stage" if found["what"] == "Stage" else "Status"
    key = shown(row.get("Deal ID" if what == "Stage" else "Lead ID"))
    if not key:
        return None
    latest = when if isinstance(when, dt.datetime) else dt.datetime(when.year, when.month, when.day)
    outcome = shown(row.get("Outcome"))
    by_hand = _BY_HAND.fullmatch(outcome)
    earliest = dt.datetime.fromisoformat(by_hand["since"]) if by_hand else latest
    return Moved(
        activity, what, key, found["before"].replace(_BLANK, ""), found["after"].replace(_BLANK, ""),
        min(earliest, latest), latest, shown(row.get("Owner")), "" if by_hand else outcome, by_hand is not None,
    )  # fmt: skip


def line(
    what: What,
    row: Row,
    *,
    before: str,
    after: str,
    settings: Settings,
    context: Context,
    outcome: str = "",
    why: str = LOGGED,
    when: dt.datetime | None = None,
    by: str | None = None,
) -> AddRow:
    """The line in Activities for a move of the lead or deal `row`, made now by whoever is at the keyboard."""
    cells = {
        "Lead ID": row.get("Lead ID"),
        "Deal ID": row.get("Deal ID"),
        "When": when or context.local_now,
        "Type": CHANGE,
        "Summary": f"{what}: {before or _BLANK} → {after or _BLANK}",
        "Outcome": outcome or None,
        "Owner": (who(settings, context) if by is None else by) or None,
        "Done": "yes",
    }
    key = context.new_id("A")
    return AddRow("Activities", key, row_of({"Activity ID": key, **cells}), why)


def by_hand_since(since: dt.datetime) -> str:
    """The outcome of a move that somebody made in the sheet after `since` and before the line was written.

    >>> by_hand_since(dt.datetime(2026, 3, 4, 9, 30))
    'made by hand in the sheet after 2026-03-04 09:30'
    """
    return f"made by hand in the sheet after {since:%Y-%m-%d %H:%M}"


def who(settings: Settings, context: Context) -> str:
    """The owner at the keyboard, by name where Settings know them, else as the machine calls them."""
    wanted = folded(context.actor)
    known = (owner.name for owner in settings.owners if wanted in (folded(owner.name), folded(owner.email)))
    return next(known, context.actor)


def _moves(book: Book) -> Iterator[Moved]:
    for key, row in book.get("Activities", {}).items():
        if type_of(row) == _CHANGE:
            move = moved(row, key)
            if move is not None:
                yield move


_CHANGE = folded(CHANGE)
_BLANK = "(blank)"
_SUMMARY = re.compile(r"(?P<what>Status|Stage): (?P<before>.+?) → (?P<after>.+)")
_BY_HAND = re.compile(r"made by hand in the sheet after (?P<since>\d{4}-\d\d-\d\d \d\d:\d\d)")
