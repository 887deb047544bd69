"""What goes from a book with a person, what stays, and how their rows are known if they come again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core.book import Book, Row, same_book
from leadsorted_sheets.core.changes import apply
from leadsorted_sheets.core.forget import Marked, Person, also_named, erased, person_of, tombstones
from leadsorted_sheets.core.state import DECISIONS, EXPORTED, FORGOTTEN, INBOX, MAPPINGS, MERGED

NOW = dt.datetime(2026, 3, 10, 12)
ANN: Row = {
    "Lead ID": "L-A",
    "First name": "Ann",
    "Last name": "Ng",
    "Email": "ann@x.example",
    "Phone": "+442079460018",
}
BOB: Row = {"Lead ID": "L-B", "First name": "Bob", "Email": "bob@x.example"}
DEAL: Row = {"Deal ID": "D-1", "Lead ID": "L-A", "Deal": "Ng", "Company": "X", "Value": 5, "Stage": "Negotiation",
             "Next action": "Call Ann", "My text": "she", "My number": 7}  # fmt: skip

CASES: tuple[tuple[str, str, Mapping[str, Row], Mapping[str, Row]], ...] = (
    ("her lead", "Leads", {"L-A": ANN, "L-B": BOB}, {"L-B": BOB}),
    ("a lead's other e-mail is named, not guessed", "Leads", {"L-B": {**BOB, "Other emails": "ann@x.example"}}, {"L-B": {**BOB, "Other emails": "ann@x.example"}}),
    ("our own reason loses her name", "Leads", {"L-B": {**BOB, "Why": "Owner: as Ann Ng of X"}}, {"L-B": {**BOB, "Why": "Owner: as [forgotten] of X"}}),
    ("her activities", "Activities", {"A-1": {"Lead ID": "L-A", "Summary": "s"}, "A-2": {"Lead ID": "L-B", "Summary": "t"}}, {"A-2": {"Lead ID": "L-B", "Summary": "t"}}),
    ("another's activity on her deal", "Activities", {"A-1": {"Lead ID": "L-B", "Deal ID": "D-1"}}, {"A-1": {"Lead ID": "L-B", "Deal ID": "D-1"}}),
    ("an activity that only says her deal", "Activities", {"A-1": {"Deal ID": "D-1", "Summary": "s"}}, {}),
    ("her deal keeps its figures", "Pipeline", {"D-1": DEAL}, {"D-1": {"Deal ID": "D-1", "Value": 5, "Stage": "Negotiation", "My number": 7}}),
    ("another's deal", "Pipeline", {"D-2": {**DEAL, "Deal ID": "D-2", "Lead ID": "L-B"}}, {"D-2": {**DEAL, "Deal ID": "D-2", "Lead ID": "L-B"}}),
    ("what is asked about her", "Review", {"R-1": {"Row": "L-A"}, "R-2": {"Row": "L-B", "Others": "L-C; L-A"}, "R-3": {"Row": "L-B", "Why": "like Ann Ng"}}, {"R-3": {"Row": "L-B", "Why": "like [forgotten]"}}),
    ("a line of history that quotes her", "History", {"H-1": {"Reason": "merged ann@x.example"}, "H-2": {"Reason": "import"}}, {"H-1": {"Reason": "merged [forgotten]"}, "H-2": {"Reason": "import"}}),
    ("what was decided about her", DECISIONS, {"apart:L-A:L-B": {"A": "L-A"}, "same:L-B:L-C": {"A": "L-B"}, "value:R-9": {}}, {"same:L-B:L-C": {"A": "L-B"}, "value:R-9": {}}),
    ("what was merged into her", MERGED, {"L-A2": {"Into": "L-A"}, "L-C": {"Into": "L-B"}}, {"L-C": {"Into": "L-B"}}),
    ("headers that are her data", MAPPINGS, {"M-1": {"Headers": '["Ann Ng"]'}, "M-2": {"Headers": '["Name"]'}}, {"M-2": {"Headers": '["Name"]'}}),
    ("what a CRM was sent", EXPORTED, {"hubspot/contacts": {"Sent": "L-A 12\nL-B 34"}}, {"hubspot/contacts": {"Sent": "L-B 34"}}),
    ("a file called after her", INBOX, {"F-1": {"File": "Ann Ng.vcf"}}, {"F-1": {"File": "[forgotten].vcf"}}),
)  # fmt: skip


@pytest.mark.parametrize(("what", "tab", "before", "after"), CASES, ids=[case[0] for case in CASES])
def test_what_becomes_of_each_place(what: str, tab: str, before: Mapping[str, Row], after: Mapping[str, Row]) -> None:
    book: Book = {"Leads": {"L-A": ANN}, "Pipeline": {"D-1": DEAL}, tab: before}
    person = person_of(book, ["L-A", "L-A2"], former=[ANN])
    assert apply(book, erased(book, person))[tab] == after


def test_a_deal_that_another_lead_shares_loses_only_what_is_hers() -> None:
    other = {**BOB, "Deal ID": "D-1"}
    book: Book = {"Leads": {"L-A": ANN, "L-B": other}, "Pipeline": {"D-1": {**DEAL, "Next action": "Call Ann Ng"}}}
    after = apply(book, erased(book, person_of(book, ["L-A"])))
    assert after["Pipeline"]["D-1"] == {
        **{k: v for k, v in DEAL.items() if k != "Lead ID"},
        "Next action": "Call [forgotten]",
    }


def test_what_is_left_is_named_cell_by_cell() -> None:
    book: Book = {"Leads": {"L-A": ANN, "L-B": {**BOB, "Notes": "ask Ann Ng", "Other phones": "020 7946 0018"}}}
    person = person_of(book, ["L-A"])
    left = also_named(apply(book, erased(book, person)), person)
    assert [(each.tab, each.key, each.field) for each in left] == [
        ("Leads", "L-B", "Notes"),
        ("Leads", "L-B", "Other phones"),
    ]


def test_erasing_twice_changes_nothing_more() -> None:
    for _, tab, before, _ in CASES:
        book: Book = {"Leads": {"L-A": ANN}, "Pipeline": {"D-1": DEAL}, tab: before}
        person = person_of(book, ["L-A", "L-A2"], former=[ANN])
        once = apply(book, erased(book, person))
        assert erased(once, person) == []


texts = st.sampled_from(["ann@x.example", "Ann Ng", "tea", "020 7946 0018", "Bob"])
rows = st.fixed_dictionaries({"Notes": texts, "Company": texts})


@given(st.dictionaries(st.sampled_from(["L-A", "L-B", "L-C"]), rows))
def test_the_rows_of_others_keep_every_cell_of_their_own(leads: Mapping[str, Row]) -> None:
    book: Book = {"Leads": leads}
    after = apply(book, erased(book, person_of({"Leads": {"L-A": ANN}}, ["L-A"])))
    assert same_book(after, {"Leads": {key: row for key, row in leads.items() if key != "L-A"}})


KNOWN_AGAIN: tuple[tuple[str, Row, bool], ...] = (
    ("by e-mail alone", {"Email": "ANN@x.example"}, True),
    ("by e-mail under another name", {"First name": "A", "Last name": "N", "Email": "ann@x.example"}, True),
    ("by phone and name", {"First name": "Ann", "Last name": "Ng", "Phone": "020 7946 0018"}, True),
    ("by phone, where there is no name", {"Phone": "+44 20 7946 0018"}, True),
    ("by name and company", {"First name": "Ann", "Last name": "Ng", "Company": "X Ltd"}, True),
    ("not by the phone of a colleague", {"First name": "Cy", "Last name": "Lo", "Phone": "020 7946 0018"}, False),
    ("not by name alone", {"First name": "Ann", "Last name": "Ng"}, False),
    ("not by name and another company", {"First name": "Ann", "Last name": "Ng", "Company": "Y"}, False),
    ("not by a mailbox of the whole firm", {"First name": "Cy", "Last name": "Lo", "Email": "info@x.example"}, False),
    ("by the firm's mailbox with the name", {"First name": "Ann", "Last name": "Ng", "Email": "info@x.example"}, True),
    ("not by an e-mail that another lead shares", {"First name": "Bob", "Last name": "Ng", "Email": "home@ng.example"}, False),
    ("nobody", {}, False),
)  # fmt: skip


@pytest.mark.parametrize(("what", "row", "known"), KNOWN_AGAIN, ids=[case[0] for case in KNOWN_AGAIN])
def test_who_is_known_again(what: str, row: Row, known: bool) -> None:
    she = {**ANN, "Company": "X", "Other emails": "info@x.example; home@ng.example"}
    book: Book = {"Leads": {"L-A": she, "L-B": {**BOB, "Other emails": "home@ng.example"}}}
    marks = tombstones(book, Person(frozenset({"L-A"})), [she], salt="grain", now=NOW, country="GB")
    gone = Marked.of(apply(book, marks), "GB")
    assert gone.since(row) == ("2026-03-10" if known else "")


def test_the_marks_tell_nothing_and_differ_from_book_to_book() -> None:
    one, other = (
        apply({}, tombstones({}, Person(frozenset({"L-A"})), [ANN], salt=salt, now=NOW))[FORGOTTEN]["L-A"]["Marks"]
        for salt in ("grain", "sand")
    )
    assert not set(str(one).split()) & set(str(other).split())
    assert "ann" not in str(one)


def test_those_who_are_forgotten_later_share_the_book_s_salt() -> None:
    first: Book = apply({}, tombstones({}, Person(frozenset({"L-A"})), [ANN], salt="grain", now=NOW))
    second = apply(first, tombstones(first, Person(frozenset({"L-B"})), [BOB], salt="sand", now=NOW))
    assert {row["Salt"] for row in second[FORGOTTEN].values()} == {"grain"}
    assert Marked.of(second).since(ANN) == Marked.of(second).since(BOB) == "2026-03-10"
