"""Which moves there are. The two tables are the specification; what is not in them is not allowed.

free     at once
facts    once budget, authority, need and timeline are known
reason   with a reason from Lost reasons
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from leadsorted_sheets.core.settings import Settings, Stage, StageKind, Status, StatusKind, same_name

Terms: TypeAlias = Literal["free", "facts", "reason"]

LEAD_WAYS: Mapping[StatusKind, Mapping[StatusKind, Terms]] = {
    "open": {"open": "free", "qualified": "facts", "dead": "reason"},
    "qualified": {"open": "free", "qualified": "free", "dead": "reason"},
    "dead": {"open": "free", "dead": "reason"},  # taken up again: it is qualified anew
    "converted": {},  # the deal goes on; undo takes the conversion back
}
DEAL_WAYS: Mapping[StageKind, Mapping[StageKind, Terms]] = {
    "open": {"open": "free", "won": "free", "lost": "reason"},
    "won": {"open": "free", "won": "free"},  # opened again, when it was closed by mistake or called off
    "lost": {"open": "free", "lost": "reason"},
}

_WORDS: Mapping[Terms, str] = {
    "free": "",
    "facts": " once budget, authority, need and timeline are known",
    "reason": " with a reason",
}


@dataclass(frozen=True, slots=True)
class Move:
    """A move that is allowed, on these terms."""

    to: str
    terms: Terms


def lead_move(was: str | None, to: str, settings: Settings) -> Move | None:
    """The move of a lead from one status to another, by their names; None where the table has none."""
    terms = LEAD_WAYS[settings.status_kind(was)].get(settings.status_kind(to))
    return None if terms is None else Move(to, terms)


def deal_move(was: str | None, to: str, settings: Settings) -> Move | None:
    """The move of a deal from one stage to another, by their names; None where the table has none."""
    terms = DEAL_WAYS[settings.stage_kind(was)].get(settings.stage_kind(to))
    return None if terms is None else Move(to, terms)


def open_to(was: str | None, settings: Settings, *, deal: bool = False, but: str = "") -> str:
    """Where it can go from here, for a sentence; "" where nowhere. `but` is a name to leave out.

    >>> statuses = (Status("New"), Status("Good", "qualified", 2), Status("Dead", "dead", 3), Status("Deal", "converted", 4))
    >>> open_to("New", Settings(statuses=statuses))
    'Good once budget, authority, need and timeline are known, or Dead with a reason'
    """
    every: Iterable[Status | Stage] = settings.stages if deal else settings.statuses
    find = deal_move if deal else lead_move
    names = [
        f"{one.name}{_WORDS[move.terms]}"
        for one in sorted(every, key=lambda one: one.order)
        if not same_name(one.name, was)
        and not same_name(one.name, but)
        and (move := find(was, one.name, settings)) is not None
    ]
    return ", ".join(names[:-1]) + (", or " if len(names) > 1 else "") + names[-1] if names else ""
