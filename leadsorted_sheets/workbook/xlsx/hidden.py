"""Our hidden sheets: text in pieces of 8,000 characters, one a row in column A, out of everybody's sight."""

from __future__ import annotations

from leadsorted_sheets.errors import Protected
from leadsorted_sheets.workbook.xlsx import workbook_part
from leadsorted_sheets.workbook.xlsx.package import Package
from leadsorted_sheets.workbook.xlsx.spelling import Spelling

CHUNK = 8_000

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
_FOOT = "</sheetData></worksheet>"


def keep(package: Package, name: str, text: str) -> None:
    """Put the text into the hidden sheet of that name, made where there is none, hidden again where it was shown.

    Raises errors.Protected where the workbook's structure is locked and a sheet would have to be added.
    """
    sheet = package.sheet(name)
    if sheet is None:
        if workbook_part.structure_is_locked(package):
            raise Protected(package.path, "(the workbook's structure)")
        workbook_part.add_sheet(package, name, sheet_of(text), state="veryHidden")
        return
    xml = sheet_of(text)
    if not package.has(sheet.part) or package.xml(sheet.part) != xml:
        package.put(sheet.part, xml)
    if sheet.state != "veryHidden":
        workbook_part.hide_sheet(package, name)


def sheet_of(text: str) -> bytes:
    """A whole sheet that holds the text and nothing else."""
    spelling = Spelling(b"", lambda style, _value, _text: style)
    rows = (
        f'<row r="{line}">{spelling.new_cell(f"A{line}", 0, text[at : at + CHUNK])}</row>'
        for line, at in enumerate(range(0, len(text), CHUNK), 1)
    )
    return (_HEAD + "".join(rows) + _FOOT).encode()
