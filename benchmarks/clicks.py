"""What a click on the ribbon costs, phase by phase, on a live LibreOffice Calc; printed as a table in Markdown.

    python -m benchmarks.clicks                     1,000 and 20,000 leads of twenty columns
    python -m benchmarks.clicks --rows 1000         a quick look

The click goes through the ribbon's own entry, as Excel would start it. Calc stands in for Excel (`tests/calc`): what
crosses to it and back goes through its bridge, which is slower than Excel's own, so reading and writing are the
stand-in's time as much as ours. Importing is measured in a process of its own, the best of several.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.run import machine

COMMANDS = ("normalise", "dedupe")
IMPORTS: tuple[tuple[str, str], ...] = (
    ("what Excel starts", "leadsorted_sheets.frontends.ribbon"),
    ("the ribbon's entry", "leadsorted_sheets.frontends.ribbon.entry"),
    ("all that a click on an operation loads", "leadsorted_sheets.frontends.ribbon.commands, leadsorted_sheets.session.work"),
    ("xlwings, without numpy and pandas", "leadsorted_sheets.workbook.excel.front"),
)  # fmt: skip
TIMES = 7
_IMPORT = """
import time
start = time.process_time()
import {0}
{1}
print(time.process_time() - start)
"""
_XLWINGS = "from leadsorted_sheets.workbook.excel.library import xlwings; xlwings()"


@dataclass(slots=True)
class Cost:
    """One click: seconds by phase, this process's share of the processor, and what Calc was asked."""

    command: str
    rows: int
    read: float = 0.0
    write: float = 0.0
    total: float = 0.0
    processor: float = 0.0
    calls: Counter[str] = field(default_factory=Counter)

    @property
    def work(self) -> float:
        return self.total - self.read - self.write


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure clicks on the ribbon, on live Calc.")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 20_000])
    options = parser.parse_args(arguments)
    imports = [(label, _import_cost(modules)) for label, modules in IMPORTS]
    costs = list(_clicks(options.rows))
    print(f"{machine()}.\n")
    print("\n".join(import_table(imports)), end="\n\n")
    print("\n".join(table(costs)))


def import_table(imports: Sequence[tuple[str, float]]) -> Iterator[str]:
    """The lines of the first table.

    >>> print(*import_table([("the entry", 0.123)]), sep="\\n")
    | import of | seconds of CPU |
    |---|---:|
    | the entry | 0.12 |
    """
    yield "| import of | seconds of CPU |"
    yield "|---|---:|"
    for label, seconds in imports:
        yield f"| {label} | {seconds:.2f} |"


def table(costs: Sequence[Cost]) -> Iterator[str]:
    """The lines of the second, one a click.

    >>> print(*table([Cost("score", 1000, 0.5, 0.75, 1.5, 1.0, calls=Counter(read=12, write=9))]), sep="\\n")
    | leads | click | read | work | write | all | of it our CPU | reads and writes |
    |---:|---|---:|---:|---:|---:|---:|---:|
    | 1,000 | score | 0.5 s | 0.2 s | 0.8 s | 1.5 s | 1.0 s | 12 + 9 |
    """
    yield "| leads | click | read | work | write | all | of it our CPU | reads and writes |"
    yield "|---:|---|---:|---:|---:|---:|---:|---:|"
    for each in costs:
        phases = " | ".join(f"{seconds:.1f} s" for seconds in (each.read, each.work, each.write, each.total))
        asked = f"{each.calls['read']} + {each.calls['write']}"
        yield f"| {each.rows:,} | {each.command} | {phases} | {each.processor:.1f} s | {asked} |"


def _import_cost(modules: str) -> float:
    """The least of several, each in a Python of its own: files read once are in the machine's memory.

    And compiled once: pip compiles what it installs, so that no click of a user's pays for it.
    """
    more = _XLWINGS if "excel.front" in modules else ""
    program = _IMPORT.format(modules, more)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as compiled:
        environment = {**kept, "PYTHONPYCACHEPREFIX": compiled}
        runs = [
            subprocess.run(
                [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
            ).stdout
            for _time in range(TIMES)
        ]
    return min(map(float, runs))


def _clicks(sizes: Sequence[int]) -> Iterator[Cost]:
    from benchmarks.google import _workbook
    from tests.calc import office
    from tests.calc.engine import engine, register

    xlwings = register()
    with tempfile.TemporaryDirectory() as name, office.running() as context:
        app = engine.apps.connect(context)
        for rows in sizes:
            book = xlwings.apps[app.pid].books.open(_workbook(Path(name), rows))
            book.set_mock_caller()
            for command in COMMANDS:
                cost = _click(app, command, rows)
                print(f"{rows:,}: {command}: {cost.total:.1f} s, {dict(cost.calls)}", file=sys.stderr, flush=True)
                yield cost
            book.close()


def _click(app: Any, command: str, rows: int) -> Cost:
    """One click, its readings and writes timed where they begin and end."""
    from leadsorted_sheets.addin.build import expected_stamp
    from leadsorted_sheets.frontends.ribbon.entry import clicked
    from leadsorted_sheets.workbook.excel import ExcelWorkbook

    cost = Cost(command, rows)
    read, write = ExcelWorkbook.read, ExcelWorkbook.write
    ExcelWorkbook.read = _timed(read, cost, "read")  # type: ignore[method-assign]  # put back below
    ExcelWorkbook.write = _timed(write, cost, "write")  # type: ignore[method-assign]  # as above
    try:
        with app.calls.counted() as counts:
            started, processor = time.perf_counter(), time.process_time()
            clicked(command, "all", expected_stamp(), f"benchmark-{command}-{rows}")
            cost.total, cost.processor = time.perf_counter() - started, time.process_time() - processor
    finally:
        ExcelWorkbook.read, ExcelWorkbook.write = read, write  # type: ignore[method-assign]  # as they were
    cost.calls = counts
    if not cost.write:
        sys.exit(f"{command} wrote nothing: {app.alerts[-1:]}")
    return cost


def _timed(does: Callable[..., Any], cost: Cost, phase: str) -> Callable[..., Any]:
    def timed(*arguments: Any, **options: Any) -> Any:
        started = time.perf_counter()
        try:
            return does(*arguments, **options)
        finally:
            setattr(cost, phase, getattr(cost, phase) + time.perf_counter() - started)

    return timed


if __name__ == "__main__":
    main()
