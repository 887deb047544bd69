"""A planted fault makes the campaign fail, or the campaign is worth nothing."""

from __future__ import annotations

import pytest

from tests.sync.campaign.play import Broken, play
from tests.sync.campaign.shrinking import shortened
from tests.sync.campaign.steps import History, history
from tests.sync.campaign.teeth import planted
from tests.sync.campaign.world import World

FOUND = {
    "no conflict rows": 0,
}
"""A history that finds each: the first one that does, found by playing them in order."""


@pytest.mark.parametrize(("fault", "number"), FOUND.items(), ids=list(FOUND))
def test_a_planted_fault_is_found(world: World, fault: str, number: int) -> None:
    with planted(fault), pytest.raises(Broken):
        play(world, history(number))


def test_what_can_be_left_out_of_a_failed_history_is_left_out() -> None:
    whole = history(3)
    needed = whole.steps[2]

    def fails(asked: History) -> bool:
        return needed in asked.steps

    assert shortened(whole, fails).steps == (needed,) or needed.events
