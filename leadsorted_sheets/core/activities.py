"""What the types of activities say of a lead: whether somebody was in touch with it, or did anything with it at all.

| type                             | in touch | counts as activity |
|----------------------------------|----------|--------------------|
| Call, Email, Meeting, DM, Demo   | yes      | yes                |
| Note, Task, the user's own       | no       | yes                |
| Status change, File              | no       | no                 |
"""

from __future__ import annotations

import functools

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.records import folded

CONTACTS = frozenset({"call", "email", "meeting", "dm", "demo"})
SILENT = frozenset({"status change", "file"})
"""The diary's own lines, and papers that were put away: nobody did anything with the lead."""


def type_of(activity: Row) -> str:
    """The type of an activity, folded.

    >>> type_of({"Type": " Call"})
    'call'
    """
    written = activity.get("Type")
    return _folded(written) if type(written) is str else folded(shown(written))


_folded = functools.lru_cache(maxsize=1 << 10)(folded)  # of types there are few, of activities half a million


def is_contact(activity: Row) -> bool:
    """Whether an activity was in touch with the lead, or tried to be.

    >>> is_contact({"Type": "Call"}), is_contact({"Type": "Note"}), is_contact({"Type": "Task"})
    (True, False, False)
    """
    return type_of(activity) in CONTACTS


def is_silent(activity: Row) -> bool:
    """Whether an activity says nothing of what was done with the lead.

    >>> is_silent({"Type": "Status change"}), is_silent({"Type": "Note"})
    (True, False)
    """
    return type_of(activity) in SILENT
