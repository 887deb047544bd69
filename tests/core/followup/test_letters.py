"""Drafts of the e-mails that are due: whom they go to, what is filled in, and what keeps one from being written."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.followup.letters import Letter, filled_in, letters
from leadsorted_sheets.core.settings import read_settings
from tests.context import a_context
from tests.core.followup.books import MAIL, a_book, on

WAITING: Row = {
    "First name": "Ana", "Last name": "Ng", "Company": "Acme", "Email": "ana@acme.example", "Owner": "Ann",
    "Status": "Contacted", "Sequence": "Standard", "Step": 1, "Next action": MAIL, "Next action due": on("03-10"),
}  # fmt: skip
OWNERS: dict[str, Row] = {"Ann": {"Email": "ann@us.example"}}


def written(
    lead: Row, *, owner: str = "", touches: dict[str, Row] | None = None
) -> tuple[tuple[Letter, ...], tuple[Finding, ...]]:
    book = a_book(
        {"L-1": {name: cell for name, cell in lead.items() if cell is not None}}, owners=OWNERS, touches=touches
    )
    return letters(book, read_settings(book)[0], a_context(), owner=owner)


def test_a_step_that_is_due_becomes_a_letter() -> None:
    text = "Hello Ana,\n\nI tried to reach you by phone. What would make this worth fifteen minutes for Acme?\n\nAnn\n"
    letter = Letter(
        "L-1", "Standard", 2, "ana@acme.example", "Ana Ng", "ann@us.example", "Ann", "Nice to meet you, Ana", text
    )
    assert written(WAITING) == ((letter,), ())


@pytest.mark.parametrize(
    "change",
    [
        {"Do not contact": "yes"},
        {"Next action": "Send drawings"},
        {"Next action due": on("03-11")},
        {"Next action due": None},
        {"Status": "Unqualified"},
        {"Status": "Converted"},
        {"Step": 2},
        {"Sequence": "Gold"},
        {"Next action": Formula("=X1")},
    ],
)
def test_nothing_is_written_where_no_e_mail_waits(change: dict[str, Cell]) -> None:
    assert written({**WAITING, **change}) == ((), ())


@pytest.mark.parametrize(
    "address",
    [None, "ana", "ana@acme.example, bob@acme.example", "ana@acme.example\nBcc: eve@x.example", "<ana@acme.example>"],
)
def test_without_a_plain_address_there_is_no_letter_but_a_finding(address: str | None) -> None:
    made, findings = written({**WAITING, "Email": address})
    assert made == ()
    assert [(finding.rule, finding.key) for finding in findings] == [("today.no-address", "L-1")]


def test_only_the_letters_of_one_owner_are_written() -> None:
    assert len(written(WAITING, owner="ann")[0]) == 1
    assert written(WAITING, owner="Ben") == ((), ())


def test_a_gap_in_a_letter_is_named_with_the_way_to_fill_it() -> None:
    (letter,), (finding,) = written({**WAITING, "First name": None})
    assert letter.subject == "Nice to meet you,"
    assert letter.text.startswith("Hello,\n")
    assert (
        finding.message
        == "First name is blank, so a draft has a gap: 1 lead. In the text, {First name|there} says what stands in."
    )


def test_a_column_nobody_has_and_a_touch_without_text_are_named() -> None:
    touches: dict[str, Row] = {
        "S1": {"Sequence": "Standard", "Step": 1, "Type": "Call"},
        "S2": {"Sequence": "Standard", "Step": 2, "Type": "Email", "Action": MAIL, "Text": "Dear {Frist name}"},
    }
    (_,), findings = written(WAITING, touches=touches)
    assert [finding.message for finding in findings] == [
        "The text of S2 asks for {Frist name}, but Leads has no such column. It was left out."
    ]
    del touches["S2"]["Text"]  # type: ignore[attr-defined]  # it is a dict
    made, findings = written(WAITING, touches=touches)
    assert made == ()
    assert [finding.rule for finding in findings] == ["today.no-text"]


def test_a_cell_is_filled_in_once_and_on_one_line() -> None:
    assert filled_in("{Company}", {"Company": "{Email}\r\nBcc: eve@x.example", "Email": "x"}) == (
        "{Email} Bcc: eve@x.example",
        (),
    )
    assert filled_in("{Deal value} {x", {"Deal value": 1200.5}) == ("1200.5 {x", ())
