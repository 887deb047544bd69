"""How it looks: one accent, quiet greys, colour only where something is to be done.

Arial, because Excel, Google Sheets and LibreOffice all have it (or its metric twin), so the
widths below hold in all three.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.theme import THEME_XML_2007

from leadsorted_sheets.core.schema import TEXT_KINDS, Column

Look: TypeAlias = Mapping[str, Any]
"""Properties of a cell format, by XlsxWriter's names."""

INK = "#1F2933"
ACCENT = "#1F5F7A"
ACCENT_MID = "#7FA9BC"
ACCENT_PALE = "#EAF2F6"
MUTED = "#8A94A0"
SOFT = "#5B6672"
LINE = "#DDE3E8"
GREEN = "#2F7D57"

FONT, SIZE = "Arial", 10
DEFAULT: Look = {"font_name": FONT, "font_size": SIZE}
BASE: Look = {"font_color": INK}
HEADER: Look = {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "text_wrap": True, "valign": "vcenter"}
TITLE: Look = {"bold": True, "font_size": 20, "font_color": ACCENT, "valign": "vcenter"}
SUBTITLE: Look = {"font_size": 11, "font_color": MUTED, "valign": "vcenter"}
HEADING: Look = {"bold": True, "font_size": 12, "font_color": ACCENT, "valign": "vcenter"}
NOTE: Look = {"font_size": 9, "italic": True, "font_color": MUTED, "valign": "vcenter"}
LINK: Look = {"font_color": ACCENT, "underline": 1, "valign": "vcenter"}

LATE: Look = {"font_color": "#B42318", "bg_color": "#FDE7E4"}
NOBODY: Look = {"font_color": "#8A5A00", "bg_color": "#FFF1CC"}
HOT: Look = {"font_color": "#B54708", "bg_color": "#FFE4D1", "bold": True}
QUIET: Look = {"font_color": "#A6AEB7"}
WON: Look = {"font_color": GREEN, "bg_color": "#E2F3EA"}

TABLE_STYLE = "Table Style Light 7"
"""Bands in a fifth of the theme's sixth accent, which is why that one is pale."""
LINES = {1: 15.75, 2: 27.0, 3: 39.75}
HEADER_ROW = 32
"""Heights in points: rows for so many lines of text, and a header of two."""

NUMBERS: Mapping[str, str] = {
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "number": "[>=1000]#,##0;General",
    "whole": "#,##0",
    "money": "#,##0",
    "percent": "0%",
}
FIGURES = frozenset({"number", "whole", "money", "percent", "formula"})
"""Kinds that stand right, a little off the edge so that they do not touch the text beside them."""
EXPLAIN = frozenset({"What it does", "What happens", "What it means"})
FORMULA_NUMBERS: Mapping[str, str] = {
    "Leads": "#,##0",
    "Qualified": "#,##0",
    "Won": "#,##0",
    "Revenue": "#,##0",
    "Cost per lead": "#,##0.00",
    "Cost per acquisition": "#,##0.00",
    "ROI": "0%",
}
"""What the live columns show; the schema knows only that they are formulas."""


def cell_look(column: Column) -> Look:
    """How a column's cells look."""
    look: dict[str, Any] = dict(BASE)
    if column.kind == "formula":
        look["num_format"] = FORMULA_NUMBERS[column.name]
        look["font_color"] = ACCENT
    else:
        look["num_format"] = "@" if column.kind in TEXT_KINDS else NUMBERS[column.kind]
    if column.kind == "id":
        look["font_color"] = MUTED
    if column.kind == "long":
        look["text_wrap"] = True
    if column.name in EXPLAIN:
        look["font_color"] = SOFT
    if column.name == "#":
        look |= {"align": "center", "font_color": MUTED}
    elif column.kind in FIGURES:
        look |= {"align": "right", "indent": 1}
    elif column.kind in {"date", "moment"}:
        look["align"] = "left"
    return look


class Brush:
    """Formats of one workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, look: Look, **also: Any) -> Format:
        """The format for a look, with the font of the house."""
        whole = {**DEFAULT, **look, **also}
        key = tuple(sorted(whole.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(whole)
        return self._formats[key]

    def mark(self, look: Look) -> Format:
        """The format for a conditional rule: what it changes, and no font of its own."""
        return self._workbook.add_format(dict(look))


def theme_file() -> io.StringIO:
    """The Office theme in our colours and font, so that tables, charts and the colour picker follow."""
    text = THEME_XML_2007
    for old, new in _THEME:
        if old not in text:
            raise ValueError(f"the theme that comes with XlsxWriter has no {old!r} any more")
        text = text.replace(old, new)
    return io.StringIO(text)


_THEME: tuple[tuple[str, str], ...] = (
    ('name="Office Theme"', 'name="Lead Sorted"'),
    ('typeface="Cambria"', f'typeface="{FONT}"'),
    ('typeface="Calibri"', f'typeface="{FONT}"'),
    ("1F497D", INK[1:]),
    ("EEECE1", ACCENT_PALE[1:]),
    ("4F81BD", ACCENT[1:]),
    ("C0504D", ACCENT_MID[1:]),
    ("9BBB59", GREEN[1:]),
    ("8064A2", "B54708"),
    ("4BACC6", MUTED[1:]),
    ("F79646", "BFD3DE"),
)
