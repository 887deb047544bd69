"""The steps that are measured. Each is made ready first; what it answers is then run against the clock.

`python -m benchmarks.steps NAME FOLDER` runs one alone and prints its seconds and the peak memory
of the process as JSON. FOLDER holds the list, `leads.csv`, and takes what the steps write.
"""

from __future__ import annotations

import gc
import json
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from benchmarks.words import OWNERS

Ready: TypeAlias = Callable[[], object]

CHANGED_CELLS = 1_000


def main() -> None:
    name, folder = sys.argv[1], Path(sys.argv[2])
    ready = STEPS[name](folder)
    gc.collect()
    started = time.perf_counter()
    ready()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = peak / (1024 if sys.platform == "linux" else 1024 * 1024)  # kilobytes there, bytes on a Mac
    json.dump({"seconds": seconds, "megabytes": megabytes}, sys.stdout)


def clean(folder: Path) -> Ready:
    """The main job, from the CSV to the workbook. Its workbook is what the steps on workbooks are given."""
    from leadsorted_sheets.session.clean import NewOwner, Wishes, clean

    wishes = Wishes(owners=tuple(NewOwner(name) for name in OWNERS), force=True)
    return lambda: clean([str(folder / "leads.csv")], str(folder / "leads.xlsx"), wishes)


def read(folder: Path) -> Ready:
    start = _Stage()
    return lambda: start.bring_in(folder)


def normalise(folder: Path) -> Ready:
    return _after(folder).next_step("normalise")


def dedupe(folder: Path) -> Ready:
    return _after(folder, "normalise").next_step("dedupe")


def assign(folder: Path) -> Ready:
    return _after(folder, "normalise", "dedupe").next_step("assign")


def score(folder: Path) -> Ready:
    return _after(folder, "normalise", "dedupe", "assign").next_step("score")


def report(folder: Path) -> Ready:
    return _after(folder, "normalise", "dedupe", "assign", "score").next_step("report")


def write(folder: Path) -> Ready:
    """All leads, normalised, into a fresh workbook."""
    from leadsorted_sheets.core.changes import diff
    from leadsorted_sheets.resources import template_path
    from leadsorted_sheets.workbook.port import Batch
    from leadsorted_sheets.workbook.xlsx import XlsxWorkbook

    stage = _after(folder, "normalise")
    workbook = XlsxWorkbook(shutil.copyfile(template_path(), folder / "written.xlsx"), backup=False)
    reading = workbook.read()
    batch = Batch(diff(reading.book, stage.book))
    return lambda: workbook.write(batch, expect=reading.revision)


def read_workbook(folder: Path) -> Ready:
    from leadsorted_sheets.workbook.xlsx import XlsxWorkbook

    return XlsxWorkbook(folder / "leads.xlsx").read


def patch(folder: Path) -> Ready:
    return _edit(folder, CHANGED_CELLS)


def rewrite(folder: Path) -> Ready:
    return _edit(folder, sys.maxsize)


def pandas_clean(folder: Path) -> Ready:
    """What a script does instead: read, drop exact duplicates, write."""
    import pandas as pd

    def run() -> None:
        table = pd.read_csv(folder / "leads.csv", dtype=str)
        table.drop_duplicates().to_excel(folder / "pandas.xlsx", index=False, engine="openpyxl")

    return run


def openpyxl_patch(folder: Path) -> Ready:
    """What a script does instead: load the workbook, change cells, save it."""
    import openpyxl

    path = shutil.copyfile(folder / "leads.xlsx", folder / "openpyxl.xlsx")

    def run() -> None:
        book = openpyxl.load_workbook(path)
        sheet = book["Leads"]
        every = max(1, (sheet.max_row - 1) // CHANGED_CELLS)
        for row in range(2, sheet.max_row + 1, every):
            sheet.cell(row, 2).value = "changed"
        book.save(path)

    return run


STEPS: dict[str, Callable[[Path], Ready]] = {
    step.__name__: step
    for step in (
        clean,
        read,
        normalise,
        dedupe,
        assign,
        score,
        report,
        write,
        read_workbook,
        patch,
        rewrite,
        pandas_clean,
        openpyxl_patch,
    )
}


class _Stage:
    """A new book with its owners, as far as the steps have brought it."""

    def __init__(self) -> None:
        from leadsorted_sheets.core.changes import apply
        from leadsorted_sheets.resources import template_path
        from leadsorted_sheets.session.clean import NewOwner, Wishes, wished
        from leadsorted_sheets.session.context import context_for
        from leadsorted_sheets.workbook.xlsx import XlsxWorkbook

        book = XlsxWorkbook(template_path()).read().book
        self.book = apply(book, wished(Wishes(owners=tuple(NewOwner(name) for name in OWNERS)), book))
        self.context = context_for(self.book)

    def bring_in(self, folder: Path) -> None:
        from leadsorted_sheets.core.changes import apply
        from leadsorted_sheets.intake import Options, incoming

        read = incoming(str(folder / "leads.csv"), options=Options(), saved=self.book, context=self.context)
        self.book = apply(self.book, read.changes)

    def next_step(self, name: str) -> Ready:
        from leadsorted_sheets.operations import BY_NAME

        operation = BY_NAME[name]
        return lambda: operation.plan(self.book, operation.options(), self.context)

    def take(self, name: str) -> None:
        from leadsorted_sheets.core.changes import apply
        from leadsorted_sheets.operations import BY_NAME

        operation = BY_NAME[name]
        self.book = apply(self.book, operation.plan(self.book, operation.options(), self.context).changes)


def _after(folder: Path, *names: str) -> _Stage:
    stage = _Stage()
    stage.bring_in(folder)
    for name in names:
        stage.take(name)
    return stage


def _edit(folder: Path, cells: int) -> Ready:
    """Write a new next action into that many leads, spread over the whole sheet."""
    from leadsorted_sheets.core.changes import Edit
    from leadsorted_sheets.workbook.port import Batch
    from leadsorted_sheets.workbook.xlsx import XlsxWorkbook

    workbook = XlsxWorkbook(shutil.copyfile(folder / "leads.xlsx", folder / "edited.xlsx"), backup=False)
    reading = workbook.read()
    leads = reading.book["Leads"]
    every = max(1, len(leads) // cells)
    changes = [
        Edit("Leads", key, "Next action", row.get("Next action"), "Send the price list", "benchmark")
        for place, (key, row) in enumerate(leads.items())
        if place % every == 0
    ]
    return lambda: workbook.write(Batch(changes[:cells]), expect=reading.revision)


if __name__ == "__main__":
    main()
