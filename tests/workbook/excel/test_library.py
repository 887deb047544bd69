"""What a click pays for before it does anything."""

from __future__ import annotations

import json
import subprocess
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from leadsorted_sheets import errors
from leadsorted_sheets.core.cell import Error, Formula
from leadsorted_sheets.workbook.excel import blocks, library
from leadsorted_sheets.workbook.excel.blocks import Box

IMPORTED = """
import json, sys, time
from leadsorted_sheets.workbook.excel import ExcelWorkbook
plain = sorted({"xlwings", "numpy", "pandas", "openpyxl", "gspread"} & sys.modules.keys())
from leadsorted_sheets.workbook.excel.library import xlwings
start = time.process_time()
xlwings()
cost = time.process_time() - start
print(json.dumps({"before": plain, "after": sorted({"numpy", "pandas"} & sys.modules.keys()), "cost": cost}))
import numpy
"""


def test_xlwings_is_imported_when_needed_and_brings_neither_numpy_nor_pandas() -> None:
    said = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True).stdout
    facts = json.loads(said)
    assert (facts["before"], facts["after"]) == ([], [])
    assert facts["cost"] < 0.5, "xlwings alone takes about 0.1 s of CPU, with pandas a second"


def test_what_was_loaded_already_is_loaded_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = ModuleType("numpy")
    monkeypatch.setitem(sys.modules, "numpy", mine)
    monkeypatch.delitem(sys.modules, "PIL", raising=False)
    with library._without(("numpy", "PIL")), pytest.raises(ImportError):
        __import__("numpy")
    assert sys.modules["numpy"] is mine
    assert "PIL" not in sys.modules


def test_a_machine_without_xlwings_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlwings", None)
    with pytest.raises(errors.WrongUsage, match=r'pip install "leadsorted-sheets\[excel\]"'):
        library.xlwings()


class Area:
    """A stand-in for a range of Excel: `shown` is what it holds, errors as they are shown."""

    def __init__(self, shown: list[list[Any]], errors: set[tuple[int, int]], formulas: list[list[str]]) -> None:
        self.shown, self.errors, self.formulas = shown, errors, formulas
        self.shape = (len(shown), len(shown[0]))

    def options(self, *, ndim: int, err_to_str: bool = False) -> SimpleNamespace:
        assert ndim == 2
        rows = [
            [None if (n, at) in self.errors and not err_to_str else value for at, value in enumerate(row)]
            for n, row in enumerate(self.shown)
        ]
        return SimpleNamespace(value=rows)

    @property
    def formula(self) -> Any:
        """As Windows answers: a text for a cell, a tuple of rows for a block."""
        return self.formulas[0][0] if self.shape == (1, 1) else tuple(map(tuple, self.formulas))


def _read(area: Area) -> Any:
    sheet = SimpleNamespace(name="Leads", range=lambda _first, _last: area)
    return blocks.read(sheet, Box(1, 1, *area.shape)).cells


def test_an_error_typed_into_a_cell_is_told_from_a_text_that_reads_the_same() -> None:
    """Calc has no error without a formula, so this is Excel's answer on a stand-in."""
    area = Area([["#N/A", "#N/A", -2146826243]], {(0, 0)}, [["#N/A", "#N/A", "#SPILL!"]])
    assert _read(area) == ((Error("#N/A"), "#N/A", Error("#SPILL!")),)


def test_a_formula_is_told_from_a_text_that_begins_like_one() -> None:
    area = Area([["=1+1", 2.0], ["#DIV/0!", None]], {(1, 0)}, [["=1+1", "=1+1"], ["=1/0", '=""']])
    assert _read(area) == (("=1+1", Formula()), (Formula(), Formula()))
    assert _read(area)[0][1].text == "=1+1"


def test_one_cell_and_one_column_are_blocks_too() -> None:
    assert _read(Area([["x"]], set(), [["x"]])) == (("x",),)
    column = Area([["x"], ["y"]], set(), [["x"], ["y"]])
    assert _read(column) == (("x",), ("y",))
