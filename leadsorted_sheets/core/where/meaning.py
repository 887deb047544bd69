"""What a filter means for a row: a tree compiled to plain functions, once, and then asked of every row.

A blank cell answers every comparison with no, so `owner!=Ann` and `not owner=Ann` both take in leads of nobody.
Text is compared in any case. A cell with several words (tags) equals each of them. A formula is set, and nothing else.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Key, Row, Table
from leadsorted_sheets.core.cell import Cell, Formula, shown
from leadsorted_sheets.core.where.columns import (
    ACTIVITY,
    ANYWHERE,
    NAME,
    SEGMENT,
    Column,
    column_named,
    columns_of,
    folded,
)
from leadsorted_sheets.core.where.companies import company_key
from leadsorted_sheets.core.where.language import All, Comparison, Not, Where
from leadsorted_sheets.core.where.mailboxes import business_domain
from leadsorted_sheets.core.where.segments import meant
from leadsorted_sheets.core.where.times import Span, moment_of, span
from leadsorted_sheets.errors import WrongUsage

Condition: TypeAlias = Callable[[Key, Row], bool]
Activities: TypeAlias = Mapping[Key, Mapping[str, dt.date | None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a filter is asked about, beside the row itself.

    `now` is naive, in the book's zone. `columns` are the user's own, by header. `activities` say for each lead the
    types of its activities, in lower case, with the day of the latest where it is known; they answer `activity=Demo`. `segments` are the saved
    filters by name; `within` names those that are being followed.
    """

    now: dt.datetime
    tab: schema.Tab = schema.LEADS
    columns: Collection[str] = ()
    activities: Activities = field(default_factory=dict)
    segments: Mapping[str, str] = field(default_factory=dict)
    within: tuple[str, ...] = ()


def condition(where: Where, scene: Scene) -> Condition:
    """The filter as a function of a row's key and the row.

    Raises WrongUsage where it names no column there is, or compares a date or a number with something else.
    """
    match where:
        case Comparison():
            return _comparison(where, scene)
        case Not():
            part = condition(where.part, scene)
            return lambda key, row: not part(key, row)
        case All():
            return _all(tuple(condition(part, scene) for part in where.parts))
    return _any(tuple(condition(part, scene) for part in _joined(where.parts)))


def matches(where: Where, row: Row, scene: Scene, *, key: Key = "") -> bool:
    """Whether one row is meant. The row's own columns count as known.

    >>> from leadsorted_sheets.core.where.language import parse
    >>> matches(parse("tag=vip and score>=40"), {"Tags": "VIP; fair", "Score": 45}, Scene(dt.datetime(2026, 3, 4)))
    True
    """
    known = replace(scene, columns=(*scene.columns, *row))
    return condition(where, known)(key, row)


def matching(where: Where, table: Table, scene: Scene) -> list[Key]:
    """The keys of the rows that are meant, in the order of the table. Columns that any row has count as known."""
    known = replace(scene, columns=(*scene.columns, *columns_of(table)))
    holds = condition(where, known)
    return [key for key, row in table.items() if holds(key, row)]


_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?\s*%?")
_NUMBERS = frozenset({"number", "whole", "money", "percent"})
_TIMES = frozenset({"date", "moment"})
_ORDER = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}


@dataclass(frozen=True, slots=True)
class _Value:
    """A value as text in lower case, and as the number and the span of time it may also be."""

    text: str
    number: float | None
    span: Span | None


def _comparison(asked: Comparison, scene: Scene) -> Condition:
    column = column_named(asked.column, scene.tab, scene.columns)
    if column.name == SEGMENT:
        return _segment(asked, scene)
    values = tuple(_value(text, scene.now, column.kind) for text in asked.values)
    _refuse_misfits(asked, column, values)
    if column.name == ACTIVITY:
        return _activity(asked, values, scene.activities)
    holds = _held_by(column, asked, values)
    made = _MADE.get(column.name)
    return holds if made is None else lambda key, row: holds(key, {column.name: made(row)})


def _segment(asked: Comparison, scene: Scene) -> Condition:
    followed = meant(asked, scene.segments, scene.within)
    return _any(tuple(condition(where, replace(scene, within=(*scene.within, name))) for name, where in followed))


def _held_by(column: Column, asked: Comparison, values: tuple[_Value, ...]) -> Condition:
    name = column.name
    match asked.operator:
        case "set":
            return lambda _key, row: row.get(name) is not None
        case "business":
            return lambda _key, row: isinstance(cell := row.get(name), str) and business_domain(cell) != ""
        case "~":
            return _contains(name, values[0].text)
        case "is" if name == "Company" and (account := company_key(asked.values[0])):
            return lambda _key, row: isinstance(cell := row.get(name), str) and company_key(cell) == account
        case "=" | "is":
            return _equals(name, values, column.kind)
        case _:
            return _ordered(name, values[0], asked.operator)


_MADE: Mapping[str, Callable[[Row], Cell]] = {
    ANYWHERE: lambda row: "\n".join(shown(cell) for cell in row.values() if not isinstance(cell, Formula)) or None,
    NAME: lambda row: " ".join(shown(row[part]) for part in ("First name", "Last name") if part in row) or None,
}


def _equals(name: str, values: tuple[_Value, ...], kind: schema.Kind | None) -> Condition:
    texts = frozenset(value.text for value in values)
    numbers = frozenset(value.number for value in values if value.number is not None)
    spans = tuple(value.span for value in values if value.span is not None)
    several, blank_too = kind == "tags", kind == "flag" and not texts.isdisjoint(("no", "false"))

    def holds(_key: Key, row: Row) -> bool:
        cell = row.get(name)
        if isinstance(cell, str):
            text = cell.strip().casefold()
            return text in texts or (several and not texts.isdisjoint(_words(text)))
        if cell is None:
            return blank_too
        if isinstance(cell, bool):
            return shown(cell) in texts or str(cell).casefold() in texts
        if isinstance(cell, (int, float)):
            return cell in numbers
        if isinstance(cell, dt.date):
            moment = moment_of(cell)
            return any(start <= moment < end for start, end in spans)
        return not isinstance(cell, Formula) and shown(cell).casefold() in texts

    return holds


def _ordered(name: str, value: _Value, sign: str) -> Condition:
    compare = _ORDER[sign]
    # Before or after the whole of a span: a day, a month, a year.
    compare_moments, bound = (operator.ge if sign[0] == ">" else operator.lt), None
    if value.span is not None:
        bound = value.span[sign in (">", "<=")]

    def holds(_key: Key, row: Row) -> bool:
        cell = row.get(name)
        if isinstance(cell, str):
            if bound is None and value.number is None:
                return bool(compare(cell.strip().casefold(), value.text))
            cell = _as_typed(cell, value)
        if isinstance(cell, bool) or cell is None:
            return False
        if isinstance(cell, (int, float)):
            return value.number is not None and compare(cell, value.number)
        return isinstance(cell, dt.date) and bound is not None and compare_moments(moment_of(cell), bound)

    return holds


def _as_typed(text: str, value: _Value) -> Cell:
    """A number or ISO date that a sheet keeps as text, so that an untidied column can be filtered too."""
    text = text.strip()
    if value.number is not None and (number := _number(text)) is not None:
        return number
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def _contains(name: str, part: str) -> Condition:
    def holds(_key: Key, row: Row) -> bool:
        cell = row.get(name)
        if isinstance(cell, str):
            return part in cell.casefold()
        return cell is not None and not isinstance(cell, Formula) and part in shown(cell).casefold()

    return holds


def _activity(asked: Comparison, values: tuple[_Value, ...], activities: Activities) -> Condition:
    wanted = frozenset(value.text for value in values)
    match asked.operator:
        case "=" | "is":
            return lambda key, _row: key in activities and not wanted.isdisjoint(activities[key])
        case "set":
            return lambda key, _row: bool(activities.get(key))
        case "~":
            return lambda key, _row: any(values[0].text in kind for kind in activities.get(key, ()))
        case _:
            raise WrongUsage(
                f"The filter asks {asked.column} {asked.operator} {' '.join(asked.values)}, and an activity is only there "
                "or not. Write activity=Demo, activity in (Call, Email) or activity is set."
            )


def _all(parts: tuple[Condition, ...]) -> Condition:
    if len(parts) == 2:
        first, second = parts
        return lambda key, row: first(key, row) and second(key, row)

    def holds(key: Key, row: Row) -> bool:
        for part in parts:  # noqa: SIM110  all() with a generator takes twice as long, and this runs for every row
            if not part(key, row):
                return False
        return True

    return holds


def _any(parts: tuple[Condition, ...]) -> Condition:
    if len(parts) == 1:
        return parts[0]

    def holds(key: Key, row: Row) -> bool:
        for part in parts:  # noqa: SIM110  as above
            if part(key, row):
                return True
        return False

    return holds


def _joined(parts: tuple[Where, ...]) -> list[Where]:
    """`source=A or source=B` asked as one question."""
    joined: dict[object, Where] = {}
    for n, part in enumerate(parts):
        if not isinstance(part, Comparison) or part.operator != "=":
            joined[n] = part
            continue
        earlier = joined.get(folded(part.column))
        values = earlier.values if isinstance(earlier, Comparison) else ()
        joined[folded(part.column)] = Comparison(part.column, "=", values + part.values, part.at)
    return list(joined.values())


def _value(text: str, now: dt.datetime, kind: schema.Kind | None) -> _Value:
    text = text.strip()
    may_be_time = kind is None or kind in _TIMES  # a postcode such as 2026-13 is no date
    return _Value(text.casefold(), _number(text), span(text, now) if may_be_time else None)


def _number(text: str) -> float | None:
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text.rstrip("% ").replace(",", ""))
    return number / 100 if text.endswith("%") else number


def _words(text: str) -> set[str]:
    return {word.strip() for word in text.replace(",", ";").split(";")}


def _refuse_misfits(asked: Comparison, column: Column, values: tuple[_Value, ...]) -> None:
    """A date column compared with a word never holds for anybody: better said than answered with no rows."""
    if asked.operator in ("~", "set", "business"):
        return
    for text, value in zip(asked.values, values, strict=True):
        if column.kind in _TIMES and value.span is None:
            raise WrongUsage(
                f"The filter compares {column.name} with {text!r}, which is no date. "
                "Write 2026-01-31, 2026-01, today, today-7d or this month."
            )
        if column.kind in _NUMBERS and value.number is None:
            raise WrongUsage(
                f"The filter compares {column.name} with {text!r}, which is no number. Write 1200 or 0.5, without a sign."
            )
