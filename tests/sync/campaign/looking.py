"""A look at the sheet without a request: its tabs as rows of cells by column, wherever the columns are by now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.cell import Cell as OurCell
from leadsorted_sheets.core.cell import canon
from tests.sheets_server import SheetsServer
from tests.sheets_server.grid import COLUMNS, Formula, Sheet
from tests.sheets_server.ranges import letters
from tests.sheets_server.spreadsheet import Spreadsheet

_EPOCH = dt.datetime(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab as it is now. `columns`: field -> place, from 0; `header` and `rows` are places too, `rows` the ones in use."""

    name: str
    sheet: Sheet
    header: int
    columns: dict[str, int]
    rows: tuple[int, ...]

    @property
    def title(self) -> str:
        return self.sheet.title

    def row(self, at: int) -> dict[str, OurCell]:
        """The cells of a row by column, blanks left out."""
        found = {}
        for name, place in self.columns.items():
            value = _cell(self.name, name, self.sheet.cell(at, place).value)
            if value is not None:
                found[name] = value
        return found

    def a1(self, row: int, field: str) -> str:
        return f"{letters(self.columns[field])}{row + 1}"


def tabs(book: Spreadsheet, *names: str) -> dict[str, Tab]:
    """The tabs there are, of those named. A book is never changed, only replaced, so each is looked at once."""
    if _last.book is not book:
        _last.book, _last.marks, _last.found = book, _marks(book), {}
    for name in names:
        if name not in _last.found:
            _last.found[name] = _tab(book, name, _last.marks)
    return {name: tab for name in names if (tab := _last.found[name]) is not None}


@dataclass(slots=True)
class _Last:
    """The book that was looked at last, and what was seen."""

    book: Spreadsheet | None = None
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    found: dict[str, Tab | None] = field(default_factory=dict)


_last = _Last()


def tab(server: SheetsServer, key: str, name: str) -> Tab | None:
    return tabs(server.book(key), name).get(name)


def _marks(book: Spreadsheet) -> dict[tuple[int, int], str]:
    """What our marks say: (sheet, uid of the column) -> `Leads.Email`."""
    return {
        (entry.sheet_id or 0, entry.line): str(entry.value)
        for entry in book.metadata.values()
        if entry.key == "ls.c" and entry.dimension == COLUMNS and entry.line is not None
    }


def _tab(book: Spreadsheet, name: str, marks: dict[tuple[int, int], str]) -> Tab | None:
    wanted = f"{name}."
    for sheet in book.sheets:
        columns: dict[str, int] = {}
        for place, line in enumerate(sheet.columns):
            mark = marks.get((sheet.id, line.uid), "")
            if mark.startswith(wanted):
                columns.setdefault(mark.removeprefix(wanted), place)
        if schema.BY_NAME[name].id in columns:
            return _whole(name, sheet, columns, marks)
    return None


def _whole(name: str, sheet: Sheet, columns: dict[str, int], marks: dict[tuple[int, int], str]) -> Tab:
    """The tab with the columns of the team's own that carry no mark yet, where it has a sheet to itself."""
    header = _header_row(sheet, columns)
    if schema.BY_NAME[name].sheet != "Settings":
        for place, line in enumerate(sheet.columns):
            title = sheet.cell(header, place).value
            if isinstance(title, str) and title and (sheet.id, line.uid) not in marks:
                columns.setdefault(title, place)
    last = sheet.height()
    rows = tuple(
        at
        for at in range(header + 1, last)
        if any(
            (value := sheet.cell(at, place).value) is not None and not isinstance(value, Formula)
            for place in columns.values()
        )
    )
    return Tab(name, sheet, header, columns, rows)


def _header_row(sheet: Sheet, columns: dict[str, int]) -> int:
    """The row among the first twenty that names most of the columns."""
    best, most = 0, 0
    for at, row in enumerate(sheet.rows[:20]):
        cells = row.cells
        count = sum(1 for field, place in columns.items() if place < len(cells) and cells[place].value == field)
        if count > most:
            best, most = at, count
        if 2 * count > len(columns):
            break
    return best


def _cell(name: str, field: str, value: object) -> OurCell:
    """A value of the grid as a cell of ours; days are kept as numbers there."""
    if value is None or isinstance(value, Formula):
        return None
    column = schema.BY_NAME[name].column(field)
    if column and column.kind in {"date", "moment"} and isinstance(value, int | float) and not isinstance(value, bool):
        return canon((_EPOCH + dt.timedelta(days=value)).replace(microsecond=0))
    return canon(value)  # type: ignore[arg-type]  # errors do not stand in cells that people type into
