"""Ranges: A1 notation, grid ranges, and the rectangle both come to on a sheet as it is now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.sheets_server.refusals import Json, Refusal, invalid

if TYPE_CHECKING:
    from tests.sheets_server.grid import Sheet
    from tests.sheets_server.spreadsheet import Spreadsheet


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a sheet, half-open, 0-based. `bounded` says that its lower right corner was named."""

    sheet: Sheet
    top: int
    left: int
    bottom: int
    right: int
    bounded: bool = True

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left

    def places(self) -> Iterator[tuple[int, int]]:
        for row in range(self.top, self.bottom):
            for column in range(self.left, self.right):
                yield row, column

    def a1(self) -> str:
        return f"{quoted(self.sheet.title)}!{self.local_a1()}"

    def local_a1(self) -> str:
        first = f"{letters(self.left)}{self.top + 1}"
        last = f"{letters(self.right - 1)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    def grid_range(self) -> Json:
        return {
            "sheetId": self.sheet.id,
            "startRowIndex": self.top,
            "endRowIndex": self.bottom,
            "startColumnIndex": self.left,
            "endColumnIndex": self.right,
        }

    def sized(self, height: int, width: int) -> Area:
        """A rectangle of another size at the same corner."""
        return Area(self.sheet, self.top, self.left, self.top + height, self.left + width)


def letters(column: int) -> str:
    """A column's letters, counted from 0.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(text: str) -> int:
    """A column's number, counted from 0.

    >>> column_number("A"), column_number("aa")
    (0, 26)
    """
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def quoted(title: str) -> str:
    """A title as it stands before the exclamation mark.

    >>> quoted("Leads"), quoted("Ann's list"), quoted("A1")
    ('Leads', "'Ann''s list'", "'A1'")
    """
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", title) and not _CORNER.fullmatch(title)
    return title if plain else "'" + title.replace("'", "''") + "'"


def named_area(spreadsheet: Spreadsheet, text: str) -> Area:
    """The rectangle that A1 notation, a tab's title or a named range means.

    Refuses what cannot be parsed, and a corner outside of the grid, in Google's words.
    """
    sheet, local = _split(spreadsheet, text)
    if local is None:
        return _range_of_name(spreadsheet, text, text) if sheet is None else _whole(sheet)
    corners = [_CORNER.fullmatch(part) for part in local.replace("$", "").split(":")]
    if sheet is None or len(corners) > 2 or not all(corners):
        # gspread puts the tab before a named range too.
        return _range_of_name(spreadsheet, local, text)
    return _cornered(sheet, [(found[1], found[2]) for found in corners if found], text)


def grid_area(spreadsheet: Spreadsheet, message: Json) -> Area:
    """The rectangle of a `GridRange`; a bound that is missing is the grid's, one past it is the grid's too."""
    sheet = spreadsheet.sheet(message.get("sheetId", 0))
    height, width = len(sheet.rows), len(sheet.columns)
    top, left = message.get("startRowIndex", 0), message.get("startColumnIndex", 0)
    bottom, right = message.get("endRowIndex", height), message.get("endColumnIndex", width)
    for name, number in message.items():
        if name != "sheetId" and number < 0:
            raise invalid(f"{name} must be at least 0.")
    if top >= height:
        raise invalid(f"GridRange.startRowIndex[{top}] is after last row in grid[{height}]")
    if left >= width:
        raise invalid(f"GridRange.startColumnIndex[{left}] is after last column in grid[{width}]")
    if bottom <= top or right <= left:
        raise invalid("The range is empty." if bottom == top or right == left else "range is reversed.")
    bounded = "endRowIndex" in message and "endColumnIndex" in message
    return Area(sheet, top, left, min(bottom, height), min(right, width), bounded)


def walk_ranges(message: Any, change: Callable[[Json], Json | None]) -> Any:
    """A message with every `GridRange` in it changed; what loses its range (None) goes with it."""
    if isinstance(message, list):
        items = [walk_ranges(item, change) for item in message]
        return [item for item in items if item is not None]
    if not isinstance(message, dict):
        return message
    if any(bound in message for bound in _BOUNDS):
        return change(message)
    result = {}
    for name, part in message.items():
        new = walk_ranges(part, change)
        if new is None and name == "range":
            return None
        if new is not None:
            result[name] = new
    if "ranges" in message and not result.get("ranges") and message["ranges"]:
        return None
    return result


def _split(spreadsheet: Spreadsheet, text: str) -> tuple[Sheet | None, str | None]:
    """The sheet that is meant, and the part after the exclamation mark."""
    if found := re.fullmatch(r"'((?:[^']|'')+)'(?:!(.*))?", text, re.DOTALL):
        title, local = found[1].replace("''", "'"), found[2]
    elif "!" in text:
        title, local = text.rsplit("!", 1)
    elif re.fullmatch(r"\$?[A-Za-z]{0,3}\$?[0-9]*(:\$?[A-Za-z]{0,3}\$?[0-9]*)?", text) and re.search(r"[0-9:]", text):
        return spreadsheet.sheets[0], text
    else:
        return spreadsheet.titled(text), None
    sheet = spreadsheet.titled(title)
    if sheet is None:
        raise invalid(f"Unable to parse range: {text}")
    return sheet, local


def _range_of_name(spreadsheet: Spreadsheet, name: str, text: str) -> Area:
    found = next((each["range"] for each in spreadsheet.named_ranges if each["name"].lower() == name.lower()), None)
    if found is None:
        raise invalid(f"Unable to parse range: {text}")
    return grid_area(spreadsheet, found)


def _whole(sheet: Sheet) -> Area:
    return Area(sheet, 0, 0, len(sheet.rows), len(sheet.columns), bounded=False)


def _cornered(sheet: Sheet, corners: list[tuple[str, str]], text: str) -> Area:
    columns = [column_number(column) for column, _ in corners if column]
    rows = [int(row) - 1 for _, row in corners if row]
    if not columns and not rows:
        raise invalid(f"Unable to parse range: {text}")
    whole = _whole(sheet)
    top, bottom = (min(rows), max(rows) + 1) if rows else (0, whole.bottom)
    left, right = (min(columns), max(columns) + 1) if columns else (0, whole.right)
    # `A5:A` runs to the last row, `A1:1` to the last column: a corner that leaves a bound out leaves it open.
    bounded = len(rows) == len(columns) == len(corners)
    if len(corners) == 2 and len(rows) == 1:
        bottom = max(whole.bottom, top + 1)
    if len(corners) == 2 and len(columns) == 1:
        right = max(whole.right, left + 1)
    area = Area(sheet, top, left, bottom, right, bounded)
    if bottom > whole.bottom or right > whole.right:
        raise exceeds_grid(area)
    return area


def exceeds_grid(area: Area) -> Refusal:
    sheet = area.sheet
    return invalid(
        f"Range ({area.a1()}) exceeds grid limits. Max rows: {len(sheet.rows)}, max columns: {len(sheet.columns)}"
    )


_CORNER = re.compile(r"([A-Za-z]{0,3})([1-9][0-9]*)?")
_BOUNDS = ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
