"""The Review tab: what a person must decide, with the evidence, and what follows from the decision.

`raised` puts doubts on the tab, once each, and takes off what is no longer doubtful. `plan` does what was
decided: it writes the suggestion, merges the pair or keeps it apart, and remembers, so that nobody is asked twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Row, has_id, row_of
from leadsorted_sheets.core.cell import Cell, same, shown
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow, apply
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.core.plan import Context, Outcome
from leadsorted_sheets.core.settings import read_settings
from leadsorted_sheets.core.state import DECISIONS

RAISED = "review: a person has to decide"
SETTLED = "review: no longer doubtful"
DECIDED = "review: decided"
SUGGESTED = "review: the suggestion was accepted"


@dataclass(frozen=True, slots=True)
class Options:
    """Review takes no options: it does what the Decision column says."""


def raised(findings: Iterable[Finding], book: Book, context: Context, *, examined: str) -> list[Change]:
    """The changes to the Review tab after an operation whose rules begin with `examined` ("dedupe") looked at the book.

    A doubt that is there already stays as it is, with whatever decision it has; one that was not raised again goes,
    unless somebody has decided it meanwhile. Decided doubts are not raised again.
    """
    open_rows = book.get("Review", {})
    decided = book.get(DECISIONS, {})
    doubts = {finding.identity: finding for finding in findings if finding.severity == "review"}
    gone: list[Change] = [
        RemoveRow("Review", key, row, SETTLED)
        for key, row in open_rows.items()
        if has_id(key) and key not in doubts and row.get("Decision") is None and _family(row) == examined
    ]
    asked = [(id, finding) for id, finding in doubts.items() if id not in open_rows]
    came_again = _decided_by_key([finding for _, finding in asked], book)
    new: list[Change] = [
        AddRow("Review", identity, _row(finding, identity, book, context), RAISED)
        for identity, finding in asked
        if identity not in came_again and not already_decided(finding, decided)
    ]
    return gone + new


def already_decided(finding: Finding, decided: Mapping[Key, Row]) -> bool:
    """Whether a person has settled this doubt before."""
    if f"value:{finding.identity}" in decided:
        return True
    pairs = [pair_key(finding.key or "", other) for other in finding.others]
    return bool(pairs) and all(f"apart:{pair}" in decided or f"same:{pair}" in decided for pair in pairs)


def _decided_by_key(findings: Iterable[Finding], book: Book) -> set[str]:
    """Doubts about pairs that were settled when the leads had other ids."""
    decided, leads = book.get(DECISIONS, {}), book.get("Leads", {})
    pairs = [
        (finding, finding.key, finding.others[0]) for finding in findings if finding.key and len(finding.others) == 1
    ]
    if not pairs or not any(row.get("Known A") for row in decided.values()):
        return set()
    from leadsorted_sheets.core.dedupe.remembered import Remembered

    remembered = Remembered(decided, read_settings(book)[0].preferences.country)
    return {
        finding.identity
        for finding, a, b in pairs
        if a in leads and b in leads and remembered.choice((a, leads[a]), (b, leads[b]))
    }


def pair_key(a: Key, b: Key) -> str:
    """Two rows as one key, whichever is named first.

    >>> pair_key("L-2", "L-1")
    'L-1:L-2'
    """
    return ":".join(sorted((a, b)))


def plan(book: Book, _options: Options, context: Context) -> Outcome:
    """Do what the Decision column of the Review tab says.

    "Use suggestion" writes the suggested value where the doubtful one still stands. "Merge" and "Keep apart" settle
    a possible duplicate for good. "Leave as it is" keeps the value and does not ask again. "Later" changes nothing.
    """
    changes: list[Change] = []
    findings: list[Finding] = []
    merges = False
    for key, row in book.get("Review", {}).items():
        decision = shown(row.get("Decision")).strip().casefold()
        if decision in {"", "later"}:
            continue
        if decision not in _KNOWN:
            findings.append(_unknown(key, row))
        elif decision == "use suggestion":
            edit = _suggested(row, book)
            if isinstance(edit, Finding):
                findings.append(edit)
                continue
            changes += [edit, RemoveRow("Review", key, row, DECIDED)]
        else:
            merges = merges or decision == "merge"
            changes += _remembered(key, row, decision, book=book, context=context)
            changes.append(RemoveRow("Review", key, row, DECIDED))
    if merges:
        merged = _merged(apply(book, changes), context)
        changes += merged.changes
        findings += merged.findings
        return Outcome(changes, findings, merged.figures)
    return Outcome(changes, findings)


_KNOWN = {decision.casefold() for decision in schema.LISTS["Decisions"]}


def _merged(book: Book, context: Context) -> Outcome:
    """Merges what people said is the same, and nothing else."""
    from leadsorted_sheets.core import dedupe

    return dedupe.plan(book, dedupe.Options(tier="none"), context)


def _remembered(key: Key, row: Row, decision: str, *, book: Book, context: Context) -> list[Change]:
    facts: dict[str, Cell] = {"By": context.actor, "On": context.local_now}
    others = [other for other in shown(row.get("Others")).split("; ") if other]
    if not others:
        return _added(book, f"value:{key}", {**facts, "Kind": "value", "Choice": decision})
    kind = "same" if decision == "merge" else "apart"
    changes: list[Change] = []
    for other in others:
        pair = pair_key(shown(row.get("Row")), other)
        a, b = pair.split(":")
        sides = {"A": a, "B": b, **_known(book, a, b)}
        changes += _added(book, f"{kind}:{pair}", {**facts, "Kind": kind, **sides, "Choice": decision})
    return changes


def _known(book: Book, a: Key, b: Key) -> dict[str, Cell]:
    """What the two leads are known by, so that the decision holds when they come again under other ids."""
    from leadsorted_sheets.core.dedupe import remembered  # here: every operation asks for doubts, few for decisions

    leads, country = book.get("Leads", {}), read_settings(book)[0].preferences.country
    names = ((remembered.KNOWN_A, a), (remembered.KNOWN_B, b))
    return {name: remembered.written(leads[key], country) or None for name, key in names if key in leads}


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


def _row(finding: Finding, identity: str, book: Book, context: Context) -> Row:
    others = [key for key in finding.others if key]
    table = book.get(finding.tab, {})
    return row_of(
        {
            "Review ID": identity,
            "Kind": "Possible duplicate" if others else "Doubtful value",
            "Where": finding.tab if finding.field is None else f"{finding.tab}: {finding.field}",
            "This row": summary(table.get(finding.key or "", {})),
            "Other row": "\n".join(summary(table.get(key, {})) for key in others),
            "Found": shown(finding.found),
            "Suggestion": shown(finding.suggestion),
            "Confidence": finding.confidence,
            "Why": finding.why or finding.message,
            "Raised": context.local_now,
            "Tab": finding.tab,
            "Row": finding.key,
            "Others": "; ".join(others),
            "Field": finding.field,
            "Rule": finding.rule,
        }
    )


def summary(row: Row) -> str:
    """A lead in one line, as one would name it over the desk.

    >>> summary({"First name": "Ann", "Last name": "Ng", "Company": "Acme", "Email": "ann@acme.example"})
    'Ann Ng, Acme, ann@acme.example'
    """
    name = " ".join(shown(row.get(part)) for part in ("First name", "Last name") if row.get(part) is not None)
    rest = [shown(row.get(part)) for part in ("Deal", "Company", "Email", "Phone", "City") if row.get(part) is not None]
    return ", ".join([*([name] if name else []), *rest])


def _family(row: Row) -> str:
    return shown(row.get("Rule")).split(".", 1)[0]


def _unknown(key: Key, row: Row) -> Finding:
    message = (
        f"The decision {shown(row.get('Decision'))!r} is not one of: {', '.join(schema.LISTS['Decisions'])}. "
        "Nothing was done with this row."
    )
    return Finding("warning", "Review", key, "Decision", "review.decision", message, row.get("Decision"))
