"""The design's charts, drawn.

Bars run from the top down, without gridlines or axis, so a short list looks like a short list.
"""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from leadsorted_sheets.core.design.charts import PICTURES, SERIES_COLOURS, Picture
from leadsorted_sheets.core.design.look import ACCENT, FONT, INK, LINE
from leadsorted_sheets.core.design.places import PLACES


def add_charts(workbook: xlsxwriter.Workbook, sheet: Worksheet) -> None:
    for picture in PICTURES:
        chart = _draw(workbook, picture)
        sheet.insert_chart(
            picture.spot.row,
            picture.spot.column,
            chart,
            {
                "x_offset": picture.spot.right,
                "y_offset": picture.spot.down,
                "object_position": 2,
                "description": f"{picture.title}: {', '.join(picture.fields)}",
            },
        )


_SMALL: dict[str, Any] = {"name": FONT, "size": 9, "color": INK}
_NO_LINE: dict[str, Any] = {"none": True}
_NAMES_WIDTH = 112  # pixels kept for the names left of the bars


def _draw(workbook: xlsxwriter.Workbook, picture: Picture) -> Chart:
    stacked = picture.shape == "stack"
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"} if stacked else {"type": picture.shape})
    place = PLACES[picture.tab]
    for field, (colour, on_it) in zip(picture.fields, SERIES_COLOURS, strict=False):
        chart.add_series(
            {
                "name": field,
                "categories": f"={place.block(place.tab.fields[1])}",
                "values": f"={place.block(field)}",
                "fill": {"color": colour},
                "border": _NO_LINE,
                "gap": 40,
                "overlap": 100 if stacked else 0,
                "data_labels": {
                    "value": True,
                    "num_format": picture.number,
                    "font": _SMALL | ({"color": on_it} if stacked else {}),
                },
            }
        )
    _set_axes(chart, picture)
    _set_frame(chart, picture)
    return chart


def _set_axes(chart: Chart, picture: Picture) -> None:
    """A bar chart's names stand on its y axis, from the top down."""
    names: dict[str, Any] = {"num_font": _SMALL, "line": {"color": LINE}, "major_tick_mark": "none"}
    values: dict[str, Any] = {"visible": False, "major_gridlines": {"visible": False}, "min": 0}
    if picture.shape == "column":
        chart.set_x_axis(names)
        chart.set_y_axis(values)
    else:
        chart.set_y_axis(names | {"reverse": True, "line": _NO_LINE, "major_gridlines": {"visible": False}})
        chart.set_x_axis(values)


def _set_frame(chart: Chart, picture: Picture) -> None:
    """A card: title top left, legend top right where there are two series, and the rest for the bars."""
    width, height = picture.spot.width, picture.spot.height
    left, right, foot = (16, 16, 30) if picture.shape == "column" else (_NAMES_WIDTH, 40, 12)
    head = 44
    chart.set_size({"width": width, "height": height})
    chart.set_title(
        {
            "name": picture.title,
            "name_font": {"name": FONT, "size": 11, "bold": True, "color": ACCENT},
            "overlay": True,
            "layout": {"x": 12 / width, "y": 8 / height},
        }
    )
    chart.set_plotarea(
        {
            "layout": {
                "x": left / width,
                "y": head / height,
                "width": (width - left - right) / width,
                "height": (height - head - foot) / height,
            },
            "fill": _NO_LINE,
        }
    )
    chart.set_legend({"position": "overlay_top_right", "font": _SMALL} if len(picture.fields) > 1 else {"none": True})
    chart.set_chartarea({"border": {"color": LINE}, "fill": {"color": "#FFFFFF"}})
    chart.show_blanks_as("gap")
