"""The day's list as plain text, ready to mail: one for each owner, nothing longer than a line a lead."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from leadsorted_sheets.core.followup.agenda import SECTIONS, Agenda, Item
from leadsorted_sheets.core.records import counted, folded

MOST = 25
"""How many of one heading are written out; the rest are counted."""


def digest(agenda: Agenda, owner: str, *, most: int = MOST) -> str:
    """The list of one owner; of what nobody has where `owner` is "". Ends with a line end.

    What is coming up is not told: a day's list is for the day.
    """
    mine = [item for item in agenda.items if folded(item.owner) == folded(owner)]
    return "\n".join([*_head(agenda, owner), *_body(mine, owner, most)]).rstrip() + "\n"


def subject(agenda: Agenda, owner: str) -> str:
    """What to write above the list.

    >>> import datetime as dt
    >>> subject(Agenda(dt.date(2026, 3, 10), (), 0, {}), "Ann")
    'Leads for Ann, Tuesday 10 March 2026'
    """
    return f"Leads {f'for {plain(owner)}' if owner else 'without an owner'}, {_DAYS[agenda.day.weekday()]} {agenda.day.day} {_MONTHS[agenda.day.month - 1]} {agenda.day.year}"


def plain(text: str) -> str:
    """Text from a cell on one line, without control characters and marks that turn the direction of writing.

    >>> plain("Ann\\r\\nBcc: eve@x.example\\u202e"), plain("  a\\tb ")
    ('Ann Bcc: eve@x.example', 'a b')
    """
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in text).split())


def _head(agenda: Agenda, owner: str) -> Iterator[str]:
    title = subject(agenda, owner)
    yield title
    yield "=" * len(title)
    if owner in agenda.away:
        until = agenda.away[owner]
        yield f"{plain(owner)} is away" + (f" until {until}." if until else ".") + " Somebody else should look at this."
    yield ""


def _body(items: list[Item], owner: str, most: int) -> Iterator[str]:
    if not owner:
        yield f"{counted(len(items), 'row')} without an owner. To assign: leadsorted assign BOOK --apply"
        yield ""
        yield from _lines(items, most)
        return
    told = False
    for section in SECTIONS[:-1]:
        of_section = [item for item in items if item.section == section]
        if of_section:
            told = True
            yield f"{section} ({len(of_section):,})"
            yield from _lines(of_section, most)
            yield ""
    if not told:
        yield "Nothing is due today."


def _lines(items: list[Item], most: int) -> Iterator[str]:
    for item in items[:most]:
        yield line(item)
    if len(items) > most:
        yield f"  ... and {len(items) - most:,} more"


def line(item: Item) -> str:
    """One thing to do in one line: who, what, how to reach them, what else to know."""
    who = item.name if item.company in ("", item.name) else f"{item.name}, {item.company}"
    when = f" (due {item.due})" if item.due else ""
    parts = (
        who,
        f"{item.action}{when}" if item.action else "no next action",
        item.phone,
        item.email,
        item.remark,
        item.key,
    )
    return "  - " + " | ".join(text for part in parts if (text := plain(part)))


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
