"""The main job on the shipped messy lists, from the files to the workbook: what a user may rely on afterwards."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from leadsorted_sheets.core.book import Book, Key, same_book
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.operations import OPERATIONS
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.clean import Cleaned, Wishes, clean, owners_of
from leadsorted_sheets.session.demo import OWNERS, example_lists
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.context import NOON

E164 = re.compile(r"\+[1-9]\d{6,14}(;ext=\d{1,9})?")


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> Cleaned:
    to = tmp_path_factory.mktemp("main") / "leads.xlsx"
    return clean([str(path) for path in example_lists()], str(to), Wishes(owners=owners_of(OWNERS)), clock=lambda: NOON)


@pytest.fixture(scope="module")
def book(cleaned: Cleaned) -> Book:
    return XlsxWorkbook(cleaned.to).read().book


def test_what_was_planned_is_what_stands_in_the_file(cleaned: Cleaned, book: Book) -> None:
    assert same_book({"Leads": book["Leads"]}, {"Leads": cleaned.book["Leads"]})
    assert same_book({"Review": book["Review"]}, {"Review": cleaned.book["Review"]})


def test_places_are_those_of_the_file(cleaned: Cleaned) -> None:
    reading = XlsxWorkbook(cleaned.to).read()
    for tab in ("Leads", "Review", "Sources", "Owners", "History"):
        assert cleaned.reading.lines[tab] == reading.lines[tab]
    assert cleaned.reading.revision == reading.revision


def test_a_column_of_the_users_own_comes_along_behind_ours(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Name,Email,Shoe size\nAnn Ng,ann@acme.example,43\n")
    done = clean([str(tmp_path / "a.csv")], str(tmp_path / "leads.xlsx"), Wishes(owners=owners_of("Ann")))
    reading = XlsxWorkbook(done.to).read()
    ((key, row),) = reading.book["Leads"].items()
    assert row["Shoe size"] == "43"
    assert reading.place("Leads", key, "Shoe size") == done.reading.place("Leads", key, "Shoe size") == "Leads!AX2"


def test_history_begins_with_the_newest(book: Book) -> None:
    assert next(iter(book["History"].values()))["What"] == "report"


def test_every_row_of_the_lists_is_a_lead_or_merged_or_rejected(cleaned: Cleaned) -> None:
    taken = sum(len(each.changes) for each in cleaned.incoming)
    merged = sum(
        count
        for step in cleaned.steps
        if step.verb == "dedupe"
        for _, why, count in step.counts
        if why.startswith("dedupe: merged")
    )
    assert len(cleaned.book["Leads"]) == taken - merged
    assert taken > 380


def test_no_lead_is_unassigned(book: Book) -> None:
    assert [key for key, row in book["Leads"].items() if not row.get("Owner")] == []


def test_every_lead_is_in_exactly_one_status(book: Book) -> None:
    assert [key for key, row in book["Leads"].items() if not row.get("Status")] == []


def test_every_phone_is_international_or_flagged(cleaned: Cleaned, book: Book) -> None:
    flagged = {(finding.key, finding.field) for finding in cleaned.findings}
    unflagged = [
        (key, row["Phone"])
        for key, row in book["Leads"].items()
        if "Phone" in row and not E164.fullmatch(shown(row["Phone"])) and (key, "Phone") not in flagged
    ]
    assert unflagged == []


def test_rows_that_share_an_email_or_phone_are_on_review_or_kept_apart_with_a_reason(
    cleaned: Cleaned, book: Book
) -> None:
    said = {pair for finding in cleaned.findings for pair in _pairs(finding)}
    unsaid = [
        (name, value, pair)
        for name in ("Email", "Phone")
        for value, keys in _sharing(book, name).items()
        for pair in combinations(sorted(keys), 2)
        if pair not in said
    ]
    assert unsaid == []


def test_text_that_looks_like_a_formula_is_text(book: Book) -> None:
    texts = [cell for row in book["Leads"].values() for cell in row.values() if isinstance(cell, str)]
    assert any(text.startswith("=HYPERLINK(") or "=HYPERLINK(" in text for text in texts)
    assert "=1+1" in " ".join(texts)


def test_the_owners_are_those_that_were_named(book: Book) -> None:
    assert [owner.name for owner in read_settings(book)[0].owners] == ["Ann Berger", "Ben Okafor", "Carla Ruiz"]


def test_cleaning_again_gives_the_same_leads(cleaned: Cleaned, tmp_path: Path) -> None:
    """Ids apart: they are random."""
    wishes = Wishes(owners=owners_of(OWNERS))
    again = clean([str(path) for path in example_lists()], str(tmp_path / "again.xlsx"), wishes, clock=lambda: NOON)
    assert _without_ids(again.book) == _without_ids(cleaned.book)


def test_undoing_every_step_leads_back_to_the_empty_template(cleaned: Cleaned, tmp_path: Path) -> None:
    copy = tmp_path / "leads.xlsx"
    shutil.copyfile(cleaned.to, copy)
    session = Session(XlsxWorkbook(copy), clock=lambda: NOON)
    headings, _, _ = session.history()
    for _ in headings:
        assert session.undo().clashes == ()
    from leadsorted_sheets.resources import template_path

    assert same_book(_lasting(XlsxWorkbook(copy).read().book), _lasting(XlsxWorkbook(template_path()).read().book))


@pytest.mark.parametrize("name", [operation.name for operation in OPERATIONS])
def test_every_operation_can_be_undone_cell_by_cell(cleaned: Cleaned, tmp_path: Path, name: str) -> None:
    """On a book whose rows were roughened up again, so that every operation has something to do."""
    copy = tmp_path / "leads.xlsx"
    shutil.copyfile(cleaned.to, copy)
    workbook = XlsxWorkbook(copy)
    _roughen(workbook)
    before = _lasting(workbook.read().book)
    session = Session(workbook, clock=lambda: NOON)
    done = session.run(name, apply=True)
    assert done.applied
    assert not done.clashes
    assert not same_book(_lasting(workbook.read().book), before)
    assert session.undo().clashes == ()
    assert same_book(_lasting(workbook.read().book), before)


def _roughen(workbook: XlsxWorkbook) -> None:
    from leadsorted_sheets.core.book import row_of
    from leadsorted_sheets.core.changes import AddRow, Edit

    reading = workbook.read()
    key, row = next((key, row) for key, row in reading.book["Leads"].items() if "Email" in row and "Phone" in row)
    review = next(key for key, row in reading.book["Review"].items() if row.get("Suggestion") and row.get("Field"))
    twin = {
        **row,
        "Lead ID": "L-TWIN",
        "Email": shown(row["Email"]).upper(),
        "First name": "  " + shown(row.get("First name")),
    }
    twin.pop("Owner")
    changes = [
        AddRow("Leads", "L-TWIN", row_of(twin)),
        Edit("Leads", key, "Score", row.get("Score"), 1),
        Edit("Review", review, "Decision", None, "Use suggestion"),
    ]
    workbook.write(Batch(changes), expect=reading.revision)


def _lasting(book: Book) -> Book:
    """Everything but History, which only grows."""
    return {tab: table for tab, table in book.items() if tab != "History"}


def _pairs(finding: Finding) -> Iterator[tuple[Key, Key]]:
    if finding.rule.startswith("dedupe.") and finding.key:
        yield from combinations(sorted({finding.key, *finding.others}), 2)


def _sharing(book: Book, name: str) -> dict[str, set[Key]]:
    groups: dict[str, set[Key]] = defaultdict(set)
    for key, row in book["Leads"].items():
        if isinstance(value := row.get(name), str):
            groups[value.partition(";ext=")[0].casefold()].add(key)
    return {value: keys for value, keys in groups.items() if len(keys) > 1}


def _without_ids(book: Book) -> list[dict[str, str]]:
    """The leads in their order, as text, with ids wherever they are mentioned blotted out."""
    blot = re.compile(r"\b[LD]-[0-9A-Z]{10}\b")
    return [
        {name: blot.sub("?", shown(cell)) for name, cell in row.items() if name != "Lead ID"}
        for row in book["Leads"].values()
    ]
