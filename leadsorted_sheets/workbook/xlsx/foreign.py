"""What of the user's stands on a sheet or points at it: whatever would be wrong if rows moved.

Deleting a row in Excel moves notes, drawings, formulas and a dozen other things along. We move
nothing of the user's, so a row may go only where none of them stands or points at it or below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from leadsorted_sheets.workbook.xlsx import formulas, markup
from leadsorted_sheets.workbook.xlsx.package import Package, Sheet
from leadsorted_sheets.workbook.xlsx.ranges import FOLLOWING, text_ranges
from leadsorted_sheets.workbook.xlsx.refs import LAST_COLUMN, LAST_ROW, Box, boxes
from leadsorted_sheets.workbook.xlsx.sheet import SheetXml
from leadsorted_sheets.workbook.xlsx.tables import tables

_OWN_VIEW = frozenset({"dimension", "selection", "pane", "sheetView", "tablePart", "col"})
"""Elements whose references are of no consequence, or ours to change."""
_WORDS = {
    "mergeCell": "merged cells",
    "hyperlink": "a hyperlink",
    "dataValidation": "a drop-down",
    "conditionalFormatting": "a conditional format",
    "autoFilter": "a filter",
    "protectedRange": "a protected range",
    "ignoredError": "a checked error",
    "brk": "a page break",
    "sparkline": "a sparkline",
    "control": "a form control",
    "oleObject": "an embedded object",
}
HOLDING = ("the table", "merged", "a pivot")
"""How things start that no table may grow into."""
_REFERRING = re.compile(rb"<(?:[\w.-]+:)?(formula|formula1|formula2|f)(?:\s[^>]*)?>([^<]+)</")
_POINTING_PARTS = (
    "xl/charts/",
    "xl/chartsheets/",
    "xl/pivotcache/",
    "xl/slicercaches/",
    "xl/ctrlprops/",
    "xl/drawings/",
)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of the user's and the cells it is on, or points at. `follows`: we let its range follow the table."""

    what: str
    box: Box
    follows: bool = False


def standing(package: Package, sheet: Sheet, part: SheetXml) -> Iterator[Thing]:
    """What stands on a sheet besides its cells and what is ours."""
    for start, end in ((0, part.opened.start), (part.end, len(part.mask))):
        yield from _in_xml(part.mask, start, end)
    for each in tables(package):
        if each.sheet.part == sheet.part:
            yield Thing(f"the table {each.name}", each.box)
    for kind, what in (("comments", "a note"), ("threadedComment", "a comment")):
        for name in package.related(sheet.part, kind):
            for comment in markup.elements(markup.masked(package.xml(name)), kind.removesuffix("s")):
                yield from (Thing(what, area) for area in boxes(comment.tag.get("ref") or ""))
    for name in package.related(sheet.part, "drawing"):
        yield from _drawn(markup.masked(package.xml(name)))
    for name in package.related(sheet.part, "pivotTable"):
        location = markup.element(markup.masked(package.xml(name)), "location")
        for area in boxes(location.tag.get("ref") or "") if location else ():
            yield Thing("a pivot table", area)


def pointing(package: Package, sheet: Sheet) -> Iterator[Thing]:
    """What points at a sheet from elsewhere: formulas, names, charts, pivot tables, drop-downs."""
    yield from _in_formulas(package, sheet)
    yield from watching(package, sheet)


def _in_formulas(package: Package, sheet: Sheet) -> Iterator[Thing]:
    names = {formulas.quoted(sheet.name), f"'{sheet.name.replace(chr(39), chr(39) * 2)}'", sheet.name}
    spelt = [markup.escaped(name).encode() + b"!" for name in names]
    for other in package.sheets:
        if other.part == sheet.part or not package.has(other.part):
            continue
        xml = markup.masked(package.xml(other.part))
        if any(name in xml for name in spelt):
            for found in _REFERRING.finditer(xml):
                yield from _pointers(f"a formula on {other.name}", markup.text_of(found[2]), sheet, own=False)


def watching(package: Package, sheet: Sheet) -> Iterator[Thing]:
    """What shows the sheet's cells, without the formulas on other sheets: those are slow to find on a long one."""
    workbook = markup.masked(package.xml(package.workbook))
    for name in markup.elements(workbook, "definedName"):
        text = markup.text_of(workbook[name.inner : name.inner_end])
        for thing in _pointers(f"the name {name.tag.get('name')}", text, sheet, own=False):
            yield replace(thing, follows=True)
    for start in _POINTING_PARTS:
        for part in package.parts_like(start):
            yield from _from_part(part, package.xml(part), sheet)


def formula_pointers(formula: str, sheet: Sheet) -> Iterator[Box]:
    """The cells of its own sheet that a formula points at."""
    yield from (thing.box for thing in _pointers("a formula", formula.removeprefix("="), sheet, own=True))


def _in_xml(mask: bytes, start: int, end: int) -> Iterator[Thing]:
    """Everything outside the rows that names cells, whatever it is: what we do not know we do not move."""
    for tag in markup.tags(mask, start, end):
        if tag.closing or tag.name in _OWN_VIEW:
            continue
        what = _WORDS.get(tag.name, "something")
        for name in ("ref", "sqref", "r", "topLeftCell"):
            areas = boxes(tag.get(name) or "") if b"=" in tag.attributes else []
            yield from (Thing(what, area, follows=FOLLOWING.get(tag.name) == name) for area in areas)
        if tag.name == "brk" and (line := tag.get("id") or "").isdigit():
            yield Thing(what, Box(int(line), 1, int(line), LAST_COLUMN))
        if tag.name in {"control", "oleObject"}:
            yield Thing(what, Box(1, 1, LAST_ROW - 1, LAST_COLUMN))
    for found in text_ranges(mask, start, end):
        what = "a sparkline" if found.sparkline else "an extended format"
        yield from (Thing(what, area, follows=not found.sparkline) for area in boxes(found.text))


def _drawn(mask: bytes) -> Iterator[Thing]:
    for name in ("twoCellAnchor", "oneCellAnchor"):
        for anchor in markup.elements(mask, name):
            rows = [
                int(text) + 1
                for each in markup.elements(mask, "row", anchor.inner, anchor.inner_end)
                if (text := mask[each.inner : each.inner_end].strip()).isdigit()
            ]
            if rows:
                yield Thing(
                    "a chart or picture", Box(rows[0], 1, LAST_ROW - 1 if name[0] == "o" else max(rows), LAST_COLUMN)
                )


def _from_part(part: str, xml: bytes, sheet: Sheet) -> Iterator[Thing]:
    mask = markup.masked(xml)
    what = "a pivot table" if "pivot" in part.lower() else "a chart" if "chart" in part.lower() else "a drawing"
    for found in re.finditer(rb"<(?:[\w.-]+:)?f(?:\s[^>]*)?>([^<]+)</", mask):
        yield from _pointers(what, markup.text_of(found[1]), sheet, own=False)
    for source in markup.elements(mask, "worksheetSource"):
        if (source.tag.get("sheet") or "").casefold() == sheet.name.casefold():
            yield from (Thing(what, area) for area in boxes(source.tag.get("ref") or ""))
    for name in ("fmlaLink", "fmlaRange", "textlink"):
        for found in re.finditer(name.encode() + rb"=[\"']([^\"']+)[\"']", mask):
            yield from _pointers("a form control", markup.text_of(found[1]), sheet, own=False)


def _pointers(what: str, formula: str, sheet: Sheet, *, own: bool) -> Iterator[Thing]:
    for reference in formulas.references("=" + formula):
        here = reference.sheet_name.casefold() == sheet.name.casefold() if reference.sheet else own
        if here:
            yield Thing(what, reference.box)
