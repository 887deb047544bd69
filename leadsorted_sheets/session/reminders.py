"""Next actions as a calendar: one all-day event each, by RFC 5545. The only place that speaks icalendar.

An event's UID is made of the workbook's name and the row's id, so that a calendar that imports the file again moves and
renames what it has instead of doubling it; SEQUENCE grows with time, as RFC 5546 asks of a newer version.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from leadsorted_sheets.core.book import Key, has_id
from leadsorted_sheets.core.followup.agenda import Item
from leadsorted_sheets.core.followup.digest import line, plain

if TYPE_CHECKING:
    from icalendar import Event

REMIND_AT = dt.timedelta(hours=9)
"""After midnight of the day."""


def calendar(items: Iterable[Item], book_id: str, now: dt.datetime, today: dt.date) -> bytes:
    """The items that have a day as an iCalendar file. What is overdue stands on today: a calendar reminds of no past day.

    Items of rows without an id are left out, for they could not be known again.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Lead Sorted//leadsorted-sheets//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Leads")
    for item in items:
        if item.due is not None and has_id(item.key):
            made.add_component(_event(item, max(item.due, today), book_id, now))
    content: bytes = made.to_ical()
    return content


def safe(key: Key) -> str:
    """A row's id as part of a file's name or a UID. People may paste anything into an id column.

    >>> safe("L-7K3QZ9M2XA"), safe("../evil")
    ('L-7K3QZ9M2XA', 'x2d6afc710923')
    """
    return key if re.fullmatch(r"[A-Za-z0-9-]{1,40}", key) else "x" + hashlib.sha256(key.encode()).hexdigest()[:12]


def _event(item: Item, day: dt.date, book_id: str, now: dt.datetime) -> Event:
    from icalendar import Alarm, Event

    title = f"{plain(item.action)}: {plain(item.name)}"
    event, alarm = Event(), Alarm()
    event.add("uid", f"{item.tab.lower()}-{safe(item.key)}@{safe(book_id or 'book')}.leadsorted")
    event.add("dtstamp", now.astimezone(dt.UTC).replace(microsecond=0))
    event.add("last-modified", now.astimezone(dt.UTC).replace(microsecond=0))
    event.add("sequence", max(int((now - _EPOCH).total_seconds()) // 60, 0))
    event.add("dtstart", day)
    event.add("summary", title)
    event.add("description", line(item).removeprefix("  - ").replace(" | ", "\n"))
    event.add("transp", "TRANSPARENT")
    if item.owner:
        event.add("categories", [plain(item.owner)])
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", REMIND_AT)
    event.add_component(alarm)
    return event


_EPOCH = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
