"""A known lead and what a list says of it: blanks are filled, nothing that stands there is lost.

Another e-mail or phone goes beside the one that stands, words of a list are united, notes are joined. A value that
says something else is left out and named, unless its column is to be overwritten.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import Cell, Formula, same, shown
from leadsorted_sheets.core.records import folded

FILLED = "a blank was filled in"
ADDED = "added to what stands there"
OVERWRITTEN = "overwritten, as asked for"
LONGEST_NOTE = 32_000
"""Characters of Notes we write; a cell of a workbook holds 32,767."""


@dataclass(slots=True)
class Filling:
    """The cells that a lead gets, each with how, and the fields in which the list says something else."""

    cells: dict[str, tuple[Cell, str]] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)

    @property
    def says_nothing_new(self) -> bool:
        return not self.cells and not self.differing


def filling(known: Row, given: Row, overwrite: Collection[str] = ()) -> Filling:
    """What the given row has to tell of the known one.

    >>> filling({"Company": "Acme"}, {"Company": "Acme Ltd", "City": "Leeds"}).cells
    {'City': ('Leeds', 'a blank was filled in')}
    """
    result = Filling()
    blocked = _contradicted(known, given)
    for name, cell in given.items():
        there = known.get(name)
        if name in _NOT_TOLD or cell is None or isinstance(there, Formula) or same(there, cell):
            continue
        if name in _BESIDE:
            _contact(result, known, name, cell, overwrite=name in overwrite)
        elif name in _UNITED:
            _united(result, known, name, shown(cell))
        elif name == "Notes":
            _noted(result, known, shown(cell))
        elif name in overwrite:
            result.cells[name] = (cell, FILLED if there is None else OVERWRITTEN)
        elif there is None and name not in blocked:
            result.cells[name] = (cell, FILLED)
        elif there is None or folded(shown(there)) != folded(shown(cell)):
            result.differing.append(name)
    return result


_NOT_TOLD = frozenset({"Lead ID", "Deal ID", "Why"})
"""What this book alone knows."""
_BESIDE = {"Email": "Other emails", "Phone": "Other phones"}
_UNITED = frozenset({"Tags", "External IDs", "Other emails", "Other phones"})
_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("Street", "City", "Region", "Postcode", "Country"),
    ("Next action", "Next action due"),
    ("Sequence", "Step"),
    ("Status", "Lost reason"),
)
"""Cells that only make sense together: where one of them says something else, the others are not filled from that list."""


def _contradicted(known: Row, given: Row) -> frozenset[str]:
    blocked: set[str] = set()
    for fields in _TOGETHER:
        if any(
            (there := known.get(name)) is not None
            and (cell := given.get(name)) is not None
            and folded(shown(there)) != folded(shown(cell))
            for name in fields
        ):
            blocked.update(fields)
    return frozenset(blocked)


def _contact(result: Filling, known: Row, name: str, cell: Cell, *, overwrite: bool) -> None:
    """Another address or number goes beside the one that stands; overwritten, the old one does."""
    there, beside = known.get(name), _BESIDE[name]
    key = _digits if name == "Phone" else folded
    if there is not None and key(shown(there)) == key(shown(cell)):
        return
    if there is None:
        others = {key(part) for part in parts(known.get(beside))}
        if key(shown(cell)) not in others:
            result.cells[name] = (cell, FILLED)
    elif overwrite:
        result.cells[name] = (cell, OVERWRITTEN)
        _united(result, known, beside, shown(there))
    else:
        _united(result, known, beside, shown(cell))


def _united(result: Filling, known: Row, name: str, text: str) -> None:
    """The words of a list, each once."""
    before = shown(result.cells[name][0]) if name in result.cells else shown(known.get(name))
    key = _digits if name == "Other phones" else folded
    single = next((one for one, beside in _BESIDE.items() if beside == name), "")
    stands = result.cells[single][0] if single in result.cells else known.get(single)
    have = {key(part) for part in (*parts(before), *parts(stands))}
    new = [part for part in dict.fromkeys(parts(text)) if key(part) not in have]
    if new:
        result.cells[name] = ("; ".join([*parts(before), *new]), ADDED if before else FILLED)


def _noted(result: Filling, known: Row, text: str) -> None:
    """Lines that are not there yet. One that only says what stands in its own column, as exports write them, is none."""
    before = shown(known.get("Notes"))
    new = [line for line in text.split("\n") if line.strip() and line.strip() not in before and not _told(known, line)]
    if not new:
        return
    joined = "\n".join([before, *new] if before else new)
    if len(joined) > LONGEST_NOTE:
        result.differing.append("Notes")
    else:
        result.cells["Notes"] = (joined, ADDED if before else FILLED)


def _told(known: Row, line: str) -> bool:
    name, colon, value = line.strip().partition(": ")
    return bool(colon) and known.get(name) is not None and folded(shown(known[name])) == folded(value)


def parts(cell: Cell) -> list[str]:
    """The words of a cell that holds several.

    >>> parts("a; b ;")
    ['a', 'b']
    """
    return [part.strip() for part in shown(cell).split(";") if part.strip()]


def _digits(phone: str) -> str:
    """A number as two spellings of it are compared: its last nine digits, without an extension."""
    return re.sub(r"\D", "", phone.split("ext", maxsplit=1)[0])[-9:]
