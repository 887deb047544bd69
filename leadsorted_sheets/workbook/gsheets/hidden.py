"""Our hidden sheets: long texts in pieces, one a row in column A; the journal is fetched when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from leadsorted_sheets.core.schema import BASE_SHEET, JOURNAL_SHEET, STATE_SHEET
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.facts import Facts, SheetFacts

HIDDEN_SHEETS = (STATE_SHEET, JOURNAL_SHEET, BASE_SHEET)
PIECE = 40_000
"""Characters in a cell: below Google's 50,000, and half of that where a character may count twice."""
_ROWS_A_READ = 100


class HiddenTexts(Mapping[str, str]):
    """The texts by sheet name. What has not been fetched yet is fetched when it is asked for, and kept."""

    def __init__(self, client: Client, key: str, facts: Facts, known: Mapping[str, Sequence[Sequence[Any]]]) -> None:
        self._client, self._key = client, key
        self._sheets = {name: facts.named(name) for name in HIDDEN_SHEETS}
        self._pieces = {name: _pieces(rows) for name, rows in known.items()}
        self._names = tuple(name for name in HIDDEN_SHEETS if name != BASE_SHEET or self._sheets[name])

    def __getitem__(self, name: str) -> str:
        if name not in self._names:
            raise KeyError(name)
        return "".join(self.pieces(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def pieces(self, name: str) -> list[str]:
        """The text as it stands in the rows of its sheet; nothing where there is no such sheet."""
        if name not in self._pieces:
            sheet = self._sheets.get(name)
            self._pieces[name] = [] if sheet is None else self._fetched(sheet)
        return self._pieces[name]

    def _fetched(self, sheet: SheetFacts) -> list[str]:
        ranges = [
            sheet.a1(top, min(top + _ROWS_A_READ, sheet.rows), 0, 1) for top in range(0, sheet.rows, _ROWS_A_READ)
        ]
        blocks = self._client.values(self._key, ranges, render="FORMULA")
        rows: list[Sequence[Any]] = []
        for top, block in zip(range(0, sheet.rows, _ROWS_A_READ), blocks, strict=True):
            if block:
                rows += [()] * (top - len(rows))
                rows += block
        return _pieces(rows)


def cut(text: str) -> list[str]:
    """A text in pieces as they are kept."""
    size = PIECE if text.isascii() else PIECE // 2
    return [text[at : at + size] for at in range(0, len(text), size)]


def _pieces(rows: Sequence[Sequence[Any]]) -> list[str]:
    return [str(row[0]) if row else "" for row in rows]
