"""Scoring rules as Settings has them, ready to be asked of every lead.

A rule holds or it does not, once a lead: three demos are no better than one. A rule that fades is worth half its points
every so many days after the latest activity it asks for (`activity=Demo`), or after Last activity where it asks for none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.records import Moment, folded, scene_of
from leadsorted_sheets.core.settings import ScoringRule
from leadsorted_sheets.core.where import Condition, Where, comparisons, condition, parse
from leadsorted_sheets.errors import WrongUsage


@dataclass(frozen=True, slots=True)
class Rule:
    """`fades_with` are the activity types whose latest day counts; none means Last activity."""

    name: str
    points: int
    holds: Condition
    halves_after: int | None = None
    fades_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rules to score by. `latest` says, for each lead and type of activity, when the latest was."""

    rules: tuple[Rule, ...]
    latest: Mapping[Key, Mapping[str, Moment | None]]
    today: dt.date

    def points(self, key: Key, row: Row) -> list[tuple[str, int]]:
        """What each rule that holds for the lead is worth today, in the order of Settings; nothing is left out."""
        return [
            (rule.name, points)
            for rule in self.rules
            if rule.holds(key, row) and (points := self._worth(rule, key, row))
        ]

    def _worth(self, rule: Rule, key: Key, row: Row) -> int:
        if rule.halves_after is None:
            return rule.points
        day = self._day(rule, key, row)
        return 0 if day is None else faded(rule.points, (self.today - day).days, rule.halves_after)

    def _day(self, rule: Rule, key: Key, row: Row) -> dt.date | None:
        if not rule.fades_with:
            last = row.get("Last activity")
            return (last.date() if isinstance(last, dt.datetime) else last) if isinstance(last, dt.date) else None
        of_lead = self.latest.get(key, {})
        return max((day for kind in rule.fades_with if (day := of_lead.get(kind)) is not None), default=None)


def faded(points: int, days: int, halves_after: int) -> int:
    """What points are worth after some days, to the nearest whole point, halves away from zero.

    >>> faded(20, 0, 30), faded(20, 30, 30), faded(20, 75, 30), faded(-5, 30, 30)
    (20, 10, 4, -3)
    """
    exact = points * 0.5 ** (max(days, 0) / halves_after)
    return int(abs(exact) + 0.5) * (1 if exact > 0 else -1)


def ready_sheet(rules: Iterable[ScoringRule], book: Book, now: dt.datetime) -> tuple[Sheet, list[Finding]]:
    """The active rules that can be followed, in the order of Settings, and what is wrong with the others."""
    findings: list[Finding] = []
    read = [(rule, where) for rule in rules if rule.active and (where := _parsed(rule, findings)) is not None]
    scene = scene_of(book, (where for _, where in read), now)
    ready: list[Rule] = []
    for rule, where in read:
        try:
            holds = condition(where, scene)
        except WrongUsage as why:
            findings.append(_broken(rule, "When", str(why), rule.when))
            continue
        ready.append(Rule(rule.name, rule.points, holds, rule.halves_after_days, _types(where)))
    latest: Mapping[Key, Mapping[str, Moment | None]] = scene.activities  # type: ignore[assignment]  # made by scene_of
    return Sheet(tuple(ready), latest, now.date()), findings


def _parsed(rule: ScoringRule, findings: list[Finding]) -> Where | None:
    if not rule.when.strip():
        remedy = "Write what a lead must have, such as budget>0 or activity=Demo."
        findings.append(_broken(rule, "When", f"It does not say when it holds. {remedy}", None))
        return None
    if rule.halves_after_days is not None and rule.halves_after_days <= 0:
        message = "It cannot halve after no days at all. Write a number of days, or nothing."
        findings.append(_broken(rule, "Halves after days", message, rule.halves_after_days))
        return None
    try:
        return parse(rule.when)
    except WrongUsage as why:
        findings.append(_broken(rule, "When", str(why), rule.when))
        return None


def _types(where: Where) -> tuple[str, ...]:
    asked = (found for found in comparisons(where, plainly=True) if folded(found.column) == "activity")
    return tuple(folded(kind) for found in asked for kind in found.values)


def _broken(rule: ScoringRule, field: str, why: str, found: str | int | None) -> Finding:
    message = f"The rule {rule.name} is passed over. {why}"
    return Finding("error", "Scoring rules", rule.name, field, "score.rule", message, found)
