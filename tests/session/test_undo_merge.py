"""One merge taken back from a workbook: recorded, undoable itself, and no trouble for undoing the rest."""

from __future__ import annotations

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, row_of
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.session import Session
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from tests.context import NOON

ANA: dict[str, Cell] = {"First name": "Ana", "Last name": "Ng", "Company": "Acme", "Email": "ana@acme.example"}
BO: dict[str, Cell] = {"First name": "Bo", "Last name": "Li", "Company": "Birch", "Email": "bo@birch.example"}
LEADS = {
    "L-0000000001": {**ANA, "Phone": "+442079460018", "City": "Leeds", "Status": "New"},
    "L-0000000002": {**ANA, "Job title": "Buyer", "Status": "New"},
    "L-0000000003": {**BO, "Phone": "+442079461111", "City": "York", "Status": "New"},
    "L-0000000004": {**BO, "Job title": "Chef", "Status": "New"},
}


@pytest.fixture
def workbook() -> MemoryWorkbook:
    book: Book = {tab.name: schema.table_of(tab) for tab in schema.TABS}
    return MemoryWorkbook({**book, "Leads": {key: row_of({"Lead ID": key, **row}) for key, row in LEADS.items()}})


def test_one_merge_goes_back_and_the_rest_can_follow(workbook: MemoryWorkbook) -> None:
    session = Session(workbook, clock=lambda: NOON)
    before = workbook.read().book["Leads"]
    merged = session.run("dedupe", apply=True)
    both = workbook.read().book["Leads"]
    assert list(both) == ["L-0000000001", "L-0000000003"]

    one = session.undo_merge("L-0000000002")
    assert (one.clashes, one.findings) == ((), ())
    now = workbook.read().book["Leads"]
    assert {key: now[key] for key in ("L-0000000001", "L-0000000002")} == {
        key: before[key] for key in ("L-0000000001", "L-0000000002")
    }
    assert now["L-0000000003"] == both["L-0000000003"]
    with pytest.raises(errors.NothingToUndo, match="no merge of L-0000000002"):
        session.undo_merge("L-0000000002")
    assert session.run("dedupe").changes == []

    rest = session.undo(merged.change_id)
    assert rest.clashes == ()
    assert workbook.read().book["Leads"] == before


def test_taking_a_merge_back_can_itself_be_undone(workbook: MemoryWorkbook) -> None:
    session = Session(workbook, clock=lambda: NOON)
    session.run("dedupe", apply=True)
    both = workbook.read().book["Leads"]
    taken = session.undo_merge("L-0000000001")
    session.undo(taken.change_id)
    assert workbook.read().book["Leads"] == both
    session.undo_merge("L-0000000004")
    assert len(workbook.read().book["Leads"]) == len(both) + 1


def test_a_lead_that_was_never_merged_is_refused(workbook: MemoryWorkbook) -> None:
    with pytest.raises(errors.NothingToUndo, match="no merge of L-0000000001"):
        Session(workbook, clock=lambda: NOON).undo_merge("L-0000000001")
