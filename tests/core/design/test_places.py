"""Where things stand: nothing touches anything else."""

from __future__ import annotations

import itertools

import pytest

from leadsorted_sheets.core.design.charts import PICTURES
from leadsorted_sheets.core.design.dropdowns import EXACT
from leadsorted_sheets.core.design.highlights import HIGHLIGHTS, spelt
from leadsorted_sheets.core.design.look import look_of, pixels
from leadsorted_sheets.core.design.places import PLACES
from leadsorted_sheets.core.design.shared_sheets import report_widths
from leadsorted_sheets.core.design.start_here import FILE_STEPS, start_here
from leadsorted_sheets.core.schema import BY_NAME, LISTS, REPORT, SHEETS, TABS


def test_tables_and_the_rows_kept_for_them_never_touch():
    for one, other in itertools.combinations(PLACES.values(), 2):
        apart = one.tab.sheet != other.tab.sheet or one.right < other.left or other.right < one.left
        assert apart or one.reach + 1 < other.top or other.reach + 1 < one.top


def test_the_words_the_program_goes_by_are_lists_of_the_schema():
    assert set(LISTS) >= EXACT


@pytest.mark.parametrize("tab", [tab for tab in TABS if tab.note], ids=lambda tab: tab.name)
def test_a_note_ends_before_the_next_table_begins(tab):
    room = sum(pixels(column.width) for column in tab.columns) + pixels(3)
    assert len(tab.note) * 4.8 <= room  # nine-point Arial, on average


def test_what_a_team_asks_for_has_a_chart():
    to_read = ("Key figures", "Periods", "Source return", "Conversion", "Forecast", "Assignment", "Definitions")
    assert {picture.tab for picture in PICTURES} == {tab.name for tab in REPORT} - {
        f"Report: {name}" for name in to_read
    }


def test_every_row_of_a_report_table_is_there_from_the_start():
    for tab in REPORT:
        assert [row[0] for row in tab.rows] == list(range(1, tab.block + 1))


def test_charts_stand_between_the_key_figures_and_the_tables_without_touching():
    pixels = [(p.spot.column, p.spot.row, p.spot.right, p.spot.down, p.spot.width, p.spot.height) for p in PICTURES]
    for one in pixels:
        for other in pixels:
            if one is not other and one[:2] == other[:2]:
                apart = one[2] + one[4] <= other[2] or other[2] + other[4] <= one[2]
                assert apart or one[3] + one[5] <= other[3] or other[3] + other[5] <= one[3]


def test_a_condition_reads_the_first_row_of_its_table():
    rule = next(rule for rule in HIGHLIGHTS if rule.tab == "Review")
    assert spelt(rule.when, PLACES["Review"]) == 'AND($A2<>"",$J2="")'


def test_long_texts_wrap_only_where_rows_have_lines_for_them():
    wraps = {
        tab.name
        for tab in TABS
        for column in tab.columns
        if column.kind == "long" and look_of(tab, column).get("text_wrap")
    }
    settings = {"Preferences", "Follow-up sequences", "Commands"}
    assert wraps == {"Activities", "Review"} | settings


def test_report_has_a_width_for_every_column_its_tables_take():
    assert sorted(report_widths()) == list(range(18))


def test_every_step_and_link_of_start_here_leads_somewhere_that_is_there():
    cells = list(start_here())
    assert {cell.to for cell in cells if cell.to} <= {*SHEETS, *BY_NAME}
    assert [cell.text for cell in cells if isinstance(cell.text, int)] == list(range(1, len(FILE_STEPS) + 1))
