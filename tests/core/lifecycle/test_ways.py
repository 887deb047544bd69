"""Which moves there are: the decision table in full, and that the sentence about it says the same."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core.lifecycle.ways import DEAL_WAYS, LEAD_WAYS, deal_move, lead_move, open_to
from leadsorted_sheets.core.settings import Settings, read_settings
from tests.core.lifecycle.books import a_book

SETTINGS: Settings = read_settings(a_book())[0]

FACTS, REASON, FREE, NO = "facts", "reason", "free", None
STATUSES = ("New", "Contacted", "Qualified", "Nurture", "Unqualified", "Converted")
LEADS = {  # from: to New, Contacted, Qualified, Nurture, Unqualified, Converted
    "New": (FREE, FREE, FACTS, FREE, REASON, NO),
    "Contacted": (FREE, FREE, FACTS, FREE, REASON, NO),
    "Qualified": (FREE, FREE, FREE, FREE, REASON, NO),
    "Nurture": (FREE, FREE, FACTS, FREE, REASON, NO),
    "Unqualified": (FREE, FREE, NO, FREE, REASON, NO),
    "Converted": (NO, NO, NO, NO, NO, NO),
    "": (FREE, FREE, FACTS, FREE, REASON, NO),
    "a word of theirs": (FREE, FREE, FACTS, FREE, REASON, NO),
}
STAGES = ("Qualified", "Proposal Sent", "Negotiation", "Closed Won", "Closed Lost")
DEALS = {  # from: to Qualified, Proposal Sent, Negotiation, Closed Won, Closed Lost
    "Qualified": (FREE, FREE, FREE, FREE, REASON),
    "Proposal Sent": (FREE, FREE, FREE, FREE, REASON),
    "Negotiation": (FREE, FREE, FREE, FREE, REASON),
    "Closed Won": (FREE, FREE, FREE, FREE, NO),
    "Closed Lost": (FREE, FREE, FREE, NO, REASON),
}


@pytest.mark.parametrize(
    ("was", "to", "terms"), [(was, to, t) for was, row in LEADS.items() for to, t in zip(STATUSES, row, strict=True)]
)
def test_a_lead_goes_where_the_table_says(was: str, to: str, terms: str | None) -> None:
    move = lead_move(was, to, SETTINGS)
    assert (move.terms if move else None) == terms


@pytest.mark.parametrize(
    ("was", "to", "terms"), [(was, to, t) for was, row in DEALS.items() for to, t in zip(STAGES, row, strict=True)]
)
def test_a_deal_goes_where_the_table_says(was: str, to: str, terms: str | None) -> None:
    move = deal_move(was, to, SETTINGS)
    assert (move.terms if move else None) == terms


def test_every_kind_has_its_line_in_the_tables() -> None:
    assert set(LEAD_WAYS) == {"open", "qualified", "dead", "converted"}
    assert set(DEAL_WAYS) == {"open", "won", "lost"}


@pytest.mark.parametrize(
    ("was", "deal", "sentence"),
    [
        ("New", False, "Contacted, Qualified once budget, authority, need and timeline are known, Nurture, or Unqualified with a reason"),
        ("Qualified", False, "New, Contacted, Nurture, or Unqualified with a reason"),
        ("Unqualified", False, "New, Contacted, or Nurture"),
        ("Converted", False, ""),
        ("Closed Lost", True, "Qualified, Proposal Sent, or Negotiation"),
    ],
)  # fmt: skip
def test_the_sentence_names_every_way_and_its_terms(was: str, deal: bool, sentence: str) -> None:
    assert open_to(was, SETTINGS, deal=deal) == sentence


def test_kinds_count_and_not_names() -> None:
    renamed = {
        "Heiß": {"Status": "Heiß", "Kind": "qualified", "Order": 2},
        "Neu": {"Status": "Neu", "Kind": "open", "Order": 1},
    }
    settings, _ = read_settings({**a_book(), "Statuses": renamed})
    move = lead_move("Neu", "heiß ", settings)
    assert move is not None
    assert move.terms == "facts"
