"""What a list of changes comes to for each row: one job a row, however many changes it took.

An AddRow and the edits on it are one new row; a row that is removed and added again is an edited row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from leadsorted_sheets.core.book import Book, Key, Row
from leadsorted_sheets.core.cell import Cell, Formula, same
from leadsorted_sheets.core.changes import AddRow, Change, Edit, RemoveRow

Kind: TypeAlias = Literal["edit", "add", "remove"]


@dataclass(slots=True)
class Job:
    """A row as it was read and as it is to be. `line` is counted from 1, 0 for a new row until it has a place.

    `changes` are the numbers of the changes it stands for; `by_field` those of each cell that is edited.
    """

    tab: str
    kind: Kind
    line: int
    before: Row
    after: dict[str, Cell]
    changes: list[int] = field(default_factory=list)
    by_field: dict[str, list[int]] = field(default_factory=dict)

    @property
    def cells(self) -> dict[str, Cell]:
        """The fields that change, with their new values; a formula is never touched."""
        if self.kind == "add":
            return {n: value for n, value in self.after.items() if value is not None and not isinstance(value, Formula)}
        names = list(self.before) + [name for name in self.after if name not in self.before]
        return {
            name: self.after.get(name)
            for name in names
            if not same(self.before.get(name), self.after.get(name))
            and not isinstance(self.before.get(name), Formula)
            and not isinstance(self.after.get(name), Formula)
        }


def jobs_of(changes: Sequence[Change], book: Book, lines: Mapping[str, Mapping[Key, int]]) -> list[Job]:
    """The jobs of changes that all hold on the book (`rebase` says so), in the order they were first touched."""
    found: list[Job] = []
    open_jobs: dict[tuple[str, Key], Job] = {}
    removed: dict[tuple[str, Key], Job] = {}

    def job_of(tab: str, key: Key) -> Job:
        job = open_jobs.get((tab, key))
        if job is None:
            row = book[tab][key]
            job = open_jobs[tab, key] = Job(tab, "edit", lines[tab][key], row, dict(row))
            found.append(job)
        return job

    for number, change in enumerate(changes):
        at = change.tab, change.key
        match change:
            case Edit():
                job = job_of(*at)
                job.after[change.field] = change.after
                job.by_field.setdefault(change.field, []).append(number)
                if change.becomes is not None and change.becomes != change.key:
                    open_jobs[change.tab, change.becomes] = open_jobs.pop(at)
            case AddRow():
                job = removed.pop(at) if at in removed else Job(change.tab, "add", 0, {}, {})
                if job.kind == "remove":
                    job.kind = "edit"
                    job.by_field = {}
                else:
                    found.append(job)
                job.after = dict(change.row)
                open_jobs[at] = job
            case RemoveRow():
                job = job_of(*at)
                del open_jobs[at]
                job.after = {}
                if job.kind == "edit":
                    job.kind = "remove"
                    removed[at] = job
        job.changes.append(number)
    return [job for job in found if job.kind != "add" or job.after]
