"""A verb on a book: written at once, recorded, taken back exactly; refused, it writes nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book, same_book
from leadsorted_sheets.core.changes import Edit, diff
from leadsorted_sheets.core.lifecycle import moves, standing
from leadsorted_sheets.resources import template_path
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.google import login
from leadsorted_sheets.session.new import new
from leadsorted_sheets.session.verbs import BY_NAME, VERBS, act
from leadsorted_sheets.workbook.csv import CsvWorkbook
from leadsorted_sheets.workbook.memory import MemoryWorkbook
from leadsorted_sheets.workbook.port import Batch, Workbook
from leadsorted_sheets.workbook.resolve import workbook_at
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.context import NOON
from tests.core.lifecycle.books import BANT, a_book, a_deal, a_lead
from tests.sheets_server import SheetsServer

STORY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("add", {"name": "Zoe Quist", "company": "Globex", "email": "zoe@globex.example", "source": "Referral"}),
    ("register", {"company": "Globex", "owner": "Ann", "anyway": True}),
    ("log", {"lead": "zoe@globex.example", "type": "Call", "summary": "Wants a quote", "outcome": "reached"}),
    ("qualify", {"lead": "Zoe Quist", "budget": "12k", "authority": "The CFO", "need": "Fewer tools", "timeline": "Q3"}),
    ("convert", {"lead": "Zoe Quist", "value": "12000", "close": "2026-06-30"}),
    ("move", {"lead": "Globex", "to": "Nurture"}),  # the lead is converted: refused
    ("close", {"deal": "Globex", "how": "won"}),
)  # fmt: skip


def visible(workbook: Workbook) -> Book:
    """What a person keeps in the book: History only ever grows, so it stands aside."""
    book = workbook.read().book
    return {tab: table for tab, table in book.items() if tab not in ("History", "Sources")}


def do(workbook: Workbook, verb: str, minutes: int = 0, **options: Any) -> Any:
    clock = lambda: NOON + dt.timedelta(minutes=minutes)  # noqa: E731  # it is read at once
    return act(workbook, verb, BY_NAME[verb].options(**options), clock=clock)


@pytest.fixture(autouse=True)
def ann(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADSORTED_ACTOR", "Ann")


@pytest.fixture
def in_memory() -> Workbook:
    return MemoryWorkbook(a_book())


@pytest.fixture
def in_a_file(tmp_path: Path) -> Workbook:
    path = tmp_path / "my leads.xlsx"
    new(str(path), country="GB")
    workbook = XlsxWorkbook(path)
    reading = workbook.read()
    wanted = a_book()
    changes = diff(reading.book, {**reading.book, "Owners": wanted["Owners"]})
    workbook.write(Batch(changes), expect=reading.revision)
    return workbook


@pytest.fixture
def on_google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbook]:
    from leadsorted_sheets.workbook.gsheets.making import made
    from leadsorted_sheets.workbook.port import Setup

    with SheetsServer() as server:
        monkeypatch.setenv("LEADSORTED_GOOGLE_URL", server.url)
        monkeypatch.setenv("LEADSORTED_STATE_DIR", str(tmp_path / "state"))
        server.write_credentials(tmp_path / "robot.json")
        login(service_account=str(tmp_path / "robot.json"))
        workbook = workbook_at(made("Leads", time_zone="Europe/London"))
        workbook.write(Batch(setup=Setup()), expect=workbook.read(layouts=()).revision)
        reading = workbook.read()
        changes = diff(reading.book, {**reading.book, "Owners": a_book()["Owners"]})
        workbook.write(Batch(changes), expect=reading.revision)
        yield workbook


@pytest.mark.parametrize("kind", ["in_memory", "in_a_file", "on_google"])
def test_a_leads_whole_way_is_written_and_taken_back_step_by_step(kind: str, request: pytest.FixtureRequest) -> None:
    workbook: Workbook = request.getfixturevalue(kind)
    steps = [visible(workbook)]
    for minute, (verb, options) in enumerate(STORY):
        try:
            result = do(workbook, verb, minute, **options)
        except errors.NotAllowed:
            assert same_book(visible(workbook), steps[-1])
            continue
        assert (result.applied, result.verb, result.clashes) == (True, verb, ())
        steps.append(visible(workbook))
    book = workbook.read().book
    (lead,) = book["Leads"].values()
    (deal,) = book["Pipeline"].values()
    assert (lead["Status"], lead["Deal ID"], deal["Lead ID"], deal["Stage"]) == (
        "Converted",
        deal["Deal ID"],
        lead["Lead ID"],
        "Closed Won",
    )
    assert [(move.what, move.before, move.after, move.by) for move in moves(book)] == [
        ("Status", "New", "Contacted", "Ann"),
        ("Status", "Contacted", "Qualified", "Ann"),
        ("Status", "Qualified", "Converted", "Ann"),
        ("Stage", "Qualified", "Closed Won", "Ann"),
    ]
    assert standing(book, dt.datetime(2026, 3, 10, 13)) == ()
    headings, _, _ = Session(workbook).history()
    assert [heading.verb for heading in headings] == ["close", "convert", "qualify", "log", "register", "add"]
    for heading, before in zip(headings, reversed(steps[:-1]), strict=True):
        assert Session(workbook).undo(heading.id).clashes == ()
        assert same_book(visible(workbook), before)


words = st.sampled_from(["L-1", "L-2", "Ann Ng", "Acme", "Bob", "D-1", ""])
asked = st.one_of(
    st.tuples(st.just("move"), st.fixed_dictionaries({"lead": words, "to": st.sampled_from(["New", "Contacted", "Qualified", "Nurture", "Unqualified", "Converted", "Negotiation", "Closed Won", "Closed Lost"]), "reason": st.sampled_from(["", "Price"])})),
    st.tuples(st.just("log"), st.fixed_dictionaries({"lead": words, "type": st.sampled_from(["Call", "Note", "Task", "File", "Email"]), "outcome": st.sampled_from(["", "reached"]), "due": st.sampled_from(["", "tomorrow"])})),
    st.tuples(st.just("qualify"), st.fixed_dictionaries({"lead": words, "budget": st.sampled_from(["", "5k"]), "authority": st.just("x"), "need": st.just("y"), "timeline": st.just("z")})),
    st.tuples(st.just("convert"), st.fixed_dictionaries({"lead": words, "value": st.sampled_from(["", "100"])})),
    st.tuples(st.just("close"), st.fixed_dictionaries({"deal": words, "how": st.sampled_from(["won", "lost"]), "reason": st.sampled_from(["", "Price"])})),
    st.tuples(st.just("register"), st.fixed_dictionaries({"company": words, "owner": st.sampled_from(["Ann", "Bob", "Cy"])})),
    st.tuples(st.just("add"), st.fixed_dictionaries({"name": st.sampled_from(["Ann Ng", "Zoe Quist"]), "company": st.sampled_from(["Acme", "Globex"]), "email": st.sampled_from(["ann@acme.example", "zoe@globex.example"])})),
)  # fmt: skip


def two_leads() -> Book:
    return a_book(
        a_lead(Status="Qualified", **BANT) | a_lead("L-2", First_name="Bob", Last_name="Lee", Email="bob@acme.example"),
        a_deal(Lead_ID=None),
    )


@given(st.lists(asked, max_size=6))
def test_whatever_is_done_every_row_stands_where_it_can_and_all_of_it_can_be_taken_back(
    story: list[tuple[str, dict[str, Any]]],
) -> None:
    workbook = MemoryWorkbook(two_leads())
    first = visible(workbook)
    faults = {finding.rule for finding in standing(first, dt.datetime(2026, 3, 10, 13))}
    written = 0
    for minute, (verb, options) in enumerate(story):
        before = visible(workbook)
        try:
            written += do(workbook, verb, minute, **options).applied
        except errors.LeadSortedError:
            assert same_book(visible(workbook), before)
    after = visible(workbook)
    assert {finding.rule for finding in standing(after, dt.datetime(2026, 3, 10, 13))} <= faults
    moved = {(move.key, move.after) for move in moves(after)}
    for edit in diff(first, after):
        if isinstance(edit, Edit) and edit.field in ("Status", "Stage"):
            assert (edit.key, edit.after) in moved
    for _ in range(written):
        assert Session(workbook).undo().clashes == ()
    assert same_book(visible(workbook), first)


def test_a_move_by_hand_is_logged_by_the_next_run_of_anything_and_comes_again_after_an_undo() -> None:
    workbook = MemoryWorkbook(two_leads())
    do(workbook, "log", lead="L-2", type="Call")
    reading = workbook.read()
    workbook.write(Batch([Edit("Leads", "L-2", "Status", "Contacted", "Nurture")]), expect=reading.revision)
    found = do(workbook, "find", 5, words="Bob")
    assert (list(found.changes), found.applied) == ([], False)
    shown = Session(workbook, clock=lambda: NOON + dt.timedelta(minutes=30)).run("score")
    assert "lifecycle: a move made by hand was noticed" in {why for _, why, _ in shown.counts}
    for minutes in (60, 90):
        do(workbook, "log", minutes, lead="L-1", type="Note", summary="x")
        noticed = [move for move in moves(workbook.read().book) if move.by_hand]
        assert [(move.key, move.before, move.after, move.earliest, move.latest) for move in noticed] == [
            (
                "L-2",
                "Contacted",
                "Nurture",
                dt.datetime(2026, 3, 10, 12, 0),
                dt.datetime(2026, 3, 10, 12, 0) + dt.timedelta(minutes=minutes),
            )
        ]
        Session(workbook, clock=lambda: NOON + dt.timedelta(minutes=75)).undo()
        assert [move for move in moves(workbook.read().book) if move.by_hand] == []
    assert workbook.read().book["Leads"]["L-2"]["Status"] == "Nurture"


def test_where_a_message_names_a_command_it_can_be_typed_as_it_stands(in_a_file: Workbook) -> None:
    do(in_a_file, "add", name="Zoe Quist", company="Globex", email="zoe@globex.example")
    with pytest.raises(errors.NotAllowed) as refusal:
        do(in_a_file, "convert", lead="Zoe Quist", value="1")
    assert f"leadsorted qualify '{in_a_file.address}' L-" in str(refusal.value)
    (finding,) = (
        each for each in do(in_a_file, "qualify", lead="Zoe Quist", need="x").findings if each.rule == "qualify.missing"
    )
    assert f"leadsorted qualify '{in_a_file.address}' L-" in finding.message


def test_one_table_is_refused_with_the_command_that_makes_a_workbook_of_it(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("First name,Last name\nAnn,Ng\n")
    with pytest.raises(errors.NotATable) as refusal:
        do(CsvWorkbook(path), "log", lead="Ann Ng", type="Call")
    assert str(refusal.value) == (
        f"{path}: one table has no place for activities and deals. Make a workbook of it: leadsorted clean {path} --to leads.xlsx"
    )
    assert path.read_text() == "First name,Last name\nAnn,Ng\n"


def test_a_book_without_a_tab_that_is_needed_is_refused() -> None:
    book = {tab: table for tab, table in two_leads().items() if tab != "Pipeline"}
    with pytest.raises(errors.NoSuchTab, match="has no tab called 'Pipeline'"):
        do(MemoryWorkbook(book), "find", words="Ann")


def test_verbs_are_data_that_a_front_end_can_ask_for() -> None:
    assert [verb.name for verb in VERBS] == ["add", "log", "qualify", "move", "convert", "close", "register", "find"]
    assert [verb.name for verb in VERBS if not verb.writes] == ["find"]
    for verb in VERBS:
        fields = dataclasses.fields(verb.options)
        assert verb.help.strip()
        assert verb.example.startswith(f"leadsorted {verb.name} leads.xlsx ")
        assert all(each.metadata["help"] for each in fields)
        assert any("ask" in each.metadata for each in fields)
        assert verb.options() == verb.options()


def test_the_shipped_template_takes_every_verb(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    path.write_bytes(template_path().read_bytes())
    result = do(XlsxWorkbook(path), "add", name="Zoe Quist", company="Globex", email="zoe@globex.example")
    assert result.applied
