"""A file is either the old one or the new one, and keeps its place, its rights and one copy of the day."""

from __future__ import annotations

import os
import time
import zipfile
from pathlib import Path

import pytest

from leadsorted_sheets.core.changes import AddRow, Edit
from leadsorted_sheets.core.schema import STATE_SHEET
from leadsorted_sheets.errors import Moved
from leadsorted_sheets.workbook import files
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.workbook.xlsx.packages import leads_book, parts_of


def edit(path: Path, before: str, after: str, *, backup: bool = True) -> None:
    workbook = XlsxWorkbook(path, backup=backup)
    change = Edit("Leads", "L-2", "Last name", before, after)
    assert workbook.write(Batch([change]), expect=workbook.read().revision).applied == [change]


def test_the_first_write_of_a_day_keeps_the_file_as_it_was(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "leads.xlsx", ["Ann"])
    backup = tmp_path / "leads.bak.xlsx"
    first = path.read_bytes()
    edit(path, "Ann", "Anna")
    edit(path, "Anna", "Anne")
    assert backup.read_bytes() == first
    yesterday = time.time() - 86_400 * 1.5
    os.utime(backup, (yesterday, yesterday))
    second = path.read_bytes()
    edit(path, "Anne", "Ann")
    assert backup.read_bytes() == second
    assert sorted(each.name for each in tmp_path.iterdir()) == ["leads.bak.xlsx", "leads.xlsx"]


def test_rights_and_links_stay(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "leads.xlsx", ["Ann"])
    path.chmod(0o640)
    link = tmp_path / "link.xlsx"
    link.symlink_to(path)
    edit(link, "Ann", "Anna", backup=False)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert XlsxWorkbook(path).read().book["Leads"]["L-2"]["Last name"] == "Anna"


def test_a_crash_before_the_last_step_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = leads_book(tmp_path / "leads.xlsx", ["Ann"])
    before = path.read_bytes()

    def crash(_from: Path, _to: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "_settle", crash)
    with pytest.raises(KeyboardInterrupt):
        edit(path, "Ann", "Anna", backup=False)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_to_write_writes_nothing(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "leads.xlsx", ["Ann"])
    before = path.stat().st_mtime_ns
    workbook = XlsxWorkbook(path)
    revision = workbook.read().revision
    written = workbook.write(Batch([Edit("Leads", "L-2", "Last name", "Someone else", "x")]), expect=revision)
    assert (written.revision, len(written.clashed)) == (revision, 1)
    assert path.stat().st_mtime_ns == before


def test_another_object_writes_on_the_revision_that_was_read(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "leads.xlsx", ["Ann"])
    revision = XlsxWorkbook(path).read().revision
    XlsxWorkbook(path).write(Batch([AddRow("Leads", "L-9", {"Lead ID": "L-9"})]), expect=revision)
    with pytest.raises(Moved):
        XlsxWorkbook(path).write(Batch([AddRow("Leads", "L-8", {"Lead ID": "L-8"})]), expect=revision)


def test_untouched_members_keep_their_packed_bytes_dates_and_order(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "leads.xlsm", ["Ann"], macro=True, parts={"xl/vbaProject.bin": os.urandom(5000)})
    before = members(path)
    edit(path, "Ann", "Anna", backup=False)
    after = members(path)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}
    assert b"macroEnabled" in parts_of(path)["[Content_Types].xml"]


def test_the_same_changes_give_the_same_bytes(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "leads.xlsx", ["Ann"])
    original = path.read_bytes()
    results = []
    for _attempt in range(2):
        path.write_bytes(original)
        workbook = XlsxWorkbook(path, backup=False)
        workbook.write(
            Batch([AddRow("Leads", "L-9", {"Lead ID": "L-9"})], hidden={STATE_SHEET: "x"}),
            expect=workbook.read().revision,
        )
        results.append(path.read_bytes())
    assert results[0] == results[1]


def members(path: Path) -> dict[str, tuple[bytes, object, int, int]]:
    """Each member's packed bytes, date, attributes and method."""
    data = path.read_bytes()
    found = {}
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            start = (
                info.header_offset
                + 30
                + len(info.filename.encode())
                + int.from_bytes(data[info.header_offset + 28 : info.header_offset + 30], "little")
            )
            packed = data[start : start + info.compress_size]
            found[info.filename] = (packed, info.date_time, info.external_attr, info.compress_type)
    return found
