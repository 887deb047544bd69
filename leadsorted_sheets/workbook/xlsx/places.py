"""Where each tab is: in the workbook's own memory of it, in a table of our name, in a plain range of a sheet.

A column is known by the table's number for it, then by its header. What we do not know keeps
its header for a name. A program that numbers the columns anew when it saves (LibreOffice does)
is not believed about numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from leadsorted_sheets.core.cell import canon, shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.schema import BY_NAME, BY_TABLE, Tab
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.workbook.port import letters
from leadsorted_sheets.workbook.xlsx.grids import Grid, Grids
from leadsorted_sheets.workbook.xlsx.package import Package, Sheet
from leadsorted_sheets.workbook.xlsx.refs import Box
from leadsorted_sheets.workbook.xlsx.tables import ExcelTable, tables

_HEADER_WITHIN = 60
"""How far down a header row is looked for that is not where it was."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tab is in the package. A column without a field is not ours to read or write. `data` are its rows as far as the table says, or as the sheet is filled."""

    layout: Layout
    sheet: Sheet
    table: ExcelTable | None
    data: Box

    @property
    def columns(self) -> dict[str, int]:
        """The column number of each field."""
        return {at.field: n for n, at in enumerate(self.layout.columns, self.layout.first_column) if at.field}


class Places:
    """Finds the tabs of a package; what it could not find is in `findings`."""

    def __init__(self, package: Package, grids: Grids, known: Sequence[Layout]) -> None:
        self._grids = grids
        self._package = package
        self._tables = {table.name.casefold(): table for table in tables(package)}
        self._numbers_last = not _saved_by_libreoffice(package)
        self._known = known
        self.findings: list[Finding] = []

    def all(self) -> list[Place]:
        """The tabs there are: those remembered, then those in tables of our names."""
        found = [place for layout in self._known if (place := self._remembered(layout)) is not None]
        taken = {place.layout.tab for place in found}
        used = {place.table.part for place in found if place.table}
        for name, tab in BY_TABLE.items():
            table = self._tables.get(name.casefold())
            if table is None or tab.name in taken or table.part in used:
                continue
            place = self._in_table(table, tab.name, None)
            if any(at.field == tab.id for at in place.layout.columns):
                found.append(place)
        order = {name: n for n, name in enumerate(BY_NAME)}
        return sorted(found, key=lambda place: order.get(place.layout.tab, len(order)))

    def _remembered(self, layout: Layout) -> Place | None:
        table = self._tables.get(layout.table.casefold()) if layout.table else None
        if table is not None:
            return self._in_table(table, layout.tab, layout)
        if layout.table and layout.tab in BY_NAME:
            renamed = self._renamed_table(layout)
            if renamed is not None:
                return self._in_table(renamed, layout.tab, layout)
        around = next((table for table in self._tables.values() if _is_around(table, layout)), None)
        if around is not None:
            return self._in_table(around, layout.tab, layout)
        sheet = self._package.sheet(layout.sheet)
        place = self._in_range(sheet, layout) if sheet is not None and sheet.grid else None
        if place is None:
            self._missing(layout)
        return place

    def _in_table(self, table: ExcelTable, tab: str, known: Layout | None) -> Place:
        headers = [(column.name, column.id) for column in table.columns]
        columns = named(headers, BY_NAME.get(tab), known, first=table.box.left, by_number=self._numbers_last)
        layout = Layout(tab, table.sheet.name, table.name, table.data.top - 1, table.box.left, columns)
        self._report_missing_columns(layout, known)
        return Place(layout, table.sheet, table, table.data)

    def _in_range(self, sheet: Sheet, known: Layout) -> Place | None:
        grid = self._grids.rows(sheet)
        top = self._header_row(grid, known)
        if top is None:
            return None
        headers = [(_text(value), "") for value in grid[top - 1][known.first_column - 1 :]]
        while headers and not headers[-1][0]:
            headers.pop()
        if not headers:
            return None
        columns = named(headers, BY_NAME.get(known.tab), known, first=known.first_column, by_number=False)
        layout = replace(known, sheet=sheet.name, table="", header_row=top, columns=columns)
        self._report_missing_columns(layout, known)
        right = known.first_column + len(columns) - 1
        bottom = _last_filled(grid, top, known.first_column, right)
        return Place(layout, sheet, None, Box(top + 1, known.first_column, bottom, right))

    def _header_row(self, grid: Grid, known: Layout) -> int | None:
        """The row (1-based) where the remembered headers are: where they were, or else where most of them are now."""
        wanted = {at.header.strip() for at in known.columns if at.header.strip()}

        def score(row: int) -> int:
            if not 0 < row <= len(grid):
                return -1
            return len(wanted & {_text(value) for value in grid[row - 1]})

        if not wanted:
            return known.header_row if score(known.header_row) >= 0 else None
        best = max(
            (known.header_row, *range(1, _HEADER_WITHIN + 1)), key=lambda row: (score(row), row == known.header_row)
        )
        return best if score(best) * 2 >= len(wanted) else None

    def _renamed_table(self, layout: Layout) -> ExcelTable | None:
        """The only table on its sheet that has the tab's id column, where none has its name."""
        identity = next((at.header for at in layout.columns if at.field == BY_NAME[layout.tab].id), None)
        there = [
            table
            for table in self._tables.values()
            if table.sheet.name.casefold() == layout.sheet.casefold()
            and any(column.name == identity for column in table.columns)
        ]
        return there[0] if len(there) == 1 else None

    def _missing(self, layout: Layout) -> None:
        what = f"the table {layout.table}" if layout.table else f"the sheet {layout.sheet!r}"
        self.findings.append(
            Finding(
                "warning", layout.tab, None, None, "workbook.tab-missing",
                f"This tab is not where it was: {what} is gone or has lost its headers. Its rows are not seen. "
                "Bring it back under its old name, or take a copy that has it.",
            )
        )  # fmt: skip

    def _report_missing_columns(self, layout: Layout, known: Layout | None) -> None:
        tab = BY_NAME.get(layout.tab)
        if known is None or tab is None:
            return
        there = {at.field for at in layout.columns}
        for at in known.columns:
            if at.field not in there and tab.column(at.field) is not None:
                self.findings.append(
                    Finding(
                        "warning", layout.tab, None, at.field, "workbook.column-missing",
                        f"The column {at.header!r} is gone, so it is neither read nor written. "
                        "Add a column with that header to have it back.",
                    )
                )  # fmt: skip


def _is_around(table: ExcelTable, layout: Layout) -> bool:
    """Whether what was described as a plain range is an Excel table."""
    same_sheet = table.sheet.name.casefold() == layout.sheet.casefold()
    return same_sheet and (table.data.top - 1, table.box.left) == (layout.header_row, layout.first_column)


def named(
    headers: Sequence[tuple[str, str]], tab: Tab | None, known: Layout | None, *, first: int, by_number: bool
) -> tuple[ColumnAt, ...]:
    """The field of each column, given its header and the table's number for it ("" where there is no table).

    >>> [at.field for at in named([("Email", "1"), ("Colour", "2"), ("Email", "3"), ("", "4")], None, None, first=1, by_number=True)]
    ['Email', 'Colour', 'Email (2)', 'Column D']
    """
    fields: list[str | None] = [None] * len(headers)
    free = list(known.columns) if known else []
    tests: list[Callable[[str, str, ColumnAt], bool]] = [
        lambda header, number, at: header == at.header and number == at.column_id,
        lambda header, _number, at: header == at.header and header != "",
    ]
    if by_number:
        tests.append(
            lambda _header, number, at: (
                number == at.column_id != "" and tab is not None and tab.column(at.field) is not None
            )
        )
    for test in tests:
        for n, (header, number) in enumerate(headers):
            found = next((at for at in free if fields[n] is None and test(header, number, at)), None)
            if found is not None:
                fields[n] = found.field
                free.remove(found)
    for n, at in enumerate(known.columns if known else ()):
        if not at.field and n < len(headers) and fields[n] is None and headers[n][0] == at.header:
            fields[n] = ""  # left out when the workbook was adopted: something of the user's between its leads and ours
    spoken_for = {field for field in fields if field}
    ours = {_plain(field): field for field in (tab.fields if tab else ()) if field not in spoken_for}
    for n, (header, _number) in enumerate(headers):
        if fields[n] is None and (field := ours.pop(_plain(header), None)):
            fields[n] = field
    taken = {field for field in fields if field} | set(ours.values())
    for n, (header, _number) in enumerate(headers):
        if fields[n] is None:
            fields[n] = _free_name(header or f"Column {letters(first + n)}", taken)
            taken.add(fields[n] or "")
    return tuple(ColumnAt(field or "", header, number) for field, (header, number) in zip(fields, headers, strict=True))


def _free_name(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    count = 2
    while f"{name} ({count})" in taken:
        count += 1
    return f"{name} ({count})"


def _text(value: Any) -> str:
    """A header cell as text."""
    return shown(canon(value)).strip()


def _plain(header: str) -> str:
    return " ".join(header.split()).casefold()


def _last_filled(grid: Grid, top: int, left: int, right: int) -> int:
    """The last row below the header with anything in these columns."""
    for row in range(len(grid), top, -1):
        if any(value != "" for value in grid[row - 1][left - 1 : right]):
            return row
    return top


def _saved_by_libreoffice(package: Package) -> bool:
    return any(
        b"<Application>LibreOffice" in package.xml(part)
        for part in package.related("", "extended-properties")
        if package.has(part)
    )
