"""A lead without a status is new, however its cell came to be blank."""

from __future__ import annotations

import pytest

from leadsorted_sheets.core.book import Row
from leadsorted_sheets.core.cell import Cell, Formula
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.lifecycle.begin import BEGINS, begin, once_in_touch
from leadsorted_sheets.core.settings import read_settings


@pytest.mark.parametrize(
    ("status", "begins"),
    [(None, True), (" ", True), ("\t\n", True), ("\u00a0", True), ("Limbo", False), ("contacted", False), (0, False), (Formula("=A1"), False)],
)  # fmt: skip
def test_a_status_that_says_nothing_becomes_the_first(status: Cell, begins: bool) -> None:
    row: Row = {"Last name": "Ng"} if status is None else {"Last name": "Ng", "Status": status}
    book = {"Leads": {"L-1": row, "#7": {"Last name": "No id yet"}}}
    assert begin(book) == ([Edit("Leads", "L-1", "Status", status, "New", BEGINS)] if begins else [])
    assert begin(book, {"L-2"}) == []


@pytest.mark.parametrize(("status", "then"), [(None, "Contacted"), (" ", "Contacted"), ("new", "Contacted"), ("Nurture", None), ("Qualified", None)])  # fmt: skip
def test_a_new_lead_is_contacted_once_somebody_was_in_touch(status: Cell, then: str | None) -> None:
    settings, _ = read_settings({})
    assert once_in_touch({"Status": status}, settings) == then
