"""The workbook that is open in Excel, as a workbook of the port."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from leadsorted_sheets.core.changes import apply
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.core.schema import JOURNAL_SHEET
from leadsorted_sheets.core.state import Layout
from leadsorted_sheets.errors import Moved, NotOurBook, OnlyClosed
from leadsorted_sheets.workbook import under_way
from leadsorted_sheets.workbook.excel import application, blocks, columns, hidden
from leadsorted_sheets.workbook.excel.carrying_out import carry_out
from leadsorted_sheets.workbook.excel.planning import planned
from leadsorted_sheets.workbook.excel.plans import Plan
from leadsorted_sheets.workbook.excel.reading import Snapshot, revision, sketches, snapshot
from leadsorted_sheets.workbook.excel.refusals import half_way, in_words
from leadsorted_sheets.workbook.port import Batch, Reading, Sketch, Written
from leadsorted_sheets.workbook.under_way import UnderWay

STATUS = "Lead Sorted is writing"


class ExcelWorkbook:
    """An open workbook, through xlwings: `name`, or the one in front.

    It is found when first needed and stays the same one, whatever the user brings to the front meanwhile.
    """

    def __init__(self, name: str = "", *, book: Any = None) -> None:
        self._name = name
        self._found = book
        self._last: Snapshot | None = None

    @property
    def address(self) -> str:
        return f"excel:{self._name}"

    def read(self, *, layouts: tuple[Layout, ...] | None = None, progress: Progress = silent) -> Reading:
        with in_words(self._path):
            found = snapshot(self._book, layouts, progress)
        if layouts is None and not found.places and not any(found.reading.hidden.values()):
            raise NotOurBook(self._path)
        self._last = found
        return found.reading

    def write(self, batch: Batch, *, expect: str, progress: Progress = silent) -> Written:
        if batch.setup is not None:
            raise OnlyClosed(self._path)
        book = self._book
        with in_words(self._path):
            application.check_answers(book)
            before = self._as_expected(book, batch, expect)
            lacking = columns.wanted(batch, before.places)
            columns.check(lacking, before.places, self._path)
            plan = planned(book, before, batch, self._path)  # also where columns are to come: it may say no
            if lacking:
                with application.quiet(book, STATUS):
                    before = snapshot(book, columns.add(lacking, before.places), silent)
                plan = planned(book, before, batch, self._path)
        findings = self._carried_out(book, plan, before, progress)
        self._last = None
        return Written(plan.applied, plan.clashed, self._revision(book, before, plan), (*plan.findings, *findings))

    def peek(self) -> str:
        """Only reading tells."""
        return ""

    def check_free(self) -> None:
        with in_words(self._path):
            application.check_answers(self._book)

    def sketches(self) -> tuple[Sketch, ...]:
        with in_words(self._path):
            return sketches(self._book)

    @property
    def _book(self) -> Any:
        if self._found is None:
            self._found = application.book_named(self._name)
        return self._found

    @property
    def _path(self) -> str:
        """What the user knows it by. Its folder is never asked for: on OneDrive that is an address on the web."""
        return self._name or (self._found.name if self._found is not None else "the workbook in front")

    def _as_expected(self, book: Any, batch: Batch, expect: str) -> Snapshot:
        """What the workbook holds, still as it was read. Raises errors.Moved where it is not.

        Only the sheets that will be written are looked at again, and only at what their cells say.
        """
        last = self._last
        tabs = {change.tab for change in batch.changes} | batch.columns.keys()
        if last is None or last.reading.revision != expect or not _is_as_read(last, tabs, every=batch.compact):
            last = snapshot(book, None, silent)
        if last.record:
            self._finish(book, last)
        if last.reading.revision != expect:
            raise Moved(self._path)
        return last

    def _finish(self, book: Any, found: Snapshot) -> None:
        """Make what a write that was cut off had still to do. The workbook has moved then."""
        left = under_way.rest(found.record, found.reading.book)
        plan = planned(book, found, Batch(left.changes, hidden=left.hidden), self._path)
        journal = found.reading.hidden[JOURNAL_SHEET]
        with in_words(self._path), application.quiet(book, STATUS), half_way(self._path, recorded=True):
            carry_out(book, plan, journal=journal, record=found.record, path=self._path, progress=silent)
        self._last = None
        raise Moved(self._path)

    def _carried_out(self, book: Any, plan: Plan, before: Snapshot, progress: Progress) -> list[Any]:
        if not plan.writes_anything:
            return []
        journal = plan.hidden.get(JOURNAL_SHEET, before.reading.hidden.get(JOURNAL_SHEET, ""))
        kept = bool(plan.tabs) and (JOURNAL_SHEET in plan.hidden or hidden.has_journal(book))
        others = {name: text for name, text in plan.hidden.items() if name != JOURNAL_SHEET}
        record = under_way.pack(UnderWay(plan.applied, others)) if kept else ""
        with in_words(self._path), application.quiet(book, STATUS), half_way(self._path, recorded=kept):
            return carry_out(book, plan, journal=journal, record=record, path=self._path, progress=progress)

    def _revision(self, book: Any, before: Snapshot, plan: Plan) -> str:
        """The name of what is there now: told from what was written, read again where rows without an id have moved."""
        if plan.lines_move:
            with in_words(self._path):
                return snapshot(book, None, silent).reading.revision
        return revision(apply(before.reading.book, plan.applied), {**before.reading.hidden, **plan.hidden})


def _is_as_read(last: Snapshot, tabs: Iterable[str], *, every: bool) -> bool:
    """Whether the sheets of these tabs say what they said: every cell's text, and every table where it was."""
    wanted = set(tabs)
    touched = [place for place in last.places if every or place.layout.tab in wanted]
    for place in touched:
        if place.table is not None:
            area = place.table.native.range
            box = place.table.box
            if (area.row, area.column, area.shape) != (box.top, box.left, (box.height, box.right - box.left + 1)):
                return False
    for name, sheet in {place.sheet.name: place.sheet for place in touched}.items():
        block = last.blocks[name]
        if block.box.height < 1:
            continue
        if block.texts:
            area = sheet.range((block.box.top, block.box.left), (block.box.bottom, block.box.right))
            if blocks.formula_texts(area, block.box) != block.texts:
                return False
        elif not blocks.read(sheet, block.box).holds_the_same(block):
            return False
    return True
