"""The small team's workbook and sheet that histories begin with: a dozen columns, a few rows, a tab of the team's own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.schema import BY_NAME, table_of
from leadsorted_sheets.workbook.gsheets.set_up import requests_for
from leadsorted_sheets.workbook.port import Setup
from tests.sheets_server.doubts import Doubts
from tests.sheets_server.grid import COLUMNS, ROWS
from tests.sheets_server.kinds import apply_requests
from tests.sheets_server.spreadsheet import Spreadsheet

COLUMNS_KEPT: dict[str, tuple[str, ...]] = {
    "Leads": (
        "Lead ID", "First name", "Last name", "Company", "Email", "Phone", "Source", "Status", "Owner", "Score",
        "Next action", "Next action due", "Notes", "Postcode", "Campaign", "Product", "Deal value", "Created",
    ),
    "Activities": ("Activity ID", "Lead ID", "When", "Type", "Summary", "Outcome", "Due"),
    "Pipeline": ("Deal ID", "Lead ID", "Deal", "Value", "Stage", "Next action"),
    "Sources": ("Source", "Channel", "Cost"),
    "Preferences": BY_NAME["Preferences"].fields,
    "Owners": ("Owner", "Email"),
    "Column policies": BY_NAME["Column policies"].fields,
    "Review": BY_NAME["Review"].fields,
    "History": BY_NAME["History"].fields,
}  # fmt: skip
"""What this team has of our columns. Without the rest a history costs a third."""

LIVE = {"Sources": ("Leads",)}
"""What only the sheet has: a column that it computes."""
POLICIES = (("Leads.Campaign", "file wins"), ("Leads.Product", "file only"))


def new_workbook(path: Path, *, leads: int) -> None:
    """A workbook as XlsxWriter makes it: a sheet and a table a tab, and a tab of the team's own with formulas and colours."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        for name, fields in COLUMNS_KEPT.items():
            rows = _rows(name, leads)
            own = ("Favourite colour",) if name == "Leads" else ()
            sheet = workbook.add_worksheet(name)
            for line, row in enumerate(rows, 1):
                for place, field in enumerate((*fields, *own)):
                    _write(sheet, line, place, row.get(field))
            headers = [{"header": field} for field in (*fields, *own)]
            sheet.add_table(
                0, 0, max(len(rows), 1), len(headers) - 1, {"name": BY_NAME[name].table, "columns": headers}
            )
        ours = workbook.add_worksheet("Our targets")
        bold = workbook.add_format({"bold": True, "bg_color": "#FFEE88"})
        ours.write_string(0, 0, "Q1", bold)
        ours.write_formula(1, 0, '=COUNTA(Leads!A:A)&" OWN-TAB"', bold, value="7 OWN-TAB")


def _rows(name: str, leads: int) -> list[dict[str, Cell]]:
    day = dt.date(2026, 2, 1)
    match name:
        case "Leads":
            return [
                {
                    "Lead ID": f"L-000000000{n}",
                    "First name": f"K{n}",
                    "Email": f"k{n}@acme.example",
                    "Status": "New",
                    "Source": "Referral",
                    "Created": day,
                }
                for n in range(1, leads + 1)
            ]
        case "Activities":
            return [
                {
                    "Activity ID": f"A-000000000{n}",
                    "Lead ID": f"L-000000000{n}",
                    "When": day,
                    "Type": "Call",
                    "Summary": f"k{20 + n} called",
                }
                for n in range(1, leads // 2 + 1)
            ]
        case "Pipeline":
            return [
                {
                    "Deal ID": f"D-000000000{n}",
                    "Lead ID": f"L-000000000{n}",
                    "Deal": f"k{30 + n} deal",
                    "Stage": "Qualified",
                }
                for n in range(1, leads // 2 + 1)
            ]
        case "Column policies":
            return [{"Column": column, "Policy": policy} for column, policy in POLICIES]
        case "Sources" | "Preferences":
            return list(table_of(BY_NAME[name]).values())
    return []


def _write(sheet: xlsxwriter.worksheet.Worksheet, line: int, place: int, value: Cell) -> None:
    match value:
        case None:
            return
        case str():
            sheet.write_string(line, place, value)
        case dt.date():
            sheet.write_datetime(line, place, value)
        case _:
            sheet.write_number(line, place, value)


def new_sheet(book: Spreadsheet, *, leads: int) -> None:
    """Our set-up as the product makes it, then what a small team does to it: most columns and two tabs go, one of its own comes.

    Charts and colours by rule are taken out: the emulator copies them for every request, and nothing here asks for them.
    """
    taken = {sheet.title: sheet.id for sheet in book.sheets}
    draft = book.draft()
    apply_requests(draft, requests_for(taken, Setup()), Doubts())
    keep = {BY_NAME[name].sheet for name in COLUMNS_KEPT}
    draft.sheets = [sheet for sheet in draft.sheets if sheet.title in keep or sheet.title.startswith("_")]
    draft.named_ranges = []
    marks = {
        (entry.sheet_id, entry.line): str(entry.value)
        for entry in draft.metadata.values()
        if entry.dimension == COLUMNS
    }
    for sheet in draft.sheets:
        sheet.objects = {}
        for place in range(len(sheet.columns) - 1, -1, -1):
            tab, _, field = marks.get((sheet.id, sheet.columns[place].uid), "").partition(".")
            if tab and field not in (*COLUMNS_KEPT.get(tab, ()), *LIVE.get(tab, ())):
                draft.forget_lines(sheet.id, sheet.delete(COLUMNS, place, place + 1))
        if len(sheet.rows) > 60:
            draft.forget_lines(sheet.id, sheet.delete(ROWS, 60, len(sheet.rows)))
    draft.metadata = {n: m for n, m in draft.metadata.items() if any(m.sheet_id == sheet.id for sheet in draft.sheets)}
    own = draft.fresh_id(sheet.id for sheet in draft.sheets)
    apply_requests(draft, _own_tab(own), Doubts())
    book.sheets, book.metadata, book.named_ranges = draft.sheets, draft.metadata, []


def _own_tab(sheet: int) -> list[dict[str, object]]:
    cell = {
        "userEnteredValue": {"formulaValue": "=COUNTA(Leads!A:A)"},
        "userEnteredFormat": {"textFormat": {"bold": True}},
    }
    return [
        {
            "addSheet": {
                "properties": {
                    "sheetId": sheet,
                    "title": "Our targets",
                    "gridProperties": {"rowCount": 5, "columnCount": 3},
                }
            }
        },
        {
            "updateCells": {
                "rows": [{"values": [{"userEnteredValue": {"stringValue": "Q1"}}, cell]}],
                "fields": "userEnteredValue,userEnteredFormat",
                "start": {"sheetId": sheet, "rowIndex": 0, "columnIndex": 0},
            }
        },
    ]
