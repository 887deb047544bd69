"""What a merge does to the book: which row stays, what it takes, what follows it, and what is said."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.book import Book, same_book
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.changes import AddRow, Edit, RemoveRow, apply, invert, rebase
from leadsorted_sheets.core.dedupe import Options
from leadsorted_sheets.core.plan import Figures
from leadsorted_sheets.core.state import DECISIONS
from leadsorted_sheets.errors import WrongUsage
from tests.context import a_context
from tests.core.dedupe.lists import book_of

Row = dict[str, Cell]

ANA: Row = {"First name": "Ana", "Last name": "Delgado", "Email": "ana@acme.com", "Company": "Acme"}
BEN: Row = {"First name": "Ben", "Last name": "Osei", "Email": "ben@birch.com"}


def after(book: Book, tier: str = "certain") -> Book:
    outcome = dedupe.plan(book, Options(tier=tier), a_context())  # type: ignore[arg-type]  # the tests name a tier
    assert not rebase(outcome.changes, book).clashes
    return apply(book, outcome.changes)


def test_the_more_complete_row_stays_and_takes_what_it_lacks() -> None:
    book = book_of(
        ANA, {**ANA, "Phone": "+447700900123", "City": "Leeds", "Job title": "Buyer"}, {**ANA, "Tags": "vip"}
    )
    outcome = dedupe.plan(book, Options(), a_context())
    because = "dedupe: same name and e-mail"
    assert outcome.changes == [
        Edit("Leads", "L-2", "Tags", None, "vip", f"{because}; all kept"),
        RemoveRow("Leads", "L-3", book["Leads"]["L-3"], "dedupe: merged into the row that stays", "L-2"),
        RemoveRow("Leads", "L-1", book["Leads"]["L-1"], "dedupe: merged into the row that stays", "L-S59"),
        AddRow("_merged", "L-3", {"Into": "L-2"}, "dedupe: merged into the row that stays"),
        AddRow("_merged", "L-1", {"Into": "L-2"}, "dedupe: merged into the row that stays"),
    ]
    assert outcome.findings == []
    assert [row[:2] for row in outcome.figures[1].rows] == [("L-2", "L-3"), ("L-2", "L-1")]


def test_a_row_that_goes_remembers_the_row_above_it() -> None:
    rows = {
        "L-3": ANA,
        "L-1": {**ANA, "City": "Leeds", "Region": "Yorkshire"},
        "L-2": BEN,
        "L-4": {**ANA, "Tags": "vip"},
    }
    changes = dedupe.plan({"Leads": rows}, Options(), a_context()).changes
    assert {each.key: each.below for each in changes if isinstance(each, RemoveRow)} == {"L-3": "", "L-4": "L-2"}


def test_who_waits_is_told_how_far_it_is() -> None:
    told: list[tuple[str, int, int]] = []
    context = dataclasses.replace(a_context(), progress=lambda *step: told.append(step))
    dedupe.plan({"Leads": {"L-1": ANA, "L-2": BEN}}, Options(), context)
    assert told == [("Looking for duplicates", done, 5) for done in (1, 2, 3, 4)]


def test_of_two_leads_alone_one_may_be_the_other() -> None:
    assert after({"Leads": {"L-1": {**ANA, "City": "Leeds"}, "L-2": ANA}})["Leads"].keys() == {"L-1"}


def test_findings_stand_in_the_order_of_what_they_are_about() -> None:
    """What the settings say, what a merge could not take, and what is doubtful."""
    book = book_of(
        {**ANA, "City": "Leeds", "Region": "Yorkshire"},
        {**ANA, "Website": Formula("=A1")},
        {"First name": "Chloe", "Last name": "Zhang", "Company": "Cobalt Ltd"},
        {"First name": "Chloe", "Last name": "Zhang", "Company": "Cobalt"},
        **{
            DECISIONS: {"same:L-S00:L-S01": {}, "apart:L-S00:L-S01": {}},
            "Survivorship": {"City": {"Field": "City", "Rule": "latest"}},
            "Duplicate thresholds": {"certain": {"Tier": "certain", "From confidence": 0.2}},
        },
    )
    findings = dedupe.plan(book, Options(), a_context()).findings
    assert [(each.rule, each.key) for each in findings[1:]] == [
        ("dedupe.decisions", "L-S01"),
        ("dedupe.survivorship", "City"),
        ("dedupe.formula", "L-1"),
        ("dedupe.likely", "L-3"),
    ]
    assert findings[0].tab == "Duplicate thresholds"


def test_of_equally_complete_rows_the_oldest_stays() -> None:
    book = book_of({**ANA, "Created": dt.date(2025, 5, 1)}, {**ANA, "Created": dt.date(2024, 5, 1)})
    assert {"L-1", "L-2"} & after(book)["Leads"].keys() == {"L-2"}


def test_a_row_with_an_id_stays_before_one_without() -> None:
    book = book_of(ANA)
    leads = {**book["Leads"], "#9": {**ANA, "Phone": "+447700900123", "City": "Leeds"}}
    assert {"L-1", "#9"} & after({"Leads": leads})["Leads"].keys() == {"L-1"}


def test_activities_deals_and_decisions_follow_the_row_that_stays() -> None:
    book = book_of(
        ANA,
        {**ANA, "City": "Leeds"},
        BEN,
        Activities={"A-1": {"Activity ID": "A-1", "Lead ID": "L-1"}, "A-2": {"Activity ID": "A-2", "Lead ID": "L-3"}},
        Pipeline={"D-1": {"Deal ID": "D-1", "Lead ID": "L-1"}},
        **{DECISIONS: {"apart:L-1:L-3": {"Kind": "apart", "A": "L-1", "B": "L-3", "By": "Ann"}}},
    )
    done = after(book)
    assert done["Activities"] == {"A-1": {"Activity ID": "A-1", "Lead ID": "L-2"}, "A-2": book["Activities"]["A-2"]}
    assert done["Pipeline"]["D-1"]["Lead ID"] == "L-2"
    assert done[DECISIONS]["apart:L-2:L-3"] == {"Kind": "apart", "A": "L-2", "B": "L-3", "By": "Ann"}
    assert same_book(apply(done, invert(dedupe.plan(book, Options(), a_context()).changes)), book)


@pytest.mark.parametrize(
    ("tier", "gone"),
    [("certain", {"L-2", "L-4"}), ("likely", {"L-2", "L-4", "L-6"}), ("exact", {"L-4"}), ("none", set())],
)
def test_the_option_says_what_is_merged(tier: str, gone: set[str]) -> None:
    rows: list[Row] = [
        {**ANA, "City": "Leeds"},
        ANA,
        {"Lead ID": "L-3", **BEN, "Created": dt.date(2024, 1, 1), "Score": 3},
        {"Lead ID": "L-4", **BEN, "Created": dt.date(2025, 1, 1), "Score": 4},
        {"First name": "Chloe", "Last name": "Zhang", "Company": "Cobalt Ltd", "City": "Leeds"},
        {"First name": "Chloe", "Last name": "Zhang", "Company": "Cobalt", "City": "Leeds", "Website": ""},
    ]
    rows[5].pop("Website")
    rows[4]["Phone"] = "+44 7700 900555"
    book = book_of(*rows)
    outcome = dedupe.plan(book, Options(tier=tier), a_context())  # type: ignore[arg-type]  # one of the four
    assert book["Leads"].keys() - apply(book, outcome.changes)["Leads"].keys() == gone
    reviewed = {
        frozenset({finding.key, *finding.others}) for finding in outcome.findings if finding.severity == "review"
    }
    pairs = [{"L-1", "L-2"}, {"L-3", "L-4"}, {"L-5", "L-6"}]
    assert reviewed == {frozenset(pair) for pair in pairs if not pair & gone}


def test_rows_equal_in_every_cell_are_merged_even_without_a_contact() -> None:
    row: Row = {"First name": "Chloe", "Last name": "Zhang", "Company": "Cobalt"}
    book = book_of(row, row)
    assert after(book)["Leads"].keys() == book["Leads"].keys() - {"L-2"}


def test_a_decision_is_obeyed_and_not_asked_again() -> None:
    kept_apart = book_of(ANA, {**ANA, "City": "Leeds"}, **{DECISIONS: {"apart:L-1:L-2": {"Kind": "apart"}}})
    outcome = dedupe.plan(kept_apart, Options(), a_context())
    assert outcome.changes == []
    assert [(finding.rule, finding.why) for finding in outcome.findings] == [
        ("dedupe.kept-apart", "you decided to keep them apart")
    ]
    merged = book_of(ANA, BEN, **{DECISIONS: {"same:L-1:L-2": {"Kind": "same"}}})
    for tier in ("none", "exact", "certain", "likely"):
        assert {"L-1", "L-2"} & after(merged, tier)["Leads"].keys() == {"L-1"}
    outcome = dedupe.plan(merged, Options(), a_context())
    assert outcome.figures[1].rows == (("L-1", "L-2", 1.0, "You decided that they are one person."),)


def test_decisions_that_contradict_each_other_are_named_and_nothing_is_merged() -> None:
    decisions: dict[str, dict[str, Cell]] = {"same:L-1:L-2": {}, "apart:L-1:L-2": {}}
    outcome = dedupe.plan(book_of(ANA, {**ANA, "City": "Leeds"}, **{DECISIONS: decisions}), Options(), a_context())
    assert outcome.changes == []
    assert outcome.findings[0].rule == "dedupe.decisions"
    assert outcome.findings[0].message == (
        "Ana Delgado (Acme) and Ana Delgado (Acme) were once decided to be one person and once to be two. They stay apart. "
        "To merge them, undo the decision to keep them apart."
    )


def test_two_kept_apart_are_not_joined_by_a_third() -> None:
    third: Row = {**ANA, "Phone": "+447700900123"}
    book = book_of(ANA, {**ANA, "City": "Leeds"}, third, **{DECISIONS: {"apart:L-1:L-2": {}}})
    done = after(book)["Leads"]
    assert {"L-1", "L-2"} <= done.keys() or {"L-1", "L-3"} <= done.keys() or {"L-2", "L-3"} <= done.keys()
    assert len(done) == len(book["Leads"]) - 1


def test_review_names_both_people_the_confidence_and_the_evidence() -> None:
    book = book_of(
        {"First name": "Chloe", "Last name": "Zhang", "Company": "Cobalt Ltd", "City": "Leeds"},
        {"First name": "Chloe", "Last name": "Zhang", "Company": "Cobalt", "City": "Leeds", "Phone": "+447700900555"},
    )
    (finding,) = dedupe.plan(book, Options(), a_context()).findings
    assert (finding.severity, finding.key, finding.others, finding.rule, finding.suggestion) == (
        "review",
        "L-1",
        ("L-2",),
        "dedupe.likely",
        "Merge",
    )
    assert finding.message == (
        "Chloe Zhang (Cobalt Ltd) and Chloe Zhang (Cobalt) are likely one person. Merge them, or keep them apart."
    )
    assert finding.why == (
        "Same surname (2 of 62 here); same first name (2 of 62 here); same company (2 of 62 here); same city (14 of 62 here)."
    )
    assert 0.75 <= (finding.confidence or 0) < 0.97


def test_the_figures_say_what_was_done_and_what_other_thresholds_would_do() -> None:
    book = book_of(
        {**ANA, "Phone": "+447700900123"}, ANA, {"First name": "Ben", "Last name": "Osei", "Phone": "+44 7700 900123"}
    )
    summary, register, what_if = dedupe.plan(book, Options(), a_context()).figures
    assert (summary.title, summary.header) == ("Duplicates", ("What", "Count"))
    assert dict(summary.rows) == {
        "Leads that were there more than once": 1,
        "Rows merged into them": 1,
        "Pairs to review: certain": 0,
        "Pairs to review: likely": 0,
        "Pairs to review: possible": 0,
        "Groups kept apart though they share an e-mail or phone": 1,
    }
    assert (register.title, register.header) == ("Merges", ("Kept", "Merged into it", "Confidence", "Why"))
    assert what_if.rows == ((0.99, 0, 1), (0.98, 1, 0), (0.97, 1, 0), (0.95, 1, 0), (0.9, 1, 0))


def test_the_summary_counts_each_tier_and_the_register_tells_each_merge() -> None:
    book = book_of(
        {**ANA, "City": "Leeds"},
        ANA,
        {"First name": "Chloe", "Last name": "Zhang", "Company": "Cobalt Ltd"},
        {"First name": "Chloe", "Last name": "Zhang", "Company": "Cobalt", "City": "Leeds"},
        {"First name": "Eva", "Last name": "Rudolph", "Phone": "+447700900123"},
        {"Phone": "+447700900123"},
        BEN,
        {**BEN, "Score": 3},
        {"First name": "Uma", "Last name": "Jay", "Email": "jay@web.de"},
        {"First name": "Vik", "Last name": "Jay", "Email": "jay@web.de"},
    )
    what = [row[0] for row in dedupe.plan(book, Options(), a_context()).figures[0].rows]
    assert what == [
        "Leads that were there more than once",
        "Rows merged into them",
        "Pairs to review: certain",
        "Pairs to review: likely",
        "Pairs to review: possible",
        "Groups kept apart though they share an e-mail or phone",
    ]
    counted = {}
    for tier in ("none", "exact", "certain", "likely"):
        figures = dedupe.plan(book, Options(tier=tier), a_context()).figures  # type: ignore[arg-type]  # one of the four
        counted[tier] = [row[1] for row in figures[0].rows]
    assert counted == {
        "none": [0, 0, 2, 1, 1, 1],
        "exact": [1, 1, 1, 1, 1, 1],
        "certain": [2, 2, 0, 1, 1, 1],
        "likely": [3, 3, 0, 0, 1, 1],
    }
    assert figures[1] == Figures(
        "Merges",
        ("Kept", "Merged into it", "Confidence", "Why"),
        (
            ("L-4", "L-3", 0.952, "Same surname (2 of 69 here); same first name (2 of 69 here); same company (2 of 64 here)."),
            ("L-1", "L-2", 0.989, "Same e-mail ana@acme.com; same surname (2 of 69 here); same first name (2 of 69 here); same company (2 of 64 here)."),
            ("L-8", "L-7", 1.0, "Equal in every cell that people type."),
        ),
    )  # fmt: skip


def test_a_merge_is_told_by_the_strongest_of_its_reasons() -> None:
    mail, phone = (
        {**ANA, "Phone": "+447700900123"},
        {"First name": "Ana", "Last name": "Delgado", "Phone": "+447700900123"},
    )
    outcome = dedupe.plan(book_of({**mail, "City": "Leeds"}, mail, {**phone, "Tags": "vip"}), Options(), a_context())
    assert {change.why for change in outcome.changes if isinstance(change, Edit)} == {
        "dedupe: same name and e-mail and phone; all kept"
    }
    assert [row[1] for row in outcome.figures[1].rows] == ["L-2", "L-3"]


def test_a_decision_is_the_reason_where_the_evidence_would_not_do() -> None:
    decided = {DECISIONS: {"same:L-1:L-2": {"Kind": "same"}}}
    for other, told in (
        ({**ANA, "City": "Leeds"}, "Same e-mail ana@acme.com; same surname"),
        ({"First name": "Ana", "Last name": "Delgado", "City": "Leeds"}, "You decided that they are one person."),
        (BEN, "You decided that they are one person."),
    ):
        outcome = dedupe.plan(book_of({**ANA, "Tags": "vip"}, other, **decided), Options(), a_context())
        ((kept, gone, sure, why),) = outcome.figures[1].rows
        assert ({kept, gone}, str(why).startswith(told)) == ({"L-1", "L-2"}, True), why
        assert (sure == 1.0) == (told == "You decided that they are one person.")
    edits = [change.why for change in outcome.changes if isinstance(change, Edit)]
    assert {why.partition(";")[0] for why in edits} == {"dedupe: you decided that they are one person"}


def test_only_merged_leads_with_an_id_are_remembered_and_each_once() -> None:
    book = book_of({**ANA, "City": "Leeds"}, ANA, _merged={"L-2": {"Into": "L-0"}})
    leads = {**book["Leads"], "#9": {**ANA, "Tags": "vip"}}
    changes = dedupe.plan({**book, "Leads": leads}, Options(), a_context()).changes
    assert {change.key for change in changes if isinstance(change, RemoveRow)} == {"L-2", "#9"}
    assert [change for change in changes if isinstance(change, AddRow)] == []


FOLLOWERS: list[tuple[str, dict[str, Row], list[AddRow]]] = [
    # decisions of which one lead, L-2, is merged into L-1, and the decisions that hold from then on
    ("one about both says nothing more", {"same:L-1:L-2": {}}, []),
    ("one about others stays", {"apart:L-3:L-S01": {}}, []),
    ("one that is known already", {"apart:L-2:L-3": {}, "apart:L-1:L-3": {}}, []),
    ("of another kind", {"value:R-1": {}, "size:L-2:L-3": {}}, []),
    ("with what it was known by", {"apart:L-2:L-3": {"A": "L-3", "B": "L-2", "Known B": "x", "By": "Ann"}}, [
        AddRow(DECISIONS, "apart:L-1:L-3", {"A": "L-3", "B": "L-1", "Known B": "x", "By": "Ann"}, "dedupe: a decision holds for the row that stays"),
    ]),
    ("with one who is no longer there", {"same:L-2:L-9": {"A": "L-9", "B": "L-2"}}, [
        AddRow(DECISIONS, "same:L-1:L-9", {"A": "L-9", "B": "L-1"}, "dedupe: a decision holds for the row that stays"),
    ]),
    ("after one of another kind", {"value:R-1": {}, "apart:L-2:L-3": {}}, [
        AddRow(DECISIONS, "apart:L-1:L-3", {}, "dedupe: a decision holds for the row that stays"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("decided", "added"), [row[1:] for row in FOLLOWERS], ids=[row[0] for row in FOLLOWERS])
def test_decisions_hold_for_the_row_that_stays(decided: dict[str, Row], added: list[AddRow]) -> None:
    book = book_of({**ANA, "City": "Leeds"}, ANA, BEN, **{DECISIONS: decided})
    changes = dedupe.plan(book, Options(), a_context()).changes
    assert [change for change in changes if change.tab == DECISIONS] == added


def test_two_decisions_that_come_to_the_same_are_one() -> None:
    decided: dict[str, Row] = {"apart:L-2:L-4": {"By": "Ann"}, "apart:L-3:L-4": {"By": "Bob"}}
    fuller = {**ANA, "City": "Leeds", "Region": "Yorkshire"}
    book = book_of(fuller, ANA, {**ANA, "Tags": "vip"}, BEN, **{DECISIONS: decided})
    made = dedupe.plan(book, Options(), a_context())
    assert [
        (change.key, change.row) for change in made.changes if isinstance(change, AddRow) and change.tab == DECISIONS
    ] == [("apart:L-1:L-4", {"By": "Ann"})]


def test_what_follows_a_lead_says_so() -> None:
    book = book_of(
        {**ANA, "City": "Leeds"}, ANA,
        Activities={"A-0": {"Lead ID": 7}, "A-1": {"Lead ID": "L-2"}}, Pipeline={"D-1": {"Lead ID": "L-2"}},
    )  # fmt: skip
    changes = dedupe.plan(book, Options(), a_context()).changes
    assert [change for change in changes if isinstance(change, Edit)] == [
        Edit(tab, key, "Lead ID", "L-2", "L-1", "dedupe: follows its lead, which was merged")
        for tab, key in (("Activities", "A-1"), ("Pipeline", "D-1"))
    ]


def test_nothing_to_compare_has_empty_figures() -> None:
    outcome = dedupe.plan({"Leads": {"L-1": ANA}}, Options(), a_context())
    assert [row[1] for row in outcome.figures[0].rows] == [0] * 6
    assert outcome.figures[1].rows == ()
    assert [each.title for each in outcome.figures] == ["Duplicates", "Merges"]


def test_the_thresholds_of_settings_decide() -> None:
    book = book_of(ANA, {**ANA, "City": "Leeds"})
    strict = {**book, "Duplicate thresholds": {"certain": {"Tier": "certain", "From confidence": 1}}}
    outcome = dedupe.plan(strict, Options(), a_context())
    assert outcome.changes == []
    assert [finding.rule for finding in outcome.findings] == ["dedupe.likely"]
    muddled = {**book, "Duplicate thresholds": {"certain": {"Tier": "certain", "From confidence": 0.2}}}
    outcome = dedupe.plan(muddled, Options(), a_context())
    assert outcome.findings[0].message == (
        "certain, likely and possible start at 20%, 75% and 40%: each must be at most the one before it, within 0 and "
        "100%. 97%, 75% and 40% are used until it is mended."
    )
    assert len(outcome.changes) > 0


def test_a_formula_is_neither_copied_nor_overwritten() -> None:
    book = book_of(
        {**ANA, "Phone": "+447700900123", "City": "Leeds", "Margin": Formula("=1+1")},
        {**ANA, "Margin": 12, "Website": Formula('=HYPERLINK("x")')},
    )
    outcome = dedupe.plan(book, Options(), a_context())
    done = apply(book, outcome.changes)["Leads"]["L-1"]
    assert done["Margin"] == Formula()
    assert "Website" not in done
    assert done["Notes"] == "Merged L-2. Margin: 12"
    assert [finding.message for finding in outcome.findings] == [
        "L-2 is merged into L-1; its formula in Website was not copied. The history holds it."
    ]


def test_an_empty_book_and_a_single_lead_have_no_duplicates() -> None:
    for book in ({}, {"Leads": {}}, {"Leads": {"L-1": ANA}}):
        outcome = dedupe.plan(book, Options(), a_context())
        assert (outcome.changes, outcome.findings) == ((), ())


def test_why_answers_for_any_two_leads() -> None:
    book = book_of(ANA, {**ANA, "City": "Leeds"}, {**BEN, "Company": "Acme"})
    assert dedupe.why(book, "L-2", "L-1") == (
        "Ana Delgado (Acme) and Ana Delgado (Acme) are certainly one person (99% sure that they are one).",
        "For it: same e-mail ana@acme.com.",
        "For it: same surname (2 of 63 here).",
        "For it: same first name (2 of 63 here).",
        "For it: same company (3 of 63 here).",
    )
    apart = dedupe.why(book, "L-1", "L-3")
    assert apart[0].startswith("Ana Delgado (Acme) and Ben Osei (Acme) are taken for two people (1% sure")
    assert "Against it: other first name (Ana, Ben)." in apart
    with pytest.raises(WrongUsage) as refusal:
        dedupe.why(book, "L-1", "L-99")
    assert str(refusal.value) == "There is no lead L-99. Give two ids from the Lead ID column."
