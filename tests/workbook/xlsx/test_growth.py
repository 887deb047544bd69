"""New rows: where they stand, what they look like, and what grows with them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from leadsorted_sheets.core.book import Row, row_of, same_book
from leadsorted_sheets.core.cell import Formula
from leadsorted_sheets.core.changes import AddRow, RemoveRow, apply, invert
from leadsorted_sheets.errors import NoRoom
from leadsorted_sheets.workbook.port import Batch, Written
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook, growth
from tests.workbook.xlsx import packages
from tests.workbook.xlsx.packages import formula, leads_book, number, parts_of, row, text

CY: Row = row_of({"Lead ID": "L-9", "Last name": "Cy", "Score": 1, "Created": dt.date(2026, 5, 5), "Colour": "blue"})


def add(path: Path, *rows: Row, below: str | None = None) -> Written:
    workbook = XlsxWorkbook(path, backup=False)
    reading = workbook.read()
    changes = [AddRow("Leads", str(each["Lead ID"]), each, below=below) for each in rows]
    written = workbook.write(Batch(changes), expect=reading.revision)
    assert same_book(workbook.read().book, apply(reading.book, written.applied))
    return written


def leads_xml(path: Path) -> str:
    return parts_of(path)["xl/worksheets/sheet1.xml"].decode()


def test_a_row_goes_below_the_last_one_and_the_table_grows(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann", "Bob"])
    assert add(path, CY).findings == ()
    assert '<table xmlns="' in (table := parts_of(path)["xl/tables/table1.xml"].decode())
    assert table.count('ref="A1:E4"') == 2
    assert openpyxl.load_workbook(path)["Leads"].tables["Leads"].ref == "A1:E4"


def test_a_new_row_looks_like_the_row_above_also_where_it_is_blank(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"])
    add(path, row_of({"Lead ID": "L-9", "Created": dt.date(2026, 5, 5)}))
    assert '<c r="D3" s="1"><v>46147</v></c><c r="E3" s="2"/></row>' in leads_xml(path)


def test_an_empty_table_keeps_one_blank_row_and_the_first_new_row_takes_it(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", [])
    add(path, CY)
    assert XlsxWorkbook(path).read().lines["Leads"] == {"L-9": 2}
    assert 'ref="A1:E2"' in parts_of(path)["xl/tables/table1.xml"].decode()


def test_the_last_row_that_goes_leaves_its_blank_row(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann", "Bob"])
    workbook = XlsxWorkbook(path, backup=False)
    reading = workbook.read()
    every = [RemoveRow("Leads", key, each) for key, each in reading.book["Leads"].items()]
    written = workbook.write(Batch(every), expect=reading.revision)
    assert workbook.read().book == {"Leads": {}}
    assert 'ref="A1:E2"' in parts_of(path)["xl/tables/table1.xml"].decode()
    workbook.write(Batch(invert(written.applied)), expect=written.revision)
    assert same_book(workbook.read().book, reading.book)


def test_blank_rows_at_the_end_of_the_table_are_used_first(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"], ref="A1:E4", rows=row(3, '<c r="A3" s="2"/>'))
    add(path, CY, {**CY, "Lead ID": "L-10"}, {**CY, "Lead ID": "L-11"})
    assert XlsxWorkbook(path).read().lines["Leads"] == {"L-2": 2, "L-9": 3, "L-10": 4, "L-11": 5}
    assert 'ref="A1:E5"' in parts_of(path)["xl/tables/table1.xml"].decode()


def test_a_row_comes_back_to_the_gap_below_its_neighbour(tmp_path: Path) -> None:
    rows = row(3, text("A3", "")) + row(4, text("A4", "L-4"), text("B4", "Dot"))
    path = leads_book(tmp_path / "a.xlsx", ["Ann"], ref="A1:E4", rows=rows)
    add(path, CY, below="L-2")
    assert XlsxWorkbook(path).read().lines["Leads"] == {"L-2": 2, "L-9": 3, "L-4": 4}


BELOW = row(5, text("A5", "Prepared by Ann"))


def test_what_stands_below_is_never_shifted_or_written_over(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann", "Bob"], rows=BELOW)
    add(path, CY)  # row 4 is free
    before = path.read_bytes()
    with pytest.raises(NoRoom) as refusal:
        add(path, {**CY, "Lead ID": "L-10"})
    assert str(refusal.value) == (
        f"{path}: the table at Leads!A2:E4 needs 1 more row, but the cell A5 stands below it. Nothing was written. "
        "Move it away, or insert rows before it, and run the command again."
    )
    assert path.read_bytes() == before


def test_blank_rows_inside_the_table_are_used_where_there_is_no_room_below(tmp_path: Path) -> None:
    rows = row(4, text("A4", "L-4")) + row(5, text("A5", "Prepared by Ann"))
    path = leads_book(tmp_path / "a.xlsx", ["Ann"], rows=rows, ref="A1:E4")
    add(path, CY)
    assert XlsxWorkbook(path).read().lines["Leads"] == {"L-2": 2, "L-9": 3, "L-4": 4}


@pytest.mark.parametrize(
    "after",
    ['<mergeCells count="1"><mergeCell ref="B4:C5"/></mergeCells>'],
)
def test_merged_cells_below_hold_the_table(tmp_path: Path, after: str) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann", "Bob"], after=after)
    with pytest.raises(NoRoom, match="merged cells"):
        add(path, CY)


def test_another_table_below_holds_the_table(tmp_path: Path) -> None:
    other = packages.table("Other", "A5:B6", ["One", "Two"], id=2)
    path = leads_book(
        tmp_path / "a.xlsx", ["Ann", "Bob"], parts={"xl/tables/table2.xml": other}, links=packages.relation("rId2", "table", "../tables/table2.xml")
    )  # fmt: skip
    add(path, CY)
    with pytest.raises(NoRoom, match="the table Other"):
        add(path, {**CY, "Lead ID": "L-10"})


def test_a_totals_row_stays_below_and_is_no_lead(tmp_path: Path) -> None:
    totals = row(4, text("A4", "Total", 2), formula("C4", "SUBTOTAL(109,Leads[Score])", "50", ""))
    path = leads_book(
        tmp_path / "a.xlsx", ["Ann", "Bob"], rows=totals, ref="A1:E4", table_attributes=' totalsRowCount="1"'
    )
    assert list(XlsxWorkbook(path).read().book["Leads"]) == ["L-2", "L-3"]
    add(path, row_of({"Lead ID": "L-9", "Score": 7}), row_of({"Lead ID": "L-10"}))
    xml = leads_xml(path)
    assert '<c r="A6" s="2" t="inlineStr"><is><t>Total</t></is></c><c r="C6"><f>SUBTOTAL(109,Leads[Score])</f>' in xml
    assert xml.count("Total<") == xml.count("SUBTOTAL") == 1
    assert 'ref="A1:E6"' in (table := parts_of(path)["xl/tables/table1.xml"].decode())
    assert '<autoFilter ref="A1:E5"/>' in table


def test_ranges_that_covered_the_rows_cover_the_new_ones_and_others_stay(tmp_path: Path) -> None:
    after = (
        '<conditionalFormatting sqref="A2:E3 G1"><cfRule type="expression" priority="1"><formula>$A2=1</formula></cfRule></conditionalFormatting>'
        '<conditionalFormatting sqref="C3"><cfRule type="expression" priority="2"><formula>$C3=1</formula></cfRule></conditionalFormatting>'
        '<dataValidations count="2"><dataValidation type="list" sqref="E2:E3"><formula1>"red,blue"</formula1></dataValidation>'
        '<dataValidation type="list" sqref="B2:B1048576"><formula1>"x"</formula1></dataValidation></dataValidations>'
        '<extLst><ext xmlns:x14="x14" xmlns:xm="xm"><x14:conditionalFormattings><x14:conditionalFormatting>'
        "<xm:sqref>C2:C3</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>"
        "<x14:sparklineGroups><x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>Leads!C2:C3</xm:f><xm:sqref>H2</xm:sqref>"
        "</x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
    )
    names = (
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">Leads!$A$1:$E$3</definedName>'
        '<definedName name="Header">Leads!$A$1:$E$1</definedName><definedName name="Scores">Leads!$C$2:$C$3</definedName></definedNames>'
    )
    path = leads_book(
        tmp_path / "a.xlsx", ["Ann", "Bob"], before='<dimension ref="A1:E3"/>', after=after, workbook=names
    )
    add(path, CY)
    expected = (
        after.replace('"A2:E3 G1"', '"A2:E4 G1"')
        .replace('"E2:E3"', '"E2:E4"')
        .replace("<xm:sqref>C2:C3<", "<xm:sqref>C2:C4<")
    )
    xml = leads_xml(path)
    assert expected in xml
    assert '<dimension ref="A1:E4"/>' in xml
    workbook = parts_of(path)["xl/workbook.xml"].decode()
    assert names.replace("$E$3<", "$E$4<").replace("$C$3<", "$C$4<") in workbook


CHART = '<c:chart xmlns:c="c"><c:f>Leads!$C$2:$C$3</c:f></c:chart>'


def test_a_chart_on_a_range_of_cells_stops_and_a_finding_says_so(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann", "Bob"], parts={"xl/charts/chart1.xml": CHART})
    (finding,) = add(path, CY).findings
    assert (finding.rule, finding.message) == (
        "workbook.range-stops",
        "A chart shows rows up to 3 and does not see the new ones below. Let it point at the table instead of a range of cells.",
    )
    assert parts_of(path)["xl/charts/chart1.xml"] == CHART.encode()


def test_a_new_row_takes_the_formula_of_its_column_and_the_change_says_so(tmp_path: Path) -> None:
    rows = "".join(
        row(line, text(f"A{line}", f"L-{line}"), number(f"C{line}", 5), formula(f"E{line}", f"C{line}*$C$1", "10"))
        for line in (2, 3)
    )
    path = leads_book(tmp_path / "a.xlsx", [], rows=rows, ref="A1:E3")
    written = add(path, row_of({"Lead ID": "L-9", "Score": 7}))
    assert written.applied == [AddRow("Leads", "L-9", {"Lead ID": "L-9", "Score": 7, "Colour": Formula()})]
    assert "<f>C4*$C$1</f>" in leads_xml(path)
    assert 'fullCalcOnLoad="1"' in parts_of(path)["xl/workbook.xml"].decode()


def test_a_formula_that_one_row_has_by_chance_is_not_taken(tmp_path: Path) -> None:
    rows = row(2, text("A2", "L-2"), formula("E2", "C2*2")) + row(3, text("A3", "L-3"), formula("E3", "SUM(C2:C3)"))
    path = leads_book(tmp_path / "a.xlsx", [], rows=rows, ref="A1:E3")
    assert add(path, row_of({"Lead ID": "L-9"})).applied == [AddRow("Leads", "L-9", {"Lead ID": "L-9"})]


def test_no_row_goes_beyond_the_end_of_the_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "LAST_ROW", 4)
    path = leads_book(tmp_path / "a.xlsx", ["Ann", "Bob"])
    add(path, CY)
    with pytest.raises(NoRoom, match="the end of the sheet"):
        add(path, {**CY, "Lead ID": "L-10"})
