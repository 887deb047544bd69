"""Which row's value stays: the rules of the Survivorship table, as orders of claim.

A rule orders the rows; the first that has a value gives it. The kept row comes first wherever a rule is silent.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from leadsorted_sheets.core.book import Key, Row
from leadsorted_sheets.core.cell import Cell, Error, Formula, shown
from leadsorted_sheets.core.dedupe.keys import folded
from leadsorted_sheets.core.settings import Survivor, same_name


@dataclass(frozen=True, slots=True)
class Lead:
    """A row that is about to be merged."""

    key: Key
    row: Row

    def value(self, name: str) -> Cell:
        """The cell, or None where it is blank, a formula or an error: those are never copied."""
        cell = self.row.get(name)
        return None if cell.__class__ in _NEVER_COPIED else cell


Fields: TypeAlias = Sequence[str]
_NEVER_COPIED = frozenset({Formula, Error})

HOW: dict[str, str] = {
    "most complete": "the more complete row's kept",
    "newest": "the newest kept",
    "oldest": "the oldest kept",
    "longest": "the longest kept",
    "most common": "the most common kept",
    "largest": "the largest kept",
    "smallest": "the smallest kept",
    "keep all": "all kept",
    "trusted source": "the most trusted source's kept",
}
"""The rules of Settings, and how a reason tells of them."""


def kept_first(leads: Sequence[Lead]) -> list[Lead]:
    """The rows by their claim to be the one that stays: with an id, the most complete, the oldest, the first by its words."""

    claim = {lead.key: _first_claim(lead) for lead in leads}
    if len(set(claim.values())) == len(leads):
        return sorted(leads, key=lambda lead: claim[lead.key])
    return sorted(leads, key=lambda lead: (claim[lead.key], _words(lead), lead.key))


def _first_claim(lead: Lead) -> tuple[bool, int, float]:
    filled = len([cell for cell in lead.row.values() if cell is not None and cell.__class__ not in _NEVER_COPIED])
    return lead.key.startswith("#"), -filled, _age(lead.value("Created"), blank=float("inf"))


def _words(lead: Lead) -> str:
    """All that the row says, for when nothing else tells the rows apart."""
    return "\n".join([shown(cell) for name, cell in sorted(lead.row.items()) if name != "Lead ID"])


def claims(leads: Sequence[Lead], fields: Fields, rule: Survivor) -> list[Lead]:
    """The rows that have a value in any of the fields, the one with the best claim first."""
    if len(fields) == 1:
        having = [lead for lead in leads if lead.value(fields[0]) is not None]
    else:
        having = [lead for lead in leads if any(lead.value(name) is not None for name in fields)]
    if len(having) < 2:
        return having
    match rule.rule:
        case "most complete" if len(fields) == 1:
            pass
        case "most complete":
            having.sort(key=lambda lead: -sum(lead.value(name) is not None for name in fields))
        case "newest":
            having.sort(key=lambda lead: -_when(lead, fields[0], latest=True))
        case "oldest":
            having.sort(key=lambda lead: _when(lead, fields[0], latest=False))
        case "longest":
            having.sort(key=lambda lead: _length(lead, fields), reverse=True)
        case "most common":
            times = Counter(_text(lead, fields) for lead in having)
            having.sort(key=lambda lead: -times[_text(lead, fields)])
        case "largest":
            having.sort(key=lambda lead: -_amount(lead.value(fields[0]), blank=float("-inf")))
        case "smallest":
            having.sort(key=lambda lead: _amount(lead.value(fields[0]), blank=float("inf")))
        case "trusted source":
            having.sort(key=lambda lead: _trust(lead, rule.trusted_sources))
    return having


def _when(lead: Lead, name: str, *, latest: bool) -> float:
    """How late a value is: its own date where it is one, else when its row was last heard of, or made."""
    blank = float("-inf") if latest else float("inf")
    own = _age(lead.value(name), blank=blank)
    if own != blank:
        return own
    if not latest:
        return _age(lead.value("Created"), blank=blank)
    return max(_age(lead.value(stamp), blank=blank) for stamp in ("Updated", "Last activity", "Created"))


def _age(cell: Cell, *, blank: float) -> float:
    """A date as a number of days; text that is an ISO date counts as one."""
    if isinstance(cell, str):
        try:
            cell = dt.datetime.fromisoformat(cell.strip()).replace(tzinfo=None)
        except ValueError:
            return blank
    if isinstance(cell, dt.datetime):
        return cell.toordinal() + (cell.hour * 3600 + cell.minute * 60 + cell.second) / 86400
    return float(cell.toordinal()) if isinstance(cell, dt.date) else blank


def _length(lead: Lead, fields: Fields) -> tuple[int, int, bool, bool]:
    """Words spelt out, then letters, then accents kept, then written neither all small nor all in capitals.

    An umlaut counts for the two letters it is written with where there is none: Oezdemir is no longer than Özdemir.
    """
    text = " ".join(shown(lead.value(name)) for name in fields).strip()
    spelt = sum(len(word.strip(".")) > 1 for word in text.split())
    letters = len(text) + sum(text.count(letter) for letter in "äöüÄÖÜß")
    return spelt, letters, not text.isascii(), text not in {text.upper(), text.lower()}


def _text(lead: Lead, fields: Fields) -> str:
    return " ".join(folded(shown(lead.value(name))) for name in fields)


def _amount(cell: Cell, *, blank: float) -> float:
    """A number as it is, a date as its number of days."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return float(cell)
    return _age(cell, blank=blank)


def _trust(lead: Lead, trusted: Sequence[str]) -> int:
    source = shown(lead.value("Source"))
    return next((n for n, name in enumerate(trusted) if same_name(name, source)), len(trusted))
