"""The Excel tables of a package: where each is, and what its columns are called."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from leadsorted_sheets.core.state import ColumnAt
from leadsorted_sheets.workbook.xlsx import markup
from leadsorted_sheets.workbook.xlsx.markup import Splice
from leadsorted_sheets.workbook.xlsx.package import Package, Sheet
from leadsorted_sheets.workbook.xlsx.refs import Box, box


@dataclass(frozen=True, slots=True)
class TableColumn:
    """`id` is the table's own number for the column; it stays when the column is renamed or moved."""

    id: str
    name: str
    formula: str = ""


@dataclass(frozen=True, slots=True)
class ExcelTable:
    """A table part. `box` is the whole table with its header and totals rows."""

    part: str
    sheet: Sheet
    name: str
    box: Box
    header_rows: int
    totals_rows: int
    columns: tuple[TableColumn, ...]

    @property
    def data(self) -> Box:
        """The rows between header and totals; the box is upside down where there are none."""
        return replace(self.box, top=self.box.top + self.header_rows, bottom=self.box.bottom - self.totals_rows)


def tables(package: Package) -> Iterator[ExcelTable]:
    """Every table in the package, sheet by sheet. Raises ValueError where one cannot be understood."""
    for sheet in package.sheets:
        for part in package.related(sheet.part, "table") if sheet.grid else ():
            yield _table(package.xml(part), part, sheet)


def resized(xml: bytes, table: ExcelTable, rows: int) -> bytes:
    """The table part with so many rows of data: its reference, its filter's and its sorting's follow."""
    mask = markup.masked(xml)
    outer = markup.root(mask)
    if outer is None:
        return xml
    bottom = table.box.top + table.header_rows + rows + table.totals_rows - 1
    whole = replace(table.box, bottom=bottom)
    filtered = replace(whole, bottom=bottom - table.totals_rows)
    changes: dict[str, str | None] = {"ref": _range(whole)}
    if outer.get("insertRow") is not None:
        changes["insertRow"] = None
    splices = [markup.with_attributes(xml, outer, **changes)]
    for name in ("autoFilter", "sortState", "sortCondition"):
        for element in markup.elements(mask, name):
            old = box(element.tag.get("ref") or "")
            if old is not None and old.bottom == table.data.bottom:
                splices.append(
                    markup.with_attributes(xml, element.tag, ref=_range(replace(old, bottom=filtered.bottom)))
                )
    return markup.spliced(xml, splices)


def widened(xml: bytes, table: ExcelTable, box: Box, columns: Sequence[ColumnAt]) -> bytes:
    """The table part with this box and these columns behind its own."""
    mask = markup.masked(xml)
    outer, listed = markup.root(mask), markup.element(mask, "tableColumns")
    if outer is None or listed is None:
        return xml
    splices = [
        markup.with_attributes(xml, outer, ref=_range(box)),
        markup.with_attributes(xml, listed.tag, count=str(len(table.columns) + len(columns))),
    ]
    filtered = markup.element(mask, "autoFilter")
    if filtered is not None:
        reach = replace(box, bottom=box.bottom - table.totals_rows)
        splices.append(markup.with_attributes(xml, filtered.tag, ref=_range(reach)))
    prefix = outer.prefix + b":" if outer.prefix else b""
    new = [
        b"<%stableColumn id=%s name=%s/>" % (prefix, markup.quoted_text(at.column_id), markup.quoted_text(at.header))
        for at in columns
    ]
    splices.append(Splice(listed.inner_end, listed.inner_end, b"".join(new)))
    return markup.spliced(xml, splices)


@functools.lru_cache(maxsize=256)
def _table(xml: bytes, part: str, sheet: Sheet) -> ExcelTable:
    """A table part as a value. A workbook is read again and again, and its tables seldom change."""
    mask = markup.masked(xml)
    outer = markup.root(mask)
    ref = box(outer.get("ref") or "") if outer and outer.name == "table" else None
    if outer is None or ref is None:
        raise ValueError(f"its table {part} has no place on a sheet")
    columns = tuple(
        TableColumn(each.tag.get("id") or "", markup.unescaped(each.tag.get("name") or ""), _formula(xml, mask, each))
        for each in markup.elements(mask, "tableColumn")
    )
    return ExcelTable(
        part,
        sheet,
        outer.get("displayName") or outer.get("name") or "",
        ref,
        _count(outer.get("headerRowCount"), 1),
        _count(outer.get("totalsRowCount"), 0),
        columns,
    )


def _formula(xml: bytes, mask: bytes, column: markup.Element) -> str:
    found = markup.element(mask, "calculatedColumnFormula", column.inner, column.inner_end)
    if found is None or found.tag.get("array") in {"1", "true"}:
        return ""
    text = markup.text_of(xml[found.inner : found.inner_end])
    return f"={text}" if text else ""


def _count(text: str | None, usual: int) -> int:
    return int(text) if text and text.isdigit() else usual


def _range(area: Box) -> str:
    """A table's reference has two corners, also where both are one cell."""
    text = str(area)
    return text if ":" in text else f"{text}:{text}"
