"""Formulas as text: what cells they point at, and the same formula for another cell.

A formula is cut once into what never changes and the references between; openpyxl's tokenizer
knows where the references are. Table references, such as `Leads[Source]`, point at no cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TypeAlias

from leadsorted_sheets.workbook.port import letters
from leadsorted_sheets.workbook.xlsx.refs import LAST_COLUMN, LAST_ROW, Box, column

_REFERENCE = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')*'|(?:\[[^\]]*\])?[^'!:\[\](){}\s,;+\-*/^&=<>]+)!)?"
    r"(?P<first>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}|\$?[A-Za-z]{1,3}(?=:)|\$?[0-9]{1,7}(?=:))"
    r"(?::(?P<last>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}|\$?[A-Za-z]{1,3}|\$?[0-9]{1,7}))?$"
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]{0,7})$")


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a reference. `row` or `column` is 0 where the reference is a whole column or row."""

    column: int
    row: int
    fixed_column: bool
    fixed_row: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference in a formula: `sheet` as it is spelt, with its "!", or "" for the formula's own sheet."""

    sheet: str
    first: Corner
    last: Corner | None

    @property
    def sheet_name(self) -> str:
        """The name without quotes, of this workbook or another ("[1]Sheet1")."""
        name = self.sheet.removesuffix("!")
        return name[1:-1].replace("''", "'") if name.startswith("'") else name

    @property
    def box(self) -> Box:
        """The cells meant, seen from the cell the formula is in."""
        last = self.last or self.first
        rows = sorted((self.first.row or 1, last.row or LAST_ROW))
        columns = sorted((self.first.column or 1, last.column or LAST_COLUMN))
        return Box(rows[0], columns[0], rows[1], columns[1])


Piece: TypeAlias = str | Reference


@lru_cache(maxsize=4096)
def pieces(formula: str) -> tuple[Piece, ...]:
    """The formula (with its "=") in pieces: text, and the references in it."""
    from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

    try:
        tokens = Tokenizer(formula).items
    except (TokenizerError, IndexError):
        return (formula,)
    found: list[Piece] = ["="]
    for token in tokens:
        reference = _reference(token.value) if token.type == Token.OPERAND and token.subtype == Token.RANGE else None
        found.append(reference or token.value)
    # Where the tokenizer's pieces do not add up to the formula, it is one piece that never changes.
    return tuple(found) if shown(found) == formula else (formula,)


def references(formula: str) -> tuple[Reference, ...]:
    """The references in a formula.

    >>> [str(each.box) for each in references("=SUM(A1:B$2)+'My sheet'!$C:$C+Leads[Score]")]
    ['A1:B2', 'C1:C1048576']
    """
    return tuple(piece for piece in pieces(formula) if isinstance(piece, Reference))


def moved(formula: str, down: int, right: int = 0) -> str:
    """The formula as it reads when its cell is copied so many rows down and columns to the right.

    >>> moved("=A1*$B$1+Leads[Score]", 2, 1), moved("=A1", -1)
    ('=B3*$B$1+Leads[Score]', '=#REF!')
    """
    if not down and not right:
        return formula
    copied = partial(_copied, down=down, right=right)
    return "".join(piece if isinstance(piece, str) else _spelt(piece, copied) for piece in pieces(formula))


def carried(formula: str, sheet: str, row: int, to: int) -> str:
    """The formula when its whole row moves: what points into that row of its sheet moves along, whatever else stays.

    >>> carried("=A5*$B$5+K1+Other!A5", "Leads", 5, 3)
    '=A3*$B$3+K1+Other!A5'
    """

    def corner(old: Corner) -> Corner:
        return replace(old, row=to) if old.row == row else old

    def carried_piece(piece: Piece) -> str:
        if isinstance(piece, str):
            return piece
        here = piece.sheet_name.casefold() in {"", sheet.casefold()}
        return _spelt(piece, corner if here else _same)

    return "".join(map(carried_piece, pieces(formula)))


def renamed(formula: str, *, tables: Mapping[str, str] | None = None, sheets: Mapping[str, str] | None = None) -> str:
    """The formula with tables and sheets called by their new names.

    >>> renamed("=COUNTIFS(Leads[Source],Settings!A1)", tables={"Leads": "Leads_2"}, sheets={"Settings": "Settings (2)"})
    "=COUNTIFS(Leads_2[Source],'Settings (2)'!A1)"
    """
    text = formula
    for old, new in (tables or {}).items():
        text = _replaced(text, rf"(?<![\w.]){re.escape(old)}(?=\[)", new)
    for old, new in (sheets or {}).items():
        for form in (f"'{old.replace(chr(39), chr(39) * 2)}'!", f"{old}!"):
            text = _replaced(text, rf"(?<![\w.']){re.escape(form)}", quoted(new) + "!")
    return text


def quoted(sheet: str) -> str:
    """A sheet's name as a formula spells it.

    >>> quoted("Leads"), quoted("My leads"), quoted("Ann's")
    ('Leads', "'My leads'", "'Ann''s'")
    """
    plain = re.fullmatch(r"[^\W\d][\w.]*", sheet) and not re.fullmatch(
        r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*|[Cc][0-9]*|[Rr][0-9]*[Cc][0-9]*", sheet
    )
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


def shown(found: list[Piece] | tuple[Piece, ...]) -> str:
    """The pieces put together again."""
    return "".join(piece if isinstance(piece, str) else _spelt(piece, _same) for piece in found)


def _replaced(text: str, pattern: str, new: str) -> str:
    return re.sub(pattern, lambda _found: new, text)


def _reference(text: str) -> Reference | None:
    found = _REFERENCE.match(text)
    if found is None:
        return None
    first = _corner(found["first"])
    last = _corner(found["last"]) if found["last"] else None
    if first is None or (found["last"] and last is None):
        return None
    return Reference(found["sheet"] or "", first, last)


def _corner(text: str) -> Corner | None:
    found = _CORNER.match(text)
    if found is None:
        return None
    fixed, name, fixed_too, row = found.groups()
    if name and row:
        corner = Corner(column(name), int(row), bool(fixed), bool(fixed_too))
    elif name:
        corner = Corner(column(name), 0, bool(fixed), True)
    else:
        corner = Corner(0, int(row or 0), True, bool(fixed or fixed_too))
    return corner if corner.column <= LAST_COLUMN and corner.row <= LAST_ROW else None


def _same(corner: Corner) -> Corner:
    return corner


def _copied(corner: Corner, down: int, right: int) -> Corner | None:
    row = corner.row if corner.fixed_row or not corner.row else corner.row + down
    across = corner.column if corner.fixed_column or not corner.column else corner.column + right
    if (corner.row and not 1 <= row <= LAST_ROW) or (corner.column and not 1 <= across <= LAST_COLUMN):
        return None
    return Corner(across, row, corner.fixed_column, corner.fixed_row)


def _spelt(reference: Reference, change: Callable[[Corner], Corner | None]) -> str:
    first = change(reference.first)
    last = change(reference.last) if reference.last else None
    if first is None or (reference.last is not None and last is None):
        return f"{reference.sheet}#REF!"
    return reference.sheet + _corner_text(first) + (f":{_corner_text(last)}" if last else "")


def _corner_text(corner: Corner) -> str:
    name = ("$" if corner.fixed_column else "") + letters(corner.column) if corner.column else ""
    if not corner.row:
        return name
    return name + ("$" if corner.fixed_row else "") + str(corner.row)
