"""Tabs and columns are found where people have put them."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadsorted_sheets.core.schema import BY_NAME, STATE_SHEET
from leadsorted_sheets.core.state import ColumnAt, Layout, State, pack
from leadsorted_sheets.errors import NotOurBook
from leadsorted_sheets.workbook.port import Batch
from leadsorted_sheets.workbook.xlsx import XlsxWorkbook
from leadsorted_sheets.workbook.xlsx.places import named
from tests.workbook.xlsx import packages
from tests.workbook.xlsx.packages import leads_book, parts_of, row, text, zipped

KNOWN = Layout(
    "Leads", "Leads", "Leads", 1, 1,
    (ColumnAt("Lead ID", "Lead ID", "1"), ColumnAt("Email", "Mail", "2"), ColumnAt("Phone", "Phone", "3"), ColumnAt("Colour", "Colour", "4")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "by_number", "fields"),
    [
        # as it was
        ("Lead ID:1 Mail:2 Phone:3 Colour:4", True, "Lead ID|Email|Phone|Colour"),
        # moved, renamed, both: the number is what counts
        ("Colour:4 Phone:3 Mail:2 Lead ID:1", True, "Colour|Phone|Email|Lead ID"),
        ("Lead ID:1 E-Post:2 Phone:3 Colour:4", True, "Lead ID|Email|Phone|Colour"),
        ("Colour:4 Tel:3 E-Post:2 Key:1", True, "Colour|Phone|Email|Lead ID"),
        # a user's column that is renamed has another name
        ("Lead ID:1 Mail:2 Phone:3 Shade:4", True, "Lead ID|Email|Phone|Shade"),
        # removed, and another one added, which has a new number
        ("Lead ID:1 Phone:3 Fax:5", True, "Lead ID|Phone|Fax"),
        # numbered anew by a program that does so: headers are what counts
        ("Lead ID:1 Phone:2 Mail:3 Colour:4", True, "Lead ID|Phone|Email|Colour"),
        ("Lead ID:1 Fax:2 Phone:3 Colour:4", False, "Lead ID|Fax|Phone|Colour"),
        # one of our own names, new here; a name that is taken
        ("Lead ID:1 Mail:2 Email:9 email:10", True, "Lead ID|Email|Email (2)|email"),
        ("Lead ID:1 Mail:2 Website:9 WEBSITE:10", True, "Lead ID|Email|Website|WEBSITE"),
        # repeated and blank headers
        ("Lead ID:1 Colour:4 Colour:8 :9", True, "Lead ID|Colour|Colour (2)|Column D"),
    ],
)  # fmt: skip
def test_a_column_is_known_by_its_number_then_by_its_header(headers: str, by_number: bool, fields: str) -> None:
    given = [tuple(each.strip().rsplit(":", 1)) for each in _split(headers)]
    found = named([(header, number) for header, number in given], BY_NAME["Leads"], KNOWN, first=1, by_number=by_number)
    assert "|".join(at.field for at in found) == fields


def _split(headers: str) -> list[str]:
    """ "Lead ID:1 Mail:2" in two: a header may have a space in it."""
    words, found = headers.split(" "), [""]
    for word in words:
        found[-1] += (" " if found[-1] else "") + word
        if word.rpartition(":")[2].isdigit():
            found.append("")
    return found[:-1]


def state(*layouts: Layout) -> str:
    return packages.sheet(row(1, text("A1", pack(State("B-1", layouts)))))


def test_a_table_is_found_by_our_name_without_any_memory(tmp_path: Path) -> None:
    reading = XlsxWorkbook(leads_book(tmp_path / "a.xlsx", ["Ann"])).read()
    assert reading.layouts == (
        Layout("Leads", "Leads", "Leads", 1, 1, tuple(ColumnAt(name, name, str(n)) for n, name in enumerate(packages.LEADS_COLUMNS, 1))),
    )  # fmt: skip


def test_a_table_of_our_name_that_has_no_id_column_is_the_users(tmp_path: Path) -> None:
    path = leads_book(
        tmp_path / "a.xlsx",
        ["Ann"],
        parts={"xl/tables/table1.xml": packages.table("Leads", "A1:E2", ["One", "Two", "Three", "Four", "Five"])},
    )
    with pytest.raises(NotOurBook):
        XlsxWorkbook(path).read()


def test_a_renamed_sheet_and_column_are_found_by_what_the_workbook_remembers(tmp_path: Path) -> None:
    known = Layout(
        "Leads", "Leads", "Leads", 1, 1, (ColumnAt("Lead ID", "Lead ID", "1"), ColumnAt("Last name", "Surname", "2"))
    )
    path = leads_book(tmp_path / "a.xlsx", ["Ann"], more_sheets={STATE_SHEET: state(known)})
    zipped(
        path,
        {
            **parts_of(path),
            "xl/workbook.xml": parts_of(path)["xl/workbook.xml"].replace(b'name="Leads"', b'name="Prospects"'),
        },
    )
    reading = XlsxWorkbook(path).read()
    assert [at.field for at in reading.layouts[0].columns] == ["Lead ID", "Last name", "Score", "Created", "Colour"]
    assert reading.place("Leads", "L-2", "Last name") == "Prospects!B2"


def test_a_column_of_ours_that_is_gone_is_reported(tmp_path: Path) -> None:
    known = Layout(
        "Leads", "Leads", "Leads", 1, 1, (ColumnAt("Lead ID", "Lead ID", "1"), ColumnAt("Email", "Mail", "9"))
    )
    path = leads_book(tmp_path / "a.xlsx", ["Ann"], more_sheets={STATE_SHEET: state(known)})
    (finding,) = XlsxWorkbook(path).read().findings
    assert (finding.rule, finding.field, finding.message) == (
        "workbook.column-missing", "Email",
        "The column 'Mail' is gone, so it is neither read nor written. Add a column with that header to have it back.",
    )  # fmt: skip


@pytest.mark.parametrize("table", ["", "Deals"])
def test_a_tab_that_is_gone_is_reported_and_the_others_are_read(tmp_path: Path, table: str) -> None:
    gone = Layout("Pipeline", "Deals", table, 1, 1, (ColumnAt("Deal ID", "Deal ID"),))
    path = leads_book(tmp_path / "a.xlsx", ["Ann"], more_sheets={STATE_SHEET: state(gone)})
    reading = XlsxWorkbook(path).read()
    assert (list(reading.book), [finding.rule for finding in reading.findings]) == (["Leads"], ["workbook.tab-missing"])


def test_a_header_row_that_moved_is_found_again(tmp_path: Path) -> None:
    rows = (
        row(1, text("A1", "Our list"))
        + row(4, text("A4", "Key"), text("B4", "Mail"))
        + row(5, text("A5", "L-1"), text("B5", "a@x.example"))
    )
    known = Layout("Leads", "List", "", 1, 1, (ColumnAt("Lead ID", "Key"), ColumnAt("Email", "Mail")))
    path = leads_book(tmp_path / "a.xlsx", [], more_sheets={"List": packages.sheet(rows), STATE_SHEET: state(known)})
    reading = XlsxWorkbook(path).read()
    assert (reading.book["Leads"], reading.layouts[0].header_row) == (
        {"L-1": {"Lead ID": "L-1", "Email": "a@x.example"}},
        4,
    )


def test_a_damaged_memory_is_reported_and_our_tables_are_found_by_name(tmp_path: Path) -> None:
    path = leads_book(
        tmp_path / "a.xlsx", ["Ann"], more_sheets={STATE_SHEET: packages.sheet(row(1, text("A1", "garbage")))}
    )
    reading = XlsxWorkbook(path).read()
    assert (list(reading.book["Leads"]), [finding.rule for finding in reading.findings]) == (
        ["L-2"],
        ["workbook.state-damaged"],
    )


def test_a_program_that_numbers_columns_anew_is_not_believed(tmp_path: Path) -> None:
    known = Layout(
        "Leads", "Leads", "Leads", 1, 1, (ColumnAt("Lead ID", "Lead ID", "1"), ColumnAt("Email", "Mail", "2"))
    )
    properties = b"<Properties><Application>LibreOffice/7.4</Application></Properties>"
    path = leads_book(
        tmp_path / "a.xlsx", ["Ann"], more_sheets={STATE_SHEET: state(known)}, parts={"docProps/app.xml": properties}
    )
    links = parts_of(path)["_rels/.rels"].replace(
        b"</R", packages.relation("rId2", "extended-properties", "docProps/app.xml").encode() + b"</R"
    )
    zipped(path, {**parts_of(path), "_rels/.rels": links})
    reading = XlsxWorkbook(path).read()
    assert [at.field for at in reading.layouts[0].columns][:2] == ["Lead ID", "Last name"]
    assert [finding.field for finding in reading.findings] == ["Email"]


def test_a_write_with_the_state_keeps_where_the_tabs_are_now(tmp_path: Path) -> None:
    path = leads_book(tmp_path / "a.xlsx", ["Ann"])
    workbook = XlsxWorkbook(path, backup=False)
    reading = workbook.read()
    workbook.write(Batch(hidden={STATE_SHEET: pack(State("B-1"))}), expect=reading.revision)
    assert workbook.read().hidden[STATE_SHEET] == pack(State("B-1", reading.layouts))
