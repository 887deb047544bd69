"""Who is who in a list of any length, by Splink on DuckDB or Spark: `row,cluster` for each data row, as `measuring` writes it."""

from __future__ import annotations

import csv
import os
import tempfile
import time
from pathlib import Path
from typing import Literal

from leadsorted_sheets import errors
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.scale.engine import clusters, ready
from leadsorted_sheets.scale.keys import write_keys
from leadsorted_sheets.workbook import files


def link(
    path: str, to: str, *,
    backend: Literal["duckdb", "spark"], tier: Literal["certain", "likely"], memory: float = 0.0, force: bool = False,
    progress: Progress = silent,
) -> dict[str, float]:  # fmt: skip
    """Write `row,cluster` (row: data row of the input from 0; cluster: the first row of the same person) to `to`.

    `memory` in gigabytes is the most the engine may take, 0 for half of what the machine has. What does not fit goes to a
    folder beside `to`, which is removed at the end. Answers the seconds of each phase. Raises errors.WouldOverwrite,
    errors.NotATable, errors.NoLeadColumns, errors.NotInstalled, errors.NoMemory, errors.NoSpace.
    """
    if Path(to).exists() and not force:
        raise errors.WouldOverwrite(to)
    if not Path(to).resolve().parent.is_dir():
        raise errors.ReadOnly(to, f"there is no folder {Path(to).resolve().parent}")
    ready(backend)
    seconds: dict[str, float] = {}
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix=".leadsorted-", dir=Path(to).resolve().parent) as folder:
        keys = Path(folder) / "keys.parquet"
        keyed = write_keys(path, keys, progress=progress)
        seconds["keys"], began = time.perf_counter() - began, time.perf_counter()
        given = memory or half_of_memory()
        with clusters(keys, keyed, backend=backend, tier=tier, memory=given, progress=progress) as rows:
            seconds["link"], began = time.perf_counter() - began, time.perf_counter()
            with files.replacing(Path(to)) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out, lineterminator="\r\n")
                writer.writerow(("row", "cluster"))
                writer.writerows(rows)
        seconds["write"] = time.perf_counter() - began
    return seconds


def half_of_memory() -> float:
    """Half of this machine's memory in gigabytes; 4 where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2e9
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return 4.0
