"""What a person has to know or to decide after a merge: conflicts as rows of Review, the rest as findings.

A conflict's row holds the value that stays as Found and the one that lost as Suggestion, so "Use suggestion" writes
the loser and "Leave as it is" keeps the winner, on whichever side `review` is run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Row, base32, row_of
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.review import summary
from leadsorted_sheets.sync.cells import LONGEST
from leadsorted_sheets.sync.merge import Conflict, Held, Revived
from leadsorted_sheets.sync.sides import Names
from leadsorted_sheets.sync.terms import HIDDEN_FIELDS

RAISED = "sync: changed on both sides, a person has to decide"
RULE = "sync.conflict"
_QUOTED = 500


def review_rows(
    conflicts: Iterable[Conflict], book: Book, *, names: Names, who: str, context: Context
) -> Mapping[str, Row]:
    """Review id -> row. `book` names the rows they are about; `who` edited the sheet last, as far as it tells."""
    return {
        (id := identity(conflict)): _row(id, conflict, book, names=names, who=who, context=context)
        for conflict in conflicts
        if conflict.tab not in {"Review", *HIDDEN_FIELDS}
    }


def identity(conflict: Conflict) -> str:
    """One conflict has one identity, in whatever round it is met; two losers never share one."""
    values = (conflict.base, conflict.ours, conflict.theirs)
    facts = (RULE, conflict.tab, conflict.key, conflict.field, *(f"{type(v).__name__}:{shown(v)}" for v in values))
    digest = hashlib.sha256("\x1f".join(facts).encode()).digest()
    return "R-" + base32(int.from_bytes(digest[:7]))


def conflict_finding(conflict: Conflict, names: Names) -> Finding:
    kept = names.there if conflict.winner == "there" else names.here
    said = f"{names.here}: {_quoted(conflict.ours)}, {names.there}: {_quoted(conflict.theirs)}"
    rest = "." if conflict.tab in {"Review", *HIDDEN_FIELDS} else "; the other one waits on Review."
    message = f"{conflict.field} was changed on both sides ({said}). The value of {kept} was kept{rest}"
    return Finding("warning", conflict.tab, conflict.key, conflict.field, RULE, message, conflict.kept, conflict.lost)


def revived_finding(revived: Revived, names: Names) -> Finding:
    gone, edited = (names.here, names.there) if revived.gone_from == "here" else (names.there, names.here)
    message = f"This row was removed in {gone} and edited in {edited}. The edit was kept, so the row is back in {gone}."
    return Finding("warning", revived.tab, revived.key, None, "sync.put-back", message)


def held_findings(held: Sequence[Held], names: Names) -> list[Finding]:
    """One finding for each column and cause: a whole column of formulas is one thing to know."""

    def cause(one: Held) -> tuple[str, str, str, str]:
        return one.tab, one.field, one.side, one.why

    findings = []
    for (tab, field, side, why), group in groupby(sorted(held, key=cause), key=cause):
        cells = list(group)
        here, other = (names.here, names.there) if side == "here" else (names.there, names.here)
        if why == "long":
            what = f"a text of {here} is longer than the {LONGEST:,} characters that Excel holds, so it stays there"
            rule = "sync.too-long"
        else:
            what = f"{here} has another value by now, but {other} computes this cell, so nothing was written over it"
            rule = "sync.held-back"
        more = f" The same holds for {len(cells)} rows in all." if len(cells) > 1 else ""
        message = f"{field}: {what}.{more}"
        findings.append(Finding("warning", tab, cells[0].key, field, rule, message))
    return findings


def _row(id: str, conflict: Conflict, book: Book, *, names: Names, who: str, context: Context) -> Row:
    by = f" (last edited there by {who})" if who else ""
    kept = names.there if conflict.winner == "there" else names.here
    why = (
        f"In {names.here}: {_quoted(conflict.ours)} (synced by {context.actor}, {context.local_now:%Y-%m-%d %H:%M}). "
        f"In {names.there}: {_quoted(conflict.theirs)}{by}. Before: {_quoted(conflict.base)}. "
        f"The value of {kept} was kept."
    )
    return row_of(
        {
            "Review ID": id,
            "Kind": "Conflict",
            "Where": f"{conflict.tab}: {conflict.field}",
            "This row": summary(book.get(conflict.tab, {}).get(conflict.key, {})) or conflict.key,
            "Found": _shown(conflict, conflict.kept),
            "Suggestion": _shown(conflict, conflict.lost),
            "Why": why,
            "Raised": context.local_now,
            "Tab": conflict.tab,
            "Row": conflict.key,
            "Field": conflict.field,
            "Rule": RULE,
        }
    )


def _shown(conflict: Conflict, value: Cell) -> Cell:
    """The value in words; a number in a column of the team's own stays one, for no schema would make it one again."""
    ours = schema.BY_NAME[conflict.tab].column(conflict.field)
    return value if ours is None and type(value) in {int, float} else shown(value)


def _quoted(value: Cell) -> str:
    text = shown(value)
    if value is None:
        return "nothing"
    return f'"{text}"' if len(text) <= _QUOTED else f'"{text[:_QUOTED]}…"'
