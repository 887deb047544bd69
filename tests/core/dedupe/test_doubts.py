"""What a person is shown about rows that stay: each finding whole."""

from __future__ import annotations

import dataclasses

import pytest

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.book import Book, row_of
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.state import DECISIONS
from tests.context import a_context
from tests.core.dedupe.lists import book_of
from tests.core.dedupe.test_pairs import lead

Row = dict[str, Cell]
ANA, PHONE, MAIL = "Ana Delgado", "+44 7700 900123", "ana@acme.com"


def found(book: Book, tier: str = "certain") -> list[Finding]:
    """Findings, but for the confidence to three digits: the list's own rarities are in it."""
    outcome = dedupe.plan(book, dedupe.Options(tier=tier), a_context())  # type: ignore[arg-type]  # the tests name a tier
    return [
        dataclasses.replace(each, confidence=None if each.confidence is None else round(each.confidence, 2))
        for each in outcome.findings
    ]


def doubt(tier: str, message: str, why: str, sure: float, alike: str) -> Finding:
    return Finding(
        "review",
        "Leads",
        "L-1",
        None,
        f"dedupe.{tier}",
        f"{message} Merge them, or keep them apart.",
        suggestion=None if tier == "possible" else "Merge",
        others=("L-2",),
        why=why,
        confidence=sure,
        alike=alike,
    )


DOUBTS: list[tuple[str, list[Row], str, list[Finding]]] = [
    # what is in the list, the tier that is merged, and what is said
    ("certain, and nothing is merged", [lead(ANA, MAIL, company="Acme"), lead(ANA, MAIL, PHONE)], "none", [
        doubt("certain", "Ana Delgado (Acme) and Ana Delgado are certainly one person.", "Same e-mail ana@acme.com; same surname (2 of 62 here); same first name (2 of 62 here); same company (1 of 61 here).", 0.99, "certainly one person, same name, e-mail and company"),
    ]),
    ("likely", [lead(ANA, company="Acme", city="Leeds"), lead(ANA, company="Acme Ltd", city="Leeds")], "certain", [
        doubt("likely", "Ana Delgado (Acme) and Ana Delgado (Acme Ltd) are likely one person.", "Same surname (2 of 62 here); same first name (2 of 62 here); same company (2 of 62 here); same city (14 of 62 here).", 0.95, "likely one person, same name and company"),
    ]),
    ("possible", [lead(ANA, "", PHONE), lead("", "", PHONE)], "certain", [
        doubt("possible", "Ana Delgado and +44 7700 900123 may be one person.", "Same phone.", 0.51, "possibly one person, same phone"),
    ]),
    ("refused for what one of them was merged with", [lead("Paul Osei Jr", MAIL), lead("Paul Osei", MAIL, PHONE, "Acme"), lead("Paul Osei Sr", "", PHONE, "Acme")], "likely", [
        Finding("review", "Leads", "L-2", None, "dedupe.possible", "Paul Osei (Acme) and Paul Osei Sr (Acme) may be one person. Merge them, or keep them apart.", None, None, ("L-3",),
            "Same phone; same surname (3 of 63 here); same first name (3 of 63 here); same company (2 of 62 here). Not merged: with what they were merged with, they contradict each other.", 0.74, "possibly one person, same name, phone and company"),
    ]),
    ("the same where nothing but equal rows is merged", [lead("Paul Osei", MAIL, PHONE, "Acme"), lead("Paul Osei Sr", "", PHONE, "Acme")], "exact", [
        doubt("likely", "Paul Osei (Acme) and Paul Osei Sr (Acme) are likely one person.", "Same phone; same surname (2 of 62 here); same first name (2 of 62 here); same company (2 of 62 here).", 0.86, "likely one person, same name, phone and company"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "tier", "expected"), [row[1:] for row in DOUBTS], ids=[row[0] for row in DOUBTS])
def test_a_doubt_says_who_why_and_how_sure(rows: list[Row], tier: str, expected: list[Finding]) -> None:
    assert found(book_of(*rows), tier) == expected


@pytest.mark.parametrize("tier", ["certain", "likely"])
def test_who_was_not_merged_for_a_contradiction_is_asked_about_below_the_line(tier: str) -> None:
    lines: Row = {"certain": 0.7, "likely": 0.7, "possible": 0.4}
    table = {name: row_of({"Tier": name, "From confidence": line}) for name, line in lines.items()}
    paul = [lead("Paul Osei Jr", MAIL), lead("Paul Osei", MAIL, PHONE), lead("Paul Osei Sr", "", PHONE)]
    (asked,) = found(book_of(*paul, **{"Duplicate thresholds": table}), tier)
    assert (asked.rule, asked.key, asked.others, asked.confidence) == ("dedupe.possible", "L-2", ("L-3",), 0.69)
    assert asked.why.endswith(" Not merged: with what they were merged with, they contradict each other.")


def kept_apart(message: str, others: tuple[str, ...], why: str, key: str = "L-1") -> Finding:
    return Finding("note", "Leads", key, None, "dedupe.kept-apart", f"{message}: {why}.", others=others, why=why)


HOUSEHOLD = "same surname but other first names: a household or a family business"
SHARED: list[tuple[str, list[Row], Finding]] = [
    ("a phone", [lead("Ana Ng", "", PHONE), lead("Ben Ng", "", PHONE)], kept_apart("Ana Ng and Ben Ng share a phone and stay apart", ("L-2",), HOUSEHOLD)),
    ("a mailbox", [lead("Ana Ng", MAIL), lead("Ben Ng", MAIL, company="Acme")], kept_apart("Ana Ng and Ben Ng (Acme) share an e-mail and stay apart", ("L-2",), HOUSEHOLD)),
    ("three", [lead(f"{name} Ng", "", PHONE) for name in ("Ana", "Ben", "Cid")], kept_apart("Ana Ng, Ben Ng and Cid Ng share a phone and stay apart", ("L-2", "L-3"), "same surname but other people: a household or a family business of 3")),
    ("four", [lead(f"{name} Ng", "", PHONE) for name in ("Ana", "Ben", "Cid", "Dee")], kept_apart("Ana Ng, Ben Ng, Cid Ng and Dee Ng share a phone and stay apart", ("L-2", "L-3", "L-4"), "same surname but other people: a household or a family business of 4")),
    ("five", [lead(f"{name} Ng", "", PHONE) for name in ("Ana", "Ben", "Cid", "Dee", "Eva")], kept_apart("Ana Ng, Ben Ng, Cid Ng, Dee Ng and 1 more share a phone and stay apart", ("L-2", "L-3", "L-4", "L-5"), "same surname but other people: a household or a family business of 5")),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), [row[1:] for row in SHARED], ids=[row[0] for row in SHARED])
def test_a_group_that_stays_apart_is_named(rows: list[Row], expected: Finding) -> None:
    assert found(book_of(*rows)) == [expected]


def test_a_pair_that_was_decided_is_no_doubt_but_a_note() -> None:
    book = book_of(lead(ANA, MAIL), lead(ANA, MAIL, city="Leeds"), **{DECISIONS: {"apart:L-1:L-2": {}}})
    message = "Ana Delgado and Ana Delgado share an e-mail and stay apart"
    assert found(book) == [kept_apart(message, ("L-2",), "you decided to keep them apart")]


def test_the_surest_doubt_comes_first_and_each_two_people_once() -> None:
    book = book_of(
        lead(ANA, "", PHONE),
        lead("", "", PHONE),
        lead("Ben Osei", company="Acme", city="Leeds"),
        lead("Ben Osei", company="Acme Ltd", city="Leeds"),
    )
    assert [(each.key, each.others, each.confidence) for each in found(book)] == [
        ("L-3", ("L-4",), 0.95),
        ("L-1", ("L-2",), 0.51),
    ]


def test_of_equally_sure_doubts_the_one_with_more_evidence_comes_first() -> None:
    more = {"Region": "Devon", "Postcode": "HU1 1AA"}
    book = book_of(
        *(lead(ANA, company=name, city="Truro", Region="Kent") for name in ("Acme", "Acme Ltd")),
        *(lead("Ben Osei", company=name, city="Hull", **more) for name in ("Birch", "Birch Ltd")),
    )
    assert [(each.key, each.others, each.confidence) for each in found(book)] == [
        ("L-3", ("L-4",), 0.96),
        ("L-1", ("L-2",), 0.96),
    ]


def test_a_number_of_the_country_most_leads_name_says_something() -> None:
    rows = [lead(name, "", "901820", Country="Germany") for name in ("Ana Ng", "Ben Ng")]
    assert found(book_of(*rows)) == [kept_apart("Ana Ng and Ben Ng share a phone and stay apart", ("L-2",), HOUSEHOLD)]


def test_what_says_nothing_about_anybody_is_named_by_the_cell() -> None:
    rows = [lead("Cid Lee", "n/a", "0000"), lead("Ben Osei", "N/A ", "0000"), lead(ANA, " n/a", "000", "Acme")]
    formula = {**lead("Dee Kemp"), "Email": Formula("n/a")}
    shared = "which says nothing about who they are. They stay apart."
    assert found(book_of(*reversed(rows), formula, lead("Eva Rudd", "", "-"))) == [
        Finding("note", "Leads", "L-1", "Email", "dedupe.kept-apart", f'3 leads share the email "n/a", {shared}', others=("L-2", "L-3")),
        Finding("note", "Leads", "L-2", "Phone", "dedupe.kept-apart", f'2 leads share the phone "0000", {shared}', others=("L-3",)),
    ]  # fmt: skip


def test_decisions_that_contradict_each_other_are_a_warning() -> None:
    decisions: dict[str, dict[str, Cell]] = {"same:L-1:L-2": {}, "apart:L-1:L-2": {}}
    message = (
        "Ana Delgado (Acme) and Ana Delgado were once decided to be one person and once to be two. They stay apart. "
        "To merge them, undo the decision to keep them apart."
    )
    book = book_of(lead(ANA, MAIL, company="Acme"), lead(ANA, MAIL, city="Leeds"), **{DECISIONS: decisions})
    first, second = found(book)
    assert first.others in {("L-2",), ("L-1",)}
    assert first.message in {
        message,
        message.replace("Delgado (Acme) and Ana Delgado", "Delgado and Ana Delgado (Acme)"),
    }
    assert (first.severity, first.tab, first.field, first.rule) == ("warning", "Leads", None, "dedupe.decisions")
    assert second.why == "you decided to keep them apart"
