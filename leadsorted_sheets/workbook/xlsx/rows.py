"""What a batch means for the rows of one tab: which cells of which lines change, which rows go, where new ones stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from leadsorted_sheets.core.book import Key, Row
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow
from leadsorted_sheets.core.schema import BY_NAME
from leadsorted_sheets.workbook.xlsx.places import Place
from leadsorted_sheets.workbook.xlsx.spelling import formula_for


@dataclass(slots=True)
class NewRow:
    """A row to be added. `index` is its change's place in the list of valid ones; `line` is known last."""

    index: int
    row: Row
    below: Key | None
    line: int = 0


@dataclass(slots=True)
class TabRows:
    """The changes to one tab, taken in order: every cell's last value counts, a row added and removed never was."""

    place: Place
    lines: Mapping[Key, int]
    table: Mapping[Key, Row]
    edits: dict[int, dict[str, Cell]] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    added: list[NewRow] = field(default_factory=list)
    where: dict[Key, int | NewRow] = field(default_factory=dict)

    def take(self, change: Change, index: int) -> None:
        match change:
            case Edit():
                self._edit(change)
            case AddRow():
                new = NewRow(index, change.row, change.below)
                self.added.append(new)
                self.where[change.key] = new
            case RemoveRow():
                self._remove(change.key)

    def line_of(self, key: Key) -> int | None:
        """The line a row is on now; None where it has none yet."""
        place = self.where.get(key, self.lines.get(key))
        return place.line or None if isinstance(place, NewRow) else place

    def place_new_rows(self, bottom: int) -> int:
        """Give every new row its line and answer the table's last line afterwards.

        A row goes to the blank line right below its neighbour where there is one, else to the blank lines at the end
        of the table, else below it. `bottom` is the last line that belongs to the table now.
        """
        filled = set(self.lines.values())
        last = max(filled, default=self.place.data.top - 1)
        free = (line for line in range(last + 1, bottom + 1))
        for new in self.added:
            new.line = self._hinted(new, filled, last) or 0
            if not new.line:
                new.line = next((line for line in free if line not in filled), 0) or max(bottom, last) + 1
            filled.add(new.line)
            bottom = max(bottom, new.line)
        return bottom

    def gaps(self) -> Iterator[int]:
        """The blank lines between filled ones."""
        filled = set(self.lines.values())
        last = max(filled, default=0)
        return (line for line in range(self.place.data.top, last) if line not in filled)

    def calculated(self) -> dict[str, Formula]:
        """The formula of each column that is all formulas: of ours by the schema, of the user's by the rows above."""
        found: dict[str, Formula] = {}
        tab = BY_NAME.get(self.place.layout.tab)
        last_two = sorted(self.lines.items(), key=lambda each: each[1])[-2:]
        for name, number in self.place.columns.items():
            above = [self.table[key].get(name) for key, _line in last_two]
            column = self.place.table.columns[number - self.place.data.left] if self.place.table else None
            ours = tab.column(name) if tab else None
            if (usual := _same_formula(above)) is not None:
                found[name] = usual
            elif column is not None and column.formula:
                found[name] = Formula(column.formula)
            elif ours is not None and ours.formula:
                found[name] = Formula(ours.formula)
        return found

    def _edit(self, change: Edit) -> None:
        place = self.where.get(change.key, self.lines.get(change.key))
        if isinstance(place, NewRow):
            place.row = {**place.row, change.field: change.after}
        elif place is not None:
            self.edits.setdefault(place, {})[change.field] = change.after
        if change.becomes is not None and place is not None and change.becomes != change.key:
            self.where.pop(change.key, None)
            self.where[change.becomes] = place

    def _remove(self, key: Key) -> None:
        place = self.where.pop(key, self.lines.get(key))
        if isinstance(place, NewRow):
            self.added.remove(place)
        elif place is not None:
            self.removed.add(place)
            self.edits.pop(place, None)

    def _hinted(self, new: NewRow, filled: set[int], last: int) -> int | None:
        """The line right below the neighbour, where it is blank and inside the table."""
        if new.below is None:
            return None
        above = self.place.data.top - 1 if new.below == "" else self.line_of(new.below)
        if above is None or above + 1 in filled or above + 1 > last:
            return None
        return above + 1


def _same_formula(cells: Sequence[Cell]) -> Formula | None:
    """The formula that the first and the last of these cells both have, each spelt for its own row."""
    match cells:
        case [Formula(text=text) as only] if text:
            return only
        case [Formula() as first, Formula() as last] if last.text:
            return last if formula_for(first, last.at.rpartition("!")[2]) == last.text else None
    return None
