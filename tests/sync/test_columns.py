"""Columns and tabs that people add, delete and bring back."""

from __future__ import annotations

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.cell import Formula
from tests.sync.sides import ANN, BOB, Pair, colleague, in_sync, told

SIDES = ["file", "sheet"]


def with_own_column(value: str = "blue") -> Pair:
    pair = in_sync()
    pair.file.add_column("Leads", "Colour")
    pair.file.type("Leads", ANN, "Colour", value)
    pair.sync()
    return pair


@pytest.mark.parametrize("side", SIDES)
def test_a_column_of_the_teams_own_is_made_on_the_other_side_and_syncs(side: str) -> None:
    pair = in_sync()
    mine, other = (pair.file, pair.sheet) if side == "file" else (pair.sheet, pair.file)
    mine.add_column("Leads", "Colour")
    mine.type("Leads", ANN, "Colour", "blue")
    done = pair.sync()
    made = done.columns_there if side == "file" else done.columns_here
    assert made == {"Leads": ("Colour",)}
    assert other.cell("Leads", ANN, "Colour") == "blue"
    other.type("Leads", BOB, "Colour", "red")
    pair.sync()
    assert mine.cell("Leads", BOB, "Colour") == "red"
    assert pair.sync().idle


def test_an_empty_column_is_made_too() -> None:
    pair = in_sync()
    pair.sheet.add_column("Leads", "Colour")
    done = pair.sync()
    assert (done.columns_here, done.idle) == ({"Leads": ("Colour",)}, False)
    assert "Colour" in pair.file.columns["Leads"]
    assert pair.sync().idle


def test_a_column_of_formulas_stays_where_it_is() -> None:
    pair = in_sync()
    pair.file.add_column("Leads", "Twice")
    pair.file.type("Leads", ANN, "Twice", Formula("=1"))
    assert pair.sync().idle
    assert "Twice" not in pair.sheet.columns["Leads"]


@pytest.mark.parametrize("side", SIDES)
def test_an_own_column_that_was_deleted_on_one_side_stays_as_it_is_on_the_other(side: str) -> None:
    pair = with_own_column()
    gone, kept = (pair.file, pair.sheet) if side == "file" else (pair.sheet, pair.file)
    gone.delete_column("Leads", "Colour")
    done = pair.sync()
    assert [(f.rule, f.message) for f in done.findings] == [
        (
            "sync.parted-column",
            f"The column Colour was deleted from {gone.name}. It stays as it is in {kept.name} and does not sync any more. To sync it again, add a column with this header to {gone.name}.",
        )
    ]
    assert kept.cell("Leads", ANN, "Colour") == "blue"
    for _ in range(2):
        kept.type("Leads", BOB, "Colour", "red")
        done = pair.sync()
        assert (done.findings, done.to_here, done.to_there) == ((), (), ())
        assert "Colour" not in gone.columns["Leads"]


@pytest.mark.parametrize("side", SIDES)
def test_a_parted_column_that_is_brought_back_syncs_again_and_empties_nothing(side: str) -> None:
    pair = with_own_column()
    gone, kept = (pair.file, pair.sheet) if side == "file" else (pair.sheet, pair.file)
    gone.delete_column("Leads", "Colour")
    pair.sync()
    gone.add_column("Leads", "Colour")
    gone.type("Leads", BOB, "Colour", "red")
    pair.sync()
    for paper in (gone, kept):
        assert (paper.cell("Leads", ANN, "Colour"), paper.cell("Leads", BOB, "Colour")) == ("blue", "red")


def test_a_column_that_the_sheet_has_lost_stops_the_sync() -> None:
    pair = in_sync()
    pair.sheet.delete_column("Leads", "Owner")
    before = pair.state()
    with pytest.raises(errors.ColumnGone) as stop:
        pair.sync()
    assert pair.state() == before
    assert str(stop.value) == (
        "Sync stopped: the column 'Owner' of Leads is gone from the Google sheet. Nothing was written. "
        "Bring it back with its cells (undo there, or its version history) and run: leadsorted sync leads.xlsx\n"
        'To go on without it: write "Leads.Owner" with the policy "file only" under Column policies on '
        "Settings of the file, and run it again."
    )


def test_it_goes_on_without_the_column_once_that_is_said_in_the_file() -> None:
    pair = in_sync()
    pair.sheet.delete_column("Leads", "Owner")
    pair.file.add("Column policies", {"Column": "Leads.Owner", "Policy": "file only"})
    done = pair.sync()
    assert told(done.to_there) == [("Column policies", "Leads.Owner", "added")]
    assert pair.file.cell("Leads", ANN, "Owner") == "o"
    assert pair.sync().idle


def test_a_column_that_was_deleted_from_the_file_is_not_synced_and_stays_in_the_sheet() -> None:
    pair = in_sync()
    pair.file.delete_column("Leads", "Owner")
    done = pair.sync()
    assert (done.to_here, done.to_there, done.findings) == ((), (), ())
    pair.sheet.type("Leads", ANN, "Owner", "q")
    assert pair.sync().to_here == ()
    assert pair.sheet.cell("Leads", BOB, "Owner") == "o"
    pair.file.add_column("Leads", "Owner")  # brought back blank, it is filled again
    pair.sync()
    assert [pair.file.cell("Leads", key, "Owner") for key in (ANN, BOB)] == ["q", "o"]


def test_a_column_that_the_sheet_never_had_is_told_and_not_made_there() -> None:
    pair = in_sync()
    pair.sheet.delete_column("Leads", "Owner")
    other = colleague(pair)
    done = other.sync()
    assert [(f.rule, f.message) for f in done.findings] == [
        ("sync.no-column", "There is no column Owner in the Google sheet, so it does not sync.")
    ]
    assert "Owner" not in pair.sheet.columns["Leads"]


def test_a_column_that_was_brought_back_under_another_policy_starts_anew() -> None:
    pair = in_sync()
    pair.file.add("Column policies", {"Column": "Leads.Owner", "Policy": "file only"})
    pair.sync()
    pair.file.type("Leads", ANN, "Owner", "p")
    pair.sheet.type("Leads", BOB, "Owner", "")
    pair.sync()
    pair.file.remove("Column policies", "Leads.Owner")
    done = pair.sync()
    assert [(c.key, c.base, c.ours, c.theirs) for c in done.conflicts] == [(ANN, None, "p", "o")]
    assert pair.sheet.cell("Leads", BOB, "Owner") == "o"


def test_a_tab_that_the_sheet_has_lost_stops_the_sync() -> None:
    pair = in_sync()
    pair.sheet.delete_tab("Activities")
    with pytest.raises(errors.TabGone) as stop:
        pair.sync()
    assert str(stop.value) == (
        "Sync stopped: Activities is gone from the Google sheet. Nothing was written. "
        "Bring it back (undo there, or its version history) and run: leadsorted sync leads.xlsx"
    )


def test_a_tab_that_was_deleted_from_the_file_stays_in_the_sheet() -> None:
    pair = in_sync(Activities={"A-0000000001": {"Activity ID": "A-0000000001", "Summary": "s"}})
    pair.file.delete_tab("Activities")
    done = pair.sync()
    assert [finding.message for finding in done.findings] == [
        "There is no Activities in leads.xlsx, so it does not sync."
    ]
    assert len(pair.sheet.table("Activities")) == 1
    pair.file.lines["Activities"], pair.file.columns["Activities"] = [], ["Activity ID", "Summary"]
    pair.file.touched()
    assert told(pair.sync().to_here) == [("Activities", "A-0000000001", "added")]


def test_a_conflict_without_a_review_tab_in_the_sheet_waits_in_the_file() -> None:
    pair = in_sync()
    pair.sheet.delete_tab("Review")
    other = colleague(pair)
    other.file.add("Leads", {"Lead ID": ANN, "Owner": "ours"})
    done = other.sync()
    assert [row["Suggestion"] for row in other.file.table("Review").values()] == ["ours"]
    assert len(done.conflicts) == 1


def test_an_edit_that_a_formula_holds_back_is_told_once_a_column() -> None:
    pair = in_sync()
    for key in (ANN, BOB):
        pair.file.type("Leads", key, "Score", Formula("=1"))
        pair.sheet.type("Leads", key, "Score", 7)
    done = pair.sync()
    assert [(f.rule, f.message) for f in done.findings] == [
        (
            "sync.held-back",
            "Score: the Google sheet has another value by now, but leads.xlsx computes this cell, so nothing was written over it. The same holds for 2 rows in all.",
        )
    ]
    assert (done.to_here, done.to_there) == ((), ())
    assert pair.file.cell("Leads", ANN, "Score") == Formula("=1")
