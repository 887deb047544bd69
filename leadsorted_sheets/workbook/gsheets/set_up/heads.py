"""What stands around the tables: Start here, and the titles of Settings and Report. Texts, never formulas."""

from __future__ import annotations

from collections.abc import Iterator

from leadsorted_sheets.core.design import start_here as design
from leadsorted_sheets.core.design.letters import letters
from leadsorted_sheets.core.design.look import HEADING, LINK, NOTE, SUBTITLE, TITLE
from leadsorted_sheets.core.design.places import PLACES, REPORT_LEFT
from leadsorted_sheets.core.design.shared_sheets import (
    REPORT_HEAD,
    REPORT_TITLE,
    SETTINGS_ADVICE,
    SETTINGS_BACK,
    SETTINGS_NOTE_ROW,
    SETTINGS_TITLE,
    SETTINGS_TITLE_ROW,
    filled_by,
)
from leadsorted_sheets.core.design.start_here import Drawn
from leadsorted_sheets.core.schema import SHEETS
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.set_up.looks import cell_format, update_cells, value
from leadsorted_sheets.workbook.gsheets.set_up.titles import Sheets

ADDRESS = "gsheet:KEY"
"""What the spreadsheet is called in commands, where its key is not known yet."""
_KEY = "KEY is the long part of this page's address, between /d/ and /edit."


def start_here(address: str) -> tuple[Drawn, ...]:
    """The cells of Start here; the commands name this spreadsheet."""
    steps = (
        ("Set your country and currency", "Settings: Preferences"),
        ("Name your team", "Settings: Owners"),
        ("Paste your leads, or bring a workbook", f"leadsorted sync leads.xlsx {address}"),
        ("Put names, phones and dates in one form", f"leadsorted normalise {address}"),
        ("Take out the duplicates", f"leadsorted dedupe {address}"),
        ("Give every lead an owner", f"leadsorted assign {address}"),
        ("Decide on Review what only you can, then", f"leadsorted review {address}"),
        ("Each week: fill the report", f"leadsorted report {address}"),
        ("Not what you wanted? Take it back", f"leadsorted undo {address}"),
    )
    foot = (*design.FILE_FOOT, _KEY) if address == ADDRESS else design.FILE_FOOT
    return tuple(design.start_here(steps, foot))


def start_here_cells(sheets: Sheets, address: str) -> Iterator[Json]:
    yield from _drawn("Start here", start_here(address), sheets)


def settings_head(sheets: Sheets) -> Iterator[Json]:
    cells = [
        Drawn(0, 0, SETTINGS_TITLE, TITLE),
        Drawn(1, 0, SETTINGS_BACK, LINK, to="Start here"),
        Drawn(1, 1, SETTINGS_ADVICE, SUBTITLE),
    ]
    for place in PLACES.values():
        if place.tab.sheet == "Settings":
            cells.append(Drawn(SETTINGS_TITLE_ROW, place.left, place.tab.title, HEADING))
            if place.tab.note:
                cells.append(Drawn(SETTINGS_NOTE_ROW, place.left, place.tab.note, NOTE))
    yield from _drawn("Settings", cells, sheets)


def report_head(sheets: Sheets, address: str) -> Iterator[Json]:
    places = [place for place in PLACES.values() if place.tab.sheet == "Report"]
    cells = [
        Drawn(0, REPORT_LEFT, REPORT_TITLE, TITLE),
        Drawn(1, REPORT_LEFT, filled_by(address), SUBTITLE),
        *(Drawn(place.top - 1, place.left, place.tab.title, HEADING) for place in places),
        # What a figure means runs on over the columns to its right, and so does the line below the header.
        *(
            Drawn(place.top, at, "", REPORT_HEAD)
            for place in places
            for at in range(place.right + 1, place.runs_to + 1)
        ),
    ]
    yield from _drawn("Report", cells, sheets)


def _drawn(sheet: str, cells: list[Drawn] | tuple[Drawn, ...], sheets: Sheets) -> Iterator[Json]:
    """Row by row, each from its first cell to its last. Where two are drawn on one place, the later one stays."""
    rows: dict[int, dict[int, Drawn]] = {}
    for cell in cells:
        rows.setdefault(cell.row, {})[cell.column] = cell
    for row, line in sorted(rows.items()):
        span = range(min(line), max(line) + 1)
        data = [_cell(line[at], sheets) if at in line else {} for at in span]
        yield update_cells(sheets.ids[sheet], row, span.start, [data], "userEnteredValue,userEnteredFormat")


def _cell(cell: Drawn, sheets: Sheets) -> Json:
    look, text = cell_format(cell.look), cell.text
    if cell.to:
        look["textFormat"] = {**look.get("textFormat", {}), "link": {"uri": _link(cell.to, sheets)}}
    if cell.to in SHEETS and cell.text == cell.to:
        text, _ = sheets.named(cell.to)  # a sheet is called what it is called here
    return {**value(text), "userEnteredFormat": look}


def _link(to: str, sheets: Sheets) -> str:
    """Where a click leads within the spreadsheet: a sheet, or the header of a table of Settings."""
    if to in SHEETS:
        return f"#gid={sheets.named(to)[1]}"
    place = PLACES[to]
    return f"#gid={sheets.ids[place.tab.sheet]}&range={letters(place.left + 1)}{place.top + 1}"
