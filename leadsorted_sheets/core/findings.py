"""Findings: what is wrong or doubtful in the sheet. Values that are collected and shown, never raised."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, TypeAlias

from leadsorted_sheets.core.book import Key, base32
from leadsorted_sheets.core.cell import Cell, shown

Severity: TypeAlias = Literal["note", "warning", "error", "review"]
"""note: for the record; warning: look at it; error: this row cannot be used; review: a person must decide."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person should know about a cell, a row (`field` is None) or a tab (`key` is None too).

    `message` is a sentence or two without the place; whoever shows it puts the place before it.
    `rule` is a dotted name ("normalise.phone"), stable, for counting and for switching off.
    A finding of severity "review" becomes a row of the Review tab: `others` are the rows it is about
    besides `key`, `suggestion` what we would do, `why` the evidence in words, `confidence` 0 to 1, and `alike`
    what it has in common with others, so that one decision can be taken for all of them.
    """

    severity: Severity
    tab: str
    key: Key | None
    field: str | None
    rule: str
    message: str
    found: Cell = None
    suggestion: Cell = None
    others: tuple[Key, ...] = ()
    why: str = ""
    confidence: float | None = None
    alike: str = ""

    @property
    def identity(self) -> str:
        """The same doubt about the same cells has the same identity, run after run: "R-" and ten base-32 characters."""
        facts = (self.rule, self.tab, *sorted((self.key or "", *self.others)), self.field or "", shown(self.found))
        digest = hashlib.sha256("\x1f".join(facts).encode()).digest()
        return "R-" + base32(int.from_bytes(digest[:7]))
