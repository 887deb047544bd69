"""What a sync costs in requests and seconds, beside what people do today; printed as a table in Markdown.

    python -m benchmarks.google                            1,000, 10,000 and 100,000 leads of 20 columns
    python -m benchmarks.google --rows 1000                a quick look

Everything talks to the emulator of Google Sheets (`tests/sheets_server`), which runs as a program of its own and
answers each request 40 ms late. It has no quota here; the last column says how long Google's 60 a minute would make of
the requests. Row by row, only the first 200 rows are done and the rest reckoned: all of them would take hours.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gspread

from benchmarks.generate import leads as invented
from benchmarks.run import machine

LATENCY = 0.04
A_MINUTE = 60
SCATTERED = 700
BY_ROW = 200
COLUMNS = (
    "First name", "Last name", "Company", "Job title", "Email", "Phone", "Source", "Status", "Owner", "Next action",
    "Next action due", "Notes", "Website", "Street", "City", "Postcode", "Country", "Deal value", "Created",
)  # fmt: skip
"""With the Lead ID, twenty."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One thing done: seconds, and the requests that Google would have counted."""

    what: str
    rows: int
    seconds: float
    reads: int
    writes: int
    drive: int = 0

    @property
    def minutes_of_quota(self) -> float:
        return max(self.reads, self.writes) / A_MINUTE

    def times(self, factor: float, what: str, rows: int) -> Cost:
        reads, writes = round(self.reads * factor), round(self.writes * factor)
        return Cost(what, rows, self.seconds * factor, reads, writes, self.drive)


class Emulator:
    """The emulator in a process of its own, as far from us as a server is."""

    def __init__(self, folder: Path) -> None:
        self.credentials = folder / "robot.json"
        words = [sys.executable, "-m", "tests.sheets_server", "--credentials", str(self.credentials)]
        words += ["--latency", str(LATENCY)]
        self._process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
        said = [self._process.stdout.readline() for _ in range(3)] if self._process.stdout else []
        self.url, self._control = (line.partition(":")[2].strip() for line in said[:2])

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(f"{self._control}{path}", method=method, data=json.dumps(body).encode())  # noqa: S310  # our own, on loopback
        with urllib.request.urlopen(request) as answer:  # noqa: S310  # as above
            return json.loads(answer.read())

    def measured(self, what: str, rows: int, act: Callable[[], object]) -> Cost:
        self.ask("DELETE", "/log")
        started = time.perf_counter()
        act()
        seconds = time.perf_counter() - started
        counts = self.ask("GET", "/log")["counts"]
        cost = Cost(what, rows, seconds, counts["reads"], counts["writes"], counts["drive"])
        print(f"{rows:,}: {what}: {seconds:.1f} s, {counts}", file=sys.stderr, flush=True)
        return cost


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure the sync, beside gspread by hand.")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    options = parser.parse_args(arguments)
    costs: list[Cost] = []
    for rows in options.rows:
        with _running() as (emulator, folder):
            costs += _of_ours(emulator, folder, rows)
            costs += _of_others(emulator, rows)
    print(f"{machine()}, gspread {gspread.__version__}.\n")
    print("\n".join(table(costs)))


def table(costs: Sequence[Cost]) -> Iterator[str]:
    """The lines of the table, one a measurement.

    >>> print(*table([Cost("one cell", 1000, 0.5, 2, 3, 1)]), sep="\\n")
    | leads | what | reads | writes | Drive | seconds | minutes at 60 a minute |
    |---:|---|---:|---:|---:|---:|---:|
    | 1,000 | one cell | 2 | 3 | 1 | 0.5 | 0.1 |
    """
    yield "| leads | what | reads | writes | Drive | seconds | minutes at 60 a minute |"
    yield "|---:|---|---:|---:|---:|---:|---:|"
    for each in costs:
        numbers = (
            f"{each.reads:,} | {each.writes:,} | {each.drive} | {each.seconds:,.1f} | {each.minutes_of_quota:,.1f}"
        )
        yield f"| {each.rows:,} | {each.what} | {numbers} |"


@contextmanager
def _running() -> Iterator[tuple[Emulator, Path]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        emulator = Emulator(folder)
        os.environ |= {"LEADSORTED_GOOGLE_URL": emulator.url, "LEADSORTED_STATE_DIR": str(folder / "state")}
        try:
            from leadsorted_sheets.session.google import login

            login(service_account=str(emulator.credentials))
            yield emulator, folder
        finally:
            emulator.stop()


def _of_ours(emulator: Emulator, folder: Path, rows: int) -> Iterator[Cost]:
    from leadsorted_sheets.session.syncing import bring_together

    path = str(_workbook(folder, rows))
    yield emulator.measured("**first push**, a new sheet set up", rows, lambda: bring_together(path, "gsheet:NEW"))
    yield emulator.measured("the sync after it", rows, lambda: bring_together(path))
    yield emulator.measured("**nothing changed**", rows, lambda: bring_together(path))
    _edit(path, 1, "one")
    yield emulator.measured("**1 cell changed here**", rows, lambda: bring_together(path))
    bring_together(path)
    _edit(path, SCATTERED, "many")
    yield emulator.measured(
        f"**{SCATTERED} cells changed here**, in {SCATTERED} rows", rows, lambda: bring_together(path)
    )
    bring_together(path)
    key = next(iter(emulator.ask("GET", "/books")["books"]))
    typed = {"tab": "Leads", "cell": "B3", "text": "Typed there"}
    emulator.ask("POST", "/human", {"book": key, "move": "type", "with": typed})
    yield emulator.measured("1 cell changed there", rows, lambda: bring_together(path))


def _of_others(emulator: Emulator, rows: int) -> Iterator[Cost]:
    """The two ways one finds in tutorials."""
    client = _gspread(emulator)
    content = [["Lead ID", *COLUMNS], *([f"L-{n}", *map(str, row)] for n, row in enumerate(_values(rows)))]
    try:
        book = client.create("by hand")
        sheet = book.add_worksheet("Leads", rows + 1, len(content[0]))

        def rewrite() -> None:
            sheet.clear()
            sheet.update(content)

        def by_row() -> None:
            for row in content[1 : BY_ROW + 1]:
                sheet.append_row(row)

        def by_cell() -> None:
            for line in range(2, BY_ROW + 2):
                sheet.update([["changed"]], f"B{line}")

        yield emulator.measured("gspread: clear and write all again, for any change", rows, rewrite)
        yield emulator.measured("gspread: read all, to see whether anything changed", rows, sheet.get_all_values)
        few = min(rows, BY_ROW)
        sheet.resize(rows=2)
        first = emulator.measured(f"gspread: {BY_ROW} rows appended one by one", few, by_row)
        yield first.times(rows / few, "gspread: append_row for each lead (reckoned)", rows)
        cells = emulator.measured(f"gspread: {BY_ROW} cells one by one", few, by_cell)
        yield cells.times(SCATTERED / few, f"gspread: update for each of {SCATTERED} cells (reckoned)", rows)
    finally:
        client.http_client.session.close()


def _workbook(folder: Path, rows: int) -> Path:
    """A workbook with that many leads of twenty columns, as `new` and a list make it."""
    from leadsorted_sheets.core.book import base32, row_of
    from leadsorted_sheets.core.changes import AddRow
    from leadsorted_sheets.session.new import new
    from leadsorted_sheets.workbook.port import Batch
    from leadsorted_sheets.workbook.xlsx import XlsxWorkbook

    path = folder / f"leads-{rows}.xlsx"
    new(str(path))
    workbook = XlsxWorkbook(path, backup=False)
    keys = [f"L-{base32(n)}" for n in range(rows)]
    added = [
        AddRow("Leads", key, row_of({"Lead ID": key, **dict(zip(COLUMNS, values, strict=True))}))
        for key, values in zip(keys, _values(rows), strict=True)
    ]
    workbook.write(Batch(added), expect=workbook.read().revision)
    return path


def _values(rows: int) -> Iterator[list[Any]]:
    for n, lead in enumerate(invented(rows, columns=26, seed=1)[:rows]):
        row: list[Any] = [lead.get(name) or None for name in COLUMNS]
        row[COLUMNS.index("Next action due")] = dt.date(2026, 3, 1) + dt.timedelta(days=n % 90)
        row[COLUMNS.index("Created")] = dt.datetime(2026, 1, 1, 9) + dt.timedelta(minutes=n)
        row[COLUMNS.index("Deal value")] = 100 + n % 5_000
        yield row


def _edit(path: str, cells: int, text: str) -> None:
    from leadsorted_sheets.core.changes import Edit
    from leadsorted_sheets.workbook.port import Batch
    from leadsorted_sheets.workbook.xlsx import XlsxWorkbook

    workbook = XlsxWorkbook(path, backup=False)
    reading = workbook.read()
    table = reading.book["Leads"]
    every = max(1, len(table) // cells)
    edits = [Edit("Leads", key, "Company", table[key].get("Company"), text) for key in list(table)[::every][:cells]]
    workbook.write(Batch(edits), expect=reading.revision)


def _gspread(emulator: Emulator) -> gspread.Client:
    from tests.sheets_server.client import to_emulator

    client: gspread.Client = gspread.service_account(
        filename=str(emulator.credentials), http_client=to_emulator(emulator.url)
    )
    # Newer google-auth asks Google in the background where a service account may be used from: that leaves the machine.
    robot: Any = client.http_client.auth
    robot._maybe_start_regional_access_boundary_refresh = lambda *_request: None  # noqa: SLF001  # it has no switch
    return client


if __name__ == "__main__":
    main()
