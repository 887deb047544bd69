"""Quality: which check fails when, how the score is made of them, what is listed for Friday, and what holds for any row."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.changes import Edit, apply, invert
from leadsorted_sheets.core.quality import Options, plan
from leadsorted_sheets.core.quality.checks import CHECKS
from leadsorted_sheets.core.quality.plan import CHECKED
from leadsorted_sheets.core.schema import BY_NAME
from tests.context import a_context
from tests.core.followup.books import a_book, on
from tests.core.followup.test_after_activity import activities, leads

GOOD: Row = {
    "First name": "Ana", "Last name": "Ng", "Company": "Acme", "Job title": "CEO", "Email": "ana@acme.example",
    "Phone": "+442079460018", "Source": "Referral", "Country": "GB", "Owner": "Ann", "Status": "Contacted",
    "Created": on("03-02"), "First contacted": on("03-02"), "Last activity": on("03-09"),
    "Next action": "Send drawings", "Next action due": on("03-12"),
}  # fmt: skip


def good(**others: Cell) -> Row:
    changed = {**GOOD, **{name.replace("_", " "): cell for name, cell in others.items()}}
    return {name: cell for name, cell in changed.items() if cell is not None}


def mistakes(lead: Row, *, deals: dict[str, Row] | None = None, done: dict[str, Row] | None = None) -> Cell:
    """The Why line of the lead."""
    book = a_book({"L-1": lead}, deals=deals, activities=done)
    return apply(book, plan(book, Options(), a_context()).changes)["Leads"]["L-1"]["Why"]


CALLED: dict[str, Row] = {"A-1": {"Lead ID": "L-1", "Type": "Call", "When": on("03-09")}}
OPEN: Row = {"Lead ID": "L-1", "Stage": "Negotiation"}

TABLE: list[tuple[Row, dict[str, Row], dict[str, Row], str]] = [
    (good(), {}, {}, "Quality 100: nothing is missing"),
    (good(Last_name=None, Company=None), {}, {}, "Quality 75: a required field is blank -25"),
    (good(Email=None), {}, {}, "Quality 90: no e-mail -10"),
    (good(Email=None, Phone=None), {}, {}, "Quality 55: a required field is blank -25, no e-mail -10, no international phone -10"),
    (good(Email="ana@"), {}, {}, "Quality 85: bad e-mail -15"),
    (good(Email=7), {}, {}, "Quality 85: bad e-mail -15"),
    (good(Phone="020 7946 0018"), {}, {}, "Quality 90: no international phone -10"),
    (good(Email=Formula("=A1"), Phone=Formula("=A1"), Status=Formula("=A1")), {}, {}, "Quality 100: nothing is missing"),
    (good(Source=None, Country=Error("#N/A"), Job_title=None), {}, {}, "Quality 80: no source -10, no country -5, no job title -5"),
    (good(Owner=None), {}, {}, "Quality 90: no owner -10"),
    (good(Status="New", First_contacted=None, Created=dt.datetime(2026, 3, 9, 11)), {}, {}, "Quality 90: first contact late -10"),
    (good(Status="New", First_contacted=None, Created=dt.datetime(2026, 3, 9, 12)), {}, {}, "Quality 100: nothing is missing"),
    (good(Status="New"), {}, {}, "Quality 90: status not updated -10"),
    (good(Status="New", First_contacted=None, Created=on("03-01")), {}, CALLED, "Quality 90: status not updated -10"),
    (good(Status=None), {}, {}, "Quality 90: status not updated -10"),
    (good(Status="Warmish"), {}, {}, "Quality 90: status not updated -10"),
    (good(Status="Converted"), {}, {}, "Quality 90: status not updated -10"),
    (good(Status="Converted", Next_action=None), {"D-1": OPEN}, {}, "Quality 100: nothing is missing"),
    (good(Status="Converted", Deal_ID="D-1"), {}, {}, "Quality 100: nothing is missing"),
    (good(Next_action_due=None), {}, {}, "Quality 90: no follow-up date -10"),
    (good(Next_action=None), {}, {}, "Quality 90: no follow-up date -10"),
    (good(Next_action="Follow up"), {}, {}, "Quality 95: vague next action -5"),
    (good(Last_activity=on("02-01")), {}, {}, "Quality 90: gone quiet -10"),
    (good(Status="Unqualified", Next_action=None, Last_activity=on("01-01")), {}, {}, "Quality 90: no lost reason -10"),
    (good(Status="Unqualified", Lost_reason="Price", Owner=None), {}, {}, "Quality 100: nothing is missing"),
    (good(Do_not_contact="yes", Next_action=None, Last_activity=on("01-01")), {}, {}, "Quality 100: nothing is missing"),
    (good(), {"D-1": OPEN}, {}, "Quality 85: two stages -15"),
    (good(Deal_ID="D-1"), {"D-1": {"Stage": "Negotiation"}}, {}, "Quality 85: two stages -15"),
    (good(Status="Converted"), {"D-1": OPEN, "D-2": {**OPEN, "Stage": "Proposal Sent"}}, {}, "Quality 85: two stages -15"),
    (good(Status="Converted"), {"D-1": OPEN, "D-2": {**OPEN, "Stage": "Closed Won"}}, {}, "Quality 100: nothing is missing"),
    (good(Status="Unqualified", Lost_reason="Price"), {"D-1": {**OPEN, "Stage": "Closed Lost"}}, {}, "Quality 100: nothing is missing"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lead", "deals", "done", "why"), TABLE, ids=[f"{n} {line[3][:50]}" for n, line in enumerate(TABLE)]
)
def test_each_common_mistake_costs_its_points_and_is_named(
    lead: Row, deals: dict[str, Row], done: dict[str, Row], why: str
) -> None:
    assert mistakes(lead, deals=deals, done=done) == why


def test_the_score_stands_in_its_column_and_the_reasons_beside_the_others() -> None:
    book = a_book({"L-1": good(Source=None, Why="Owner: rule DACH\nQuality 5: old")})
    outcome = plan(book, Options(), a_context())
    why = "Owner: rule DACH\nQuality 90: no source -10"
    assert outcome.changes == [
        Edit("Leads", "L-1", "Quality", None, 90, CHECKED),
        Edit("Leads", "L-1", "Why", "Owner: rule DACH\nQuality 5: old", why, CHECKED),
    ]
    (finding,) = outcome.findings
    assert (finding.rule, finding.severity, finding.message) == (
        "quality.no-source", "note",
        "Nobody knows where the lead came from: 1 lead. Pick a Source, or no source's cost and return can be told.",
    )  # fmt: skip


def test_sources_and_owners_are_listed_poorest_first() -> None:
    book = a_book(
        {"L-1": good(), "L-2": good(Source=None, Owner="ben"), "L-3": good(Email=None, Phone=None, Owner="ben")}
    )
    tables = {table.title: table for table in plan(book, Options(), a_context()).figures}
    assert tables["Quality by source"].rows == (("Referral", 2, 77.5, 55, 1), ("(blank)", 1, 90, 90, 0))
    assert tables["Quality by owner"].rows == (("ben", 2, 72.5, 55, 1), ("Ann", 1, 100, 100, 0))
    assert ("no source", 10, 1) in tables["How quality is counted: 100 less these points"].rows


def test_a_list_that_is_no_workbook_is_not_blamed_for_work_nobody_records_there() -> None:
    row = good(Owner=None, Next_action=None, Status=None)
    outcome = plan({"Leads": {"L-1": row}}, Options(), a_context())
    assert [edit.after for edit in outcome.changes if isinstance(edit, Edit) and edit.field == "Quality"] == [100]
    assert "Clean up this week" not in {table.title for table in outcome.figures}


def test_required_fields_are_those_of_the_preferences() -> None:
    book = a_book({"L-1": good()}, required_fields="Budget or Shoe size; Company")
    outcome = plan(book, Options(), a_context())
    assert apply(book, outcome.changes)["Leads"]["L-1"]["Quality"] == 75
    assert [finding.message for finding in outcome.findings if finding.rule == "quality.required"] == [
        "Shoe size is no column of Leads, so nothing is required there. Write columns, such as: Last name or Company; Email or Phone"
    ]


def test_friday_lists_deals_by_worth_and_leads_gone_cold() -> None:
    def deal(**cells: Cell) -> Row:
        row = {"Deal": "x", "Stage": "Negotiation", "Stage since": on("03-09"), "Value": 1000, "Expected close": on("04-01"),
               "Next action": "Send revised proposal", "Next action due": on("03-12")}  # fmt: skip
        return {
            name: cell
            for name, cell in {**row, **{n.replace("_", " "): c for n, c in cells.items()}}.items()
            if cell is not None
        }

    book = a_book(
        {
            "L-1": good(Last_activity=on("02-08"), Deal_value=500),
            "L-2": good(Last_activity=on("02-10")),
            "L-3": good(Status="Unqualified", Last_activity=on("01-01")),
        },
        deals={
            "D-1": deal(),
            "D-2": deal(Expected_close=on("03-01"), Deal="Ten seats", Owner="Ann"),
            "D-3": deal(Stage_since=on("01-01"), Value=9000),
            "D-4": deal(Next_action_due=None),
            "D-5": deal(Next_action_due=on("03-09")),
            "D-6": deal(Value=None),
            "D-7": deal(Expected_close=None),
            "D-8": {"Deal": "y", "Stage": "Closed Lost"},
            "D-9": {"Deal": "z", "Stage": "Closed Won"},
        },
    )
    (table,) = [table for table in plan(book, Options(), a_context()).figures if table.title == "Clean up this week"]
    assert table.rows == (
        ("D-3", "x", None, 9000, "in Negotiation for 68 days", "Move it on, or close it lost with a reason"),
        (
            "D-2",
            "Ten seats",
            "Ann",
            1000,
            "should have closed 9 days ago",
            "Close it won or lost, or move Expected close",
        ),
        ("D-4", "x", None, 1000, "no next action with a day", "Write one, such as Send revised proposal"),
        ("D-5", "x", None, 1000, "next action 1 day overdue", "Do it, or give it a new day"),
        ("D-7", "x", None, 1000, "no expected close", "Say when: a forecast without it is none"),
        ("D-6", "x", None, None, "no value", "Estimate it: a forecast without it is none"),
        ("D-8", "y", None, None, "lost without a reason", "Pick a Lost reason"),
        (
            "L-1",
            "Ana Ng Acme",
            "Ann",
            500,
            "cold: nothing for 30 days",
            "Close it with a reason, or move it to Nurture",
        ),
    )


def test_the_help_says_the_points_that_are_taken() -> None:
    said = re.sub(r"\s+", " ", plan.__doc__ or "")
    assert sorted({check.points for check in CHECKS}) == sorted(
        {int(number) for number in re.findall(r"\b\d+\b", said)} - {0, 100}
    )


def test_only_the_leads_asked_for_are_scored() -> None:
    book = a_book({"L-1": good(), "L-2": good()})
    assert {change.key for change in plan(book, Options(keys=("L-2",)), a_context()).changes} == {"L-2"}


@given(st.dictionaries(st.sampled_from(["L-1", "L-2"]), leads), st.lists(activities, max_size=3))
def test_the_reasons_add_up_to_the_score_and_a_second_run_changes_nothing(
    rows: dict[str, Row], done: list[Row]
) -> None:
    book = a_book(
        {key: {"City": "x", **row} for key, row in rows.items()},
        activities={f"A-{n}": {**each, "Lead ID": "L-1"} for n, each in enumerate(done)},
    )
    changes = plan(book, Options(), a_context()).changes
    after = apply(book, changes)
    assert apply(after, invert(changes)) == book
    assert plan(after, Options(), a_context()).changes == []
    for row in after["Leads"].values():
        taken = sum(int(points) for points in re.findall(r" -(\d+)", str(row["Why"])))
        assert row["Quality"] == max(100 - taken, 0)


def with_points(**points: Cell) -> dict[str, Row]:
    rows = {row[0]: {"Check": row[0], "Points": row[1]} for row in BY_NAME["Quality checks"].rows}
    for name, cell in points.items():
        check = name.replace("_", " ").replace("e mail", "e-mail")
        rows[check] = {"Check": check, "Points": cell}
    return {key: {name: cell for name, cell in row.items() if cell is not None} for key, row in rows.items()}  # type: ignore[misc]  # keys are texts


# the points on Settings, the Why of a lead without e-mail and job title, what is said of the points
POINTS = [
    ({}, "Quality 85: no e-mail -10, no job title -5", ()),
    ({"no_e_mail": 30}, "Quality 65: no e-mail -30, no job title -5", ()),
    ({"no_e_mail": 0}, "Quality 95: no job title -5", ()),
    ({"no_e_mail": None}, "Quality 95: no job title -5", ()),
    ({"no_e_mail": 100, "no_job_title": 100}, "Quality 0: no e-mail -100, no job title -100", ()),
    ({"no_e_mail": "many"}, "Quality 85: no e-mail -10, no job title -5", ("'many' points are no number from 0 to 100. 10 are used until it is mended.",)),
    ({"no_e_mail": -1}, "Quality 85: no e-mail -10, no job title -5", ("'-1' points are no number from 0 to 100. 10 are used until it is mended.",)),
]  # fmt: skip


@pytest.mark.parametrize(("points", "why", "told"), POINTS)
def test_the_formula_of_quality_is_that_of_settings(points: dict[str, Cell], why: str, told: tuple[str, ...]) -> None:
    book = {**a_book({"L-1": good(Email=None, Job_title=None)}), "Quality checks": with_points(**points)}
    outcome = plan(book, Options(), a_context())
    assert apply(book, outcome.changes)["Leads"]["L-1"]["Why"] == why
    assert tuple(each.message for each in outcome.findings if each.tab == "Quality checks") == told


def test_a_check_nobody_knows_is_named() -> None:
    book = {**a_book({"L-1": good()}), "Quality checks": with_points(no_shoes=5)}
    (finding,) = [each for each in plan(book, Options(), a_context()).findings if each.tab == "Quality checks"]
    assert finding.message.startswith(
        "'no shoes' is no check, so it is passed over. There are: a required field is blank,"
    )


def test_a_new_book_has_every_check_with_its_points() -> None:
    assert [row[:2] for row in BY_NAME["Quality checks"].rows] == [(check.name, check.points) for check in CHECKS]
