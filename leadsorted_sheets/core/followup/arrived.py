"""Activities that come in from elsewhere: their leads follow, as they do where somebody logs them one by one.

| the activity                              | what follows                                                       |
|-------------------------------------------|--------------------------------------------------------------------|
| a contact that has happened               | First contacted, if it is blank or later; a new lead is Contacted  |
| later than the lead's Last activity       | Last activity; the sequence goes on, or is over                    |
| what the lead did alone (opened, clicked, asked for a demo, signed up, bounced) | Last activity only: nobody of us was in touch |
| a plan that lies ahead                    | the next action, as if it had been logged                          |
| Status change, File                       | nothing                                                            |
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from leadsorted_sheets.core.activities import is_contact, is_silent
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, Formula, same, shown
from leadsorted_sheets.core.changes import Change, Edit
from leadsorted_sheets.core.followup.after_activity import following, is_ahead
from leadsorted_sheets.core.followup.caught_up import is_after
from leadsorted_sheets.core.followup.next_action import Course, edits
from leadsorted_sheets.core.followup.sequences import sequences
from leadsorted_sheets.core.followup.working_days import working_week
from leadsorted_sheets.core.lifecycle.begin import once_in_touch
from leadsorted_sheets.core.lifecycle.moving import lead_moved
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.records import folded, is_yes
from leadsorted_sheets.core.settings import Settings, read_settings
from leadsorted_sheets.core.where import moment_of

LATER = "import: a later activity came in"
CONTACTED = "import: the first contact"

_Take: TypeAlias = Callable[[str, Cell, str], None]


def arrived(
    book: Book, leads: Mapping[Key, Row], activities: Mapping[Key, Sequence[Row]], context: Context
) -> Iterator[Change]:
    """What follows for each lead from the activities that came in, in the order that they happened.

    `leads` are the rows as they are by now, which need not be in the book yet; `book` has the settings.
    """
    if not activities:
        return
    settings, _ = read_settings(book)
    week, _ = working_week(settings.preferences.working_days)
    course = Course.of(settings, sequences(settings.touches)[0], week, context.today)
    for key, of_lead in activities.items():
        yield from _of_lead(key, leads[key], of_lead, course=course, settings=settings, context=context)


def _of_lead(
    key: Key, row: Row, activities: Sequence[Row], *, course: Course, settings: Settings, context: Context
) -> Iterator[Change]:
    now: dict[str, Cell] = dict(row)
    whys: dict[str, str] = {}

    def take(field: str, cell: Cell, why: str) -> None:
        if not isinstance(now.get(field), Formula):
            now[field] = cell
            whys[field] = why

    past, ahead = _in_order(activities, context.local_now)
    for activity in past:
        when = activity["When"]
        is_new = is_after(when, now.get("Last activity"))
        if is_new and not _theirs(activity):
            _follow(key, now, activity, course, take)
        if is_new:
            take("Last activity", when, LATER)
        if is_contact(activity) and not _theirs(activity) and _is_earlier(when, now.get("First contacted")):
            take("First contacted", when, CONTACTED)
    for activity in ahead:
        _follow(key, now, activity, course, take)
    yield from (
        Edit("Leads", key, field, row.get(field), now.get(field), why)
        for field, why in whys.items()
        if not same(row.get(field), now.get(field))
    )
    to = once_in_touch(row, settings)
    first = next((activity["When"] for activity in past if is_contact(activity) and not _theirs(activity)), None)
    if to is not None and isinstance(first, dt.date) and not isinstance(row.get("Status"), Formula):
        yield from lead_moved(key, now, to, settings, context, why=CONTACTED, when=moment_of(first))


def _in_order(activities: Sequence[Row], now: dt.datetime) -> tuple[list[Row], list[Row]]:
    """Those that have happened, oldest first, and those that lie ahead."""
    telling = [activity for activity in activities if not is_silent(activity)]
    past = [
        (moment_of(when), activity)
        for activity in telling
        if isinstance(when := activity.get("When"), dt.date) and moment_of(when) <= now
    ]
    past.sort(key=lambda each: each[0])
    return [activity for _, activity in past], [each for each in telling if is_ahead(each, now.date())]


def _follow(key: Key, now: dict[str, Cell], activity: Row, course: Course, take: _Take) -> None:
    if is_yes(now.get("Do not contact")) or course.kind(now) in ("dead", "converted"):
        return
    upcoming = following(now, activity, course)
    for edit in edits(key, now, upcoming) if upcoming else ():
        take(edit.field, edit.after, edit.why)


def _theirs(activity: Row) -> bool:
    """Whether it is something that the lead, or a machine, did alone.

    >>> _theirs({"Type": "Demo", "Outcome": "Requested"}), _theirs({"Type": "Email", "Outcome": "Replied"})
    (True, False)
    """
    return folded(shown(activity.get("Outcome"))) in _ALONE


_ALONE = frozenset(
    {
        *("requested", "registered", "attended", "booked", "opened", "clicked", "bounced", "unsubscribed"),
        *("downloaded", "visited", "form submitted"),
    }
)


def _is_earlier(when: Cell, first: Cell) -> bool:
    if not isinstance(when, dt.date):
        return False
    return first is None or (isinstance(first, dt.date) and moment_of(when) < moment_of(first))
