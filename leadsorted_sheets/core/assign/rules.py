"""Assignment rules as Settings has them, ready to be asked: the first that holds, and has somebody free, decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leadsorted_sheets.core.assign.turns import Desk, Group
from leadsorted_sheets.core.book import Book
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.records import folded, scene_of
from leadsorted_sheets.core.schema import LEADS
from leadsorted_sheets.core.settings import AssignmentRule
from leadsorted_sheets.core.where import All, Comparison, Condition, Where, condition, parse
from leadsorted_sheets.errors import WrongUsage


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    holds: Condition
    group: Group


def ready_rules(
    rules: Iterable[AssignmentRule], book: Book, desks: Mapping[str, Desk], *, now: dt.datetime
) -> tuple[tuple[Rule, ...], list[Finding]]:
    """The active rules that can be followed, in the order of Settings, and what is wrong with the others.

    A rule without a condition holds for every lead. `desks` are by folded name.
    """
    findings: list[Finding] = []
    read = [(rule, where) for rule in rules if rule.active and (where := _parsed(rule, findings)) is not None]
    scene = scene_of(book, (where for _, where in read), now)
    ready: list[Rule] = []
    earlier: dict[Where, str] = {}
    takes_all = ""
    for rule, where in read:
        try:
            holds = condition(where, scene)
        except WrongUsage as why:
            findings.append(_broken(rule, "When", str(why)))
            continue
        if where in earlier:
            message = f"It asks the same as the rule {earlier[where]}, which comes first and decides."
            findings.append(Finding("warning", _TAB, rule.name, "When", "assign.rule-hidden", message, rule.when))
        elif (never := contradicting(where)) is not None:
            message = f"No lead can be in it: it asks for two things of {never} at once. Write or instead of and, or make two rules."
            findings.append(Finding("warning", _TAB, rule.name, "When", "assign.rule-never", message, rule.when))
        elif takes_all:
            message = f"The rule {takes_all} before it takes every lead, so this one is asked only while its owners are away or at a cap. Put it first."
            findings.append(Finding("warning", _TAB, rule.name, "When", "assign.rule-hidden", message, rule.when))
        earlier.setdefault(where, rule.name)
        group = Group(tuple(desks[folded(name)] for name in rule.assign_to if folded(name) in desks))
        findings += _absent(rule, desks)
        if group.desks:
            takes_all = takes_all or (rule.name if where == All() else "")
            ready.append(Rule(rule.name, holds, group))
    return tuple(ready), findings


def contradicting(where: Where) -> str | None:
    """The column of which a filter asks two values at once, so that it holds for no lead; None where it may hold.

    >>> contradicting(parse("country=DE and owner is blank and country=FR"))
    'country'
    >>> contradicting(parse("country=DE or country=FR")), contradicting(parse("tag=a and tag=b"))
    (None, None)
    """
    wanted: dict[str, set[str]] = {}
    for part in where.parts if isinstance(where, All) else ():
        if not isinstance(part, Comparison) or part.operator != "=" or any("*" in value for value in part.values):
            continue
        column = next((each for each in LEADS.columns if folded(each.name) == folded(part.column)), None)
        if column is None or column.kind in ("tags", "long"):
            continue
        values = {folded(value) for value in part.values}
        wanted[column.name] = wanted.get(column.name, values) & values
        if not wanted[column.name]:
            return part.column
    return None


_TAB = "Assignment rules"


def _parsed(rule: AssignmentRule, findings: list[Finding]) -> Where | None:
    try:
        return parse(rule.when)
    except WrongUsage as why:
        findings.append(_broken(rule, "When", str(why)))
        return None


def _absent(rule: AssignmentRule, desks: Mapping[str, Desk]) -> list[Finding]:
    if not rule.assign_to:
        return [_broken(rule, "Assign to", 'It names nobody. Write one owner, or several with "; " between them.')]
    absent = [name for name in rule.assign_to if folded(name) not in desks]
    if not absent:
        return []
    names, are = ", ".join(absent), "is no active owner" if len(absent) == 1 else "are no active owners"
    rest = "The others share its leads." if len(absent) < len(rule.assign_to) else "The rule is passed over."
    message = f"{names} {are}. {rest} Mend the name, or make them active under Owners."
    return [Finding("warning", _TAB, rule.name, "Assign to", "assign.rule-owner", message, "; ".join(absent))]


def _broken(rule: AssignmentRule, field: str, why: str) -> Finding:
    found = rule.when if field == "When" else None
    return Finding("error", _TAB, rule.name, field, "assign.rule", f"The rule {rule.name} is passed over. {why}", found)
