"""Every row is checked before it leaves: what the CRM would refuse, merge or silently spoil is a finding here.

A row goes as it is, or is refused with every reason why. A value that may stay behind
(`when_bad = "notes"`) goes into the notes, a warning says so, and the tally of losses counts it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from leadsorted_sheets.core.book import Key
from leadsorted_sheets.core.cell import Cell, Error, Formula, shown
from leadsorted_sheets.core.findings import Finding, Severity
from leadsorted_sheets.core.plan import Progress, silent
from leadsorted_sheets.exports.columns import slots
from leadsorted_sheets.exports.crosswalk import Crosswalk
from leadsorted_sheets.exports.loss import Tally
from leadsorted_sheets.exports.profile import Column, File, Profile
from leadsorted_sheets.exports.sheet import TAB_OF, Flawed, Sheet
from leadsorted_sheets.exports.subjects import Subject


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot go, and every reason why."""

    tab: str
    key: Key
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows of one file that may go, in the order of the book, and those that may not.

    `at` are the numbers of the rows on the `sheet` they come from, which knows what each of them loses.
    """

    file: File
    columns: tuple[Column, ...]
    rows: tuple[Sequence[str], ...]
    keys: tuple[Key, ...]
    rejected: tuple[Rejected, ...]
    at: tuple[int, ...]
    sheet: Sheet

    def without(self, keys: frozenset[Key]) -> Checked:
        """The same without the rows of these keys."""
        return self.only({n for n, key in enumerate(self.keys) if key not in keys})

    def only(self, numbers: Collection[int]) -> Checked:
        """The same with only these of its rows, counted from 0."""
        if len(numbers) == len(self.rows):
            return self
        kept = sorted(numbers)
        rows, keys = tuple([self.rows[n] for n in kept]), tuple([self.keys[n] for n in kept])
        return replace(self, rows=rows, keys=keys, at=tuple([self.at[n] for n in kept]))

    def without_empty_columns(self) -> Checked:
        """The same without the columns that are there only if they are filled, and are not."""
        gone = {
            n for n, column in enumerate(self.columns) if column.only_if_filled and not any(row[n] for row in self.rows)
        }
        if not gone:
            return self
        kept = [n for n in range(len(self.columns)) if n not in gone]
        rows = tuple(tuple([row[n] for n in kept]) for row in self.rows)
        return replace(self, columns=tuple(self.columns[n] for n in kept), rows=rows)


@dataclass(slots=True)
class Preflight:
    """One export's checks. `findings`, `tally` and the crosswalk's counts grow as files are checked.

    `fill` are stand-ins for blanks, by header or by field.
    """

    profile: Profile
    crosswalk: Crosswalk
    zone: dt.tzinfo
    fill: dict[str, str] = field(default_factory=dict)
    progress: Progress = silent
    tally: Tally = field(default_factory=Tally)
    findings: list[Finding] = field(default_factory=list)

    def check(self, file: File, subjects: Sequence[Subject]) -> Checked:
        """The rows of `file` that these subjects make, and those that cannot go."""
        self.progress(f"checking {file.name}", 0, len(subjects))
        ready = slots(file.columns, self.profile, self.crosswalk, zone=self.zone, fill=self.fill)
        sheet = Sheet(file, subjects, ready, self.profile)
        rejected = [self._refusal(subjects[n], flaws) for n, flaws in sorted(sheet.flaws.items())]
        at = tuple(sheet.going())
        keys = tuple([subjects[n].key for n in at])
        return Checked(file, file.columns, tuple(sheet.rows()), keys, tuple(rejected), at, sheet)

    def count(self, checked: Checked) -> None:
        """Say what these rows lose on the way, once it is known that they go."""
        file, sheet, subjects = checked.file, checked.sheet, checked.sheet.subjects
        goes = frozenset(checked.at)
        for n, doubts in sheet.doubts.items():
            if n in goes or n in sheet.flaws:
                self.findings += [self._finding("warning", subjects[n], doubt, _end(doubt, file)) for doubt in doubts]
        for lost, at in sheet.losses(goes):
            self.tally.add(*lost, tab=TAB_OF[file.rows], count=len(at), keys=(subjects[n].key for n in at))
        self.crosswalk.count(sheet.names(goes))
        self._say_who_cannot_be_known_again(file, checked.rows)

    def _refusal(self, subject: Subject, flaws: Sequence[Flawed]) -> Rejected:
        found = [self._finding("error", subject, flaw) for flaw in flaws]
        self.findings += found
        return Rejected(subject.tab, subject.key, tuple(finding.message for finding in found))

    def _finding(self, severity: Severity, subject: Subject, found: Flawed, end: str = "") -> Finding:
        cell, flaw = found.cell, found.flaw
        where = f'"{_clipped(cell)}" {flaw.what} ({self.profile.label}: {found.column.header})'
        message = f"{where if cell is not None else flaw.what}. {flaw.mend}{end}"
        return Finding(severity, subject.tab, subject.key, found.field, f"export.{flaw.rule}", message, found=cell)

    def _say_who_cannot_be_known_again(self, file: File, rows: Sequence[Sequence[str]]) -> None:
        """A row without what the CRM knows it by becomes a second record at the second import."""
        if file.rows == "companies" or file.once:
            return
        for n, column in enumerate(file.columns):
            if not column.identifies and column.header != file.external_id:
                continue
            blank = sum(not row[n] for row in rows)
            if blank:
                message = (
                    f"{blank} of the {len(rows)} rows in {file.name} have no {column.header}, by which "
                    f"{self.profile.label} knows a record again. Imported a second time they may become second records."
                )
                self.findings.append(
                    Finding("warning", TAB_OF[file.rows], None, column.field, "export.no-key", message)
                )


def _end(doubt: Flawed, file: File) -> str:
    in_notes = file.notes is not None and not isinstance(doubt.cell, Formula | Error)
    return " It goes into the notes instead." if in_notes else " It is not sent."


def _clipped(cell: Cell) -> str:
    said = " ".join(shown(cell).split())
    return said if len(said) <= 60 else said[:57] + "..."
