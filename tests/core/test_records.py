"""Records: what a row says in the types its columns promise, and what is said of the rest."""

from __future__ import annotations

import datetime as dt

import pytest

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.records import (
    Activity,
    activities,
    deals,
    explained,
    latest_activities,
    leads,
    scene_of,
)
from leadsorted_sheets.core.settings import Settings, read_settings
from leadsorted_sheets.core.where import parse

SETTINGS, _ = read_settings({})
MOMENT = dt.datetime(2026, 3, 4, 9, 30)


def test_a_lead_has_its_cells_and_the_kind_of_its_status() -> None:
    book: Book = {
        "Leads": {"L-1": {"Lead ID": "L-1", "Company": 7, "Status": " converted ", "Created": MOMENT, "Own": 1}}
    }
    (lead,), findings = leads(book, SETTINGS)
    assert (lead.key, lead.company, lead.kind, lead.created, lead.open) == ("L-1", "7", "converted", MOMENT, False)
    assert findings == ()


def test_blank_rows_are_no_leads_and_an_id_alone_is_blank() -> None:
    book: Book = {"Leads": {"L-1": {"Lead ID": "L-1"}, "#3": {}, "#4": {"Company": "Acme"}}}
    found, _ = leads(book, SETTINGS)
    assert [lead.key for lead in found] == ["#4"]


@pytest.mark.parametrize(
    ("column", "cell", "rule", "message"),
    [
        (
            "Created",
            "31/02/2026",
            "records.date",
            "Created is '31/02/2026', which is not a date. It counts as blank until it is mended.",
        ),
        (
            "Created",
            45000,
            "records.date",
            "Created is '45000', which is not a date. It counts as blank until it is mended.",
        ),
        (
            "Owner",
            Error("#N/A"),
            "records.error",
            "Owner is '#N/A', which is an error. It counts as blank until it is mended.",
        ),
    ],
)
def test_a_cell_of_the_wrong_type_is_a_finding_and_counts_as_blank(
    column: str, cell: Cell, rule: str, message: str
) -> None:
    (lead,), findings = leads({"Leads": {"L-1": {"Company": "Acme", column: cell}}}, SETTINGS)
    assert (lead.created, lead.owner) == (None, None)
    assert findings == (Finding("warning", "Leads", "L-1", column, rule, message, cell),)


def test_formulas_are_left_alone_and_said_once_a_column() -> None:
    rows = {f"L-{n}": {"Company": "Acme", "Owner": Formula("=A1")} for n in (1, 2)}
    found, findings = leads({"Leads": rows}, SETTINGS)
    assert [lead.owner for lead in found] == [None, None]
    message = "A formula under Owner is left alone and counts as blank: 2 rows of Leads."
    assert findings == (Finding("note", "Leads", "L-1", "Owner", "records.formula", message, others=("L-2",)),)


@pytest.mark.parametrize(
    ("given", "probability", "findings"),
    [(None, 0.5, 0), (0.8, 0.8, 0), (0, 0, 0), (80, 0.5, 1), (-0.1, 0.5, 1)],
)
def test_a_deal_has_the_probability_of_its_stage_unless_it_has_a_sensible_one(
    given: float | None, probability: float, findings: int
) -> None:
    row: dict[str, Cell] = {"Deal": "Big", "Stage": "Proposal Sent"}
    if given is not None:
        row["Probability"] = given
    (deal,), found = deals({"Pipeline": {"D-1": row}}, SETTINGS)
    assert (deal.probability, deal.kind, len(found)) == (probability, "open", findings)


def test_a_stage_nobody_knows_is_open_and_has_no_probability() -> None:
    (deal,), _ = deals({"Pipeline": {"D-1": {"Stage": "Limbo"}}}, Settings())
    assert (deal.kind, deal.probability) == ("open", None)


def test_activities_are_read_as_they_stand() -> None:
    found, findings = activities(
        {"Activities": {"A-1": {"Lead ID": "L-1", "When": MOMENT, "Type": "Call", "Done": "yes"}}}
    )
    assert found == (Activity("A-1", "L-1", None, MOMENT, "Call", None, None, None, "yes"),)
    assert findings == ()


def test_the_latest_activity_of_each_type_counts_and_plans_do_not() -> None:
    rows: dict[str, dict[str, Cell]] = {
        "A-1": {"Lead ID": "L-1", "Type": "Call", "When": dt.date(2026, 3, 1)},
        "A-2": {"Lead ID": "L-1", "Type": "call ", "When": MOMENT},
        "A-3": {"Lead ID": "L-1", "Type": "Demo", "When": dt.date(2026, 3, 20)},
        "A-4": {"Lead ID": "L-1", "Type": "Task", "Due": dt.date(2026, 3, 1)},
        "A-5": {"Lead ID": "L-1", "Type": "Note"},
        "A-6": {"Lead ID": "L-2", "Type": "Meeting", "When": "soon"},
        "A-7": {"Type": "Meeting"},
        "A-8": {"Lead ID": "L-1", "Type": "Call", "When": dt.date(2026, 2, 1)},
    }
    assert latest_activities({"Activities": rows}, dt.datetime(2026, 3, 10)) == {
        "L-1": {"call": dt.date(2026, 3, 4), "note": None},
        "L-2": {"meeting": None},
    }


def test_a_filter_gets_activities_and_own_columns_only_where_it_asks() -> None:
    book: Book = {"Leads": {"L-1": {"Plan": "x"}}, "Activities": {"A-1": {"Lead ID": "L-1", "Type": "Demo"}}}
    asking = scene_of(book, [parse("activity=Demo")], MOMENT)
    assert (asking.activities, asking.columns) == ({"L-1": {"demo": None}}, {"Plan"})
    assert scene_of(book, [parse("plan=x")], MOMENT).activities == {}
    assert scene_of(book, [parse("")], MOMENT).columns == ()


@pytest.mark.parametrize(
    ("why", "after"),
    [
        (None, "Owner: new"),
        ("mine", "mine\nOwner: new"),
        ("Owner: old", "Owner: new"),
        ("Owner: old\nScore 5: x", "Owner: new\nScore 5: x"),
        ("Score 5: x\nOwner: old\nOwner: older\nmine", "Score 5: x\nOwner: new\nmine"),
    ],
)
def test_only_the_line_of_the_same_heading_is_replaced(why: str | None, after: str) -> None:
    assert explained(why, "Owner:", "Owner: new") == after
