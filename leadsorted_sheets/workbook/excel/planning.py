"""A batch as steps on the open workbook, decided on before anything is written: whatever forbids it is found here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.changes import AddRow, Change, Clash, rebase
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.schema import BY_NAME, STATE_SHEET
from leadsorted_sheets.core.state import Layout, pack, unpack
from leadsorted_sheets.errors import NoRoom, Protected
from leadsorted_sheets.workbook.excel import application, blocks, filters, hidden, places
from leadsorted_sheets.workbook.excel.admission import admitted
from leadsorted_sheets.workbook.excel.blocks import LAST_ROW, Box
from leadsorted_sheets.workbook.excel.pieces import Piece, pieces
from leadsorted_sheets.workbook.excel.places import Place
from leadsorted_sheets.workbook.excel.plans import Fill, Plan, TabPlan
from leadsorted_sheets.workbook.excel.reading import Snapshot
from leadsorted_sheets.workbook.excel.rows import TabWork, runs, spelt_for_any_row
from leadsorted_sheets.workbook.excel.taking_out import MOST_RUNS, one_by_one
from leadsorted_sheets.workbook.excel.together import together
from leadsorted_sheets.workbook.port import Batch


def planned(book: Any, snapshot: Snapshot, batch: Batch, path: str) -> Plan:
    """The batch on the workbook as it was read.

    Raises errors.Refused where a guard forbids it: a protected sheet, a filter that could not be put back, no room.
    """
    reading = snapshot.reading
    by_tab = {place.layout.tab: place for place in snapshot.places}
    allowed = admitted(batch.changes, by_tab)
    rebased = rebase(allowed.changes, reading.book)
    clashed = _in_asked_order(batch.changes, [*rebased.clashes, *allowed.clashes])
    texts = {
        name: _with_layouts(text, reading.layouts) if name == STATE_SHEET else text
        for name, text in batch.hidden.items()
    }
    plan = Plan([], list(rebased.valid), clashed, texts, [], allowed.findings)
    works = _works(plan.applied, by_tab, snapshot, every=batch.compact)
    crowded = [place.sheet.name for place in snapshot.places]
    for work in works:
        plan.tabs.append(_tab_plan(work, plan, batch, path, alone=crowded.count(work.place.sheet.name) == 1))
    plan.tabs = together([tab for tab in plan.tabs if tab.does_anything], snapshot)
    _check(book, plan, path)
    return plan


def _works(changes: Sequence[Change], by_tab: Mapping[str, Place], snapshot: Snapshot, *, every: bool) -> list[TabWork]:
    """The tabs that have something to be done, with it."""
    works: dict[str, TabWork] = {}

    def work_of(tab: str) -> TabWork:
        if tab not in works:
            place = by_tab[tab]
            block = snapshot.blocks[place.sheet.name]
            works[tab] = TabWork(place, block, snapshot.reading.lines[tab], snapshot.reading.book[tab])
        return works[tab]

    for index, change in enumerate(changes):
        work_of(change.tab).take(change, index)
    for tab in by_tab if every else ():
        work_of(tab)
    return list(works.values())


def _tab_plan(work: TabWork, plan: Plan, batch: Batch, path: str, *, alone: bool) -> TabPlan:
    place = work.place
    tab = TabPlan(place)
    bottom = max(place.data.bottom, place.data.top - 1)
    grown = work.place_new_rows() if work.added else bottom
    if grown > bottom and (held := _held_below(place, bottom, grown)):
        short = work.place_in_blank_lines()
        if short:
            raise NoRoom(path, f"{place.sheet.name}!{place.data}", held, short)
        grown = bottom
    if grown > bottom:
        tab.grown = grown
        tab.looks_from = bottom if place.data.height else 0
    puts: dict[int, dict[int, Cell]] = {}
    _put_edits(work, puts)
    _put_new_rows(work, tab, plan, puts)
    blanks = _taken_out(work, tab, plan, batch, alone=alone)
    tab.pieces = _ids_first(pieces(puts, place, work.block, going=work.removed), place)
    tab.pieces += _ids_first(pieces(blanks, place, work.block), place)[::-1]
    tab.doubtful = frozenset(_doubtful(work, puts))
    plan.lines_move = plan.lines_move or (bool(tab.gone or work.added) and _has_numbered_rows(work))
    return tab


def _put_edits(work: TabWork, puts: dict[int, dict[int, Cell]]) -> None:
    columns = work.place.columns
    for line, edits in work.edits.items():
        for name, value in edits.items():
            puts.setdefault(columns[name], {})[line] = value


def _put_new_rows(work: TabWork, tab: TabPlan, plan: Plan, puts: dict[int, dict[int, Cell]]) -> None:
    """The cells of new rows, and the formulas that every row of their columns has."""
    columns = work.place.columns
    calculated = work.calculated() if work.added else {}
    waiting: dict[str, list[int]] = {}
    untouched = _blank_below_the_table(work)
    for new in work.added:
        given: dict[str, Formula] = {}
        for name, column in columns.items():
            value = new.row.get(name)
            there = work.formula_at(new.line, name)
            if there is not None:
                given[name] = there
            elif name in calculated and (value is None or isinstance(value, Formula)):
                waiting.setdefault(name, []).append(new.line)
                given[name] = calculated[name]
            elif isinstance(value, Formula):
                _put_formula(tab, plan, work, (name, new.line), value)
            elif name not in untouched:
                puts.setdefault(column, {})[new.line] = value
        change = plan.applied[new.index]
        if given and isinstance(change, AddRow):  # or undo would not know the row
            plan.applied[new.index] = replace(change, row={**change.row, **given})
    for name, lines in waiting.items():
        tab.fills += _fills(work, columns[name], calculated[name], sorted(lines))


def _blank_below_the_table(work: TabWork) -> frozenset[str]:
    """The columns no new row has a value for, where all stand below the table as it is: those cells are blank already."""
    place = work.place
    if place.table is None or any(new.line <= place.data.bottom for new in work.added):
        return frozenset()
    return frozenset(name for name in place.columns if all(new.row.get(name) is None for new in work.added))


def _put_formula(tab: TabPlan, plan: Plan, work: TabWork, cell: tuple[str, int], formula: Formula) -> None:
    """A row that comes back with a formula no other row has: it is written where it reads the same in any row."""
    name, line = cell
    column = work.place.columns[name]
    if formula.text and spelt_for_any_row(formula):
        tab.fills.append(Fill(Box(line, column, line, column), formula.text))
        return
    plan.findings.append(
        Finding(
            "warning",
            work.place.layout.tab,
            None,
            name,
            "workbook.formula-lost",
            f"A row came back without its formula {formula.text or ''}, which was spelt for another line. Type it again.",
        )
    )


def _fills(work: TabWork, column: int, formula: Formula, lines: Sequence[int]) -> list[Fill]:
    """The formula for these lines: filled down from a row that has it, so that Excel spells it for each."""
    found: list[Fill] = []
    for top, bottom in runs(lines):
        above = work.block.cell(top - 1, column)
        if isinstance(above, Formula) and above.text:
            found.append(Fill(Box(top - 1, column, bottom, column), above.text))
        elif spelt_for_any_row(formula):
            found.append(Fill(Box(top, column, bottom, column), formula.text))
    return found


def _taken_out(work: TabWork, tab: TabPlan, plan: Plan, batch: Batch, *, alone: bool) -> dict[int, dict[int, Cell]]:
    """The lines that go for good, last ones first; where other tables share the sheet they are blanked instead.

    Answers the cells to be blanked.
    """
    gone = set(work.removed)
    if batch.compact and alone:
        gone |= set(work.blank_lines_between())
    blanks: dict[int, dict[int, Cell]] = {}
    if not gone:
        return blanks
    # A table keeps one row, and rows are taken out only where no other table of ours stands on the sheet.
    bottom = max(tab.grown, work.place.data.bottom, work.place.data.top - 1)
    kept = gone if not alone else {min(gone)} if len(gone) > bottom - work.place.data.top else set()
    if alone and not batch.compact and one_by_one() and len(runs(sorted(gone - kept))) > MOST_RUNS:
        kept = gone
        plan.findings.append(_left_blank(work, len(gone)))
    for line in kept:
        for name, column in work.place.columns.items():
            if work.formula_at(line, name) is None:
                blanks.setdefault(column, {})[line] = None
    tab.gone = runs(sorted(gone - kept))[::-1]
    tab.whole_rows = bool(tab.gone) and _has_the_rows_to_itself(work.place)
    return blanks


def _left_blank(work: TabWork, count: int) -> Finding:
    return Finding(
        "note", work.place.layout.tab, None, None, "workbook.row-left-blank",
        f"{count:,} rows were blanked and stand where they were: scattered as they are, taking each out would keep "
        "Excel busy for long. Blank rows are not leads. Close the workbook and take them out with: leadsorted compact FILE",
    )  # fmt: skip


def _ids_first(found: list[Piece], place: Place) -> list[Piece]:
    """The rectangle with the ids before the others: a row is known by its id, also where a write is cut off."""
    tab = BY_NAME.get(place.layout.tab)
    column = place.columns.get(tab.id) if tab else None
    return sorted(found, key=lambda piece: not (column and piece.box.left <= column <= piece.box.right))


def _has_the_rows_to_itself(place: Place) -> bool:
    """Whether nothing at all stands beside the tab: then whole rows go, which is many times as quick."""
    used = place.sheet.used_range
    left, right = used.column, used.column + used.shape[1] - 1
    return bool(place.data.left <= left and right <= place.data.right) and len(place.sheet.tables) <= 1


def _held_below(place: Place, bottom: int, grown: int) -> str:
    """What of the user's is where the table would grow to; "" where nothing is."""
    if grown > LAST_ROW:
        return "the end of the sheet"
    totals = place.table.totals if place.table else 0
    used = places.used_box(place.sheet)
    first = bottom + totals + 1
    if used.bottom < first:
        return ""
    box = Box(first, place.data.left, min(grown + totals, used.bottom), place.data.right)
    area = place.sheet.range((box.top, box.left), (box.bottom, box.right))
    for n, row in enumerate(blocks.formula_texts(area, box)):
        for at, text in enumerate(row):
            if text and not (place.table is None and text.startswith("=")):  # formulas prepared for coming rows
                return f"the cell {Box(box.top + n, box.left + at, box.top + n, box.left + at)}"
    return ""


def _doubtful(work: TabWork, puts: Mapping[int, Mapping[int, Cell]]) -> Iterator[tuple[int, int]]:
    """A cell (line, column) of each column that may take its value for something else, or not at all.

    One that is not text may go where text or nothing was; an apostrophe in front of a text is taken for the mark that
    says "text"; in a plain range, where cells may be merged, a cell under another one keeps nothing.
    """
    last = max(work.lines.values(), default=0)
    grown_from = work.place.data.bottom
    for column, lines in puts.items():
        for line, value in lines.items():
            if work.place.table is None:
                yield line, column
            elif isinstance(value, str):
                if value.startswith("'"):
                    yield line, column
            elif value is not None:
                was = work.block.cell(last if line > grown_from else line, column)
                if was is None or isinstance(was, str):
                    yield line, column


def _has_numbered_rows(work: TabWork) -> bool:
    return any(key.startswith("#") for key in work.table)


def _check(book: Any, plan: Plan, path: str) -> None:
    """Raises errors.Protected or errors.Refused where the sheets may not be written."""
    sheets: dict[str, Any] = {tab.place.sheet.name: tab.place.sheet for tab in plan.tabs}
    there = {sheet.name: sheet for sheet in book.sheets}
    sheets |= {name: there[name] for name in plan.hidden if name in there}
    for name, sheet in sheets.items():
        if application.sheet_is_protected(sheet):
            raise Protected(path, name)
    hidden.check_may_add(book, plan.hidden, path)
    plan.filters = filters.remembered([sheet for name, sheet in sheets.items() if name not in hidden.ALL], path)


def _in_asked_order(asked: Sequence[Change], clashes: list[Clash]) -> list[Clash]:
    order = {id(change): n for n, change in enumerate(asked)}
    return sorted(clashes, key=lambda clash: order.get(id(clash.change), len(order)))


def _with_layouts(text: str, layouts: tuple[Layout, ...]) -> str:
    """The state with the tabs where they are now; a text that is no state stays as it is."""
    try:
        state = unpack(text)
    except ValueError:
        return text
    return pack(state.with_layouts(layouts)) if text.strip() else text
