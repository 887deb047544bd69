"""By what a row is known that has lost its id: a lead by its e-mail, a deal by its lead and its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from leadsorted_sheets.core.book import Key, Row
from leadsorted_sheets.core.cell import same, shown

Marks: TypeAlias = tuple[str, ...]
"""What a row can be known by, the surest first; "" where it says nothing of the kind."""


def marks(tab: str, row: Row) -> Marks:
    """What the row can be known by.

    >>> marks("Leads", {"Email": " Ann@Acme.example ", "Phone": "+44 20 7946", "Last name": "Ng"})
    ('ann@acme.example', '44207946', 'ng')
    """
    if tab == "Leads":
        digits = "".join(sign for sign in shown(row.get("Phone")) if sign.isdigit())
        name = _joined(row, ("First name", "Last name", "Company"))
        return (_folded(row, "Email"), digits if len(digits) > 4 else "", name)
    return (_joined(row, _CONTENT[tab]),)


_CONTENT: Mapping[str, tuple[str, ...]] = {
    "Activities": ("Lead ID", "When", "Type", "Summary"),
    "Pipeline": ("Lead ID", "Deal"),
    "Review": ("Rule", "Tab", "Row", "Others", "Field", "Found", "Suggestion"),
}


class Lost:
    """Rows whose ids are missing somewhere, to be found again by what is known of them. Each is found once."""

    def __init__(self, tab: str, rows: Mapping[Key, Row]) -> None:
        self._tab = tab
        self._rows = dict(rows)
        self._marks = {key: marks(tab, row) for key, row in rows.items()}
        self._by_mark: dict[tuple[int, str], list[Key]] = {}
        for key, known in self._marks.items():
            for n, mark in enumerate(known):
                if mark:
                    self._by_mark.setdefault((n, mark), []).append(key)

    def found(self, row: Row) -> Key | None:
        """The lost row that this one is, by the surest mark that both of them have; of several the one most like it."""
        own = marks(self._tab, row)
        for n, mark in enumerate(own):
            if not mark:
                continue
            keys = [key for key in self._by_mark.get((n, mark), ()) if key in self._rows and self._may_be(key, own, n)]
            if keys:
                best = max(keys, key=lambda key: likeness(row, self._rows[key]))
                del self._rows[best]
                return best
        return None

    def _may_be(self, key: Key, own: Marks, n: int) -> bool:
        """No surer mark tells the two apart."""
        return all(not (a and b) for a, b in zip(own[:n], self._marks[key][:n], strict=True))


def likeness(a: Row, b: Row) -> int:
    """How many cells two rows have in common."""
    return sum(same(value, b.get(name)) for name, value in a.items())


def _folded(row: Row, name: str) -> str:
    return " ".join(shown(row.get(name)).casefold().split())


def _joined(row: Row, names: Iterable[str]) -> str:
    return " ".join(filter(None, (_folded(row, name) for name in names)))
