"""What is in front of the person: the program around the workbook, what is selected, and how to tell them something."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import Any, Literal

from leadsorted_sheets.core.state import Layout
from leadsorted_sheets.workbook.excel import application
from leadsorted_sheets.workbook.excel.refusals import in_words, vendor_errors
from leadsorted_sheets.workbook.excel.workbook import ExcelWorkbook

TITLE = "Lead Sorted"


class Front:
    """The workbook a button was clicked on, and its Excel."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._app = book.app
        self.name: str = book.name

    @classmethod
    def of_click(cls) -> Front:
        """The workbook that was in front at the click. Raises errors.BadInput where there is none."""
        with in_words("the workbook in front"):
            return cls(application.book_named(""))

    def workbook(self) -> ExcelWorkbook:
        """The same one as a workbook of the port."""
        return ExcelWorkbook(self.name, book=self._book)

    def tell(self, message: str) -> None:
        """A box with one button."""
        self._app.alert(message, TITLE, "ok", "info")

    def asked(self, question: str) -> bool:
        """A box with Yes and No."""
        return bool(self._app.alert(question, TITLE, "yes_no", "info") == "yes")

    def status(self, message: str) -> None:
        """Put it into the status bar; "" gives the bar back. A program that is busy shows none."""
        with contextlib.suppress(*vendor_errors(), AttributeError):
            self._app.status_bar = message or False

    def path(self) -> Path | None:
        """The file on this computer; None where it was never saved, or lies on the web.

        xlwings would look for a copy of one on the web on this disk, by settings that stand in the workbook itself.
        """
        unknown: tuple[type[Exception], ...] = (*vendor_errors(), AttributeError, OSError)
        try:
            said = self._book.api.FullName if sys.platform == "win32" else self._book.fullname
        except unknown:
            return None
        found = Path(str(said))
        return found if "://" not in str(said) and found.is_absolute() and found.is_file() else None

    def is_read_only(self) -> bool:
        """Whether it was opened so that it cannot be saved under its name."""
        with contextlib.suppress(*vendor_errors(), AttributeError):
            api = self._book.api
            if sys.platform == "win32":
                return bool(api.ReadOnly)
            return bool(api.read_only.get()) if sys.platform == "darwin" else bool(api.isReadonly())
        return False

    def show(self, sheet: str) -> None:
        """Bring a sheet to the front."""
        with in_words(self.name):
            self._book.sheets[sheet].activate()

    def lines(self, which: Literal["visible", "selected"], layout: Layout, last: int) -> set[int]:
        """The numbers of the tab's rows that a filter leaves visible, or that are selected and visible; `last` is its last row."""
        first = layout.header_row + 1
        with in_words(self.name):
            sheet = self._book.sheets[layout.sheet]
            if which == "selected":
                area = self._app.selection
                if area is None or (area.sheet.book.name, area.sheet.name) != (self.name, sheet.name):
                    return set()
            else:
                area = sheet.range((first, layout.first_column), (max(last, first), layout.first_column))
            found = area.get_special_cells("visible")
            spans = [(each.row, each.row + each.shape[0]) for each in found]
        return {line for top, end in spans for line in range(max(top, first), min(end, last + 1))}

    def selected(self) -> tuple[str, int] | None:
        """The sheet and the row of the first selected cell; None where no cell of this workbook is selected."""
        with in_words(self.name):
            area = self._app.selection
            if area is None or area.sheet.book.name != self.name:
                return None
            return area.sheet.name, area.row

    def close_for(self) -> None:
        """Save and close it, so that its file can be worked on."""
        with in_words(self.name):
            self._book.save()
            self._book.close()

    def open(self, path: Path) -> None:
        """Open a file in the same Excel; it becomes the workbook in front."""
        with in_words(path.name):
            self._book = self._app.books.open(str(path))
        self.name = self._book.name
