"""A side that behaves as the real ones do, with people who write on it at any moment.

Rows are objects with an order, and have no keys: reading makes keys of the id column as every adapter does. A strict
paper is a file: whatever changed since it was read, the write is refused. The other kind promises no more than
Google does: another program's write refuses ours, a person's does not. Rows are marked where they stood when read,
looked at as they are at that moment, and written to wherever they are by then.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadsorted_sheets import errors
from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Book, Key, Table, row_of
from leadsorted_sheets.core.cell import Cell, Formula, canon, same, shown
from leadsorted_sheets.core.changes import AddRow, Changes, Clash, Edit, RemoveRow, apply, rebase
from leadsorted_sheets.core.state import DECISIONS, ColumnAt, Layout
from leadsorted_sheets.sync import Seen
from leadsorted_sheets.workbook.port import Reading, Written

Line = dict[str, Cell]


def fresh_book(**tables: Table) -> Book:
    """What a new workbook holds, with these tables in it."""
    return {tab.name: schema.table_of(tab) for tab in schema.TABS} | tables


def leads(*rows: Mapping[str, Cell]) -> Table:
    """Leads under their ids."""
    return {shown(row["Lead ID"]): row_of(row) for row in rows}


@dataclass(frozen=True, slots=True)
class _Snapshot:
    reading: Reading
    order: Mapping[str, list[Line]]
    revision: int
    commits: int


class Paper:
    """One side. `between(step)` is called in the two windows of a write: "commit" and "write"."""

    def __init__(self, book: Book, *, name: str, strict: bool, who: str = "") -> None:
        self.name = name
        self.strict = strict
        self.who = who
        self.lines: dict[str, list[Line]] = {tab: [dict(row) for row in table.values()] for tab, table in book.items()}
        self.columns: dict[str, list[str]] = {tab: _columns(tab, table) for tab, table in book.items()}
        self.decisions: Table = book.get(DECISIONS, {})
        self.lines.pop(DECISIONS, None)
        self.columns.pop(DECISIONS, None)
        self.base = ""
        self.revision = 0
        self.commits = 0
        self.peekable = True
        self.calls: Counter[str] = Counter()
        self.between: Callable[[str], None] = lambda _step: None
        self.lost_in_window: set[Cell] = set()
        self.refuses: set[tuple[str, Key, str | None]] = set()
        self._snapshots: list[_Snapshot] = []

    # what the engine calls

    def check_free(self) -> None:
        self.calls["check_free"] += 1

    def peek(self) -> str:
        self.calls["peek"] += 1
        return str(self.revision) if self.peekable else ""

    def read(self) -> Seen:
        self.calls["read"] += 1
        book: dict[str, Table] = {}
        numbers: dict[str, dict[Key, int]] = {}
        for tab, lines in self.lines.items():
            keyed = self._keyed(tab)
            book[tab] = {key: row_of(lines[n]) for key, n in keyed.items()}
            numbers[tab] = {key: n + 2 for key, n in keyed.items()}
        layouts = tuple(
            Layout(tab, tab, columns=tuple(ColumnAt(name, name) for name in columns))
            for tab, columns in self.columns.items()
        )
        reading = Reading(book, layouts, str(self.revision), numbers)
        snapshot = _Snapshot(
            reading,
            {tab: [dict(line) for line in lines] for tab, lines in self.lines.items()},
            self.revision,
            self.commits,
        )
        self._snapshots = [*self._snapshots[-3:], snapshot]
        return Seen({**book, DECISIONS: self.decisions}, reading, self.base, self.who)

    def write(
        self, changes: Changes, *, seen: Seen, columns: Mapping[str, Sequence[str]], base: str | None = None
    ) -> Written:
        self.calls["write"] += 1
        snapshot = next(each for each in self._snapshots if each.reading is seen.reading)
        self.between("commit")
        moved = self.revision != snapshot.revision if self.strict else self.commits != snapshot.commits
        if moved:
            raise errors.Moved(self.name)
        alone = self.revision == snapshot.revision
        self.commits += 1
        self.revision += 1
        for tab, names in columns.items():
            self.columns[tab] += [name for name in names if name not in self.columns[tab]]
        marked = _Marked(self, snapshot, seen.book)
        for change in changes:
            marked.take(change)
        before = self.revision
        self.between("write")
        marked.write()
        if base is not None:
            self.base = base
        alone = alone and self.revision == before
        return Written(marked.applied, marked.clashed, str(self.revision) if alone else "")

    # what people do

    def touched(self) -> None:
        self.revision += 1

    def row(self, tab: str, key: Key) -> Line:
        return self.lines[tab][self._keyed(tab)[key]]

    def type(self, tab: str, key: Key, name: str, value: Cell) -> None:
        self.put(self.row(tab, key), name, value)

    def put(self, line: Line, name: str, value: Cell) -> None:
        if (cell := canon(value)) is None:
            line.pop(name, None)
        else:
            line[name] = cell
        self.touched()

    def insert(self, tab: str, place: int, cells: Mapping[str, Cell]) -> None:
        self.lines[tab].insert(place, dict(row_of(cells)))
        self.touched()

    def add(self, tab: str, *rows: Mapping[str, Cell]) -> None:
        for row in rows:
            self.insert(tab, len(self.lines[tab]), row)

    def remove(self, tab: str, *keys: Key) -> None:
        gone = [self.row(tab, key) for key in keys]
        self.lines[tab] = [line for line in self.lines[tab] if not any(line is each for each in gone)]
        self.touched()

    def add_column(self, tab: str, name: str) -> None:
        self.columns[tab].append(name)
        self.touched()

    def delete_column(self, tab: str, name: str) -> None:
        self.columns[tab].remove(name)
        for line in self.lines[tab]:
            line.pop(name, None)
        self.touched()

    def delete_tab(self, tab: str) -> None:
        del self.lines[tab], self.columns[tab]
        self.touched()

    # what a test looks at

    def table(self, tab: str) -> Table:
        return {key: row_of(self.lines[tab][n]) for key, n in self._keyed(tab).items()}

    def cell(self, tab: str, key: Key, name: str) -> Cell:
        return self.row(tab, key).get(name)

    def _keyed(self, tab: str) -> dict[Key, int]:
        """Every row's key, as adapters make it: the id, unless it is blank or an earlier row has it."""
        ours = schema.BY_NAME[tab]
        keyed: dict[Key, int] = {}
        for n, line in enumerate(self.lines[tab]):
            if not line or all(isinstance(cell, Formula) for cell in line.values()):
                continue
            said = line.get(ours.id)
            key = shown(said).strip() if said is not None and not isinstance(said, Formula) else ""
            keyed[key if key and not key.startswith("#") and key not in keyed else f"#{n + 2}"] = n
        return keyed


class _Marked:
    """A write under way: the rows it is to change, as marked, and what is to stand there."""

    def __init__(self, paper: Paper, snapshot: _Snapshot, book: Book) -> None:
        self._paper = paper
        self._order = snapshot.order
        self._at = {tab: {key: n - 2 for key, n in lines.items()} for tab, lines in snapshot.reading.lines.items()}
        self._book = book
        self._pending: dict[tuple[str, Key], Line] = {}
        self._writes: list[tuple[str, Line, str, Cell, Cell]] = []
        self._planned: dict[tuple[int, str], Cell] = {}
        self._line_of: list[tuple[Edit | RemoveRow, Line]] = []
        self._decisions: list[AddRow | RemoveRow | Edit] = []
        self.applied: list[AddRow | RemoveRow | Edit] = []
        self.clashed: list[Clash] = []

    def take(self, change: AddRow | RemoveRow | Edit) -> None:
        name = change.field if isinstance(change, Edit) else None
        if (change.tab, change.key, name) in self._paper.refuses:
            self.clashed.append(Clash(change, Formula("=1")))
        elif change.tab == DECISIONS:
            self._decisions.append(change)
            self.applied.append(change)
        elif isinstance(change, AddRow):
            self._add(change)
        elif isinstance(change, Edit) and (change.tab, change.key) in self._pending:
            self._pending[change.tab, change.key][change.field] = change.after
            self.applied.append(change)
        else:
            self._existing(change)

    def write(self) -> None:
        paper = self._paper
        for tab, line, name, value, seen in self._writes:
            if not any(line is each for each in paper.lines[tab]):
                self._vanished(line)  # deleted meanwhile: the mark matches nothing
                continue
            if not same(line.get(name), seen):
                paper.lost_in_window.add(line.get(name))
            if value is None:
                line.pop(name, None)
            else:
                line[name] = value
        for (tab, _), cells in self._pending.items():
            paper.lines[tab].append(cells)
        if paper.strict:  # a file's rows go; a sheet's are left blank
            for tab, lines in paper.lines.items():
                paper.lines[tab] = [line for line in lines if line]
        if self._decisions:
            rebased = rebase(self._decisions, {DECISIONS: paper.decisions})
            paper.decisions = apply({DECISIONS: paper.decisions}, rebased.valid).get(DECISIONS, {})

    def _vanished(self, line: Line) -> None:
        gone = [change for change, its in self._line_of if its is line]
        self.applied = [change for change in self.applied if not any(change is each for each in gone)]
        self.clashed += [Clash(change, None) for change in gone]
        self._line_of = [each for each in self._line_of if each[1] is not line]

    def _add(self, change: AddRow) -> None:
        assert change.tab in self._paper.lines, change
        unknown = set(change.row) - set(self._paper.columns[change.tab])
        assert not unknown, f"no such columns: {unknown}"
        if change.key in self._paper._keyed(change.tab):
            self.clashed.append(Clash(change, self._paper.table(change.tab)[change.key]))
            return
        self._pending[change.tab, change.key] = dict(change.row)
        self.applied.append(change)

    def _existing(self, change: Edit | RemoveRow) -> None:
        place = self._at[change.tab].get(change.key)
        lines = self._paper.lines[change.tab]
        line = lines[place] if place is not None and place < len(lines) else None
        id = schema.BY_NAME[change.tab].id
        if place is None or line is None or not same(self._now(line, id), self._then(change.tab, place, line, id)):
            self.clashed.append(Clash(change, None))
        elif isinstance(change, RemoveRow):
            if row_of(line) != change.row:
                self.clashed.append(Clash(change, dict(line)))
            else:
                self._plan(change.tab, line, dict.fromkeys(line))
                self._line_of.append((change, line))
                self.applied.append(change)
        elif not same(self._now(line, change.field), change.before) or isinstance(change.before, Formula):
            self.clashed.append(Clash(change, self._now(line, change.field)))
        else:
            assert change.field in self._paper.columns[change.tab], change
            self._plan(change.tab, line, {change.field: change.after})
            if change.becomes is not None:
                self._at[change.tab][change.becomes] = self._at[change.tab].pop(change.key)
            self._line_of.append((change, line))
            self.applied.append(change)

    def _now(self, line: Line, name: str) -> Cell:
        return self._planned.get((id(line), name), line.get(name))

    def _then(self, tab: str, place: int, line: Line, name: str) -> Cell:
        return self._planned.get((id(line), name), self._order[tab][place].get(name))

    def _plan(self, tab: str, line: Line, cells: Mapping[str, Cell]) -> None:
        for name, value in cells.items():
            self._writes.append((tab, line, name, value, self._now(line, name)))
            self._planned[id(line), name] = value


def _columns(tab: str, table: Table) -> list[str]:
    ours = schema.BY_NAME[tab].fields if tab in schema.BY_NAME else ()
    return list(dict.fromkeys([*ours, *itertools.chain.from_iterable(table.values())]))


def file(book: Book | None = None, name: str = "leads.xlsx") -> Paper:
    return Paper(fresh_book() if book is None else book, name=name, strict=True)


def sheet(book: Book | None = None, who: str = "bob@acme.example") -> Paper:
    return Paper(fresh_book() if book is None else book, name="the Google sheet", strict=False, who=who)


def rows_of(papers: Iterable[Paper], tab: str) -> list[Table]:
    return [paper.table(tab) for paper in papers]
