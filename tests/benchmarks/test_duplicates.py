"""The benchmark of duplicates runs from end to end, is fair about the truth, and says what a contender could not do."""

from __future__ import annotations

import csv

import pytest

from benchmarks import peers
from benchmarks.companies import COLUMNS, sites
from benchmarks.duplicates import main

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
