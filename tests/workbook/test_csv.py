from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.changes import AddRow, Edit
from leadsorted_sheets.core.state import ColumnAt
from leadsorted_sheets.workbook.csv import CsvWorkbook, rendered
from leadsorted_sheets.workbook.port import Batch, Workbook
from tests.workbook.contract import TWO, Make, WorkbookContract


class TestCsvWorkbook(WorkbookContract):
    keeps_hidden_texts = False

    @pytest.fixture
    def make(self, tmp_path: Path) -> Make:
        count = itertools.count()

        def make(book: Book) -> Workbook:
            path = tmp_path / f"{next(count)}.csv"
            names = ["Lead ID", "First name", "Last name", "Email", "Phone", "Postcode", "Company", "Owner", "Score"]
            names += ["Deal value", "Next action due", "Created", "Notes", "Favourite colour"]
            path.write_bytes(rendered([ColumnAt(name, name) for name in names], book["Leads"].values()))
            return CsvWorkbook(path)

        return make


def test_only_leads_are_kept_and_the_rest_is_named(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Lead ID,Email\nL-1,a@b.c\n")
    owner = AddRow("Owners", "Ann", {"Owner": "Ann"})
    workbook = CsvWorkbook(path)
    written = workbook.write(Batch([owner]), expect=workbook.read().revision)
    assert [clash.change for clash in written.clashed] == [owner]


def test_columns_are_found_by_synonym_and_others_kept_under_their_header(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("E-Mail-Adresse;Vorname;Haustier;Haustier\nann@acme.example;Ann;Hund;Katze\n", encoding="cp1252")
    reading = CsvWorkbook(path).read()
    assert reading.book["Leads"] == {
        "#2": {"Email": "ann@acme.example", "First name": "Ann", "Haustier": "Hund", "Haustier (2)": "Katze"}
    }


def test_cells_beyond_the_last_header_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Email,Phone\na@b.c,1,extra\n")
    workbook = CsvWorkbook(path)
    workbook.write(Batch([Edit("Leads", "#2", "Phone", "1", "2")]), expect=workbook.read().revision)
    assert path.read_text("utf-8-sig").splitlines() == ["Email,Phone,", "a@b.c,2,extra"]


def test_a_new_column_comes_behind_those_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Their own,Email\nx,a@b.c\n")
    workbook = CsvWorkbook(path)
    changes = [Edit("Leads", "#2", "Owner", None, "Ann"), Edit("Leads", "#2", "Created", None, dt.date(2026, 1, 2))]
    workbook.write(Batch(changes), expect=workbook.read().revision)
    assert path.read_text("utf-8-sig").splitlines() == ["Their own,Email,Owner,Created", "x,a@b.c,Ann,2026-01-02"]
    assert workbook.read().book["Leads"]["#2"]["Created"] == dt.date(2026, 1, 2)


@pytest.mark.parametrize("text", ["2026-02-30", "3/4/2026", "soon"])
def test_a_date_not_in_our_spelling_stays_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(f"Created\n{text}\n")
    assert CsvWorkbook(path).read().book["Leads"]["#2"] == {"Created": text}


def test_a_file_with_a_line_we_cannot_read_is_not_rewritten(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Email,Notes\na@b.c,ok\nb@c.d," + "x" * 1_100_000 + "\n")
    before = path.read_bytes()
    workbook = CsvWorkbook(path)
    with pytest.raises(errors.BadInput, match="Line 3"):
        workbook.write(Batch([Edit("Leads", "#2", "Notes", "ok", "fine")]), expect=workbook.read().revision)
    assert path.read_bytes() == before


def test_a_read_only_file_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(rendered([ColumnAt("Lead ID", "Lead ID")], TWO["Leads"].values()))
    monkeypatch.setattr("os.access", lambda *_: False)
    workbook = CsvWorkbook(path)
    with pytest.raises(errors.ReadOnly, match=r"marked read-only\. Nothing was written"):
        workbook.write(Batch(), expect=workbook.read().revision)
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Email\na@b.c\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    workbook = CsvWorkbook(path)
    revision = workbook.read().revision
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(errors.NoSpace):
        workbook.write(Batch([Edit("Leads", "#2", "Email", "a@b.c", "x@y.z")]), expect=revision)
    assert path.read_text() == "Email\na@b.c\n"
    assert list(tmp_path.iterdir()) == [path]
