"""Any table can be measured, and incoming rows are held against the book."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.dedupe import Match
from leadsorted_sheets.core.dedupe.remembered import Remembered, written
from leadsorted_sheets.errors import NoLeadColumns, WrongUsage
from tests.core.dedupe.lists import strangers

TABLES: list[tuple[list[str], list[list[str]], list[int]]] = [
    (["Vorname", "Nachname", "E-Mail"], [["Ana", "Ng", "a@x.de"], ["Ben", "Osei", "b@x.de"], ["Ana", "Ng", "A@x.de"]], [0, 1, 0]),
    (["Full Name", "Mobile"], [["Ana Ng", "+44 7700 900123"], ["Ng, Ana", "07700 900123"]], [0, 0]),
    (["company", "address", "zip"], [["Acme Ltd", "1 High Street", "YO1"], ["ACME", "1 High St.", "yo1"], ["Birch", "2 Low Rd", "YO2"]], [0, 0, 2]),
    (["given_name", "surname", "date_of_birth"], [["ana", "ng", "19710624"], ["anna", "ng", "19710624"], ["ana", "ng", "19800101"]], [0, 0, 2]),
    (["fname_c1", "lname_c1", "by", "bm", "bd"], [["ana", "ng", "1971", "6", "24"], ["ana", "ng", "1971", "06", "24"]], [0, 0]),
    (["id", "email", "note"], [["1", "a@x.de", "x"], ["2", "a@x.de", "y"], ["3", "", "x"]], [0, 0, 2]),
]  # fmt: skip


@pytest.mark.parametrize(("header", "rows", "expected"), TABLES, ids=[" ".join(table[0]) for table in TABLES])
def test_any_headers_are_understood(header: list[str], rows: list[list[str]], expected: list[int]) -> None:
    assert dedupe.clusters(header, rows, country="GB") == expected


def test_a_table_without_a_column_to_go_by_is_refused() -> None:
    with pytest.raises(NoLeadColumns) as refusal:
        dedupe.clusters(["Colour", "Weight"], [["red", "1"]])
    assert str(refusal.value) == str(NoLeadColumns("The table", ("Colour", "Weight")))


def test_who_waits_for_a_table_is_told_how_far_it_is() -> None:
    told: list[tuple[str, int, int]] = []
    dedupe.clusters(["Email"], [["a@x.de"]], progress=lambda *step: told.append(step))
    assert told == [("Looking for duplicates", done, 5) for done in (1, 2, 3, 4)]


@pytest.mark.parametrize(("code", "tier"), [("+44", "certain"), ("+49", "possible")])
def test_without_a_country_incoming_phones_are_british(code: str, tier: str) -> None:
    ana: dict[str, Cell] = {"First name": "Ana", "Last name": "Ng"}
    known = {**strangers(), "L-1": {**ana, "Phone": f"{code} 7700 900123"}}
    (match,) = dedupe.matches({"#2": {**ana, "Phone": "07700 900123"}}, known)
    assert (match.other, match.tier) == ("L-1", tier)


def test_the_seconds_of_each_phase_are_measured_by_the_clock_given() -> None:
    ticks = itertools.count(0, 2)
    timings: dict[str, float] = {}
    dedupe.clusters(["email"], [["a@x.de"]], clock=lambda: float(next(ticks)), timings=timings)
    assert timings == {"keys": 2, "rarity": 2, "candidate pairs": 2, "evidence": 2, "clusters": 2}


def test_a_phone_without_a_code_is_from_the_country_given() -> None:
    rows = [["Ana Ng", "020 7946 0018"], ["Ana Ng", "+44 20 7946 0018"], ["Ana Ng", "+1 207 946 0018"]]
    assert dedupe.clusters(["Name", "Phone"], rows, country="GB")[:2] == [0, 0]


def test_incoming_rows_are_held_against_the_book_and_each_other() -> None:
    known = strangers()
    olivia = known["L-S00"]
    incoming: dict[str, dict[str, Cell]] = {
        "#2": {"First name": "Olivia", "Last name": "Archer", "Email": olivia["Email"]},
        "#3": {"First name": "Zelda", "Last name": "Quartermain", "Email": "zq@web.de"},
        "#4": {"First name": "Zelda", "Last name": "Quartermain", "Email": "ZQ@web.de", "City": "York"},
        "L-S05": {"First name": "Nobody", "Last name": "Known", "Email": "nk@web.de"},
    }
    found = dedupe.matches(incoming, known)
    assert [(match.key, match.other, match.in_book, match.tier) for match in found] == [
        ("#2", "L-S00", True, "certain"),
        ("#4", "#3", False, "certain"),
    ]
    assert found[0].why.startswith("Same e-mail olivia.archer@alder.co.uk; ")
    assert isinstance(found[0], Match)
    assert dedupe.matches({}, known) == ()


OLIVIA: dict[str, Cell] = {"First name": "Olivia", "Last name": "Archer"}
MAIL = {"Email": "olivia.archer@alder.co.uk"}
NOBODY: dict[str, Cell] = {"First name": "Zelda", "Last name": "Quartermain", "Email": "zq@web.de"}

COMING: list[tuple[str, dict[str, dict[str, Cell]], dict[str, dict[str, Cell]], list[tuple[str, str, bool, str]]]] = [
    # what comes in, what is in the book, and the match of each
    ("nobody", {"#2": NOBODY}, {}, []),
    ("nothing in the book, two alike", {"#2": NOBODY, "#3": NOBODY}, {}, [("#3", "#2", False, "certain")]),
    ("the same key in both", {"L-1": NOBODY}, {"L-1": NOBODY}, [("L-1", "L-1", True, "certain")]),
    ("the book before an earlier row", {"#2": NOBODY, "#3": NOBODY}, {"L-1": NOBODY}, [("#2", "L-1", True, "certain"), ("#3", "L-1", True, "certain")]),
    ("a surer earlier row before the book", {"#2": {**OLIVIA, **MAIL}, "#3": {**OLIVIA, **MAIL}}, {"L-1": {**OLIVIA, "Company": "Alder Foods"}}, [("#2", "L-1", True, "possible"), ("#3", "#2", False, "certain")]),
    ("of equals the first of the book", {"#2": NOBODY}, {"L-2": NOBODY, "L-1": NOBODY}, [("#2", "L-1", True, "certain")]),
    ("two of the book alike are not asked about", {"#2": {**OLIVIA, **MAIL}}, {"L-1": NOBODY, "L-2": NOBODY}, []),
    ("likely", {"#2": {**OLIVIA, "Company": "Alder Foods"}}, {"L-1": {**OLIVIA, "Company": "Alder Foods Ltd"}}, [("#2", "L-1", True, "likely")]),
    ("possible", {"#2": OLIVIA}, {"L-1": OLIVIA}, [("#2", "L-1", True, "possible")]),
]  # fmt: skip


@pytest.mark.parametrize(("incoming", "known", "expected"), [row[1:] for row in COMING], ids=[row[0] for row in COMING])
def test_each_incoming_row_has_its_best_match(
    incoming: dict[str, dict[str, Cell]],
    known: dict[str, dict[str, Cell]],
    expected: list[tuple[str, str, bool, str]],
) -> None:
    others = {key: {**row, "Lead ID": key} for key, row in strangers().items() if key != "L-S00"}
    found = dedupe.matches(incoming, {**others, **known})
    assert [(match.key, match.other, match.in_book, match.tier) for match in found] == expected


def test_a_match_is_told_whole() -> None:
    why = (
        "Same e-mail olivia.archer@alder.co.uk; same surname (3 of 61 here); same first name (3 of 61 here); "
        "same company (10 of 60 here)."
    )
    assert dedupe.matches({"#2": {**OLIVIA, **MAIL}}, strangers()) == (
        Match("#2", "L-S00", True, "certain", 0.986, why),
    )


DECIDED: list[tuple[str, dict[str, dict[str, Cell]], list[Match]]] = [
    ("one, whatever the evidence", {"same:L-1:#2": {}}, [Match("#2", "L-1", True, "certain", 1.0, "You decided that they are one person.", decided=True)]),
    ("two", {"apart:L-1:#3": {}}, []),
    ("about two of the book", {"same:L-1:L-2": {}}, []),
    ("one with the first of two", {"same:L-1:#2": {}, "same:L-2:#2": {}}, [Match("#2", "L-1", True, "certain", 1.0, "You decided that they are one person.", decided=True)]),
]  # fmt: skip


@pytest.mark.parametrize(("decisions", "expected"), [row[1:] for row in DECIDED], ids=[row[0] for row in DECIDED])
def test_what_was_decided_about_an_incoming_row_holds(
    decisions: dict[str, dict[str, Cell]], expected: list[Match]
) -> None:
    """Decisions name rows by their ids; an incoming row has none yet, and is known by its keys."""
    known = {"L-1": NOBODY, "L-2": {"First name": "Uma", "Last name": "Jay", "Email": "uma@web.de"}}
    incoming: dict[str, Cell] = {"First name": "Bo", "Last name": "Li", "Email": "bo@li.example"}
    facts = {}
    for key in decisions:
        _, a, b = key.split(":")
        rows = {"#2": incoming, "#3": {**NOBODY, "City": "York"}, **known}
        facts[key] = {"A": a, "B": b, "Known A": written(rows[a], "GB"), "Known B": written(rows[b], "GB")}
    found = dedupe.matches({"#2": incoming}, {**strangers(), **known}, remembered=Remembered(facts, "GB"))
    assert list(found) == expected


def test_the_country_named_or_of_most_rows_reads_a_phone() -> None:
    header = ["Name", "Phone", "Country"]
    german = [["Ana Ng", "030 901820", ""], ["Ana Ng", "+49 30 901820", ""], ["Bo Li", "030 901821", "Germany"]]
    assert dedupe.clusters(header, german) == [0, 0, 2]
    assert dedupe.clusters(header[:2], [row[:2] for row in german], country="DE") == [0, 0, 2]
    assert dedupe.clusters(header[:2], [["Ana Ng", "(212) 555-0175"], ["Ana Ng", "+1 212 555 0175"]]) == [0, 0]


def test_the_tier_says_what_is_one_person_in_a_table() -> None:
    rows = [
        ["Ana Ng", "Acme", ""],
        ["Ana Ng", "Acme Ltd", ""],
        ["Bo Li", "", "bo@li.example"],
        ["Bo Li", "x", "bo@li.example"],
    ]
    header = ["Name", "Company", "Email"]
    assert dedupe.clusters(header, rows) == [0, 0, 2, 2]
    assert dedupe.clusters(header, rows, tier="certain") == [0, 1, 2, 2]
    assert dedupe.clusters(header, []) == []


def test_a_lead_that_is_not_there_is_refused_whichever_it_is() -> None:
    for pair in (("L-S00", "L-9"), ("L-9", "L-S00")):
        with pytest.raises(WrongUsage) as refusal:
            dedupe.why({"Leads": strangers()}, *pair)
        assert str(refusal.value) == "There is no lead L-9. Give two ids from the Lead ID column."
    with pytest.raises(WrongUsage):
        dedupe.why({}, "L-9", "L-9")


def test_importing_dedupe_loads_no_numpy() -> None:
    program = "import sys, leadsorted_sheets.core.dedupe; print(sorted({'numpy', 'rapidfuzz', 'nicknames', 'pydantic'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout == "[]\n"
