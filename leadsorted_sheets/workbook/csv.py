"""A CSV file as a workbook of one table, Leads: no hidden texts, no other tabs.

Its columns are found by header; those that are not ours are kept under theirs. Numbers and days are typed
where the column is one of ours and the text is in the one spelling we write; everything else is text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Key, Row, row_of
from leadsorted_sheets.core.cell import Cell, canon, shown
from leadsorted_sheets.core.changes import Change, Clash, Edit, apply, rebase
from leadsorted_sheets.core.delimited import Delimited, Dialect, read_delimited, write_delimited
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.headers import match_headers
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.workbook import files
from leadsorted_sheets.workbook.port import Batch, Reading, Sketch, Written

OURS = Dialect(encoding="utf-8-sig")
"""What we write: UTF-8 with the mark that makes Excel read it as such, commas, RFC 4180."""


class CsvWorkbook:
    """One CSV file. Every write rewrites it whole, in one step."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)

    @property
    def address(self) -> str:
        return str(self._path)

    def read(self, *, layouts: tuple[Layout, ...] | None = None, progress: Progress = silent) -> Reading:
        progress("reading", 0, 0)
        data = files.content(self._path)
        return _reading(read_delimited(data, self.address), files.revision(data), self._path)

    def write(self, batch: Batch, *, expect: str, progress: Progress = silent) -> Written:
        reading = self.read()
        if reading.revision != expect:
            raise errors.Moved(self.address)
        damaged = next((finding for finding in reading.findings if finding.rule == "csv.damaged"), None)
        if damaged is not None:  # rewriting the file would lose what we could not read
            raise errors.BadInput(
                f"{self.address}: {damaged.message} Nothing was written. Mend that line, or use clean."
            )
        rebased = rebase([change for change in batch.changes if change.tab == "Leads"], reading.book)
        elsewhere = [Clash(change, None) for change in batch.changes if change.tab != "Leads"]
        leads = apply(reading.book, rebased.valid).get("Leads", {})
        progress("writing", 0, len(leads))
        data = rendered(_columns(reading, rebased.valid), leads.values())
        files.replace(self._path, data)
        return Written(rebased.valid, [*rebased.clashes, *elsewhere], files.revision(data))

    def peek(self) -> str:
        return files.revision(files.content(self._path))

    def check_free(self) -> None:
        files.content(self._path)

    def sketches(self) -> tuple[Sketch, ...]:
        rows = read_delimited(files.content(self._path), self.address).rows[:60]
        return (Sketch(self._path.name, tuple(tuple(canon(cell) for cell in row) for row in rows)),)


def rendered(columns: Sequence[ColumnAt], rows: Iterable[Row]) -> bytes:
    """The rows as a CSV file for people, with a header and the formula guard."""
    names = [at.field for at in columns]
    body = ([written(row.get(name)) for name in names] for row in rows)
    return write_delimited([[at.header for at in columns], *body], OURS)


def written(cell: Cell) -> str:
    """A cell as a CSV of ours spells it; `_typed` reads it back.

    >>> written(dt.datetime(2026, 3, 4, 5, 6)), written(True), written(12.5)
    ('2026-03-04 05:06:00', 'yes', '12.5')
    """
    return cell.isoformat(" ") if isinstance(cell, dt.datetime) else shown(cell)


def _reading(table: Delimited, revision: str, path: Path) -> Reading:
    if not table.rows:
        raise errors.NotATable(str(path), "the file has no header row")
    columns = _matched(table.rows[0], width=max(map(len, table.rows)))
    typed = [(at.field, _typed(at.field)) for at in columns]
    rows: dict[Key, Row] = {}
    lines: dict[Key, int] = {}
    for cells, line in zip(table.rows[1:], table.lines[1:], strict=True):
        row = row_of({field: read(text) for (field, read), text in zip(typed, cells, strict=False)})
        if not row:
            continue
        key = str(row.get("Lead ID", ""))
        if not key or key in rows:
            key = f"#{line}"
        rows[key], lines[key] = row, line
    layout = Layout("Leads", path.name, columns=columns)
    damaged = tuple(
        Finding("warning", "Leads", None, None, "csv.damaged", f"Line {each.line}: {each.reason}")
        for each in table.damaged
    )
    return Reading({"Leads": rows}, (layout,), revision, {"Leads": lines}, findings=damaged)


def _matched(header: Sequence[str], *, width: int) -> tuple[ColumnAt, ...]:
    """Each column's field: ours by name or synonym, else the header itself. No two columns share one.

    Cells to the right of the last header get columns with a number for a name, so that none is lost.
    """
    padded = [*header, *([""] * (width - len(header)))]
    columns: list[ColumnAt] = []
    taken: Counter[str] = Counter()
    for number, (text, match) in enumerate(zip(padded, match_headers(padded), strict=True), 1):
        ours = match.field if match.field in schema.LEADS.fields and not taken[match.field] else None
        field = ours or text.strip() or f"Column {number}"
        taken[field] += 1
        columns.append(ColumnAt(field if taken[field] == 1 else f"{field} ({taken[field]})", text))
    return tuple(columns)


def _columns(reading: Reading, changes: Sequence[Change]) -> tuple[ColumnAt, ...]:
    """The columns that are there, and behind them those that the changes bring: ours in their order, then others."""
    layout = reading.layout("Leads")
    there = layout.columns if layout else ()
    used: dict[str, None] = {}
    for change in changes:
        used |= dict.fromkeys([change.field] if isinstance(change, Edit) else change.row)
    new = [name for name in used if name not in {at.field for at in there}]
    new.sort(
        key=lambda name: schema.LEADS.fields.index(name) if name in schema.LEADS.fields else len(schema.LEADS.fields)
    )
    return (*there, *(ColumnAt(name, name) for name in new))


_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d+)?(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?", re.ASCII)


def _typed(field: str) -> Callable[[str], Cell]:
    """How the column's text becomes a cell: typed where it is in our own spelling, text where it is not."""
    column = schema.LEADS.column(field)
    match column.kind if column else "text":
        case "number" | "whole" | "money" | "percent":
            return lambda text: canon(float(text)) if _NUMBER.fullmatch(text) else text
        case "date" | "moment":
            return _day_or_moment
        case _:
            return lambda text: text


def _day_or_moment(text: str) -> Cell:
    try:
        if _DAY.fullmatch(text):
            return dt.date.fromisoformat(text)
        if _MOMENT.fullmatch(text):
            return canon(dt.datetime.fromisoformat(text))
    except ValueError:  # the thirtieth of February stays text
        return text
    return text
