"""A1 references: boxes of cells, and the lists of them that validations and formats carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from leadsorted_sheets.workbook.port import letters

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_BOX = re.compile(r"\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?(?::\$?([A-Za-z]{1,3})?\$?([0-9]{1,7})?)?$")


@dataclass(frozen=True, slots=True)
class Box:
    """A block of cells, edges included, 1-based."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first = f"{letters(self.left)}{self.top}"
        return first if self.top == self.bottom and self.left == self.right else f"{first}:{self.corner}"

    @property
    def corner(self) -> str:
        return f"{letters(self.right)}{self.bottom}"

    def meets(self, other: Box) -> bool:
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


def box(text: str) -> Box | None:
    """The box a reference names, or None where it is none. Whole columns and rows reach to the end.

    >>> str(box("$B$2:C10")), box("A:A").bottom, box("Sheet"), str(box("C5"))
    ('B2:C10', 1048576, None, 'C5')
    """
    found = _BOX.match(text)
    if found is None or not text:
        return None
    left, top, right, bottom = found.groups()
    if ":" not in text:
        if left is None or top is None:
            return None
        right, bottom = left, top
    if (left is None) != (right is None) or (top is None) != (bottom is None) or (left is None and top is None):
        return None
    rows = sorted((int(top), int(bottom))) if top and bottom else [1, LAST_ROW]
    columns = sorted((column(left), column(right))) if left and right else [1, LAST_COLUMN]
    if rows[0] < 1 or rows[1] > LAST_ROW or columns[1] > LAST_COLUMN:
        return None
    return Box(rows[0], columns[0], rows[1], columns[1])


def boxes(sqref: str) -> list[Box]:
    """The boxes of a list of references, such as `sqref`; what is no reference is left out."""
    return [found for word in sqref.split() if (found := box(word)) is not None]


@cache
def column(name: str) -> int:
    """The number of a column's letters.

    >>> column("A"), column("aa"), column("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number
