"""Lists in workbooks: the right sheet, merged and hidden cells, formulas, errors, numbers that were texts."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from leadsorted_sheets.core.cell import Error, Formula
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.intake import Incoming, incoming, read_table
from leadsorted_sheets.intake.sheet_xml import Oddities, oddities
from leadsorted_sheets.intake.table import Flag
from tests.intake.conftest import MakeWorkbook


def cells(found: Incoming) -> list[dict[str, Any]]:
    return [{name: cell for name, cell in change.row.items() if name != "Lead ID"} for change in found.changes]


def test_the_sheet_with_the_leads_is_read_and_the_others_are_named(workbook: MakeWorkbook) -> None:
    data = workbook({"Summary": [["Leads", 12]], "List": [["Name", "Email"], ["Ann", "a@x.org"]], "Blank": []})
    table = read_table(data, "leads.xlsx")
    assert (table.sheet, table.rows, table.notes) == (
        "List",
        [["Ann", "a@x.org"]],
        ('The sheet "List" was read, not "Summary". To read another one, save it as a file of its own.',),
    )
    assert read_table(data, "leads.xlsx", sheet="Summary").rows == [["Leads", 12]]


def test_a_table_may_begin_anywhere_on_its_sheet(workbook: MakeWorkbook) -> None:
    table = read_table(
        workbook({"A": [[], ["", "Report"], [], ["", "Name", "Email"], ["", "Ann", "a@x.org"]]}), "l.xlsx"
    )
    assert (table.header, table.rows, table.lines, table.header_line) == (
        ("Name", "Email"),
        [["Ann", "a@x.org"]],
        [5],
        4,
    )


def test_hidden_rows_and_columns_are_read_and_mentioned(workbook: MakeWorkbook) -> None:
    def hide(_book: Any, sheet: Any) -> None:
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})

    data = workbook({"A": [["Name", "Email"], ["Ann", "a@x.org"], ["Bob", "b@x.org"]]}, hide)
    table = read_table(data, "l.xlsx")
    assert (len(table.rows), table.notes) == (
        2,
        ("1 hidden row was read like the others.", "1 hidden column was read like the others."),
    )


def test_a_hidden_sheet_is_read_only_where_all_are_hidden(workbook: MakeWorkbook) -> None:
    def hide(book: Any, sheet: Any) -> None:
        book.worksheets()[1].activate()
        sheet.hide()

    data = workbook({"Old": [["Name", "Email"], ["Ann", "a@x.org"]], "New": [["Name"], ["Bob Lee"]]}, hide)
    assert read_table(data, "l.xlsx").rows == [["Bob Lee"]]


def test_a_cell_merged_over_rows_counts_for_each(workbook: MakeWorkbook) -> None:
    def merge(_book: Any, sheet: Any) -> None:
        sheet.merge_range(1, 0, 2, 0, "Acme")

    data = workbook({"A": [["Company", "Email"], ["", "a@x.org"], ["", "b@x.org"], ["Beta", "c@x.org"]]}, merge)
    table = read_table(data, "l.xlsx")
    assert (table.rows, table.notes) == (
        [["Acme", "a@x.org"], ["Acme", "b@x.org"], ["Beta", "c@x.org"]],
        ("1 cell was merged over several rows; its value was taken for each.",),
    )


def test_a_header_of_two_rows_is_joined(workbook: MakeWorkbook) -> None:
    def merge(_book: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 1, "Name")
        sheet.merge_range(0, 2, 1, 2, "Email")

    table = read_table(workbook({"A": [[], ["First", "Last"], ["Ann", "Lee", "a@x.org"]]}, merge), "l.xlsx")
    assert (table.header, table.rows) == (("First", "Last", "Email"), [["Ann", "Lee", "a@x.org"]])


def test_formulas_and_errors_are_flagged(workbook: MakeWorkbook, context: Context) -> None:
    def write(_book: Any, sheet: Any) -> None:
        sheet.write_formula(1, 1, '="a@"&"x.org"', None, "a@x.org")
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(3, 1, "=LOWER(A4)", None, "")

    found = incoming(
        workbook({"A": [["Name", "Email"], ["Ann Lee"], ["Bob Day"], ["Cid Fox"]]}, write),
        context=context,
        name="l.xlsx",
    )
    assert [row.get("Email") for row in cells(found)] == ["a@x.org", None, None]
    assert found.notes == ("3 formulas were taken for what they last came to.",)
    assert found.findings == (
        Finding("warning", "Leads", "L-0000000002", "Email", "intake.error",
                "The cell shows the error #DIV/0!. It was left blank.", Error("#DIV/0!")),
        Finding("warning", "Leads", "L-0000000003", "Email", "intake.formula",
                "The formula in this cell has no result in the file. Open the list in Excel, save it, and import it again.",
                Formula("=LOWER(A4)")),
    )  # fmt: skip


def test_errors_in_a_text_file_are_flagged_too(context: Context) -> None:
    found = incoming(b"Name,Email\nAnn Lee,#N/A\n", context=context, name="l.csv")
    assert cells(found) == [{"First name": "Ann", "Last name": "Lee"}]
    assert [finding.message for finding in found.findings] == ["The cell shows the error #N/A. It was left blank."]


def test_numbers_stay_what_they_are_and_texts_stay_texts(workbook: MakeWorkbook, context: Context) -> None:
    header = ["Last name", "Phone", "Postcode", "Employees", "Created", "Do not contact", "Shoe size"]
    rows = [
        header,
        ["Lee", 491701234567.0, 1067, 12, dt.date(2026, 2, 3), True, 42],
        ["Day", "=1+1", "01067", "10-50", 46056, False, ""],
    ]

    def as_text(_book: Any, sheet: Any) -> None:
        sheet.write_string(2, 1, "=1+1")

    found = incoming(workbook({"A": rows}, as_text), context=context, name="l.xlsx")
    assert cells(found) == [
        {"Last name": "Lee", "Phone": 491701234567, "Postcode": "1067", "Employees": 12, "Created": dt.date(2026, 2, 3),
         "Do not contact": "yes", "Shoe size": 42},
        {"Last name": "Day", "Phone": "=1+1", "Postcode": "01067", "Employees": "10-50", "Created": 46056, "Do not contact": "no"},
    ]  # fmt: skip
    assert [finding.message for finding in found.findings] == [
        '1 of 2 phones in the column "Phone", 491701234567, is a number, not text: a + or 0 at the beginning is gone, and digits may be. Get them as text from where the list came from.'
    ]


def test_phones_that_a_spreadsheet_shortened_are_reported_and_kept(context: Context) -> None:
    found = incoming(b"Name,Phone\nAnn Lee,4.91701E+11\nBob Day,491701234567.0\n", context=context, name="l.csv")
    assert [row["Phone"] for row in cells(found)] == ["4.91701E+11", "491701234567.0"]
    assert [(finding.rule, finding.found, finding.message) for finding in found.findings] == [
        ("intake.phone", "491701234567.0",
         '1 of 2 phones in the column "Phone", 491701234567.0, is a number, not text: a + or 0 at the beginning is gone, and digits may be. Get them as text from where the list came from.'),
        ("intake.phone", "4.91701E+11",
         '1 of 2 phones in the column "Phone", 4.91701E+11, was shortened by a spreadsheet: digits are lost. Get them as text from where the list came from.'),
    ]  # fmt: skip


# how many of each; what is said of it
COUNTED = (
    (("4.91E+11", "4.92E+11"), '2 of 2 phones in the column "Phone", such as 4.91E+11, were shortened by a spreadsheet: digits are lost. Get them as text from where the list came from.'),
    (("491.0", "492.0"), '2 of 2 phones in the column "Phone", such as 491.0, are numbers, not text: a + or 0 at the beginning is gone, and digits may be. Get them as text from where the list came from.'),
    (("491.0",), '1 of 1 phone in the column "Phone", 491.0, is a number, not text: a + or 0 at the beginning is gone, and digits may be. Get them as text from where the list came from.'),
)  # fmt: skip


@pytest.mark.parametrize(("phones", "message"), COUNTED)
def test_one_is_not_spoken_of_as_many(context: Context, phones: tuple[str, ...], message: str) -> None:
    text = "Name,Phone\n" + "".join(f"Ann Lee,{phone}\n" for phone in phones)
    found = incoming(text.encode(), context=context, name="l.csv")
    assert [finding.message for finding in found.findings] == [message]


def test_days_counted_from_1904_are_read_so(workbook: MakeWorkbook, context: Context) -> None:
    data = workbook({"A": [["Last name", "Created", "Due"], ["Lee", dt.date(2026, 2, 3), 44594]]}, date_1904=True)
    found = incoming(data, context=context, name="l.xlsx")
    assert cells(found) == [{"Last name": "Lee", "Created": dt.date(2026, 2, 3), "Next action due": 44594 + 1462}]


def test_an_old_workbook_called_xlsx_is_read_and_said_to_be_one(context: Context) -> None:
    data = (Path(__file__).parent / "old.xls").read_bytes()
    found = incoming(data, context=context, name="leads.xlsx")
    assert cells(found)[0] == {"First name": "Ana", "Last name": "Ng", "Email": "ana@example.com"}
    assert found.notes == ("leads.xlsx is an old .xls workbook, whatever its name says; it was read as one.",)


def test_other_prefixes_in_a_sheets_xml_are_understood(workbook: MakeWorkbook) -> None:
    """Some programs write `<x:row>` for `<row>`."""
    sheet = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:cols>'
        b'<x:col min="2" max="3" hidden="true"/></x:cols><x:sheetData><x:row r="2" hidden="1"><x:c r="B2" t="e">'
        b'<x:f>1/0</x:f><x:v>#DIV/0!</x:v></x:c><x:c r="AA2"><x:f>A1</x:f></x:c></x:row></x:sheetData></x:worksheet>'
    )
    source = io.BytesIO(workbook({"A": [["Name"]]}))
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if re.search("sheet1.xml$", name) else old.read(name))
    assert oddities(target.getvalue(), "A") == Oddities(
        frozenset({2}),
        frozenset({1, 2}),
        2,
        {
            (2, 1): Flag("intake.error", "The cell shows the error #DIV/0!. It was left blank.", Error("#DIV/0!")),
            (2, 26): Flag(
                "intake.formula",
                "The formula in this cell has no result in the file. Open the list in Excel, save it, and import it again.",
                Formula("=A1"),
            ),
        },
    )
    assert oddities(target.getvalue(), "B") == Oddities()


def test_an_opendocument_spreadsheet_is_read(context: Context) -> None:
    row = "<table:table-row>{}</table:table-row>"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(row.format("".join(map(cell.format, texts))) for texts in (("Name", "Email"), ("Ana Ng", "a@x.org")))
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    found = incoming(buffer.getvalue(), context=context, name="leads.ods")
    assert (cells(found), found.notes) == ([{"First name": "Ana", "Last name": "Ng", "Email": "a@x.org"}], ())
