"""How one sheet writes: its prefix, its date system, its styles; and a cell in that spelling.

Text is written inline, so the shared strings stay as they are and text is never a formula.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TypeAlias

from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.workbook.xlsx import formulas, markup
from leadsorted_sheets.workbook.xlsx.refs import column
from leadsorted_sheets.workbook.xlsx.values import serial

Fitting: TypeAlias = Callable[[int, Cell, bool], int]
"""The style index for (the cell's own, the value, whether General becomes text)."""


class Patterns:
    """Where a sheet's rows, cells and formulas are, in its own prefix."""

    def __init__(self, prefix: bytes) -> None:
        self.prefix = prefix
        # The first group is filled where `r` comes first in plain spelling, as nearly all programs write it.
        self.row_start = re.compile(rb"<%srow(?:\s+r=\"([0-9]+)\")?(?=[\s/>])" % prefix)
        self.row = re.compile(rb"<%srow(?=[\s/>])((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>" % prefix)
        self.row_end = b"</%srow" % prefix
        self.cell = re.compile(
            rb"<%sc(?=[\s/>])(\s+r=\"([A-Z]{1,3})[0-9]+\"(?=[\s/>]))?([^>]*?)(?:/>|>(.*?)</%sc\s*>)" % (prefix, prefix),
            re.DOTALL,
        )
        self.plain_cell = re.compile(rb"<%sc r=\"[A-Z]{1,3}[0-9]+\"" % prefix)
        self.cell_end = b"</%sc>" % prefix
        self.cell_number = re.compile(rb"(<%sc\s(?:[^>]*?\s)?r\s*=\s*[\"']\$?[A-Za-z]{1,3}\$?)[0-9]+" % prefix)
        self.formula = re.compile(rb"<%sf(?=[\s/>])([^>]*?)(?:/>|>([^<]*)</%sf\s*>)" % (prefix, prefix), re.DOTALL)
        self.formula_start = b"<%sf" % prefix


class _Days(dict[dt.date | dt.time, int | float]):
    """Days and times as the sheet counts them, each worked out once."""

    def __init__(self, *, from_1904: bool) -> None:
        super().__init__()
        self._from_1904 = from_1904

    def __missing__(self, value: dt.date | dt.time) -> int | float:
        number = self[value] = serial(value, from_1904=self._from_1904)
        return number


class Spelling(Patterns):
    """Patterns, and how a value is written."""

    def __init__(self, prefix: bytes, fitting: Fitting, *, from_1904: bool = False) -> None:
        super().__init__(prefix)
        self.text_prefix = prefix.decode()
        self.fitting = fitting
        self.days = _Days(from_1904=from_1904)

    def new_cell(self, ref: str, style: int, value: Cell, cached: Cell = None) -> str:
        """A cell's XML; a blank one is there for its style only."""
        p = self.text_prefix
        head = f'<{p}c r="{ref}" s="{style}"' if style else f'<{p}c r="{ref}"'
        return head + self.content(value, cached, ref)

    def content(self, value: Cell, cached: Cell, ref: str) -> str:
        """The rest of a cell after its reference and style."""
        p = self.text_prefix
        if isinstance(value, str):
            if not is_plain(value):
                space = ' xml:space="preserve"' if markup.keeps_space(value) else ""
                value = markup.escaped(value)
            else:
                space = ""
            return f' t="inlineStr"><{p}is><{p}t{space}>{value}</{p}t></{p}is></{p}c>'
        if value is None:
            return "/>"
        if isinstance(value, Formula):
            kind, shown = self.cached(cached)
            text = markup.escaped(formula_for(value, ref).removeprefix("="))
            return f"{kind}><{p}f>{text}</{p}f>{shown}</{p}c>"
        kind, shown = self.cached(value)
        return f"{kind}>{shown}</{p}c>"

    def cached(self, value: Cell) -> tuple[str, str]:
        """A value's type attribute and its `<v>`."""
        p = self.text_prefix
        match value:
            case None | Formula():
                return "", ""
            case bool():
                return ' t="b"', f"<{p}v>{int(value)}</{p}v>"
            case str():
                return ' t="str"', f"<{p}v>{markup.escaped(value)}</{p}v>"
            case Error():
                return ' t="e"', f"<{p}v>{markup.escaped(value.code)}</{p}v>"
            case dt.date() | dt.time():
                return "", f"<{p}v>{self.days[value]!r}</{p}v>"
            case _:
                return "", f"<{p}v>{value!r}</{p}v>"


def is_plain(text: str) -> bool:
    """Whether the text can stand in an element as it is. Most can, and are told by a few quick looks.

    >>> is_plain("Ann Lee"), is_plain("Ann Lee "), is_plain("A&B"), is_plain("a_x0041_b"), is_plain("max_x")
    (True, False, False, False, True)
    """
    if text.isprintable() and text[:1] != " " != text[-1:] and _holds_nothing_special(text):
        return True
    return not markup.is_special(text)


def are_plain(joined: str) -> bool:
    """Whether all of the texts, joined by "|", surely can stand as they are: many are quicker looked at together.

    >>> are_plain("Ann|Lee"), are_plain("Ann| Lee"), are_plain("")
    (True, False, True)
    """
    return (
        joined.isprintable()
        and joined[:1] != " " != joined[-1:]
        and " |" not in joined
        and "| " not in joined
        and _holds_nothing_special(joined)
    )


def _holds_nothing_special(text: str) -> bool:
    return "&" not in text and "<" not in text and ">" not in text and "  " not in text and "_x" not in text


def formula_for(formula: Formula, ref: str) -> str:
    """The formula's text as the cell `ref` has to spell it."""
    _sheet, _mark, at = formula.at.rpartition("!")
    if not at or not formula.text:
        return formula.text
    old, new = _split(at), _split(ref)
    return formulas.moved(formula.text, new[1] - old[1], new[0] - old[0])


def _split(ref: str) -> tuple[int, int]:
    name = ref.rstrip("0123456789")
    return column(name), int(ref[len(name) :])
