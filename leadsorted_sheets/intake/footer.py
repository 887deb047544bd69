"""Where the rows end: totals, and lines about the list itself, are no leads."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.intake.table import Grid, is_filled, row_texts, row_width, shortened


def end_of_rows(grid: Grid, start: int, width: int) -> tuple[int, list[str]]:
    """Where the rows end, and a note on what stands below: totals, and lines about the list itself."""
    end = len(grid.rows)
    block = _last_block(grid, start)
    if (
        width > 2
        and all(row_width(row) == 1 for row in grid.rows[block:])
        and any(map(_is_signature, grid.rows[block:]))
    ):
        end = block
    while end > start and len(grid.rows) - end < _LOOK:
        row = grid.rows[end - 1]
        filled = [shown(cell).strip() for cell in row if is_filled(cell)]
        if filled and not _is_total(filled, width) and not (width > 2 and len(filled) == 1 and _is_signature(row)):
            break
        end -= 1
    below = [shortened(" ".join(filter(None, row_texts(row)))) for row in grid.rows[end:]]
    said = ", ".join(f'"{text}"' for text in below if text)
    return end, [f"Left out below the rows: {said}."] if said else []


_LOOK = 40  # rows looked at from the end
_TOTAL = re.compile(
    r"(?:grand |sub)?totals?|sum|summe|gesamt(?:summe|ergebnis|betrag)?|insgesamt|zwischensumme|total g[ée]n[ée]ral|sous-total|somme|"
    r"suma(?: total)?|totale(?: generale)?|subtotale|total geral|soma|(?:eind|sub)?totaal|totaal generaal|razem|łącznie|ogółem|count|anzahl|average",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"generated (?:by|on)|exported (?:by|on|from)|report (?:generated|created)|confidential|copyright|©|\(c\) |page \d+|seite \d+|as of \d|"
    r"erstellt (?:am|von)|end of (?:report|list|file)|source:|quelle:|\*{2,}|-{3,}|={3,}|\d[\d,. ]* (?:rows|records|leads|entries)\b",
    re.IGNORECASE,
)


def _last_block(grid: Grid, start: int) -> int:
    """Where the rows after the last blank line begin; the end where there is none near it."""
    last = len(grid.rows)
    return next(
        (n for n in range(last - 1, max(start, last - _LOOK), -1) if grid.lines[n] > grid.lines[n - 1] + 1), last
    )


def _is_total(filled: Sequence[str], width: int) -> bool:
    """ "Total" and numbers, nothing that a person has. (A company may be called Total.)"""
    word = filled[0].rstrip(": ")
    return (
        _TOTAL.fullmatch(re.sub(r"[\s:]*[\d.,]+$", "", word)) is not None
        and len(filled) <= max(2, width / 2)
        and all(re.fullmatch(r"[-+(]?[\W\d]*\d[\d.,\s]*[%€$£)]?|[A-Z]{3}", text) for text in filled[1:])
    )


def _is_signature(row: Sequence[Cell]) -> bool:
    return _SIGNATURE.match(" ".join(row_texts(row)).strip()) is not None
