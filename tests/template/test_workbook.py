"""The committed workbook, opened by another library, against the schema."""

from __future__ import annotations

import re
import zipfile

import openpyxl
import pytest
from openpyxl.utils import get_column_letter, range_boundaries

from leadsorted_sheets import resources
from leadsorted_sheets.core.design.dropdowns import EXACT
from leadsorted_sheets.core.design.highlights import HIGHLIGHTS, NAMES
from leadsorted_sheets.core.design.look import FORMULA_NUMBERS, NUMBERS
from leadsorted_sheets.core.design.places import LAST_ROW, PLACES
from leadsorted_sheets.core.schema import (
    BY_NAME,
    JOURNAL_SHEET,
    LISTS,
    SHEETS,
    STATE_SHEET,
    TABS,
    TEXT_KINDS,
    Column,
    Tab,
)
from leadsorted_sheets.core.state import unpack
from leadsorted_sheets.template.hidden import layouts

COLUMNS = [pytest.param(tab, column, id=f"{tab.name}.{column.name}") for tab in TABS for column in tab.columns]
CARRYING = [case for case in COLUMNS if case.values[1].pick]


@pytest.fixture(scope="module")
def workbook():
    return openpyxl.load_workbook(resources.template_path())


def table_of(workbook, tab: Tab):
    return workbook[tab.sheet].tables[tab.table]


def at(tab: Tab, column: Column) -> int:
    """The sheet column, counted from 1."""
    return PLACES[tab.name].column(column.name) + 1


def rule_at(workbook, tab: Tab, column: Column):
    """The validation of a column's first row."""
    cell = f"{get_column_letter(at(tab, column))}{PLACES[tab.name].first + 1}"
    rules = [rule for rule in workbook[tab.sheet].data_validations.dataValidation if cell in rule.sqref]
    assert len(rules) <= 1
    return rules[0] if rules else None


def dimension(sheet, number: int):
    """Width and style of a column; neighbours that are alike share one."""
    return next(found for found in sheet.column_dimensions.values() if found.min <= number <= found.max)


def reach(rule) -> tuple[int, int]:
    (whole,) = rule.sqref.ranges
    return whole.min_row, whole.max_row


def test_the_sheets_stand_in_order_and_ours_are_very_hidden(workbook):
    assert tuple(workbook.sheetnames) == (*SHEETS, STATE_SHEET, JOURNAL_SHEET)
    assert {sheet.title: sheet.sheet_state for sheet in workbook} == dict.fromkeys(SHEETS, "visible") | {
        STATE_SHEET: "veryHidden",
        JOURNAL_SHEET: "veryHidden",
    }
    assert workbook.active.title == "Start here"


def test_the_hidden_state_describes_this_workbook(workbook):
    pieces = [cell.value for (cell,) in workbook[STATE_SHEET].iter_rows(max_col=1)]
    assert all(len(piece) <= 8_000 for piece in pieces)
    state = unpack("".join(pieces))
    assert (state.book_id, dict(state.tables), state.layouts) == ("", {}, layouts())
    assert [row for row in workbook[JOURNAL_SHEET].iter_rows(values_only=True) if any(row)] == []
    for layout in state.layouts:
        found = workbook[layout.sheet].tables[layout.table]
        left, top, right, _ = range_boundaries(found.ref)
        assert (top, left, right - left + 1) == (layout.header_row, layout.first_column, len(layout.columns))
        assert [(column.name, str(column.id)) for column in found.tableColumns] == [
            (column.header, column.column_id) for column in layout.columns
        ]


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.name)
def test_every_tab_is_a_table_with_the_rows_a_new_book_starts_with(workbook, tab):
    left, top, right, bottom = range_boundaries(table_of(workbook, tab).ref)
    header, *rows = workbook[tab.sheet].iter_rows(top, bottom, left, right, values_only=True)
    assert header == tab.fields
    live = [column.kind == "formula" for column in tab.columns]
    plain = [tuple(None if own else value for value, own in zip(row, live, strict=True)) for row in rows]
    wide = [row + (None,) * (len(tab.columns) - len(row)) for row in tab.rows]
    assert plain == (wide or [(None,) * len(tab.columns)])


@pytest.mark.parametrize(("tab", "column"), COLUMNS)
def test_every_column_has_its_number_format_where_rows_are_and_where_they_will_be(workbook, tab, column):
    expected = (
        FORMULA_NUMBERS[column.name]
        if column.kind == "formula"
        else "@" if column.kind in TEXT_KINDS else NUMBERS[column.kind]
    )  # fmt: skip
    sheet, place = workbook[tab.sheet], PLACES[tab.name]
    assert sheet.cell(place.first + 1, at(tab, column)).number_format == expected
    if tab.sheet != "Report":
        assert dimension(sheet, at(tab, column)).number_format == expected


@pytest.mark.parametrize(("tab", "column"), CARRYING)
def test_every_drop_down_offers_what_the_schema_names_in_every_row_there_can_be(workbook, tab, column):
    rule, place = rule_at(workbook, tab, column), PLACES[tab.name]
    assert rule.type == "list"
    assert reach(rule) == (place.first + 1, place.reach + 1)
    assert (rule.errorStyle or "stop") == ("stop" if column.pick in EXACT else "warning")
    if column.pick in LISTS:
        assert rule.formula1 == '"{}"'.format(",".join(LISTS[column.pick]))
        assert len(rule.formula1) <= 257
    else:
        source = BY_NAME[column.pick]
        sheet, _, cells = rule.formula1.partition("!")
        left, top, right, bottom = range_boundaries(cells)
        offered = [cell for (cell,) in workbook[sheet].iter_rows(top, bottom, left, right, values_only=True)]
        assert [value for value in offered if value] == [row[0] for row in source.rows]
        assert len(offered) == (source.block or 200)


@pytest.mark.parametrize(("tab", "column"), COLUMNS)
def test_every_hint_is_shown_when_its_cell_is_chosen(workbook, tab, column):
    rule = rule_at(workbook, tab, column)
    shown = rule.prompt if rule is not None else None
    assert (shown or "") == column.hint


@pytest.mark.parametrize("kind", ["date", "moment", "number", "whole", "money", "percent"])
def test_a_date_or_number_that_is_none_gets_a_warning_and_never_a_refusal(workbook, kind):
    typed = [(tab, column) for tab in TABS if tab.sheet != "Report" for column in tab.columns if column.kind == kind]
    rules = [rule_at(workbook, tab, column) for tab, column in typed]
    assert {(rule.type, rule.errorStyle) for rule in rules} == {
        ("date" if kind in {"date", "moment"} else "decimal", "warning")
    }


@pytest.mark.parametrize(
    "tab", [tab for tab in TABS if any(column.folded for column in tab.columns)], ids=lambda tab: tab.name
)
def test_folded_columns_are_one_closed_group_with_a_plus_beside_it(tab):
    folded = [at(tab, column) for column in tab.columns if column.folded]
    assert folded == list(range(folded[0], len(tab.columns) + 1))
    with zipfile.ZipFile(resources.template_path()) as archive:
        xml = archive.read(f"xl/worksheets/sheet{SHEETS.index(tab.sheet) + 1}.xml").decode()
    columns = [dict(re.findall(r'(\w+)="([^"]*)"', text)) for text in re.findall(r"<col [^>]*/>", xml)]
    grouped = [
        number
        for column in columns
        if (column.get("outlineLevel"), column.get("hidden")) == ("1", "1")
        for number in range(int(column["min"]), int(column["max"]) + 1)
    ]
    assert grouped == folded
    assert [column["min"] for column in columns if column.get("collapsed") == "1"] == [str(folded[-1] + 1)]


def test_header_and_names_stay_in_sight(workbook):
    frozen = {tab.name: workbook[tab.sheet].freeze_panes for tab in TABS if tab.sheet == tab.name}
    assert frozen == {
        "Leads": "E2",
        "Activities": "E2",
        "Pipeline": "D2",
        "Sources": "B2",
        "Review": "C2",
        "History": "C2",
    }
    assert workbook["Settings"].freeze_panes == "A6"


@pytest.mark.parametrize("highlight", HIGHLIGHTS, ids=lambda highlight: f"{highlight.tab}: {highlight.when}")
def test_every_highlight_covers_its_columns_to_the_last_row(workbook, highlight):
    place = PLACES[highlight.tab]
    fields = highlight.fields or place.tab.fields
    found = set()
    for area in workbook[highlight.tab].conditional_formatting:
        for rule in area.rules:
            if rule.formula[0] == re.sub(r"\[([^\]]+)\]", lambda name: place.cell(name[1]), highlight.when):
                (whole,) = area.sqref.ranges
                assert (whole.min_row, whole.max_row) == (2, LAST_ROW + 1)
                found |= set(range(whole.min_col, whole.max_col + 1))
    assert found == {place.column(field) + 1 for field in fields}


def test_workbook_names_are_the_settings_that_highlights_look_up(workbook):
    expected = {name: PLACES[tab].block(field) for name, tab, field in NAMES}
    assert {name: defined.attr_text for name, defined in workbook.defined_names.items()} == expected
    used = set(re.findall(r"\b(?:Status|Stage)(?:Names|Kinds)\b", " ".join(highlight.when for highlight in HIGHLIGHTS)))
    assert used == set(expected)


def test_live_columns_carry_the_formula_of_the_schema_in_every_row_and_in_the_table(workbook):
    tab = BY_NAME["Sources"]
    live = [column for column in tab.columns if column.kind == "formula"]
    table = {column.name: column for column in table_of(workbook, tab).tableColumns}
    assert {column.name: f"={table[column.name].calculatedColumnFormula.attr_text}" for column in live} == {
        column.name: column.formula for column in live
    }
    for row in range(2, 2 + len(tab.rows)):
        assert [workbook["Sources"].cell(row, at(tab, column)).value for column in live] == [
            column.formula for column in live
        ]


@pytest.mark.parametrize(("tab", "column"), COLUMNS)
def test_no_word_of_a_header_is_wider_than_its_column(workbook, tab, column):
    width = dimension(workbook[tab.sheet], at(tab, column)).width
    assert max(map(len, column.name.split())) <= width + 1
