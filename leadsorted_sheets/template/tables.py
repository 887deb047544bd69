"""One tab as an Excel table: columns, header, rows.

Column ids in the table's XML are XlsxWriter's 1..n, in the order of the schema; the hidden
state says the same.
"""

from __future__ import annotations

import datetime as dt

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from leadsorted_sheets.core.book import Row, Table
from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.design.look import (
    HEADER,
    HEADER_ROW,
    LINES,
    LINES_READ,
    TABLE_STYLE,
    Look,
    header_alignment,
    last_in_sight,
    look_of,
)
from leadsorted_sheets.core.design.places import Place
from leadsorted_sheets.core.schema import Tab
from leadsorted_sheets.template.paper import set_paper
from leadsorted_sheets.template.theme import Brush


def write_data_tab(sheet: Worksheet, place: Place, rows: Table, brush: Brush) -> None:
    """A tab with a sheet to itself: widths and formats for the whole column, folds, frozen header, paper."""
    sheet.set_default_row(LINES[LINES_READ.get(place.tab.name, 1)])
    write_columns(sheet, place, brush)
    write_table(sheet, place, rows, brush)
    sheet.set_row(place.top, HEADER_ROW)
    sheet.freeze_panes(place.first, place.column(last_in_sight(place.tab)) + 1)
    sheet.ignore_errors({"number_stored_as_text": "A2:XFD1048576"})  # phones and postcodes are text, and rightly so
    set_paper(sheet)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(place.top)


def write_columns(sheet: Worksheet, place: Place, brush: Brush) -> None:
    """Widths and formats of the columns, down to the last row, so that a row typed below looks like the others."""
    for column in place.tab.columns:
        at = place.column(column.name)
        fold = {"level": 1, "hidden": True} if column.folded else {}
        sheet.set_column(at, at, column.width, brush(look_of(place.tab, column)), fold)
    if any(column.folded for column in place.tab.columns):
        sheet.set_column(place.right + 1, place.right + 1, None, None, {"collapsed": True})  # carries the +


def write_table(
    sheet: Worksheet, place: Place, rows: Table, brush: Brush, *, header: Look = HEADER, style: str | None = TABLE_STYLE
) -> None:
    """The table itself; without rows it keeps one blank row, because Excel knows no empty table."""
    tab = place.tab
    columns = [
        {
            "header": column.name,
            "header_format": brush({**header, **header_alignment(tab, column)}),
            "format": brush(look_of(place.tab, column)),
        }
        | ({"formula": column.formula} if column.kind == "formula" else {})
        for column in tab.columns
    ]
    last = place.top + max(len(rows), 1)
    sheet.add_table(
        place.top,
        place.left,
        last,
        place.right,
        {"name": tab.table, "style": style, "autofilter": _alone(tab), "columns": columns},
    )
    for line, (key, row) in enumerate((rows or {"": {}}).items(), place.first):
        _write_row(sheet, place, line, {tab.id: key or None} | dict(row), brush)


def _alone(tab: Tab) -> bool:
    return tab.sheet == tab.name


def _write_row(sheet: Worksheet, place: Place, line: int, row: Row, brush: Brush) -> None:
    if unknown := row.keys() - set(place.tab.fields):
        raise ValueError(f"{place.tab.name} has no column {', '.join(sorted(unknown))}")
    for column in place.tab.columns:
        at, value, look = place.column(column.name), row.get(column.name), brush(look_of(place.tab, column))
        if column.kind == "formula":
            sheet.write_formula(line, at, column.formula, look, 0 if value is None else value)
        else:
            _write_cell(sheet, line, at, value, look)


def _write_cell(sheet: Worksheet, line: int, at: int, value: Cell, look: Format) -> None:
    """A cell as what it is. Text is never parsed, so it never becomes a formula, a link or a number."""
    match value:
        case None:
            sheet.write_blank(line, at, None, look)
        case bool():
            sheet.write_boolean(line, at, value, look)
        case int() | float():
            sheet.write_number(line, at, value, look)
        case dt.date() | dt.time():
            sheet.write_datetime(line, at, value, look)
        case str():
            sheet.write_string(line, at, value, look)
        case Formula() | Error():
            raise ValueError(f"a new workbook holds no {type(value).__name__.lower()} cells but its own formulas")
