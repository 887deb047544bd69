"""One sheet and the tabs on it: lines for new rows, cells put, tables and ranges resized, rows dropped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from leadsorted_sheets.core.book import Key
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.schema import BY_NAME, BY_TABLE
from leadsorted_sheets.errors import Protected
from leadsorted_sheets.workbook.xlsx import dropping, growth, markup, outside
from leadsorted_sheets.workbook.xlsx.cells import Columns, Moved, Put, RowPatch
from leadsorted_sheets.workbook.xlsx.grids import marks
from leadsorted_sheets.workbook.xlsx.looks import looks
from leadsorted_sheets.workbook.xlsx.package import Package
from leadsorted_sheets.workbook.xlsx.ranges import Resize
from leadsorted_sheets.workbook.xlsx.refs import Box
from leadsorted_sheets.workbook.xlsx.rows import NewRow, TabRows
from leadsorted_sheets.workbook.xlsx.sheet import SheetXml
from leadsorted_sheets.workbook.xlsx.spelling import Spelling
from leadsorted_sheets.workbook.xlsx.styles import Styles

Computed = Mapping[str, Mapping[Key, Mapping[str, Cell]]]


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of every sheet alike."""

    package: Package
    styles: Styles
    computed: Computed
    compact: bool
    from_1904: bool


class SheetPatch:
    """What a batch does to one sheet part. Read its results after `apply`."""

    def __init__(self, task: Task, tabs: Sequence[TabRows]) -> None:
        self.sheet = tabs[0].place.sheet
        self.findings: list[Finding] = []
        self.formulas_given: dict[int, dict[str, Formula]] = {}
        self.formulas_computed = 0
        self.changes_values = False
        self.moves_formulas = False
        self._task = task
        self._tabs = tabs
        self._part = SheetXml(task.package.xml(self.sheet.part))
        self._marks = marks(self._part, self.sheet.name) if self._part.has_formulas else {}
        self._spelling = Spelling(
            self._part.prefix,
            lambda style, value, text: task.styles.fitting(style, value, text=text),
            from_1904=task.from_1904,
        )
        self._puts: dict[int, list[Put]] = defaultdict(list)
        self._cached: dict[int, dict[int, Cell]] = defaultdict(dict)
        self._vacated: dict[int, set[int]] = defaultdict(set)
        self._dropped: set[int] = set()

    def apply(self) -> None:
        """Patch the sheet, and the tables and names that belong to it, in the package.

        Raises errors.Protected where the sheet may not be changed, errors.NoRoom where new rows have no place.
        """
        resizes = [self._plan(rows) for rows in self._tabs]
        if not self._puts and not self._cached and not self._dropped:
            return
        if is_protected(self._part):
            raise Protected(self._task.package.path, self.sheet.name)
        self._task.package.put(self.sheet.part, self._patched(resizes))
        self.changes_values = bool(self._puts or self._dropped)
        for rows, resize in zip(self._tabs, resizes, strict=True):
            outside.resize_table(self._task.package, rows.place, resize, self._puts)
            self.findings += outside.stopped(self._task.package, rows.place, resize)
        outside.resize_names(self._task.package, self.sheet, resizes)

    def _plan(self, rows: TabRows) -> Resize:
        """Decide on the lines of one tab. Answers how its table changes."""
        place = rows.place
        grown = growth.make_room(rows, self._task.package, self._part)
        down = grown - place.data.bottom
        if down:
            for cell, moved in growth.totals_below(place, self._task.package, self._part, down=down):
                self._puts[cell.line + down].append(Put(Columns(), {cell.number: moved}))
                self._vacated[cell.line].add(cell.number)
                self.moves_formulas = self.moves_formulas or self._part.patterns.formula_start in cell.content
        resize = Resize(place.data, grown, totals=place.table.totals_rows if place.table else 0)
        self._put_cells(rows)
        dropped = self._drop(rows, resize)
        self._refresh(rows)
        self._dropped |= dropped
        return replace(resize, dropped=len(dropped))

    def _patched(self, resizes: Sequence[Resize]) -> list[bytes]:
        patches = {
            line: RowPatch(line, self._puts.get(line, ()), self._cached.get(line, {}))
            for line in self._puts.keys() | self._cached.keys()
        }
        rows = list(self._part.patched(patches, self._spelling))
        whole = self._part.whole(rows, outside.splices_outside(self._part, resizes, self._put_box()))
        if not self._dropped:
            return whole
        part = SheetXml(b"".join(whole))
        self.moves_formulas = self.moves_formulas or part.has_formulas
        return part.whole(list(dropping.without_rows(part, self._dropped, self.sheet.name)))

    def _put_box(self) -> Box | None:
        numbers = set[int]().union(*[put.values for puts in self._puts.values() for put in puts])
        if not numbers:
            return None
        return Box(min(self._puts), min(numbers), max(self._puts), max(numbers))

    def _put_cells(self, rows: TabRows) -> None:
        columns = rows.place.columns
        there, new_ones = looks(rows.place, self._part, max(rows.lines.values(), default=0))
        for line, edits in rows.edits.items():
            values: dict[int, Cell | Moved] = {columns[name]: value for name, value in edits.items()}
            self._puts[line].append(Put(there, values, keep_formulas=True))
        calculated = rows.calculated() if rows.added else {}
        for new in rows.added:
            given = self._formulas_for(new, calculated, rows)
            row = {**new.row, **given} if given else new.row
            values = {columns[name]: value for name, value in row.items()}
            vacated = self._vacated.get(new.line)
            if vacated:
                values = {**dict.fromkeys(vacated), **values}
            self._puts[new.line].append(Put(new_ones, values, keep_formulas=not vacated))

    def _formulas_for(self, new: NewRow, calculated: Mapping[str, Formula], rows: TabRows) -> dict[str, Formula]:
        """The formulas a new row takes where its change has no value: those that stand in its line, then its columns'."""
        waiting = {
            name: mark
            for name, number in (rows.place.columns.items() if new.line in self._marks else ())
            if isinstance(mark := self._marks[new.line].get(number), Formula)
        }
        if not calculated and not waiting:
            return {}
        given = {name: formula for name, formula in {**calculated, **waiting}.items() if new.row.get(name) is None}
        if given:
            self.formulas_given[new.index] = given
            self.moves_formulas = True
        return given

    def _drop(self, rows: TabRows, resize: Resize) -> set[int]:
        """The lines that go for good. Where they may not, their cells are blanked and a finding says why."""
        gone = set(rows.removed)
        if self._task.compact:
            gone |= self._left_blank(rows)
        if not gone:
            return set()
        reason = dropping.obstacle(self._task.package, rows.place, self._part, first=min(gone), resize=resize)
        if reason is None:
            kept = {max(gone)} if len(gone) > resize.grown - rows.place.data.top else set()  # a table keeps one row
            self._blank(rows, kept)
            return gone - kept
        self._blank(rows, rows.removed)
        if reason.removeprefix(dropping.BESIDE) not in BY_TABLE:
            # Our small tables stand side by side: a blank row in one of them is nothing to report.
            self.findings.append(_left_in_place(rows, len(rows.removed) or len(gone), reason))
        return set()

    def _left_blank(self, rows: TabRows) -> set[int]:
        """The lines inside the table that hold nothing, or only the formulas every row has in these columns."""
        usual = {rows.place.columns[name] for name in rows.calculated()}
        taken = {new.line for new in rows.added}
        return {line for line in rows.gaps() if line not in taken and self._marks.get(line, {}).keys() <= usual}

    def _blank(self, rows: TabRows, lines: set[int]) -> None:
        blank: dict[int, Cell | Moved] = dict.fromkeys(rows.place.columns.values())
        for line in lines:
            self._puts[line].append(Put(Columns(), blank, keep_formulas=True))

    def _refresh(self, rows: TabRows) -> None:
        """The computed values of our own formula cells."""
        tab = BY_NAME.get(rows.place.layout.tab)
        for key, values in self._task.computed.get(rows.place.layout.tab, {}).items():
            line = rows.line_of(key)
            if line is None or line in rows.removed:
                continue
            for name, value in values.items():
                column = tab.column(name) if tab else None
                number = rows.place.columns.get(name)
                if column and column.formula and number:
                    self._cached[line][number] = value
                    self.formulas_computed += 1


def is_protected(part: SheetXml) -> bool:
    """Whether the sheet's cells are locked (Review > Protect Sheet)."""
    found = markup.element(part.mask, "sheetProtection", part.end)
    return found is not None and found.tag.get("sheet") in {"1", "true", "on"}


def _left_in_place(rows: TabRows, count: int, reason: str) -> Finding:
    was = "1 removed row was" if count == 1 else f"{count} removed rows were"
    return Finding(
        "note", rows.place.layout.tab, None, None, "workbook.row-left-blank",
        f"{was} left blank in place, because {reason} would have ended up beside another row. "
        "Move it away and run: leadsorted sync --compact",
    )  # fmt: skip
