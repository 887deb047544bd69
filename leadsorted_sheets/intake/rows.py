"""Raw rows to rows of the Leads tab: our fields, the values as they came.

Values are not normalised here: dates and phones are read list by list, by another step.
What is made here are fields out of pseudo-fields: names apart, second phones in their column,
an address in one cell, other systems' ids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, cast

from leadsorted_sheets.core.book import Key
from leadsorted_sheets.core.cell import Cell, canon, shown
from leadsorted_sheets.core.changes import AddRow
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.headers import PSEUDO
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.schema import LEADS, TEXT_KINDS
from leadsorted_sheets.intake.finishing import finishers
from leadsorted_sheets.intake.mapping import Mapped
from leadsorted_sheets.intake.table import Flag, RawTable, Rejected

LONGEST = 32_767
"""Characters in a cell of Excel (Microsoft, "Excel specifications and limits")."""


@dataclass(slots=True)
class Taken:
    """What became of the rows. `lines` says on which line of the file each new row was."""

    rows: list[AddRow] = field(default_factory=list)
    lines: dict[Key, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def taken(table: RawTable, columns: Sequence[Mapped], *, source: str, why: str, context: Context) -> Taken:
    """The rows of the table as additions to Leads, each with an id of its own; `source` fills Source in all of them."""
    result = Taken()
    read = _reader(table, columns)
    finishing = finishers(columns)
    own = frozenset(column.field for column in columns if column.own and column.field)
    flagged = _flags_by_line(table)
    for n, (cells, line) in enumerate(zip(table.rows, table.lines, strict=True)):
        if n % 10_000 == 0:
            context.progress("Reading the list", n, len(table.rows))
        flags = flagged.get(line, {})
        row = read([None if at in flags else cell for at, cell in enumerate(cells)] if flags else cells)
        reason = _unusable(row, own)
        if reason:
            found = (flags[at].found if at in flags else cell for at, cell in enumerate(cells))
            result.rejected.append(Rejected(line, reason, tuple(found)))
            continue
        for finish in finishing:
            finish(row)
        key = context.new_id("L")
        row["Lead ID"] = key
        if source:
            row["Source"] = source
        result.rows.append(AddRow("Leads", key, row, why))
        result.lines[key] = line
        result.findings += [
            Finding("warning", "Leads", key, columns[at].field, flag.rule, flag.message, flag.found)
            for at, flag in flags.items()
        ]
    result.findings += _numbers_for_phones(table, columns)
    return result


_Row: TypeAlias = dict[str, Cell]
_Read: TypeAlias = Callable[[Sequence[Cell]], _Row]

_JUNK = frozenset(("", "n/a", "na", "n.a", "none", "null", "nil", "nan", "x", "#n/a", "undefined", "unknown"))
_DAYS_BEFORE_1904 = 1_462


def _places(columns: Sequence[Mapped]) -> list[tuple[int, str]]:
    """The columns that are kept, and the key under which a row holds each: pseudo-fields get one of their own."""
    return [
        (n, f"{column.field}\0{n}" if column.field in PSEUDO and not column.own else column.field)
        for n, column in enumerate(columns)
        if column.field is not None
    ]


def _reader(table: RawTable, columns: Sequence[Mapped]) -> _Read:
    """What makes a row of cells into our fields. Texts need no second look; the cells of a workbook do."""
    places = _places(columns)
    if not table.sheet:
        return _text_reader(places)
    typed = [
        (n, name, _typed(name.partition("\0")[0], own=columns[n].own, from_1904=table.from_1904)) for n, name in places
    ]

    def read(cells: Sequence[Cell]) -> _Row:
        row: _Row = {}
        for n, name, as_ours in typed:
            cell = cells[n]
            if isinstance(cell, str):
                if cell and not cell.isspace():
                    row[name] = cell if cell.isascii() and "\r" not in cell else canon(cell)
            elif cell is not None:
                row[name] = as_ours(cell)
        return row

    return read


def _text_reader(places: Sequence[tuple[int, str]]) -> _Read:
    names = [name for _, name in places]
    numbers = [n for n, _ in places]

    def read(cells: Sequence[Cell]) -> _Row:
        texts = cast("Sequence[str]", [cells[n] or "" for n in numbers])
        row: _Row = {name: text for name, text in zip(names, texts, strict=True) if text and not text.isspace()}
        return row if "".join(texts).isascii() else {name: canon(cell) for name, cell in row.items()}

    return read


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


def _unusable(row: _Row, own: frozenset[str]) -> str:
    """Why a row cannot be a lead; "" where it can."""
    if len("".join([cell for cell in row.values() if type(cell) is str])) > LONGEST:
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
        for some, what in (
            (numbers, "are numbers, not text: a + or 0 at the beginning is gone, and digits may be"),
            (shortened, "were shortened by a spreadsheet: digits are lost"),
        ):
            if some:
                message = f'{len(some):,} of {len(cells):,} phones in the column "{column.header}", such as {shown(some[0])}, {what}. Get them as text from where the list came from.'
                findings.append(Finding("warning", "Leads", None, "Phone", "intake.phone", message, found=some[0]))
    return findings


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return cell.endswith(".0") and cell[:-2].isdigit()
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)
