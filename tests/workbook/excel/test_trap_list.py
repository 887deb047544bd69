"""The traps that users of xlwings report, and the test that shows each of them shut. None is without one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.workbook.excel import carrying_out
from leadsorted_sheets.workbook.port import Batch
from tests.calc.conftest import Open
from tests.workbook.excel.live import lead, live

TESTS = Path(__file__).parents[2]
HERE = "workbook/excel/test_traps.py"
TRAPS: tuple[tuple[int, str, str, str], ...] = (
    (1, "a block over filtered rows", HERE, "test_a_filter_is_taken_off_before_writing_and_put_back"),
    (2, "a text taken for something else", HERE, "test_a_text_stays_the_text_it_is"),
    (3, "every number a float", HERE, "test_whole_numbers_are_whole_and_numbers_are_not_texts"),
    (4, "nothing or a blank text", HERE, "test_nothing_written_is_a_blank_cell_and_a_formula_that_shows_nothing_is_none"),
    (5, "errors read as nothing", HERE, "test_an_error_is_read_as_one_and_a_text_that_looks_like_one_is_not"),
    (6, "one row, one column, one cell", HERE, "test_a_table_of_one_column_is_read_and_written_like_any_other"),
    (7, "blanks and empty tables", HERE, "test_a_blank_row_ends_nothing_and_an_empty_table_takes_rows"),
    (8, "calculated columns", HERE, "test_calculated_columns_are_never_written_over_and_new_rows_have_them"),
    (9, "days swapped or cut", HERE, "test_days_are_days_in_a_format_that_shows_them_and_old_ones_are_text"),
    (10, "long texts", HERE, "test_a_long_text_is_written_whole_and_one_too_long_is_named"),
    (11, "cell by cell", "workbook/excel/test_calls.py", "test_a_command_asks_at_most_thirty_times_whatever_the_number_of_leads"),
    (12, "switches left behind", HERE, "test_every_switch_is_back_where_it_was_also_after_a_failure"),
    (13, "frozen without a word", HERE, "test_progress_is_told_tab_by_tab"),
    (14, "a cell being edited", HERE, "test_a_cell_being_edited_is_answered_in_words"),
    (15, "a traceback in a box", "frontends/test_ribbon.py", "test_whatever_happens_the_click_ends_well_and_the_log_holds_no_data"),
    (16, "no interpreter", "addin/test_doctor.py", "test_a_cause_is_found_and_told_with_its_remedy"),
    (17, "another version", "frontends/test_ribbon.py", "test_another_versions_tab_is_told_what_to_do_and_does_nothing"),
    (18, "blocked macros", "addin/test_doctor.py", "test_a_rule_counts_only_with_the_value_that_forbids"),
    (19, "OneDrive", HERE, "test_the_folder_of_the_workbook_is_never_asked_for"),
    (20, "macOS", "addin/test_install.py", "test_on_macos_the_script_that_may_start_python_is_put_in_place"),
    (21, "protected sheets", HERE, "test_a_protected_sheet_is_answered_in_words_and_can_be_read"),
    (22, "two Excels", HERE, "test_two_excels_with_books_of_one_name_are_told_apart_by_nobody"),
)  # fmt: skip


def test_every_trap_of_the_list_is_here_once() -> None:
    assert [number for number, *_rest in TRAPS] == list(range(1, 23))


@pytest.mark.parametrize(("trap", "where", "name"), [each[1:] for each in TRAPS], ids=[each[1] for each in TRAPS])
def test_its_test_is_there(trap: str, where: str, name: str) -> None:
    tree = ast.parse((TESTS / where).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, trap


@pytest.mark.office
def test_a_forgotten_text_format_loses_the_text(  # a planted fault: the stand-in parses as Excel does
    open_book: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook, book = live(open_book, tmp_path, {"Leads": {"L-0": lead("L-0", first_name="Ann")}})
    monkeypatch.setattr(carrying_out, "text_areas", lambda _pieces, _place: [])
    book.sheets["Leads"].range("A2:AX2").number_format = "General"
    workbook.write(Batch([Edit("Leads", "L-0", "Phone", None, "+491701234567")]), expect=workbook.read().revision)
    assert workbook.read().book["Leads"]["L-0"]["Phone"] == 491701234567
