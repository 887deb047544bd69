"""A workbook of the user's own becomes ours: what is added, what is filled, what stays as it was, and undo."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.session import Session
from leadsorted_sheets.session.adopt import adopt
from leadsorted_sheets.session.clean import Wishes, owners_of
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.frontends.running import Shell

HEADER = ("Name", "Firma", "E-Mail", "Telefon", "Haustier", "Angelegt")
WISHES = Wishes(country="DE", currency="EUR", owners=owners_of("Ann"))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A title above the header, a column of the user's own, a second sheet called Report that points at the first."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Meine Kontakte"
    sheet.append(["Kontakte 2026"])
    sheet.append([])
    sheet.append(HEADER)
    for n in range(3):
        sheet.append(
            (
                f"Ann{n} Berg",
                f"Acme{n} GmbH",
                f"ann{n}@acme.example",
                f"030 23125 1{n}0",
                "Hund",
                dt.date(2026, 1, n + 1),
            )
        )
    book.create_sheet("Report")["A1"] = "=COUNTA('Meine Kontakte'!A4:A6)"
    path = tmp_path / "mine.xlsx"
    book.save(path)
    return path


def test_it_is_shown_first_and_nothing_is_written(mine: Path) -> None:
    before = mine.read_bytes()
    shown = adopt(str(mine))
    assert (shown.sheet, shown.applied) == ("Meine Kontakte", False)
    fields = {each.header: None if each.own else each.field for each in shown.mapping}
    assert fields == {"Name": "Full name", "Firma": "Company", "E-Mail": "Email", "Telefon": "Phone", "Haustier": None, "Angelegt": "Created"}  # fmt: skip
    assert mine.read_bytes() == before


def test_adopted_it_has_ids_our_columns_and_tabs_and_the_users_own_as_they_were(mine: Path) -> None:
    with zipfile.ZipFile(mine) as archive:
        report = archive.read("xl/worksheets/sheet2.xml")
    assert adopt(str(mine), wishes=WISHES, apply=True).applied
    reading = XlsxWorkbook(mine).read()
    assert set(reading.book) == set(schema.BY_NAME)
    for n, (key, row) in enumerate(reading.book["Leads"].items()):
        assert key.startswith("L-")
        assert (row["Name"], row["First name"], row["Last name"]) == (f"Ann{n} Berg", f"Ann{n}", "Berg")
        assert (row["Haustier"], row["Created"], row["Status"]) == ("Hund", dt.date(2026, 1, n + 1), "New")
    assert reading.book["Preferences"]["Country"]["Value"] == "DE"
    assert list(reading.book["Owners"]) == ["Ann"]
    layout = reading.layout("Leads")
    assert layout is not None
    assert (layout.sheet, layout.header_row) == ("Meine Kontakte", 3)
    assert [at.header for at in layout.columns][: len(HEADER)] == list(HEADER)
    assert reading.layout("Report: Funnel").sheet == "Report (Lead Sorted)"  # type: ignore[union-attr]  # it is there
    with zipfile.ZipFile(mine) as archive:
        assert archive.read("xl/worksheets/sheet2.xml") == report


def test_operations_work_on_it_and_can_be_undone(mine: Path) -> None:
    adopt(str(mine), wishes=WISHES, apply=True)
    before = {tab: table for tab, table in XlsxWorkbook(mine).read().book.items() if tab != "History"}
    session = Session(XlsxWorkbook(mine))
    session.run("normalise", apply=True)
    phones = {row["Phone"] for row in XlsxWorkbook(mine).read().book["Leads"].values()}
    assert phones == {"+493023125100", "+493023125110", "+493023125120"}
    assert session.undo().clashes == ()
    after = {tab: table for tab, table in XlsxWorkbook(mine).read().book.items() if tab != "History"}
    assert after == before


def test_undoing_the_adoption_empties_what_it_filled(mine: Path) -> None:
    adopt(str(mine), wishes=WISHES, apply=True)
    assert Session(XlsxWorkbook(mine)).undo().clashes == ()
    rows = XlsxWorkbook(mine).read().book["Leads"].values()
    assert [set(row) for row in rows] == [set(HEADER) - {"Firma", "E-Mail", "Telefon", "Angelegt"} | {"Company", "Email", "Phone", "Created"}] * 3  # fmt: skip


def test_without_a_tab_ours_are_only_put_beside(mine: Path) -> None:
    with zipfile.ZipFile(mine) as archive:
        sheets = {name: archive.read(name) for name in archive.namelist() if "worksheets" in name}
    assert adopt(str(mine), no_tab=True, apply=True).applied
    assert XlsxWorkbook(mine).read().book["Leads"] == {}
    with zipfile.ZipFile(mine) as archive:
        assert {name: archive.read(name) for name in sheets} == sheets


def test_what_cannot_be_adopted_is_refused_in_words(mine: Path, shell: Shell) -> None:
    adopt(str(mine), apply=True)
    with pytest.raises(errors.WrongUsage, match="ours already"):
        adopt(str(mine))
    assert shell("adopt", mine, "--tab", "x", "--no-tab").code == 2
    (mine.parent / "a.csv").write_text("Name\nAnn\n")
    assert "leadsorted clean" in shell("adopt", mine.parent / "a.csv").err
