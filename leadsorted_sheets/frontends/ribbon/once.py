"""The workbook of one click: read once, and again only after something was written to it."""

from __future__ import annotations

from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.core.state import Layout
from leadsorted_sheets.workbook.port import Batch, Reading, Sketch, Workbook, Written


class ReadOnce:
    """Keeps a reading: Excel waits while a click is carried out. What is written is held against the cells anyway."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._reading: Reading | None = None

    @property
    def address(self) -> str:
        return self._workbook.address

    def read(self, *, layouts: tuple[Layout, ...] | None = None, progress: Progress = silent) -> Reading:
        if layouts is not None:
            return self._workbook.read(layouts=layouts, progress=progress)
        if self._reading is None:
            self._reading = self._workbook.read(progress=progress)
        return self._reading

    def write(self, batch: Batch, *, expect: str, progress: Progress = silent) -> Written:
        self._reading = None
        return self._workbook.write(batch, expect=expect, progress=progress)

    def peek(self) -> str:
        return self._workbook.peek()

    def check_free(self) -> None:
        self._workbook.check_free()

    def sketches(self) -> tuple[Sketch, ...]:
        return self._workbook.sketches()
