"""New rows by their shape: rows whose cells hold the same kinds of values have their XML in common, but for the values.

A new book of leads has rows by the hundred thousand and shapes by the thousand, so each shape is spelt once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeAlias, TypeGuard

from leadsorted_sheets.workbook.xlsx import markup
from leadsorted_sheets.workbook.xlsx.spelling import Spelling, are_plain, is_plain

Kinds: TypeAlias = tuple[tuple[int, ...], tuple[type, ...]]
"""The columns of a row, and what kind of value each holds."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`xml` has gaps for the values and, as NUL, for the row's number. `numbers` are the columns whose values fill the
    gaps; `texts` and `days` say which gaps take a text, and which a day or time."""

    xml: str
    numbers: tuple[int, ...]
    texts: tuple[int, ...]
    days: tuple[int, ...]

    def filled(self, values: Mapping[int, Any], line: int, spelling: Spelling) -> str:
        """The row with these values, which must be of this shape."""
        cells = [values[number] for number in self.numbers]
        for n in self.days:
            cells[n] = spelling.days[cells[n]]
        xml = self.xml.replace("\0", str(line))
        texts = [cells[n] for n in self.texts]
        joined = "|".join(texts)
        only_lines = are_plain(joined.replace("\n", ""))  # nothing is special but line ends
        if only_lines and "\n" not in joined:
            return xml % tuple(cells)
        for n, text in zip(self.texts, texts, strict=True):
            if "\n" in text if only_lines else not is_plain(text):
                spaced = only_lines or markup.keeps_space(text)
                cells[n] = (_SPACED if spaced else "") + (text if only_lines else markup.escaped(text))
        return (xml % tuple(cells)).replace(f"<t>{_SPACED}", '<t xml:space="preserve">')


def is_shaped(value: object) -> TypeGuard[str | int | float | dt.date | dt.time]:
    """Whether the value is of a kind that every cell of its column spells alike."""
    return type(value) in _SHAPED


def shape_of(kinds: Kinds, heads: Mapping[int, tuple[str, str]]) -> Shape | None:
    """The shape of rows of these kinds; None where one is not `is_shaped`. `heads` are how a cell of each column starts,
    before and after the row's number. Blank cells are left out."""
    filled = [
        (number, kind) for number, kind in sorted(zip(*kinds, strict=True), key=itemgetter(0)) if kind is not type(None)
    ]
    if any(kind not in _SHAPED for _number, kind in filled):
        return None
    cells = ["{}\0{}".format(*heads[number]) + (_TEXT if kind is str else _NUMBER) for number, kind in filled]
    return Shape(
        f'<row r="\0">{"".join(cells)}</row>',
        tuple(number for number, _kind in filled),
        tuple(n for n, (_number, kind) in enumerate(filled) if kind is str),
        tuple(n for n, (_number, kind) in enumerate(filled) if kind in _DAYS),
    )


_TEXT = ' t="inlineStr"><is><t>%s</t></is></c>'
_NUMBER = "><v>%r</v></c>"
_DAYS = frozenset({dt.date, dt.datetime, dt.time})
_SHAPED = _DAYS | {str, int, float}
_SPACED = "\1"
"""Stands before a text whose spaces count. No escaped text has it."""
