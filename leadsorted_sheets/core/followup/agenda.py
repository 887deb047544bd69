"""Who has what to do today: each open lead, deal and planned activity once, under its most urgent heading.

    First contact is late     new, and waiting longer than Preferences allow
    Overdue                   the day of the next action is over
    Due today
    Without a next action
    Gone quiet                nothing happened for longer than the status or stage allows
    Coming up                 later; not in the digest, but among the reminders

Leads nobody owns stand by themselves, whatever else is to be said of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, Formula, shown
from leadsorted_sheets.core.followup.after_activity import is_ahead
from leadsorted_sheets.core.followup.next_action import Course
from leadsorted_sheets.core.followup.sequences import Sequence
from leadsorted_sheets.core.followup.watch import OF_DEAL, OF_LEAD, Watch, days_over
from leadsorted_sheets.core.followup.working_days import working_week
from leadsorted_sheets.core.plan import Context
from leadsorted_sheets.core.records import counted, day_of, filled, folded, is_yes
from leadsorted_sheets.core.settings import Settings

Section: TypeAlias = Literal[
    "First contact is late", "Overdue", "Due today", "Without a next action", "Gone quiet", "Coming up"
]
SECTIONS: tuple[Section, ...] = (
    *("First contact is late", "Overdue", "Due today"),
    *("Without a next action", "Gone quiet", "Coming up"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do. `owner` is "" where nobody has it; `key` names the row of `tab`, `lead` the lead it is about.

    `remark` says what else one should know: how late it is, what time it is there.
    """

    tab: str
    key: Key
    lead: Key | None
    owner: str
    section: Section | None
    name: str
    company: str = ""
    phone: str = ""
    email: str = ""
    action: str = ""
    due: dt.date | None = None
    remark: str = ""
    score: int = 0


@dataclass(frozen=True, slots=True)
class Agenda:
    """Items in the order they are told: by owner, heading, day, and the best score first.

    `asked_not_to` are open leads that asked not to be contacted, and so are left out. `away` says until when (None:
    not known) for owners who are away today.
    """

    day: dt.date
    items: tuple[Item, ...]
    asked_not_to: int
    away: Mapping[str, dt.date | None]

    def owners(self) -> tuple[str, ...]:
        """Everybody who has an item, in order; "" for leads nobody has, last."""
        return tuple(dict.fromkeys(item.owner for item in self.items))

    def of(self, owner: str) -> Agenda:
        """The agenda of one owner, with what nobody has."""
        wanted = (folded(owner), "")
        chosen = tuple(item for item in self.items if folded(item.owner) in wanted)
        return Agenda(self.day, chosen, self.asked_not_to, self.away)


def agenda(book: Book, settings: Settings, context: Context) -> Agenda:
    """What there is to do, seen from today. Dead and converted leads, and deals won or lost, have nothing to wait for."""
    reader = _Reader(book, settings, context)
    asked = 0
    for key, row in filled(book, schema.LEADS):
        if reader.course.kind(row) in ("dead", "converted"):
            continue
        if is_yes(row.get("Do not contact")):
            asked += 1
            continue
        reader.lead(key, row)
    for key, row in filled(book, schema.PIPELINE):
        reader.deal(key, row)
    for key, row in filled(book, schema.ACTIVITIES):
        reader.planned(key, row)
    today = context.today
    away = {owner.name: owner.away_until for owner in settings.owners if owner.away(today)}
    return Agenda(today, tuple(sorted(reader.items, key=_told_in_order)), asked, away)


class _Reader:
    """One walk over the book. Only what is said of an open row is read."""

    def __init__(self, book: Book, settings: Settings, context: Context) -> None:
        sequences: dict[str, Sequence] = {}
        week = working_week(settings.preferences.working_days)[0]
        self.course = Course.of(settings, sequences, week, context.today)
        self.items: list[Item] = []
        self._leads = book.get("Leads", {})
        self._watch = Watch.of(settings, context.local_now)
        self._context = context
        self._stages = {folded(stage.name): stage.kind for stage in settings.stages}
        self._names = {folded(owner.name): owner.name for owner in settings.owners}
        self._clocks: dict[str, str] = {}

    def lead(self, key: Key, row: Row) -> None:
        waited = self._watch.hours_waiting(row.get("Created")) if self.course.is_new(row) else None
        quiet = None if self.course.is_new(row) else self._watch.days_quiet(row, "Status", OF_LEAD)
        section = self._section(row, late=waited is not None, quiet=quiet)
        owner = self._owner(row)
        if section is None and owner:
            return
        remarks = [self._late(row), *([f"waiting for {_hours(waited)}"] if waited is not None else [])]
        remarks += [f"nothing for {counted(quiet, 'day')}"] if quiet is not None else []
        self._add("Leads", key, key, row, section=section, remarks=[*remarks, self._clock(row)])

    def deal(self, key: Key, row: Row) -> None:
        if self._stages.get(folded(_text(row, "Stage")), "open") != "open":
            return
        lead = row.get("Lead ID")
        of_lead = self._leads.get(lead, {}) if isinstance(lead, str) else {}
        if is_yes(of_lead.get("Do not contact")):
            return
        quiet = self._watch.days_quiet(row, "Stage", OF_DEAL)
        section = self._section(row, late=False, quiet=quiet)
        if section is not None or not self._owner(row):
            remarks = [f"deal in {_text(row, 'Stage')}" if row.get("Stage") else "deal", self._late(row)]
            remarks += [f"{counted(quiet, 'day')} in this stage"] if quiet is not None else []
            self._add("Pipeline", key, lead, row, section=section, remarks=[*remarks, self._clock(of_lead)])

    def planned(self, key: Key, row: Row) -> None:
        """A task or call that somebody planned on Activities, unless it is the next action of its lead already."""
        day = day_of(row.get("Due")) or day_of(row.get("When"))
        lead = row.get("Lead ID")
        of_lead = self._leads.get(lead, {}) if isinstance(lead, str) else {}
        if day is None or not is_ahead(row, self._context.today) or is_yes(of_lead.get("Do not contact")):
            return
        what = " ".join(_text(row, "Summary").split()) or _text(row, "Type")
        if folded(what) == folded(_text(of_lead, "Next action")) and day == day_of(of_lead.get("Next action due")):
            return
        over = (self._context.today - day).days
        section: Section = "Overdue" if over > 0 else "Due today" if over == 0 else "Coming up"
        cells: dict[str, Cell] = {**of_lead, "Next action": what, "Next action due": day}
        if row.get("Owner") is not None:
            cells["Owner"] = row["Owner"]
        remarks = ["planned", _overdue(over), self._clock(of_lead)]
        self._add("Activities", key, lead, cells, section=section, remarks=remarks)

    def _section(self, row: Row, *, late: bool, quiet: int | None) -> Section | None:
        over = days_over(row.get("Next action due"), self._context.today)
        if late:
            return "First contact is late"
        if over is not None and over >= 0:
            return "Overdue" if over else "Due today"
        if row.get("Next action") is None:
            return "Without a next action"
        if quiet is not None:
            return "Gone quiet"
        return None if over is None else "Coming up"

    def _add(self, tab: str, key: Key, lead: Cell, row: Row, *, section: Section | None, remarks: list[str]) -> None:
        of_lead = self._leads.get(lead, row) if isinstance(lead, str) else row
        person = " ".join(filter(None, (_text(of_lead, "First name"), _text(of_lead, "Last name"))))
        company = _text(row, "Company") or _text(of_lead, "Company")
        score = of_lead.get("Score")
        self.items.append(
            Item(
                tab,
                key,
                lead if isinstance(lead, str) else None,
                self._owner(row),
                section,
                _text(row, "Deal") or person or company or key,
                company,
                _text(of_lead, "Phone"),
                _text(of_lead, "Email"),
                _text(row, "Next action"),
                day_of(row.get("Next action due")),
                "; ".join(filter(None, remarks)),
                score if isinstance(score, int) and not isinstance(score, bool) else 0,
            )
        )

    def _owner(self, row: Row) -> str:
        name = _text(row, "Owner")
        return self._names.get(folded(name), name)

    def _late(self, row: Row) -> str:
        return _overdue(days_over(row.get("Next action due"), self._context.today))

    def _clock(self, row: Row) -> str:
        """What time it is where the lead is, where that differs from ours."""
        name = _text(row, "Time zone")
        if not name or "\x00" in name:
            return ""
        if name not in self._clocks:
            self._clocks[name] = there_now(name, self._context)
        return self._clocks[name]


def there_now(zone: str, context: Context) -> str:
    """The time in a zone, in words; "" where it is ours, or there is no such zone.

    >>> noon = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
    >>> here = Context(noon, ZoneInfo("Europe/London"), "Ann", str)
    >>> there_now("America/New_York", here), there_now("Europe/Lisbon", here), there_now("Mars", here)
    ('08:00 there now', '', '')
    """
    try:
        there = context.now.astimezone(ZoneInfo(zone))
    except (KeyError, ValueError, OSError):
        return ""
    return "" if there.utcoffset() == context.now.astimezone(context.zone).utcoffset() else f"{there:%H:%M} there now"


def _overdue(days: int | None) -> str:
    return f"{counted(days, 'day')} overdue" if days is not None and days > 0 else ""


def _hours(hours: float) -> str:
    return counted(int(hours), "hour") if hours < 48 else counted(int(hours // 24), "day")


def _text(row: Row, name: str) -> str:
    cell = row.get(name)
    return "" if cell is None or isinstance(cell, Formula) else " ".join(shown(cell).split())


def _told_in_order(item: Item) -> tuple[bool, str, int, dt.date, int, str]:
    rank = SECTIONS.index(item.section) if item.section else len(SECTIONS)
    return not item.owner, folded(item.owner), rank, item.due or dt.date.max, -item.score, item.key
