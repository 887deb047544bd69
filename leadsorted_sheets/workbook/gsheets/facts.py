"""What a spreadsheet tells of itself without its cells: sheets, our notes on them, what may not be written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from leadsorted_sheets.core import schema
from leadsorted_sheets.workbook.gsheets import keys
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.port import letters

FIELDS = (
    "properties(timeZone,locale),developerMetadata,"
    "sheets(properties(sheetId,title,index,sheetType,hidden,gridProperties),merges,"
    "protectedRanges(range,unprotectedRanges,warningOnly,requestingUserCanEdit),"
    "developerMetadata,data.columnMetadata.developerMetadata)"
)
OUR_SHEETS = (*schema.SHEETS, schema.STATE_SHEET, schema.JOURNAL_SHEET, schema.BASE_SHEET)


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells, counted from 0, the ends left out."""

    top: int
    bottom: int
    left: int
    right: int

    def meets(self, row: int, column: int) -> bool:
        return self.top <= row < self.bottom and self.left <= column < self.right


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """One sheet. `name` is what it is in the schema ("" for a sheet of the team's own); `labels` are the columns' notes."""

    id: int
    title: str
    rows: int
    columns: int
    name: str = ""
    hidden: bool = False
    labels: Mapping[int, str] = field(default_factory=dict)
    merges: tuple[Block, ...] = ()
    closed: tuple[tuple[Block, tuple[Block, ...]], ...] = ()

    def is_closed(self, row: int, column: int) -> bool:
        """Whether the cell is protected from this log-in."""
        return any(
            block.meets(row, column) and not any(hole.meets(row, column) for hole in holes)
            for block, holes in self.closed
        )

    def is_covered(self, row: int, column: int) -> bool:
        """Whether the cell lies under a merged one: all but the first of a merge."""
        return any(block.meets(row, column) and (row, column) != (block.top, block.left) for block in self.merges)

    def a1(self, top: int, bottom: int, left: int = 0, right: int | None = None) -> str:
        """A range of this sheet in A1 notation; rows and columns counted from 0, the ends left out."""
        title = self.title.replace("'", "''")
        return f"'{title}'!{letters(left + 1)}{top + 1}:{letters(right or self.columns)}{bottom}"

    def whole_rows(self, top: int, bottom: int) -> str:
        """Whole rows in A1 notation, however many columns there are by then."""
        title = self.title.replace("'", "''")
        return f"'{title}'!{top + 1}:{bottom}"


@dataclass(frozen=True, slots=True)
class Facts:
    """A spreadsheet. `commits` are the commit notes there are: number -> value."""

    sheets: tuple[SheetFacts, ...]
    commits: Mapping[int, str]
    time_zone: str = ""
    locale: str = ""
    is_ours: bool = False

    @property
    def last_commit(self) -> int:
        return max(self.commits, default=0)

    @property
    def left_open(self) -> bool:
        """Whether the last write may have left tags behind: it crashed, or it is still under way."""
        return bool(self.commits) and not self.commits[self.last_commit].endswith(keys.DONE)

    @property
    def cells(self) -> int:
        return sum(sheet.rows * sheet.columns for sheet in self.sheets)

    def named(self, name: str) -> SheetFacts | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def facts_of(message: Json) -> Facts:
    """The facts in the answer to `spreadsheets.get` with `FIELDS`."""
    properties = message.get("properties", {})
    commits = {
        each["metadataId"] - keys.COMMITS_FROM: str(each.get("metadataValue", ""))
        for each in message.get("developerMetadata", [])
        if each.get("metadataKey") == keys.COMMIT and keys.COMMITS_FROM < each["metadataId"] < keys.FIRST_FREE
    }
    grids = [each for each in message.get("sheets", []) if each["properties"].get("sheetType", "GRID") == "GRID"]
    ours = bool(commits) or any(_is_noted(each) for each in grids)
    names = _names(grids, by_title=ours)
    sheets = tuple(_sheet(each, name) for each, name in zip(grids, names, strict=True))
    return Facts(sheets, commits, properties.get("timeZone", ""), properties.get("locale", ""), ours)


def notes_on_columns(message: Json) -> dict[int, list[Json]]:
    """Column -> its notes, in a sheet's message; only of the first block of data, which begins at its first column."""
    data = message.get("data") or [{}]
    left = data[0].get("startColumn", 0)
    told = data[0].get("columnMetadata", [])
    return {at: each["developerMetadata"] for at, each in enumerate(told, left) if each.get("developerMetadata")}


def _is_noted(sheet: Json) -> bool:
    title = str(sheet["properties"].get("title", "")).casefold()
    return any(True for _ in _values(sheet.get("developerMetadata", []), keys.SHEET)) or title == schema.STATE_SHEET


def _names(sheets: list[Json], *, by_title: bool) -> list[str]:
    """What each sheet is in the schema: by our note, and where that was lost by its title, each name once.

    A duplicated sheet may bring a copy of our note; the one that still has its title is the one.
    """
    names = [""] * len(sheets)
    noted = [next(_values(sheet.get("developerMetadata", []), keys.SHEET), "") for sheet in sheets]
    titles = [str(sheet["properties"].get("title", "")).casefold() for sheet in sheets]
    for name in OUR_SHEETS:
        mine = [n for n, value in enumerate(noted) if value == name]
        mine = [n for n in mine if titles[n] == name.casefold()] or mine
        if not mine and by_title:
            mine = [n for n, title in enumerate(titles) if title == name.casefold() and not noted[n]]
        if mine:
            names[mine[0]] = name
    return names


def _sheet(message: Json, name: str) -> SheetFacts:
    properties = message["properties"]
    grid = properties.get("gridProperties", {})
    rows, columns = grid.get("rowCount", 0), grid.get("columnCount", 0)
    labels = {
        at: value for at, notes in notes_on_columns(message).items() for value in list(_values(notes, keys.COLUMN))[:1]
    }
    closed = tuple(
        (_block(each.get("range", {}), rows, columns), _blocks(each.get("unprotectedRanges", []), rows, columns))
        for each in message.get("protectedRanges", [])
        if not each.get("warningOnly") and not each.get("requestingUserCanEdit")
    )
    merges = _blocks(message.get("merges", []), rows, columns)
    hidden = bool(properties.get("hidden", False))
    return SheetFacts(
        properties.get("sheetId", 0), str(properties.get("title", "")), rows, columns, name, hidden, labels, merges, closed
    )  # fmt: skip


def _values(notes: Iterable[Json], key: str) -> Iterator[str]:
    return (str(each.get("metadataValue", "")) for each in notes if each.get("metadataKey") == key)


def _blocks(ranges: Iterable[Json], rows: int, columns: int) -> tuple[Block, ...]:
    return tuple(_block(each, rows, columns) for each in ranges)


def _block(message: Json, rows: int, columns: int) -> Block:
    """A `GridRange`; a side that is left out reaches to the edge."""
    return Block(
        message.get("startRowIndex", 0), message.get("endRowIndex", rows),
        message.get("startColumnIndex", 0), message.get("endColumnIndex", columns),
    )  # fmt: skip
