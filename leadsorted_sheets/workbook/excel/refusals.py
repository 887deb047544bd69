"""What Excel refuses, in words: whatever xlwings raises becomes one of our errors."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from leadsorted_sheets import errors
from leadsorted_sheets.workbook.excel.library import xlwings

_REJECTED = -2147418111
"""RPC_E_CALL_REJECTED: the program takes no calls at the moment."""
_BUSY_WITH_A_CELL = -2146777998
"""VBA_E_IGNORE: the program takes no changes while a cell is being edited or a box is open."""
_GONE = frozenset({-2147023174, -2147023170, -2147417848, -2147221021})
"""The program has ended: RPC server unavailable, call failed, disconnected from its clients, no such object."""


@contextlib.contextmanager
def in_words(path: str) -> Iterator[None]:
    """Errors of xlwings and of the programs behind it leave this block as ours. Nothing was written so far."""
    try:
        yield
    except AttributeError as refusal:
        if not _is_pywin32s(refusal):
            raise
        raise errors.BeingEdited(path) from refusal
    except vendor_errors() as refusal:
        raise as_ours(refusal, path) from refusal


@contextlib.contextmanager
def half_way(path: str, *, recorded: bool) -> Iterator[None]:
    """As `in_words`, where cells may have been changed already."""
    try:
        yield
    except AttributeError as refusal:
        if not _is_pywin32s(refusal):
            raise
        raise errors.StoppedHalfWay(path, "it is busy with a cell or a box", recorded=recorded) from refusal
    except vendor_errors() as refusal:
        raise errors.StoppedHalfWay(path, _words(refusal), recorded=recorded) from refusal


def vendor_errors() -> tuple[type[Exception], ...]:
    """The classes xlwings lets through on this machine."""
    found: list[type[Exception]] = [xlwings().XlwingsError]
    for module, name in (("pywintypes", "com_error"), ("appscript.reference", "CommandError")):
        if module in sys.modules:
            found.append(getattr(sys.modules[module], name))
    return tuple(found)


def as_ours(refusal: Exception, path: str) -> errors.LeadSortedError:
    """The error a vendor's stands for."""
    codes = {getattr(refusal, "hresult", None), _scode(refusal)}
    words = _words(refusal)
    if codes & {_REJECTED, _BUSY_WITH_A_CELL} or "busy" in words.casefold():
        return errors.BeingEdited(path)
    if codes & _GONE:
        return errors.NotOpen(path, ())
    return errors.ExcelRefused(path, words)


def _scode(refusal: Exception) -> int | None:
    facts = getattr(refusal, "excepinfo", None)
    return facts[5] if facts and len(facts) > 5 else None


def _words(refusal: Exception) -> str:
    facts = getattr(refusal, "excepinfo", None)
    said = facts[2] if facts and len(facts) > 2 and facts[2] else str(refusal)
    return str(said).strip().rstrip(".") or type(refusal).__name__


def _is_pywin32s(refusal: AttributeError) -> bool:
    """While a cell is being edited pywin32 finds no methods on Excel's objects."""
    text = str(refusal)
    return text.startswith(("<unknown>.", "Excel.", "'<win32com")) or "CDispatch" in text
