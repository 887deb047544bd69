"""How it looks: one accent, quiet greys, colour only where something is to be done.

Arial, because Excel, Google Sheets and LibreOffice all have it (or its metric twin), so the
widths below hold in all three.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from leadsorted_sheets.core.schema import TEXT_KINDS, Column, Tab

Look: TypeAlias = Mapping[str, Any]
"""What sets a cell's look apart from a plain one, by XlsxWriter's names: `bold`, `font_color`, `num_format` …"""

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
    "number": "[>=1000]#,##0;[<0]-General;General",  # a last section for all the rest shows negative numbers without their sign in Calc
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


TAB_COLOURS: Mapping[str, str] = {
    "Start here": ACCENT,
    "Leads": ACCENT,
    "Activities": ACCENT,
    "Pipeline": ACCENT,
    "Report": ACCENT_MID,
    "Review": ACCENT_MID,
}
"""Of a sheet's tab at the foot of the window; the others' are muted."""
LINES_READ: Mapping[str, int] = {"Activities": 2, "Review": 3}
"""Tabs whose long texts are read in place, and how many lines of them. The others keep one-line rows."""
_NAMED_BY: Mapping[str, str] = {
    "Leads": "Company",
    "Activities": "When",
    "Pipeline": "Deal",
    "Review": "Kind",
    "History": "When",
}


def last_in_sight(tab: Tab) -> str:
    """The last of the columns of a data tab that stay in sight when scrolling right."""
    return _NAMED_BY.get(tab.name, tab.id)


def look_of(tab: Tab, column: Column) -> Look:
    """A column's look on the sheet of its tab.

    Long texts do not wrap on a sheet of one-line rows: slivers of a second line would show. In Settings they do,
    or they would run on over the table beside them.
    """
    look: dict[str, Any] = {**cell_look(column), "valign": "vcenter" if tab.sheet == "Report" else "top"}
    if tab.sheet == tab.name and tab.name not in LINES_READ:
        look["text_wrap"] = False
    return look


def header_alignment(tab: Tab, column: Column) -> Look:
    """Headers of figures stand above them, except where the filter button wants that corner."""
    if tab.sheet == tab.name:
        return {}
    return {key: value for key, value in cell_look(column).items() if key in {"align", "indent"}}


def pixels(width: float) -> int:
    """A column's width in pixels, of a width in characters.

    >>> pixels(7), pixels(36)
    (54, 257)
    """
    return int(width * 7 + 5)


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
