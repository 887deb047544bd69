"""The machine of `world` with the engine as it is."""

from __future__ import annotations

import os

from hypothesis.stateful import run_state_machine_as_test

from tests.sync.world import World, budget


def test_the_promises_hold_whatever_people_and_programs_do() -> None:
    run_state_machine_as_test(World, settings=budget(2000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 120))
