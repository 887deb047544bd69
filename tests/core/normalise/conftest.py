"""A moment and a place for every test of this room."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from leadsorted_sheets.core.plan import Context


@pytest.fixture(scope="session")
def context():
    now = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
    return Context(now, ZoneInfo("Europe/Berlin"), "Ann", lambda prefix: f"{prefix}-0000000000")
