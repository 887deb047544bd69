"""Follow-up, the operation: every open lead gets a next action and a day for it, and what is late is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, Formula, shown
from leadsorted_sheets.core.changes import Change, Edit
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.followup.caught_up import not_taken_in, taken_in
from leadsorted_sheets.core.followup.next_action import Course, Next, edits
from leadsorted_sheets.core.followup.sequences import action_of, sequences
from leadsorted_sheets.core.followup.vague import is_vague
from leadsorted_sheets.core.followup.watch import OF_DEAL, OF_LEAD, Watch, days_over
from leadsorted_sheets.core.followup.working_days import unread_days, working_day, working_week
from leadsorted_sheets.core.lifecycle import begin
from leadsorted_sheets.core.plan import Context, Figures, Outcome
from leadsorted_sheets.core.records import about, filled, folded, is_yes
from leadsorted_sheets.core.settings import Settings, read_settings

NOBODY = "(nobody)"
A_DAY = "follow-up: a next action needs a day"
OF_STAGE = "follow-up: the first step of the sequence called like the stage"


@dataclass(frozen=True, slots=True)
class Options:
    keys: tuple[Key, ...] | None = field(default=None, metadata={"help": "Only these leads."})


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Give every open lead a next action with a day, take in new activities, and name what is late.

    New leads go through the first sequence on Settings, others through the one they name or the one called like their
    status; days are working days. A next action that somebody wrote is never changed; one that says nothing ("follow
    up") is put on Review with a suggestion. Who asked not to be contacted is given nothing.
    """
    settings, setting_findings = read_settings(book)
    ready, touch_findings = sequences(settings.touches)
    week, unread = working_week(settings.preferences.working_days)
    course = Course.of(settings, ready, week, context.today)
    tour = _Tour(course, Watch.of(settings, context.local_now))
    scope = None if options.keys is None else frozenset(options.keys)
    tour.changes += begin(book, scope)
    fresh = not_taken_in(book, context.local_now)
    total = len(book.get("Leads", {}))
    for n, (key, row) in enumerate(filled(book, schema.LEADS, scope)):
        if n % 5000 == 0:
            context.progress("Following up", n, total)
        tour.lead(key, row, fresh.get(key, []))
    _deals(book, settings, tour, scope)
    return Outcome(
        tour.changes,
        (
            *(finding for finding in setting_findings if finding.tab in _READ),
            *unread_days(unread, settings.preferences.working_days),
            *touch_findings,
            *tour.findings(),
        ),
        (tour.figures(),),
    )


def deal_kinds(settings: Settings) -> dict[str, str]:
    """The kind of each stage, by folded name."""
    return {folded(stage.name): stage.kind for stage in settings.stages}


_READ = frozenset({"Preferences", "Statuses", "Stages", "Follow-up sequences"})
_COUNTED = ("Open", "Due today", "Overdue", "First contact late", "Gone quiet", "Was without a next action")


class _Tour:
    """One walk over all leads, and what was noticed on the way."""

    def __init__(self, course: Course, watch: Watch) -> None:
        self.course, self.watch = course, watch
        self.changes: list[Change] = []
        self._vague: list[Finding] = []
        self._noticed: dict[str, list[Key]] = {}
        self._strange: dict[str, list[Key]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()
        self._owners: dict[str, None] = {}

    def lead(self, key: Key, row: Row, activities: list[Row]) -> None:
        course = self.course
        kind = course.kind(row)
        if activities:
            made, row = taken_in(key, row, activities, course)
            self.changes += made
        if kind in ("dead", "converted"):
            return
        if is_yes(row.get("Do not contact")):
            if row.get("Next action") is not None:
                self._notice("asked-not-to", key)
            return
        self._judge(key, row)
        sequence = row.get("Sequence")
        if isinstance(sequence, str) and folded(sequence) not in course.sequences:
            self._strange.setdefault(sequence.strip(), []).append(key)
        action, due = row.get("Next action"), row.get("Next action due")
        if action is None:
            self._notice("given", key)
            self._count(row, "Was without a next action")
            self._write(key, row, course.next(row))
        elif due is None:
            self._notice("dated", key)
            if not isinstance(action, Formula):
                self.changes.append(Edit("Leads", key, "Next action due", None, course.on(course.today, 1), A_DAY))
        if isinstance(action, str) and is_vague(action):
            self._vague.append(_vague("Leads", key, action, course.next({**row, "Next action": None}).action))

    def _write(self, key: Key, row: Row, upcoming: Next) -> None:
        given = row.get("Next action due")  # a day that is there was set by somebody
        made = edits(key, row, upcoming)
        self.changes += made if given is None else [edit for edit in made if edit.field != "Next action due"]

    def _judge(self, key: Key, row: Row) -> None:
        self._count(row, "Open")
        if self.course.is_new(row):
            if self.watch.hours_waiting(row.get("Created")) is not None:
                self._notice("untouched", key)
                self._count(row, "First contact late")
        elif self.watch.days_quiet(row, "Status", OF_LEAD) is not None:
            self._notice("quiet", key)
            self._count(row, "Gone quiet")
        due = row.get("Next action due")
        over = days_over(due, self.course.today)
        if over is None:
            if due is not None and not isinstance(due, Formula):
                self._notice("no-day", key)
        elif over >= 0:
            self._count(row, "Overdue" if over else "Due today")
            if over:
                self._notice("overdue", key)

    def deal(self, key: Key, row: Row) -> None:
        course = self.course
        action, due = row.get("Next action"), row.get("Next action due")
        if action is None:
            stage = row.get("Stage")
            sequence = course.sequences.get(folded(stage)) if isinstance(stage, str) else None
            if sequence is None:
                self._notice("deal-without", key)
                return
            touch = sequence.touches[0]
            day = working_day(course.week, course.today, touch.day)
            self.changes.append(Edit("Pipeline", key, "Next action", None, action_of(touch), OF_STAGE))
            if due is None:
                self.changes.append(Edit("Pipeline", key, "Next action due", None, day, OF_STAGE))
        elif due is None and not isinstance(action, Formula):
            self.changes.append(Edit("Pipeline", key, "Next action due", None, course.on(course.today, 1), A_DAY))
        if isinstance(action, str) and is_vague(action):
            name = shown(row.get("Deal") or row.get("Company")) or "the deal"
            self._vague.append(_vague("Pipeline", key, action, f"Call about {name} and agree the next date"))
        if (days_over(due, course.today) or 0) > 0:
            self._notice("deal-overdue", key)
        if self.watch.days_quiet(row, "Stage", OF_DEAL) is not None:
            self._notice("deal-quiet", key)

    def findings(self) -> list[Finding]:
        strange = (
            finding
            for name, keys in self._strange.items()
            for finding in about(
                keys,
                tab="Leads",
                field="Sequence",
                rule="follow-up.unknown-sequence",
                message=f"{name!r} is no sequence under Follow-up sequences on Settings: {{leads}}. "
                "Add its steps there, or pick another here.",
            )
        )
        told = (
            finding
            for rule, tab, name, severity, message in _SENTENCES
            for finding in about(
                self._noticed.get(rule, ()),
                tab=tab,
                field=name,
                rule=f"follow-up.{rule}",
                message=message.replace("{hours}", f"{self.watch.hours:g} hours"),
                severity="warning" if severity == "warning" else "note",
            )
        )
        return [*strange, *told, *self._vague]

    def figures(self) -> Figures:
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (owner or NOBODY, *(self._counts[owner, what] for what in _COUNTED))
            for owner in sorted(self._owners, key=lambda name: (not name, name.casefold()))
        )
        return Figures("Follow-up by owner", ("Owner", *_COUNTED), rows)

    def _notice(self, rule: str, key: Key) -> None:
        self._noticed.setdefault(rule, []).append(key)

    def _count(self, row: Row, what: str) -> None:
        owner = row.get("Owner")
        name = owner.strip() if isinstance(owner, str) else ""
        self._owners.setdefault(name)
        self._counts[name, what] += 1


_SENTENCES: tuple[tuple[str, str, str, str, str], ...] = (
    # rule, tab, field, severity, sentence
    ("untouched", "Leads", "First contacted", "warning", "Nobody has been in touch within {hours} of arrival: {leads}. Call them first: leadsorted today BOOK"),
    ("overdue", "Leads", "Next action due", "warning", "The day of the next action is over: {leads}. Do it, or give it a new day: leadsorted today BOOK lists them."),
    ("quiet", "Leads", "Last activity", "warning", "Gone quiet, longer than the status allows: {leads}. Log what happened, move them to Nurture, or close them with a reason."),
    ("no-day", "Leads", "Next action due", "warning", "The day of the next action cannot be read: {leads}. Write a day such as 2026-03-31, or run: leadsorted normalise BOOK --apply"),
    ("asked-not-to", "Leads", "Do not contact", "warning", "Asked not to be contacted, but a next action waits: {leads}. Close them as Unqualified, or clear the next action."),
    ("deal-without", "Pipeline", "Next action", "warning", "Open deals without a next action: {rows}. Write one with a day, such as Send revised proposal. A sequence on Settings called like the stage would give it."),
    ("deal-overdue", "Pipeline", "Next action due", "warning", "The day of the next action is over: {rows} of Pipeline. Do it, or give it a new day."),
    ("deal-quiet", "Pipeline", "Stage since", "warning", "Longer in their stage than it allows: {rows} of Pipeline. Move them on, or close them with a reason."),
)  # fmt: skip


def _deals(book: Book, settings: Settings, tour: _Tour, scope: frozenset[Key] | None) -> None:
    kinds = deal_kinds(settings)
    for key, row in filled(book, schema.PIPELINE):
        stage = row.get("Stage")
        if kinds.get(folded(stage) if isinstance(stage, str) else "", "open") == "open" and (
            scope is None or row.get("Lead ID") in scope
        ):
            tour.deal(key, row)


def _vague(tab: str, key: Key, action: str, suggestion: str) -> Finding:
    message = f'"{action.strip()}" is not something one can do. Say what, such as: {suggestion}.'
    return Finding("review", tab, key, "Next action", "follow-up.vague", message, action, suggestion, why=message)
