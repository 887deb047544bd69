"""Removed rows go, and later rows move up, only where nobody would see another row for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadsorted_sheets.core.book import same_book
from leadsorted_sheets.core.changes import RemoveRow, apply, invert
from leadsorted_sheets.workbook.port import Batch, Written
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.workbook.xlsx import packages
from tests.workbook.xlsx.packages import formula, leads_book, number, parts_of, relation, row, text

NAMES = ["Ann", "Bob", "Cy", "Dot"]  # L-2 to L-5


def remove(path: Path, *keys: str, compact: bool = False) -> Written:
    """Remove rows, and see that the book is what it should be, and is again when it is taken back."""
    workbook = XlsxWorkbook(path, backup=False)
    reading = workbook.read()
    changes = [RemoveRow("Leads", key, reading.book["Leads"][key]) for key in keys]
    written = workbook.write(Batch(changes, compact=compact), expect=reading.revision)
    assert same_book(workbook.read().book, apply(reading.book, changes))
    after = path.read_bytes()
    workbook.write(Batch(invert(written.applied)), expect=written.revision)
    assert same_book(workbook.read().book, reading.book)
    path.write_bytes(after)
    return written


def lines(path: Path) -> dict[str, int]:
    return dict(XlsxWorkbook(path).read().lines["Leads"])


def test_later_rows_move_up_and_the_table_shrinks(tmp_path: Path) -> None:
    after = '<conditionalFormatting sqref="A2:E5"/><conditionalFormatting sqref="A1:E1"/>'
    path = leads_book(tmp_path / "a.xlsx", NAMES, before='<dimension ref="A1:E5"/>', after=after)
    assert remove(path, "L-3", "L-4").findings == ()
    assert lines(path) == {"L-2": 2, "L-5": 3}
    parts = parts_of(path)
    assert parts["xl/tables/table1.xml"].decode().count('ref="A1:E3"') == 2
    xml = parts["xl/worksheets/sheet1.xml"].decode()
    assert after.replace("E5", "E3") in xml
    assert '<dimension ref="A1:E3"/>' in xml
    assert '<row r="3"><c r="A3" t="inlineStr"><is><t>L-5</t></is></c>' in xml
    assert '<row r="4"' not in xml


NOTE = '<comments xmlns="c"><commentList><comment ref="{ref}" authorId="0"><text/></comment></commentList></comments>'
DRAWING = (
    '<xdr:wsDr xmlns:xdr="x"><xdr:twoCellAnchor><xdr:from><xdr:col>7</xdr:col><xdr:row>{first}</xdr:row></xdr:from>'
    "<xdr:to><xdr:col>9</xdr:col><xdr:row>{last}</xdr:row></xdr:to></xdr:twoCellAnchor></xdr:wsDr>"
)
ELSEWHERE = '<c:chart xmlns:c="c"><c:f>Leads!{ref}</c:f></c:chart>'
PIVOT = '<pivotCacheDefinition xmlns="m"><cacheSource><worksheetSource ref="{ref}" sheet="Leads"/></cacheSource></pivotCacheDefinition>'
NAME = '<definedNames><definedName name="Best">Leads!{ref}</definedName></definedNames>'
X14 = '<extLst><ext xmlns:x14="a" xmlns:xm="b"><x14:sparkline><xm:f>Leads!C2:C5</xm:f><xm:sqref>{ref}</xm:sqref></x14:sparkline></ext></extLst>'


@pytest.mark.parametrize(
    ("above", "below", "words"),
    [
        # what a book holds that is in no one's way | that is | how it is called
        ({"after": '<mergeCells><mergeCell ref="G1:H2"/></mergeCells>'}, {"after": '<mergeCells><mergeCell ref="G4:H4"/></mergeCells>'}, "merged cells at Leads!G4:H4"),
        ({"after": '<hyperlinks><hyperlink ref="B2"/></hyperlinks>'}, {"after": '<hyperlinks><hyperlink ref="B5"/></hyperlinks>'}, "a hyperlink at Leads!B5"),
        ({"after": '<rowBreaks><brk id="2"/></rowBreaks>'}, {"after": '<rowBreaks><brk id="3"/></rowBreaks>'}, "a page break at Leads!A3:XFD3"),
        ({"after": X14.format(ref="H2")}, {"after": X14.format(ref="H4")}, "a sparkline at Leads!H4"),
        ({"after": '<conditionalFormatting sqref="A2:E5"/>'}, {"after": '<conditionalFormatting sqref="A3:E5"/>'}, "a conditional format at Leads!A3:E5"),
        ({"after": '<dataValidations><dataValidation sqref="B2:B1048576"/></dataValidations>'}, {"after": '<dataValidations><dataValidation sqref="B4"/></dataValidations>'}, "a drop-down at Leads!B4"),
        ({"after": '<unheardOf ref="B2"/>'}, {"after": '<unheardOf ref="B4"/>'}, "something at Leads!B4"),
        ({"parts": {"xl/comments1.xml": NOTE.format(ref="B2")}, "links": relation("rId2", "comments", "../comments1.xml")},
         {"parts": {"xl/comments1.xml": NOTE.format(ref="B5")}, "links": relation("rId2", "comments", "../comments1.xml")}, "a note at Leads!B5"),
        ({"parts": {"xl/drawings/drawing1.xml": DRAWING.format(first=0, last=1)}, "links": relation("rId2", "drawing", "../drawings/drawing1.xml")},
         {"parts": {"xl/drawings/drawing1.xml": DRAWING.format(first=0, last=9)}, "links": relation("rId2", "drawing", "../drawings/drawing1.xml")}, "a chart or picture at Leads!A1:XFD10"),
        ({"parts": {"xl/charts/chart1.xml": ELSEWHERE.format(ref="$C$2:$C$99")}}, {"parts": {"xl/charts/chart1.xml": ELSEWHERE.format(ref="$C$2:$C$5")}}, "a chart, which points at Leads!C2:C5"),
        ({"parts": {"xl/pivotCache/c1.xml": PIVOT.format(ref="A1:E2")}}, {"parts": {"xl/pivotCache/c1.xml": PIVOT.format(ref="A1:E5")}}, "a pivot table, which points at Leads!A1:E5"),
        ({"workbook": NAME.format(ref="$C$2:$C$5")}, {"workbook": NAME.format(ref="$C$4")}, "the name Best, which points at Leads!C4"),
        ({"more_sheets": {"My": packages.sheet(row(1, formula("A1", "SUM(Leads!C:C)")))}}, {"more_sheets": {"My": packages.sheet(row(1, formula("A1", "Leads!C4")))}}, "a formula on My, which points at Leads!C4"),
        ({"more_sheets": {"My": packages.sheet(row(1, formula("A1", "SUM(Leads[Score])")))}}, {"more_sheets": {"My": packages.sheet("", after="<dataValidation><formula1>Leads!$C$3:$C$4</formula1></dataValidation>")}}, "a formula on My, which points at Leads!C3:C4"),
        ({"rows": row(6, '<c r="A6" s="2"/>')}, {"rows": row(9, text("A9", "Prepared by Ann"))}, "the cell A9 beside or below the table"),
        ({"rows": row(6, '<c r="H6" s="2"/>')}, {"rows": row(6, number("H6", 4))}, "the cell H6 beside or below the table"),
    ],
)  # fmt: skip
def test_rows_are_left_blank_where_something_stands_or_points_at_or_below_them(
    tmp_path: Path, above: dict[str, object], below: dict[str, object], words: str
) -> None:
    free = leads_book(tmp_path / "free.xlsx", NAMES, **above)  # type: ignore[arg-type]  # as the function names them
    assert remove(free, "L-3").findings == ()
    assert lines(free) == {"L-2": 2, "L-4": 3, "L-5": 4}
    held = leads_book(tmp_path / "held.xlsx", NAMES, **below)  # type: ignore[arg-type]  # as the function names them
    (finding,) = remove(held, "L-3").findings
    assert lines(held) == {"L-2": 2, "L-4": 4, "L-5": 5}
    assert finding.rule == "workbook.row-left-blank"
    assert finding.message == (
        f"1 removed row was left blank in place, because {words} would have ended up beside another row. "
        "Move it away and run: leadsorted sync --compact"
    )


def test_formulas_of_rows_that_move_read_as_they_did(tmp_path: Path) -> None:
    rows = "".join(
        row(
            line,
            text(f"A{line}", f"L-{line}"),
            number(f"C{line}", 5),
            formula(f"E{line}", f"C{line}*$C$1+Other!A{line}"),
        )
        for line in (2, 3, 4)
    )
    path = leads_book(tmp_path / "a.xlsx", [], rows=rows, ref="A1:E4", more_sheets={"Other": packages.sheet("")})
    remove(path, "L-3")
    assert "<f>C3*$C$1+Other!A4</f>" in parts_of(path)["xl/worksheets/sheet1.xml"].decode()


def test_a_shared_formula_survives_the_loss_of_its_first_cell(tmp_path: Path) -> None:
    cells = [
        formula("E2", "C2*2", "10", ' t="shared" ref="E2:E4" si="0"'),
        '<c r="E3"><f t="shared" si="0"/><v>10</v></c>',
        '<c r="E4"><f t="shared" si="0"/><v>10</v></c>',
    ]
    rows = "".join(
        row(line, text(f"A{line}", f"L-{line}"), number(f"C{line}", 5), cell) for line, cell in enumerate(cells, 2)
    )
    path = leads_book(tmp_path / "a.xlsx", [], rows=rows, ref="A1:E4")
    remove(path, "L-2")
    xml = parts_of(path)["xl/worksheets/sheet1.xml"].decode()
    assert xml.count("<f>C2*2</f>") == xml.count("<f>C3*2</f>") == 1


@pytest.mark.parametrize("body", ["SUM(C$2:C4)", "C3", "SUM(C2:C4)"])
def test_a_formula_that_points_at_other_rows_holds_them(tmp_path: Path, body: str) -> None:
    rows = row(2, text("A2", "L-2")) + row(3, text("A3", "L-3")) + row(4, text("A4", "L-4"), formula("E4", body))
    path = leads_book(tmp_path / "a.xlsx", [], rows=rows, ref="A1:E4")
    (finding,) = remove(path, "L-3").findings
    assert "the formula in row 4" in finding.message
    assert lines(path) == {"L-2": 2, "L-4": 4}


def test_the_users_formula_stays_in_a_row_that_is_blanked(tmp_path: Path) -> None:
    rows = row(2, text("A2", "L-2"), formula("E2", "C2*2")) + row(3, text("A3", "L-3"), formula("E3", "C3*2"))
    path = leads_book(tmp_path / "a.xlsx", [], rows=rows + row(9, text("A9", "below")), ref="A1:E3")
    remove(path, "L-2")
    assert '<c r="A2"/><c r="E2"><f>C2*2</f>' in parts_of(path)["xl/worksheets/sheet1.xml"].decode()


def test_compact_takes_out_what_had_to_be_left_blank(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", NAMES, rows=row(9, text("A9", "below")))
    remove(path, "L-3")
    assert lines(path) == {"L-2": 2, "L-4": 4, "L-5": 5}
    content: dict[str, str | bytes] = {**parts_of(path)}
    content["xl/worksheets/sheet1.xml"] = parts_of(path)["xl/worksheets/sheet1.xml"].replace(
        packages.text("A9", "below").encode(), b""
    )
    packages.zipped(path, content)
    workbook = XlsxWorkbook(path, backup=False)
    reading = workbook.read()
    assert workbook.write(Batch(compact=True), expect=reading.revision).findings == ()
    assert lines(path) == {"L-2": 2, "L-4": 3, "L-5": 4}
    assert same_book(workbook.read().book, reading.book)


def test_a_totals_row_moves_up_with_the_rows(tmp_path: Path) -> None:
    totals = row(6, text("A6", "Total"), formula("C6", "SUBTOTAL(109,Leads[Score])", "50"))
    path = leads_book(tmp_path / "a.xlsx", NAMES, rows=totals, ref="A1:E6", table_attributes=' totalsRowCount="1"')
    assert remove(path, "L-3").findings == ()
    parts = parts_of(path)
    assert (
        '<row r="5"><c r="A5" t="inlineStr"><is><t>Total</t></is></c><c r="C5"><f>SUBTOTAL'
        in parts["xl/worksheets/sheet1.xml"].decode()
    )
    assert 'ref="A1:E5"' in parts["xl/tables/table1.xml"].decode()
