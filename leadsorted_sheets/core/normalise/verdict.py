"""What we make of one value: what it becomes and why, or what is doubtful about it.

A reader looks at one cell and answers with a `Verdict`, or with None where the cell is fine as
it is. The reason is a rule's own words and never holds a value, so that ten thousand edits
share one sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.findings import Severity


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a person should look at. "review" asks for a decision; `suggestion` is what we would write."""

    message: str
    severity: Severity = "warning"
    suggestion: Cell = None
    why: str = ""
    confidence: float | None = None
    of_the_list: bool = False
    """Whether the doubt is about a value of the whole column, said once, rather than about each cell."""
    alike: str = ""
    """What it has in common with other doubts of its kind: one decision can be taken for all of them."""
    countries: tuple[str, ...] = ()
    """Where a phone could be from of which nobody knows the country: many of these are one question."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a cell becomes. `beside` are values that belong in other columns of the row: (field, value, why).

    A value for a column that keeps several is added to it, any other fills a blank cell only. `final` says that the
    value has its one spelling, so that no second look at it is needed.
    """

    value: Cell
    why: str = ""
    doubt: Doubt | None = None
    beside: tuple[tuple[str, str, str], ...] = ()
    final: bool = field(default=False, repr=False, compare=False)


Reader: TypeAlias = Callable[[Cell, Cell], Verdict | None]
"""Given a cell, and the cell of the row's other column that the rule looks at (None where it looks at none)."""


def kept(value: Cell, message: str) -> Verdict:
    """The value stays, with a warning. The message ends by saying so.

    >>> kept("ana.ng@", '"ana.ng@" is not an e-mail address.').doubt.message
    '"ana.ng@" is not an e-mail address. Left as it is.'
    """
    return Verdict(value, doubt=Doubt(f"{message} Left as it is."))


def to_decide(
    value: Cell, message: str, *, suggestion: Cell = None, why: str = "", confidence: float = 0.5,
    alike: str = "", countries: tuple[str, ...] = (),
) -> Verdict:  # fmt: skip
    """The value stays until a person has decided on Review. `alike` and `countries`: see `Doubt`."""
    doubt = Doubt(message, "review", suggestion, why or message, confidence, alike=alike, countries=countries)
    return Verdict(value, doubt=doubt)
