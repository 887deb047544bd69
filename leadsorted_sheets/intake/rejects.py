"""The rows that were not taken, as a file to mend and import again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.delimited import write_delimited

if TYPE_CHECKING:
    from leadsorted_sheets.intake.incoming import Incoming

HEADERS = ("File", "Line", "Reason")


def rejects_csv(lists: Sequence[Incoming]) -> bytes:
    """A CSV with the file, line and reason of each rejected row, and its cells as they were, under their own headers.

    Cells beyond the last header, which is why some rows were rejected, get columns without a header at the end.
    """
    heads = [each.raw.header if each.raw else each.header for each in lists]
    headers = list(dict.fromkeys(header for head in heads for header in head))
    beyond = max(
        (len(row.cells) - len(head) for each, head in zip(lists, heads, strict=True) for row in each.rejected),
        default=0,
    )
    rows: list[list[str]] = [[*HEADERS, *headers, *[""] * max(0, beyond)]]
    for each, head in zip(lists, heads, strict=True):
        places = [headers.index(header) for header in head]
        for row in each.rejected:
            cells = [""] * (len(headers) + max(0, beyond))
            for n, cell in enumerate(row.cells):
                cells[places[n] if n < len(places) else len(headers) + n - len(places)] = shown(cell)
            rows.append([each.name, str(row.line), row.reason, *cells])
    return write_delimited(rows)
