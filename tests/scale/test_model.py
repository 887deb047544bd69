"""Every piece of the model fits the keys, both engines and one another."""

from __future__ import annotations

import re
from itertools import product

import pytest
import sqlglot
from sqlglot import exp

from leadsorted_sheets.core.dedupe.nicknames import nicknames
from leadsorted_sheets.scale import model
from leadsorted_sheets.scale.keys import TEXTS, forms, full_name

EVERY = frozenset(TEXTS)
COLUMNS = {*TEXTS, "forms", "role", "free", "unique_id", "firm", "own_email", "own_phone", "long_local"}


def columns_of(sql: str) -> set[str]:
    tree = sqlglot.parse_one(f"select {sql}", read="duckdb")
    return {re.sub("_[lr]$", "", column.name) for column in tree.find_all(exp.Column)}


@pytest.mark.parametrize("block", model.BLOCKS, ids=lambda block: block.name)
def test_a_block_is_made_of_keys_that_are_there(block: model.Block) -> None:
    assert columns_of(block.sql) <= COLUMNS
    assert block.possible(EVERY)
    assert not block.possible(frozenset())
    assert 1 < block.cap <= 100


def test_blocks_have_names_of_their_own() -> None:
    assert len({block.name for block in model.BLOCKS}) == len(model.BLOCKS)


@pytest.mark.parametrize("tongue", [model.DUCKDB, model.SPARK])
def test_what_is_compared_is_sql_over_keys_that_are_there(tongue: model.Tongue) -> None:
    for comparison in model.comparisons(EVERY, 1000, tongue):
        levels = comparison["comparison_levels"]
        assert isinstance(levels, list)
        assert levels[0]["is_null_level"]
        assert levels[-1]["sql_condition"] == "ELSE"
        for level in levels[:-1]:
            assert columns_of(level["sql_condition"]) <= COLUMNS, level
            assert level.get("tf_adjustment_column", "first") in COLUMNS


def test_a_list_is_compared_by_what_it_has() -> None:
    named = [each["output_column_name"] for each in model.comparisons(frozenset({"email", "city"}), 9, model.DUCKDB)]
    assert named == ["email", "city"]
    assert [block.name for block in model.blocks(frozenset({"email", "local"}))] == ["mail", "mailbox_name"]
    assert model.blocks(frozenset({"title"})) == ()


@pytest.mark.parametrize(("bits", "odds"), [(3.0, 8.0), (0.0, 1.0), (-2.0, 0.25)])
def test_bits_are_odds(bits: float, odds: float) -> None:
    weight = model._weight(bits)
    assert weight["m_probability"] / weight["u_probability"] == odds  # type: ignore[operator]  # both are numbers


def test_a_longer_list_makes_a_match_less_likely_and_a_mailbox_of_ones_own_weigh_more() -> None:
    assert model.prior(10_000) < model.prior(100) < 0.01
    (short,), (long,) = (list(model.comparisons(frozenset({"email"}), rows, model.DUCKDB)) for rows in (100, 10_000))
    u_short, u_long = (each["comparison_levels"][1]["u_probability"] for each in (short, long))  # type: ignore[index]  # as Splink is told
    assert u_short / u_long == pytest.approx(100)


def test_names_meet_in_their_forms_as_nicknames_do() -> None:
    """Two full names that are both short for a third aside: those are two people here and there."""
    known = nicknames()
    names = ["bob", "rob", "robert", "bill", "william", "liz", "beth", "elizabeth", "pepe", "jose", "jim", "sascha"]  # fmt: skip
    for one, other in product(names, names):
        if one == other or not (known.is_full(one) and known.is_full(other)):
            assert bool(set(forms(one)) & set(forms(other))) == (one == other or known.meet(one, other)), (one, other)


def test_a_block_takes_short_names_for_the_name_they_stand_for() -> None:
    assert {full_name(name) for name in ("bob", "rob", "bobby", "robert")} == {"robert"}
