"""What a cell offers and expects: the words of a list, a date, a number.

A warning can be overruled, because a team may know better. Only where the program goes by
the exact word (a kind, a decision) nothing else is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from leadsorted_sheets.core.design.places import PLACES
from leadsorted_sheets.core.schema import LISTS, Column

EXACT: frozenset[str] = frozenset(
    {
        "Decisions",
        "Yes",
        "Yes or no",
        "Status kinds",
        "Stage kinds",
        "Rule kinds",
        "Survivorship rules",
        "Policies",
        "CRM kinds",
    }
)
"""The lists whose words the program goes by."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A drop-down: fixed `words`, or the first column of the table `of`. `otherwise` is said to a word it does not have."""

    words: tuple[str, ...]
    of: str
    exact: bool
    otherwise: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """A date, or a number that is at least `least`. `otherwise` is said to anything else."""

    kind: Literal["date", "decimal"]
    least: int
    otherwise: str


def offer(column: Column) -> Offer | Expectation | None:
    """What a column offers or expects; None where anything goes."""
    if column.pick:
        exact = column.pick in EXACT
        words = LISTS.get(column.pick, ())
        otherwise = "Choose one from the list." if exact else _where_from(column)
        return Offer(words, "" if words else column.pick, exact, otherwise)
    match column.kind:
        case "date" | "moment":
            return Expectation("date", 0, "This should be a date, such as 2026-03-04.")
        case "number" | "whole" | "money":
            return Expectation("decimal", -(10**15), "This should be a number.")
        case "percent":
            return Expectation("decimal", 0, "This should be a percentage, such as 20%.")
    return None


def _where_from(column: Column) -> str:
    """Where a new word for this column would be written down."""
    place = PLACES.get(column.pick)
    if place is None:
        return "Keep it anyway? The list offers the usual words."
    if place.tab.sheet == "Settings":
        return f"Keep it anyway? New ones belong in Settings, under {place.tab.name}."
    return f"Keep it anyway? New ones belong on the {place.tab.name} tab."
