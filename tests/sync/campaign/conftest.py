"""One world for the tests of a process; each history begins with a copy of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sync.campaign.product import sync
from tests.sync.campaign.world import World, the_world


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    with the_world(sync) as made:
        yield made
