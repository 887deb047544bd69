"""A sync from end to end: what is sent, what is saved, what is asked first, and what happens when it is cut off."""

from __future__ import annotations

import datetime as dt

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core import review, schema
from leadsorted_sheets.core.book import Book, row_of
from leadsorted_sheets.core.cell import Formula
from leadsorted_sheets.core.changes import AddRow, Edit, RemoveRow, apply
from leadsorted_sheets.core.state import DECISIONS, FORGOTTEN
from leadsorted_sheets.sync import Conflict, Terms
from leadsorted_sheets.sync.base import unpack
from tests.sync.paper import Paper, file, fresh_book, leads, sheet
from tests.sync.sides import ANN, BOB, CY, Pair, a_lead, a_pair, colleague, in_sync, three_leads, told, unanswered


def test_the_first_sync_sends_every_lead_and_nothing_of_what_both_were_made_with() -> None:
    pair = a_pair(Leads=three_leads())
    done = pair.sync()
    assert told(done.to_there) == [("Leads", key, "added") for key in (ANN, BOB, CY)]
    assert (done.to_here, done.conflicts, done.findings) == ((), (), ())
    assert (done.first, done.idle, done.verified, done.applied, done.rounds) == (True, False, True, True, 1)
    assert pair.sheet.table("Leads") == pair.file.table("Leads") == three_leads()
    assert {tab: pair.sheet.table(tab) for tab in pair.sheet.lines if tab != "Leads"} == {
        tab: pair.file.table(tab) for tab in pair.file.lines if tab != "Leads"
    }


def test_a_fresh_file_joins_a_team_without_a_question() -> None:
    team = in_sync()
    team.sheet.type("Statuses", "Nurture", "Stale after", 90)
    team.sheet.remove("Statuses", "Unqualified")
    team.sheet.add("Owners", {"Owner": "Cy", "Weight": 2})
    other = colleague(team)
    done = other.sync()
    assert (done.to_there, done.conflicts) == ((), ())
    assert [finding.rule for finding in done.findings] == []
    assert {tab: other.file.table(tab) for tab in other.file.lines} == {
        tab: team.sheet.table(tab) for tab in team.sheet.lines
    }


def test_an_idle_sync_reads_only_the_file() -> None:
    pair = in_sync()
    before = pair.state()
    done = pair.sync()
    assert (done.idle, done.there, done.applied) == (True, None, True)
    assert (dict(pair.file.calls), dict(pair.sheet.calls)) == ({"read": 1}, {"peek": 1})
    assert pair.state() == before


def test_where_only_reading_tells_an_idle_sync_reads_and_writes_nothing() -> None:
    pair = in_sync()
    pair.sheet.peekable = False
    for _ in range(3):
        done = pair.sync()
        assert done.idle
        assert pair.sheet.calls == {"peek": 1, "read": 1}
    pair.file.calls.clear()
    pair.sync()
    assert "write" not in pair.file.calls


def test_an_ordinary_change_is_one_reading_and_one_write_there_and_one_save_here() -> None:
    pair = in_sync()
    pair.file.type("Leads", ANN, "Owner", "p")
    pair.sheet.type("Leads", BOB, "Owner", "q")
    done = pair.sync()
    assert list(done.to_there) == [Edit("Leads", ANN, "Owner", "o", "p", "sync: changed in leads.xlsx")]
    assert list(done.to_here) == [Edit("Leads", BOB, "Owner", "o", "q", "sync: changed in the Google sheet")]
    assert (pair.sheet.calls["read"], pair.sheet.calls["write"]) == (1, 1)
    assert (pair.file.calls["read"], pair.file.calls["write"]) == (1, 1)
    assert pair.sync().idle


def test_what_changed_only_there_is_saved_here_and_nothing_is_sent() -> None:
    pair = in_sync()
    pair.sheet.type("Leads", BOB, "Owner", "q")
    assert told(pair.sync().to_here) == [("Leads", BOB, "Owner")]
    assert "write" not in pair.sheet.calls
    assert pair.sync().idle


def test_a_sheet_that_changed_where_nothing_syncs_costs_one_reading_once() -> None:
    pair = in_sync()
    pair.sheet.touched()
    assert pair.sync().idle
    assert pair.sheet.calls["read"] == 1
    assert pair.sync().idle
    assert pair.sheet.calls["read"] == 0


def test_a_file_that_is_open_elsewhere_stops_a_sync_only_where_something_has_to_be_saved() -> None:
    pair = in_sync()
    pair.file.check_free = busy  # type: ignore[method-assign]
    pair.sheet.touched()
    assert pair.sync().idle
    pair.file.type("Leads", ANN, "Owner", "p")
    before = pair.state()
    with pytest.raises(errors.InUse):
        pair.sync()
    assert pair.state() == before


def busy() -> None:
    raise errors.InUse("leads.xlsx", "Excel")


def test_a_dry_run_tells_everything_and_writes_nothing() -> None:
    pair = in_sync()
    pair.file.type("Leads", ANN, "Owner", "p")
    pair.file.add("Leads", {"First name": "New"})
    pair.sheet.type("Leads", BOB, "Owner", "q")
    pair.sheet.remove("Leads", CY)
    before = pair.state()
    done = pair.sync(dry_run=True)
    new = next(change.key for change in done.to_there if isinstance(change, AddRow))
    assert told(done.to_here) == [("Leads", "#5", "Lead ID"), ("Leads", BOB, "Owner"), ("Leads", CY, "removed")]
    assert told(done.to_there) == [("Leads", ANN, "Owner"), ("Leads", new, "added")]
    assert (done.applied, pair.state()) == (False, before)


def test_ids_are_saved_here_before_anything_is_sent() -> None:
    pair = in_sync()
    pair.file.add("Leads", {"First name": "New"})
    seen: list[bool] = []
    pair.sheet.between = lambda _step: seen.append(all("Lead ID" in line for line in pair.file.lines["Leads"]))
    done = pair.sync()
    assert seen == [True, True]
    assert pair.file.calls == {"read": 2, "write": 2, "check_free": 3}
    assert pair.sheet.calls["read"] == 1
    assert pair.file.table("Leads") == pair.sheet.table("Leads")
    assert len(done.to_here) == 1


# conflicts


def a_conflict() -> Pair:
    pair = in_sync()
    pair.file.type("Leads", ANN, "Owner", "ours")
    pair.sheet.type("Leads", ANN, "Owner", "theirs")
    return pair


def test_a_conflict_goes_to_review_on_both_sides_in_one_round() -> None:
    pair = a_conflict()
    done = pair.sync()
    assert list(done.conflicts) == [Conflict("Leads", ANN, "Owner", "o", "ours", "theirs", "there")]
    assert pair.file.cell("Leads", ANN, "Owner") == pair.sheet.cell("Leads", ANN, "Owner") == "theirs"
    [(id, row)] = pair.file.table("Review").items()
    assert pair.sheet.table("Review") == {id: row}
    assert row == {
        "Review ID": id,
        "Kind": "Conflict",
        "Where": "Leads: Owner",
        "This row": "ann@x.de",
        "Found": "theirs",
        "Suggestion": "ours",
        "Why": 'In leads.xlsx: "ours" (synced by Ann, 2026-03-10 12:00). In the Google sheet: "theirs" (last edited there '
        'by bob@acme.example). Before: "o". The value of the Google sheet was kept.',
        "Raised": dt.datetime(2026, 3, 10, 12),
        "Tab": "Leads",
        "Row": ANN,
        "Field": "Owner",
        "Rule": "sync.conflict",
    }
    assert [(f.rule, f.key, f.message) for f in done.findings] == [
        (
            "sync.conflict",
            ANN,
            'Owner was changed on both sides (leads.xlsx: "ours", the Google sheet: "theirs"). The value of the Google sheet was kept; the other one waits on Review.',
        )
    ]
    assert pair.sync().idle


@pytest.mark.parametrize("side", ["file", "sheet"])
@pytest.mark.parametrize(("decision", "becomes"), [("Use suggestion", "ours"), ("Leave as it is", "theirs")])
def test_a_conflict_is_decided_on_either_side_and_the_decision_travels(side: str, decision: str, becomes: str) -> None:
    pair = a_conflict()
    pair.sync()
    paper: Paper = getattr(pair, side)
    [id] = paper.table("Review")
    paper.type("Review", id, "Decision", decision)
    decided(paper, pair)
    assert pair.sync().conflicts == ()
    for each in (pair.file, pair.sheet):
        assert each.cell("Leads", ANN, "Owner") == becomes
        assert each.table("Review") == {}
        assert set(each.decisions) == (set() if decision == "Use suggestion" else {f"value:{id}"})
    assert pair.sync().idle


def decided(paper: Paper, pair: Pair) -> None:
    """What `review` does with what is in the Decision column."""
    seen = paper.read()
    outcome = review.plan(seen.book, review.Options(), pair.context)
    paper.write(outcome.changes, seen=seen, columns={})


def test_numbers_days_and_blanks_come_back_from_review_as_they_were() -> None:
    values = {"Score": (1, 2, 3), "Next action due": (dt.date(2026, 1, 1), dt.date(2026, 2, 2), dt.date(2026, 3, 3)),
              "Notes": ("n", None, "m"), "Deal value": (10, 1200.5, None)}  # fmt: skip
    pair = a_pair(Leads=leads(a_lead(ANN, **{name: before for name, (before, _, _) in values.items()})))
    pair.sync()
    for name, (_, ours, theirs) in values.items():
        pair.file.type("Leads", ANN, name, ours)
        pair.sheet.type("Leads", ANN, name, theirs)
    assert len(pair.sync().conflicts) == 4
    assert {name: pair.file.cell("Leads", ANN, name) for name in values} == {n: t for n, (_, _, t) in values.items()}
    for id in pair.file.table("Review"):
        pair.file.type("Review", id, "Decision", "Use suggestion")
    decided(pair.file, pair)
    assert {name: pair.file.cell("Leads", ANN, name) for name in values} == {n: o for n, (_, o, _) in values.items()}


def test_a_number_in_a_column_of_the_teams_own_stays_a_number_on_review() -> None:
    pair = a_pair(Leads=leads(a_lead(ANN, Shoe_size=40)))
    pair.sync()
    pair.file.type("Leads", ANN, "Shoe size", 41)
    pair.sheet.type("Leads", ANN, "Shoe size", 42)
    pair.sync()
    assert [(row["Found"], row["Suggestion"]) for row in pair.file.table("Review").values()] == [(42, 41)]


def test_two_losers_of_one_cell_are_two_rows() -> None:
    pair = in_sync()
    other = colleague(pair)
    other.sync()
    for each, value in ((pair.file, "a"), (other.file, "b"), (pair.sheet, "c")):
        each.type("Leads", ANN, "Owner", value)
    pair.sync()
    other.sync()
    assert {row["Suggestion"] for row in pair.sheet.table("Review").values()} == {"a", "b"}


def test_a_policy_says_who_wins_and_travels_with_the_settings() -> None:
    pair = in_sync()
    pair.sheet.add("Column policies", {"Column": "Leads.Owner", "Policy": "file wins"})
    pair.file.type("Leads", ANN, "Owner", "ours")
    pair.sheet.type("Leads", ANN, "Owner", "theirs")
    done = pair.sync()
    assert [conflict.winner for conflict in done.conflicts] == ["here"]
    assert pair.sheet.cell("Leads", ANN, "Owner") == "ours"
    [row] = pair.sheet.table("Review").values()
    assert (row["Found"], row["Suggestion"]) == ("ours", "theirs")


@pytest.mark.parametrize("policy", ["file only", "sheet only"])
def test_a_column_that_stays_on_its_side_never_crosses(policy: str) -> None:
    policies = {"Leads.Notes": row_of({"Column": "Leads.Notes", "Policy": policy})}
    pair = a_pair(Leads=three_leads(), **{"Column policies": policies})
    pair.sync()
    assert pair.sheet.cell("Leads", ANN, "Notes") is None
    pair.sheet.type("Leads", ANN, "Notes", "theirs")
    done = pair.sync()
    assert (told(done.to_here), told(done.to_there)) == ([], [])
    assert pair.file.cell("Leads", ANN, "Notes") == "n"


def test_a_policy_nobody_can_follow_is_told() -> None:
    pair = in_sync()
    pair.file.add("Column policies", {"Column": "Notes", "Policy": "mine"})
    assert [(f.rule, f.key) for f in pair.sync().findings] == [("sync.policy", "Notes")]


def test_what_two_people_decided_differently_goes_by_the_sheet_without_a_new_question() -> None:
    doubt = {"R-0000000001": row_of({"Review ID": "R-0000000001", "Tab": "Leads", "Row": ANN, "Rule": "dedupe.pair"})}
    pair = in_sync(Review=doubt)
    pair.file.type("Review", "R-0000000001", "Decision", "Merge")
    pair.sheet.type("Review", "R-0000000001", "Decision", "Keep apart")
    done = pair.sync()
    assert pair.file.cell("Review", "R-0000000001", "Decision") == "Keep apart"
    assert pair.file.table("Review").keys() == {"R-0000000001"}
    assert [finding.rule for finding in done.findings] == ["sync.conflict"]


def test_a_pair_that_was_kept_apart_is_kept_apart_everywhere() -> None:
    pair = in_sync()
    other = colleague(pair)
    other.sync()
    apart = {"Kind": "apart", "A": ANN, "B": BOB, "Choice": "keep apart"}
    pair.file.decisions = {f"apart:{ANN}:{BOB}": apart}
    pair.sync()
    other.sync()
    assert other.file.decisions == pair.sheet.decisions == {f"apart:{ANN}:{BOB}": apart}


# one way


def test_history_goes_to_the_sheet_once_and_what_a_sync_did_stays_here() -> None:
    pair = in_sync()
    pair.sheet.add("History", {"Entry": "H-0000000009", "What": "import", "Who": "Bob"})
    pair.file.add("History", {"Entry": "H-0000000001", "What": "dedupe"}, {"Entry": "H-0000000002", "What": "sync"})
    done = pair.sync()
    assert told(done.to_there) == [("History", "H-0000000001", "added")]
    assert pair.sheet.table("History").keys() == {"H-0000000009", "H-0000000001"}
    assert pair.file.table("History").keys() == {"H-0000000001", "H-0000000002"}
    pair.file.type("History", "H-0000000001", "Undone", dt.datetime(2026, 3, 4, 5))
    assert told(pair.sync().to_there) == [("History", "H-0000000001", "Undone")]
    pair.sheet.remove("History", "H-0000000001")
    assert pair.sync().to_there == ()


def test_figures_are_sent_where_they_were_made() -> None:
    pair = in_sync()
    other = colleague(pair)
    other.sync()
    figures = "Report: Key figures"
    pair.file.type(figures, "1", "Value", 7)
    assert told(pair.sync().to_there) == [(figures, "1", "Value")]
    done = other.sync()
    assert (done.to_here, done.to_there) == ((), ())
    pair.sheet.type(figures, "1", "Value", "scribble")
    assert pair.sync().to_there == ()
    pair.file.type(figures, "1", "Value", 8)
    pair.sync()
    assert pair.sheet.cell(figures, "1", "Value") == 8
    pair.sheet.remove(figures, "1")
    pair.file.type(figures, "1", "Value", 9)
    assert pair.sync().to_there == ()


def test_live_formulas_are_neither_sent_nor_overwritten() -> None:
    pair = a_pair(Leads=three_leads())
    for paper in (pair.file, pair.sheet):
        for line in paper.lines["Sources"]:
            line["Leads"] = Formula(f"={paper.name}")
    pair.file.add("Sources", {"Source": "Fair", "Channel": "Event", "Leads": Formula("=1")})
    assert told(pair.sync().to_there)[-1] == ("Sources", "Fair", "added")
    assert pair.sheet.table("Sources")["Fair"] == {"Source": "Fair", "Channel": "Event"}
    assert pair.sync().idle


def test_commands_and_the_teams_own_tabs_stay_where_they_are() -> None:
    pair = in_sync()
    pair.file.type("Commands", "dedupe", "Run", "yes")
    assert pair.sync().idle
    assert pair.sheet.cell("Commands", "dedupe", "Run") is None


# rows that go


def test_a_row_removed_there_is_removed_here_and_kept_whole_in_the_change() -> None:
    pair = in_sync()
    pair.file.lines["Leads"][0]["Their own"] = "x"
    pair.file.columns["Leads"].append("Their own")
    pair.sync()
    whole = pair.file.table("Leads")[ANN]
    pair.sheet.remove("Leads", ANN)
    assert list(pair.sync().to_here) == [RemoveRow("Leads", ANN, whole, "sync: removed in the Google sheet")]
    assert pair.sync().idle


def test_a_row_that_went_on_one_side_and_was_edited_on_the_other_comes_back_and_is_told() -> None:
    pair = in_sync()
    pair.sheet.remove("Leads", ANN)
    pair.file.type("Leads", ANN, "Owner", "p")
    pair.file.remove("Leads", BOB)
    pair.sheet.type("Leads", BOB, "Owner", "q")
    done = pair.sync()
    assert [(f.rule, f.key, f.message) for f in done.findings] == [
        ("sync.put-back", ANN, "This row was removed in the Google sheet and edited in leads.xlsx. The edit was kept, so the row is back in the Google sheet."),
        ("sync.put-back", BOB, "This row was removed in leads.xlsx and edited in the Google sheet. The edit was kept, so the row is back in leads.xlsx."),
    ]  # fmt: skip
    assert pair.file.table("Leads") == pair.sheet.table("Leads")
    assert pair.file.table("Leads").keys() == {ANN, BOB, CY}


# cut off


def test_what_landed_before_the_power_failed_is_recognised() -> None:
    pair = in_sync()
    pair.file.type("Leads", ANN, "Owner", "p")
    with killed(pair.file):
        pair.sync()
    assert pair.sheet.cell("Leads", ANN, "Owner") == "p"
    pair.file.type("Leads", ANN, "Owner", "later")  # an edit of one person after her own: no conflict
    done = pair.sync()
    assert (told(done.to_there), done.conflicts) == ([("Leads", ANN, "Owner")], ())
    assert pair.sheet.cell("Leads", ANN, "Owner") == "later"


def test_a_lead_that_was_sent_and_removed_here_after_the_power_failed_goes() -> None:
    pair = in_sync()
    pair.file.add("Leads", a_lead("L-0000000004", Email="d@x.de"))
    with killed(pair.file):
        pair.sync()
    pair.file.remove("Leads", "L-0000000004")
    assert told(pair.sync().to_there) == [("Leads", "L-0000000004", "removed")]


def test_a_conflicts_row_that_was_sent_before_the_power_failed_comes_here() -> None:
    pair = a_conflict()
    with killed(pair.file):
        pair.sync()
    [id] = pair.sheet.table("Review")
    assert pair.file.table("Review") == {}
    pair.sync()
    assert pair.file.table("Review").keys() == pair.sheet.table("Review").keys() == {id}


def test_a_lead_that_two_files_put_back_keeps_both_edits() -> None:
    """Removed in the sheet, edited in both files; the first one's sync is cut off before anything of it lands."""
    pair = in_sync()
    other = colleague(pair)
    other.sync()
    pair.file.type("Leads", ANN, "Owner", "p")
    other.file.type("Leads", ANN, "Owner", "q")
    pair.sheet.remove("Leads", ANN)
    with unanswered(pair.sheet, landed=False):
        pair.sync()
    other.sync()
    [conflict] = pair.sync().conflicts
    assert (conflict.field, conflict.base, conflict.ours, conflict.theirs) == ("Owner", "o", "p", "q")


@pytest.mark.parametrize("landed", [True, False])
def test_a_lost_answer_ends_the_run_and_the_next_one_goes_on(landed: bool) -> None:
    pair = in_sync()
    pair.file.type("Leads", ANN, "Owner", "p")
    pair.file.add("Leads", a_lead("L-0000000004", Email="d@x.de"))
    with unanswered(pair.sheet, landed=landed):
        pair.sync()
    done = pair.sync()
    assert done.conflicts == ()
    assert bool(done.to_there) is not landed
    assert pair.sheet.table("Leads") == pair.file.table("Leads")
    assert len(pair.sheet.table("Leads")) == 4
    assert pair.sync().idle


class killed:  # noqa: N801  # it reads as what happens
    """The power fails when the file is about to be saved."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper

    def __enter__(self) -> None:
        self.write = self.paper.write
        self.paper.write = self.fail  # type: ignore[method-assign,assignment]

    def __exit__(self, *raised: object) -> bool:
        self.paper.write = self.write  # type: ignore[method-assign]
        return raised[0] is KeyboardInterrupt

    def fail(self, *_args: object, **_named: object) -> None:
        raise KeyboardInterrupt


# while others work


def test_another_machine_in_between_makes_another_round_and_nothing_is_lost() -> None:
    pair = in_sync()
    other = colleague(pair)
    other.sync()
    other.file.type("Leads", BOB, "Owner", "q")
    pair.file.type("Leads", ANN, "Owner", "p")
    pair.sheet.between = once(pair.sheet, "commit", other.sync)
    done = pair.sync()
    assert done.rounds == 2
    assert (pair.sheet.cell("Leads", ANN, "Owner"), pair.sheet.cell("Leads", BOB, "Owner")) == ("p", "q")
    assert pair.file.table("Leads") == pair.sheet.table("Leads")


def test_a_cell_that_somebody_edits_before_the_write_is_decided_anew() -> None:
    pair = in_sync()
    pair.file.type("Leads", ANN, "Owner", "p")
    pair.file.type("Leads", BOB, "Owner", "q")
    pair.sheet.between = once(pair.sheet, "commit", lambda: pair.sheet.type("Leads", ANN, "Owner", "theirs"))
    done = pair.sync()
    assert (done.rounds, done.verified) == (2, True)
    assert [(c.ours, c.theirs) for c in done.conflicts] == [("p", "theirs")]
    assert (pair.file.cell("Leads", ANN, "Owner"), pair.sheet.cell("Leads", BOB, "Owner")) == ("theirs", "q")


def test_an_edit_elsewhere_in_between_is_seen_by_the_next_sync_and_the_run_says_it_is_unsure() -> None:
    pair = in_sync()
    pair.file.type("Leads", ANN, "Owner", "p")
    pair.sheet.between = once(pair.sheet, "write", lambda: pair.sheet.type("Leads", BOB, "Owner", "q"))
    done = pair.sync()
    assert (done.rounds, done.verified) == (1, False)
    assert pair.file.cell("Leads", BOB, "Owner") == "o"
    assert told(pair.sync().to_here) == [("Leads", BOB, "Owner")]


def test_a_file_saved_in_between_is_read_again() -> None:
    pair = in_sync()
    pair.file.type("Leads", ANN, "Owner", "p")
    pair.sheet.between = once(pair.sheet, "write", lambda: pair.file.type("Leads", ANN, "Owner", "later"))
    done = pair.sync()
    assert (done.rounds, done.conflicts) == (2, ())
    assert pair.sheet.cell("Leads", ANN, "Owner") == pair.file.cell("Leads", ANN, "Owner") == "later"


def test_a_sheet_that_never_holds_still_is_given_up_on() -> None:
    pair = in_sync()
    pair.file.type("Leads", ANN, "Owner", "p")

    def somebody(_step: str) -> None:
        pair.sheet.commits += 1

    pair.sheet.between = somebody
    with pytest.raises(errors.KeepsMoving) as stop:
        pair.sync()
    assert str(stop.value) == (
        "The Google sheet changed each of the 8 times we were about to write. What was sent is noted, nothing is lost. "
        "Wait until it is quieter and run the command again: leadsorted sync leads.xlsx"
    )


def test_what_the_sheet_never_takes_does_not_hold_up_the_rest() -> None:
    pair = in_sync()
    pair.file.type("Leads", ANN, "Owner", "p")
    pair.file.type("Leads", BOB, "Owner", "q")
    pair.sheet.refuses = {("Leads", ANN, "Owner")}
    done = pair.sync()
    assert [(f.rule, f.key, f.field) for f in done.findings] == [("sync.not-taken", ANN, "Owner")]
    assert (pair.sheet.cell("Leads", ANN, "Owner"), pair.sheet.cell("Leads", BOB, "Owner")) == ("o", "q")
    assert pair.file.cell("Leads", ANN, "Owner") == "p"
    pair.sheet.refuses = set()
    assert told(pair.sync().to_there) == [("Leads", ANN, "Owner")]


@pytest.mark.parametrize("what", ["edit", "new", "removed"])
def test_what_the_file_does_not_take_is_offered_again_and_never_sent_back(what: str) -> None:
    pair = in_sync()
    if what == "edit":
        pair.sheet.type("Leads", ANN, "Owner", "q")
        pair.file.refuses = {("Leads", ANN, "Owner")}
    elif what == "new":
        pair.sheet.add("Leads", a_lead("L-0000000004", Email="d@x.de"))
        pair.file.refuses = {("Leads", "L-0000000004", None)}
    else:
        pair.sheet.remove("Leads", ANN)
        pair.file.refuses = {("Leads", ANN, None)}
    there = pair.sheet.table("Leads")
    for _ in range(2):
        pair.sync()
        assert pair.sheet.table("Leads") == there
    pair.file.refuses = set()
    pair.sync()
    assert pair.file.table("Leads") == there


def once(paper: Paper, step: str, act: object) -> object:
    """Something that happens in one window of the next write, once."""

    def between(now: str) -> None:
        if now == step:
            paper.between = lambda _step: None
            act()  # type: ignore[operator]

    return between


def test_a_file_saved_while_ids_are_given_is_read_again() -> None:
    pair = in_sync()
    pair.file.add("Leads", {"Email": "new@x.de"})
    pair.file.between = once(pair.file, "commit", lambda: pair.file.type("Leads", ANN, "Owner", "p"))
    done = pair.sync()
    assert done.rounds == 2
    assert pair.file.table("Leads") == pair.sheet.table("Leads")
    assert len(pair.sheet.table("Leads")) == 4


def test_a_new_id_that_the_file_does_not_take_costs_no_lead() -> None:
    pair = in_sync()
    pair.sheet.type("Leads", ANN, "Lead ID", "L-0000000004")
    pair.file.refuses = {("Leads", ANN, "Lead ID")}
    pair.sync()
    pair.file.refuses = set()
    for _ in range(2):
        pair.sync()
    assert pair.file.table("Leads") == pair.sheet.table("Leads")
    assert sorted(str(row["Email"]) for row in pair.sheet.table("Leads").values()) == [
        "ann@x.de",
        "bob@x.de",
        "cy@x.de",
    ]


def test_a_text_that_excel_cannot_hold_is_told_and_stays_in_the_sheet() -> None:
    pair = in_sync()
    pair.sheet.type("Leads", ANN, "Notes", "x" * 32_768)
    done = pair.sync()
    assert [(f.rule, f.key, f.message) for f in done.findings] == [
        ("sync.too-long", ANN, "Notes: a text of the Google sheet is longer than the 32,767 characters that Excel holds, so it stays there.")
    ]  # fmt: skip
    assert (done.to_here, pair.file.cell("Leads", ANN, "Notes")) == ((), "n")


# the base


def test_a_damaged_base_is_told_and_nothing_is_overwritten_in_silence() -> None:
    pair = in_sync()
    pair.file.base = "not a base"
    pair.file.type("Leads", ANN, "Owner", "ours")
    done = pair.sync()
    assert [finding.rule for finding in done.findings] == ["sync.base-damaged", "sync.conflict"]
    assert pair.file.cell("Leads", ANN, "Owner") == "o"
    assert [row["Suggestion"] for row in pair.file.table("Review").values()] == ["ours"]


def test_another_partner_is_met_for_the_first_time() -> None:
    pair = in_sync()
    elsewhere = Pair(pair.file, sheet())
    done = elsewhere.sync(terms=Terms("gsheet:OTHER"))
    assert done.first
    assert elsewhere.sheet.table("Leads") == three_leads()
    assert unpack(pair.file.base).partner == "gsheet:OTHER"


def test_a_restored_backup_takes_the_news_instead_of_sending_old_values() -> None:
    pair = in_sync()
    backup, base = pair.file.read().book, pair.file.base
    pair.file.type("Leads", ANN, "Owner", "p")
    pair.sync()
    restored = Pair(file({tab: backup[tab] for tab in backup if tab != DECISIONS}), pair.sheet)
    restored.file.base = base
    done = restored.sync()
    assert (told(done.to_here), done.to_there, done.conflicts) == ([("Leads", ANN, "Owner")], (), ())


def test_every_tab_of_the_schema_syncs_one_way_both_ways_or_by_decision_not_at_all() -> None:
    from leadsorted_sheets.sync.terms import ONE_WAY, TWO_WAY

    everywhere = {*TWO_WAY, *ONE_WAY} - {DECISIONS, FORGOTTEN}
    assert everywhere | {"Commands"} == {tab.name for tab in schema.TABS}
    assert not set(TWO_WAY) & set(ONE_WAY)


def test_all_that_changed_here_can_be_taken_back() -> None:
    pair = in_sync()
    pair.sheet.type("Leads", ANN, "Owner", "q")
    pair.sheet.remove("Leads", BOB)
    before: Book = {"Leads": pair.file.table("Leads")}
    done = pair.sync()
    after = {"Leads": pair.file.table("Leads")}
    assert apply(before, done.to_here) == after
    assert fresh_book(**before) == fresh_book(**apply(after, [change.invert() for change in reversed(done.to_here)]))
