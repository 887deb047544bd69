"""What a sync does not carry over without being asked."""

from __future__ import annotations

import dataclasses

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Table
from tests.sync.paper import Paper, leads
from tests.sync.sides import TERMS, Pair, a_lead, a_pair


def many(count: int) -> Table:
    return leads(*(a_lead(key(n), Email=f"{n}@x.de", Owner="o", Notes="n", City="c") for n in range(count)))


def key(n: int) -> str:
    return f"L-{n:010d}"


def synced(count: int) -> Pair:
    pair = a_pair(Leads=many(count))
    pair.sync()
    return pair


@pytest.mark.parametrize(
    ("leads", "gone", "stops"),
    [(430, 43, False), (430, 44, True), (100, 20, False), (100, 21, True), (5, 4, False), (5, 5, True), (1, 1, True)],
)
@pytest.mark.parametrize("side", ["sheet", "file"])
def test_many_rows_gone_from_one_side_stop_the_sync(side: str, leads: int, gone: int, stops: bool) -> None:
    pair = synced(leads)
    paper, other = (pair.sheet, pair.file) if side == "sheet" else (pair.file, pair.sheet)
    paper.remove("Leads", *(key(n) for n in range(gone)))
    before = pair.state()
    if not stops:
        pair.sync()
        assert len(other.table("Leads")) == leads - gone
        return
    with pytest.raises(errors.ManyGone) as stop:
        pair.sync()
    assert pair.state() == before
    assert str(stop.value) == (
        f"Sync stopped: {gone} of {leads} leads are gone from {paper.name}. Nothing was written. "
        f"If you meant it: leadsorted sync leads.xlsx --allow-removals {gone}"
    )
    with pytest.raises(errors.ManyGone):
        pair.sync(terms=dataclasses.replace(TERMS, allow_removals=gone - 1))
    pair.sync(terms=dataclasses.replace(TERMS, allow_removals=gone))
    assert pair.file.table("Leads") == pair.sheet.table("Leads")
    assert len(other.table("Leads")) == leads - gone


def test_rows_gone_from_both_sides_are_nobodys_accident() -> None:
    pair = synced(50)
    for paper in (pair.sheet, pair.file):
        paper.remove("Leads", *(key(n) for n in range(50)))
    pair.sync()


def test_the_number_to_allow_counts_every_tab() -> None:
    pair = a_pair(Leads=many(3), Activities=activities(*(f"s{n}" for n in range(30))))
    pair.sync()
    pair.sheet.remove("Activities", *pair.sheet.table("Activities"))
    pair.sheet.remove("Leads", key(0))
    with pytest.raises(errors.ManyGone) as stop:
        pair.sync()
    assert str(stop.value) == (
        "Sync stopped: 30 of 30 activities are gone from the Google sheet. Nothing was written. "
        "If you meant it: leadsorted sync leads.xlsx --allow-removals 31"
    )
    pair.sync(terms=dataclasses.replace(TERMS, allow_removals=31))


@pytest.mark.parametrize("side", ["sheet", "file"])
def test_the_guard_comes_before_the_new_id_of_a_copy(side: str) -> None:
    """An edited copy above its original has to be given its id first; not even that is written where much is gone."""
    pair = a_pair(Leads=many(5), Activities=activities("a"))
    pair.sync()
    paper = getattr(pair, side)
    _copied_above(paper, "Activities", "A-0000000000", Summary="other")
    paper.remove("Leads", *(key(n) for n in range(5)))
    before = pair.state()
    with pytest.raises(errors.ManyGone):
        pair.sync()
    assert pair.state() == before


@pytest.mark.parametrize("side", ["sheet", "file"])
def test_rows_below_their_edited_copies_are_not_gone(side: str) -> None:
    pair = synced(40)
    paper = getattr(pair, side)
    for n in range(40):
        _copied_above(paper, "Leads", key(n), Email=f"copy{n}@x.de", Owner="q")
    pair.sync()
    table = pair.file.table("Leads")
    assert table == pair.sheet.table("Leads")
    assert len(table) == 80
    assert {key(n): table[key(n)]["Email"] for n in range(40)} == {key(n): f"{n}@x.de" for n in range(40)}


def activities(*summaries: str) -> Table:
    ids = [f"A-{n:010d}" for n in range(len(summaries))]
    return {id: {"Activity ID": id, "Summary": said} for id, said in zip(ids, summaries, strict=True)}


def _copied_above(paper: Paper, tab: str, key: str, **edited: str) -> None:
    original = paper.row(tab, key)
    paper.lines[tab].insert(paper.lines[tab].index(original), original | edited)
    paper.touched()


@pytest.mark.parametrize(("rows", "stops"), [(120, False), (121, True)])
@pytest.mark.parametrize("becomes", ["other", ""])
def test_many_changed_cells_in_the_sheet_stop_the_sync(rows: int, becomes: str, stops: bool) -> None:
    """400 leads of four filled cells: 480 of 1,600 is the most."""
    pair = synced(400)
    for n in range(rows):
        for name in ("Owner", "Notes", "City", "Email"):
            pair.sheet.type("Leads", key(n), name, becomes)
        pair.sheet.type("Leads", key(n), "Phone", "+44")  # what was blank is not counted
    before = pair.state()
    changed = rows * 4
    if not stops:
        pair.sync()
        return
    with pytest.raises(errors.ManyChanged) as stop:
        pair.sync()
    assert pair.state() == before
    assert str(stop.value) == (
        f"Sync stopped: {changed} of 1600 filled cells of Leads have changed in the Google sheet since the last sync. "
        f"Nothing was written. If you meant it: leadsorted sync leads.xlsx --allow-changes {changed}"
    )
    pair.sync(terms=dataclasses.replace(TERMS, allow_changes=changed))
    assert pair.sync().idle


def test_a_small_sheet_may_change_from_end_to_end() -> None:
    pair = synced(49)
    for n in range(49):
        for name in ("Owner", "Notes", "City", "Email"):
            pair.sheet.type("Leads", key(n), name, "other")
    assert len(pair.sync().to_here) == 196


def test_what_our_own_operations_changed_here_is_not_asked_about() -> None:
    pair = synced(400)
    for n in range(400):
        for name in ("Owner", "Notes", "City"):
            pair.file.type("Leads", key(n), name, "other")
    assert len(pair.sync().to_there) == 1200
