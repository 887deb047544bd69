"""A list comes in, one pair is doubtful, somebody decides; the list comes in again under other ids: nobody is asked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadsorted_sheets.core import dedupe, schema
from leadsorted_sheets.core.book import Book, Key, row_of
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import Edit, RemoveRow
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.importing import Wishes, bring_in
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from leadsorted_sheets.workbook.port import Batch
from tests.context import NOON

ANA: dict[str, Cell] = {
    "Lead ID": "L-0000000001",
    "First name": "Ana",
    "Last name": "Ng",
    "Company": "Acme",
    "Phone": "+442079460018",
    "Status": "New",
}
FAIR = "First name,Last name,Company,Phone,Notes\nAna,Ng,Acme,+44 20 7946 1111,met at the fair\n"


@pytest.fixture
def workbook() -> MemoryWorkbook:
    book: Book = {tab.name: schema.table_of(tab) for tab in schema.TABS}
    return MemoryWorkbook({**book, "Leads": {"L-0000000001": row_of(ANA)}})


@pytest.fixture
def fair(tmp_path: Path) -> Path:
    path = tmp_path / "fair.csv"
    path.write_text(FAIR)
    return path


def bring(workbook: MemoryWorkbook, path: Path) -> None:
    bring_in("memory", [str(path)], Wishes(), apply=True, clock=lambda: NOON, workbook=workbook)


def session(workbook: MemoryWorkbook) -> Session:
    return Session(workbook, clock=lambda: NOON)


def decide(workbook: MemoryWorkbook, decision: str) -> None:
    reading = workbook.read()
    ((key, row),) = reading.book["Review"].items()
    workbook.write(Batch([Edit("Review", key, "Decision", row.get("Decision"), decision)]), expect=reading.revision)
    session(workbook).run("review", apply=True)


def newcomers(workbook: MemoryWorkbook) -> list[Key]:
    return [key for key in workbook.read().book["Leads"] if key != "L-0000000001"]


def test_kept_apart_once_is_kept_apart_when_the_list_comes_again(workbook: MemoryWorkbook, fair: Path) -> None:
    bring(workbook, fair)
    decide(workbook, "Keep apart")
    (other,) = newcomers(workbook)
    reading = workbook.read()
    workbook.write(Batch([RemoveRow("Leads", other, reading.book["Leads"][other])]), expect=reading.revision)

    bring(workbook, fair)
    (again,) = newcomers(workbook)
    assert again != other
    assert workbook.read().book["Review"] == {}
    result = session(workbook).run("dedupe", dedupe.Options(tier="likely"), apply=True)
    assert (result.changes, result.doubts) == ([], [])


def test_merged_once_is_merged_when_the_list_comes_again(workbook: MemoryWorkbook, fair: Path) -> None:
    bring(workbook, fair)
    decide(workbook, "Merge")
    before = workbook.read().book["Leads"]
    assert len(before) == 1

    bring(workbook, fair)
    after = workbook.read().book
    assert (after["Leads"], after["Review"]) == (before, {})
