"""The journal: every change set, kept in the book's own hidden state, so that anything can be taken back exactly.

One line a change set, oldest first: a heading in JSON, a tab stop, the changes squeezed. Headings are read
without unpacking what they head. A reason is stored once a change set, a field name once, a tab once.
The journal keeps what Preferences allow; the oldest sets go first, and `Journal.reach` says how far back it goes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeVar

from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, Formula, Json, from_json, same, same_row, to_json
from leadsorted_sheets.core.changes import AddRow, Change, Clash, Edit, RemoveRow, apply, invert, rebase, touched
from leadsorted_sheets.core.dedupe.unmerge import Merged, merged_in
from leadsorted_sheets.core.forget import Person, Rows, theirs, told_of, without_person
from leadsorted_sheets.core.forget.past import Theirs
from leadsorted_sheets.core.state import HIDDEN_TABS, expand, squeeze


@dataclass(frozen=True, slots=True)
class Heading:
    """What a change set was: `verb` the command, `counts` (tab, reason, how many), `undoes` the ids it took back.

    `forgotten` counts its changes that are gone because they held a person who was erased.
    """

    id: str
    when: dt.datetime
    actor: str
    verb: str
    counts: tuple[tuple[str, str, int], ...] = ()
    undoes: tuple[str, ...] = ()
    forgotten: int = 0

    @property
    def size(self) -> int:
        return sum(count for _, _, count in self.counts)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """A heading and its changes, in the order they were made."""

    heading: Heading
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Journal:
    """The lines as they are kept, oldest first. `dropped` counts the change sets that had to go."""

    lines: tuple[str, ...] = ()
    dropped: int = 0

    @classmethod
    def of(cls, text: str) -> Journal:
        """The journal a hidden text holds. Raises ValueError where it is damaged."""
        lines = tuple(line for line in text.split("\n") if line)
        if not lines:
            return cls()
        if not lines[0].startswith("{"):
            raise ValueError("the journal does not begin with a heading")
        first = json.loads(lines[0]) if "\t" not in lines[0] else {}
        return cls(lines[1:], int(first["dropped"])) if "dropped" in first else cls(lines)

    @property
    def text(self) -> str:
        return "\n".join([json.dumps({"dropped": self.dropped}), *self.lines])

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(_heading(line) for line in self.lines)

    @property
    def undone(self) -> frozenset[str]:
        """The change sets that are taken back at the moment: an undo that was itself undone does not count."""
        gone: set[str] = set()
        for heading in reversed(self.headings):
            if heading.id not in gone:
                gone.update(heading.undoes)
        return frozenset(gone)

    @property
    def reach(self) -> str:
        """How far back undo goes, in words."""
        if not self.lines:
            return "There is nothing to undo."
        oldest = self.headings[0]
        since = f"Undo reaches back to {oldest.when:%Y-%m-%d %H:%M} ({oldest.verb}, {oldest.id})."
        return since + (f" {self.dropped} older change sets made room." if self.dropped else "")

    def change_set(self, id: str) -> ChangeSet | None:
        line = next((line for line in self.lines if _heading(line).id == id), None)
        return None if line is None else ChangeSet(_heading(line), tuple(_changes(line)))

    def merge_of(self, lead: Key, why: str, change_id: str = "") -> tuple[ChangeSet, Merged] | None:
        """The newest merge in force that a lead had a part in, and its change set. `why` is the reason merges give."""
        gone = self.undone
        for line in reversed(self.lines):
            heading = _heading(line)
            if heading.id in gone or (change_id and heading.id != change_id):
                continue
            if any(reason == why for _, reason, _ in heading.counts):
                made = ChangeSet(heading, tuple(_changes(line)))
                if merged := merged_in(made.changes, lead):
                    return made, merged
        return None

    def last(self) -> Heading | None:
        """The newest change set that is not taken back and is no undo."""
        gone = self.undone
        return next((h for h in reversed(self.headings) if h.id not in gone and not h.undoes), None)

    def after(self, id: str) -> tuple[Heading, ...]:
        """The change sets newer than this one that are in force, newest first; undos are not among them."""
        gone = self.undone
        headings = self.headings
        place = next((n for n, heading in enumerate(headings) if heading.id == id), len(headings))
        return tuple(h for h in reversed(headings[place + 1 :]) if h.id not in gone and not h.undoes)

    def with_set(self, change_set: ChangeSet, *, limit: int) -> Journal:
        """This journal with one more change set, kept under `limit` bytes by dropping the oldest; the newest always stays."""
        lines = [*self.lines, _line(change_set)]
        size = sum(len(line) + 1 for line in lines)
        gone = 0
        while size > limit and gone < len(lines) - 1:
            size -= len(lines[gone]) + 1
            gone += 1
        return Journal(tuple(lines[gone:]), self.dropped + gone)

    def told_of(self, leads: frozenset[Key]) -> list[Row]:
        """Everything the journal tells of these leads: whole rows, and each single cell as a row."""
        return told_of((change for line in self._telling(leads) for change in _changes(line)), leads)

    def without(self, person: Person, rows: Rows, now: Book) -> Journal:
        """The journal as if the person had never been in the book; all other changes are taken back as before.

        `rows` are their rows before they were erased, `now` is the book since.
        """
        told = (tuple(_changes(line)) for line in self._telling(person.leads))
        gone = theirs(told, person, rows, now)
        ids = frozenset(key for _, key in gone.rows) | gone.deals
        lines = tuple(_without(line, gone, person, now) if _tells(line, ids, person) else line for line in self.lines)
        return Journal(lines, self.dropped)

    def _telling(self, ids: frozenset[Key]) -> Iterator[str]:
        """The lines that name one of the ids."""
        return (line for line in self.lines if _tells(line, ids, Person(ids)))


def _tells(line: str, ids: frozenset[Key], person: Person) -> bool:
    """Whether the line may tell of the person. It is unpacked, but not read."""
    head, body = line.split("\t", 1)
    text = expand(body)
    return (
        any(id in text for id in ids)
        or person.words.holds(text)
        or person.words.holds(json.dumps(json.loads(head), ensure_ascii=False))
    )


def _without(line: str, gone: Theirs, person: Person, now: Book) -> str:
    heading, changes = _heading(line), tuple(_changes(line))
    kept = without_person(changes, gone, person, now)
    counts = tuple((tab, person.words.without(why), count) for tab, why, count in heading.counts)
    lost = heading.forgotten + len(changes) - len(kept)
    return _line(ChangeSet(dataclasses.replace(heading, counts=counts, forgotten=lost), tuple(kept)))


def summary(changes: Iterable[Change]) -> tuple[tuple[str, str, int], ...]:
    """How many cells or rows changed, by tab and reason, most first."""
    counts = Counter(map(attrgetter("tab", "why"), changes))
    return tuple((tab, why, count) for (tab, why), count in counts.most_common())


@dataclass(frozen=True, slots=True)
class Undo:
    """What taking back would do now. `later` are newer change sets that touched rows which could not go back.

    `forgotten` counts the changes that cannot be taken back, because they held a person who was erased.
    """

    changes: tuple[Change, ...]
    clashes: tuple[Clash, ...]
    later: tuple[Heading, ...]
    undoes: tuple[str, ...]
    forgotten: int = 0


def undo(journal: Journal, id: str, now: Book, *, with_later: bool = False) -> Undo:
    """How to take a change set back from the book as it is.

    Cells edited since stay as they are and are named (`clashes`); what only the hidden tables remember, such as whose
    turn it is, moves on by itself and is not. With `with_later`, newer change sets that
    touched the same rows are taken back first, newest first.
    """
    wanted = _required(journal, id)
    plain = _back([wanted], now, (id,))
    stuck = {(clash.change.tab, clash.change.key) for clash in plain.clashes}
    later = [_required(journal, heading.id) for heading in journal.after(id)]
    in_the_way = [change_set for change_set in later if stuck & set(_rows(change_set.changes))]
    if not with_later or not in_the_way:
        return dataclasses.replace(plain, later=tuple(each.heading for each in in_the_way))
    together = _entangled(later, stuck)
    return _back([*together, wanted], now, tuple(each.heading.id for each in (*together, wanted)))


def _entangled(later: Sequence[ChangeSet], rows: set[tuple[str, Key]]) -> list[ChangeSet]:
    """Newest first: every later change set that shares rows with these, or with one that does."""
    taken: list[ChangeSet] = []
    reached = set(rows)
    grew = True
    while grew:
        grew = False
        for change_set in later:
            if change_set not in taken and reached & set(_rows(change_set.changes)):
                taken.append(change_set)
                reached |= set(_rows(change_set.changes))
                grew = True
    return [change_set for change_set in later if change_set in taken]


def _back(sets: Sequence[ChangeSet], now: Book, ids: tuple[str, ...]) -> Undo:
    valid: list[Change] = []
    clashes: list[Clash] = []
    for change_set in sets:
        rebased = rebase(invert(change_set.changes), now)
        now = apply(now, rebased.valid)
        valid += rebased.valid
        clashes += [
            clash for clash in rebased.clashes if clash.change.tab not in HIDDEN_TABS and not _back_already(clash, now)
        ]
    return Undo(tuple(valid), tuple(clashes), (), ids, sum(each.heading.forgotten for each in sets))


def _back_already(clash: Clash, now: Book) -> bool:
    """Whether what was to be taken back is so already: a single merge of the change set was, before the whole of it."""
    found = now.get(clash.change.tab, {}).get(clash.change.key)
    match clash.change:
        case AddRow(row=row) if found is not None:
            return same_row(found, row)
        case Edit(field=name, after=after) if found is not None:
            return same(found.get(name), after)
    return False


def _required(journal: Journal, id: str) -> ChangeSet:
    found = journal.change_set(id)
    if found is None:
        raise KeyError(id)
    return found


def _rows(changes: Iterable[Change]) -> Iterator[tuple[str, Key]]:
    for tab, key, _ in touched(changes):
        yield tab, key
    for change in changes:
        if isinstance(change, Edit) and change.becomes is not None:
            yield change.tab, change.becomes


# The line: what stands in it, in the order it is written.


def _line(change_set: ChangeSet) -> str:
    heading = change_set.heading
    head = {
        "id": heading.id,
        "when": heading.when.isoformat(),
        "actor": heading.actor,
        "verb": heading.verb,
        "counts": heading.counts,
        "undoes": heading.undoes,
        **({"forgotten": heading.forgotten} if heading.forgotten else {}),
    }
    return json.dumps(head, ensure_ascii=True, separators=(",", ":")) + "\t" + squeeze(_body(change_set.changes))


def _heading(line: str) -> Heading:
    head = json.loads(line.split("\t", 1)[0])
    counts = tuple((tab, why, count) for tab, why, count in head["counts"])
    when = dt.datetime.fromisoformat(head["when"])
    return Heading(
        head["id"], when, head["actor"], head["verb"], counts, tuple(head["undoes"]), head.get("forgotten", 0)
    )


def _body(changes: Sequence[Change]) -> str:
    """Words and sets of column names stand here once; a row is the number of its column names, and its cells in that order."""
    words, columns = _Numbers[str](), _Numbers[tuple[str, ...]]()
    rows: list[tuple[Any, ...]] = []
    for change in changes:
        head = words[change.tab], change.key, words[change.why]
        if isinstance(change, Edit):
            cells = words[change.field], change.before, change.after
            rows.append(("e", *head, *cells) if change.becomes is None else ("e", *head, *cells, change.becomes))
        else:
            kind = "a" if isinstance(change, AddRow) else "r"
            rows.append((kind, *head, columns[tuple(change.row)], tuple(change.row.values()), change.below))
    facts = {"words": list(words), "columns": list(columns), "changes": rows}
    spelt = _Spelt().__getitem__
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"), default=spelt, check_circular=False)


def _changes(line: str) -> Iterator[Change]:
    body = json.loads(expand(line.split("\t", 1)[1]))
    words, columns = body["words"], body["columns"]
    for kind, tab, key, why, *rest in body["changes"]:
        if kind == "e":
            name, before, after, *becomes = rest
            yield Edit(words[tab], key, words[name], from_json(before), from_json(after), words[why], *becomes)
        else:
            names, cells, below = rest
            row = dict(zip(columns[names], map(from_json, cells), strict=True))
            yield (AddRow if kind == "a" else RemoveRow)(words[tab], key, row, words[why], below)


class _Spelt(dict[Cell, Json]):
    """How JSON keeps the cells it has no word for. Days are worked out once each; formulas are not, for all of them compare alike."""

    def __missing__(self, cell: Cell) -> Json:
        spelt = to_json(cell)
        if not isinstance(cell, Formula):
            self[cell] = spelt
        return spelt


_Item = TypeVar("_Item", bound=Hashable)


class _Numbers(dict[_Item, int]):
    """Every item once: one that is asked for the first time gets the next number."""

    def __missing__(self, item: _Item) -> int:
        number = self[item] = len(self)
        return number
