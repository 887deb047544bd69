"""How often the program is asked: a command's reads and writes are few, however long the list is."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from leadsorted_sheets.core.book import row_of
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow
from leadsorted_sheets.core.state import State, pack
from leadsorted_sheets.workbook.port import Batch
from tests.calc.conftest import Open
from tests.calc.engine import App
from tests.workbook.excel.live import many, template

MOST = 30


def _command(leads: int) -> Batch:
    """What a command does: edits in every row, merged rows taken out, a line of history, the hidden texts."""
    rows = many(leads)
    gone = [f"L-{n:010d}" for n in (leads // 2, leads // 2 + 1)]
    changes: list[Change] = []
    for key, row in rows.items():
        if key not in gone:
            changes.append(Edit("Leads", key, "First name", row["First name"], f"{row['First name']}a", "r"))
            changes.append(Edit("Leads", key, "Phone", row["Phone"], f"{row['Phone']}0", "r"))
    changes += [RemoveRow("Leads", key, rows[key], "merged") for key in gone]
    entry = row_of({"Entry": "H-2", "When": dt.datetime(2026, 5, 6, 7, 8), "What": "dedupe", "Count": 2})
    changes.append(AddRow("History", "H-2", entry))
    hidden = {"_leadsorted_state": pack(State(book_id="B-1")), "_leadsorted_journal": "j" * 20_000}
    return Batch(changes, hidden=hidden)


@pytest.mark.office
@pytest.mark.parametrize("leads", [10, 1_000, 20_000])
def test_a_command_asks_at_most_thirty_times_whatever_the_number_of_leads(
    leads: int, open_book: Open, tmp_path: Path, calc: App
) -> None:
    workbook, _opened = template(open_book, tmp_path, leads)
    batch = _command(leads)
    with calc.calls.counted() as counts:
        reading = workbook.read()
        written = workbook.write(batch, expect=reading.revision)
    assert (list(written.applied), list(written.clashed)) == (list(batch.changes), [])
    assert counts.total() <= MOST, "\n".join(map(" ".join, calc.calls.log[-counts.total() :]))
    after = workbook.read()
    assert after.revision == written.revision
    assert len(after.book["Leads"]) == leads - 2
    assert after.book["Leads"]["L-0000000001"]["Phone"] == "+4917000000010"
    assert after.book["History"]["H-2"] == dataclasses.replace(batch.changes[-1]).row  # type: ignore[union-attr]


@pytest.mark.office
def test_edits_here_and_there_are_gathered_into_few_blocks(open_book: Open, tmp_path: Path, calc: App) -> None:
    workbook, _opened = template(open_book, tmp_path, 500)
    rows = many(500)
    edits: list[Change] = [
        Edit("Leads", key, "Email", rows[key]["Email"], f"new{n}@acme.example") for n, key in enumerate(list(rows)[::3])
    ]
    reading = workbook.read()
    with calc.calls.counted() as counts:
        workbook.write(Batch(edits), expect=reading.revision)
    assert counts["write"] <= 7  # the format, the cells; and the record of the write, before and after
    now = workbook.read().book["Leads"]
    assert [now[key]["Email"] for key in list(rows)[:4]] == [
        "new0@acme.example", "ann1@acme.example", "ann2@acme.example", "new1@acme.example",
    ]  # fmt: skip
