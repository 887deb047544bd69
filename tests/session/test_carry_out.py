"""A plan that is no operation of the list: shown, written, recorded and taken back like one."""

from __future__ import annotations

import datetime as dt

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Table, row_of, same_book
from leadsorted_sheets.core.changes import AddRow, Edit
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Outcome
from leadsorted_sheets.session import Session
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from tests.context import NOON


def a_workbook() -> MemoryWorkbook:
    book: dict[str, Table] = {tab.name: schema.table_of(tab) for tab in schema.TABS}
    return MemoryWorkbook({**book, "Leads": {"L-1": row_of({"Lead ID": "L-1", "Company": "Acme"})}})


def one_more(_book: Book, context: Context) -> Outcome:
    key = context.new_id("L")
    doubt = Finding("review", "Leads", "L-1", "Company", "more.company", "Which?", "Acme", suggestion="Acme Ltd")
    return Outcome(
        [
            AddRow("Leads", key, {"Lead ID": key, "Company": "Beta"}, "more"),
            Edit("Leads", "L-1", "Shoe size", None, 43),
        ],
        [doubt],
    )


def test_a_plan_is_shown_first_and_changes_nothing() -> None:
    workbook = a_workbook()
    before = workbook.read()
    result = Session(workbook, clock=lambda: NOON).carry_out("more", one_more)
    assert (len(result.changes), len(result.doubts), result.applied) == (2, 1, False)
    assert workbook.read() == before


def test_a_column_that_the_plan_brings_along_is_written_and_one_it_does_not_name_is_a_clash() -> None:
    workbook = a_workbook()
    result = Session(workbook, clock=lambda: NOON).carry_out("more", one_more, apply=True)
    assert [clash.change.key for clash in result.clashes] == ["L-1"]
    result = Session(workbook, clock=lambda: NOON).carry_out(
        "more", one_more, apply=True, columns={"Leads": ["Shoe size"]}
    )
    assert result.clashes == ()
    assert workbook.read().book["Leads"]["L-1"]["Shoe size"] == 43


def test_what_a_plan_did_is_in_the_history_under_its_verb_and_can_be_taken_back() -> None:
    workbook = a_workbook()
    before = workbook.read().book
    session = Session(workbook, clock=lambda: NOON + dt.timedelta(minutes=1))
    session.carry_out("more", one_more, apply=True, columns={"Leads": ["Shoe size"]})
    assert {row["What"] for row in workbook.read().book["History"].values()} == {"more"}
    session.undo()
    after = {tab: rows for tab, rows in workbook.read().book.items() if tab != "History"}
    assert same_book(after, {tab: rows for tab, rows in before.items() if tab != "History"})


def test_a_plan_without_changes_writes_nothing() -> None:
    workbook = a_workbook()
    before = workbook.read()
    result = Session(workbook, clock=lambda: NOON).carry_out("more", lambda _book, _context: Outcome(), apply=True)
    assert not result.applied
    assert workbook.read() == before
