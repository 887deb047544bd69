"""The names under which we keep notes in a spreadsheet: developer metadata, seen by every program, by no person."""

from __future__ import annotations

import secrets

from leadsorted_sheets.workbook.gsheets.calls import Json

SHEET = "ls.t"
"""On a sheet: its name in the schema, whatever a person calls it."""
COLUMN = "ls.c"
"""On a column: `Leads.Email`; for a column of the team's own the header that it had first."""
COMMIT = "ls.commit"
"""On the spreadsheet: who committed the n-th write. Its id is `COMMITS_FROM` + n, and no id can be given twice."""
TAG = "ls.r"
"""On a row that is about to be written, and on nameless columns beside it, for as long as that takes."""
COMMITS_FROM = 700_000_000
KEPT_COMMITS = 50
FIRST_FREE = 800_000_000
"""Ids of other notes begin here, so that none is ever taken for a commit."""
LAST_ID = 2**31 - 1
ROOM = 10_000
"""Ids that may follow a fresh one."""
DONE = " done"
"""Behind a commit's token once its tags are gone."""


def fresh_number() -> int:
    """An id for a note that nothing else has, as far as chance goes."""
    return FIRST_FREE + secrets.randbelow(LAST_ID - FIRST_FREE - ROOM)


def on_sheet(sheet: int) -> Json:
    return {"sheetId": sheet}


def on_line(sheet: int, dimension: str, at: int) -> Json:
    return {"dimensionRange": {"sheetId": sheet, "dimension": dimension, "startIndex": at, "endIndex": at + 1}}


ON_SPREADSHEET: Json = {"spreadsheet": True}


def created(key: str, value: str, location: Json, *, number: int | None = None) -> Json:
    """The request that makes a note. A number that is taken refuses the whole batch."""
    note: Json = {"metadataKey": key, "metadataValue": value, "location": location, "visibility": "DOCUMENT"}
    if number is not None:
        note["metadataId"] = number
    return {"createDeveloperMetadata": {"developerMetadata": note}}


def deleted(**lookup: str | int) -> Json:
    """The request that deletes every note a lookup finds: `metadataId`, `metadataKey`, `metadataValue`."""
    return {"deleteDeveloperMetadata": {"dataFilter": looked_up(**lookup)}}


def looked_up(**lookup: str | int) -> Json:
    return {"developerMetadataLookup": dict(lookup)}
