"""One file of an export: filled column by column, checked row by row.

A row with a flaw does not go, and says every reason why. What is lost on the way is remembered by row,
and counts only for rows that go. The notes are written last, when it is known what else has to go there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import NoneType
from typing import TypeAlias, TypeVar

from leadsorted_sheets.core import schema
from leadsorted_sheets.core.book import Key
from leadsorted_sheets.core.cell import Cell, Error, Formula, same, shown
from leadsorted_sheets.exports import values
from leadsorted_sheets.exports.columns import Slot, taken
from leadsorted_sheets.exports.loss import Fate
from leadsorted_sheets.exports.profile import Column, File, Profile
from leadsorted_sheets.exports.subjects import Subject
from leadsorted_sheets.exports.values import Changed, Flaw

Lost: TypeAlias = tuple[Fate, str | None, str]
"""Fate, field and what."""

TAB_OF = {"leads": "Leads", "companies": "Leads", "deals": "Pipeline", "activities": "Activities"}
RISKY = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""

_Item = TypeVar("_Item")
_NO_VALUE = "a formula or an error is no value"
_BASE = {"leads": "Notes", "companies": "", "deals": "", "activities": "Summary"}
_LINKS = {
    "leads": frozenset({"Deal ID"}),
    "companies": frozenset[str](),
    "deals": frozenset({"Lead ID"}),
    "activities": frozenset({"Lead ID", "Deal ID"}),
}


@dataclass(frozen=True, slots=True)
class Flawed:
    """A value that cannot be written: in which column, from which field of ours, and why."""

    column: Column
    field: str | None
    cell: Cell
    flaw: Flaw


class Sheet:
    """The rows that `subjects` make in `file`, by their number. `flaws` say why a row cannot go, `doubts` which values stayed behind."""

    def __init__(self, file: File, subjects: Sequence[Subject], slots: Sequence[Slot], profile: Profile) -> None:
        self.flaws: dict[int, list[Flawed]] = {}
        self.doubts: dict[int, list[Flawed]] = {}
        self._left_out: set[int] = set()
        self._risky: set[str] = set()  # headers of columns with text that a spreadsheet would take for a formula
        self._lost: dict[Lost, list[int]] = {}
        self._extras: dict[int, list[tuple[str, str, str]]] = {}
        self.subjects = subjects
        self._file, self._slots, self._profile = file, slots, profile
        self._refused = tuple(piece.casefold() for piece in profile.refuses)
        self._at = {slot.column.header: n for n, slot in enumerate(slots)}
        self._cells: list[list[Cell]] = []
        self._texts: list[list[str]] = []
        for slot in slots:
            self._fill(slot)
        self._leave_out()
        rest = _rest(file, subjects)
        if file.notes is not None:
            self._write_notes(self._slots[self._at[file.notes.header]], rest)
        self._require()
        self._claim_keys()
        self._count(rest)

    def going(self) -> list[int]:
        """The numbers of the rows that go."""
        return [n for n in range(len(self.subjects)) if n not in self.flaws and n not in self._left_out]

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The texts of the rows that go."""
        return self._of_rows_that_go(zip(*self._texts, strict=True))

    def losses(self, goes: frozenset[int]) -> Iterator[tuple[Lost, list[int]]]:
        """What was lost, and in which rows, of those that go (by number) and those that were left out."""
        counted = goes | self._left_out if self._left_out else goes
        every = len(counted) == len(self.subjects)
        for lost, rows in self._lost.items():
            found = rows if every else [n for n in rows if n in counted]
            if found:
                yield lost, found

    def names(self, goes: frozenset[int]) -> Counter[tuple[str, str, str]]:
        """What picklists and owners became, in the rows that go: (picklist or "owner", ours, theirs)."""
        found: Counter[tuple[str, str, str]] = Counter()
        for slot, cells, texts in zip(self._slots, self._cells, self._texts, strict=True):
            if slot.column.type in {"pick", "owner"}:
                kind = slot.column.picklist or "owner"
                pairs: Iterable[tuple[Cell, str]] = zip(cells, texts, strict=True)
                if len(goes) < len(cells):
                    pairs = (pair for n, pair in enumerate(pairs) if n in goes)
                for (cell, theirs), count in Counter(pairs).items():
                    ours = shown(cell).strip()
                    if ours and theirs:
                        found[kind, ours, theirs] += count
        return found

    def _of_rows_that_go(self, items: Iterable[_Item]) -> Iterator[_Item]:
        stays = self.flaws.keys() | self._left_out
        return (item for n, item in enumerate(items) if n not in stays) if stays else iter(items)

    def _fill(self, slot: Slot) -> None:
        """One column. Each distinct text is spelt once; a cell that gives trouble is dealt with row by row."""
        cells = slot.take(self.subjects)
        texts: list[str | None]
        if {type(cell) for cell in cells} <= {str, NoneType}:
            spelt = {cell: self._without_trouble(slot, cell) for cell in set(cells)}
            texts = [spelt[cell] for cell in cells]
        else:
            texts = [slot.blank if cell is None else None for cell in cells]
        whole = [self._spelt(n, slot, cells[n]) if text is None else text for n, text in enumerate(texts)]
        self._cells.append(cells)
        self._texts.append(whole)
        if len(slot.column.take) > 1:
            self._keep_the_others(slot.column, cells)

    def _without_trouble(self, slot: Slot, cell: Cell) -> str | None:
        """The text, or None where there is more to say about it."""
        if cell is None:
            return slot.blank
        said, longest = slot.spell(cell), slot.column.longest
        if not isinstance(said, str) or self._refused or (longest is not None and len(said) * 2 > longest):
            return None
        if said.startswith(RISKY):
            self._risky.add(slot.column.header)
        return said or slot.blank

    def _spelt(self, n: int, slot: Slot, cell: Cell) -> str:
        said = slot.spell(cell)
        text = said if isinstance(said, str) else self._settled(n, slot.column, cell, said)
        fitting = self._fitting(n, slot.column, cell, text)
        if fitting.startswith(RISKY):
            self._risky.add(slot.column.header)
        return fitting or slot.blank

    def _fitting(self, n: int, column: Column, cell: Cell, text: str) -> str:
        folded = text.casefold()
        for piece in self._refused:
            if piece in folded:
                flaw = Flaw(
                    "refused", f"has {piece!r} in it", f"{self._profile.label} takes that in no field: take it out."
                )
                self._refuse(n, column, cell, flaw)
                return ""
        length = values.units(text)
        if column.longest is None or length <= column.longest:
            return text
        flaw = Flaw("length", f"is {length} characters long where {column.longest} are the most", "Shorten it.")
        return self._settled(n, column, cell, flaw)

    def _settled(self, n: int, column: Column, cell: Cell, said: Changed | Flaw) -> str:
        """What is written in spite of a change or a flaw."""
        name = self._field(n, column) or column.header
        if isinstance(said, Changed):
            self._lose(n, "changed", name, said.what)
            if said.keep and not column.item:
                self._extras.setdefault(n, []).append((name, shown(cell), said.what))
            return said.text
        if self._may_stay_behind(column):
            if isinstance(cell, Formula | Error):
                self._lose(n, "not sent", name, _NO_VALUE)
            elif not column.item:  # one of several: all of them are among the leftovers anyway
                self._extras.setdefault(n, []).append((name, shown(cell), said.what))
            if column.type != "pick":  # an unmapped value is one fact however many rows have it: the losses tell it
                self.doubts.setdefault(n, []).append(Flawed(column, name, cell, said))
        else:
            self._refuse(n, column, cell, said)
        return ""

    def _may_stay_behind(self, column: Column) -> bool:
        if column.required:
            return False
        picklist = self._profile.picklists.get(column.picklist)
        return column.when_bad == "notes" or (picklist is not None and picklist.unmapped == "notes")

    def _refuse(self, n: int, column: Column, cell: Cell, flaw: Flaw) -> None:
        self.flaws.setdefault(n, []).append(Flawed(column, self._field(n, column), cell, flaw))

    def _field(self, n: int, column: Column) -> str | None:
        """The field of ours that a value came from; of several, the first that is filled."""
        if len(column.take) > 1:
            row = self.subjects[n].row
            return next((name for name in column.take if row.get(name) is not None), column.field)
        return column.field

    def _lose(self, n: int, fate: Fate, name: str | None, what: str) -> None:
        self._lost.setdefault((fate, name, what), []).append(n)

    def _keep_the_others(self, column: Column, written: Sequence[Cell]) -> None:
        """Of several fields one column takes the first that is filled; the others go into the notes."""
        for n, subject in enumerate(self.subjects):
            filled = [name for name in column.take if subject.row.get(name) is not None]
            for name in filled[1:]:
                cell = subject.row[name]
                if isinstance(cell, Formula | Error):
                    self._lose(n, "not sent", name, _NO_VALUE)
                elif not same(cell, written[n]):
                    self._extras.setdefault(n, []).append((name, shown(cell), f"{column.header} took another"))

    def _leave_out(self) -> None:
        for header in self._file.skip_without:
            for n, text in enumerate(self._texts[self._at[header]]):
                if not text and n not in self.flaws and n not in self._left_out:
                    self._left_out.add(n)
        for rows in self._lost.values():
            rows[:] = [n for n in rows if n not in self._left_out]
        for n in sorted(self._left_out):
            missing = next(header for header in self._file.skip_without if not self._texts[self._at[header]][n])
            self._lose(n, "not sent", None, f"{self._file.title} without {missing} have no place there")

    def _write_notes(self, slot: Slot, rest: Sequence[str]) -> None:
        texts = self._texts[self._at[slot.column.header]]
        base = _BASE[self._file.rows]
        noted = [(name, self._lost.setdefault(("notes", name, ""), [])) for name in rest]
        for n, subject in enumerate(self.subjects):
            if n in self._left_out:
                continue
            lines = self._leftovers(n, subject, noted)
            first = subject.row.get(base)
            if isinstance(first, Formula | Error):
                self._lose(n, "not sent", base, _NO_VALUE)
                first = None
            parts = (shown(first).strip() if first is not None else "", "\n".join(lines))
            written = "\n\n".join([part for part in parts if part])
            said = slot.spell(written) if written else ""
            text = said if isinstance(said, str) else self._settled(n, slot.column, written, said)
            texts[n] = self._fitting(n, slot.column, written, text)

    def _leftovers(self, n: int, subject: Subject, noted: Sequence[tuple[str, list[int]]]) -> list[str]:
        """A line for each value that has no column of its own. `noted` are those fields, each with its rows so far."""
        lines: list[str] = []
        row = subject.row
        for name, rows in noted:
            cell = row.get(name)
            if cell is None:
                continue
            if isinstance(cell, Formula | Error):
                self._lose(n, "not sent", name, _NO_VALUE)
            else:
                lines.append(f"{name}: {cell if type(cell) is str or type(cell) is int else shown(cell)}")
                rows.append(n)
        for name, said, what in dict.fromkeys(self._extras.get(n, ())):
            lines.append(f"{name}: {said}")
            self._lose(n, "notes", name, what)
        return lines

    def _require(self) -> None:
        label = self._profile.label
        for slot, texts in zip(self._slots, self._texts, strict=True):
            column = slot.column
            needed = self._needing(column)
            what = f"{column.field or column.header} is blank, and {label} requires {column.header}"
            mend = f'Fill it in, or name a stand-in for all such rows: --fill "{column.header}=[not provided]"'
            for n in needed:
                if not texts[n] and n not in self._left_out and column.header not in self._flawed(n):
                    self._refuse(n, column, None, Flaw("required", what, mend))
        for group in self._file.one_of:
            what = f"{', '.join(group)} are all blank, and {label} requires one of them"
            column = self._slots[self._at[group[0]]].column
            for n, texts_of_group in enumerate(zip(*(self._texts[self._at[header]] for header in group), strict=True)):
                if not any(texts_of_group) and n not in self._left_out and not self._flawed(n).intersection(group):
                    self._refuse(n, column, None, Flaw("required", what, "Fill one in."))

    def _needing(self, column: Column) -> Iterable[int]:
        """The rows in which the column must be filled."""
        if column.required:
            return range(len(self.subjects))
        if column.required_if is None:
            return ()
        told = self._texts[self._at[column.required_if.column]]
        return [n for n, text in enumerate(told) if text in column.required_if.values]

    def _flawed(self, n: int) -> set[str]:
        return {flawed.column.header for flawed in self.flaws.get(n, ())}

    def _claim_keys(self) -> None:
        """The first row of a key keeps it; a later one would be merged into it there."""
        going = self.going()
        groups = [group for group in _keys(self._file) if self._repeats(group, going)]
        met: dict[tuple[tuple[str, ...], tuple[str, ...]], Key] = {}
        for n in going if groups else ():
            claimed = [(group, key) for group in groups if all(key := self._key(group, n))]
            taken_by = [(group, met[group, key]) for group, key in claimed if (group, key) in met]
            for group, first in taken_by:
                alike = f"{' and '.join(group)} {'is' if len(group) == 1 else 'are'} the same as in {first}"
                what = f"{alike}, and {self._profile.label} would make one record of both"
                mend = "Merge the two (leadsorted dedupe), or correct one."
                self._refuse(n, self._slots[self._at[group[0]]].column, None, Flaw("duplicate", what, mend))
            if not taken_by:
                met.update(dict.fromkeys(claimed, self.subjects[n].key))

    def _key(self, group: tuple[str, ...], n: int) -> tuple[str, ...]:
        return tuple([self._texts[self._at[header]][n].casefold() for header in group])

    def _repeats(self, group: tuple[str, ...], going: Sequence[int]) -> bool:
        """Whether any two rows may agree in these columns: mostly none do, and then no row need be looked at."""
        columns = [[text.casefold() for text in self._texts[self._at[header]]] for header in group]
        joint = list(zip(*columns, strict=True))
        keys = [joint[n] for n in going if all(joint[n])]
        return len(set(keys)) < len(keys)

    def _count(self, rest: Sequence[str]) -> None:
        """Count what goes with the row but not as it is, and what stays behind."""
        going = self.going()
        unaltered = self._profile.formula_guard == "unaltered"
        for slot, texts in zip(self._slots, self._texts, strict=True):
            name = slot.column.field or slot.column.header
            if slot.texty and (slot.column.header in self._risky or slot.column.make == "notes"):
                fate, what = ("unaltered", "") if unaltered else ("changed", "after an apostrophe")
                self._count_where(fate, name, what, [n for n in going if texts[n].startswith(RISKY)])  # type: ignore[arg-type]  # both are fates
            if slot.blank and slot.column.type != "flag" and slot.column.value is None:
                filled = [n for n in going if texts[n] == slot.blank]
                self._count_where("changed", name, f"blank, so {slot.blank!r}", filled)
            if slot.column.link and self._file.rows in {"deals", "activities"}:
                loose = [n for n in going if not texts[n]]
                self._count_where("not sent", "Lead ID", f"nothing links it to {slot.column.link.file}", loose)
        unsent = [(name, "kept in the workbook") for name in self._file.leave_out]
        if self._file.notes is None and self._file.rows != "companies":  # what a company row lacks, its leads have
            unsent += [(name, "no column for it") for name in rest]
            for n in going:
                for name, _, what in dict.fromkeys(self._extras.get(n, ())):
                    self._lose(n, "not sent", name, what)
        for name, what in unsent:
            filled = [n for n in going if self.subjects[n].row.get(name) is not None]
            self._count_where("not sent", name, what, filled)

    def _count_where(self, fate: Fate, name: str, what: str, rows: list[int]) -> None:
        if rows:
            self._lost.setdefault((fate, name, what), []).extend(rows)


def _keys(file: File) -> tuple[tuple[str, ...], ...]:
    own = (file.external_id,)
    return file.unique if own in file.unique or not file.external_id else (*file.unique, own)


def _rest(file: File, subjects: Sequence[Subject]) -> tuple[str, ...]:
    """The fields without a column of their own: ours in the order of the sheet, then the user's own."""
    if file.rows == "companies":
        return ()
    tab = schema.BY_NAME[TAB_OF[file.rows]]
    passed_over = taken(file.columns) | set(file.leave_out) | _LINKS[file.rows]
    if file.notes is not None:
        passed_over |= {_BASE[file.rows]}
    present = dict.fromkeys(name for subject in subjects for name in subject.row)
    ours = [name for name in tab.fields if name in present and name not in passed_over]
    return (*ours, *(name for name in present if name not in passed_over and name not in tab.fields))
