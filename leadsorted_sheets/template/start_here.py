"""The first tab: where things are, what to do first, what is promised. It fits one screen."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from leadsorted_sheets.template.paper import set_paper
from leadsorted_sheets.template.places import PLACES
from leadsorted_sheets.template.theme import (
    ACCENT,
    ACCENT_PALE,
    HEADING,
    HOT,
    INK,
    LATE,
    LINE,
    LINK,
    MUTED,
    NOBODY,
    QUIET,
    SUBTITLE,
    TITLE,
    Brush,
    Look,
)

WHERE: tuple[tuple[str, str], ...] = (
    ("Leads", "One row a lead. The + above the columns unfolds the rest."),
    ("Activities", "Calls, e-mails, meetings. What is not here did not happen."),
    ("Pipeline", "One row a deal, from Qualified to Closed Won or Closed Lost."),
    ("Sources", "Where leads come from, what that cost and what it brought."),
    ("Settings", "Your team, statuses, rules, scores and follow-up texts."),
    ("Report", "Figures and charts for the weekly meeting."),
    ("Review", "What only you can decide: possible duplicates, doubtful values."),
    ("History", "What was done, when and why. The newest comes first."),
)
"""Tab, what it is."""

STEPS: tuple[tuple[str, str], ...] = (
    ("Set your country and currency", "Settings: Preferences"),
    ("Name your team", "Settings: Owners"),
    ("Paste your leads, or read your lists", "leadsorted clean list.csv --to leads.xlsx"),
    ("Put names, phones and dates in one form", "leadsorted normalise leads.xlsx"),
    ("Take out the duplicates", "leadsorted dedupe leads.xlsx"),
    ("Give every lead an owner", "leadsorted assign leads.xlsx"),
    ("Decide on Review what only you can, then", "leadsorted review leads.xlsx"),
    ("Each week: fill the report", "leadsorted report leads.xlsx"),
    ("Not what you wanted? Take it back", "leadsorted undo leads.xlsx"),
)
"""What to do, and the command (or the table of Settings) that does it."""

PROMISES: tuple[tuple[str, str], ...] = (
    ("Undo", "Every command can be taken back, cell by cell."),
    ("Yours is yours", "Your own columns, tabs, formulas and charts stay as they are."),
    ("No guessing", "What is doubtful waits on Review, and the old value is kept."),
    ("It says why", "Every change carries its reason, in the row and in History."),
)

COLOURS: tuple[tuple[str, str, Look], ...] = (
    ("Overdue", "The next action was due before today.", LATE),
    ("Nobody's", "No owner yet, or not decided yet.", NOBODY),
    ("Hot", "Call these first.", HOT),
    ("Grey", "Do not contact, lost, or undone.", QUIET),
)

_NAME, _TEXT, _NUMBER, _STEP, _COMMAND = 1, 2, 4, 5, 6
_WIDTHS = (2, 15, 56, 4, 4, 36, 40, 2)
_ROW_PIXELS = 22
_LINE: Look = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter", "font_color": INK}
_BOLD_LINE: Look = {**_LINE, "bold": True}
_LINK_LINE: Look = {**LINK, "bottom": 1, "bottom_color": LINE, "bold": True, "underline": 0}
_NUMBER_LINE: Look = {**_LINE, "font_color": MUTED, "align": "center"}
_TYPED: Look = {**_LINE, "font_name": "Consolas", "font_size": 9, "font_color": ACCENT}


def write_start_here(sheet: Worksheet, brush: Brush) -> None:
    sheet.hide_gridlines(2)
    sheet.set_default_row(_ROW_PIXELS * 0.75)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 36)
    sheet.write_string(0, _NAME, "Lead Sorted", brush(TITLE))
    sheet.write_string(
        1, _NAME, "Clean rows, no duplicates, an owner and a next action on every lead.", brush(SUBTITLE)
    )
    top = 3
    below = top + max(len(WHERE), len(STEPS)) + 2
    _write_where(sheet, top, brush)
    _write_steps(sheet, top, brush)
    _write_promises(sheet, below, brush)
    _write_colours(sheet, below, brush)
    _write_foot(sheet, below + len(PROMISES) + 2, brush)
    set_paper(sheet)
    sheet.fit_to_pages(1, 1)
    sheet.set_first_sheet()
    sheet.activate()


def _write_where(sheet: Worksheet, top: int, brush: Brush) -> None:
    sheet.write_string(top, _NAME, "Where things are", brush(HEADING))
    for line, (tab, text) in enumerate(WHERE, top + 1):
        sheet.write_url(line, _NAME, f"internal:'{tab}'!A1", brush(_LINK_LINE), tab, f"Go to {tab}")
        sheet.write_string(line, _TEXT, text, brush(_LINE))


def _write_steps(sheet: Worksheet, top: int, brush: Brush) -> None:
    sheet.write_string(top, _NUMBER, "What to do first", brush(HEADING))
    for number, (step, command) in enumerate(STEPS, 1):
        line = top + number
        sheet.write_number(line, _NUMBER, number, brush(_NUMBER_LINE))
        sheet.write_string(line, _STEP, step, brush(_LINE))
        if command.startswith("Settings: "):
            place = PLACES[command.removeprefix("Settings: ")]
            there = f"internal:'Settings'!{xl_rowcol_to_cell(place.top, place.left)}"
            sheet.write_url(line, _COMMAND, there, brush(_LINK_LINE), command, "Go there")
        else:
            sheet.write_string(line, _COMMAND, command, brush(_TYPED))


def _write_promises(sheet: Worksheet, top: int, brush: Brush) -> None:
    sheet.write_string(top, _NAME, "Four promises", brush(HEADING))
    for line, (name, text) in enumerate(PROMISES, top + 1):
        sheet.write_string(line, _NAME, name, brush(_BOLD_LINE))
        sheet.write_string(line, _TEXT, text, brush(_LINE))


def _write_colours(sheet: Worksheet, top: int, brush: Brush) -> None:
    sheet.write_string(top, _NUMBER, "What the colours say", brush(HEADING))
    for line, (name, text, look) in enumerate(COLOURS, top + 1):
        sheet.write_blank(line, _NUMBER, None, brush(_LINE))
        sheet.write_string(line, _STEP, name, brush({**_LINE, **look}))
        sheet.write_string(line, _COMMAND, text, brush(_LINE))


def _write_foot(sheet: Worksheet, line: int, brush: Brush) -> None:
    texts = (
        "A command first shows what it would do and why; add --apply to do it. Each morning, call what is red or orange on Leads.",
        "Nothing installed? The drop-downs, colours, Sources and charts work all the same: type or paste your leads and begin.",
    )
    for number, text in enumerate(texts):
        for column in range(_NAME, _COMMAND + 1):
            sheet.write_blank(line + number, column, None, brush({"bg_color": ACCENT_PALE}))
        sheet.write_string(
            line + number, _NAME, text, brush({"font_color": INK, "bg_color": ACCENT_PALE, "valign": "vcenter"})
        )
