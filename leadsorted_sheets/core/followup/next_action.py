"""What is to be done next with a lead, and when.

A lead that is new goes through a sequence: Step says which step was done last. A step falls due on its day after the
lead arrived, or as many working days after the step before it as the sequence has between them, whichever is later:
who was called late is not written to on the same day. Nothing is ever planned for a day that is over.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from leadsorted_sheets.core.book import Key, Row
from leadsorted_sheets.core.cell import Cell, Formula, same, shown
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.followup.sequences import Sequence, action_of
from leadsorted_sheets.core.followup.working_days import Week, working_day
from leadsorted_sheets.core.records import day_of, folded
from leadsorted_sheets.core.settings import Settings, StatusKind

THROUGH = "Decide: try once more, move to Nurture, or close with a reason"
"""When the last step of a sequence got no answer."""
ANSWERED = "Send what was agreed"
"""When the lead answered or was met. A sequence is for reaching somebody; the rest of it would be an annoyance."""
CONVERT = "Agree value and closing date, then convert to a deal"
KEEP_WARM = "Send something useful and ask whether the time is right"
BANT: tuple[str, ...] = ("Budget", "Authority", "Need", "Timeline")


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next. `sequence` and `step` stay None where no sequence says so; `why` is the reason, one of few."""

    action: str
    due: dt.date
    why: str
    sequence: str | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """All that decides, prepared once for all leads. Statuses are named folded: `first` is the one a lead begins with.

    `resting` are those that may go without activity for longer than is usual, as Nurture does, with the days.
    """

    sequences: Mapping[str, Sequence]
    kinds: Mapping[str, StatusKind]
    resting: Mapping[str, int]
    first: str
    week: Week
    today: dt.date
    _read: dict[str, tuple[str, StatusKind]] = field(default_factory=dict, compare=False, repr=False)
    """Statuses as they are written, folded and with their kind: there are few, and every row has one."""

    @classmethod
    def of(cls, settings: Settings, sequences: Mapping[str, Sequence], week: Week, today: dt.date) -> Course:
        return cls(
            sequences,
            {folded(status.name): status.kind for status in settings.statuses},
            {
                folded(status.name): status.stale_after
                for status in settings.statuses
                if status.stale_after is not None and status.stale_after > settings.preferences.stale_after_days
            },
            folded(settings.first_status("open")),
            week,
            today,
        )

    def kind(self, row: Row) -> StatusKind:
        return self.status(row)[1]

    def status(self, row: Row) -> tuple[str, StatusKind]:
        """The status of a row by its folded name, "" where it has none, and its kind."""
        written = row.get("Status")
        if not isinstance(written, str):
            return "", "open"
        known = self._read.get(written)
        if known is None:
            name = folded(written)
            known = self._read[written] = name, self.kinds.get(name, "open")
        return known

    def is_new(self, row: Row) -> bool:
        """Whether nobody has been in touch with the lead yet."""
        return row.get("First contacted") is None and self.status(row)[0] in ("", self.first)

    def sequence(self, row: Row) -> Sequence | None:
        """The sequence a lead is in: the one it names, one called like its status, or the first of Settings.

        A lead that has been in touch already enters none by itself, unless one is called like its status. One that
        names a sequence nobody has is in none: the name is a person's, and stays.
        """
        if (name := _text(row, "Sequence")) != "":
            return self.sequences.get(name)
        of_status = self.sequences.get(self.status(row)[0])
        if of_status is not None:
            return of_status
        return next(iter(self.sequences.values()), None) if self.is_new(row) else None

    def next(self, row: Row) -> Next:
        """What to do next with an open lead that has no next action."""
        if self.kind(row) == "qualified":
            return self._convert(row)
        sequence = self.sequence(row)
        if sequence is not None:
            done = step_done(row)
            return self.step_after(sequence, done, row, last=day_of(row.get("Last activity")) if done else None)
        rest = self.resting.get(self.status(row)[0])
        if rest is not None:
            since = day_of(row.get("Last activity")) or self.today
            return Next(KEEP_WARM, self.on(_later(since, rest)), "follow-up: kept warm")
        return Next(asks(row) or THROUGH, self.on(self.today, 1), "follow-up: in touch, without a next action")

    def step_after(self, sequence: Sequence, done: int, row: Row, *, last: dt.date | None) -> Next:
        """What follows step `done` of a sequence, which was done on the day `last` where that is known."""
        touch = sequence.after(done)
        if touch is None:
            why = f"follow-up: {sequence.name} is through"
            return Next(THROUGH, self.on(last or self.today, 1), why, sequence.name, sequence.last)
        arrived = day_of(row.get("Created")) or self.today
        due = working_day(self.week, arrived, touch.day)
        if last is not None:
            due = max(due, working_day(self.week, last, max(touch.day - sequence.day_of(done), 0)))
        why = f"follow-up: {sequence.name}, step {touch.step}"
        return Next(action_of(touch), self.on(due), why, sequence.name, done or None)

    def on(self, day: dt.date, steps: int = 0) -> dt.date:
        """The working day some steps after `day`, never one that is over."""
        return max(working_day(self.week, day, steps), working_day(self.week, self.today))

    def _convert(self, row: Row) -> Next:
        missing = asks(row)
        why = "follow-up: qualified, with a question open" if missing else "follow-up: qualified, ready for a deal"
        return Next(missing or CONVERT, self.on(self.today, 1), why)


def asks(row: Row) -> str:
    """What is still to be asked before a lead is a deal; "" where all four of BANT are known.

    >>> asks({"Budget": 5000, "Need": "speed"}), asks({"Budget": 1, "Authority": "Eve", "Need": "x", "Timeline": "Q3"})
    ('Ask about authority and timeline', '')
    """
    missing = [name.casefold() for name in BANT if row.get(name) is None]
    return (
        f"Ask about {' and '.join([', '.join(missing[:-1]), missing[-1]] if missing[1:] else missing)}"
        if missing
        else ""
    )


def step_done(row: Row) -> int:
    """The step done last; 0 where none was, or the cell says no number."""
    step = row.get("Step")
    return step if isinstance(step, int) and not isinstance(step, bool) and step > 0 else 0


def edits(key: Key, row: Row, upcoming: Next) -> list[Edit]:
    """What makes a lead's row say what comes next. A formula is left alone."""
    wanted: list[tuple[str, Cell]] = [("Next action", upcoming.action), ("Next action due", upcoming.due)]
    if upcoming.sequence is not None:
        if _text(row, "Sequence") != folded(upcoming.sequence):
            wanted.append(("Sequence", upcoming.sequence))
        wanted.append(("Step", upcoming.step))
    return [
        Edit("Leads", key, name, before, after, upcoming.why)
        for name, after in wanted
        if not same(before := row.get(name), after) and not isinstance(before, Formula)
    ]


def _later(day: dt.date, days: int) -> dt.date:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return dt.date.max


def _text(row: Row, name: str) -> str:
    cell = row.get(name)
    return "" if cell is None else _folded(cell if isinstance(cell, str) else shown(cell))


_folded = functools.lru_cache(maxsize=1 << 12)(folded)  # of sequences there are few
