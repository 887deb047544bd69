"""The team's own sheet of leads made ours: marks on its columns, and the columns of ours that it lacks behind them.

Nothing that is there changes: no cell, no format, no filter.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadsorted_sheets.core.schema import LEADS, Column
from leadsorted_sheets.core.state import Layout


@dataclass(frozen=True, slots=True)
class LeadTab:
    """Their sheet: where its columns are, how many columns its grid has, and the last one that holds anything."""

    layout: Layout
    sheet_id: int
    columns: int
    used: int = 0

    @property
    def missing(self) -> tuple[Column, ...]:
        have = {at.field for at in self.layout.columns}
        return tuple(column for column in LEADS.columns if column.name not in have)

    @property
    def behind(self) -> int:
        """Where the first of the missing columns goes, counted from 0."""
        return max(self.used, self.layout.first_column - 1 + len(self.layout.columns))

    def column(self, field: str) -> int:
        """The sheet column of a field of ours, counted from 0."""
        for number, at in enumerate(self.layout.columns, self.layout.first_column - 1):
            if at.field == field:
                return number
        return self.behind + [column.name for column in self.missing].index(field)
