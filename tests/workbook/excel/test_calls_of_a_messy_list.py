"""A list as people keep it, with blanks and texts where numbers belong, takes no more calls than a tidy one."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadsorted_sheets.core.changes import Change, Edit
from leadsorted_sheets.workbook.port import Batch
from tests.calc.conftest import Open
from tests.calc.engine import App
from tests.workbook.excel.live import many, template

COLUMNS = (
    "Company",
    "Job title",
    "Phone",
    "Postcode",
    "Notes",
    "City",
    "Website",
    "Score",
    "Created",
    "Next action due",
)
"""Far apart, of all kinds."""


@pytest.mark.office
def test_scattered_changes_of_many_columns_go_in_few_blocks(open_book: Open, tmp_path: Path, calc: App) -> None:
    workbook, _book = template(open_book, tmp_path, 400)
    rows = many(400)
    edits: list[Change] = [
        Edit("Leads", key, name, rows[key].get(name), f"00{n}" if n % 3 else "n/a")
        for at, name in enumerate(COLUMNS)
        for n, key in enumerate(rows)
        if (n * 7 + at * 3) % 11 == 0
    ]
    reading = workbook.read()
    with calc.calls.counted() as counts:
        written = workbook.write(Batch(edits), expect=reading.revision)
    assert (list(written.applied), written.findings) == (edits, ())
    assert counts.total() <= 16, "\n".join(map(" ".join, calc.calls.log[-counts.total() :]))
    now = workbook.read().book["Leads"]
    assert [now[edit.key][edit.field] for edit in edits] == [edit.after for edit in edits]  # type: ignore[union-attr]
