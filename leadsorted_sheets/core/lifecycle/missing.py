"""Qualification: budget, authority, need and timeline (BANT), and which of them nobody has found out yet."""

from __future__ import annotations

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import Error

BANT: tuple[str, ...] = ("Budget", "Authority", "Need", "Timeline")


def missing(lead: Row) -> tuple[str, ...]:
    """Which of the four the lead lacks. A budget of nothing is no budget; a formula is the user's own answer.

    >>> missing({"Budget": 0, "Authority": "The CFO", "Need": "Fewer tools"})
    ('Budget', 'Timeline')
    """
    return tuple(name for name in BANT if lead.get(name) in (None, 0) or isinstance(lead.get(name), Error))


def questions(names: tuple[str, ...]) -> str:
    """The flags that fill them in.

    >>> questions(("Budget", "Timeline"))
    '--budget ... --timeline ...'
    """
    return " ".join(f"--{name.lower()} ..." for name in names)
