"""The charts of Report: what each draws, and where it stands.

Each points at the fixed rows of one table, filled or not. Rows that are not filled are white
space at the end. (A series on a defined name would shrink with its data, but LibreOffice loses it.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from leadsorted_sheets.core.design.look import ACCENT, ACCENT_MID, INK
from leadsorted_sheets.core.design.places import FIGURES_HEADER, PLACES, REPORT_LEFT, REPORT_RIGHT


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a chart stands: the sheet's row and column, pixels from there, and its size in pixels."""

    row: int
    column: int
    right: int
    down: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One chart: the fields of one table, drawn against its names."""

    title: str
    tab: str
    fields: tuple[str, ...]
    shape: Literal["bar", "column", "stack"]
    spot: Spot
    number: str = "#,##0"


_TOP = FIGURES_HEADER - 1
_BELOW = FIGURES_HEADER + PLACES["Report: Key figures"].tab.block + 2
_WIDE, _NARROW, _STEP = 694, 344, 358
_MONEY = '[>=1000000]#,##0.0,,"M";[>=10000]#,##0,"k";#,##0'

PICTURES: tuple[Picture, ...] = (
    Picture("Funnel", "Report: Funnel", ("Leads",), "bar", Spot(_TOP, REPORT_RIGHT, 0, 0, _WIDE, 220)),
    Picture(
        "New leads by month",
        "Report: New leads",
        ("New leads", "Qualified"),
        "column",
        Spot(_TOP, REPORT_RIGHT, 0, 230, _WIDE, 220),
    ),
    Picture("Leads by source", "Report: By source", ("Leads",), "bar", Spot(_BELOW, REPORT_LEFT, 0, 0, _NARROW, 320)),
    Picture("Leads by owner", "Report: By owner", ("Leads",), "bar", Spot(_BELOW, REPORT_LEFT, _STEP, 0, _NARROW, 320)),
    Picture(
        "Pipeline value by stage",
        "Report: Pipeline",
        ("Value", "Weighted value"),
        "bar",
        Spot(_BELOW, REPORT_LEFT, 2 * _STEP, 0, _NARROW, 320),
        _MONEY,
    ),
    Picture(
        "Lost reasons",
        "Report: Lost reasons",
        ("Leads", "Deals"),
        "stack",
        Spot(_BELOW, REPORT_LEFT, 3 * _STEP, 0, _NARROW, 320),
        "#,##0;;",
    ),
)

SERIES_COLOURS: tuple[tuple[str, str], ...] = ((ACCENT, "#FFFFFF"), (ACCENT_MID, INK))
"""Of the first and the second series, and of the figures written on it."""
