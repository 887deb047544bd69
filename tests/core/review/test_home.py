"""Phones without a country: one question, one answer, and every such phone is written by it."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core import normalise, review, schema
from leadsorted_sheets.core.book import Book, row_of, same_book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import Edit, apply, invert
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.state import DECISIONS
from tests.context import a_context

BRITISH = ["020 7946 0018", "020 7946 0019", "0121 496 0008", "0161 496 0009", "020 7946 0022"]


def a_book(*phones: str, **rows: dict[str, Cell]) -> Book:
    leads = {f"L-{n}": row_of({"Lead ID": f"L-{n}", "Phone": phone}) for n, phone in enumerate(phones, 1)}
    return {
        "Leads": {**leads, **{key.replace("_", "-"): row_of(row) for key, row in rows.items()}},
        "Preferences": schema.table_of(schema.BY_NAME["Preferences"]),
        "Review": {},
        DECISIONS: {},
    }


def normalised(book: Book) -> Book:
    context = a_context()
    outcome = normalise.plan(book, normalise.Options(), context)
    after = apply(book, outcome.changes)
    return apply(after, review.raised(outcome.findings, after, context, examined="normalise"))


def answered(book: Book, country: str, decision: str = "Use suggestion") -> tuple[Book, list[Finding]]:
    ((key, row),) = ((key, row) for key, row in book["Review"].items() if row["Rule"] == "normalise.home")
    edits = [Edit("Review", key, "Decision", None, decision)]
    if country:
        edits.append(Edit("Review", key, "Suggestion", row.get("Suggestion"), country))
    asked = apply(book, edits)
    outcome = review.plan(asked, review.Options(), a_context())
    after = apply(asked, outcome.changes)
    assert same_book(apply(after, invert(outcome.changes)), asked)
    return after, list(outcome.findings)


def phones(book: Book) -> list[Cell]:
    return [row.get("Phone") for row in book["Leads"].values()]


def test_many_phones_without_a_country_are_one_question() -> None:
    book = normalised(a_book(*BRITISH, "07400 123456"))
    (row,) = book["Review"].values()
    assert (row["Where"], row["Tab"], row["Row"], row["Field"]) == (
        "Preferences: Value",
        "Preferences",
        "Country",
        "Value",
    )
    assert (row["Suggestion"], row["Confidence"]) == ("GB", 1)
    assert row["Why"] == (
        "6 phones have no country code, and no country is known for them (020 7946 0018, 020 7946 0019, 0121 496 0008). "
        "Which country are they from? 6 of them are numbers in GB, 6 in IN, 5 in IT. Write the country under Suggestion, "
        'such as DE, and choose "Use suggestion": it goes to Preferences, and these phones and later ones are written by '
        "it. A row with a country of its own keeps it."
    )


def test_a_handful_is_asked_about_one_by_one() -> None:
    book = normalised(a_book(*BRITISH[:4]))
    assert [(row["Row"], row["Found"]) for row in book["Review"].values()] == [
        (f"L-{n}", phone) for n, phone in enumerate(BRITISH[:4], 1)
    ]


@pytest.mark.parametrize("said", ["GB", "gb", "United Kingdom"])
def test_the_answer_is_remembered_and_writes_every_phone(said: str) -> None:
    after, findings = answered(normalised(a_book(*BRITISH)), said)
    assert phones(after) == ["+442079460018", "+442079460019", "+441214960008", "+441614960009", "+442079460022"]
    assert after["Preferences"]["Country"]["Value"] == "GB"
    assert (after["Review"], findings) == ({}, [])
    assert normalised(after)["Review"] == {}


def test_a_phone_that_comes_later_is_read_by_the_answer_and_nobody_is_asked() -> None:
    after, _ = answered(normalised(a_book(*BRITISH)), "GB")
    later = normalised({**after, "Leads": {**after["Leads"], "L-9": {"Lead ID": "L-9", "Phone": "020 7946 0044"}}})
    assert later["Leads"]["L-9"]["Phone"] == "+442079460044"
    assert later["Review"] == {}


def test_a_row_with_its_own_country_goes_by_that() -> None:
    book = a_book(*BRITISH, L_9={"Lead ID": "L-9", "Phone": "030 901820", "Country": "DE"})
    after, _ = answered(normalised(book), "GB")
    assert after["Leads"]["L-9"]["Phone"] == "+4930901820"


def test_a_phone_that_somebody_left_as_it_is_stays_so() -> None:
    book = normalised(a_book(*BRITISH[:4]))
    first = next(iter(book["Review"]))
    edit = Edit("Review", first, "Decision", None, "Leave as it is")
    asked = apply(book, [edit])
    book = apply(asked, review.plan(asked, review.Options(), a_context()).changes)
    more = {f"L-{n}": {"Lead ID": f"L-{n}", "Phone": f"020 7946 00{n}"} for n in (31, 32)}
    after, _ = answered(normalised({**book, "Leads": {**book["Leads"], **more}}), "GB")
    assert phones(after) == [
        BRITISH[0],
        "+442079460019",
        "+441214960008",
        "+441614960009",
        "+442079460031",
        "+442079460032",
    ]


def test_phones_that_are_no_numbers_there_are_asked_about_next() -> None:
    german = [f"089 / 6931 00{n}" for n in range(10, 16)]
    seen = {f"L_{n}": {"Lead ID": f"L-{n}", "Phone": "", "Country": code} for n, code in ((91, "GB"), (92, "DE"))}
    after, findings = answered(normalised(a_book(*BRITISH, *german, **seen)), "GB")
    assert phones(after)[5:11] == german
    assert findings == []
    assert [(row["Kind"], row["Where"]) for row in after["Review"].values()] == [
        (kind, "Leads: Phone, no number in GB but one in DE") for kind in ("Group", *["Doubtful value"] * 6)
    ]


def test_what_is_no_country_is_said_and_the_question_stays() -> None:
    book = normalised(a_book(*BRITISH))
    after, findings = answered(book, "Narnia")
    assert (phones(after), after["Review"].keys()) == (BRITISH, book["Review"].keys())
    assert [finding.message for finding in findings] == [
        '"Narnia" is no country we know. Write one under Suggestion, such as DE, and decide again.'
    ]


def test_left_as_they_are_they_are_not_asked_about_again() -> None:
    after, _ = answered(normalised(a_book(*BRITISH)), "", "Leave as it is")
    assert (phones(after), after["Preferences"]["Country"].get("Value")) == (BRITISH, None)
    assert normalised(after)["Review"] == {}


def test_a_team_that_took_the_line_out_of_preferences_gets_it_back() -> None:
    book = normalised(a_book(*BRITISH))
    gone = {**book, "Preferences": {}}
    after, _ = answered(gone, "GB")
    assert after["Preferences"] == {"Country": {"Preference": "Country", "Value": "GB"}}


def test_a_list_without_settings_is_told_the_option() -> None:
    outcome = normalise.plan({"Leads": a_book(*BRITISH)["Leads"]}, normalise.Options(), a_context())
    assert [(finding.severity, finding.message) for finding in outcome.findings] == [
        (
            "warning",
            (
                "5 phones have no country code, and no country is known for them "
                "(020 7946 0018, 020 7946 0019, 0121 496 0008). Which country are they from? 5 of them are numbers in GB, "
                "5 in IT, 5 in IN. Run it again with --region GB, or another country."
            ),
        )
    ]
