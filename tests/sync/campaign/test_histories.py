"""The campaign in short: histories by number, and histories that hypothesis makes up and shortens.

`make campaign` plays ten thousand of the first kind, on both cores, with kills among them.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sync.campaign.play import play
from tests.sync.campaign.steps import (
    CALLS,
    CRASHES,
    ELSEWHERE,
    FAULTS,
    IN_A_FILE,
    IN_THE_SHEET,
    MEANWHILE,
    WINDOW,
    Event,
    History,
    Step,
    history,
)
from tests.sync.campaign.world import World

PARTS, IN_EACH = 4, 9

places = st.integers(0, 99)
whats = st.sampled_from((*FAULTS, *WINDOW, *CRASHES, *MEANWHILE))
events = st.builds(Event, st.integers(0, 8), whats, places, places) | st.builds(
    Event, st.integers(0, 1), whats, places, places, st.sampled_from(CALLS)
)
steps = st.one_of(
    st.builds(Step, st.just("sync"), st.sampled_from(("sync", "edit and sync")), st.integers(0, 1), places, places, st.lists(events, max_size=3).map(tuple)),
    st.builds(Step, st.just("sheet"), st.sampled_from(IN_THE_SHEET), st.integers(0, 1), places, places),
    st.builds(Step, st.just("file"), st.sampled_from(IN_A_FILE), st.integers(0, 1), places, places),
    st.builds(Step, st.just("elsewhere"), st.sampled_from(ELSEWHERE), st.integers(0, 1), places, places),
)  # fmt: skip


@pytest.mark.parametrize("part", range(PARTS))
def test_every_promise_holds_whatever_happens(world: World, part: int) -> None:
    for number in range(part * IN_EACH, (part + 1) * IN_EACH):
        play(world, history(number))


@settings(max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(start=st.integers(0, 2), made=st.lists(steps, min_size=4, max_size=12))
def test_every_promise_holds_for_what_hypothesis_makes_up(world: World, start: int, made: list[Step]) -> None:
    play(world, History(-1, start, tuple(made)))


def test_a_history_is_made_from_its_number() -> None:
    assert history(7) == history(7) != history(8)
