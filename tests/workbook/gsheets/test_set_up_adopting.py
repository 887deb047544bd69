"""The team's own sheet of leads made ours: what was there is there, cell by cell and look by look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gspread
import pytest

from leadsorted_sheets.core.schema import LEADS
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.workbook.gsheets.set_up import requests_for
from leadsorted_sheets.workbook.port import Setup
from tests.workbook.gsheets.set_up_listing import connection, taken

HEADERS = ["Name", "Mail", "Shoe size", "Firm"]
LAYOUT = Layout(
    "Leads",
    "Customers",
    "",
    2,
    1,
    (
        ColumnAt("Last name", "Name"),
        ColumnAt("Email", "Mail"),
        ColumnAt("Shoe size", "Shoe size"),
        ColumnAt("Company", "Firm"),
    ),
)
RED = {"backgroundColor": {"red": 1}, "textFormat": {"bold": True}}
USED = 7
"""Something stands in column G, right of the leads."""


@pytest.fixture
def book() -> Iterator[gspread.Spreadsheet]:
    with connection() as (_, client):
        made = client.create("Theirs")
        made.sheet1.update_title("Customers")
        made.sheet1.resize(rows=50, cols=10)
        made.sheet1.update([["Our customers"], HEADERS, ["Ng", "ana@example.com", 44, "Contoso"]], "A1")
        made.sheet1.update([["ours"], ["=A3"]], "G2", raw=False)
        made.sheet1.format("A2:D2", RED)
        made.sheet1.set_basic_filter("A2:D50")
        yield made


def adopt(book: gspread.Spreadsheet, layout: Layout = LAYOUT, used: int = USED, columns: int = 10) -> None:
    requests = requests_for(taken(book.fetch_sheet_metadata()), Setup(layout), lead_columns=columns, lead_used=used)
    book.batch_update({"requests": requests})


def looked_at(book: gspread.Spreadsheet, cells: str) -> dict[str, Any]:
    fields = "sheets(properties(title,gridProperties(frozenRowCount,frozenColumnCount)),basicFilter,conditionalFormats"
    fields += ",protectedRanges,data(rowData,columnMetadata(pixelSize,hiddenByUser),rowMetadata))"
    [sheet] = book.fetch_sheet_metadata({"ranges": f"Customers!{cells}", "fields": fields})["sheets"]
    return sheet


def test_what_is_there_stays_as_it_is(book: gspread.Spreadsheet) -> None:
    before = looked_at(book, "A1:G50")
    adopt(book)
    after = looked_at(book, "A1:G50")
    ours = after.pop("protectedRanges")
    assert after == before
    assert [each["warningOnly"] for each in ours] == [True]


def test_the_missing_columns_stand_behind_whatever_there_is(book: gspread.Spreadsheet) -> None:
    adopt(book)
    missing = [name for name in LEADS.fields if name not in {"Last name", "Email", "Company"}]
    assert book.worksheet("Customers").row_values(2)[USED:] == missing
    assert book.worksheet("Customers").col_count == USED + len(missing)


def test_new_headers_look_like_theirs(book: gspread.Spreadsheet) -> None:
    adopt(book)
    [data] = looked_at(book, "D2:H2")["data"]
    looks = [cell.get("userEnteredFormat") for cell in data["rowData"][0]["values"]]
    assert looks[-1] == looks[0] != looks[1]


def test_their_columns_and_ours_carry_their_marks(book: gspread.Spreadsheet) -> None:
    adopt(book)
    whole = book.fetch_sheet_metadata(
        {"ranges": "Customers!1:1", "fields": "sheets(developerMetadata,data.columnMetadata.developerMetadata)"}
    )
    [sheet] = whole["sheets"]
    assert [each["metadataValue"] for each in sheet["developerMetadata"]] == ["Leads"]
    marks = [
        [each["metadataValue"] for each in column.get("developerMetadata", ())]
        for column in sheet["data"][0]["columnMetadata"]
    ]
    own = ["Leads.Last name", "Leads.Email", "Leads.Shoe size", "Leads.Company"]
    missing = [f"Leads.{name}" for name in LEADS.fields if f"Leads.{name}" not in own]
    assert marks == [*([name] for name in own), [], [], [], *([name] for name in missing)]


def test_our_columns_keep_text_as_text_and_offer_what_settings_says(book: gspread.Spreadsheet) -> None:
    adopt(book)
    sheet = book.worksheet("Customers")
    headers = sheet.row_values(2)
    [data] = looked_at(book, "3:3")["data"]
    phone, status = (data["rowData"][0]["values"][headers.index(name)] for name in ("Phone", "Status"))
    assert phone["userEnteredFormat"]["numberFormat"] == {"type": "TEXT", "pattern": "@"}
    assert status["dataValidation"]["condition"]["values"] == [{"userEnteredValue": "=Settings!$O$6:$O"}]


def test_no_sheet_of_leads_is_added_beside_theirs(book: gspread.Spreadsheet) -> None:
    adopt(book)
    titles = [each.title for each in book.worksheets()]
    assert titles[:3] == ["Customers", "Start here", "Activities"]
    assert not [title for title in titles if title.startswith("Leads")]


def test_start_here_leads_to_their_sheet(book: gspread.Spreadsheet) -> None:
    adopt(book)
    fields = "sheets.data.rowData.values(formattedValue,userEnteredFormat.textFormat.link)"
    [sheet] = book.fetch_sheet_metadata({"ranges": "'Start here'!B5:B6", "fields": fields})["sheets"]
    leads, activities = (row["values"][0] for row in sheet["data"][0]["rowData"])
    assert leads["formattedValue"] == "Customers"
    assert leads["userEnteredFormat"]["textFormat"]["link"]["uri"] == "#gid=0"
    assert activities["userEnteredFormat"]["textFormat"]["link"]["uri"] == f"#gid={book.worksheet('Activities').id}"


def test_a_sheet_that_has_all_our_columns_gains_none(book: gspread.Spreadsheet) -> None:
    sheet = book.worksheet("Customers")
    sheet.resize(rows=50, cols=len(LEADS.fields))
    sheet.update([list(LEADS.fields)], "A2")
    layout = Layout("Leads", "Customers", "", 2, 1, tuple(ColumnAt(name, name) for name in LEADS.fields))
    adopt(book, layout, used=len(LEADS.fields), columns=len(LEADS.fields))
    assert sheet.row_values(2) == list(LEADS.fields)
    assert book.worksheet("Customers").col_count == len(LEADS.fields)


def test_their_sheet_is_not_widened_blindly() -> None:
    with pytest.raises(ValueError, match="how many columns has Customers"):
        requests_for({"Customers": 0}, Setup(LAYOUT))
