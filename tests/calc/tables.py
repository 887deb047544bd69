"""Excel tables, which Calc keeps as database ranges: name, range, rows, filter, totals."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from xlwings import base_classes

from tests.calc.engine import CalcError
from tests.calc.office import structure, uno
from tests.calc.ranges import Range

_OPERATORS = {
    "equal_to": ("EQUAL",),
    "not_equal_to": ("NOT_EQUAL",),
    "greater_than": ("GREATER",),
    "less_than": ("LESS",),
    "greater_than_or_equal": ("GREATER_EQUAL",),
    "less_than_or_equal": ("LESS_EQUAL",),
    "between": ("GREATER_EQUAL", "LESS_EQUAL"),
}


class Tables(base_classes.Tables):
    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet

    api = property(lambda self: self.sheet.book.document.DatabaseRanges)

    def _all(self) -> list[Table]:
        """A table stays on its sheet, so where each is needs to be asked once."""
        names = self.api.ElementNames
        kept = self.sheet.book.app.kept.setdefault(("tables", self.sheet.book.document.RuntimeUID), {})
        if kept.keys() != set(names):
            kept.clear()
            sheets = self.sheet.book.document.Sheets.ElementNames
            kept.update({name: sheets[self.api.getByName(name).DataArea.Sheet] for name in names})
        return [Table(self.sheet, name) for name in names if kept[name] == self.sheet.name]

    def __call__(self, key: str | int) -> Table:
        tables = self._all()
        if isinstance(key, int):
            return tables[key - 1]
        for table in tables:
            if table.name.casefold() == key.casefold():
                return table
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Table]:
        return iter(self._all())

    def __contains__(self, key: str) -> bool:
        return any(table.name.casefold() == key.casefold() for table in self._all())

    def add(  # noqa: PLR0917 - as xlwings calls it
        self, source_type: Any = None, source: Any = None, link_source: Any = None, has_headers: bool = True,
        destination: Any = None, table_style_name: Any = None, name: str | None = None,
    ) -> Table:  # fmt: skip
        source = getattr(source, "impl", source)
        count = 1
        while name is None or (count and self.api.hasByName(name)):
            name, count = f"Table{count}", count + 1
        self.api.addNewByName(name, source.api.RangeAddress)
        made = Table(self.sheet, name)
        made.api.ContainsHeader = has_headers
        made.api.AutoFilter = True
        return made


class Table(base_classes.Table):
    parent = None

    def __init__(self, parent: Any, name: str) -> None:
        self.parent, self._name, self._api = parent, name, None

    @property
    def api(self) -> Any:
        if self._api is None:
            self._api = self.parent.book.document.DatabaseRanges.getByName(self._name)
        return self._api

    range = property(lambda self: Range(self.parent, self.api.DataArea))
    display_name = property(lambda self: self._name)
    filters = property(lambda self: _filters(self.parent.book).get(self._name, {}))

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.api.Name = value
        self._name = value

    @property
    def header_row_range(self) -> Range:
        whole = self.range
        return Range.of(self.parent, whole.north, whole.west, whole.north, whole.east)

    @property
    def data_body_range(self) -> Range | None:
        """None for a table without rows, as in Excel."""
        whole = self.range
        bottom = whole.south - bool(self.show_totals)
        if bottom <= whole.north:
            return None
        return Range.of(self.parent, whole.north + 1, whole.west, bottom, whole.east)

    @property
    def show_totals(self) -> bool:
        return self.api.TotalsRow

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        """Off takes the row away and remembers it, on brings it back below the last row, as in Excel."""
        kept = _totals(self.parent.book)
        whole = self.range
        if value and not self.show_totals:
            below = Range.of(self.parent, whole.south + 1, whole.west, whole.south + 1, whole.east)
            below.api.setFormulaArray(kept.pop(self._name, (("",) * below.shape[1],)))
            self.place(Range.of(self.parent, whole.north, whole.west, whole.south + 1, whole.east))
        elif not value and self.show_totals:
            last = Range.of(self.parent, whole.south, whole.west, whole.south, whole.east)
            kept[self._name] = last.api.getFormulaArray()
            last.api.clearContents(1023)
            self.place(Range.of(self.parent, whole.north, whole.west, whole.south - 1, whole.east))
        self.api.TotalsRow = value

    @property
    def show_autofilter(self) -> bool:
        return self.api.AutoFilter

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.api.AutoFilter = value

    @property
    def autofilter(self) -> AutoFilter:
        return AutoFilter(self)

    def resize(self, range: Any) -> None:  # noqa: A002 - xlwings calls it so
        """Excel wants the header where it was and at least one row below it."""
        target = getattr(range, "impl", range)
        self.parent.book.app.check_ready()
        self.parent.calls.wrote(f"resize {self._name} {target.address}")
        if self.parent.api.isProtected():
            raise CalcError("The sheet is protected.", scode=-2146827284)
        if target.north != self.range.north or target.south <= target.north + bool(self.show_totals):
            raise CalcError("The header row must remain in the same row, with a row below it.", scode=-2146827284)
        self.place(target)

    def place(self, where: Range) -> None:
        self.api.DataArea = where.api.RangeAddress

    def meets(self, other: Range) -> bool:
        """Whether they have cells in common."""
        whole = self.range
        beside = other.east < whole.west or whole.east < other.west
        return not (beside or other.south < whole.north or whole.south < other.north)

    def holds_rows_of(self, gone: Range) -> bool:
        """Whether these cells are whole rows of the table."""
        whole = self.range
        inside = whole.north < gone.north and gone.south <= whole.south
        return inside and gone.west <= whole.west and whole.east <= gone.east


class AutoFilter(base_classes.AutoFilter):
    """The criteria are kept here in xlwings' words; the rows are hidden by Calc's own filter."""

    def __init__(self, table: Table) -> None:
        self.table = table

    @property
    def criteria(self) -> list[dict[str, Any]]:
        kept = self.table.filters
        return [
            kept.get(field) or base_classes.empty_autofilter_criteria(field)
            for field in range(1, self.table.range.shape[1] + 1)
        ]

    def apply_values(self, field: int, values: list[str]) -> None:
        self._apply({**base_classes.empty_autofilter_criteria(field, "values"), "values": list(values)})

    def apply_comparison(self, field: int, operator: str, value1: Any, value2: Any) -> None:
        found = base_classes.empty_autofilter_criteria(field, "comparison")
        self._apply({**found, "operator": operator, "value1": value1, "value2": value2})

    def clear(self, field: int | None) -> None:
        self._changed("clear filter")
        kept = _filters(self.table.parent.book).setdefault(self.table.name, {})
        for each in list(kept) if field is None else [field]:
            kept.pop(each, None)
        self._refresh()

    def keep_unknown(self, field: int) -> None:
        """For tests: a criterion that xlwings cannot put into words, such as one by colour."""
        self._apply(base_classes.empty_autofilter_criteria(field, "unknown"))

    def _apply(self, criterion: dict[str, Any]) -> None:
        self._changed("filter")
        _filters(self.table.parent.book).setdefault(self.table.name, {})[criterion["field"]] = criterion
        self._refresh()

    def _changed(self, what: str) -> None:
        self.table.parent.book.app.check_ready()
        self.table.parent.calls.wrote(f"{what} {self.table.name}")

    def _refresh(self) -> None:
        area = self.table.range.api
        descriptor = area.createFilterDescriptor(True)
        descriptor.FilterFields2 = tuple(_fields(list(self.table.filters.values())))
        descriptor.ContainsHeader = True
        area.filter(descriptor)


def _fields(criteria: list[dict[str, Any]]) -> Iterator[Any]:
    """All fields hold; of the values of one field, any. Calc knows AND before OR, so every combination is spelt out."""
    known = [each for each in criteria if each["type"] in {"values", "comparison"}]
    choices = [
        [[("EQUAL", value)] for value in each["values"]] if each["type"] == "values" else [_compared(each)]
        for each in known
    ]
    for combination in itertools.product(*choices) if choices else ():
        joined = "OR"
        for criterion, conditions in zip(known, combination, strict=True):
            for operator, value in conditions:
                yield _field(criterion["field"] - 1, operator, value, joined)
                joined = "AND"


def _compared(criterion: dict[str, Any]) -> list[tuple[str, Any]]:
    values = (criterion["value1"], criterion["value2"])
    operators = _OPERATORS[criterion["operator"]]
    return [(name if value is not None else "EMPTY", value) for name, value in zip(operators, values, strict=False)]


def _field(field: int, operator: str, value: Any, joined: str) -> Any:
    text = "" if value is None else str(value)
    numeric = text.replace(".", "", 1).lstrip("-").isdigit()
    return structure(
        "com.sun.star.sheet.TableFilterField2",
        Connection=uno().Enum("com.sun.star.sheet.FilterConnection", joined),
        Field=field,
        Operator=uno().getConstantByName(f"com.sun.star.sheet.FilterOperator2.{operator}"),
        IsNumeric=numeric,
        NumericValue=float(text) if numeric else 0.0,
        StringValue=text,
    )


def _filters(book: Any) -> dict[str, dict[int, dict[str, Any]]]:
    return book.app.kept.setdefault(("filters", book.document.RuntimeUID), {})


def _totals(book: Any) -> dict[str, Any]:
    return book.app.kept.setdefault(("totals", book.document.RuntimeUID), {})
