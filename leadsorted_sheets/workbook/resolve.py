"""Which kind of workbook an address names."""

from __future__ import annotations

from pathlib import Path

from leadsorted_sheets import errors
from leadsorted_sheets.workbook.port import Workbook


def workbook_at(address: str, *, backup: bool = True) -> Workbook:
    """The workbook at an address: `leads.xlsx`, `leads.xlsm`, `leads.csv`. `backup` as for a workbook file.

    Raises errors.WrongUsage where the address names no kind we know, errors.NotFound where there is no such file.
    """
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
            raise errors.WrongUsage(f"{address}: an address is a file that ends in .xlsx, .xlsm or .csv.")


def _must_exist(path: Path) -> None:
    if not path.exists():
        raise errors.NotFound(str(path))
