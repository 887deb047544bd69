"""Questions that are led by one row cross like any other, whoever decides them, and on whichever side."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core import review
from leadsorted_sheets.core.findings import Finding
from tests.sync.paper import Paper, leads
from tests.sync.sides import Pair, a_lead, a_pair

KEYS = [f"L-{n:010}" for n in range(10)]


def a_team() -> tuple[Pair, str, list[str]]:
    """Both sides with five questions that are alike, the row that leads them, and their ids."""
    pair = a_pair(Leads=leads(*(a_lead(key) for key in KEYS)))
    doubts = [
        Finding("review", "Leads", one, None, "dedupe.likely", "", suggestion="Merge", others=(other,), alike="likely one person, same name")
        for one, other in zip(KEYS[::2], KEYS[1::2], strict=True)
    ]  # fmt: skip
    seen = pair.file.read()
    pair.file.write(review.raised(doubts, seen.book, pair.context, examined="dedupe"), seen=seen, columns={})
    pair.sync()
    (leading,) = (key for key, row in pair.sheet.table("Review").items() if row["Kind"] == "Group")
    return pair, leading, [doubt.identity for doubt in doubts]


def decided(paper: Paper, pair: Pair) -> None:
    seen = paper.read()
    paper.write(review.plan(seen.book, review.Options(), pair.context).changes, seen=seen, columns={})


@pytest.mark.parametrize("side", ["file", "sheet"])
def test_a_group_decided_there_and_one_of_it_otherwise_here_holds_on_both_sides(side: str) -> None:
    pair, leading, questions = a_team()
    assert pair.sheet.table("Review") == pair.file.table("Review")
    pair.sheet.type("Review", leading, "Decision", "Keep apart")
    pair.file.type("Review", questions[2], "Decision", "Later")
    pair.sync()
    paper: Paper = getattr(pair, side)
    decided(paper, pair)
    assert pair.sync().conflicts == ()
    pairs = {f"apart:{one}:{other}" for one, other in zip(KEYS[::2], KEYS[1::2], strict=True)}
    for each in (pair.file, pair.sheet):
        assert set(each.table("Review")) == {questions[2]}
        assert set(each.decisions) == pairs - {f"apart:{KEYS[4]}:{KEYS[5]}"}
    assert pair.sync().idle
