"""One book at work: shown, applied, recorded, taken back; and what happens when the sheet moves meanwhile."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Table, row_of, same_book
from leadsorted_sheets.core.cell import Formula
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Outcome
from leadsorted_sheets.core.state import DECISIONS, TURNS
from leadsorted_sheets.operations import BY_NAME, Operation
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.sides import FileSide
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from leadsorted_sheets.workbook.port import Batch, Written
from tests.context import NOON, a_context


@dataclass(frozen=True, slots=True)
class Options:
    owner: str = field(default="Bob", metadata={"help": "Who gets every lead."})


def to_one_owner(book: Book, options: Options, _context: Context) -> Outcome:
    """Give every lead to one owner, and doubt every lead without a company."""
    edits = [
        Edit("Leads", key, "Owner", row.get("Owner"), options.owner, "everything to one")
        for key, row in book["Leads"].items()
        if row.get("Owner") != options.owner
    ]
    doubts = [
        Finding("review", "Leads", key, "Company", "gather.company", "No company.", suggestion="Acme")
        for key, row in book["Leads"].items()
        if "Company" not in row
    ]
    return Outcome(edits, doubts)


def to_one_owner_in_turn(book: Book, options: Options, context: Context) -> Outcome:
    """As above, and remember whose turn it is."""
    gone = [RemoveRow(TURNS, key, row, "its turn is over") for key, row in book.get(TURNS, {}).items()]
    return Outcome(
        [*to_one_owner(book, options, context).changes, *gone, AddRow(TURNS, "Bob", {"Balance": 1}, "a turn")]
    )


def merge_bob_away(book: Book, _options: Options, _context: Context) -> Outcome:
    """Take the second lead out."""
    return Outcome([RemoveRow("Leads", "L-2", book["Leads"]["L-2"], "same person")] if "L-2" in book["Leads"] else [])


@pytest.fixture(autouse=True)
def two_plain_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BY_NAME, "gather", Operation("gather", "Gather", "X", Options, to_one_owner, ""))
    monkeypatch.setitem(BY_NAME, "turn", Operation("turn", "Turn", "X", Options, to_one_owner_in_turn, ""))
    monkeypatch.setitem(BY_NAME, "merge", Operation("merge", "Merge", "X", Options, merge_bob_away, ""))


def a_book(**tables: Table) -> Book:
    leads = {
        "L-1": row_of({"Lead ID": "L-1", "Company": "Acme", "Owner": "Ann", "Source": "Referral"}),
        "L-2": row_of({"Lead ID": "L-2", "First name": "Bob"}),
    }
    book = {tab.name: schema.table_of(tab) for tab in schema.TABS}
    return {**book, "Leads": leads, **tables}


def a_session(workbook: MemoryWorkbook, minutes: int = 0) -> Session:
    return Session(workbook, clock=lambda: NOON + dt.timedelta(minutes=minutes))


def visible(workbook: MemoryWorkbook) -> Book:
    """Everything a person keeps in the book: History only ever grows, so it stands aside."""
    return {tab: table for tab, table in workbook.read().book.items() if tab != "History"}


def test_showing_changes_nothing_at_all() -> None:
    workbook = MemoryWorkbook(a_book())
    before = workbook.read()
    result = a_session(workbook).run("gather")
    assert [change.key for change in result.changes] == ["L-1", "L-2"]
    assert len(result.doubts) == 1
    assert not result.applied
    assert workbook.read() == before


def test_applying_writes_the_cells_the_review_and_the_history() -> None:
    workbook = MemoryWorkbook(a_book())
    result = a_session(workbook).run("gather", Options(owner="Cy"), apply=True)
    book = workbook.read().book
    assert result.applied
    assert {row["Owner"] for row in book["Leads"].values()} == {"Cy"}
    (review,) = book["Review"].values()
    assert (review["Row"], review["Field"], review["Suggestion"], review["Kind"]) == (
        "L-2",
        "Company",
        "Acme",
        "Doubtful value",
    )
    lines = {(row["What"], row["Tab"], row["Reason"], row["Count"]) for row in book["History"].values()}
    assert lines == {
        ("gather", "Leads", "everything to one", 2),
        ("gather", "Review", "review: a person has to decide", 1),
    }
    assert {row["Change ID"] for row in book["History"].values()} == {result.change_id}


def test_a_second_run_finds_nothing_to_do_and_writes_nothing() -> None:
    workbook = MemoryWorkbook(a_book())
    a_session(workbook).run("gather", apply=True)
    revision = workbook.read().revision
    again = a_session(workbook).run("gather", apply=True)
    assert (list(again.changes), list(again.doubts), workbook.read().revision) == ([], [], revision)


@pytest.mark.parametrize("name", ["gather", "merge"])
def test_undo_gives_back_every_cell_and_says_so(name: str) -> None:
    workbook = MemoryWorkbook(a_book())
    before = visible(workbook)
    done = a_session(workbook).run(name, apply=True)
    undone = a_session(workbook, 5).undo()
    assert not undone.clashes
    assert same_book(visible(workbook), before)
    marks = [
        row.get("Undone") for row in workbook.read().book["History"].values() if row["Change ID"] == done.change_id
    ]
    assert marks
    assert set(marks) == {dt.datetime(2026, 3, 10, 12, 5)}


def test_undoing_the_undo_does_it_again_and_clears_the_mark() -> None:
    workbook = MemoryWorkbook(a_book())
    done = a_session(workbook).run("gather", apply=True)
    after = visible(workbook)
    undone = a_session(workbook).undo()
    a_session(workbook).undo(undone.change_id)
    assert same_book(visible(workbook), after)
    history = workbook.read().book["History"].values()
    assert [row.get("Undone") for row in history if row["Change ID"] == done.change_id] == [None, None]


def test_a_cell_edited_since_survives_the_undo_and_is_named() -> None:
    workbook = MemoryWorkbook(a_book())
    a_session(workbook).run("gather", apply=True)
    workbook.write(Batch([Edit("Leads", "L-1", "Owner", "Bob", "Dee")]), expect=workbook.read().revision)
    undone = a_session(workbook).undo()
    leads = workbook.read().book["Leads"]
    assert (leads["L-1"]["Owner"], leads["L-2"].get("Owner")) == ("Dee", None)
    assert [finding.message for finding in undone.findings] == ["Owner says 'Dee' by now, so it was left as it is."]


def test_there_is_nothing_to_undo_in_a_new_book_and_nothing_twice() -> None:
    workbook = MemoryWorkbook(a_book())
    with pytest.raises(errors.NothingToUndo, match="nothing to undo"):
        a_session(workbook).undo()
    done = a_session(workbook).run("gather", apply=True)
    a_session(workbook).undo()
    with pytest.raises(errors.NothingToUndo, match="taken back already"):
        a_session(workbook).undo(done.change_id)
    with pytest.raises(errors.NothingToUndo, match="does not hold C-NO"):
        a_session(workbook).undo("C-NO")


class MovesOnce(MemoryWorkbook):
    """Somebody else saves the book between our reading and our writing, once."""

    typed: Change = Edit("Leads", "L-1", "Owner", "Ann", "Dee")

    def write(self, batch: Batch, *, expect: str, progress: object = None) -> Written:
        if self.typed is not None:
            typed, self.typed = self.typed, None  # type: ignore[assignment]  # only once
            super().write(Batch([typed]), expect=self.read().revision)
        return super().write(batch, expect=expect)


def test_what_a_colleague_typed_meanwhile_wins_and_the_rest_is_written() -> None:
    workbook = MovesOnce(a_book())
    result = a_session(workbook).run("gather", apply=True)
    leads = workbook.read().book["Leads"]
    assert (leads["L-1"]["Owner"], leads["L-2"]["Owner"]) == ("Dee", "Bob")
    assert [(clash.change.key, clash.found) for clash in result.clashes] == [("L-1", "Dee")]
    a_session(workbook).undo()
    assert workbook.read().book["Leads"]["L-1"]["Owner"] == "Dee"


def test_a_row_pasted_in_is_given_an_id_first_and_undo_takes_it_back() -> None:
    book = a_book(Leads={"#2": row_of({"First name": "Ann", "Company": "Acme"})})
    workbook = MemoryWorkbook(book)
    before = visible(workbook)
    a_session(workbook).run("gather", apply=True)
    (key,) = workbook.read().book["Leads"]
    assert key.startswith("L-")
    a_session(workbook).undo()
    assert same_book(visible(workbook), before)


def test_a_formula_cell_is_left_alone_and_named() -> None:
    leads = {"L-1": {"Lead ID": "L-1", "Company": "Acme", "Owner": Formula("=A1")}}
    workbook = MemoryWorkbook(a_book(Leads=leads))
    result = a_session(workbook).run("gather", apply=True)
    assert workbook.read().book["Leads"]["L-1"]["Owner"] == Formula("=A1")
    assert "Owner holds a formula, which is yours. It was left as it is." in {f.message for f in result.findings}


def test_a_narrowed_run_touches_only_the_leads_that_match() -> None:
    workbook = MemoryWorkbook(a_book())
    result = a_session(workbook).run("gather", apply=True, where="company is set")
    assert [change.key for change in result.changes] == ["L-1"]


def test_a_book_without_leads_is_refused_with_the_way_to_adopt_it() -> None:
    with pytest.raises(errors.NotOurBook, match=r"leadsorted adopt mine\.xlsx"):
        Session(MemoryWorkbook({"Sheet1": {}}, address="mine.xlsx")).run("gather")


def test_a_damaged_journal_is_refused_and_nothing_written() -> None:
    workbook = MemoryWorkbook(a_book(), {schema.JOURNAL_SHEET: "rubbish"})
    with pytest.raises(errors.Corrupt, match="hidden sheets were damaged"):
        a_session(workbook).run("gather", apply=True)


def test_a_decision_is_done_remembered_and_taken_back_by_undo() -> None:
    workbook = MemoryWorkbook(a_book())
    a_session(workbook).run("gather", apply=True)
    before = visible(workbook)
    (key,) = workbook.read().book["Review"]
    decide = Edit("Review", key, "Decision", None, "Leave as it is")
    workbook.write(Batch([decide]), expect=workbook.read().revision)
    decided = a_session(workbook).run("review", apply=True)
    assert workbook.read().book["Review"] == {}
    assert a_session(workbook).read()[1][DECISIONS].keys() == {f"value:{key}"}
    assert not a_session(workbook).run("gather").doubts
    a_session(workbook).undo(decided.change_id)
    assert a_session(workbook).read()[1].get(DECISIONS, {}) == {}
    after = visible(workbook)
    after_decision = {**before, "Review": {key: {**before["Review"][key], "Decision": "Leave as it is"}}}
    assert same_book(after, after_decision)


def test_an_accepted_suggestion_is_written() -> None:
    workbook = MemoryWorkbook(a_book())
    a_session(workbook).run("gather", apply=True)
    (key,) = workbook.read().book["Review"]
    workbook.write(Batch([Edit("Review", key, "Decision", None, "Use suggestion")]), expect=workbook.read().revision)
    a_session(workbook).run("review", apply=True)
    assert workbook.read().book["Leads"]["L-2"]["Company"] == "Acme"
    assert workbook.read().book["Review"] == {}


def test_a_suggestion_for_a_column_of_the_teams_own_is_written_as_it_stands() -> None:
    """A number stays a number: nothing says what kind of column it is."""
    lead = row_of({"Lead ID": "L-1", "Shoe size": 42})
    doubt = {"Review ID": "R-1", "Tab": "Leads", "Row": "L-1", "Field": "Shoe size", "Rule": "sync.conflict"}
    review = row_of({**doubt, "Found": 42, "Suggestion": 43, "Decision": "Use suggestion"})
    workbook = MemoryWorkbook(a_book(Leads={"L-1": lead}, Review={"R-1": review}))
    a_session(workbook).run("review", apply=True)
    after = workbook.read().book
    assert (after["Leads"], after["Review"]) == ({"L-1": {"Lead ID": "L-1", "Shoe size": 43}}, {})


@pytest.mark.parametrize(
    ("own", "lost", "goes"), [(True, "Ann", True), (False, "Ann", False), (True, "Cy", False)],
    ids=["this workbook's", "about another cell", "another workbook's about the same cell"],
)  # fmt: skip
def test_undo_of_a_sync_takes_a_conflict_off_review_only_with_the_value_that_lost(
    own: bool, lost: str, goes: bool
) -> None:
    """The value of another workbook that lost is nowhere else in sight."""
    facts = {"Tab": "Leads", "Row": "L-1", "Field": "Owner", "Rule": "sync.conflict", "Suggestion": lost}
    conflict = row_of({"Review ID": "R-1", **facts})
    brought: list[Change] = [AddRow("Review", "R-1", conflict, "sync")]
    edit = Edit("Leads", "L-1", "Owner", "Ann", "Bob", "sync")
    other = Edit("Leads", "L-1", "Company", "Acme", "Acme Ltd", "sync")
    side = FileSide(workbook := MemoryWorkbook(a_book()), "gsheet:1", a_context())
    side.write([*brought, edit if own else other], seen=side.read(), columns={})
    result = a_session(workbook).undo()
    after = workbook.read().book
    assert (after["Leads"]["L-1"], list(after["Review"])) == (a_book()["Leads"]["L-1"], [] if goes else ["R-1"])
    assert [finding.rule for finding in result.findings] == ([] if goes else ["undo.conflict-stays"])


def test_only_the_chosen_leads_are_worked_on_also_one_that_gets_its_id_by_it() -> None:
    leads = {**a_book()["Leads"], "#9": row_of({"First name": "Di"})}
    workbook = MemoryWorkbook(a_book(Leads=leads))
    result = a_session(workbook).run(
        "gather", apply=True, only=lambda reading: [key for key in reading.book["Leads"] if key != "L-1"]
    )
    owners = {row.get("First name"): row.get("Owner") for row in workbook.read().book["Leads"].values()}
    assert owners == {None: "Ann", "Bob": "Bob", "Di": "Bob"}
    assert len(result.doubts) == 2


def test_what_the_workbook_remembers_for_itself_is_in_no_count() -> None:
    workbook = MemoryWorkbook(a_book())
    result = a_session(workbook).run("turn", apply=True)
    (heading,) = a_session(workbook).history()[0]
    assert result.counts == heading.counts == (("Leads", "everything to one", 2),)
    assert {change.tab for change in result.seen} == {"Leads"}
    assert Session(workbook).read()[1][TURNS] == {"Bob": {"Balance": 1}}
    again = a_session(workbook, 1).run("turn")
    assert (again.counts, again.seen) == ((), [])


class MovingTurns(MemoryWorkbook):
    """Another program takes the turn between our reading and our writing."""

    taken = False

    def write(self, batch: Batch, **given: Any) -> Written:
        if not self.taken:
            self.taken = True
            Session(self).run("turn", Options("Ann"), apply=True)
            raise errors.Moved(self.address)
        return super().write(batch, **given)


def test_a_turn_that_another_program_took_meanwhile_is_no_clash_that_anybody_is_told_of() -> None:
    result = a_session(MovingTurns(a_book())).run("turn", apply=True)
    assert [(clash.change.tab, clash.change.key) for clash in result.clashes] == [("Leads", "L-2")]
    assert not [finding for finding in result.findings if finding.tab == TURNS]
