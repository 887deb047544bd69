"""No garbage collection while hundreds of thousands of rows are made that all stay: it would look at each again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_collector() -> Iterator[None]:
    """Python's cyclic collector rests inside; memory is freed as ever, only cycles wait."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
