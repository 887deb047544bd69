"""Where each tab is in the open workbook: in a table it remembers, in a table of our name, in a plain range of a sheet.

A column is known by the header it had when last seen, then by our name for it. What we do not know keeps its header.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.schema import BY_NAME, BY_TABLE, Tab
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.workbook.excel import blocks
from leadsorted_sheets.workbook.excel.blocks import Block, Box
from leadsorted_sheets.workbook.port import letters

_HEADER_WITHIN = 60
"""How far down a header row is looked for that is not where it was."""


@dataclass(frozen=True, slots=True)
class LiveTable:
    """An Excel table of the open workbook. `box` is all of it, with its header and, where `totals` is 1, its totals."""

    name: str
    sheet: Any
    box: Box
    totals: int
    native: Any

    @property
    def data(self) -> Box:
        return replace(self.box, top=self.box.top + 1, bottom=self.box.bottom - self.totals)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tab is. A column without a field is not ours to read or write. `data` are its rows as far as the table says, or as the sheet is filled."""

    layout: Layout
    sheet: Any
    table: LiveTable | None
    data: Box

    @property
    def columns(self) -> dict[str, int]:
        """The column number of each field."""
        return {at.field: n for n, at in enumerate(self.layout.columns, self.layout.first_column) if at.field}


@dataclass(slots=True)
class Found:
    """The places of a workbook, and the block that was read of each of their sheets."""

    places: list[Place] = field(default_factory=list)
    blocks: dict[str, Block] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def tables(book: Any) -> Iterator[LiveTable]:
    """Every table with a header, sheet by sheet."""
    for sheet in book.sheets:
        for table in sheet.tables:
            area = table.range
            rows, columns = area.shape
            if table.header_row_range is None:
                continue
            box = Box(area.row, area.column, area.row + rows - 1, area.column + columns - 1)
            yield LiveTable(table.name, sheet, box, int(bool(table.show_totals)), table)


def used_box(sheet: Any) -> Box:
    """From A1 to the last cell that was ever used."""
    area = sheet.used_range
    rows, columns = area.shape
    return Box(1, 1, area.row + rows - 1, area.column + columns - 1)


def find(book: Any, known: Sequence[Layout]) -> Found:
    """The tabs there are: those remembered, then those in tables of our names. Each sheet is read once."""
    there = {table.name.casefold(): table for table in tables(book)}
    found = Found()
    claims = list(_claims(book, known, there, found.findings))
    by_sheet: dict[str, list[tuple[str, Layout | None, LiveTable | None, Any]]] = defaultdict(list)
    for claim in claims:
        by_sheet[claim[3].name].append(claim)
    for name, wanted in by_sheet.items():
        found.blocks[name] = block = _sheet_block(wanted)
        for tab, layout, table, sheet in wanted:
            place = _in_table(table, tab, layout, block) if table else _in_range(sheet, layout, block)
            if place is None:
                found.findings.append(_missing(layout))
                continue
            if layout is None and not any(at.field == BY_NAME[tab].id for at in place.layout.columns):
                continue
            found.places.append(place)
            found.findings += _missing_columns(place.layout, layout)
    order = {name: n for n, name in enumerate(BY_NAME)}
    found.places.sort(key=lambda place: order.get(place.layout.tab, len(order)))
    return found


def _claims(
    book: Any, known: Sequence[Layout], there: Mapping[str, LiveTable], findings: list[Finding]
) -> Iterator[tuple[str, Layout | None, LiveTable | None, Any]]:
    """(tab, what is remembered of it, its table, its sheet) for every tab that may be here."""
    sheets = {sheet.name.casefold(): sheet for sheet in book.sheets}
    taken: set[str] = set()
    used: set[str] = set()
    for layout in known:
        table = _table_of(layout, there)
        sheet = table.sheet if table else sheets.get(layout.sheet.casefold())
        if sheet is None or (table is None and layout.table):
            findings.append(_missing(layout))
            continue
        taken.add(layout.tab)
        if table:
            used.add(table.name)
        yield layout.tab, layout, table, sheet
    for name, tab in BY_TABLE.items():
        table = there.get(name.casefold())
        if table is not None and tab.name not in taken and table.name not in used:
            yield tab.name, None, table, table.sheet


def _table_of(layout: Layout, there: Mapping[str, LiveTable]) -> LiveTable | None:
    """The table a layout means: by its name, alone on its sheet with the tab's id column, or where a plain range was."""
    if layout.table and layout.table.casefold() in there:
        return there[layout.table.casefold()]
    here = [table for table in there.values() if table.sheet.name.casefold() == layout.sheet.casefold()]
    if not layout.table:
        corner = (layout.header_row, layout.first_column)
        return next((table for table in here if (table.box.top, table.box.left) == corner), None)
    tab = BY_NAME.get(layout.tab)
    identity = next((at.header for at in layout.columns if tab and at.field == tab.id), None)
    renamed = [table for table in here if table.name not in BY_TABLE and identity in _headers_of(table)]
    return renamed[0] if len(renamed) == 1 else None


def _headers_of(table: LiveTable) -> list[str]:
    header = blocks.read(table.sheet, replace(table.box, bottom=table.box.top), below=table.box.top)
    return [shown(cell).strip() for cell in header.row(table.box.top, table.box.left, table.box.right)]


def _sheet_block(wanted: Sequence[tuple[str, Layout | None, LiveTable | None, Any]]) -> Block:
    """The smallest box that holds every tab of a sheet, read once."""
    sheet = wanted[0][3]
    used = used_box(sheet)
    boxes = [table.box if table else used for _tab, _layout, table, _sheet in wanted]
    bottom = min(max(box.bottom for box in boxes), max(used.bottom, *(box.top + 1 for box in boxes)))
    box = Box(min(box.top for box in boxes), min(box.left for box in boxes), bottom, max(box.right for box in boxes))
    headers = [table.box.top for _tab, _layout, table, _sheet in wanted if table]
    headers += [layout.header_row for _tab, layout, table, _sheet in wanted if layout and not table]
    return blocks.read(sheet, box, below=min(headers, default=box.top))


def _in_table(table: LiveTable, tab: str, known: Layout | None, block: Block) -> Place:
    header = block.row(table.box.top, table.box.left, table.box.right)
    columns = named([_text(cell) for cell in header], BY_NAME.get(tab), known, first=table.box.left)
    layout = Layout(tab, table.sheet.name, table.name, table.box.top, table.box.left, columns)
    return Place(layout, table.sheet, table, table.data)


def _in_range(sheet: Any, known: Layout | None, block: Block) -> Place | None:
    top = _header_row(block, known) if known else None
    if known is None or top is None:
        return None
    headers = [_text(cell) for cell in block.row(top, known.first_column, block.box.right)]
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        return None
    columns = named(headers, BY_NAME.get(known.tab), known, first=known.first_column)
    layout = replace(known, sheet=sheet.name, table="", header_row=top, columns=columns)
    right = known.first_column + len(columns) - 1
    filled = [
        line
        for line in range(top + 1, block.box.bottom + 1)
        if any(cell is not None for cell in block.row(line, known.first_column, right))
    ]
    return Place(layout, sheet, None, Box(top + 1, known.first_column, max(filled, default=top), right))


def _header_row(block: Block, known: Layout) -> int | None:
    """The row where the remembered headers are: where they were, or else where most of them are now."""
    wanted = {at.header.strip() for at in known.columns if at.header.strip()}

    def score(line: int) -> int:
        return len(wanted & {_text(cell) for cell in block.row(line, block.box.left, block.box.right)})

    if not wanted:
        return known.header_row if known.header_row <= block.box.bottom else None
    lines = (known.header_row, *range(1, _HEADER_WITHIN + 1))
    best = max(lines, key=lambda line: (score(line), line == known.header_row))
    return best if score(best) * 2 >= len(wanted) else None


def named(headers: Sequence[str], tab: Tab | None, known: Layout | None, *, first: int) -> tuple[ColumnAt, ...]:
    """The field of each column, given its header.

    >>> [at.field for at in named(["Email", "Colour", "Email", ""], None, None, first=1)]
    ['Email', 'Colour', 'Email (2)', 'Column D']
    """
    fields: list[str | None] = [None] * len(headers)
    free = list(known.columns) if known else []
    for n, header in enumerate(headers):
        found = next((at for at in free if header and header == at.header), None)
        if found is not None:
            fields[n] = found.field
            free.remove(found)
    for n, at in enumerate(known.columns if known else ()):
        if not at.field and n < len(headers) and fields[n] is None and headers[n] == at.header:
            fields[n] = ""  # left out when the workbook was adopted: something of the user's between its leads and ours
    spoken_for = {name for name in fields if name}
    ours = {_plain(name): name for name in (tab.fields if tab else ()) if name not in spoken_for}
    for n, header in enumerate(headers):
        if fields[n] is None and (name := ours.pop(_plain(header), None)):
            fields[n] = name
    taken = {name for name in fields if name} | set(ours.values())
    for n, header in enumerate(headers):
        if fields[n] is None:
            fields[n] = name = _free_name(header or f"Column {letters(first + n)}", taken)
            taken.add(name)
    return tuple(ColumnAt(name or "", header) for name, header in zip(fields, headers, strict=True))


def _free_name(name: str, taken: set[str]) -> str:
    candidate, count = name, 2
    while candidate in taken:
        candidate, count = f"{name} ({count})", count + 1
    return candidate


def _text(cell: Cell) -> str:
    return shown(cell).strip()


def _plain(header: str) -> str:
    return " ".join(header.split()).casefold()


def _missing(layout: Layout | None) -> Finding:
    what = f"the table {layout.table}" if layout and layout.table else f"the sheet {layout.sheet if layout else ''!r}"
    return Finding(
        "warning", layout.tab if layout else "", None, None, "workbook.tab-missing",
        f"This tab is not where it was: {what} is gone or has lost its headers. Its rows are not seen. "
        "Bring it back under its old name, or take a copy that has it.",
    )  # fmt: skip


def _missing_columns(layout: Layout, known: Layout | None) -> Iterator[Finding]:
    tab = BY_NAME.get(layout.tab)
    there = {at.field for at in layout.columns}
    for at in known.columns if known and tab else ():
        if at.field not in there and tab and tab.column(at.field) is not None:
            yield Finding(
                "warning", layout.tab, None, at.field, "workbook.column-missing",
                f"The column {at.header!r} is gone, so it is neither read nor written. "
                "Add a column with that header to have it back.",
            )  # fmt: skip
