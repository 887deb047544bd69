"""When a column moved between the look at a row and the write: what landed beside its column is put right.

Rows are found by their tags, columns only by their place, so this is the one thing that can land wrong, and only for
the instant until the commit is closed, whose answer tells. The cells that were overwritten get back what they held,
and the values go where their columns are now. A formula cannot be given back as it was: a finding says where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from leadsorted_sheets import errors
from leadsorted_sheets.core.cell import Cell, Error, Formula
from leadsorted_sheets.core.findings import Finding
from leadsorted_sheets.workbook.gsheets.calls import Json
from leadsorted_sheets.workbook.gsheets.client import Client
from leadsorted_sheets.workbook.gsheets.commit import Commit, Log, Taken, extended
from leadsorted_sheets.workbook.gsheets.facts import FIELDS, SheetFacts, facts_of
from leadsorted_sheets.workbook.gsheets.hidden import HIDDEN_SHEETS
from leadsorted_sheets.workbook.gsheets.rows import Found, RowWrite, at
from leadsorted_sheets.workbook.gsheets.standing import Seen, Standing
from leadsorted_sheets.workbook.gsheets.typed import Raw, holds, raw, told
from leadsorted_sheets.workbook.port import letters

_ATTEMPTS = 5
_MOST = 0.6
"""How much of a row has to be found in another to take it for the same: colleagues share a company, an owner, a source."""


@dataclass(slots=True)
class _Row:
    """A row that was `written`: its cells before, what was put, what was `sent` by any attempt, where it and its columns are now.

    `labels` are the notes on its columns, by where they were; `anchors` the columns that say which row it is.
    """

    written: RowWrite
    sheet: int
    row: int
    before: Found
    put: dict[int, Raw]
    sent: Mapping[int, Raw]
    now: dict[int, int | None]
    labels: Mapping[int, str]
    anchors: Collection[int] = ()

    def placed(self, labels: Mapping[str, int]) -> dict[int, int | None]:
        """Where its columns are by a later look. One without a note is known only as long as the others stayed."""
        known = {column: labels.get(label) for column, label in self.labels.items()}
        if all(self.now.get(column) == new for column, new in known.items()):
            return self.now
        return dict.fromkeys(self.now) | known

    def allowed(self, column: int) -> list[Cell]:
        """What may stand in a column if nobody typed there: what it held, or whatever of ours landed."""
        return [told(at(self.before, column)), *map(_cell, self.sent.values())]

    def may_be(self, found: Found, now: Mapping[int, int | None]) -> bool:
        """Whether this can be the row: its id says so, or where it has none, what we put into it."""
        telling = {column: new for column in self.anchors or self.sent if (new := now.get(column)) is not None}
        return all(_is_one_of(self.allowed(column), at(found, new)) for column, new in telling.items())

    def likeness(self, found: Found) -> float:
        """Which part of the row's cells, old and new, stands in it somewhere."""
        cells = [cell for cell in (*map(told, self.before), *map(_cell, self.sent.values())) if cell is not None]
        return sum(any(holds(cell, each) for each in found) for cell in cells) / len(cells) if cells else 0


def put_right(
    client: Client,
    key: str,
    log: Log,
    written: Sequence[RowWrite],
    taken: Taken,
    *,
    seen: Seen,
    standing: Standing | None,
) -> list[Finding]:
    """Look whether columns moved, and put right what landed beside them. Answers what a person should know.

    `taken` hears of the cells that somebody typed into meanwhile: what was meant for them does not count as done.
    """
    ours = [each for each in written if each.sent and each.sheet.name not in HIDDEN_SHEETS]
    if not ours:
        return []
    if standing is None:
        raise errors.OutcomeUnknown(
            f"gsheet:{key}", "the values were written, but Google did not say where the columns are"
        )
    rows = [row for each in ours if (row := _moved(each, log, seen, standing)) is not None]
    if not rows:
        return []
    findings: list[Finding] = []
    for _ in range(_ATTEMPTS):
        try:
            rows = _again(client, key, log, rows, taken, findings=findings)
        except errors.Moved:
            continue  # another program wrote in between: the next look goes by what is there then
        if not rows:
            break
    else:
        raise errors.OutcomeUnknown(f"gsheet:{key}", "columns were moved again and again while we wrote")
    findings.append(
        Finding(
            "note", ours[0].sheet.name, None, None, "workbook.column-moved",
            "A column was moved while we wrote. What had landed beside it was put where it belongs.",
        )
    )  # fmt: skip
    return findings


def _moved(each: RowWrite, log: Log, seen: Seen, standing: Standing) -> _Row | None:
    """The row, where any column of its sheet is not where it was: two moves may cancel out for a single one."""
    now = {column: new for (sheet, column), new in standing.columns.items() if sheet == each.sheet.id}
    row = standing.rows.get((each.sheet.id, each.row))
    if row is None or all(now.get(column) == column for column in {*now, *each.sent}):
        return None
    places: dict[int, int | None] = {column: now.get(column) for column in {*now, *each.sent}}
    labels = {**each.sheet.labels, **log.labels.get(each.sheet.id, {})}
    before = seen.row(each.sheet.id, each.row)
    return _Row(each, each.sheet.id, row, before, dict(each.put), each.sent, places, labels, tuple(each.anchors))


def _again(
    client: Client, key: str, log: Log, rows: Sequence[_Row], taken: Taken, *, findings: list[Finding]
) -> list[_Row]:
    """One more commit that puts these rows right. Answers those that moved yet again."""
    facts = facts_of(client.spreadsheet(key, fields=FIELDS))
    log.last, log.commits = max(log.last, facts.last_commit), dict(facts.commits)
    log.sweep |= facts.left_open  # by a commit that nobody closes any more, perhaps one of ours that came too late
    here = _found_again(client, key, {sheet.id: sheet for sheet in facts.sheets}, rows)
    commit = Commit(client, key, log)
    targets = [RowWrite(sheet, each.row) for sheet, each, _ in here]
    for target, (_, each, _) in zip(targets, here, strict=True):
        # So that the commit notes where every column of interest is.
        target.put = dict.fromkeys(
            {c for c in each.now.values() if c is not None and c < target.sheet.columns} | each.sent.keys(), ""
        )
    seen = commit.open(targets, with_columns=True)
    log.labels.clear()  # what was noted in this run is among the facts now
    again: list[_Row] = []
    for target, (_, each, looked_at) in zip(targets, here, strict=True):
        found, labels = seen.row(target.sheet.id, target.row), seen.labels.get(target.sheet.id, {})
        target.sheet = replace(target.sheet, labels={column: label for label, column in labels.items()})
        target.put, now = {}, each.placed(labels)
        if not each.may_be(found, now) and _contents(found) != looked_at:
            again.append(each)  # rows moved between the look and the commit
            continue
        target.put = _what_is_right(each, now, found, target, findings)
        if typed := [column for column in each.put if _was_typed(each, column, now.get(column), found)]:
            there = [None if (new := now.get(column)) is None else at(found, new) for column in range(max(typed) + 1)]
            taken(each.written, there, typed)
        target.expect = {column: told(at(found, column)) for column in target.put}
    landed_in = commit.write(targets)
    standing = commit.close()
    if standing is None:
        raise errors.OutcomeUnknown(f"gsheet:{key}", "columns were moved while we wrote, and the answer never came")
    landed = [each for each in targets if each.may_have_landed(landed_in)]
    return again + [row for each in landed if (row := _moved(each, log, seen, standing)) is not None]


def _found_again(
    client: Client, key: str, sheets: Mapping[int, SheetFacts], rows: Sequence[_Row]
) -> list[tuple[SheetFacts, _Row, Counter[Cell]]]:
    """The rows where they are by now, each with its sheet and what it holds; those that are gone are left out.

    Their tags went when the commit was closed, so they are known by what they hold: by the id, and where somebody has
    just typed over that, by most of the rest.
    """
    wanted = [sheet for number, sheet in sheets.items() if any(each.sheet == number for each in rows)]
    told_values = client.values(key, [sheet.whole_rows(0, sheet.rows) for sheet in wanted], render="FORMULA")
    grids = {sheet.id: values for sheet, values in zip(wanted, told_values, strict=True)}
    found: list[tuple[SheetFacts, _Row, Counter[Cell]]] = []
    columns: dict[tuple[int, int], dict[Cell, list[int]]] = {}
    for each in rows:
        if each.sheet not in sheets:
            continue
        sheet, grid = sheets[each.sheet], grids[each.sheet]
        now = each.placed({label: column for column, label in sheet.labels.items()})
        likely = {
            number: each.likeness(cells)
            for number in _candidates(each, now, grid, columns)
            if each.may_be(cells := [extended(value) for value in grid[number]], now)
        } or {
            number: likeness
            for number, values in enumerate(grid)
            if (likeness := each.likeness([extended(value) for value in values])) > _MOST
        }
        best = max(likely, key=lambda number: (likely[number], number == each.row), default=None)
        if best is not None and likely[best]:
            found.append((sheet, replace(each, row=best), _contents([extended(value) for value in grid[best]])))
    return found


def _candidates(
    each: _Row,
    now: Mapping[int, int | None],
    grid: Sequence[Sequence[Any]],
    columns: dict[tuple[int, int], dict[Cell, list[int]]],
) -> Iterable[int]:
    """The rows worth a look: those that hold in one telling column what it may hold. Equal cells have equal hashes."""
    column = next((old for old in each.anchors or each.sent if now.get(old) is not None), None)
    new = now[column] if column is not None else None
    if column is None or new is None:
        return range(len(grid))
    if (each.sheet, new) not in columns:
        index = columns[each.sheet, new] = {}
        for number, values in enumerate(grid):
            index.setdefault(told(extended(values[new] if new < len(values) else "")), []).append(number)
    index = columns[each.sheet, new]
    return sorted({number for cell in each.allowed(column) for number in index.get(cell, ())})


def _what_is_right(
    each: _Row, now: Mapping[int, int | None], found: Found, target: RowWrite, findings: list[Finding]
) -> dict[int, Raw]:
    """What has to be written so that every column holds what it held, or what we put there.

    It goes by what the cells hold, whatever moved first. A cell that holds neither what it held nor anything
    of ours was typed by a person, and stays.
    """
    put: dict[int, Raw] = {}
    for column, new in now.items():
        if new is None:
            continue
        was, cell = told(at(each.before, column)), at(found, new)
        wanted = _cell(each.put[column]) if column in each.put else was
        if holds(wanted, cell) or not _is_one_of(each.allowed(column), cell):
            continue
        if isinstance(wanted, Formula | Error):
            findings.append(_lost_formula(target, new, wanted))
        else:
            put[new] = raw(wanted)
    known = {new for new in now.values() if new is not None}
    for column in set(range(len(found))) - known:
        if at(found, column) is not None and _is_one_of(map(_cell, each.sent.values()), at(found, column)):
            put[column] = ""  # in a column that was not there when we looked
    return put


def _was_typed(each: _Row, column: int, new: int | None, found: Found) -> bool:
    """Whether a cell that we put something into holds a word of somebody else's instead."""
    return new is not None and not _is_one_of(each.allowed(column), at(found, new))


def _contents(found: Found) -> Counter[Cell]:
    """What a row holds, wherever it stands; a formula as its text, which is all that a look at values tells of it."""
    cells = [told(each) for each in found]
    return Counter(cell.text if isinstance(cell, Formula) else cell for cell in cells if cell is not None)


def _is_one_of(cells: Iterable[Cell], found: Json | None) -> bool:
    return any(holds(cell, found) for cell in cells)


def _cell(value: Raw) -> Cell:
    return None if value == "" else value


def _lost_formula(target: RowWrite, column: int, was: Formula | Error) -> Finding:
    said = was.text if isinstance(was, Formula) else was.code
    return Finding(
        "warning", target.sheet.name, None, None, "workbook.formula-overwritten",
        f"A column was moved while we wrote, and a formula at {target.sheet.title}!{letters(column + 1)}{target.row + 1} "
        "was overwritten. Take it back with Google's version history (File > Version history), "
        f"or type it again: {said}",
    )  # fmt: skip
