"""A new spreadsheet on Google, blank but for the sheet that becomes Start here."""

from __future__ import annotations

from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.workbook.gsheets.credentials import connect
from leadsorted_sheets.workbook.gsheets.set_up import new_spreadsheet


def made(title: str, *, time_zone: str, progress: Progress = silent) -> str:
    """Make it and answer its address. Raises errors.NoDrive where the account cannot own files."""
    progress("Making a Google sheet", 0, 1)
    client = connect(needs="made here", progress=progress)
    try:
        return f"gsheet:{client.create(new_spreadsheet(title, time_zone=time_zone))['spreadsheetId']}"
    finally:
        client.close()
