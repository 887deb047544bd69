"""Raw rows to rows of the Leads tab: our fields, the values as they came.

Values are not normalised here: dates and phones are read list by list, by another step.
What is made here are fields out of pseudo-fields: names apart, second phones in their column,
an address in one cell, other systems' ids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import itemgetter
from typing import TypeAlias, cast
from unicodedata import is_normalized

from leadsorted_sheets.core.book import Key
from leadsorted_sheets.core.cell import Cell, canon, shown
from leadsorted_sheets.core.changes import AddRow
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.headers import PSEUDO
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.records import counted
from leadsorted_sheets.core.schema import LEADS, TEXT_KINDS
from leadsorted_sheets.intake.finishing import finishers
from leadsorted_sheets.intake.mapping import Mapped
from leadsorted_sheets.intake.table import Flag, RawTable, Rejected

LONGEST = 32_767
"""Characters in a cell of Excel (Microsoft, "Excel specifications and limits")."""


EXAMPLE: dict[str, Cell] = {
    "First name": "Ana",
    "Last name": "Example",
    "Company": "Example Trading Ltd",
    "Email": "ana@example.com",
    "Notes": "This row is an example. Replace it.",
}
"""What makes the example row of our import list (`templates/leads.csv`) itself, however a program respells its dates and numbers."""


@dataclass(slots=True)
class Taken:
    """What became of the rows. `lines` says on which line of the file each new row was."""

    rows: list[AddRow] = field(default_factory=list)
    lines: dict[Key, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def taken(
    table: RawTable, columns: Sequence[Mapped], *, source: str, why: str, context: Context, otherwise: str = ""
) -> Taken:
    """The rows of the table as additions to Leads, each with an id of its own.

    `source` fills Source in all of them, `otherwise` in those that say nothing of it.
    """
    result = Taken()
    read = _reader(table, columns)
    finishing = finishers(columns)
    own = frozenset(column.field for column in columns if column.own and column.field)
    flagged = _flags_by_line(table)
    for n, (cells, line) in enumerate(zip(table.rows, table.lines, strict=True)):
        if n % 10_000 == 0:
            context.progress("Reading the list", n, len(table.rows))
        flags = flagged.get(line)
        row, size = read(["" if at in flags else cell for at, cell in enumerate(cells)] if flags else cells)
        if reason := _unusable(row, size, own):
            result.rejected.append(Rejected(line, reason, _as_found(cells, flags or {})))
            continue
        for finish in finishing:
            finish(row)
        if row.get("Email") == EXAMPLE["Email"] and row.items() >= EXAMPLE.items():
            result.notes.append(f"The example row that our import list comes with, on line {line}, was left out.")
            continue
        key = row["Lead ID"] = context.new_id("L")
        if source or (otherwise and row.get("Source") is None):
            row["Source"] = source or otherwise
        result.rows.append(AddRow("Leads", key, row, why))
        result.lines[key] = line
        if flags:
            result.findings += _flaws(flags, key, columns)
    result.findings += _numbers_for_phones(table, columns)
    return result


_Row: TypeAlias = dict[str, Cell]
_Read: TypeAlias = Callable[[Sequence[Cell]], tuple[_Row, int]]
_Pick: TypeAlias = Callable[[Sequence[Cell]], Sequence[Cell]]

_JUNK = frozenset(("", "n/a", "na", "n.a", "none", "null", "nil", "nan", "x", "#n/a", "undefined", "unknown"))
_DAYS_BEFORE_1904 = 1_462


def _as_found(cells: Sequence[Cell], flags: Mapping[int, Flag]) -> tuple[Cell, ...]:
    return tuple(flags[at].found if at in flags else cell for at, cell in enumerate(cells))


def _flaws(flags: Mapping[int, Flag], key: Key, columns: Sequence[Mapped]) -> list[Finding]:
    return [
        Finding("warning", "Leads", key, columns[at].field, flag.rule, flag.message, flag.found)
        for at, flag in flags.items()
    ]


def _places(columns: Sequence[Mapped]) -> list[tuple[int, str]]:
    """The columns that are kept, and the key under which a row holds each: pseudo-fields get one of their own."""
    return [
        (n, f"{column.field}\0{n}" if column.field in PSEUDO and not column.own else column.field)
        for n, column in enumerate(columns)
        if column.field is not None
    ]


def _reader(table: RawTable, columns: Sequence[Mapped]) -> _Read:
    """What makes a row of cells into our fields, and says how many characters of text it holds."""
    places = _places(columns)
    names = tuple(name for _, name in places)
    pick = _picker([n for n, _ in places])
    if not table.sheet:
        return _text_reader(names, pick)
    kinds = [_typed(name.partition("\0")[0], own=columns[n].own, from_1904=table.from_1904) for n, name in places]

    def read(cells: Sequence[Cell]) -> tuple[_Row, int]:
        picked = pick(cells)
        row: _Row = {
            name: cell if type(cell) is str else as_ours(cell)
            for name, cell, as_ours in zip(names, picked, kinds, strict=True)
            if cell is not None and cell != ""
        }
        texts = [cell for cell in picked if type(cell) is str]
        said = "".join(texts)
        return row if _is_canonical(said, texts) else _canonical(row), len(said)

    return read


def _text_reader(names: Sequence[str], pick: _Pick) -> _Read:
    """A row of texts, blank ones left out."""

    def read(cells: Sequence[Cell]) -> tuple[_Row, int]:
        texts = cast("Sequence[str]", pick(cells))
        row: _Row = dict(compress(zip(names, texts, strict=True), texts))
        said = "".join(texts)
        return row if _is_canonical(said, texts) else _canonical(row), len(said)

    return read


def _picker(places: Sequence[int]) -> _Pick:
    """What takes the cells at these places out of a row."""
    if len(places) == 1:
        return lambda cells: (cells[places[0]],)
    return itemgetter(*places)


def _is_canonical(said: str, texts: Sequence[str]) -> bool:
    """Whether the texts, which together are `said`, are as `canon` would have them, and none is of blanks only."""
    return (said.isascii() or is_normalized("NFC", said)) and "\r" not in said and not any(map(str.isspace, texts))


def _canonical(row: _Row) -> _Row:
    return {name: canon(cell) for name, cell in row.items() if not (isinstance(cell, str) and cell.isspace())}


def _typed(name: str, *, own: bool, from_1904: bool) -> Callable[[Cell], Cell]:
    """How a cell of a workbook that is no text is taken: as text where the field holds text, as it is elsewhere.

    A number for a phone stays a number: whoever reads phones has to know that a spreadsheet had it in its hands.
    """
    column = LEADS.column(name)
    kind = column.kind if column else "text"
    if own or kind == "phone" or name in ("Mobile", "Second phone"):
        return lambda cell: cell
    if kind in ("date", "moment") and from_1904:
        return _from_1904
    return shown if kind in TEXT_KINDS else lambda cell: cell


def _from_1904(cell: Cell) -> Cell:
    number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    return cell + _DAYS_BEFORE_1904 if number else cell  # type: ignore[operator]  # `number` says so


def _unusable(row: _Row, size: int, own: frozenset[str]) -> str:
    """Why a row cannot be a lead; "" where it can. `size` is how many characters of text it holds."""
    if size > LONGEST:
        longest = max(len(cell) for cell in row.values() if isinstance(cell, str))
        if longest > LONGEST:
            return f"has a cell of {longest:,} characters; a workbook's cell holds {LONGEST:,}. Shorten it and import the row again."
    for name, cell in row.items():
        if name not in own and not (isinstance(cell, str) and cell.strip(" -.?_/").casefold() in _JUNK):
            return ""
    return "holds nothing under a header we know. Fill in a name, a company, an e-mail or a phone and import it again."


def _flags_by_line(table: RawTable) -> dict[int, dict[int, Flag]]:
    flags: dict[int, dict[int, Flag]] = {}
    for (line, column), flag in sorted(table.flags.items(), key=lambda item: item[0]):
        flags.setdefault(line, {})[column] = flag
    return flags


_EXPONENT = re.compile(r"\+?\d[.,]?\d*[eE]\+?\d{1,2}")


def _numbers_for_phones(table: RawTable, columns: Sequence[Mapped]) -> list[Finding]:
    """One finding for each phone column that a spreadsheet took for numbers."""
    findings: list[Finding] = []
    for n, column in enumerate(columns):
        if column.own or column.field not in ("Phone", "Mobile", "Second phone", "Other phones"):
            continue
        cells = table.column(n)
        numbers = [cell for cell in cells if _is_number(cell)]
        shortened = [cell for cell in cells if isinstance(cell, str) and _EXPONENT.fullmatch(cell.strip())]
        for some, one, several in (
            (numbers, "is a number, not text", "are numbers, not text"),
            (shortened, "was shortened by a spreadsheet", "were shortened by a spreadsheet"),
        ):
            if some:
                such = f"{shown(some[0])}, {one}" if len(some) == 1 else f"such as {shown(some[0])}, {several}"
                loss = (
                    "digits are lost" if some is shortened else "a + or 0 at the beginning is gone, and digits may be"
                )
                message = f'{len(some):,} of {counted(len(cells), "phone")} in the column "{column.header}", {such}: {loss}. Get them as text from where the list came from.'
                findings.append(Finding("warning", "Leads", None, "Phone", "intake.phone", message, found=some[0]))
    return findings


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell.endswith(".0") and cell[:-2].isdigit()
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)
