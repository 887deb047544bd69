"""The simulation of fairness: what it reckons as due, and that the team gets it."""

from __future__ import annotations

import datetime as dt

import pytest

from benchmarks.fairness import FIRST, TEAM, _due, simulated


def test_at_the_end_of_every_day_everybody_is_within_a_lead_of_their_due() -> None:
    found = simulated(days=30, a_day=40)
    assert sum(found.got.values()) == 1200
    assert sum(found.due.values()) == pytest.approx(1200)
    assert found.worst_ever <= 1
    assert found.worst_day < 2


def test_what_is_due_goes_by_weight_among_those_who_are_there_and_over_a_cap_to_the_others() -> None:
    nothing: dict[str, list[int]] = {owner.name: [] for owner in TEAM}
    assert _due(FIRST, 9, nothing) == {"Ann": 1, "Bob": 1, "Cem": 2, "Dee": 2, "Eve": 0.5, "Fay": 1.5, "Gus": 1}
    busy = _due(FIRST, 85, nothing)  # Dee stops at 15; seven weights share the other 70
    assert busy == {"Ann": 10, "Bob": 10, "Cem": 20, "Dee": 15, "Eve": 5, "Fay": 15, "Gus": 10}
    away = _due(FIRST + dt.timedelta(10), 8, {**nothing, "Fay": [400]})
    assert "Bob" not in away
    assert away["Fay"] == 0
