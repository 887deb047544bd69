"""The tables of Report go in two blocks; what is somebody's in between is not written again, not even as it is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.schema import BY_NAME
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.workbook.excel.blocks import Block, Box
from leadsorted_sheets.workbook.excel.pieces import Piece
from leadsorted_sheets.workbook.excel.places import LiveTable, Place
from leadsorted_sheets.workbook.excel.plans import Fill, TabPlan
from leadsorted_sheets.workbook.excel.reading import Snapshot
from leadsorted_sheets.workbook.excel.together import together
from leadsorted_sheets.workbook.port import Reading

SHEET: Any = SimpleNamespace(name="Report")
NAMES = ("Report: Key figures", "Report: Funnel", "Report: By source")
TOPS = (2, 7, 12)
"""The line of each header, a title in the line above; two lines of figures below it, from column B on."""


def a_place(name: str, top: int, *, own: str = "") -> Place:
    tab = BY_NAME[name]
    fields = [*tab.fields, *([own] if own else [])]
    columns = tuple(ColumnAt(field, field) for field in fields)
    box = Box(top, 2, top + 2, 1 + len(fields))
    table = LiveTable(tab.table, SHEET, box, 0, None)
    return Place(Layout(name, "Report", tab.table, top, 2, columns), SHEET, table, Box(top + 1, 2, top + 2, box.right))


def a_snapshot(places: list[Place], more: dict[tuple[int, int], Cell]) -> Snapshot:
    cells: dict[tuple[int, int], Cell] = dict(more)
    for place in places:
        top = place.layout.header_row
        cells[top - 1, 2] = BY_NAME[place.layout.tab].title
        for n, at in enumerate(place.layout.columns):
            cells[top, 2 + n] = at.header
        cells[top + 1, 2], cells[top + 2, 2] = 1, 2
    box = Box(1, 2, 16, 12)
    rows = tuple(tuple(cells.get((line, column)) for column in range(2, 13)) for line in range(1, 17))
    return Snapshot(Reading({}, (), "", {}, {}), tuple(places), {"Report": Block(box, rows)})


def figures(place: Place) -> TabPlan:
    """Two lines of a table's second and third column."""
    top = place.layout.header_row + 1
    texts = tuple(tuple(f"{place.layout.tab} {top + n}{column}" for n in range(2)) for column in "CD")
    return TabPlan(place, pieces=[Piece(Box(top, 3, top + 1, 4), texts)])


def written(tabs: list[TabPlan]) -> dict[tuple[int, int], Cell]:
    return {
        (line, column): cell
        for tab in tabs
        for piece in tab.pieces
        for column, cells in enumerate(piece.columns, piece.box.left)
        for line, cell in enumerate(cells, piece.box.top)
    }


IN_BETWEEN: tuple[tuple[str, dict[tuple[int, int], Cell], list[str]], ...] = (
    ("nothing", {}, ["C3:D9", "C13:D14"]),
    ("a formula", {(6, 3): Formula("=1+1")}, ["C3:D4", "C8:D14"]),
    ("an error", {(6, 3): Error("#N/A")}, ["C3:D4", "C8:D14"]),
    ("a number", {(6, 3): 7}, ["C3:D4", "C8:D14"]),
    ("a note", {(6, 4): "look at this"}, ["C3:D4", "C8:D14"]),
    ("a title of ours in another place", {(6, 3): "Funnel"}, ["C3:D9", "C13:D14"]),
    ("a note outside", {(6, 5): "look at this"}, ["C3:D9", "C13:D14"]),
    ("notes wherever they can be", {(6, 3): "a", (11, 4): "b"}, ["C3:D4", "C8:D9", "C13:D14"]),
)  # fmt: skip


@pytest.mark.parametrize(("what", "more", "boxes"), IN_BETWEEN, ids=[each[0] for each in IN_BETWEEN])
def test_tables_go_together_over_what_is_blank_or_ours(
    what: str, more: dict[tuple[int, int], Cell], boxes: list[str]
) -> None:
    places = [a_place(name, top) for name, top in zip(NAMES, TOPS, strict=True)]
    snapshot = a_snapshot(places, more)
    tabs = [figures(place) for place in places]
    (made,) = together(tabs, snapshot)
    assert [str(piece.box) for piece in made.pieces] == boxes
    block = snapshot.blocks["Report"]
    wanted = written(tabs)
    assert {at: cell for at, cell in written([made]).items() if at in wanted} == wanted
    assert all(cell == block.cell(*at) for at, cell in written([made]).items() if at not in wanted)


def test_a_column_of_the_users_own_in_a_table_of_ours_is_theirs() -> None:
    places = [a_place(NAMES[0], 2), a_place(NAMES[1], 7, own="Mine"), a_place(NAMES[2], 12)]
    own = 1 + len(places[1].layout.columns)
    snapshot = a_snapshot(places, {(8, own): 5})
    tabs = [figures(place) for place in places]
    tabs[0].pieces = [Piece(Box(3, own, 4, own), (("x", "y"),))]
    tabs[2].pieces = [Piece(Box(13, own, 14, own), (("x", "y"),))]
    (made,) = together(tabs, snapshot)
    assert (8, own) not in written([made])


def test_a_table_that_grows_or_takes_a_formula_is_written_alone() -> None:
    places = [a_place(name, top) for name, top in zip(NAMES, TOPS, strict=True)]
    tabs = [figures(place) for place in places]
    tabs[1].fills = [Fill(Box(8, 5, 9, 5), "=1")]
    made = together(tabs, a_snapshot(places, {}))
    assert [[str(piece.box) for piece in tab.pieces] for tab in made] == [["C8:D9"], ["C3:D4", "C13:D14"]]


def test_tabs_with_a_sheet_to_themselves_and_tables_of_settings_stay_as_they_are() -> None:
    alone = figures(a_place(NAMES[0], 2))
    assert together([alone], a_snapshot([alone.place], {})) == [alone]
