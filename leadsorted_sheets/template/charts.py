"""The charts of Report. Each points at the fixed rows of one table, filled or not.

Rows that are not filled are white space at the end: bars run from the top down, without
gridlines or axis, so a short list looks like a short list. (A series on a defined name would
shrink with its data, but LibreOffice loses it.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from leadsorted_sheets.template.places import FIGURES_HEADER, PLACES, REPORT_LEFT, REPORT_RIGHT
from leadsorted_sheets.template.theme import ACCENT, ACCENT_MID, FONT, INK, LINE, MUTED


@dataclass(frozen=True, slots=True)
class Picture:
    """One chart: its table, the fields drawn, and where it stands (sheet row and column, then pixels)."""

    title: str
    tab: str
    fields: tuple[str, ...]
    shape: Literal["bar", "column"]
    row: int
    column: int
    right: int
    down: int
    width: int
    height: int
    labels: int = 110  # pixels kept for the names left of the bars
    number: str = "#,##0;-#,##0;0"


_TOP = FIGURES_HEADER - 1
_BELOW = FIGURES_HEADER + PLACES["Report: Key figures"].tab.block + 2
_WIDE, _NARROW, _STEP = 698, 346, 359
_MONEY = '[>=1000000]#,##0.0,,"M";[>=10000]#,##0,"k";#,##0'

PICTURES: tuple[Picture, ...] = (
    Picture("Funnel", "Report: Funnel", ("Leads",), "bar", _TOP, REPORT_RIGHT, 0, 0, _WIDE, 220),
    Picture("New leads by month", "Report: New leads", ("New leads", "Qualified"), "column", _TOP, REPORT_RIGHT, 0, 230, _WIDE, 220),
    Picture("Leads by source", "Report: By source", ("Leads",), "bar", _BELOW, REPORT_LEFT, 0, 0, _NARROW, 320),
    Picture("Leads by owner", "Report: By owner", ("Leads",), "bar", _BELOW, REPORT_LEFT, _STEP, 0, _NARROW, 320),
    Picture("Pipeline value by stage", "Report: Pipeline", ("Value", "Weighted value"), "bar", _BELOW, REPORT_LEFT, 2 * _STEP, 0, _NARROW, 320, number=_MONEY),
    Picture("Lost reasons", "Report: Lost reasons", ("Leads", "Deals"), "bar", _BELOW, REPORT_LEFT, 3 * _STEP, 0, _NARROW, 320),
)  # fmt: skip


def add_charts(workbook: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    for picture in PICTURES:
        chart = _draw(workbook, picture)
        sheet.insert_chart(
            picture.row,
            picture.column,
            chart,
            {
                "x_offset": picture.right,
                "y_offset": picture.down,
                "object_position": 2,
                "description": f"{picture.title}: {', '.join(picture.fields)}",
            },
        )


_COLOURS = (ACCENT, ACCENT_MID)
_SMALL: dict[str, Any] = {"name": FONT, "size": 9, "color": INK}
_QUIET: dict[str, Any] = {"name": FONT, "size": 9, "color": MUTED}
_NO_LINE: dict[str, Any] = {"none": True}


def _draw(workbook: xlsxwriter.Workbook, picture: Picture) -> Chart:
    chart = workbook.add_chart({"type": picture.shape})
    place = PLACES[picture.tab]
    names = f"={place.block(place.tab.fields[1])}"
    for field, colour in zip(picture.fields, _COLOURS, strict=False):
        chart.add_series(
            {
                "name": field,
                "categories": names,
                "values": f"={place.block(field)}",
                "fill": {"color": colour},
                "border": _NO_LINE,
                "gap": 45,
                "overlap": 0,
                "data_labels": {"value": True, "num_format": picture.number, "font": _SMALL},
            }
        )
    _set_axes(chart, picture)
    _set_frame(chart, picture)
    return chart


def _set_axes(chart: Chart, picture: Picture) -> None:
    names = {"num_font": _SMALL, "line": {"color": LINE}, "major_tick_mark": "none", "minor_tick_mark": "none"}
    values = {"visible": False, "major_gridlines": {"visible": False}, "min": 0}
    chart.set_x_axis(names | ({"reverse": True, "line": _NO_LINE} if picture.shape == "bar" else {}))
    chart.set_y_axis(values)


def _set_frame(chart: Chart, picture: Picture) -> None:
    several = len(picture.fields) > 1
    top = 40 / picture.height
    left = (picture.labels if picture.shape == "bar" else 16) / picture.width
    bottom = (12 if picture.shape == "bar" else 30) / picture.height
    right = 40 / picture.width if picture.shape == "bar" else 16 / picture.width
    chart.set_size({"width": picture.width, "height": picture.height})
    chart.set_title(
        {
            "name": picture.title,
            "name_font": {"name": FONT, "size": 11, "bold": True, "color": ACCENT},
            "overlay": True,
            "layout": {"x": 12 / picture.width, "y": 8 / picture.height},
        }
    )
    chart.set_plotarea(
        {"layout": {"x": left, "y": top, "width": 1 - left - right, "height": 1 - top - bottom}, "fill": _NO_LINE}
    )
    if several:
        chart.set_legend({"position": "overlay_top_right", "font": _QUIET})
    else:
        chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": LINE}, "fill": {"color": "#FFFFFF"}})
    chart.show_blanks_as("gap")
