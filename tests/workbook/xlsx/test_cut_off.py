"""A file that was saved in the middle of a write by a program that had it open: seen by reading, finished by writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Row, row_of
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow, apply
from leadsorted_sheets.core.schema import JOURNAL_SHEET, STATE_SHEET
from leadsorted_sheets.core.state import State, pack
from leadsorted_sheets.workbook import under_way
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.under_way import UnderWay
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.workbook.xlsx.books import saved

ROWS: Mapping[str, Row] = {
    f"L-{n}": row_of({"Lead ID": f"L-{n}", "First name": f"Ann {n}", "Score": n}) for n in range(5)
}
CHANGES: Sequence[Change] = (
    Edit("Leads", "L-0", "Score", 0, 10, "r"),
    Edit("Leads", "L-3", "First name", "Ann 3", "00123", "r"),
    RemoveRow("Leads", "L-1", ROWS["L-1"], "merged"),
    AddRow("Leads", "L-9", row_of({"Lead ID": "L-9", "Email": "new@acme.example"}), "r"),
)
BEFORE = {JOURNAL_SHEET: "what was done\n" * 1_000, STATE_SHEET: pack(State(book_id="B-1"))}
STATE = pack(State(book_id="B-1", partner="p"))
RECORD = under_way.pack(UnderWay(CHANGES, {STATE_SHEET: STATE}))


def cut_off(path: Path, record: str, *done: Change) -> XlsxWorkbook:
    """The file with the journal and these changes written, and the record of all that was to be."""
    workbook = XlsxWorkbook(saved(path, {"Leads": ROWS}), backup=False)
    workbook.write(Batch(done, hidden=BEFORE), expect=workbook.read().revision)
    opened = openpyxl.load_workbook(path)
    for line, at in enumerate(range(0, len(record), 8_000), 1):
        opened[JOURNAL_SHEET].cell(line, 2).value = record[at : at + 8_000]
    opened.save(path)
    opened.close()
    return XlsxWorkbook(path, backup=False)


@pytest.mark.parametrize("done", range(len(CHANGES) + 1))
def test_the_next_write_makes_what_is_left_first(tmp_path: Path, done: int) -> None:
    workbook = cut_off(tmp_path / "a.xlsx", RECORD, *CHANGES[:done])
    reading = workbook.read()
    assert [(each.rule, each.message) for each in reading.findings] == [
        (
            "workbook.cut-off",
            (
                f"The last run was cut off in the middle of writing: {len(CHANGES) - done} of its changes are still to be "
                "made. The next command that writes makes them first."
            ),
        )
    ]
    edit = Edit("Leads", "L-4", "Score", 4, 5)
    with pytest.raises(errors.Moved):
        workbook.write(Batch([edit]), expect=reading.revision)
    finished = workbook.read()
    assert finished.book["Leads"] == apply({"Leads": ROWS}, CHANGES)["Leads"]
    assert (finished.findings, finished.hidden[JOURNAL_SHEET]) == ((), BEFORE[JOURNAL_SHEET])
    assert finished.hidden[STATE_SHEET] != BEFORE[STATE_SHEET]
    assert workbook.write(Batch([edit]), expect=finished.revision).applied == [edit]


def test_what_a_person_typed_since_stays(tmp_path: Path) -> None:
    workbook = cut_off(tmp_path / "a.xlsx", RECORD, Edit("Leads", "L-0", "Score", 0, 77))
    with pytest.raises(errors.Moved):
        workbook.write(Batch(), expect=workbook.read().revision)
    assert workbook.read().book["Leads"]["L-0"]["Score"] == 77


def test_a_damaged_record_stops_nobody(tmp_path: Path) -> None:
    workbook = cut_off(tmp_path / "a.xlsx", "not a record")
    reading = workbook.read()
    assert [finding.rule for finding in reading.findings] == ["workbook.cut-off"]
    with pytest.raises(errors.Moved):
        workbook.write(Batch(), expect=reading.revision)
    after = workbook.read()
    assert (after.book, after.findings) == (reading.book, ())


def test_reading_alone_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = cut_off(path, RECORD)
    content = path.read_bytes()
    workbook.read()
    workbook.sketches()
    assert path.read_bytes() == content
