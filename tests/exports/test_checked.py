"""What leaves is what the CRM takes: every profile against a checker that knows the CRM's rules but not the profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest
from hypothesis import HealthCheck, given, settings

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell, Error, Formula, shown
from leadsorted_sheets.exports import Export, export, load, parse, text_of
from tests.exports import books
from tests.exports.checkers import files as f
from tests.exports.checkers import hubspot, salesforce

Checker = Callable[[Mapping[str, bytes], frozenset[str]], list[str]]
CHECKERS: dict[str, Checker] = {"hubspot": hubspot.complaints, "salesforce": salesforce.complaints}


def sent(book: Book, name: str) -> Export:
    return export(book, load(name), context=books.context(), skip_bad=True)


@pytest.mark.parametrize("name", CHECKERS)
@pytest.mark.parametrize("make", [books.small, books.nasty])
def test_what_leaves_is_what_the_crm_takes(name: str, make: Callable[[], Book]) -> None:
    assert CHECKERS[name](books.files(sent(make(), name)), books.USERS) == []


@pytest.mark.parametrize("name", CHECKERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(book=books.books())
def test_any_book_is_accepted_or_refused_with_reasons(name: str, book: Book) -> None:
    whole = export(book, load(name), context=books.context())
    errors = [finding for finding in whole.findings if finding.severity == "error"]
    assert whole.refused == bool(errors)
    assert bool(whole.files) != whole.refused
    result = sent(book, name)
    assert CHECKERS[name](books.files(result), books.USERS) == []


@pytest.mark.parametrize("name", CHECKERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(book=books.books())
def test_no_value_is_lost_in_silence(name: str, book: Book) -> None:
    result = books.files(sent(book, name))
    for tab in ("Leads", "Pipeline", "Activities"):
        for key, row in book[tab].items():
            for field, cell in row.items():
                assert accounted_for(result, tab, key, field, cell), (tab, key, field, cell)


def accounted_for(result: Mapping[str, bytes], tab: str, key: str, field: str, cell: Cell) -> bool:
    """Whether the value stands in a row of its own lead or deal, or the reject file or the loss report names it."""
    report = result["loss-report.md"].decode()
    admitted = report.partition("## Written into the notes")[0].partition("## Sent as it is")[0].splitlines()
    whole_row, value = f"| {tab} | whole row |", f"| {tab} | {field} |"
    if any(line.startswith((whole_row, value)) and key in line for line in admitted):
        return True
    text = told(shown(cell))
    if not text or field in {"Lead ID", "Deal ID"}:
        return True
    if "rejected.csv" in result and key in {
        row["Row"] for row in f.read(result["rejected.csv"].removeprefix(b"\xef\xbb\xbf"))[1]
    }:
        return True
    called = {told(line.split("|")[2].replace("\\", "")) for line in report.splitlines() if line.count("|") >= 5}
    rows = [
        row for one in result if re.search(r"\.csv$", one) and one != "rejected.csv" for row in f.read(result[one])[1]
    ]
    mine = [
        " ".join(told(value) for value in row.values())
        for row in rows
        if key in row.values() or f"Activity ID: {key}" in str(row)
    ]
    return text in called or any(text in one or same_value(field, cell, one) for one in mine)


def told(text: str) -> str:
    """Text as it is compared: unprintable characters, blanks and capitals aside."""
    return " ".join(
        re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]", "", text).split()
    ).casefold()


def same_value(field: str, cell: Cell, line: str) -> bool:
    """The same value in the CRM's spelling: a country's name, a phone's extension, an amount without an exponent."""
    match cell:
        case bool():
            return ("1" if cell else "0") in line
        case float():
            return f"{cell:.15g}".casefold() in line or any(_number(word) == cell for word in line.split())
        case str() if field == "Country":
            return {"GB": "united kingdom", "DE": "germany", "US": "united states"}.get(
                cell.strip().upper(), "?"
            ) in line
        case str() if "Phone" in field or "phones" in field:
            return cell.split(";")[0] in line
        case str() if field == "Do not contact":
            return "1" in line or "0" in line
        case Formula() | Error():
            return False
        case _:
            return shown(cell)[:10] in line


def _number(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None


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
