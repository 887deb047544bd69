"""What is asked of the program around the cells: which workbook, is it free, quiet while we work, what is protected."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

from leadsorted_sheets import errors
from leadsorted_sheets.workbook.excel.library import xlwings

_ANY_RESULT = 1 | 2 | 4  # com.sun.star.sheet.FormulaResult: numbers, texts, errors
_VERY_HIDDEN = 2  # xlSheetVeryHidden: not even offered under Unhide


def book_named(name: str) -> Any:
    """The open workbook of that name, or the one in front where the name is "".

    A click runs us with the workbook's name and its Excel on the command line; xlwings finds that one. Raises
    errors.BadInput where there is none.
    """
    library = xlwings()
    address = f"excel:{name}"
    if not name and (any(word.startswith("--wb=") for word in sys.argv) or hasattr(library.Book, "_mock_caller")):
        return library.Book.caller()
    if not len(library.engines) or library.apps.active is None:
        raise errors.NotOpen(address, ())
    if not name:
        books = library.apps.active.books
        if not len(books):
            raise errors.NotOpen(address, ())
        return books.active
    there: list[Any] = [book for app in library.apps for book in app.books]
    found = [book for book in there if book.name.casefold() == name.casefold()]
    if len(found) > 1:
        raise errors.OpenTwice(address)
    if not found:
        raise errors.NotOpen(address, tuple(book.name for book in there))
    return found[0]


def check_answers(book: Any) -> None:
    """Asks for a change that changes nothing: a program busy with a cell refuses even that."""
    app = book.app
    app.screen_updating = app.screen_updating


@contextlib.contextmanager
def quiet(book: Any, what: str) -> Iterator[None]:
    """No drawing, no calculating, no macros and no boxes inside; everything is as it was afterwards, whatever happens."""
    check_answers(book)  # xlwings puts nothing back where the first of the switches is refused
    with book.app.properties(
        display_alerts=False, screen_updating=False, enable_events=False, calculation="manual", status_bar=what
    ):
        yield


def sheet_is_protected(sheet: Any) -> bool:
    """Whether its cells are locked; xlwings has no word of its own for it."""
    return _asked(sheet.api, "ProtectContents", "protect_contents", "isProtected")


def structure_is_protected(book: Any) -> bool:
    """Whether sheets may not be added."""
    return _asked(book.api, "ProtectStructure", "protect_structure", "isProtected")


def has_formulas(area: Any) -> bool:
    """Whether any of these cells is a formula; True where the program cannot tell."""
    api = getattr(area, "api", None)
    if api is None:
        return True
    if sys.platform == "darwin":
        return api.has_formula.get() is not False  # "missing value" where only some are
    if hasattr(api, "queryFormulaCells"):
        return bool(api.queryFormulaCells(_ANY_RESULT).Count)
    return getattr(api, "HasFormula", None) is not False  # None where only some are


def hide_for_good(sheet: Any) -> None:
    """Out of everybody's sight: very hidden where the program knows that, hidden where it does not."""
    if _is_excel(sheet):
        if sys.platform == "darwin":
            appscript = sys.modules["appscript"]
            sheet.api.visible.set(appscript.k.sheet_very_hidden)
        else:
            sheet.api.Visible = _VERY_HIDDEN
    else:
        sheet.visible = False


def is_visible(sheet: Any) -> bool:
    """Excel answers -1, 0 or 2; AppleScript a word; Calc yes or no."""
    shown = sheet.visible
    return bool(shown) and shown != _VERY_HIDDEN and "hidden" not in str(shown)


def _asked(api: Any, windows: str, mac: str, other: str) -> bool:
    if _is_com(api):
        return bool(getattr(api, windows))
    if sys.platform == "darwin":
        return bool(getattr(api, mac).get())
    return bool(getattr(api, other)())


def _is_excel(sheet: Any) -> bool:
    return bool(sheet.book.app.engine.name == "excel")


def _is_com(api: Any) -> bool:
    return sys.platform == "win32" or hasattr(api, "ProtectContents") or hasattr(api, "ProtectStructure")
