"""The real world for pure functions: the time, chance, and who is at the keyboard."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import secrets
from collections.abc import Callable
from typing import TypeAlias

from leadsorted_sheets.core.book import Book, base32
from leadsorted_sheets.core.plan import Context, Progress, silent
from leadsorted_sheets.core.settings import read_settings

Clock: TypeAlias = Callable[[], dt.datetime]
"""Answers the time now, aware."""


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def mint(prefix: str) -> str:
    """A new id, such as `L-7K3QZ9M2XA`: 50 random bits, so that two machines never mint the same."""
    return f"{prefix}-{base32(secrets.randbits(50))}"


def actor() -> str:
    """Who History names: LEADSORTED_ACTOR where it is set, else the login name."""
    named = os.environ.get("LEADSORTED_ACTOR", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may have no name for its user
        return "somebody"


def context_for(book: Book, *, clock: Clock = utc_now, progress: Progress = silent) -> Context:
    """The context that the book's own preferences ask for."""
    preferences = read_settings(book)[0].preferences
    return Context(clock(), preferences.zone, actor(), mint, preferences.seed, progress)
