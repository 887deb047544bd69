"""Industries: ordinary capitals, where one was typed in capitals all through. Abbreviations (IT, HR) keep theirs."""

from __future__ import annotations

from leadsorted_sheets.core.cell import Cell
from leadsorted_sheets.core.normalise.companies import in_print
from leadsorted_sheets.core.normalise.verdict import Verdict

WHY = "industry: ordinary capitals"


def read_industry(cell: Cell) -> Verdict | None:
    """The industry as in print, or None where it is so already or short enough to be an abbreviation.

    >>> read_industry("FOOD PRODUCTION").value, read_industry("IT SERVICES").value, read_industry("FMCG"), read_industry("wine")
    ('Food Production', 'IT Services', None, None)
    """
    if not isinstance(cell, str) or not cell.isupper() or len(cell) <= 3 or "İ" in cell:
        return None
    industry = in_print(cell)
    return None if industry == cell else Verdict(industry, WHY)
