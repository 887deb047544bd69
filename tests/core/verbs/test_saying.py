"""What is typed after a command: read for certain, or refused with what can be said instead."""

from __future__ import annotations

import datetime as dt

import pytest

from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.core.verbs import saying
from leadsorted_sheets.errors import WrongUsage
from tests.context import a_context
from tests.core.lifecycle.books import NOON, TODAY, a_book

SETTINGS = read_settings(a_book())[0]
CONTEXT = a_context()


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("2026-03-04", dt.date(2026, 3, 4)),
        ("2026-03-04 09:30", dt.datetime(2026, 3, 4, 9, 30)),
        ("today", TODAY),
        ("tomorrow", dt.date(2026, 3, 11)),
        ("today+3d", dt.date(2026, 3, 13)),
        ("25/12/2026", dt.date(2026, 12, 25)),
        ("4 March 2026", dt.date(2026, 3, 4)),
    ],
)
def test_a_day_or_a_moment(said: str, means: dt.date) -> None:
    assert saying.moment(said, "--when", SETTINGS, CONTEXT) == means


@pytest.mark.parametrize("said", ["03/04/2026", "soon", "2026-02-30", "2026-03", "this week", "45000", "31/02/2026"])
def test_what_is_no_day_for_certain_is_refused(said: str) -> None:
    with pytest.raises(WrongUsage, match="--when"):
        saying.moment(said, "--when", SETTINGS, CONTEXT)


def test_preferences_say_which_number_is_the_month() -> None:
    preferences = {**a_book()["Preferences"], "Date order": {"Preference": "Date order", "Value": "MDY"}}
    settings, _ = read_settings({**a_book(), "Preferences": preferences})
    assert saying.day("03/04/2026", "--when", settings, CONTEXT) == TODAY.replace(day=4)


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("", NOON),
        ("today", NOON),
        ("2026-03-10 11:00", dt.datetime(2026, 3, 10, 11)),
        ("2026-03-09", dt.datetime(2026, 3, 9, 12)),
    ],
)
def test_when_something_was_done(said: str, means: dt.datetime) -> None:
    assert saying.past(said, "--when", SETTINGS, CONTEXT) == means


@pytest.mark.parametrize("said", ["tomorrow", "2026-03-10 12:01", "2027-01-01"])
def test_what_is_done_is_not_in_the_future(said: str) -> None:
    with pytest.raises(WrongUsage, match="in the future"):
        saying.past(said, "--when", SETTINGS, CONTEXT)


@pytest.mark.parametrize(
    ("said", "means"), [("12000", 12000), ("12,000.50", 12000.5), ("12.5k", 12500), ("£900", 900), ("0", 0)]
)
def test_an_amount(said: str, means: float) -> None:
    assert saying.amount(said, "--value") == means


@pytest.mark.parametrize("said", ["a lot", "-5", "nan", "inf", "1,234", "10-20"])
def test_what_is_no_amount_for_certain_is_refused(said: str) -> None:
    with pytest.raises(WrongUsage, match="--value"):
        saying.amount(said, "--value")


@pytest.mark.parametrize(("said", "means"), [("", "GBP"), ("eur", "EUR"), ("€", "EUR")])
def test_a_currency(said: str, means: str) -> None:
    assert saying.currency(said, "--currency", SETTINGS) == means


@pytest.mark.parametrize("said", ["gold", "$"])
def test_what_is_no_one_currency_is_refused(said: str) -> None:
    with pytest.raises(WrongUsage, match="--currency"):
        saying.currency(said, "--currency", SETTINGS)


@pytest.mark.parametrize(("said", "means"), [("bob", "Bob"), ("ANN@us.example", "Ann"), ("me", "Ann")])
def test_an_owner(said: str, means: str) -> None:
    assert saying.owner(said, "--owner", SETTINGS, CONTEXT) == means


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Dora", "--owner 'Dora' is nobody in Owners on Settings. Active owners are: Ann, Bob."),
        ("cy", "--owner 'cy': Cy is not active any more. Active owners are: Ann, Bob."),
    ],
)
def test_an_owner_who_is_not_there_or_left_is_refused(said: str, why: str) -> None:
    with pytest.raises(WrongUsage) as refusal:
        saying.owner(said, "--owner", SETTINGS, CONTEXT)
    assert str(refusal.value) == why


def test_a_lost_reason_is_one_of_the_list() -> None:
    assert saying.reason("price", SETTINGS, of="A lost deal", command="x") == "Price"
    with pytest.raises(WrongUsage) as none:
        saying.reason(" ", SETTINGS, of="A lost deal", command="leadsorted close BOOK D-1 lost")
    assert str(none.value).startswith(
        'A lost deal needs a reason: leadsorted close BOOK D-1 lost --reason "No budget"\nThere are: No budget, '
    )
    with pytest.raises(WrongUsage, match="not in Lost reasons on Settings"):
        saying.reason("They were rude", SETTINGS, of="A lost deal", command="x")
