"""What a list teaches: a kind of disagreement counts as much as this list makes it count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets.core import dedupe
from leadsorted_sheets.core.dedupe.learn import Disagreement, learnt

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
