"""Bringing a workbook and a Google sheet together."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from leadsorted_sheets.frontends.cli.flags import as_json, end, progress, show_all, strict

if TYPE_CHECKING:
    from leadsorted_sheets.session.syncing import Wanted

_SHORTEST = 30  # seconds: under a watch, a file is opened and a sheet asked at every turn
_UNITS = {"s": 1, "m": 60, "h": 3600}


class Interval(click.ParamType):  # type: ignore[type-arg]  # generic in the stubs of some releases only
    """`5m`, `90s`, `1h`."""

    name = "interval"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"(\d{1,5})\s*([smh])", str(value).strip().lower())
        if found is None:
            self.fail(f"{value!r} is no interval. Write a number and s, m or h, such as 5m.", param, ctx)
        seconds = int(found[1]) * _UNITS[found[2]]
        if seconds < _SHORTEST:
            self.fail(f"{value} is too often: {_SHORTEST}s at least.", param, ctx)
        return seconds


@click.command()
@click.argument("book")
@click.argument("sheet", default="", metavar="[gsheet:KEY|gsheet:NEW]")
@click.option("--dry-run", is_flag=True, help="Show what would cross in both directions; write nothing.")
@click.option("--watch", type=Interval(), metavar="5m", help="Sync again and again until Ctrl-C.")
@click.option("--allow-removals", type=int, default=0, metavar="N", help="Go on though N rows are gone from one side.")
@click.option("--allow-changes", type=int, default=0, metavar="N", help="Go on though N cells changed in the sheet.")
@click.option("--compact", is_flag=True, help="Also take out the blank rows that removed leads left in the sheet.")
@click.option("--switch", is_flag=True, help="Leave the sheet this workbook was synced with and take another one.")
@as_json
@show_all
@strict
def sync(
    book: str, sheet: str, dry_run: bool, watch: int | None, allow_removals: int, allow_changes: int, compact: bool,
    switch: bool, as_json: bool, show_all: bool, strict: bool,
) -> None:  # fmt: skip
    """Bring a workbook and a Google sheet together, both ways; the sheet is remembered.

    gsheet:NEW makes a sheet from the workbook. Where both sides edited one cell, the sheet's value stays and yours
    waits on the Review tab. See docs/sync.md.

    \b
    Example: leadsorted sync leads.xlsx gsheet:NEW
    """
    from leadsorted_sheets.session.syncing import Wanted

    if watch and (dry_run or as_json):
        raise click.UsageError("--watch goes on for ever: leave out --dry-run and --json.")
    wanted = Wanted(dry_run, allow_removals, allow_changes, compact, switch)
    if watch:
        _watched(lambda: _once(book, sheet, wanted, brief=True), watch)
        return
    _once(book, sheet, wanted, as_json=as_json, show_all=show_all, strict=strict)


def _once(
    book: str, sheet: str, wanted: Wanted, *,
    as_json: bool = False, show_all: bool = False, strict: bool = False, brief: bool = False,
) -> None:  # fmt: skip
    from leadsorted_sheets.frontends import json, sync_preview
    from leadsorted_sheets.frontends.preview import SHOWN, console
    from leadsorted_sheets.session.syncing import bring_together

    with progress() as tell:
        meeting = bring_together(book, sheet, wanted, progress=tell)
    if as_json:
        click.echo(json.rendered(sync_preview.as_data(meeting)))
    elif brief:
        click.echo(f"{time.strftime('%H:%M')} {sync_preview.in_a_line(meeting)}")
    else:
        sync_preview.show(meeting, console(), book=book, limit=10**9 if show_all else SHOWN)
    end(strict=strict, findings=meeting.synced.findings, also=bool(meeting.synced.conflicts))


def _watched(turn: Callable[[], None], seconds: int) -> None:
    """Turn after turn. What passes by itself (the network, a file that is open) is said and waited out; a guard ends it."""
    from leadsorted_sheets import errors

    click.echo(f"Syncing every {seconds} seconds. Press Ctrl-C to stop.")
    while True:
        try:
            turn()
        except (errors.OtherSideFailed, errors.InUse, errors.Moved) as passing:
            click.echo(f"{time.strftime('%H:%M')} {passing} Trying again in {seconds} seconds.", err=True)
        time.sleep(seconds)
