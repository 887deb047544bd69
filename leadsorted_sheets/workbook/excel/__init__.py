"""The workbook that is open in Excel: read in whole blocks, written in few, everything else in it left alone."""

from __future__ import annotations

from leadsorted_sheets.workbook.excel.workbook import ExcelWorkbook

__all__ = ["ExcelWorkbook"]
