"""What the team decided, as the Settings tab says it. pydantic reads the cells; a bad one becomes a Finding.

A table that is not in the book (a CSV has none) holds what a new book starts with. A cell that
cannot be followed is reported and its default used, so one typo never stops a run.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Row, Table
from leadsorted_sheets.core.cell import shown
from leadsorted_sheets.core.findings import Finding

if TYPE_CHECKING:
    from pydantic import TypeAdapter

DateOrder: TypeAlias = Literal["auto", "DMY", "MDY", "YMD"]
StatusKind: TypeAlias = Literal["open", "qualified", "dead", "converted"]
StageKind: TypeAlias = Literal["open", "won", "lost"]


@dataclass(frozen=True, slots=True)
class Preferences:
    """One value each; `country` is ISO 3166 alpha-2 or "" where the team has not said, `currency` ISO 4217, `time_zone` an IANA name."""

    country: str = ""
    currency: str = "GBP"
    date_order: DateOrder = "auto"
    time_zone: str = "Europe/London"
    first_response_hours: float = 24
    stale_after_days: int = 14
    working_days: str = "Mon Tue Wed Thu Fri"
    required_fields: str = "Last name or Company; Email or Phone"
    account_stickiness: bool = True
    hot_from: int = 70
    warm_from: int = 40
    journal_megabytes: float = 20
    seed: int = 0

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True, slots=True)
class Owner:
    name: str
    email: str = ""
    active: bool = True
    weight: float = 1
    daily_cap: int | None = None
    cap_30_days: int | None = None
    away_from: dt.date | None = None
    away_until: dt.date | None = None
    territories: tuple[str, ...] = ()

    def away(self, day: dt.date) -> bool:
        """Whether the owner is away on `day`; both ends count, an open end is open."""
        if self.away_from is None and self.away_until is None:
            return False
        return (self.away_from or day) <= day <= (self.away_until or day)


@dataclass(frozen=True, slots=True)
class Status:
    name: str
    kind: StatusKind = "open"
    order: int = 0
    stale_after: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    kind: StageKind = "open"
    order: int = 0
    probability: float = 0
    stale_after: int | None = None


@dataclass(frozen=True, slots=True)
class LostReason:
    name: str


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """`when` is a filter (`core.where`); `assign_to` names one owner or several."""

    name: str
    when: str = ""
    assign_to: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class ScoringRule:
    name: str
    when: str = ""
    points: int = 0
    kind: Literal["Fit", "Engagement"] = "Fit"
    halves_after_days: int | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Touch:
    """One step of a follow-up sequence; `day` counts working days from the lead's arrival."""

    name: str
    sequence: str = "Standard"
    step: int = 1
    day: int = 0
    type: str = "Call"
    action: str = ""
    subject: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    name: str
    company: str = ""
    owner: str = ""
    registered_on: dt.datetime | dt.date | None = None
    expires_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Survivor:
    """Which value of a field stays when rows are merged; `trusted_sources` in order of trust."""

    field: str
    rule: str = "most complete"
    trusted_sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tier:
    """`confidence` from 0 to 1: a pair at or above it is in the tier."""

    name: str
    confidence: float = 1


@dataclass(frozen=True, slots=True)
class Segment:
    name: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class CrmValue:
    name: str
    crm: str = ""
    kind: str = ""
    ours: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class ColumnPolicy:
    column: str
    policy: str = "both ways"


@dataclass(frozen=True, slots=True)
class Settings:
    """All of Settings, in the order of its rows."""

    preferences: Preferences = Preferences()
    owners: tuple[Owner, ...] = ()
    statuses: tuple[Status, ...] = ()
    stages: tuple[Stage, ...] = ()
    lost_reasons: tuple[LostReason, ...] = ()
    assignment_rules: tuple[AssignmentRule, ...] = ()
    scoring_rules: tuple[ScoringRule, ...] = ()
    touches: tuple[Touch, ...] = ()
    registrations: tuple[Registration, ...] = ()
    survivors: tuple[Survivor, ...] = ()
    tiers: tuple[Tier, ...] = ()
    segments: tuple[Segment, ...] = ()
    crm_values: tuple[CrmValue, ...] = ()
    column_policies: tuple[ColumnPolicy, ...] = ()

    def status_kind(self, name: str | None) -> StatusKind:
        """The kind of a status by its name in any case; an unknown or blank status is open."""
        return next((status.kind for status in self.statuses if same_name(status.name, name)), "open")

    def stage_kind(self, name: str | None) -> StageKind:
        return next((stage.kind for stage in self.stages if same_name(stage.name, name)), "open")

    def first_status(self, kind: StatusKind) -> str:
        """The status a lead of this kind takes first: the lowest order. Falls back to the kind's own name."""
        of_kind = sorted((status for status in self.statuses if status.kind == kind), key=lambda status: status.order)
        return of_kind[0].name if of_kind else kind.capitalize()


def same_name(a: str | None, b: str | None) -> bool:
    """Whether two names people typed are one: case and outer spaces aside.

    >>> same_name(" Ann", "ann"), same_name(None, "ann")
    (True, False)
    """
    return a is not None and b is not None and a.strip().casefold() == b.strip().casefold()


def read_settings(book: Book) -> tuple[Settings, tuple[Finding, ...]]:
    """The settings of a book, and what in them could not be followed."""
    findings: list[Finding] = []
    found: dict[str, Any] = {"preferences": _preferences(book, findings)}
    for attribute, tab, record, headers in _TABLES:
        rows = _table(book, tab)
        found[attribute] = tuple(
            item
            for key, row in rows.items()
            if (item := _record(tab, key, row, record=record, headers=headers, findings=findings)) is not None
        )
    return Settings(**found), tuple(findings)


_OWNER = {"Owner": "name", "30-day cap": "cap_30_days"}
_RULE = {"Rule": "name"}
_TABLES: tuple[tuple[str, str, type, dict[str, str]], ...] = (
    # attribute of Settings, tab, record, headers whose attribute is not the header itself
    ("owners", "Owners", Owner, _OWNER),
    ("statuses", "Statuses", Status, {"Status": "name"}),
    ("stages", "Stages", Stage, {"Stage": "name"}),
    ("lost_reasons", "Lost reasons", LostReason, {"Lost reason": "name"}),
    ("assignment_rules", "Assignment rules", AssignmentRule, _RULE),
    ("scoring_rules", "Scoring rules", ScoringRule, _RULE),
    ("touches", "Follow-up sequences", Touch, {"Touch": "name"}),
    ("registrations", "Registrations", Registration, {"Registration": "name"}),
    ("survivors", "Survivorship", Survivor, {}),
    ("tiers", "Duplicate thresholds", Tier, {"Tier": "name", "From confidence": "confidence"}),
    ("segments", "Segments", Segment, {"Segment": "name"}),
    ("crm_values", "CRM owners and values", CrmValue, {"Entry": "name", "CRM": "crm"}),
    ("column_policies", "Column policies", ColumnPolicy, {}),
)


def _table(book: Book, tab: str) -> Table:
    return book[tab] if tab in book else schema.table_of(schema.BY_NAME[tab])


def _preferences(book: Book, findings: list[Finding]) -> Preferences:
    known = {item.name: item for item in fields(Preferences)}
    values: dict[str, Any] = {}
    for key, row in _table(book, "Preferences").items():
        name = key.strip().casefold().replace(" ", "_")
        if name not in known or row.get("Value") is None:
            continue
        value = _given(row["Value"], known[name].type)
        why = _why_not(Preferences, {name: value})
        if why is None and name == "time_zone":
            why = _why_no_zone(str(value))
        if why is None:
            values[name] = value
        else:
            message = f"{key} is {shown(row['Value'])!r}: {why}. {known[name].default!r} is used until it is mended."
            findings.append(
                Finding("warning", "Preferences", key, "Value", "settings.preference", message, row["Value"])
            )
    preferences: Preferences = _adapter(Preferences).validate_python(values)
    return preferences


def _record(tab: str, key: str, row: Row, *, record: type, headers: Mapping[str, str], findings: list[Finding]) -> Any:
    """The row as a record; a cell it cannot take is reported and left out, a row without a name is no record."""
    types = _types(record)
    given: dict[str, Any] = {}
    for header, cell in row.items():
        attribute = headers.get(header, header.casefold().replace(" ", "_"))
        if attribute not in types or cell is None:
            continue
        value = _given(cell, types[attribute])
        why = _why_not(record, {**_named(record, key), attribute: value})
        if why is None:
            given[attribute] = value
        else:
            message = f"{header} is {shown(cell)!r}: {why}. It counts as blank until it is mended."
            findings.append(Finding("warning", tab, key, header, "settings.value", message, cell))
    if next(iter(types)) not in given:
        return None
    return _adapter(record).validate_python(given)


def _named(record: type, key: str) -> dict[str, Any]:
    return {next(iter(_types(record))): key}


@functools.cache
def _types(record: type) -> dict[str, Any]:
    return {item.name: item.type for item in fields(record)}


def _given(cell: Any, wanted: Any) -> Any:
    """The cell in the type the attribute asks for, where people write it another way."""
    text = str(wanted)
    if "tuple" in text:
        return tuple(part.strip() for part in shown(cell).replace(",", ";").split(";") if part.strip())
    if isinstance(cell, str):
        return cell.strip()
    if text == "str":
        return shown(cell)
    return cell


def _why_not(record: type, values: dict[str, Any]) -> str | None:
    from pydantic import ValidationError

    try:
        _adapter(record).validate_python(values)
    except ValidationError as refusal:
        return str(refusal.errors()[0]["msg"]).removesuffix(".").lower()
    return None


def _why_no_zone(name: str) -> str | None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "no such time zone; it takes a name such as Europe/Berlin"
    return None


@functools.cache
def _adapter(record: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(record)
