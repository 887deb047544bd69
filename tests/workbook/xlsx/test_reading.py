"""What a workbook holds is read for what it is."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest

from leadsorted_sheets.core.book import row_of
from leadsorted_sheets.core.cell import Cell, Error, Formula, canon
from leadsorted_sheets.core.changes import AddRow, Edit
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.workbook.port import Batch, Sketch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from tests.workbook.xlsx import packages
from tests.workbook.xlsx.packages import formula, leads_book, number, parts_of, row, text
from tests.workbook.xlsx.test_excel_files import FILES

FORMATS = (
    '<numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts>',
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="164"/><xf numFmtId="49"/>',
)


def with_cells(path: Path, *cells: str, workbook: str = "") -> dict[str, Cell]:
    """The row that a book reads whose only lead has these cells."""
    styles = packages.STYLES.replace("<fonts", FORMATS[0] + "<fonts", 1)
    start, end = styles.index("<cellXfs"), styles.index("</cellXfs>")
    styles = styles[:start] + f"<cellXfs>{FORMATS[1]}" + styles[end:]
    path = leads_book(path, [], rows=row(2, *cells), parts={"xl/styles.xml": styles}, workbook=workbook)
    (found,) = XlsxWorkbook(path).read().book["Leads"].values()
    return dict(found)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (number("B2", 12), 12), (number("B2", 12.5), 12.5), ('<c r="B2"><v>1E3</v></c>', 1000),
        ('<c r="B2" t="b"><v>1</v></c>', True), ('<c r="B2" t="e"><v>#N/A</v></c>', Error("#N/A")),
        ("<c r='B2' t='e'><v>#REF!</v></c>", Error("#REF!")), ('<c r="B2" t="str"><v>x</v></c>', "x"),
        (text("B2", "a_x000a_b"), "a\nb"), (text("B2", "  x "), "x"), (text("B2", "  x ").replace("<t>", '<t xml:space="preserve">'), "  x "), (text("B2", "01234", 5), "01234"),
        ('<c r="B2" t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r><rPh sb="0" eb="1"><t>K</t></rPh></is></c>', "ab"),
        (number("B2", 46085, 1), dt.date(2026, 3, 4)), (number("B2", 46085.75, 2), dt.datetime(2026, 3, 4, 18)),
        (number("B2", 0.5, 3), dt.time(12)), (number("B2", 1.5, 4), 1.5), (number("B2", 46085, 5), 46085),
        (number("B2", 59, 1), dt.date(1900, 2, 28)), (number("B2", 61, 1), dt.date(1900, 3, 1)), (number("B2", 1, 1), dt.date(1900, 1, 1)),
        ('<c r="B2" t="d"><v>2026-03-04</v></c>', dt.date(2026, 3, 4)),
        (formula("B2", "1+1", "2"), Formula()), ('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Formula()), ('<c r="B2"><f>A1</f></c>', Formula()),
    ],
)  # fmt: skip
def test_a_cell_is_read_for_what_it_is(tmp_path: Path, cell: str, value: Cell) -> None:
    found = with_cells(tmp_path / "a.xlsx", text("A2", "L-1"), cell)
    assert (found["Last name"], type(found["Last name"])) == (value, type(value))


def test_days_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    # workbookPr stands before the sheets; programs take it anywhere
    found = with_cells(path, text("A2", "L-1"), number("D2", 44623, 1), workbook='<workbookPr date1904="1"/>')
    assert found["Created"] == dt.date(2026, 3, 4)
    workbook = XlsxWorkbook(path, backup=False)
    new = row_of({"Lead ID": "L-2", "Created": dt.datetime(2026, 3, 5, 12), "Score": 3})
    workbook.write(Batch([AddRow("Leads", "L-2", new)]), expect=workbook.read().revision)
    assert workbook.read().book["Leads"]["L-2"] == new
    assert "<v>44624.5</v>" in parts_of(path)["xl/worksheets/sheet1.xml"].decode()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_values_are_those_that_openpyxl_reads(file: Path) -> None:
    ours = {sketch.sheet: sketch for sketch in XlsxWorkbook(file).sketches()}
    for sheet in openpyxl.load_workbook(file, data_only=True).worksheets:
        theirs = [
            [_as_shown(value) for value in each] for each in sheet.iter_rows(max_row=60, max_col=60, values_only=True)
        ]
        assert _filled(ours[sheet.title].rows) == _filled(theirs)


def _as_shown(value: object) -> Cell:
    """openpyxl gives errors as text, and a value of nothing for a blank."""
    if isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "A")):
        return None
    return canon(value)  # type: ignore[arg-type]  # what openpyxl reads is a cell


def _filled(rows: object) -> dict[tuple[int, int], Cell]:
    return {
        (line, column): value
        for line, each in enumerate(rows)  # type: ignore[arg-type, var-annotated]  # rows of cells
        for column, value in enumerate(each)
        if value is not None
    }


def test_formulas_carry_their_text_and_place_shared_ones_too(tmp_path: Path) -> None:
    shared = [
        formula("E2", "C2*2", "0", ' t="shared" ref="E2:E3" si="0"'),
        '<c r="E3"><f t="shared" si="0"/><v>0</v></c>',
    ]
    rows = "".join(row(line, text(f"A{line}", f"L-{line}"), cell) for line, cell in enumerate(shared, 2))
    book = XlsxWorkbook(leads_book(tmp_path / "a.xlsx", [], rows=rows, ref="A1:E3")).read().book["Leads"]
    read = [(each["Colour"].text, each["Colour"].at) for each in book.values() if isinstance(each["Colour"], Formula)]
    assert read == [("=C2*2", "Leads!E2"), ("=C3*2", "Leads!E3")]


def test_cells_that_an_array_formula_fills_are_formulas(tmp_path: Path) -> None:
    filled = formula("B2", "SORT(Z1:Z2)", "1", ' t="array" ref="B2:B3"')
    rows = row(2, text("A2", "L-2"), filled) + row(3, text("A3", "L-3"), number("B3", 2))
    workbook = XlsxWorkbook(leads_book(tmp_path / "a.xlsx", [], rows=rows, ref="A1:E3"))
    reading = workbook.read()
    assert reading.book["Leads"]["L-3"] == {"Lead ID": "L-3", "Last name": Formula()}
    edit = Edit("Leads", "L-3", "Last name", 2, 5)
    (clash,) = workbook.write(Batch([edit]), expect=reading.revision).clashed
    assert (clash.change, clash.found) == (edit, Formula())


def test_rows_without_an_id_or_with_a_repeated_one_are_known_by_their_line(tmp_path: Path) -> None:
    rows = "".join(
        row(line, *cells)
        for line, cells in {
            2: [text("A2", "L-1"), text("B2", "Ann")], 3: [text("B3", "Bob")], 5: [text("A5", "L-1"), text("B5", "Cy")],
            6: [formula("A6", "1", "1"), text("B6", "Dot")], 7: [number("A7", 12)], 8: ['<c r="A8" s="2"/>'], 9: [formula("E9", "C9*2")],
        }.items()
    )  # fmt: skip
    reading = XlsxWorkbook(leads_book(tmp_path / "a.xlsx", [], rows=rows, ref="A1:E9")).read()
    assert dict(reading.lines["Leads"]) == {"L-1": 2, "#3": 3, "#5": 5, "#6": 6, "12": 7}
    (finding,) = reading.findings
    assert (finding.rule, finding.key, finding.field, finding.found, finding.others) == (
        "workbook.repeated-id", "#5", "Lead ID", "L-1", ("L-1",),
    )  # fmt: skip


def test_far_off_cells_do_not_make_the_sheet_too_large_to_read(tmp_path: Path) -> None:
    far = row(4, text("XFD4", "far")) + row(1_048_575, number("XFC1048575", 5))
    path = leads_book(tmp_path / "a.xlsx", ["Ann", "Bob"], rows=far)
    workbook = XlsxWorkbook(path, backup=False)
    reading = workbook.read()
    assert [each["Last name"] for each in reading.book["Leads"].values()] == ["Ann", "Bob"]
    assert [len(sketch.rows) for sketch in workbook.sketches()] == [3]
    workbook.write(Batch([Edit("Leads", "L-2", "Last name", "Ann", "Anna")]), expect=reading.revision)
    xml = parts_of(path)["xl/worksheets/sheet1.xml"].decode()
    assert "far" in xml
    assert "XFC1048575" in xml


def test_a_cell_under_a_merged_one_is_not_written(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann", "Bob"], after='<mergeCells><mergeCell ref="B2:B3"/></mergeCells>')
    workbook = XlsxWorkbook(path, backup=False)
    reading = workbook.read()
    fine, covered = Edit("Leads", "L-2", "Last name", "Ann", "A"), Edit("Leads", "L-3", "Last name", "Bob", "B")
    written = workbook.write(Batch([fine, covered]), expect=reading.revision)
    assert (written.applied, [clash.change for clash in written.clashed]) == ([fine], [covered])
    assert [finding.rule for finding in written.findings] == ["workbook.merged"]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (dt.date(1815, 12, 10), "1815-12-10"), (10**20, "100000000000000000000"), ("lone \ud800", "lone \N{REPLACEMENT CHARACTER}"),
    ],
)  # fmt: skip
def test_what_no_workbook_can_hold_is_kept_as_text_and_the_change_says_so(
    tmp_path: Path, value: Cell, kept: str
) -> None:
    workbook = XlsxWorkbook(leads_book(tmp_path / "a.xlsx", ["Ann"]), backup=False)
    edit = Edit("Leads", "L-2", "Colour", "red", value)
    row_ = {"Lead ID": "L-9", "Colour": value}
    written = workbook.write(Batch([edit, AddRow("Leads", "L-9", row_)]), expect=workbook.read().revision)
    assert written.applied == [
        Edit("Leads", "L-2", "Colour", "red", kept),
        AddRow("Leads", "L-9", {"Lead ID": "L-9", "Colour": kept}),
    ]
    assert [each["Colour"] for each in workbook.read().book["Leads"].values()] == [kept, kept]


@pytest.mark.parametrize("whole", [True, False], ids=["a row", "a cell"])
def test_a_text_too_long_for_a_cell_is_not_cut_but_refused(tmp_path: Path, whole: bool) -> None:
    workbook = XlsxWorkbook(leads_book(tmp_path / "a.xlsx", ["Ann"]), backup=False)
    fits, long = "\N{GRINNING FACE}" * 16_383, "\N{GRINNING FACE}" * 16_384
    for text_, written in ((long, False), (fits, True)):
        change = (
            AddRow("Leads", "L-9", {"Lead ID": "L-9", "Colour": text_})
            if whole
            else Edit("Leads", "L-2", "Colour", "red", text_)
        )
        done = workbook.write(Batch([change]), expect=workbook.read().revision)
        assert (done.applied, [clash.change for clash in done.clashed]) == (
            ([change], []) if written else ([], [change])
        )
        assert [finding.rule for finding in done.findings] == ([] if written else ["workbook.too-long"])


def test_a_sketch_has_the_first_rows_of_every_sheet_but_ours(tmp_path: Path) -> None:
    rows = "".join(row(line, number(f"B{line}", line)) for line in range(1, 100))
    path = leads_book(
        tmp_path / "a.xlsx",
        ["Ann"],
        more_sheets={"Long": packages.sheet(rows), "_leadsorted_state": packages.sheet("")},
    )
    leads, long = XlsxWorkbook(path).sketches()
    assert leads == Sketch("Leads", (tuple(packages.LEADS_COLUMNS), ("L-2", "Ann", 20, dt.date(2025, 12, 11), "red")))
    assert long == Sketch("Long", tuple((None, line) for line in range(1, 61)))


def test_a_plain_range_is_read_where_the_layout_says(tmp_path: Path) -> None:
    rows = row(3, text("B3", "Mail"), text("C3", "Mail"), text("E3", "Note")) + row(
        4, text("B4", "a@x.example"), text("C4", "b"), number("D4", 5), text("E4", "n")
    )
    path = leads_book(tmp_path / "a.xlsx", ["Ann"], more_sheets={"My list": packages.sheet(rows)})
    layout = Layout("Leads", "My list", "", 3, 2, (ColumnAt("Email", "Mail"), ColumnAt("Mail", "Mail")))
    reading = XlsxWorkbook(path).read(layouts=(layout,))
    assert reading.book["Leads"] == {"#4": {"Email": "a@x.example", "Mail": "b", "Column D": 5, "Note": "n"}}
    assert reading.place("Leads", "#4", "Note") == "My list!E4"


def test_reading_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    shutil.copy(leads_book(tmp_path / "b.xlsx", ["Ann"]), path)
    path.chmod(0o444)
    (tmp_path / "~$a.xlsx").write_bytes(b"\x03Ann")
    assert list(XlsxWorkbook(path).read().book["Leads"]) == ["L-2"]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8-sig"])
def test_a_sheet_in_another_encoding_is_read_and_written(tmp_path: Path, encoding: str) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Änn", "Bob"])
    part = "xl/worksheets/sheet1.xml"
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>{parts_of(path)[part].decode()}'
    packages.zipped(path, {**parts_of(path), part: declared.encode(encoding)})
    workbook = XlsxWorkbook(path, backup=False)
    reading = workbook.read()
    assert reading.book["Leads"]["L-2"]["Last name"] == "Änn"
    edit = Edit("Leads", "L-3", "Last name", "Bob", "Bøb\N{GRINNING FACE}")
    workbook.write(Batch([edit]), expect=reading.revision)
    assert [row_["Last name"] for row_ in workbook.read().book["Leads"].values()] == ["Änn", "Bøb\N{GRINNING FACE}"]


def test_a_strict_workbook_is_read_and_written(tmp_path: Path) -> None:
    """Excel's "Strict Open XML Spreadsheet" has other namespaces and relation addresses."""
    path = leads_book(tmp_path / "a.xlsx", ["Ann"])
    strict = {
        name: body.replace(packages.MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            packages.RELATIONS.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, body in parts_of(path).items()
    }
    workbook = XlsxWorkbook(packages.zipped(path, strict), backup=False)
    reading = workbook.read()
    workbook.write(
        Batch([Edit("Leads", "L-2", "Score", 20, 21)], hidden={"_leadsorted_state": "x"}), expect=reading.revision
    )
    assert (workbook.read().book["Leads"]["L-2"]["Score"], workbook.read().hidden["_leadsorted_state"]) == (21, "x")
    assert b"http://schemas.openxmlformats.org/officeDocument" not in parts_of(path)["xl/_rels/workbook.xml.rels"]


def test_formulas_and_errors_are_found_where_cells_do_not_say_their_place(tmp_path: Path) -> None:
    rows = '<row r="2"><c t="inlineStr"><is><t>L-2</t></is></c><c/><c t="e"><v>#N/A</v></c><c/><c><f>1+1</f><v>2</v></c></row>'
    reading = XlsxWorkbook(leads_book(tmp_path / "a.xlsx", [], rows=rows)).read()
    assert reading.book["Leads"] == {"L-2": {"Lead ID": "L-2", "Score": Error("#N/A"), "Colour": Formula()}}


def test_changes_to_a_tab_or_a_column_that_is_not_there_come_back_with_a_finding(tmp_path: Path) -> None:
    workbook = XlsxWorkbook(leads_book(tmp_path / "a.xlsx", ["Ann"]), backup=False)
    edits = [Edit("Leads", "L-2", "Email", None, "ann@x.example"), Edit("Pipeline", "D-1", "Value", None, 5)]
    written = workbook.write(Batch(edits), expect=workbook.read().revision)
    assert (written.applied, [clash.change for clash in written.clashed]) == ([], edits)
    assert [(finding.tab, finding.rule) for finding in written.findings] == [
        ("Leads", "workbook.column-missing"), ("Pipeline", "workbook.tab-missing"),
    ]  # fmt: skip


def test_a_row_comes_without_the_cell_whose_column_was_deleted(tmp_path: Path) -> None:
    workbook = XlsxWorkbook(leads_book(tmp_path / "a.xlsx", ["Ann"]), backup=False)
    lead = {"Lead ID": "L-9", "Email": "cy@x.example"}
    written = workbook.write(Batch([AddRow("Leads", "L-9", lead)]), expect=workbook.read().revision)
    assert written.applied == [AddRow("Leads", "L-9", {"Lead ID": "L-9"})]
    assert [(finding.field, finding.rule) for finding in written.findings] == [("Email", "workbook.column-missing")]
