"""A workbook at one instant: tab -> key -> {field: cell}. Immutable, compared by value.

A key is the row's id, never its row number; a row without a unique id has the key
`#<row>` until it is given one. A field is one of ours (`schema`) or the header of a
column that is the user's own. Blank cells are left out of a row. Formats, the order of
rows and columns and the user's formulas are not here, so they cannot be harmed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from leadsorted_sheets.core.cell import Cell, Json, canon, from_json, same_row, to_json

Key: TypeAlias = str
Row: TypeAlias = Mapping[str, Cell]
Table: TypeAlias = Mapping[Key, Row]
Book: TypeAlias = Mapping[str, Table]


def row_of(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """A row in its one spelling: canonical cells, blanks left out."""
    return {name: value for name, raw in cells.items() if (value := canon(raw)) is not None}


def row_to_json(row: Row) -> dict[str, Json]:
    """The row as JSON keeps it; `row_from_json` gives back the same row."""
    return {name: to_json(cell) for name, cell in row.items()}


def row_from_json(facts: Mapping[str, Json]) -> dict[str, Cell]:
    """
    >>> row_from_json(row_to_json({"Owner": "Ann", "Score": 40}))
    {'Owner': 'Ann', 'Score': 40}
    """
    return {name: from_json(cell) for name, cell in facts.items()}


def same_book(a: Book, b: Book) -> bool:
    """Whether two books hold the same cells under the same keys; an empty tab and a missing one are alike."""
    for tab in a.keys() | b.keys():
        rows_a, rows_b = a.get(tab, {}), b.get(tab, {})
        if rows_a.keys() != rows_b.keys() or not all(same_row(row, rows_b[key]) for key, row in rows_a.items()):
            return False
    return True


def has_id(key: Key) -> bool:
    """Whether the row has an id of its own rather than a row number for a key."""
    return not key.startswith("#")


def base32(number: int) -> str:
    """Ten characters that people can read out: no I, L, O or U (Crockford). Takes the lowest 50 bits.

    >>> base32(0), base32(2**50 - 1)
    ('0000000000', 'ZZZZZZZZZZ')
    """
    return "".join(_BASE32[(number >> shift) & 31] for shift in range(45, -1, -5))


_BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
