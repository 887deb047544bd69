"""What a list teaches: a kind of disagreement counts as much as this list makes it count."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.dedupe.learn import Disagreement, Learnt, learnt

HEADER = ["First name", "Last name", "Email", "Date of birth"]


def judged(differ: float, *, pairs: int = 1000) -> float:
    """The bits learnt for a disagreement that this share of certain pairs shows."""
    unlike = np.arange(pairs) < differ * pairs
    about = {"born": Disagreement(np.ones(pairs, np.bool_), unlike, -5.0, 1.0)}
    found = learnt(np.full(pairs, 40, np.float32), about, count=pairs, size=10.0)
    return found.against.get("born", -5.0)


@pytest.mark.parametrize(
    ("differ", "bits"),
    [(0.0, -5.0), (0.01, -6.0), (0.03, -5.0), (0.25, -2.1), (0.5, -1.0), (0.9, -0.2)],
)
def test_the_more_often_one_persons_rows_disagree_the_less_it_says(differ: float, bits: float) -> None:
    assert judged(differ) == pytest.approx(bits, abs=0.15)


PRIORS: list[tuple[str, list[float], int, float]] = [
    # the bits of the pairs, the rows, and how many pairs of one person there are for a row
    ("no pairs: as in most lists", [], 10, 0.6),
    ("a pair for each row", [40.0] * 10, 10, 1.0),
    ("a pair for every second row", [40.0] * 10, 20, 0.5),
    ("most pairs are two people", [40.0] * 4 + [-40.0] * 6, 10, 0.4),
    ("at least one for ten rows", [-40.0] * 10, 10, 0.1),
    ("at most twelve for one", [40.0] * 100, 5, 12.0),
    ("pairs of a list that says it has one row", [40.0] * 2, 1, 2.0),
    ("pairs of a list that says it has none", [40.0] * 2, 0, 2.0),
]


@pytest.mark.parametrize(("bits", "count", "per_row"), [row[1:] for row in PRIORS], ids=[row[0] for row in PRIORS])
def test_how_many_pairs_are_one_person_is_the_prior(bits: list[float], count: int, per_row: float) -> None:
    assert learnt(np.array(bits, np.float32), {}, count=count, size=3.0) == Learnt(round(math.log2(per_row), 3) - 3.0)


def test_each_kind_of_disagreement_is_learnt_for_itself() -> None:
    """Half of the pairs are certain; born differs in a tenth of those that say, city in a half, region in none."""
    n = np.arange(2000)
    certain, said = n % 2 == 0, n % 4 < 2
    total = np.where(certain, 40, -40).astype(np.float32)
    about = {
        "born": Disagreement(said, said & (n % 40 == 0), -5.0, 1.0),
        "city": Disagreement(said, said & (n % 8 == 0), -1.2, 0.8),
        "region": Disagreement(said, np.zeros(2000, np.bool_), -1.0, 0.9),
    }
    found = learnt(total, about, count=2000, size=11.0)
    share = {"born": (50 + 40 * 2**-5.0) / 540, "city": (250 + 40 * 2**-1.2 * 0.8) / 540 / 0.8}
    assert found == Learnt(-12.0, {kind: round(math.log2(bits), 2) for kind, bits in share.items()})


def test_pairs_that_nobody_is_sure_of_are_judged_again_by_what_was_learnt() -> None:
    """Half of the sure pairs differ, so the doubtful ones that do are nine times in ten one person."""
    n = np.arange(1200)
    total = np.where(n < 600, 40, 9).astype(np.float32)
    unlike = (n % 2 == 0) & (n < 600) | (n >= 900)
    about = {"born": Disagreement(np.ones(1200, np.bool_), unlike, -5.0, 1.0)}
    assert learnt(total, about, count=900, size=10.0) == Learnt(0.119 - 10.0, {"born": -0.83})


def test_while_what_was_learnt_still_moves_the_pairs_are_judged_again() -> None:
    n = np.arange(6040)
    total, seen = np.where(n < 6000, 40, 9).astype(np.float32), (n < 120) | (n >= 6000)
    about = {"born": Disagreement(seen, seen & ((n < 60) | (n >= 6000)), -2.0, 1.0)}
    assert learnt(total, about, count=10_000, size=10.0) == Learnt(-0.734 - 10.0, {"born": -1.05})


def test_of_a_very_long_list_evenly_spread_pairs_are_looked_at() -> None:
    n = np.arange(600_000)
    total, known = np.where(n % 2 == 0, 40, -40).astype(np.float32), n % 8 < 4
    about = {"born": Disagreement(known, n % 8 == 0, -5.0, 1.0)}
    assert learnt(total, about, count=600_000, size=20.0) == Learnt(-20.0, {"born": -1.0})
    about = {"born": Disagreement(known[1:], (n % 8 == 0)[1:], -5.0, 1.0)}
    assert learnt(total[1:], about, count=600_000, size=20.0) == Learnt(-21.0, {"born": -1.0})
    assert learnt(np.where(n < 4, total, -40), {}, count=3, size=20.0) == Learnt(-19.0)


def test_a_few_pairs_teach_little() -> None:
    assert -5 < judged(0.5, pairs=4) < -3.5 < judged(0.5, pairs=400)


@given(st.lists(st.tuples(st.floats(-80, 80), st.booleans(), st.booleans()), max_size=40), st.integers(1, 10**6))
def test_whatever_the_pairs_the_figures_stay_in_their_bounds(pairs: list[tuple[float, bool, bool]], count: int) -> None:
    total = np.array([bits for bits, _, _ in pairs], np.float32)
    known = np.array([flag for _, flag, _ in pairs], np.bool_)
    unlike = known & np.array([flag for _, _, flag in pairs], np.bool_)
    size = float(np.log2(max(count, 16)))
    found = learnt(total, {"city": Disagreement(known, unlike, -1.2, 0.9)}, count=count, size=size)
    assert np.log2(0.1) - size - 0.01 <= found.prior <= np.log2(12) - size + 0.01
    assert all(-6 <= bits <= -0.2 for bits in found.against.values())
    assert set(found.against) == ({"city"} if unlike.any() else set())


def test_a_list_with_poor_dates_of_birth_does_not_let_them_keep_people_apart() -> None:
    """The same pair is one person where dates are often mistyped, and a question where they never are."""
    names = [(f"{a}{b}", f"{c}{d}") for a in ("Tor", "Mar", "Jul", "Kas") for b in ("ben", "lin", "vik", "dan", "wen") for c in ("Alt", "Bern", "Cron", "Dahl") for d in ("mann", "berg", "stad", "holt")]  # fmt: skip

    def rows(mistyped: int) -> list[list[str]]:
        listed = []
        for n, (first, last) in enumerate(names):
            born = f"19{50 + n % 50}-{1 + n % 12:02}-{1 + n % 28:02}"
            other = f"20{11 + n % 9}-{1 + (n + 5) % 12:02}-{1 + (n + 11) % 28:02}" if n < mistyped else born
            mail = f"{first}.{last}{n}@web.de".lower()
            listed += [[first, last, mail, born], [first, last, mail, other]]
        return [*listed, ["Zelda", "Quartermain", "", "1971-02-03"], ["Zelda", "Quartermain", "", "1988-11-30"]]

    def together(mistyped: int) -> bool:
        labels = dedupe.clusters(HEADER, rows(mistyped))
        return labels[-1] == labels[-2]

    assert (together(0), together(200)) == (False, True)
