"""The half hour on Friday: deals and leads to move on, to close, or to bring up to date, the most money first."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, shown
from leadsorted_sheets.core.followup.watch import OF_DEAL, OF_LEAD, days_over
from leadsorted_sheets.core.plan import Figures
from leadsorted_sheets.core.quality.checks import Scene
from leadsorted_sheets.core.records import counted, filled, folded, is_yes
from leadsorted_sheets.core.settings import Settings

Line: TypeAlias = tuple[Key, Cell, Cell, Cell, str, str]
HEADER = ("Row", "Who", "Owner", "Value", "What is wrong", "What to do")


def clean_up(book: Book, settings: Settings, scene: Scene, scope: Collection[Key] | None = None) -> Figures:
    """What a weekly look at the pipeline has to settle. Closed deals and leads are no part of it."""
    rows = [*_deals(book, settings, scene, scope), *_leads(book, scene, scope)]
    deals = book.get("Pipeline", {})
    rows.sort(key=lambda row: (row[0] not in deals, -_number(row[3]), str(row[0])))
    return Figures("Clean up this week", HEADER, tuple(rows))


def _deals(book: Book, settings: Settings, scene: Scene, scope: Collection[Key] | None) -> list[Line]:
    kinds = {folded(stage.name): stage.kind for stage in settings.stages}
    found: list[Line] = []
    for key, row in filled(book, schema.PIPELINE):
        stage = row.get("Stage")
        kind = kinds.get(folded(stage) if isinstance(stage, str) else "", "open")
        if scope is not None and row.get("Lead ID") not in scope:
            continue
        wrong = (
            _wrong_with_open(row, scene) if kind == "open" else _wrong_with_lost(row) if kind == "lost" else ("", "")
        )
        if wrong[0]:
            who = shown(row.get("Deal")) or shown(row.get("Company"))
            found.append((key, who, row.get("Owner"), row.get("Value"), *wrong))
    return found


def _wrong_with_open(row: Row, scene: Scene) -> tuple[str, str]:
    today = scene.course.today
    over = days_over(row.get("Expected close"), today)
    if over is not None and over > 0:
        return f"should have closed {counted(over, 'day')} ago", "Close it won or lost, or move Expected close"
    quiet = scene.watch.days_quiet(row, "Stage", OF_DEAL)
    if quiet is not None:
        return (
            f"in {shown(row.get('Stage')) or 'no stage'} for {counted(quiet, 'day')}",
            "Move it on, or close it lost with a reason",
        )
    if row.get("Next action") is None or row.get("Next action due") is None:
        return "no next action with a day", "Write one, such as Send revised proposal"
    late = days_over(row.get("Next action due"), today)
    if late is not None and late > 0:
        return f"next action {counted(late, 'day')} overdue", "Do it, or give it a new day"
    if row.get("Value") is None:
        return "no value", "Estimate it: a forecast without it is none"
    if row.get("Expected close") is None:
        return "no expected close", "Say when: a forecast without it is none"
    return "", ""


def _wrong_with_lost(row: Row) -> tuple[str, str]:
    return ("", "") if row.get("Lost reason") is not None else ("lost without a reason", "Pick a Lost reason")


def _leads(book: Book, scene: Scene, scope: Collection[Key] | None) -> list[Line]:
    """Leads gone cold: quiet for twice as long as their status allows."""
    found: list[Line] = []
    for key, row in filled(book, schema.LEADS, scope):
        if is_yes(row.get("Do not contact")) or scene.course.kind(row) not in ("open", "qualified"):
            continue
        quiet = scene.watch.days_quiet(row, "Status", OF_LEAD)
        if quiet is None or scene.course.is_new(row) or quiet <= 2 * scene.watch.allowed(row, "Status"):
            continue
        who = " ".join(filter(None, (shown(row.get(name)) for name in ("First name", "Last name", "Company"))))
        what = (f"cold: nothing for {counted(quiet, 'day')}", "Close it with a reason, or move it to Nurture")
        found.append((key, who, row.get("Owner"), row.get("Deal value"), *what))
    return found


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else 0.0
