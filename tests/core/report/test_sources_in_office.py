"""The values we give the live formulas of Sources, against what LibreOffice makes of the same rows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from leadsorted_sheets.core.book import Book, Row
from leadsorted_sheets.core.report.sources import source_figures
from leadsorted_sheets.template.build import build
from tests.core.report.a_quarter import a_quarter, on
from tests.template.office import recalculated

pytestmark = pytest.mark.office

ODD_LEADS: dict[str, Row] = {
    "L-20": {"Source": "REFERRAL", "Qualified on": dt.datetime(2026, 3, 1, 9, 30), "Deal ID": "D-20"},
    "L-21": {"Source": "Partner", "Deal ID": "D-20"},
    "L-22": {"Source": "Partner", "Deal ID": "d-21", "Qualified on": "1 March"},
    "L-23": {"Source": "Partner programme", "Deal ID": "D-22"},
    "L-24": {"Source": "What?", "Deal ID": "D-23"},
    "L-25": {"Source": "Whatx", "Qualified on": on(3, 1)},
    "L-26": {"Source": "Nobody's", "Deal ID": "D-99"},
}
ODD_DEALS: dict[str, Row] = {
    "D-20": {"Lead ID": "L-20", "Stage": "closed won", "Value": 100.25},
    "D-21": {"Lead ID": "L-22", "Stage": "Closed Won", "Value": "100"},
    "D-22": {"Lead ID": "L-23", "Stage": "Won by a mile", "Value": 50},
    "D-23": {"Lead ID": "L-24", "Stage": "Closed Won"},
    "D-24": {"Lead ID": "L-1", "Stage": "Closed Won", "Value": 7},
    "D-25": {"Lead ID": "L-1", "Value": 7},
}
ODD_SOURCES: dict[str, Row] = {
    "Partner": {"Channel": "Partner", "Cost": 80},
    "Partner*": {"Cost": 0},
    "What?": {"Cost": 12.5},
    "What~?": {"Cost": 12.5},
    "Nobody's": {"Cost": 99},
}


def an_odd_book() -> Book:
    book = a_quarter()
    stages = {**book["Stages"], "Won by a mile": {"Stage": "Won by a mile", "Kind": "Won", "Order": 9}}
    return {
        "Leads": {**book["Leads"], **ODD_LEADS},
        "Pipeline": {key: {**row, "Deal ID": key} for key, row in {**book["Pipeline"], **ODD_DEALS}.items()},
        "Sources": {key: {"Source": key, **row} for key, row in {**book["Sources"], **ODD_SOURCES}.items()},
        "Stages": stages,
    }


def test_the_office_program_and_we_agree_on_every_figure(tmp_path: Path) -> None:
    book = an_odd_book()
    build(tmp_path / "sources.xlsx", book)
    done = CalamineWorkbook.from_path(recalculated(tmp_path / "sources.xlsx", into=tmp_path / "done"))
    header, *rows = done.get_sheet_by_name("Sources").to_python()
    shown = {row[0]: dict(zip(header[3:], row[3:], strict=True)) for row in rows}
    ours = source_figures(book)
    assert shown.keys() == ours.keys()
    for name, figures in ours.items():
        assert shown[name] == pytest.approx(figures), name
    assert (ours["Partner"]["Won"], ours["Partner*"]["Won"], ours["Partner"]["Revenue"]) == (2, 3, 100.25)
