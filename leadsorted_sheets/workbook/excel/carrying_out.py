"""A plan is carried out: the journal first, then the cells, then what closes it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import Any

from leadsorted_sheets.core.cell import Cell, same
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Progress
from leadsorted_sheets.core.schema import JOURNAL_SHEET
from leadsorted_sheets.workbook.excel import filters, hidden
from leadsorted_sheets.workbook.excel.blocks import LAST_COLUMN, Box
from leadsorted_sheets.workbook.excel.pieces import Piece, addresses, is_record, marked, text_areas
from leadsorted_sheets.workbook.excel.plans import Plan, TabPlan
from leadsorted_sheets.workbook.excel.taking_out import one_by_one, take_out
from leadsorted_sheets.workbook.excel.values import (
    LONGEST_IN_A_BLOCK,
    column_from_excel,
    for_excel,
    from_excel,
    may_be_taken,
    number_format,
)


def carry_out(book: Any, plan: Plan, *, journal: str, record: str, path: str, progress: Progress) -> list[Finding]:
    """Write it. `journal` and `record` go in before any cell; the record goes out last. "" for no record."""
    findings: list[Finding] = []
    if record or JOURNAL_SHEET in plan.hidden:
        hidden.keep(book, JOURNAL_SHEET, journal, record=record, path=path)
    with filters.lifted(plan.filters):
        for done, tab in enumerate(plan.tabs):
            progress(f"Writing {tab.place.layout.sheet}", done, len(plan.tabs))
            findings += _write_tab(tab)
    for name, text in plan.hidden.items():
        if name != JOURNAL_SHEET:
            hidden.keep(book, name, text, path=path)
    if record:
        hidden.close(book, record)
    progress("Writing", len(plan.tabs), len(plan.tabs))
    return findings


def _write_tab(tab: TabPlan) -> Iterator[Finding]:
    sheet = tab.place.sheet
    if tab.grown:
        _grow(tab)
    for fill in tab.fills:
        _area(sheet, fill.box).formula = fill.formula
    _format(sheet, text_areas(tab.pieces, tab.place), "@")
    for piece in tab.pieces:
        _put(sheet, piece, marked(piece, tab.place))
    yield from _settled(tab)
    data = tab.place.data
    left, right = (1, LAST_COLUMN) if tab.whole_rows else (data.left, data.right)
    take_out(tab.place, [Box(top, left, bottom, right) for top, bottom in tab.gone])


def _grow(tab: TabPlan) -> None:
    """The table made longer, its totals out of the way meanwhile; new lines look like the last one."""
    place, data = tab.place, tab.place.data
    if place.table is not None:
        native = place.table.native
        if place.table.totals:
            native.show_totals = False
        native.resize(_area(place.sheet, Box(place.table.box.top, data.left, tab.grown, data.right)))
        if place.table.totals:
            native.show_totals = True
    if tab.looks_from:
        last = _area(place.sheet, Box(tab.looks_from, data.left, tab.looks_from, data.right))
        last.autofill(_area(place.sheet, Box(tab.looks_from, data.left, tab.grown, data.right)), "fill_formats")


def _put(sheet: Any, piece: Piece, marks: Container[int], *, doubled: bool = True) -> None:
    """One call for the block; a text longer than a block takes is written by itself.

    An apostrophe in front of a text is taken for the mark that says "text", so one that is there is given twice
    (`doubled`). In the columns of `marks` a text that would be parsed gets the mark too.
    """
    columns = [
        _given(cells, mark=number in marks, doubled=doubled)
        for number, cells in enumerate(piece.columns, piece.box.left)
    ]
    long = [
        (n, at, value)
        for at, column in enumerate(columns)
        for n, value in enumerate(column)
        if type(value) is str and len(value) > LONGEST_IN_A_BLOCK
    ]
    for n, at, _text in long:
        columns[at][n] = None
    _area(sheet, piece.box).options(chunksize=None).value = list(map(list, zip(*columns, strict=True)))
    for n, at, text in long:
        sheet.range((piece.box.top + n, piece.box.left + at)).value = text


def _given(cells: Sequence[Cell], *, mark: bool, doubled: bool) -> list[Any]:
    """A column's cells as the program is given them."""

    def one(cell: Cell) -> Any:
        if isinstance(cell, str):
            marked = (doubled and cell[:1] == "'") or (mark and may_be_taken(cell))
            return f"'{cell}" if marked else cell
        return for_excel(cell)

    return [None if cell is None else one(cell) for cell in cells]


def _settled(tab: TabPlan) -> Iterator[Finding]:
    """Look at what was written, and write it again where Excel took it for something else.

    A number or a day in a cell formatted as text is text: the cell gets the format that fits. What is wrong even then
    is named.
    """
    sheet = tab.place.sheet
    for piece in () if is_record(tab.place) else tab.pieces:
        marks = marked(piece, tab.place)
        if not (marks or tab.is_doubtful(piece.box)):
            continue
        wrong = list(_unlike(sheet, piece))
        if not wrong:
            continue
        for code in sorted({number_format(cell) for _box, cell in wrong} - {"@"}):
            _format(sheet, [box for box, cell in wrong if number_format(cell) == code], code)
        apostrophes = any(isinstance(cell, str) and cell.startswith("'") for _box, cell in wrong)
        _put(sheet, piece, marks, doubled=not apostrophes)
        for box, cell in _unlike(sheet, piece):
            yield Finding(
                "warning", tab.place.layout.tab, None, None, "workbook.not-kept",
                f"{sheet.name}!{box} did not keep what was written into it. Look at the cell's format and type it again.",
                found=cell,
            )  # fmt: skip


def _unlike(sheet: Any, piece: Piece) -> Iterator[tuple[Box, Cell]]:
    """The cells of a piece that read otherwise than they were written."""
    values = _area(sheet, piece.box).options(ndim=2, err_to_str=True).value
    for at, (column, wanted) in enumerate(zip(zip(*values, strict=True), piece.columns, strict=True)):
        for n, (read, cell) in enumerate(zip(column_from_excel(column), wanted, strict=True)):
            if read is cell or same(read, cell) or same(from_excel(for_excel(cell)), read):
                continue
            line, number = piece.box.top + n, piece.box.left + at
            yield Box(line, number, line, number), cell


def _format(sheet: Any, boxes: Sequence[Box], code: str) -> None:
    """A number format for several areas in one call, where xlwings takes such an address."""
    for address in map(str, boxes) if one_by_one() else addresses(boxes):
        sheet.range(address).number_format = code


def _area(sheet: Any, box: Box) -> Any:
    return sheet.range((box.top, box.left), (box.bottom, box.right))
