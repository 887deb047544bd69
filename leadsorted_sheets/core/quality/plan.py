"""Quality, the operation: every lead is scored by what is missing, and what goes wrong again and again is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.activities import is_contact
from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Formula, same
from leadsorted_sheets.core.changes import Change, Edit
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.followup.after_activity import is_ahead
from leadsorted_sheets.core.followup.next_action import Course
from leadsorted_sheets.core.followup.watch import Watch
from leadsorted_sheets.core.followup.working_days import working_week
from leadsorted_sheets.core.lifecycle import standing
from leadsorted_sheets.core.plan import Context, Figures, Outcome
from leadsorted_sheets.core.quality.checks import Rulebook, Scene, requirements, rulebook
from leadsorted_sheets.core.quality.clean_up import clean_up
from leadsorted_sheets.core.records import about, explained, filled, folded
from leadsorted_sheets.core.settings import Settings, read_settings

CHECKED = "quality: by what is missing"
BLANK = "(blank)"


@dataclass(frozen=True, slots=True)
class Options:
    keys: tuple[Key, ...] | None = field(default=None, metadata={"help": "Only these leads."})


def plan(book: Book, options: Options, context: Context) -> Outcome:
    """Score every lead from 0 to 100 by what is missing, name the common mistakes, and list what to clean up this week.

    100 less the points of each check that fails; Why says which. The points stand on Settings, under Quality checks, and
    may be changed there. To begin with: a required field blank 25, a bad e-mail 15, in two stages at once 15, no e-mail,
    phone, source, owner, follow-up date or lost reason 10 each, first contact late, status not updated or gone quiet
    10 each, no country or job title 5, a vague next action 5.
    """
    settings, setting_findings = read_settings(book)
    scene, unknown = _scene(book, settings, context)
    scope = None if options.keys is None else frozenset(options.keys)
    rules, unread = rulebook(book, worked=scene.worked)
    tally = _Tally(rules)
    changes: list[Change] = []
    total = len(book.get("Leads", {}))
    for n, (key, row) in enumerate(filled(book, schema.LEADS, scope)):
        if n % 5000 == 0:
            context.progress("Checking quality", n, total)
        failed = rules.failing(key, row, scene)
        points, line = rules.verdict(failed)
        tally.take(key, row, failed, points)
        _edit(key, row, points, line, changes)
    findings = (
        *(finding for finding in setting_findings if finding.tab in ("Preferences", "Statuses", "Stages")),
        *unknown,
        *unread,
        *tally.findings(),
        *(_standing(book, context) if scene.worked and scope is None else ()),
    )
    tables = (*tally.figures(), *([clean_up(book, settings, scene, scope)] if scene.worked else []))
    return Outcome(changes, findings, tables)


def _standing(book: Book, context: Context) -> list[Finding]:
    """Where leads and deals cannot stand, but for what the checks have said already."""
    return [finding for finding in standing(book, context.local_now) if finding.rule not in _SAID]


_SAID = frozenset(
    f"lifecycle.{name}" for name in ("no-status", "unknown-status", "no-deal", "deal-while-open", "reason")
)


def _edit(key: Key, row: Row, points: int, line: str, changes: list[Change]) -> None:
    """Quality and its line under Why, where they say something else."""
    before, why = row.get("Quality"), row.get("Why")
    if not same(before, points) and not isinstance(before, Formula):
        changes.append(Edit("Leads", key, "Quality", before, points, CHECKED))
    if isinstance(why, Formula):
        return
    after = explained(why, _OURS, line)
    if not same(why, after):
        changes.append(Edit("Leads", key, "Why", why, after, CHECKED))


_OURS = tuple(f"Quality {digit}" for digit in range(10))


def _scene(book: Book, settings: Settings, context: Context) -> tuple[Scene, list[Finding]]:
    required, unknown = requirements(settings.preferences.required_fields)
    message = "is no column of Leads, so nothing is required there. Write columns, such as: Last name or Company; Email or Phone"
    findings = [
        Finding("warning", "Preferences", "Required fields", "Value", "quality.required", f"{name} {message}", name)
        for name in unknown
    ]
    week = working_week(settings.preferences.working_days)[0]
    stages, with_deals = _deals(book, settings)
    return (
        Scene(
            Course.of(settings, {}, week, context.today),
            Watch.of(settings, context.local_now),
            required,
            "Activities" in book,
            _contacted(book, context),
            stages,
            with_deals,
            frozenset(folded(status.name) for status in settings.statuses),
        ),
        findings,
    )


def _contacted(book: Book, context: Context) -> frozenset[Key]:
    """Leads that somebody has been in touch with, as Activities say."""
    known: dict[object, bool] = {}
    found: set[Key] = set()
    today = context.today
    for row in book.get("Activities", {}).values():
        lead = row.get("Lead ID")
        if not isinstance(lead, str) or lead in found:
            continue
        kind = row.get("Type")
        if kind not in known:
            known[kind] = is_contact(row)
        if known[kind] and not is_ahead(row, today):
            found.add(lead)
    return frozenset(found)


def _deals(book: Book, settings: Settings) -> tuple[dict[Key, tuple[str, ...]], frozenset[Key]]:
    """The open stages of each lead's deals, each once, and all leads with any deal."""
    kinds = {folded(stage.name): stage.kind for stage in settings.stages}
    stages: dict[Key, tuple[str, ...]] = {}
    with_deals: set[Key] = set()
    named = {deal: key for key, row in book.get("Leads", {}).items() if isinstance(deal := row.get("Deal ID"), str)}
    for key, row in filled(book, schema.PIPELINE):
        lead = row.get("Lead ID")
        whose = lead if isinstance(lead, str) else named.get(key)
        if whose is None:
            continue
        with_deals.add(whose)
        stage = row.get("Stage")
        name = folded(stage) if isinstance(stage, str) else ""
        if kinds.get(name, "open") == "open" and name not in stages.get(whose, ()):
            stages[whose] = (*stages.get(whose, ()), name)
    return stages, frozenset(with_deals)


class _Tally:
    """How often each check failed, and the scores by source and by owner."""

    def __init__(self, rules: Rulebook) -> None:
        self._checks = rules.checks
        self._failed: list[list[Key]] = [[] for _ in rules.checks]
        self._sources: dict[str, list[int]] = {}
        self._owners: dict[str, list[int]] = {}

    def take(self, key: Key, row: Row, failed: tuple[int, ...], points: int) -> None:
        for n in failed:
            self._failed[n].append(key)
        for name, scores in (("Source", self._sources), ("Owner", self._owners)):
            cell = row.get(name)
            scores.setdefault(cell.strip() if isinstance(cell, str) else BLANK, []).append(points)

    def findings(self) -> list[Finding]:
        return [
            finding
            for check, failed in zip(self._checks, self._failed, strict=True)
            for finding in about(
                failed,
                tab="Leads",
                field=check.field,
                rule=f"quality.{check.name.replace(' ', '-')}",
                message=f"{check.what}: {{leads}}. {check.mend}",
                severity="warning" if check.of_work else "note",
            )
        ]

    def figures(self) -> tuple[Figures, ...]:
        counted = tuple(
            (check.name, check.points, len(failed)) for check, failed in zip(self._checks, self._failed, strict=True)
        )
        return (
            Figures("How quality is counted: 100 less these points", ("Check", "Points", "Leads"), counted),
            _table("Quality by source", "Source", self._sources),
            _table("Quality by owner", "Owner", self._owners),
        )


def _table(title: str, name: str, scores: Mapping[str, list[int]]) -> Figures:
    """Poorest first, for that is where the work is."""
    rows = [
        (of, len(points), round(sum(points) / len(points), 1), min(points), sum(each < 60 for each in points))
        for of, points in scores.items()
    ]
    rows.sort(key=lambda row: (row[2], row[0].casefold()))
    return Figures(title, (name, "Leads", "Average quality", "Lowest", "Below 60"), tuple(rows))
