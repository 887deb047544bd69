"""Our hidden sheets: chunks of text, out of sight, and hidden again when they were shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leadsorted_sheets.core.schema import JOURNAL_SHEET, STATE_SHEET
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.workbook.xlsx import packages
from tests.workbook.xlsx.packages import changed_parts, leads_book, parts_of, zipped


@pytest.mark.parametrize("length", [0, 1, 8_000, 8_001, 20_000])
def test_a_text_is_kept_in_pieces_of_8000_characters(tmp_path: Path, length: int) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"])
    workbook = XlsxWorkbook(path, backup=False)
    workbook.write(Batch(hidden={JOURNAL_SHEET: "x" * length}), expect=workbook.read().revision)
    assert workbook.read().hidden == {STATE_SHEET: "", JOURNAL_SHEET: "x" * length}
    chunks = re.findall(r"<t>(.*?)</t>", parts_of(path)["xl/worksheets/sheet2.xml"].decode())
    assert [len(chunk) for chunk in chunks] == [8_000] * (length // 8_000) + [length % 8_000] * bool(length % 8_000)


def test_a_sheet_that_was_shown_is_hidden_again(tmp_path: Path) -> None:
    shown = packages.sheet(packages.row(1, packages.text("A1", "old")))
    path = leads_book(tmp_path / "a.xlsx", ["Ann"], more_sheets={STATE_SHEET: shown})
    views = b'<bookViews><workbookView activeTab="1" firstSheet="0"/></bookViews><sheets>'
    zipped(path, {**parts_of(path), "xl/workbook.xml": parts_of(path)["xl/workbook.xml"].replace(b"<sheets>", views)})
    before = parts_of(path)
    workbook = XlsxWorkbook(path, backup=False)
    assert workbook.read().hidden[STATE_SHEET] == "old"
    workbook.write(Batch(hidden={STATE_SHEET: "new"}), expect=workbook.read().revision)
    assert workbook.read().hidden[STATE_SHEET] == "new"
    after = parts_of(path)
    assert changed_parts(before, after) == {"xl/workbook.xml", "xl/worksheets/sheet2.xml"}
    book = after["xl/workbook.xml"].decode()
    assert 'name="_leadsorted_state" sheetId="2" r:id="rId2" state="veryHidden"' in book
    assert 'activeTab="0"' in book


def test_the_same_text_again_changes_nothing(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"])
    workbook = XlsxWorkbook(path, backup=False)
    first = workbook.write(Batch(hidden={JOURNAL_SHEET: "text"}), expect=workbook.read().revision)
    assert workbook.write(Batch(hidden={JOURNAL_SHEET: "text"}), expect=first.revision).revision == first.revision
