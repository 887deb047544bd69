"""Ours and theirs: who goes first, what is refused, what goes into the notes."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.exports import load
from leadsorted_sheets.exports.crosswalk import Crosswalk
from leadsorted_sheets.exports.values import Changed, Flaw
from tests.exports import books

VALUES: books.Rows = {
    "1": {"CRM": "Salesforce", "Kind": "source", "Ours": "Webinar", "Theirs": "Online Seminar"},
    "2": {"CRM": None, "Kind": "owner", "Ours": "Cleo", "Theirs": "Cleopatra Jones"},
    "3": {"CRM": "hubspot", "Kind": "owner", "Ours": "Ann Berger", "Theirs": "annie@portal.example"},
    "4": {"CRM": "salesforce", "Kind": "owner", "Ours": "Dan", "Theirs": "0055g00000ABCDEAA1"},
    "5": {"CRM": "zoho", "Kind": "source", "Ours": "Webinar", "Theirs": "Internal Seminar"},
}


def crosswalk(name: str) -> Crosswalk:
    book = {
        **books.book({}, crm_values=VALUES),
        "Statuses": {"New": {"Status": "New", "Kind": "open"}, "Parked": {"Status": "Parked", "Kind": "dead"}},
    }
    return Crosswalk(load(name), read_settings(book)[0])


def what(said: str | Changed | Flaw) -> str:
    match said:
        case Changed():
            return f"{said.text} and the notes" if said.keep else said.text
        case Flaw():
            return f"refused: it {said.what}"
        case _:
            return said


PICKS: list[tuple[str, str, Cell, str]] = [
    ("salesforce", "lead source", "Webinar", "Online Seminar"),  # Settings go first
    ("salesforce", "lead source", "website FORM", "Web"),  # by name, in any case
    ("salesforce", "lead source", "purchased list", "Purchased List"),  # theirs already
    ("salesforce", "lead source", "Balloon", "Other and the notes"),
    ("salesforce", "lead status", "New", "Open - Not Contacted"),
    ("salesforce", "lead status", "Nurture", "Open - Not Contacted and the notes"),  # New is its equal
    ("salesforce", "lead status", "Parked", "Closed - Not Converted and the notes"),  # by kind
    ("salesforce", "lead status", "Simmering", "refused: it has no equivalent among the values of Salesforce we know"),
    ("salesforce", "lead status", None, ""),
    ("hubspot", "lifecycle stage", "Parked", "lead"),  # a coarse list
    ("zoho", "lead source", "Webinar", "Internal Seminar"),
    ("odoo", "priority", "Hot", "3"),
]


@pytest.mark.parametrize(("name", "picklist", "ours", "theirs"), PICKS)
def test_a_value_is_called_as_it_is_called_there(name: str, picklist: str, ours: Cell, theirs: str) -> None:
    assert what(crosswalk(name).pick(picklist, ours)) == theirs


OWNERS: list[tuple[str, str, Cell, str]] = [
    ("hubspot", "email", "Ben Okafor", "ben@us.example"),  # from the Owners list
    ("hubspot", "email", "ann berger", "annie@portal.example"),  # Settings go first
    ("hubspot", "email", "Nobody", "refused: it is not on the Owners list"),
    ("salesforce", "name", "Ben Okafor", "Ben Okafor"),
    ("salesforce", "name", "Cleo", "Cleopatra Jones"),  # a row without a CRM counts for all
    ("salesforce", "name", "Dan", ""),  # an id is no name
    ("salesforce", "id", "Dan", "0055g00000ABCDEAA1"),
    ("salesforce", "id", "Cleo", ""),
]


@pytest.mark.parametrize(("name", "by", "ours", "theirs"), OWNERS)
def test_an_owner_is_a_user_there(name: str, by: str, ours: Cell, theirs: str) -> None:
    assert what(crosswalk(name).owner(ours, by=by)) == theirs


def test_an_owner_of_one_word_is_no_full_name() -> None:
    book = {**books.book({}), "Owners": {"Ann": {"Owner": "Ann"}}}
    walk = Crosswalk(load("salesforce"), read_settings(book)[0])
    assert walk.owner("Ann", by="name") == Flaw(
        "owner",
        "is not a full name, and Salesforce knows its users by theirs",
        'Add the owner under "CRM owners and values" on Settings: salesforce, owner, Ann, and the name there.',
    )
    assert what(walk.owner("Ann", by="email")) == "refused: it has no e-mail address on the Owners list"
