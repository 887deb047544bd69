"""Whose turn it is: smooth weighted round robin, as nginx does it for servers.

Before every turn each owner who could take the lead gains their share of it, the one who has gained most takes it and
pays a whole lead. So nobody gets two in a row who need not, and got and due stay close at every moment. Who is away or
at a cap gains nothing meanwhile, so nobody has to catch up later.

Source of the rule: nginx, "Upstream: smooth weighted round-robin balancing" (2012).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import canon
from leadsorted_sheets.core.changes import AddRow, Change, Edit
from leadsorted_sheets.core.records import day_of, folded
from leadsorted_sheets.core.settings import Owner
from leadsorted_sheets.core.state import TURNS

TURN = "assign: whose turn comes next"


@dataclass(slots=True)
class Desk:
    """An owner while leads are handed out. `key` is the name folded. `room` is how many more the caps allow; `balance` what the turn owes them.

    `due` is the sum of the shares of the turns they could have taken, `by_turn` how many they took.
    """

    owner: Owner
    key: str
    present: bool = True
    room: float = math.inf
    balance: float = 0.0
    due: float = 0.0
    by_turn: int = 0
    got: int = 0
    had: int = 0

    @property
    def takes(self) -> bool:
        """Whether the turn may come to them now."""
        return self.present and self.room > 0 and self.owner.weight > 0


@dataclass(slots=True)
class Group:
    """Owners who may take the same leads. The shares of those who can take one now are kept until a desk fills."""

    desks: tuple[Desk, ...]
    shares: list[tuple[Desk, float]] = field(default_factory=list)
    as_of: int = -1


class Turns:
    """The turn going round: its state is the balance and the room of each desk."""

    def __init__(self, desks: Sequence[Desk]) -> None:
        self.desks = tuple(desks)
        self._filled = 0  # how often a desk has run out of room

    def take(self, group: Group) -> Desk | None:
        """The desk of the group whose turn it is; it is charged for it. None where nobody can take a lead."""
        if group.as_of != self._filled:
            ready = [desk for desk in group.desks if desk.takes]
            total = sum(desk.owner.weight for desk in ready)
            group.shares, group.as_of = [(desk, desk.owner.weight / total) for desk in ready], self._filled
        chosen, most = None, -math.inf
        for desk, share in group.shares:
            desk.balance += share
            desk.due += share
            if desk.balance > most + _A_TRIFLE:
                chosen, most = desk, desk.balance
        if chosen is not None:
            chosen.balance -= 1
            chosen.by_turn += 1
            self.give(chosen)
        return chosen

    def give(self, desk: Desk) -> None:
        """Count a lead, however it came, against the desk's caps."""
        desk.got += 1
        desk.room -= 1
        if desk.room == 0:
            self._filled += 1


_A_TRIFLE = 1e-9  # below this a difference is the rounding of thirds, and the order of the owners decides


def desks(owners: Iterable[Owner], book: Book, *, today: dt.date, seed: int) -> list[Desk]:
    """The desks of the active owners, with what the caps leave and what the turn owes.

    Equal claims go by the order of Settings, or, with a seed other than 0, by an order that the seed alone decides.
    """
    made = {
        folded(owner.name): Desk(
            owner, folded(owner.name), present=not owner.away(today), balance=_balance(book, owner.name)
        )
        for owner in owners
        if owner.active
    }
    days, months = _assigned(book, made, today)
    for name, desk in made.items():
        caps = ((desk.owner.daily_cap, days.get(name, 0)), (desk.owner.cap_30_days, months.get(name, 0)))
        desk.room = min((max(cap - had, 0) for cap, had in caps if cap is not None), default=math.inf)
    order = list(made.values())
    return sorted(order, key=lambda desk: _drawn(seed, desk.owner.name)) if seed else order


def turn_changes(turns: Turns, book: Book) -> list[Change]:
    """What keeps the turn for the next run, in the hidden table of turns."""
    kept: Mapping[str, Row] = book.get(TURNS, {})
    changes: list[Change] = []
    for desk in turns.desks:
        if not desk.due:
            continue
        name, balance = desk.owner.name, canon(desk.balance)
        before = kept.get(name)
        if before is None:
            changes.append(AddRow(TURNS, name, {"Owner": name, "Balance": balance}, TURN))
        elif before.get("Balance") != balance:
            changes.append(Edit(TURNS, name, "Balance", before.get("Balance"), balance, TURN))
    return changes


def _balance(book: Book, name: str) -> float:
    kept = book.get(TURNS, {}).get(name, {}).get("Balance")
    return float(kept) if isinstance(kept, (int, float)) else 0.0


def _assigned(book: Book, made: Mapping[str, Desk], today: dt.date) -> tuple[dict[str, int], dict[str, int]]:
    """How many leads each owner was given today, and in the last 30 days, today included; and how many they have."""
    days: dict[str, int] = {}
    months: dict[str, int] = {}
    month_ago = today - dt.timedelta(days=30)
    for row in book.get("Leads", {}).values():
        owner, on = row.get("Owner"), row.get("Assigned on")
        if not isinstance(owner, str) or (name := folded(owner)) not in made:
            continue
        made[name].had += 1
        day = day_of(on)
        if day is not None and month_ago < day <= today:
            months[name] = months.get(name, 0) + 1
            if day == today:
                days[name] = days.get(name, 0) + 1
    return days, months


def _drawn(seed: int, name: str) -> bytes:
    return hashlib.sha256(f"{seed}:{name}".encode()).digest()
