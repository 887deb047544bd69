"""What other programs know and we do not survives every write: slicers, pivots, sparklines, threads, controls, macros."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from leadsorted_sheets.core.changes import AddRow, Edit
from leadsorted_sheets.core.schema import STATE_SHEET
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.workbook.xlsx import packages
from tests.workbook.xlsx.packages import changed_parts, formula, leads_book, parts_of, relation, row, without_rows

BEFORE = (
    '<sheetPr codeName="Sheet1"><tabColor theme="4"/></sheetPr><dimension ref="A1:E3"/><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" state="frozen"/><selection pane="bottomLeft" activeCell="B3" sqref="B3"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"/>'
    '<cols><col min="1" max="1" width="7" customWidth="1"/></cols>'
)
AFTER = (
    '<conditionalFormatting sqref="G1:G9"><cfRule type="dataBar" priority="1"/></conditionalFormatting>'
    '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><drawing r:id="rId2"/><legacyDrawing r:id="rId3"/>'
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x14"><controls>'
    '<mc:AlternateContent><mc:Choice Requires="x14"><control shapeId="1025" r:id="rId5" name="Check Box 1"/></mc:Choice></mc:AlternateContent>'
    "</controls></mc:Choice></mc:AlternateContent>"
)
EXTENSIONS = (
    '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    '<x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup displayEmptyCellsAs="gap">'
    '<x14:colorSeries rgb="FF376092"/><x14:sparklines><x14:sparkline><xm:f>Leads!C2:C3</xm:f><xm:sqref>G2</xm:sqref></x14:sparkline>'
    '</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext><ext uri="{A8765BA9-456A-4dab-B4F3-ACF838C121DE}">'
    '<x14:slicerList xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:slicer r:id="rId6"/></x14:slicerList></ext></extLst>'
)
PARTS: dict[str, str | bytes] = {
    "xl/drawings/drawing1.xml": '<xdr:wsDr xmlns:xdr="x"><xdr:oneCellAnchor><xdr:from><xdr:row>0</xdr:row></xdr:from></xdr:oneCellAnchor></xdr:wsDr>',
    "xl/drawings/vmlDrawing1.vml": '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="_x0000_s1025"/></xml>',
    "xl/threadedComments/threadedComment1.xml": '<ThreadedComments xmlns="t"><threadedComment ref="B2" id="{1}"><text>call her</text></threadedComment></ThreadedComments>',
    "xl/persons/person.xml": '<personList xmlns="t"><person displayName="Ann" id="{2}"/></personList>',
    "xl/comments1.xml": '<comments xmlns="m"><commentList><comment ref="B2" authorId="0"><text><t>[Threaded comment]</t></text></comment></commentList></comments>',
    "xl/ctrlProps/ctrlProp1.xml": '<formControlPr xmlns="x" objectType="CheckBox" fmlaLink="$H$1"/>',
    "xl/slicers/slicer1.xml": '<slicers xmlns="x"><slicer name="Colour" cache="Slicer_Colour"/></slicers>',
    "xl/slicerCaches/slicerCache1.xml": '<slicerCacheDefinition xmlns="x" name="Slicer_Colour"><extLst><x15:tableSlicerCache xmlns:x15="y" tableId="1" column="5"/></extLst></slicerCacheDefinition>',
    "xl/pivotTables/pivotTable1.xml": '<pivotTableDefinition xmlns="m"><location ref="J1:K9"/></pivotTableDefinition>',
    "xl/pivotCache/pivotCacheDefinition1.xml": '<pivotCacheDefinition xmlns="m"><cacheSource><worksheetSource name="Leads"/></cacheSource></pivotCacheDefinition>',
    "xl/pivotCache/pivotCacheRecords1.xml": '<pivotCacheRecords xmlns="m" count="0"/>',
    "xl/vbaProject.bin": bytes(range(256)) * 20,
    "xl/printerSettings/printerSettings1.bin": os.urandom(300),
    "customXml/item1.xml": "<b:Sources xmlns:b='b'/>",
    "docMetadata/LabelInfo.xml": "<clbl:labelList xmlns:clbl='c'/>",
}
LINKS = "".join(
    relation(id, kind, target)
    for id, kind, target in (
        ("rId2", "drawing", "../drawings/drawing1.xml"), ("rId3", "vmlDrawing", "../drawings/vmlDrawing1.vml"),
        ("rId4", "comments", "../comments1.xml"), ("rId5", "ctrlProp", "../ctrlProps/ctrlProp1.xml"), ("rId6", "slicer", "../slicers/slicer1.xml"),
        ("rId7", "threadedComment", "../threadedComments/threadedComment1.xml"), ("rId8", "pivotTable", "../pivotTables/pivotTable1.xml"),
    )
)  # fmt: skip


def book(path: Path) -> Path:
    mine = packages.sheet(row(1, formula("A1", "SUM(Leads[Score])", "50")), after=EXTENSIONS)
    return leads_book(
        path, ["Ann", "Bob"], before=BEFORE, after=AFTER, parts=PARTS, links=LINKS, more_sheets={"My own": mine}, macro=True
    )  # fmt: skip


def with_extensions(path: Path) -> Path:
    """The extensions stand last in a sheet, behind its tables."""
    content: dict[str, str | bytes] = {**parts_of(book(path))}
    sheet = parts_of(path)["xl/worksheets/sheet1.xml"]
    content["xl/worksheets/sheet1.xml"] = sheet.replace(b"</worksheet>", EXTENSIONS.encode() + b"</worksheet>")
    return packages.zipped(path, content)


@pytest.mark.parametrize(
    ("batch", "changed"),
    [
        (Batch([Edit("Leads", "L-2", "Last name", "Ann", "Anna")]), {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"}),
        (Batch([Edit("Leads", "L-2", "Score", 20, 21)]), {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}),
        (Batch([AddRow("Leads", "L-9", {"Lead ID": "L-9", "Score": 4})]), {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "xl/tables/table1.xml"}),
        (Batch(hidden={STATE_SHEET: "x"}), {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet3.xml"}),
    ],
    ids=["a text", "a number", "a row", "the state"],
)  # fmt: skip
def test_every_part_that_holds_none_of_our_cells_comes_back_as_it_was(
    tmp_path: Path, batch: Batch, changed: set[str]
) -> None:
    path = with_extensions(tmp_path / "a.xlsm")
    before = parts_of(path)
    workbook = XlsxWorkbook(path, backup=False)
    workbook.write(batch, expect=workbook.read().revision)
    after = parts_of(path)
    assert changed_parts(before, after) == changed
    lines = {2, 3, 4} if batch.changes else set()
    sheet = "xl/worksheets/sheet1.xml"
    assert without_rows(before[sheet], lines) == without_rows(after[sheet], lines)
    assert EXTENSIONS.encode() in after[sheet]


def test_the_workbook_asks_to_be_calculated_only_where_a_formula_may_show_another_value(tmp_path: Path) -> None:
    for name, sheets, asked in (
        ("a.xlsx", {}, False),
        ("b.xlsx", {"My": packages.sheet(row(1, formula("A1", "1")))}, True),
    ):
        path = leads_book(tmp_path / name, ["Ann"], more_sheets=sheets)
        workbook = XlsxWorkbook(path, backup=False)
        workbook.write(Batch([Edit("Leads", "L-2", "Score", 20, 21)]), expect=workbook.read().revision)
        assert (b'<calcPr fullCalcOnLoad="1"/>' in parts_of(path)["xl/workbook.xml"]) == asked


CHAIN = '<calcChain xmlns="m"><c r="E2" i="1"/></calcChain>'


@pytest.mark.parametrize(("adds_a_formula", "kept"), [(False, True), (True, False)])
def test_the_order_of_calculation_goes_only_where_formulas_come_or_move(
    tmp_path: Path, adds_a_formula: bool, kept: bool
) -> None:
    rows = row(2, packages.text("A2", "L-2"), packages.number("C2", 20), formula("E2", "C2*2", "40"))
    path = leads_book(tmp_path / "a.xlsx", [], rows=rows, parts={"xl/calcChain.xml": CHAIN})
    content: dict[str, str | bytes] = {**parts_of(path)}
    content["xl/_rels/workbook.xml.rels"] = parts_of(path)["xl/_rels/workbook.xml.rels"].replace(
        b"</R", relation("rId7", "calcChain", "calcChain.xml").encode() + b"</R"
    )
    content["[Content_Types].xml"] = parts_of(path)["[Content_Types].xml"].replace(
        b"</T", b'<Override PartName="/xl/calcChain.xml" ContentType="c"/></T'
    )
    packages.zipped(path, content)
    workbook = XlsxWorkbook(path, backup=False)
    change = AddRow("Leads", "L-9", {"Lead ID": "L-9"}) if adds_a_formula else Edit("Leads", "L-2", "Score", 20, 21)
    workbook.write(Batch([change]), expect=workbook.read().revision)
    after = parts_of(path)
    assert ("xl/calcChain.xml" in after) == kept
    assert (
        (b"calcChain" in after["xl/_rels/workbook.xml.rels"]) == (b"calcChain" in after["[Content_Types].xml"]) == kept
    )
