"""What the fast reader of workbooks does not tell: hidden rows and columns, formulas without a result, error cells.

One look through the sheet's XML, and only where a word in it says that there is something to find.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from leadsorted_sheets.core.cell import Error, Formula
from leadsorted_sheets.intake.table import Flag


@dataclass(frozen=True, slots=True)
class Oddities:
    """`flags` by line (1-based) and column (0-based); hidden rows are lines, hidden columns are 0-based."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: int = 0
    flags: dict[tuple[int, int], Flag] = field(default_factory=dict)


def oddities(data: bytes, sheet: str) -> Oddities:
    """What is unusual in a sheet of an .xlsx file. Nothing, where the sheet's part is not found."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = _parts(archive).get(sheet)
        xml = archive.read(part) if part else b""
    hidden = b"hidden=" in xml
    rows = frozenset(int(match[1]) for match in _HIDDEN_ROW.finditer(xml)) if hidden else frozenset()
    columns = frozenset(
        column
        for match in (_COLUMN.finditer(xml) if hidden else ())
        if b'hidden="1"' in match[0] or b'hidden="true"' in match[0]
        for column in range(_number(match[0], b"min") - 1, min(_number(match[0], b"max"), 16_384))
    )
    formulas, flags = _cells(xml) if any(mark in xml for mark in _marks(xml)) else (0, {})
    return Oddities(rows, columns, formulas, flags)


def counts_from_1904(data: bytes) -> bool:
    """Whether day numbers begin in 1904, as in workbooks from old Macs."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        head = archive.read("xl/workbook.xml")
    return re.search(rb'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true)"', head) is not None


def shows_error(code: str) -> Flag:
    return Flag("intake.error", f"The cell shows the error {code}. It was left blank.", Error(code))


_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_ROOT = re.compile(rb"<(\w+:)?worksheet[\s>]")
_ODD_CELL = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="e"|[^>/]*>\s*<(?:\w+:)?f[\s>/])([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)', re.DOTALL
)  # one that shows an error, or has a formula
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)</)")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>([^<]+)</")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')


def _marks(xml: bytes) -> tuple[bytes, ...]:
    """What stands in a sheet that has formulas or errors. Some programs write `<x:f>` for `<f>`."""
    root = _ROOT.search(xml, 0, 4096)
    prefix = root[1] or b"" if root else b""
    return (b't="e"', *(b"<" + prefix + b"f" + end for end in (b">", b" ", b"/")))


def _cells(xml: bytes) -> tuple[int, dict[tuple[int, int], Flag]]:
    formulas = 0
    flags: dict[tuple[int, int], Flag] = {}
    for match in _ODD_CELL.finditer(xml):
        attributes, inside = match[1], match[2] or b""
        error = b't="e"' in attributes
        formula = _FORMULA.search(inside) if b"f" in inside else None
        formulas += formula is not None
        value = _VALUE.search(inside) if error or formula else None
        at = _REFERENCE.search(attributes)
        if at and error:
            code = (value[1] if value else b"#VALUE!").decode("ascii", "replace")
            flags[_place(at)] = shows_error(code)
        elif at and formula and value is None:
            text = "=" + (formula[1] or b"").decode("utf-8", "replace")
            flags[_place(at)] = Flag(
                "intake.formula",
                "The formula in this cell has no result in the file. Open the list in Excel, save it, and import it again.",
                Formula(text),
            )
    return formulas, flags


def _place(at: re.Match[bytes]) -> tuple[int, int]:
    column = 0
    for letter in at[1]:
        column = column * 26 + letter - 64
    return int(at[2]), column - 1


def _number(tag: bytes, name: bytes) -> int:
    match = re.search(rb"\b" + name + rb'="(\d+)"', tag)
    return int(match[1]) if match else 0


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet by the sheet's name."""
    book = _tree(archive, "xl/workbook.xml")
    relations = _tree(archive, "xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return {}
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    names = set(archive.namelist())
    found: dict[str, str] = {}
    for each in book.iter():
        if not each.tag.endswith("}sheet"):
            continue
        relation = next((value for key, value in each.attrib.items() if key.endswith("}id")), None)
        target = targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            found[each.get("name", "")] = part
    return found


def _tree(archive: zipfile.ZipFile, part: str) -> ET.Element | None:
    """The XML of a part; None where it is not there, or not what a spreadsheet program writes."""
    try:
        xml = archive.read(part)
    except KeyError:
        return None
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        return None
    try:
        return ET.fromstring(xml)  # noqa: S314  # entities, the danger, were ruled out above
    except ET.ParseError:
        return None
