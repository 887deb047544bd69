"""Activities that come in: what an event is called, whose it is, and that none is told twice or put on the wrong lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from leadsorted_sheets.core.book import Book, row_of
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import AddRow, apply
from leadsorted_sheets.core.importing import Imported, Options, plan
from leadsorted_sheets.core.importing.signals import Signal, signal_of
from tests.context import a_context
from tests.core.importing.test_plan import a_book, arriving

# what a list calls it, what it is here
WORDS = (
    ("Email Reply", Signal("Email", "Replied")),
    ("REPLIED", Signal("Email", "Replied")),
    ("Demo Request", Signal("Demo", "Requested")),
    ("requested-a-demo", Signal("Demo", "Requested")),
    ("whitepaper_download", Signal("File", "Downloaded")),
    ("email_opened", Signal("Email", "Opened")),
    ("Unsubscribed", Signal("Email", "Unsubscribed", opted_out=True)),
    ("Phone call", Signal("Call")),
    ("LinkedIn message", Signal("DM")),
    ("Acme Ltd", None),
    ("", None),
)

MARCH: dict[str, Cell] = {
    "When": dt.datetime(2026, 3, 9, 10, 0),
    "Type": "Email",
    "Outcome": "Replied",
    "Summary": "Yes please",
}


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_an_event_is_one_of_our_activities_or_none(text: str, expected: Signal | None) -> None:
    assert signal_of(text) == expected


def a_team() -> Book:
    book = a_book()
    twin = {
        "Lead ID": "L-0000000003",
        "Email": "info@acme.example",
        "Other emails": "sales@acme.example",
        "Phone": "+44207",
    }
    one = {"Lead ID": "L-0000000004", "Email": "info@acme.example", "Other phones": "+4930; +4931"}
    return {**book, "Leads": {**book["Leads"], "L-0000000003": row_of(twin), "L-0000000004": row_of(one)}}


def came(*rows: Mapping[str, Cell], book: Book | None = None) -> Imported:
    return plan(book or a_team(), arriving(*rows, tab="Activities"), Options(), a_context())


# how the row says whose it is, the lead; None where it comes back
WHOSE = (
    ({"Lead ID": "L-0000000001"}, "L-0000000001"),
    ({"Lead ID": "leadsorted.lead_0000000001"}, "L-0000000001"),
    ({"External IDs": "hubspot:101"}, "L-0000000001"),
    ({"Email": "Ana.Ng@acme.example"}, "L-0000000001"),
    ({"Email": "sales@acme.example"}, "L-0000000003"),
    ({"Phone": "+4931"}, "L-0000000004"),
    ({"Email": "nobody@x.example", "Phone": "+44207"}, "L-0000000003"),
    ({"Email": "info@acme.example"}, None),
    ({"Email": "nobody@x.example"}, None),
    ({}, None),
)


@pytest.mark.parametrize(("says", "lead"), WHOSE)
def test_an_activity_goes_to_the_one_lead_that_it_names(says: Mapping[str, Cell], lead: str | None) -> None:
    imported = came({**says, **MARCH})
    added = [change.row for change in imported.outcome.changes if isinstance(change, AddRow)]
    rows = [row for row in added if row["Type"] != "Status change"]
    if lead is None:
        assert rows == []
        assert imported.left.keys() == {"A-N1"}
    else:
        assert rows == [{"Activity ID": "A-N1", "Lead ID": lead, **MARCH}]
        assert imported.became == {"A-N1": lead}


def test_a_row_that_finds_no_lead_comes_back_with_what_it_said() -> None:
    reasons = came({"Email": "info@acme.example", **MARCH}, {"Email": "x@y.example", **MARCH}, MARCH).left
    assert list(reasons.values()) == [
        "is about info@acme.example, and several leads answer to that: L-0000000003, L-0000000004",
        "is about x@y.example, whom no lead answers to",
        "does not say whose it is: no lead id, e-mail or phone",
    ]


NEW: dict[str, Cell] = {"Status": "New", "Created": dt.date(2026, 3, 2), "Sequence": "Standard"}
CALL: dict[str, Cell] = {"Type": "Call", "When": dt.datetime(2026, 3, 9, 10, 0)}
MOVED = {"Last activity", "First contacted", "Status", "Owner", "Do not contact"}

# the lead, the activities that came in, what the lead says then (of these columns)
FOLLOWS: tuple[tuple[Mapping[str, Cell], tuple[Mapping[str, Cell], ...], Mapping[str, Cell]], ...] = (
    (NEW, (MARCH,), {"Last activity": MARCH["When"], "First contacted": MARCH["When"], "Status": "Contacted", "Next action": "Send what was agreed", "Next action due": dt.date(2026, 3, 10)}),
    (NEW, (CALL,), {"Last activity": CALL["When"], "First contacted": CALL["When"], "Status": "Contacted", "Step": 1}),
    ({"Status": None}, (CALL,), {"Last activity": CALL["When"], "First contacted": CALL["When"], "Status": "Contacted"}),
    (NEW, ({**CALL, "When": dt.date(2026, 3, 10)}, CALL, {**CALL, "When": dt.date(2027, 1, 1)}), {"Last activity": dt.date(2026, 3, 10), "First contacted": CALL["When"], "Status": "Contacted"}),
    ({**NEW, "Status": "Nurture", "Last activity": dt.date(2026, 3, 10), "First contacted": dt.date(2026, 3, 10), "Next action": "Call Ana"}, (CALL,), {"First contacted": CALL["When"]}),
    ({**NEW, "Status": "Nurture", "First contacted": dt.date(2026, 3, 1)}, (CALL,), {"Last activity": CALL["When"]}),
    (NEW, ({**CALL, "Type": "Demo", "Outcome": "Requested"},), {"Last activity": CALL["When"]}),
    (NEW, ({**CALL, "Type": "Email", "Outcome": "Bounced"},), {"Last activity": CALL["When"]}),
    (NEW, ({**CALL, "Type": "Note", "Outcome": "Visited"},), {"Last activity": CALL["When"]}),
    (NEW, ({**CALL, "Type": "File", "Outcome": "Downloaded"},), {}),
    (NEW, ({"Type": "Call", "Summary": "Call back", "Due": dt.date(2026, 3, 12)},), {"Next action": "Call back", "Next action due": dt.date(2026, 3, 12)}),
    ({**NEW, "Status": "Unqualified"}, (CALL,), {"Last activity": CALL["When"], "First contacted": CALL["When"]}),
    ({**NEW, "Do not contact": "yes"}, (CALL,), {"Last activity": CALL["When"], "First contacted": CALL["When"], "Status": "Contacted"}),
    ({**NEW, "Next action": "Send drawings", "Next action due": dt.date(2026, 3, 20)}, (CALL,), {"Last activity": CALL["When"], "First contacted": CALL["When"], "Status": "Contacted"}),
)  # fmt: skip


@pytest.mark.parametrize(("lead", "activities", "expected"), FOLLOWS)
def test_the_lead_follows_as_if_the_activity_had_been_logged(
    lead: Mapping[str, Cell], activities: tuple[Mapping[str, Cell], ...], expected: Mapping[str, Cell]
) -> None:
    book = a_team()
    row = row_of({**book["Leads"]["L-0000000001"], **lead})
    book = {**book, "Leads": {**book["Leads"], "L-0000000001": row}}
    imported = came(*({"Lead ID": "L-0000000001", **each} for each in activities), book=book)
    after = apply(book, imported.outcome.changes)
    now = after["Leads"]["L-0000000001"]
    assert {name: now.get(name) for name in expected} == expected
    assert {name for name in MOVED if now.get(name) != row.get(name)} == MOVED & expected.keys()
    moves = [row["Summary"] for row in after["Activities"].values() if row["Type"] == "Status change"]
    assert moves == ([f"Status: {row.get('Status', '(blank)')} → Contacted"] if "Status" in expected else [])
    assert after["Leads"].keys() == book["Leads"].keys()


def test_an_activity_that_is_here_already_does_not_come_in_again() -> None:
    book = a_team()
    row = {"Lead ID": "L-0000000001", **MARCH}
    once = apply(book, came(row, row, book=book).outcome.changes)
    assert len(once["Activities"]) == 1
    again = came(row, book=once)
    assert list(again.outcome.changes) == []
    assert again.outcome.figures[0].rows == (("Activities that are here already", 1),)


def test_whoever_unsubscribed_is_asked_about_and_not_marked_in_silence() -> None:
    imported = came(
        {"Lead ID": "L-0000000001", "Type": "Email", "Outcome": "Unsubscribed", "When": dt.date(2026, 3, 1)}
    )
    (finding,) = imported.outcome.findings
    assert (finding.severity, finding.key, finding.field, finding.suggestion) == (
        "review",
        "L-0000000001",
        "Do not contact",
        "yes",
    )
