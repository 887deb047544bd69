"""When a column moved between the look at a row and the write: what landed beside its column is put right.

Rows are found by their tags, columns only by their place, so this is the one thing that can land wrong, and only for
the instant until the commit is closed, whose answer tells. The cells that were overwritten get back what they held,
and the values go where their columns are now. A formula cannot be given back as it was: a finding says where.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from leadsorted_sheets import errors
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.commit import Commit, Log, Seen, Standing
from leadsorted_sheets.workbook.gsheets.facts import FIELDS, facts_of
from leadsorted_sheets.workbook.gsheets.hidden import HIDDEN_SHEETS
from leadsorted_sheets.workbook.gsheets.rows import Found, RowWrite, at
from leadsorted_sheets.workbook.gsheets.typed import Raw, holds, raw, told
from leadsorted_sheets.workbook.port import letters

_ATTEMPTS = 3


@dataclass(slots=True)
class _Row:
    """A row that was written: its cells before, what was put, where it and its columns are now."""

    sheet: int
    row: int
    before: Found
    put: dict[int, Raw]
    now: dict[int, int | None] = field(default_factory=dict)

    def came_to(self, column: int) -> int | None:
        """Which column stands there now: its old number; None where it is new."""
        return next((old for old, new in self.now.items() if new == column), None)


def put_right(
    client: Client, key: str, log: Log, written: Sequence[RowWrite], *, seen: Seen, standing: Standing | None
) -> list[Finding]:
    """Look whether columns moved, and put right what landed beside them. Answers what a person should know."""
    ours = [each for each in written if each.put and each.sheet.name not in HIDDEN_SHEETS]
    if not ours:
        return []
    if standing is None:
        raise errors.OutcomeUnknown(
            f"gsheet:{key}", "the values were written, but Google did not say where the columns are"
        )
    rows = [row for each in ours if (row := _moved(each, seen, standing)) is not None]
    if not rows:
        return []
    findings: list[Finding] = []
    for _ in range(_ATTEMPTS):
        rows = _again(client, key, log, rows, findings)
        if not rows:
            break
    findings.append(
        Finding(
            "note", ours[0].sheet.name, None, None, "workbook.column-moved",
            "A column was moved while we wrote. What had landed beside it was put where it belongs.",
        )
    )  # fmt: skip
    return findings


def _moved(each: RowWrite, seen: Seen, standing: Standing) -> _Row | None:
    """The row, where a column that was written to, or any before it, is not where it was."""
    now = {column: new for (sheet, column), new in standing.columns.items() if sheet == each.sheet.id}
    row = standing.rows.get((each.sheet.id, each.row))
    if row is None or all(now.get(column) == column for column in each.put):
        return None
    places: dict[int, int | None] = {column: now.get(column) for column in {*now, *each.put}}
    return _Row(each.sheet.id, row, seen.row(each.sheet.id, each.row), dict(each.put), places)


def _again(client: Client, key: str, log: Log, rows: Sequence[_Row], findings: list[Finding]) -> list[_Row]:
    """One more commit that puts these rows right. Answers those whose columns moved yet again."""
    facts = facts_of(client.spreadsheet(key, fields=FIELDS))
    log.labels.clear()  # what was noted in this run is among the facts now
    sheets = {sheet.id: sheet for sheet in facts.sheets}
    here = [each for each in rows if each.sheet in sheets]
    commit = Commit(client, key, log)
    targets = [RowWrite(sheets[each.sheet], each.row) for each in here]
    for target, each in zip(targets, here, strict=True):
        # So that the commit notes where every column of interest is.
        target.put = dict.fromkeys(
            {c for c in each.now.values() if c is not None and c < target.sheet.columns} | each.put.keys(), ""
        )
    seen = commit.open(targets)
    for target, each in zip(targets, here, strict=True):
        found = seen.row(target.sheet.id, target.row)
        target.put = _what_is_right(each, found, target, findings)
        target.expect = {column: told(at(found, column)) for column in target.put}
    there = commit.write(targets)
    standing = commit.close()
    if standing is None:
        raise errors.OutcomeUnknown(f"gsheet:{key}", "columns were moved while we wrote, and the answer never came")
    landed = [each for each in targets if (each.sheet.id, each.row) in there]
    return [row for each in landed if (row := _moved(each, seen, standing)) is not None]


def _what_is_right(each: _Row, found: Found, target: RowWrite, findings: list[Finding]) -> dict[int, Raw]:
    put: dict[int, Raw] = {}
    for column, value in each.put.items():
        old = each.came_to(column)
        was = at(each.before, old) if old is not None else None
        if old != column and _is(value, at(found, column)) and not holds(told(was), at(found, column)):
            if "formulaValue" in (was or {}):
                findings.append(_lost_formula(target, column, was or {}))
            else:
                cell = told(was)
                put[column] = raw(cell)
    for column, value in each.put.items():
        new = each.now.get(column)
        if new is None or new == column:
            continue
        untouched = holds(told(at(each.before, column)), at(found, new))
        misplaced = new in each.put and _is(each.put[new], at(found, new))
        if untouched or misplaced:
            put[new] = value
    return put


def _is(value: Raw, found: Json | None) -> bool:
    return holds(None if value == "" else value, found)


def _lost_formula(target: RowWrite, column: int, was: Json) -> Finding:
    return Finding(
        "warning", target.sheet.name, None, None, "workbook.formula-overwritten",
        f"A column was moved while we wrote, and a formula at {target.sheet.title}!{letters(column + 1)}{target.row + 1} "
        "was overwritten. Take it back with Google's version history (File > Version history), "
        f"or type it again: {was['formulaValue']}",
    )  # fmt: skip
