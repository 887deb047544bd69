"""Workbooks as files: read fast, written by patching the package, so that nothing of the user's is touched."""

from __future__ import annotations

from leadsorted_sheets.workbook.xlsx.file import XlsxWorkbook

__all__ = ["XlsxWorkbook"]
