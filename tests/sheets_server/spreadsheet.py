"""A spreadsheet: its sheets in order, named ranges and developer metadata; and drafts of it.

Every change is made to a draft, which replaces the spreadsheet when the whole request has gone through.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.sheets_server.grid import COLUMNS, ROWS, Sheet
from tests.sheets_server.refusals import Json, invalid

CELL_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """One piece of developer metadata. It hangs on the spreadsheet, on a sheet, or on one line of a sheet (`line`, a uid)."""

    id: int
    key: str
    value: str | None
    visibility: str
    sheet_id: int | None = None
    dimension: str | None = None
    line: int | None = None

    @property
    def location_type(self) -> str:
        if self.sheet_id is None:
            return "SPREADSHEET"
        return {None: "SHEET", ROWS: "ROW", COLUMNS: "COLUMN"}[self.dimension]


@dataclass(slots=True)
class Spreadsheet:
    id: str
    properties: Json
    sheets: list[Sheet] = field(default_factory=list)
    named_ranges: list[Json] = field(default_factory=list)
    metadata: dict[int, Metadata] = field(default_factory=dict)
    chance: random.Random = field(default_factory=random.Random)
    owner: str = ""
    actor: str = ""  # who is asking; nobody in particular is held up by no protection

    @classmethod
    def new(cls, key: str, title: str, *, seed: int) -> Spreadsheet:
        """As a fresh one is: one sheet of 1000 rows and 26 columns."""
        properties = {"title": title, "locale": "en_US", "autoRecalc": "ON_CHANGE", "timeZone": "Etc/GMT"}
        return cls(key, properties, [Sheet.new(0, "Sheet1")], chance=random.Random(seed))

    def draft(self, actor: str = "") -> Spreadsheet:
        return Spreadsheet(
            self.id,
            copy.deepcopy(self.properties),
            [sheet.draft() for sheet in self.sheets],
            copy.deepcopy(self.named_ranges),
            dict(self.metadata),
            self.chance,
            self.owner,
            actor,
        )

    def sheet(self, sheet_id: int) -> Sheet:
        found = next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)
        if found is None:
            raise invalid(f"No grid with id: {sheet_id}")
        return found

    def titled(self, title: str) -> Sheet | None:
        exact = next((sheet for sheet in self.sheets if sheet.title == title), None)
        return exact or next((sheet for sheet in self.sheets if sheet.title.lower() == title.lower()), None)

    def fresh_id(self, taken: Iterable[int]) -> int:
        """A number that nothing of the kind has yet."""
        used = set(taken)
        while (number := self.chance.randrange(1, 2**31)) in used:
            pass
        return number

    def fresh_title(self, title: str) -> str:
        """The title, or the first one with a number that is free.

        A nameless sheet is called Sheet<n>, as the plus button calls it.
        """
        if title and self.titled(title) is None:
            return title
        number = 1
        while self.titled(f"{title} {number}" if title else f"Sheet{number}") is not None:
            number += 1
        return f"{title} {number}" if title else f"Sheet{number}"

    def check_size(self, more: int = 0) -> None:
        """Refuses a grid above Google's limit, which counts cells whether filled or not."""
        if more + sum(len(sheet.rows) * len(sheet.columns) for sheet in self.sheets) > CELL_LIMIT:
            raise invalid(
                "This action would increase the number of cells in the workbook above the limit of 10000000 cells."
            )

    def forget_lines(self, sheet_id: int, uids: Iterable[int]) -> None:
        """Metadata is deleted with its row or column."""
        gone = set(uids)
        self.metadata = {n: m for n, m in self.metadata.items() if m.sheet_id != sheet_id or m.line not in gone}

    def line_number(self, entry: Metadata) -> int:
        """Where the line an entry hangs on is now, counted from 0."""
        if entry.sheet_id is None or entry.dimension is None or entry.line is None:
            raise ValueError("The entry hangs on no line.")
        return self.sheet(entry.sheet_id).place_of(entry.dimension, entry.line)
