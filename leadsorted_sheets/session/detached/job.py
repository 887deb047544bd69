"""The folder of one detached sync: what it was given, what it has found so far, whether it still runs."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from leadsorted_sheets import errors
from leadsorted_sheets.core.book import Book, Key, row_from_json, row_to_json
from leadsorted_sheets.core.changes import Change, change_from_json, change_to_json
from leadsorted_sheets.core.state import ColumnAt, Layout
from leadsorted_sheets.resources import state_folder
from leadsorted_sheets.sync import locked

STARTS_WITHIN = 30.0
"""Seconds a process may take until it holds its lock; one that does not by then has died."""
KEPT_DAYS = 30

Standing: TypeAlias = Literal["running", "done", "stopped"]


@dataclass(frozen=True, slots=True)
class Job:
    """What a process is given: the workbook as it was at the click, and what the user asked for."""

    name: str
    book: Book
    layouts: tuple[Layout, ...]
    lines: Mapping[str, Mapping[Key, int]]
    base: str
    partner: str
    allow_removals: int = 0
    allow_changes: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What the sync came to so far: what is to be done in the workbook, and what is to be told.

    `base` is what both sides agree on once it is done, None where that has not changed. `told` are the words of a
    refusal. `sent` and `came` are cells, new rows and removed rows.
    """

    standing: Standing = "running"
    told: str = ""
    partner: str = ""
    made: bool = False
    changes: tuple[Change, ...] = ()
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    base: str | None = None
    sent: tuple[int, int, int] = (0, 0, 0)
    came: tuple[int, int, int] = (0, 0, 0)
    conflicts: int = 0
    verified: bool = True
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Folder:
    """One job's place in the user's state folder. It holds lead data, so nobody else may read it and it goes soon."""

    path: Path

    @classmethod
    def of(cls, token: str) -> Folder:
        """The folder of that token, which is only ever a plain word: it comes out of a workbook."""
        plain = "".join(letter for letter in token if letter.isalnum() or letter == "-")
        return cls(state_folder() / "detached" / (plain or "none"))

    @property
    def notes(self) -> Path:
        """What was about to be sent, in case the process dies."""
        return self.path / "sent.jsonl"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    def make(self, job: Job) -> None:
        """Write the job, where notes of one that died may lie already."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.path / "found.json").unlink(missing_ok=True)
        _written(self.path / "job.json", _of_job(job))

    def job(self) -> Job:
        return _job(json.loads((self.path / "job.json").read_text("utf-8")))

    def keep(self, found: Found) -> None:
        _written(self.path / "found.json", _of_found(found))

    def found(self) -> Found | None:
        """What there is so far; None where the process has not begun."""
        try:
            return _found(json.loads((self.path / "found.json").read_text("utf-8")))
        except FileNotFoundError:
            return None

    @property
    def is_there(self) -> bool:
        return (self.path / "job.json").exists()

    def is_running(self, now: float) -> bool:
        """Whether the process works on it: it holds the lock, or was started a moment ago."""
        if not self.is_there:
            return False
        try:
            with locked(self.lock, self.path.name):
                pass
        except errors.InUse:
            return True
        young = now - (self.path / "job.json").stat().st_mtime < STARTS_WITHIN
        return young and self.found() is None

    def hand_over(self) -> None:
        """What was found has been told and taken over. The note of what was sent stays, for the next sync."""
        (self.path / "job.json").unlink(missing_ok=True)
        (self.path / "found.json").unlink(missing_ok=True)

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def forget_old(now: float) -> None:
    """Throw away what nobody has asked for in a month: the workbook was closed without saving, or is gone."""
    for path in (state_folder() / "detached").glob("*/"):
        if now - path.stat().st_mtime > KEPT_DAYS * 86_400:
            Folder(path).remove()


def _written(path: Path, facts: dict[str, Any]) -> None:
    """In one step, readable for nobody else."""
    fresh = path.with_suffix(".new")
    with open(fresh, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        json.dump(facts, file, ensure_ascii=False, separators=(",", ":"))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _of_job(job: Job) -> dict[str, Any]:
    book = {tab: {key: row_to_json(row) for key, row in table.items()} for tab, table in job.book.items()}
    layouts = [asdict(layout) for layout in job.layouts]
    asked = {"partner": job.partner, "removals": job.allow_removals, "changes": job.allow_changes}
    return {"name": job.name, "book": book, "layouts": layouts, "lines": job.lines, "base": job.base, **asked}


def _job(facts: Mapping[str, Any]) -> Job:
    book = {tab: {key: row_from_json(row) for key, row in table.items()} for tab, table in facts["book"].items()}
    layouts = tuple(
        Layout(**{**layout, "columns": tuple(ColumnAt(**column) for column in layout["columns"])})
        for layout in facts["layouts"]
    )
    asked = facts["partner"], facts["removals"], facts["changes"]
    return Job(facts["name"], book, layouts, facts["lines"], facts["base"], *asked)


def _of_found(found: Found) -> dict[str, Any]:
    facts = {name: getattr(found, name) for name in found.__dataclass_fields__}
    return {**facts, "changes": [change_to_json(change) for change in found.changes]}


def _found(facts: Mapping[str, Any]) -> Found:
    lists = {name: tuple(facts[name]) for name in ("sent", "came", "notes")}
    return Found(**{**facts, **lists, "changes": tuple(change_from_json(each) for each in facts["changes"])})
