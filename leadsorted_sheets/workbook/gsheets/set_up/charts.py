"""Report's charts as Google draws them: over the same fixed rows, at the same places."""

from __future__ import annotations

from collections.abc import Iterator

from leadsorted_sheets.core.design.charts import PICTURES, SERIES_COLOURS, Picture
from leadsorted_sheets.core.design.look import ACCENT, FONT, INK, LINE
from leadsorted_sheets.core.design.places import PLACES
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.set_up.looks import colour
from leadsorted_sheets.workbook.gsheets.set_up.titles import Sheets

_SMALL = 9


def charts(sheets: Sheets) -> Iterator[Json]:
    for picture in PICTURES:
        spot = picture.spot
        anchor = {"sheetId": sheets.ids["Report"], "rowIndex": spot.row, "columnIndex": spot.column}
        position = {
            "overlayPosition": {
                "anchorCell": anchor,
                "offsetXPixels": spot.right,
                "offsetYPixels": spot.down,
                "widthPixels": spot.width,
                "heightPixels": spot.height,
            }
        }
        chart = {"spec": _spec(picture, sheets), "position": position, "border": {"colorStyle": colour(LINE)}}
        yield {"addChart": {"chart": chart}}


def _spec(picture: Picture, sheets: Sheets) -> Json:
    return {
        "title": picture.title,
        "titleTextFormat": {"fontFamily": FONT, "fontSize": 11, "bold": True, "foregroundColorStyle": colour(ACCENT)},
        "titleTextPosition": {"horizontalAlignment": "LEFT"},
        "altText": f"{picture.title}: {', '.join(picture.fields)}",
        "fontName": FONT,
        "backgroundColorStyle": colour("#FFFFFF"),
        "hiddenDimensionStrategy": "SHOW_ALL",
        "basicChart": _bars(picture, sheets),
    }


def _bars(picture: Picture, sheets: Sheets) -> Json:
    """The header of each column is the name of its series."""
    upright = picture.shape == "column"
    names, values = ("BOTTOM_AXIS", "LEFT_AXIS") if upright else ("LEFT_AXIS", "BOTTOM_AXIS")
    small = {"fontFamily": FONT, "fontSize": _SMALL, "foregroundColorStyle": colour(INK)}
    series = [
        {
            "series": _column(picture, field, sheets),
            "targetAxis": values,
            "colorStyle": colour(fill),
            "dataLabel": {
                "type": "DATA",
                "placement": "CENTER" if picture.shape == "stack" else "OUTSIDE_END",
                "textFormat": small | ({"foregroundColorStyle": colour(on_it)} if picture.shape == "stack" else {}),
            },
        }
        for field, (fill, on_it) in zip(picture.fields, SERIES_COLOURS, strict=False)
    ]
    return {
        "chartType": "COLUMN" if upright else "BAR",
        "stackedType": "STACKED" if picture.shape == "stack" else "NOT_STACKED",
        "legendPosition": "TOP_LEGEND" if len(picture.fields) > 1 else "NO_LEGEND",
        "headerCount": 1,
        "axis": [{"position": names, "format": small}, {"position": values, "format": small}],
        "domains": [{"domain": _column(picture, PLACES[picture.tab].tab.fields[1], sheets)}],
        "series": series,
    }


def _column(picture: Picture, field: str, sheets: Sheets) -> Json:
    """A column of the table behind a chart, header and all the rows there can be."""
    place = PLACES[picture.tab]
    at = place.column(field)
    return {"sourceRange": {"sources": [sheets.area(place, place.top, place.reach + 1, at, at + 1)]}}
