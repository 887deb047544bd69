"""Schema -> leads.xlsx, the same bytes in every part each time.

    python -m leadsorted_sheets.template.build templates/leads.xlsx templates/leads.csv

A test compares what this builds with what is committed, so run it after changing the schema.
"""

from __future__ import annotations

import datetime as dt
import io
import sys
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from leadsorted_sheets.core.book import Book, Table
from leadsorted_sheets.core.design.look import DEFAULT, MUTED, TAB_COLOURS
from leadsorted_sheets.core.design.places import PLACES
from leadsorted_sheets.core.schema import SHEETS, TABS, table_of
from leadsorted_sheets.template.dropdowns import add_dropdowns
from leadsorted_sheets.template.hidden import write_hidden_sheets
from leadsorted_sheets.template.highlights import add_highlights, define_names
from leadsorted_sheets.template.import_list import import_list
from leadsorted_sheets.template.report_sheet import write_report
from leadsorted_sheets.template.settings_sheet import write_settings
from leadsorted_sheets.template.start_here import write_start_here
from leadsorted_sheets.template.tables import write_data_tab
from leadsorted_sheets.template.theme import Brush, theme_file

_CREATED = dt.datetime(2026, 1, 1)


def build(path: Path, book: Book | None = None) -> None:
    """Write the template to `path`.

    `book` gives rows to fill in: a tab named there takes its rows from it (the id column from the keys), every
    other tab what the schema starts with. Raises ValueError where it names a tab, a row or a column we do not have.
    """
    rows = _rows(book or {})
    made = io.BytesIO()  # so that a refusal half way leaves no half a file
    with xlsxwriter.Workbook(made, {"default_format_properties": dict(DEFAULT), "in_memory": True}) as workbook:
        workbook.set_properties({"title": "Lead Sorted", "author": "Lead Sorted", "created": _CREATED})
        workbook.use_custom_theme(theme_file())
        workbook.set_size(1440, 900)
        brush = Brush(workbook)
        define_names(workbook)
        for name in SHEETS:
            sheet = workbook.add_worksheet(name)
            sheet.set_tab_color(TAB_COLOURS.get(name, MUTED))
            match name:
                case "Start here":
                    write_start_here(sheet, brush)
                case "Settings":
                    write_settings(sheet, rows, brush)
                case "Report":
                    write_report(workbook, sheet, rows, brush)
                case _:
                    write_data_tab(sheet, PLACES[name], rows[name], brush)
                    add_dropdowns(sheet, PLACES[name])
                    add_highlights(sheet, PLACES[name], brush)
        write_hidden_sheets(workbook)
    path.write_bytes(made.getvalue())


def main(paths: Sequence[str]) -> None:
    for path in map(Path, paths):
        if path.suffix == ".csv":
            path.write_bytes(import_list().encode())
        else:
            build(path)


def _rows(book: Book) -> Book:
    if unknown := book.keys() - PLACES.keys():
        raise ValueError(f"there is no tab {', '.join(sorted(unknown))}")
    rows: dict[str, Table] = {}
    for tab in TABS:
        table = table_of(tab)
        given = book.get(tab.name, table)
        if tab.sheet == "Report":  # its rows are there from the start, filled or not
            if extra := given.keys() - table.keys():
                raise ValueError(f"{tab.name} has no row {', '.join(sorted(extra))}")
            given = {key: row | dict(given.get(key, {})) for key, row in table.items()}
        rows[tab.name] = given
    return rows


if __name__ == "__main__":
    main(sys.argv[1:])
