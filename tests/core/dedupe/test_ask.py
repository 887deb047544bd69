"""Any table can be measured, and incoming rows are held against the book."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.dedupe import Match
from leadsorted_sheets.errors import NoLeadColumns
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
    with pytest.raises(NoLeadColumns, match="no column looks like a name"):
        dedupe.clusters(["Colour", "Weight"], [["red", "1"]])


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


def test_importing_dedupe_loads_no_numpy() -> None:
    program = "import sys, leadsorted_sheets.core.dedupe; print(sorted({'numpy', 'rapidfuzz', 'nicknames', 'pydantic'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout == "[]\n"
