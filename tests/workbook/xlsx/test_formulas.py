"""A formula is the same formula somewhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from leadsorted_sheets.workbook.xlsx import formulas


@pytest.mark.parametrize(
    ("formula", "down", "right", "expected"),
    [
        ("=A1", 1, 1, "=B2"), ("=$A1", 1, 1, "=$A2"), ("=A$1", 1, 1, "=B$1"), ("=$A$1", 9, 9, "=$A$1"),
        ("=SUM(A1:B2)", 3, 0, "=SUM(A4:B5)"), ("=SUM(A:B)", 3, 1, "=SUM(B:C)"), ("=SUM(3:4)", 2, 5, "=SUM(5:6)"),
        ("=Leads[Score]+Leads[[#This Row],[A1]]", 2, 2, "=Leads[Score]+Leads[[#This Row],[A1]]"),
        ("='My sheet'!A1&\"A1\"", 1, 0, "='My sheet'!A2&\"A1\""), ("=LOG10(A1)", 1, 0, "=LOG10(A2)"),
        ("=A1", 0, -1, "=#REF!"), ("=A1048576", 1, 0, "=#REF!"), ("=StatusNames", 4, 4, "=StatusNames"), ("=1E5+A1", 1, 0, "=1E5+A2"),
        ("=[1]Sheet1!A1", 1, 0, "=[1]Sheet1!A2"), ('=IF(A1="its A1",B1,{1,2;3,4})', 1, 0, '=IF(A2="its A1",B2,{1,2;3,4})'),
        ("= A1 + B1", 1, 0, "= A2 + B2"),
    ],
)  # fmt: skip
def test_a_formula_is_copied_as_a_spreadsheet_copies_it(formula: str, down: int, right: int, expected: str) -> None:
    assert formulas.moved(formula, down, right) == expected


@given(
    st.lists(
        st.sampled_from(
            ["A1", "$B$2", "C$3:D4", "SUM(A1:A9)", "Leads!F7", '"A1 text"', "Leads[Score]", "12", "'a b'!$C5"]
        ),
        min_size=1,
    ),
    st.integers(0, 50),
)
def test_copies_agree_with_openpyxl(parts: list[str], down: int) -> None:
    formula = "=" + "+".join(parts)
    other = Translator(formula, origin="H10").translate_formula(f"H{10 + down}")
    assert formulas.moved(formula, down) == other


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=A5+$B$5", "=A3+$B$3"), ("=A4+B6", "=A4+B6"), ("=SUM(A$1:B$2)", "=SUM(A$1:B$2)"), ("=Leads!A5", "=Leads!A3"),
        ("=Other!A5", "=Other!A5"), ("=SUM(A5:F5)", "=SUM(A3:F3)"), ("=SUM(A:A)", "=SUM(A:A)"),
    ],
)  # fmt: skip
def test_a_row_that_moves_takes_what_points_into_it_along(formula: str, expected: str) -> None:
    assert formulas.carried(formula, "Leads", 5, 3) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=COUNTIFS(Leads[Source],Report!A1)", "=COUNTIFS(Leads_2[Source],'Report (Lead Sorted)'!A1)"),
        ("=OldLeads[A]+'Report'!A1+MyReport!B2", "=OldLeads[A]+'Report (Lead Sorted)'!A1+MyReport!B2"),
    ],
)
def test_tables_and_sheets_are_called_by_their_new_names(formula: str, expected: str) -> None:
    assert formulas.renamed(formula, tables={"Leads": "Leads_2"}, sheets={"Report": "Report (Lead Sorted)"}) == expected
