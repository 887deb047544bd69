"""What an activity does to the follow-up of its lead: the sequence goes on, or is over because the lead answered.

| the lead's next action      | the activity                            | what follows                                 |
|-----------------------------|-----------------------------------------|----------------------------------------------|
| any                         | lies ahead (Due, no When or Done)       | it is the next action, if there is none or it is the sequence's, later |
| any                         | Note, Status change, File               | nothing                                      |
| the sequence's, or none     | answered, Meeting or Demo               | the sequence is over: send what was agreed   |
| the sequence's, or none     | of the type of the waiting step         | the step after it                            |
| the sequence's, or none     | of another type                         | nothing; the step still waits                |
| a person's own              | any                                     | nothing: only they know whether it is done   |

Where an activity that was done says when the next is due, that day goes before ours. Who asked not to be contacted
is given nothing to wait for, nor is a lead that is dead or converted.
"""

from __future__ import annotations

import datetime as dt
import functools

from leadsorted_sheets.core.activities import SILENT, type_of
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.followup.next_action import ANSWERED, THROUGH, Course, Next, edits, step_done
from leadsorted_sheets.core.followup.sequences import Sequence, sequences
from leadsorted_sheets.core.followup.working_days import working_week
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.records import day_of, folded, is_yes
from leadsorted_sheets.core.settings import read_settings


def after_activity(book: Book, lead: Key, activity: Row, context: Context) -> list[Edit]:
    """The edits to Next action, Next action due, Sequence and Step of `lead` once `activity` is logged.

    `activity` holds the cells of its row on Activities; whether that row is in the book already makes no difference.
    `book` holds the lead as it was before the activity moved its status. A lead that is not there gets no edits.
    """
    row = book.get("Leads", {}).get(lead)
    if row is None or is_yes(row.get("Do not contact")):
        return []
    settings, _ = read_settings(book)
    course = Course.of(
        settings,
        sequences(settings.touches)[0],
        working_week(settings.preferences.working_days)[0],
        context.today,
    )
    if course.kind(row) in ("dead", "converted"):
        return []
    upcoming = following(row, activity, course)
    return [] if upcoming is None else edits(lead, row, upcoming)


def following(row: Row, activity: Row, course: Course) -> Next | None:
    """What comes next with an open lead once the activity is logged; None where that changes nothing."""
    if is_ahead(activity, course.today):
        on = day_of(activity.get("Due")) or day_of(activity.get("When"))
        return _planned(row, activity, ours=_is_ours(row, course.sequence(row)), on=on)
    return following_done(row, activity, course)


def following_done(row: Row, activity: Row, course: Course) -> Next | None:
    """The same of an activity that does not lie ahead."""
    kind = type_of(activity)
    if kind == "note" or kind in SILENT:
        return None
    due = day_of(activity.get("Due"))
    sequence = course.sequence(row)
    if not _is_ours(row, sequence):
        return _dated(row, due)
    on = day_of(activity.get("When")) or course.today
    if answered(activity):
        name, last = (sequence.name, sequence.last) if sequence else (None, None)
        return Next(ANSWERED, due or course.on(on, 1), "follow-up: the lead answered", name, last)
    touch = sequence.after(step_done(row)) if sequence else None
    if sequence is None or touch is None or _folded(touch.type) != kind:
        return _dated(row, due)
    coming = course.step_after(sequence, touch.step, row, last=on)
    return Next(coming.action, due or coming.due, coming.why, coming.sequence, coming.step)


def is_ahead(activity: Row, today: dt.date) -> bool:
    """Whether an activity is a plan: it is due, and was neither done nor has its time come.

    >>> is_ahead({"Due": dt.date(2026, 3, 4)}, dt.date(2026, 3, 1)), is_ahead({"When": dt.date(2026, 3, 1)}, dt.date(2026, 3, 1))
    (True, False)
    """
    when = day_of(activity.get("When"))
    if when is not None:
        return when > today
    return activity.get("Due") is not None and activity.get("Done") is None


def answered(activity: Row) -> bool:
    """Whether the lead was reached: met, or an outcome that says so.

    >>> [answered({"Type": "Call", "Outcome": said}) for said in ("Reached, wants a quote", "Not reached", "no reply", "Reached: no budget")]
    [True, False, False, True]
    >>> answered({"Type": "Meeting"}), answered({"Type": "Meeting", "Outcome": "no show"})
    (True, False)
    """
    return _answered(shown(activity.get("Type")), shown(activity.get("Outcome")))


@functools.lru_cache(maxsize=1 << 12)
def _answered(kind: str, outcome: str) -> bool:
    words = f" {' '.join(_words(outcome))} "
    if any(f" {no} " in words for no in _NOT_ANSWERED):
        return False
    return folded(kind) in _MET or any(f" {yes} " in words for yes in _ANSWERED)


_MET = frozenset({"meeting", "demo"})
_ANSWERED = (
    *("reached", "spoke", "spoken", "talked", "replied", "reply", "answered", "responded", "interested", "agreed"),
    *(
        "booked",
        "meeting set",
        "accepted",
        "connected",
        "erreicht",
        "geantwortet",
        "interessiert",
        "joint",
        "a répondu",
    ),
)
_NOT_ANSWERED = (
    *(
        "no answer",
        "no reply",
        "no response",
        "no show",
        "no contact",
        "no luck",
        "not reached",
        "not answered",
        "nobody",
    ),
    *(
        "not replied",
        "not interested yet",
        "not available",
        "not there",
        "not in",
        "not connected",
        "not agreed",
        "never",
    ),
    *("voicemail", "mailbox", "busy", "bounced", "unanswered", "didn't", "couldn't", "wrong number", "tried"),
    *("nicht erreicht", "nicht geantwortet", "keine antwort", "niemand", "pas joint", "pas répondu", "sans réponse"),
)


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() or c in "'’" else " " for c in text.casefold()).replace("’", "'").split()


def _is_ours(row: Row, sequence: Sequence | None) -> bool:
    """Whether the next action is blank or one that we wrote, rather than a person's own."""
    action = row.get("Next action")
    if action is None:
        return True
    if not isinstance(action, str):
        return False
    written = _folded(action)
    return written == _THROUGH or (sequence is not None and written in sequence.actions)


_folded = functools.lru_cache(maxsize=1 << 12)(folded)  # of actions that we write there are few
_THROUGH = folded(THROUGH)


def _planned(row: Row, activity: Row, *, ours: bool, on: dt.date | None) -> Next | None:
    there = day_of(row.get("Next action due"))
    if on is None or not ours or (row.get("Next action") is not None and there is not None and there <= on):
        return None
    what = shown(activity.get("Summary")).split("\n")[0].strip() or shown(activity.get("Type")).strip()
    return Next(what, on, "follow-up: an activity is planned") if what else None


def _dated(row: Row, due: dt.date | None) -> Next | None:
    """The same next action on the day the activity says, where it says one."""
    action: Cell = row.get("Next action")
    return Next(action, due, "follow-up: the activity says when") if due and isinstance(action, str) else None
