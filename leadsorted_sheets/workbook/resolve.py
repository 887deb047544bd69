"""Which kind of workbook an address names."""

from __future__ import annotations

from pathlib import Path

from leadsorted_sheets import errors
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.workbook.port import Workbook

_GOOGLE = ("gsheet:", "https://docs.google.com/")


def workbook_at(address: str, *, backup: bool = True, progress: Progress = silent) -> Workbook:
    """The workbook at an address: `leads.xlsx`, `leads.xlsm`, `leads.csv`, `gsheet:KEY`, `excel:`. `backup` as for a workbook file.

    `progress` is told where a spreadsheet on Google has to wait for its quota. Raises errors.WrongUsage where the
    address names no kind we know, errors.NotFound where there is no such file, errors.LoggedOut where Google has to be
    asked and nobody is logged in.
    """
    if address.startswith(_GOOGLE):
        from leadsorted_sheets.workbook.gsheets import GoogleWorkbook
        from leadsorted_sheets.workbook.gsheets.credentials import connect

        return GoogleWorkbook(address, connect(needs="made here", progress=progress))
    if address.startswith("excel:"):
        from leadsorted_sheets.workbook.excel import ExcelWorkbook

        return ExcelWorkbook(address.removeprefix("excel:"))
    path = Path(address)
    match path.suffix.lower():
        case ".xlsx" | ".xlsm":
            from leadsorted_sheets.workbook.xlsx import XlsxWorkbook

            _must_exist(path)
            return XlsxWorkbook(path, backup=backup)
        case ".csv" | ".tsv" | ".txt":
            from leadsorted_sheets.workbook.csv import CsvWorkbook

            _must_exist(path)
            return CsvWorkbook(path)
        case ".xls" | ".ods":
            raise errors.NotAWorkbook(
                address, f"an {path.suffix} file", f"Read it into a new one: leadsorted clean {address} --to leads.xlsx"
            )
        case _:
            raise errors.WrongUsage(
                f"{address}: an address is a file that ends in .xlsx, .xlsm or .csv, or gsheet:KEY, or excel: for the workbook that is open."
            )


def _must_exist(path: Path) -> None:
    if not path.exists():
        raise errors.NotFound(str(path))
