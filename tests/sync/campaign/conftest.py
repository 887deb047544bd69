"""One world for the tests of this folder; each history begins with a copy of it. It is gone before any other test runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sync.campaign.product import sync
from tests.sync.campaign.world import World, the_world


@pytest.fixture(scope="package")
def world() -> Iterator[World]:
    with the_world(sync) as made:
        yield made
