"""When two cells of two programs say the same, and how a cell is written on the other side."""

from __future__ import annotations

import datetime as dt

from leadsorted_sheets.core.cell import Cell, Error, Formula, canon, same, shown
from leadsorted_sheets.core.schema import TEXT_KINDS, Kind

LONGEST = 32_767
"""Characters that a cell of Excel can hold; Google's can hold more."""


def alike(a: Cell, b: Cell, kind: Kind | None) -> bool:
    """Whether two cells hold the same, whatever their form: outer spaces and, in a column of texts, types aside.

    >>> alike(" a", "a", "text"), alike(7, "7", "phone"), alike(7, "7", "number")
    (True, True, False)
    """
    return same(a, b) or same(levelled(a, kind), levelled(b, kind))


def levelled(value: Cell, kind: Kind | None) -> Cell:
    """The cell without what is mere form."""
    if isinstance(value, str):
        return value.strip() or None
    if value is None or isinstance(value, (Formula, Error)):
        return value
    if kind in TEXT_KINDS:
        return shown(value) or None
    if isinstance(value, dt.time):  # Google has no times of day, only parts of a day
        return canon((value.hour * 3600 + value.minute * 60 + value.second) / 86_400)
    return value


def written_as(value: Cell, kind: Kind | None) -> Cell:
    """The cell as the other side is given it: a text as it stands, and only texts in a column of texts."""
    if isinstance(value, str):
        return value if value.strip() else None
    return levelled(value, kind) if kind in TEXT_KINDS else value


def computed(value: Cell) -> bool:
    """Whether a program made the cell's value: such a cell is nobody's to merge or to overwrite."""
    kind = type(value)
    return kind is Formula or kind is Error


def too_long(value: Cell) -> bool:
    return isinstance(value, str) and len(value) > LONGEST
