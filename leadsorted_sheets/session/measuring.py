"""Who is who in any table, for measuring the engine: `row,cluster` for each data row, and the seconds of each phase."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Literal

from leadsorted_sheets import errors
from leadsorted_sheets.core.collector import quiet_collector
from leadsorted_sheets.workbook import files


def measure(path: str, to: str, *, tier: Literal["certain", "likely"], force: bool = False) -> dict[str, float]:
    """Write `row,cluster` (row: data row of the input from 0; cluster: the first row of the same person) to `to`.

    Answers the seconds of each phase, reading and writing among them. Raises errors.WouldOverwrite where `to`
    exists and `force` is not set, errors.BadInput where the table cannot be read.
    """
    from leadsorted_sheets.core import dedupe
    from leadsorted_sheets.core.delimited import Dialect, read_delimited, write_delimited

    if Path(to).exists() and not force:
        raise errors.WouldOverwrite(to)
    began = time.perf_counter()
    table = read_delimited(files.content(Path(path)), path)
    if not table.rows:
        raise errors.NotATable(path, "the file has no header row")
    header, *rows = table.rows
    timings = {"read": time.perf_counter() - began}
    with quiet_collector():
        found = dedupe.clusters(header, rows, tier=tier, clock=time.perf_counter, timings=timings)
    began = time.perf_counter()
    lines = [("row", "cluster"), *((str(row), str(cluster)) for row, cluster in enumerate(found))]
    files.replace(Path(to), write_delimited(lines, Dialect(encoding="utf-8")))
    timings["write"] = time.perf_counter() - began
    return timings
