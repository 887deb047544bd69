"""What the live formulas of the Sources tab come to, computed here for programs that show a file without calculating.

The rules are those of the formulas (`schema.SOURCES`), odd ones included: text matches in any case, `*` and `?` in a
source's name stand for other characters, a deal counts where a lead names it as its Deal ID, in whatever currency.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Callable

from leadsorted_sheets.core.book import Book, Key
from leadsorted_sheets.core.cell import Cell, Error, Formula, canon, shown
from leadsorted_sheets.core.schema import BY_NAME, table_of

_COUNTED = ("Leads", "Qualified", "Won", "Revenue")


def source_figures(book: Book) -> dict[Key, dict[str, Cell]]:
    """For each row of Sources the value of each of its formulas, by row key and column.

    A row without a source, or with one that a spreadsheet reads as a comparison (">5"), is left out.
    """
    leads, qualified, deals_of = _leads(book)
    won = _won(book)
    figures: dict[Key, dict[str, Cell]] = {}
    for key, row in book.get("Sources", {}).items():
        matches = _criterion(row.get("Source"))
        if matches is None:
            continue
        ours = [source for source in leads if matches(source)]
        deals = {deal for source in ours for deal in deals_of.get(source, ()) if deal in won}
        counted: tuple[Cell, ...] = (
            sum(leads[source] for source in ours),
            sum(qualified[source] for source in ours),
            sum(len(won[deal]) for deal in deals),
            canon(math.fsum(value for deal in deals for value in won[deal])),
        )
        figures[key] = dict(zip(_COUNTED, counted, strict=True)) | _per(row.get("Cost"), *counted)
    return figures


def _leads(book: Book) -> tuple[Counter[str], Counter[str], dict[str, set[str]]]:
    """Leads and qualified leads by source, and the deals the leads of each source name; all in lower case."""
    leads: Counter[str] = Counter()
    qualified: Counter[str] = Counter()
    deals: dict[str, set[str]] = {}
    for row in book.get("Leads", {}).values():
        source = row.get("Source")
        if source is None or isinstance(source, (Formula, Error)):
            continue
        name = shown(source).casefold()
        leads[name] += 1
        if _is_positive(row.get("Qualified on")):
            qualified[name] += 1
        deal = row.get("Deal ID")
        if deal is not None:
            deals.setdefault(name, set()).add(shown(deal).casefold())
    return leads, qualified, deals


def _won(book: Book) -> dict[str, list[float]]:
    """The values of the rows of Pipeline whose stage is of kind won, by Deal ID; a value that is no number counts 0."""
    stages = book["Stages"] if "Stages" in book else table_of(BY_NAME["Stages"])
    of_kind_won = {
        shown(row.get("Stage")).casefold() for row in stages.values() if shown(row.get("Kind")).casefold() == "won"
    }
    won: dict[str, list[float]] = {}
    for row in book.get("Pipeline", {}).values():
        deal, stage, value = row.get("Deal ID"), row.get("Stage"), row.get("Value")
        if deal is not None and stage is not None and shown(stage).casefold() in of_kind_won:
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
            won.setdefault(shown(deal).casefold(), []).append(float(value) if is_number else 0.0)  # type: ignore[arg-type]  # as tested
    return won


def _per(cost: Cell, leads: Cell, _qualified: Cell, won: Cell, revenue: Cell) -> dict[str, Cell]:
    spent = _spent(cost)

    def by(number: Cell) -> Cell:
        if not isinstance(number, (int, float)) or number <= 0:
            return 0
        return spent if isinstance(spent, Error) else canon(spent / number)

    roi: Cell = 0
    if isinstance(spent, Error):
        roi = spent
    elif spent > 0 and isinstance(revenue, (int, float)):
        roi = canon((revenue - spent) / spent)
    return {"Cost per lead": by(leads), "Cost per acquisition": by(won), "ROI": roi}


def _spent(cost: Cell) -> float | Error:
    """A cost as a formula reckons with it: nothing is 0, text that is a plain number is that number."""
    match cost:
        case None:
            return 0.0
        case Error():
            return cost
        case int() | float():
            return float(cost)
        case str() if re.fullmatch(r"-?\d+(\.\d+)?", cost.strip()):
            return float(cost)
    return Error("#VALUE!")


def _criterion(source: Cell) -> Callable[[str], bool] | None:
    """What COUNTIFS takes a source's name for: a text in any case, with `*`, `?` and, to escape them, `~`."""
    if source is None or isinstance(source, (Formula, Error)):
        return None
    wanted = shown(source).casefold()
    if wanted.startswith(("<", ">", "=")):
        return None
    if not any(mark in wanted for mark in "*?~"):
        return wanted.__eq__
    parts = (_WILD.get(part) or re.escape(part[1:] if part[:1] == "~" else part) for part in _PARTS.findall(wanted))
    pattern = re.compile("".join(parts), re.DOTALL)
    return lambda name: pattern.fullmatch(name) is not None


_PARTS = re.compile(r"~[*?~]|[*?]|[^*?~]+|~")
_WILD = {"*": ".*", "?": ".", "~": "~"}


def _is_positive(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return False
    return isinstance(cell, dt.date) or (isinstance(cell, (int, float)) and cell > 0)
