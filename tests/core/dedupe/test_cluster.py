"""Which pairs make two groups one. A line of the table is a list of names, pairs with their bits, and the people found."""

from __future__ import annotations

import numpy as np
import pytest

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.dedupe.cluster import OVERWHELMING, Bonds, clusters
from leadsorted_sheets.core.dedupe.columns import texts_of
from leadsorted_sheets.core.dedupe.engine import examine
from tests.core.dedupe.lists import strangers

LINE = 6.0
FAR = LINE + OVERWHELMING
Pair = tuple[int, int, float]

ANA, BEN, NOBODY = "Ana Ng", "Ben Ng", " Ng"
SAME, APART = "same", "apart"

CHAINS: list[tuple[str, list[str], list[Pair], dict[str, list[tuple[int, int]]], list[int]]] = [
    # names by row; pairs and their bits; decisions; each row's person
    ("a pair at the line is one, below it two", [ANA, ANA, BEN, BEN], [(0, 1, LINE), (2, 3, LINE - 0.01)], {}, [0, 0, 2, 3]),
    ("no pairs", [ANA, ANA], [], {}, [0, 1]),
    ("three by two pairs", [ANA, ANA, ANA], [(0, 1, 8), (1, 2, 7)], {}, [0, 0, 0]),
    ("the strongest pair first", [ANA, NOBODY, BEN], [(0, 1, 7), (1, 2, 8)], {}, [0, 1, 1]),
    ("so, in the other order", [ANA, NOBODY, BEN], [(0, 1, 8), (1, 2, 7)], {}, [0, 0, 2]),
    ("of equals the upper rows first", [ANA, NOBODY, BEN], [(0, 1, 8), (1, 2, 8)], {}, [0, 0, 2]),
    ("a nameless row above two people", [NOBODY, ANA, BEN], [(0, 1, 8), (0, 2, 8)], {}, [0, 0, 2]),
    ("a nameless row beneath two people", [ANA, BEN, NOBODY], [(0, 2, 8), (1, 2, 8)], {}, [0, 1, 0]),
    ("so much that it outweighs the names", [ANA, NOBODY, BEN], [(0, 1, FAR + 1), (1, 2, FAR)], {}, [0, 0, 0]),
    ("a little less does not", [ANA, NOBODY, BEN], [(0, 1, FAR), (1, 2, FAR - 0.1)], {}, [0, 0, 2]),
    ("a contradiction in three is too many", [ANA, BEN, "", " Osei"], [(0, 2, 7)], {SAME: [(1, 2), (2, 3)]}, [0, 1, 1, 1]),
    ("one in four is not", [ANA, BEN, "", " Osei", NOBODY], [(0, 2, 7)], {SAME: [(1, 2), (2, 3), (3, 4)]}, [0, 0, 0, 0, 0]),
    # a pair whose own names agree is no chain by a shared phone
    ("the same name holds against another name in the group", [ANA, BEN, ANA], [(0, 2, 7)], {SAME: [(1, 2)]}, [0, 0, 0]),
    ("so does a short form", ["Robert Ng", ANA, "Bob Ng"], [(0, 2, 7)], {SAME: [(1, 2)]}, [0, 0, 0]),
    ("so does a slip", ["Katherine Ng", BEN, "Kathrine Ng"], [(0, 2, 7)], {SAME: [(1, 2)]}, [0, 0, 0]),
    ("an initial does not", ["K Ng", BEN, "Katherine Ng"], [(0, 2, 7)], {SAME: [(1, 2)]}, [0, 1, 1]),
    ("a first name without a surname does not", ["Ana", BEN, ANA], [(0, 2, 7)], {SAME: [(1, 2)]}, [0, 1, 1]),
    ("a surname alone does not", [NOBODY, ANA, BEN], [(0, 2, 8), (0, 1, 7)], {}, [0, 1, 0]),
    ("columns swapped are no contradiction", ["Ana Ng", "Ng Ana", NOBODY], [(0, 2, 8), (1, 2, 7)], {}, [0, 0, 0]),
    ("so, the other way round", ["Ng Ana", "Ana Ng", NOBODY], [(0, 2, 8), (1, 2, 7)], {}, [0, 0, 0]),
    # Junior is never Senior
    ("Junior and Senior", ["Paul Ng Jr", "Paul Ng", "Paul Ng Sr"], [(0, 1, FAR), (1, 2, FAR)], {}, [0, 0, 2]),
    ("so, the other way round", ["Paul Ng Sr", "Paul Ng", "Paul Ng Jr"], [(1, 2, FAR + 1), (0, 1, FAR)], {}, [0, 1, 1]),
    ("two Juniors", ["Paul Ng Jr", "Paul Ng", "Paul Ng Jr"], [(0, 1, 8), (1, 2, 7)], {}, [0, 0, 0]),
    # decisions
    ("decided to be one, whatever the evidence", [ANA, BEN, ANA], [], {SAME: [(0, 1)]}, [0, 0, 2]),
    ("kept apart", [ANA, ANA], [(0, 1, FAR)], {APART: [(0, 1)]}, [0, 1]),
    ("not joined by a third", [ANA, ANA, ANA], [(0, 1, 9), (1, 2, 8)], {APART: [(0, 2)]}, [0, 0, 2]),
    ("so, from the other side", [ANA, ANA, ANA], [(0, 1, 8), (1, 2, 9)], {APART: [(0, 2)]}, [0, 1, 1]),
    ("nor through longer chains", [ANA] * 5, [(0, 1, 12), (3, 4, 11), (1, 2, 10), (2, 3, 9)], {APART: [(0, 4)]}, [0, 0, 0, 3, 3]),
    ("two are kept apart from one", [ANA] * 4, [(0, 1, 9), (1, 2, 8), (2, 3, 7)], {APART: [(0, 2), (0, 3)]}, [0, 0, 2, 2]),
    ("one is kept apart from two", [ANA] * 4, [(0, 1, 9), (1, 2, 8), (1, 3, 7)], {APART: [(1, 2), (0, 3)]}, [0, 0, 2, 3]),
    ("to be one goes before a chain of others", [ANA] * 3, [(0, 1, 9)], {SAME: [(1, 2)], APART: [(0, 2)]}, [0, 1, 1]),
    ("of contradicting decisions the one that keeps apart", [ANA] * 3, [], {SAME: [(0, 1), (1, 2)], APART: [(0, 2)]}, [0, 0, 2]),
    ("a decision about one of a row's many pairs", [NOBODY, NOBODY, ANA, BEN], [(0, 1, 7), (0, 2, 9), (0, 3, 8)], {APART: [(0, 1)]}, [0, 1, 0, 3]),
]  # fmt: skip


def people(
    names: list[str], pairs: list[Pair], decided: dict[str, list[tuple[int, int]]], **facts: list[Cell]
) -> list[int]:
    """Each row's person, when the pairs have just these bits; the names stand among strangers."""
    rows: list[dict[str, Cell]] = []
    for n, name in enumerate(names):
        first, _, last = name.partition(" ")
        rows.append({"First name": first, "Last name": last, **{field: cells[n] for field, cells in facts.items()}})
    every = [{k: v for k, v in row.items() if v} for row in (*rows, *strangers().values())]
    examined = examine(
        texts_of(every, ["First name", "Last name", "Date of birth", "Passport number"]), len(every), country="GB"
    )
    a, b = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    bits = np.array([pair[2] for pair in pairs], np.float32)
    bonds = Bonds(tuple(decided.get(SAME, ())), tuple(decided.get(APART, ())))
    labels = clusters(examined.compared(a, b), bits, LINE, bonds).tolist()
    assert labels[len(names) :] == list(range(len(names), len(every)))
    return labels[: len(names)]


@pytest.mark.parametrize(
    ("names", "pairs", "decided", "expected"), [row[1:] for row in CHAINS], ids=[row[0] for row in CHAINS]
)
def test_pairs_make_people(
    names: list[str], pairs: list[Pair], decided: dict[str, list[tuple[int, int]]], expected: list[int]
) -> None:
    assert people(names, pairs, decided) == expected
    assert people(names, pairs[::-1], decided) == expected


@pytest.mark.parametrize("fact", ["Date of birth", "Passport number"])
def test_a_fact_of_ones_own_holds_against_other_first_names(fact: str) -> None:
    of = {"Date of birth": "1980-04-03", "Passport number": "X1234567"}[fact]
    names, pairs = [ANA, NOBODY, "Luisa Ng"], [(0, 1, 9.0), (0, 2, 8.0)]
    assert people(names, pairs, {}) == [0, 0, 2]
    assert people(names, pairs, {}, **{fact: [of, None, of]}) == [0, 0, 0]
