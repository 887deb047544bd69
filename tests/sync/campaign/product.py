"""The product as a person starts it: a sync, an operation, an undo. The only module here that knows its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadsorted_sheets.session import Session
from leadsorted_sheets.session.syncing import Wanted, bring_together
from leadsorted_sheets.session.work import Result
from leadsorted_sheets.sync import Synced
from leadsorted_sheets.workbook.gsheets import GoogleWorkbook
from leadsorted_sheets.workbook.port import Workbook
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook

if TYPE_CHECKING:
    from tests.sync.campaign.world import World


def sync(world: World, who: int, *, allow_removals: int = 0, dry_run: bool = False) -> Synced:
    """`leadsorted sync a.xlsx gsheet:KEY` at the computer of one of the two."""
    wanted = Wanted(dry_run=dry_run, allow_removals=allow_removals)

    def opener(_address: str) -> Workbook:
        return GoogleWorkbook(world.key, world.client(), clock=world.clock)

    return bring_together(str(world.paths[who]), f"gsheet:{world.key}", wanted, opener=opener).synced


def operate(world: World, name: str, where: int | None) -> Result:
    """`leadsorted NAME a.xlsx --apply`, or on the sheet itself where `where` is None."""
    return Session(workbook(world, where)).run(name, apply=True)


def undo(world: World, where: int | None) -> Result:
    return Session(workbook(world, where)).undo()


def workbook(world: World, where: int | None) -> Workbook:
    if where is None:
        return GoogleWorkbook(world.key, world.client(), clock=world.clock)
    return XlsxWorkbook(world.paths[where], backup=False)
