"""A short list whose people are known, for both engines that Splink runs on."""

from __future__ import annotations

from tests.core.dedupe.lists import strangers

HEADER = ["First name", "Last name", "Email", "Phone", "Company", "City"]
ANA = ["Ana", "Delgado", "ana.d@acme.com", "+44 7700 900123", "Acme Ltd", "Leeds"]
BOB = ["Robert", "Quist", "rquist@birch.com", "+44 7700 900456", "Birch", "York"]
TWICE = [  # each pair is one person
    (ANA, ["Ana", "Delgado", "ANA.D@acme.com", "", "Acme", "Leeds"]),
    (BOB, ["Bob", "Quist", "", "07700 900456", "", ""]),
    (["Mira", "Tomasek", "mira@cobalt.com", "+44 7700 900789", "", ""], ["Tomasek", "Mira", "mira@cobalt.com", "", "", ""]),
]  # fmt: skip
APART = [  # each pair is two people
    (["Jo", "Haley", "info@dune.com", "", "Dune", "Bath"], ["Max", "Ferrer", "info@dune.com", "", "Dune", "Bath"]),
    (["Eva", "Holm", "", "020 7946 0018", "", "Bath"], ["Jan", "Holm", "", "020 7946 0018", "", "Bath"]),
    (["Lee", "Orr", "lee@gmail.com", "", "", ""], ["Lee", "Marsh", "lee.marsh@gmail.com", "", "", ""]),
]
PEOPLE = [0, 0, 2, 2, 4, 4, 6, 7, 8, 9, 10, 11]
"""Whom the first rows are, by the first row of the same person."""


def rows() -> list[list[str]]:
    """The pairs, and strangers after them."""
    others = [[str(lead.get(name, "")) for name in HEADER] for lead in strangers().values()]
    return [row for pair in (*TWICE, *APART) for row in pair] + others
