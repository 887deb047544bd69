"""Whatever a list is like, the work stays in proportion to its length."""

from __future__ import annotations

import numpy as np
import pytest

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.dedupe.blocks import BLOCKS, NEIGHBOURS, PAIRS_PER_ROW, candidates
from leadsorted_sheets.core.dedupe.columns import texts_of_table
from leadsorted_sheets.core.dedupe.people import read
from leadsorted_sheets.core.dedupe.place import company_of
from leadsorted_sheets.core.dedupe.rarity import rarity

HEADER = ["First name", "Last name", "Email", "Phone", "Company", "City"]
ROWS = 6000


def pairs_of(rows: list[list[str]]) -> int:
    people = read(texts_of_table(HEADER, rows), len(rows), country="GB")
    return len(candidates(people, rarity(people), company_of(people))[0])


def word(n: int) -> str:
    """A name of its own for each number, and no two alike."""
    return "".join("bcdfghklmnprst"[(n * 7919 // 14**place) % 14] + "aeiou"[(n // 5**place) % 5] for place in range(5))


WORST = {
    "all equal": lambda n: ["Ana", "Delgado", "ana@acme.com", "020 7946 0018", "Acme", "Leeds"],
    "one phone": lambda n: [word(n % 701), word(n), f"u{n}@x{n}.com", "020 7946 0018", f"C{n}", "Leeds"],
    "one mailbox": lambda n: [word(n % 701), word(n), "info@acme.com", "", "", ""],
    "one name": lambda n: ["Ana", "Delgado", f"u{n}@x{n}.com", "", "", ""],
    "one name, company and city": lambda n: ["Ana", "Delgado", f"u{n}@acme.com", "", "Acme", "Leeds"],
    "groups as large as are compared in full": lambda n: [word(n // 40), word(n // 40), f"u{n}@x{n}.com", f"02079{n // 40:06}", f"C{n // 40}", "Leeds"],
    "nothing but junk": lambda n: ["n/a", "test", "noemail@example.com", "0000000", "", ""],
    "names that are e-mails": lambda n: [f"u{n % 900}@acme.com", f"u{n % 900}@acme.com", "", "", "", ""],
    "mixed scripts": lambda n: ["李" if n % 2 else "Анна", "王Müller"[: 1 + n % 6], "", "", "Акме", "Łódź"],
    "places of one chain": lambda n: ["", "", "", "020 7946 0018", "Quick Stop Market", "Leeds"],
    "places that share a word": lambda n: ["", "", "", "", f"{word(n)} Elementary School", "Leeds"],
    "names of ten kilobytes": lambda n: ["x" * 10_000, "y" * 10_000, "", "", "z" * 10_000, ""],
}  # fmt: skip


@pytest.mark.parametrize("kind", WORST)
def test_no_list_makes_the_pairs_grow_faster_than_the_rows(kind: str) -> None:
    rows = [WORST[kind](n) for n in range(ROWS)]
    assert pairs_of(rows) <= (PAIRS_PER_ROW + NEIGHBOURS) * (len(BLOCKS) + 3) * ROWS / 4


def test_rows_that_are_all_equal_are_one_person() -> None:
    labels = dedupe.clusters(HEADER, [WORST["all equal"](0)] * ROWS, tier="certain")
    assert set(labels) == {0}


def test_duplicates_in_a_crowd_on_one_phone_are_still_found() -> None:
    rows = [WORST["one phone"](n) for n in range(1500)]
    twin = ["Zelda", "Quartermain", "", "020 7946 0018", "", ""]
    rows[10], rows[1400] = twin, [*twin[:4], "Quartermain Ltd", ""]
    labels = dedupe.clusters(HEADER, rows)
    assert labels[1400] == 10
    assert int(np.bincount(labels).max()) == 2


@pytest.mark.parametrize(
    "rows", [[], [["Ana", "", "", "", "", ""]], [["", "", "", "", "", ""]] * 3, [["Ana"], [], ["Ben", "Osei"]]]
)
def test_short_and_ragged_lists_are_taken_as_they_are(rows: list[list[str]]) -> None:
    assert dedupe.clusters(HEADER, rows) == list(range(len(rows)))
