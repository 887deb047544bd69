"""The first tab: where things are, what to do first, what is promised. It fits one screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leadsorted_sheets.core.design.look import (
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

FILE_STEPS: tuple[tuple[str, str], ...] = (
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
"""What to do, and the command or the table of Settings for it."""


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

FILE_FOOT: tuple[str, ...] = (
    "A command first shows what it would do and why; add --apply to do it. Each morning, call what is red or orange on Leads.",
    "Nothing installed? The drop-downs, colours, Sources and charts work all the same: type or paste your leads and begin.",
)

WIDTHS = (2, 15, 56, 4, 4, 36, 40, 2)
"""Of the columns, in characters."""
ROW_PIXELS = 22
TITLE_POINTS = 36

_NAME, _TEXT, _NUMBER, _STEP, _COMMAND = 1, 2, 4, 5, 6
_LINE: Look = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter", "font_color": INK}
_BOLD_LINE: Look = {**_LINE, "bold": True}
_LINK_LINE: Look = {**LINK, "bottom": 1, "bottom_color": LINE, "bold": True, "underline": 0}
_NUMBER_LINE: Look = {**_LINE, "font_color": MUTED, "align": "center"}
_TYPED: Look = {**_LINE, "font_name": "Consolas", "font_size": 9, "font_color": ACCENT}
_FOOT_GROUND: Look = {"bg_color": ACCENT_PALE}
_FOOT: Look = {"font_color": INK, "bg_color": ACCENT_PALE, "valign": "vcenter"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One cell: its place counted from 0, what stands in it ("" for a bare ground), and where a click leads.

    `to` is a sheet of ours, or a table of Settings; "" where it leads nowhere.
    """

    row: int
    column: int
    text: str | int
    look: Look
    to: str = ""


def start_here(steps: tuple[tuple[str, str], ...] = FILE_STEPS, foot: tuple[str, ...] = FILE_FOOT) -> Iterator[Drawn]:
    """The cells of the tab. A cell may be drawn twice: a ground first, then the text on it."""
    yield Drawn(0, _NAME, "Lead Sorted", TITLE)
    yield Drawn(1, _NAME, "Clean rows, no duplicates, an owner and a next action on every lead.", SUBTITLE)
    top = 3
    below = top + max(len(WHERE), len(steps)) + 2
    yield from _where(top)
    yield from _steps(top, steps)
    yield from _promises(below)
    yield from _colours(below)
    yield from _foot(below + len(PROMISES) + 2, foot)


def _where(top: int) -> Iterator[Drawn]:
    yield Drawn(top, _NAME, "Where things are", HEADING)
    for line, (tab, text) in enumerate(WHERE, top + 1):
        yield Drawn(line, _NAME, tab, _LINK_LINE, to=tab)
        yield Drawn(line, _TEXT, text, _LINE)


def _steps(top: int, steps: tuple[tuple[str, str], ...]) -> Iterator[Drawn]:
    yield Drawn(top, _NUMBER, "What to do first", HEADING)
    for number, (step, command) in enumerate(steps, 1):
        yield Drawn(top + number, _NUMBER, number, _NUMBER_LINE)
        yield Drawn(top + number, _STEP, step, _LINE)
        if command.startswith("Settings: "):
            yield Drawn(top + number, _COMMAND, command, _LINK_LINE, to=command.removeprefix("Settings: "))
        else:
            yield Drawn(top + number, _COMMAND, command, _TYPED)


def _promises(top: int) -> Iterator[Drawn]:
    yield Drawn(top, _NAME, "Four promises", HEADING)
    for line, (name, text) in enumerate(PROMISES, top + 1):
        yield Drawn(line, _NAME, name, _BOLD_LINE)
        yield Drawn(line, _TEXT, text, _LINE)


def _colours(top: int) -> Iterator[Drawn]:
    yield Drawn(top, _NUMBER, "What the colours say", HEADING)
    for line, (name, text, look) in enumerate(COLOURS, top + 1):
        yield Drawn(line, _NUMBER, "", _LINE)
        yield Drawn(line, _STEP, name, {**_LINE, **look})
        yield Drawn(line, _COMMAND, text, _LINE)


def _foot(line: int, texts: tuple[str, ...]) -> Iterator[Drawn]:
    for number, text in enumerate(texts):
        for column in range(_NAME, _COMMAND + 1):
            yield Drawn(line + number, column, "", _FOOT_GROUND)
        yield Drawn(line + number, _NAME, text, _FOOT)
