"""A context whose time stands still and whose ids count up."""

from __future__ import annotations

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

from leadsorted_sheets.core.plan import Context

NOON = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)


def a_context(now: dt.datetime = NOON, *, actor: str = "Ann", zone: str = "Europe/London", seed: int = 0) -> Context:
    count = itertools.count(1)
    return Context(now, ZoneInfo(zone), actor, lambda prefix: f"{prefix}-1{next(count):09d}", seed)
