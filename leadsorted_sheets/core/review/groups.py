"""Questions that are alike are led by one row of Review: what is decided there holds for all of them.

Questions are alike where one rule raised them and the same is said under Where ("Leads: likely one person, same name
and company, other e-mail"). Each stays a row of its own beneath, so that one can be decided otherwise.

    the leading row says     a row beneath says     then
    Merge                    nothing                merged
    Merge                    Keep apart             kept apart: its own decision counts
    Merge                    Later                  stays on Review
    Merge                    nothing, raised later  stays on Review: nobody saw it when they decided
    Later, or nothing        anything               each goes by its own decision
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from leadsorted_sheets.core.book import Key, Row, Table, row_of
from leadsorted_sheets.core.cell import Cell, same, shown
from leadsorted_sheets.core.changes import Edit
from leadsorted_sheets.core.findings import Finding

MANY = 5
"""Questions that are alike from which on they are led by a row of their own."""
KIND = "Group"
RECOUNTED = "review: more or fewer questions are alike"
_RULE = ".group"

Alike: TypeAlias = tuple[str, str]
"""What questions that are alike have in common: the family of their rule, and what is under Where."""


@dataclass(frozen=True, slots=True)
class Led:
    """The rows to be added, each group's behind its leading row; what of standing ones changes; leading rows still needed."""

    new: Mapping[Key, Row]
    counted: tuple[Edit, ...]
    staying: frozenset[Key]


def family(row: Row) -> str:
    """The operation that asked: the first part of the rule."""
    return shown(row.get("Rule")).split(".", 1)[0]


def leads(row: Row) -> bool:
    """Whether the row decides for others."""
    return shown(row.get("Rule")).endswith(_RULE)


def led(standing: Table, new: Table, *, now: dt.datetime) -> Led:
    """The new questions with what leads them. `standing` are the rows of Review that stay, with every leading row."""
    groups: dict[Alike, dict[Key, Row]] = defaultdict(dict)
    for key, row in (*standing.items(), *new.items()):
        if row.get("Decision") is None and (alike := _alike(row)):
            groups[alike][key] = row
    rows: dict[Key, Row] = {}
    counted: list[Edit] = []
    staying: set[Key] = set()
    for alike, members in sorted(groups.items(), key=lambda group: -len(group[1])):
        if len(members) < MANY:
            continue
        id, row = _leading(alike, members, now)
        staying.add(id)
        if id not in standing:
            rows[id] = row
        elif standing[id].get("Decision") is None and not same(standing[id].get("This row"), row["This row"]):
            counted += _recounted(id, standing[id], row)
        rows |= {key: member for key, member in members.items() if key in new}
    return Led(rows | {key: row for key, row in new.items() if key not in rows}, tuple(counted), frozenset(staying))


def decisions(review: Table) -> dict[Key, str]:
    """What is decided of each row, as it is written there or on the row that leads it."""
    led_by: dict[Alike, Row] = {}
    for row in review.values():
        if leads(row) and shown(row.get("Decision")).strip().casefold() not in {"", "later"}:
            led_by[family(row), shown(row.get("Where"))] = row
    found: dict[Key, str] = {}
    for key, row in review.items():
        leading = led_by.get(_alike(row) or ("", ""))
        of_all = leading is not None and row.get("Decision") is None and not _is_newer(row, leading)
        found[key] = shown((leading if of_all and leading is not None else row).get("Decision"))
    return found


def _alike(row: Row) -> Alike | None:
    """What a question has in common with others; None where it stands for itself."""
    where, tab = shown(row.get("Where")), shown(row.get("Tab"))
    if leads(row) or where in {"", tab, f"{tab}: {shown(row.get('Field'))}"}:
        return None
    return family(row), where


def _leading(alike: Alike, members: Mapping[Key, Row], now: dt.datetime) -> tuple[Key, Row]:
    of, where = alike
    first = next(iter(members.values()))
    tab = shown(first.get("Tab"))
    suggested = {shown(row.get("Suggestion")) for row in members.values()}
    sure = [value for row in members.values() if isinstance(value := row.get("Confidence"), (int, float))]
    about = " and ".join(text for name in ("This row", "Other row") if (text := _in_a_line(first.get(name))))
    row = row_of(
        {
            "Kind": KIND,
            "Where": where,
            "This row": f"{len(members):,} questions that are alike",
            "Suggestion": suggested.pop() if len(suggested) == 1 and of == "dedupe" else None,
            "Confidence": round(sum(sure) / len(sure), 3) if sure else None,
            "Why": f"What you decide here holds for each of them that has no decision of its own. Such as: {about}.",
            "Raised": now,
            "Tab": tab,
            "Rule": of + _RULE,
        }
    )
    id = Finding("review", tab, None, None, of + _RULE, "", found=where).identity
    return id, {"Review ID": id, **row}


def _in_a_line(cell: Cell) -> str:
    return " ".join(shown(cell).split())


def _recounted(id: Key, there: Row, row: Row) -> Iterator[Edit]:
    for name in ("This row", "Confidence", "Raised"):
        if not same(there.get(name), row.get(name)):
            yield Edit("Review", id, name, there.get(name), row.get(name), RECOUNTED)


def _is_newer(row: Row, leading: Row) -> bool:
    """Whether a question was raised after the row that leads it was last counted."""
    raised, counted = (_moment(each.get("Raised")) for each in (row, leading))
    return raised is not None and counted is not None and raised > counted


def _moment(cell: Cell) -> dt.datetime | None:
    if isinstance(cell, dt.datetime):
        return cell
    return dt.datetime.combine(cell, dt.time()) if isinstance(cell, dt.date) else None
