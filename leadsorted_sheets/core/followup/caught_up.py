"""Activities that people wrote into the sheet themselves: the leads they are about are brought up to them.

An activity that is later than the lead's Last activity has not been taken in yet. They are taken in oldest first, as if
each had been logged at its time.
"""

from __future__ import annotations

import datetime as dt

from leadsorted_sheets.core.activities import is_contact, is_silent
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, Formula, same
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.followup.after_activity import following
from leadsorted_sheets.core.followup.next_action import Course, edits
from leadsorted_sheets.core.where import moment_of

CAUGHT_UP = "follow-up: an activity on the Activities tab"


def not_taken_in(book: Book, now: dt.datetime) -> dict[Key, list[Row]]:
    """The activities of each lead that came after its Last activity, oldest first. What lies ahead is none yet.

    A change of status, or a file that was added, is the diary's own line: nobody did anything with the lead.
    """
    leads = book.get("Leads", {})
    found: dict[Key, list[Row]] = {}
    for activity in book.get("Activities", {}).values():
        key, when = activity.get("Lead ID"), activity.get("When")
        if not isinstance(key, str) or not isinstance(when, dt.date):
            continue
        if is_silent(activity):
            continue
        row = leads.get(key)
        if row is not None and is_after(when, row.get("Last activity")) and moment_of(when) <= now:
            found.setdefault(key, []).append(activity)
    for of_lead in found.values():
        if len(of_lead) > 1:
            of_lead.sort(key=_when)
    return found


def taken_in(key: Key, row: Row, activities: list[Row], course: Course) -> tuple[list[Edit], Row]:
    """The edits that bring a lead up to its activities, and its row with them."""
    now: dict[str, Cell] = dict(row)
    whys: dict[str, str] = {}

    def take(edit: Edit) -> None:
        now[edit.field] = edit.after
        whys[edit.field] = edit.why

    for activity in activities:
        upcoming = following(now, activity, course)
        for edit in edits(key, now, upcoming) if upcoming else ():
            take(edit)
        when = activity.get("When")
        given = [("Last activity", when)]
        if is_contact(activity) and now.get("First contacted") is None:
            given.append(("First contacted", when))
        for name, cell in given:
            if not isinstance(now.get(name), Formula):
                take(Edit("Leads", key, name, now.get(name), cell, CAUGHT_UP))
    made = [
        Edit("Leads", key, name, row.get(name), now.get(name), why)
        for name, why in whys.items()
        if not same(row.get(name), now.get(name))
    ]
    return made, now


def is_after(when: Cell, last: Cell) -> bool:
    """Whether a moment is later than another. Within a day without an hour, nothing is later.

    >>> day, nine = dt.date(2026, 3, 4), dt.datetime(2026, 3, 4, 9)
    >>> is_after(nine, None), is_after(nine, day), is_after(day, nine), is_after(dt.date(2026, 3, 5), nine)
    (True, False, False, True)
    """
    if not isinstance(when, dt.date):
        return False
    if not isinstance(last, dt.date):
        return last is None
    if isinstance(when, dt.datetime) and isinstance(last, dt.datetime):
        return when > last
    return _day(when) > _day(last)


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _when(activity: Row) -> dt.datetime:
    return moment_of(activity["When"])  # type: ignore[arg-type]  # not_taken_in saw that it is a moment
