"""The two name columns of a row: each name in its capitals, and a whole name typed into one of them taken apart.

A whole name in one column is parted where the other column is blank all the way down, or a comma says
which is which. Where most rows have both names, "Mary Ann" may be a first name, and a person decides.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.normalise.names import (
    capitalised,
    split_full_name,
    why_no_name,
    without_courtesy,
    without_pronouns,
)
from leadsorted_sheets.core.normalise.verdict import Verdict, kept, to_decide

Which: TypeAlias = Literal["first", "last"]

WHY_CAPITALS = "name: capitals as in print"
WHY_COURTESY = "name: form of address (Mr, Frau, Mme) taken off"
WHY_PRONOUNS = "name: pronouns (she/her, er/ihm) taken off"
WHY_PARTED = "name: first and last name were in one cell"


def read_name(cell: Cell, other: Cell, *, which: Which, parting: bool) -> Verdict | None:
    """One name, or None where it is as it should be. `other` is the row's other name.

    `parting` says that whole names are in this column: the other is blank in nearly every row.

    >>> read_name("Mr JOHN", "Smith", which="first", parting=False).value
    'John'
    >>> read_name("Smith, Ann", None, which="first", parting=False).beside
    (('Last name', 'Smith', 'name: first and last name were in one cell'),)
    >>> read_name("Ann & Bob", "Smith", which="first", parting=False).doubt.message
    '"Ann & Bob" is more than one person. Left as it is until you decide.'
    >>> read_name("Mary Ann", "Smith", which="first", parting=False)
    """
    if not isinstance(cell, str):
        return kept(cell, f'"{shown(cell)}" is not a name.')
    if cell.isalpha() and cell.istitle() and cell.isascii():
        return _doubted(cell)
    if (plain := without_pronouns(cell)) not in ("", cell):
        verdict = read_name(plain, other, which=which, parting=parting) or Verdict(plain)
        return Verdict(verdict.value, WHY_PRONOUNS, verdict.doubt, verdict.beside)
    doubted = _doubted(cell)
    if doubted:
        return doubted
    if other is None and (parted := _parted(cell, which=which, parting=parting)):
        return parted
    bare = without_courtesy(cell)
    name = capitalised(bare, of=which)
    return None if name == cell else Verdict(name, WHY_CAPITALS if bare == cell else WHY_COURTESY)


def _doubted(cell: str) -> Verdict | None:
    match why_no_name(cell):
        case "":
            return None
        case "two people":
            message = f'"{cell}" is more than one person. Left as it is until you decide.'
            return to_decide(cell, message, why="One row is one person: add a row for the other, or keep one name.")
        case "a company":
            return kept(cell, f'"{cell}" looks like a company, not like a name.')
        case doubt:
            return kept(
                cell, f'"{cell}" is {doubt}, not a name.' if doubt != "no letters" else f'"{cell}" is not a name.'
            )


def _parted(cell: str, *, which: Which, parting: bool) -> Verdict | None:
    """The cell taken apart, or the question whether to; None where it is one name."""
    name = split_full_name(cell)
    first, last = name.columns
    if not name.first or len(name.last.rstrip(".")) < 2 or name.doubt:
        return None
    if parting or ("," in cell and not name.suffix):
        here, there = (first, ("Last name", last)) if which == "first" else (last, ("First name", first))
        return Verdict(here, WHY_PARTED, beside=((*there, WHY_PARTED),))
    column = "First name" if which == "first" else "Last name"
    message = f'"{cell}" may be a first and a last name in one cell. Left as it is until you decide.'
    return to_decide(cell, message, why=f"There is nothing beside it, and other rows have one name under {column}.")
