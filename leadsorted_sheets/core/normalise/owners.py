"""Owners: a short form of a colleague's name is that colleague, where only one on the list can be meant.

"A. Berger"   an initial and the last name
"Carla R."    the first name and an initial
"Ann"         the first name
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.normalise.picks import WHY_SLIP, Choices
from leadsorted_sheets.core.normalise.verdict import Verdict, to_decide

WHY_SHORT = "list: the only owner of that name"


@dataclass(frozen=True, slots=True)
class Colleagues:
    """The owners by name and address, and by the short forms of their names."""

    listed: Choices
    names: Sequence[str]

    def read(self, cell: Cell) -> Verdict | None:
        """The owner as the list has it, or None where it is so already; several who may be meant are a question.

        >>> from leadsorted_sheets.core.normalise.picks import choices
        >>> names = ["Ann Berger", "Ben Okafor", "Ben Ruiz"]
        >>> team = Colleagues(choices(names, where="in the list Owners in Settings"), names)
        >>> team.read("A. Berger"), team.read("Ben O.").value, team.read("Ben Okafor")
        (Verdict(value='Ann Berger', why='list: the only owner of that name', doubt=None, beside=()), 'Ben Okafor', None)
        >>> team.read("Ben").doubt.message
        '"Ben" may be Ben Okafor or Ben Ruiz. Left as it is until you decide.'
        """
        verdict = self.listed.read(cell)
        if verdict is None or (verdict.doubt is None and verdict.why != WHY_SLIP):
            return verdict
        meant = [name for name in self.names if _is_short_for(shown(cell), name)]
        match meant:
            case []:
                return verdict
            case [name]:
                return Verdict(name, WHY_SHORT)
        message = f'"{shown(cell)}" may be {", ".join(meant[:-1])} or {meant[-1]}. Left as it is until you decide.'
        why = f"{len(meant)} owners have that name. The first of them is suggested."
        return to_decide(cell, message, suggestion=meant[0], why=why)


def reader(listed: Choices, names: Sequence[str]) -> Callable[[Cell, Cell], Verdict | None]:
    """What reads an owner's cell."""
    team = Colleagues(listed, names)
    return lambda cell, _other: team.read(cell)


def _is_short_for(short: str, name: str) -> bool:
    """Whether it is the first name, or first and last name with one of them cut to its initial."""
    typed, full = short.casefold().replace(".", ". ").split(), name.casefold().split()
    if len(typed) == 1:
        return typed[0] == full[0]
    if len(typed) < 2 or len(full) < 2:
        return False
    (first, *_), last = typed, " ".join(typed[1:])
    return (_is_initial(first, full[0]) and last == " ".join(full[1:])) or (
        first == full[0] and _is_initial(last, full[-1])
    )


def _is_initial(letter: str, word: str) -> bool:
    bare = letter.removesuffix(".")
    return len(bare) == 1 and word.startswith(bare)
