"""Sync from Excel: another process does it, and a later click takes over what it found."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from leadsorted_sheets.errors import WrongUsage
from leadsorted_sheets.frontends.ribbon.words import counted, joined, spoken
from leadsorted_sheets.session import detached
from leadsorted_sheets.session.detached import Landing

if TYPE_CHECKING:
    from leadsorted_sheets.frontends.ribbon.commands import Click, Said

PATIENCE = 2.5
"""Seconds a click waits for a sync that has next to nothing to do, so that it can be told at once."""
_STARTED = (
    "The sync with the Google sheet has started. Go on working: the next command takes over what it finds, or click Sync "
    "again to see."
)
_RUNNING = "A sync with the Google sheet is still running. Go on working, and click Sync later."
_LOOKS = "A sync with the Google sheet has ended. Click Sync to take over what it found."


def sync(click: Click) -> Said:
    """Take over what the last sync found; where there was nothing of that kind, start one."""
    from leadsorted_sheets.frontends.ribbon.commands import Said

    given = click.given()
    wanted = _wanted(given)
    landing = _landing(click, only_look=False)
    if landing is not None and landing.standing == "running":
        return Said(_RUNNING)
    before = told(landing) if landing is not None and landing.standing != "apart" else ""
    if before and not given:
        return Said(before, landing.change_id if landing else "")
    workbook = click.workbook
    partner = _partner(given.get("sheet", ""))
    folder = detached.start(workbook, click.front.name, partner, wanted, clock=click.clock, progress=click.progress)
    quick = _quickly(click, folder)
    if quick is None:
        return Said(joined(before, _STARTED))
    return Said(joined(before, told(quick)), quick.change_id)


def news(click: Click, *, only_look: bool) -> str:
    """What a sync has found since, taken over before another command and put in words; "" where there is nothing.

    With `only_look` it is only named. A sync that still runs is not worth a word here.
    """
    landing = _landing(click, only_look=only_look)
    if landing is None or landing.standing in {"running", "apart"}:
        return ""
    return _LOOKS if only_look else told(landing)


def told(landing: Landing) -> str:
    """What became of a sync."""
    found = landing.found
    kept = ""
    if landing.kept:
        cells = counted(len(landing.kept), "cell or row", "cells or rows")
        kept = f"{cells} changed here in the meantime and stay as they are. Where both sides changed, the next sync asks on Review."
    match landing.standing:
        case "stopped":
            return joined(spoken(found.told), kept)
        case "died":
            return joined(
                "The sync ended before it was done: the computer was shut down, or its process was stopped. Nothing is "
                "lost. Click Sync to go on.",
                kept,
            )
        case "stale":
            return (
                "This workbook was synced by another way while a sync from Excel was running. What that one found was not "
                "taken over. Click Sync to see where both sides are now."
            )
        case _:
            return joined(_outcome(landing), kept, "\n".join(found.notes))


def _outcome(landing: Landing) -> str:
    found = landing.found
    made = f"A Google sheet was made: https://docs.google.com/spreadsheets/d/{found.partner.removeprefix('gsheet:')}/edit\n\n"
    sent, came = _amount(found.sent), _amount(found.came)
    if not (any(found.sent) or any(found.came) or found.conflicts):
        said = "Synced: nothing has changed on either side."
    else:
        said = f"Synced: {sent} went to the Google sheet, {came} came from it."
    if found.conflicts:
        cells = counted(found.conflicts, "cell")
        said += f"\n\n{cells} had been edited on both sides: decide on the Review tab, then click Review."
    if not found.verified:
        said += "\n\nSomebody wrote to the sheet at the same time: the next sync brings that."
    return (made if found.made else "") + said


def _amount(counts: tuple[int, int, int]) -> str:
    """Cells, new rows and removed rows.

    >>> _amount((3, 1, 0)), _amount((0, 0, 0))
    ('3 cells, 1 new row', 'nothing')
    """
    names = ("cell", "new row", "removed row")
    return ", ".join(counted(count, name) for count, name in zip(counts, names, strict=True) if count) or "nothing"


def _landing(click: Click, *, only_look: bool) -> Landing | None:
    workbook = click.workbook
    return detached.taken_over(workbook, clock=click.clock, progress=click.progress, only_look=only_look)


def _quickly(click: Click, folder: detached.Folder) -> Landing | None:
    """What the sync found, where that takes no longer than a click may."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        time.sleep(0.1)
        if not folder.is_running(click.clock().timestamp()):
            return _landing(click, only_look=False)
    return None


def _wanted(given: Mapping[str, str]) -> detached.Wanted:
    """How many removals or changes the user lets pass. Raises errors.WrongUsage where that is no number."""
    numbers: dict[str, int] = {}
    for name in ("allow_removals", "allow_changes"):
        if name not in given:
            continue
        text = given[name].strip().replace(",", "")
        if not (text.isascii() and text.isdigit()):
            raise WrongUsage(f"{text!r} is no number. Nothing was changed. Click again and give one, such as 12.")
        numbers[name] = int(text)
    return detached.Wanted(
        allow_removals=numbers.get("allow_removals", 0), allow_changes=numbers.get("allow_changes", 0)
    )


def _partner(answer: str) -> str:
    """The sheet as it was typed: an address, a key, or the word for a new one."""
    typed = answer.strip()
    if typed.casefold() == "new":
        return "gsheet:NEW"
    if not typed or typed.startswith(("gsheet:", "https://")):
        return typed
    return f"gsheet:{typed}"
