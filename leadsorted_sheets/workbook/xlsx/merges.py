"""Merged cells: what is shown as one cell holds its value in the first; the others are covered."""

from __future__ import annotations

from leadsorted_sheets.workbook.xlsx import markup
from leadsorted_sheets.workbook.xlsx.package import Package
from leadsorted_sheets.workbook.xlsx.places import Place
from leadsorted_sheets.workbook.xlsx.refs import boxes


def covered_cells(package: Package, place: Place) -> set[tuple[int, int]]:
    """The cells of a tab that lie under a merged cell, by line and column."""
    xml = package.xml(place.sheet.part)
    tail = markup.masked(xml[xml.rfind(b"sheetData") :])
    data = place.data
    return {
        (line, number)
        for each in markup.elements(tail, "mergeCell")
        for area in boxes(each.tag.get("ref") or "")
        if area.meets(data)
        for line in range(max(area.top, data.top), min(area.bottom, data.bottom) + 1)
        for number in range(max(area.left, data.left), min(area.right, data.right) + 1)
        if (line, number) != (area.top, area.left)
    }
