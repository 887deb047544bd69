"""A sync beside the open workbook: nothing that was typed meanwhile is lost, and no copy is taken for the workbook."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.state import State, pack, unpack
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.detached import Landing, landing, start, taken_over, waits
from leadsorted_sheets.session.detached.job import Folder
from leadsorted_sheets.session.detached.process import work_on
from leadsorted_sheets.session.detached.starting import launched
from leadsorted_sheets.session.syncing import Wanted
from leadsorted_sheets.sync import locked
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from leadsorted_sheets.workbook.port import Batch
from tests.context import NOON

SHEET = "gsheet:1AbCdEfGhIjKlMnOpQrStUvWxYz"
STAGES = {
    "L-0000000001": {"Lead ID": "L-0000000001", "First name": "Ann", "Company": "Acme"},
    "L-0000000002": {"Lead ID": "L-0000000002", "First name": "Bob", "Company": "Birch"},
    "L-0000000003": {"Lead ID": "L-0000000003", "First name": "Cy", "Company": "Cedar"},
}  # fmt: skip


def a_book(leads: dict[str, Row]) -> Book:
    return {**{tab.name: schema.table_of(tab) for tab in schema.TABS}, "Leads": leads}


@dataclass
class Desk:
    """An open workbook and the sheet it is synced with; both have met, and agree on three leads."""

    here: MemoryWorkbook
    there: MemoryWorkbook
    started: list[Path] = field(default_factory=list)

    def click(self, **wanted: int) -> Folder:
        return start(self.here, "leads.xlsx", wanted=Wanted(**wanted), clock=clock, launch=self.started.append)

    def work(self) -> None:
        """What the other process does."""
        work_on(Folder(self.started[-1]), clock=clock, opener=lambda _address: self.there)

    def land(self, *, only_look: bool = False) -> Landing | None:
        return taken_over(self.here, clock=later, only_look=only_look)

    def landed(self) -> Landing:
        landing = self.land()
        assert landing is not None
        return landing

    def synced(self) -> Landing:
        self.click()
        self.work()
        return self.landed()


def clock() -> dt.datetime:
    return NOON


def later() -> dt.datetime:
    """The files' times are those of the real clock, so a sync looks as if it was started long ago."""
    return dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("LEADSORTED_STATE_DIR", str(tmp_path / "state"))
    hidden = {schema.STATE_SHEET: pack(State("B-1", partner=SHEET))}
    desk = Desk(MemoryWorkbook(a_book(STAGES), hidden, address="excel:leads.xlsx"), MemoryWorkbook(a_book(STAGES)))
    done = desk.synced()
    assert (done.standing, done.found.told, state(desk.here).waiting) == ("done", "", "")
    return desk


def state(workbook: MemoryWorkbook) -> State:
    return unpack(workbook.read().hidden[schema.STATE_SHEET])


def typed(workbook: MemoryWorkbook, key: str, name: str, value: Cell) -> None:
    reading = workbook.read()
    before = reading.book["Leads"][key].get(name)
    workbook.write(Batch([Edit("Leads", key, name, before, value)]), expect=reading.revision)


def cell(workbook: MemoryWorkbook, key: str, name: str) -> Cell:
    return workbook.read().book["Leads"].get(key, {}).get(name)


def copied(workbook: MemoryWorkbook) -> MemoryWorkbook:
    reading = workbook.read()
    return MemoryWorkbook(reading.book, reading.hidden, address=workbook.address)


ONE, TWO, THREE = STAGES


def test_both_sides_get_what_the_other_had_and_history_says_so(desk: Desk) -> None:
    typed(desk.here, ONE, "Company", "Acme Ltd")
    typed(desk.there, TWO, "Company", "Birch Ltd")
    landing = desk.synced()
    assert landing is not None
    assert (landing.standing, landing.found.sent, landing.found.came, landing.kept) == (
        "done",
        (1, 0, 0),
        (1, 0, 0),
        [],
    )
    companies = [[cell(side, key, "Company") for key in STAGES] for side in (desk.here, desk.there)]
    assert companies == [["Acme Ltd", "Birch Ltd", "Cedar"]] * 2
    assert [row["What"] for row in desk.here.read().book["History"].values()] == ["sync"]
    assert not waits()


def test_nothing_is_written_to_the_workbook_before_the_next_click(desk: Desk) -> None:
    typed(desk.there, TWO, "Company", "Birch Ltd")
    desk.click()
    before = desk.here.read()
    desk.work()
    assert desk.here.read() == before
    assert waits()
    looked = desk.land(only_look=True)
    assert looked is not None
    assert (looked.standing, looked.found.came, desk.here.read()) == ("done", (1, 0, 0), before)


def test_a_sync_can_be_taken_back(desk: Desk) -> None:
    typed(desk.there, TWO, "Company", "Birch Ltd")
    landing = desk.synced()
    Session(desk.here, clock=clock).undo(landing.change_id)
    assert cell(desk.here, TWO, "Company") == "Birch"


def test_a_cell_edited_on_both_sides_while_it_ran_waits_on_review(desk: Desk) -> None:
    typed(desk.there, TWO, "Company", "Birch Ltd")
    desk.click()
    typed(desk.here, TWO, "Company", "Birch GmbH")
    desk.work()
    landing = desk.landed()
    assert [(clash.change.key, clash.found) for clash in landing.kept] == [(TWO, "Birch GmbH")]
    assert cell(desk.here, TWO, "Company") == "Birch GmbH"
    desk.synced()
    assert [cell(side, TWO, "Company") for side in (desk.here, desk.there)] == ["Birch Ltd"] * 2
    assert [row.get("Suggestion") for row in desk.here.read().book["Review"].values()] == ["Birch GmbH"]


def test_what_was_edited_again_after_it_was_sent_goes_with_the_next_sync(desk: Desk) -> None:
    typed(desk.here, ONE, "Company", "Acme Ltd")
    desk.click()
    typed(desk.here, ONE, "Company", "Acme plc")
    desk.work()
    landing = desk.landed()
    assert (landing.kept, cell(desk.there, ONE, "Company")) == ([], "Acme Ltd")
    desk.synced()
    assert [cell(side, ONE, "Company") for side in (desk.here, desk.there)] == ["Acme plc"] * 2


def test_a_row_removed_here_and_edited_there_while_it_ran_comes_back(desk: Desk) -> None:
    typed(desk.there, THREE, "Company", "Cedar Ltd")
    desk.click()
    reading = desk.here.read()
    left = {key: row for key, row in reading.book["Leads"].items() if key != THREE}
    desk.here = MemoryWorkbook({**reading.book, "Leads": left}, reading.hidden)
    desk.work()
    landing = desk.landed()
    assert [(clash.change.key, clash.found) for clash in landing.kept] == [(THREE, None)]
    desk.synced()
    assert [cell(side, THREE, "Company") for side in (desk.here, desk.there)] == ["Cedar Ltd"] * 2


def test_new_rows_have_their_ids_before_anything_is_sent(desk: Desk) -> None:
    reading = desk.here.read()
    leads = {**reading.book["Leads"], "#9": {"First name": "Di", "Company": "Dune"}}
    desk.here = MemoryWorkbook({**reading.book, "Leads": leads}, reading.hidden)
    desk.synced()
    (new,) = desk.there.read().book["Leads"].keys() - STAGES.keys()
    assert new.startswith("L-")
    assert cell(desk.here, new, "Company") == cell(desk.there, new, "Company") == "Dune"


def test_a_workbook_closed_without_saving_does_not_take_back_what_was_sent(desk: Desk) -> None:
    on_disk = copied(desk.here)
    typed(desk.here, ONE, "Company", "Acme Ltd")
    desk.click()
    desk.work()
    desk.here = on_disk  # as it was before the edit and before the token
    assert desk.land() is None
    desk.synced()
    assert [cell(side, ONE, "Company") for side in (desk.here, desk.there)] == ["Acme Ltd"] * 2


def test_a_workbook_synced_by_another_way_meanwhile_does_not_take_it(desk: Desk) -> None:
    typed(desk.there, TWO, "Company", "Birch Ltd")
    desk.click()
    desk.work()
    reading = desk.here.read()
    desk.here.write(Batch(hidden={schema.BASE_SHEET: "another"}), expect=reading.revision)
    landing = desk.landed()
    assert (landing.standing, cell(desk.here, TWO, "Company"), state(desk.here).waiting) == ("stale", "Birch", "")
    assert desk.land() is None


def test_a_process_that_died_after_sending_is_told_and_its_words_are_known_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(desk.here, ONE, "Company", "Acme Ltd")
    desk.click()

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr("leadsorted_sheets.session.detached.copied.CopiedSide.write", dies)
        with pytest.raises(KeyboardInterrupt):
            desk.work()
    assert cell(desk.there, ONE, "Company") == "Acme Ltd"
    landing = desk.landed()
    assert (landing.standing, landing.kept) == ("died", [])
    assert desk.land() is None  # it is told once
    typed(desk.here, ONE, "Company", "Acme plc")
    again = desk.synced()
    assert (again.standing, again.found.conflicts) == ("done", 0)  # without the note it would be an edit of both
    assert [cell(side, ONE, "Company") for side in (desk.here, desk.there)] == ["Acme plc"] * 2


def test_a_refusal_is_told_once_and_changes_nothing(desk: Desk) -> None:
    reading = desk.here.read()
    many: dict[str, Row] = {
        f"L-10000000{n:02}": {"Lead ID": f"L-10000000{n:02}", "Company": f"Elm {n}"} for n in range(40)
    }
    desk.here = MemoryWorkbook({**reading.book, "Leads": many}, reading.hidden)
    desk.there = MemoryWorkbook({**desk.there.read().book, "Leads": {}})
    desk.synced()
    desk.there = MemoryWorkbook({**desk.there.read().book, "Leads": {}})
    desk.click()
    desk.work()
    before = desk.here.read().book
    landing = desk.landed()
    assert (landing.standing, desk.here.read().book) == ("stopped", before)
    assert landing.found.told.startswith("Sync stopped: 40 of 40 leads are gone from the Google sheet.")
    assert "Sync on the Lead Sorted tab --allow-removals 40" in landing.found.told
    assert desk.land() is None
    desk.click(allow_removals=40)
    desk.work()
    landing = desk.landed()
    assert (landing.standing, dict(desk.here.read().book["Leads"])) == ("done", {})


def test_a_fault_nobody_foresaw_is_written_down_without_data(desk: Desk, tmp_path: Path) -> None:
    desk.click()

    def broken(_address: str) -> MemoryWorkbook:
        raise ValueError("ann@secret.example")

    work_on(Folder(desk.started[-1]), clock=clock, opener=broken)
    landing = desk.landed()
    log = (tmp_path / "state" / "log" / "faults.log").read_text()
    assert landing.found.told.endswith("faults.log, without any of your data.")
    assert "builtins.ValueError" in log
    assert "test_detached.py" in log
    assert "secret" not in log


def test_while_it_runs_the_workbook_is_left_alone(desk: Desk) -> None:
    folder = desk.click()
    before = desk.here.read()
    with locked(folder.lock, "leads.xlsx"):
        landing = desk.landed()
    assert (landing.standing, desk.here.read()) == ("running", before)
    just_now = taken_over(desk.here, clock=lambda: dt.datetime.now(dt.UTC))
    assert just_now is not None
    assert just_now.standing == "running"  # it has not come to taking the lock


def test_a_row_known_by_its_number_is_left_alone_where_another_may_stand_there() -> None:
    edit = Edit("Sources", "#5", "Cost", None, 5)
    then: Book = {"Sources": {"#5": {"Source": "Fair"}}}
    same = landing._known_rows([edit], then, then)
    moved = landing._known_rows([edit], then, {"Sources": {"#5": {"Source": "Website"}}})
    assert (same, moved[0], [clash.change for clash in moved[1]]) == (([edit], []), [], [edit])


def test_started_on_another_computer_is_told_apart(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.click()
    monkeypatch.setenv("LEADSORTED_STATE_DIR", str(tmp_path / "other"))
    landing = desk.landed()
    assert landing.standing == "apart"


def test_without_a_partner_nothing_is_started(desk: Desk) -> None:
    desk.here = MemoryWorkbook(a_book({}), {schema.STATE_SHEET: pack(State("B-2"))})
    started = len(desk.started)
    with pytest.raises(errors.WrongUsage):
        desk.click()
    assert len(desk.started) == started


def test_what_nobody_asked_for_in_a_month_is_thrown_away(desk: Desk) -> None:
    folder = desk.click()
    start(desk.here, "leads.xlsx", clock=lambda: dt.datetime.now(dt.UTC), launch=desk.started.append)
    assert folder.is_there
    other = Folder.of("S-other")
    other.make(folder.job())
    in_two_months = dt.datetime.now(dt.UTC) + dt.timedelta(days=60)
    start(desk.here, "leads.xlsx", clock=lambda: in_two_months, launch=desk.started.append)
    assert not other.is_there


def test_the_process_is_a_python_of_its_own(desk: Desk) -> None:
    """Nobody is logged in here, so it comes to a refusal, by itself."""
    running: list[subprocess.Popen[bytes]] = []
    launch: Callable[[Path], None] = lambda folder: running.append(launched(folder))  # noqa: E731
    start(desk.here, "leads.xlsx", clock=clock, launch=launch)
    assert running[0].wait(120) == 0
    landing = desk.landed()
    assert landing.standing == "stopped"
    assert "leadsorted google login" in landing.found.told
