"""Scoring rules as Settings has them, ready to be asked of every lead.

A rule holds or it does not, once a lead: three demos are no better than one. A rule that fades is worth half its points
every so many days after the latest activity it asks for (`activity=Demo`), or after Last activity where it asks for none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.records import day_of, folded, scene_of
from leadsorted_sheets.core.settings import ScoringRule
from leadsorted_sheets.core.where import Activities, Condition, Where, comparisons, condition, parse
from leadsorted_sheets.errors import WrongUsage

Given: TypeAlias = tuple[int, str]
"""Points, and the rule that gave them in words: (20, "Decision maker +20")."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`gives` is the same for every lead, or None where it fades; then `fading` says what it is worth today."""

    holds: Condition
    gives: Given
    fading: Callable[[Key, Row], Given] | None = None


def points(rules: Sequence[Rule], key: Key, row: Row) -> list[Given]:
    """What each rule that holds gives to the lead, in the order of the rules; one worth nothing is left out."""
    return [
        given
        for rule in rules
        if rule.holds(key, row) and (given := rule.gives if rule.fading is None else rule.fading(key, row))[0]
    ]


def faded(points: int, days: int, halves_after: int) -> int:
    """What points are worth after some days, to the nearest whole point, halves away from zero.

    >>> faded(20, 0, 30), faded(20, 30, 30), faded(20, 75, 30), faded(-5, 30, 30)
    (20, 10, 4, -3)
    """
    exact = points * 0.5 ** (max(days, 0) / halves_after)
    return int(abs(exact) + 0.5) * (1 if exact > 0 else -1)


def ready_rules(rules: Iterable[ScoringRule], book: Book, now: dt.datetime) -> tuple[tuple[Rule, ...], list[Finding]]:
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
        fading = _fading(rule, _types(where), scene.activities, now.date())
        ready.append(Rule(holds, _given(rule, rule.points), fading))
    return tuple(ready), findings


def _given(rule: ScoringRule, worth: int) -> Given:
    return worth, f"{rule.name} {worth:+d}"


def _fading(
    rule: ScoringRule, types: Sequence[str], latest: Activities, today: dt.date
) -> Callable[[Key, Row], Given] | None:
    halves_after = rule.halves_after_days
    if halves_after is None:
        return None
    nothing = _given(rule, 0)
    known: dict[dt.date, Given] = {}  # leads share few days, and powers are slow

    def given(key: Key, row: Row) -> Given:
        day = _latest_of(latest.get(key, {}), types) if types else day_of(row.get("Last activity"))
        if day is None:
            return nothing
        if day not in known:
            known[day] = _given(rule, faded(rule.points, (today - day).days, halves_after))
        return known[day]

    return given


def _latest_of(of_lead: Mapping[str, dt.date | None], types: Sequence[str]) -> dt.date | None:
    if len(types) == 1:
        return of_lead.get(types[0])
    return max((day for kind in types if (day := of_lead.get(kind)) is not None), default=None)


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
