"""Google Sheets as a workbook of the port. Nothing of Google's is loaded before the first request is made."""

from __future__ import annotations

from leadsorted_sheets.workbook.gsheets.spreadsheet import GoogleWorkbook

__all__ = ["GoogleWorkbook"]
