"""A second export: what is new or changed goes, with what it points at; what is gone is told."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given

from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.exports import Export, Wanted, export, load, profiles, remembered, with_memory
from tests.exports import books
from tests.exports.checkers.files import read
from tests.exports.test_checked import CHECKERS, LAW, PROFILES

LEADS: books.Rows = {
    "L-1": {**books.ZOE, "Status": "New"},
    "L-2": {**books.ZOE, "First name": "Max", "Email": "max@acme.example"},
    "L-3": {**books.BOB, "Status": "New"},
}
DEALS: books.Rows = {"D-1": {**books.DEAL, "Lead ID": "L-1"}}
CALLS: books.Rows = {"A-1": books.CALL, "A-2": {**books.CALL, "Lead ID": "L-3", "Summary": "Left a voicemail"}}


def first(name: str, book: Book | None = None) -> Export:
    return export(book or books.book(LEADS, DEALS, CALLS), load(name), context=books.context(), skip_bad=True)


def second(name: str, before: Export, book: Book, **wanted: object) -> Export:
    asked = Wanted(before=before.sent, changed=True, **wanted)  # type: ignore[arg-type]  # fields of Wanted
    return export(book, load(name), context=books.context(), skip_bad=True, wanted=asked)


def ids(made: Export) -> dict[str, list[str]]:
    """The first column of each file; of notes, which have no id there, the second."""
    found = {}
    for name, content in books.files(made).items():
        if name.endswith(".csv") and name not in {"rejected.csv", "gone.csv"}:
            header, rows = read(content.removeprefix(b"\xef\xbb\xbf"))
            found[name] = [row[header[1 if name == "notes.csv" else 0]].partition("\n")[0] for row in rows]
    return found


def told(made: Export) -> list[tuple[str, str, str]]:
    content = books.files(made).get("gone.csv", b"\xef\xbb\xbfWhat,ID,Column,Why\r\n").removeprefix(b"\xef\xbb\xbf")
    return [(row["What"], row["ID"], row["Why"]) for row in read(content)[1]]


def changed(leads: Mapping[str, Mapping[str, Cell]], deals: books.Rows = DEALS, calls: books.Rows = CALLS) -> Book:
    return books.book({key: dict(row) for key, row in leads.items()}, deals, calls)


CHANGES: list[tuple[str, Book, dict[str, list[str]], list[tuple[str, str, str]]]] = [
    # what happened, the book now, what goes to HubSpot, what is told
    ("nothing", changed(LEADS), {}, []),
    ("a lead edited brings its company", changed({**LEADS, "L-2": {**LEADS["L-2"], "Job title": "CEO"}}),
     {"companies.csv": ["acme.example"], "contacts.csv": ["L-2"]}, []),
    ("a free mailbox has no company", changed({**LEADS, "L-3": {**LEADS["L-3"], "Job title": "CEO"}}), {"contacts.csv": ["L-3"]}, []),
    ("a new lead", changed({**LEADS, "L-4": {**books.BOB, "Email": "new@gmail.com"}}), {"contacts.csv": ["L-4"]}, []),
    ("a deal moved brings its contact and its company", changed(LEADS, {"D-1": {**DEALS["D-1"], "Stage": "Negotiation"}}),
     {"companies.csv": ["acme.example"], "contacts.csv": ["L-1"], "deals.csv": ["D-1"]}, []),
    ("a new call brings its contact", changed(LEADS, DEALS, {**CALLS, "A-3": {**books.CALL, "Lead ID": "L-3", "Summary": "Called again"}}),
     {"contacts.csv": ["L-3"], "notes.csv": ["Called again"]}, []),
    ("a call that changed cannot be sent twice", changed(LEADS, DEALS, {**CALLS, "A-2": {**CALLS["A-2"], "Summary": "No answer"}}), {}, []),
    ("a lead is gone", changed({key: row for key, row in LEADS.items() if key != "L-2"}), {},
     [("Contacts", "L-2", "no longer in the workbook: merged, removed or erased")]),
    ("a lead asks not to be contacted", changed({**LEADS, "L-2": {**LEADS["L-2"], "Do not contact": "yes"}}), {},
     [("Contacts", "L-2", "asked not to be contacted since")]),
    ("a deal is gone", changed(LEADS, {}), {}, [("Deals", "D-1", "no longer in the workbook: merged, removed or erased")]),
    ("a lead that cannot go any more stays as it was sent", changed({**LEADS, "L-2": {**LEADS["L-2"], "Email": "max@"}}), {}, []),
    ("a lead without an id always goes", changed({**LEADS, "#9": {**books.BOB, "Email": "row@gmail.com"}}), {"contacts.csv": [""]}, []),
]  # fmt: skip


@pytest.mark.parametrize(("book", "goes", "gone"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_only_what_changed_goes_with_what_it_points_at(
    book: Book, goes: dict[str, list[str]], gone: list[tuple[str, str, str]]
) -> None:
    made = second("hubspot", first("hubspot"), book)
    assert (ids(made), told(made)) == (goes, gone)


def test_where_nothing_changed_no_file_is_made_and_that_is_said() -> None:
    before = first("hubspot")
    made = second("hubspot", before, changed(LEADS))
    assert (made.files, made.refused, made.sent) == ((), False, before.sent)
    assert [one.message for one in made.findings if one.rule == "export.nothing"] == [
        "Nothing is new or changed since the last export for HubSpot, so no files were written."
    ]


def test_a_change_that_cannot_be_sent_twice_is_told() -> None:
    book = changed(LEADS, DEALS, {**CALLS, "A-2": {**CALLS["A-2"], "Summary": "No answer"}})
    (message,) = [
        one.message for one in second("hubspot", first("hubspot"), book).findings if one.rule == "export.once"
    ]
    assert message == (
        "Notes: 1 changed since they were sent, such as A-2. HubSpot would take them as new records, so they are not sent again. "
        "Change them there by hand."
    )


def test_what_is_gone_is_told_once_with_how_to_find_it() -> None:
    book = changed({key: row for key, row in LEADS.items() if key != "L-2"})
    made = second("odoo", first("odoo"), book)
    assert books.files(made)["gone.csv"] == (
        b"\xef\xbb\xbfWhat,ID,Column in Odoo,Why\r\n"
        b'Leads,leadsorted.lead_2,id,"no longer in the workbook: merged, removed or erased"\r\n'
    )
    guide = books.files(made)["import-guide.md"].decode()
    assert "Odoo still has 1 record that gone.csv names. Find each of them there by id, and delete it:" in guide
    assert [one.message for one in made.findings if one.rule == "export.gone"] == [
        "Leads: 1 row that Odoo has from an earlier export: no longer in the workbook: merged, removed or erased. gone.csv names them."
    ]
    assert second("odoo", made, book).files == ()


def test_a_lead_that_was_converted_goes_as_a_contact_and_the_old_record_is_told() -> None:
    leads = {key: {**row, "Email": f"{key}@acme.example".lower()} for key, row in LEADS.items()}
    before = export(books.book(leads), load("salesforce"), context=books.context())
    now = books.book({**leads, "L-2": {**leads["L-2"], "Status": "Converted"}})
    made = second("salesforce", before, now)
    assert told(made) == [
        ("Leads", "L-2", "sent as one of Contacts now: convert it there, or delete the old record"),
    ]
    assert ids(made)["contacts.csv"] == ["L-2"]


def test_a_narrowed_export_forgets_nothing_of_the_others() -> None:
    before = first("hubspot")
    book = changed({**LEADS, "L-1": {**LEADS["L-1"], "Job title": "CEO"}, "L-3": {**LEADS["L-3"], "Job title": "CEO"}})
    made = second("hubspot", before, book, leads=frozenset({"L-3"}))
    assert (ids(made), told(made)) == ({"contacts.csv": ["L-3"]}, [])
    rest = second("hubspot", made, book)
    assert ids(rest)["contacts.csv"] == ["L-1"]


def test_leads_asked_for_bring_their_own_deals_only_and_companies_as_they_always_are() -> None:
    whole = first("hubspot")
    part = export(
        books.book(LEADS, {**DEALS, "D-2": {**books.DEAL, "Lead ID": "L-3"}}, CALLS), load("hubspot"), context=books.context(),
        wanted=Wanted(leads=frozenset({"L-2"})),
    )  # fmt: skip
    assert ids(part) == {"companies.csv": ["acme.example"], "contacts.csv": ["L-2"]}
    assert books.files(part)["companies.csv"] == books.files(whole)["companies.csv"]


def test_the_memory_of_one_crm_is_not_that_of_another() -> None:
    table = with_memory({}, load("hubspot"), first("hubspot").sent, books.context())
    table = with_memory(table, load("odoo"), first("odoo").sent, books.context())
    assert remembered(table, load("hubspot")) == first("hubspot").sent
    assert remembered(table, load("odoo")) == first("odoo").sent
    assert remembered(table, load("zoho")) == {}


@pytest.mark.parametrize("name", profiles())
def test_a_second_export_of_the_same_book_brings_nothing_to_any_crm(name: str) -> None:
    before = first(name)
    assert before.sent
    assert second(name, before, books.book(LEADS, DEALS, CALLS)).files == ()


@LAW
@given(one=books.books(), other=books.books())
def test_changes_alone_are_accepted_and_the_two_exports_together_send_what_one_would(one: Book, other: Book) -> None:
    for name in ("hubspot", "salesforce", "twenty"):
        before = export(one, PROFILES[name], context=books.context(), skip_bad=True)
        asked = Wanted(before=before.sent, changed=True)
        later = export(other, PROFILES[name], context=books.context(), skip_bad=True, wanted=asked)
        whole = export(other, PROFILES[name], context=books.context(), skip_bad=True)
        assert CHECKERS[name](books.files(later), books.USERS) == []
        for file, rows in whole.sent.items():
            assert rows.items() <= later.sent[file].items() or file == "notes"
