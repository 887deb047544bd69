"""Merged cells of a sheet."""

from __future__ import annotations

from leadsorted_sheets.workbook.xlsx import markup
from leadsorted_sheets.workbook.xlsx.package import Package, Sheet
from leadsorted_sheets.workbook.xlsx.refs import Box, boxes


def merged_boxes(package: Package, sheet: Sheet) -> list[Box]:
    """The blocks of cells that are shown as one."""
    xml = package.xml(sheet.part)
    end = xml.rfind(b"sheetData")
    tail = markup.masked(xml[end:])
    return [area for each in markup.elements(tail, "mergeCell") for area in boxes(each.tag.get("ref") or "")]
