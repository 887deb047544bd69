"""Which row stays, and in which order the rows may give a value. A line is the rows A, B, C … and their order."""

from __future__ import annotations

import datetime as dt

import pytest

from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.dedupe.claims import Lead, claims, kept_first
from leadsorted_sheets.core.settings import Survivor

Row = dict[str, Cell]
DAY, TIME = dt.date, dt.datetime


def leads(rows: list[Row]) -> list[Lead]:
    return [Lead(letter, row) for letter, row in zip("ABCDEF", rows, strict=False)]


FIRST: list[tuple[str, list[Lead], str]] = [
    ("one with an id before one without", [Lead("#9", {"City": "York", "Notes": "x"}), Lead("L-1", {})], "L-1 #9"),
    ("the most complete", [Lead("L-1", {"City": "York"}), Lead("L-2", {"City": "York", "Notes": "x"})], "L-2 L-1"),
    ("a blank counts for nothing", [Lead("L-1", {"City": "York", "Notes": None}), Lead("L-2", {"City": "York", "Created": DAY(2024, 1, 1)})], "L-2 L-1"),
    ("nor does a formula", [Lead("L-1", {"City": "York", "Notes": Formula("=A1")}), Lead("L-2", {"City": "York", "Created": DAY(2024, 1, 1)})], "L-2 L-1"),
    ("nor does an error", [Lead("L-1", {"City": "York", "Notes": Error("#N/A")}), Lead("L-2", {"City": "York", "Created": DAY(2024, 1, 1)})], "L-2 L-1"),
    ("of equally complete rows the oldest", [Lead("L-1", {"Created": DAY(2025, 1, 1)}), Lead("L-2", {"Created": DAY(2024, 1, 1)})], "L-2 L-1"),
    ("one without a date is the youngest", [Lead("L-1", {"City": "York"}), Lead("L-2", {"Created": DAY(2024, 1, 1)})], "L-2 L-1"),
    ("the oldest whatever its words", [Lead("L-1", {"City": "Leeds", "Created": DAY(2025, 1, 1)}), Lead("L-2", {"City": "York", "Created": DAY(2024, 1, 1)})], "L-2 L-1"),
    ("of equally old rows the first by its words", [Lead("L-1", {"City": "York"}), Lead("L-2", {"City": "Leeds"})], "L-2 L-1"),
    ("whatever the order of its cells", [Lead("L-1", {"City": "York", "Area": "a"}), Lead("L-2", {"Area": "b", "City": "York"})], "L-1 L-2"),
    ("cell by cell", [Lead("L-1", {"Area": "York Road", "City": "Bath"}), Lead("L-2", {"Area": "York", "City": "Ulm"})], "L-2 L-1"),
    ("the id is no word of it", [Lead("L-2", {"Lead ID": "L-1", "City": "York"}), Lead("L-1", {"Lead ID": "L-2", "City": "York"})], "L-1 L-2"),
    ("of the same words the lower id", [Lead("L-2", {"City": "York"}), Lead("L-1", {"City": "York"})], "L-1 L-2"),
    ("three, two of which claim the same", [Lead("L-1", {"City": "York"}), Lead("L-2", {"City": "Leeds"}), Lead("L-3", {"City": "Bath", "Notes": "x"})], "L-3 L-2 L-1"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "order"), [row[1:] for row in FIRST], ids=[row[0] for row in FIRST])
def test_the_row_that_stays(rows: list[Lead], order: str) -> None:
    assert [lead.key for lead in kept_first(rows)] == order.split()
    assert [lead.key for lead in kept_first(rows[::-1])] == order.split()


MADE, HEARD, CHANGED = "Created", "Last activity", "Updated"
ORDERS: list[tuple[str, str, tuple[str, ...], list[Row], str]] = [
    # the rule, the fields, the rows, and their order
    ("who has no value has no claim", "newest", ("City",), [{}, {"City": "York"}, {"City": None}], "B"),
    ("nor who has a formula or an error", "oldest", ("City",), [{"City": Formula("=A1")}, {"City": Error("#N/A")}], ""),
    ("a value in any of the fields", "oldest", ("City", "Street"), [{"Street": "x"}, {}, {"City": "York"}], "AC"),
    ("complete: of one field the row that stays", "most complete", ("City",), [{"City": "York"}, {"City": "Kingston"}], "AB"),
    ("complete: of several the one with more", "most complete", ("City", "Street"), [{"City": "York"}, {"City": "Bath", "Street": "x"}, {"Street": "y"}], "BAC"),
    ("no such rule", "latest", ("City",), [{"City": "York"}, {"City": "Kingston", MADE: DAY(2025, 1, 1)}], "AB"),
    ("newest: by the date itself", "newest", ("Seen",), [{"Seen": DAY(2024, 1, 1), MADE: DAY(2026, 1, 1)}, {"Seen": DAY(2025, 1, 1)}], "BA"),
    ("newest: by the last that was heard of the row", "newest", ("City",), [{"City": "a", MADE: DAY(2025, 5, 1)}, {"City": "b", HEARD: DAY(2025, 7, 1), MADE: DAY(2020, 1, 1)}, {"City": "c", CHANGED: DAY(2025, 6, 1)}], "BCA"),
    ("newest: no date at all comes last", "newest", ("City",), [{"City": "a"}, {"City": "b", MADE: DAY(2020, 1, 1)}], "BA"),
    ("oldest: by when the row was made, not changed", "oldest", ("City",), [{"City": "a", MADE: DAY(2025, 1, 1), CHANGED: DAY(2020, 1, 1)}, {"City": "b", MADE: DAY(2024, 1, 1)}, {"City": "c"}], "BAC"),
    ("oldest: by the date itself", "oldest", ("Seen",), [{"Seen": DAY(2024, 1, 1), MADE: DAY(2020, 1, 1)}, {"Seen": DAY(2023, 1, 1)}], "BA"),
    ("dates: by the second", "oldest", ("Seen",), [{"Seen": TIME(2024, 1, 1, 9, 0, 2)}, {"Seen": TIME(2024, 1, 1, 9, 0, 1)}, {"Seen": DAY(2024, 1, 1)}], "CBA"),
    ("dates: by the minute", "oldest", ("Seen",), [{"Seen": TIME(2024, 1, 1, 9, 1, 0)}, {"Seen": TIME(2024, 1, 1, 9, 0, 59)}], "BA"),
    ("dates: by the hour", "oldest", ("Seen",), [{"Seen": TIME(2024, 1, 1, 10, 0)}, {"Seen": TIME(2024, 1, 1, 9, 59, 59)}, {"Seen": TIME(2024, 1, 1, 23, 59, 59)}, {"Seen": DAY(2024, 1, 2)}], "BACD"),
    ("dates: ISO text is one, other text is none", "newest", ("Seen",), [{"Seen": "soon"}, {"Seen": " 2025-01-01 "}, {"Seen": "2024-01-01T10:00:00+02:00"}], "BCA"),
    ("longest: words spelt out first", "longest", ("Name",), [{"Name": "Bartholomew"}, {"Name": "Jo An"}], "BA"),
    ("longest: an initial is no word", "longest", ("Name",), [{"Name": "J. A. B. Ng"}, {"Name": "Jo Ng"}], "BA"),
    ("longest: then letters", "longest", ("Name",), [{"Name": "Anna"}, {"Name": "Annabel"}], "BA"),
    ("longest: an umlaut counts for two letters", "longest", ("Name",), [{"Name": "Oezdemir"}, {"Name": "Özdemir"}], "BA"),
    ("longest: then accents", "longest", ("Name",), [{"Name": "Andre"}, {"Name": "André"}], "BA"),
    ("longest: then proper case", "longest", ("Name",), [{"Name": "ANNA"}, {"Name": "anna"}, {"Name": "Anna"}], "CAB"),
    ("longest: of several fields together", "longest", ("Name", "Last"), [{"Name": "Annabel"}, {"Name": "Jo", "Last": "Ng"}], "BA"),
    ("longest: of equals the row that stays", "longest", ("Name",), [{"Name": "Anna"}, {"Name": "Xena"}], "AB"),
    ("longest: each umlaut, and ß", "longest", ("Name",), [{"Name": "Jaegermoellstrassenbuero"}, {"Name": "Jägermöllstraßenbüro"}], "BA"),
    ("longest: capitals too", "longest", ("Name",), [{"Name": "AEOEUE X"}, {"Name": "ÄÖÜ X"}], "BA"),
    ("common: whatever case and accents", "most common", ("Name",), [{"Name": "Anna"}, {"Name": "Jose"}, {"Name": "JOSÉ"}], "BCA"),
    ("common: of several fields together", "most common", ("Name", "Last"), [{"Name": "Jo", "Last": "Ng"}, {"Name": "Jo", "Last": "Li"}, {"Name": "jo", "Last": "li"}], "BCA"),
    ("largest: as numbers, text last", "largest", ("Size",), [{"Size": "many"}, {"Size": 9}, {"Size": 10.5}], "CBA"),
    ("largest: yes and no are no numbers", "largest", ("Size",), [{"Size": True}, {"Size": -5}], "BA"),
    ("largest: dates as days", "largest", ("Size",), [{"Size": DAY(2024, 1, 1)}, {"Size": DAY(2025, 1, 1)}], "BA"),
    ("smallest: text last", "smallest", ("Size",), [{"Size": "many"}, {"Size": 10}, {"Size": 9}], "CBA"),
    ("trusted: in the order of the sources", "trusted source", ("City",), [{"City": "a", "Source": "Web"}, {"City": "b", "Source": "fair "}, {"City": "c", "Source": "Partner"}, {"City": "d"}], "CBAD"),
    ("all: as they are", "keep all", ("City",), [{"City": "b"}, {"City": "a"}], "AB"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "fields", "rows", "order"), [row[1:] for row in ORDERS], ids=[row[0] for row in ORDERS]
)
def test_the_order_of_claims(rule: str, fields: tuple[str, ...], rows: list[Row], order: str) -> None:
    named = Survivor(fields[0], rule, ("Partner", "Fair"))
    assert "".join(lead.key for lead in claims(leads(rows), fields, named)) == order
