"""A foreign spreadsheet becomes ours: our tabs beside what is there, and marks on the team's own sheet of leads."""

from __future__ import annotations

from leadsorted_sheets import errors
from leadsorted_sheets.core.plan import Progress
from leadsorted_sheets.core.state import Layout
from leadsorted_sheets.workbook.gsheets import keys
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.commit import Commit, Log
from leadsorted_sheets.workbook.gsheets.locate import Place, label
from leadsorted_sheets.workbook.gsheets.reading import Snapshot, snapshot
from leadsorted_sheets.workbook.gsheets.set_up import requests_for
from leadsorted_sheets.workbook.gsheets.writing import log_of
from leadsorted_sheets.workbook.port import Setup


def become_ours(client: Client, key: str, before: Snapshot, setup: Setup, progress: Progress) -> tuple[Snapshot, int]:
    """Set up, and read what is there then. Answers that and how many requests changed the file."""
    address = f"gsheet:{key}"
    progress("Setting up the Google sheet", 0, 1)
    told = client.spreadsheet(key, fields="namedRanges.name,sheets.properties(sheetId,title)")
    taken = {each["properties"]["title"]: each["properties"].get("sheetId", 0) for each in told.get("sheets", [])}
    names = [str(each["name"]) for each in told.get("namedRanges", [])]
    columns = used = 0
    if setup.leads is not None:
        sheet = next((each for each in before.facts.sheets if each.title == setup.leads.sheet), None)
        if sheet is None or setup.leads.sheet not in taken:
            raise errors.Moved(address)
        columns, used = sheet.columns, before.widths.get(sheet.id, 0)
    requests = requests_for(taken, setup, lead_columns=columns, lead_used=used, names=names, address=address)
    log = log_of(before.facts)
    Commit(client, key, log).append(requests)
    progress("Setting up the Google sheet", 1, 1)
    after = snapshot(client, key, None, progress)
    if setup.leads is not None and (wrong := _mismarked(after, setup.leads)):
        log = _after(after, log)
        Commit(client, key, log).append(_marked_again(after, setup.leads, wrong, address))
        after = snapshot(client, key, None, progress)
    return after, log.writes


def _mismarked(after: Snapshot, leads: Layout) -> dict[str, str]:
    """Fields whose mark stands on a column with another header: columns were moved just before they were marked."""
    wanted = {at.field: at.header for at in leads.columns if at.field}
    place = _place(after)
    if place is None:
        return {}
    there = {at.field: at.header for at in place.layout.columns}
    return {name: header for name, header in wanted.items() if there.get(name) != header}


def _marked_again(after: Snapshot, leads: Layout, wrong: dict[str, str], address: str) -> list[Json]:
    """The marks taken off and put on the columns that have the headers now. Raises errors.Moved where a header is gone."""
    place = _place(after)
    if place is None:
        raise errors.Moved(address)
    at_header = {at.header: n for n, at in enumerate(place.layout.columns, place.left)}
    if not set(wrong.values()) <= at_header.keys():
        raise errors.Moved(address)
    return [
        *(keys.deleted(metadataKey=keys.COLUMN, metadataValue=label(leads.tab, name)) for name in wrong),
        *(
            keys.created(
                keys.COLUMN, label(leads.tab, name), keys.on_line(place.sheet.id, "COLUMNS", at_header[header])
            )
            for name, header in wrong.items()
        ),
    ]


def _place(after: Snapshot) -> Place | None:
    return next((place for place in after.places if place.tab == "Leads"), None)


def _after(found: Snapshot, log: Log) -> Log:
    fresh = log_of(found.facts)
    fresh.writes = log.writes
    return fresh
