"""Where each table stands. Drop-downs, charts and the hidden state all go by this one plan.

A data tab has its sheet to itself: header in row 1, from column A, free to grow down. The
tables of Settings stand side by side, so that each can grow down too. Those of Report never
grow, so they stand in two columns below the charts.
"""

from __future__ import annotations

from dataclasses import dataclass

from leadsorted_sheets.core.design.letters import letters
from leadsorted_sheets.core.schema import BY_NAME, REPORT, SETTINGS, TABS, Tab

LAST_ROW = 1_048_575
"""The last row of a sheet, counted from 0."""
SETTINGS_HEADER = 4
SETTINGS_GAP = 1
FIGURES_HEADER = 4
REPORT_LEFT, REPORT_RIGHT = 1, 10
"""The first columns of the two columns of tables on Report."""
REPORT_WIDTH = 8
"""How many sheet columns each of them takes: number, name and six figures."""

_BANDS: tuple[tuple[str, ...], ...] = (
    ("Report: Periods",),
    ("Report: Funnel", "Report: Pipeline"),
    ("Report: By source", "Report: By owner"),
    ("Report: Source return", "Report: Conversion"),
    ("Report: New leads", "Report: Forecast"),
    ("Report: Lost reasons", "Report: Assignment"),
    ("Report: Definitions",),
)
"""Neighbours begin in the same row, so that a tall header is a header on both sides. A table alone has the whole width."""
_MEANING = "What it means"
_CHART_ROWS = 17
REPORT_TABLES_FROM = FIGURES_HEADER + REPORT[0].block + 1 + _CHART_ROWS
"""The row of the first titles below the charts; a printed page begins there too."""
_OPEN_SOURCE_ROWS = 200  # what a drop-down reads of a tab that may grow for ever


@dataclass(frozen=True, slots=True)
class Place:
    """A table on its sheet. `top` and `left` are the header's first cell, counted from 0."""

    tab: Tab
    top: int
    left: int

    @property
    def right(self) -> int:
        return self.left + len(self.tab.columns) - 1

    @property
    def runs_to(self) -> int:
        """The last sheet column that the text of its last column may run over: what a figure means is a sentence."""
        if self.tab.sheet != "Report" or self.tab.fields[-1] != _MEANING:
            return self.right
        return (REPORT_LEFT if self.tab == REPORT[0] else REPORT_RIGHT) + REPORT_WIDTH - 1

    @property
    def first(self) -> int:
        """The first row below the header."""
        return self.top + 1

    @property
    def reach(self) -> int:
        """The last row that can ever be one of this table's."""
        return self.top + self.tab.block if self.tab.block else LAST_ROW

    def column(self, field: str) -> int:
        """The sheet column of a field. Raises ValueError where the tab has no such field."""
        return self.left + self.tab.fields.index(field)

    def block(self, field: str) -> str:
        """The cells reserved for a field, as a fixed reference: `Settings!$E$6:$E$45`."""
        column = letters(self.column(field) + 1)
        last = min(self.reach, self.top + _OPEN_SOURCE_ROWS)
        return f"{self.tab.sheet}!${column}${self.first + 1}:${column}${last + 1}"

    def cell(self, field: str) -> str:
        """The first cell of a field, its column held fast, as conditional formats write it: `$G2`."""
        return f"${letters(self.column(field) + 1)}{self.first + 1}"


def _settings() -> list[Place]:
    places, left = [], 0
    for tab in SETTINGS:
        places.append(Place(tab, SETTINGS_HEADER, left))
        left += len(tab.columns) + SETTINGS_GAP
    return places


def _report() -> list[Place]:
    figures = REPORT[0]
    places = [Place(figures, FIGURES_HEADER, REPORT_LEFT)]
    top = REPORT_TABLES_FROM + 1
    for names in _BANDS:
        band = [BY_NAME[name] for name in names]
        places += [Place(tab, top, left) for tab, left in zip(band, (REPORT_LEFT, REPORT_RIGHT), strict=False)]
        top += max(tab.block for tab in band) + 3
    return places


def _everything() -> dict[str, Place]:
    shared = {place.tab.name: place for place in (*_settings(), *_report())}
    return {tab.name: shared.get(tab.name) or Place(tab, 0, 0) for tab in TABS}


PLACES: dict[str, Place] = _everything()
"""Tab name -> where its table stands, in the order of the schema."""
