"""What other thresholds would do to this very list: a person who moves one should see first how many leads it merges.

Nothing is compared again: the pairs are joined anew from the confidence that each has already.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.plan import Figures

if TYPE_CHECKING:
    from leadsorted_sheets.core.dedupe.listed import Listed
    from leadsorted_sheets.core.dedupe.people import Rows

LADDER = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.97, 0.98, 0.99)
"""The confidences that are tried."""
_TRIED = 2
"""How many of them, on either side of the one that is set."""
TITLE = "If merging began at another confidence"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A confidence to merge from, the rows that would go into others, and the pairs that would be left to decide."""

    line: float
    merges: int
    to_review: int


def what_if(found: Listed, labels: Rows, tier: str) -> tuple[WhatIf, ...]:
    """The set threshold and a few on either side, the highest first.

    `labels` are the people when duplicates of `tier` were merged. Where no threshold decides (only equal rows, or
    nothing, is merged), what that of "certain" and those around it would do.
    """
    set_at = round(found.limits.likely if tier == "likely" else found.limits.certain, 4)
    known = {set_at: labels} if tier in {"certain", "likely"} else {}
    return tuple(
        _at(found, line, known[line] if line in known else found.people_at(line))
        for line in around(set_at, least=found.limits.possible)
    )


def around(line: float, *, least: float = 0.0) -> tuple[float, ...]:
    """The confidences worth showing beside one that is set: it and two on either side, the highest first.

    None is below `least`: what is under the line of "possible" is nobody's question.

    >>> around(0.97), around(0.93, least=0.87), around(1.0)
    ((0.99, 0.98, 0.97, 0.95, 0.9), (0.97, 0.95, 0.93, 0.9), (1.0, 0.99, 0.98))
    """
    below = LADDER[: bisect_left(LADDER, line)][-_TRIED:]
    above = [each for each in LADDER if each > line][:_TRIED]
    return tuple(sorted({line, *above, *(each for each in below if each >= least)}, reverse=True))


def figures(tried: tuple[WhatIf, ...]) -> Figures:
    """The same as a table to read."""
    rows = tuple((each.line, each.merges, each.to_review) for each in tried)
    return Figures(TITLE, ("Confidence", "Merges", "To review"), rows)


def sentences(table: Figures) -> tuple[str, ...]:
    """The rows of such a table as a person says them.

    >>> sentences(figures((WhatIf(0.9, 1412, 37), WhatIf(0.975, 1, 0))))
    ('at 0.90: 1,412 merges, 37 to review', 'at 0.975: 1 merge, 0 to review')
    """
    return tuple(
        f"at {shown(line).ljust(4, '0')}: {_counted(merges)} merge{'' if merges == 1 else 's'}, {_counted(asked)} to review"
        for line, merges, asked in table.rows
    )


def _counted(cell: Cell) -> str:
    return f"{cell:,}" if isinstance(cell, int) else shown(cell)


def _at(found: Listed, line: float, labels: Rows) -> WhatIf:
    import numpy as np

    merges = len(labels) - len(np.unique(labels))
    return WhatIf(line, merges, _open(found, labels))


def _open(found: Listed, labels: Rows) -> int:
    """Pairs of people that could be one and that nobody has decided: what would stand on Review."""
    import numpy as np

    pairs = found.examined.evidence.pairs
    held = np.nonzero(found.examined.confidence >= found.limits.possible)[0]
    a, b = labels[pairs.a[held]], labels[pairs.b[held]]
    asked = np.unique((np.minimum(a, b) * len(labels) + np.maximum(a, b))[a != b])
    sides = np.array(found.decided.apart, np.int64).reshape(-1, 2)
    one, other = labels[sides[:, 0]], labels[sides[:, 1]]
    decided = np.minimum(one, other) * len(labels) + np.maximum(one, other)
    return int((~np.isin(asked, decided)).sum())
