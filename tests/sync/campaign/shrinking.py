"""The few steps of a failed history that matter: whatever can be left out is left out, as long as it still fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.sync.campaign.steps import History

MOST_TRIES = 120


def shortened(history: History, fails: Callable[[History], bool]) -> History:
    """A shorter history that fails too. `fails` plays one."""
    tries = 0
    again = True
    while again and tries < MOST_TRIES:
        again = False
        for shorter in _shorter(history):
            tries += 1
            if fails(shorter):
                history, again = shorter, True
                break
            if tries >= MOST_TRIES:
                break
    return history


def _shorter(history: History) -> Iterator[History]:
    """Without half of the steps, without one, then without one of the events."""
    steps = history.steps
    size = len(steps) // 2
    while size:
        for at in range(0, len(steps), size):
            yield replace(history, steps=steps[:at] + steps[at + size :])
        size //= 2
    for at, step in enumerate(steps):
        for gone in range(len(step.events)):
            lighter = replace(step, events=step.events[:gone] + step.events[gone + 1 :])
            yield replace(history, steps=(*steps[:at], lighter, *steps[at + 1 :]))
