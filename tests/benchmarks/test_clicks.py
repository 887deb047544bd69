"""The clicks' benchmark: its tables, and that it reads each phase off the right call."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.clicks import Cost, import_table, table


def test_what_is_neither_reading_nor_writing_is_work() -> None:
    assert Cost("score", 10, read=1.0, write=2.0, total=4.5).work == pytest.approx(1.5)


def test_a_line_says_the_phases_and_how_often_calc_was_asked() -> None:
    costs = [Cost("score", 20_000, 0.5, 0.75, 1.5, 1.0, Counter(read=12, write=9))]
    assert list(table(costs))[2:] == ["| 20,000 | score | 0.5 s | 0.2 s | 0.8 s | 1.5 s | 1.0 s | 12 + 9 |"]
    assert list(import_table([("the entry", 0.123)]))[2:] == ["| the entry | 0.12 |"]
