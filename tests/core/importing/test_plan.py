"""What becomes of a row that arrives: the table of decisions first, then what holds whatever comes in."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Row, row_of, same_book
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.changes import AddRow, Edit, apply, invert, rebase
from leadsorted_sheets.core.importing import Imported, Options, plan
from leadsorted_sheets.core.importing.plan import Mode
from tests.context import NOON, a_context

NOW = NOON.replace(tzinfo=None)

ANA: Mapping[str, Cell] = {
    "Lead ID": "L-0000000001", "First name": "Ana", "Last name": "Ng", "Company": "Acme Ltd", "Email": "ana.ng@acme.example",
    "Phone": "+442079460018", "Status": "Contacted", "Owner": "Bob", "External IDs": "hubspot:101",
}  # fmt: skip
BO: Mapping[str, Cell] = {
    "Lead ID": "L-0000000002", "First name": "Bo", "Last name": "Li", "Company": "Beta GmbH", "Email": "bo@beta.example",
    "Status": "Converted", "Deal ID": "D-0000000001",
}  # fmt: skip
DEAL: Mapping[str, Cell] = {
    "Deal ID": "D-0000000001", "Lead ID": "L-0000000002", "Deal": "Beta roof", "Company": "Beta GmbH", "Stage": "Proposal Sent",
}  # fmt: skip


def a_book(*leads: Mapping[str, Cell]) -> Book:
    book = {tab.name: schema.table_of(tab) for tab in schema.TABS}
    return {
        **book,
        "Leads": {str(row["Lead ID"]): row_of(row) for row in leads or (ANA, BO)},
        "Pipeline": {"D-0000000001": row_of(DEAL)},
    }


def arriving(*rows: Mapping[str, Cell], tab: str = "Leads") -> list[AddRow]:
    letter = tab[0]
    return [
        AddRow(
            tab,
            f"{letter}-N{n}",
            row_of({**row, **({"Lead ID": f"L-N{n}"} if tab == "Leads" else {})}),
            "import: list.csv",
        )
        for n, row in enumerate(rows, 1)
    ]


def took(*rows: Mapping[str, Cell], book: Book | None = None, mode: Mode = "review", **options: object) -> Imported:
    asked = Options(mode, trusted=("hubspot",), **options)  # type: ignore[arg-type]
    return plan(book or a_book(), arriving(*rows), asked, a_context())


def told(imported: Imported) -> str:
    """What became of the first row, in the words of the table."""
    changes = imported.outcome.changes
    raised = [finding.rule for finding in imported.outcome.findings if finding.severity == "review"]
    if imported.left:
        return "comes back"
    if any(isinstance(change, AddRow) and change.tab == "Leads" for change in changes):
        return "new, a pair" if raised else "new"
    if any(isinstance(change, Edit) for change in changes):
        return "update"
    return "nothing"


BY_ID = {
    "First name": "Ana",
    "Last name": "Ng",
    "Email": "ana.ng@acme.example",
    "City": "Leeds",
    "External IDs": "hubspot:101",
}
BY_OUR_ID = {"Last name": "Ng", "City": "Leeds", "External IDs": "lead id:L-0000000001"}
CERTAIN = {
    "First name": "Ana",
    "Last name": "Ng",
    "Company": "Acme",
    "Email": "ana.ng@acme.example",
    "Phone": "+442079460018",
    "City": "Leeds",
}
LIKELY = {"First name": "Ana", "Last name": "Ng", "Company": "Acme Ltd", "City": "Leeds"}
NOTHING_NEW = {
    "First name": "Ana",
    "Last name": "Ng",
    "Company": "Acme Ltd",
    "Email": "ana.ng@acme.example",
    "Phone": "+442079460018",
    "Status": "New",
}
STRANGER = {"First name": "Cem", "Last name": "Öz", "Company": "Gamma", "Email": "cem@gamma.example"}

# the row, then what becomes of it under review, skip, update, create
DECISIONS = (
    (BY_ID, "update", "nothing", "update", "update"),
    (BY_OUR_ID, "update", "nothing", "update", "update"),
    (CERTAIN, "new, a pair", "nothing", "update", "new"),
    (LIKELY, "new, a pair", "comes back", "new, a pair", "new"),
    (NOTHING_NEW, "nothing", "nothing", "nothing", "new"),
    (STRANGER, "new", "new", "new", "new"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("row", "mode", "expected"),
    [
        (row, mode, expected)
        for row, *becomes in DECISIONS
        for mode, expected in zip(get_args(Mode), becomes, strict=True)
    ],
)
def test_what_becomes_of_a_row_is_in_the_table(row: Mapping[str, Cell], mode: Mode, expected: str) -> None:
    assert told(took(row, mode=mode)) == expected


def test_a_new_lead_comes_in_with_a_status_and_the_reason_that_names_its_list() -> None:
    imported = took({**STRANGER, "Source": "Fair in Leeds"})
    assert imported.outcome.changes == [
        AddRow("Leads", "L-N1", {**STRANGER, "Lead ID": "L-N1", "Source": "Fair in Leeds", "Status": "New", "Created": NOW}, "import: list.csv"),
        AddRow("Sources", "Fair in Leeds", {"Source": "Fair in Leeds"}, "import: a source that was not on the Sources tab"),
    ]  # fmt: skip
    assert imported.became == {"L-N1": "L-N1"}


@pytest.mark.parametrize(
    ("row", "created"),
    [
        ({}, NOW),
        ({"Status": "new"}, NOW),
        ({"Created": dt.date(2026, 1, 5)}, dt.date(2026, 1, 5)),
        ({"Status": "Contacted"}, None),  # somebody has worked on it: when it was created, nobody knows
        ({"First contacted": dt.date(2026, 2, 1)}, None),
        ({"Last activity": dt.date(2026, 2, 1)}, None),
    ],
)
def test_a_new_lead_was_created_when_it_came_in_unless_it_is_older(row: Row, created: Cell) -> None:
    (added,) = took({**STRANGER, **row}).outcome.changes
    assert isinstance(added, AddRow)
    assert added.row.get("Created") == created


def test_a_new_lead_that_comes_with_its_activities_is_older_than_its_coming_in() -> None:
    call = AddRow(
        "Activities", "A-N1", {"Email": "cem@gamma.example", "Type": "Call", "When": NOW}, "import: calls.csv"
    )
    changes = plan(a_book(), [*arriving(STRANGER), call], Options(), a_context()).outcome.changes
    (added,) = (each for each in changes if isinstance(each, AddRow) and each.tab == "Leads")
    assert "Created" not in added.row


def test_a_lead_that_is_here_keeps_its_blank_created() -> None:
    edits = took(BY_ID, mode="update").outcome.changes
    assert {getattr(edit, "field", "") for edit in edits} == {"City"}


def test_an_update_fills_blanks_and_names_what_says_something_else() -> None:
    imported = took({**BY_ID, "Company": "Omega", "Email": "ana@home.example", "Phone": "020 7946 0018"}, mode="update")
    assert imported.outcome.changes == [
        Edit(
            "Leads", "L-0000000001", "Other emails", None, "ana@home.example", "import: list.csv; a blank was filled in"
        ),
        Edit("Leads", "L-0000000001", "City", None, "Leeds", "import: list.csv; a blank was filled in"),
    ]
    (finding,) = imported.outcome.findings
    assert (finding.rule, finding.field, finding.key) == ("import.differs", "Company", "L-0000000001")
    assert finding.message == (
        "Company says something else in the list for 1 lead. What stood here was kept. "
        'To take the list\'s: --on-duplicate update --overwrite "Company"'
    )


def test_an_overwritten_column_takes_the_lists_value_and_an_old_address_stays_beside() -> None:
    imported = took(
        {**BY_ID, "Company": "Omega", "Email": "ana@home.example"}, mode="update", overwrite=("Company", "Email")
    )
    why = "import: list.csv; overwritten, as asked for"
    assert imported.outcome.changes[:3] == [
        Edit("Leads", "L-0000000001", "Email", "ana.ng@acme.example", "ana@home.example", why),
        Edit(
            "Leads",
            "L-0000000001",
            "Other emails",
            None,
            "ana.ng@acme.example",
            "import: list.csv; a blank was filled in",
        ),
        Edit("Leads", "L-0000000001", "City", None, "Leeds", "import: list.csv; a blank was filled in"),
    ]
    assert Edit("Leads", "L-0000000001", "Company", "Acme Ltd", "Omega", why) in imported.outcome.changes


def test_a_lead_that_became_a_deal_is_named_when_it_comes_in_again() -> None:
    imported = took({"First name": "Bo", "Last name": "Li", "Email": "bo@beta.example", "Company": "Beta GmbH"})
    assert [(each.rule, each.message) for each in imported.outcome.findings] == [
        ("import.deal", ("Bo Li, Beta GmbH, bo@beta.example came in again and became the deal D-0000000001 (Beta roof, "
                        "Proposal Sent) already. Look there before you work on it as a new lead.")),
    ]  # fmt: skip


def test_a_company_that_has_a_deal_is_named_once_for_all_its_new_leads() -> None:
    rows = [{"First name": name, "Last name": last, "Company": "Beta", "Email": f"{name}@beta.example".lower()} for name, last in (("Ida", "Jung"), ("Kai", "Lund"))]  # fmt: skip
    (finding,) = [each for each in took(*rows).outcome.findings if each.rule == "import.company-deal"]
    assert finding.message == "Beta has the deal D-0000000001 (Beta roof, Proposal Sent). 2 new leads of it came in."
    assert (finding.key, finding.others) == ("L-N1", ("L-N2",))


def test_a_person_twice_in_the_list_is_one_lead_with_what_both_rows_say() -> None:
    imported = took(STRANGER, {**STRANGER, "Phone": "+442079460099", "City": "York"})
    assert [(change.key, change.row) for change in imported.outcome.changes if isinstance(change, AddRow)] == [
        (
            "L-N1",
            {**STRANGER, "Lead ID": "L-N1", "Status": "New", "Phone": "+442079460099", "City": "York", "Created": NOW},
        )
    ]
    assert imported.became == {"L-N1": "L-N1", "L-N2": "L-N1"}


def test_an_id_of_a_system_nobody_vouched_for_says_nothing() -> None:
    """Two lists may both number their rows from one."""
    row = {**STRANGER, "External IDs": "hubspot:101"}
    imported = plan(a_book(), arriving(row), Options(), a_context())
    assert told(imported) == "new"
    assert not [each for each in imported.outcome.findings if each.rule == "import.id"]


def test_an_id_on_somebody_else_is_doubted_and_neither_is_changed() -> None:
    imported = took({**STRANGER, "External IDs": "hubspot:101"})
    assert told(imported) == "new"
    (finding,) = imported.outcome.findings
    assert (finding.rule, finding.key, finding.others) == ("import.id", "L-N1", ("L-0000000001",))


def test_an_id_that_several_leads_have_says_nothing_and_it_is_told() -> None:
    book = a_book()
    same = {"External IDs": "hubspot:101", "City": "Leeds", "Phone": "+442079460018"}
    both = {key: {**book["Leads"][key], **same} for key in ("L-0000000001", "L-0000000002")}
    nobody = {"First name": "Bo", "Last name": "Ng", "Email": "ana.ng@acme.example", "External IDs": "hubspot:101"}
    imported = took(both["L-0000000001"], both["L-0000000002"], nobody, book={**book, "Leads": both}, mode="update")
    (finding,) = [each for each in imported.outcome.findings if each.rule == "import.id"]
    assert (finding.key, finding.others) == ("L-N3", tuple(both))
    assert finding.message == (
        "Bo Ng, ana.ng@acme.example (L-N3) carries the id hubspot:101, which Ana Ng, Acme Ltd, ana.ng@acme.example, "
        "+442079460018, Leeds (L-0000000001) and Bo Li, Beta GmbH, bo@beta.example, +442079460018, Leeds (L-0000000002) have "
        "too, so it does not say who this is. It came in as a new lead. Take the id from the leads that it is not of."
    )


def test_an_id_of_ours_that_is_no_lead_of_this_book_leaves_no_mark() -> None:
    imported = took({**STRANGER, "External IDs": "leadsorted:L-ZZZZZZZZZZ; hubspot:7; deal id:D-7K3QZ9M2XA"})
    (row,) = [change.row for change in imported.outcome.changes if isinstance(change, AddRow)]
    assert row["External IDs"] == "hubspot:7"


def test_a_pair_is_the_question_that_dedupe_would_ask() -> None:
    from leadsorted_sheets.core import dedupe

    book = a_book()
    imported = took(CERTAIN, book=book)
    after = apply(book, imported.outcome.changes)
    asked = dedupe.plan(after, dedupe.Options(tier="none"), a_context()).findings
    ours = {each.identity for each in imported.outcome.findings if each.severity == "review"}
    assert ours <= {each.identity for each in asked}


ROWS = st.fixed_dictionaries(
    {},
    optional={
        "First name": st.sampled_from(["Ana", "Bo", "Cem"]),
        "Last name": st.sampled_from(["Ng", "Li", "Öz"]),
        "Company": st.sampled_from(["Acme Ltd", "Beta GmbH", "Gamma"]),
        "Email": st.sampled_from(["ana.ng@acme.example", "bo@beta.example", "info@acme.example"]),
        "Phone": st.sampled_from(["+442079460018", "+493012345678"]),
        "City": st.sampled_from(["Leeds", "Berlin"]),
        "Notes": st.sampled_from(["called", "asked for a price\ncalled"]),
        "External IDs": st.sampled_from(["hubspot:101", "hubspot:102; lead id:L-0000000001"]),
    },
)
MODES = st.sampled_from(get_args(Mode))


@settings(max_examples=40)
@given(st.lists(ROWS, min_size=1, max_size=6), MODES)
def test_every_row_becomes_a_lead_or_comes_back_with_a_reason(rows: list[Row], mode: Mode) -> None:
    imported = took(*rows, mode=mode)
    keys = {f"L-N{n}" for n in range(1, len(rows) + 1)}
    assert imported.became.keys() | imported.left.keys() == keys
    assert not imported.became.keys() & imported.left.keys()
    after = apply(a_book(), imported.outcome.changes)["Leads"]
    assert set(imported.became.values()) <= after.keys()


@settings(max_examples=40)
@given(st.lists(ROWS, min_size=1, max_size=6), MODES)
def test_what_came_in_can_be_taken_back_exactly(rows: list[Row], mode: Mode) -> None:
    book = a_book()
    changes = took(*rows, book=book, mode=mode).outcome.changes
    there = rebase(changes, book)
    assert not there.clashes
    assert same_book(apply(apply(book, changes), invert(changes)), book)


@settings(max_examples=40)
@given(st.lists(ROWS, min_size=1, max_size=6), st.sampled_from(["review", "skip", "update"]))
def test_nothing_that_stood_in_the_book_is_lost(rows: list[Row], mode: Mode) -> None:
    book = a_book()
    after = apply(book, took(*rows, book=book, mode=mode).outcome.changes)["Leads"]
    for (key, row), name in itertools.product(book["Leads"].items(), schema.LEADS.fields):
        if row.get(name) is not None:
            assert str(row[name]) in str(after[key].get(name)), (key, name)


@settings(max_examples=40)
@given(st.lists(ROWS, min_size=1, max_size=4), st.sampled_from(["skip", "update"]))
def test_the_same_list_again_brings_no_lead_that_came_in_already(rows: list[Row], mode: Mode) -> None:
    """What the evidence is sure of, or what is the very row, does not come in twice."""
    book = a_book()
    once = apply(book, took(*rows, book=book, mode=mode).outcome.changes)
    whole = [row for row in rows if len(row) > 3 and row.get("Email")]
    again = took(*whole, book=once, mode=mode)
    # Asked about, or told that it carries the id of somebody else, or of several: then nobody can be sure who it is.
    named = {
        other
        for each in again.outcome.findings
        if each.severity == "review" or each.rule == "import.id"
        for other in (each.key, *each.others)
    }
    new = {change.key for change in again.outcome.changes if isinstance(change, AddRow) and change.tab == "Leads"}
    assert new <= named
