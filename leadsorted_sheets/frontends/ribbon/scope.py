"""The choice under Rows: which leads a command works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Key
from leadsorted_sheets.errors import WrongUsage
from leadsorted_sheets.frontends.ribbon.words import counted
from leadsorted_sheets.workbook.port import Reading

if TYPE_CHECKING:
    from leadsorted_sheets.workbook.excel.front import Front

WHOLE_BOOK = frozenset({"report", "review"})
"""Operations that make no sense on a part: figures of all leads, and what was decided."""


class Scope:
    """The visible or the selected leads. It is called with the book, and remembers how many there were."""

    def __init__(self, front: Front, which: Literal["visible", "selected"]) -> None:
        self._front = front
        self._which = which
        self._count = 0

    @property
    def told(self) -> str:
        return f"{counted(self._count, f'{self._which} lead')}"

    def __call__(self, reading: Reading) -> tuple[Key, ...]:
        """The leads. Raises errors.WrongUsage where there are none: that all are meant is not to be guessed."""
        layout, lines = reading.layout(schema.LEADS.name), reading.lines.get(schema.LEADS.name, {})
        if layout is None:
            return ()
        there = self._front.lines(self._which, layout, max(lines.values(), default=0)) if lines else set()
        keys = tuple(key for key, line in lines.items() if line in there)
        if not keys:
            what = "select the leads you mean" if self._which == "selected" else "let the filter show some leads"
            raise WrongUsage(
                f"Rows says {self._which.capitalize()} rows, and no lead on the tab {layout.sheet} is {self._which}. "
                f"Nothing was changed. Go there and {what}, or choose All rows, and click again."
            )
        self._count = len(keys)
        return keys


def of(front: Front, rows: str) -> Scope | None:
    """The scope of that name; None for all rows."""
    match rows:
        case "visible":
            return Scope(front, "visible")
        case "selected":
            return Scope(front, "selected")
        case _:
            return None
