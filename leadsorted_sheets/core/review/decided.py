"""What follows from the Decision column of Review: values are written, pairs merged or kept apart, and all of it remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row, row_of
from leadsorted_sheets.core.cell import Cell, same, shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow, apply
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Outcome
from leadsorted_sheets.core.records import counted
from leadsorted_sheets.core.review import groups, home
from leadsorted_sheets.core.review.doubts import DECIDED, pair_key
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.core.state import DECISIONS

SUGGESTED = "review: the suggestion was accepted"


@dataclass(frozen=True, slots=True)
class Options:
    """Review takes no options: it does what the Decision column says."""


def plan(book: Book, _options: Options, context: Context) -> Outcome:
    """Do what the Decision column of the Review tab says.

    "Use suggestion" writes the suggested value where the doubtful one still stands. "Merge" and "Keep apart" settle
    a possible duplicate for good. "Leave as it is" keeps the value and does not ask again. "Later" changes nothing.
    A decision on the row of a group holds for every question of it that has none of its own.
    """
    changes: list[Change] = []
    findings: list[Finding] = []
    merges, left, country = False, 0, ""
    known_by = _known_by(book)
    review = book.get("Review", {})
    for key, said in groups.decisions(review).items():
        row, decision = review[key], _settled(review[key], said)
        if decision in {"", "later"}:
            continue
        if row.get("Decision") is None and decision == "use suggestion" and row.get("Suggestion") is None:
            left += 1  # decided with the others of its group, but there is nothing to write
        elif decision not in _KNOWN:
            findings.append(_unknown(key, row, said))
        elif groups.leads(row):
            changes.append(RemoveRow("Review", key, row, DECIDED))
        elif decision == "use suggestion":
            change = _accepted(row, book)
            if isinstance(change, Finding):
                findings.append(change)
                continue
            changes += [change, RemoveRow("Review", key, row, DECIDED)]
            country = country or _answer(change)
        else:
            merges = merges or decision == "merge"
            changes += _remembered(key, row, decision, book=book, context=context, known_by=known_by)
            changes.append(RemoveRow("Review", key, row, DECIDED))
    if left:
        message = (
            f"{counted(left, 'question')} of a group suggest nothing that could be written, and stay. Decide each."
        )
        findings.append(Finding("warning", "Review", None, None, "review.nothing", message))
    if country:
        changes += home.written_by(country, apply(book, changes), context)
    if merges:
        merged = _merged(apply(book, changes), context)
        changes += merged.changes
        findings += merged.findings
        return Outcome(changes, findings, merged.figures)
    return Outcome(changes, findings)


def _accepted(row: Row, book: Book) -> Change | Finding:
    """The change that the suggestion comes to."""
    if row.get("Rule") == home.RULE:
        return home.chosen(row, book)
    return _suggested(row, book) if row.get("Others") is None else _no_suggestion(row)


def _answer(change: Change) -> str:
    """The country that phones without one are from, where the change says so."""
    match change:
        case Edit(why=home.ANSWERED, after=str(code)):
            return code
        case AddRow(why=home.ANSWERED, row=row):
            return shown(row["Value"])
    return ""


def _settled(row: Row, said: str) -> str:
    """The decision in one spelling. What is suggested of a pair is itself a decision, such as Merge."""
    decision = said.strip().casefold()
    if decision == "use suggestion" and row.get("Others") is not None and row.get("Suggestion") is not None:
        return shown(row.get("Suggestion")).strip().casefold()
    return decision


_KNOWN = {decision.casefold() for decision in schema.LISTS["Decisions"]}


def _merged(book: Book, context: Context) -> Outcome:
    """Merges what people said is the same, and nothing else."""
    from leadsorted_sheets.core import dedupe

    return dedupe.plan(book, dedupe.Options(tier="none"), context)


def _remembered(
    key: Key, row: Row, decision: str, *, book: Book, context: Context, known_by: Callable[[Key], Cell]
) -> list[Change]:
    facts: dict[str, Cell] = {"By": context.actor, "On": context.local_now}
    others = [other for other in shown(row.get("Others")).split("; ") if other]
    if not others:
        return _added(book, f"value:{key}", {**facts, "Kind": "value", "Choice": decision})
    kind = "same" if decision == "merge" else "apart"
    changes: list[Change] = []
    for other in others:
        pair = pair_key(shown(row.get("Row")), other)
        a, b = pair.split(":")
        sides = {"A": a, "B": b, **_known(a, b, known_by)}
        changes += _added(book, f"{kind}:{pair}", {**facts, "Kind": kind, **sides, "Choice": decision})
    return changes


def _known(a: Key, b: Key, known_by: Callable[[Key], Cell]) -> dict[str, Cell]:
    """What the two leads are known by, so that the decision holds when they come again under other ids."""
    from leadsorted_sheets.core.dedupe import remembered  # here: every operation asks for doubts, few for decisions

    return {remembered.KNOWN_A: known_by(a), remembered.KNOWN_B: known_by(b)}


def _known_by(book: Book) -> Callable[[Key], Cell]:
    """What a lead is known by, worked out once each: a group may decide ten thousand pairs."""

    @cache
    def country() -> str:
        return read_settings(book)[0].preferences.country

    @cache
    def known_by(key: Key) -> Cell:
        from leadsorted_sheets.core.dedupe import remembered

        row = book.get("Leads", {}).get(key)
        return None if row is None else remembered.written(row, country()) or None

    return known_by


def _added(book: Book, key: Key, row: dict[str, Cell]) -> list[Change]:
    return [] if key in book.get(DECISIONS, {}) else [AddRow(DECISIONS, key, row_of(row), DECIDED)]


def _suggested(row: Row, book: Book) -> Edit | Finding:
    tab, key, name = (shown(row.get(field)) for field in ("Tab", "Row", "Field"))
    there = book.get(tab, {}).get(key)
    found = None if there is None else there.get(name)
    if there is None or not (same(found, row.get("Found")) or shown(found) == shown(row.get("Found"))):
        message = f"{name} of {key} has changed since this was raised, so the suggestion was not written. Decide again."
        return Finding("warning", tab, key, name, "review.changed", message, found)
    column = schema.BY_NAME[tab].column(name) if tab in schema.BY_NAME else None
    wanted = row.get("Suggestion")
    try:
        value = as_kind(wanted, column.kind) if column else wanted  # a column of the team's own keeps what it was given
    except ValueError:
        message = f'"{shown(wanted)}" is not a {column.kind if column else "value"}, so it was not written. Mend the Suggestion.'
        return Finding("warning", "Review", shown(row.get("Review ID")), "Suggestion", "review.kind", message, wanted)
    return Edit(tab, key, name, found, value, SUGGESTED)


def _no_suggestion(row: Row) -> Finding:
    message = "Nothing is suggested for this pair. Choose Merge or Keep apart."
    return Finding("warning", "Review", shown(row.get("Review ID")), "Decision", "review.nothing", message)


def as_kind(value: Cell, kind: schema.Kind) -> Cell:
    """A value as people write it on the Review tab, in the type its column keeps. Raises ValueError where it is none.

    >>> as_kind("2026-03-04", "date"), as_kind("12", "whole"), as_kind("12", "phone")
    (datetime.date(2026, 3, 4), 12, '12')
    """
    if not isinstance(value, str):
        return shown(value) if kind in schema.TEXT_KINDS and value is not None else value
    match kind:
        case "date":
            return dt.date.fromisoformat(value.strip())
        case "moment":
            return dt.datetime.fromisoformat(value.strip())
        case "whole":
            return int(value)
        case "number" | "money" | "percent":
            return float(value)
        case _:
            return value


def _unknown(key: Key, row: Row, said: str) -> Finding:
    message = (
        f"The decision {said!r} is not one of: {', '.join(schema.LISTS['Decisions'])}. Nothing was done with this row."
    )
    return Finding("warning", "Review", key, "Decision", "review.decision", message, row.get("Decision"))
