"""A foreign workbook becomes ours in one write: our tabs beside the user's, our columns behind theirs."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from leadsorted_sheets.core.cell import Formula
from leadsorted_sheets.core.changes import AddRow, Change, Edit
from leadsorted_sheets.core.schema import JOURNAL_SHEET, LEADS, STATE_SHEET, TABS
from leadsorted_sheets.core.state import ColumnAt, Layout, State, pack, unpack
from leadsorted_sheets.errors import NoRoom, Protected
from leadsorted_sheets.workbook.port import Batch, Setup
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from leadsorted_sheets.workbook.xlsx.graft import free_sheet_name
from tests.workbook.xlsx.packages import changed_parts, parts_of, without_rows, zipped

HEADERS = ["Name", "Mail", "Source", "Colour", "When"]
LAYOUT = Layout(
    "Leads", "My list", "", 2, 1,
    (ColumnAt("Last name", "Name"), ColumnAt("Email", "Mail"), ColumnAt("Source", "Source"), ColumnAt("Colour", "Colour"), ColumnAt("Created", "When")),
)  # fmt: skip


def users_book(path: Path, *, table: bool = False, beside: str = "", clash: bool = False) -> Path:
    """A list of four leads in row 2 and below, a sheet called Report with a chart, perhaps names of ours taken."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("My list")
        bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(1, 0, HEADERS, bold)
        for n in range(4):
            sheet.write_row(2 + n, 0, [f"N{n}", f"n{n}@x.example", "Referral", "red"])
            sheet.write_datetime(2 + n, 4, dt.datetime(2026, 1, 1 + n), day)
        if table:
            sheet.add_table(
                1, 0, 5, 4, {"name": "Kunden", "columns": [{"header": each, "header_format": bold} for each in HEADERS]}
            )
        if beside:
            sheet.write(beside, "Summary")
        report = workbook.add_worksheet("Report")
        report.write(0, 0, "mine")
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series({"values": "='My list'!$E$3:$E$6"})
        report.insert_chart("C3", chart)
        if clash:
            workbook.define_name("StatusNames", "='My list'!$A$1")
            other = workbook.add_worksheet("Other")
            other.add_table(0, 0, 2, 1, {"name": "Stages", "columns": [{"header": "One"}, {"header": "Two"}]})
    return path


def adopt(path: Path, layout: Layout | None = LAYOUT, *, hidden: bool = True) -> XlsxWorkbook:
    """What adopting does: ids for the rows, a line of History, the state."""
    workbook = XlsxWorkbook(path, backup=False)
    reading = workbook.read(layouts=(layout,) if layout else ())
    changes: list[Change] = [
        Edit("Leads", key, "Lead ID", None, f"L-{n}", becomes=f"L-{n}")
        for n, key in enumerate(reading.book.get("Leads", {}))
    ]
    changes.append(AddRow("History", "H-1", {"Entry": "H-1", "What": "adopt", "When": dt.datetime(2026, 1, 1, 2, 3)}))
    texts = {STATE_SHEET: pack(State("B-1", (layout,) if layout else ()))} if hidden else {}
    written = workbook.write(Batch(changes, hidden=texts, setup=Setup(layout)), expect=reading.revision)
    assert (len(written.applied), written.clashed) == (len(changes), [])
    return workbook


@pytest.mark.parametrize("table", [True, False], ids=["an Excel table", "a plain list"])
def test_the_users_list_gets_our_columns_and_ids_and_our_tabs_stand_behind(tmp_path: Path, table: bool) -> None:
    path = users_book(tmp_path / "a.xlsx", table=table)
    before = parts_of(path)
    reading = adopt(path).read()
    assert list(reading.book) == [tab.name for tab in TABS]
    assert reading.findings == ()
    assert reading.book["Leads"]["L-1"] == {
        "Lead ID": "L-1", "Last name": "N1", "Email": "n1@x.example", "Source": "Referral", "Colour": "red", "Created": dt.date(2026, 1, 2),
    }  # fmt: skip
    layout = reading.layout("Leads")
    assert layout is not None
    fields = [at.field for at in layout.columns]
    assert fields[:5] == [at.field for at in LAYOUT.columns]
    assert fields[5:] == [name for name in LEADS.fields if name not in fields[:5]]
    assert unpack(reading.hidden[STATE_SHEET]).layouts == reading.layouts
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "My list", "Report", "Start here", "Activities", "Pipeline", "Sources", "Settings", "Report (Lead Sorted)", "Review", "History",
        STATE_SHEET, JOURNAL_SHEET,
    ]  # fmt: skip
    assert book["My list"]["F2"].font.bold
    kept = set(before) - changed_parts(before, parts_of(path))
    assert {
        "xl/worksheets/sheet2.xml",
        "xl/charts/chart1.xml",
        "xl/drawings/drawing1.xml",
        "xl/sharedStrings.xml",
    } <= kept
    if not table:
        sheet = "xl/worksheets/sheet1.xml"
        after = re.sub(rb"<dataValidations.*?</dataValidations>", b"", parts_of(path)[sheet], flags=re.DOTALL)
        lines = {2, 3, 4, 5, 6}
        assert without_rows(after, lines) == without_rows(before[sheet], lines)


def test_no_two_parts_tables_or_sheets_share_a_number_or_a_name(tmp_path: Path) -> None:
    path = users_book(tmp_path / "a.xlsx", table=True, clash=True)
    adopt(path)
    parts = parts_of(path)
    tables = [body.decode() for name, body in parts.items() if name.startswith("xl/tables/")]
    for pattern in (r'<table [^>]*\bid="(\d+)"', r'displayName="([^"]+)"'):
        found = [re.findall(pattern, body)[0] for body in tables]
        assert len(found) == len(set(found))
    sheets = re.findall(r'<sheet name="([^"]+)" sheetId="(\d+)".*?r:id="(\w+)"', parts["xl/workbook.xml"].decode())
    assert all(len(set(column)) == len(sheets) for column in zip(*sheets, strict=True))
    types = re.findall(rb'PartName="/([^"]+)"', parts["[Content_Types].xml"])
    assert len(types) == len(set(types))
    assert {name.decode() for name in types} <= set(parts)


def test_what_is_called_otherwise_here_is_called_so_in_formulas_charts_and_drop_downs(tmp_path: Path) -> None:
    path = users_book(tmp_path / "a.xlsx", clash=True)
    reading = adopt(path).read()
    parts = {name: body.decode() for name, body in parts_of(path).items() if name.endswith(".xml")}
    stages = reading.layout("Stages")
    assert stages is not None
    assert stages.table == "Stages_2"
    won = reading.book["Sources"]["Referral"]["Won"]
    assert isinstance(won, Formula)
    assert "COUNTIFS(Stages_2[Stage]," in won.text
    names = dict(re.findall(r'<definedName name="(\w+)">(.*?)</definedName>', parts["xl/workbook.xml"]))
    assert names["StatusNames"] == "'My list'!$A$1"
    assert names["StatusNames_2"].startswith("Settings!$")
    charts = [body for name, body in parts.items() if name.startswith("xl/charts/") and "My list" not in body]
    assert charts
    assert all("'Report (Lead Sorted)'!" in body and "<c:f>Report!" not in body for body in charts)
    start = next(body for body in parts.values() if "Go to Leads" in body)
    assert "location=\"'My list'!A1\"" in start


@pytest.mark.parametrize(
    ("table", "spelt"), [(True, "COUNTIFS(Kunden[Source],"), (False, "COUNTIFS('My list'!$C$3:$C$1048576,")]
)
def test_our_formulas_count_the_users_leads(tmp_path: Path, table: bool, spelt: str) -> None:
    reading = adopt(users_book(tmp_path / "a.xlsx", table=table)).read()
    leads = reading.book["Sources"]["Referral"]["Leads"]
    assert isinstance(leads, Formula)
    assert leads.text.startswith(f"={spelt}")


def test_new_columns_have_the_drop_downs_of_the_template(tmp_path: Path) -> None:
    path = users_book(tmp_path / "a.xlsx")
    layout = adopt(path).read().layout("Leads")
    assert layout is not None
    status = openpyxl.utils.get_column_letter(1 + [at.field for at in layout.columns].index("Status"))
    rules = {
        str(rule.sqref): rule.formula1
        for rule in openpyxl.load_workbook(path)["My list"].data_validations.dataValidation
    }
    assert str(rules[f"{status}3:{status}1048576"]).startswith("Settings!$")
    assert not any(area.startswith(("A", "B3", "C3", "D3", "E3")) and area[1].isdigit() for area in rules)


def test_what_stands_beside_a_plain_list_is_left_out_and_ours_goes_behind(tmp_path: Path) -> None:
    path = users_book(tmp_path / "a.xlsx", beside="H9")
    workbook = adopt(path)
    reading = workbook.read()
    layout = reading.layout("Leads")
    assert layout is not None
    assert [at.field for at in layout.columns][4:9] == ["Created", "", "", "", "Lead ID"]
    assert reading.place("Leads", "L-0", "Lead ID") == "My list!I3"
    assert "#9" not in reading.book["Leads"]
    assert openpyxl.load_workbook(path)["My list"]["H9"].value == "Summary"


def test_what_stands_beside_an_excel_table_holds_it(tmp_path: Path) -> None:
    path = users_book(tmp_path / "a.xlsx", table=True, beside="H9")
    before = path.read_bytes()
    with pytest.raises(NoRoom) as refusal:
        adopt(path)
    assert str(refusal.value) == (
        f"{path}: the table at My list!A2:E6 needs 45 more columns, but the cell H9 stands beside it. "
        "Nothing was written. Move it away, or insert columns before it, and run the command again."
    )
    assert path.read_bytes() == before


def test_what_stands_above_an_excel_table_does_not(tmp_path: Path) -> None:
    path = users_book(tmp_path / "a.xlsx", table=True, beside="H1")
    assert adopt(path).read().place("Leads", "L-0", "Lead ID") == "My list!F3"


def test_without_a_lead_tab_of_the_users_ours_is_added_too(tmp_path: Path) -> None:
    reading = adopt(users_book(tmp_path / "a.xlsx"), None, hidden=False).read()
    assert (reading.book["Leads"], [layout.sheet for layout in reading.layouts][:2]) == ({}, ["Leads", "Activities"])


def test_a_locked_structure_is_not_adopted(tmp_path: Path) -> None:
    path = users_book(tmp_path / "a.xlsx")
    locked = parts_of(path)["xl/workbook.xml"].replace(
        b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'
    )
    zipped(path, {**parts_of(path), "xl/workbook.xml": locked})
    with pytest.raises(Protected):
        adopt(path)


def test_an_adopted_list_takes_new_leads(tmp_path: Path) -> None:
    path = users_book(tmp_path / "a.xlsx")
    workbook = adopt(path)
    lead = {"Lead ID": "L-9", "Last name": "Neu", "Created": dt.date(2026, 5, 5), "Phone": "+49301234567"}
    workbook.write(Batch([AddRow("Leads", "L-9", lead)]), expect=workbook.read().revision)
    assert workbook.read().book["Leads"]["L-9"] == lead
    sheet = openpyxl.load_workbook(path)["My list"]
    assert (sheet["E7"].number_format, sheet["E6"].number_format) == ("dd/mm/yyyy", "dd/mm/yyyy")


@pytest.mark.parametrize(
    ("name", "taken", "free"),
    [
        ("Report", set(), "Report"),
        ("Report", {"report"}, "Report (Lead Sorted)"),
        ("Report", {"report", "report (lead sorted)"}, "Report (Lead Sorted 2)"),
        ("A very long name of a sheet 31 c", {"a very long name of a sheet 31 c"}, "A very long name (Lead Sorted)"),
    ],
)
def test_a_sheet_gets_a_name_that_is_free(name: str, taken: set[str], free: str) -> None:
    assert free_sheet_name(name, taken) == free


@pytest.mark.office
def test_libreoffice_calculates_an_adopted_workbook(tmp_path: Path) -> None:
    path = users_book(tmp_path / "a.xlsx", table=True)
    adopt(path)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    to_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = ["soffice", "--headless", profile, "--convert-to", to_csv, "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    lines = (tmp_path / "a-Sources.csv").read_text().splitlines()
    assert next(line for line in lines if line.startswith("Referral")).split(",")[:4] == [
        "Referral",
        "Referral",
        "",
        "4",
    ]
