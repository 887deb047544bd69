"""What a batch comes to on the open workbook: for each tab the steps, in the order in which they are taken."""

from __future__ import annotations

from dataclasses import dataclass, field

from leadsorted_sheets.core.changes import Change, Clash
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.workbook.excel.blocks import Box
from leadsorted_sheets.workbook.excel.filters import Filtered
from leadsorted_sheets.workbook.excel.pieces import Piece
from leadsorted_sheets.workbook.excel.places import Place


@dataclass(frozen=True, slots=True)
class Fill:
    """A formula and the lines of a column it goes into; the first line may hold it already."""

    box: Box
    formula: str


@dataclass(slots=True)
class TabPlan:
    """What happens on one tab, in this order: it grows, formulas are filled in, cells are written, lines go."""

    place: Place
    grown: int = 0
    looks_from: int = 0
    fills: list[Fill] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    doubtful: frozenset[tuple[int, int]] = frozenset()
    gone: list[tuple[int, int]] = field(default_factory=list)
    whole_rows: bool = False

    @property
    def does_anything(self) -> bool:
        return bool(self.pieces or self.gone or self.fills or self.grown)

    @property
    def only_writes(self) -> bool:
        """Whether no line comes or goes and no formula is filled in."""
        return not (self.gone or self.fills or self.grown)

    def is_doubtful(self, box: Box) -> bool:
        """Whether one of the doubtful cells (line, column) is in the box."""
        return any(box.top <= line <= box.bottom and box.left <= column <= box.right for line, column in self.doubtful)


@dataclass(slots=True)
class Plan:
    """All of it, and what became of the changes."""

    tabs: list[TabPlan]
    applied: list[Change]
    clashed: list[Clash]
    hidden: dict[str, str]
    filters: list[Filtered]
    findings: list[Finding] = field(default_factory=list)
    lines_move: bool = False

    @property
    def writes_anything(self) -> bool:
        return bool(self.tabs or self.hidden)
