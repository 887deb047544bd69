"""What a file keeps of somebody beside the cells: shared strings, links, computed values; and what is only named."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from leadsorted_sheets.core.changes import RemoveRow
from leadsorted_sheets.core.forget.words import words_of
from leadsorted_sheets.workbook.port import Batch, Written
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook

SHE = {"Lead ID": "L-0000000001", "First name": "Dora", "Last name": "Quist", "Email": "dora@quist.example"}
BOB = {"Lead ID": "L-0000000002", "First name": "Bob", "Last name": "Lee", "Email": "bob@lee.example"}
WORDS = words_of([SHE])


def a_file(path: Path, *, note: bool = False, other_sheet: str = "") -> XlsxWorkbook:
    """A workbook as office programs save one: texts are shared, addresses are links, formulas have their last value."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        leads = book.add_worksheet("Leads")
        for number, row in enumerate((dict(zip(SHE, SHE, strict=True)), SHE, BOB)):
            leads.write_row(number, 0, row.values())
        for number, who in ((1, SHE), (2, BOB)):
            leads.write_url(number, 3, f"mailto:{who['Email']}", string=who["Email"])
        leads.add_table(0, 0, 2, 3, {"name": "Leads", "columns": [{"header": name} for name in SHE]})
        mine = book.add_worksheet("Mine")
        mine.write_formula("A1", "=Leads!D2", None, SHE["Email"])
        mine.write_formula("A2", "=Leads!D3", None, BOB["Email"])
        mine.write("A3", other_sheet)
        if note:
            mine.write_comment("B1", "Dora Quist is ill")
    return XlsxWorkbook(path)


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def forgotten(workbook: XlsxWorkbook) -> Written:
    reading = workbook.read()
    batch = Batch([RemoveRow("Leads", SHE["Lead ID"], reading.book["Leads"][SHE["Lead ID"]])], forgetting=WORDS)
    return workbook.write(batch, expect=reading.revision)


def named(written: Written) -> list[str]:
    return [finding.message for finding in written.findings if finding.rule == "forget.also-named"]


def holding(path: Path) -> list[str]:
    return [name for name, data in _parts(path).items() if b"ora@quist" in data or b"Dora" in data]


def test_no_part_of_the_file_holds_her_any_more(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    workbook = a_file(path)
    assert sorted(holding(path)) == [
        "xl/sharedStrings.xml", "xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/sheet2.xml",
    ]  # fmt: skip
    written = forgotten(workbook)
    assert (holding(path), named(written), list(written.clashed)) == ([], [], [])


def test_what_is_of_others_stays(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "leads.xlsx"
    forgotten(a_file(path))
    [row] = XlsxWorkbook(path).read().book["Leads"].values()
    assert row == BOB
    book = openpyxl.load_workbook(path)
    links = [cell.hyperlink.target for line in book["Leads"].iter_rows() for cell in line if cell.hyperlink]
    assert links == ["mailto:bob@lee.example"]
    assert [book["Mine"][at].value for at in ("A1", "A2")] == ["=Leads!D2", "=Leads!D3"]
    assert b"<v>bob@lee.example</v>" in _parts(path)["xl/worksheets/sheet2.xml"]


def test_no_backup_of_the_file_as_it_was_is_made(tmp_path: Path) -> None:
    forgotten(a_file(tmp_path / "leads.xlsx"))
    assert [path.name for path in tmp_path.iterdir()] == ["leads.xlsx"]


OWN: tuple[tuple[str, dict[str, object], str], ...] = (
    ("a note", {"note": True}, "A note on a cell: the name, an address or a number of the person stands there too."),
    ("a cell of another sheet", {"other_sheet": "ask dora@quist.example"}, "The sheet Mine: the name"),
)


@pytest.mark.parametrize(("what", "more", "said"), OWN, ids=[case[0] for case in OWN])
def test_what_is_the_user_s_own_is_left_and_named(
    tmp_path: Path, what: str, more: dict[str, object], said: str
) -> None:
    written = forgotten(a_file(tmp_path / "leads.xlsx", **more))  # type: ignore[arg-type]  # one of two
    [message] = named(written)
    assert message.startswith(said)
