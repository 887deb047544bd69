"""Live Excel is many calls. A write that is cut off between two of them is seen by the next run, and finished.

Where Excel itself ends, what it held is gone with it: the file is as it was last saved, and there is nothing to finish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Row, row_of, same_book
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow, apply, rebase
from leadsorted_sheets.core.schema import JOURNAL_SHEET, STATE_SHEET
from leadsorted_sheets.core.state import State, pack
from leadsorted_sheets.workbook.excel import ExcelWorkbook
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.under_way import UnderWay, still_to_do
from leadsorted_sheets.workbook.under_way import pack as packed
from leadsorted_sheets.workbook.under_way import unpack as unpacked
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.calc.conftest import Open
from tests.calc.engine import App, CalcError
from tests.workbook.excel.live import lead, live

ROWS: Mapping[str, Row] = {f"L-{n}": lead(f"L-{n}", first_name=f"Ann {n}", score=n) for n in range(5)}
CHANGES: Sequence[Change] = (
    Edit("Leads", "L-0", "Score", 0, 10, "r"),
    Edit("Leads", "L-3", "First name", "Ann 3", "00123", "r"),
    RemoveRow("Leads", "L-1", ROWS["L-1"], "merged"),
    AddRow("Leads", "L-9", row_of({"Lead ID": "L-9", "Email": "new@acme.example"}), "r"),
)
STATE = pack(State(book_id="B-1"))
BATCH = Batch(CHANGES, hidden={JOURNAL_SHEET: "what was done\n" * 1_000, STATE_SHEET: STATE})
READY = Batch(hidden={JOURNAL_SHEET: "before", STATE_SHEET: pack(State(book_id="B-1", partner="p"))})


class Cut:
    """Lets so many writes through and then none."""

    def __init__(self, calc: App, after: int) -> None:
        self._calls, self._through, self._left = calc.calls, calc.calls.wrote, after

    def __call__(self, what: str) -> None:
        if not self._left:
            raise CalcError("The remote procedure call failed.", hresult=-2147023170)
        self._left -= 1
        self._through(what)


def _number_of_writes(workbook: ExcelWorkbook, calc: App) -> int:
    revision = workbook.read().revision
    with calc.calls.counted() as counts:
        workbook.write(BATCH, expect=revision)
    return counts["write"]


@pytest.mark.office
def test_a_write_cut_off_anywhere_is_finished_by_the_next_one(
    open_book: Open, tmp_path: Path, calc: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = {"Leads": apply({"Leads": ROWS}, CHANGES)["Leads"]}
    counted = _ready(open_book, tmp_path, "count")
    for after in range(_number_of_writes(counted, calc)):
        workbook = _ready(open_book, tmp_path, str(after))
        revision = workbook.read().revision
        with monkeypatch.context() as patched:
            patched.setattr(calc.calls, "wrote", Cut(calc, after))
            with pytest.raises(errors.StoppedHalfWay, match="the next command that writes does that first"):
                workbook.write(BATCH, expect=revision)
        later = ExcelWorkbook("cut off", book=workbook._book)
        now = later.read()
        begun = now.hidden[JOURNAL_SHEET] != "before"
        assert [finding.rule for finding in now.findings] == (["workbook.cut-off"] if begun else []), after
        if not begun:
            assert same_book({"Leads": now.book["Leads"]}, {"Leads": ROWS}), after
            continue
        with pytest.raises(errors.Moved):
            later.write(Batch([Edit("Leads", "L-4", "Score", 4, 5)]), expect=now.revision)
        finished = later.read()
        assert same_book({"Leads": finished.book["Leads"]}, wanted), after
        assert finished.findings == ()
        assert finished.hidden[JOURNAL_SHEET] == BATCH.hidden[JOURNAL_SHEET]
        assert finished.hidden[STATE_SHEET] != READY.hidden[STATE_SHEET]


@pytest.mark.office
def test_a_file_saved_in_the_middle_of_a_write_is_finished_by_the_next_command(
    open_book: Open, tmp_path: Path, calc: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook = _ready(open_book, tmp_path)
    revision = workbook.read().revision
    with monkeypatch.context() as patched:
        patched.setattr(calc.calls, "wrote", Cut(calc, 4))
        with pytest.raises(errors.StoppedHalfWay):
            workbook.write(BATCH, expect=revision)
    path = tmp_path / "saved half way.xlsx"
    workbook._book.save(path)
    closed = XlsxWorkbook(path, backup=False)
    now = closed.read()
    assert [finding.rule for finding in now.findings] == ["workbook.cut-off"]
    with pytest.raises(errors.Moved):
        closed.write(Batch([Edit("Leads", "L-4", "Score", 4, 5)]), expect=now.revision)
    finished = closed.read()
    assert same_book({"Leads": finished.book["Leads"]}, {"Leads": apply({"Leads": ROWS}, CHANGES)["Leads"]})
    assert (finished.findings, finished.hidden[JOURNAL_SHEET]) == ((), BATCH.hidden[JOURNAL_SHEET])


@pytest.mark.office
def test_what_a_person_changed_after_the_cut_stays(
    open_book: Open, tmp_path: Path, calc: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook = _ready(open_book, tmp_path)
    revision = workbook.read().revision
    with monkeypatch.context() as patched:
        patched.setattr(calc.calls, "wrote", Cut(calc, 2))  # the journal stands, no cell is written
        with pytest.raises(errors.StoppedHalfWay):
            workbook.write(BATCH, expect=revision)
    sheet = workbook._book.sheets["Leads"]
    score = [at.field for at in workbook.read().layout("Leads").columns].index("Score") + 1  # type: ignore[union-attr]
    sheet.range((2, score)).value = 77
    with pytest.raises(errors.Moved):
        workbook.write(Batch([]), expect=workbook.read().revision)
    rows = workbook.read().book["Leads"]
    assert (rows["L-0"]["Score"], rows["L-3"]["First name"], "L-1" in rows, "L-9" in rows) == (77, "00123", False, True)


@pytest.mark.office
def test_a_damaged_record_stops_nobody(open_book: Open, tmp_path: Path) -> None:
    workbook = _ready(open_book, tmp_path)
    workbook._book.sheets[JOURNAL_SHEET].range("B1").value = "not a record"
    reading = workbook.read()
    assert [finding.rule for finding in reading.findings] == ["workbook.cut-off"]
    with pytest.raises(errors.Moved):
        workbook.write(Batch([]), expect=reading.revision)
    assert workbook.read().findings == ()


def test_a_row_replaced_under_its_own_key_is_not_taken_for_done() -> None:
    old, new = lead("L-0", score=1), lead("L-0", score=2)
    changes: list[Change] = [RemoveRow("Leads", "L-0", old), AddRow("Leads", "L-0", new)]
    assert still_to_do(changes, {"Leads": {"L-0": old}}) == changes
    assert still_to_do(changes, {"Leads": {}}) == [changes[1]]
    assert still_to_do(changes, {"Leads": {"L-0": new}}) == []


def test_a_row_half_added_gets_its_other_cells_and_one_half_blanked_goes() -> None:
    new, old = lead("L-9", email="new@acme.example", score=2), lead("L-1", first_name="Ann", score=1)
    changes: list[Change] = [AddRow("Leads", "L-9", new, "r"), RemoveRow("Leads", "L-1", old, "r")]
    now = {"Leads": {"L-9": lead("L-9", score=7), "L-1": lead("L-1", first_name="Ann")}}
    assert still_to_do(changes, now) == [
        Edit("Leads", "L-9", "Email", None, "new@acme.example", "r"),
        RemoveRow("Leads", "L-1", now["Leads"]["L-1"], "r"),
    ]


def test_a_row_that_is_going_but_was_edited_since_is_left_to_the_person() -> None:
    gone = RemoveRow("Leads", "L-1", lead("L-1", score=1), "r")
    now = {"Leads": {"L-1": lead("L-1", score=5)}}
    assert still_to_do([gone], now) == [gone]
    assert rebase([gone], now).valid == []


def test_a_record_comes_back_as_it_was_kept() -> None:
    write = UnderWay([*CHANGES, Edit("Leads", "#7", "Lead ID", None, "L-8", "id", becomes="L-8")], {"_x": "y"})
    assert unpacked(packed(write)) == write


def _ready(open_book: Open, folder: Path, name: str = "live") -> ExcelWorkbook:
    """A workbook with a journal and a state, as every workbook of ours has them."""
    workbook, _book = live(open_book, folder, {"Leads": ROWS}, name=name)
    workbook.write(READY, expect=workbook.read().revision)
    return workbook
