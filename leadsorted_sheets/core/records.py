"""Leads, deals and activities as the sums see them: rows read once, with the types their columns promise.

A cell of the wrong type counts as blank and becomes a finding, never an exception; a formula too, because what a
program last computed for it is not ours to trust. Blank rows of a table are no leads.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, Error, Formula, shown
from leadsorted_sheets.core.findings import Finding, Severity
from leadsorted_sheets.core.settings import Settings, StageKind, StatusKind
from leadsorted_sheets.core.where import Scene, Where, asked_columns, columns_of, segments_of

Moment: TypeAlias = dt.date | dt.datetime
"""A time as a cell holds it: a day where the hour is not known."""


@dataclass(frozen=True, slots=True)
class Lead:
    key: Key
    kind: StatusKind
    company: str | None
    email: str | None
    source: str | None
    status: str | None
    owner: str | None
    next_action: str | None
    next_action_due: Moment | None
    last_activity: Moment | None
    created: Moment | None
    first_contacted: Moment | None
    qualified_on: Moment | None
    assigned_on: Moment | None
    lost_reason: str | None
    deal_id: str | None

    @property
    def open(self) -> bool:
        """Still worked on: neither dead nor converted."""
        return self.kind in ("open", "qualified")


@dataclass(frozen=True, slots=True)
class Deal:
    """`probability` is between 0 and 1; where the cell is blank, it is that of the stage."""

    key: Key
    kind: StageKind
    lead_id: str | None
    name: str | None
    company: str | None
    value: float | None
    currency: str | None
    stage: str | None
    probability: float | None
    expected_close: Moment | None
    owner: str | None
    next_action: str | None
    next_action_due: Moment | None
    opened: Moment | None
    stage_since: Moment | None
    closed_on: Moment | None
    lost_reason: str | None


@dataclass(frozen=True, slots=True)
class Activity:
    key: Key
    lead_id: str | None
    deal_id: str | None
    when: Moment | None
    type: str | None
    outcome: str | None
    owner: str | None
    due: Moment | None
    done: str | None


def leads(book: Book, settings: Settings) -> tuple[tuple[Lead, ...], tuple[Finding, ...]]:
    """Every lead in the order of its rows, and what could not be read."""
    kinds = {folded(status.name): status.kind for status in settings.statuses}
    findings: list[Finding] = []
    found = tuple(
        Lead(key, kinds.get(folded(values[_STATUS]), "open"), *values)
        for key, values in _values(book, schema.LEADS, _LEAD, findings)
    )
    return found, tuple(findings)


def deals(book: Book, settings: Settings) -> tuple[tuple[Deal, ...], tuple[Finding, ...]]:
    """Every deal in the order of its rows, and what could not be read."""
    stages = {folded(stage.name): stage for stage in settings.stages}
    findings: list[Finding] = []
    found: list[Deal] = []
    for key, values in _values(book, schema.PIPELINE, _DEAL, findings):
        stage = stages.get(folded(values[_STAGE]))
        given = values[_PROBABILITY]
        if given is not None and not 0 <= given <= 1:
            message = f"A probability of {shown(given)} is not between 0 and 1 (50 % is 0.5). The stage's own is used."
            findings.append(Finding("warning", "Pipeline", key, "Probability", "records.probability", message, given))
            given = None
        if given is None and stage is not None:
            given = stage.probability
        values[_PROBABILITY] = given
        found.append(Deal(key, stage.kind if stage else "open", *values))
    return tuple(found), tuple(findings)


def activities(book: Book) -> tuple[tuple[Activity, ...], tuple[Finding, ...]]:
    """Every activity in the order of its rows, and what could not be read."""
    findings: list[Finding] = []
    found = tuple(Activity(key, *values) for key, values in _values(book, schema.ACTIVITIES, _ACTIVITY, findings))
    return found, tuple(findings)


def latest_activities(book: Book, now: dt.datetime) -> dict[Key, dict[str, dt.date | None]]:
    """For each lead, the types of its activities (folded) with the day of the latest of each; plans do not count.

    None stands for an activity without a date. Made for hundreds of thousands of rows.
    """
    latest: dict[Key, dict[str, dt.date | None]] = {}
    types: dict[str, str] = {}
    today = now.date()
    for row in book.get("Activities", {}).values():
        lead, written, when = row.get("Lead ID"), row.get("Type"), row.get("When")
        if not isinstance(lead, str) or not isinstance(written, str) or (when is None and _is_planned(row)):
            continue
        kind = types.get(written)
        if kind is None:
            kind = types[written] = folded(written)
        day = day_of(when)
        if day is not None and day > today:
            continue
        of_lead = latest.get(lead)
        if of_lead is None:
            latest[lead] = {kind: day}
        elif (before := of_lead.get(kind)) is None or (day is not None and day > before):
            of_lead[kind] = day
    return latest


def scene_of(book: Book, filters: Iterable[Where], now: dt.datetime, *, tab: schema.Tab = schema.LEADS) -> Scene:
    """What these filters need to know about the book: the user's own columns, and activities where they are asked for."""
    segments = segments_of(book)
    names = {folded(column) for where in filters for column in asked_columns(where, segments)}
    if not names:
        return Scene(now, tab)
    activities = latest_activities(book, now) if "activity" in names else {}
    return Scene(now, tab, columns_of(book.get(tab.name, {})), activities, segments)


def filled(book: Book, tab: schema.Tab, keys: Collection[Key] | None = None) -> Iterator[tuple[Key, Row]]:
    """The rows of a tab that say something beside their id; with `keys`, only those."""
    for key, row in book.get(tab.name, {}).items():
        if (len(row) > 1 or (row and tab.id not in row)) and (keys is None or key in keys):
            yield key, row


def explained(why: Cell, heading: str | tuple[str, ...], line: str) -> str:
    """A Why cell with the line that begins with `heading` (or one of them) replaced, and every other line as it was.

    >>> explained("Owner: rule DACH\\nScore 40: Has a need +10", "Owner:", "Owner: by hand")
    'Owner: by hand\\nScore 40: Has a need +10'
    """
    if why is None:
        return line
    lines: list[str] = []
    placed = False
    for old in shown(why).split("\n"):
        if not old.startswith(heading):
            lines.append(old)
        elif not placed:
            lines.append(line)
            placed = True
    return "\n".join(lines if placed else [*lines, line])


def day_of(moment: Cell) -> dt.date | None:
    """The day of a moment; None for whatever is no time.

    >>> day_of(dt.datetime(2026, 3, 4, 9, 30)), day_of("soon")
    (datetime.date(2026, 3, 4), None)
    """
    if isinstance(moment, dt.datetime):
        return moment.date()
    return moment if isinstance(moment, dt.date) else None


def folded(name: str | None) -> str:
    """A name as two spellings of it are compared.

    >>> folded(" Ann "), folded(None)
    ('ann', '')
    """
    return name.strip().casefold() if name else ""


def is_yes(cell: Cell) -> bool:
    """Whether a flag is set: anything but blank, no and false. In doubt it is, for who asks not to be contacted is not.

    >>> is_yes("yes"), is_yes(True), is_yes("x"), is_yes(None), is_yes("No"), is_yes(0)
    (True, True, True, False, False, False)
    """
    return cell is not None and folded(shown(cell)) not in _NOT


_NOT = frozenset({"", "no", "n", "false", "0", "off"})


def counted(number: int, noun: str) -> str:
    """A number with its noun, for a sentence.

    >>> counted(1, "lead"), counted(1204, "lead")
    ('1 lead', '1,204 leads')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def about(
    keys: Iterable[Key], *, tab: str, field: str | None, rule: str, message: str, severity: Severity = "warning"
) -> list[Finding]:
    """One finding about several rows, none where there are none. `message` may name `{leads}` or `{rows}`, counted."""
    named = tuple(keys)
    if not named:
        return []
    text = message.replace("{leads}", counted(len(named), "lead")).replace("{rows}", counted(len(named), "row"))
    return [Finding(severity, tab, named[0], field, rule, text, others=named[1:])]


_LEAD: tuple[str, ...] = (
    *("Company", "Email", "Source", "Status", "Owner", "Next action", "Next action due", "Last activity", "Created"),
    *("First contacted", "Qualified on", "Assigned on", "Lost reason", "Deal ID"),
)
_DEAL: tuple[str, ...] = (
    *("Lead ID", "Deal", "Company", "Value", "Currency", "Stage", "Probability", "Expected close", "Owner"),
    *("Next action", "Next action due", "Opened", "Stage since", "Closed on", "Lost reason"),
)
_ACTIVITY: tuple[str, ...] = ("Lead ID", "Deal ID", "When", "Type", "Outcome", "Owner", "Due", "Done")
_STATUS, _STAGE, _PROBABILITY = _LEAD.index("Status"), _DEAL.index("Stage"), _DEAL.index("Probability")

_NUMBERS, _TIMES = frozenset({int, float}), frozenset({dt.date, dt.datetime})
_TEXTS = frozenset({str})
_WANTED: dict[str, tuple[frozenset[type], str]] = dict.fromkeys(
    ("number", "whole", "money", "percent"), (_NUMBERS, "number")
)
_WANTED |= dict.fromkeys(("date", "moment"), (_TIMES, "date"))


def _values(
    book: Book, tab: schema.Tab, columns: tuple[str, ...], findings: list[Finding]
) -> Iterator[tuple[Key, list[Any]]]:
    """The cells of each row under `columns`, each of its column's type or None."""
    kinds = {column.name: column.kind for column in tab.columns}
    wanted = [(name, *_WANTED.get(kinds[name], (_TEXTS, ""))) for name in columns]
    formulas: dict[str, list[Key]] = {}

    def checked(key: Key, cell: Cell, name: str, types: frozenset[type], what: str) -> Cell:
        if cell is None or type(cell) in types:
            return cell
        if isinstance(cell, Formula):
            formulas.setdefault(name, []).append(key)
        elif what or isinstance(cell, Error):
            findings.append(_misfit(tab.name, key, name, what, cell))
        else:
            return shown(cell)
        return None

    sound: set[tuple[type, ...]] = set()  # rows have few patterns of types: each is looked at cell by cell once
    for key, row in filled(book, tab):
        values: list[Any] = list(map(row.get, columns))
        pattern = tuple(map(type, values))
        if pattern not in sound:
            given, values = values, [checked(key, cell, *column) for cell, column in zip(values, wanted, strict=True)]
            if all(cell is kept for cell, kept in zip(given, values, strict=True)):
                sound.add(pattern)
        yield key, values
    for name, keys in formulas.items():
        message = f"A formula under {name} is left alone and counts as blank: {{rows}} of {tab.name}."
        findings += about(keys, tab=tab.name, field=name, rule="records.formula", message=message, severity="note")


def _misfit(tab: str, key: Key, name: str, what: str, cell: Cell) -> Finding:
    wanted = f"is not a {what}" if what else "is an error"
    message = f"{name} is {shown(cell)!r}, which {wanted}. It counts as blank until it is mended."
    return Finding("warning", tab, key, name, f"records.{what or 'error'}", message, cell)


def _is_planned(activity: Row) -> bool:
    return activity.get("Due") is not None and activity.get("Done") is None
