"""Files that Excel made come back as they were, but for the cells we were asked to write."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from leadsorted_sheets.core.book import same_book
from leadsorted_sheets.core.changes import AddRow, Change, Edit, apply, invert
from leadsorted_sheets.core.schema import JOURNAL_SHEET, STATE_SHEET
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.errors import NotOurBook
from leadsorted_sheets.workbook.port import Batch, Reading
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.workbook.xlsx.packages import changed_parts, parts_of, without_rows

FILES = sorted((Path(__file__).parents[2] / "data" / "excel_files").glob("*.xls[xm]"))
MAY_CHANGE = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/calcChain.xml",
}
"""What a write may change beside the sheet with the cells and our hidden sheets."""

by_name = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def test_there_are_files_of_excel_to_try() -> None:
    assert len(FILES) >= 39


@by_name
def test_our_hidden_sheets_are_added_and_every_other_part_stays_as_it_was(file: Path, tmp_path: Path) -> None:
    workbook, path = _copy(file, tmp_path)
    with pytest.raises(NotOurBook):
        workbook.read()
    texts = {STATE_SHEET: "", JOURNAL_SHEET: "x" * 20_001}
    workbook.write(Batch(hidden=texts), expect=workbook.read(layouts=()).revision)
    before, after = parts_of(file), parts_of(path)
    changed = changed_parts(before, after)
    assert changed & before.keys() == {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
    assert len(changed - before.keys()) == 2
    assert workbook.read().hidden == texts
    states = {sheet.title: sheet.sheet_state for sheet in openpyxl.load_workbook(path).worksheets}
    assert states[STATE_SHEET] == states[JOURNAL_SHEET] == "veryHidden"


@by_name
def test_cells_change_and_no_other_token_does(file: Path, tmp_path: Path) -> None:
    workbook, path = _copy(file, tmp_path)
    reading = _read_as_leads(workbook)
    changes = _changes(reading)
    written = workbook.write(Batch(changes), expect=reading.revision)
    assert not written.clashed
    again = _read_as_leads(workbook)
    assert same_book(again.book, apply(reading.book, written.applied))
    before, after = parts_of(file), parts_of(path)
    changed = changed_parts(before, after) - MAY_CHANGE
    assert len(changed) <= 1
    lines = {*reading.lines.get("Leads", {}).values(), *again.lines.get("Leads", {}).values()}
    for part in changed:
        assert _unfiltered(without_rows(before[part], lines)) == _unfiltered(without_rows(after[part], lines))
    openpyxl.load_workbook(path)


@by_name
def test_what_was_written_is_taken_back_cell_by_cell(file: Path, tmp_path: Path) -> None:
    workbook, _path = _copy(file, tmp_path)
    reading = _read_as_leads(workbook)
    written = workbook.write(Batch(_changes(reading)), expect=reading.revision)
    undone = workbook.write(Batch(invert(written.applied)), expect=_read_as_leads(workbook).revision)
    assert not undone.clashed
    assert same_book(_read_as_leads(workbook).book, reading.book)


@pytest.mark.office
def test_libreoffice_opens_all_of_them(tmp_path: Path) -> None:
    paths = []
    for file in FILES:
        workbook, path = _copy(file, tmp_path)
        reading = _read_as_leads(workbook)
        workbook.write(Batch(_changes(reading), hidden={STATE_SHEET: "x"}), expect=reading.revision)
        paths.append(str(path))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path / "pdf"), *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    assert len(list((tmp_path / "pdf").glob("*.pdf"))) == len(FILES)


def _copy(file: Path, folder: Path) -> tuple[XlsxWorkbook, Path]:
    path = folder / file.name
    shutil.copy(file, path)
    return XlsxWorkbook(path, backup=False), path


def _read_as_leads(workbook: XlsxWorkbook) -> Reading:
    """The first sheet read as if its first filled row were the header of leads."""
    first = workbook.sketches()[0]
    line = next((n for n, row in enumerate(first.rows, 1) if any(cell is not None for cell in row)), 0)
    if not line:
        return workbook.read(layouts=())
    filled = [n for n, cell in enumerate(first.rows[line - 1], 1) if cell is not None]
    headers = [first.rows[line - 1][n - 1] for n in range(filled[0], filled[-1] + 1)]
    names = ["Lead ID", *(f"Field {n}" for n in range(2, len(headers) + 1))]
    columns = tuple(
        ColumnAt(name, "" if header is None else str(header)) for name, header in zip(names, headers, strict=True)
    )
    return workbook.read(layouts=(Layout("Leads", first.sheet, "", line, filled[0], columns),))


def _changes(reading: Reading) -> list[Change]:
    """A new row, and an edit of the first id that stands in one row only and is no formula."""
    if reading.layout("Leads") is None:
        return []
    new, edited = "=added & <kept>", " edited\n_x000D_ "
    changes: list[Change] = [AddRow("Leads", new, {"Lead ID": new})]
    repeated = {finding.found for finding in reading.findings}
    for key, row in reading.book["Leads"].items():
        if not key.startswith("#") and key not in repeated:
            changes.insert(0, Edit("Leads", key, "Lead ID", row["Lead ID"], edited, becomes=edited))
            break
    return changes


def _unfiltered(tokens: list[str]) -> list[str]:
    """The tokens without the filter's range, which follows the rows."""
    return [token for token in tokens if not token.startswith("<autoFilter")]
