"""Blocks of cells: values with Excel's coercion, formulas, formats, rows in and out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from xlwings import base_classes, utils

from leadsorted_sheets.workbook.excel.rows import runs
from tests.calc.cells import Box, Cells, as_text, shown, stored
from tests.calc.coercion import moment
from tests.calc.engine import CalcError, CellError
from tests.calc.office import uno

LAST_ROW, LAST_COLUMN = 1_048_576, 1_024
"""Calc 7.4 opens Excel's files with 1,024 columns."""
LONGEST_FORMULA = 8_221
_TALL = 100
VALUES = 1 | 2 | 4 | 16
"""What a cell holds, without its look: numbers, days, texts, formulas."""
_DATE_OR_TIME, _TEXT, _TRUTH = 2 | 4, 256, 1024


class Range(base_classes.Range):
    sheet = None
    _api = None

    def __init__(self, sheet: Any, address: Any) -> None:
        self.sheet = sheet
        self.north, self.west = address.StartRow, address.StartColumn
        self.south, self.east = address.EndRow, address.EndColumn
        self.areas: tuple[Box, ...] = ()

    @classmethod
    def of(
        cls, sheet: Any, top: int, left: int, bottom: int, right: int, *, areas: tuple[Box, ...] = ()
    ) -> Range:  # fmt: skip
        made = cls.__new__(cls)
        made.sheet, made.areas = sheet, areas
        made.north, made.west, made.south, made.east = top, left, min(bottom, LAST_ROW - 1), min(right, LAST_COLUMN - 1)
        return made

    @property
    def api(self) -> Any:
        if len(self.areas) > 1:
            return Areas([Range.of(self.sheet, *box) for box in self.areas])
        if self._api is None:
            self._api = self.sheet.api.getCellRangeByPosition(self.west, self.north, self.east, self.south)
        return self._api

    coords = property(lambda self: (self.sheet.api, self.row, self.column, *self.shape))
    row = property(lambda self: self.north + 1)
    column = property(lambda self: self.west + 1)
    shape = property(lambda self: (self.south - self.north + 1, self.east - self.west + 1))
    max_cells_per_read = None
    max_cells_per_write = None
    has_array = property(lambda self: False)

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    def __call__(self, first: int, second: int | None = None) -> Range:
        if second is None:
            row, column = divmod(first - 1, self.shape[1])
        else:
            row, column = first - 1, second - 1
        return Range.of(self.sheet, self.north + row, self.west + column, self.north + row, self.west + column)

    # Reading

    @property
    def raw_value(self) -> Any:
        self._ask("value")
        rows = [[None if value == "" else value for value in row] for row in self._held()]
        for area in self.api.queryContentCells(2).RangeAddresses:  # numbers formatted as days or times
            self._each_number(rows, area, moment)
        for area, kind in self._formula_results_and_truths(rows):
            if kind & (_DATE_OR_TIME | _TRUTH):
                self._each_number(rows, area, moment if kind & _DATE_OR_TIME else bool)
        for area in self.api.queryFormulaCells(4).RangeAddresses:  # those that show an error
            for line in range(area.StartRow, area.EndRow + 1):
                for at in range(area.StartColumn, area.EndColumn + 1):
                    rows[line - self.north][at - self.west] = CellError(
                        self.sheet.api.getCellByPosition(at, line).String
                    )
        return rows[0][0] if len(self) == 1 else rows

    @property
    def formula(self) -> Any:
        """As Excel's Range.Formula: the formula, else the value as text; no apostrophe before a text."""
        self._ask("formula")
        rows = [[value if isinstance(value, str) else shown(value) for value in row] for row in self._held()]
        for area in self.api.queryContentCells(16).RangeAddresses:
            box = self.sheet.api.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
            for row, texts in zip(rows[area.StartRow - self.north :], box.getFormulaArray(), strict=False):
                row[area.StartColumn - self.west : area.EndColumn - self.west + 1] = texts
        if any(len(text) > LONGEST_FORMULA for row in rows for text in row):
            raise CalcError("Exception occurred.", scode=-2146827284)  # xlwings #887
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    @property
    def number_format(self) -> str | None:
        self._ask("number format")
        codes = {self.sheet.book.format_of(key)[1] for key, _box in self._formats()}
        return codes.pop() if len(codes) == 1 else None

    # Writing

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        self._change("value")
        rows, columns = self.shape
        if not isinstance(value, list | tuple):
            value = [[value] * columns] * rows
        elif not isinstance(value[0], list | tuple):
            value = [value]
        target = Range.of(self.sheet, self.north, self.west, self.north + len(value) - 1, self.west + len(value[0]) - 1)
        target._put(target._as_filtered(value))

    @formula.setter
    def formula(self, value: Any) -> None:
        """One text for a whole range is spelt for its first cell and adjusted for the others."""
        self._change("formula")
        if isinstance(value, str):
            self.sheet.api.getCellByPosition(self.west, self.north).setFormula(value)
            if self.south > self.north:
                first = Range.of(self.sheet, self.north, self.west, self.north, self.west).api.RangeAddress
                for line in range(self.north + 1, self.south + 1):
                    target = self.sheet.api.getCellByPosition(self.west, line).CellAddress
                    self.sheet.api.copyRange(target, first)
            return
        self.api.setFormulaArray(tuple(tuple(map(str, row)) for row in value))

    @number_format.setter
    def number_format(self, code: str) -> None:
        self._change("number format")
        key = self.sheet.book.format_key(code)
        for each in self._each_area():
            each.api.NumberFormat = key

    def clear_contents(self) -> None:
        self._change("clear")
        for each in self._each_area():
            each.api.clearContents(VALUES)

    def clear_formats(self) -> None:
        self._change("clear")
        self.api.clearContents(32)

    def clear(self) -> None:
        self._change("clear")
        self.api.clearContents(1023)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        self._change("insert")
        mode = {"right": "RIGHT"}.get(shift or "down", "DOWN")
        self.sheet.api.insertCells(self.api.RangeAddress, uno().Enum("com.sun.star.sheet.CellInsertMode", mode))

    def delete(self, shift: str | None = None) -> None:
        """As in Excel, a table whose whole rows go is that much shorter."""
        if self.areas:
            raise CalcError("That command cannot be used on multiple selections.", scode=-2146827284)
        self._change("delete")
        take_out(self.sheet, [self], to_the_left=shift == "left")

    def autofill(self, destination: Any, type_: str) -> None:
        """Downwards. Formats only leaves what the cells hold."""
        self._change("fill")
        target = destination.impl
        if type_ != "fill_formats":
            raise NotImplementedError(type_)
        columns = self.sheet.api
        for at in range(self.west, self.east + 1):
            looks = columns.getCellByPosition(at, self.north).NumberFormat
            columns.getCellRangeByPosition(at, self.south + 1, at, target.south).NumberFormat = looks

    # The look of it, as far as a test needs it

    def autofit(self, axis: str | None = None) -> None:
        if axis in {None, "c", "columns"}:
            self.api.Columns.OptimalWidth = True
        if axis in {None, "r", "rows"}:
            self.api.Rows.OptimalHeight = True

    @property
    def column_width(self) -> float:
        return self.api.Columns.getByIndex(0).Width / 190.0

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.api.Columns.Width = round(value * 190.0)

    @property
    def row_hidden(self) -> bool:
        return not self.api.Rows.getByIndex(0).IsVisible

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.api.Rows.IsVisible = not value

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        def one(row: int, column: int) -> str:
            letters = ("$" if col_absolute else "") + utils.col_name(column + 1)
            return letters + ("$" if row_absolute else "") + str(row + 1)

        text = one(self.north, self.west)
        if len(self) > 1:
            text += ":" + one(self.south, self.east)
        return f"'[{self.sheet.book.name}]{self.sheet.name}'!{text}" if external else text

    address = property(lambda self: self.get_address(True, True, False))

    @property
    def rows(self) -> list[Range]:
        return [Range.of(self.sheet, row, self.west, row, self.east) for row in range(self.north, self.south + 1)]

    @property
    def columns(self) -> list[Range]:
        return [Range.of(self.sheet, self.north, at, self.south, at) for at in range(self.west, self.east + 1)]

    def select(self) -> None:
        self.sheet.book.app.selected = self

    def get_special_cells(self, cell_type: str, value_type: str | None) -> list[Range]:
        """The visible areas, as Excel's Go To Special finds them: also where several areas are selected."""
        if cell_type != "visible":
            raise NotImplementedError(cell_type)
        self._ask("visible cells")
        found = (area for each in self._each_area() for area in each.api.queryVisibleCells().RangeAddresses)
        return [Range(self.sheet, area) for area in found]

    # How it is done

    def _ask(self, what: str) -> None:
        self.sheet.book.app.check_ready()
        self.sheet.calls.read(f"{what} {self.sheet.name}!{self.address}")

    def _change(self, what: str) -> None:
        self.sheet.book.app.check_ready()
        self.sheet.calls.wrote(f"{what} {self.sheet.name}!{self.address}")
        if self.sheet.api.isProtected():
            raise CalcError("The cell or chart you're trying to change is on a protected sheet.", scode=-2146827284)

    def _each_area(self) -> Iterator[Range]:
        if not self.areas:
            yield self
        for box in self.areas:
            yield Range.of(self.sheet, *box)

    def _held(self) -> list[list[Any]]:
        """What the cells hold. In a text of several lines UNO spells a tab as the mark Calc keeps for it.

        Blank columns are not asked for: each of their cells would cross the bridge as a text of its own.
        """
        rows: list[list[Any]] = [[""] * self.shape[1] for _line in range(self.shape[0])]
        for left, right in self._filled_columns():
            area = self.sheet.api.getCellRangeByPosition(left, self.north, right, self.south)
            for row, held in zip(rows, area.getDataArray(), strict=True):
                row[left - self.west : right - self.west + 1] = [
                    each.replace("\x01", "\t") if type(each) is str and "\x01" in each else each for each in held
                ]
        return rows

    def _filled_columns(self) -> list[tuple[int, int]]:
        """First and last of each run of columns that hold something."""
        if self.shape[0] < _TALL:
            return [(self.west, self.east)]
        filled = [
            at
            for at in range(self.west, self.east + 1)
            if self.sheet.api.getCellRangeByPosition(at, self.north, at, self.south).queryContentCells(VALUES).Count
        ]
        return runs(filled)

    def _each_number(self, rows: list[list[Any]], area: Any, made: Callable[[float], Any]) -> None:
        for row in rows[area.StartRow - self.north : area.EndRow - self.north + 1]:
            for at in range(area.StartColumn - self.west, area.EndColumn - self.west + 1):
                if isinstance(row[at], float):
                    row[at] = made(row[at])

    def _formula_results_and_truths(self, rows: list[list[Any]]) -> Iterator[tuple[Any, int]]:
        """Where a number may be a day or a truth by its format alone: formulas, and columns that hold a 0 or a 1."""
        boxes = [
            Range.of(self.sheet, area.StartRow, at, area.EndRow, at)
            for area in self.api.queryFormulaCells(1).RangeAddresses
            for at in range(area.StartColumn, area.EndColumn + 1)
        ]
        boxes += [
            Range.of(self.sheet, self.north, self.west + at, self.south, self.west + at)
            for at, column in enumerate(zip(*rows, strict=True))
            if not {0.0, 1.0}.isdisjoint(each for each in column if type(each) is float)
        ]
        for box in boxes:
            for key, (top, left, bottom, right) in box._formats():
                area = Range.of(self.sheet, top, left, bottom, right).api.RangeAddress
                yield area, self.sheet.book.format_of(key)[0]

    def _formats(self) -> Iterator[tuple[int, Box]]:
        """The number formats in this block, each with where it is."""
        for at in range(self.west, self.east + 1):
            column = self.sheet.api.getCellRangeByPosition(at, self.north, at, self.south)
            key = column.NumberFormat
            if key or column.getPropertyState("NumberFormat").value != "AMBIGUOUS_VALUE":
                yield key, (self.north, at, self.south, at)
                continue
            groups = column.UniqueCellFormatRanges
            for number in range(groups.Count):
                group = groups.getByIndex(number)
                key = group.getByIndex(0).NumberFormat
                for area in group.RangeAddresses:
                    yield key, (area.StartRow, area.StartColumn, area.EndRow, area.EndColumn)

    def _as_filtered(self, value: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
        """Excel writes the first row of a block into every row a filter shows, and nothing into the others."""
        shown = [not row.IsFiltered for row in self._row_objects()]
        if all(shown):
            return value
        now = self.api.getDataArray()
        return [value[0] if visible else before for visible, before in zip(shown, now, strict=True)]

    def _row_objects(self) -> Iterator[Any]:
        if not any(table.filters for table in self.sheet.tables):
            return
        rows = self.api.Rows
        for at in range(rows.Count):
            yield rows.getByIndex(at)

    def _put(self, value: Sequence[Sequence[Any]]) -> None:
        text, plain = self._kinds()
        formulas: list[tuple[int, int, str]] = []
        looks: dict[str, list[tuple[int, int]]] = defaultdict(list)
        year = dt.date.today().year
        columns = []
        for at, given in enumerate(zip(*value, strict=True)):
            in_text, bare = text.lines(at, len(given)), plain.lines(at, len(given))
            column: list[Any] = []
            for line, each in enumerate(given):
                if in_text[line]:
                    column.append(as_text(each))
                    continue
                kept, formula, code = stored(each, year)
                column.append(kept)
                if formula:
                    formulas.append((line, at, formula))
                if code and (code == "BOOLEAN" or bare[line]):
                    looks[code].append((line, at))
            columns.append(column)
        self.api.setDataArray(tuple(zip(*columns, strict=True)))
        for line, at, formula in formulas:
            self.sheet.api.getCellByPosition(self.west + at, self.north + line).setFormula(formula)
        for code, cells in looks.items():
            key = self.sheet.book.format_key(code)
            for line, at in cells:
                self.sheet.api.getCellByPosition(self.west + at, self.north + line).NumberFormat = key

    def _kinds(self) -> tuple[Cells, Cells]:
        """The cells formatted as text, and those with no format of their own."""
        text, plain = Cells(), Cells()
        general = self.sheet.book.format_key("General")
        for key, (top, left, bottom, right) in self._formats():
            box = (top - self.north, left - self.west, bottom - self.north, right - self.west)
            if self.sheet.book.format_of(key)[0] & _TEXT:
                text.boxes.append(box)
            elif key in {0, general}:
                plain.boxes.append(box)
        return text, plain


class Areas:
    """Several ranges in one, as Excel's own `Range` may be."""

    def __init__(self, ranges: list[Range]) -> None:
        self.ranges = ranges

    @classmethod
    def united(cls, *given: Any) -> Areas:
        """`Application.Union`: at most thirty at once, on one sheet."""
        if not 2 <= len(given) <= 30:
            raise CalcError("Union takes two to thirty ranges", scode=-2146827284)
        sheet = next(each.ranges[0].sheet for each in given if isinstance(each, Areas))
        ranges = [each.ranges if isinstance(each, Areas) else [Range(sheet, each.RangeAddress)] for each in given]
        return cls([each for several in ranges for each in several])

    def Delete(self, Shift: int) -> None:  # noqa: N802, N803 - as Excel calls it
        sheet = self.ranges[0].sheet
        if Shift != -4162:
            raise NotImplementedError(Shift)
        self.ranges[0]._change(f"delete {len(self.ranges)} areas")
        partly = (table for table in sheet.tables for each in self.ranges if table.meets(each))
        if any(not table.holds_rows_of(each) for table in partly for each in self.ranges):
            raise CalcError("The operation is attempting to shift cells in a table.", scode=-2146827284)
        take_out(sheet, self.ranges)


def take_out(sheet: Any, gone: list[Range], *, to_the_left: bool = False) -> None:
    """These cells are gone, the last first, and tables that lost whole rows are that much shorter."""
    tables = [(table, table.range, [each for each in gone if table.holds_rows_of(each)]) for table in sheet.tables]
    for each in sorted(gone, key=lambda each: -each.north):
        whole_rows = each.west == 0 and each.east == LAST_COLUMN - 1
        mode = "ROWS" if whole_rows else "LEFT" if to_the_left else "UP"
        sheet.api.removeRange(each.api.RangeAddress, uno().Enum("com.sun.star.sheet.CellDeleteMode", mode))
    for table, size, rows in tables:
        if rows:
            bottom = size.south - sum(each.shape[0] for each in rows)
            table.place(Range.of(sheet, size.north, size.west, bottom, size.east))
