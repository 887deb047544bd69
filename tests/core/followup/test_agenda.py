"""The day's list: where each row stands, in which order, how it reads, and what is left out."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.cell import Formula
from leadsorted_sheets.core.followup.agenda import Agenda, agenda
from leadsorted_sheets.core.followup.digest import digest, plain
from leadsorted_sheets.core.settings import read_settings
from tests.context import a_context
from tests.core.followup.books import a_book, on
from tests.core.followup.test_after_activity import leads

OWNERS: dict[str, Row] = {
    "Ann": {"Email": "ann@us.example"},
    "Ben": {"Away from": on("03-09"), "Away until": on("03-13")},
}


def of(book: Book) -> Agenda:
    return agenda(book, read_settings(book)[0], a_context())


def a_lead(**cells: object) -> Row:
    return {"Last name": "Ng", "Owner": "Ann", "Status": "Contacted", "Last activity": on("03-09"), **cells}  # type: ignore[dict-item]


def calls(due: object = None, action: object = "Send drawings", **cells: object) -> Row:
    return a_lead(**{"Next action": action, "Next action due": due, **cells})


@pytest.mark.parametrize(
    ("lead", "section", "remark"),
    [
        (a_lead(Status="New", Created=dt.datetime(2026, 3, 8, 9)), "First contact is late", "waiting for 2 days"),
        (a_lead(Status="New", Created=dt.datetime(2026, 3, 9, 11, 59)), "First contact is late", "waiting for 24 hours"),
        (calls(on("03-01"), Status="New", Created=on("03-08")), "First contact is late", "9 days overdue; waiting for 36 hours"),
        (calls(on("03-09")), "Overdue", "1 day overdue"),
        (calls(dt.datetime(2026, 3, 10, 9)), "Due today", ""),
        (a_lead(), "Without a next action", ""),
        (a_lead(Status="New", Created=dt.datetime(2026, 3, 9, 12, 0)), "Without a next action", ""),
        (calls(on("03-12"), **{"Last activity": on("02-01")}), "Gone quiet", "nothing for 37 days"),
        (calls(on("03-12")), "Coming up", ""),
        (calls(on("03-10"), **{"Time zone": "America/New_York"}), "Due today", "08:00 there now"),
        (calls(on("03-10"), **{"Time zone": "../etc/passwd"}), "Due today", ""),
    ],
)  # fmt: skip
def test_a_lead_stands_under_its_most_urgent_heading(lead: Row, section: str, remark: str) -> None:
    (item,) = of(a_book({"L-1": {name: cell for name, cell in lead.items() if cell is not None}}, owners=OWNERS)).items
    assert (item.section, item.remark) == (section, remark)


@pytest.mark.parametrize(
    "lead",
    [
        a_lead(Status="Unqualified"),
        a_lead(Status="Converted"),
        a_lead(**{"Do not contact": "yes"}),
        calls(None),
        calls("soon"),
    ],
)
def test_a_lead_with_nothing_to_wait_for_is_on_no_list(lead: Row) -> None:
    assert (
        of(a_book({"L-1": {name: cell for name, cell in lead.items() if cell is not None}}, owners=OWNERS)).items == ()
    )


def test_deals_and_planned_activities_are_on_the_list_too() -> None:
    book = a_book(
        {"L-1": calls(on("04-01"), **{"First name": "Ana", "Phone": "+442079460018"}), "L-2": {"Do not contact": "yes"}},
        deals={
            "D-1": {"Lead ID": "L-1", "Deal": "Ten seats", "Owner": "Ben", "Stage": "Negotiation", "Stage since": on("02-01")},
            "D-2": {"Lead ID": "L-2", "Deal": "Asked not to", "Owner": "Ben"},
            "D-3": {"Deal": "Won", "Stage": "Closed Won", "Owner": "Ben"},
        },
        activities={
            "A-1": {"Lead ID": "L-1", "Type": "Task", "Due": on("03-10"), "Summary": "Book\nthe room", "Owner": "Ben"},
            "A-2": {"Lead ID": "L-1", "Type": "Task", "Due": on("03-10"), "Summary": "Done already", "Done": "yes"},
            "A-3": {"Lead ID": "L-1", "Type": "Task", "Due": on("04-01"), "Summary": "send drawings"},
            "A-4": {"Lead ID": "L-2", "Type": "Task", "Due": on("03-10"), "Summary": "Call"},
        },
        owners=OWNERS,
    )  # fmt: skip
    found = of(book)
    assert [(item.owner, item.key, item.section, item.name, item.action, item.phone) for item in found.items] == [
        ("Ann", "L-1", "Coming up", "Ana Ng", "Send drawings", "+442079460018"),
        ("Ben", "A-1", "Due today", "Ana Ng", "Book the room", "+442079460018"),
        ("Ben", "D-1", "Without a next action", "Ten seats", "", "+442079460018"),
    ]
    assert found.asked_not_to == 1
    assert found.away == {"Ben": on("03-13")}


def test_the_digest_of_an_owner_is_ready_to_mail() -> None:
    book = a_book(
        {
            "L-1": calls(on("03-09"), Company="Acme", Score=80, Phone="+442079460018", Email="ng@acme.example"),
            "L-2": calls(on("03-10"), Score=10, **{"Last name": "Low"}),
            "L-3": calls(on("03-10"), Score=90, **{"Last name": "High", "Time zone": "Asia/Tokyo"}),
            "L-4": calls(on("03-11")),
            "L-5": {"Last name": "Nobody's", "Status": "Contacted", "Last activity": on("03-09")},
        },
        owners=OWNERS,
    )
    found = of(book)
    assert found.owners() == ("Ann", "")
    assert digest(found, "Ann") == (
        "Leads for Ann, Tuesday 10 March 2026\n"
        "====================================\n"
        "\n"
        "Overdue (1)\n"
        "  - Ng, Acme | Send drawings (due 2026-03-09) | +442079460018 | ng@acme.example | 1 day overdue | L-1\n"
        "\n"
        "Due today (2)\n"
        "  - High | Send drawings (due 2026-03-10) | 21:00 there now | L-3\n"
        "  - Low | Send drawings (due 2026-03-10) | L-2\n"
    )
    assert digest(found, "") == (
        "Leads without an owner, Tuesday 10 March 2026\n"
        "=============================================\n"
        "\n"
        "1 row without an owner. To assign: leadsorted assign BOOK --apply\n"
        "\n"
        "  - Nobody's | no next action | L-5\n"
    )
    assert digest(found, "Ben") == (
        "Leads for Ben, Tuesday 10 March 2026\n"
        "====================================\n"
        "Ben is away until 2026-03-13. Somebody else should look at this.\n"
        "\n"
        "Nothing is due today.\n"
    )


def test_a_long_list_is_cut_and_counted() -> None:
    book = a_book({f"L-{n}": calls(on("03-10")) for n in range(30)}, owners=OWNERS)
    lines = digest(of(book), "Ann").splitlines()
    assert len([line for line in lines if line.startswith("  - ")]) == 25
    assert lines[-1] == "  ... and 5 more"


def test_an_agenda_of_one_owner_holds_theirs_and_nobodys() -> None:
    book = a_book(
        {"L-1": calls(on("03-10")), "L-2": calls(on("03-10"), Owner="Ben"), "L-3": {"City": "x"}}, owners=OWNERS
    )
    assert [item.key for item in of(book).of("ann").items] == ["L-1", "L-3"]


@given(st.dictionaries(st.sampled_from(["L-1", "L-2", "#3"]), leads, min_size=1), st.text(max_size=20))
def test_no_text_in_a_cell_adds_a_line_to_the_digest(rows: dict[str, Row], text: str) -> None:
    book = a_book(
        {
            key: {
                **row,
                "Last name": text + "\r\nBcc: x",
                "Owner": "Ann",
                "Next action": text or "x",
                "Phone": Formula("=A1"),
            }
            for key, row in rows.items()
        }
    )
    found = of(book)
    told = [item for item in found.items if item.section != "Coming up"]
    lines = digest(found, "Ann", most=1000).splitlines()
    assert len([line for line in lines if line.startswith("  - ")]) == len(told)
    assert not any(line.startswith("Bcc") for line in lines)
    assert all(line == plain(line) or line.startswith("  - ") for line in lines)
