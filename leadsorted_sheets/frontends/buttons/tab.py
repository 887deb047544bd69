"""The Lead Sorted tab from left to right, and what the name of one of its buttons stands for."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator

from leadsorted_sheets.frontends.buttons.around import (
    ADOPT,
    CLEAN,
    HELP,
    HISTORY,
    IMPORT,
    SETTINGS,
    SYNC,
    TODAY,
    UNDO,
)  # fmt: skip
from leadsorted_sheets.frontends.buttons.made import of_crms, of_operation, of_verbs
from leadsorted_sheets.frontends.buttons.nouns import Choice, Command, Group
from leadsorted_sheets.operations import OPERATIONS

_PLACES = {"normalise": "tidy", "dedupe": "tidy", "enrich": "tidy", "report": "share", "review": "back"}
"""The group of an operation; one that is not named here stands in "work"."""


@functools.cache
def groups() -> tuple[Group, ...]:
    """The tab, from left to right, in the order of the work."""
    placed: dict[str, list[Command | Choice]] = {"tidy": [], "work": [], "share": [], "back": []}
    for operation in OPERATIONS:
        placed[_PLACES.get(operation.name, "work")].append(of_operation(operation))
    return (
        Group("bring", "Bring in", "GetExternalDataFromText", (CLEAN, IMPORT, ADOPT)),
        Group("tidy", "Tidy", "ReplaceDialog", tuple(placed["tidy"])),
        Group("work", "Work", "ReviewAllowUsersToEditRanges", tuple(placed["work"]), rows=True),
        Group("day", "The day", "SortDialog", (TODAY, *of_verbs())),
        Group("share", "Report and share", "PivotTableInsert", (*placed["share"], of_crms(), SYNC)),
        Group("back", "Decide and undo", "Undo", (*placed["back"], UNDO, HISTORY)),
        Group("help", "Set up", "PropertySheet", (SETTINGS, HELP)),
    )


def command_of(name: str) -> Command:
    """What the command of that name stands for. Raises KeyError where no button has it.

    The verbs, and the profiles of the CRMs, which take longest to read, are read only for one of theirs.
    """
    items: tuple[Command | Choice, ...] = (
        CLEAN,
        IMPORT,
        ADOPT,
        SYNC,
        UNDO,
        HISTORY,
        SETTINGS,
        HELP,
        *map(of_operation, OPERATIONS),
    )
    for found in itertools.chain(commands_of(items), _commands_of_the_day(), commands()):
        if found.name == name:
            return found
    raise KeyError(name)


def _commands_of_the_day() -> Iterator[Command]:
    yield from commands_of((TODAY, *of_verbs()))


def commands() -> Iterator[Command]:
    """Every button of the tab once."""
    for group in groups():
        yield from commands_of(group.items)


def commands_of(items: Iterable[Command | Choice]) -> Iterator[Command]:
    """The buttons of these, those behind others too."""
    for item in items:
        match item:
            case Command():
                yield item
            case Choice(face=face, behind=behind):
                yield from (face,) if face else ()
                yield from behind
