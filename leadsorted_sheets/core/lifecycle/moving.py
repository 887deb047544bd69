"""What a move changes: the status or stage, the dates that go with it, and its line in the diary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from leadsorted_sheets.core.book import Key, Row
from leadsorted_sheets.core.cell import Cell, Formula, canon, same, shown
from leadsorted_sheets.core.changes import Change, Edit, row_edits
from leadsorted_sheets.core.lifecycle.diary import line
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.settings import Settings, same_name

CLOSED = ("Next action", "Next action due")
"""What a lead or deal that is closed has no more."""


def written(tab: str, key: Key, row: Row, cells: Mapping[str, Cell], why: str) -> list[Edit]:
    """The edits that put these cells into a row; a formula is left alone.

    >>> [edit.field for edit in written("Leads", "L-1", {"Owner": "Ann", "Score": Formula("=1")}, {"Owner": "Bob", "Score": 2}, "")]
    ['Owner']
    """
    edits = row_edits(tab, key, row, {**row, **{name: canon(cell) for name, cell in cells.items()}}, why)
    return [edit for edit in edits if not isinstance(edit.before, Formula)]


def lead_moved(
    key: Key, row: Row, to: str, settings: Settings, context: Context, *, why: str, reason: str = "",
    when: dt.datetime | None = None, others: Mapping[str, Cell] | None = None,
) -> list[Change]:  # fmt: skip
    """The lead in another status, with the line that says so. `others` are further cells of it that change along."""
    cells = {"Status": to, **lead_dates(row, to, settings, when or context.local_now), **(others or {})}
    if settings.status_kind(to) == "dead":
        cells |= {"Lost reason": reason, **dict.fromkeys(CLOSED)}
    elif row.get("Lost reason") is not None:
        cells["Lost reason"] = None
    cells["Updated"] = context.local_now
    before = shown(row.get("Status"))
    told = line(
        "Status", {**row, **cells, "Lead ID": key}, before=before, after=to, settings=settings, context=context,
        outcome=reason, when=when,
    )  # fmt: skip
    return [*written("Leads", key, row, cells, why), told]


def lead_dates(row: Row, to: str, settings: Settings, when: Cell) -> dict[str, Cell]:
    """First contacted and Qualified on, where the status says that it has happened and the cell is blank.

    Who came from the first open status to a later one has been contacted.
    """
    cells: dict[str, Cell] = {}
    kind = settings.status_kind(to)
    if kind == "qualified" and row.get("Qualified on") is None:
        cells["Qualified on"] = when
    first = settings.first_status("open")
    is_new = row.get("Status") is None or same_name(shown(row["Status"]), first)
    if is_new and kind in ("open", "qualified") and not same_name(to, first) and row.get("First contacted") is None:
        cells["First contacted"] = when
    return cells


def deal_moved(
    key: Key, row: Row, to: str, settings: Settings, context: Context, *, why: str, reason: str = "",
    when: dt.datetime | None = None, others: Mapping[str, Cell] | None = None,
) -> list[Change]:  # fmt: skip
    """The deal in another stage, with the line that says so."""
    moment = when or context.local_now
    cells = {"Stage": to, **deal_dates(row, to, settings, moment), **(others or {})}
    if settings.stage_kind(to) == "lost":
        cells["Lost reason"] = reason
    elif row.get("Lost reason") is not None:
        cells["Lost reason"] = None
    told = line(
        "Stage", {**row, "Deal ID": key}, before=shown(row.get("Stage")), after=to, settings=settings,
        context=context, outcome=reason, when=when,
    )  # fmt: skip
    return [*written("Pipeline", key, row, cells, why), told]


def deal_dates(row: Row, to: str, settings: Settings, when: Cell) -> dict[str, Cell]:
    """Stage since, Closed on, and the probability, which is the stage's unless somebody gave the deal its own."""
    kind = settings.stage_kind(to)
    cells: dict[str, Cell] = {"Stage since": when, "Closed on": when if kind != "open" else None}
    if kind != "open":
        cells |= dict.fromkeys(CLOSED)
    usual = {stage.name: stage.probability for stage in settings.stages}
    own = row.get("Probability")
    was = shown(row.get("Stage"))
    if kind != "open" or own is None or same(own, _number(usual.get(was))) or settings.stage_kind(was) != "open":
        cells["Probability"] = _number(usual.get(to))
    return cells


def _number(probability: float | None) -> Cell:
    if probability is None:
        return None
    return int(probability) if probability == int(probability) else probability
