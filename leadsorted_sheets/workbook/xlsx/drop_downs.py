"""The drop-downs of our lead tab for the columns of ours that a workbook of the user's was given."""

from __future__ import annotations

import re
from collections.abc import Mapping

from leadsorted_sheets.core.schema import LEADS
from leadsorted_sheets.workbook.port import letters
from leadsorted_sheets.workbook.xlsx import markup, tables
from leadsorted_sheets.workbook.xlsx.graft import Names
from leadsorted_sheets.workbook.xlsx.markup import Splice
from leadsorted_sheets.workbook.xlsx.package import Package
from leadsorted_sheets.workbook.xlsx.refs import LAST_ROW, boxes
from leadsorted_sheets.workbook.xlsx.sheet import SheetXml

_TAG_START = re.compile(rb"<(/?)")
_BEFORE = (
    "conditionalFormatting", "phoneticPr", "mergeCells", "customSheetViews", "dataConsolidate", "sortState",
    "autoFilter", "scenarios", "protectedRanges", "sheetProtection", "sheetCalcPr",
)  # fmt: skip
"""What may stand between the rows and the validations (ECMA-376, CT_Worksheet)."""


def add_drop_downs(
    package: Package, part: str, template: Package, columns: Mapping[str, int], *, first: int, names: Names
) -> None:
    """Give these columns (field -> column number) of a sheet the template's drop-downs, from line `first` on."""
    items = [_placed(item, columns[field], first, names) for field, item in _of_template(template) if field in columns]
    if items:
        sheet = SheetXml(package.xml(part))
        new = [_TAG_START.sub(rb"<\1" + sheet.prefix, item) for item in items]
        package.put(part, markup.spliced(sheet.xml, _inserted(sheet, new)))


def _of_template(template: Package) -> list[tuple[str, bytes]]:
    """The validations of the template's lead tab, each with the field of its column."""
    table = next(each for each in tables.tables(template) if each.name == LEADS.table)
    fields = {table.box.left + n: column.name for n, column in enumerate(table.columns)}
    xml = template.xml(table.sheet.part)
    found = []
    for each in markup.elements(markup.masked(xml), "dataValidation"):
        for area in boxes(each.tag.get("sqref") or ""):
            found += [(fields[n], xml[each.start : each.end]) for n in range(area.left, area.right + 1) if n in fields]
    return found


def _placed(item: bytes, column: int, first: int, names: Names) -> bytes:
    tag = markup.root(item)
    if tag is None:
        return item
    name = letters(column)
    splices = [markup.with_attributes(item, tag, sqref=f"{name}{first}:{name}{LAST_ROW}")]
    for kind in ("formula1", "formula2"):
        for each in markup.elements(item, kind):
            text = names.formula(markup.text_of(item[each.inner : each.inner_end]))
            splices.append(Splice(each.inner, each.inner_end, markup.escaped(text).encode()))
    return markup.spliced(item, splices)


def _inserted(sheet: SheetXml, items: list[bytes]) -> list[Splice]:
    every = markup.elements(sheet.mask, "dataValidations", sheet.end)
    found = next((each for each in every if _is_main(sheet, each)), None)
    content = b"".join(items)
    if found is not None:
        count = int(found.tag.get("count") or 0) + len(items)
        return [
            markup.with_attributes(sheet.xml, found.tag, count=str(count)),
            Splice(found.inner_end, found.inner_end, content),
        ]
    at = max(
        (
            each.end
            for name in _BEFORE
            for each in markup.elements(sheet.mask, name, sheet.end)
            if _is_main(sheet, each)
        ),
        default=sheet.end,
    )
    name = sheet.prefix + b"dataValidations"
    return [Splice(at, at, b'<%s count="%d">%s</%s>' % (name, len(items), content, name))]


def _is_main(sheet: SheetXml, element: markup.Element) -> bool:
    """Whether an element is the sheet's own and not one of its extensions."""
    return element.tag.prefix + b":" == sheet.prefix or (not element.tag.prefix and not sheet.prefix)
