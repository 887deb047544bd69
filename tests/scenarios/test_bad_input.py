"""Bad input, case by case, as a user meets it: how the command ends, what it says, and that nothing was written.

The first table stops a command. The second is taken in, with what was noticed said aloud.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from leadsorted_sheets.resources import template_path
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.frontends.running import Shell

PLAIN = "First name,Last name,Email\nAnn,Ng,ann@acme.example\nBob,Lee,bob@acme.example\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def a_workbook(change: Callable[[openpyxl.Workbook], None] = lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("First name", "Last name", "Email"),
        ("Ann", "Ng", "ann@acme.example"),
        ("Bob", "Lee", "bob@acme.example"),
    ):
        sheet.append(row)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def a_bomb() -> bytes:
    """A sheet that unpacks to a gigabyte of nothing."""
    out = io.BytesIO(a_workbook())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/image1.png", "w") as part:
        for _ in range(1200):
            part.write(b"\0" * 1_000_000)
    return out.getvalue()


def encrypted() -> bytes:
    """A compound file with the stream that Office puts an encrypted package in."""
    return OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le").ljust(512, b"\0") + b"\0" * 2048


STOPS: list[tuple[str, str, bytes, int, str]] = [
    # what it is, file name, content, exit code, what the message says
    ("an empty file", "a.csv", b"", 3, "empty"),
    ("no column of a lead's", "a.csv", b"Colour;Shape\nblue;round\n", 3, "no column looks like"),
    ("a picture", "a.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, 3, "a.csv"),
    ("an encrypted workbook", "a.xlsx", encrypted(), 3, "password"),
    ("half a workbook", "a.xlsx", a_workbook()[:3000], 3, "a.xlsx"),
    ("a zip that is no workbook", "a.xlsx", a_zip(**{"hello.txt": b"hello"}), 3, "a.xlsx"),
    ("a zip bomb", "a.xlsx", a_bomb(), 3, "a.xlsx"),
    ("a web page", "a.xlsx", b"<!DOCTYPE html><html><body>Please sign in</body></html>", 3, "a.xlsx"),
]


@pytest.mark.parametrize(("name", "content", "code", "says"), [row[1:] for row in STOPS], ids=[row[0] for row in STOPS])
def test_clean_stops_in_words_and_writes_nothing(
    shell: Shell, tmp_path: Path, *, name: str, content: bytes, code: int, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    run = shell("clean", tmp_path / name, "--to", tmp_path / "leads.xlsx")
    assert (run.code, "Traceback" in run.err) == (code, False)
    assert says in run.err
    assert [path.name for path in tmp_path.iterdir()] == [name]


TAKEN: list[tuple[str, bytes, int]] = [
    # what it is, content, how many leads come of it
    ("a byte order mark", PLAIN.encode("utf-8-sig"), 2),
    ("UTF-16", PLAIN.encode("utf-16"), 2),
    ("UTF-16 without a mark", PLAIN.encode("utf-16-le"), 2),
    ("a Windows code page", PLAIN.replace("Ng", "Müller").encode("cp1252"), 2),
    ("a Mac code page", PLAIN.replace("Ng", "Müller").encode("mac-roman"), 2),
    ("semicolons", PLAIN.replace(",", ";").encode(), 2),
    ("tab stops", PLAIN.replace(",", "\t").encode(), 2),
    ("bars", PLAIN.replace(",", "|").encode(), 2),
    ("a line that names the delimiter", b"sep=;\n" + PLAIN.replace(",", ";").encode(), 2),
    ("old Mac line ends", PLAIN.replace("\n", "\r").encode(), 2),
    ("NULs", PLAIN.replace("Ann", "A\0nn").encode(), 2),
    ("a quotation that never closes", (PLAIN + 'Cy,"Lost,cy@acme.example\nDee,Day,dee@acme.example\n').encode(), 3),
    ("too few and too many cells", (PLAIN + "Cy\nDee,Day,dee@acme.example,extra,more\n").encode(), 3),
    ("lines above and totals below", b"Export of 1 May\n\n" + PLAIN.encode() + b"Total,2,\n", 2),
    ("two headers alike and one blank", b"First name,Email,Email,,\nAnn,a@acme.example,b@acme.example,x,\n", 1),
    ("a cell of ten megabytes", (PLAIN + "Cy,Big," + "x" * 10_000_000 + "\n").encode(), 2),
    ("blank lines in between", PLAIN.replace("\nBob", "\n\n,,\n\nBob").encode(), 2),
]


@pytest.mark.parametrize(("content", "leads"), [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_clean_takes_what_can_be_taken(shell: Shell, tmp_path: Path, content: bytes, leads: int) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    run = shell("clean", tmp_path / "a.csv", "--to", tmp_path / "leads.xlsx", "--owners", "Ann")
    assert (run.code, run.err) == (0, "")
    book = XlsxWorkbook(tmp_path / "leads.xlsx").read().book
    assert len(book["Leads"]) == leads, run.out
    assert any(str(row.get("Email", "")).endswith("@acme.example") for row in book["Leads"].values())


def test_a_row_that_cannot_be_used_comes_back_with_its_reason(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(PLAIN + "Cy,Big," + "x" * 1_100_000 + "\n")
    run = shell("clean", tmp_path / "a.csv", "--to", tmp_path / "leads.xlsx")
    assert "1 row could not be used" in run.out
    rejected = (tmp_path / "leads.rejected.csv").read_text("utf-8-sig").splitlines()
    assert len(rejected) == 2
    assert "Cy" in rejected[1]
    assert "Big" in rejected[1]


def test_a_missing_file_a_folder_and_a_strange_ending_are_named(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for what in ("nothing.csv", "folder"):
        run = shell("clean", tmp_path / what, "--to", tmp_path / "leads.xlsx")
        assert (run.code, what in run.err) == (3, True)
    assert shell("normalise", tmp_path / "leads.doc").code == 2


@pytest.fixture
def ours(shell: Shell, tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text(PLAIN.replace("Ann,", "ANN,"))
    assert shell("new", tmp_path / "empty.xlsx").code == 0
    assert shell("clean", tmp_path / "a.csv", "--to", tmp_path / "leads.xlsx", "--owners", "Ann").code == 0
    (tmp_path / "a.csv").unlink()
    (tmp_path / "empty.xlsx").unlink()
    return tmp_path / "leads.xlsx"


def dirty(book: Path) -> bytes:
    """Something for normalise to do; answers the bytes that must still be there afterwards."""
    from leadsorted_sheets.core.changes import Edit
    from leadsorted_sheets.workbook.port import Batch

    workbook = XlsxWorkbook(book, backup=False)
    reading = workbook.read()
    key, row = next(iter(reading.book["Leads"].items()))
    workbook.write(Batch([Edit("Leads", key, "Email", row["Email"], "ANN@ACME.example")]), expect=reading.revision)
    return book.read_bytes()


def refused(shell: Shell, book: Path, code: int, says: str) -> None:
    before = book.read_bytes()
    names = sorted(path.name for path in book.parent.iterdir())
    run = shell("normalise", book, "--apply")
    assert (run.code, says in run.err, "Nothing was written" in run.err) == (code, True, True), run.err
    assert book.read_bytes() == before
    assert sorted(path.name for path in book.parent.iterdir()) == names


def test_a_book_open_in_excel_is_refused(shell: Shell, ours: Path) -> None:
    dirty(ours)
    ours.with_name("~$leads.xlsx").write_bytes(b"\x03Ann" + b" " * 51)
    refused(shell, ours, 4, "Excel")


def test_a_book_open_in_libreoffice_is_refused(shell: Shell, ours: Path) -> None:
    dirty(ours)
    ours.with_name(".~lock.leads.xlsx#").write_text(",ann,machine,21.11.2026 21:00,file:///home/ann;")
    refused(shell, ours, 4, "LibreOffice")


def test_a_read_only_book_is_refused(shell: Shell, ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dirty(ours)
    real = os.access
    monkeypatch.setattr("os.access", lambda path, mode, **more: mode != os.W_OK and real(path, mode, **more))
    refused(shell, ours, 4, "cannot be written")


def test_a_full_disk_leaves_the_book_as_it_was(shell: Shell, ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dirty(ours)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    run = shell("normalise", ours, "--apply")
    assert (run.code, "the disk is full" in run.err) == (4, True)
    assert ours.read_bytes() == before


def test_a_workbook_that_is_not_ours_is_refused_with_the_way_to_adopt_it(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_bytes(a_workbook())
    refused(shell, tmp_path / "mine.xlsx", 3, "leadsorted adopt")


def test_an_old_xls_under_a_new_name_is_named(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "old.xlsx").write_bytes(
        OLE + b"\0" * 504 + "Workbook".encode("utf-16-le").ljust(512, b"\0") + b"\0" * 2048
    )
    refused(shell, tmp_path / "old.xlsx", 3, "old.xlsx")


def test_a_protected_sheet_is_refused(shell: Shell, ours: Path) -> None:
    dirty(ours)
    out = io.BytesIO()
    with zipfile.ZipFile(ours) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "xl/worksheets/sheet2.xml":
                data = data.replace(b"</sheetData>", b'</sheetData><sheetProtection sheet="1" objects="1"/>')
            new.writestr(member, data)
    ours.write_bytes(out.getvalue())
    refused(shell, ours, 4, "protected")


def test_rows_with_one_id_and_ids_pasted_into_new_rows_are_told_apart(shell: Shell, ours: Path) -> None:
    from leadsorted_sheets.core.book import row_of
    from leadsorted_sheets.core.changes import AddRow
    from leadsorted_sheets.workbook.port import Batch

    workbook = XlsxWorkbook(ours, backup=False)
    reading = workbook.read()
    key, row = next(iter(reading.book["Leads"].items()))
    copied = AddRow("Leads", "#9", row_of({**row, "Last name": "Copied", "Email": "copied@acme.example"}))
    workbook.write(Batch([copied]), expect=reading.revision)
    run = shell("normalise", ours, "--apply")
    assert f"The id {key} stands in another row too" in run.out
    leads = XlsxWorkbook(ours).read().book["Leads"]
    assert len(leads) == 3
    assert all(name.startswith("L-") for name in leads)
    assert leads[key]["Last name"] != "Copied"


def test_a_broken_preference_is_named_with_its_cell(shell: Shell, ours: Path) -> None:
    from leadsorted_sheets.core.changes import Edit
    from leadsorted_sheets.workbook.port import Batch

    workbook = XlsxWorkbook(ours, backup=False)
    reading = workbook.read()
    broken = Edit("Preferences", "Time zone", "Value", "Europe/London", "Mars/Olympus")
    workbook.write(Batch([broken]), expect=reading.revision)
    run = shell("normalise", ours)
    assert "Settings!B" in run.out
    assert "no such time zone" in run.out


def test_the_shipped_template_is_never_written(shell: Shell, tmp_path: Path) -> None:
    before = template_path().read_bytes()
    (tmp_path / "a.csv").write_text(PLAIN)
    shell("clean", tmp_path / "a.csv", "--to", tmp_path / "leads.xlsx")
    shell("new", tmp_path / "new.xlsx", "--country", "FR")
    assert template_path().read_bytes() == before
