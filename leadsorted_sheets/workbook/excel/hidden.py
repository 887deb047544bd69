"""Our hidden sheets, and the record of a write that is under way.

A text stands in pieces of 8,000 characters, one a row in column A, as in the file. Column B of the journal's sheet is
used while a write is under way and at no other time: it holds what the write is going to do. The journal's new text
and that record go in together, before any cell; the record is cleared last. So a write that was cut off in between
(a program that ended, a machine that slept) is seen by the next one, which finishes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leadsorted_sheets.core.schema import BASE_SHEET, JOURNAL_SHEET, STATE_SHEET
from leadsorted_sheets.errors import Protected
from leadsorted_sheets.workbook.excel import application

CHUNK = 8_000
HIDDEN_SHEETS = (STATE_SHEET, JOURNAL_SHEET)
"""Every book of ours has these; one that has been synced has `BASE_SHEET` too."""
ALL = (*HIDDEN_SHEETS, BASE_SHEET)


def texts(book: Any) -> tuple[dict[str, str], str]:
    """The texts by sheet ("" where there is no sheet), and the record of a write that was not finished."""
    there = {sheet.name: sheet for sheet in book.sheets}
    found: dict[str, str] = {}
    record = ""
    for name in ALL if BASE_SHEET in there else HIDDEN_SHEETS:
        columns = _columns(there[name]) if name in there else ("", "")
        found[name] = columns[0]
        if name == JOURNAL_SHEET:
            record = columns[1]
    return found, record


def keep(book: Any, name: str, text: str, *, record: str = "", path: str) -> None:
    """Put the text into the hidden sheet of that name, made where there is none, hidden again where it was shown.

    Raises errors.Protected where the workbook's structure is locked and a sheet would have to be added.
    """
    sheet = _sheet(book, name, path)
    if application.is_visible(sheet):
        application.hide_for_good(sheet)
    columns = [_pieces(text), _pieces(record)] if record else [_pieces(text)]
    height = max(*map(len, columns), sheet.used_range.shape[0], 1)
    # With the apostrophe that says "text", no format has to be set: half the calls.
    rows = [[f"'{column[n]}" if n < len(column) else None for column in columns] for n in range(height)]
    sheet.range((1, 1), (height, len(columns))).value = rows


def close(book: Any, record: str) -> None:
    """The write under way is done."""
    book.sheets[JOURNAL_SHEET].range((1, 2), (len(_pieces(record)), 2)).clear_contents()


def has_journal(book: Any) -> bool:
    return any(sheet.name == JOURNAL_SHEET for sheet in book.sheets)


def check_may_add(book: Any, wanted: Mapping[str, str], path: str) -> None:
    """Raises errors.Protected where a sheet is wanted that is not there and may not be added."""
    there = {sheet.name for sheet in book.sheets}
    if wanted.keys() - there and application.structure_is_protected(book):
        raise Protected(path, "(the workbook's structure)")


def _sheet(book: Any, name: str, path: str) -> Any:
    found = next((sheet for sheet in book.sheets if sheet.name == name), None)
    if found is not None:
        return found
    check_may_add(book, {name: ""}, path)
    front = book.sheets.active
    made = book.sheets.add(name, before=front)  # xlwings adds "after" by moving sheets about, which hidden ones refuse
    front.activate()  # a new sheet comes to the front, where the user is not to see it
    application.hide_for_good(made)
    return made


def _columns(sheet: Any) -> tuple[str, str]:
    height = sheet.used_range.shape[0] + sheet.used_range.row - 1
    rows = sheet.range((1, 1), (height, 2)).options(ndim=2).value
    first, second = ("".join(str(row[n]) for row in rows if row[n] is not None) for n in (0, 1))
    return first, second


def _pieces(text: str) -> list[str]:
    return [text[at : at + CHUNK] for at in range(0, len(text), CHUNK)]
