"""What an export costs for each CRM, printed as a table in Markdown.

    python -m benchmarks.exports                 100,000 leads, 10,000 deals and 10,000 activities, to every target
    python -m benchmarks.exports --rows 1000     a quick look

The clock runs from the book in memory to the last file on the disk: every row checked, the bad ones rejected, the files
written, the guide and the loss report. Reading a workbook is measured by `benchmarks.run`. Each target has a process of its
own. The leads are invented (`benchmarks.generate`) and normalised, one row a person, so a few are rejected, as in a real list.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# This process must stay small: on Linux a child's peak memory starts from that of the process that made it.

MORE = 2
"""So many times the rows are invented: those of one person are one lead here."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One target: `files` and `rows` written, rows `rejected`, and what it took."""

    target: str
    files: int
    rows: int
    rejected: int
    seconds: float
    megabytes: float


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure an export to each CRM.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--only", nargs="*", default=[], help="these targets instead of all")
    parser.add_argument("--make", metavar="FILE", help=argparse.SUPPRESS)
    parser.add_argument("--book", metavar="FILE", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.make:
        Path(options.make).write_bytes(pickle.dumps(_book(options.rows)))
    elif options.book:
        print(json.dumps(_measured(options.only[0], Path(options.book))))
    else:
        from benchmarks.run import machine

        print(f"{machine()}.\n")
        print("\n".join(table(list(_costs(options.rows, options.only)))))


def table(costs: Sequence[Cost]) -> Iterator[str]:
    """The lines of the table, one a target.

    >>> print(*table([Cost("hubspot", 7, 120_000, 31, 4.24, 512.3)]), sep="\\n")
    | target | seconds | peak memory | rows written | rejected | files |
    |---|---:|---:|---:|---:|---:|
    | hubspot | 4.2 | 512 MB | 120,000 | 31 | 7 |
    """
    yield "| target | seconds | peak memory | rows written | rejected | files |"
    yield "|---|---:|---:|---:|---:|---:|"
    for one in costs:
        yield f"| {one.target} | {one.seconds:.1f} | {one.megabytes:,.0f} MB | {one.rows:,} | {one.rejected:,} | {one.files} |"


def _costs(rows: int, only: Sequence[str]) -> Iterator[Cost]:
    with tempfile.TemporaryDirectory() as folder:
        book = f"{folder}/book"
        _python("--rows", str(rows), "--make", book)
        for target in only or _targets():
            cost = Cost(**json.loads(_python("--book", book, "--only", target)))
            print(f"{target}: {cost.seconds:.2f} s, {cost.megabytes:,.0f} MB", file=sys.stderr, flush=True)
            yield cost


def _targets() -> tuple[str, ...]:
    from leadsorted_sheets.exports import profiles

    return profiles()


def _python(*words: str) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.exports", *words],
        check=False,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    if run.returncode:
        sys.exit(f"the measuring of {' '.join(words)} stopped")
    return run.stdout


def _measured(target: str, path: Path) -> dict[str, object]:
    from leadsorted_sheets import exports
    from leadsorted_sheets.core.collector import quiet_collector
    from leadsorted_sheets.session.context import context_for
    from leadsorted_sheets.session.exporting import write_files

    book = pickle.loads(path.read_bytes())  # noqa: S301  # written by ourselves, a moment ago
    context = context_for(book)
    gc.collect()
    started = time.perf_counter()
    with quiet_collector():
        made = exports.export(book, exports.load(target), context=context, skip_bad=True)
    write_files(path.parent / target, made.files, force=False)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = peak / (1024 if sys.platform == "linux" else 1024 * 1024)  # kilobytes there, bytes on a Mac
    rejected = next(row[1] for row in made.figures[0].rows if row[0] == "Rejected")
    return {
        "target": target,
        "files": len(made.files),
        "rows": sum(file.rows or 0 for file in made.files),
        "rejected": rejected,
        "seconds": seconds,
        "megabytes": megabytes,
    }


def _book(rows: int) -> object:
    """A book with so many normalised leads, and a deal and an activity for each tenth of them."""
    from benchmarks.words import OWNERS
    from leadsorted_sheets.core import normalise, schema
    from leadsorted_sheets.core.book import base32, row_of
    from leadsorted_sheets.core.changes import apply
    from leadsorted_sheets.session.context import context_for

    leads = {key: row_of({"Lead ID": key, **lead}) for key, lead in _people(rows)}
    owners = {name: {"Owner": name, "Email": f"{name.split()[0].lower()}@us.example"} for name in OWNERS}
    book: dict[str, object] = {tab.name: schema.table_of(tab) for tab in schema.SETTINGS}
    book |= {"Leads": leads, "Owners": owners}
    book = dict(apply(book, normalise.plan(book, normalise.Options(), context_for(book)).changes))  # type: ignore[arg-type]
    tenth = list(leads)[::10]
    book["Pipeline"] = {
        f"D-{base32(n)}": row_of(
            {
                "Deal ID": f"D-{base32(n)}", "Lead ID": key, "Deal": f"Offer {n}", "Company": leads[key].get("Company"), "Value": 100 + n, "Currency": "GBP",
                "Stage": "Proposal Sent", "Expected close": dt.date(2026, 6, 1), "Owner": OWNERS[n % len(OWNERS)],
            }
        )
        for n, key in enumerate(tenth)
    }  # fmt: skip
    book["Activities"] = {
        f"A-{base32(n)}": row_of(
            {
                "Activity ID": f"A-{base32(n)}", "Lead ID": key, "When": dt.datetime(2026, 3, 1, 9), "Type": "Call", "Summary": "Spoke about the offer",
            }
        )
        for n, key in enumerate(tenth)
    }  # fmt: skip
    return book


def _people(rows: int) -> Iterator[tuple[str, dict[str, str]]]:
    from benchmarks.generate import leads as invented
    from leadsorted_sheets.core.book import base32

    met: set[str] = set()
    for given in invented(rows * MORE, columns=26, seed=1):
        lead = dict(given)
        truth = lead.pop("truth")
        if truth in met or len(met) == rows:
            continue
        met.add(truth)
        name = lead.pop("Name", "").split()
        if name:
            lead |= {"First name": " ".join(name[:-1]), "Last name": name[-1]}
        lead["Status"] = "New"
        yield f"L-{base32(len(met))}", lead


if __name__ == "__main__":
    main()
