"""Everything the product does to a whole book, on one page, in the order of the ribbon."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from leadsorted_sheets.core import assign, dedupe, enrich, followup, normalise, quality, report, review, score
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.plan import Context, Outcome


@dataclass(frozen=True, slots=True)
class Operation:
    """`name` is the command, the ribbon's tag and the journal's verb; `plan.__doc__` is the `help`.

    `options` is a frozen dataclass: its fields are the flags of the command line and the prompts of the ribbon,
    and `metadata["help"]` says what each does. `icon` is an Office image name, one of those every
    Excel since 2013 has. `example` closes the help. One that `writes` nothing only looks, and answers with figures.
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
        """The docstring as people read it: without what only a programmer needs."""
        told = inspect.cleandoc(self.plan.__doc__ or "").split("\n\n")
        return "\n\n".join(each for each in told if not each.startswith("Raises "))


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "normalise",
        "Normalise",
        "ReplaceDialog",
        normalise.Options,
        normalise.plan,
        "leadsorted normalise leads.xlsx --apply",
    ),
    Operation(
        "dedupe", "Dedupe", "RemoveDuplicates", dedupe.Options, dedupe.plan, "leadsorted dedupe leads.xlsx --apply"
    ),
    Operation(
        "enrich", "Enrich", "ListSynchronize", enrich.Options, enrich.plan, "leadsorted enrich leads.xlsx --apply"
    ),
    Operation(
        "assign",
        "Assign",
        "ReviewAllowUsersToEditRanges",
        assign.Options,
        assign.plan,
        'leadsorted assign leads.xlsx --where "country=DE" --apply',
    ),
    Operation(
        "score",
        "Score",
        "ConditionalFormattingIconSetsGallery",
        score.Options,
        score.plan,
        "leadsorted score leads.xlsx --apply",
    ),
    Operation(
        "follow-up",
        "Follow up",
        "ReviewNewComment",
        followup.Options,
        followup.plan,
        "leadsorted follow-up leads.xlsx --apply",
    ),
    Operation(
        "quality", "Quality", "ErrorChecking", quality.Options, quality.plan, "leadsorted quality leads.xlsx --apply"
    ),
    Operation(
        "report", "Report", "PivotTableInsert", report.Options, report.plan, "leadsorted report leads.xlsx --apply"
    ),
    Operation(
        "review", "Review", "DataValidation", review.Options, review.plan, "leadsorted review leads.xlsx --apply"
    ),
)


BY_NAME: dict[str, Operation] = {operation.name: operation for operation in OPERATIONS}
