"""What a batch means for the rows of one tab: which cells of which lines change, which rows go, where new ones stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from leadsorted_sheets.core.book import Key, Row
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow
from leadsorted_sheets.core.schema import BY_NAME
from leadsorted_sheets.workbook.excel.blocks import Block
from leadsorted_sheets.workbook.excel.places import Place

_POINTS_AT_CELLS = re.compile(r"(?<![\w.\[])\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?![\w(\]])")


@dataclass(slots=True)
class NewRow:
    """A row to be added. `index` is its change's place in the list of valid ones; `line` is known last."""

    index: int
    row: Row
    below: Key | None
    line: int = 0


@dataclass(slots=True)
class TabWork:
    """The changes to one tab, taken in order: every cell's last value counts, a row added and removed never was."""

    place: Place
    block: Block
    lines: Mapping[Key, int]
    table: Mapping[Key, Row]
    edits: dict[int, dict[str, Cell]] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    added: list[NewRow] = field(default_factory=list)
    _where: dict[Key, int | NewRow] = field(default_factory=dict)

    def take(self, change: Change, index: int) -> None:
        match change:
            case Edit():
                self._edit(change)
            case AddRow():
                new = NewRow(index, change.row, change.below)
                self.added.append(new)
                self._where[change.key] = new
            case RemoveRow():
                self._remove(change.key)

    @property
    def changes_anything(self) -> bool:
        return bool(self.edits or self.removed or self.added)

    def place_new_rows(self) -> int:
        """Give every new row its line and answer the table's last line afterwards.

        A row goes to the blank line right below its neighbour where there is one, else to the blank lines at the end
        of the table, else below it.
        """
        filled = set(self.lines.values())
        data = self.place.data
        last = max(filled, default=data.top - 1)
        bottom = max(data.bottom, data.top - 1)
        free = iter(range(last + 1, bottom + 1))
        for new in self.added:
            new.line = self._hinted(new, filled, last)
            while not new.line:
                line = next(free, 0) or max(bottom, last) + 1
                new.line = 0 if line in filled else line
            filled.add(new.line)
            bottom = max(bottom, new.line)
        return bottom

    def place_in_blank_lines(self) -> int:
        """Where the table cannot grow: new rows take its blank lines. Answers how many have none."""
        filled = set(self.lines.values())
        blank = [line for line in range(self.place.data.top, self.place.data.bottom + 1) if line not in filled]
        for new, line in zip(self.added, blank, strict=False):
            new.line = line
        return max(0, len(self.added) - len(blank))

    def blank_lines_between(self) -> Iterator[int]:
        """The lines between filled ones that hold nothing but formulas."""
        filled = set(self.lines.values())
        taken = {new.line for new in self.added}
        return (
            line
            for line in range(self.place.data.top, max(filled, default=0))
            if line not in filled and line not in taken
        )

    def formula_at(self, line: int, name: str) -> Formula | None:
        if line > self.place.data.bottom:  # what stands there now is the totals row, which makes way
            return None
        cell = self.block.cell(line, self.place.columns[name])
        return cell if isinstance(cell, Formula) else None

    def calculated(self) -> dict[str, Formula]:
        """The formula of each column that is all formulas: of the user's by the last two rows, of ours by the schema."""
        tab = BY_NAME.get(self.place.layout.tab)
        last_two = sorted(self.lines.values())[-2:]
        found: dict[str, Formula] = {}
        for name in self.place.columns:
            above = [self.formula_at(line, name) for line in last_two]
            ours = tab.column(name) if tab else None
            if above and all(above) and above[-1]:
                found[name] = above[-1]
            elif ours is not None and ours.formula and not any(above):
                found[name] = Formula(ours.formula)
        return found

    def _edit(self, change: Edit) -> None:
        place = self._where.get(change.key, self.lines.get(change.key))
        if isinstance(place, NewRow):
            place.row = {**place.row, change.field: change.after}
        elif place is not None:
            self.edits.setdefault(place, {})[change.field] = change.after
        if change.becomes is not None and place is not None and change.becomes != change.key:
            self._where.pop(change.key, None)
            self._where[change.becomes] = place

    def _remove(self, key: Key) -> None:
        place = self._where.pop(key, self.lines.get(key))
        if isinstance(place, NewRow):
            self.added.remove(place)
        elif place is not None:
            self.removed.add(place)
            self.edits.pop(place, None)

    def _hinted(self, new: NewRow, filled: set[int], last: int) -> int:
        """The line right below the neighbour, where it is blank and inside the table; 0 where it is not."""
        if new.below is None:
            return 0
        place = self.place.data.top - 1 if new.below == "" else self._where.get(new.below, self.lines.get(new.below))
        above = place.line if isinstance(place, NewRow) else place
        if not above or above + 1 in filled or above + 1 > last:
            return 0
        return above + 1


def spelt_for_any_row(formula: Formula) -> bool:
    """Whether the formula reads the same in every row: it points at columns of tables, not at cells.

    >>> spelt_for_any_row(Formula("=[@Score]*2+LOG10(4)")), spelt_for_any_row(Formula("=K2*2"))
    (True, False)
    """
    return not _POINTS_AT_CELLS.search(re.sub(r'"[^"]*"', "", formula.text))


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """The runs of neighbours in a sorted list, first and last of each.

    >>> runs([2, 3, 4, 7, 9, 10])
    [(2, 4), (7, 7), (9, 10)]
    """
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
