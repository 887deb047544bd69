"""A file is told by its content; one that holds no list is refused in words that help."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadsorted_sheets import errors
from leadsorted_sheets.intake import read_table
from leadsorted_sheets.intake.opening import Opened, opened
from tests.intake.conftest import MakeWorkbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


def marked_encrypted(data: bytes) -> bytes:
    """The zip with the flag of encryption set in its directory."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 8] + bytes([data[at + 8] | 1]) + data[at + 9 :]


REFUSED = (
    (b"", errors.NotATable, "leads.csv: it is empty. Give a CSV or .xlsx file with a header row."),
    (b"\xef\xbb\xbf\r\n \r\n", errors.NotATable, "leads.csv: it is empty."),
    (b"\x00" * 50, errors.NotATable, "leads.csv: it is empty."),
    (b"%PDF-1.7 ...", errors.NotATable, "leads.csv: it is a PDF. Ask for the list as CSV or .xlsx."),
    (b"\x1f\x8b\x08\x00abc", errors.NotATable, "leads.csv: it is a packed file (gzip). Unpack it and use the file in it."),
    (b"\x89PNG\r\n\x1a\n", errors.NotATable, "leads.csv: it is a picture."),
    (b"<!DOCTYPE html><table><tr><td>Name", errors.NotATable, "leads.csv: it is a web page, whatever its name says. Open it in Excel"),
    (b"<?xml version='1.0'?><Workbook/>", errors.NotATable, "leads.csv: it is an XML file. Open it in Excel"),
    (b'[{"name": "Ann"}]', errors.NotATable, "leads.csv: it is JSON. Export the list as CSV"),
    (bytes(range(1, 256)) * 9, errors.NotATable, "leads.csv: it is not text but a binary file."),
    (OLE + "EncryptedPackage".encode("utf-16-le"), errors.Encrypted, "leads.csv is protected by a password. Nothing was written. Open it, remove"),
    (OLE + b"\0" * 600, errors.Corrupt, "leads.csv cannot be read: the workbook is damaged"),
    (b"PK\x03\x04" + b"x" * 99, errors.Corrupt, "leads.csv cannot be read: the file is damaged or was not copied completely"),
    (zipped(leads_dot_csv=b"a,b"), errors.NotATable, "leads.csv: it is a packed file (zip), not a workbook. Unpack it"),
    (zipped(word__document_dot_xml=b"<w/>"), errors.NotATable, "leads.csv: it is a packed file (zip), not a workbook."),
    (zipped(Index__Document_dot_iwa=b"x"), errors.NotATable, "leads.csv: it is an Apple Numbers document. In Numbers, choose"),
    (zipped(xl__workbook_dot_xml=b"<x/>"), errors.Corrupt, "leads.csv cannot be read: the workbook is damaged"),
    (zipped(**{"[Content_Types]_dot_xml": b"<x/>"}), errors.Corrupt, "leads.csv cannot be read: it is a workbook without its main part"),
    (marked_encrypted(zipped(xl__workbook_dot_xml=b"<x/>")), errors.Encrypted, "leads.csv is protected by a password."),
)  # fmt: skip


@pytest.mark.parametrize(("data", "error", "message"), REFUSED)
def test_what_is_no_list_is_refused_in_words(data: bytes, error: type[errors.BadInput], message: str) -> None:
    with pytest.raises(error) as refusal:
        read_table(data, "leads.csv")
    assert str(refusal.value).startswith(message)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped(xl__workbook_dot_xml=b"<x/>", xl__worksheets__sheet1_dot_xml=b"0" * 30_000_000)
    with pytest.raises(errors.TooLarge, match=r"bytes that would unpack to 30,000,004, as no real workbook does\."):
        opened(bomb, "leads.xlsx")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(errors.NotFound, match=r"nowhere.csv: no such file. Check the name and the folder."):
        read_table(tmp_path / "nowhere.csv")
    with pytest.raises(errors.NotATable, match=r"it is a folder. Name a file in it."):
        read_table(tmp_path)


def test_a_file_too_large_for_a_list_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadsorted_sheets.intake.opening.MAX_FILE", 3)
    (tmp_path / "leads.csv").write_bytes(b"Email\na@x.org\n")
    with pytest.raises(errors.TooLarge, match=r"more than any list of leads. Nothing was read or written"):
        read_table(tmp_path / "leads.csv")


def test_a_name_that_no_file_can_have_is_no_traceback() -> None:
    with pytest.raises(errors.BadInput, match="cannot be read"):
        read_table("leads\0.csv")


def test_a_broken_workbook_is_refused(workbook: MakeWorkbook) -> None:
    data = workbook({"Leads": [["Email"], ["ana@example.com"]]})
    with pytest.raises(errors.Corrupt, match=r"leads.xlsx cannot be read: .* Open it in Excel or LibreOffice"):
        read_table(data[: len(data) // 2], "leads.xlsx")


def test_an_unknown_sheet_is_named_with_those_there_are(workbook: MakeWorkbook) -> None:
    with pytest.raises(errors.NoSuchTab, match=r"has no tab called 'Lead'. It has: Leads."):
        read_table(workbook({"Leads": [["Email"], ["ana@example.com"]]}), "leads.xlsx", sheet="Lead")


@pytest.mark.parametrize(
    ("name", "notes"),
    [
        ("leads.csv", ()),
        ("leads", ()),
        ("leads.xlsx", ("leads.xlsx is a text file, whatever its name says; it was read as one.",)),
        ("dir/leads.xls", ("leads.xls is a text file, whatever its name says; it was read as one.",)),
    ],
)
def test_a_name_that_lies_is_noticed(name: str, notes: tuple[str, ...]) -> None:
    assert opened(b"Email\nana@example.com\n", name) == Opened(name, b"Email\nana@example.com\n", "text", notes)


def test_a_workbook_called_csv_is_read_as_a_workbook(workbook: MakeWorkbook) -> None:
    table = read_table(workbook({"Leads": [["Email"], ["ana@example.com"]]}), "leads.csv")
    assert (table.rows, table.notes) == (
        [["ana@example.com"]],
        ("leads.csv is an .xlsx workbook, whatever its name says; it was read as one.",),
    )


words = st.sampled_from(
    ["Name", "Email", "a@x.org", "Total", "1", "", '"', "x", "'", "=1", "#N/A", "Vorname", "\t", "Acme - Bo Li"]
)
lines = st.lists(st.lists(words, max_size=5).map(",".join), max_size=8).map("\n".join)


@given(
    st.one_of(
        lines.map(str.encode), st.binary(max_size=60), st.binary(max_size=40).map(lambda data: b"PK\x03\x04" + data)
    )
)
def test_whatever_the_bytes_are_there_is_a_table_or_a_sentence(data: bytes) -> None:
    try:
        table = read_table(data, "leads.csv")
    except errors.BadInput:  # its sentences are tested above
        return
    assert {len(row) for row in table.rows} <= {len(table.header)}
    assert len(table.rows) == len(table.lines)
    assert len({header.casefold() for header in table.header}) == len(table.header)


def test_a_workbook_with_a_damaged_part_is_refused(workbook: MakeWorkbook) -> None:
    source = io.BytesIO(workbook({"Leads": [["Email"], ["ana@example.com"]]}))
    damaged = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part[: len(part) // 2] if "sheet1" in name else part)
    with pytest.raises(errors.Corrupt, match=r"leads.xlsx cannot be read: the workbook is damaged"):
        read_table(damaged.getvalue(), "leads.xlsx")
