"""Which value of each field stays, and where the others go."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from leadsorted_sheets.core.book import row_of
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.dedupe.claims import Lead
from leadsorted_sheets.core.dedupe.survive import LONGEST_NOTE, Survival, survive
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.settings import Settings, Survivor, read_settings

Row = dict[str, Cell]
USUAL = read_settings({})[0]


def merged(*rows: Row, settings: Settings = USUAL) -> Row:
    """The first row after the others were merged into it."""
    leads = [Lead(f"L-{n}", row_of(row)) for n, row in enumerate(rows, 1)]
    edits = survive(leads, settings, "same e-mail").edits
    assert all(edit.key == "L-1" and edit.before == leads[0].row.get(edit.field) for edit in edits)
    return row_of({**leads[0].row, **{edit.field: edit.after for edit in edits}})


DAY = dt.date
FIELDS: list[tuple[str, Row, Row, Row]] = [
    ("a blank is filled", {"City": "Leeds"}, {"Industry": "Food"}, {"City": "Leeds", "Industry": "Food"}),
    ("a name comes from one row, spelt out", {"First name": "A.", "Last name": "Ng"}, {"First name": "Ana", "Last name": "Ng"}, {"First name": "Ana", "Last name": "Ng"}),
    ("swapped columns do not double a surname", {"First name": "Ana", "Last name": "Delgado"}, {"First name": "Delgado", "Last name": "Ana"}, {"First name": "Ana", "Last name": "Delgado"}),
    ("a missing surname is filled", {"First name": "Ana Maria"}, {"First name": "Ana", "Last name": "Ng"}, {"First name": "Ana Maria", "Last name": "Ng"}),
    ("proper case wins", {"First name": "ANA", "Last name": "NG"}, {"First name": "Ana", "Last name": "Ng"}, {"First name": "Ana", "Last name": "Ng"}),
    ("the earliest Created", {"Created": DAY(2025, 1, 2)}, {"Created": dt.datetime(2024, 5, 1, 9)}, {"Created": dt.datetime(2024, 5, 1, 9)}),
    ("the latest activity", {"Last activity": DAY(2025, 1, 2)}, {"Last activity": DAY(2025, 6, 2)}, {"Last activity": DAY(2025, 6, 2)}),
    ("the most advanced status", {"Status": "New"}, {"Status": "Qualified"}, {"Status": "Qualified"}),
    ("who was judged stays judged", {"Status": "Contacted"}, {"Status": "Unqualified", "Lost reason": "No need"}, {"Status": "Unqualified", "Lost reason": "No need"}),
    ("a lost reason goes with its status, into the notes", {"Status": "Unqualified", "Lost reason": "Price"}, {"Status": "Converted"}, {"Status": "Converted", "Notes": "Before merging. Lost reason: Price"}),
    ("a lost reason is filled", {"Status": "Unqualified"}, {"Status": "Unqualified", "Lost reason": "Price"}, {"Status": "Unqualified", "Lost reason": "Price"}),
    ("another reason for one status is noted", {"Status": "Unqualified", "Lost reason": "Price"}, {"Status": "Unqualified", "Lost reason": "No need"}, {"Status": "Unqualified", "Lost reason": "Price", "Notes": "Merged L-2. Lost reason: No need"}),
    ("a reason without a status is noted beside one that has", {"Status": "New"}, {"Lost reason": "Price"}, {"Status": "New", "Notes": "Merged L-2. Lost reason: Price"}),
    ("a reason without a status anywhere is filled", {}, {"Lost reason": "Price"}, {"Lost reason": "Price"}),
    ("the same reason in another case is not noted", {"Status": "Unqualified", "Lost reason": "Price"}, {"Status": "Unqualified", "Lost reason": "price"}, {"Status": "Unqualified", "Lost reason": "Price"}),
    ("do not contact holds", {}, {"Do not contact": "yes"}, {"Do not contact": "yes"}),
    ("no is not yes", {"Do not contact": "no"}, {"Do not contact": "yes"}, {"Do not contact": "yes"}),
    ("tags are united", {"Tags": "vip; Fair"}, {"Tags": "fair; south"}, {"Tags": "vip; Fair; south"}),
    ("notes are joined", {"Notes": "Called."}, {"Notes": "Met in May."}, {"Notes": "Called.\nMet in May."}),
    ("the same note once", {"Notes": "Called. Met."}, {"Notes": "Called."}, {"Notes": "Called. Met."}),
    ("the owner of the row that stays", {"Owner": "Ann"}, {"Owner": "Bob", "Created": DAY(2020, 1, 1)}, {"Owner": "Ann", "Created": DAY(2020, 1, 1), "Notes": "Merged L-2. Owner: Bob"}),
    ("an owner comes with the day", {}, {"Owner": "Bob", "Assigned on": DAY(2025, 1, 1)}, {"Owner": "Bob", "Assigned on": DAY(2025, 1, 1)}),
    ("the first source, the others noted", {"Source": "Referral", "Created": DAY(2025, 1, 1)}, {"Source": "Partner", "Created": DAY(2024, 1, 1)}, {"Source": "Partner", "Created": DAY(2024, 1, 1), "Notes": "Before merging. Source: Referral"}),
    ("the larger deal", {"Deal value": 500}, {"Deal value": 900}, {"Deal value": 900, "Notes": "Before merging. Deal value: 500"}),
    ("the highest score with its rating", {"Score": 10, "Rating": "Cold", "Why": "a"}, {"Score": 80, "Rating": "Hot", "Why": "b"}, {"Score": 80, "Rating": "Hot", "Why": "b"}),
    ("an action and its day from one row", {"Next action": "Call"}, {"Next action": "Mail", "Next action due": DAY(2026, 1, 1)}, {"Next action": "Mail", "Next action due": DAY(2026, 1, 1), "Notes": "Before merging. Next action: Call"}),
    ("an address whole", {"City": "Leeds"}, {"Street": "1 High St", "City": "York", "Postcode": "YO1 7HH"}, {"Street": "1 High St", "City": "York", "Postcode": "YO1 7HH", "Notes": "Before merging. City: Leeds"}),
    ("gaps of an address from a row that agrees", {"Street": "1 High St", "City": "York"}, {"City": "YORK", "Country": "GB"}, {"Street": "1 High St", "City": "York", "Country": "GB"}),
    ("a country by another name is the same", {"City": "York", "Country": "GB"}, {"Country": "United Kingdom"}, {"City": "York", "Country": "GB"}),
    ("a column of the user's own", {"Shoe size": 9}, {"Shoe size": 11, "Dog": "Rex"}, {"Shoe size": 9, "Dog": "Rex", "Notes": "Merged L-2. Shoe size: 11"}),
    ("a title that says less is not noted", {"Job title": "Head of Sales"}, {"Job title": "sales"}, {"Job title": "Head of Sales"}),
    ("the loser's e-mail and phone", {"Email": "a@acme.com", "Phone": "+447700900123"}, {"Email": "ana@web.de", "Phone": "020 7946 0018"}, {"Email": "a@acme.com", "Phone": "+447700900123", "Other emails": "ana@web.de", "Other phones": "020 7946 0018"}),
    ("one e-mail in two spellings", {"Email": "ana@acme.com"}, {"Email": "ANA@acme.com"}, {"Email": "ana@acme.com"}),
    ("one phone in two spellings", {"Phone": "+447700900123"}, {"Phone": "07700 900123"}, {"Phone": "+447700900123"}),
    ("a person's e-mail before a role's", {"Email": "info@acme.com"}, {"Email": "ana@acme.com"}, {"Email": "ana@acme.com", "Other emails": "info@acme.com"}),
    ("what can be read before what cannot", {"Email": "ana at acme"}, {"Email": "ana@acme.com"}, {"Email": "ana@acme.com"}),
    ("an unreadable number is kept", {"Phone": "+447700900123"}, {"Phone": "12345"}, {"Phone": "+447700900123", "Other phones": "12345"}),
    ("other e-mails once each", {"Email": "a@x.de", "Other emails": "b@x.de"}, {"Email": "B@x.de", "Other emails": "a@x.de; c@x.de"}, {"Email": "a@x.de", "Other emails": "b@x.de; c@x.de"}),
    ("two phones in one cell stay there", {"Phone": "020 7946 0018 / 07700 900123"}, {"Phone": "07700900123"}, {"Phone": "020 7946 0018 / 07700 900123"}),
    ("what both say alike is left as it is", {"Tags": "vip; VIP"}, {"Tags": "VIP; vip".swapcase()}, {"Tags": "vip; VIP"}),
    ("a formula is not copied", {}, {"Tags": Formula("=A1")}, {}),
    ("a step is not taken without its sequence", {"Sequence": "Welcome"}, {"Step": 2}, {"Sequence": "Welcome"}),
    ("a street cut short is the same address", {"Street": "1 High Street", "City": "York"}, {"Street": "1 High St", "Country": "GB"}, {"Street": "1 High Street", "City": "York", "Country": "GB"}),
    ("a sign that both have is the same", {"Street": "1 High St", "City": "?"}, {"City": "?", "Country": "GB"}, {"Street": "1 High St", "City": "?", "Country": "GB"}),
    ("no stays where nobody said yes", {"Do not contact": "no"}, {}, {"Do not contact": "no"}),
    ("what a formula keeps out stands before the rest", {"Industry": Formula("=A1"), "Dog": "Rex"}, {"Industry": "Food", "Dog": "Bo"}, {"Industry": Formula("=A1"), "Dog": "Rex", "Notes": "Merged L-2. Industry: Food; Dog: Bo"}),
]  # fmt: skip


@pytest.mark.parametrize(("what", "kept", "other", "expected"), FIELDS, ids=[field[0] for field in FIELDS])
def test_each_field_survives_by_its_rule(what: str, kept: Row, other: Row, expected: Row) -> None:
    assert merged(kept, other) == expected


RULES: list[tuple[Survivor, Cell]] = [
    (Survivor("Industry", "most complete"), "Food"),
    (Survivor("Industry", "newest"), "Foods"),
    (Survivor("Industry", "oldest"), "Catering and food"),
    (Survivor("Industry", "longest"), "Catering and food"),
    (Survivor("Industry", "most common"), "Foods"),
    (Survivor("Industry", "keep all"), "Food; Foods; Catering and food"),
    (Survivor("Industry", "trusted source", ("Partner", "Referral")), "Foods"),
]


@pytest.mark.parametrize(("rule", "expected"), RULES, ids=[rule.rule for rule, _ in RULES])
def test_the_rules_of_settings(rule: Survivor, expected: Cell) -> None:
    rows: list[Row] = [
        {"Industry": "Food", "Created": DAY(2024, 1, 1)},
        {"Industry": "Foods", "Created": DAY(2025, 1, 1), "Source": "Referral"},
        {"Industry": "foods", "Created": DAY(2024, 6, 1)},
        {"Industry": "Catering and food", "Created": DAY(2023, 1, 1)},
    ]
    if rule.rule == "keep all":
        rows.pop(2)
    assert merged(*rows, settings=Settings(survivors=(rule,)))["Industry"] == expected


@pytest.mark.parametrize(("rule", "expected"), [("largest", 90), ("smallest", 5)])
def test_amounts_are_compared_as_numbers(rule: str, expected: int) -> None:
    rows: list[Row] = [{"Employees": 40}, {"Employees": 5}, {"Employees": "many"}, {"Employees": 90}]
    assert merged(*rows, settings=Settings(survivors=(Survivor("Employees", rule),)))["Employees"] == expected


def test_an_edit_is_of_the_row_that_stays_from_what_stood_there() -> None:
    leads = [
        Lead("L-1", {"First name": "A", "Score": 3, "Email": "info@acme.com", "Status": "New", "Notes": "called"}),
        Lead("L-2", {"First name": "Ana", "Score": 5, "Email": "ana@acme.com", "Status": "Contacted", "Notes": "met"}),
        Lead("#9", {"Phone": "+442079460018", "Other emails": "x@y.de", "Do not contact": "yes", "Shoe size": 9}),
    ]
    edits = [
        ("First name", "A", "Ana", "the longest kept"),
        ("Score", 3, 5, "the largest kept"),
        ("Shoe size", None, 9, "filled from the other row"),
        ("Email", "info@acme.com", "ana@acme.com", "the most common kept"),
        ("Other emails", None, "info@acme.com; x@y.de", "the other addresses kept"),
        ("Phone", None, "+442079460018", "filled from the other row"),
        ("Status", "New", "Contacted", "the most advanced status kept"),
        ("Do not contact", None, "yes", "do not contact holds for all"),
        ("Notes", "called", "called\nmet", "all kept"),
    ]
    assert survive(leads, USUAL, "same name") == Survival(
        tuple(
            Edit("Leads", "L-1", name, before, after, f"dedupe: same name; {why}") for name, before, after, why in edits
        ),
        (),
    )


WHY: list[tuple[str, Row, Row, dict[str, str]]] = [
    ("one of two names filled", {"First name": "Ana"}, {"First name": "Anna", "Last name": "Ng"}, {"First name": "the longest kept", "Last name": "filled from the other row"}),
    ("a lost reason as its status", {"Status": "New"}, {"Status": "Unqualified", "Lost reason": "Price"}, {"Status": "the most advanced status kept", "Lost reason": "the most advanced status kept"}),
    ("a second number", {"Phone": "+442079460018"}, {"Phone": "+442079460019"}, {"Other phones": "the other numbers kept"}),
    ("a number in front of another", {"Phone": "ask Ben"}, {"Phone": "+442079460019"}, {"Phone": "the most common kept"}),
]  # fmt: skip


@pytest.mark.parametrize(("kept", "other", "expected"), [row[1:] for row in WHY], ids=[row[0] for row in WHY])
def test_each_cell_says_how_its_value_won(kept: Row, other: Row, expected: dict[str, str]) -> None:
    edits = survive([Lead("L-1", kept), Lead("L-2", other)], USUAL, "same e-mail").edits
    why = {edit.field: edit.why for edit in edits if edit.field != "Notes"}
    assert why == {field: f"dedupe: same e-mail; {how}" for field, how in expected.items()}


def test_formulas_of_rows_that_go_are_named_with_the_row() -> None:
    leads = [
        Lead("L-1", {"City": "York", "Margin": Formula("=A1")}),
        Lead("L-2", {"Website": Formula("=B1"), "City": "York", "Margin": Formula("=C1")}),
        Lead("L-3", {"City": "York"}),
        Lead("L-4", {"City": Formula("=B1")}),
    ]
    message = "{} is merged into L-1; its formula in {} was not copied. The history holds it."
    assert survive(leads, USUAL, "same phone") == Survival(
        (),
        tuple(
            Finding("warning", "Leads", "L-1", first, "dedupe.formula", message.format(key, names), others=(key,))
            for key, first, names in (("L-2", "Website", "Website, Margin"), ("L-4", "City", "City"))
        ),
    )


STATUSES: list[tuple[str, str, list[Row], tuple[Cell, Cell]]] = [
    # the rule, the rows, and the status and lost reason that stay
    ("none", "", [{}, {}], (None, None)),
    ("filled", "", [{}, {"Status": "New"}], ("New", None)),
    ("the same in another case", "", [{"Status": "new"}, {"Status": "New"}], ("new", None)),
    ("open, then dead, then qualified, then converted", "", [{"Status": "New"}, {"Status": "Unqualified", "Lost reason": "Price"}], ("Unqualified", "Price")),
    ("qualified is further than dead", "", [{"Status": "Unqualified", "Lost reason": "Price"}, {"Status": "Qualified"}], ("Qualified", None)),
    ("converted is further than qualified", "", [{"Status": "Converted"}, {"Status": "Qualified"}], ("Converted", None)),
    ("of one kind by the order in Settings", "", [{"Status": "New"}, {"Status": " contacted"}], (" contacted", None)),
    ("of equals the row that stays", "", [{"Status": "New", "Lost reason": "a"}, {"Status": "New", "Lost reason": "b"}], ("New", "a")),
    ("one that Settings do not know is open and comes first", "", [{"Status": "Hot"}, {"Status": "New"}], ("New", None)),
    ("but no further than one that has begun", "", [{"Status": "Contacted"}, {"Status": "Hot"}], ("Contacted", None)),
    ("by a rule", "newest", [{"Status": "Converted", "Created": DAY(2024, 1, 1)}, {"Status": "New", "Lost reason": "x", "Created": DAY(2025, 1, 1)}], ("New", "x")),
    ("by a rule, where the statuses are the same", "newest", [{"Status": "New", "Lost reason": "a", "Created": DAY(2024, 1, 1)}, {"Status": "New", "Lost reason": "b", "Created": DAY(2025, 1, 1)}], ("New", "b")),
    ("by a rule, and nobody has a status", "newest", [{}, {"Lost reason": "b"}], (None, "b")),
    ("a reason alone has got nowhere", "", [{"Lost reason": "a"}, {"Status": "New"}], ("New", None)),
    ("all cannot be kept", "keep all", [{"Status": "New"}, {"Status": "Qualified"}], ("Qualified", None)),
    ("no such rule", "latest", [{"Status": "New"}, {"Status": "Qualified"}], ("Qualified", None)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "rows", "expected"), [row[1:] for row in STATUSES], ids=[row[0] for row in STATUSES])
def test_the_status_that_stays_brings_its_lost_reason(rule: str, rows: list[Row], expected: tuple[Cell, Cell]) -> None:
    settings = dataclasses.replace(USUAL, survivors=(Survivor("Status", rule),) if rule else ())
    row = merged(*rows, settings=settings)
    assert (row.get("Status"), row.get("Lost reason")) == expected


NOTES: list[tuple[str, str, list[Row], Cell]] = [
    # the rule, the rows, and the notes
    ("none", "", [{}, {}], None),
    ("filled", "", [{}, {"Notes": "met"}], "met"),
    ("a blank adds nothing", "", [{"Notes": "met"}, {"Notes": "  "}, {"Notes": "called "}], "met\ncalled"),
    ("what is said already is not repeated", "", [{"Notes": "met in May"}, {"Notes": " met "}], "met in May"),
    ("those of one row", "longest", [{"Notes": "met"}, {"Notes": "met at the fair"}, {"Notes": "called"}], "met at the fair"),
    ("those of one row, and none has any", "longest", [{}, {}], None),
    ("what does not stay is added to those of one row", "longest", [{"Notes": "met", "City": "York"}, {"Notes": "called", "City": "Leeds"}], "called\nMerged L-2. City: Leeds"),
    ("no such rule", "latest", [{"Notes": "met"}, {"Notes": "called"}], "met\ncalled"),
    ("several that do not stay, row by row", "", [{"City": "York", "Dog": "Rex"}, {"City": "Leeds", "Dog": "Bo"}, {"City": "Bath"}], "Merged L-2. City: Leeds; Dog: Bo\nMerged L-3. City: Bath"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "rows", "expected"), [row[1:] for row in NOTES], ids=[row[0] for row in NOTES])
def test_notes_are_joined_or_those_of_one_row(rule: str, rows: list[Row], expected: Cell) -> None:
    settings = dataclasses.replace(USUAL, survivors=(Survivor("Notes", rule),) if rule else USUAL.survivors)
    assert merged(*rows, settings=settings).get("Notes") == expected


@pytest.mark.parametrize(("rule", "why"), [("longest", "the longest kept"), ("latest", "all kept")])
def test_the_edit_of_the_notes_says_by_which_rule(rule: str, why: str) -> None:
    leads = [Lead("L-1", {"Notes": "met"}), Lead("L-2", {"Notes": "called twice"})]
    (edit,) = survive(leads, dataclasses.replace(USUAL, survivors=(Survivor("Notes", rule),)), "x").edits
    assert edit.why == f"dedupe: x; {why}"


@pytest.mark.parametrize(("country", "others"), [("DE", None), ("GB", "030 901820")])
def test_a_phone_is_read_as_one_of_the_teams_country(country: str, others: Cell) -> None:
    settings = dataclasses.replace(USUAL, preferences=dataclasses.replace(USUAL.preferences, country=country))
    assert merged({"Phone": "+4930901820"}, {"Phone": "030 901820"}, settings=settings).get("Other phones") == others


def test_a_row_without_an_id_is_another_row() -> None:
    leads = [Lead("L-1", {"City": "York"}), Lead("#9", {"City": "Leeds"})]
    assert [edit.after for edit in survive(leads, USUAL, "x").edits] == ["Merged another row. City: Leeds"]


@pytest.mark.parametrize(("length", "fits"), [(LONGEST_NOTE - 10, True), (LONGEST_NOTE - 9, False)])
def test_notes_are_filled_to_the_last_character(length: int, *, fits: bool) -> None:
    leads = [Lead("L-1", {"Notes": "a" * length}), Lead("L-2", {"Notes": "b" * 10}), Lead("L-3", {"Notes": "c"})]
    text = "a" * length + ("\n" + "b" * 10 if fits else "\nc")
    cut = "Notes of L-1 are full: 1 of the notes that belong there are in the history only."
    assert survive(leads, USUAL, "x") == Survival(
        (Edit("Leads", "L-1", "Notes", "a" * length, text, "dedupe: x; all kept"),),
        (Finding("warning", "Leads", "L-1", "Notes", "dedupe.notes", cut),),
    )


SAYS: list[tuple[str, str, Cell, Cell, bool]] = [
    # the field, what stays, what goes, and whether it is said already
    ("the same", "Need", "Price", "price", True),
    ("a word of it", "Need", "Price and speed", "speed", True),
    ("the start of a word", "Need", "Robert Ng", "R. Ng", True),
    ("another word", "Need", "Price", "Price and speed", False),
    ("a letter after a dot", "Need", "J.R. Ewing", "R. Ewing", True),
    ("a number", "Employees", 40, 4, False),
    ("signs alone", "Company", "?", "-", False),
    ("nothing but a dot", "Need", "Price", ".", False),
    ("a company by its legal form", "Company", "Acme", "ACME Ltd", True),
    ("a country by another name", "Country", "GB", "United Kingdom", True),
    ("a website with and without www", "Website", "https://www.acme.com", "acme.com", True),
    ("a postcode with a space", "Postcode", "YO1 7HH", "yo17hh", True),
    ("a street cut short", "Street", "1 High Street", "1 High St.", True),
]  # fmt: skip


@pytest.mark.parametrize(("field", "stays", "goes", "said"), [row[1:] for row in SAYS], ids=[row[0] for row in SAYS])
def test_what_is_said_already_is_not_noted(field: str, stays: Cell, goes: Cell, *, said: bool) -> None:
    assert ("Notes" in merged({field: stays}, {field: goes}, settings=KEPT)) != said


KEPT = dataclasses.replace(USUAL, survivors=(Survivor("Need", "most complete"),))
"""The value of the row that stays wins."""


def test_an_address_is_filled_only_from_rows_that_agree() -> None:
    kept: Row = {"Street": "1 High St", "City": "York"}
    assert merged(kept, {"City": "Leeds", "Country": "GB"}, {"City": "york", "Region": "Yorkshire"}) == {
        **kept,
        "Region": "Yorkshire",
        "Notes": "Merged L-2. City: Leeds; Country: GB",
    }


def test_an_owner_keeps_their_day_and_a_name_is_filled_from_any_row() -> None:
    assert merged(
        {"First name": "Ana", "Owner": "Ann", "Assigned on": DAY(2025, 2, 1)},
        {
            "First name": "Ben",
            "Last name": "Ng",
            "Owner": "Bob",
            "Assigned on": DAY(2020, 1, 1),
            "Created": DAY(2019, 1, 1),
        },
    ) == {
        "First name": "Ben",
        "Last name": "Ng",
        "Owner": "Ann",
        "Assigned on": DAY(2025, 2, 1),
        "Created": DAY(2019, 1, 1),
        "Notes": "Before merging. First name: Ana\nMerged L-2. Owner: Bob",
    }


def test_each_edit_says_why_in_one_of_few_sentences() -> None:
    leads = [
        Lead("L-1", {"First name": "A", "Score": 3}),
        Lead("L-2", {"First name": "Ana", "Score": 5, "City": "York"}),
    ]
    assert {edit.field: edit.why for edit in survive(leads, USUAL, "same e-mail").edits} == {
        "First name": "dedupe: same e-mail; the longest kept",
        "Score": "dedupe: same e-mail; the largest kept",
        "City": "dedupe: same e-mail; filled from the other row",
    }


def test_notes_that_would_not_fit_are_named_and_left_in_the_history() -> None:
    leads = [Lead("L-1", {"Notes": "a" * (LONGEST_NOTE - 5)}), *(Lead(x, {"Notes": x * 10}) for x in "bc")]
    survival = survive(leads, USUAL, "same e-mail")
    assert survival.edits == ()
    assert [finding.message for finding in survival.findings] == [
        "Notes of L-1 are full: 2 of the notes that belong there are in the history only."
    ]


def test_what_a_formula_in_the_kept_row_keeps_out_goes_elsewhere() -> None:
    kept: Row = {"Other emails": Formula("=A1"), "Email": "ana@web.de", "Industry": Formula("=B1")}
    assert merged(kept, {"Email": "ana@acme.com", "Industry": "Food"}) == {
        **kept,
        "Notes": "Merged L-2. Industry: Food; Other emails: ana@acme.com",
    }
    assert merged({"Email": Formula("=A1")}, {"Email": "ana@acme.com"}) == {
        "Email": Formula("=A1"),
        "Other emails": "ana@acme.com",
    }
