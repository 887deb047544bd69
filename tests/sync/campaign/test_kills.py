"""Syncs that are killed with SIGKILL: what landed is recognised, what did not is sent again, nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sync.campaign.kills import BY_COMMAND_LINE, Starter, a_starter, play_with_kills
from tests.sync.campaign.world import World


@pytest.fixture(scope="module")
def starter() -> Iterator[Starter]:
    with a_starter() as made:
        yield made


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_killed_sync_is_gone_on_with(world: World, starter: Starter, number: int) -> None:
    play_with_kills(world, starter, number)


def test_a_sync_killed_by_the_real_command_line_is_gone_on_with(world: World, starter: Starter) -> None:
    play_with_kills(world, starter, BY_COMMAND_LINE)
