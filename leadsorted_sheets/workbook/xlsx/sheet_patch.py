"""One sheet and the tabs on it: lines for new rows, cells put, tables and ranges resized, rows dropped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from leadsorted_sheets.core.book import Key
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.schema import BY_NAME, BY_TABLE, TEXT_KINDS
from leadsorted_sheets.errors import NoRoom, Protected
from leadsorted_sheets.workbook.xlsx import dropping, foreign, markup, ranges, tables
from leadsorted_sheets.workbook.xlsx.cells import Columns, Moved, Put, RowPatch, style_of
from leadsorted_sheets.workbook.xlsx.package import Package
from leadsorted_sheets.workbook.xlsx.places import Place
from leadsorted_sheets.workbook.xlsx.ranges import Resize
from leadsorted_sheets.workbook.xlsx.refs import LAST_ROW, Box
from leadsorted_sheets.workbook.xlsx.rows import TabRows
from leadsorted_sheets.workbook.xlsx.sheet import SheetXml
from leadsorted_sheets.workbook.xlsx.spelling import Spelling
from leadsorted_sheets.workbook.xlsx.styles import Styles

Computed = Mapping[str, Mapping[Key, Mapping[str, Cell]]]


class SheetPatch:
    """What a batch does to one sheet part."""

    def __init__(
        self,
        package: Package,
        tabs: Sequence[TabRows],
        styles: Styles,
        computed: Computed,
        *,
        compact: bool,
        from_1904: bool,
    ) -> None:
        self.sheet = tabs[0].place.sheet
        self.findings: list[Finding] = []
        self.formulas_given: dict[int, dict[str, Formula]] = {}
        self.formulas_computed = 0
        self.changes_values = False
        self.moves_formulas = False
        self._package = package
        self._tabs = tabs
        self._computed = computed
        self._compact = compact
        self._part = SheetXml(package.xml(self.sheet.part))
        self._spelling = Spelling(
            self._part.prefix, lambda style, value, text: styles.fitting(style, value, text=text), from_1904=from_1904
        )
        self._puts: dict[int, list[Put]] = defaultdict(list)
        self._cached: dict[int, dict[int, Cell]] = defaultdict(dict)
        self._vacated: dict[int, set[int]] = defaultdict(set)

    def apply(self) -> None:
        """Patch the sheet, and the tables and names that belong to it, in the package."""
        resizes = [self._plan(rows) for rows in self._tabs]
        if not self._puts and not self._cached and not any(dropped for _resize, dropped in resizes):
            return
        if self._is_protected():
            raise Protected(self._package.path, self.sheet.name)
        patches = {
            line: RowPatch(line, self._puts.get(line, ()), self._cached.get(line, {}))
            for line in self._puts.keys() | self._cached.keys()
        }
        pieces = list(self._part.patched(patches, self._spelling))
        grown = [resize for resize, _dropped in resizes]
        splices = self._splices_outside(grown)
        part_pieces = self._part.whole(pieces, splices)
        dropped = [line for _resize, lines in resizes for line in lines]
        if dropped:
            part = SheetXml(b"".join(part_pieces))
            part_pieces = part.whole(list(dropping.without_rows(part, dropped, self.sheet.name)))
            self.moves_formulas = self.moves_formulas or part.has_formulas
        self._package.put(self.sheet.part, part_pieces)
        self.changes_values = bool(self._puts or dropped)
        for rows, resize in zip(self._tabs, grown, strict=True):
            self._resize_table(rows.place, resize)
        self._resize_names(grown)

    def _plan(self, rows: TabRows) -> tuple[Resize, list[int]]:
        """Decide on the lines of one tab. Answers how its table changes, and the lines that go for good."""
        place = rows.place
        bottom = place.data.bottom
        grown = rows.place_new_rows(bottom)
        if grown > bottom and (held := self._held_below(place, grown)):
            rows, grown = self._in_gaps(rows, held)
        totals = place.table.totals_rows if place.table and grown > bottom else 0
        resize = Resize(place.data, grown, totals=totals)
        if totals:
            self._move_totals(place, grown)
        self._put_cells(rows)
        dropped = self._drop(rows, resize)
        self._note_refresh(rows)
        return replace(resize, dropped=len(dropped)), dropped

    def _held_below(self, place: Place, grown: int) -> str:
        """What of the user's is where the table would grow to; "" where nothing is."""
        if grown > LAST_ROW:
            return "the end of the sheet"
        totals = place.table.totals_rows if place.table else 0
        bottom = place.table.box.bottom if place.table else place.data.bottom
        new = Box(bottom + 1, place.data.left, grown + totals, place.data.right)
        for cell in self._part.cells_in(new):
            prepared = place.table is None and self._spelling.formula_start in cell.content
            if cell.is_filled and not prepared:
                return f"the cell {Box(cell.line, cell.number, cell.line, cell.number)}"
        for thing in foreign.standing(self._package, self.sheet, self._part):
            own = place.table is not None and thing.box == place.table.box
            if not own and thing.box.meets(new) and thing.what.startswith(("the table", "merged", "a pivot")):
                return thing.what
        return ""

    def _in_gaps(self, rows: TabRows, held: str) -> tuple[TabRows, int]:
        """The new rows on the blank lines inside the table. Raises errors.NoRoom where there are too few."""
        place = rows.place
        gaps = sorted(
            {*rows.gaps(), *range(max(rows.lines.values(), default=place.data.top - 1) + 1, place.data.bottom + 1)}
        )
        if len(gaps) < len(rows.added):
            raise NoRoom(self._package.path, f"{self.sheet.name}!{place.data}", held, len(rows.added) - len(gaps))
        for new, line in zip(rows.added, gaps, strict=False):
            new.line = line
        return rows, place.data.bottom

    def _put_cells(self, rows: TabRows) -> None:
        place = rows.place
        columns = place.columns
        spec, keep = self._columns(place, rows)
        for line, edits in rows.edits.items():
            self._puts[line].append(
                Put(spec, {columns[name]: value for name, value in edits.items()}, keep_formulas=True)
            )
        if not rows.added:
            return
        there = self._formulas_at(place, {new.line for new in rows.added})
        calculated = rows.calculated()
        for new in rows.added:
            given = {
                name: formula
                for name, formula in {**calculated, **there.get(new.line, {})}.items()
                if new.row.get(name) is None
            }
            if given:
                self.formulas_given[new.index] = given
                self.moves_formulas = True
            vacated = self._vacated.get(new.line, ())
            row = {**new.row, **given} if given else new.row
            values: dict[int, Cell | Moved] = {columns[name]: value for name, value in row.items()}
            if vacated:
                values = dict.fromkeys(vacated) | values
            self._puts[new.line].append(Put(keep, values, keep_formulas=not vacated))

    def _formulas_at(self, place: Place, lines: set[int]) -> dict[int, dict[str, Formula]]:
        """The formulas that stand already in blank lines, waiting for a row."""
        if not self._part.has_formulas:
            return {}
        from leadsorted_sheets.workbook.xlsx.grids import marks

        fields = {number: name for name, number in place.columns.items()}
        return {
            line: {
                fields[number]: mark for number, mark in row.items() if number in fields and isinstance(mark, Formula)
            }
            for line, row in marks(self._part, self.sheet.name).items()
            if line in lines
        }

    def _columns(self, place: Place, rows: TabRows) -> tuple[Columns, Columns]:
        """How cells of the tab are written: in rows that are there, and in new rows, which look like the row above."""
        tab = BY_NAME.get(place.layout.tab)
        text = frozenset(
            number
            for name, number in place.columns.items()
            if tab and (column := tab.column(name)) and column.kind in TEXT_KINDS
        )
        usual = self._column_styles(place)
        last = max(rows.lines.values(), default=0)
        above = {
            cell.number: style_of(cell.attributes)
            for cell in self._part.cells_in(Box(last, place.data.left, last, place.data.right))
        }
        styles = usual | above
        special = frozenset(number for number, style in above.items() if style != usual.get(number, 0))
        return Columns(text, styles), Columns(text, styles, special)

    def _column_styles(self, place: Place) -> dict[int, int]:
        found: dict[int, int] = {}
        for each in markup.elements(self._part.mask, "col", 0, self._part.opened.start):
            style = each.tag.get("style") or ""
            if style.isdigit() and int(style):
                first, last = int(each.tag.get("min") or 0), int(each.tag.get("max") or 0)
                for number in range(max(first, place.data.left), min(last, place.data.right) + 1):
                    found[number] = int(style)
        return found

    def _drop(self, rows: TabRows, resize: Resize) -> list[int]:
        """The lines that go for good. Where they may not, their cells are blanked and a finding says why."""
        place = rows.place
        gone = set(rows.removed)
        added = {new.line for new in rows.added}
        if self._compact:
            gone |= set(rows.gaps()) - added
        if not gone:
            return []
        reason = dropping.obstacle(self._package, place, self._part, first=min(gone), resize=resize)
        kept_for_table = not (set(rows.lines.values()) - gone) and not added
        blanked = (
            gone & rows.removed
            if reason
            else {max(gone)}
            if kept_for_table and len(gone) > resize.bottom - place.data.top
            else set()
        )
        blank = dict.fromkeys(place.columns.values())
        for line in blanked:
            self._puts[line].append(Put(Columns(), blank, keep_formulas=True))
        if reason is None:
            return sorted(gone - blanked)
        if reason.removeprefix(dropping.BESIDE) in BY_TABLE:
            return []  # our small tables stand side by side: a blank row in one is nothing to report
        left = len(rows.removed) if rows.removed else len(gone)
        self.findings.append(
            Finding(
                "note", place.layout.tab, None, None, "workbook.row-left-blank",
                f"{left} removed {'row was' if left == 1 else 'rows were'} left blank in place, because {reason} would have ended up "
                "beside another row. Move it away and run: leadsorted sync --compact",
            )
        )  # fmt: skip
        return []

    def _note_refresh(self, rows: TabRows) -> None:
        """The computed values of our own formula cells."""
        place = rows.place
        tab = BY_NAME.get(place.layout.tab)
        for key, values in self._computed.get(place.layout.tab, {}).items():
            line = rows.line_of(key)
            if line is None or line in rows.removed:
                continue
            for name, value in values.items():
                column = tab.column(name) if tab else None
                number = place.columns.get(name)
                if column and column.formula and number:
                    self._cached[line][number] = value
                    self.formulas_computed += 1

    def _move_totals(self, place: Place, grown: int) -> None:
        """The totals row goes below the new rows. Raises errors.NoRoom where something of the user's hangs on it."""
        if place.table is None:
            return
        down = grown - place.data.bottom
        area = Box(place.data.bottom + 1, place.data.left, place.table.box.bottom, place.data.right)
        for thing in foreign.standing(self._package, self.sheet, self._part):
            if thing.box.meets(area) and not thing.follows and thing.box != place.table.box:
                raise NoRoom(self._package.path, f"{self.sheet.name}!{area}", thing.what, down)
        for cell in self._part.cells_in(area):
            formula = self._spelling.formula.search(cell.content)
            text = markup.text_of(formula[2]) if formula and formula[2] else ""
            if formula and (formula[1].strip() or any(True for _ in foreign.formula_pointers(text, self.sheet))):
                raise NoRoom(self._package.path, f"{self.sheet.name}!{area}", "a formula in its totals row", down)
            moved = Moved(cell.attributes, cell.content)
            self._puts[cell.line + down].append(Put(Columns(), {cell.number: moved}))
            self._vacated[cell.line].add(cell.number)
            self.moves_formulas = self.moves_formulas or formula is not None

    def _splices_outside(self, resizes: list[Resize]) -> list[markup.Splice]:
        part = self._part
        changed = [resize for resize in resizes if resize.bottom != resize.data.bottom]
        splices: list[markup.Splice] = []
        if changed:
            splices += ranges.following(part.mask, 0, part.opened.start, changed)
            splices += ranges.following(part.mask, part.end, len(part.mask), changed)
            for resize in changed:
                if resize.grown > resize.data.bottom:
                    self._note_stopped(resize)
        splices += self._dimension(resizes)
        return splices

    def _dimension(self, resizes: list[Resize]) -> list[markup.Splice]:
        area = ranges.dimension(self._part.mask, self._part.opened.start)
        if area is None:
            return []
        numbers = [number for puts in self._puts.values() for put in puts for number in put.values]
        if self._puts and numbers:
            area = Box(
                min(area.top, *self._puts),
                min(area.left, *numbers),
                max(area.bottom, *self._puts),
                max(area.right, *numbers),
            )
        dropped = sum(resize.dropped for resize in resizes)
        area = replace(area, bottom=max(area.top, area.bottom - dropped))
        return list(ranges.with_dimension(self._part.mask, self._part.opened.start, area))

    def _note_stopped(self, resize: Resize) -> None:
        """A chart or pivot table on a plain range does not see the new rows: say so."""
        stopped = {
            thing.what
            for thing in foreign.pointing(self._package, self.sheet)
            if not thing.follows
            and not thing.what.startswith("a formula")
            and thing.box.bottom == resize.data.bottom
            and resize.follows(thing.box)
        }
        tab = next(rows.place.layout.tab for rows in self._tabs if rows.place.data == resize.data)
        for what in sorted(stopped):
            self.findings.append(
                Finding(
                    "note", tab, None, None, "workbook.range-stops",
                    f"{what[0].upper()}{what[1:]} shows rows up to {resize.data.bottom} and does not see the new ones below. "
                    "Let it point at the table instead of a range of cells.",
                )
            )  # fmt: skip

    def _resize_table(self, place: Place, resize: Resize) -> None:
        filled = any(line <= resize.data.bottom for line in self._puts)
        if place.table is None or (resize.bottom == resize.data.bottom and not filled):
            return
        xml = self._package.xml(place.table.part)
        new = tables.resized(xml, place.table, resize.bottom - resize.data.top + 1)
        if new != xml:
            self._package.put(place.table.part, new)

    def _resize_names(self, resizes: list[Resize]) -> None:
        changed = [resize for resize in resizes if resize.bottom != resize.data.bottom]
        if not changed:
            return
        name = self._package.workbook
        splices = list(ranges.resized_names(markup.masked(self._package.xml(name)), self.sheet.name, changed))
        if splices:
            self._package.put(name, markup.spliced(self._package.xml(name), splices))

    def _is_protected(self) -> bool:
        found = markup.element(self._part.mask[self._part.end :], "sheetProtection")
        return found is not None and found.tag.get("sheet") in {"1", "true", "on"}
