"""The charts of the page, drawn by Vega-Lite into inline SVG. The only place that speaks vl-convert.

A chart is data: a title, names and series of numbers. Text of cells goes in as values of the fixed fields `name`, `series`
and `value`, never as part of an expression, and nothing is fetched from anywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal, TypeAlias

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.design.look import ACCENT, ACCENT_MID, FONT, GREEN, INK, LINE, SOFT
from leadsorted_sheets.core.plan import Figures
from leadsorted_sheets.errors import NotInstalled

Json: TypeAlias = dict[str, Any]
"""A Vega-Lite specification, whose schema is theirs."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars lie, columns stand, stacked bars lie end to end; a bar for each row of the table and each of `fields`."""

    title: str
    table: str
    fields: tuple[str, ...]
    shape: Literal["bars", "columns", "stack"]


CHARTS: tuple[Chart, ...] = (
    Chart("Funnel: how far leads came", "Report: Funnel", ("Leads",), "bars"),
    Chart("Leads and deals won by month", "Report: New leads", ("New leads", "Qualified", "Won"), "columns"),
    Chart("Leads by source", "Report: By source", ("Leads", "Qualified", "Won"), "bars"),
    Chart("Revenue by source", "Report: By source", ("Revenue",), "bars"),
    Chart("Leads by owner", "Report: By owner", ("Leads", "Qualified", "Won"), "bars"),
    Chart("Revenue won by month", "Report: New leads", ("Revenue",), "columns"),
    Chart("Pipeline by stage", "Report: Pipeline", ("Value", "Weighted value"), "bars"),
    Chart("Forecast by month of expected close", "Report: Forecast", ("Value", "Weighted value"), "bars"),
    Chart("Leads assigned in 30 days: got and due", "Report: Assignment", ("Got", "Due"), "bars"),
    Chart("Why leads and deals were lost", "Report: Lost reasons", ("Leads", "Deals"), "stack"),
)

WIDTH = 340
"""Of a drawing in pixels: that of a phone, so that its letters are never smaller than they were drawn."""


def drawn(chart: Chart, figures: Figures) -> str:
    """The chart as the text of an SVG element; "" where the table has nothing to draw.

    Raises errors.NotInstalled where the drawing library is not there.
    """
    values = _values(chart, figures)
    if not any(each["value"] for each in values):
        return ""
    library = _library()
    made: str = library.vegalite_to_svg(_spec(chart, values), vl_version=_VERSION, allowed_base_urls=[])
    return made


_VERSION = "5.21"


def _library() -> ModuleType:
    try:
        import vl_convert
    except ImportError as missing:
        raise NotInstalled("The library that draws the charts", "html") from missing
    return vl_convert


def _values(chart: Chart, figures: Figures) -> list[Json]:
    columns = {field: figures.header.index(field) for field in chart.fields}
    return [
        {"place": n, "name": name, "layer": layer, "series": field, "value": _number(row[at])}
        for n, (row, name) in enumerate(zip(figures.rows, labels(shown(row[0]) for row in figures.rows), strict=True))
        for layer, (field, at) in enumerate(columns.items())
    ]


def labels(names: Iterable[str]) -> list[str]:
    """Names as they fit beside a bar, no two alike. The library would cut a character in half, and bars of one name are one bar.

    >>> labels(["Trade show / event in Birmingham", "Trade show / event in Bristol", "Fair"])
    ['Trade show / event…', 'Trade show / event… (2)', 'Fair']
    """
    found: list[str] = []
    for name in names:
        short = _short(printable(name))
        again = sum(each == short or each.startswith(f"{short} (") for each in found)
        found.append(f"{short} ({again + 1})" if again else short)
    return found


def _short(name: str) -> str:
    room = _ROOM
    for n, letter in enumerate(name):
        room -= 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if room < 0:
            return name[: n - 1].rstrip() + "…"
    return name


_ROOM = 20
"""Of a label, in letters of the usual width."""


def printable(text: str) -> str:
    """The text without what no page may hold: control characters and halves of characters; a line break is a blank.

    >>> printable("a\\x00b\\nc\\ud800")
    'ab c?'
    """
    plain = "".join(c for c in text if c == "\n" or (ord(c) >= 32 and not 127 <= ord(c) < 160))
    return plain.replace("\n", " ").encode("utf-8", "replace").decode("utf-8")


def _number(cell: Cell) -> float:
    return cell if isinstance(cell, (int, float)) and not isinstance(cell, bool) else 0


def _spec(chart: Chart, values: Sequence[Json]) -> Json:
    rows = 1 + max(each["place"] for each in values)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": chart.title,
        "width": WIDTH,
        "height": 190 if chart.shape == "columns" else _height(chart, rows),
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": list(values)},
        "config": _CONFIG,
        **(_standing(chart) if chart.shape == "columns" else _lying(chart)),
    }


def _height(chart: Chart, rows: int) -> int:
    thick = 1 if chart.shape == "stack" else len(chart.fields)
    return rows * (16 + 10 * (thick - 1) + 8) + (44 if len(chart.fields) > 1 else 24)


def _lying(chart: Chart) -> Json:
    stacked, several = chart.shape == "stack", len(chart.fields) > 1
    encoding: Json = {
        "y": {"field": "name", "type": "nominal", "sort": {"field": "place", "op": "min"}, "title": None},
        "x": {
            "field": "value",
            "type": "quantitative",
            "title": None,
            "stack": "zero" if stacked else None,
        },
    }
    if several:
        encoding["color"] = _series(chart)
        if not stacked:
            encoding["yOffset"] = {"field": "series", "sort": list(chart.fields)}
    bars: Json = {"mark": {"type": "bar", "cornerRadiusEnd": 0 if stacked else 2}}
    if stacked:
        encoding["order"] = {"field": "layer"}
        return {"encoding": encoding, **bars}
    figures: Json = {
        "mark": {"type": "text", "align": "left", "dx": 3, "fontSize": 9},
        "transform": [{"filter": "datum.value != 0"}],
        "encoding": {"text": {"field": "value", "format": ",.0f"}, "color": {"value": SOFT}},
    }
    return {"encoding": encoding, "layer": [bars, figures]}


def _standing(chart: Chart) -> Json:
    return {
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {
            "x": {"field": "name", "type": "nominal", "sort": {"field": "place", "op": "min"}, "title": None},
            "xOffset": {"field": "series", "sort": list(chart.fields)},
            "y": {"field": "value", "type": "quantitative", "title": None},
            "color": _series(chart),
        },
    }


def _series(chart: Chart) -> Json:
    colours = {"domain": list(chart.fields), "range": [ACCENT, ACCENT_MID, GREEN][: len(chart.fields)]}
    return {
        "field": "series",
        "type": "nominal",
        "scale": colours,
        "legend": {"orient": "top", "title": None, "symbolType": "square"},
    }


_LETTERS: Json = {"labelFont": FONT, "labelFontSize": 10, "labelColor": INK}
_CONFIG: Json = {
    "font": FONT,
    "background": "transparent",
    "view": {"stroke": None},
    "bar": {"color": ACCENT},
    "axis": {**_LETTERS, "domainColor": LINE, "tickColor": LINE, "gridColor": LINE, "labelLimit": 0},
    "axisQuantitative": {
        "tickCount": 4,
        "labelExpr": "datum.value % 1 ? '' : format(datum.value, '~s')",
        "domain": False,
        "ticks": False,
    },
    "legend": {**_LETTERS, "offset": 4, "padding": 0},
}
