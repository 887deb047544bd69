"""A row is cut open where a cell changes, and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.workbook.xlsx.cells import Columns, Put, RowPatch, new_row, patched_row
from leadsorted_sheets.workbook.xlsx.spelling import Spelling
from tests.strategies import all_cells


def patched(
    row: str,
    values: Mapping[int, Cell],
    *,
    prefix: str = "",
    keep: bool = False,
    cached: Mapping[int, Cell] | None = None,
) -> str:
    spelling = Spelling(prefix.encode(), lambda style, _value, _text: style)
    puts = (Put(Columns(), dict(values), keep_formulas=keep),) if values else ()
    raw = row.encode()
    return patched_row(raw, raw, RowPatch(7, puts, cached or {}), spelling).decode()


NEW = '<c r="B7" t="inlineStr"><is><t>x</t></is></c>'


@pytest.mark.parametrize(
    ("before", "values", "after"),
    [
        # an existing cell keeps its style and its place
        ('<row r="7"><c r="A7"/><c r="B7" s="3" t="s"><v>4</v></c></row>', {2: "x"}, '<row r="7"><c r="A7"/><c r="B7" s="3" t="inlineStr"><is><t>x</t></is></c></row>'),
        ('<row r="7"><c r="B7" s="3"><v>4</v></c></row>', {2: 5}, '<row r="7"><c r="B7" s="3"><v>5</v></c></row>'),
        ('<row r="7"><c r="B7" t="s"><v>4</v></c></row>', {2: True}, '<row r="7"><c r="B7" t="b"><v>1</v></c></row>'),
        ('<row r="7"><c r="B7"><v>4</v></c></row>', {2: Error("#N/A")}, '<row r="7"><c r="B7" t="e"><v>#N/A</v></c></row>'),
        ('<row r="7"><c r="B7" s="1"/></row>', {2: dt.date(2026, 3, 4)}, '<row r="7"><c r="B7" s="1"><v>46085</v></c></row>'),
        # a blanked cell keeps its style
        ('<row r="7"><c r="B7" s="3" t="s"><v>4</v></c></row>', {2: None}, '<row r="7"><c r="B7" s="3"/></row>'),
        # a new cell stands where its column is
        ('<row r="7"><c r="A7"/><c r="C7"/></row>', {2: "x"}, f'<row r="7"><c r="A7"/>{NEW}<c r="C7"/></row>'),
        ('<row r="7"><c r="C7"/></row>', {2: "x"}, f'<row r="7">{NEW}<c r="C7"/></row>'),
        ('<row r="7"><c r="A7"/></row>', {2: "x"}, f'<row r="7"><c r="A7"/>{NEW}</row>'),
        ('<row r="7" ht="20"/>', {2: "x"}, f'<row r="7" ht="20">{NEW}</row>'),
        ('<row r="7" ht="20"></row>', {2: "x"}, f'<row r="7" ht="20">{NEW}</row>'),
        # nothing to put into a blank place
        ('<row r="7"><c r="A7"/></row>', {2: None}, '<row r="7"><c r="A7"/></row>'),
        # the hint on which columns are used grows
        ('<row r="7" spans="1:1"><c r="A7"/></row>', {2: "x"}, f'<row r="7" spans="1:2"><c r="A7"/>{NEW}</row>'),
        # cells that do not say where they are
        ('<row r="7"><c/><c><v>1</v></c><c><v>2</v></c></row>', {2: 9}, '<row r="7"><c/><c r="B7"><v>9</v></c><c><v>2</v></c></row>'),
        # attributes in another order, in single quotes, with spaces
        ("<row r='7' ><c t='s' s='3' r='B7' ><v>1</v></c ></row>", {2: 9}, "<row r='7' ><c r='B7' s='3'><v>9</v></c></row>"),
        # what hung on the old value goes with it: rich values, dynamic arrays, pronunciation
        ('<row r="7"><c r="B7" s="3" vm="1" t="e"><v>#VALUE!</v></c></row>', {2: 1}, '<row r="7"><c r="B7" s="3"><v>1</v></c></row>'),
        ('<row r="7"><c r="B7" t="inlineStr"><is><r><rPr><b/></rPr><t>a</t></r></is></c></row>', {2: "x"}, f'<row r="7">{NEW}</row>'),
        # several at once
        ('<row r="7"><c r="A7"><v>1</v></c><c r="C7"><v>3</v></c></row>', {1: 10, 2: "x", 3: 30, 4: 40},
         f'<row r="7"><c r="A7"><v>10</v></c>{NEW}<c r="C7"><v>30</v></c><c r="D7"><v>40</v></c></row>'),
        # extension lists inside a cell go with the cell only
        ('<row r="7"><c r="A7"><v>1</v><extLst><ext uri="u"/></extLst></c><c r="B7"/></row>', {2: "x"},
         f'<row r="7"><c r="A7"><v>1</v><extLst><ext uri="u"/></extLst></c>{NEW}</row>'),
    ],
)  # fmt: skip
def test_a_cell_changes_and_every_other_byte_stays(before: str, values: Mapping[int, Cell], after: str) -> None:
    assert patched(before, values) == after


texts = st.text(st.sampled_from("ab &<>|_x0041 \n\t\x07é\xa0"), max_size=8)
several = st.dictionaries(st.integers(1, 30), st.one_of(all_cells, texts), max_size=6)


@given(several)
def test_a_new_row_is_the_same_written_at_once_and_cell_by_cell(values: dict[int, Cell]) -> None:
    spelling = Spelling(b"", lambda style, _value, _text: style)
    columns = Columns(styles={2: 5, 3: 6})
    at_once = new_row(RowPatch(7, (Put(columns, values),), {}), spelling)
    assert at_once == new_row(RowPatch(7, (Put(columns, values), Put(Columns(), {})), {}), spelling)


ROWS = (
    '<row r="7" spans="1:9"><c r="B7" s="3" t="s"><v>4</v></c><c r="D7" s="1"/><c r="AA7"><f>B7</f><v>2</v></c></row>',
    '<row r="7"><c r="B7" ><v>4</v></c ><c r="D7"><v>5</v></c></row>',
    '<row r="7"><c r="B7"><v>4</v></c><c s="2" r="D7"><v>5</v></c><c><v>6</v></c></row>',
    "<row r='7'><c r='B7'><v>4</v></c><c r=\"d7\"/></row>",
    '<row r="7"></row>',
)


@given(st.sampled_from(ROWS), several, st.booleans())
@example(ROWS[0], {27: Error("#N/A")}, False)  # its hint of the columns was too narrow before
def test_a_row_is_the_same_changed_by_search_and_cell_by_cell(before: str, values: dict[int, Cell], keep: bool) -> None:
    spelling = Spelling(b"", lambda style, _value, _text: style)
    patch = RowPatch(7, (Put(Columns(), values, keep_formulas=keep),), {})
    raw = before.encode()
    copied = bytes(bytearray(raw))
    assert copied is not raw  # a mask of its own is searched the long way
    assert patched_row(raw, raw, patch, spelling) == patched_row(raw, copied, patch, spelling)


def test_new_cells_are_written_in_the_prefix_of_the_sheet() -> None:
    assert patched('<x:row r="7"><x:c r="A7"/></x:row>', {2: "x"}, prefix="x:") == (
        '<x:row r="7"><x:c r="A7"/><x:c r="B7" t="inlineStr"><x:is><x:t>x</x:t></x:is></x:c></x:row>'
    )


def test_a_formula_that_is_there_is_kept_where_asked() -> None:
    row = '<row r="7"><c r="A7"><f>B7*2</f><v>4</v></c><c r="B7"><v>2</v></c></row>'
    assert (
        patched(row, {1: None, 2: None}, keep=True) == '<row r="7"><c r="A7"><f>B7*2</f><v>4</v></c><c r="B7"/></row>'
    )


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ('<c r="A7" s="2"><f>B7*2</f><v>4</v></c>', 5, '<c r="A7" s="2"><f>B7*2</f><v>5</v></c>'),
        ('<c r="A7" t="str"><f>B7</f><v>old</v></c>', 5, '<c r="A7"><f>B7</f><v>5</v></c>'),
        ('<c r="A7"><f>B7</f></c>', "a&b", '<c r="A7" t="str"><f>B7</f><v>a&amp;b</v></c>'),
        ('<c r="A7"><f ca="1">B7</f><v>1</v></c>', None, '<c r="A7"><f ca="1">B7</f></c>'),
        ('<c r="A7"><v>4</v></c>', 5, '<c r="A7"><v>4</v></c>'),  # no formula: never overwritten
    ],
)
def test_a_cached_value_is_refreshed_and_its_formula_stays(before: str, value: Cell, after: str) -> None:
    assert patched(f'<row r="7">{before}</row>', {}, cached={1: value}) == f'<row r="7">{after}</row>'


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "<t>=1+1</t>"),
        ("a<b>&c", "<t>a&lt;b&gt;&amp;c</t>"),
        (" a", '<t xml:space="preserve"> a</t>'),
        ("a  b", '<t xml:space="preserve">a  b</t>'),
        ("a\nb", '<t xml:space="preserve">a\nb</t>'),
        ("bell\x07", "<t>bell_x0007_</t>"),
        ("_x000D_", "<t>_x005F_x000D_</t>"),
        ("_x00G0_", "<t>_x00G0_</t>"),
        ('"quoted"', '<t>"quoted"</t>'),
        ("\uffff", "<t>_xFFFF_</t>"),
    ],
)
def test_text_is_written_inline_and_escaped(text: str, written: str) -> None:
    assert patched('<row r="7"/>', {1: text}) == f'<row r="7"><c r="A7" t="inlineStr"><is>{written}</is></c></row>'


def test_a_formula_is_spelt_for_its_new_place() -> None:
    value = Formula('=IF(A2<$B$1,"<",C2)', "Leads!D2")
    assert patched('<row r="7"/>', {4: value}) == '<row r="7"><c r="D7"><f>IF(A7&lt;$B$1,"&lt;",C7)</f></c></row>'


def test_a_new_row_has_blank_cells_only_where_they_carry_a_style() -> None:
    columns = Columns(styles={1: 4, 2: 5}, keep_blank=frozenset({2}))
    spelling = Spelling(b"", lambda style, _value, _text: style)
    row = new_row(RowPatch(7, (Put(columns, {1: "x", 3: None}),), {}), spelling)
    assert row == b'<row r="7"><c r="A7" s="4" t="inlineStr"><is><t>x</t></is></c><c r="B7" s="5"/></row>'
