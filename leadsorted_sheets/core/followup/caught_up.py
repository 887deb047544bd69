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
from leadsorted_sheets.core.followup.after_activity import following_done
from leadsorted_sheets.core.followup.next_action import Course, edits
from leadsorted_sheets.core.records import is_yes
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
        row = leads.get(key) if isinstance(key, str) else None
        if row is None or when is None:
            continue
        last = row.get("Last activity")
        if type(when) is dt.datetime and type(last) is dt.datetime:
            if when <= last or when > now:  # most rows, and the shortest way
                continue
        elif not isinstance(when, dt.date) or not is_after(when, last) or moment_of(when) > now:
            continue
        if not is_silent(activity):
            found.setdefault(key, []).append(activity)  # type: ignore[arg-type]  # a row was found by it
    for of_lead in found.values():
        if len(of_lead) > 1:
            of_lead.sort(key=_when)
    return found


def taken_in(key: Key, row: Row, activities: list[Row], course: Course) -> tuple[list[Edit], Row]:
    """The edits that bring a lead up to its activities, and its row with them.

    Who is closed, or asked not to be contacted, gets nothing to wait for, but it is known when they were in touch last.
    """
    now: dict[str, Cell] = dict(row)
    whys: dict[str, str] = {}
    waits = course.kind(row) not in ("dead", "converted") and not is_yes(row.get("Do not contact"))
    dated = not isinstance(row.get("Last activity"), Formula)
    for activity in activities:
        upcoming = following_done(now, activity, course) if waits else None
        for edit in edits(key, now, upcoming) if upcoming else ():
            now[edit.field] = edit.after
            whys[edit.field] = edit.why
        when = activity.get("When")
        if dated:
            now["Last activity"] = when
            whys["Last activity"] = CAUGHT_UP
        if now.get("First contacted") is None and is_contact(activity):
            now["First contacted"] = when
            whys["First contacted"] = CAUGHT_UP
    made = [
        Edit("Leads", key, name, row.get(name), now[name], why)
        for name, why in whys.items()
        if not same(row.get(name), now[name])
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
