"""Why two leads are one, or not: asked of leads that are there, that were merged, and merged in a chain."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from pathlib import Path

import pytest

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, row_of
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.state import DECISIONS, pack, unpack
from leadsorted_sheets.errors import WrongUsage
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.clean import Wishes, clean, owners_of
from leadsorted_sheets.session.demo import OWNERS, example_lists
from leadsorted_sheets.session.why import reasons
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.context import NOON
from tests.core.dedupe.lists import strangers

ANA: dict[str, Cell] = {"First name": "Ana", "Last name": "Delgado", "Email": "ana@acme.com", "Company": "Acme"}
FULL: dict[str, Cell] = {
    **ANA,
    "Phone": "+442079460018",
    "City": "Leeds",
    "Industry": "Food",
    "Region": "Yorkshire",
    "Website": "acme.com",
}
MANY = ("Budget", "Need", "Authority", "Timeline", "Product", "Campaign", "Street", "Region", "Website")


def a_workbook(*rows: dict[str, Cell]) -> MemoryWorkbook:
    leads = {f"L-{n}": row_of({"Lead ID": f"L-{n}", **row}) for n, row in enumerate(rows, 1)}
    book: Book = {tab.name: schema.table_of(tab) for tab in schema.TABS}
    return MemoryWorkbook({**book, "Leads": {**strangers(), **leads}})


def dedupe(workbook: MemoryWorkbook) -> str:
    return Session(workbook, clock=lambda: NOON).run("dedupe", apply=True).change_id


@pytest.fixture(autouse=True)
def ann_at_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADSORTED_ACTOR", "Ann")


def test_a_lead_that_was_merged_says_when_why_and_whose_cells_survived() -> None:
    workbook = a_workbook(FULL, {**ANA, "Job title": "Buyer", "Tags": "vip"}, {**ANA, "Tags": "south"})
    change = dedupe(workbook)
    evidence = (
        "As the rows stood then: Ana Delgado (Acme) and Ana Delgado (Acme) are certainly one person (99% sure that they are one).",
        "For it: same e-mail ana@acme.com.",
        "For it: same surname (3 of 63 here).",
        "For it: same first name (3 of 63 here).",
        "For it: same company (3 of 63 here).",
        'L-1 took from L-2: Job title "Buyer" (filled from the other row).',
        'L-1 has from several of them: Tags "vip; south" (all kept).',
        "Every other cell is as it was in L-1.",
    )
    assert reasons(workbook, "L-1", "L-2") == (
        f"L-2 was merged into L-1 on 2026-03-10 12:00 by Ann (dedupe, {change}).",
        *evidence,
        "To take it back: leadsorted undo memory: --merge L-2",
    )
    assert reasons(workbook, "L-3", "L-2") == (
        f"L-3 was merged into L-1 on 2026-03-10 12:00 by Ann (dedupe, {change}).",
        f"L-2 was merged into L-1 on 2026-03-10 12:00 by Ann (dedupe, {change}).",
        *evidence,
        "To take it back: leadsorted undo memory: --merge L-3",
    )


def test_a_lead_that_was_merged_stands_for_the_one_it_is_in() -> None:
    workbook = a_workbook(FULL, ANA)
    before = reasons(workbook, "L-1", "L-S01")
    change = dedupe(workbook)
    told, *now = reasons(workbook, "L-S01", "L-2")
    assert told == f"L-2 was merged into L-1 on 2026-03-10 12:00 by Ann (dedupe, {change})."
    assert tuple(now) == before


def test_leads_merged_in_a_chain_are_told_merge_by_merge_the_newest_first() -> None:
    workbook = a_workbook(FULL, ANA, {"First name": "A.", "Last name": "Dalgado", **dict.fromkeys(MANY, "yes")})
    first = dedupe(workbook)
    decision = {"Kind": "same", "A": "L-1", "B": "L-3", "Choice": "merge"}
    state = workbook.read().hidden[schema.STATE_SHEET]
    hidden = pack(unpack(state).with_tables({**unpack(state).tables, DECISIONS: {"same:L-1:L-3": decision}}))
    workbook.write(Batch(hidden={schema.STATE_SHEET: hidden}), expect=workbook.read().revision)
    second = dedupe(workbook)
    assert {"L-1", "L-2", "L-3"} & workbook.read().book["Leads"].keys() == {"L-3"}

    lines = reasons(workbook, "L-2", "L-3")
    heads = [line for line in lines if " was merged into " in line or line.startswith("As the rows")]
    assert heads == [
        f"L-1 was merged into L-3 on 2026-03-10 12:00 by Ann (dedupe, {second}).",
        "As the rows stood then: A. Dalgado and Ana Delgado (Acme) are one person: you decided so.",
        f"L-2 was merged into L-1 on 2026-03-10 12:00 by Ann (dedupe, {first}).",
        "As the rows stood then: Ana Delgado (Acme) and Ana Delgado (Acme) are certainly one person (99% sure that they are one).",
    ]
    assert lines[-1] == "To take it back: leadsorted undo memory: --merge L-2"


def test_two_who_are_one_only_through_a_third_are_told_by_their_links() -> None:
    rows: list[dict[str, Cell]] = [
        {"First name": "Ana", "Last name": "Delgado", "Email": "ana@web.example", "Company": "Acme"},
        {"First name": "Ana", "Last name": "Delgado", "Email": "ana@web.example", "Phone": "+447700900123", "City": "Ely"},
        {"First name": "Ana", "Last name": "Delgado", "Phone": "+447700900123"},
    ]  # fmt: skip
    workbook = a_workbook(*rows)
    dedupe(workbook)
    lines = reasons(workbook, "L-1", "L-3")
    assert "As the rows stood then: L-1 and L-3 are one person through L-2." in lines
    assert [line[:12] for line in lines if line.startswith("L-") and ": Ana" in line] == [
        "L-1 and L-2:",
        "L-2 and L-3:",
    ]
    assert any("same e-mail" in line for line in lines)
    assert any("same phone" in line for line in lines)


def test_what_the_journal_no_longer_holds_is_said() -> None:
    workbook = a_workbook(FULL, ANA)
    dedupe(workbook)
    workbook.write(Batch(hidden={schema.JOURNAL_SHEET: ""}), expect=workbook.read().revision)
    assert reasons(workbook, "L-2", "L-1") == (
        "L-2 was merged into L-1. The journal no longer reaches back to it.",
        "To take it back: leadsorted undo memory: --merge L-2",
    )


def test_a_lead_that_never_was_is_refused() -> None:
    workbook = a_workbook(FULL)
    with pytest.raises(WrongUsage, match="has no lead L-99"):
        reasons(workbook, "L-1", "L-99")
    assert reasons(workbook, "L-1", "L-1") == ("L-1 is one row.",)


def test_every_certain_pair_of_the_example_lists_is_explained(tmp_path: Path) -> None:
    to = tmp_path / "leads.xlsx"
    cleaned = clean([str(path) for path in example_lists()], str(to), Wishes(owners=owners_of(OWNERS)))
    people: dict[Key, list[Key]] = defaultdict(list)
    for step in cleaned.steps:
        for table in step.figures:
            for kept, gone, *_ in table.rows if table.title == "Merges" else ():
                people[str(kept)].append(str(gone))
    pairs = [pair for kept, gone in people.items() for pair in itertools.combinations([kept, *gone], 2)]
    assert len(pairs) > 50
    workbook = XlsxWorkbook(to)
    reading = workbook.read()
    read_once = MemoryWorkbook(reading.book, hidden=reading.hidden)
    for one, other in pairs:
        lines = reasons(read_once, one, other)
        assert " was merged into " in lines[0], lines
        verdict = next(line for line in lines if line.startswith("As the rows stood then: "))
        assert re.search(r"certainly one person|one person through L-|equal in every cell", verdict), lines
        assert any(line.startswith("For it: ") for line in lines), lines
        assert "taken for two people" not in " ".join(lines), lines
