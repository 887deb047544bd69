"""The verbs on one lead or deal, as data: the command line and the ribbon are made from this tuple.

A verb writes at once, is recorded like any operation, and undo takes it back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.plan import Context, Outcome
from leadsorted_sheets.core.verbs import close, move


@dataclass(frozen=True, slots=True)
class Verb:
    """Like an Operation, but for one row: `name` is the command and the journal's verb; `plan.__doc__` is the help.

    `options` is a frozen dataclass whose fields are texts or choices. The metadata of a field: `help` says what it is;
    `argument` is its name on the command line where it has a place there instead of a flag; `ask` is the question that a
    button asks. A field with `argument` has to be given, unless it has `optional` too. A verb that `writes` nothing
    only looks, and answers with figures.
    """

    name: str
    label: str
    icon: str
    options: type
    plan: Callable[[Book, Any, Context], Outcome]
    example: str
    writes: bool = True

    @property
    def help(self) -> str:
        return self.plan.__doc__ or ""


VERBS: tuple[Verb, ...] = (
    Verb("move", "Move", "ListSynchronize", move.Options, move.plan, "leadsorted move leads.xlsx ann@acme.example Nurture"),
    Verb("close", "Close deal", "AccountingFormat", close.Options, close.plan, 'leadsorted close leads.xlsx D-7K3QZ9M2XA lost --reason "Price"'),
)  # fmt: skip
"""In the order of a lead's way."""


BY_NAME: dict[str, Verb] = {verb.name: verb for verb in VERBS}
