"""What the answers to opening and closing a commit tell: what rows hold, and where rows and columns stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from leadsorted_sheets.workbook.gsheets import keys
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.facts import notes_on_columns
from leadsorted_sheets.workbook.gsheets.rows import Found


@dataclass(frozen=True, slots=True)
class Seen:
    """What the answer to opening a commit showed: sheet and row -> its cells; sheet -> its columns' notes, if asked for."""

    cells: Mapping[tuple[int, int], Found]
    labels: Mapping[int, Mapping[str, int]] = field(default_factory=dict)

    def row(self, sheet: int, row: int) -> Found:
        return self.cells.get((sheet, row), ())


@dataclass(frozen=True, slots=True)
class Standing:
    """Where things stood when a commit was closed: row and column now, by what they were; None where it is gone."""

    rows: Mapping[tuple[int, int], int]
    columns: Mapping[tuple[int, int], int]

    def column(self, sheet: int, column: int) -> int | None:
        return self.columns.get((sheet, column))


def shown_rows(told: Json) -> dict[tuple[int, int], Found]:
    found: dict[tuple[int, int], Found] = {}
    for sheet in told.get("updatedSpreadsheet", {}).get("sheets", []):
        for data in sheet.get("data", []):
            for row, line in enumerate(data.get("rowData", []), data.get("startRow", 0)):
                cells = [cell.get("userEnteredValue") for cell in line.get("values", [])]
                found[sheet["properties"].get("sheetId", 0), row] = cells
    return found


def deleted_notes(told: Json) -> list[Json]:
    return [
        each
        for reply in told.get("replies", [])
        for each in reply.get("deleteDeveloperMetadata", {}).get("deletedDeveloperMetadata", [])
    ]


def labels_of(told: Json) -> dict[int, dict[str, int]]:
    sheets = told.get("updatedSpreadsheet", {}).get("sheets", [])
    return {each["properties"].get("sheetId", 0): _labels(each) for each in sheets}


def _labels(sheet: Json) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, notes in notes_on_columns(sheet).items():
        for note in notes:
            if note.get("metadataKey") == keys.COLUMN:
                found.setdefault(str(note.get("metadataValue", "")), column)
    return found


def beside_their_neighbours(
    unknown: Iterable[tuple[int, int]], columns: Mapping[tuple[int, int], int]
) -> dict[tuple[int, int], int]:
    """Where columns without a note most likely are: as far to the right of the next noted column as they were.

    >>> beside_their_neighbours([(0, 4)], {(0, 1): 1, (0, 3): 5})
    {(0, 4): 6}
    """
    found = {}
    for sheet, column in unknown:
        left = max((known for there, known in columns if there == sheet and known < column), default=None)
        found[sheet, column] = column if left is None else columns[sheet, left] + column - left
    return found
