"""From a click to a box: the workbook in front is found, the command carried out, and whatever happens is said in words."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadsorted_sheets import errors
from leadsorted_sheets.frontends.ribbon.words import spoken
from leadsorted_sheets.session.context import Clock, utc_now

if TYPE_CHECKING:
    from leadsorted_sheets.core.plan import Progress
    from leadsorted_sheets.workbook.excel.front import Front

_PAUSE = 0.5
"""Seconds between two messages in the status bar: each is a call to Excel."""


def clicked(
    command: str, rows: str, stamp: str, click: str, answers: Sequence[str] = (), *, clock: Clock | None = None
) -> None:
    """What a click hands over, carried out. Nothing is raised: Excel would show a traceback."""
    front: Front | None = None
    try:
        front = _front()
        _check_stamp(stamp)
        said = _carried_out(front, command, rows, click, answers=answers, clock=clock or utc_now)
    except errors.LeadSortedError as refusal:
        said = spoken(str(refusal))
    except BaseException as fault:  # noqa: BLE001  # an interrupted Python, too, has to leave Excel in order
        said = _unforeseen(fault, command)
    _say(front, said)


def _carried_out(front: Front, command: str, rows: str, click: str, *, answers: Sequence[str], clock: Clock) -> str:
    from leadsorted_sheets.frontends.ribbon import commands, recent

    asked = commands.Click(front, command, rows, click, tuple(map(_decoded, answers)), clock, status(front))
    said = commands.carry_out(asked)
    recent.keep(click, said.change_id, front.name)
    return said.text


def _front() -> Front:
    """The workbook of the click."""
    from leadsorted_sheets.workbook.excel.front import Front

    try:
        return Front.of_click()
    except errors.LeadSortedError:
        raise
    except Exception as lost:  # xlwings raises whatever it likes where there is none
        raise errors.BadInput(
            "The workbook you clicked on cannot be found in Excel. Nothing was changed. Bring it to the front, close any "
            "second Excel that has one of the same name, and click again."
        ) from lost


def _check_stamp(stamp: str) -> None:
    """Raises errors.Refused where the tab is another version's: its buttons might mean something else."""
    from leadsorted_sheets.addin.build import expected_stamp

    if stamp != expected_stamp():
        raise errors.Refused(
            "The Lead Sorted tab in Excel was made by another version than the one that is installed. Nothing was "
            "changed. Quit Excel, run this in a terminal, and start Excel again: leadsorted excel install"
        )


def _decoded(answer: str) -> str:
    """An answer as it was typed: hex, then UTF-8."""
    try:
        return bytes.fromhex(answer).decode()
    except ValueError as damage:
        raise errors.BadInput("An answer did not arrive whole. Nothing was changed. Click again.") from damage


def status(front: Front) -> Progress:
    """Tells the status bar what is being done, now and then."""
    last = -_PAUSE

    def tell(what: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _PAUSE:
            return
        last = now
        share = f" {done * 100 // total} %" if total > 1 else ""
        with contextlib.suppress(Exception):  # it is only told
            front.status(f"Lead Sorted: {what}{share}")

    return tell


def _unforeseen(fault: BaseException, command: str) -> str:
    from leadsorted_sheets.session import faults

    faults.log(fault, f"click on {command}")
    return (
        "Lead Sorted stopped for a reason nobody foresaw. Look at History and the rows you worked on before you save: "
        f"a part may have been done, and Undo takes it back.\n\n{faults.where()}"
    )


def _say(front: Front | None, said: str) -> None:
    """The box. Where Excel shows none, the system does."""
    if front is not None:
        with contextlib.suppress(Exception):
            front.status("")
        if not said:
            return
        with contextlib.suppress(Exception):
            front.tell(said)
            return
    with contextlib.suppress(Exception):
        _system_box(said)


def _system_box(said: str) -> None:
    """A box of Windows' or of macOS's own; elsewhere the words go where a terminal may show them."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, said, "Lead Sorted", 0x40)
    elif sys.platform == "darwin":
        import subprocess

        script = 'on run argv\ndisplay dialog (item 1 of argv) with title "Lead Sorted" buttons {"OK"}\nend run'
        subprocess.run(["/usr/bin/osascript", "-e", script, said], check=False, capture_output=True)  # noqa: S603  # ours
    else:
        sys.stderr.write(f"{said}\n")
