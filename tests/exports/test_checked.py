"""What leaves is what the CRM takes: every profile against a checker that knows the CRM's rules but not the profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.exports import export, load, parse, profiles, text_of
from tests.exports import books
from tests.exports.checkers import fields, hubspot, others, salesforce
from tests.exports.checkers.silence import accounted_for

Checker = Callable[[Mapping[str, bytes], frozenset[str]], list[str]]
RULES: dict[str, Checker] = {
    "hubspot": hubspot.complaints,
    "salesforce": salesforce.complaints,
    **{name: partial(others.complaints, name) for name in others.RULES},
}


def both(name: str, files: Mapping[str, bytes], users: frozenset[str]) -> list[str]:
    """What the CRM's fields say, and what its rules say about rows and files together."""
    return [*fields.complaints(name, files, users), *RULES[name](files, users)]


CHECKERS: dict[str, Checker] = {name: partial(both, name) for name in RULES}


def test_every_profile_has_a_checker() -> None:
    assert set(RULES) == set(fields.FIELDS) == set(profiles())


# A failing book is small and says which cell it is about, so shrinking it for minutes would help nobody.
LAW = settings(
    max_examples=30,
    deadline=None,
    phases=[phase for phase in Phase if phase is not Phase.shrink and phase is not Phase.explain],
    suppress_health_check=[HealthCheck.too_slow],
)
PROFILES = {name: load(name) for name in profiles()}


def sent(book: Book, name: str) -> dict[str, bytes]:
    return books.files(export(book, PROFILES[name], context=books.context(), skip_bad=True))


@pytest.mark.parametrize("name", CHECKERS)
@pytest.mark.parametrize("make", [books.small, books.nasty])
def test_what_leaves_is_what_the_crm_takes(name: str, make: Callable[[], Book]) -> None:
    assert CHECKERS[name](sent(make(), name), books.USERS) == []


@LAW
@given(book=books.books())
def test_any_book_is_accepted_or_refused_with_reasons(book: Book) -> None:
    for name, profile in PROFILES.items():
        whole = export(book, profile, context=books.context())
        errors = [finding for finding in whole.findings if finding.severity == "error"]
        assert whole.refused == bool(errors)
        assert bool(whole.files) != whole.refused
        result = sent(book, name) if whole.refused else books.files(whole)
        assert (name, CHECKERS[name](result, books.USERS)) == (name, [])


@LAW
@given(book=books.books())
def test_no_value_is_lost_in_silence(book: Book) -> None:
    for name in PROFILES:
        result = sent(book, name)
        for tab in ("Leads", "Pipeline", "Activities"):
            for key, row in book[tab].items():
                for field, cell in row.items():
                    assert accounted_for(result, tab, key, field, cell), (name, tab, key, field, cell)


FAULTS: list[tuple[str, str, str]] = [
    # profile, what it says, what a slip would say
    ("hubspot", 'unique = [["Email"]]', "unique = []"),
    ("hubspot", 'one_of = [["First Name", "Last Name", "Email"]]', "one_of = []"),
    ("hubspot", 'from = "Email", type = "email", longest = 254', 'from = "Email", longest = 254'),
    ("hubspot", 'api = "phone", from = "Phone", type = "phone"', 'api = "phone", from = "Phone"'),
    ("hubspot", 'api = "firstname"', 'api = "first_name"'),
    ("hubspot", '"IN_PROGRESS", "OPEN_DEAL"', '"IN_PROGRESS", "OPEN_DEALS", "OPEN_DEAL"'),
    ("hubspot", 'date = "YYYY-MM-DD"', 'date = "DD/MM/YYYY"'),
    ("hubspot", 'delimiter = ","', 'delimiter = ";"'),
    ("hubspot", "bom = false", "bom = true"),
    ("hubspot", 'type = "owner", by = "email", source = "H17" },\n  { header = "Company Domain', 'source = "H17" },\n  { header = "Company Domain'),
    ("hubspot", 'object = "0-1"', 'object = "0-2"'),
    ("hubspot", 'make = "notes", type = "long", longest = 65536, create', 'make = "notes", type = "long", create'),
    ("hubspot", 'from = "Value", type = "number"', 'from = "Value"'),
    ("hubspot", 'value = "default", required = true', 'value = "Sales"'),
    ("hubspot", 'from = ["Deal", "Company"], required = true', 'from = ["Deal", "Company"]'),
    ("hubspot", 'skip_without = ["Email", "Activity date"]', "skip_without = []"),
    ("salesforce", 'from = "Last name", required = true, longest = 80, source', 'from = "Last name", longest = 80, source'),
    ("salesforce", 'from = "Company", required = true, longest = 255', 'from = "Company", required = true'),
    ("salesforce", 'from = "City", longest = 40, source', 'from = "City", source'),
    ("salesforce", 'yes = "1"', 'yes = "true"'),
    ("salesforce", 'only = "unconverted"', 'only = "all"'),
    ("salesforce", 'api = "LastName"', 'api = "Lastname"'),
    ("salesforce", 'otherwise = "Other"', 'otherwise = "Others"'),
    ("salesforce", 'type = "pick", picklist = "lead source", source', "source"),
    ("salesforce", 'type = "pick", picklist = "rating", source', "source"),
    ("salesforce", 'from = ["Closed on", "Expected close"], type = "date", required = true', 'from = ["Closed on", "Expected close"]'),
    ("salesforce", 'type = "whole", most = 99_999_999, when_bad = "notes", source', 'when_bad = "notes", source'),
    ("salesforce", 'make = "notes", type = "long", longest = 32_000, source', 'make = "notes", source'),
    ("salesforce", 'from = "Owner", type = "owner", by = "name", only_if_filled = true, source = "S2"', 'from = "Owner", source = "S2"'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "says", "slip"), FAULTS)
def test_a_slip_in_a_profile_is_caught(name: str, says: str, slip: str) -> None:
    text = text_of(name)
    assert says in text
    text = text.replace(says, slip)
    if slip == 'otherwise = "Others"':
        text = text.replace('"Purchased List", "Other"]', '"Purchased List", "Others"]')
    if "OPEN_DEALS" in slip:
        text = text.replace('Converted = "OPEN_DEAL"', 'Converted = "OPEN_DEALS"').replace(
            'converted = "OPEN_DEAL"', 'converted = "OPEN_DEALS"'
        )
    faulty = parse(text, place=name)
    result = export(books.nasty(), faulty, context=books.context(), skip_bad=True)
    try:
        complaints = CHECKERS[name](books.files(result), books.USERS)
    except (KeyError, AssertionError):
        complaints = ["the file cannot even be read"]
    assert complaints
