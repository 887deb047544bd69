"""Where the header is, where the rows end, and what stands around them.

A header is the row whose cells are names of columns we know; failing that, one that looks
like names above values. Lines above it are preamble. Totals and signatures below, headers
repeated in between and blank rows are no leads.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.headers import match_headers
from leadsorted_sheets.core.records import counted
from leadsorted_sheets.errors import NotATable
from leadsorted_sheets.intake.evidence import ENOUGH, looks_like_value
from leadsorted_sheets.intake.footer import end_of_rows, is_total, left_out
from leadsorted_sheets.intake.table import Grid, Merge, RawTable, Rejected, is_filled, row_texts, row_width


def laid_out(grid: Grid, name: str) -> RawTable:
    """The table in a grid. Raises errors.NotATable where the grid is empty."""
    if not grid.rows:
        raise NotATable(name, "it holds no rows")
    grid = _with_merges_filled(grid)
    head = _head(grid.rows)
    header = _named(head.texts, grid.rows[head.last + 1 :])
    indices = [index for index, _ in header]
    width = max([len(head.texts), *(index + 1 for index in indices)])
    body, more = _body(grid, head, width=width)
    notes = [*grid.notes, *_about(head, grid), *more]
    if len(indices) < width:
        body = replace(body, rows=[[row[index] for index in indices] for row in body.rows])
    at = {index: n for n, index in enumerate(indices)}
    return RawTable(
        name,
        tuple(text for _, text in header),
        body.rows,
        list(body.lines),
        header_line=grid.lines[head.last] if head.texts_found else 0,
        sheet=grid.sheet,
        flags={(line, at[column]): flag for (line, column), flag in grid.flags.items() if column in at},
        rejected=tuple(sorted(body.rejected, key=lambda row: row.line)),
        notes=tuple(notes),
    )


def known_columns(grid: Grid) -> int:
    """How many columns of the grid have a header we know."""
    return _head(grid.rows).known if grid.rows else 0


@dataclass(frozen=True, slots=True)
class _Head:
    """The header: rows `first` to `last`, its texts, how many are known. Where there is none, `last` is -1."""

    first: int
    last: int
    texts: tuple[str, ...]
    known: int
    texts_found: bool = True


_LOOK = 40  # rows looked at for a header


def _head(rows: Sequence[Sequence[Cell]]) -> _Head:
    top = [row_texts(row) for row in rows[:_LOOK]]
    usual = Counter(row_width(row) for row in rows[: 10 * _LOOK]).most_common(1)[0][0]
    candidates = [
        _Head(n, n, texts, _known(texts)) for n, texts in enumerate(top) if not any(map(looks_like_value, rows[n]))
    ]
    best = max(candidates, key=lambda head: (head.known, -head.first), default=None)
    if best is None or not _is_header(best, usual):
        best = next((head for head in candidates if _has_shape(head, rows, usual)), None)
    if best is None:
        return _Head(-1, -1, tuple(f"Column {n}" for n in range(1, usual + 1)), 0, texts_found=False)
    pairs = [
        _Head(upper.first, lower.first, texts, _known(texts))
        for upper, lower in itertools.pairwise(candidates)
        if lower.first == upper.first + 1 and best in (upper, lower)
        for texts in [_joined(upper.texts, lower.texts)]
    ]
    return max([best, *pairs], key=lambda head: head.known)


def _is_header(head: _Head, usual: int) -> bool:
    """Enough of its cells are names we know: two, or one of few. A lead may have "Email" under Source."""
    filled = sum(map(bool, head.texts))
    return (head.known >= 2 and head.known >= 0.2 * filled) or (
        head.known == 1 and filled <= 3 and filled >= 0.5 * usual
    )


def _has_shape(head: _Head, rows: Sequence[Sequence[Cell]], usual: int) -> bool:
    """It looks like names above values: as wide as the rows, hardly a text twice, and at least one of them stands,
    itself without a figure, above cells that nearly all have some."""
    texts = [text for text in head.texts if text]
    if len(texts) < max(1, 0.6 * usual) or len(set(texts)) < 0.5 * len(texts) or max(map(len, texts)) > 60:
        return False
    below = rows[head.last + 1 : head.last + 1 + _LOOK]
    return any(
        text and not _FIGURE.search(text) and _mostly_values([row[n] for row in below if n < len(row)])
        for n, text in enumerate(head.texts)
    )


_FIGURE = re.compile(r"\d")


def _mostly_values(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if is_filled(cell)]
    return sum(looks_like_value(cell) or _FIGURE.search(shown(cell)) is not None for cell in filled) >= max(
        1, ENOUGH * len(filled)
    )


def _known(texts: Sequence[str]) -> int:
    """How many are names we know; of two for one field, the second has no field but a reason."""
    return sum(bool(match.why) and match.field not in ("Row number", "Date") for match in match_headers(texts))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Two header rows as one: the group above is taken along where the name below does not say enough."""
    width = max(len(upper), len(lower))
    texts: list[str] = []
    taken: set[str | None] = set()
    group = ""
    for n in range(width):
        above = upper[n] if n < len(upper) else ""
        below = lower[n] if n < len(lower) else ""
        group = above or group
        spellings = [below, f"{group} {below}", f"{below} {group}"] if below else [above]
        matches = [(spelling, match_headers((spelling,))[0].field) for spelling in spellings]
        text, field = next(((text, field) for text, field in matches if field and field not in taken), matches[0])
        if field in taken and below and group:
            text = f"{group} {below}"
        taken.add(field)
        texts.append(text.strip())
    return tuple(texts)


def _named(texts: Sequence[str], body: Sequence[Sequence[Cell]]) -> list[tuple[int, str]]:
    """The columns to keep and their headers, every one another. A column without a header is kept where it holds anything."""
    width = max([len(texts), *(len(row) for row in body)])
    if width > len(texts):
        wider = sum(len(row) > len(texts) and any(is_filled(cell) for cell in row[len(texts) :]) for row in body)
        width = width if wider > len(body) / 2 or _same_width(body) else len(texts)
    named: list[tuple[int, str]] = []
    taken: set[str] = set()
    for n in range(width):
        text = texts[n] if n < len(texts) else ""
        if not text and not any(n < len(row) and is_filled(row[n]) for row in body):
            continue
        plain = text or f"Column {n + 1}"
        text, again = plain, 2
        while text.casefold() in taken:
            text, again = f"{plain} ({again})", again + 1
        taken.add(text.casefold())
        named.append((n, text))
    return named


def _same_width(body: Sequence[Sequence[Cell]]) -> bool:
    """Whether the rows come from a sheet, where all have the same width, rather than from a text."""
    return len(set(map(len, body))) == 1


def _body(grid: Grid, head: _Head, *, width: int) -> tuple[Grid, list[str]]:
    """The rows below the header, each `width` cells wide, without what is no lead."""
    start = head.last + 1
    end, notes = end_of_rows(grid, start, width)
    named = next((n for n, text in enumerate(head.texts) if text), 0)
    rows: list[list[Cell]] = []
    lines: list[int] = []
    rejected: list[Rejected] = []
    others: dict[str, list[Sequence[Cell]]] = {"blank": [], "header": [], "total": [], "short": []}
    for row, line in zip(grid.rows[start:end], grid.lines[start:end], strict=True):
        other = _no_lead(row, head.texts, named, width)
        if other:
            others[other].append(row)
            continue
        if len(row) > width:
            if any(map(is_filled, row[width:])):
                reason = f"has {counted(row_width(row), 'cell')}, but there {'is' if width == 1 else 'are'} {counted(width, 'column')}. A delimiter inside a cell needs quotation marks around it."
                rejected.append(Rejected(line, reason, tuple(row)))
                continue
            row = row[:width]  # noqa: PLW2901  # blank cells beyond the last header
        elif len(row) < width:
            others["short"].append(row)
            row = [*row, *[""] * (width - len(row))]  # noqa: PLW2901  # blank cells that were left out
        rows.append(row)
        lines.append(line)
    notes += left_out(others["total"], "between the rows")
    if short := len(others["short"]):
        notes.append(
            f"{counted(short, 'row')} {'has' if short == 1 else 'have'} fewer cells than the header; the rest was taken as blank."
        )
    if repeated := len(others["header"]):
        said = "repeats the header and was" if repeated == 1 else "repeat the header and were"
        notes.append(f"{counted(repeated, 'row')} {said} left out.")
    return replace(grid, rows=rows, lines=lines, rejected=(*grid.rejected, *rejected)), notes


def _no_lead(row: Sequence[Cell], texts: Sequence[str], named: int, width: int) -> str:
    """What a row is, if it is no lead: "blank", "header" or "total"; "" otherwise. `named` is the first column with a header."""
    if not any(row):
        return "blank"
    if named < len(row) and row[named] == texts[named] and row_texts(row)[: len(texts)] == tuple(texts):
        return "header"
    filled = len(row) - row.count("")
    if (filled <= 2 or 2 * filled <= width) and is_total(row, width) and any(map(_FIGURE.search, row_texts(row))):
        return "total"
    return ""


def _about(head: _Head, grid: Grid) -> list[str]:
    """What is to be said about the header and what is above it."""
    notes: list[str] = []
    if not head.texts_found:
        notes.append("The list has no header row; its columns were told by what is in them.")
    if head.first > 0:
        notes += left_out(grid.rows[: min(head.first, 5)], "above the header")
    if head.last > head.first:
        notes.append(f"Lines {grid.lines[head.first]} and {grid.lines[head.last]} were read together as the header.")
    return notes


def _with_merges_filled(grid: Grid) -> Grid:
    """A cell merged over several rows counts for each of them; in a header, also over several columns."""
    if not grid.merges:
        return grid
    at = {line: n for n, line in enumerate(grid.lines)}
    rows = list(grid.rows)
    header = _head(grid.rows).last
    filled = 0
    for merge in grid.merges:
        top = at.get(merge.top)
        if top is None or merge.bottom == merge.top or top <= header:
            continue
        filled += _fill(rows, at, merge, rows[top][merge.left])
    said = "was merged over several rows; its value" if filled == 1 else "were merged over several rows; their values"
    verb = "was" if filled == 1 else "were"
    notes = [f"{counted(filled, 'cell')} {said} {verb} taken for each."] if filled else []
    return replace(grid, rows=rows, notes=(*grid.notes, *notes))


def _fill(rows: list[list[Cell]], at: dict[int, int], merge: Merge, value: Cell) -> int:
    """Only rows that hold something else take the value: a merge that runs on below the list makes no rows."""
    places = [at[line] for line in range(merge.top + 1, merge.bottom + 1) if line in at]
    if not is_filled(value):
        return 0
    for n in places:
        rows[n] = [*rows[n]]
        rows[n][merge.left] = value
    return bool(places)
