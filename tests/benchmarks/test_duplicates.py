"""The benchmark of duplicates runs from end to end, is fair about the truth, and says what a contender could not do."""

from __future__ import annotations

import csv

import pytest

from benchmarks import peers
from benchmarks.companies import COLUMNS, sites
from benchmarks.duplicates import by_half, half_of, main

LIST = [
    ("First name", "Last name", "Email", "Phone", "truth"),
    ("Ana", "Delgado", "ana@acme.com", "020 7946 0018", "1"),
    ("ANA", "DELGADO", "ANA@acme.com", "020 7946 0018", "1"),
    ("Ana", "Delgado", "", "+44 20 7946 0018", "1"),
    ("Ben", "Osei", "ben@birch.com", "", "2"),
]


def test_the_table_names_every_contender_that_needs_nothing_installed(tmp_path, capsys):
    with (tmp_path / "four.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(LIST)
    (tmp_path / "without truth.csv").write_text("name\nAnn\n", encoding="utf-8")
    main(["--data", str(tmp_path)])
    table = [line.strip("| ").split(" | ")[:5] for line in capsys.readouterr().out.splitlines()[2:]]
    assert table == [
        ["four", "Remove Duplicates", "1.000", "0.333", "0.500"],
        ["four", "exact e-mail or phone", "1.000", "0.333", "0.500"],
        ["four", "**leadsorted**, certain", "1.000", "1.000", "1.000"],
        ["four", "**leadsorted**, certain and likely", "1.000", "1.000", "1.000"],
    ]


def test_our_engine_alone_is_shown_by_halves_of_the_people(tmp_path, capsys):
    with (tmp_path / "four.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(LIST)
    main(["--data", str(tmp_path), "--halves"])
    assert capsys.readouterr().out.splitlines()[2:] == ["| four | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 |"]
    main(["--data", str(tmp_path), "--calibration"])
    bands = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines()[2:]]
    assert sum(int(band[3]) + int(band[5]) for band in bands) >= 2  # enough to join the three rows
    assert {band[4] for band in bands} | {band[6] for band in bands} <= {"100.0%", "0.0%"}


def test_a_wrong_pair_counts_in_the_half_of_its_first_row():
    people = [next(name for name in "abcdefgh" if half_of(name) == half) for half in (0, 1)]
    one, other = people
    assert by_half([0, 0, 0], [one, one, other]) == (2 * 1 / (3 + 1), 1.0)
    assert by_half([0, 1, 2, 2], [one, one, other, other]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ({"first_name": "Dr. José", "last_name": "Núñez, PhD"}, {"first_name": "jose", "last_name": "nunez"}),
        ({"name": "SMITH, John"}, {"first_name": "john", "last_name": "smith"}),
        ({"phone": "+44 20 7946 0018 x12"}, {"phone": "079460018"}),
        ({"company": "Acme, Inc."}, {"company": "acme"}),
        ({"phone": "000-000-0000"}, {}),
    ],
)
def test_peers_are_given_clean_cells(rows, kept):
    (found,) = peers.cleaned([rows])
    assert {column: value for column, value in found.items() if value} == kept


def test_an_expert_drops_what_nobody_owns_and_folds_gmail():
    rows = [{"email": "info@acme.com"}, {"email": "J.Doe+x@GoogleMail.com"}]
    assert [row["email"] for row in peers.cleaned(rows, expert=True)] == [None, "jdoe@gmail.com"]
    assert [row["email"] for row in peers.cleaned(rows)] == ["info@acme.com", "j.doe+x@googlemail.com"]


def test_the_same_seed_makes_the_same_places():
    assert sites(200, seed=3) == sites(200, seed=3) != sites(200, seed=4)
    made = sites(200, seed=3)
    assert len(made) == 200
    assert all(len(row) == len(COLUMNS) + 1 for row in made)
    assert 20 < len({row[-1] for row in made}) < 200
