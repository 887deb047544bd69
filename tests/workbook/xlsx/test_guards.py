"""What we refuse is refused in words, and nothing is written."""

from __future__ import annotations

import errno
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.schema import STATE_SHEET
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook, guards
from tests.workbook.xlsx import packages
from tests.workbook.xlsx.packages import leads_book, parts_of, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
EDIT = Edit("Leads", "L-2", "Last name", "Ann", "Anna")


def refusal(path: Path, error: type[errors.LeadSortedError]) -> str:
    """Why the edit is refused. The file is as it was, and nothing lies beside it."""
    content, beside = path.read_bytes(), sorted(path.parent.iterdir())
    workbook = XlsxWorkbook(path)
    with pytest.raises(error) as refused:
        workbook.write(Batch([EDIT]), expect=workbook.read().revision)
    assert (path.read_bytes(), sorted(path.parent.iterdir())) == (content, beside)
    return str(refused.value).replace(str(path), "BOOK")


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), errors.Encrypted, "BOOK is protected by a password. Nothing was written. Open it, remove the password"),
        (OLE + "Workbook".encode("utf-16-le"), errors.NotAWorkbook, "BOOK is an old .xls workbook or another Office 97 file, not an .xlsx workbook. Nothing was written. Open it in Excel"),
        (b"<html><table></table></html>", errors.NotAWorkbook, "BOOK is a web page, not"),
        (b"\xef\xbb\xbfName,Email\nAnn,ann@x.example\n", errors.NotAWorkbook, "BOOK is a text file, not"),
        (b"", errors.NotAWorkbook, "BOOK is an empty file, not"),
        (b"%PDF-1.7", errors.NotAWorkbook, "BOOK is a PDF, not"),
        (b"\0\1\2\3garbage", errors.Corrupt, "BOOK cannot be read: it does not start like a workbook."),
        (b"PK\3\4 cut short", errors.Corrupt, "BOOK cannot be read: its zip is damaged"),
    ],
    ids=["encrypted", "xls", "html", "csv", "empty", "pdf", "garbage", "cut"],
)  # fmt: skip
def test_what_is_no_workbook_is_named(
    tmp_path: Path, content: bytes, error: type[errors.LeadSortedError], says: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert refusal(path, error).startswith(says)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(errors.NotFound):
        XlsxWorkbook(tmp_path / "none.xlsx").read()
    with pytest.raises(errors.NotAWorkbook, match="a folder"):
        XlsxWorkbook(tmp_path).read()


def test_a_zip_of_something_else_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", {"photo.jpg": b"jpg"})
    assert refusal(path, errors.NotAWorkbook).startswith("BOOK is a zip archive, not")


def with_part(name: str, body: str | bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        zipped(path, {**parts_of(path), name: body})

    return change


def without_part(name: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        zipped(path, {key: body for key, body in parts_of(path).items() if key != name})

    return change


def flipped(path: Path) -> None:
    """One bit of the packed sheet is another."""
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    data = bytearray(path.read_bytes())
    data[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 0x40
    path.write_bytes(data)


def lying(path: Path) -> None:
    """The directory says a part is smaller than it is."""
    data = bytearray(path.read_bytes())
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    struct.pack_into("<I", data, at + 24, 10)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (flipped, "BOOK cannot be read: xl/worksheets/sheet1.xml is damaged"),
        (lying, "BOOK cannot be read: xl/worksheets/sheet1.xml is damaged"),
        (without_part("xl/worksheets/sheet1.xml"), "BOOK cannot be read: its sheet 'Leads' is missing."),
        (without_part("xl/workbook.xml"), "BOOK cannot be read: its part xl/workbook.xml is missing."),
        (with_part("xl/worksheets/sheet1.xml", "<worksheet"), "BOOK cannot be read: "),
        (with_part("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r='2'>"), "BOOK cannot be read: "),
        (with_part("xl/worksheets/sheet1.xml", "<chartsheet/>"), "BOOK cannot be read: a sheet has no worksheet in it."),
        (with_part("xl/tables/table1.xml", "<table/>"), "BOOK cannot be read: its table xl/tables/table1.xml has no place on a sheet."),
        (with_part("xl/worksheets/sheet1.xml", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'), "BOOK cannot be read: its part xl/worksheets/sheet1.xml defines its own entities."),
    ],
)  # fmt: skip
def test_a_damaged_workbook_is_named(tmp_path: Path, change: Callable[[Path], None], says: str) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"] * 50)
    change(path)
    assert refusal(path, errors.Corrupt).startswith(says)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"], parts={"xl/media/bomb.bin": bytes(60_000_000)})
    assert refusal(path, errors.TooLarge).startswith("BOOK: it would unpack to 60 MB.")
    monkeypatch.setattr(guards, "MOST_PARTS", 5)
    small = leads_book(tmp_path / "b.xlsx", ["Ann"])
    assert "parts, more than any workbook needs" in refusal(small, errors.TooLarge)


def test_two_parts_of_one_name_are_not_trusted(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"], parts={"XL/Styles.xml": packages.STYLES})
    assert refusal(path, errors.Corrupt).startswith("BOOK cannot be read: it has two parts called xl/styles.xml.")


EXCEL_LOCK = b"\x03Ann" + b" " * 51 + b"\x03\x00" + "Ann".encode("utf-16-le") + b" \x00" * 51


@pytest.mark.parametrize(
    ("lock", "content", "says"),
    [
        ("~$a.xlsx", EXCEL_LOCK, "BOOK is open in Excel by Ann (it left ~$a.xlsx beside it)."),
        ("~$a.xlsx", b"", "BOOK is open in Excel (it left ~$a.xlsx beside it)."),
        (".~lock.a.xlsx#", b",ann,desk,21.11.2026 10:00,file:///home/ann;", "BOOK is open in LibreOffice by ann (it left .~lock.a.xlsx# beside it)."),
        (".~lock.a.xlsx#", b"Ann Lee,ann,desk,21.11.2026 10:00,file:///home/ann;", "BOOK is open in LibreOffice by Ann Lee (it left .~lock.a.xlsx# beside it)."),
    ],
)  # fmt: skip
def test_a_workbook_that_is_open_is_not_written(tmp_path: Path, lock: str, content: bytes, says: str) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"])
    (tmp_path / lock).write_bytes(content)
    assert refusal(path, errors.InUse) == f"{says} Nothing was written. Close it there and run the command again."


def test_a_read_only_file_is_not_written(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"])
    path.chmod(0o444)
    assert refusal(path, errors.ReadOnly).startswith("BOOK cannot be written: it is read-only.")


def test_a_signed_workbook_is_not_written(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"], parts={"_xmlsignatures/origin.sigs": b""})
    assert refusal(path, errors.Signed).startswith("BOOK is digitally signed")


def test_a_protected_sheet_is_not_written_but_others_are(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"], after='<sheetProtection sheet="1" objects="1"/>')
    assert refusal(path, errors.Protected).startswith("BOOK: the sheet 'Leads' is protected.")
    workbook = XlsxWorkbook(path)
    workbook.write(Batch(hidden={STATE_SHEET: "x"}), expect=workbook.read().revision)
    assert workbook.read().hidden[STATE_SHEET] == "x"


def test_a_locked_structure_takes_no_new_sheet(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"], workbook='<workbookProtection lockStructure="1"/>')
    workbook = XlsxWorkbook(path)
    with pytest.raises(errors.Protected, match="structure"):
        workbook.write(Batch(hidden={STATE_SHEET: "x"}), expect=workbook.read().revision)


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"])

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert refusal(path, errors.NoSpace) == (
        "BOOK: the disk is full. The old file is as it was. Free some space and run the command again."
    )


def test_a_file_that_changes_at_the_last_moment_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"])
    workbook = XlsxWorkbook(path, backup=False)
    revision = workbook.read().revision
    other = leads_book(tmp_path / "b.xlsx", ["Zoe"]).read_bytes()
    reads = iter([path.read_bytes(), other])
    monkeypatch.setattr(guards, "content_of", lambda _path: next(reads))
    with pytest.raises(errors.Moved):
        workbook.write(Batch([EDIT]), expect=revision)
