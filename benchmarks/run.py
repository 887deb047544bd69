"""How long each step takes and how much memory it needs, printed as a table in Markdown.

    python -m benchmarks.run                                 1,000, 10,000 and 100,000 leads of 14 and 26 columns
    python -m benchmarks.run --rows 1000 --columns 14        a quick look

Each figure is one run in a process of its own, which makes ready what the step needs before the
clock starts. Memory is the peak of that whole process, so a late step also shows what came before it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

# This process must stay small: on Linux a child's peak memory starts from that of the process that made it.

ROWS: tuple[tuple[str, str], ...] = (
    ("read", "read the list (CSV)"),
    ("normalise", "normalise"),
    ("dedupe", "dedupe"),
    ("assign", "assign"),
    ("score", "score"),
    ("report", "report"),
    ("write", "write a new workbook"),
    ("clean", "**clean, CSV to workbook, all of it**"),
    ("pandas_clean", "pandas + openpyxl: read, drop exact duplicates, write"),
    ("read_workbook", "**read a workbook**"),
    ("patch", "**change 1,000 cells of it**"),
    ("openpyxl_patch", "openpyxl: load, change 1,000 cells, save"),
    ("rewrite", "**change every row of it**"),
)
FIRST = "clean"  # makes the workbook that the steps on workbooks are given
PEERS = ("pandas_clean", "openpyxl_patch")


@dataclass(frozen=True, slots=True)
class Size:
    rows: int
    columns: int

    def __str__(self) -> str:
        return f"{self.rows:,} × {self.columns}"


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    megabytes: float

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s, {self.megabytes:,.0f} MB"


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure every step, beside pandas and openpyxl.")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--columns", type=int, nargs="+", choices=(14, 26), default=[14, 26])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--without-peers", action="store_true", help="leave out pandas and openpyxl, which take longest"
    )
    options = parser.parse_args(arguments)
    sizes = [Size(rows, columns) for columns in options.columns for rows in options.rows]
    steps = [(name, label) for name, label in ROWS if not (options.without_peers and name in PEERS)]
    costs = {size: dict(_measured(size, [name for name, _ in steps], options.seed)) for size in sizes}
    print(f"{machine()}.\n")
    print("\n".join(table(steps, costs)))


def table(steps: Sequence[tuple[str, str]], costs: dict[Size, dict[str, Cost]]) -> Iterator[str]:
    """The lines of the table: a row for each step, a column for each size."""
    yield "| | " + " | ".join(str(size) for size in costs) + " |"
    yield "|---|" + "---:|" * len(costs)
    for name, label in steps:
        yield f"| {label} | " + " | ".join(str(of_size[name]) for of_size in costs.values()) + " |"


def machine() -> str:
    """What the figures were measured on.

    >>> "Python" in machine()
    True
    """
    libraries = ", ".join(f"{name} {version(name)}" for name in ("pandas", "openpyxl"))
    cores = os.cpu_count()
    return f"{_processor()}, {cores} cores, {platform.system()}, Python {platform.python_version()}, {libraries}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _measured(size: Size, names: Sequence[str], seed: int) -> Iterator[tuple[str, Cost]]:
    with tempfile.TemporaryDirectory() as folder:
        made = ("--rows", str(size.rows), "--columns", str(size.columns), "--seed", str(seed), "--without-truth")
        _python("benchmarks.generate", *made, "--out", f"{folder}/leads.csv")
        for name in sorted(names, key=lambda name: name != FIRST):
            cost = Cost(**json.loads(_python("benchmarks.steps", name, folder)))
            print(f"{size}: {name}: {cost}", file=sys.stderr, flush=True)
            yield name, cost


def _python(module: str, *arguments: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    if run.returncode:
        sys.exit(f"{module} {' '.join(arguments)} stopped:\n{run.stderr}")
    return run.stdout


if __name__ == "__main__":
    main()
