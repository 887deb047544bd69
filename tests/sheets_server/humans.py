"""A colleague with the sheet open in a browser: types, inserts, sorts, hides, copies, renames, moves, deletes.

Rows are counted from 1 and columns are letters, as the screen shows them. What is typed is read as the cell editor
reads it. A person spends no quota and is in no request log.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.sheets_server.cells import user_entered
from tests.sheets_server.grid import COLUMNS, ROWS, Sheet
from tests.sheets_server.kinds import apply_requests
from tests.sheets_server.protection import check_writable
from tests.sheets_server.ranges import Area, column_number, named_area, quoted
from tests.sheets_server.refusals import Json
from tests.sheets_server.spreadsheet import Spreadsheet
from tests.sheets_server.values import check_validation, clear_area

if TYPE_CHECKING:
    from tests.sheets_server.service import Service


class Human:
    """Somebody who edits one spreadsheet. A move that the sheet forbids raises Refusal and changes nothing."""

    MOVES = (
        "type",
        "clear",
        "insert_rows",
        "delete_rows",
        "move_rows",
        "copy_row",
        "hide_rows",
        "show_rows",
        "sort",
        "insert_columns",
        "delete_column",
        "move_column",
        "hide_column",
        "rename_tab",
        "delete_tab",
    )

    def __init__(self, service: Service, key: str, email: str = "") -> None:
        self._service, self._key, self._email = service, key, email

    def move(self, name: str, **how: Any) -> None:
        """A move by its name, as the control port asks for it."""
        if name not in self.MOVES:
            raise ValueError(f"No such move: {name}. There are: {', '.join(self.MOVES)}.")
        getattr(self, name)(**how)

    def type(self, tab: str, cell: str, text: str) -> None:
        """Types into a cell. A strict drop-down refuses what it does not hold."""
        with self._service.lock:
            draft = self._draft()
            area = named_area(draft, f"{quoted(tab)}!{cell}")
            check_writable(draft, area)
            check_validation(area.sheet, area.top, area.left, text)
            old = area.sheet.cell(area.top, area.left)
            area.sheet.put(area.top, area.left, user_entered(old, text, draft.properties["locale"]))
            self._done(draft)

    def clear(self, tab: str, cells: str) -> None:
        """Selects cells and presses Delete."""
        with self._service.lock:
            draft = self._draft()
            clear_area(named_area(draft, f"{quoted(tab)}!{cells}"))
            self._done(draft)

    def insert_rows(self, tab: str, above: int, count: int = 1) -> None:
        self._lines("insertDimension", tab, ROWS, above - 1, above - 1 + count)

    def delete_rows(self, tab: str, first: int, last: int | None = None) -> None:
        self._lines("deleteDimension", tab, ROWS, first - 1, last or first)

    def move_rows(self, tab: str, first: int, last: int, above: int) -> None:
        """Drags rows to another place."""
        source = {**self._dimension(tab, ROWS), "startIndex": first - 1, "endIndex": last}
        self._do({"moveDimension": {"source": source, "destinationIndex": above - 1}})

    def copy_row(self, tab: str, row: int, to: int) -> None:
        """Copies a row and pastes it over another. Whether its metadata comes along nobody has measured."""
        with self._service.lock:
            draft = self._draft()
            sheet = self._sheet(draft, tab)
            whole = Area(sheet, row - 1, 0, row, len(sheet.columns)).grid_range()
            target = {**whole, "startRowIndex": to - 1, "endRowIndex": to}
            apply_requests(draft, [{"copyPaste": {"source": whole, "destination": target}}], self._service.doubts)
            if self._service.doubts.copied_row_takes_metadata:
                self._copy_metadata(draft, sheet, row - 1, to - 1)
            self._done(draft)

    def hide_rows(self, tab: str, first: int, last: int | None = None, *, hidden: bool = True) -> None:
        self._hide(tab, ROWS, first - 1, last or first, hidden=hidden)

    def show_rows(self, tab: str, first: int, last: int | None = None) -> None:
        self.hide_rows(tab, first, last, hidden=False)

    def sort(self, tab: str, column: str, *, descending: bool = False) -> None:
        """Sort sheet A to Z: all rows but the frozen ones."""
        with self._service.lock:
            sheet = self._sheet(self._service.files.kept[self._key].book, tab)
            frozen = sheet.properties.get("gridProperties", {}).get("frozenRowCount", 0)
            area = Area(sheet, frozen, 0, len(sheet.rows), len(sheet.columns))
            order = "DESCENDING" if descending else "ASCENDING"
            spec = {"dimensionIndex": column_number(column), "sortOrder": order}
            self._do({"sortRange": {"range": area.grid_range(), "sortSpecs": [spec]}})

    def insert_columns(self, tab: str, before: str, count: int = 1) -> None:
        at = column_number(before)
        self._lines("insertDimension", tab, COLUMNS, at, at + count)

    def delete_column(self, tab: str, column: str) -> None:
        at = column_number(column)
        self._lines("deleteDimension", tab, COLUMNS, at, at + 1)

    def move_column(self, tab: str, column: str, before: str) -> None:
        at = column_number(column)
        source = {**self._dimension(tab, COLUMNS), "startIndex": at, "endIndex": at + 1}
        self._do({"moveDimension": {"source": source, "destinationIndex": column_number(before)}})

    def hide_column(self, tab: str, column: str, *, hidden: bool = True) -> None:
        at = column_number(column)
        self._hide(tab, COLUMNS, at, at + 1, hidden=hidden)

    def rename_tab(self, tab: str, title: str) -> None:
        properties = {"sheetId": self._sheet_id(tab), "title": title}
        self._do({"updateSheetProperties": {"properties": properties, "fields": "title"}})

    def delete_tab(self, tab: str) -> None:
        self._do({"deleteSheet": {"sheetId": self._sheet_id(tab)}})

    def _hide(self, tab: str, dimension: str, start: int, end: int, *, hidden: bool) -> None:
        lines = {**self._dimension(tab, dimension), "startIndex": start, "endIndex": end}
        properties = {"hiddenByUser": hidden}
        self._do({"updateDimensionProperties": {"range": lines, "properties": properties, "fields": "hiddenByUser"}})

    def _lines(self, kind: str, tab: str, dimension: str, start: int, end: int) -> None:
        self._do({kind: {"range": {**self._dimension(tab, dimension), "startIndex": start, "endIndex": end}}})

    def _dimension(self, tab: str, dimension: str) -> Json:
        return {"sheetId": self._sheet_id(tab), "dimension": dimension}

    def _do(self, request: Json) -> None:
        with self._service.lock:
            draft = self._draft()
            apply_requests(draft, [request], self._service.doubts)
            self._done(draft)

    def _draft(self) -> Spreadsheet:
        return self._service.files.kept[self._key].book.draft(actor=self._email)

    def _done(self, draft: Spreadsheet) -> None:
        self._service.files.commit(self._service.files.kept[self._key], draft)

    def _sheet(self, book: Spreadsheet, tab: str) -> Sheet:
        return named_area(book, quoted(tab)).sheet

    def _sheet_id(self, tab: str) -> int:
        return self._sheet(self._service.files.kept[self._key].book, tab).id

    def _copy_metadata(self, draft: Spreadsheet, sheet: Sheet, source: int, target: int) -> None:
        for entry in list(draft.metadata.values()):
            if entry.line == sheet.rows[source].uid:
                number = draft.fresh_id(draft.metadata)
                draft.metadata[number] = replace(entry, id=number, line=sheet.rows[target].uid)
