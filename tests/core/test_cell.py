"""Cells in one spelling, whichever program wrote them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given

from leadsorted_sheets.core.cell import Cell, Error, Formula, canon, from_json, same, to_json
from tests.strategies import all_cells, raw_cells


@pytest.mark.parametrize(
    ("raw", "cell"),
    [
        ("", None),
        ("x", "x"),
        (" x ", " x "),
        ("a\r\nb\rc", "a\nb\nc"),
        ("e\u0301", "\u00e9"),
        (3.0, 3),
        (-0.0, 0),
        (0.1 + 0.2, 0.3),
        (491701234567.0, 491701234567),
        (1e300, 1e300),
        (float("inf"), Error("#NUM!")),
        (True, True),
        (dt.datetime(2026, 3, 4), dt.date(2026, 3, 4)),
        (dt.datetime(2026, 3, 4, 5, 6, 7, 600_000), dt.datetime(2026, 3, 4, 5, 6, 8)),
        (dt.timedelta(hours=36), 1.5),
    ],
)
def test_a_cell_has_one_spelling(raw: Cell | dt.timedelta, cell: Cell) -> None:
    assert repr(canon(raw)) == repr(cell)


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        (True, 1, False),
        (False, 0, False),
        (True, True, True),
        (1, 1.0, True),
        ("1", 1, False),
        (None, None, True),
        (None, 0, False),
        (dt.date(2026, 1, 1), dt.datetime(2026, 1, 1, 0, 0, 1), False),
        (Formula("=A1"), Formula("=B2"), True),
        (Error("#N/A"), Error("#REF!"), False),
    ],
)
def test_cells_are_compared_as_a_person_would(a: Cell, b: Cell, alike: bool) -> None:
    assert same(a, b) is alike
    assert same(b, a) is alike


def test_a_moment_with_a_time_zone_is_no_cell() -> None:
    with pytest.raises(ValueError, match="book's zone"):
        canon(dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC))


@given(raw_cells)
def test_the_one_spelling_is_final(raw: Cell) -> None:
    assert same(canon(canon(raw)), canon(raw))


@given(all_cells)
def test_json_gives_back_the_same_cell(cell: Cell) -> None:
    back = from_json(json.loads(json.dumps(to_json(cell))))
    assert type(back) is type(cell)
    assert same(back, cell)
